// What a finger means: a press, a drag, a flick that glides on. Pure: values and timestamped events in, what happened out; no
// clock, no screen, no library. Rules kept here (EN 301 549 5.5 to 5.9, WCAG 2.5.1, 2.5.2, 2.5.7):
// - a press acts when it lifts, never before; a second finger, the system or a drag takes it away for good;
// - a drag may begin on a button: past the slop nothing under the finger can act any more;
// - speed is measured between the events' own times; a finger that stops before it lifts throws nothing;
// - a touch on something that glides stops it, and never acts.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include "kiosk/ui/input.hpp"

namespace escale::ui {

using Milliseconds = std::chrono::milliseconds;

enum class GesturePhase : std::uint8_t {
  Steady,    ///< no finger, nothing moves
  Pressed,   ///< a finger is down and has not gone further than the slop
  Dragging,  ///< it has: what is under it follows
  Coasting,  ///< it left, and what it dragged glides on
};

/// How a screen of this size reads fingers.
struct GestureRules {
  float px_per_mm = 5.9F;
  float slop_mm = 2.5F;  ///< a finger that trembles this far still presses
  /// Something can be dragged there. Otherwise a press stays one however far the finger goes; widgets see when it slides off them.
  bool drags = true;
  bool coasts = true;  ///< what is dragged glides on: a long text does, pages do not
};

/// One event of a pointer: EventKind::PointerDown, Move, Up or Cancel.
struct PointerEvent {
  EventKind kind = EventKind::PointerMove;
  Point at = {};          ///< pixels
  Milliseconds time{0};  ///< monotonic
};

/// What one event or one instant did. At most one of press, release, cancel, drag_ends.
struct GestureStep {
  bool press = false;       ///< a finger came down where a press may begin
  bool release = false;     ///< it lifted after a press: what is under it acts
  bool cancel = false;      ///< the press ended without acting
  bool drag_begins = false; ///< whatever was pressed must let go
  bool drag_ends = false;   ///< it lifted after a drag; Gesture::velocity says how fast
  Point moved = {};         ///< pixels that what is dragged moves by, now
};

/// Everything remembered between two events.
struct Gesture {
  GesturePhase phase = GesturePhase::Steady;
  bool down = false;       ///< the first finger is on the glass
  bool dead = false;       ///< until it lifts, nothing it does counts
  bool stopped = false;    ///< it stopped what glided: it may drag again, it cannot act
  Point from = {}, at = {};  ///< pixels: where it came down, where it is
  Point velocity = {};     ///< pixels a second, when it lifted
  Point glided = {};       ///< pixels since it lifted
  Milliseconds lifted{0};
  struct Sample {
    Point at;
    Milliseconds time{0};
  };
  static constexpr std::size_t kSamples = 5;
  std::array<Sample, kSamples> samples = {};  ///< newest last
  std::size_t sampled = 0;

  /// Pixels from where the finger came down.
  Point travelled() const { return {at.x - from.x, at.y - from.y}; }
};

/// Takes one event of a pointer.
GestureStep advance(Gesture& gesture, const PointerEvent& event, const GestureRules& rules);
/// What glides moves on to where it is at `now`, whatever the number of frames in between.
GestureStep coast(Gesture& gesture, Milliseconds now, const GestureRules& rules);
/// What glided met its end.
void stop_coasting(Gesture& gesture);

/// The page that a lifted drag asks for: +1 when the finger went up or left far or fast enough, -1 when it went down or right, 0
/// when it went neither far, nor fast, nor straight enough to be sure.
int page_turn(const Gesture& gesture, const GestureRules& rules);

}  // namespace escale::ui
