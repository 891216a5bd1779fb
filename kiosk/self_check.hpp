// The self-check at the start: what staff should know of the terminal before somebody stands in front of it. Codes only.
#pragma once

#include <vector>

#include "kiosk/app/state.hpp"
#include "kiosk/platform/machine_check.hpp"
#include "kiosk/store/store.hpp"

namespace escale::kiosk {

/// What the store can tell: disk (room, and with `write` whether it takes a file), clock against signed time, content.
std::vector<app::SelfCheck> check_store(store::Store& store, Files& files, const Clock& clock, bool write);
/// What the machine and the screen can tell: touch, sound, power, and a screen of at least 800 x 480 pixels (either way round).
std::vector<app::SelfCheck> check_machine(const platform::MachineFacts& facts, int width, int height);
/// "touch-missing": how the journal names what is wrong.
std::string code_of(const app::SelfCheck& check);

}  // namespace escale::kiosk
