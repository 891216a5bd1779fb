// The self-check at the start: what staff should know of the terminal before somebody stands in front of it. Codes only.
// What the store tells is kiosk/app/store_check.hpp.
#pragma once

#include <vector>

#include "kiosk/app/state.hpp"
#include "kiosk/platform/machine_check.hpp"

namespace escale::kiosk {

/// What the machine and the screen can tell: touch, sound, power, and a screen of at least 800 x 480 pixels (either way round).
std::vector<app::SelfCheck> check_machine(const platform::MachineFacts& facts, int width, int height);
/// Whether there is a program that speaks at this path. One that is there and does not start is found out later (app::VoiceFailed).
app::SelfCheck check_voice(const Path& program);

}  // namespace escale::kiosk
