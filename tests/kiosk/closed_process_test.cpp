// The process of a terminal with a window gives nothing away: its memory cannot be read by the same user, it leaves no core file, gains no
// rights. Read from the running program's own /proc entries.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <grp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/command.hpp"

namespace escale::kiosk {
namespace {
using test::read_whole;

enum Outcome { kClosed = 0, kReadable = 1, kNotStarted = 2, kControlClosed = 3, kNoUser = 4 };

bool can_read(pid_t process) {
  const std::string path = "/proc/" + std::to_string(process) + "/mem";
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

pid_t start(const std::vector<std::string>& words, const std::string& log) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::setenv("SDL_VIDEODRIVER", "dummy", 1);
  const int fd = ::open(log.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  ::dup2(fd, STDERR_FILENO);
  std::vector<char*> values;
  for (const std::string& word : words) values.push_back(const_cast<char*>(word.c_str()));
  values.push_back(nullptr);
  ::execv(values.front(), values.data());
  ::_exit(127);
}

/// Starts the terminal and a plain program as one and the same user, not root, and tries to look into both.
Outcome look(const std::string& folder) {
  // Root looks into everything: somebody else does the looking.
  constexpr uid_t kNobody = 65534;
  if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) return kNoUser;
  const pid_t plain = start({"/bin/sleep", "60"}, folder + "/sleep-log");
  const pid_t kiosk = start({std::string(ESCALE_BIN_DIR) + "/escale-kiosk", "--data", folder + "/data", "--windowed", "--sync-minutes", "0"}, folder + "/log");
  Outcome outcome = kNotStarted;
  for (int i = 0; i < 3000 && outcome == kNotStarted; ++i, ::usleep(10'000)) {
    if (read_whole(folder + "/log").find("terminal_started") != std::string::npos) outcome = can_read(kiosk) ? kReadable : kClosed;
    if (::waitpid(kiosk, nullptr, WNOHANG) == kiosk) break;
  }
  if (outcome == kClosed) {
    const std::string process = "/proc/" + std::to_string(kiosk);
    test::write_whole(folder + "/limits", read_whole(process + "/limits"));
    test::write_whole(folder + "/status", read_whole(process + "/status"));
    if (!can_read(plain)) outcome = kControlClosed;
  }
  for (const pid_t process : {plain, kiosk}) ::kill(process, SIGKILL), ::waitpid(process, nullptr, 0);
  return outcome;
}

TEST(ClosedProcess, NobodyLooksIntoATerminalAndNoCoreFileIsWritten) {
  const test::TemporaryFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(look(folder.path().string()));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(test::exit_code_of(status), kClosed) << "1: its memory can be read; 2: it did not start; 3: a plain program cannot be read either; 4: no "
                                                    "other user to be had\n"
                                                 << read_whole(folder.path() / "log");
  EXPECT_THAT(read_whole(folder.path() / "limits"), testing::ContainsRegex("Max core file size +0 +0 "));
  EXPECT_THAT(read_whole(folder.path() / "status"), testing::HasSubstr("NoNewPrivs:\t1"));
}

}  // namespace
}  // namespace escale::kiosk
