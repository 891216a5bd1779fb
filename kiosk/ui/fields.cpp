// The text field and the on-screen keyboard. The application keeps the text; the caret, the selection and the undo list
// live here, by id, and are forgotten with the person. No key repeats, nothing blinks.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "kiosk/ui/core.hpp"

namespace escale::ui {
namespace {

constexpr std::size_t kMaxUndo = 64;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t before(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  --at;
  while (at > 0 && is_continuation(text[at])) --at;
  return at;
}

std::size_t after(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  ++at;
  while (at < text.size() && is_continuation(text[at])) ++at;
  return at;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !is_continuation(c); }));
}

/// What may be typed: no control character, a new line only where there are several.
std::string cleaned(std::string_view typed, bool multiline) {
  std::string out;
  for (std::size_t at = 0; at < typed.size();) {
    std::size_t start = at;
    char32_t c = next_code_point(typed, at);
    if (c == U'\uFFFD' || (c < 0x20 && !(c == U'\n' && multiline)) || c == 0x7F) continue;
    out += typed.substr(start, at - start);
  }
  return out;
}

class Editor {
 public:
  Editor(std::string value, FieldState& state, const TextField& field)
      : m_value(std::move(value)), m_state(state), m_field(field) {}

  void apply(const InputEvent& event, bool& submitted) {
    if (event.kind == EventKind::Text) {
      insert(event.text);
      return;
    }
    switch (event.key) {
      case Key::Left:
        move(has_selection() && !event.shift ? std::min(m_state.caret, m_state.anchor) : before(m_value, m_state.caret),
             event.shift);
        break;
      case Key::Right:
        move(has_selection() && !event.shift ? std::max(m_state.caret, m_state.anchor) : after(m_value, m_state.caret),
             event.shift);
        break;
      case Key::Home:
        move(line_start(), event.shift);
        break;
      case Key::End:
        move(line_end(), event.shift);
        break;
      case Key::Backspace:
        if (!has_selection()) m_state.anchor = before(m_value, m_state.caret);
        erase_selection();
        break;
      case Key::Delete:
        if (!has_selection()) m_state.anchor = after(m_value, m_state.caret);
        erase_selection();
        break;
      case Key::Enter:
        if (m_field.multiline) {
          insert("\n");
        } else if (!event.repeat) {
          submitted = true;
        }
        break;
      case Key::SelectAll:
        m_state.anchor = 0;
        m_state.caret = m_value.size();
        break;
      case Key::Undo:
        if (!m_state.undo.empty()) {
          m_value = std::move(m_state.undo.back());
          m_state.undo.pop_back();
          m_state.caret = m_state.anchor = m_value.size();
        }
        break;
      default:
        break;
    }
  }

  /// Up and Down need the lines as they are drawn.
  const std::string& value() const { return m_value; }
  bool has_selection() const { return m_state.caret != m_state.anchor; }

 private:
  void move(std::size_t to, bool extend) {
    m_state.caret = to;
    if (!extend) m_state.anchor = to;
  }
  std::size_t line_start() const {
    std::size_t found = m_state.caret == 0 ? std::string::npos : m_value.rfind('\n', m_state.caret - 1);
    return found == std::string::npos ? 0 : found + 1;
  }
  std::size_t line_end() const {
    std::size_t found = m_value.find('\n', m_state.caret);
    return found == std::string::npos ? m_value.size() : found;
  }
  void remember() {
    m_state.undo.push_back(m_value);
    if (m_state.undo.size() > kMaxUndo) m_state.undo.erase(m_state.undo.begin());
  }
  void erase_selection() {
    if (!has_selection()) return;
    remember();
    auto [from, to] = std::minmax(m_state.caret, m_state.anchor);
    m_value.erase(from, to - from);
    m_state.caret = m_state.anchor = from;
  }
  void insert(std::string_view typed) {
    std::string text = cleaned(typed, m_field.multiline);
    if (text.empty()) return;
    auto [from, to] = std::minmax(m_state.caret, m_state.anchor);
    std::size_t kept = characters(m_value) - characters(std::string_view(m_value).substr(from, to - from));
    while (!text.empty() && kept + characters(text) > m_field.max_chars) text.resize(before(text, text.size()));
    if (text.empty()) return;
    remember();
    m_value.replace(from, to - from, text);
    m_state.caret = m_state.anchor = from + text.size();
  }

  std::string m_value;
  FieldState& m_state;
  const TextField& m_field;
};

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
  Touch touch = core.touch(id, Role::TextField, field.label, rect, options);
  NodeId node_key = core.node(touch.node).id;
  core.node(touch.node).actions.set_value = true;
  bool first_time = !core.fields.contains(node_key);
  FieldState& state = core.fields[node_key];
  if (first_time || state.last != field.value) {
    // New, or replaced by the application: the caret goes to the end.
    state.caret = state.anchor = field.value.size();
    if (!first_time) state.undo.clear();
    state.last = field.value;
  }
  if (touch.focused || touch.activated || (core.field == 0 && field.autofocus)) {
    if (core.field != node_key) core.field_events.clear();
    core.field = node_key;
    if (core.focus == 0) core.focus = node_key;
  }
  bool active = core.field == node_key;
  std::optional<std::string> changed;
  std::string value(field.value);
  if (active) {
    core.field_seen = true;
    core.wants_text = true;
    Editor editor(value, state, field);
    for (const InputEvent& event : core.field_events) editor.apply(event, core.submitted);
    core.field_events.clear();
    if (editor.value() != value) {
      value = editor.value();
      state.last = value;
      changed = value;
      core.wake_at(core.in.now);
      core.node(touch.node).value = field.secret ? std::string() : value;
    }
  }
  core.node(touch.node).states.focused = active;

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
  if (invalid) {
    std::size_t error =
        core.add_node(std::string(id) + ".error", Role::Status, field.error, Rect{rect.x, rect.bottom(), rect.w, 1});
    core.node(error).live = Live::Assertive;
  }
  Type type = field.multiline ? Type::Body : Type::Lead;
  SizedFont& font = core.font(type, 400);
  std::string discs;
  std::string_view shown = value;
  if (field.secret) {
    for (std::size_t i = 0; i < characters(value); ++i) discs += "•";
    shown = discs;
  }
  if (value.empty() && invalid) {
    core.draw_icon(Icon::CircleCross, {rect.x + 44, rect.y + rect.h / 2}, 36, core.colour(Token::Error));
    core.label({rect.x + 78, rect.y, rect.w - 90, rect.h}, field.error, Type::Label, core.colour(Token::Error), 500,
               Align::Left, Vertical::Middle, true);
  } else if (value.empty() && !field.placeholder.empty()) {
    core.label(inside, field.placeholder, type, core.colour(Token::TextSecondary), 400, Align::Left,
               field.multiline ? Vertical::Top : Vertical::Middle);
  }
  Rect area = core.px(inside);
  std::vector<FieldLine> lines = field_lines(core, font, shown, area.w, field.multiline);
  float line_height = core.line_px(type);
  // A disc is three bytes; the value's own character may be another count.
  auto shown_offset = [&](std::size_t offset) {
    return field.secret ? characters(std::string_view(value).substr(0, offset)) * 3 : offset;
  };
  std::size_t caret = shown_offset(std::min(state.caret, value.size())),
              anchor = shown_offset(std::min(state.anchor, value.size()));
  std::size_t caret_line = 0;
  for (std::size_t l = 0; l < lines.size(); ++l)
    if (lines[l].begin <= caret) caret_line = l;
  auto room = std::max<std::size_t>(1, static_cast<std::size_t>(area.h / line_height));
  std::size_t top_line =
      lines.size() > room ? std::min(caret_line >= room - 1 ? caret_line - (room - 1) : 0, lines.size() - room) : 0;
  if (!field.multiline) room = 1;
  float top = field.multiline ? area.y : std::round(area.y + (area.h - line_height) / 2);
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
    StyledRun run{line, &font, core.colour(Token::Text)};
    TextLine piece;
    piece.pieces.push_back({0, line, 0, 0});
    core.draw_line(std::span<const StyledRun>(&run, 1), piece, area.x - shift, y, line_height);
    if (active && l == caret_line && (!value.empty() || !invalid)) {
      float x = std::round(x_of(caret));
      float height = std::round(static_cast<float>(font.px) * 1.3F);
      core.paint.rect({x, std::round(y + (line_height - height) / 2), std::max(2.0F, core.snap(3)), height},
                      core.colour(Token::Accent));
    }
  }
  core.paint.pop_clip();
  // Touching the text moves the caret there.
  if (touch.activated && !field.secret && core.just_up) {
    auto l = std::min(lines.size() - 1,
                      top_line + static_cast<std::size_t>(std::max(0.0F, (core.pointer.y - top) / line_height)));
    std::size_t best = lines[l].begin;
    for (std::size_t at = lines[l].begin; at < lines[l].end;) {
      std::size_t next = after(shown, at);
      float middle = (core.fonts->width(font, shown.substr(lines[l].begin, at - lines[l].begin)) +
                      core.fonts->width(font, shown.substr(lines[l].begin, next - lines[l].begin))) /
                     2;
      if (core.pointer.x < area.x - shift + middle) break;
      best = at = next;
    }
    state.caret = state.anchor = std::min(best, value.size());
  }
  return changed;
}

namespace {

struct KeyCap {
  std::string_view lower, upper;
};

constexpr std::array<KeyCap, 10> kRow1 = {{{"a", "A"},
                                           {"z", "Z"},
                                           {"e", "E"},
                                           {"r", "R"},
                                           {"t", "T"},
                                           {"y", "Y"},
                                           {"u", "U"},
                                           {"i", "I"},
                                           {"o", "O"},
                                           {"p", "P"}}};
constexpr std::array<KeyCap, 10> kRow2 = {{{"q", "Q"},
                                           {"s", "S"},
                                           {"d", "D"},
                                           {"f", "F"},
                                           {"g", "G"},
                                           {"h", "H"},
                                           {"j", "J"},
                                           {"k", "K"},
                                           {"l", "L"},
                                           {"m", "M"}}};
constexpr std::array<KeyCap, 7> kRow3 = {
    {{"w", "W"}, {"x", "X"}, {"c", "C"}, {"v", "V"}, {"b", "B"}, {"n", "N"}, {"’", "’"}}};
constexpr std::array<KeyCap, 10> kAccents1 = {{{"é", "É"},
                                               {"è", "È"},
                                               {"ê", "Ê"},
                                               {"ë", "Ë"},
                                               {"à", "À"},
                                               {"â", "Â"},
                                               {"ù", "Ù"},
                                               {"û", "Û"},
                                               {"ü", "Ü"},
                                               {"ï", "Ï"}}};
constexpr std::array<KeyCap, 10> kAccents2 = {{{"î", "Î"},
                                               {"ô", "Ô"},
                                               {"ö", "Ö"},
                                               {"ç", "Ç"},
                                               {"œ", "Œ"},
                                               {"æ", "Æ"},
                                               {"ÿ", "Ÿ"},
                                               {"ñ", "Ñ"},
                                               {"«", "«"},
                                               {"»", "»"}}};
constexpr std::array<KeyCap, 7> kAccents3 = {
    {{"-", "-"}, {"!", "!"}, {"?", "?"}, {";", ";"}, {":", ":"}, {"…", "…"}, {"’", "’"}}};
constexpr std::array<KeyCap, 10> kDigits1 = {{{"1", "1"},
                                              {"2", "2"},
                                              {"3", "3"},
                                              {"4", "4"},
                                              {"5", "5"},
                                              {"6", "6"},
                                              {"7", "7"},
                                              {"8", "8"},
                                              {"9", "9"},
                                              {"0", "0"}}};
constexpr std::array<KeyCap, 10> kDigits2 = {{{"-", "-"},
                                              {"/", "/"},
                                              {"(", "("},
                                              {")", ")"},
                                              {"€", "€"},
                                              {"%", "%"},
                                              {"@", "@"},
                                              {"&", "&"},
                                              {"+", "+"},
                                              {"=", "="}}};
/// With fewer columns there is no key of its own for the comma and the full stop.
constexpr std::array<KeyCap, 7> kDigits3Compact = {
    {{",", ","}, {".", "."}, {"!", "!"}, {"?", "?"}, {";", ";"}, {":", ":"}, {"’", "’"}}};
constexpr std::array<KeyCap, 7> kDigits3 = {
    {{"!", "!"}, {"?", "?"}, {";", ";"}, {":", ":"}, {"_", "_"}, {"#", "#"}, {"’", "’"}}};

}  // namespace

void Ui::keyboard(std::string_view id, Rect rect, KeyboardKind kind, const KeyboardLabels& labels) {
  Core& core = *m_core;
  Scope scope(*this, id);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  float gap = core.layout.gap;
  enum class Look { Letter, Word, Function };
  auto key = [&](std::string_view key_id, Rect area, std::string_view name, std::string_view cap, Icon icon, Look look,
                 bool on = false) {
    TouchOptions options;
    options.repeats = true;
    options.takes_focus = false;
    options.radius = 12;
    options.states.on = on;
    Touch touch = core.touch(key_id, Role::Key, name, area, options);
    Color ink = core.colour(touch.pressed || on ? Token::OnAction : Token::Text);
    Rect face = area;
    if (touch.pressed || on) {
      core.draw_box(area, 12, core.colour(Token::Action), {}, 0, {}, 0);
    } else {
      core.draw_box(area, 12, core.colour(look == Look::Function ? Token::KeyFunctionFill : Token::KeyFill),
                    core.colour(Token::OutlineControl), 2, core.colour(Token::OutlineControl), 5);
      face.h -= 3;
    }
    if (icon != Icon::None && cap.empty()) {
      core.draw_icon(icon, face.center(), 38, ink);
    } else if (icon != Icon::None) {
      float width = core.label_width(cap, Type::Note, 500), total = 36 + 10 + width;
      float x = face.x + (face.w - total) / 2;
      if (total > face.w - 8) {
        core.draw_icon(icon, face.center(), 38, ink);
      } else {
        core.draw_icon(icon, {x + 18, face.center().y}, 36, ink);
        core.label({x + 46, face.y, width + 4, face.h}, cap, Type::Note, ink, 500);
      }
    } else if (look == Look::Letter) {
      StyledRun run{cap,
                    &core.fonts->get(core.in.settings.easy_reading ? Family::Easy : Family::Text, 500,
                                     static_cast<int>(std::lround(core.px(34)))),
                    ink};
      std::span<const StyledRun> runs(&run, 1);
      core.draw_text(runs, core.lay_out(runs, 1e6F, false), core.px(face), core.px(44), Align::Center,
                     Vertical::Middle);
    } else {
      float small = core.label_width(cap, Type::Small, 500);
      if (core.layout.text_scale > 1 && small > face.w - 12) {
        // Large text on a narrow key: one line, as large as the key allows.
        float size = core.theme.type(Type::Small, core.in.settings.easy_reading).size * (face.w - 12) / small;
        StyledRun run{cap, &core.font_px(Family::Text, 500, size), ink};
        std::span<const StyledRun> runs(&run, 1);
        core.draw_text(runs, core.lay_out(runs, 1e6F, false), core.px(face), core.px(44), Align::Center, Vertical::Middle);
        return touch.activated;
      }
      Type type = core.label_width(cap, Type::Label, 500) > face.w - 12 ? Type::Small : Type::Label;
      core.label(face, cap, type, ink, 500, Align::Center, Vertical::Middle, true, 28);
    }
    return touch.activated;
  };
  auto type = [&](std::string_view text) {
    core.field_waiting.push_back(InputEvent::typed(std::string(text)));
    core.wake_at(core.in.now);
    if (core.shift) core.shift = false;
  };
  auto erase = [&] {
    core.field_waiting.push_back(InputEvent::pressed(Key::Backspace));
    core.wake_at(core.in.now);
  };
  if (kind != KeyboardKind::Text) {
    constexpr std::array<std::string_view, 10> kNumbers = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"};
    for (int i = 0; i < 12; ++i) {
      Rect area = rect.row(i / 3, 4, gap).column(i % 3, 3, gap);
      if (i == 9) {
        if (kind == KeyboardKind::Decimal && key("comma", area, ",", ",", Icon::None, Look::Letter)) type(",");
        continue;
      }
      if (i == 11) {
        if (key("erase", area, labels.erase, labels.erase, Icon::Backspace, Look::Function)) erase();
        continue;
      }
      std::string_view number = kNumbers[static_cast<std::size_t>(i == 10 ? 9 : i)];
      if (key(number, area, number, number, Icon::None, Look::Letter)) type(number);
    }
    return;
  }
  auto plane = [&](auto& letters, auto& accents, auto& digits) {
    return core.digits ? std::span(digits) : core.accents ? std::span(accents) : std::span(letters);
  };
  constexpr float kLeastKey = 88;
  if ((rect.w - 9 * gap) / 10 < kLeastKey) {
    // The same keys one after the other: letters, then what does something. Space takes what is left of the last row.
    auto columns = std::max(4, static_cast<int>((rect.w + gap + 0.5F) / (kLeastKey + gap)));
    std::vector<KeyCap> caps;
    for (auto row : {plane(kRow1, kAccents1, kDigits1), plane(kRow2, kAccents2, kDigits2)}) caps.insert(caps.end(), row.begin(), row.end());
    auto third = plane(kRow3, kAccents3, kDigits3Compact);
    caps.insert(caps.end(), third.begin(), third.end());
    int count = static_cast<int>(caps.size()) + 5;  // shift, digits, accents, space, erase
    int rows = (count + columns - 1) / columns, spare = rows * columns - count;
    bool line_key = spare > 0;
    int space_keys = 1 + spare - (line_key ? 1 : 0);
    int next = 0;
    auto cell = [&](int keys) {
      Rect row = rect.row(next / columns, rows, gap);
      int at = next % columns;
      Rect first = row.column(at, columns, gap), last = row.column(std::min(at + keys, columns) - 1, columns, gap);
      next += keys;
      return Rect{first.x, first.y, last.right() - first.x, first.h};
    };
    for (std::size_t i = 0; i < caps.size(); ++i) {
      std::string_view cap = core.shift ? caps[i].upper : caps[i].lower;
      if (key("c-" + std::to_string(i + 1), cell(1), cap, cap, Icon::None, Look::Letter)) type(cap);
    }
    if (key("shift", cell(1), labels.shift, "", Icon::Shift, Look::Function, core.shift)) core.shift = !core.shift;
    std::string_view digits_cap = core.digits ? labels.letters : labels.digits;
    if (key("digits", cell(1), digits_cap, digits_cap, Icon::None, Look::Function)) {
      core.digits = !core.digits;
      core.accents = false;
    }
    std::string_view accents_cap = core.accents ? labels.letters : labels.accents;
    if (key("accents", cell(1), accents_cap, accents_cap, Icon::None, Look::Function)) {
      core.accents = !core.accents;
      core.digits = false;
    }
    if (key("space", cell(space_keys), labels.space, labels.space, Icon::None, Look::Word)) type(" ");
    if (line_key && key("line", cell(1), labels.new_line, labels.new_line, Icon::None, Look::Function)) {
      core.field_waiting.push_back(InputEvent::pressed(Key::Enter));
      core.wake_at(core.in.now);
    }
    if (key("erase", cell(1), labels.erase, "", Icon::Backspace, Look::Function)) erase();
    return;
  }
  auto letters = [&](int row, std::span<const KeyCap> caps, int first_column) {
    Rect line = rect.row(row, 4, gap);
    for (std::size_t i = 0; i < caps.size(); ++i) {
      std::string_view cap = core.shift ? caps[i].upper : caps[i].lower;
      std::string key_id = std::to_string(row + 1) + "-" + std::to_string(i + 1);
      if (key(key_id, line.column(static_cast<int>(i) + first_column, 10, gap), cap, cap, Icon::None, Look::Letter))
        type(cap);
    }
  };
  auto join = [](Rect a, Rect b) { return Rect{a.x, a.y, b.right() - a.x, a.h}; };
  letters(0, plane(kRow1, kAccents1, kDigits1), 0);
  letters(1, plane(kRow2, kAccents2, kDigits2), 0);
  Rect third = rect.row(2, 4, gap), fourth = rect.row(3, 4, gap);
  auto at = [&](Rect row, int column) { return row.column(column, 10, gap); };
  if (key("shift", at(third, 0), labels.shift, "", Icon::Shift, Look::Function, core.shift)) core.shift = !core.shift;
  letters(2, plane(kRow3, kAccents3, kDigits3), 1);
  if (key("erase", join(at(third, 8), at(third, 9)), labels.erase, labels.erase, Icon::Backspace, Look::Function))
    erase();
  float unit = at(fourth, 0).w, wide = unit * 1.6F;
  Rect digits_key = at(fourth, 0);
  Rect accents_key{digits_key.right() + gap, fourth.y, wide, fourth.h};
  Rect comma{accents_key.right() + gap, fourth.y, unit, fourth.h};
  Rect line_key{rect.right() - wide, fourth.y, wide, fourth.h};
  Rect dot{line_key.x - gap - unit, fourth.y, unit, fourth.h};
  Rect space{comma.right() + gap, fourth.y, dot.x - gap - comma.right() - gap, fourth.h};
  if (key("digits", digits_key, core.digits ? labels.letters : labels.digits,
          core.digits ? labels.letters : labels.digits, Icon::None, Look::Function)) {
    core.digits = !core.digits;
    core.accents = false;
  }
  if (key("accents", accents_key, core.accents ? labels.letters : labels.accents,
          core.accents ? labels.letters : labels.accents, Icon::None, Look::Function)) {
    core.accents = !core.accents;
    core.digits = false;
  }
  if (key("comma", comma, ",", ",", Icon::None, Look::Letter)) type(",");
  if (key("space", space, labels.space, labels.space, Icon::None, Look::Word)) type(" ");
  if (key("dot", dot, ".", ".", Icon::None, Look::Letter)) type(".");
  if (key("line", line_key, labels.new_line, labels.new_line, Icon::None, Look::Function)) {
    core.field_waiting.push_back(InputEvent::pressed(Key::Enter));
    core.wake_at(core.in.now);
  }
}

}  // namespace escale::ui
