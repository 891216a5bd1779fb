// C11: after the end of use, what a person typed is in no process and in no file of the terminal. The real supervisor, the real terminal
// (without a screen: with one, nobody can look into it), real memory.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include <sstream>

#include "tests/kiosk/canary.hpp"

namespace escale::kiosk {
namespace {
using test::read_whole;

class NextPerson : public testing::Test {
 protected:
  void SetUp() override {
    const std::string catalogue = std::string(ESCALE_SOURCE_DIR) + "/content-bundles/catalogue/", bin = ESCALE_BIN_DIR;
    const auto made = test::run_in(folder.path(), bin + "/make-repository key " + catalogue + "aller-vers " + catalogue + "journee-aller-vers " +
                                                      catalogue + "maltraitance && " + bin +
                                                      "/escale-kiosk --data data --sync --folder key --root key/metadata/1.root.json --mailbox clts-demo");
    ASSERT_EQ(made.exit_code, 0) << made.err;
    test::write_whole(folder.path() / "words", std::string(kCanary) + "\n");
  }
  void TearDown() override {
    if (supervisor > 0) ::kill(supervisor, SIGTERM), ::waitpid(supervisor, nullptr, 0);
  }
  void start() {
    supervisor = ::fork();
    ASSERT_GE(supervisor, 0);
    if (supervisor != 0) return;
    if (::chdir(folder.path().c_str()) != 0 || std::freopen("log", "w", stderr) == nullptr) ::_exit(126);
    const std::string program = std::string(ESCALE_BIN_DIR) + "/escale-supervisor", kiosk = std::string(ESCALE_BIN_DIR) + "/escale-kiosk";
    const std::string journey = std::string(ESCALE_SOURCE_DIR) + "/tests/journeys/next_person.journey";
    ::execl(program.c_str(), program.c_str(), "--crashes", "1", "--", kiosk.c_str(), "--data", "data", "--headless", "--play", journey.c_str(),
            "--out", "out", "--words", "words", "--lang", "fr", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  /// The terminal stands still there: its process.
  pid_t held_at(const std::string& name) {
    const bool held = comes([&] { return std::filesystem::exists(folder.path() / "out" / (name + ".held")) || log().find("terminal_ended") != std::string::npos; });
    EXPECT_TRUE(held && log().find("terminal_ended") == std::string::npos) << name << ": " << log();
    const auto children = children_of(supervisor);
    EXPECT_EQ(children.size(), 1u);
    return children.empty() ? -1 : children.front();
  }
  void let_go(const std::string& name) { test::write_whole(folder.path() / "out" / (name + ".go"), ""); }
  std::string log() const { return read_whole(folder.path() / "log"); }

  test::TemporaryFolder folder;
  pid_t supervisor = -1;
};

TEST_F(NextPerson, C11_NothingOfThePersonBeforeIsInMemoryOrOnTheDisk) {
  start();
  const pid_t first = held_at("typed");
  ASSERT_GT(first, 0);
  // The search finds what is there: as it was typed, and in what the test plants.
  EXPECT_THAT(found_in(memory_of(first)), testing::Contains(std::string(kCanary).substr(0, 16)));
  EXPECT_EQ(found_in("xx" + base64("x" + std::string(kCanary)) + to_hex(as_bytes(kCanary))).size(), 2u);
  let_go("typed");

  const pid_t second = held_at("next");
  ASSERT_GT(second, 0);
  EXPECT_NE(second, first);
  EXPECT_FALSE(std::filesystem::exists("/proc/" + std::to_string(first))) << "the process before is still there";
  for (const pid_t process : family_of(supervisor)) EXPECT_THAT(found_in(memory_of(process)), testing::IsEmpty()) << process;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path() / "data")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_THAT(found_in(read_whole(entry.path())), testing::IsEmpty()) << entry.path();
  }
  EXPECT_GT(files, 10u);
  EXPECT_THAT(found_in(log()), testing::IsEmpty());
  const auto status = test::run_in(folder.path(), std::string(ESCALE_BIN_DIR) + "/escale-kiosk --data data --status --json");
  EXPECT_THAT(status.out, testing::HasSubstr("\"pending\":1")) << "what was sent is kept, sealed";
  let_go("next");

  // The quick exit: the neutral screen goes over to the next process, which the journey expects.
  const pid_t third = held_at("last");
  EXPECT_NE(third, second);
  EXPECT_FALSE(std::filesystem::exists("/proc/" + std::to_string(second)));
  EXPECT_THAT(read_whole("/proc/" + std::to_string(third) + "/cmdline"), testing::HasSubstr(std::string("--first\0quick-exit", 18)));
  let_go("last");
  int ended = 0;
  ASSERT_EQ(::waitpid(supervisor, &ended, 0), supervisor);
  supervisor = -1;
  EXPECT_EQ(test::exit_code_of(ended), 0) << log();
  // From the end of one process to the first picture of the next: said, never judged here.
  std::istringstream lines(log());
  for (std::string line; std::getline(lines, line);)
    if (const std::size_t at = line.find("replaced ms="); at != std::string::npos) std::cout << "leave to next first picture: " << line.substr(at + 9) << '\n';
}

}  // namespace
}  // namespace escale::kiosk
