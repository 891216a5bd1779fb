// The text field. The application keeps the text; the caret, the selection and the undo list live here, by id, and are
// forgotten with the person. Nothing blinks.
#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/ui/core.hpp"

namespace escale::ui {
namespace {

struct FieldLine {
  std::size_t begin = 0, end = 0;
};

/// Lines of a text being typed: every byte belongs to one, spaces included.
std::vector<FieldLine> field_lines(Core& core, SizedFont& font, std::string_view text, float width, bool multiline) {
  if (!multiline) return {{0, text.size()}};
  std::vector<BreakUnit> units = find_units(text);
  auto measure = [&](std::size_t begin, std::size_t end) {
    return core.fonts->width(font, text.substr(begin, end - begin));
  };
  for (BreakUnit& unit : units) unit.width = measure(unit.begin, unit.end);
  split_wide(units, text, width, measure);
  for (BreakUnit& unit : units)
    if (!unit.hard && !unit.soft_hyphen) unit.space = measure(unit.end, unit.next);
  std::vector<std::size_t> starts = break_lines(units, width, LineFit::Greedy);
  std::vector<FieldLine> lines;
  for (std::size_t l = 0; l < starts.size(); ++l) {
    std::size_t last = (l + 1 < starts.size() ? starts[l + 1] : units.size()) - 1;
    lines.push_back({units[starts[l]].begin, units[last].hard ? units[last].next - 1 : units[last].next});
  }
  if (lines.empty() || (!text.empty() && text.back() == '\n')) lines.push_back({text.size(), text.size()});
  return lines;
}

}  // namespace

bool Ui::error_fits(std::string_view error, Rect field) const {
  return m_core->label_height(error, Type::Label, 500, field.w - 90, true) <= field.h - 8;
}

bool Ui::submitted() const {
  return m_core->submitted;
}

std::optional<std::string> Ui::text_field(std::string_view id, Rect rect, const TextField& field) {
  Core& core = *m_core;
  TouchOptions options;
  options.takes_enter = false;
  options.description = field.error.empty() ? field.placeholder : field.error;
  options.value = field.secret ? std::string_view() : field.value;
  options.states.invalid = !field.error.empty();
  options.enabled = !field.shows_only;
  const auto known = core.fields.find(core.id_of(id));
  options.drags = known != core.fields.end() && known->second.overflows;
  Touch touch = core.touch(id, Role::TextField, field.label, rect, options);
  core.node(touch.node).states.disabled = false;
  NodeId node_key = core.node(touch.node).id;
  core.node(touch.node).actions.set_value = true;
  core.node(touch.node).personal = true;
  core.node(touch.node).secret = field.secret;
  bool first_time = !core.fields.contains(node_key);
  FieldState& state = core.fields[node_key];
  if (first_time || state.last != field.value) {
    // New, or replaced by the application: the caret goes to the end.
    state.caret = state.anchor = field.value.size();
    if (!first_time) static_cast<EditState&>(state) = EditState{state.caret, state.anchor, {}, {}, false};
    state.last = field.value;
  }
  const bool was_active = core.field == node_key;
  if (touch.focused || touch.activated || (core.field == 0 && field.autofocus)) {
    if (core.field != node_key) core.field_events.clear();
    core.field = node_key;
    // A field that becomes active by itself takes the focus with it: the keys of the screen before have nothing more to say.
    if (core.focus == 0 || (!was_active && !touch.focused)) {
      core.focus = node_key;
      core.node(touch.node).states.focused = true;
    }
  }
  bool active = core.field == node_key;
  std::optional<std::string> changed;
  std::string value(field.value);
  std::vector<InputEvent> vertical;  // Up and Down wait for the lines as they are drawn
  if (active) {
    core.field_seen = true;
    core.wants_text = true;
    const EditLimits limits{field.max_chars, field.multiline, field.spaces};
    TextEditor editor(value, state, limits);
    for (const InputEvent& event : core.field_events) {
      const bool lines = event.kind == EventKind::Key && (event.key == Key::Up || event.key == Key::Down);
      if (lines) {
        vertical.push_back(event);
      } else {
        editor.apply(event, core.submitted);
      }
    }
    core.field_events.clear();
    if (editor.value() != value) {
      value = editor.value();
      state.last = value;
      state.tapped = false;
      changed = value;
      core.wake_at(core.in.now);
      core.node(touch.node).value = field.secret ? std::string() : value;
    }
  }

  // --- looks
  constexpr float kRadius = 14;
  bool invalid = !field.error.empty();
  if (invalid) {
    core.draw_box(rect, kRadius, core.colour(Token::TintError), {}, 0, {}, 0);
    core.paint.dashed_border(core.px(rect), core.px(kRadius), std::max(2.0F, core.snap(4)), core.colour(Token::Error),
                             core.px(8), core.px(4.5F));
  } else {
    core.draw_box(rect, kRadius, core.colour(Token::Surface),
                  core.colour(active ? Token::Action : Token::OutlineControl), active ? 3 : 2, {}, 0);
  }
  Rect inside = rect.inset(25, field.multiline ? 16.0F : 0);
  if (field.icon != Icon::None) {
    core.draw_icon(field.icon, {rect.x + 48, rect.y + rect.h / 2}, 38, core.colour(Token::Text));
    inside.cut_left(60);
  }
  if (!field.counter.empty()) {
    core.add_node(std::string(id) + ".counter", Role::Status, field.counter,
                  Rect{inside.x, rect.bottom() - 44, inside.w, 32});
    core.label({inside.x, rect.bottom() - 44, inside.w, 32}, field.counter, Type::Small,
               core.colour(Token::TextSecondary), 400, Align::Right);
    if (field.multiline) inside.h -= 26;
  }
  // In an empty field what is wrong stands where the answer will, when there is room; else the screen writes it beside the field.
  const Rect error_place{rect.x + 78, rect.y, rect.w - 90, rect.h};
  const bool error_inside = invalid && value.empty() && error_fits(field.error, rect);
  if (error_inside) core.node(core.add_node(std::string(id) + ".error", Role::Status, field.error, error_place)).live = Live::Assertive;
  // The cross says it without colour (1.4.1), before the words of an empty field and after those that are there.
  constexpr float kCross = 36;
  if (invalid && !error_inside) {
    core.draw_icon(Icon::CircleCross, {rect.right() - 44, field.multiline ? rect.y + 44 : rect.y + rect.h / 2}, kCross, core.colour(Token::Error));
    inside.cut_right(46);
  }
  Type type = field.multiline ? Type::Body : Type::Lead;
  SizedFont& font = core.font(type, 400);
  std::string discs;
  std::string_view shown = value;
  if (field.secret) {
    for (std::size_t i = 0; i < code_points(value); ++i) discs += "•";
    shown = discs;
    core.node(touch.node).value = discs;
  }
  if (error_inside) {
    core.draw_icon(Icon::CircleCross, {rect.x + 44, rect.y + rect.h / 2}, kCross, core.colour(Token::Error));
    core.label(error_place, field.error, Type::Label, core.colour(Token::Error), 500, Align::Left, Vertical::Middle, true);
  } else if (value.empty() && !field.placeholder.empty()) {
    core.label(inside, field.placeholder, type, core.colour(Token::TextSecondary), 400, Align::Left,
               field.multiline ? Vertical::Top : Vertical::Middle);
  }
  Rect area = core.px(inside);
  std::vector<FieldLine> lines = field_lines(core, font, shown, area.w, field.multiline);
  float line_height = core.line_px(type);
  auto line_of = [&](std::size_t offset) {
    std::size_t found = 0;
    for (std::size_t l = 0; l < lines.size(); ++l)
      if (lines[l].begin <= offset) found = l;
    return found;
  };
  auto x_in_line = [&](std::size_t l, std::size_t offset) {
    return core.fonts->width(font, shown.substr(lines[l].begin, offset - lines[l].begin));
  };
  // The offset in a line that stands nearest to `x`, pixels from its start.
  auto nearest = [&](std::size_t l, float x) {
    std::size_t best = lines[l].begin;
    for (std::size_t at = lines[l].begin; at < lines[l].end;) {
      std::size_t next = character_after(shown, at);
      if (x < (x_in_line(l, at) + x_in_line(l, next)) / 2) break;
      best = at = next;
    }
    // The end of a line that was cut at a space belongs to that line, not to the next one.
    if (l + 1 < lines.size() && best == lines[l].end && best > lines[l].begin) best = character_before(shown, best);
    return std::min(best, value.size());
  };
  for (const InputEvent& event : vertical) {
    if (field.secret) break;
    const std::size_t l = line_of(state.caret);
    const float x = x_in_line(l, state.caret);
    if (event.key == Key::Up) state.caret = l == 0 ? 0 : nearest(l - 1, x);
    if (event.key == Key::Down) state.caret = l + 1 == lines.size() ? value.size() : nearest(l + 1, x);
    if (!event.shift) state.anchor = state.caret;
    state.typing = false;
  }
  // A disc is three bytes; the value's own character may be another count.
  auto shown_offset = [&](std::size_t offset) {
    return field.secret ? code_points(std::string_view(value).substr(0, offset)) * 3 : offset;
  };
  std::size_t caret = shown_offset(std::min(state.caret, value.size())),
              anchor = shown_offset(std::min(state.anchor, value.size()));
  std::size_t caret_line = line_of(caret);
  auto room = std::max<std::size_t>(1, static_cast<std::size_t>(area.h / line_height));
  if (!field.multiline) room = 1;
  // The caret stays in sight when it moves; a finger scrolls away from it, and what it throws glides on (arrows do the same, line by
  // line: 2.5.7).
  const auto lines_above = [&](std::size_t count) { return line_height * static_cast<float>(count); };
  const float most = field.multiline && lines.size() > room ? lines_above(lines.size() - room) : 0;
  state.overflows = most > 0;
  if (changed || state.followed != state.caret) {
    const float least = caret_line + 1 > room ? lines_above(caret_line + 1 - room) : 0;
    state.scroll = std::clamp(state.scroll, std::min(least, lines_above(caret_line)), lines_above(caret_line));
    state.followed = state.caret;
  }
  const float scrolled = state.scroll - core.take_drag(node_key).y;
  state.scroll = std::clamp(scrolled, 0.0F, most);
  if (state.scroll != scrolled) core.end_drag(node_key);
  const float scroll = std::round(state.scroll);
  const auto top_line = static_cast<std::size_t>(scroll / line_height);
  float top = field.multiline ? area.y - (scroll - lines_above(top_line)) : std::round(area.y + (area.h - line_height) / 2);
  if (scroll > lines_above(top_line)) ++room;  // a part of one line more
  // One line scrolls sideways so that the caret stays in sight.
  float shift = 0;
  if (!field.multiline) shift = std::max(0.0F, core.fonts->width(font, shown.substr(0, caret)) - area.w + core.px(4));
  core.paint.push_clip({area.x - core.px(6), area.y - core.px(6), area.w + core.px(12), area.h + core.px(12)});
  auto [select_from, select_to] = std::minmax(caret, anchor);
  for (std::size_t l = top_line; l < lines.size() && l < top_line + room; ++l) {
    float y = top + line_height * static_cast<float>(l - top_line);
    std::string_view line = shown.substr(lines[l].begin, lines[l].end - lines[l].begin);
    auto x_of = [&](std::size_t offset) {
      return area.x - shift + core.fonts->width(font, shown.substr(lines[l].begin, offset - lines[l].begin));
    };
    if (active && select_from != select_to && select_from < lines[l].end && select_to > lines[l].begin) {
      float from = x_of(std::max(select_from, lines[l].begin)), to = x_of(std::min(select_to, lines[l].end));
      core.paint.rect({std::round(from), y, std::round(to - from), line_height}, core.colour(Token::HighlightFill));
    }
    // Of a line that scrolls sideways only the characters that are seen whole are drawn.
    float from = 0;
    if (!field.multiline) {
      std::size_t first = 0, last = line.size();
      while (first < last && x_in_line(l, lines[l].begin + first) < shift - 0.5F) first = character_after(line, first);
      while (last > first && x_in_line(l, lines[l].begin + last) > shift + area.w + core.px(6)) last = character_before(line, last);
      from = x_in_line(l, lines[l].begin + first);
      line = line.substr(first, last - first);
    }
    StyledRun run{line, &font, core.colour(Token::Text)};
    TextLine piece;
    piece.pieces.push_back({0, line, 0, 0});
    core.draw_line(std::span<const StyledRun>(&run, 1), piece, area.x - shift + from, y, line_height);
    if (active && l == caret_line && !error_inside) {
      float x = std::round(x_of(caret));
      float height = std::round(static_cast<float>(font.px) * 1.3F);
      core.paint.rect({x, std::round(y + (line_height - height) / 2), std::max(2.0F, core.snap(3)), height},
                      core.colour(Token::Accent));
    }
  }
  core.paint.pop_clip();
  // Touching the text moves the caret there; touching again the word where it stands selects the word, and once more
  // everything: a selection without a drag, a long press or a double tap (EN 301 549, 5.9; checklist C2).
  if (touch.activated && !field.secret && core.just_up && !shown.empty()) {
    auto l = std::min(lines.size() - 1,
                      top_line + static_cast<std::size_t>(std::max(0.0F, (core.pointer.y - top) / line_height)));
    const std::size_t at = nearest(l, core.pointer.x - area.x + shift);
    const auto [first, last] = word_at(value, at);
    const auto [from, to] = std::minmax(state.caret, state.anchor);
    const bool here = was_active && state.tapped && first < last;
    if (here && from == first && to == last) {
      state.anchor = 0;
      state.caret = value.size();
    } else if (here && from == to && from >= first && from <= last) {
      state.anchor = first;
      state.caret = last;
    } else {
      state.caret = state.anchor = at;
    }
    state.tapped = true;
    state.typing = false;
  }
  return changed;
}

}  // namespace escale::ui
