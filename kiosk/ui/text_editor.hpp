// A text being typed: caret, selection, undo, redo. Pure: events in, text out. What is one character to a reader (e and its
// combining accent, a flag, a family of emoji) is never cut in two.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/ui/input.hpp"

namespace escale::ui {

/// Bytes where the character before, or after, the byte `at` begins (ends). At either end: that end.
std::size_t character_before(std::string_view text, std::size_t at);
std::size_t character_after(std::string_view text, std::size_t at);
/// Code points of a text, as forms count them.
std::size_t code_points(std::string_view text);
/// The word around a byte, as [first, last): letters, digits, apostrophes and hyphens together. Empty between two spaces.
std::pair<std::size_t, std::size_t> word_at(std::string_view text, std::size_t at);

struct EditState {
  std::size_t caret = 0, anchor = 0;  ///< bytes of the value; they differ when something is selected
  struct Step {
    std::string value;
    std::size_t caret = 0;
  };
  std::vector<Step> undo, redo;
  bool typing = false;  ///< the last change added letters of one word: the next ones are undone with them
  bool has_selection() const { return caret != anchor; }
};

struct EditLimits {
  std::size_t max_code_points = 280;  ///< what goes beyond is ignored
  bool multiline = false;
  bool spaces = true;  ///< an e-mail address has none
};

class TextEditor {
 public:
  TextEditor(std::string value, EditState& state, const EditLimits& limits);
  /// One event. Up and Down are the caller's: only it knows the lines as they are drawn.
  void apply(const InputEvent& event, bool& submitted);
  const std::string& value() const { return m_value; }

 private:
  void move(std::size_t to, bool extend);
  std::size_t line_start() const;
  std::size_t line_end() const;
  void remember();
  void erase_selection();
  void insert(std::string_view typed);
  void step(std::vector<EditState::Step>& from, std::vector<EditState::Step>& to);

  std::string m_value;
  EditState& m_state;
  const EditLimits& m_limits;
};

}  // namespace escale::ui
