// The program with a window, on SDL's driver without a screen: it starts, sleeps, and stops when the system asks.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include <fstream>

#include "tests/support/command.hpp"

namespace escale::kiosk {
namespace {

/// Processor time of a process so far, in clock ticks (proc(5), fields 14 and 15 of stat).
long ticks_of(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/stat");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  std::istringstream words(text.substr(text.rfind(')') + 2));
  std::string word;
  long user = 0, system = 0;
  for (int field = 3; field <= 15 && words >> word; ++field) {
    if (field == 14) user = std::stol(word);
    if (field == 15) system = std::stol(word);
  }
  return user + system;
}

TEST(Window, StartsSleepsAndStops) {
  const test::TemporaryFolder folder;
  const std::string program = std::string(ESCALE_BIN_DIR) + "/escale-kiosk", data = (folder.path() / "data").string(), log = (folder.path() / "log").string();
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
    if (std::freopen(log.c_str(), "w", stderr) == nullptr) ::_exit(126);
    ::execl(program.c_str(), program.c_str(), "--data", data.c_str(), "--windowed", "--sync-minutes", "0", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  for (int i = 0; i < 1000 && test::read_whole(log).find("terminal_started") == std::string::npos; ++i) ::usleep(10'000);
  ASSERT_THAT(test::read_whole(log), testing::HasSubstr("terminal_started"));
  ::usleep(1'500'000);  // the first screen, and what it loads
  const long before = ticks_of(child);
  ::usleep(1'000'000);
  // A loop that never sleeps burns a hundred ticks a second; one that does, none or one.
  EXPECT_LE(ticks_of(child) - before, 20);
  ASSERT_EQ(::kill(child, SIGTERM), 0);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(test::read_whole(log), testing::HasSubstr("terminal_stopped"));
}

TEST(Window, SaysThatThereIsNoScreen) {
  const test::TemporaryFolder folder;
  const auto outcome = test::run_in(folder.path(), "SDL_VIDEODRIVER=nothing " + std::string(ESCALE_BIN_DIR) + "/escale-kiosk --data data");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, testing::StartsWith("escale-kiosk: no screen can be opened"));
}

}  // namespace
}  // namespace escale::kiosk
