// The pure core: one action in, the new state and what must be done out. Same inputs, same outputs.
#pragma once

#include <optional>

#include "kiosk/app/effect.hpp"

namespace escale::app {

/// Applies one action. Never fails: an action that makes no sense in this state changes nothing.
Effects update(State& state, const Action& action);

/// What must be asked for at the start: the library and the status.
Effects start(State& state);

/// When update() wants a Tick: the inactivity warning and its countdown. Nothing when nothing personal is on the screen.
std::optional<Monotonic> next_deadline(const State& state);

}  // namespace escale::app
