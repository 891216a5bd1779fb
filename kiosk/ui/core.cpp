#include "kiosk/ui/core.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kiosk/ui/layout.hpp"
#include "kiosk/ui/overlay.hpp"

namespace escale::ui {
namespace {

/// Beyond this, staff ask that the keys of the keyboard be filtered too: on purpose, two "n" are typed quicker than that.
constexpr int kKeysFilteredAbove = 500;
constexpr float kSlopPoints = 24;  // a finger that travels further (4 mm) and leaves the target no longer presses
constexpr float kMostLeaning = 24;  // points that a page follows the finger by: enough to feel, too little to lose one's line
constexpr float kLeaningShare = 0.3F;
constexpr Milliseconds kLeaningBack{120}, kFrame{16};

std::uint32_t art_id(std::uint32_t group, std::uint32_t index) {
  return group << 16U | index;
}

}  // namespace

Core::Core(Theme theme_, ArtBook art_, std::unique_ptr<Fonts> fonts_)
    : theme(std::move(theme_)),
      book(std::move(art_)),
      fonts(std::move(fonts_)),
      art(fonts->library()),
      paint(*fonts, atlas) {}

// --- measures --------------------------------------------------------------------------------------------------------

float Core::snap(float points) const {
  return std::round(points * scale);
}

Rect Core::px(Rect r) const {
  float left = snap(r.x), top = snap(r.y);
  return {left, top, snap(r.right()) - left, snap(r.bottom()) - top};
}

void Core::compute_layout() {
  const Measured measured = measure_layout(in.width, in.height, in.settings, in.scale);
  scale = measured.scale;
  layout = measured.layout;
}

// --- frame -----------------------------------------------------------------------------------------------------------

void Core::begin(const FrameInput& input) {
  InputEvents events = input.events;
  in = input;
  in.events.clear();
  in.width = std::clamp(in.width, 64, 8192);
  in.height = std::clamp(in.height, 64, 8192);
  had_input = !events.empty();
  for (InputEvent& event : events) {
    const Milliseconds time = in.now - event.age;
    queue.push_back({std::move(event), time});
  }
  compute_layout();
  palette = &theme.palette(in.settings.theme);
  if (atlas.overflowed()) {
    atlas.clear();
    fonts->forget_pictures();
    art.forget_pictures();
  }
  deadline.reset();
  wants_text = false;
  field_seen = false;
  activated_any = false;
  ring.reset();
  tree.nodes().clear();
  parents.clear();
  path.clear();
  path_lengths.clear();
  if (in.spoken != 0 && in.spoken != spoken && std::ranges::find(focus_order, in.spoken) != focus_order.end()) {
    focus = in.spoken;
    focus_visible = true;  // whoever listens moves the focus: it is where the voice is
  }
  spoken = in.spoken;
  take_events();
  motion.begin(in);
  after_rail = 0;
  paint.begin(in.width, in.height, colour(Token::Background));
}

void Core::end_press() {
  down_at.reset();
  pressed_id = 0;
  cancelled = false;
}

void Core::lean() {
  // The page follows the finger a little, so that one sees that it will turn; then it comes back by time.
  if (in.settings.reduced_motion || !pages_turn) {
    leaning = {};
  } else if (gesture.phase == GesturePhase::Dragging && drag_id == 0) {
    const Point way = gesture.travelled();
    const bool across = std::abs(way.x) > std::abs(way.y);
    const float along = std::clamp(pt(across ? way.x : way.y) * kLeaningShare, -kMostLeaning, kMostLeaning);
    leaning = across ? Point{along, 0} : Point{0, along};
    leaning_since = in.now;
  } else if (leaning != Point{}) {
    if (in.now - leaning_since >= kLeaningBack) leaning = {};
    else wake_at(in.now + kFrame);
  }
}

FrameOutput Core::end() {
  pages_turn = pages_listen;
  // The ring follows the voice, also over what only speaks.
  if (in.spoken != 0 && (!ring || focus != in.spoken))
    if (const Node* said = tree.by_id(in.spoken)) ring = Ring{said->bounds, 14};
  if (ring) {
    // Inner ring touches the control, outer ring outside it; drawn last.
    float width = std::max(2.0F, snap(4));
    Rect r = ring->r;
    float radius = px(ring->radius);
    paint.border(r.inset(-width), radius + width, width, colour(Token::FocusInner));
    paint.border(r.inset(-2 * width), radius + 2 * width, width, colour(Token::FocusOuter));
  }
  if (just_up) end_press();
  // A press that no widget took can no longer act on one that appears under it.
  if (just_down && pressed_id == 0) cancelled = true;
  just_down = just_up = false;
  settle_focus();
  if (wanted_focus != 0) {
    focus = wanted_focus;
    wanted_focus = 0;
    wake_at(in.now);
  }
  if (!field_seen && field != 0) {
    field = 0;
    wake_at(in.now);  // the field of the next screen, when it has one, becomes active at once
  }
  field_events.clear();
  if (!queue.empty() || !field_waiting.empty() || atlas.overflowed()) wake_at(in.now);
  lean();
  if (gesture.phase == GesturePhase::Coasting) wake_at(in.now + kFrame);
  FrameOutput out;
  draw_overlay(*this);
  if (motion.moving()) wake_at(in.now + Motion::kFrame);
  Painter::Move move;
  if (leaning != Point{}) {
    const auto gone = static_cast<float>((in.now - leaning_since).count()) / static_cast<float>(kLeaningBack.count());
    const float left = std::clamp(1 - gone, 0.0F, 1.0F);
    move.area = px(layout.body);
    move.by = {snap(leaning.x * left), snap(leaning.y * left)};
  }
  move.from = after_rail;
  move.aside = std::round(px(motion.offset()));
  out.draw = paint.end(move);
  last_draw = out.draw;
  textures.clear();
  Texture page;
  page.id = kAtlasTexture;
  page.width = page.height = Atlas::kSide;
  page.pixels = atlas.pixels();
  page.version = atlas.version();
  textures.push_back(page);
  for (auto& [key, entry] : images) textures.push_back(entry.texture);
  out.draw.textures = textures;
  out.tree = &tree;
  out.next_deadline = deadline;
  out.wants_text = wants_text;
  return out;
}

void Core::wake_at(Milliseconds when) {
  deadline = deadline ? std::min(*deadline, when) : when;
}

// --- input -----------------------------------------------------------------------------------------------------------

void Core::take_events() {
  activate_focus = false;
  escape = false;
  submitted = false;
  page_wish = 0;
  pages_listen = false;
  field_events = std::move(field_waiting);
  field_waiting.clear();
  gesture_rules.px_per_mm = pixels_per_mm(in.settings.screen, in.width, in.height);
  dragged = coast(gesture, in.now, gesture_rules).moved;
  // One transition of the pointer a frame: a quick tap (down and up together) must be seen as both.
  while (!queue.empty()) {
    Waiting waiting = std::move(queue.front());
    queue.pop_front();
    InputEvent& event = waiting.event;
    switch (event.kind) {
      case EventKind::PointerDown:
      case EventKind::PointerMove:
      case EventKind::PointerUp:
      case EventKind::PointerCancel:
        if (take_pointer(event, waiting.time)) return;
        break;
      case EventKind::Wheel:
        page_wish = event.wheel < 0 ? 1 : -1;
        break;
      case EventKind::Key:
        take_key(event);
        if (activate_focus || escape) return;
        break;
      case EventKind::Text:
        // A space typed on a focused button presses it and writes nothing.
        if (field != 0 && (focus == field || focus == 0 || !focus_visible)) field_events.push_back(std::move(event));
        break;
    }
  }
}

/// True when this frame must be drawn before the next event is looked at.
bool Core::take_pointer(const InputEvent& event, Milliseconds time) {
  gesture_rules.drags = drag_id != 0 || pages_turn;
  gesture_rules.coasts = drag_id != 0 && !in.settings.reduced_motion;
  const bool was_down = gesture.down;
  const GestureStep step = advance(gesture, {event.kind, event.at, time}, gesture_rules);
  if (event.kind != EventKind::PointerCancel) pointer = event.at;
  dragged = {dragged.x + step.moved.x, dragged.y + step.moved.y};
  if (!was_down && gesture.down) {
    down_at = event.at;
    cancelled = gesture.stopped;  // a touch that stops what glides never acts
    pressed_id = 0;
    focus_visible = false;
    if (!gesture.stopped) {
      just_down = true;
      drag_id = 0;
    }
    return true;
  }
  if (step.cancel || step.drag_begins) {
    cancelled = true;
    pressed_id = 0;
  }
  if (step.drag_ends && drag_id == 0) {
    page_wish = page_turn(gesture, gesture_rules);
    if (page_wish != 0) leaning = {};
  }
  if (was_down && !gesture.down) {
    just_up = true;
    return true;
  }
  return step.cancel || step.drag_begins;
}

void Core::take_key(const InputEvent& event) {
  bool in_field = field != 0 && focus == field;
  switch (event.key) {
    case Key::Tab:
      move_focus(event.shift ? -1 : 1);
      return;
    case Key::BackTab:
      move_focus(-1);
      return;
    case Key::Escape:
      escape = !event.repeat;
      return;
    default:
      break;
  }
  if (in_field) {
    // A keypad has no Tab: where Up or Down no longer moves the caret, it leaves the field (2.1.2: no trap).
    if ((event.key == Key::Up || event.key == Key::Down) && !event.shift) {
      leaves_field = event.key == Key::Up ? -1 : 1;
      caret_before = fields[field].caret;
    } else {
      leaves_field = 0;
    }
    field_events.push_back(event);
    return;
  }
  switch (event.key) {
    // All four follow the reading order, so that any of them reaches everything; on a keyboard, Up and Down change row.
    case Key::Right:
      move_focus(1);
      break;
    case Key::Left:
      move_focus(-1);
      break;
    case Key::Down:
      move_focus_across(1);
      break;
    case Key::Up:
      move_focus_across(-1);
      break;
    case Key::Enter:
    case Key::Space:
      if (!event.repeat && focus != 0) {
        activate_focus = true;
        focus_visible = true;
      }
      break;
    case Key::PageDown:
      page_wish = 1;
      break;
    case Key::PageUp:
      page_wish = -1;
      break;
    case Key::Home:
      if (!focus_order.empty()) focus = focus_order.front();
      focus_visible = true;
      break;
    case Key::End:
      if (!focus_order.empty()) focus = focus_order.back();
      focus_visible = true;
      break;
    default:
      if (field != 0) field_events.push_back(event);
      break;
  }
}

void Core::move_focus(int step) {
  focus_visible = true;
  if (focus_order.empty()) return;
  auto at = std::ranges::find(focus_order, focus);
  auto count = static_cast<int>(focus_order.size());
  int index = at == focus_order.end() ? (step > 0 ? 0 : count - 1)
                                      : (static_cast<int>(at - focus_order.begin()) + step + count) % count;
  focus = focus_order[static_cast<std::size_t>(index)];
}

void Core::move_focus_across(int step) {
  auto at = std::ranges::find(focus_order, focus);
  if (at == focus_order.end()) return move_focus(step);
  const auto here = static_cast<std::size_t>(at - focus_order.begin());
  if (!focus_keys[here]) return move_focus(step);
  const Rect& from = focus_places[here];
  std::size_t best = here;
  float least = 0;
  for (std::size_t i = 0; i < focus_places.size(); ++i) {
    const Rect& to = focus_places[i];
    const float away = step > 0 ? to.y - from.bottom() : from.y - to.bottom();
    if (i == here || away < -1) continue;
    const float aside = std::max({0.0F, to.x - from.right(), from.x - to.right()});
    // Straight ahead first; among those, the nearest, then the one whose middle is nearest.
    const float far = away + 3 * aside + 0.1F * std::abs(to.center().x - from.center().x);
    if (best == here || far < least) best = i, least = far;
  }
  if (best == here) return move_focus(step);  // nothing lies there: the reading order goes on
  focus_visible = true;
  focus = focus_order[best];
}

/// After the frame: who can have the focus next, and that one thing at most says that it has it.
void Core::settle_focus() {
  focus_order.clear();
  focus_places.clear();
  focus_keys.clear();
  // Whoever touches has no focus to see: what they type goes to the active field. Whoever moves the focus to a key of the on-screen
  // keyboard has left the field, which stays active.
  const NodeId has_it = !focus_visible && field_seen ? field : focus;
  for (Node& n : tree.nodes()) {
    if (has_it != 0) n.states.focused = n.id == has_it;
    if (!n.actions.focus) continue;
    focus_order.push_back(n.id);
    focus_places.push_back(n.bounds);
    focus_keys.push_back(n.role == Role::Key);
  }
  if (leaves_field != 0 && field != 0 && focus == field && fields[field].caret == caret_before) {
    move_focus(leaves_field);
    wake_at(in.now);
  }
  leaves_field = 0;
  if (focus != 0 && std::ranges::find(focus_order, focus) == focus_order.end()) focus = 0;
}

// --- tree ------------------------------------------------------------------------------------------------------------

NodeId Core::id_of(std::string_view id) const {
  std::string key = path;
  key += id;
  return node_id(key);
}

void Core::push(std::string_view id) {
  path_lengths.push_back(path.size());
  path += id;
  path += '/';
}

void Core::pop() {
  path.resize(path_lengths.back());
  path_lengths.pop_back();
}

std::size_t Core::add_node(std::string_view id, Role role, std::string_view name, Rect points) {
  Node n;
  n.key = path;
  n.key += id;
  n.id = node_id(n.key);
  n.parent = parents.empty() ? 0 : parents.back();
  n.role = role;
  n.name = name;
  n.bounds = px(points);
  n.clip = {0, 0, static_cast<float>(in.width), static_cast<float>(in.height)};
  tree.nodes().push_back(std::move(n));
  return tree.nodes().size() - 1;
}

Touch Core::touch(std::string_view id, Role role, std::string_view name, Rect points, const TouchOptions& options) {
  Touch result;
  result.node = add_node(id, role, name, points);
  Node& n = node(result.node);
  n.description = options.description;
  n.value = options.value;
  n.states = options.states;
  n.states.disabled = !options.enabled;
  n.actions.focus = true;  // a disabled control can be reached, so that speech says why
  n.actions.press = options.enabled;
  Rect bounds = n.bounds;
  if (options.enabled) {
    const int filter = in.settings.screen.repeat_filter_ms;
    const bool filtered = !options.repeats || (filter > kKeysFilteredAbove && last_activated == n.id);
    bool quick = filtered && in.now - last_activation < Milliseconds(filter);
    if (just_down && !cancelled && pressed_id == 0 && bounds.contains(pointer)) {
      if (quick) {
        cancelled = true;  // the second half of a double press
      } else {
        pressed_id = n.id;
        if (options.takes_focus) focus = n.id;
        if (options.drags) drag_id = n.id;
      }
    }
    if (pressed_id == n.id && down_at && !cancelled) {
      bool inside = bounds.contains(pointer);
      if (!inside && std::hypot(pointer.x - down_at->x, pointer.y - down_at->y) > px(kSlopPoints)) cancelled = true;
      result.pressed = inside && !cancelled;
      if (just_up && result.pressed && !activated_any) {
        result.activated = true;
        result.pressed = false;
      }
    }
    if (!activated_any && activate_focus && focus == n.id && options.takes_enter && !quick) result.activated = true;
    if (!activated_any && options.takes_escape && escape) {
      result.activated = true;
      escape = false;
    }
    if (result.activated) {
      activated_any = true;
      last_activation = in.now;
      last_activated = n.id;
      activate_focus = false;
      wake_at(in.now);  // what it did is drawn by the next frame
    }
  }
  result.focused = focus == n.id;
  n.states.pressed = result.pressed;
  n.states.focused = result.focused;
  if (result.focused && focus_visible) ring = Ring{bounds, options.radius};
  return result;
}

// --- text ------------------------------------------------------------------------------------------------------------

namespace {

/// Large text keeps titles from growing as fast as reading text: they are legible long before.
float growth(float size, float text_scale) {
  if (text_scale <= 1) return 1;
  float full = text_scale - 1;
  float part = size <= 30 ? 1.0F : size <= 34 ? 0.88F : size <= 44 ? 0.8F : 0.5F;
  return 1 + full * part;
}

}  // namespace

int Core::least_px(Family family, int weight, bool reading) const {
  const ScreenProfile& screen = in.settings.screen;
  if (!largest() && !reading) return 0;
  constexpr double kDegree = std::numbers::pi / 180;
  // 5.1.4 measures at the supplier's viewing distance; a terminal is read at 600 mm at least when text is this large.
  double distance = largest() ? std::max(600.0F, screen.distance_mm) : screen.distance_mm;
  double height_mm = (largest() ? 0.7 : 0.45) * kDegree * distance;
  const auto per_mm = static_cast<double>(pixels_per_mm(screen, in.width, in.height));
  return static_cast<int>(std::ceil(height_mm * per_mm / static_cast<double>(fonts->cap_ratio(family, weight)) - 1e-3));
}

namespace {
/// What A5 measures: reading text, choices, buttons. Captions and tool names have an icon or are repeated by speech.
bool is_reading(Type type) {
  return type == Type::Body || type == Type::Label || type == Type::Lead;
}
}  // namespace

SizedFont& Core::font(Type type, int weight, float extra) {
  const TypeStyle& style = theme.type(type, in.settings.easy_reading);
  float size = style.size * growth(style.size, layout.text_scale) * scale * extra;
  int wanted = weight != 0 ? weight : style.weight;
  return fonts->get(style.family, wanted, std::max({8, least_px(style.family, wanted, is_reading(type)), static_cast<int>(std::lround(size))}),
                    spaced());
}

SizedFont& Core::font_px(Family family, int weight, float points) {
  float size = points * growth(points, layout.text_scale) * scale;
  if (in.settings.easy_reading) family = Family::Easy;
  return fonts->get(family, weight, std::max({8, least_px(family, weight, false), static_cast<int>(std::lround(size))}), spaced());
}

float Core::line_px(Type type, float line_points) const {
  const TypeStyle& style = theme.type(type, in.settings.easy_reading);
  float line = line_points > 0 ? line_points : style.line;
  float height = std::round(line * growth(style.size, layout.text_scale) * scale);
  int px = const_cast<Core*>(this)->font(type).px;
  // Lines follow letters that the largest text made larger than the style's own.
  // (A caller that gives the pitch has little room: its lines come as near as letters allow.)
  if (largest()) height = std::max(height, std::round(static_cast<float>(px) * (line_points > 0 ? 1.08F : 1.25F)));
  if (spaced()) height = std::max(height, std::ceil(static_cast<float>(px) * 1.5F));  // WCAG 1.4.12
  return height;
}

void split_wide(std::vector<BreakUnit>& units, std::string_view text, float width,
                const std::function<float(std::size_t, std::size_t)>& measure) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].width <= width) continue;
    std::size_t end = units[i].begin, taken = end;
    while (end < units[i].end) {
      std::size_t next = end;
      next_code_point(text, next);
      if (measure(units[i].begin, next) > width && taken > units[i].begin) break;
      end = taken = next;
    }
    if (taken >= units[i].end) continue;
    BreakUnit rest = units[i];
    rest.begin = taken;
    rest.width = measure(rest.begin, rest.end);
    units[i].end = units[i].next = taken;
    units[i].hard = units[i].soft_hyphen = false;
    units[i].width = measure(units[i].begin, taken);
    units.insert(units.begin() + static_cast<std::ptrdiff_t>(i) + 1, rest);
  }
}

TextLayout Core::lay_out(std::span<const StyledRun> runs, float width_px, bool balance) const {
  TextLayout result;
  std::string joined;
  std::vector<std::size_t> starts;  // of each run in `joined`
  for (const StyledRun& run : runs) {
    starts.push_back(joined.size());
    joined += run.text;
  }
  // The runs of [begin, end), one after the other.
  auto for_each_part = [&](std::size_t begin, std::size_t end, auto&& visit) {
    for (std::size_t r = 0; r < runs.size() && begin < end; ++r) {
      std::size_t run_end = starts[r] + runs[r].text.size();
      if (begin >= run_end) continue;
      std::size_t stop = std::min(end, run_end);
      visit(r, runs[r].text.substr(begin - starts[r], stop - begin));
      begin = stop;
    }
  };
  auto width_of = [&](std::size_t begin, std::size_t end) {
    float total = 0;
    for_each_part(begin, end, [&](std::size_t r, std::string_view part) {
      total += fonts->width(*runs[r].font, part) + (runs[r].highlight ? px(10) : 0);
    });
    return total;
  };
  std::vector<BreakUnit> units = find_units(joined);
  for (BreakUnit& unit : units) {
    unit.width = width_of(unit.begin, unit.end);
  }
  split_wide(units, joined, width_px, width_of);
  for (BreakUnit& unit : units) {
    if (unit.soft_hyphen) {
      for_each_part(unit.begin, unit.end,
                    [&](std::size_t r, std::string_view) { unit.hyphen = fonts->width(*runs[r].font, "-"); });
    } else if (!unit.hard && unit.next > unit.end && joined[unit.end] == ' ') {
      unit.space = width_of(unit.end, unit.next);
    }
  }
  // Easy reading: each sentence begins a line (RLS-1.7), in what is read.
  if (in.settings.easy_reading && tight == 0)
    for (std::size_t u = 0; u + 1 < units.size(); ++u)
      if (ends_sentence(joined, units[u], units[u + 1])) units[u].hard = true;
  std::vector<std::size_t> first_units =
      break_lines(units, width_px, balance ? LineFit::Balanced : LineFit::NoLoneWord);
  for (std::size_t l = 0; l < first_units.size(); ++l) {
    std::size_t last = l + 1 < first_units.size() ? first_units[l + 1] : units.size();
    TextLine line;
    std::size_t begin = units[first_units[l]].begin, end = units[last - 1].end;
    for_each_part(begin, end, [&](std::size_t r, std::string_view part) {
      float w = fonts->width(*runs[r].font, part) + (runs[r].highlight ? px(10) : 0);
      line.pieces.push_back({r, part, line.width, w});
      line.width += w;
    });
    if (last < units.size() && units[last - 1].soft_hyphen) {
      line.hyphen = true;
      line.width += units[last - 1].hyphen;
    }
    result.width = std::max(result.width, line.width);
    result.lines.push_back(std::move(line));
  }
  return result;
}

void Core::draw_line(std::span<const StyledRun> runs, const TextLine& line, float x, float top, float line_height) {
  if (line.pieces.empty()) return;
  const SizedFont& first = *runs[line.pieces.front().run].font;
  float baseline = std::floor(top + (line_height - first.ascent - first.descent) / 2 + first.ascent);
  for (const LinePiece& piece : line.pieces) {
    const StyledRun& run = runs[piece.run];
    float left = x + piece.x;
    if (run.highlight && !piece.text.empty()) {
      Rect box{std::round(left), std::round(baseline - run.font->ascent), std::round(piece.width),
               std::round(run.font->ascent + run.font->descent)};
      paint.round_rect(box, px(5), colour(Token::HighlightFill));
      left += px(5);
    }
    float end = paint.text(*run.font, left, baseline, piece.text, run.colour);
    if (run.underline)
      paint.rect({std::round(left), baseline + std::round(px(6)), std::round(end - left), std::max(1.0F, snap(2))},
                 run.line_colour.value_or(run.colour));
  }
  if (line.hyphen) {
    const LinePiece& last = line.pieces.back();
    paint.text(*runs[last.run].font, x + last.x + last.width, baseline, "-", runs[last.run].colour);
  }
}

float Core::draw_text(std::span<const StyledRun> runs, const TextLayout& text, Rect r, float line_height, Align align,
                      Vertical vertical) {
  float height = line_height * static_cast<float>(text.lines.size());
  float top = r.y;
  if (vertical == Vertical::Middle) top = std::round(r.y + (r.h - height) / 2);
  if (vertical == Vertical::Bottom) top = std::round(r.bottom() - height);
  for (const TextLine& line : text.lines) {
    float x = r.x;
    if (align == Align::Center) x = r.x + (r.w - line.width) / 2;
    if (align == Align::Right) x = r.right() - line.width;
    draw_line(runs, line, x, top, line_height);
    top += line_height;
  }
  return height;
}

float Core::label(Rect points, std::string_view text, Type type, Color ink, int weight, Align align, Vertical vertical,
                  bool balance, float line_points) {
  StyledRun run{text, &font(type, weight), ink};
  std::span<const StyledRun> runs(&run, 1);
  Rect r = px(points);
  return pt(draw_text(runs, lay_out(runs, r.w, balance), r, line_px(type, line_points), align, vertical));
}

float Core::label_width(std::string_view text, Type type, int weight) {
  return pt(fonts->width(font(type, weight), text));
}

float Core::label_height(std::string_view text, Type type, int weight, float width_points, bool balance,
                         float line_points) {
  StyledRun run{text, &font(type, weight), {}};
  std::span<const StyledRun> runs(&run, 1);
  return pt(line_px(type, line_points) * static_cast<float>(lay_out(runs, px(width_points), balance).lines.size()));
}

// --- drawing ---------------------------------------------------------------------------------------------------------

Color Core::colour(const ArtColour& art_colour, Color current) const {
  switch (art_colour.kind) {
    case ArtColour::Kind::Ink:
      return (*palette)[art_colour.ink];
    case ArtColour::Kind::Token:
      return (*palette)[art_colour.token];
    default:
      return current;
  }
}

void Core::draw_drawing(std::uint32_t id, const Drawing& drawing, Rect points, Color current, float scale_limit) {
  if (points.w <= 0 || points.h <= 0) return;
  float unit = std::min({points.w / drawing.width, points.h / drawing.height, scale_limit});
  float unit_px = px(unit);
  float x = std::round(px(points.x + (points.w - drawing.width * unit) / 2));
  float y = std::round(px(points.y + (points.h - drawing.height * unit) / 2));
  for (const ShapePicture& shape : art.get(id, drawing, unit_px, atlas))
    paint.picture(shape.spot, x + shape.left, y + shape.top, colour(shape.colour, current));
}

void Core::draw_icon(Icon icon, Point centre, float size, Color ink) {
  if (icon == Icon::None) return;
  auto index = static_cast<std::uint32_t>(icon);
  if (paint.record != nullptr) paint.record->icon = true;
  draw_drawing(art_id(1, index), book.icons[index], {centre.x - size / 2, centre.y - size / 2, size, size}, ink);
  if (paint.record != nullptr) paint.record->icon = false;
}

void Core::draw_art(Art which, Rect points, float pad_x, float pad_y) {
  if (which == Art::None) return;
  auto index = static_cast<std::uint32_t>(which);
  draw_drawing(art_id(2, index), book.arts[index], points.inset(pad_x, pad_y), colour(Token::Text));
}

Token Core::tint_token(Tint tint) const {
  switch (tint) {
    case Tint::Sapin:
      return Token::TintSapin;
    case Tint::Prune:
      return Token::TintPrune;
    case Tint::Ambre:
      return Token::TintAmbre;
    case Tint::Ciel:
      return Token::TintCiel;
    case Tint::Error:
      return Token::TintError;
    case Tint::Success:
      return Token::TintSuccess;
    case Tint::None:
      break;
  }
  return Token::Surface;
}

Rect Core::draw_box(Rect points, float radius, Color fill, Color border, float border_width, Color edge,
                    float edge_height) {
  Rect r = px(points);
  float e = snap(edge_height), b = border_width > 0 ? std::max(1.0F, snap(border_width)) : 0, rad = px(radius);
  if (e > 0) paint.round_rect(r, rad, edge);
  Rect face{r.x, r.y, r.w, r.h - e};
  if (b > 0) {
    // Over an edge the border has no bottom of its own.
    if (border != edge || e <= 0) paint.round_rect(face, rad, border);
    paint.round_rect({face.x + b, face.y + b, face.w - 2 * b, face.h - b - (e > 0 ? 0 : b)}, rad - b, fill);
  } else {
    paint.round_rect(face, rad, fill);
  }
  return {pt(face.x), pt(face.y), pt(face.w), pt(face.h)};
}

}  // namespace escale::ui
