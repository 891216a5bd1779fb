#include "kiosk/speech/voice_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "sync/base/log.hpp"

namespace escale::speech {
namespace {

constexpr std::size_t kMostLine = 256, kMostPcm = 1024 * 1024, kMostText = 64 * 1024;
/// Dead that often without having said anything, it is only started again when somebody asks for speech.
constexpr int kMostFailures = 3;

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : m_fd(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void reset(int fd = -1) {
    if (m_fd >= 0) ::close(m_fd);
    m_fd = fd;
  }
  int get() const { return m_fd; }

 private:
  int m_fd = -1;
};

/// What runs between fork and exec: calls that are safe there (signal-safety(7)) only.
[[noreturn]] void become(const char* program, int in, int out, pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // never outlives the terminal
  if (::getppid() != parent) ::_exit(127);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (::dup2(in, STDIN_FILENO) < 0 || ::dup2(out, STDOUT_FILENO) < 0) ::_exit(127);
  ::close_range(3, ~0U, 0);
  ::execl(program, program, static_cast<char*>(nullptr));
  ::_exit(127);
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

struct VoiceProcess::Shared {
  Shared(VoiceProcessOptions options_, SoundSink& sink_) : options(std::move(options_)), sink(sink_) {}

  VoiceProcessOptions options;
  SoundSink& sink;
  // --- shared with the callers
  std::mutex mutex;
  std::deque<Saying> queue;
  bool stop_asked = false, quit = false;
  int rate = kDefaultWordsPerMinute;
  Descriptor event{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
  std::atomic<int> pid{0}, starts{0};
  std::atomic<bool> works{true};
  std::thread thread;
  // --- the thread's own
  Descriptor to, from;
  std::string outbox, inbox;
  std::optional<std::uint64_t> busy;  ///< what the program is saying
  std::size_t pcm_left = 0;
  bool dropping = false, ready = false;
  int samples_a_second = 0, failures = 0;

  void ring() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(event.get(), &one, sizeof one);
  }

  bool spawn() {
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    if (::pipe2(in, O_CLOEXEC) != 0) return false;
    if (::pipe2(out, O_CLOEXEC) != 0) {
      ::close(in[0]), ::close(in[1]);
      return false;
    }
    const std::string program = options.program.string();
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) become(program.c_str(), in[0], out[1], parent);
    ::close(in[0]), ::close(out[1]);
    to.reset(in[1]);
    from.reset(out[0]);
    if (child < 0) return false;
    ::fcntl(to.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(from.get(), F_SETFL, O_NONBLOCK);
    pid = child;
    ++starts;
    outbox.clear(), inbox.clear();
    pcm_left = 0;
    ready = dropping = false;
    return true;
  }

  /// The program is gone, or must go: nothing of it is left.
  void bury() {
    to.reset();
    from.reset();
    if (pid > 0) {
      ::kill(pid, SIGKILL);
      while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
      }
      pid = 0;
    }
    if (busy && !dropping) sink.mark(*busy);  // its text is lost; what follows is not
    busy.reset();
    ready = dropping = false;
    if (failures >= kMostFailures && works.exchange(false)) {
      log(Level::Warning, "voice_does_not_work");
      if (options.wake) options.wake();
    }
    std::fill(outbox.begin(), outbox.end(), '\0');
    outbox.clear();
  }

  /// Hands over the next text when the program is free. True when it should run.
  void feed() {
    const std::lock_guard lock(mutex);
    if (stop_asked) {
      stop_asked = false;
      sink.clear();
      if (busy) {
        dropping = true;
        outbox += "STOP\n";
      }
    }
    if (!ready || busy || queue.empty()) return;
    Saying next = std::move(queue.front());
    queue.pop_front();
    if (next.text.size() > kMostText) next.text.resize(kMostText);
    outbox += fmt::format("SAY {} {} {} {}\n{}", next.id, next.lang, rate, next.text.size(), next.text);
    busy = next.id;
    dropping = false;
  }

  bool wanted() {
    const std::lock_guard lock(mutex);
    return failures < kMostFailures || !queue.empty();
  }

  void send() {
    if (outbox.empty() || to.get() < 0) return;
    const ssize_t written = ::write(to.get(), outbox.data(), outbox.size());
    if (written > 0) outbox.erase(0, static_cast<std::size_t>(written));
  }

  /// False when the program says what is not the protocol, or ended.
  bool receive() {
    std::array<char, 16384> buffer;
    for (;;) {
      const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
      if (got == 0) return false;
      if (got < 0) return errno == EAGAIN || errno == EINTR;
      inbox.append(buffer.data(), static_cast<std::size_t>(got));
      if (!take_inbox()) return false;
    }
  }

  bool take_inbox() {
    for (;;) {
      if (pcm_left > 0) {
        const std::size_t size = std::min(pcm_left, inbox.size()) / sizeof(std::int16_t) * sizeof(std::int16_t);
        if (size == 0) return true;
        if (!dropping) {
          std::vector<std::int16_t> samples(size / sizeof(std::int16_t));
          std::memcpy(samples.data(), inbox.data(), size);
          sink.pcm(samples, samples_a_second);
        }
        inbox.erase(0, size);
        pcm_left -= size;
        continue;
      }
      const std::size_t end = inbox.find('\n');
      if (end == std::string::npos) return inbox.size() <= kMostLine;
      const std::string line = inbox.substr(0, end);
      inbox.erase(0, end + 1);
      if (!take_line(line)) {
        log(Level::Warning, "voice_speaks_another_protocol");
        return false;
      }
    }
  }

  bool take_line(std::string_view line) {
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, space);
    std::string_view rest = line.substr(std::min(space + 1, line.size()));
    if (word == "READY") {
      if (!rest.starts_with("1 ")) return false;
      const auto samples = number(rest.substr(2));
      if (!samples || *samples < 8000 || *samples > 96000) return false;
      samples_a_second = static_cast<int>(*samples);
      ready = true;
      return true;
    }
    const std::size_t second = std::min(rest.find(' '), rest.size());
    const auto id = number(rest.substr(0, second));
    if (!ready || !id || id != busy) return false;
    if (word == "PCM") {
      const auto size = number(rest.substr(std::min(second + 1, rest.size())));
      if (!size || *size > kMostPcm || *size % sizeof(std::int16_t) != 0) return false;
      pcm_left = *size;
      return true;
    }
    if (word != "END" && word != "STOPPED" && word != "ERROR") return false;
    if (word == "ERROR") log(Level::Warning, "voice_refused_a_text");
    failures = 0;
    works = true;
    if (!dropping) sink.mark(*id);
    busy.reset();
    dropping = false;
    if (options.wake) options.wake();
    return true;
  }

  void run() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);  // signals are the main thread's; a closed pipe is an error, not a signal
    pollfd first{event.get(), POLLIN, 0};
    ::poll(&first, 1, static_cast<int>(options.begins_after.count()));
    for (;;) {
      {
        const std::lock_guard lock(mutex);
        if (quit) break;
      }
      if (pid == 0 && wanted()) {
        ++failures;  // until it has said something
        if (!spawn()) bury();
      }
      feed();
      send();
      std::array<pollfd, 3> fds = {{{event.get(), POLLIN, 0}, {from.get(), POLLIN, 0}, {outbox.empty() ? -1 : to.get(), POLLOUT, 0}}};
      if (::poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR) break;
      std::uint64_t rung = 0;
      [[maybe_unused]] const ssize_t drained = ::read(event.get(), &rung, sizeof rung);
      if (pid != 0 && (fds[1].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !receive()) bury();
    }
    failures = 0;  // it is told to go
    bury();
  }
};

VoiceProcess::VoiceProcess(std::unique_ptr<Shared> shared) : m_shared(std::move(shared)) {
  m_shared->thread = std::thread([&voice = *m_shared] { voice.run(); });
}

Result<std::unique_ptr<VoiceProcess>> VoiceProcess::start(VoiceProcessOptions options, SoundSink& sink) {
  if (::access(options.program.c_str(), X_OK) != 0)
    return fail(Code::NotFound, fmt::format("there is no voice to run at {}", options.program.string()));
  auto shared = std::make_unique<Shared>(std::move(options), sink);
  if (shared->event.get() < 0) return fail(Code::Io, "the system gives no event descriptor");
  return std::unique_ptr<VoiceProcess>(new VoiceProcess(std::move(shared)));
}

VoiceProcess::~VoiceProcess() {
  {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->quit = true;
    m_shared->queue.clear();
  }
  m_shared->ring();
  m_shared->thread.join();
}

void VoiceProcess::speak(const Saying& saying) {
  {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->queue.push_back(saying);
  }
  m_shared->ring();
}

void VoiceProcess::stop() {
  {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->queue.clear();
    m_shared->stop_asked = true;
  }
  m_shared->sink.clear();  // silence now; the thread catches what was still on its way
  m_shared->ring();
}

void VoiceProcess::set_volume(int step) {
  m_shared->sink.set_volume(step);
}

void VoiceProcess::set_rate(int words_per_minute) {
  const std::lock_guard lock(m_shared->mutex);
  m_shared->rate = std::clamp(words_per_minute, 80, 400);
}

std::vector<std::uint64_t> VoiceProcess::finished() {
  return m_shared->sink.finished();
}

bool VoiceProcess::works() const {
  return m_shared->works;
}

int VoiceProcess::pid() const {
  return m_shared->pid;
}

int VoiceProcess::starts() const {
  return m_shared->starts;
}

}  // namespace escale::speech
