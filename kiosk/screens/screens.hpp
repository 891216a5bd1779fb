// The screens of the terminal: pure functions from what the state says to what stands on the glass, and to the actions that
// people ask for. No screen keeps a state of its own, reads a file or the time; what it cannot show, it says.
#pragma once

#include <string>
#include <vector>

#include "kiosk/app/action.hpp"
#include "kiosk/ui/ui.hpp"

namespace escale::screens {

/// Draws the view of the state, and what lies over it; appends what was asked for to `actions`. Between begin_frame and end_frame.
void draw(ui::Ui& ui, const app::State& state, app::Actions& actions);

/// What the reader chose, as the interface wants it.
ui::Settings settings_of(const app::State& state);

/// SHA-256 (hexadecimal) of the pictures that this view shows: keys for ui.add_image. In reading order, each once.
std::vector<std::string> images_needed(const app::State& state);

}  // namespace escale::screens
