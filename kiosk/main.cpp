// escale-kiosk: the terminal. Without options it opens its window; --enrol, --sync and --status do their one thing;
// --headless plays journeys.
#include <fmt/format.h>
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "kiosk/close_process.hpp"
#include "kiosk/helpers/supervision.hpp"
#include "kiosk/last_resort.hpp"
#include "kiosk/terminal.hpp"
#include "sync/base/log.hpp"

namespace {
using namespace escale;
using namespace escale::kiosk;

constexpr int kFailed = 1;

int said(const Error& error) {
  fmt::print(stderr, "escale-kiosk: {}\n", error.message);
  return kFailed;
}

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGUSR1}) sigaddset(&signals, number);
  return signals;
}

/// SIGTERM and SIGINT end the loop between two turns: a thread waits for them, as nothing else may be called in a handler.
/// They must be blocked before any thread starts, so that only this one hears them.
class Stopper {
 public:
  Stopper(Loop& loop, platform::Display& display) {
    m_thread = std::thread([&loop, &display] {
      const sigset_t signals = stop_signals();
      int number = 0;
      sigwait(&signals, &number);
      loop.request_stop();
      display.wake();
    });
  }
  ~Stopper() {
    pthread_kill(m_thread.native_handle(), SIGUSR1);
    m_thread.join();
  }
  Stopper(const Stopper&) = delete;
  Stopper& operator=(const Stopper&) = delete;

 private:
  std::thread m_thread;
};

/// Tells the supervisor that something can be seen.
void say_ready(const Options& options) {
  if (options.ready_fd < 0) return;
  const char byte = 1;
  [[maybe_unused]] const ssize_t written = ::write(options.ready_fd, &byte, 1);
}

/// The exit code that says what the supervisor does next (kiosk/helpers/supervision.hpp).
int how_it_ended(const Loop& loop) {
  if (loop.is_over()) return helpers::kExitTryAgain;
  if (!loop.to_be_replaced()) return helpers::kExitStopped;
  int code = helpers::kExitReplace;
  if (loop.state().quick_exit) code += helpers::kExitQuick;
  if (loop.synchronising()) code += helpers::kExitSyncing;
  return code;
}

/// Nothing can be loaded to draw with: the letters of the last resort stay until a signal comes, or until another try is due.
int show_last_resort(platform::Display& display, const Error& error) {
  said(error);
  log(Level::Error, "last_resort", {{"code", std::string(code_name(error.code))}});
  const LastResort picture(display.width(), display.height());
  display.present(picture.list());
  const sigset_t signals = stop_signals();
  constexpr timespec kTryAgain{300, 0};
  return ::sigtimedwait(&signals, nullptr, &kTryAgain) > 0 ? helpers::kExitStopped : helpers::kExitTryAgain;
}

int run_window(const Options& options, Machine& machine) {
  close_process();
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  platform::WindowOptions window;
  window.title = options.config.site.value_or("Escale");
  window.fullscreen = window.hide_cursor = options.config.fullscreen.value_or(false);
  if (options.config.speech_key) window.listen_key = std::stoi(options.config.speech_key->substr(1));
  if (options.config.exit_key) window.exit_key = std::stoi(options.config.exit_key->substr(1));
  window.stays = window.fullscreen;
  window.width = options.width, window.height = options.height;
  auto display = platform::open_window(window);
  if (!display) return said(display.error());
  Options on_screen = options;
  on_screen.width = (*display)->width(), on_screen.height = (*display)->height();
  auto terminal = Terminal::open_or_out_of_order(on_screen, machine);
  if (!terminal) return show_last_resort(**display, terminal.error());
  Stopper stopper((*terminal)->loop(), **display);
  (*terminal)->wake_with([&] { (*display)->wake(); });
  (*terminal)->loop().start();
  log(Level::Info, "terminal_started");
  Loop& loop = (*terminal)->loop();
  loop.when_shown([&options] { say_ready(options); });
  loop.run(**display);
  const int code = how_it_ended(loop);
  // The last picture stays on the glass while what is being sealed is sealed.
  (*terminal)->wake_with({});
  (*terminal)->finish();
  log(Level::Info, "terminal_stopped", {{"frames_shown", std::to_string(loop.frames_shown())}});
  return code;
}

Result<> play(const Options& options, Player& player, const Files& files) {
  TRY(player.start());
  if (!options.journey.empty()) {
    constexpr std::uint64_t kMaxJourneyBytes = 256 * 1024;
    TRY_ASSIGN(const Bytes bytes, files.read(options.journey, kMaxJourneyBytes));
    TRY_ASSIGN(const Journey journey,
               parse_journey(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()), options.journey));
    if (auto played = player.play(journey); !played) {
      (void)player.save_screenshot(Path(options.out) / "failure.png").has_value();
      return played;
    }
  }
  if (!options.screenshot.empty()) TRY(player.save_screenshot(options.screenshot));
  if (options.dump_tree) fmt::print("{}", player.loop().tree().dump(true));
  return {};
}

int run_headless(const Options& options, Machine& machine, ManualClock& clock) {
  std::vector<std::string> heard;
  PlayerOptions player_options{.out = options.out, .words = options.words, .width = options.width, .height = options.height};
  player_options.heard = &heard;
  player_options.drive = options.drive;
  speech::LogVoice::Write hear;
  auto words = spoken_words(options, machine.files);
  if (!words) return said(words.error());
  player_options.as_said = [&](std::string_view text, std::string_view lang) { return speech::normalise(text, lang, *words); };
  if (options.drive == Drive::Ears || !options.speech_log.empty()) {
    hear = [&](const std::string& line) {
      player_options.heard->push_back(line);
      if (options.speech_log.empty()) return;
      if (auto written = machine.files.append(options.speech_log, as_bytes(line + "\n")); !written) (void)said(written.error());
    };
  }
  player_options.replaced = options.supervised.value_or(0);
  player_options.after_crash = !options.after_crash.empty();
  Player player(
      player_options,
      [&]() -> Result<std::unique_ptr<Running>> {
        TRY_ASSIGN(auto terminal, Terminal::open(options, machine, hear));
        return std::unique_ptr<Running>(std::move(terminal));
      },
      clock, machine.files);
  player.when_started([&options] { say_ready(options); });
  if (const auto played = play(options, player, machine.files); !played) {
    // The sentence first, then the tree: both are for the person who wrote the journey.
    fmt::print(stderr, "{}\n", played.error().message);
    return kFailed;
  }
  return player.replaced() ? how_it_ended(player.loop()) : 0;
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
      return run_window(options, machine);
    case Mode::Headless:
      return run_headless(options, machine, manual);
    case Mode::Enrol:
      return done(enrol(options, machine));
    case Mode::Sync:
      return done(synchronise(options, machine));
    case Mode::StaffKey:
      return done(make_staff_key(options, machine));
    case Mode::Status:
      return done(show_status(options, machine));
  }
  return kFailed;
}
