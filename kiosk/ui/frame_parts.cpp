// Rail, header and bottom row: the same rectangles on every screen.
#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/ui/core.hpp"
#include "kiosk/ui/layout.hpp"

namespace escale::ui {
namespace {

constexpr std::uint32_t kMarkId = 3U << 16U, kSceneId = 4U << 16U;

struct ToolLook {
  float icon_y, label_y, icon_size;
  bool two_lines = false;
};
constexpr float kLeastToolIcon = 34;  ///< under the edge of a place and above its words

void draw_tool(Core& core, Rect rect, const Tool& tool, const Touch& touch, const ToolLook& look, bool boxed,
               bool exit) {
  Color ink = core.colour(Token::Text);
  float radius = 14;
  bool contrast = core.contrast();
  if (tool.on) {
    core.draw_box(rect, radius, core.colour(Token::Text), {}, 0, {}, 0);
    ink = core.colour(Token::Background);
  } else if (touch.pressed) {
    core.draw_box(rect, radius, core.colour(Token::LineDecorative), {}, 0, {}, 0);
    if (contrast) ink = core.colour(Token::Background);
  } else if (boxed || contrast) {
    Color line = contrast && exit ? core.colour(Token::Action) : core.colour(Token::OutlineControl);
    core.draw_box(rect, radius, core.colour(Token::Background), line, 2, {}, 0);
  }
  // The whole name, in two lines where the design has them; else its short form; else, where even that does not fit at its size, smaller
  // words would help nobody: the drawing stands alone, larger. The name is spoken whole in every case.
  const float room = rect.w - 1, line = core.pt(core.line_px(Type::Small));
  auto fits = [&](std::string_view words) { return !words.empty() && core.label_width(words, Type::Small, 500) <= room; };
  const bool two_lines = look.two_lines && core.layout.text_scale <= 1 && !core.largest();
  std::string_view label = two_lines || fits(tool.label) ? tool.label : fits(tool.short_label) ? tool.short_label : std::string_view();
  if (label.empty()) {
    core.draw_icon(tool.icon, rect.center(), std::min(rect.w, rect.h) * 0.62F, ink);
    return;
  }
  // On a low glass, the largest words leave no room for a drawing above them: words say more.
  const bool words_alone = !two_lines && rect.h < line + kLeastToolIcon;
  if (!words_alone) core.draw_icon(tool.icon, {rect.x + rect.w / 2, rect.y + look.icon_y}, look.icon_size, ink);
  const float middle = words_alone ? rect.h / 2 : look.label_y, half = two_lines ? 60 : 40;
  core.label({rect.x + (two_lines ? 4 : -8), rect.y + middle - half, rect.w + (two_lines ? -8 : 16), 2 * half}, label, Type::Small, ink, 500,
             Align::Center, Vertical::Middle, two_lines, 26);
}

void draw_mark(Core& core, Point at, float unit) {
  core.draw_drawing(kMarkId, core.book.mark, {at.x, at.y, core.book.mark.width * unit, core.book.mark.height * unit},
                    core.colour(Token::Action));
}

void draw_wordmark(Core& core, Rect rect, float size, Align align) {
  SizedFont& font = core.fonts->get(core.in.settings.easy_reading ? Family::Easy : Family::Display, 700,
                                    static_cast<int>(std::lround(core.px(size))));
  StyledRun run{"Escale", &font, core.colour(Token::Text)};
  std::span<const StyledRun> runs(&run, 1);
  Rect r = core.px(rect);
  core.draw_text(runs, core.lay_out(runs, r.w * 2, false), r, std::round(core.px(size * 1.2F)), align,
                 Vertical::Middle);
}

}  // namespace

std::string_view Ui::rail(const Tool& home, std::span<const Tool> tools, const Tool* exit) {
  Core& core = *m_core;
  Core::Tight tight(core);
  Scope scope(*this, "rail");
  const Layout& l = core.layout;
  core.node(core.tree.nodes().size() - 1).bounds = core.px(l.rail);
  std::string_view activated;
  core.paint.rect(core.px(l.rail), core.colour(Token::Rail));
  auto act = [&](const Tool& tool, Rect rect) {
    TouchOptions options;
    options.states.on = tool.on;
    Touch touch = core.touch(tool.id, Role::Button, tool.label, rect, options);
    core.node(touch.node).toggle = tool.toggle;
    if (touch.activated) activated = tool.id;
    return touch;
  };
  const std::vector<Rect> places = rail_places(l);
  auto place = [&](std::size_t i) { return places[std::min(i, places.size() - 2)]; };
  if (l.mode == LayoutMode::Portrait || l.mode == LayoutMode::Seated) {
    if (core.contrast()) core.paint.rect(core.px(Rect{0, l.rail.y, l.rail.w, 3}), core.colour(Token::LineDecorative));
    const float tall = places.front().h;
    ToolLook look{28 + (tall - 88) * 0.3F, 65 + (tall - 88) * 0.7F, 38};
    for (std::size_t i = 0; i < tools.size() + 1; ++i) {
      const Tool& tool = i == 0 ? home : tools[i - 1];
      if (tool.id.empty()) continue;  // a place that is kept
      Touch touch = act(tool, place(i));
      draw_tool(core, place(i), tool, touch, look, false, false);
    }
    if (exit != nullptr) draw_tool(core, places.back(), *exit, act(*exit, places.back()), look, true, true);
    core.after_rail = core.paint.vertices();
    return activated;
  }
  bool large = l.mode == LayoutMode::Large;
  float t = l.text_scale - 1;
  if (core.contrast())
    core.paint.rect(core.px(Rect{l.rail.right() - 3, l.rail.y, 3, l.rail.h}), core.colour(Token::LineDecorative));
  // The mark leads home.
  Rect mark = places.front();
  Touch touch = act(home, mark);
  if (touch.pressed) core.draw_box(mark, 14, core.colour(Token::LineDecorative), {}, 0, {}, 0);
  if (core.contrast()) core.draw_box(mark, 14, core.colour(Token::Background), core.colour(Token::Action), 2, {}, 0);
  float mark_unit = large ? 1 + 0.53F * t : 1;
  mark_unit = std::min({mark_unit, (mark.w - 12) / 72, (mark.h - 12) / 76});
  draw_mark(core, {mark.center().x - 36 * mark_unit, large ? mark.center().y - 38 * mark_unit : 26.0F}, mark_unit);
  if (!large) draw_wordmark(core, {0, 76, l.rail.w, 44}, 26, Align::Center);
  ToolLook look{large ? 30 + 4 * t : 30, large ? 67 + 16 * t : 67, large ? 38 + 5 * t : 38};
  if (large) {  // on a low glass the places are lower
    const float tall = places.front().h;
    look.icon_y = std::min(look.icon_y, tall * 0.27F);
    look.label_y = std::min(look.label_y, tall * 0.7F);
    look.icon_size = std::min(look.icon_size, tall * 0.36F);
    if (core.largest()) look = {tall * 0.23F, tall * 0.66F, 36};
  }
  for (std::size_t i = 0; i < tools.size(); ++i) {
    if (tools[i].id.empty()) continue;  // a place that is kept
    draw_tool(core, place(i + 1), tools[i], act(tools[i], place(i + 1)), look, false, false);
  }
  if (exit != nullptr) {
    ToolLook exit_look = look;
    if (!large) exit_look = {28, 78, 38, true};
    draw_tool(core, places.back(), *exit, act(*exit, places.back()), exit_look, true, true);
  }
  core.after_rail = core.paint.vertices();
  return activated;
}

namespace {

/// The line that rises to the landing: quiet under a header.
void quiet_line(Core& core) {
  const Layout& l = core.layout;
  float x = l.line.x, step = l.screen.w - 280, y = l.line.y;
  Color colour = core.colour(Token::LineDecorative);
  auto p = [&](float px_x, float px_y) { return Point{core.px(px_x), core.px(px_y)}; };
  core.paint.steps({p(x, y + 17), p(step, y + 17), p(step, y + 10), p(step + 36, y + 10), p(step + 36, y + 3),
                    p(l.screen.w + 8, y + 3)},
                   core.px(3), colour);
}

/// A stepper: `position` steps are behind, in units of steps (1.5 is the middle of the second).
void draw_steps(Core& core, float x0, float x1, float y_first, float rise, int steps, float position, float dot,
                bool ringed, float thick) {
  if (steps < 1) return;
  float each = (x1 - x0) / static_cast<float>(steps);
  float up = steps > 1 ? rise / static_cast<float>(steps - 1) : 0;
  auto point = [&](float units, int level) {
    return Point{core.px(x0 + each * units), core.px(y_first - up * static_cast<float>(level))};
  };
  int here = std::clamp(static_cast<int>(std::ceil(position)) - 1, 0, steps - 1);  // the level the traveller stands on
  std::vector<Point> todo{point(position, here)};
  for (int level = here; level < steps; ++level) {
    todo.push_back(point(static_cast<float>(level + 1), level));
    if (level + 1 < steps) todo.push_back(point(static_cast<float>(level + 1), level + 1));
  }
  if (position < static_cast<float>(steps)) core.paint.steps(todo, core.px(3), core.colour(Token::OutlineControl));
  std::vector<Point> done{point(0, 0)};
  for (int level = 0; level < here; ++level) {
    done.push_back(point(static_cast<float>(level + 1), level));
    done.push_back(point(static_cast<float>(level + 1), level + 1));
  }
  done.push_back(point(position, here));
  if (position > 0) core.paint.steps(done, core.px(thick), core.colour(Token::Action));
  Point at = point(position, here);
  if (position <= 0) {
    core.paint.circle(at, core.px(9), core.colour(Token::OutlineControl));
    core.paint.circle(at, core.px(6), core.colour(Token::Surface));
    return;
  }
  if (ringed) core.paint.circle(at, core.px(dot + 5), core.colour(Token::Background));
  core.paint.circle(at, core.px(dot), core.colour(Token::Accent));
}

}  // namespace

void Ui::progress_steps(std::string_view id, Rect rect, int done, int steps, std::string_view name) {
  Core& core = *m_core;
  std::size_t index = core.add_node(id, Role::Progress, name, rect);
  core.node(index).value = std::to_string(done) + "/" + std::to_string(steps);
  draw_steps(core, rect.x, rect.right(), rect.bottom() - 4, rect.h - 8, steps, core.motion.value(core.node(index).id, static_cast<float>(done)), 10,
             false, 8);
}

bool Ui::header(const Header& header) {
  Core& core = *m_core;
  Core::Tight tight(core);
  Scope scope(*this, "header");
  const Layout& l = core.layout;
  core.node(core.tree.nodes().size() - 1).bounds =
      core.px(Rect{l.header.x, l.header.y, l.header.w, l.line.bottom() - l.header.y});
  Color secondary = core.colour(Token::TextSecondary), ink = core.colour(Token::Text);
  bool large = l.mode == LayoutMode::Large || l.text_scale > 1;
  bool compact = header.context.empty() && header.line == HeaderLine::None;
  // What stands at the right, first measured, because the title ends before it.
  float right = l.header.right();
  ButtonOptions button_options;
  button_options.icon = header.button_icon;
  button_options.icon_after = header.button_icon_after;
  Rect button_rect;
  if (!header.button_id.empty()) {
    float icon = header.button_icon == Icon::None ? 0 : 34 + 15;
    float width = std::floor(core.label_width(header.button_text, Type::Note, 500)) + icon + 44;
    const float height = large ? l.target : std::max(88.0F, l.target - 30);
    const float y = large ? l.header.y + std::min((l.header.h - height) / 2, l.header.h - height) : l.header.y + (l.mode == LayoutMode::Portrait ? -8 : 2);
    button_rect = {right - width, y, std::max(width, height), height};
    button_rect.x = right - button_rect.w;
    right = button_rect.x - 24;
  }
  float number_width = 0, caption_width = 0;
  SizedFont& number_font = core.font_px(Family::Display, 600, 69);
  std::string_view caption = header.number_caption;
  if (!header.number.empty()) {
    number_width = core.pt(core.fonts->width(number_font, header.number));
    // Large words: a number alone, when its caption would leave the title more lines than two. It is read aloud in both cases.
    const float beside = right - l.header.x - number_width - 44 - core.label_width(caption, Type::Note, 500);
    if (large && core.label_height(header.title, Type::Note, 600, std::max(1.0F, beside), false, 26) > l.header.h + 10) caption = {};
    StyledRun run{caption, &core.font(Type::Note, 500), {}};
    const float one_line = core.label_width(caption, Type::Note, 500) + 1;  // a single word has one line, whatever its length
    caption_width = caption.find(' ') == std::string_view::npos ? one_line : core.pt(core.lay_out({&run, 1}, core.px(130 * l.text_scale), true).width);
    right -= number_width + caption_width + 20 + 24;
  }
  if (compact && !header.step_label.empty()) right -= core.label_width(header.step_label, Type::Note, 600) + 24;

  float width = right - l.header.x;
  float y = l.header.y;
  bool show_context = !header.context.empty() && !large;  // in large text the context is read aloud, the title is drawn
  if (!header.context.empty()) {
    core.add_node("context", Role::Text, header.context, Rect{l.header.x, y + 5, width, 34});
  }
  Type type = compact ? Type::TitleCompact : Type::Title;
  Rect title = compact        ? Rect{l.header.x, y - 5, width, 48}
               : show_context ? Rect{l.header.x, y + 39, width, 48}
                              : Rect{l.header.x, y, width, l.header.h};
  std::size_t index = core.add_node("title", Role::Heading, header.title, title);
  core.node(index).level = 1;
  // One line; a title that is too long for it takes the compact size, then two lines in the space of context and title.
  if (core.label_width(header.title, type) > width) type = large ? Type::Heading : Type::TitleCompact;
  const bool two_lines = core.label_width(header.title, type) > width;
  // Words that do not fit are not cut: they are read aloud, and the title says more.
  if (show_context && !two_lines && core.label_width(header.context, Type::Note, 500) <= width)
    core.label({l.header.x, y + 5, width, 34}, header.context, Type::Note, secondary, 500);
  if (two_lines && large) {  // above the stepper, whose words are as large
    const float up = header.line == HeaderLine::Stepper ? 8 : -1;
    core.label({l.header.x, l.header.y - up, width, l.header.h + 8}, header.title, Type::Note, ink, 600, Align::Left, Vertical::Middle, false, 26);
  } else if (two_lines) {
    core.label({l.header.x, y, width, l.header.h}, header.title, Type::Heading, ink, 0, Align::Left, Vertical::Middle, false, 36);
  } else {
    core.label(title, header.title, type, ink);
  }

  bool activated = false;
  if (!header.button_id.empty()) {
    Touch touch = core.touch(header.button_id, Role::Button, header.button_text, button_rect);
    activated = touch.activated;
    core.draw_box(button_rect, 14, core.colour(touch.pressed ? Token::Rail : Token::Background),
                  core.colour(Token::OutlineControl), 2, {}, 0);
    float text_width = core.label_width(header.button_text, Type::Note, 500);
    float cx = button_rect.x + 22, cy = button_rect.y + button_rect.h / 2;
    bool has_icon = header.button_icon != Icon::None;
    if (has_icon && !header.button_icon_after) {
      core.draw_icon(header.button_icon, {cx + 17, cy}, 34, ink);
      cx += 49;
    }
    core.label({cx, cy - 24, text_width + 4, 48}, header.button_text, Type::Note, ink, 500);
    if (has_icon && header.button_icon_after)
      core.draw_icon(header.button_icon, {cx + text_width + 14 + 17, cy}, 34, ink);
  }
  if (!header.number.empty()) {
    std::string name(header.number);
    if (!caption.empty()) name += " " + std::string(caption);
    Rect area{right + 24, y, number_width + caption_width + 20, 86};
    const std::size_t number = core.add_node("number", Role::Text, name, area);
    if (caption.empty()) core.node(number).description = header.number_caption;
    StyledRun run{header.number, &number_font, core.colour(Token::Action)};
    std::span<const StyledRun> runs(&run, 1);
    core.draw_text(runs, core.lay_out(runs, 1e6F, false), core.px(Rect{area.x, y + 1, number_width, 86}), core.px(84),
                   Align::Left, Vertical::Middle);
    core.label({area.right() - caption_width - 1, y, caption_width + 2, 86}, caption, Type::Note, ink,
               500, Align::Left, Vertical::Middle, true, 30);
  }

  if (compact && !header.step_label.empty()) {
    float label_width = core.label_width(header.step_label, Type::Note, 600);
    Rect area{l.header.right() - label_width - 2, y - 2, label_width + 2, 48};
    core.add_node("step", Role::Progress, header.step_label, area);
    core.label(area, header.step_label, Type::Note, ink, 600, Align::Right);
  }
  if (header.line == HeaderLine::Quiet && l.mode != LayoutMode::Large) quiet_line(core);
  if (header.line == HeaderLine::Stepper) {
    float label_width = core.label_width(header.step_label, Type::Note, 600);
    float line_y = l.line.y + (large ? 22 : 33);
    float x1 = header.line_width > 0 ? l.line.x + header.line_width : l.line.right();
    Rect area{l.line.x, line_y - 24, x1 - l.line.x, 48};
    std::size_t step_node = core.add_node("step", Role::Progress, header.step_label, area);
    core.node(step_node).value = std::to_string(header.step) + "/" + std::to_string(header.steps);
    core.label({l.line.x, line_y - 24, label_width + 4, 48}, header.step_label, Type::Note, ink, 600);
    float x0 = std::max(l.line.x + 232, l.line.x + label_width + 40);
    bool is_short = header.line_width > 0;
    if (x1 - x0 > 60)
      draw_steps(core, x0, x1, line_y + 14, 32, header.steps, core.motion.value(core.node(step_node).id, static_cast<float>(header.step) - 0.5F),
                 is_short ? 11 : 11.5F, !is_short, 8);
  }
  return activated;
}

void Ui::scene(Rect rect) {
  Core& core = *m_core;
  const Drawing& scene = core.book.scene;
  float unit = rect.h / scene.height;
  float x = rect.right() - scene.width * unit;
  // To the left the line goes on as far as the rectangle does; at the right the drawing leaves the screen.
  float thick = 7 * unit, y = rect.y + 107.5F * unit;
  core.paint.push_clip(core.px(Rect{rect.x - thick / 2, rect.y - 4, rect.w + thick / 2, rect.h + 12}));
  core.paint.steps({{core.px(rect.x), core.px(y)}, {core.px(x + 20 * unit), core.px(y)}}, core.px(thick),
                   core.colour(ArtColour{ArtColour::Kind::Ink}, {}));
  core.draw_drawing(kSceneId, scene, {x, rect.y, scene.width * unit, scene.height * unit}, core.colour(Token::Text));
  core.paint.pop_clip();
}

void Ui::home_header(std::string_view context, std::string_view title) {
  Core& core = *m_core;
  Core::Tight tight(core);
  Scope scope(*this, "header");
  const Layout& l = core.layout;
  Color secondary = core.colour(Token::TextSecondary), ink = core.colour(Token::Text);
  auto words = [&](float x, float y, float width) {
    core.add_node("context", Role::Text, context, Rect{x, y, width, 34});
    core.label({x, y, width, 34}, context, Type::Note, secondary, 500);
    std::size_t index = core.add_node("title", Role::Heading, title, Rect{x, y + 34, width, 54});
    core.node(index).level = 1;
    const bool fits = core.label_width(title, Type::TitleHome) <= width;
    core.label({x, y + 34, width, 54}, title, fits ? Type::TitleHome : Type::TitleCompact, ink);
  };
  if (l.mode == LayoutMode::Large) {
    std::size_t index = core.add_node("title", Role::Heading, title, l.header);
    core.node(index).level = 1;
    core.label(l.header, title, core.label_width(title, Type::TitleHome) > l.header.w ? Type::Heading : Type::TitleHome,
               ink, 600);
    return;
  }
  if (l.mode == LayoutMode::Portrait || l.mode == LayoutMode::Seated) {
    bool portrait = l.mode == LayoutMode::Portrait;
    if (portrait && l.text_scale > 1) {
      // Large text: the greeting is read aloud, the question has the place of both, in two lines where one is too short.
      draw_mark(core, {44, 36}, 1.27F);
      draw_wordmark(core, {154, 53, 160, 52}, 43, Align::Left);
      scene({0, 154, l.screen.w, 150});
      const Rect place{44, 314, l.screen.w - 88, 132};
      core.add_node("context", Role::Text, context, place);
      std::size_t index = core.add_node("title", Role::Heading, title, place);
      core.node(index).level = 1;
      const bool one_line = core.label_width(title, Type::TitleHome) <= place.w;
      core.label(place, title, one_line ? Type::TitleHome : Type::Heading, ink, 600, Align::Left, Vertical::Middle, true, one_line ? 0.0F : 34.0F);
      return;
    }
    draw_mark(core, {44, portrait ? 36.0F : 23.0F}, portrait ? 1.27F : 1.12F);
    draw_wordmark(core, portrait ? Rect{154, 53, 160, 52} : Rect{139, 36, 160, 52}, portrait ? 43 : 37.0F, Align::Left);
    if (l.mode == LayoutMode::Portrait) {
      scene({0, 154, l.screen.w, 162});
      words(44, 348, l.screen.w - 88);
    } else {
      scene({0, 108, l.screen.w, 131});
      words(44, 127, 560);
    }
    return;
  }
  words(180, 25, l.screen.w - 700);
  scene({180, 30, l.screen.w - 180, 112});
}

std::string_view Ui::action_row(std::span<const ActionItem> items) {
  Core& core = *m_core;
  Core::Tight tight(core);
  Scope scope(*this, "actions");
  const Layout& l = core.layout;
  core.node(core.tree.nodes().size() - 1).bounds = core.px(l.actions);
  std::string_view activated;
  struct Place {
    Rect rect;
    bool left = false;
  };
  std::vector<Place> places(items.size());
  auto options_of = [](const ActionItem& item) {
    ButtonOptions options;
    options.icon = item.kind == ActionKind::Back && item.icon == Icon::None ? Icon::ArrowLeft : item.icon;
    options.icon_after = item.icon_after;
    options.enabled = item.enabled;
    options.why_disabled = item.why_disabled;
    return options;
  };
  auto kind_of = [](ActionKind kind) {
    switch (kind) {
      case ActionKind::Primary:
        return ButtonKind::Primary;
      case ActionKind::Quiet:
      case ActionKind::QuietLeft:
        return ButtonKind::Quiet;
      case ActionKind::Outline:
        return ButtonKind::Outline;
      default:
        return ButtonKind::Secondary;
    }
  };
  float left = l.actions.x, right = l.actions.right();
  // Left to right, then right to left; captions take what remains.
  for (std::size_t i = 0; i < items.size(); ++i) {
    ActionKind kind = items[i].kind;
    places[i].left = kind == ActionKind::Back || kind == ActionKind::QuietLeft || kind == ActionKind::CaptionLeft ||
                     (kind == ActionKind::Secondary && i == 0);
    if (!places[i].left || kind == ActionKind::CaptionLeft) continue;
    float width = button_width(items[i].text, kind_of(kind), options_of(items[i]));
    places[i].rect = {left, l.actions.y, width, l.actions.h};
    left += width + l.gap;
  }
  for (std::size_t i = items.size(); i-- > 0;) {
    ActionKind kind = items[i].kind;
    if (places[i].left || kind == ActionKind::Caption) continue;
    float width = button_width(items[i].text, kind_of(kind), options_of(items[i]));
    places[i].rect = {right - width, l.actions.y, width, l.actions.h};
    right -= width + l.gap;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const ActionItem& item = items[i];
    if (item.kind == ActionKind::Caption || item.kind == ActionKind::CaptionLeft) {
      bool at_left = item.kind == ActionKind::CaptionLeft;
      Rect rect{left + (at_left && left > l.actions.x ? 10.0F : 0), l.actions.y, right - left - 24, l.actions.h};
      if (!at_left) rect.x = left + 10;
      core.add_node(item.id, Role::Text, item.text, rect);
      core.label(rect, item.text, Type::Small, core.colour(Token::TextSecondary), 400,
                 at_left ? Align::Left : Align::Right, Vertical::Middle, true);
      continue;
    }
    ButtonOptions options = options_of(item);
    if (item.kind == ActionKind::Back) {
      // Escape goes back wherever the focus is.
      if (core.escape && item.enabled && !core.activated_any) {
        core.escape = false;
        core.activated_any = true;
        core.last_activation = core.in.now;
        core.wake_at(core.in.now);
        activated = item.id;
      }
    }
    if (button(item.id, places[i].rect, item.text, kind_of(item.kind), options)) activated = item.id;
  }
  return activated;
}

}  // namespace escale::ui
