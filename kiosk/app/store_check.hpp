// The part of the self-check that only the store can tell. On the store worker: it writes, and nothing that writes stands before the
// first picture.
#pragma once

#include <string>
#include <vector>

#include "kiosk/app/state.hpp"
#include "kiosk/store/store.hpp"

namespace escale::app {

/// "touch-missing": how the journal names what is wrong.
std::string code_of(const SelfCheck& check);

/// What the store can tell: disk (room, and with `write` whether it takes a file), clock against signed time, content.
std::vector<SelfCheck> check_store(store::Store& store, Files& files, const Clock& clock, bool write);

}  // namespace escale::app
