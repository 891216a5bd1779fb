// What the process of a terminal with visitors gives up: being looked into, core files, gaining rights, being swapped out.
#pragma once

namespace escale::kiosk {

/// No process of the same user reads its memory or attaches to it, no core file is written of it (prctl(2), PR_SET_DUMPABLE;
/// setrlimit(2), RLIMIT_CORE), no program that it starts has more rights (PR_SET_NO_NEW_PRIVS). Where the system lets it lock memory
/// without a limit (LimitMEMLOCK=infinity in the unit), what it touches never reaches the swap (mlockall(2), MCL_ONFAULT); elsewhere
/// MemorySwapMax=0 of the unit does that. Before any thread starts.
void close_process();

}  // namespace escale::kiosk
