// The screen's profile as the store keeps it, and what values make sense.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/app/state.hpp"

namespace escale::app {

/// What each may be; anything else is a slip of the hand.
inline constexpr float kLeastPxPerMm = 1, kMostPxPerMm = 30;
inline constexpr float kLeastDistanceMm = 200, kMostDistanceMm = 3000;
inline constexpr float kLeastBottomMm = 0, kMostBottomMm = 2000;
inline constexpr float kMostTiltDegrees = 90;
inline constexpr int kMostRepeatFilterMs = 1000;

/// True when every value is one that a terminal can have; px_per_mm may be 0 (not measured).
bool makes_sense(const ScreenProfile& profile);
/// "5.884 400 900 0 500": pixels per mm, distance, lower edge, tilt, repeat filter.
std::string profile_text(const ScreenProfile& profile);
/// The same read back. Corrupt when it is not five numbers that make sense; "" gives the defaults.
Result<ScreenProfile> parse_profile(std::string_view text);

}  // namespace escale::app
