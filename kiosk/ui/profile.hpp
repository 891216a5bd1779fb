// The screen as a thing in a room: how big a pixel is, how far the eyes are, how high the glass hangs. Millimetres of the
// accessibility rules become pixels here and nowhere else.
#pragma once

#include <cstdint>
#include <vector>

namespace escale::ui {

/// Set by staff, once, for this terminal (staff area, "Régler l'écran"); the defaults are the reference screen of the design:
/// 10.1 inches, 1280 x 800, on a counter.
struct ScreenProfile {
  float px_per_mm = 0;       ///< pixels per millimetre of glass; 0: not measured, see diagonal_mm
  float distance_mm = 400;   ///< from the eyes to the glass
  float bottom_mm = 900;     ///< height of the glass's lower edge above the floor
  float tilt_degrees = 0;    ///< 0: upright; 90: lies flat
  float diagonal_mm = 0;     ///< of the glass, when px_per_mm is 0; 0 too: taken as a 10.1-inch screen of this many pixels
  int repeat_filter_ms = 500;  ///< a second press sooner than that is a tremor's (EN 301 549, 5.8): 0 to 1000
  bool operator==(const ScreenProfile&) const = default;
};

// --- what the rules ask for (accessibility lines C1, C12, A4, A5, A12) ----------------------------------------------------------
inline constexpr float kTargetMm = 15;       ///< least side of what can be touched
inline constexpr float kLargeTargetMm = 20;  ///< the same when text is at 150 % or more
inline constexpr float kGapMm = 3;           ///< least distance between two of them
/// Where somebody seated reaches: EN 301 549 8.3 (at most 1.22 m) and the French rule for public places (0.90 to 1.30 m).
inline constexpr float kReachLowMm = 900, kReachHighMm = 1220;
/// Less of the glass in reach than this, and the seated mode cannot keep to it.
inline constexpr float kLeastSeatedMm = 75;
inline constexpr float kSeatedEyesMm = 1015;    ///< EN 301 549, 8.3.5
inline constexpr float kReadableDegrees = 0.45F;  ///< least height of a capital in ordinary text

/// ISO/IEC 7810, ID-1: a bank card, the measure that everybody carries.
inline constexpr float kCardWidthMm = 85.60F, kCardHeightMm = 53.98F;

/// Pixels per millimetre of this glass: measured, else by its diagonal.
float pixels_per_mm(const ScreenProfile& profile, int width, int height);
/// Pixels per millimetre of a glass of this diagonal.
float pixels_per_mm_of_diagonal(float diagonal_mm, int width, int height);
/// Height above the floor, in mm, of a row of pixels counted from the top.
float height_of_row(const ScreenProfile& profile, int width, int height, float row_px);
/// The angle in degrees under which something this high is seen from the profile's distance (EN 301 549, 5.1.4).
float seen_under(const ScreenProfile& profile, float height_mm);

/// Rows of pixels, from the top of the glass.
struct RowBand {
  float top = 0, bottom = 0;
  float height() const { return bottom - top; }
};
/// The rows between 0.90 and 1.22 m of the floor. The whole glass when less than `least_mm` of it is in reach: then
/// profile_warnings says so.
RowBand reach_band(const ScreenProfile& profile, int width, int height, float least_mm = kLeastSeatedMm);

/// Pixels per point: the largest at which the design fits, but never so small that 88 points are less than 15 mm, nor so large that
/// they are more than 30 mm for somebody at 600 mm.
float points_scale(const ScreenProfile& profile, int width, int height);

/// Height in mm of a capital of ordinary text (26 points, Inter; larger when that is seen under less than 0.45 degrees).
float capital_mm(const ScreenProfile& profile, int width, int height);

enum class ProfileFault : std::uint8_t {
  NotMeasured,     ///< px_per_mm is 0: sizes are those of a 10.1-inch screen
  OutOfReach,      ///< so little of the glass is between 0.90 and 1.22 m that the seated mode cannot keep to it; `value`: mm in reach
  TooHighToRead,   ///< the lower edge is above seated eyes by more than a glance; `value`: mm above 1.015 m
  TooFlat,         ///< lamps are seen in it; `value`: degrees
  TooSmall,        ///< 15 mm targets leave no room for a screen; `value`: mm of a target
  TextTooSmall,    ///< from there ordinary text must be larger than designed to be seen under 0.45 degrees; `value`: percent
};
struct ProfileWarning {
  ProfileFault fault = ProfileFault::NotMeasured;
  float value = 0;
};
/// What is out of reach or hard to read with this glass, so mounted; empty when all is well.
std::vector<ProfileWarning> profile_warnings(const ScreenProfile& profile, int width, int height);

}  // namespace escale::ui
