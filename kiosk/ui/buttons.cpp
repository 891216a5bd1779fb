// Buttons, tiles, cards, pagers: what opens or acts.
#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/ui/core.hpp"

namespace escale::ui {
namespace {

constexpr float kIconGapBefore = 14, kIconGapAfter = 16;

/// Icons follow the text a little: 34 points at 100 %, 52 at 200 %.
float icon_size(const Core& core) {
  return 34 * (1 + (core.layout.text_scale - 1) * 0.5F);
}

float content_width(Core& core, std::string_view text, int weight, const ButtonOptions& options) {
  float width = text.empty() ? 0 : core.label_width(text, Type::Label, weight);
  if (!options.hint.empty()) width = std::max(width, core.label_width(options.hint, Type::Small, 400));
  if (options.icon == Icon::None) return width;
  return width + icon_size(core) + (text.empty() ? 0 : options.icon_after ? kIconGapAfter : kIconGapBefore);
}

void draw_content(Core& core, Rect area, std::string_view text, int weight, const ButtonOptions& options, Color ink,
                  bool underlined) {
  float icon = icon_size(core);
  float total = content_width(core, text, weight, options);
  float x = std::max(area.x + 4, area.x + (area.w - total) / 2), cy = area.y + area.h / 2;
  if (text.empty()) {
    core.draw_icon(options.icon, area.center(), icon, ink);
    return;
  }
  bool has_icon = options.icon != Icon::None;
  if (has_icon && !options.icon_after) {
    core.draw_icon(options.icon, {x + icon / 2, cy}, icon, ink);
    x += icon + kIconGapBefore;
  }
  if (!options.hint.empty()) {
    // A smaller first line, and the text under it.
    float room = area.right() - x - 8;
    core.label({x, cy - 31, room, 32}, options.hint, Type::Small, core.colour(Token::TextSecondary), 400);
    core.label({x, cy - 1, room, 32}, text, Type::Label, ink, weight);
    return;
  }
  float width = core.label_width(text, Type::Label, weight);
  float room = area.w - (has_icon ? icon + kIconGapBefore : 0) - 12;
  if (width > room) {
    // Two lines; underlined words of a quiet button take the smaller size.
    Type type = underlined ? Type::Small : Type::Label;
    StyledRun run{text, &core.font(type, weight), ink, underlined, false, core.colour(Token::OutlineControl)};
    std::span<const StyledRun> runs(&run, 1);
    Rect r = core.px(Rect{x, area.y, room, area.h});
    core.draw_text(runs, core.lay_out(runs, r.w, true), r, core.line_px(type, underlined ? 32.0F : 0), Align::Center,
                   Vertical::Middle);
  } else {
    core.label({x, cy - 30, width + 2, 60}, text, Type::Label, ink, weight);
    if (underlined) {
      float below = core.pt(static_cast<float>(core.font(Type::Label, weight).px)) * 0.62F;
      Rect line = core.px(Rect{x, cy + below, width, 2});
      core.paint.rect({line.x, line.y, line.w, std::max(1.0F, line.h)}, core.colour(Token::OutlineControl));
    }
  }
  if (has_icon && options.icon_after)
    core.draw_icon(options.icon, {x + std::min(width, room) + kIconGapAfter + icon / 2, cy}, icon, ink);
}

void draw_unavailable(Core& core, Rect rect, float radius) {
  core.draw_box(rect, radius, core.colour(Token::DisabledFill), {}, 0, {}, 0);
  core.paint.dashed_border(core.px(rect), core.px(radius), std::max(1.0F, core.snap(2)),
                           core.colour(Token::OutlineControl), core.px(6), core.px(4));
}

}  // namespace

float Ui::button_width(std::string_view text, ButtonKind kind, const ButtonOptions& options) const {
  Core& core = *m_core;
  Core::Tight tight(core);
  float content =
      content_width(core, text, kind == ButtonKind::Quiet || kind == ButtonKind::Outline ? 500 : 600, options);
  float width = content;
  switch (kind) {
    case ButtonKind::Primary: {
      // Short words get more air, so that the one primary button never looks small.
      float spare = std::clamp((250 - content) / 136, 0.0F, 1.0F);
      float air = options.icon == Icon::None ? 0 : 21.5F * std::pow(spare, 0.63F);
      width += 2 * (30 + air);
      break;
    }
    case ButtonKind::Secondary:
    case ButtonKind::Outline:
      width += 64;
      break;
    case ButtonKind::Quiet:
      width += 40;
      break;
  }
  return std::max(std::round(width), core.layout.target);
}

float Ui::button_height(std::string_view text, ButtonKind kind, float width, const ButtonOptions& options) const {
  Core& core = *m_core;
  Core::Tight tight(core);
  const float target = core.layout.target;
  if (text.empty() || button_width(text, kind, options) <= width) return target;
  const bool quiet = kind == ButtonKind::Quiet;
  const float icon = options.icon == Icon::None ? 0 : icon_size(core) + kIconGapBefore;
  return std::max(target, core.label_height(text, quiet ? Type::Small : Type::Label, quiet ? 500 : 600, width - icon - 24, true) + 24);
}

bool Ui::button(std::string_view id, Rect rect, std::string_view text, ButtonKind kind, const ButtonOptions& options) {
  Core& core = *m_core;
  Core::Tight tight(core);
  std::string name = options.hint.empty() ? std::string(text) : std::string(options.hint) + " " + std::string(text);
  TouchOptions touch_options;
  touch_options.enabled = options.enabled;
  touch_options.description = options.why_disabled;
  Touch touch = core.touch(id, options.link ? Role::Link : Role::Button, name, rect, touch_options);
  bool contrast = core.contrast();
  constexpr float kRadius = 14;
  Rect area = rect;
  Color ink = core.colour(Token::Text);
  int weight = 600;
  bool underlined = false;
  if (!options.enabled) {
    if (kind != ButtonKind::Quiet) draw_unavailable(core, rect, kRadius);
    ink = core.colour(Token::DisabledText);
    weight = kind == ButtonKind::Quiet ? 500 : 600;
  } else {
    switch (kind) {
      case ButtonKind::Primary:
        ink = core.colour(Token::OnAction);
        if (touch.pressed) {
          core.draw_box(rect, kRadius, core.colour(Token::ActionPressed), {}, 0, {}, 0);
          area.y += 5;
        } else {
          core.draw_box(rect, kRadius, core.colour(Token::Action), {}, 0, core.colour(Token::ActionEdge), 5);
          area.h -= 3;
        }
        break;
      case ButtonKind::Secondary:
        ink = core.colour(Token::Action);
        if (touch.pressed) {
          core.draw_box(rect, kRadius, core.colour(Token::TintSapin), core.colour(Token::Action), contrast ? 4 : 2, {},
                        0);
          area.y += 3;
        } else {
          core.draw_box(rect, kRadius, core.colour(Token::Surface), core.colour(Token::Action), 2,
                        core.colour(Token::Action), 5);
        }
        break;
      case ButtonKind::Quiet:
        weight = 500;
        underlined = true;
        if (touch.pressed)
          core.draw_box(rect, kRadius, core.colour(Token::Rail), contrast ? core.colour(Token::Action) : Color{},
                        contrast ? 3 : 0, {}, 0);
        break;
      case ButtonKind::Outline:
        weight = 500;
        core.draw_box(rect, kRadius, core.colour(touch.pressed ? Token::Rail : Token::Background),
                      core.colour(Token::OutlineControl), touch.pressed ? 4 : 2, {}, 0);
        break;
    }
  }
  if (!options.hint.empty()) {
    // Words begin at the left, after the icon.
    float icon = icon_size(core), cy = rect.y + rect.h / 2;
    if (options.icon != Icon::None) core.draw_icon(options.icon, {rect.x + 24 + icon / 2, cy}, icon, ink);
    float x = rect.x + 24 + (options.icon != Icon::None ? icon + 16 : 0), room = rect.right() - x - 12;
    float offset = touch.pressed ? 3 : 0;
    core.label({x, cy - 32 + offset, room, 32}, options.hint, Type::Small, core.colour(Token::TextSecondary), 400);
    core.label({x, cy - 3 + offset, room, 34}, text, Type::Label, ink, weight);
  } else {
    draw_content(core, area, text, weight, options, ink, underlined);
  }
  return touch.activated;
}

// --- entries ---------------------------------------------------------------------------------------------------------

namespace {

/// The words of a wide tile: as near to each other as letters allow in a low place.
struct TileWords {
  float hint_pitch, title_pitch, art_width, beside_art;
  SizedFont* hint_font;
};

Type tile_title_type(Core& core, const Tile& tile, float width) {
  return core.label_width(tile.title, Type::TitleCompact) > width ? Type::Heading : Type::TitleCompact;
}

TileWords tile_words(Core& core, Rect inside, float height) {
  const float text_scale = core.layout.text_scale;
  TileWords out{};
  out.hint_font = &core.font_px(Family::Text, 400, text_scale > 1 ? 24 : 25);
  const bool low = text_scale > 1 && height < 210;
  out.hint_pitch = std::max(core.pt(std::round(core.px(35 * (1 + (text_scale - 1) * (low ? 0.4F : 0.72F))))),
                            core.pt(static_cast<float>(out.hint_font->px) * (low ? 1.0F : 1.12F)));
  out.title_pitch = low ? core.largest() ? 0.8F : 0.86F : text_scale > 1 ? 0.92F : 1.0F;
  out.art_width = std::min(172 + 28 * (text_scale - 1), inside.w * 0.4F);
  out.beside_art = inside.w - out.art_width - 28 - 8 * (text_scale - 1) - 12;
  return out;
}

float tile_title_height(Core& core, const Tile& tile, const TileWords& words, float width) {
  return core.label_height(tile.title, tile_title_type(core, tile, width), 600, width) * words.title_pitch;
}

float tile_hint_height(Core& core, const Tile& tile, const TileWords& words, float width) {
  StyledRun hint{tile.text, words.hint_font, core.colour(Token::TextSecondary)};
  return words.hint_pitch * static_cast<float>(core.lay_out(std::span<const StyledRun>(&hint, 1), core.px(width), true).lines.size());
}

/// The drawing gives way to the words before the words do; a long word is not cut for its sake.
bool tile_crowded(Core& core, const Tile& tile, const TileWords& words, float room) {
  if (core.layout.text_scale <= 1 && !core.spaced()) return false;
  float longest = 0;
  for (std::size_t at = 0; at < tile.title.size();) {
    const std::size_t end = std::min(tile.title.find(' ', at), tile.title.size());
    longest = std::max(longest, core.label_width(tile.title.substr(at, end - at), Type::Heading));
    at = end + 1;
  }
  return longest > words.beside_art ||
         tile_title_height(core, tile, words, words.beside_art) + tile_hint_height(core, tile, words, words.beside_art) > room;
}

/// What a tile holds inside its border.
Rect tile_inside(const Core& core, Rect rect, bool pressed) {
  const bool contrast = core.contrast();
  const float edge = contrast ? 0 : pressed ? 2 : 6, border = contrast ? (pressed ? 6 : 3) : 2;
  return {rect.x + border, rect.y + border, rect.w - 2 * border, rect.h - border - std::max(edge, contrast ? border : 0)};
}

}  // namespace

bool Ui::tile_holds_art(Rect rect, const Tile& tile) const {
  Core& core = *m_core;
  const Rect inside = tile_inside(core, rect, false);
  return !tile_crowded(core, tile, tile_words(core, inside, rect.h), inside.h);
}

bool Ui::tile(std::string_view id, Rect rect, const Tile& tile) {
  Core& core = *m_core;
  TouchOptions options;
  options.enabled = tile.enabled;
  options.description = tile.text;
  options.radius = 20;
  Touch touch = core.touch(id, Role::Button, tile.title, rect, options);
  bool contrast = core.contrast();
  constexpr float kRadius = 20;
  float edge = contrast ? 0 : touch.pressed ? 2 : 6, border = contrast ? (touch.pressed ? 6 : 3) : 2;
  Rect box = rect;
  if (touch.pressed && !contrast) {
    box.y += 4;
    box.h -= 4;
  }
  if (!tile.enabled) {
    draw_unavailable(core, rect, kRadius);
  } else {
    core.draw_box(box, kRadius, core.colour(touch.pressed ? Token::TintSapin : Token::Surface),
                  core.colour(contrast ? Token::Action : Token::LineDecorative), border, core.colour(Token::EdgeShadow),
                  edge);
  }
  Rect inside{box.x + border, box.y + border, box.w - 2 * border,
              box.h - border - std::max(edge, contrast ? border : 0)};
  float text_scale = core.layout.text_scale;
  StyledRun hint{tile.text, &core.font_px(Family::Text, 400, text_scale > 1 ? 24 : 25), core.colour(Token::TextSecondary)};
  std::span<const StyledRun> hint_runs(&hint, 1);
  bool narrow = rect.w < 360;
  if (narrow) {
    const float words_width = inside.w - 16;
    Type title_type = core.label_width(tile.title, Type::Heading) > words_width ? Type::Lead : Type::Heading;
    const float title_height = std::max(38.0F, core.label_height(tile.title, title_type, 600, words_width));
    const float text_height = core.label_height(tile.text, Type::Small, 400, words_width, true, 28);
    // The drawing gives way to the words.
    constexpr float kLeastArt = 48;
    Rect art{inside.x, inside.y, inside.w, std::round(std::min(inside.h * 0.52F, inside.h - title_height - text_height - 14 - 10))};
    const bool drawn = art.h >= kLeastArt;
    if (!drawn) art.h = std::max(0.0F, (inside.h - title_height - text_height) / 2 - 14);
    if (tile.enabled && drawn)
      core.paint.round_rect(core.px(art), core.px(kRadius - border), core.colour(core.tint_token(tile.tint)),
                            kTopLeft | kTopRight);
    if (drawn) core.draw_art(tile.art, {art.x, art.y + 1, art.w, art.h}, 24, 14);
    Rect words{inside.x + 8, art.bottom() + 14, words_width, inside.bottom() - art.bottom() - 14};
    core.label({words.x, words.y, words.w, title_height}, tile.title, title_type, core.colour(Token::Text), 600, Align::Center);
    core.label({words.x, words.y + title_height + 1, words.w, words.h - title_height - 1}, tile.text, Type::Small,
               core.colour(Token::TextSecondary), 400, Align::Center, Vertical::Top, true, 28);
    return touch.activated;
  }
  const TileWords pitch = tile_words(core, inside, rect.h);
  const bool crowded = !tile.drawn || tile_crowded(core, tile, pitch, inside.h);
  float art_width = pitch.art_width;
  if (crowded) art_width = 0;
  Rect art{inside.x, inside.y, art_width, inside.h};
  if (tile.enabled && !crowded)
    core.paint.round_rect(core.px(art), core.px(kRadius - border), core.colour(core.tint_token(tile.tint)),
                          kTopLeft | kBottomLeft);
  if (!crowded) core.draw_art(tile.art, {art.x, rect.y, art.w, rect.h}, 16, 14);
  Rect words{art.right() + 28 + 8 * (text_scale - 1), inside.y, 0, inside.h};
  words.w = inside.right() - words.x - 12;
  const Type title_type = tile_title_type(core, tile, words.w);
  const float title_height = tile_title_height(core, tile, pitch, words.w);
  const float hint_line = std::round(core.px(pitch.hint_pitch));
  TextLayout laid = core.lay_out(hint_runs, core.px(words.w), true);
  float hint_height = core.pt(hint_line) * static_cast<float>(laid.lines.size());
  // Last of all, the title alone: what it leads to is read aloud, and seen one touch later.
  const bool alone = text_scale > 1 && title_height + hint_height > inside.h + (core.in.settings.easy_reading ? -8 : 2);  // its letters go lower
  if (alone) hint_height = 0;
  const float gap = text_scale > 1 || alone ? 0 : 8;
  const float top = words.y + (words.h - title_height - gap - hint_height) / 2;
  core.label({words.x, top, words.w, title_height}, tile.title, title_type, core.colour(Token::Text), 600);
  if (alone) return touch.activated;
  core.draw_text(hint_runs, laid, core.px(Rect{words.x, top + title_height + gap, words.w, hint_height}), hint_line,
                 Align::Left, Vertical::Top);
  return touch.activated;
}

namespace {

struct ChipLook {
  Token fill, ink;
};

ChipLook chip_look(ChipKind kind) {
  switch (kind) {
    case ChipKind::Running:
      return {Token::TintSapin, Token::Action};
    case ChipKind::Done:
      return {Token::TintPrune, Token::Accent};
    case ChipKind::Information:
      return {Token::TintCiel, Token::Info};
    case ChipKind::Neutral:
      break;
  }
  return {Token::Rail, Token::Text};
}

float chip_width(Core& core, std::string_view text, Icon icon) {
  return std::round(core.label_width(text, Type::Small, 600) + 36 + (icon == Icon::None ? 0 : 26 + 10));
}

void draw_chip(Core& core, Rect rect, std::string_view text, ChipKind kind, Icon icon) {
  ChipLook look = chip_look(kind);
  core.paint.round_rect(core.px(rect), core.px(rect.h / 2), core.colour(look.fill));
  if (core.contrast())
    core.paint.border(core.px(rect), core.px(rect.h / 2), std::max(1.0F, core.snap(2)), core.colour(look.ink));
  float x = rect.x + 18;
  if (icon != Icon::None) {
    core.draw_icon(icon, {x + 13, rect.y + rect.h / 2}, 26, core.colour(look.ink));
    x += 36;
  }
  core.label({x, rect.y, rect.right() - x, rect.h}, text, Type::Small, core.colour(look.ink), 600);
}

float chip_height(const Core& core) {
  return std::max(44 * (1 + (core.layout.text_scale - 1) * 0.7F), core.pt(core.line_px(Type::Small)) + 4);
}

}  // namespace

float Ui::chip(std::string_view id, Point at, Align align, std::string_view text, ChipKind kind, Icon icon) {
  Core& core = *m_core;
  Core::Tight tight(core);
  float width = chip_width(core, text, icon);
  Rect rect{align == Align::Right    ? at.x - width
            : align == Align::Center ? at.x - width / 2
                                     : at.x,
            at.y, width, chip_height(core)};
  core.add_node(id, Role::Text, text, rect);
  draw_chip(core, rect, text, kind, icon);
  return width;
}

namespace {

constexpr float kCardPad = 16, kCardGap = 6;

/// One column, large text: chip, title, words, how far one is; each whole, one under the other. `crowded` is for a place that is too low
/// for that: lines as near as letters allow, what the chip says in words after the title; then what the title says alone. Nothing is
/// lost to the ear.
struct CardColumn {
  float x, width, chip = 0, title = 0, words = 0, progress = 0;
  Type title_type = Type::Heading;
  float pitch = 0;             ///< points from line to line; 0: the style's
  std::string crowded_words;   ///< instead of chip and words
  float height() const {
    float total = chip + title + words + progress;
    for (float each : {chip, words, progress}) total += each > 0 ? kCardGap : 0;
    return total;
  }
};

CardColumn card_column(Core& core, const Card& card, float left, float width) {
  CardColumn column{left, width};
  if (!card.chip.empty()) column.chip = chip_height(core);
  column.title_type = core.label_height(card.title, Type::Heading, 600, width, true) > 2.1F * core.pt(core.line_px(Type::Heading)) ? Type::Note : Type::Heading;
  column.title = core.label_height(card.title, column.title_type, 600, width, true);
  if (!card.snippet.empty()) {
    std::vector<StyledRun> runs;
    for (const Run& run : card.snippet)
      runs.push_back({run.text, &core.font(Type::Note, run.highlight || run.strong ? 600 : 400), {}, false, run.highlight});
    column.words = core.pt(core.line_px(Type::Note)) * static_cast<float>(core.lay_out(runs, core.px(width), false).lines.size());
  } else if (!card.text.empty()) {
    column.words = core.label_height(card.text, Type::Note, 0, width);
  }
  if (!card.progress.empty()) column.progress = core.label_height(card.progress, Type::Note, 600, width);
  return column;
}

/// The same for a place of this height.
CardColumn card_column_in(Core& core, const Card& card, float left, float width, float room) {
  CardColumn column = card_column(core, card, left, width);
  if (column.height() <= room || !card.snippet.empty()) return column;
  column.pitch = 24;
  column.title_type = Type::Note;
  column.chip = column.progress = 0;
  column.title = core.label_height(card.title, Type::Note, 600, width, true, column.pitch);
  // In the order of its description: text, progress, chip. The last one says where the reader is: it stays longest.
  const std::string_view parts[] = {card.text, card.progress, card.chip};
  for (std::size_t first = 0; first < std::size(parts); ++first) {
    column.crowded_words.clear();
    for (std::size_t i = first; i < std::size(parts); ++i)
      if (!parts[i].empty()) column.crowded_words += (column.crowded_words.empty() ? "" : ", ") + std::string(parts[i]);
    column.words = column.crowded_words.empty() ? 0 : core.label_height(column.crowded_words, Type::Note, 0, width, false, column.pitch);
    if (column.height() <= room) return column;
  }
  column.crowded_words.clear();
  column.words = 0;
  return column;
}

/// Whether cards stand as columns: large text, or letters and lines further apart.
bool card_stacks(const Core& core) {
  return core.layout.text_scale > 1 || core.in.settings.text_spacing;
}

void draw_card_column(Core& core, const Card& card, Rect rect) {
  const CardColumn column = card_column_in(core, card, rect.x + 28, rect.w - 56, rect.h - kCardGap);
  float y = rect.y + std::max(kCardGap / 2, (rect.h - column.height()) / 2);
  if (column.chip > 0) {
    draw_chip(core, {column.x, y, std::min(column.width, chip_width(core, card.chip, card.chip_icon)), column.chip}, card.chip, card.chip_kind, card.chip_icon);
    y += column.chip + kCardGap;
  }
  core.label({column.x, y, column.width, column.title}, card.title, column.title_type, core.colour(Token::Text), 600, Align::Left, Vertical::Top, true, column.pitch);
  y += column.title + kCardGap;
  const Color secondary = core.colour(Token::TextSecondary);
  if (column.pitch > 0) {
    if (column.words > 0)
      core.label({column.x, y, column.width, column.words}, column.crowded_words, Type::Note, secondary, 0, Align::Left, Vertical::Top, false, column.pitch);
    return;
  }
  if (!card.snippet.empty()) {
    std::vector<StyledRun> runs;
    for (const Run& run : card.snippet)
      runs.push_back({run.text, &core.font(Type::Note, run.highlight || run.strong ? 600 : 400),
                      run.highlight ? core.colour(Token::HighlightText) : secondary, false, run.highlight});
    core.draw_text(runs, core.lay_out(runs, core.px(column.width), false), core.px(Rect{column.x, y, column.width, 0}), core.line_px(Type::Note),
                   Align::Left, Vertical::Top);
    y += column.words + kCardGap;
  } else if (column.words > 0) {
    core.label({column.x, y, column.width, column.words}, card.text, Type::Note, secondary, 0, Align::Left, Vertical::Top);
    y += column.words + kCardGap;
  }
  if (column.progress > 0)
    core.label({column.x, y, column.width, column.progress}, card.progress, Type::Note, core.colour(Token::Text), 600, Align::Left, Vertical::Top);
}

}  // namespace

float Ui::card_height(const Card& card, float width) const {
  Core& core = *m_core;
  if (!card_stacks(core)) {
    const bool long_title = core.label_width(card.title, Type::Heading) > width - 56 - (card.chip.empty() ? 0 : chip_width(core, card.chip, card.chip_icon) + 16);
    return std::max(core.layout.target, (long_title ? core.pt(core.line_px(Type::Note, 28)) * 2 + core.pt(core.line_px(Type::Note)) : 96.0F) + 14);
  }
  return std::max(core.layout.target, card_column(core, card, 0, width - 56).height() + 2 * kCardPad);
}

bool Ui::card(std::string_view id, Rect rect, const Card& card) {
  Core& core = *m_core;
  std::string snippet;
  for (const Run& run : card.snippet) snippet += run.text;
  std::string description(card.text.empty() ? std::string_view(snippet) : card.text);
  for (std::string_view more : {card.progress, card.chip})
    if (!more.empty()) description += (description.empty() ? "" : ", ") + std::string(more);
  TouchOptions options;
  options.enabled = card.enabled;
  options.description = description;
  options.radius = 18;
  Touch touch = core.touch(id, Role::Button, card.title, rect, options);
  bool contrast = core.contrast();
  constexpr float kRadius = 18;
  float edge = contrast || touch.pressed ? 0 : 5, border = contrast ? (touch.pressed ? 6 : 3) : 2;
  if (!card.enabled) {
    draw_unavailable(core, rect, kRadius);
  } else {
    core.draw_box(rect, kRadius, core.colour(touch.pressed ? Token::TintSapin : Token::Surface),
                  core.colour(contrast ? Token::Action : Token::LineDecorative), border, core.colour(Token::EdgeShadow),
                  edge);
  }
  Rect inside{rect.x + border, rect.y + border, rect.w - 2 * border, rect.h - border - std::max(edge, border)};
  if (card_stacks(core)) {
    draw_card_column(core, card, {rect.x, inside.y, rect.w, inside.h});
    return touch.activated;
  }
  float x = rect.x + 30;
  if (card.art != Art::None) {
    Rect art{inside.x, inside.y, std::min(150.0F, inside.w * 0.3F), inside.h};
    if (card.enabled)
      core.paint.round_rect(core.px(art), core.px(kRadius - border), core.colour(core.tint_token(card.tint)),
                            kTopLeft | kBottomLeft);
    core.draw_art(card.art, art, 22, 20);
    x = art.right() + 26;
  }
  float right = rect.right() - 28;
  Color ink = core.colour(Token::Text), secondary = core.colour(Token::TextSecondary);
  float title_right = right;
  float chip_at = 0;
  bool result = !card.snippet.empty();
  if (!card.chip.empty()) {
    float width = chip_width(core, card.chip, card.chip_icon), height = chip_height(core);
    chip_at = rect.y + (result ? 16.0F : std::max(10.0F, rect.h * 0.34F - height / 2));
    Rect chip{right - width + (result ? -2.0F : 0), chip_at, width, height};
    draw_chip(core, chip, card.chip, card.chip_kind, card.chip_icon);
    title_right = chip.x - 16;
  }
  float room = title_right - x;
  if (result) {
    bool two = core.label_width(card.title, Type::Heading, 600) > room;
    StyledRun title{card.title, two ? &core.font(Type::Note, 600) : &core.font_px(Family::Display, 600, 28), ink};
    std::span<const StyledRun> title_runs(&title, 1);
    core.draw_text(title_runs, core.lay_out(title_runs, core.px(room), false), core.px(Rect{x, rect.y + 12, room, 52}),
                   core.px(28 * core.layout.text_scale), Align::Left, Vertical::Middle);
    std::vector<StyledRun> runs;
    for (const Run& run : card.snippet) {
      bool found = run.highlight;
      runs.push_back({run.text, &core.font(Type::Note, found || run.strong ? 600 : 400),
                      found ? core.colour(Token::HighlightText) : secondary, false, found});
    }
    float line = core.px(35 * core.layout.text_scale);
    TextLayout laid = core.lay_out(runs, core.px(right - x), false);
    auto lines = static_cast<std::size_t>(
        std::max(1.0F, (core.px(rect.bottom() - edge - 8) - core.px(rect.y + 66)) / line + 0.3F));
    if (laid.lines.size() > lines) laid.lines.resize(lines);
    core.draw_text(runs, laid, core.px(Rect{x, rect.y + 66, right - x, 0}), line, Align::Left, Vertical::Top);
    return touch.activated;
  }
  bool has_steps = card.step >= 0 && card.steps > 0, wide = rect.w >= 700;
  bool has_second = !card.text.empty() || !card.progress.empty();
  float middle = inside.y + inside.h / 2;
  Rect title{x, has_second ? middle - 50 : middle - 30, room, has_second ? 50.0F : 60.0F};
  bool long_title = core.label_width(card.title, Type::Heading) > room;
  float two_lines = core.pt(core.line_px(Type::Note, 28)) * 2, second_line = core.pt(core.line_px(Type::Note));
  float top = inside.y + std::max(2.0F, (inside.h - two_lines - second_line) / 2);
  if (long_title) title = has_second ? Rect{x, top, room, two_lines} : Rect{x, title.y - 8, room, title.h + 8};
  core.label(title, card.title, long_title ? Type::Note : Type::Heading, ink, 600, Align::Left, Vertical::Middle,
             long_title, long_title ? 28.0F : 0);
  if (!has_second) return touch.activated;
  Rect second{x, middle + 4, right - x, 46};
  if (long_title) second = {x, top + two_lines, right - x, second_line};
  float text_width = core.label_width(card.text, Type::Note);
  core.label({second.x, second.y, has_steps && wide ? second.w - 460 : second.w, second.h}, card.text, Type::Note,
             secondary);
  if (!card.progress.empty()) {
    float status_x = wide ? rect.right() - 220 : std::max(second.x + text_width + 24, rect.right() - 220);
    if (wide && has_steps)
      progress_steps(std::string(id) + ".steps", {rect.right() - 435, second.y + 5, 190, 38}, card.step, card.steps,
                     card.progress);
    core.label({status_x, second.y, right - status_x + 20, second.h}, card.progress, Type::Note, ink, 600);
  }
  return touch.activated;
}

int Ui::pager(std::string_view id, Rect rect, int page, int pages, std::string_view label, std::string_view before,
              std::string_view after) {
  Core& core = *m_core;
  Core::Tight tight(core);
  Scope scope(*this, id);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  bool can_back = page > 1, can_forward = page < pages;
  float target = std::max(core.layout.target, 88.0F);
  int step = 0;
  bool vertical = rect.h > rect.w;
  Rect up, down, words;
  bool wordy = !vertical && core.layout.mode == LayoutMode::Large;
  ButtonOptions after_options;
  after_options.icon = wordy ? Icon::ChevronDown : vertical ? Icon::ChevronDown : Icon::ChevronRight;
  after_options.icon_after = true;
  after_options.enabled = can_forward;
  if (vertical) {
    up = rect.cut_top(target);
    down = rect.cut_bottom(target);
    words = rect;
  } else {
    up = rect.cut_left(target);
    down = rect.cut_right(wordy ? button_width(after, ButtonKind::Primary, after_options) : target);
    words = rect;
  }
  auto small_button = [&](std::string_view key, Rect area, std::string_view name, Icon icon, bool enabled) {
    TouchOptions options;
    options.enabled = enabled;
    Touch touch = core.touch(key, Role::Button, name, area, options);
    Color ink = core.colour(enabled ? Token::Action : Token::DisabledText);
    float shift = 0;
    if (!enabled) {
      draw_unavailable(core, area, 14);
    } else if (touch.pressed) {
      core.draw_box(area, 14, core.colour(Token::TintSapin), core.colour(Token::Action), 2, {}, 0);
      shift = 3;
    } else {
      core.draw_box(area, 14, core.colour(Token::Surface), core.colour(Token::Action), 2, core.colour(Token::Action),
                    5);
    }
    Point centre = area.center();
    core.draw_icon(icon, {centre.x, centre.y - (enabled ? 1 : 0) + shift},
                   38 * (1 + (core.layout.text_scale - 1) * 0.4F), ink);
    return touch.activated;
  };
  if (small_button("before", up, before, vertical || wordy ? Icon::ChevronUp : Icon::ChevronLeft, can_back)) step = -1;
  core.add_node("page", Role::Status, label, words);
  core.node(core.tree.nodes().size() - 1).live = Live::Polite;
  core.label(vertical ? Rect{words.x - 16, words.y, words.w + 32, words.h} : words, label,
             wordy ? Type::Label : Type::Small, core.colour(Token::Text), 500, Align::Center, Vertical::Middle,
             vertical, vertical ? 30.0F : 0);
  if (wordy) {
    if (button("after", down, after, ButtonKind::Primary, after_options)) step = 1;
  } else if (small_button("after", down, after, after_options.icon, can_forward)) {
    step = 1;
  }
  if (step == 0 && !core.activated_any) {
    const int wish = core.ask_page_wish();
    if (wish > 0 && can_forward) step = 1;
    if (wish < 0 && can_back) step = -1;
    if (step != 0) {
      core.page_wish = 0;
      core.activated_any = true;
      core.wake_at(core.in.now);
    }
  }
  return step;
}

namespace {

/// In large text the button stands under the words: beside them it would leave them no room.
bool review_stacks(const Core& core) {
  return core.layout.text_scale > 1 || core.in.settings.text_spacing;
}

float review_words(Core& core, std::string_view label, std::string_view value, float width) {
  return core.label_height(label, Type::Small, 0, width) + core.label_height(value, Type::Label, 600, width);
}

}  // namespace

float Ui::review_height(std::string_view label, std::string_view value, std::string_view change, float width) const {
  Core& core = *m_core;
  if (review_stacks(core)) return review_words(core, label, value, width - 52) + core.layout.target + 12 + 16;
  const float button = core.label_width(change, Type::Label, 500) + 34 + kIconGapBefore + 40;
  return std::max(core.layout.target + 10, review_words(core, label, value, width - button - 52) + 16);
}

bool Ui::review_row(std::string_view id, Rect rect, std::string_view label, std::string_view value,
                    std::string_view change) {
  Core& core = *m_core;
  if (review_stacks(core)) {
    Scope scope(*this, id);
    core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
    ButtonOptions options;
    options.icon = Icon::Pencil;
    const float width = std::min(rect.w - 12, button_width(change, ButtonKind::Quiet, options)), words = rect.w - 52;
    const float small = core.label_height(label, Type::Small, 0, words), large = core.label_height(value, Type::Label, 600, words);
    std::size_t index = core.add_node("answer", Role::Text, std::string(label) + " : " + std::string(value), Rect{rect.x, rect.y, rect.w, small + large + 8});
    core.node(index).value = value;
    core.node(index).personal = true;
    core.label({rect.x + 26, rect.y + 8, words, small}, label, Type::Small, core.colour(Token::TextSecondary), 0, Align::Left, Vertical::Top);
    core.label({rect.x + 26, rect.y + 8 + small, words, large}, value, Type::Label, core.colour(Token::Text), 600, Align::Left, Vertical::Top);
    const Rect place{rect.x + 6, rect.y + 12 + small + large, width, core.layout.target};
    Touch touch = core.touch("change", Role::Button, std::string(change) + " : " + std::string(label), place);
    if (touch.pressed) core.draw_box(place, 14, core.colour(Token::Rail), {}, 0, {}, 0);
    Core::Tight tight(core);
    draw_content(core, place, change, 500, options, core.colour(Token::Text), true);
    return touch.activated;
  }
  Scope scope(*this, id);
  std::size_t group = core.tree.nodes().size() - 1;
  core.node(group).bounds = core.px(rect);
  ButtonOptions options;
  options.icon = Icon::Pencil;
  float width = core.label_width(change, Type::Label, 500) + 34 + kIconGapBefore + 40;
  float words = rect.w - width - 52;  // as review_height measures
  std::size_t index = core.add_node("answer", Role::Text, std::string(label) + " : " + std::string(value),
                                    Rect{rect.x, rect.y, words, rect.h});
  core.node(index).value = value;
  core.node(index).personal = true;
  float line = core.pt(core.line_px(Type::Label));
  // The label takes the lines it needs; the value gives way, but keeps one.
  float small = std::max(core.pt(core.line_px(Type::Small)), core.label_height(label, Type::Small, 0, words));
  float value_height = std::min(core.label_height(value, Type::Label, 600, words), std::max(line, rect.h - small - 8));
  float top = rect.y + (rect.h - small - value_height) / 2;
  core.label({rect.x + 26, top, words, small}, label, Type::Small, core.colour(Token::TextSecondary), 0, Align::Left,
             Vertical::Top);
  TextOptions value_options;
  value_options.weight = 600;
  StyledRun run{value, &core.font(Type::Label, 600), core.colour(Token::Text)};
  std::span<const StyledRun> runs(&run, 1);
  TextLayout laid = core.lay_out(runs, core.px(words), false);
  auto room = std::max<std::size_t>(1, static_cast<std::size_t>((value_height + 1) / line));
  if (laid.lines.size() > room) laid.lines.resize(room);
  core.draw_text(runs, laid, core.px(Rect{rect.x + 26, top + small, words, value_height}), core.line_px(Type::Label),
                 Align::Left, Vertical::Top);
  float height = std::max(core.layout.target, std::min(rect.h, core.layout.target));
  Rect touch_rect{rect.right() - width - 6, rect.y + (rect.h - height) / 2, width, height};
  std::string name = std::string(change) + " : " + std::string(label);
  Touch touch = core.touch("change", Role::Button, name, touch_rect);
  if (touch.pressed) core.draw_box(touch_rect, 14, core.colour(Token::Rail), {}, 0, {}, 0);
  draw_content(core, touch_rect, change, 500, options, core.colour(Token::Text), true);
  return touch.activated;
}

}  // namespace escale::ui
