// Where rail, header, body and bottom row go on a glass of this size, in this posture. Pure.
#pragma once

#include <vector>

#include "kiosk/ui/ui.hpp"

namespace escale::ui {

struct Measured {
  float scale = 1;  ///< pixels per point
  Layout layout;
};

/// `forced_scale` is used as it is when it is not 0.
Measured measure_layout(int width, int height, const Settings& settings, float forced_scale = 0);

/// Places of the rail: the way home first, then the tools, the quick exit last.
inline constexpr int kRailPlaces = 6;
/// The rectangle of each place, in points.
std::vector<Rect> rail_places(const Layout& layout);

}  // namespace escale::ui
