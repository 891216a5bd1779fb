// What people do, without naming a library: kiosk/platform makes these from SDL, tests make them by hand.
// Positions are pixels of the window. A finger and a mouse give the same pointer events.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "kiosk/ui/geometry.hpp"

namespace escale::ui {

enum class EventKind {
  PointerDown,    ///< a finger or the left button goes down at `at`
  PointerMove,    ///< the pressed pointer moves to `at`
  PointerUp,      ///< it lifts at `at`
  PointerCancel,  ///< a second finger or the system takes the touch away: nothing is activated
  Wheel,          ///< `wheel` notches, positive away from the reader
  Key,            ///< `key` goes down (or repeats)
  Text,           ///< `text` was typed (UTF-8), after the system's own composition
};

enum class Key {
  None,
  Tab,
  BackTab,
  Enter,
  Space,
  Escape,
  Left,
  Right,
  Up,
  Down,
  PageUp,
  PageDown,
  Home,
  End,
  Backspace,
  Delete,
  Undo,
  Redo,
  SelectAll,
  Overlay,  ///< F12: the developer's next overlay; the terminal ignores it
  // Taken by speech, before the interface sees them:
  Listen,       ///< the marked key: listening on, off
  Repeat,       ///< what was said, again
  Silence,      ///< stops the voice
  ReadOn,       ///< from here to the end
  Explore,      ///< keys and touches speak first, act second
  VolumeUp,
  VolumeDown,
  HeadsetIn,    ///< a headset was plugged
  HeadsetOut,   ///< the last one was pulled
  QuickExit,    ///< the other marked key: the neutral screen, at once; taken before everything else
};

struct InputEvent {
  EventKind kind = EventKind::PointerMove;
  Point at = {};  ///< pixels
  Key key = Key::None;
  bool shift = false;   ///< with Key: extends the selection of a text field
  bool repeat = false;  ///< with Key: the system's own repetition of a held key
  float wheel = 0;
  std::string text = {};
  /// How long before it was handed over it happened: what speeds are measured with. The platform knows it, without our clock.
  std::chrono::milliseconds age{0};

  static InputEvent pointer(EventKind kind, Point at, std::chrono::milliseconds age = {}) {
    InputEvent event;
    event.kind = kind;
    event.at = at;
    event.age = age;
    return event;
  }
  static InputEvent pressed(Key key, bool shift = false) {
    InputEvent event;
    event.kind = EventKind::Key;
    event.key = key;
    event.shift = shift;
    return event;
  }
  static InputEvent typed(std::string text) {
    InputEvent event;
    event.kind = EventKind::Text;
    event.text = std::move(text);
    return event;
  }
};

using InputEvents = std::vector<InputEvent>;

}  // namespace escale::ui
