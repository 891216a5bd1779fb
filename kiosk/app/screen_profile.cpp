#include "kiosk/app/screen_profile.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace escale::app {
namespace {
bool within(float value, float least, float most) { return std::isfinite(value) && value >= least && value <= most; }
}  // namespace

bool makes_sense(const ScreenProfile& profile) {
  return (profile.px_per_mm == 0 || within(profile.px_per_mm, kLeastPxPerMm, kMostPxPerMm)) &&
         within(profile.distance_mm, kLeastDistanceMm, kMostDistanceMm) && within(profile.bottom_mm, kLeastBottomMm, kMostBottomMm) &&
         within(profile.tilt_degrees, 0, kMostTiltDegrees) && profile.repeat_filter_ms >= 0 && profile.repeat_filter_ms <= kMostRepeatFilterMs;
}

std::string profile_text(const ScreenProfile& profile) {
  return fmt::format("{} {} {} {} {}", profile.px_per_mm, profile.distance_mm, profile.bottom_mm, profile.tilt_degrees,
                     static_cast<float>(profile.repeat_filter_ms));
}

Result<ScreenProfile> parse_profile(std::string_view text) {
  if (text.empty()) return ScreenProfile{};
  std::array<float, 5> numbers = {};
  const char* at = text.data();
  const char* end = at + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ' ')) return fail(Code::Corrupt, "the screen's profile is not five numbers");
    const auto [next, error] = std::from_chars(at, end, numbers[i]);
    if (error != std::errc{}) return fail(Code::Corrupt, "the screen's profile is not five numbers");
    at = next;
  }
  ScreenProfile profile{numbers[0], numbers[1], numbers[2], numbers[3]};
  if (at != end || !within(numbers[4], 0, static_cast<float>(kMostRepeatFilterMs)))
    return fail(Code::Corrupt, "the screen's profile is not five numbers");
  profile.repeat_filter_ms = static_cast<int>(numbers[4]);
  if (!makes_sense(profile)) return fail(Code::Corrupt, "the screen's profile says what no screen can be");
  return profile;
}

}  // namespace escale::app
