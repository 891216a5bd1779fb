// What escale-supervisor and the terminal agree on: exit codes, and what is handed over between two processes. Rule: nothing of a
// person crosses from one process to the next; only what the screen must go on showing, and what the terminal itself was doing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"

namespace escale::helpers {

// --- exit codes of a supervised terminal -------------------------------------------------------------------------------------
inline constexpr int kExitStopped = 0;   ///< somebody asked it to stop: the supervisor stops too
inline constexpr int kExitUsage = 2;     ///< the command line or kiosk.yaml is wrong: another try changes nothing
inline constexpr int kExitReplace = 40;  ///< a person left and nothing unsealed remains: a new process takes over, at once
/// Added to kExitReplace: the neutral screen of the quick exit is shown and must stay.
inline constexpr int kExitQuick = 1;
/// Added to kExitReplace: a synchronisation was cut short, to be resumed (it goes on at the byte where it was).
inline constexpr int kExitSyncing = 2;
inline constexpr int kExitTryAgain = 44;  ///< after a while out of order: try the usual terminal again

/// How a process ended.
struct Ending {
  int exit_code = 0;
  int signal = 0;  ///< 0: it ended by itself
  /// "signal-11", "exit-1": for the journal and the log.
  std::string text() const;
};

struct SupervisionLimits {
  int crashes = 5;                            ///< within `window`: more than a bad moment
  Monotonic window{600'000};                  ///< ten minutes
  Monotonic first_delay{250};                 ///< before the first restart; doubles with each crash of the window
  Monotonic longest_delay{30'000};
};

/// What to start next.
struct NextStart {
  bool stop = false;     ///< nothing: the supervisor ends
  Monotonic delay{0};
  std::vector<std::string> arguments;  ///< after those of the command
  std::string out_of_order;            ///< why it starts out of order; empty: as usual
  bool keep_draft = false;             ///< the same person may go on: the key of their draft stays. Else it is wiped before the start
};

/// Decides what follows each ending. Pure: no process, no clock.
class Supervision {
 public:
  explicit Supervision(SupervisionLimits limits = {}) : m_limits(limits) {}
  /// The first start.
  NextStart first() const;
  NextStart after(const Ending& ending, Monotonic now);
  int replacements() const { return m_replacements; }
  int crashes() const { return m_crashes; }  ///< since the supervisor began

 private:
  NextStart start(std::vector<std::string> more = {}) const;
  NextStart out_of_order(std::string reason, Monotonic delay);

  SupervisionLimits m_limits;
  std::vector<Monotonic> m_recent;  ///< crashes within the window
  int m_replacements = 0, m_crashes = 0;
  std::string m_out_of_order;
};

}  // namespace escale::helpers
