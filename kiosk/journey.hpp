// A journey: what a person does and sees on the terminal, one verb a line (tests/journeys/README.md is the language).
// Rule: a journey only names what the semantic tree shows; it never reaches inside.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/app/state.hpp"
#include "kiosk/ui/input.hpp"
#include "kiosk/ui/semantics.hpp"
#include "sync/base/result.hpp"

namespace escale::kiosk {

enum class Verb : std::uint8_t {
  Tap,         ///< text (a name) or key, perhaps a role
  Seek,        ///< turns pages until text is there
  Swipe,       ///< text: "up", "down", "left" or "right", over the middle of the screen
  Type,        ///< text into the active field
  TypeWords,   ///< the words kept by `save words`
  Press,       ///< input_key, count times
  Expect,      ///< text or key is there, perhaps with a role
  ExpectNot,   ///< text or key is not there
  Screenshot,  ///< text: name of the PNG
  Tree,        ///< text: name of the dump
  Wait,        ///< milliseconds of the journey's own clock
  Settle,      ///< until nothing works or moves
  Check,       ///< the tree has no fault: names, sizes of targets, gaps
  SaveWords,   ///< the words of the list on the screen go to the words file
  Restart,     ///< the program begins again on the same data
  Hold,        ///< text: stands still until OUT/text.go is there
  Replaced,    ///< the person left: this process ends, the supervisor's next one plays on from here
  Kill,        ///< SIGKILL to itself; under escale-supervisor the next process plays on from here
  Theme,       ///< theme
  Text,        ///< count: 100, 150 or 200
  Lang,        ///< text: "fr" or "en"
  Easy,        ///< on
  Seated,      ///< on
  Size,        ///< width x height, pixels
  Repeat,      ///< body, count times
};

struct Step {
  int line = 0;
  Verb verb = Verb::Settle;
  std::string role;  ///< as role_name() writes it; empty: any
  std::string key;   ///< key=… instead of a text
  std::string text;
  int count = 1;
  std::chrono::milliseconds wait{0};
  ui::Key input_key = ui::Key::None;
  app::Theme theme = app::Theme::Light;
  bool on = true;
  int width = 0, height = 0;
  std::vector<Step> body;
};

struct Journey {
  std::string file;  ///< its name in sentences
  std::vector<Step> steps;
};

/// Reads a journey. InvalidInput: "tour.journey:12: …".
Result<Journey> parse_journey(std::string_view text, std::string file);

/// "1280x800". InvalidInput outside 320 to 8192 pixels a side.
Result<std::pair<int, int>> parse_size(std::string_view text);
/// "light", "dark" or "contrast".
Result<app::Theme> parse_theme(std::string_view text);

/// How a journey compares words: no-break spaces are spaces, curly apostrophes straight, soft hyphens nothing.
std::string folded(std::string_view text);

/// The first node with this role (empty: any), and this key or exactly this name; null when there is none.
/// A pressable node is preferred.
const ui::Node* find_node(const ui::SemanticTree& tree, const Step& step);
/// True when a name, value or description holds the step's text, or its key exists.
bool shows(const ui::SemanticTree& tree, const Step& step);

}  // namespace escale::kiosk
