// Who may be at risk when somebody looks over their shoulder.
#pragma once

#include "kiosk/app/state.hpp"

namespace escale::app {

/// True when the quick exit is offered: something sensitive was opened by this person, wherever they are now (a form, the help, the list).
/// Until the end of use.
bool offers_quick_exit(const State& state);

}  // namespace escale::app
