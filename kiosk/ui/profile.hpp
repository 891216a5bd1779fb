// The screen as a thing in a room: how big a pixel is, how far the eyes are, how high the glass hangs. Millimetres of the
// accessibility rules become pixels here and nowhere else.
#pragma once

namespace escale::ui {

/// Set by staff, once, for this terminal (staff area, "Régler l'écran"); the defaults are the reference screen of the design:
/// 10.1 inches, 1280 x 800, on a counter.
struct ScreenProfile {
  float px_per_mm = 0;       ///< pixels per millimetre of glass; 0: not measured, taken as a 10.1-inch screen of this many pixels
  float distance_mm = 400;   ///< from the eyes to the glass
  float bottom_mm = 900;     ///< height of the glass's lower edge above the floor
  float tilt_degrees = 0;    ///< 0: upright; 90: lies flat
  bool operator==(const ScreenProfile&) const = default;
};

}  // namespace escale::ui
