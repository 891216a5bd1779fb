// A field and its keyboard: the only way something is typed on this terminal. In layouts without room for the question above the
// keys, the question has a page of its own before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/screens/frame.hpp"

namespace escale::screens {

struct Typing {
  std::string id;     ///< of the field
  std::string title;  ///< what is asked; cut with … only where a page before shows it whole
  std::string context;
  std::string step_label;  ///< "Question 5 sur 6"; may be empty
  std::string hint;        ///< under the title: a warning about names…
  ui::Icon hint_icon = ui::Icon::EyeOff;
  std::string value;
  std::string error;
  std::string placeholder;
  std::string counter;
  std::size_t max_chars = 280;
  bool multiline = false;
  bool secret = false;
  ui::KeyboardKind keyboard = ui::KeyboardKind::Text;
};

struct Typed {
  std::optional<std::string> changed;
  std::string_view activated;  ///< of the bottom row
  bool submitted = false;
};

/// Whether the title fits above the keyboard here; else show the question on a page of its own first.
bool typing_fits(const Frame& frame, const Typing& typing);

/// Draws header, field, keyboard and bottom row.
Typed typing_view(const Frame& frame, const Typing& typing, std::vector<BottomItem> bottom);

/// What is typed to open something (a code, five words): `open` is the button that does. In large text, what was wrong, and a title that is
/// longer than a line, have a page of their own before the keys, whose button leads to them.
struct Door {
  std::optional<std::string> changed;
  bool opened = false, left = false;
};
Door door_view(const Frame& frame, const Typing& typing, BottomItem open);

/// Pages of State::list from here on mean "typing the answer of thing number page - kTypingPage".
inline constexpr int kTypingPage = 1000;

}  // namespace escale::screens
