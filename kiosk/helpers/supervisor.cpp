#include "kiosk/helpers/supervisor.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "kiosk/helpers/kept_key.hpp"
#include "kiosk/helpers/supervisor_processes.hpp"
#include "sync/base/log.hpp"

namespace escale::helpers {
namespace {

constexpr Monotonic kPolitely{5'000};  ///< what a terminal has to stop by itself
constexpr Monotonic kByForce{3'000};

sigset_t supervisor_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  return signals;
}

Result<int> whole_number(std::string_view option, std::string_view text, int least) {
  int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || value < least)
    return fail(Code::InvalidInput, fmt::format("{} is a whole number of at least {}, not '{}'", option, least, text));
  return value;
}

/// One run of the loop's waiting: what happened.
enum class Heard { Nothing, ChildEnded, Stop, Ready };

class Supervisor {
 public:
  Supervisor(const SupervisorOptions& options, const Clock& clock)
      : m_options(options), m_clock(clock), m_supervision(options.limits), m_signals(supervisor_signals()) {
    m_signal_fd = ::signalfd(-1, &m_signals, SFD_CLOEXEC | SFD_NONBLOCK);
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_NONBLOCK) == 0) {
      m_ready_read = ends[0], m_ready_write = ends[1];
      ::fcntl(m_ready_read, F_SETFD, FD_CLOEXEC);
    }
    if (auto room = KeptKey::make())
      m_draft_key = std::move(*room);
    else  // the terminal works without: what is being written does not survive a crash
      log(Level::Error, "no_draft_key", {{"code", std::string(code_name(room.error().code))}});
  }
  ~Supervisor() {
    for (const int fd : {m_signal_fd, m_ready_read, m_ready_write})
      if (fd >= 0) ::close(fd);
  }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  int run() {
    NextStart next = m_supervision.first();
    for (;;) {
      if (wait_before_start(next.delay)) return 0;
      const auto began = start(next);
      Ending ending{127, 0};
      if (began) {
        const auto ended = wait_for(*began);
        if (!ended) return stop(*began);
        ending = *ended;
      } else {
        log(Level::Error, "terminal_not_started", {{"code", std::string(code_name(began.error().code))}});
      }
      m_left_at = m_clock.monotonic();
      const auto gone = end_descendants(m_clock, kByForce);
      if (!gone) {
        // Somebody's words may still be in a process that cannot be ended: nobody else may sit down before it. The unit restarts us.
        log(Level::Error, "old_processes_stay");
        return 1;
      }
      next = m_supervision.after(ending, m_clock.monotonic());
      note(ending, next);
      // The terminal wiped it too; one that was killed at that very moment did not.
      if (!next.keep_draft && m_draft_key && !m_draft_key->wipe()) m_draft_key.reset();
      if (next.stop) return 0;
    }
  }

 private:
  Result<pid_t> start(const NextStart& next) {
    char left_over[64];
    while (m_ready_read >= 0 && ::read(m_ready_read, left_over, sizeof left_over) > 0) {
    }
    std::vector<std::string> command = m_options.command;
    command.insert(command.end(), next.arguments.begin(), next.arguments.end());
    return start_process(std::move(command), {m_ready_write, m_draft_key ? m_draft_key->descriptor() : -1}, m_signals);
  }

  /// How the process ended; nothing when somebody asked the supervisor to stop first.
  std::optional<Ending> wait_for(pid_t child) {
    for (;;) {
      int status = 0;
      pid_t ended = 0;
      while ((ended = ::waitpid(-1, &status, WNOHANG)) > 0) {
        if (ended != child) continue;  // a helper whose parent is gone
        if (WIFSIGNALED(status)) return Ending{0, WTERMSIG(status)};
        return Ending{WEXITSTATUS(status), 0};
      }
      switch (listen(std::nullopt)) {
        case Heard::Stop:
          return std::nullopt;
        case Heard::Ready:
          if (m_left_at)
            log(Level::Info, "replaced", {{"ms", std::to_string((m_clock.monotonic() - *m_left_at).count())},
                                          {"replacements", std::to_string(m_supervision.replacements())}});
          m_left_at.reset();
          break;
        default:
          break;
      }
    }
  }

  /// True when somebody asked to stop meanwhile.
  bool wait_before_start(Monotonic delay) {
    const Monotonic end = m_clock.monotonic() + delay;
    while (m_clock.monotonic() < end)
      if (listen(end - m_clock.monotonic()) == Heard::Stop) return true;
    return false;
  }

  Heard listen(std::optional<Monotonic> longest) {
    pollfd descriptors[2] = {{m_signal_fd, POLLIN, 0}, {m_ready_read, POLLIN, 0}};
    const int wait = longest ? static_cast<int>(std::clamp<std::int64_t>(longest->count(), 1, 60'000)) : -1;
    if (::poll(descriptors, 2, wait) <= 0) return Heard::Nothing;
    if ((descriptors[0].revents & POLLIN) != 0) {
      signalfd_siginfo heard{};
      while (::read(m_signal_fd, &heard, sizeof heard) == sizeof heard)
        if (heard.ssi_signo != SIGCHLD) return Heard::Stop;
      return Heard::ChildEnded;
    }
    char byte = 0;
    if ((descriptors[1].revents & POLLIN) != 0 && ::read(m_ready_read, &byte, 1) == 1) return Heard::Ready;
    return Heard::Nothing;
  }

  int stop(pid_t child) {
    ::kill(child, SIGTERM);
    const Monotonic end = m_clock.monotonic() + kPolitely;
    while (m_clock.monotonic() < end) {
      const pid_t ended = ::waitpid(child, nullptr, WNOHANG);
      if (ended == child || ended < 0) break;
      listen(end - m_clock.monotonic());
    }
    const bool gone = end_descendants(m_clock, kByForce).has_value();
    log(Level::Info, "supervisor_stopped", {{"replacements", std::to_string(m_supervision.replacements())}, {"crashes", std::to_string(m_supervision.crashes())}});
    return gone ? 0 : 1;
  }

  void note(const Ending& ending, const NextStart& next) const {
    if (ending.signal == 0 && ending.exit_code >= kExitReplace && ending.exit_code <= kExitTryAgain) return;
    if (next.stop) return;
    log(Level::Warning, "terminal_ended", {{"how", ending.text()}, {"crashes", std::to_string(m_supervision.crashes())},
                                           {"delay_ms", std::to_string(next.delay.count())},
                                           {"out_of_order", next.out_of_order.empty() ? "no" : next.out_of_order}});
  }

  const SupervisorOptions& m_options;
  const Clock& m_clock;
  Supervision m_supervision;
  sigset_t m_signals;
  int m_signal_fd = -1, m_ready_read = -1, m_ready_write = -1;
  std::optional<KeptKey> m_draft_key;
  std::optional<Monotonic> m_left_at;  ///< when the last process ended
};

}  // namespace

Result<SupervisorOptions> read_supervisor_options(const std::vector<std::string>& words) {
  SupervisorOptions options;
  std::size_t i = 0;
  for (; i < words.size() && words[i] != "--"; ++i) {
    const std::string& option = words[i];
    const std::string value = i + 1 < words.size() ? words[i + 1] : std::string();
    if (option == "--crashes") {
      TRY_ASSIGN(options.limits.crashes, whole_number(option, value, 1));
    } else if (option == "--within-minutes") {
      TRY_ASSIGN(const int minutes, whole_number(option, value, 1));
      options.limits.window = Monotonic{std::int64_t{minutes} * 60'000};
    } else if (option == "--first-delay-ms") {
      TRY_ASSIGN(const int delay, whole_number(option, value, 0));
      options.limits.first_delay = Monotonic{delay};
    } else {
      return fail(Code::InvalidInput, fmt::format("'{}' is not known here: --crashes, --within-minutes and --first-delay-ms are, then -- and a program", option));
    }
    ++i;
  }
  if (i + 1 >= words.size()) return fail(Code::InvalidInput, "say which program to keep running: escale-supervisor -- escale-kiosk");
  options.command.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
  return options;
}

void block_supervisor_signals() {
  const sigset_t signals = supervisor_signals();
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
}

int supervise(const SupervisorOptions& options, const Clock& clock) { return Supervisor(options, clock).run(); }

}  // namespace escale::helpers
