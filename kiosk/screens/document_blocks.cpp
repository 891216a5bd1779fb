// From a compiled document to the blocks that the interface measures and draws, and their pages.
#include <algorithm>

#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/learning_parts.hpp"

namespace escale::screens {
namespace {

using ui::Block;
using ui::BlockKind;

constexpr float kPictureWidth = 438, kPictureGap = 36, kTermsWidth = 296;

std::string with_lines(std::string_view text) {
  std::string out(text);
  for (auto at = out.find(learning::kLineBreak); at != std::string::npos; at = out.find(learning::kLineBreak, at))
    out.replace(at, learning::kLineBreak.size(), "\n");
  return out;
}

Block block_of(BlockKind kind, std::vector<ui::Run> runs, int level = 1) {
  Block block;
  block.kind = kind;
  block.runs = std::move(runs);
  block.level = level;
  return block;
}

void append(std::vector<ui::Run>& to, std::vector<ui::Run> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

ui::Run strong(std::string text) {
  ui::Run run;
  run.text = std::move(text);
  run.strong = true;
  return run;
}

class Builder {
 public:
  Builder(const Frame& frame, const learning::Document& document, float height) : m_frame(frame), m_document(document), m_height(height) {}

  /// Blocks of one learning block, in a column of this width.
  std::vector<Block> blocks(const learning::Block& block, float width) const {
    std::vector<Block> out;
    if (const auto* heading = std::get_if<learning::Heading>(&block)) out.push_back(block_of(BlockKind::Heading, runs_of(heading->text), heading->level));
    if (const auto* paragraph = std::get_if<learning::Paragraph>(&block)) out.push_back(block_of(BlockKind::Paragraph, runs_of(paragraph->text)));
    if (const auto* list = std::get_if<learning::List>(&block)) items(out, *list);
    if (const auto* table = std::get_if<learning::Table>(&block)) tables(out, *table, width);
    if (const auto* quote = std::get_if<learning::Quote>(&block)) note(out, *quote, width);
    if (const auto* number = std::get_if<learning::NumberRef>(&block)) helpline(out, *number, width);
    if (std::holds_alternative<learning::Rule>(block)) out.push_back(block_of(BlockKind::Rule, {}));
    return out;
  }

 private:
  static void items(std::vector<Block>& out, const learning::List& list) {
    for (const auto& item : list.items) {
      Block block = block_of(BlockKind::ListItem, runs_of(item.text), item.depth + 1);
      block.marker = item.number > 0 ? std::to_string(item.number) + "." : "•";
      out.push_back(std::move(block));
    }
  }

  void tables(std::vector<Block>& out, const learning::Table& table, float width) const {
    Block whole;
    whole.kind = BlockKind::Table;
    std::vector<std::vector<ui::Run>> head;
    for (const auto& cell : table.header) head.push_back(runs_of(cell));
    whole.rows.push_back(head);
    for (const auto& row : table.rows) {
      whole.rows.emplace_back();
      for (const auto& cell : row) whole.rows.back().push_back(runs_of(cell));
    }
    const bool narrow = m_frame.layout().text_scale > 1 || m_frame.state.preferences.easy_reading ||
                        (width < 700 && table.columns.size() > 3);
    if (!narrow && m_frame.ui.measure_rich(std::span<const Block>(&whole, 1), width) <= m_height) {
      out.push_back(std::move(whole));
      return;
    }
    if (!narrow) {  // the same head over each half
      bool fits = true;
      std::vector<Block> pieces;
      Block piece;
      piece.kind = BlockKind::Table;
      piece.rows.push_back(head);
      for (std::size_t r = 1; r < whole.rows.size(); ++r) {
        piece.rows.push_back(whole.rows[r]);
        if (m_frame.ui.measure_rich(std::span<const Block>(&piece, 1), width) <= m_height) continue;
        piece.rows.pop_back();
        fits = fits && piece.rows.size() > 1;
        pieces.push_back(piece);
        piece.rows = {head, whole.rows[r]};
      }
      pieces.push_back(piece);
      fits = fits && m_frame.ui.measure_rich(std::span<const Block>(&pieces.back(), 1), width) <= m_height;
      if (fits) {
        for (Block& each : pieces) out.push_back(std::move(each));
        return;
      }
    }
    // Row by row: the first cell, then each other one with its head.
    for (std::size_t r = 1; r < whole.rows.size(); ++r) {
      for (std::size_t c = 0; c < whole.rows[r].size(); ++c) {
        std::vector<ui::Run> runs;
        if (c == 0) {
          for (ui::Run& run : whole.rows[r][0]) run.strong = true;
          out.push_back(block_of(BlockKind::Heading, whole.rows[r][0], 4));  // stays with what it heads
          continue;
        }
        std::string name;
        for (const ui::Run& run : head[c]) name += run.text;
        if (!name.empty()) {
          runs.push_back(strong(m_frame.t(Text::LearnCell, name)));
          runs.push_back({" "});
        }
        append(runs, whole.rows[r][c]);
        Block item = block_of(BlockKind::ListItem, std::move(runs));
        item.marker = "•";
        out.push_back(std::move(item));
      }
    }
  }

  /// A panel when it fits a page; else a quotation, which can be cut between lines.
  void panel(std::vector<Block>& out, ui::NoteKind kind, std::vector<ui::Run> runs, float width) const {
    Block block = block_of(BlockKind::Note, std::move(runs));
    block.note = kind;
    if (m_frame.ui.measure_rich(std::span<const Block>(&block, 1), width) > m_height) block.kind = BlockKind::Quote;
    out.push_back(std::move(block));
  }

  void note(std::vector<Block>& out, const learning::Quote& quote, float width) const {
    using learning::CalloutKind;
    std::vector<ui::Run> runs;
    ui::NoteKind kind = ui::NoteKind::Information;
    switch (quote.kind) {
      case CalloutKind::Remember:
        kind = ui::NoteKind::Remember;
        runs.push_back(strong(std::string(m_frame.t(Text::LearnRemember)) + " "));
        break;
      case CalloutKind::Warning:
        kind = ui::NoteKind::Warning;
        runs.push_back(strong(std::string(m_frame.t(Text::LearnWarning)) + " "));
        break;
      case CalloutKind::Law:
        runs.push_back(strong(std::string(m_frame.t(Text::LearnLaw)) + " "));
        break;
      default:
        break;
    }
    std::vector<const learning::NumberRef*> numbers;
    bool first = true;
    auto line = [&](std::vector<ui::Run> more, std::string_view marker) {
      if (!first) runs.push_back({"\n"});
      first = false;
      if (!marker.empty()) runs.push_back({std::string(marker) + "\u00A0"});
      append(runs, std::move(more));
    };
    for (const auto& inner : quote.blocks) {
      if (const auto* paragraph = std::get_if<learning::Paragraph>(&inner)) line(runs_of(paragraph->text), {});
      if (const auto* list = std::get_if<learning::List>(&inner))
        for (const auto& item : list->items) line(runs_of(item.text), item.number > 0 ? std::to_string(item.number) + "." : "•");
      if (const auto* number = std::get_if<learning::NumberRef>(&inner)) numbers.push_back(number);
    }
    if (!first) {
      if (quote.kind == CalloutKind::None) {
        out.push_back(block_of(BlockKind::Quote, std::move(runs)));
      } else {
        panel(out, kind, std::move(runs), width);
      }
    }
    for (const auto* number : numbers) helpline(out, *number, width);
  }

  void helpline(std::vector<Block>& out, const learning::NumberRef& reference, float width) const {
    const learning::HelpNumber* number = learning::find_number(m_document, reference.id);
    if (number == nullptr) return;
    std::vector<ui::Run> runs = {strong(number->number), {"\u00A0: " + number->name + "."}};
    if (m_frame.lang == Lang::En) runs[1].text = ": " + number->name + ".";
    if (!number->hours.empty()) runs.push_back({"\n" + number->hours + (number->hours.ends_with('.') ? "" : ".")});
    if (!number->note.empty()) runs.push_back({" " + number->note});
    if (!number->verified.empty()) runs.push_back({"\n" + m_frame.t(Text::LearnVerified, day_text(m_frame.lang, number->verified, false, true))});
    panel(out, ui::NoteKind::Information, std::move(runs), width);
  }

  const Frame& m_frame;
  const learning::Document& m_document;
  float m_height;
};

/// Words explained, sources, day of checking: after the last part.
std::vector<Block> end_matter(const Frame& frame, const learning::Document& document) {
  std::vector<Block> out;
  if (!document.definitions.empty()) {
    out.push_back(heading_of(frame.t(Text::LearnWords)));
    for (const auto& definition : document.definitions) {
      std::vector<ui::Run> runs = {strong(capitalised(definition.term) + (frame.lang == Lang::En ? ": " : "\u00A0: "))};
      append(runs, runs_of(definition.text));
      out.push_back(block_of(BlockKind::Paragraph, std::move(runs)));
    }
  }
  if (!document.sources.empty()) {
    out.push_back(heading_of(frame.t(Text::LearnSources)));
    for (const auto& source : document.sources) {
      std::string words = source.title;
      if (!source.note.empty()) words += (words.ends_with('.') ? " " : ". ") + capitalised(source.note);
      if (!source.url.empty()) words += "\n" + source.url;
      out.push_back(bullet_of(words));
    }
  }
  if (!document.verified.empty())
    out.push_back(ui::Block::paragraph(frame.t(Text::LearnVerified, day_text(frame.lang, document.verified, false, true))));
  return out;
}

}  // namespace

std::string_view linked_document(const learning::Run& run) {
  constexpr std::string_view kDocument = "document:";
  return run.link.starts_with(kDocument) ? std::string_view(run.link).substr(kDocument.size()) : std::string_view();
}

namespace {

/// Where a link of the world outside leads, as people write it; empty for one of the terminal's own.
std::string_view address_of(std::string_view link) {
  for (std::string_view scheme : {"https://", "http://", "mailto:", "tel:"})
    if (link.starts_with(scheme)) {
      link.remove_prefix(scheme.size());
      if (link.ends_with('/')) link.remove_suffix(1);
      return link;
    }
  return {};
}

}  // namespace

std::vector<ui::Run> runs_of(const learning::Text& text) {
  std::vector<ui::Run> runs;
  std::string linked;  // the words of one link, which may be several runs
  for (std::size_t i = 0; i < text.size(); ++i) {
    const learning::Run& each = text[i];
    ui::Run run;
    run.text = with_lines(each.text);
    // Nothing is followed from inside a line: a word there is too small to touch. A number to call stands out; a document has a button
    // after the text, and its words are underlined; an address outside is written, to be noted.
    run.strong = each.bold || each.link.starts_with("tel:") || each.link.starts_with("number:");
    run.emphasis = each.italic;
    run.link = linked_document(each);
    linked = i > 0 && text[i - 1].link == each.link ? linked + run.text : run.text;
    runs.push_back(std::move(run));
    const std::string_view address = address_of(each.link);
    const bool ends = i + 1 == text.size() || text[i + 1].link != each.link;
    const auto bare = [](std::string_view words) {
      std::string out;
      for (char c : words)
        if (c != ' ' && c != '.' && c != '\xC2' && c != '\xA0' && c != '\xE2' && c != '\x80' && c != '\xAF') out += c;
      return out;
    };
    if (!address.empty() && ends && bare(linked).find(bare(address)) == std::string::npos) runs.push_back({" (" + std::string(address) + ")"});
  }
  return runs;
}

namespace {

void links_in(const learning::Text& text, std::vector<std::string>& out) {
  for (const learning::Run& run : text)
    if (const std::string id(linked_document(run)); !id.empty() && std::ranges::find(out, id) == out.end()) out.push_back(id);
}

void links_in(const learning::Block& block, std::vector<std::string>& out) {
  if (const auto* heading = std::get_if<learning::Heading>(&block)) links_in(heading->text, out);
  if (const auto* paragraph = std::get_if<learning::Paragraph>(&block)) links_in(paragraph->text, out);
  if (const auto* list = std::get_if<learning::List>(&block))
    for (const auto& item : list->items) links_in(item.text, out);
  if (const auto* table = std::get_if<learning::Table>(&block)) {
    for (const auto& cell : table->header) links_in(cell, out);
    for (const auto& row : table->rows)
      for (const auto& cell : row) links_in(cell, out);
  }
  if (const auto* quote = std::get_if<learning::Quote>(&block))
    for (const auto& inner : quote->blocks) {
      if (const auto* paragraph = std::get_if<learning::Paragraph>(&inner)) links_in(paragraph->text, out);
      if (const auto* list = std::get_if<learning::List>(&inner))
        for (const auto& item : list->items) links_in(item.text, out);
    }
}

}  // namespace

std::vector<const format::DocumentEntry*> links_of(const Frame& frame, const format::Manifest& bundle, const learning::Document& document, app::Part part) {
  std::vector<std::string> ids;
  for (std::size_t i = part.begin; i < std::min(part.end, document.blocks.size()); ++i) links_in(document.blocks[i], ids);
  std::vector<const format::DocumentEntry*> out;
  for (const std::string& id : ids) {
    const format::DocumentEntry* entry = format::find_entry(bundle, id, frame.content_language());
    if (entry != nullptr && id != document.id && entry->kind != format::EntryKind::Form && entry->kind != format::EntryKind::Programme) out.push_back(entry);
  }
  return out;
}

Reader::Reader(const Frame& frame, const learning::Document& document, app::Part part, ui::Rect area, const std::string& about, const std::string& title)
    : m_frame(frame), m_area(area) {
  const bool beside = !frame.layout().single_column();
  const Builder builder(frame, document, area.h);
  // Beside a text with words explained, their buttons.
  const bool terms = beside && !document.definitions.empty() && frame.layout().text_scale <= 1;
  const float plain_width = !beside ? area.w : std::min(terms ? area.w - kTermsWidth - kPictureGap : area.w, kReadingWidth);
  const auto first = std::min(part.begin, document.blocks.size()), last = std::min(part.end, document.blocks.size());
  const bool ends = last == document.blocks.size() ||
                    std::all_of(document.blocks.begin() + static_cast<std::ptrdiff_t>(last), document.blocks.end(),
                                [](const auto& block) { return std::holds_alternative<learning::QuestionRef>(block); });
  // Sections begin at headings of the second level; one with a picture stands apart, the others run on.
  struct Piece {
    std::vector<const learning::Block*> blocks;
    const learning::Image* image = nullptr;
  };
  std::vector<Piece> pieces;
  for (std::size_t i = first; i < last; ++i) {
    const learning::Block& block = document.blocks[i];
    if (std::holds_alternative<learning::QuestionRef>(block)) continue;
    const auto* heading = std::get_if<learning::Heading>(&block);
    const auto* image = std::get_if<learning::Image>(&block);
    const bool new_section = heading != nullptr && heading->level == 2;
    if (pieces.empty() || (beside && new_section) || (beside && image != nullptr && pieces.back().image != nullptr)) pieces.emplace_back();
    if (image != nullptr && beside) {
      pieces.back().image = image;
      continue;
    }
    pieces.back().blocks.push_back(&block);
  }
  if (!title.empty()) {
    m_sections.emplace_back();
    m_sections.back().width = plain_width;
    m_sections.back().blocks.push_back(heading_of(title));
  }
  // The note about this version stands above the text, on its page; with a first picture, in the column beside it.
  std::vector<Block> before;
  if (!about.empty()) {
    const bool beside_picture = m_sections.empty() && !pieces.empty() && pieces.front().image != nullptr;
    const float width = beside_picture ? area.w - kPictureWidth - kPictureGap : plain_width;
    Block block = block_of(BlockKind::Note, {{about}});
    block.note = ui::NoteKind::Information;
    if (frame.ui.measure_rich(std::span<const Block>(&block, 1), width) > area.h / 2) block.kind = BlockKind::Paragraph;
    if (beside_picture) {
      before.push_back(std::move(block));
    } else {
      if (m_sections.empty()) m_sections.emplace_back();
      m_sections.back().width = plain_width;
      m_sections.back().blocks.push_back(std::move(block));
    }
  }
  for (const Piece& piece : pieces) {
    const bool picture = piece.image != nullptr;
    const float width = picture ? area.w - kPictureWidth - kPictureGap : plain_width;
    if (picture || m_sections.empty() || m_sections.back().picture) {
      m_sections.emplace_back();
      m_sections.back().width = width;
    }
    Section& section = m_sections.back();
    for (Block& block : before) section.blocks.push_back(std::move(block));
    before.clear();
    if (picture) section.picture = PagePicture{piece.image->media.sha256, piece.image->alt, learning::words(piece.image->caption)};
    for (const learning::Block* block : piece.blocks) {
      if (const auto* image = std::get_if<learning::Image>(block)) {
        ui::Block inside;
        inside.kind = BlockKind::Picture;
        inside.image = image->media.sha256;
        inside.alternative = image->alt;
        const std::string caption = learning::words(image->caption);
        if (frame.layout().text_scale <= 1) inside.caption = caption;
        section.blocks.push_back(std::move(inside));
        if (frame.layout().text_scale > 1 && !caption.empty()) section.blocks.push_back(ui::Block::paragraph(caption));
        continue;
      }
      for (ui::Block& made : builder.blocks(*block, width)) section.blocks.push_back(std::move(made));
    }
  }
  if (ends) {
    std::vector<ui::Block> tail = end_matter(frame, document);
    if (!tail.empty()) {
      if (m_sections.empty() || m_sections.back().picture) {
        m_sections.emplace_back();
        m_sections.back().width = plain_width;
      }
      for (ui::Block& block : tail) m_sections.back().blocks.push_back(std::move(block));
    }
  }
  for (std::size_t s = 0; s < m_sections.size(); ++s)
    for (const ui::BlockPage& cut : frame.ui.paginate(m_sections[s].blocks, {m_sections[s].width, area.h})) m_pages.push_back({s, cut});
}

ui::Rect Reader::draw(int page, int buttons) const {
  if (m_pages.empty()) return {};
  const Page& shown = m_pages[static_cast<std::size_t>(std::clamp(page, 0, pages() - 1))];
  const Section& section = m_sections[shown.section];
  m_frame.ui.rich_text("text", {m_area.x, m_area.y, section.width, m_area.h}, section.blocks, &shown.cut);
  const bool beside = !m_frame.layout().single_column();
  const float column = section.picture ? kPictureWidth : kTermsWidth;
  ui::Rect side{m_area.right() - column, m_area.y, column, m_area.h};
  const float stack = buttons > 0 && beside ? static_cast<float>(buttons) * (88 + 18) - 18 : 0;
  ui::Rect room;
  if (stack > 0) room = side.cut_bottom(stack, 18);
  if (!section.picture) return room;
  const ui::Rect inside = m_frame.ui.panel(side, ui::PanelKind::Card).inset(-6, -6);
  ui::TextOptions options;
  options.align = ui::Align::Center;
  options.colour = ui::Token::TextSecondary;
  options.balance = true;
  const std::string& caption = section.picture->caption;
  const float words = caption.empty() ? 0 : m_frame.ui.measure_height(caption, ui::Type::Small, inside.w, options);
  ui::Rect picture = inside;
  picture.h -= words > 0 ? words + 14 : 0;
  m_frame.ui.image("picture", picture, section.picture->key, section.picture->alternative);
  if (words > 0) m_frame.ui.text("caption", {inside.x, picture.bottom() + 14, inside.w, words}, caption, ui::Type::Small, options);
  return room;
}

std::string Reader::words(int page) const {
  std::string out;
  if (m_pages.empty()) return out;
  const Page& shown = m_pages[static_cast<std::size_t>(std::clamp(page, 0, pages() - 1))];
  const auto& blocks = m_sections[shown.section].blocks;
  for (std::size_t i = shown.cut.first; i < std::min(shown.cut.last, blocks.size()); ++i) {
    for (const ui::Run& run : blocks[i].runs) out += run.text;
    for (const auto& row : blocks[i].rows)
      for (const auto& cell : row)
        for (const ui::Run& run : cell) out += " " + run.text;
    out += "\n";
  }
  return learning::folded(out);
}

}  // namespace escale::screens
