// What developers see over a screen: frame time, the semantic tree, targets in millimetres, the grid. Private to this folder.
#pragma once

#include "kiosk/ui/core.hpp"

namespace escale::ui {

/// Drawn last, over everything; adds no node.
void draw_overlay(Core& core);

}  // namespace escale::ui
