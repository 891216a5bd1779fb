#include "kiosk/ui/text_editor.hpp"

#include <algorithm>

#include "kiosk/ui/fonts.hpp"

namespace escale::ui {
namespace {

constexpr std::size_t kMaxUndo = 64;

/// What continues the character before it: combining marks, variation selectors, skin tones (UAX #29, Extend).
bool continues(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
         (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F) ||
         (c >= 0x1F3FB && c <= 0x1F3FF) || c == 0x200D;
}

bool is_flag_half(char32_t c) {
  return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/// The end of the character that begins at `at`.
std::size_t end_of_character(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  char32_t before = next_code_point(text, at);
  int flags = is_flag_half(before) ? 1 : 0;
  while (at < text.size()) {
    std::size_t next = at;
    char32_t c = next_code_point(text, next);
    const bool joined = before == 0x200D && c != U'\n' && c != U' ';
    const bool flag = flags == 1 && is_flag_half(c);
    if (!continues(c) && !joined && !flag) break;
    flags += flag ? 1 : 0;
    before = c;
    at = next;
  }
  return at;
}

bool in_word(char32_t c) {
  if (c == U'\'' || c == U'’' || c == U'-' || c == U'_' || c == U'@') return true;
  if (c < 0x80) return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  return c != 0xA0 && c != 0x202F && c != U'«' && c != U'»' && c != U'…' && c != U'–' && c != U'—' && c != U'·';
}

/// What may be typed: no control character, a new line only where there are several.
std::string cleaned(std::string_view typed, const EditLimits& limits) {
  std::string out;
  for (std::size_t at = 0; at < typed.size();) {
    std::size_t start = at;
    char32_t c = next_code_point(typed, at);
    if (c == U'\uFFFD' || (c < 0x20 && !(c == U'\n' && limits.multiline)) || (c >= 0x7F && c < 0xA0)) continue;
    if (!limits.spaces && (c == U' ' || c == 0xA0 || c == 0x202F)) continue;
    out += typed.substr(start, at - start);
  }
  return out;
}

}  // namespace

std::size_t character_after(std::string_view text, std::size_t at) {
  return end_of_character(text, at);
}

std::size_t character_before(std::string_view text, std::size_t at) {
  at = std::min(at, text.size());
  // Characters are found forwards; those of one line are enough.
  std::size_t start = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  std::size_t here = start == std::string::npos ? 0 : start;
  std::size_t last = here;
  while (here < at) {
    last = here;
    here = end_of_character(text, here);
  }
  return last;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::pair<std::size_t, std::size_t> word_at(std::string_view text, std::size_t at) {
  at = std::min(at, text.size());
  std::size_t first = at, last = at;
  while (first > 0) {
    std::size_t before = character_before(text, first), peek = before;
    if (!in_word(next_code_point(text, peek))) break;
    first = before;
  }
  while (last < text.size()) {
    std::size_t peek = last;
    if (!in_word(next_code_point(text, peek))) break;
    last = end_of_character(text, last);
  }
  return {first, last};
}

TextEditor::TextEditor(std::string value, EditState& state, const EditLimits& limits)
    : m_value(std::move(value)), m_state(state), m_limits(limits) {
  m_state.caret = std::min(m_state.caret, m_value.size());
  m_state.anchor = std::min(m_state.anchor, m_value.size());
}

void TextEditor::apply(const InputEvent& event, bool& submitted) {
  if (event.kind == EventKind::Text) {
    insert(event.text);
    return;
  }
  auto [from, to] = std::minmax(m_state.caret, m_state.anchor);
  const bool collapses = m_state.has_selection() && !event.shift;
  switch (event.key) {
    case Key::Left:
      move(collapses ? from : character_before(m_value, m_state.caret), event.shift);
      break;
    case Key::Right:
      move(collapses ? to : character_after(m_value, m_state.caret), event.shift);
      break;
    case Key::Home:
      move(line_start(), event.shift);
      break;
    case Key::End:
      move(line_end(), event.shift);
      break;
    case Key::Backspace:
      if (!m_state.has_selection()) m_state.anchor = character_before(m_value, m_state.caret);
      erase_selection();
      break;
    case Key::Delete:
      if (!m_state.has_selection()) m_state.anchor = character_after(m_value, m_state.caret);
      erase_selection();
      break;
    case Key::Enter:
      if (m_limits.multiline) {
        insert("\n");
      } else if (!event.repeat) {
        submitted = true;
      }
      break;
    case Key::SelectAll:
      m_state.anchor = 0;
      m_state.caret = m_value.size();
      m_state.typing = false;
      break;
    case Key::Undo:
      step(m_state.undo, m_state.redo);
      break;
    case Key::Redo:
      step(m_state.redo, m_state.undo);
      break;
    default:
      break;
  }
}

void TextEditor::move(std::size_t to, bool extend) {
  m_state.caret = to;
  if (!extend) m_state.anchor = to;
  m_state.typing = false;
}

std::size_t TextEditor::line_start() const {
  std::size_t found = m_state.caret == 0 ? std::string::npos : m_value.rfind('\n', m_state.caret - 1);
  return found == std::string::npos ? 0 : found + 1;
}

std::size_t TextEditor::line_end() const {
  std::size_t found = m_value.find('\n', m_state.caret);
  return found == std::string::npos ? m_value.size() : found;
}

void TextEditor::remember() {
  m_state.undo.push_back({m_value, m_state.caret});
  if (m_state.undo.size() > kMaxUndo) m_state.undo.erase(m_state.undo.begin());
  m_state.redo.clear();
}

void TextEditor::step(std::vector<EditState::Step>& from, std::vector<EditState::Step>& to) {
  m_state.typing = false;
  if (from.empty()) return;
  to.push_back({m_value, m_state.caret});
  m_value = std::move(from.back().value);
  m_state.caret = m_state.anchor = std::min(from.back().caret, m_value.size());
  from.pop_back();
}

void TextEditor::erase_selection() {
  if (!m_state.has_selection()) return;
  remember();
  m_state.typing = false;
  auto [from, to] = std::minmax(m_state.caret, m_state.anchor);
  m_value.erase(from, to - from);
  m_state.caret = m_state.anchor = from;
}

void TextEditor::insert(std::string_view typed) {
  std::string text = cleaned(typed, m_limits);
  if (text.empty()) return;
  auto [from, to] = std::minmax(m_state.caret, m_state.anchor);
  std::size_t kept = code_points(m_value) - code_points(std::string_view(m_value).substr(from, to - from));
  while (!text.empty() && kept + code_points(text) > m_limits.max_code_points)
    text.resize(character_before(text, text.size()));
  if (text.empty()) return;
  // The letters of one word are undone together; a space, a deletion or a move begins a new step.
  const bool goes_on = m_state.typing && !m_state.has_selection() && text != " " && text != "\n";
  if (!goes_on) remember();
  m_state.redo.clear();
  m_state.typing = text != " " && text != "\n";
  m_value.replace(from, to - from, text);
  m_state.caret = m_state.anchor = from + text.size();
}

}  // namespace escale::ui
