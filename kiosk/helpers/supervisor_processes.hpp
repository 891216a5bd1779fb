// The processes of one terminal: the kiosk and whatever it started, in a group of their own, ended as one. Linux only.
#pragma once

#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/helpers/supervision.hpp"
#include "sync/base/result.hpp"

namespace escale::helpers {

/// Everything that descends from this process comes back to it when its parent dies, no core file is written of any of them, nobody
/// gains rights on the way; and it stops when what started it ends (prctl(2), PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG; setrlimit(2), RLIMIT_CORE).
void close_the_process();

/// Starts a program in a group of its own, in the foreground of the console when there is one. It dies when this process does.
struct HandedOver {
  int ready = -1;      ///< the program may write a byte there once its first picture is shown; its number follows "--ready-fd"
  int draft_key = -1;  ///< KeptKey; its number follows "--draft-key-fd"
};
Result<pid_t> start_process(std::vector<std::string> command, const HandedOver& descriptors, const sigset_t& signals);

/// Ends what is left of a process' descendants (those that left the group too) and waits for them. How many there were; Internal when some
/// cannot be ended within `longest`.
Result<int> end_descendants(const Clock& clock, Monotonic longest);

/// Every descendant of this process, from /proc.
std::vector<pid_t> descendants();

}  // namespace escale::helpers
