// Choices, faces, scales: nothing is chosen in advance, equal boxes in the same hue, word and shape for each state.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "kiosk/ui/core.hpp"

namespace escale::ui {
namespace {

constexpr std::uint32_t kFaceId = 5U << 16U;

float radio_size(const Core& core) {
  return 36 * (1 + (core.layout.text_scale - 1) * 0.5F);
}

void draw_radio(Core& core, Point centre, const Choice& choice, bool enabled) {
  float r = radio_size(core) / 2;
  Point at{core.px(centre.x), core.px(centre.y)};
  Color line = core.colour(enabled ? Token::OutlineControl : Token::DisabledText);
  if (choice.mark == ChoiceMark::Right) {
    core.draw_icon(Icon::CircleCheck, centre, 2 * r * 1.12F, core.colour(Token::Success));
    return;
  }
  Color fill = core.colour(choice.mark == ChoiceMark::Wrong ? Token::Error : Token::SelectedLine);
  if (choice.checkbox) {
    Rect box{centre.x - r + 1, centre.y - r + 1, 2 * r - 2, 2 * r - 2};
    if (choice.selected) {
      core.paint.round_rect(core.px(box), core.px(8), fill);
      core.draw_icon(Icon::Check, centre, 1.5F * r, core.colour(Token::Surface));
    } else {
      core.paint.border(core.px(box), core.px(8), std::max(2.0F, core.snap(3)), line);
    }
    return;
  }
  if (choice.selected) {
    core.paint.circle(at, core.px(r), fill);
    core.paint.circle(at, core.px(r - 11), core.colour(Token::Surface));
  } else {
    core.paint.circle(at, core.px(r), line);
    core.paint.circle(at, core.px(r - 3), core.colour(enabled ? Token::Surface : Token::DisabledFill));
  }
}

/// In large text, and in a narrow box, the mark stands under the words, on a line of its own.
bool mark_below(const Core& core, float width) {
  constexpr float kLeastBeside = 600;
  return core.layout.text_scale > 1 || core.in.settings.text_spacing || width < kLeastBeside;
}

/// A face beside words takes the height of its line.
float face_in_line(const Core& core, float height) {
  return std::min(height, core.layout.target) - 16;
}

void draw_face(Core& core, Rect picture, int level, bool selected) {
  const bool contrast = core.contrast();
  const Color fill = selected ? (*core.palette)[Ink::Ambre] : core.colour(Token::TintAmbre);
  Color ink = core.colour(Token::Text);
  if (selected && !contrast) ink = (*core.palette)[Ink::Aiguille];
  if (selected && contrast) ink = core.colour(Token::HighlightText);
  core.paint.circle({core.px(picture.center().x), core.px(picture.center().y)}, core.px(picture.w * 0.46F), fill);
  const auto index = static_cast<std::size_t>(std::clamp(level, 1, 5) - 1);
  core.draw_drawing(kFaceId | static_cast<std::uint32_t>(index), core.book.faces[index], picture, ink);
}

}  // namespace

bool Ui::choice(std::string_view id, Rect rect, const Choice& choice) {
  Core& core = *m_core;
  TouchOptions options;
  options.enabled = choice.enabled;
  options.states.selected = choice.selected && !choice.checkbox;
  options.states.checked = choice.selected && choice.checkbox;
  std::string description(choice.hint);
  if (!choice.mark_label.empty()) description += (description.empty() ? "" : ", ") + std::string(choice.mark_label);
  options.description = description;
  Touch touch = core.touch(id, choice.checkbox ? Role::Checkbox : Role::Choice, choice.text, rect, options);
  constexpr float kRadius = 14;
  Color ink = core.colour(Token::Text);
  bool marked = choice.mark != ChoiceMark::None;
  if (choice.mark == ChoiceMark::Right) {
    core.draw_box(rect, kRadius, core.colour(Token::TintSuccess), core.colour(Token::Success), 4, {}, 0);
  } else if (choice.mark == ChoiceMark::Wrong) {
    core.draw_box(rect, kRadius, core.colour(Token::TintError), {}, 0, {}, 0);
    core.paint.dashed_border(core.px(rect), core.px(kRadius), std::max(2.0F, core.snap(4)), core.colour(Token::Error),
                             core.px(8), core.px(4.5F));
  } else if (choice.selected) {
    core.draw_box(rect, kRadius, core.colour(Token::SelectedFill), core.colour(Token::SelectedLine), 4, {}, 0);
  } else if (!choice.enabled && !marked) {
    // After answering, the other choices stay legible: they are over, not missing.
    core.draw_box(rect, kRadius, core.colour(Token::Surface), core.colour(Token::OutlineControl), 2, {}, 0);
  } else {
    core.draw_box(rect, kRadius, core.colour(touch.pressed ? Token::TintSapin : Token::Surface),
                  core.colour(Token::OutlineControl), touch.pressed && core.contrast() ? 4 : 2, {}, 0);
  }
  float radio = radio_size(core);
  draw_radio(core, {rect.x + 24 + radio / 2, rect.y + rect.h / 2}, choice, choice.enabled || !marked);
  float x = rect.x + 24 + radio + 20, right = rect.right() - 24;
  if (mark_below(core, rect.w) && (!choice.mark_label.empty() || !choice.hint.empty())) {
    const float width = right - x, words = core.label_height(choice.text, Type::Label, 500, width, true, 34);
    const bool has_mark = !choice.mark_label.empty();
    const float mark_room = width - (has_mark ? 42 : 0);
    const float mark = has_mark ? core.label_height(choice.mark_label, Type::Small, 600, mark_room) : 0;
    const float hint = choice.hint.empty() ? 0 : core.label_height(choice.hint, Type::Small, 0, width);
    float y = rect.y + (rect.h - words - mark - hint) / 2;
    core.label({x, y, width, words}, choice.text, Type::Label, ink, 500, Align::Left, Vertical::Top, true, 34);
    y += words;
    if (hint > 0) core.label({x, y, width, hint}, choice.hint, Type::Small, core.colour(Token::TextSecondary), 0, Align::Left, Vertical::Top);
    y += hint;
    if (has_mark) {
      const Color tone = core.colour(choice.mark == ChoiceMark::Wrong ? Token::Error : Token::Success);
      core.draw_icon(choice.mark == ChoiceMark::Wrong ? Icon::CircleCross : Icon::CircleCheck, {x + 15, y + mark / 2}, 30, tone);
      core.label({x + 42, y, mark_room, mark}, choice.mark_label, Type::Small, tone, 600, Align::Left, Vertical::Top);
    }
    return touch.activated;
  }
  if (!choice.mark_label.empty()) {
    float width = core.label_width(choice.mark_label, Type::Small, 600);
    Color tone = core.colour(choice.mark == ChoiceMark::Wrong ? Token::Error : Token::Success);
    float label_x = rect.right() - 26 - width;
    core.label({label_x, rect.y, width + 4, rect.h}, choice.mark_label, Type::Small, tone, 600);
    core.draw_icon(choice.mark == ChoiceMark::Wrong ? Icon::CircleCross : Icon::CircleCheck,
                   {label_x - 10 - 13, rect.y + rect.h / 2}, 30, tone);
    right = label_x - 60;
  }
  if (choice.face > 0) {
    const float drawing = face_in_line(core, rect.h);
    draw_face(core, {right - drawing, rect.y + (rect.h - drawing) / 2, drawing, drawing}, choice.face, choice.selected);
    right -= drawing + 16;
  }
  Rect words{x, rect.y, right - x, rect.h};
  if (choice.hint.empty()) {
    core.label(words, choice.text, Type::Label, ink, 500, Align::Left, Vertical::Middle, true, 34);
  } else {
    float line = core.pt(core.line_px(Type::Label, 34)), small = core.pt(core.line_px(Type::Small));
    float top = rect.y + (rect.h - line - small) / 2;
    core.label({x, top, words.w, line}, choice.text, Type::Label, ink, 500);
    core.label({x, top + line, words.w, small}, choice.hint, Type::Small, core.colour(Token::TextSecondary));
  }
  return touch.activated;
}

float Ui::choice_height(const Choice& choice, float width) const {
  Core& core = *m_core;
  const bool has_mark = !choice.mark_label.empty(), below = mark_below(core, width);
  float words = width - 48 - radio_size(core) - 20 - (has_mark && !below ? 290 : 0);  // « Votre réponse, juste »
  if (choice.face > 0) words -= face_in_line(core, core.layout.target) + 16;
  float height = core.label_height(choice.text, Type::Label, 500, words, true, 34);
  if (has_mark && below) height += core.label_height("Votre réponse, juste", Type::Small, 600, words - 42);
  return std::max(core.layout.target, height + 38);
}

int Ui::choices(std::string_view id, Rect rect, std::span<const Choice> choices, bool fill) {
  Core& core = *m_core;
  Scope scope(*this, id, Role::List);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  static constexpr std::array<std::string_view, 16> kKeys = {"1", "2",  "3",  "4",  "5",  "6",  "7",  "8",
                                                             "9", "10", "11", "12", "13", "14", "15", "16"};
  int activated = -1;
  float y = rect.y;
  auto count = std::min(choices.size(), kKeys.size());
  for (std::size_t i = 0; i < count; ++i) {
    float height = fill ? (rect.h - core.layout.gap * static_cast<float>(count - 1)) / static_cast<float>(count)
                        : choice_height(choices[i], rect.w);
    if (choice(kKeys[i], {rect.x, y, rect.w, height}, choices[i])) activated = static_cast<int>(i);
    y += height + core.layout.gap;
  }
  return activated;
}

bool Ui::face(std::string_view id, Rect rect, int level, std::string_view label, bool selected) {
  Core& core = *m_core;
  TouchOptions options;
  options.states.selected = selected;
  options.radius = 18;
  Touch touch = core.touch(id, Role::Choice, label, rect, options);
  constexpr float kRadius = 18;
  if (selected) {
    core.draw_box(rect, kRadius, core.colour(Token::SelectedFill), core.colour(Token::SelectedLine), 5, {}, 0);
  } else {
    core.draw_box(rect, kRadius, core.colour(touch.pressed ? Token::TintSapin : Token::Surface),
                  core.colour(Token::OutlineControl), 2, {}, 0);
  }
  float drawing = std::min({140.0F, rect.w - 40, rect.h * 0.46F});
  // The words of all faces stand on two lines when there are two, so that the faces stay level.
  float line = core.pt(core.line_px(Type::Label, 34));
  float label_height = 2 * line, label_width = rect.w - 16;
  if (label.find(' ') != std::string_view::npos)
    label_width = std::min(label_width, std::max(core.label_width(label, Type::Label, 600) * 0.64F, 40.0F));
  if (core.label_height(label, Type::Label, 600, label_width, true, 34) > label_height + 1) label_width = rect.w - 16;
  float top = rect.y + std::max(12.0F, (rect.h - drawing - 20 - label_height) / 2 - 4);
  Rect picture{rect.x + (rect.w - drawing) / 2, top, drawing, drawing};
  draw_face(core, picture, level, selected);
  core.label({rect.x + (rect.w - label_width) / 2, picture.bottom() + 20, label_width, label_height}, label,
             Type::Label, core.colour(Token::Text), selected ? 600 : 500, Align::Center, Vertical::Top, true, 34);
  if (selected) {
    // The corner says it without colour.
    Rect corner{rect.right() - 55, rect.y, 55, 55};
    core.paint.round_rect(core.px(corner), core.px(17), core.colour(Token::SelectedLine), kBottomLeft | kTopRight);
    core.draw_icon(Icon::Check, {corner.x + 26, corner.y + 29}, 40, core.colour(Token::Surface));
  }
  return touch.activated;
}

namespace {

/// Two ends in words under a scale: side by side when each fits on half the width, else one under the other.
struct ScaleEnds {
  float low = 0, high = 0;
  bool stacked = false;
  float height() const { return stacked ? low + high : std::max(low, high); }
};

ScaleEnds scale_ends(Core& core, float width, std::string_view low, std::string_view high) {
  const float half = width / 2 - 12, line = core.pt(core.line_px(Type::Small));
  ScaleEnds ends{core.label_height(low, Type::Small, 400, half), core.label_height(high, Type::Small, 400, half)};
  ends.stacked = std::max(ends.low, ends.high) > 2.1F * line;
  if (ends.stacked) ends = {core.label_height(low, Type::Small, 400, width), core.label_height(high, Type::Small, 400, width), true};
  return ends;
}

int scale_columns(const Core& core, float width, int count) {
  const float target = core.layout.target, gap = core.layout.gap;
  // One row when every number keeps its size, else as few rows as let it.
  for (int rows = 1;; ++rows) {
    const int columns = (count + rows - 1) / rows;
    if (columns == 1 || (width + gap) / static_cast<float>(columns) >= target + gap - 0.5F) return columns;
  }
}

}  // namespace

float Ui::scale_height(float width, int first, int last, std::string_view low, std::string_view high) const {
  Core& core = *m_core;
  const int count = std::clamp(last - first + 1, 1, 16), columns = scale_columns(core, width, count);
  const auto rows = static_cast<float>((count + columns - 1) / columns);
  const float numbers = rows * (core.layout.target + core.layout.gap) - core.layout.gap;
  return low.empty() && high.empty() ? numbers : numbers + 10 + scale_ends(core, width, low, high).height();
}

int Ui::scale_row(std::string_view id, Rect rect, int first, int last, int selected, std::string_view low,
                  std::string_view high) {
  Core& core = *m_core;
  Scope scope(*this, id, Role::List);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  int count = std::clamp(last - first + 1, 1, 16);
  int activated = -1;
  float target = core.layout.target, gap = core.layout.gap;
  int in_row = scale_columns(core, rect.w, count);
  float width = (rect.w - gap * static_cast<float>(in_row - 1)) / static_cast<float>(in_row);
  for (int i = 0; i < count; ++i) {
    int row = i / in_row, column = i % in_row;
    Rect cell{rect.x + (width + gap) * static_cast<float>(column), rect.y + (target + gap) * static_cast<float>(row),
              width, target};
    std::string number = std::to_string(first + i);
    std::string description = i == 0 ? std::string(low) : i == count - 1 ? std::string(high) : "";
    TouchOptions options;
    bool chosen = selected == first + i;
    options.states.selected = chosen;
    options.description = description;
    Touch touch = core.touch(number, Role::Choice, number, cell, options);
    core.draw_box(cell, 14,
                  core.colour(chosen          ? Token::SelectedFill
                              : touch.pressed ? Token::TintSapin
                                              : Token::Surface),
                  core.colour(chosen ? Token::SelectedLine : Token::OutlineControl), chosen ? 4 : 2, {}, 0);
    core.label(cell, number, Type::Heading, core.colour(Token::Text), chosen ? 700 : 600, Align::Center);
    if (touch.activated) activated = i;
  }
  int rows = (count + in_row - 1) / in_row;
  float y = rect.y + (target + gap) * static_cast<float>(rows) - gap + 10;
  const ScaleEnds ends = scale_ends(core, rect.w, low, high);
  const float half = ends.stacked ? rect.w : rect.w / 2 - 12;
  const Rect low_rect{rect.x, y, half, ends.low};
  const Rect high_rect = ends.stacked ? Rect{rect.x, y + ends.low, half, ends.high} : Rect{rect.right() - half, y, half, ends.high};
  if (low.empty() && high.empty()) return activated;
  core.add_node("low", Role::Text, low.empty() ? std::string_view("—") : low, low_rect);
  core.label(low_rect, low, Type::Small, core.colour(Token::TextSecondary), 400, Align::Left, Vertical::Top);
  core.add_node("high", Role::Text, high.empty() ? std::string_view("—") : high, high_rect);
  core.label(high_rect, high, Type::Small, core.colour(Token::TextSecondary), 400, ends.stacked ? Align::Left : Align::Right, Vertical::Top);
  return activated;
}

}  // namespace escale::ui
