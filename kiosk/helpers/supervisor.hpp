// escale-supervisor: keeps a terminal on the screen, and gives each person a process of its own.
#pragma once

#include "kiosk/helpers/supervision.hpp"
#include "sync/base/result.hpp"

namespace escale::helpers {

struct SupervisorOptions {
  std::vector<std::string> command;  ///< program and its arguments
  SupervisionLimits limits;
};

/// Reads `[--crashes N] [--within-minutes M] [--first-delay-ms D] -- PROGRAM [ARGUMENT…]`. InvalidInput names what is wrong.
Result<SupervisorOptions> read_supervisor_options(const std::vector<std::string>& words);

/// Runs until it is asked to stop (SIGTERM, SIGINT, SIGHUP) or the terminal stops by itself; everything that was started is gone then.
/// The signals must be blocked already. Gives the exit code.
int supervise(const SupervisorOptions& options, const Clock& clock);

/// Blocks the signals that supervise() waits for; before any thread.
void block_supervisor_signals();

}  // namespace escale::helpers
