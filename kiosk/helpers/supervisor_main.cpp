// escale-supervisor: starts the terminal, replaces its process when a person left, restarts it after a crash.
#include <fmt/format.h>

#include <string_view>

#include "kiosk/helpers/supervisor.hpp"
#include "kiosk/helpers/supervisor_processes.hpp"

int main(int count, char** values) {
  using namespace escale::helpers;
  const std::vector<std::string> words(values + 1, values + count);
  if (!words.empty() && (words.front() == "--help" || words.front() == "--version")) {
    fmt::print("escale-supervisor 0.1.0: keeps a terminal on the screen, a new process for each person\n\n"
               "  escale-supervisor [--crashes N] [--within-minutes M] [--first-delay-ms D] -- escale-kiosk [OPTION…]\n\n"
               "After N crashes (5) within M minutes (10) the terminal shows that it is out of order, and where to go. SIGTERM ends everything.\n");
    return 0;
  }
  const auto options = read_supervisor_options(words);
  if (!options) {
    fmt::print(stderr, "escale-supervisor: {}\n", options.error().message);
    return kExitUsage;
  }
  close_the_process();
  block_supervisor_signals();
  return supervise(*options, escale::SystemClock());
}
