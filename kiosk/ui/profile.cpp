#include "kiosk/ui/profile.hpp"

#include <algorithm>
#include <cmath>

namespace escale::ui {
namespace {

constexpr float kUnmeasuredDiagonalMm = 10.1F * 25.4F;
constexpr float kTargetPoints = 88;   // what the design draws for 15 mm
constexpr float kRounding = 0.985F;   // whole pixels: 88 at 5.88 px/mm is 14.96 mm
constexpr float kMostTargetMm = 30;   // beyond, a hand has to travel
constexpr float kMostTargetFromMm = 600;
// Less room than this and nothing can be laid out any more.
constexpr float kLeastWidth = 640, kLeastHeight = 400;
constexpr float kBodyPoints = 26, kCapital = 0.727F;  // ordinary text, and the height of a capital in it (Inter)
constexpr float kDegrees = 57.29578F;

float rise(const ScreenProfile& profile) {
  // Of a glass that leans back, each millimetre rises less.
  return std::max(0.05F, std::cos(std::clamp(profile.tilt_degrees, 0.0F, 90.0F) / kDegrees));
}

float designed_capital_mm(const ScreenProfile& profile, int width, int height) {
  return kBodyPoints * kCapital * points_scale(profile, width, height) / pixels_per_mm(profile, width, height);
}

}  // namespace

float pixels_per_mm_of_diagonal(float diagonal_mm, int width, int height) {
  return std::hypot(static_cast<float>(width), static_cast<float>(height)) / diagonal_mm;
}

float pixels_per_mm(const ScreenProfile& profile, int width, int height) {
  if (profile.px_per_mm > 0) return profile.px_per_mm;
  return pixels_per_mm_of_diagonal(profile.diagonal_mm > 0 ? profile.diagonal_mm : kUnmeasuredDiagonalMm, width, height);
}

float height_of_row(const ScreenProfile& profile, int width, int height, float row_px) {
  return profile.bottom_mm + (static_cast<float>(height) - row_px) / pixels_per_mm(profile, width, height) * rise(profile);
}

float seen_under(const ScreenProfile& profile, float height_mm) {
  return kDegrees * height_mm / std::max(1.0F, profile.distance_mm);
}

RowBand reach_band(const ScreenProfile& profile, int width, int height, float least_mm) {
  const float per_mm = pixels_per_mm(profile, width, height), all = static_cast<float>(height);
  const auto row_at = [&](float mm) { return all - (mm - profile.bottom_mm) / rise(profile) * per_mm; };
  RowBand band{std::clamp(row_at(kReachHighMm), 0.0F, all), std::clamp(row_at(kReachLowMm), 0.0F, all)};
  const float whole = all / per_mm;
  if (band.height() / per_mm < std::min(least_mm, whole - 0.5F)) return {0, all};
  return band;
}

float points_scale(const ScreenProfile& profile, int width, int height) {
  const auto w = static_cast<float>(width), h = static_cast<float>(height);
  const float fit = h > w ? std::min(w / 800, h / 1280) : std::min(w / 1280, h / 800);
  const float per_mm = pixels_per_mm(profile, width, height);
  // A whole number of pixels for 15 mm: then no rounding of edges makes a target smaller.
  const float exact = kTargetMm * per_mm / kTargetPoints, least = std::ceil(kTargetMm * per_mm) / kTargetPoints;
  const float most = kMostTargetMm * std::max(1.0F, profile.distance_mm / kMostTargetFromMm) / kTargetPoints * per_mm;
  float scale = fit >= exact * kRounding ? std::min(fit, most) : least;
  const float room = h > w ? std::min(w / kLeastHeight, h / kLeastWidth) : std::min(w / kLeastWidth, h / kLeastHeight);
  return std::min(scale, room);
}

float capital_mm(const ScreenProfile& profile, int width, int height) {
  // Never seen under less than 0.45 degrees: from far away, letters grow.
  const float least = kReadableDegrees * profile.distance_mm / kDegrees;
  return std::max(least, designed_capital_mm(profile, width, height));
}

std::vector<ProfileWarning> profile_warnings(const ScreenProfile& profile, int width, int height) {
  std::vector<ProfileWarning> out;
  const float per_mm = pixels_per_mm(profile, width, height), scale = points_scale(profile, width, height);
  if (profile.px_per_mm <= 0 && profile.diagonal_mm <= 0) out.push_back({ProfileFault::NotMeasured, per_mm});
  const float low = std::max(kReachLowMm, profile.bottom_mm);
  const float high = std::min(kReachHighMm, height_of_row(profile, width, height, 0));
  const float whole = height_of_row(profile, width, height, 0) - profile.bottom_mm;
  if (high - low < std::min(kLeastSeatedMm * rise(profile), whole - 0.5F))
    out.push_back({ProfileFault::OutOfReach, std::max(0.0F, high - low)});
  // What lies above the eyes by more than 30 degrees asks for a bent neck, and lamps are seen in it.
  const float middle = (profile.bottom_mm + height_of_row(profile, width, height, 0)) / 2;
  const float above = std::abs(middle - kSeatedEyesMm);
  if (middle > kSeatedEyesMm && above > profile.distance_mm * 0.58F) out.push_back({ProfileFault::TooHighToRead, above});
  if (profile.tilt_degrees > 60) out.push_back({ProfileFault::TooFlat, profile.tilt_degrees});
  const float target = kTargetPoints * scale / per_mm;
  if (target < kTargetMm * kRounding) out.push_back({ProfileFault::TooSmall, target});
  const float growth = capital_mm(profile, width, height) / designed_capital_mm(profile, width, height);
  if (growth > 1.02F) out.push_back({ProfileFault::TextTooSmall, growth * 100});
  return out;
}

}  // namespace escale::ui
