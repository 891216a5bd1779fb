// Structured text: measured, cut into pages at lines, drawn with its lists, notes and tables.
#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/ui/core.hpp"

namespace escale::ui {
namespace {

struct NoteLook {
  Token fill, tone;
  Icon icon;
};

NoteLook note_look(NoteKind kind) {
  switch (kind) {
    case NoteKind::Remember:
      return {Token::TintAmbre, Token::Warning, Icon::Info};
    case NoteKind::Privacy:
      return {Token::TintPrune, Token::Accent, Icon::Lock};
    case NoteKind::Information:
      return {Token::TintCiel, Token::Info, Icon::Info};
    case NoteKind::Success:
      return {Token::TintSuccess, Token::Success, Icon::CircleCheck};
    case NoteKind::Error:
      return {Token::TintError, Token::Error, Icon::CircleCross};
    case NoteKind::Warning:
      return {Token::TintAmbre, Token::Warning, Icon::Warning};
  }
  return {Token::TintCiel, Token::Info, Icon::Info};
}

constexpr float kNotePadX = 28, kNotePadY = 20, kNoteIndent = 86, kListIndent = 38;

/// Points from the column to the words of an item: its number stands there, and spaced figures are wider.
float list_indent(const Core& core, int level) {
  return kListIndent * core.layout.text_scale * (core.in.settings.text_spacing ? 1.4F : 1.0F) * static_cast<float>(std::max(1, level));
}

std::string plain(std::span<const Run> runs) {
  std::string text;
  for (const Run& run : runs) text += run.text;
  return text;
}

std::vector<StyledRun> styled(Core& core, std::span<const Run> runs, Type type, Token ink, int weight = 0) {
  std::vector<StyledRun> out;
  for (const Run& run : runs) {
    int run_weight = run.strong || run.highlight ? 600 : run.emphasis ? 500 : weight;
    out.push_back({run.text, &core.font(type, run_weight),
                   core.colour(run.highlight      ? Token::HighlightText
                               : run.link.empty() ? ink
                                                  : Token::Action),
                   !run.link.empty(), run.highlight});
  }
  return out;
}

/// One block measured for a width: how high, and where it may be cut.
struct BlockBox {
  float before = 0;         ///< points above it, unless it is the first of a page
  float height = 0;         ///< points
  float line = 0;           ///< points a line when it may be cut between lines; 0: whole
  bool keeps_next = false;  ///< a heading
};

Type heading_type(int level) {
  return level <= 2 ? Type::Heading : Type::Label;
}

std::vector<float> row_heights(Core& core, const Block& block, float width) {
  std::vector<float> heights;
  for (std::size_t r = 0; r < block.rows.size(); ++r) {
    float cell_width = (width - 2) / static_cast<float>(std::max<std::size_t>(1, block.rows[r].size())) - 32;
    float tallest = 0;
    for (const auto& cell : block.rows[r]) {
      auto runs = styled(core, cell, Type::Note, Token::Text, r == 0 ? 600 : 400);
      tallest = std::max(tallest, core.pt(core.line_px(Type::Note)) *
                                      static_cast<float>(std::max<std::size_t>(
                                          1, core.lay_out(runs, core.px(cell_width), false).lines.size())));
    }
    heights.push_back(tallest + 24);
  }
  return heights;
}

float picture_height(const Core& core, const Block& block, float width) {
  auto found = core.images.find(block.image);
  if (found == core.images.end()) return std::min(240.0F, width * 0.5F);
  const Texture& texture = found->second.texture;
  return std::min(360.0F, width * static_cast<float>(texture.height) / static_cast<float>(texture.width));
}

BlockBox measure_at(Core& core, const Block& block, float width, Type type) {
  BlockBox box;
  float scale = core.layout.text_scale;
  auto lines = [&](float room, Type t, int weight = 0) {
    auto runs = styled(core, block.runs, t, Token::Text, weight);
    return static_cast<float>(core.lay_out(runs, core.px(room), false).lines.size());
  };
  float line = core.pt(core.line_px(type));
  switch (block.kind) {
    case BlockKind::Paragraph:
      box.before = 16 * scale;
      box.line = line;
      box.height = line * lines(width, type);
      break;
    case BlockKind::Heading: {
      Type t = heading_type(block.level);
      box.before = 22 * scale;
      box.height = core.pt(core.line_px(t)) * lines(width, t, 600);
      box.keeps_next = true;
      break;
    }
    case BlockKind::ListItem:
      box.before = 8 * scale;
      box.line = line;
      box.height = line * lines(width - list_indent(core, block.level), type);
      break;
    case BlockKind::Quote:
      box.before = 16 * scale;
      box.line = line;
      box.height = line * lines(width - 30, type, 500);
      break;
    case BlockKind::Note:
      box.before = 18 * scale;
      box.height = 2 * kNotePadY + line * lines(width - kNoteIndent - kNotePadX, type);
      break;
    case BlockKind::Table: {
      box.before = 18 * scale;
      for (float height : row_heights(core, block, width)) box.height += height;
      break;
    }
    case BlockKind::Picture:
      box.before = 18 * scale;
      box.height = picture_height(core, block, width);
      if (!block.caption.empty()) box.height += 8 + core.label_height(block.caption, Type::Small, 0, width);
      break;
    case BlockKind::Rule:
      box.before = 16;
      box.height = 2;
      break;
  }
  return box;
}

BlockBox measure(Core& core, const Block& block, float width, Type type) {
  BlockBox box = measure_at(core, block, width, type);
  if (core.spaced()) {
    // WCAG 1.4.12: two ems between paragraphs; the items of one list stay nearer to each other.
    float em = core.pt(static_cast<float>(core.font(type).px));
    box.before = std::max(box.before, block.kind == BlockKind::ListItem ? em : 2 * em);
  }
  return box;
}

}  // namespace

float Ui::measure_rich(std::span<const Block> blocks, float width, Type type) const {
  float total = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    BlockBox box = measure(*m_core, blocks[i], width, type);
    total += box.height + (i > 0 ? box.before : 0);
  }
  return total;
}

std::vector<BlockPage> Ui::paginate(std::span<const Block> blocks, Size page, Type type) const {
  Core& core = *m_core;
  std::vector<BlockPage> pages;
  std::size_t at = 0;
  float offset = 0;
  while (at < blocks.size()) {
    BlockPage current{at, at, offset};
    float used = 0;
    bool split = false;
    while (at < blocks.size()) {
      BlockBox box = measure(core, blocks[at], page.w, type);
      float before = at == current.first ? 0 : box.before, rest = box.height - offset;
      float needed = before + rest;
      // A heading leaves with at least the first lines of what it announces, and with the headings between.
      if (box.keeps_next && at != current.first) {
        float together = needed;
        for (std::size_t after = at + 1; after < blocks.size(); ++after) {
          const BlockBox next = measure(core, blocks[after], page.w, type);
          // Cut with two lines at least on each side: fewer than four go as one.
          const bool cuts = next.line > 0 && next.height > 3.5F * next.line;
          together += next.before + (cuts ? 2 * next.line : next.height);
          if (!next.keeps_next) break;
        }
        // What is higher than a page begins one anyhow: its heading need not move.
        if (used + together > page.h + 0.5F && together - before <= page.h + 0.5F) break;
      }
      if (used + needed <= page.h + 0.5F) {
        used += needed;
        offset = 0;
        ++at;
        continue;
      }
      if (box.line > 0) {
        // Cut between lines, two at least on each side.
        float room = page.h - used - before;
        float fit = std::floor((room + 0.5F) / box.line), total = std::round(rest / box.line);
        fit = std::min(fit, total - 2);
        if (fit >= 2 || (at == current.first && fit >= 1)) {
          offset += fit * box.line;
          split = true;
        }
      }
      break;
    }
    current.last = split ? at + 1 : at;
    if (!split && current.last == current.first) {
      // Higher than a page and whole: it has a page of its own, and may be clipped by the caller's panel.
      current.last = ++at;
      offset = 0;
    }
    pages.push_back(current);
  }
  if (pages.empty()) pages.push_back({});
  return pages;
}

float Ui::rich_text(std::string_view id, Rect rect, std::span<const Block> blocks, const BlockPage* page, Type type) {
  Core& core = *m_core;
  Scope scope(*this, id);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  std::size_t first = page != nullptr ? page->first : 0,
              last = page != nullptr ? std::min(page->last, blocks.size()) : blocks.size();
  float skip = page != nullptr ? page->offset : 0;
  float y = rect.y;
  float text_scale = core.layout.text_scale;
  for (std::size_t i = first; i < last; ++i) {
    const Block& block = blocks[i];
    BlockBox box = measure(core, block, rect.w, type);
    if (i != first) y += box.before;
    float hidden = i == first ? skip : 0;
    float height = box.height - hidden;
    bool cut = page != nullptr && box.line > 0 && y + height > rect.bottom() + 0.5F;
    if (cut) height = std::floor((rect.bottom() - y + 0.5F) / box.line) * box.line;
    std::string key = std::to_string(i + 1);
    std::string words = plain(block.runs);
    Rect area{rect.x, y, rect.w, height};
    // A text that goes on from one page to the next says on each what stands there.
    const bool part = hidden > 0 || cut;
    auto said = [&](std::span<const StyledRun> runs, float width) {
      if (!part || box.line <= 0) return words;
      TextLayout laid = core.lay_out(runs, core.px(width), false);
      auto from = static_cast<std::size_t>(std::lround(hidden / box.line)), count = static_cast<std::size_t>(std::lround(height / box.line));
      std::string shown;
      for (std::size_t n = from; n < laid.lines.size() && n < from + count; ++n) {
        if (!shown.empty() && !shown.ends_with('-')) shown += ' ';
        for (const LinePiece& piece : laid.lines[n].pieces) shown += piece.text;
        if (laid.lines[n].hyphen && n + 1 < std::min(laid.lines.size(), from + count)) shown += "\u00AD";
      }
      return shown;
    };
    // Draws the lines of `runs` that this page shows.
    auto draw_lines = [&](std::span<const StyledRun> runs, Rect lines_area, float line) {
      TextLayout laid = core.lay_out(runs, core.px(lines_area.w), false);
      auto from = static_cast<std::size_t>(std::lround(hidden / core.pt(line)));
      auto count = static_cast<std::size_t>(std::lround(height / core.pt(line)));
      std::vector<TextLine> shown;
      for (std::size_t n = from; n < laid.lines.size() && n < from + count; ++n) shown.push_back(laid.lines[n]);
      laid.lines = std::move(shown);
      core.draw_text(runs, laid, core.px(lines_area), line, Align::Left, Vertical::Top);
    };
    float line = core.line_px(type);
    switch (block.kind) {
      case BlockKind::Paragraph: {
        auto runs = styled(core, block.runs, type, Token::Text);
        const std::size_t index = core.add_node(key, Role::Text, said(runs, area.w), area);
        core.node(index).personal = block.personal;
        draw_lines(runs, area, line);
        break;
      }
      case BlockKind::Heading: {
        Type t = heading_type(block.level);
        std::size_t index = core.add_node(key, Role::Heading, words, area);
        core.node(index).level = std::max(2, block.level);
        auto runs = styled(core, block.runs, t, Token::Text, 600);
        core.draw_text(runs, core.lay_out(runs, core.px(area.w), false), core.px(area), core.line_px(t), Align::Left,
                       Vertical::Top);
        break;
      }
      case BlockKind::ListItem: {
        const float indent = list_indent(core, block.level);
        auto runs = styled(core, block.runs, type, Token::Text);
        // A number is part of what is read; a bullet is not.
        const bool numbered = !block.marker.empty() && block.marker != "•" && hidden <= 0;
        std::size_t index = core.add_node(key, Role::ListItem, (numbered ? block.marker + " " : std::string()) + said(runs, area.w - indent), area);
        core.node(index).level = block.level;
        if (hidden <= 0) {
          float line_points = core.pt(line);
          if (block.marker.empty() || block.marker == "•") {
            core.paint.circle({core.px(area.x + indent - 22 * text_scale), core.px(area.y + line_points / 2)},
                              core.px(5 * text_scale), core.colour(Token::Action));
          } else {
            const float wide = std::max(indent - 8, core.label_width(block.marker, type, 600) + 2);
            core.label({area.x + indent - 8 - wide, area.y, wide, line_points}, block.marker, type, core.colour(Token::Action), 600,
                       Align::Right);
          }
        }
        draw_lines(runs, {area.x + indent, area.y, area.w - indent, area.h}, line);
        break;
      }
      case BlockKind::Quote: {
        auto runs = styled(core, block.runs, type, Token::Text, 500);
        core.add_node(key, Role::Text, said(runs, area.w - 30), area);
        core.paint.round_rect(core.px(Rect{area.x, area.y + 3, 6, area.h - 6}), core.px(3), core.colour(Token::Accent));
        draw_lines(runs, {area.x + 30, area.y, area.w - 30, area.h}, line);
        break;
      }
      case BlockKind::Note:
        note(key, area, block.note, std::span<const Block>(&block, 1), {}, type);
        break;
      case BlockKind::Table: {
        std::string heads;
        if (!block.rows.empty())
          for (const auto& cell : block.rows.front()) heads += (heads.empty() ? "" : ", ") + plain(cell);
        Scope table(*this, key, Role::Table, heads.empty() ? std::string_view("—") : std::string_view(heads));
        std::vector<float> heights = row_heights(core, block, area.w);
        panel(area, PanelKind::Card);
        float row_y = area.y;
        for (std::size_t r = 0; r < block.rows.size(); ++r) {
          std::size_t columns = std::max<std::size_t>(1, block.rows[r].size());
          float cell_width = (area.w - 2) / static_cast<float>(columns);
          if (r == 0)
            core.paint.round_rect(core.px(Rect{area.x + 2, row_y + 2, area.w - 4, heights[r] - 2}), core.px(16),
                                  core.colour(Token::Rail), kTopLeft | kTopRight);
          if (r > 0) separator({area.x + 2, row_y, area.w - 4, 2});
          for (std::size_t c = 0; c < block.rows[r].size(); ++c) {
            Rect cell{area.x + 1 + cell_width * static_cast<float>(c), row_y, cell_width, heights[r]};
            auto runs = styled(core, block.rows[r][c], Type::Note, Token::Text, r == 0 ? 600 : 400);
            std::string cell_words = plain(block.rows[r][c]);
            core.add_node(std::to_string(r + 1) + "." + std::to_string(c + 1), Role::Cell,
                          cell_words.empty() ? std::string("—") : cell_words, cell);
            core.draw_text(runs, core.lay_out(runs, core.px(cell.w - 32), false), core.px(cell.inset(16, 12)),
                           core.line_px(Type::Note), Align::Left, Vertical::Top);
          }
          row_y += heights[r];
        }
        break;
      }
      case BlockKind::Picture: {
        float picture = picture_height(core, block, area.w);
        image(key, {area.x, area.y, area.w, picture}, block.image,
              block.alternative.empty() ? block.caption : block.alternative);
        if (!block.caption.empty()) {
          core.add_node(key + ".caption", Role::Text, block.caption,
                        {area.x, area.y + picture + 8, area.w, area.h - picture - 8});
          core.label({area.x, area.y + picture + 8, area.w, area.h - picture - 8}, block.caption, Type::Small,
                     core.colour(Token::TextSecondary), 0, Align::Center, Vertical::Top, true);
        }
        break;
      }
      case BlockKind::Rule:
        separator(area);
        break;
    }
    y += height;
  }
  return y - rect.y;
}

// --- notes -----------------------------------------------------------------------------------------------------------

float Ui::note_height(NoteKind kind, std::span<const Block> blocks, float width, std::string_view title,
                      Type type) const {
  (void)kind;
  Core& core = *m_core;
  auto height_of = [&](float room) {
    float total = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      Block block = blocks[i];
      if (block.kind == BlockKind::Note) block.kind = BlockKind::Paragraph;
      BlockBox box = measure(core, block, room, block.quiet ? Type::Small : type);
      total += box.height + (i > 0 ? box.before / 2 : 0);
    }
    return total;
  };
  if (title.empty()) return std::max(2 * kNotePadY + height_of(width - kNoteIndent - kNotePadX), 80.0F);
  float title_room = width - 2 * kNotePadX - 54;
  return 2 * 26 + std::max(40.0F, core.label_height(title, Type::Lead, 600, title_room, true)) + 12 +
         height_of(width - 2 * kNotePadX);
}

float Ui::note(std::string_view id, Rect rect, NoteKind kind, std::span<const Block> blocks, std::string_view title,
               Type type) {
  Core& core = *m_core;
  NoteLook look = note_look(kind);
  float height = std::max(rect.h, note_height(kind, blocks, rect.w, title, type));
  Rect area{rect.x, rect.y, rect.w, height};
  std::string words;
  for (const Block& block : blocks) words += (words.empty() ? "" : " ") + plain(block.runs);
  std::size_t index = core.add_node(id, Role::Note, title.empty() ? words : std::string(title), area);
  if (!title.empty()) core.node(index).description = words;
  if (kind == NoteKind::Error) core.node(index).live = Live::Assertive;  // said at once (EN 301 549, 5.1.3.15)
  core.draw_box(area, 16, core.colour(look.fill), core.colour(core.contrast() ? Token::LineDecorative : look.fill),
                core.contrast() ? 3 : 0, {}, 0);
  float y = area.y + kNotePadY, x = area.x + kNoteIndent, width = area.w - kNoteIndent - kNotePadX;
  bool airy = false;
  if (title.empty()) {
    float first_line = core.pt(core.line_px(type));
    float content = note_height(kind, blocks, rect.w, title, type) - 2 * kNotePadY;
    if (area.h > content + 2 * kNotePadY + 1 || content < first_line * 1.5F) {
      // Room to spare: words in the middle, icon beside them.
      float real = 0;
      for (std::size_t i = 0; i < blocks.size(); ++i) {
        Block block = blocks[i];
        if (block.kind == BlockKind::Note) block.kind = BlockKind::Paragraph;
        BlockBox box = measure(core, block, width, block.quiet ? Type::Small : type);
        real += box.height + (i > 0 ? box.before / 2 : 0);
      }
      y = area.y + (area.h - real) / 2;
      core.draw_icon(look.icon, {area.x + 46, area.y + area.h / 2}, 40, core.colour(look.tone));
    } else {
      core.draw_icon(look.icon, {area.x + 46, y + first_line / 2 + 5}, 40, core.colour(look.tone));
    }
  } else {
    // With room to spare the icon has a line of its own.
    airy = area.h > note_height(kind, blocks, rect.w, title, type) + 70 && kind == NoteKind::Privacy;
    y = area.y + 26;
    if (airy) {
      core.draw_icon(look.icon, {area.x + kNotePadX + 28, area.y + 59}, 56, core.colour(look.tone));
      float wide = area.w - 2 * kNotePadX - 4,
            height_of_title = core.label_height(title, Type::Heading, 600, wide, true);
      core.label({area.x + 30, area.y + 99, wide, height_of_title}, title, Type::Heading, core.colour(Token::Text), 600,
                 Align::Left, Vertical::Top, true);
      y = area.y + 99 + height_of_title + 12;
    }
    float title_room = area.w - 2 * kNotePadX - 54;
    float title_height = std::max(40.0F, core.label_height(title, Type::Lead, 600, title_room, true));
    if (!airy) {
      core.draw_icon(look.icon, {area.x + kNotePadX + 20, y + 20}, 42, core.colour(look.tone));
      core.label({area.x + kNotePadX + 54, y, title_room, title_height}, title, Type::Lead, core.colour(Token::Text),
                 600, Align::Left, Vertical::Middle, true);
      y += title_height + 12;
    }
    x = area.x + (airy ? 30 : kNotePadX);
    width = area.w - 2 * kNotePadX;
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    Block block = blocks[i];
    if (block.kind == BlockKind::Note) block.kind = BlockKind::Paragraph;
    Type block_type = block.quiet ? Type::Small : type;
    BlockBox box = measure(core, block, width, block_type);
    if (i > 0) y += box.before / (airy ? 0.57F : 2);
    float indent = 0;
    if (block.kind == BlockKind::ListItem) {
      indent = kListIndent * core.layout.text_scale;
      core.paint.circle({core.px(x + indent / 2), core.px(y + box.line / 2)}, core.px(5), core.colour(look.tone));
    }
    auto runs = styled(core, block.runs, block_type, block.quiet ? Token::TextSecondary : Token::Text);
    core.draw_text(runs, core.lay_out(runs, core.px(width - indent), false),
                   core.px(Rect{x + indent, y, width - indent, 0}), core.line_px(block_type), Align::Left,
                   Vertical::Top);
    y += box.height;
  }
  return height;
}

void Ui::status(std::string_view id, Rect rect, NoteKind kind, std::string_view text) {
  Core& core = *m_core;
  NoteLook look = note_look(kind);
  std::size_t index = core.add_node(id, Role::Status, text, rect);
  core.node(index).live = kind == NoteKind::Error ? Live::Assertive : Live::Polite;
  core.draw_box(rect, 16, core.colour(look.fill), core.colour(core.contrast() ? Token::LineDecorative : look.tone),
                core.contrast() ? 3 : 2, {}, 0);
  core.draw_icon(look.icon, {rect.x + 42, rect.y + rect.h / 2}, 38, core.colour(look.tone));
  core.label({rect.x + 76, rect.y, rect.w - 100, rect.h}, text, Type::Note, core.colour(Token::Text), 500, Align::Left,
             Vertical::Middle, true);
}

}  // namespace escale::ui
