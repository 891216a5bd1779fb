// The real supervisor over a small program of the test's own: a shell script that writes down how it was started and ends as told.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include <fstream>
#include <functional>

#include "kiosk/helpers/supervisor.hpp"
#include "tests/support/command.hpp"

namespace escale::helpers {
namespace {
using test::read_whole;
using testing::HasSubstr;

std::vector<std::string> lines_of(const Path& file) {
  std::ifstream in(file);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

class RealSupervisor : public testing::Test {
 protected:
  /// `body` is the script after its line of arguments went to "starts"; $n is how many starts there were.
  void script(const std::string& body) {
    test::write_whole(folder.path() / "terminal", "#!/bin/sh\ncd '" + folder.path().string() +
                                                      "'\necho \"$@\" >>starts\nn=$(wc -l <starts)\n" + body + "\n");
    std::filesystem::permissions(folder.path() / "terminal", std::filesystem::perms::owner_all);
  }
  test::Outcome run(const std::string& options = "--first-delay-ms 1") {
    return test::run_in(folder.path(), std::string(ESCALE_BIN_DIR) + "/escale-supervisor " + options + " -- ./terminal --data here");
  }
  std::vector<std::string> starts() const {
    std::vector<std::string> out = lines_of(folder.path() / "starts");
    for (std::string& line : out) line = line.substr(0, line.find(" --ready-fd"));
    return out;
  }
  test::TemporaryFolder folder;
};

TEST_F(RealSupervisor, ReplacesTheProcessAndHandsOverWhatItsCodeSays) {
  script("case $n in 1) exit 40 ;; 2) exit 41 ;; 3) exit 42 ;; esac");
  const auto outcome = run();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(starts(), testing::ElementsAre("--data here --supervised 0", "--data here --supervised 1",
                                             "--data here --supervised 2 --first quick-exit", "--data here --supervised 3 --resume-sync"));
}

TEST_F(RealSupervisor, NothingOfTheOldOneIsLeftWhenTheNewOneStarts) {
  // Helpers that left the group, ignore SIGTERM and were orphaned: each must be gone before the next terminal writes its line.
  script("if [ $n = 1 ]; then\n"
         "  setsid sh -c 'trap \"\" TERM HUP; echo $$ >>helpers; exec sleep 300' &\n"
         "  (sh -c 'echo $$ >>helpers; exec sleep 300' &)\n"
         "  while [ \"$(cat helpers 2>/dev/null | wc -l)\" -lt 2 ]; do sleep 0.01; done\n"
         "  exit 40\nfi\n"
         "for pid in $(cat helpers); do [ ! -d /proc/$pid ] || echo $pid >>left; done");
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_EQ(lines_of(folder.path() / "helpers").size(), 2u);
  EXPECT_EQ(read_whole(folder.path() / "left"), "");
  EXPECT_EQ(starts().size(), 2u);
}

TEST_F(RealSupervisor, RestartsAfterCrashesThenStartsOutOfOrder) {
  script("case $n in 1) kill -SEGV $$ ;; 2) exit 7 ;; 3) kill -ABRT $$ ;; esac");
  const auto outcome = run("--first-delay-ms 1 --crashes 3");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(starts(), testing::ElementsAre("--data here --supervised 0", "--data here --supervised 0 --after-crash signal-11",
                                             "--data here --supervised 0 --after-crash exit-7", "--data here --supervised 0 --out-of-order crashes"));
  EXPECT_THAT(outcome.err, HasSubstr("how=signal-11"));
  EXPECT_THAT(outcome.err, testing::Not(HasSubstr("here"))) << "codes and counts only";
}

TEST_F(RealSupervisor, ForbidsCoreFilesAndNewRightsToWhatItStarts) {
  script("cat /proc/self/limits >limits; cat /proc/self/status >status");
  EXPECT_EQ(run().exit_code, 0);
  EXPECT_THAT(read_whole(folder.path() / "limits"), testing::ContainsRegex("Max core file size +0 +0"));
  EXPECT_THAT(read_whole(folder.path() / "status"), HasSubstr("NoNewPrivs:\t1"));
}

TEST_F(RealSupervisor, StopsEverythingWhenAskedTo) {
  script("trap 'echo polite >>stopped; exit 0' TERM\nsetsid sh -c 'trap \"\" TERM; echo $$ >helper; exec sleep 300' &\n"
         "while [ ! -s helper ]; do sleep 0.01; done\necho up >up\nwhile :; do sleep 0.02; done");
  const pid_t supervisor = ::fork();
  ASSERT_GE(supervisor, 0);
  if (supervisor == 0) {
    const std::string program = std::string(ESCALE_BIN_DIR) + "/escale-supervisor", terminal = (folder.path() / "terminal").string();
    ::execl(program.c_str(), program.c_str(), "--", terminal.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  const auto comes = [](const std::function<bool()>& there) {
    for (int i = 0; i < 3000; ++i, ::usleep(10'000))
      if (there()) return true;
    return false;
  };
  ASSERT_TRUE(comes([&] { return read_whole(folder.path() / "up") == "up\n"; }));
  ASSERT_EQ(::kill(supervisor, SIGTERM), 0);
  int status = 0;
  ASSERT_EQ(::waitpid(supervisor, &status, 0), supervisor);
  EXPECT_EQ(test::exit_code_of(status), 0);
  EXPECT_EQ(read_whole(folder.path() / "stopped"), "polite\n");
  const std::string helper = lines_of(folder.path() / "helper").front();
  EXPECT_FALSE(std::filesystem::exists("/proc/" + helper));
}

TEST_F(RealSupervisor, TheTerminalDiesWithIt) {
  script("echo $$ >pid; echo up >up; exec sleep 300");
  const pid_t supervisor = ::fork();
  ASSERT_GE(supervisor, 0);
  if (supervisor == 0) {
    const std::string program = std::string(ESCALE_BIN_DIR) + "/escale-supervisor", terminal = (folder.path() / "terminal").string();
    ::execl(program.c_str(), program.c_str(), "--", terminal.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  for (int i = 0; i < 3000 && read_whole(folder.path() / "up") != "up\n"; ++i) ::usleep(10'000);
  const pid_t terminal = static_cast<pid_t>(std::stol(lines_of(folder.path() / "pid").front()));
  ASSERT_EQ(::kill(terminal, 0), 0);
  ASSERT_EQ(::kill(supervisor, SIGKILL), 0);
  ASSERT_EQ(::waitpid(supervisor, nullptr, 0), supervisor);
  // Killed by the kernel; whoever inherits it may take a moment to wait for it: a zombie holds no memory.
  const auto gone = [&] {
    const std::string status = read_whole("/proc/" + std::to_string(terminal) + "/status");
    return status.empty() || status.find("State:\tZ") != std::string::npos;
  };
  bool ended = false;
  for (int i = 0; i < 3000 && !(ended = gone()); ++i) ::usleep(10'000);
  EXPECT_TRUE(ended);
}

TEST_F(RealSupervisor, SaysInOneSentenceWhatIsWrong) {
  const auto refused = [&](const std::string& options) {
    const auto outcome = test::run_in(folder.path(), std::string(ESCALE_BIN_DIR) + "/escale-supervisor " + options);
    EXPECT_EQ(outcome.exit_code, 2) << options;
    return outcome.err;
  };
  EXPECT_EQ(refused(""), "escale-supervisor: say which program to keep running: escale-supervisor -- escale-kiosk\n");
  EXPECT_EQ(refused("--crashes no -- true"), "escale-supervisor: --crashes is a whole number of at least 1, not 'no'\n");
  EXPECT_THAT(refused("--what 1 -- true"), HasSubstr("'--what' is not known here"));
}

}  // namespace
}  // namespace escale::helpers
