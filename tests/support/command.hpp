// Runs a program as a person would: in a folder, with its input and its exit code; or on a terminal that types when
// asked.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "sync/base/files.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::test {

struct Outcome {
  int exit_code = -1;  ///< minus the signal when one ended it
  std::string out;
  std::string err;
};

inline std::string read_whole(const Path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void write_whole(const Path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
}

inline int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// Runs a line of shell in the folder, with these bytes as input.
inline Outcome run_in(const Path& folder, const std::string& line, std::string_view input = {}) {
  const TemporaryFolder streams;
  const auto name = [&](const char* stream) { return (streams.path() / stream).string(); };
  write_whole(name("in"), input);
  const std::string whole = "cd '" + folder.string() + "' && { " + line + "; } <'" + name("in") + "' >'" + name("out") +
                            "' 2>'" + name("err") + "'";
  const int status = std::system(whole.c_str());
  return {exit_code_of(status), read_whole(name("out")), read_whole(name("err"))};
}

/// forkpty(3), also where /dev/ptmx is missing and only the mounted devpts has one (a bare chroot). The child's standard streams are the
/// terminal; -1 when there is none to be had.
inline pid_t fork_on_terminal(int& master) {
  master = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0) master = ::open("/dev/pts/ptmx", O_RDWR | O_NOCTTY);
  int locked = 0;
  unsigned number = 0;
  if (master < 0 || ::ioctl(master, TIOCSPTLCK, &locked) != 0 || ::ioctl(master, TIOCGPTN, &number) != 0) return -1;
  const std::string name = "/dev/pts/" + std::to_string(number);
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::setsid();
  const int side = ::open(name.c_str(), O_RDWR);
  if (side < 0 || ::ioctl(side, TIOCSCTTY, 0) != 0) ::_exit(126);
  for (const int stream : {0, 1, 2}) ::dup2(side, stream);
  if (side > 2) ::close(side);
  ::close(master);
  return 0;
}

/// Runs a line of shell on a terminal of its own and types `typed` each time `prompt` appears. `out` is what the
/// terminal showed.
inline Outcome run_on_terminal(const Path& folder, const std::string& line, std::string_view prompt,
                               const std::string& typed) {
  int terminal = -1;
  const pid_t child = fork_on_terminal(terminal);
  CHECK(child >= 0);
  if (child == 0) {
    const std::string whole = "cd '" + folder.string() + "' && " + line;
    ::execl("/bin/sh", "sh", "-c", whole.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  Outcome outcome;
  std::size_t searched = 0;
  for (;;) {
    pollfd ready{terminal, POLLIN, 0};
    if (::poll(&ready, 1, 30000) <= 0) {
      ::kill(child, SIGKILL);
      break;
    }
    char buffer[4096];
    const auto got = ::read(terminal, buffer, sizeof buffer);
    if (got <= 0) break;  // EIO: the other side has closed
    outcome.out.append(buffer, static_cast<std::size_t>(got));
    if (const auto found = outcome.out.find(prompt, searched); found != std::string::npos) {
      searched = found + prompt.size();
      CHECK(::write(terminal, typed.data(), typed.size()) == static_cast<ssize_t>(typed.size()));
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  outcome.exit_code = exit_code_of(status);
  return outcome;
}

}  // namespace escale::test
