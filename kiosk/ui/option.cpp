// A mode of reading, with a sample of what it does above its name: size, colours, letters, posture.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/core.hpp"

namespace escale::ui {
namespace {

constexpr float kRadius = 14, kSample = 46;

/// Smaller words in the largest sizes: the option keeps its place, its name stays whole.
float sample_height(const Core& core) {
  return kSample * (1 + (core.layout.text_scale - 1) * 0.4F);
}

/// `points` as drawn: a sample does not grow with the text around it.
void letters(Core& core, Rect area, float drawn, Color ink, Family family, float spread = 0) {
  SizedFont& font = core.fonts->get(family, 600, static_cast<int>(std::lround(core.px(drawn))));
  const float line = std::round(core.px(drawn * 1.3F));
  if (spread > 0) {
    const float pitch = core.px(drawn * spread);
    const Rect r = core.px(area);
    float x = r.x + r.w / 2 - pitch;
    for (std::string_view letter : {"a", "b", "c"}) {
      core.paint.text(font, x - core.fonts->width(font, letter) / 2, std::round(r.y + r.h / 2 + font.ascent / 3), letter, ink);
      x += pitch;
    }
    return;
  }
  StyledRun run{"Aa", &font, ink};
  std::span<const StyledRun> runs(&run, 1);
  core.draw_text(runs, core.lay_out(runs, 1e6F, false), core.px(area), line, Align::Center, Vertical::Middle);
}

void colours(Core& core, Rect area, ThemeName name) {
  const Palette& palette = core.theme.palette(name);
  const float width = std::min(area.w, area.h * 1.9F);
  const Rect card{area.x + (area.w - width) / 2, area.y, width, area.h};
  core.paint.round_rect(core.px(card), core.px(8), core.colour(Token::OutlineControl));
  const Rect inside = card.inset(2);
  core.paint.round_rect(core.px(inside), core.px(6), palette[Token::Background]);
  SizedFont& font = core.fonts->get(Family::Display, 700, static_cast<int>(std::lround(core.px(area.h * 0.5F))));
  StyledRun run{"Aa", &font, palette[Token::Text]};
  std::span<const StyledRun> runs(&run, 1);
  core.draw_text(runs, core.lay_out(runs, 1e6F, false), core.px(Rect{inside.x + 8, inside.y, inside.w / 2, inside.h}),
                 std::round(core.px(area.h * 0.6F)), Align::Left, Vertical::Middle);
  core.paint.round_rect(core.px(Rect{inside.right() - inside.h * 0.62F - 6, inside.y + inside.h * 0.28F, inside.h * 0.62F, inside.h * 0.44F}), core.px(5),
                        palette[Token::Action]);
}

void draw_sample(Core& core, Rect area, const Option& option) {
  const Color ink = core.colour(Token::Text);
  const float points = area.h;
  switch (option.sample) {
    case Sample::Letters: {
      const float steps[] = {0.42F, 0.56F, 0.72F, 0.92F};
      const int step = option.percent <= 100 ? 0 : option.percent <= 150 ? 1 : option.percent <= 200 ? 2 : 3;
      return letters(core, area, points * steps[step], ink, Family::Display);
    }
    case Sample::Colours: return colours(core, area, option.theme);
    case Sample::Easy: return letters(core, area, points * 0.66F, ink, Family::Easy);
    case Sample::Spaced: return letters(core, area, points * 0.56F, ink, Family::Text, 1.05F);
    case Sample::Seated: return core.draw_icon(Icon::Seated, area.center(), points * 0.9F, ink);
    case Sample::Still: return core.draw_icon(Icon::Still, area.center(), points * 0.9F, ink);
  }
}

void draw_indicator(Core& core, Point centre, const Option& option) {
  const float r = 14 * (1 + (core.layout.text_scale - 1) * 0.4F);
  const Color line = core.colour(Token::OutlineControl), fill = core.colour(Token::SelectedLine);
  const Point at{core.px(centre.x), core.px(centre.y)};
  if (option.checkbox) {
    const Rect box = core.px(Rect{centre.x - r, centre.y - r, 2 * r, 2 * r});
    if (!option.selected) return core.paint.border(box, core.px(7), std::max(2.0F, core.snap(3)), line);
    core.paint.round_rect(box, core.px(7), fill);
    return core.draw_icon(Icon::Check, centre, 1.5F * r, core.colour(Token::Surface));
  }
  core.paint.circle(at, core.px(r), option.selected ? fill : line);
  core.paint.circle(at, core.px(option.selected ? r * 0.42F : r - 3), core.colour(Token::Surface));
}

/// The letters of a sample are a picture of type, with a name of its own (WCAG 1.1.1): they are no part of the option's label.
void name_sample(Core& core, std::string_view id, Rect area, const Option& option) {
  if (option.sample == Sample::Seated || option.sample == Sample::Still) return;
  core.add_node(std::string(id) + ".sample", Role::Image, std::string(option.sample_name) + (option.sample == Sample::Spaced ? " a b c" : " Aa"), area);
}

bool is_wide(const Core& core, float width) { return width > 420 * core.layout.text_scale; }
float indicator_room(const Core& core) { return 24 + 28 * (1 + (core.layout.text_scale - 1) * 0.4F) + 18; }

}  // namespace

bool Ui::option(std::string_view id, Rect rect, const Option& option) {
  Core& core = *m_core;
  TouchOptions options;
  options.states.selected = option.selected && !option.checkbox;
  options.states.checked = option.selected && option.checkbox;
  const Touch touch = core.touch(id, option.checkbox ? Role::Checkbox : Role::Choice, option.text, rect, options);
  if (option.selected) {
    core.draw_box(rect, kRadius, core.colour(Token::SelectedFill), core.colour(Token::SelectedLine), 4, {}, 0);
  } else {
    core.draw_box(rect, kRadius, core.colour(touch.pressed ? Token::TintSapin : Token::Surface), core.colour(Token::OutlineControl),
                  touch.pressed && core.contrast() ? 4 : 2, {}, 0);
  }
  const int weight = option.selected ? 600 : 500;
  const float sample = sample_height(core);
  if (is_wide(core, rect.w)) {
    const float room = indicator_room(core), picture = sample * 2.1F;
    draw_indicator(core, {rect.x + 24 + (room - 42) / 2, rect.y + rect.h / 2}, option);
    const Rect area{rect.right() - 24 - picture, rect.y + (rect.h - sample) / 2, picture, sample};
    name_sample(core, id, area, option);
    draw_sample(core, area, option);
    core.label({rect.x + room, rect.y, rect.w - room - picture - 36, rect.h}, option.text, Type::Label, core.colour(Token::Text), weight, Align::Left,
               Vertical::Middle, true, 34);
    return touch.activated;
  }
  const float words = core.label_height(option.text, Type::Note, weight, rect.w - 20, true, 28);
  const float top = rect.y + std::max(10.0F, (rect.h - sample - 10 - words) / 2);
  draw_indicator(core, {rect.x + 28, rect.y + 28}, option);
  const Rect area{rect.x + 44, top, rect.w - 88, sample};
  name_sample(core, id, area, option);
  draw_sample(core, area, option);
  core.label({rect.x + 10, top + sample + 10, rect.w - 20, words}, option.text, Type::Note, core.colour(Token::Text), weight, Align::Center, Vertical::Top, true, 28);
  return touch.activated;
}

float Ui::option_height(std::string_view text, float width) const {
  Core& core = *m_core;
  const float sample = sample_height(core);
  if (is_wide(core, width)) {
    const float words = core.label_height(text, Type::Label, 600, width - indicator_room(core) - sample * 2.1F - 36, true, 34);
    return std::max({core.layout.target, words + 38, sample + 28});
  }
  return std::max(core.layout.target, sample + 10 + core.label_height(text, Type::Note, 600, width - 20, true, 28) + 26);
}

}  // namespace escale::ui
