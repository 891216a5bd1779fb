// What is read and not touched: panels, numbers, progress, charts, lists. Each chart says in words what it shows.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "kiosk/ui/core.hpp"

namespace escale::ui {

Rect Ui::panel(Rect rect, PanelKind kind, Tint tint) {
  Core& core = *m_core;
  constexpr float kRadius = 18;
  bool contrast = core.contrast();
  float line = contrast ? 3 : 2;
  switch (kind) {
    case PanelKind::Card:
      core.draw_box(rect, kRadius, core.colour(Token::Surface), core.colour(Token::LineDecorative), line, {}, 0);
      return rect.inset(30, 28);
    case PanelKind::Plain:
      core.draw_box(rect, kRadius, core.colour(Token::Surface), {}, 0, {}, 0);
      return rect.inset(30, 28);
    case PanelKind::Filled:
      core.draw_box(rect, kRadius, core.colour(Token::Action), {}, 0, core.colour(Token::ActionEdge), 5);
      return rect.inset(32, 26);
    case PanelKind::Dialog:
      core.draw_box(rect, 24, core.colour(Token::Surface), core.colour(Token::LineDecorative), line,
                    core.colour(Token::EdgeShadow), contrast ? 0 : 6);
      return rect.inset(62, 48);
    case PanelKind::Tinted:
      core.draw_box(rect, 16, core.colour(core.tint_token(tint)), core.colour(Token::LineDecorative), contrast ? 3 : 0,
                    {}, 0);
      return rect.inset(32, 26);
    case PanelKind::Hidden:
      core.paint.dashed_border(core.px(rect), core.px(kRadius), std::max(2.0F, core.snap(3)),
                               core.colour(Token::OutlineControl), core.px(8), core.px(5));
      return rect.inset(30, 22);
  }
  return rect;
}

void Ui::icon(Rect rect, Icon icon, Token colour) {
  m_core->draw_icon(icon, rect.center(), std::min(rect.w, rect.h), m_core->colour(colour));
}

void Ui::art(std::string_view id, Rect rect, Art art, Tint tint, std::string_view alternative) {
  Core& core = *m_core;
  if (!alternative.empty()) core.add_node(id, Role::Image, alternative, rect);
  if (tint != Tint::None) panel(rect, PanelKind::Tinted, tint);
  core.draw_art(art, rect, 20, 20);
}

void Ui::separator(Rect rect) {
  const bool upright = rect.h > rect.w;
  m_core->paint.rect(m_core->px(Rect{rect.x, rect.y, upright ? 2 : rect.w, upright ? rect.h : 2}), m_core->colour(Token::LineDecorative));
}

void Ui::progress_bar(std::string_view id, Rect rect, float fraction, std::string_view name, std::string_view value) {
  Core& core = *m_core;
  std::size_t index = core.add_node(id, Role::Progress, name, rect);
  core.node(index).value = value;
  core.paint.round_rect(core.px(rect), core.px(9), core.colour(Token::OutlineControl));
  Rect inner = core.px(rect.inset(3));
  core.paint.round_rect(inner, core.px(6), core.colour(Token::Surface));
  Rect bar = core.px(rect.inset(6));
  bar.w = std::round(bar.w * std::clamp(fraction, 0.0F, 1.0F));
  if (bar.w >= 1) core.paint.round_rect(bar, core.px(4), core.colour(Token::Action));
}

void Ui::countdown(std::string_view id, Rect rect, int left, int total, std::string_view name) {
  Core& core = *m_core;
  std::size_t index = core.add_node(id, Role::Progress, name, rect);
  core.node(index).value = std::to_string(left) + "/" + std::to_string(total);
  total = std::clamp(total, 1, 120);
  float pitch = rect.w / (static_cast<float>(total) - 0.27F), cell = pitch * 0.73F;
  for (int i = 0; i < total; ++i) {
    Rect r = core.px(Rect{rect.x + pitch * static_cast<float>(i), rect.y, cell, rect.h});
    if (i < left) {
      core.paint.round_rect(r, core.px(5), core.colour(Token::Action));
    } else {
      core.paint.round_rect(r, core.px(5), core.colour(Token::OutlineControl));
      core.paint.round_rect(r.inset(std::max(1.0F, core.snap(3))), core.px(3), core.colour(Token::Surface));
    }
  }
}

void Ui::big_number(std::string_view id, Rect rect, std::string_view value, std::string_view caption, Token colour,
                    Align align) {
  Core& core = *m_core;
  core.add_node(id, Role::Text, std::string(value) + " " + std::string(caption), rect);
  float number = core.pt(core.line_px(Type::Number)), line = core.label_height(caption, Type::Note, 0, rect.w);
  bool beneath = rect.h >= number + line;
  if (beneath) {
    float top = rect.y + (rect.h - number - line) / 2;
    core.label({rect.x, top, rect.w, number}, value, Type::Number, core.colour(colour), 0, align);
    core.label({rect.x, top + number, rect.w, line}, caption, Type::Note, core.colour(Token::Text), 0, align);
    return;
  }
  float width = core.label_width(value, Type::Number);
  core.label({rect.x, rect.y, width + 4, rect.h}, value, Type::Number, core.colour(colour));
  core.label({rect.x + width + 22, rect.y, rect.w - width - 22, rect.h}, caption, Type::Small,
             core.colour(Token::TextSecondary), 0, Align::Left, Vertical::Middle, true);
}

namespace {

/// In large text a label stands over its bar: beside it, it would leave no room for either.
bool bars_stack(const Core& core) {
  return core.layout.text_scale > 1 || core.in.settings.text_spacing;
}

float stacked_label(Core& core, const Bar& bar, float width) {
  return core.label_height(bar.label, Type::Note, 500, width);
}

float value_height(Core& core) {
  return core.pt(std::max(core.line_px(Type::Label), core.line_px(Type::Small)));
}

void draw_bar(Core& core, Rect box, bool grouped) {
  if (box.w <= 0) return;
  Rect r = core.px(box);
  const unsigned corners = kTopRight | kBottomRight;
  if (!grouped) return core.paint.round_rect(r, core.px(6), core.colour(Token::Action), corners);
  const float w = std::max(1.0F, core.snap(3));
  core.paint.round_rect(r, core.px(6), core.colour(Token::Info), corners);
  core.paint.round_rect({r.x, r.y + w, r.w - w, r.h - 2 * w}, core.px(4), core.colour(Token::TintCiel), corners);
}

}  // namespace

float Ui::bar_height(std::span<const Bar> bars, float width) const {
  Core& core = *m_core;
  float tallest = 0;
  if (bars_stack(core)) {
    for (const Bar& bar : bars) tallest = std::max(tallest, stacked_label(core, bar, width) + value_height(core) + 14);
    return tallest;
  }
  for (const Bar& bar : bars) tallest = std::max(tallest, core.label_height(bar.label, Type::Small, 500, width * 0.45F - 14, true, 26) + 6);
  return std::max(54.0F, tallest);
}

void Ui::bar_chart(std::string_view id, Rect rect, std::span<const Bar> bars, std::span<const Bar> all) {
  Core& core = *m_core;
  if (all.empty()) all = bars;
  Scope scope(*this, id, Role::List);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  if (bars_stack(core)) {
    float most = 0, numbers = 0;
    for (const Bar& bar : all) {
      most = std::max(most, bar.fraction);
      numbers = std::max(numbers, core.label_width(bar.percent, Type::Label, 600) + 16 + core.label_width(bar.count, Type::Small) + 15);
    }
    const float line = value_height(core), row = rect.h / static_cast<float>(std::max<std::size_t>(1, bars.size()));
    const float room = std::max(24.0F, rect.w - numbers);
    for (std::size_t i = 0; i < bars.size(); ++i) {
      const Bar& bar = bars[i];
      const float label = stacked_label(core, bar, rect.w);
      const Rect area{rect.x, rect.y + row * static_cast<float>(i), rect.w, std::min(row, label + line + 14)};
      std::size_t index = core.add_node(std::to_string(i + 1), Role::ListItem, bar.label, area);
      core.node(index).value = std::string(bar.percent) + ", " + std::string(bar.count);
      core.label({area.x, area.y, area.w, label}, bar.label, Type::Note, core.colour(Token::Text), 500, Align::Left, Vertical::Top);
      const float length = most > 0 ? std::max(bar.fraction > 0 ? 6.0F : 0.0F, room * bar.fraction / most) : 0;
      const float y = area.y + label, thick = std::min(44.0F, line * 0.7F);
      draw_bar(core, {rect.x + 3, y + (line - thick) / 2, length, thick}, bar.grouped);
      core.paint.rect(core.px(Rect{rect.x, y + (line - thick) / 2 - 3, 3, thick + 6}), core.colour(Token::OutlineControl));
      const float x = rect.x + 3 + length + 15, percent = core.label_width(bar.percent, Type::Label, 600);
      core.label({x, y, percent + 4, line}, bar.percent, Type::Label, core.colour(Token::Text), 600);
      core.label({x + percent + 16, y, rect.right() - x - percent, line}, bar.count, Type::Small, core.colour(Token::TextSecondary));
    }
    return;
  }
  float label_width = 0, value_width = 0, largest = 0;
  for (const Bar& bar : all) {
    label_width = std::max(label_width, core.label_width(bar.label, Type::Note, 500));
    value_width = std::max(
        value_width, core.label_width(bar.percent, Type::Label, 600) + core.label_width(bar.count, Type::Small) + 32);
    largest = std::max(largest, bar.fraction);
  }
  label_width = std::min(label_width + 38, rect.w * 0.45F);
  auto count = std::max<std::size_t>(1, bars.size());
  float row = std::min(72.0F, rect.h / static_cast<float>(count)), thick = std::min(44.0F, row * 0.62F);
  float axis = rect.x + label_width, room = rect.right() - axis - value_width - 6;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const Bar& bar = bars[i];
    Rect line{rect.x, rect.y + row * static_cast<float>(i), rect.w, row};
    std::size_t index = core.add_node(std::to_string(i + 1), Role::ListItem, bar.label, line);
    core.node(index).value = std::string(bar.percent) + ", " + std::string(bar.count);
    bool long_label = core.label_width(bar.label, Type::Note, 500) > label_width - 14;
    core.label({line.x, line.y, label_width - 14, row}, bar.label, long_label ? Type::Small : Type::Note,
               core.colour(Token::Text), 500, Align::Left, Vertical::Middle, long_label, long_label ? 26.0F : 0);
    float length = largest > 0 ? std::max(bar.fraction > 0 ? 6.0F : 0.0F, room * bar.fraction / largest) : 0;
    Rect box{axis, line.y + (row - thick) / 2, length, thick};
    if (length > 0) {
      Rect r = core.px(box);
      unsigned corners = kTopRight | kBottomRight;
      if (bar.grouped) {
        float w = std::max(1.0F, core.snap(3));
        core.paint.round_rect(r, core.px(6), core.colour(Token::Info), corners);
        core.paint.round_rect({r.x, r.y + w, r.w - w, r.h - 2 * w}, core.px(4), core.colour(Token::TintCiel), corners);
      } else {
        core.paint.round_rect(r, core.px(6), core.colour(Token::Action), corners);
      }
    }
    float x = axis + length + 15, percent = core.label_width(bar.percent, Type::Label, 600);
    core.label({x, line.y, percent + 4, row}, bar.percent, Type::Label, core.colour(Token::Text), 600);
    core.label({x + percent + 16, line.y, rect.right() - x - percent, row}, bar.count, Type::Small,
               core.colour(Token::TextSecondary));
  }
  // The axis starts at nought and is drawn over the bars' feet.
  core.paint.rect(core.px(Rect{axis - 2, rect.y, 3, row * static_cast<float>(bars.size())}),
                  core.colour(Token::OutlineControl));
}

namespace {

struct SeriesLook {
  Token fill, border, ink;
  bool bordered;
};

SeriesLook series_look(int series) {
  switch (series) {
    case 0:
      return {Token::Action, Token::Action, Token::OnAction, false};
    case 1:
      return {Token::Accent, Token::Accent, Token::Background, false};
    case 2:
      return {Token::TintCiel, Token::Info, Token::Text, true};
    default:
      return {Token::TintAmbre, Token::Warning, Token::Text, true};
  }
}

}  // namespace

void Ui::stacked_bar(std::string_view id, Rect rect, std::span<const Segment> segments) {
  Core& core = *m_core;
  Scope scope(*this, id, Role::List);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  constexpr float kGap = 4, kLeast = 44;
  float thick = std::min(58.0F, rect.h - core.pt(core.line_px(Type::Small)) - 8);
  float total = 0;
  int shown = 0;
  for (const Segment& segment : segments) {
    total += segment.fraction;
    shown += segment.fraction > 0 ? 1 : 0;
  }
  float room = rect.w - kGap * static_cast<float>(std::max(0, shown - 1));
  float spare = 0;  // what parts wider than the least hold beyond it
  for (const Segment& segment : segments)
    if (total > 0) spare += std::max(0.0F, room * segment.fraction / total - kLeast);
  float x = rect.x;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Segment& segment = segments[i];
    SeriesLook look = series_look(segment.series);
    float share = total > 0 ? segment.fraction / total : 0;
    // In proportion, but wide enough for its number: what a small part takes, the others give.
    float width = share > 0 ? std::max(kLeast, room * share) : 0;
    if (share > 0 && room * share > kLeast)
      width = kLeast + (room - kLeast * static_cast<float>(shown)) * (room * share - kLeast) / std::max(1.0F, spare);
    if (i + 1 == segments.size() && width > 0) width = rect.right() - x;
    Rect box{x, rect.y, width, thick};
    std::size_t index =
        core.add_node(std::to_string(i + 1), Role::ListItem, segment.label, Rect{x, rect.y, width, rect.h});
    core.node(index).value = segment.value;
    if (width <= 0) continue;
    Rect r = core.px(box);
    unsigned corners =
        (i == 0 ? kTopLeft | kBottomLeft : 0U) | (i + 1 == segments.size() ? kTopRight | kBottomRight : 0U);
    core.paint.round_rect(r, core.px(10), core.colour(look.border), corners);
    if (look.bordered)
      core.paint.round_rect(r.inset(std::max(1.0F, core.snap(3))), core.px(7), core.colour(look.fill), corners);
    core.label(box, segment.value, Type::Note, core.colour(look.ink), 600, Align::Center);
    float label = core.label_width(segment.label, Type::Small, 500);
    float label_x = std::clamp(x + (width - label) / 2, rect.x, rect.right() - label);
    core.label({label_x, rect.y + thick + 10, label + 4, 36}, segment.label, Type::Small, core.colour(Token::Text),
               500);
    x += width + kGap;
  }
}

void Ui::hidden_result(std::string_view id, Rect rect, std::string_view title, std::string_view strong,
                       std::string_view why) {
  Core& core = *m_core;
  std::size_t index = core.add_node(id, Role::Note, title, rect);
  core.node(index).description = std::string(strong) + " " + std::string(why);
  panel(rect, PanelKind::Hidden);
  Color ink = core.colour(Token::Text);
  core.draw_icon(Icon::EyeOff, {rect.x + 48, rect.y + 41}, 36, ink);
  core.label({rect.x + 80, rect.y + 18, rect.w - 100, 46}, title, Type::Label, ink, 600);
  core.label({rect.x + 30, rect.y + 64, rect.w - 60, 36}, strong, Type::Note, ink, 600);
  core.label({rect.x + 30, rect.y + 100, rect.w - 60, 0}, why, Type::Note, core.colour(Token::TextSecondary), 400,
             Align::Left, Vertical::Top, true, 36);
}

void Ui::timeline(std::string_view id, Rect rect, std::span<const TimelineItem> items) {
  Core& core = *m_core;
  Scope scope(*this, id, Role::List);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  if (items.empty()) return;
  float time_width = 0;
  for (const TimelineItem& item : items)
    time_width = std::max(time_width, core.label_width(item.time, Type::Note, 700));
  float dot_x = rect.x + 14, time_x = rect.x + 47, title_x = time_x + time_width + 32;
  // A title of two lines takes a taller row; only when the day does not fit do rows share the height and titles shrink.
  float room = rect.right() - title_x, wanted = 0, plain = 52.0F * core.layout.text_scale;
  std::vector<float> rows(items.size(), plain);
  for (std::size_t i = 0; i < items.size(); ++i) {
    rows[i] = std::max(plain, core.label_height(items[i].title, Type::Note, items[i].state == StepState::Here ? 700 : 500, room, false, 30) + 12);
    wanted += rows[i];
  }
  const bool tight = wanted > rect.h + 0.5F;
  if (tight) std::ranges::fill(rows, std::min(plain, rect.h / static_cast<float>(items.size())));
  std::vector<float> tops(items.size(), rect.y);
  for (std::size_t i = 1; i < items.size(); ++i) tops[i] = tops[i - 1] + rows[i - 1];
  auto y_of = [&](std::size_t i) { return tops[i] + rows[i] / 2; };
  for (std::size_t i = 0; i + 1 < items.size(); ++i) {
    bool done = items[i].state == StepState::Done;
    float width = done ? 6 : 4;
    core.paint.rect(core.px(Rect{dot_x - width / 2, y_of(i), width, y_of(i + 1) - y_of(i)}),
                    core.colour(done ? Token::Action : Token::LineDecorative));
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const TimelineItem& item = items[i];
    bool here = item.state == StepState::Here, done = item.state == StepState::Done;
    const float row = rows[i];
    Rect line{rect.x, tops[i], rect.w, row};
    std::size_t index = core.add_node(std::to_string(i + 1), Role::ListItem,
                                      std::string(item.time) + " " + std::string(item.title), line);
    core.node(index).states.selected = here;
    Point at{core.px(dot_x), core.px(y_of(i))};
    if (done) {
      core.paint.circle(at, core.px(9), core.colour(Token::Action));
    } else if (here) {
      core.paint.circle(at, core.px(13), core.colour(Token::Accent));
      core.paint.circle(at, core.px(5), core.colour(Token::Surface));
    } else {
      core.paint.circle(at, core.px(9.5F), core.colour(Token::OutlineControl));
      core.paint.circle(at, core.px(6.5F), core.colour(Token::Surface));
    }
    int weight = here ? 700 : done ? 400 : 500;
    Color ink = core.colour(done ? Token::TextSecondary : Token::Text);
    core.label({time_x, line.y, time_width + 8, row}, item.time, Type::Note, ink,
               here            ? 700
               : weight == 500 ? 400
                               : weight);
    const bool too_long = core.label_width(item.title, Type::Note, weight) > room;
    core.label({title_x, line.y, room, row}, item.title, too_long && tight ? Type::Small : Type::Note, ink, weight, Align::Left,
               Vertical::Middle, false, !too_long ? 0 : tight ? 25.0F : 30.0F);
  }
}

void Ui::step_list(std::string_view id, Rect rect, std::span<const StepItem> items) {
  Core& core = *m_core;
  Scope scope(*this, id, Role::List);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  if (items.empty()) return;
  float row = std::min(106.0F, rect.h / static_cast<float>(items.size()));
  constexpr float kRadius = 23;
  auto y_of = [&](std::size_t i) { return rect.y + row * static_cast<float>(i) + kRadius; };
  float x = rect.x + kRadius;
  for (std::size_t i = 0; i + 1 < items.size(); ++i) {
    bool done = items[i].state == StepState::Done;
    float width = done ? 6 : 3;
    core.paint.rect(core.px(Rect{x - width / 2, y_of(i), width, row}),
                    core.colour(done ? Token::Action : Token::OutlineControl));
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const StepItem& item = items[i];
    Rect line{rect.x, y_of(i) - kRadius - 8, rect.w, row};
    std::size_t index = core.add_node(std::to_string(i + 1), Role::ListItem, item.label, line);
    core.node(index).value = item.hint;
    if (item.state != StepState::Done) core.node(index).description = std::to_string(i + 1);
    core.node(index).states.selected = item.state == StepState::Here;
    Point at{core.px(x), core.px(y_of(i))};
    Rect disc{x - kRadius, y_of(i) - kRadius, 2 * kRadius, 2 * kRadius};
    std::string number = std::to_string(i + 1);
    switch (item.state) {
      case StepState::Done:
        core.paint.circle(at, core.px(kRadius), core.colour(Token::Action));
        core.draw_icon(Icon::Check, disc.center(), 30, core.colour(Token::OnAction));
        break;
      case StepState::Here:
        core.paint.circle(at, core.px(kRadius), core.colour(Token::Accent));
        core.label(disc, number, Type::Note, core.colour(Token::Background), 600, Align::Center);
        break;
      case StepState::Todo:
        core.paint.circle(at, core.px(kRadius), core.colour(Token::OutlineControl));
        core.paint.circle(at, core.px(kRadius - 3), core.colour(Token::Background));
        core.label(disc, number, Type::Note, core.colour(Token::Text), 600, Align::Center);
        break;
    }
    float words = rect.x + 68, room = rect.right() - words;
    core.label({words, y_of(i) - 32, room, 34}, item.label, Type::Label, core.colour(Token::Text),
               item.state == StepState::Here ? 600 : 500);
    core.label({words, y_of(i) + 1, room, 32}, item.hint, Type::Small, core.colour(Token::TextSecondary));
  }
}

void Ui::words(std::string_view id, Rect rect, std::span<const std::string> words) {
  Core& core = *m_core;
  Scope scope(*this, id, Role::List);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  if (words.empty()) return;
  constexpr std::array<Tint, 3> kTints = {Tint::Sapin, Tint::Ambre, Tint::Prune};
  float gap = 12,
        row = std::min(90.0F, (rect.h - gap * static_cast<float>(words.size() - 1)) / static_cast<float>(words.size()));
  bool contrast = core.contrast();
  for (std::size_t i = 0; i < words.size(); ++i) {
    Rect line{rect.x, rect.y + (row + gap) * static_cast<float>(i), rect.w, row};
    std::size_t index = core.add_node(std::to_string(i + 1), Role::ListItem, words[i], line);
    core.node(index).personal = true;
    core.node(index).description = std::to_string(i + 1);
    float edge = contrast ? 0 : 5, border = contrast ? 3 : 2;
    core.draw_box(line, 14, core.colour(Token::Surface), core.colour(Token::LineDecorative), border,
                  core.colour(Token::EdgeShadow), edge);
    Rect number{line.x + border, line.y + border, 84, line.h - border - std::max(edge, border)};
    core.paint.round_rect(core.px(number), core.px(12), core.colour(core.tint_token(kTints[i % 3])),
                          kTopLeft | kBottomLeft);
    core.label(number, std::to_string(i + 1), Type::Lead, core.colour(Token::Text), 600, Align::Center);
    core.label({line.x + 115, line.y, line.w - 130, line.h - edge + 2}, words[i], Type::Title, core.colour(Token::Text),
               600);
  }
}

void Ui::code(std::string_view id, Rect rect, std::span<const std::uint8_t> modules, int side,
              std::string_view alternative) {
  Core& core = *m_core;
  core.add_node(id, Role::Image, alternative, rect);
  if (side <= 0 || modules.size() < static_cast<std::size_t>(side) * static_cast<std::size_t>(side)) return;
  // Whole pixels a module, four modules of quiet zone, always dark on white: readers expect it.
  constexpr int kQuiet = 4;
  Rect r = core.px(rect);
  float module = std::floor(std::min(r.w, r.h) / static_cast<float>(side + 2 * kQuiet));
  if (module < 1) return;
  float size = module * static_cast<float>(side + 2 * kQuiet);
  float x = std::round(r.x + (r.w - size) / 2), y = std::round(r.y + (r.h - size) / 2);
  core.paint.rect({x, y, size, size}, Color{255, 255, 255, 255});
  x += module * kQuiet;
  y += module * kQuiet;
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side;) {
      auto dark = [&](int c) { return modules[static_cast<std::size_t>(row * side + c)] != 0; };
      if (!dark(column)) {
        ++column;
        continue;
      }
      int end = column;
      while (end < side && dark(end)) ++end;
      core.paint.rect({x + module * static_cast<float>(column), y + module * static_cast<float>(row),
                       module * static_cast<float>(end - column), module},
                      Color{28, 36, 33, 255});
      column = end;
    }
  }
}

void Ui::empty_state(std::string_view id, Rect rect, Icon icon, std::string_view title, std::string_view text) {
  Core& core = *m_core;
  Scope scope(*this, id);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  const bool large = core.layout.text_scale > 1 || core.in.settings.text_spacing;
  float width = large ? rect.w : std::min(rect.w - 40, 640.0F);
  float title_height = core.label_height(title, Type::Heading, 0, width, true),
        text_height = core.label_height(text, Type::Body, 0, width, true);
  // The drawing gives way first.
  const float drawing = 96 + 20 + title_height + 10 + text_height <= rect.h + 1 || !large ? 116 : 0;
  float total = drawing + title_height + 10 + text_height, x = rect.x + (rect.w - width) / 2,
        y = rect.y + std::max(0.0F, (rect.h - total) / 2);
  if (drawing > 0) {
    Point centre{rect.x + rect.w / 2, y + 48};
    core.paint.circle({core.px(centre.x), core.px(centre.y)}, core.px(48), core.colour(Token::TintSapin));
    core.draw_icon(icon, centre, 52, core.colour(Token::Action));
  }
  Rect title_rect{x, y + drawing, width, title_height};
  std::size_t index = core.add_node("title", Role::Heading, title, title_rect);
  core.node(index).level = 2;
  core.label(title_rect, title, Type::Heading, core.colour(Token::Text), 0, Align::Center, Vertical::Top, true);
  Rect text_rect{x, title_rect.bottom() + 10, width, text_height};
  core.add_node("text", Role::Text, text, text_rect);
  core.label(text_rect, text, Type::Body, core.colour(Token::TextSecondary), 0, Align::Center, Vertical::Top, true);
}

}  // namespace escale::ui
