// The time zone that the machine is set to. Beside the clock, because only this folder asks the system for either.
#pragma once

#include "sync/base/clock.hpp"

namespace escale {

/// Minutes east of UTC on the machine's clocks at that moment: 120 in Paris in July.
int local_offset_minutes(Timestamp time);

}  // namespace escale
