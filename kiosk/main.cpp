// escale-kiosk: the terminal. Without options it opens its window; --enrol, --sync and --status do their one thing;
// --headless plays journeys.
#include <fmt/format.h>

#include <csignal>

#include "kiosk/commands.hpp"
#include "sync/base/log.hpp"

namespace {
using namespace escale;
using namespace escale::kiosk;

constexpr int kFailed = 1;

int said(const Error& error) {
  fmt::print(stderr, "escale-kiosk: {}\n", error.message);
  return kFailed;
}

}  // namespace

int main(int count, char** values) {
  RealFiles files;
  auto asked = read_options(count, values, files, surroundings_of_process());
  if (!asked.options) return asked.exit_code;
  const Options& options = *asked.options;
  std::signal(SIGPIPE, SIG_IGN);

  SystemClock system_clock;
  ManualClock manual(options.clock.value_or(system_clock.now()));
  // Not at nought: a person has always been there for a moment before anything happens.
  manual.advance(Monotonic{10'000});
  const bool stands_still = options.mode == Mode::Headless || options.clock.has_value();
  SystemRandom system_random;
  SeededRandom seeded(options.seed.value_or(0));
  Machine machine{files, options.seed ? static_cast<Random&>(seeded) : system_random,
                  stands_still ? static_cast<const Clock&>(manual) : system_clock};
  const auto done = [](const Result<>& result) { return result ? 0 : said(result.error()); };
  switch (options.mode) {
    case Mode::Window:
    case Mode::Headless:
      return said({Code::Unavailable, "this build has no screens"});
    case Mode::Enrol:
      return done(enrol(options, machine));
    case Mode::Sync:
      return done(synchronise(options, machine));
    case Mode::Status:
      return done(show_status(options, machine));
  }
  return kFailed;
}
