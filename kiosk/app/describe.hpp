// One line about an action, for --log-actions. Rule: what happened, never what about: no answer, no word, no document, no key.
#pragma once

#include <string>

#include "kiosk/app/action.hpp"

namespace escale::app {

/// "OpenDocument", "Go Modules", "TurnPage 2", "AnswerFailed no_space".
std::string describe(const Action& action);

/// "Home", "Modules"…
std::string_view view_name(View view);

}  // namespace escale::app
