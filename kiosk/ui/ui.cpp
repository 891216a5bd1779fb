#include "kiosk/ui/ui.hpp"

namespace escale::ui {

Rect Layout::span(const Rect& area, int first, int count) const {
  if (single_column()) return area;
  constexpr float kColumns = 12;
  float each = (area.w - gutter * (kColumns - 1)) / kColumns;
  return {area.x + (each + gutter) * static_cast<float>(first), area.y,
          each * static_cast<float>(count) + gutter * static_cast<float>(count - 1), area.h};
}

}  // namespace escale::ui
