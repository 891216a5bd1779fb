// What moves, and for how long: a new screen slides 24 points into its place in 160 ms, a step of progress grows in 240 ms. Nothing
// loops, nothing starts by itself, and with reduced motion everything is at its end at once (WCAG 2.3.3, 1.6 line A10). Private.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "kiosk/ui/semantics.hpp"
#include "kiosk/ui/ui.hpp"

namespace escale::ui {

class Motion {
 public:
  static constexpr Milliseconds kScreen{160}, kProgress{240}, kFrame{16};
  static constexpr float kDistance = 24;  ///< points

  void begin(const FrameInput& input);
  void screen(std::string_view name, int order);
  /// Where a value that is now `target` is drawn in this frame. A value seen for the first time is at its target.
  float value(NodeId id, float target);
  /// Points by which what follows the rail is drawn aside in this frame.
  float offset() const;
  /// Something still moves: another frame is wanted after kFrame.
  bool moving() const { return m_moving; }
  void forget();

 private:
  struct Value {
    float from = 0, to = 0;
    Milliseconds since{0};
    std::uint64_t seen = 0;  ///< the frame that asked last
  };
  bool m_on = false, m_moving = false, m_back = false;
  Milliseconds m_now{0};
  std::uint64_t m_frame = 0;
  std::uint64_t m_screen = 0;  ///< 0: none yet
  int m_order = 0;
  Milliseconds m_since{-10000};
  std::unordered_map<NodeId, Value> m_values;
};

}  // namespace escale::ui
