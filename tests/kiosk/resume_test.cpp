// A draft, with the real supervisor and the real terminal (without a screen: with one, nobody can look into it): the terminal is killed
// while somebody writes, and they go on; their use ends, and neither the draft nor its key is anywhere.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include "tests/kiosk/canary.hpp"

namespace escale::kiosk {
namespace {
using test::read_whole;

/// What the supervisor's room for the key holds, as the terminal was handed it.
std::string key_held_by(pid_t terminal) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(terminal) + "/fd")) {
    std::error_code gone;
    if (std::filesystem::read_symlink(entry.path(), gone).string().find("memfd:escale-draft") == std::string::npos) continue;
    const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
    char bytes[64];
    const ssize_t got = ::pread(descriptor, bytes, sizeof bytes, 0);
    ::close(descriptor);
    return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : std::string();
  }
  ADD_FAILURE() << "the terminal was handed no room for a key";
  return {};
}

class Resume : public testing::Test {
 protected:
  void SetUp() override {
    const std::string catalogue = std::string(ESCALE_SOURCE_DIR) + "/content-bundles/catalogue/", bin = ESCALE_BIN_DIR;
    const auto made = test::run_in(folder.path(), bin + "/make-repository key " + catalogue + "journee-aller-vers && " + bin +
                                                      "/escale-kiosk --data data --sync --folder key --root key/metadata/1.root.json --mailbox clts-demo");
    ASSERT_EQ(made.exit_code, 0) << made.err;
    test::write_whole(folder.path() / "words", std::string(kCanary) + "\n");
    supervisor = ::fork();
    ASSERT_GE(supervisor, 0);
    if (supervisor != 0) return;
    if (::chdir(folder.path().c_str()) != 0 || std::freopen("log", "w", stderr) == nullptr) ::_exit(126);
    const std::string program = std::string(ESCALE_BIN_DIR) + "/escale-supervisor", kiosk = std::string(ESCALE_BIN_DIR) + "/escale-kiosk";
    const std::string journey = std::string(ESCALE_SOURCE_DIR) + "/tests/journeys/resume.journey";
    ::execl(program.c_str(), program.c_str(), "--first-delay-ms", "1", "--crashes", "3", "--", kiosk.c_str(), "--data", "data", "--headless", "--play",
            journey.c_str(), "--out", "out", "--words", "words", "--lang", "fr", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  void TearDown() override {
    if (supervisor > 0) ::kill(supervisor, SIGTERM), ::waitpid(supervisor, nullptr, 0);
  }
  pid_t held_at(const std::string& name) {
    const bool held = comes([&] { return std::filesystem::exists(folder.path() / "out" / (name + ".held")) || log().find("exit-1") != std::string::npos; });
    EXPECT_TRUE(held && log().find("exit-1") == std::string::npos) << name << ": " << log();
    const auto children = children_of(supervisor);
    return children.empty() ? -1 : children.front();
  }
  void let_go(const std::string& name) { test::write_whole(folder.path() / "out" / (name + ".go"), ""); }
  std::string log() const { return read_whole(folder.path() / "log"); }
  std::string disk() const {
    std::string out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path() / "data"))
      if (entry.is_regular_file()) out += read_whole(entry.path());
    return out;
  }
  /// Nobody's words, and not the key, in any process or file.
  void nothing_is_left(const std::string& key) {
    for (const pid_t process : family_of(supervisor)) {
      const std::string memory = memory_of(process);
      EXPECT_THAT(found_in(memory), testing::IsEmpty()) << process;
      EXPECT_EQ(memory.find(key), std::string::npos) << process;
    }
    EXPECT_THAT(found_in(disk()), testing::IsEmpty());
    EXPECT_EQ(disk().find(key), std::string::npos);
    EXPECT_THAT(found_in(log()), testing::IsEmpty());
  }

  test::TemporaryFolder folder;
  pid_t supervisor = -1;
};

TEST_F(Resume, ADraftSurvivesTheTerminalAndDiesWithTheUse) {
  const pid_t first = held_at("writing");
  ASSERT_GT(first, 0);
  const std::string key = key_held_by(first);
  ASSERT_EQ(key.size(), 32u) << log();
  EXPECT_THAT(found_in(memory_of(first)), testing::Not(testing::IsEmpty())) << "it stands on the screen";
  EXPECT_THAT(found_in(disk()), testing::IsEmpty()) << "sealed from the first keystroke";
  EXPECT_EQ(disk().find(key), std::string::npos);
  EXPECT_EQ(read_whole("/proc/" + std::to_string(first) + "/environ").find(key), std::string::npos);
  ASSERT_EQ(::kill(first, SIGKILL), 0);

  const pid_t second = held_at("waiting");
  ASSERT_NE(second, first);
  EXPECT_EQ(key_held_by(second), key);
  EXPECT_THAT(found_in(memory_of(second)), testing::Not(testing::Contains(std::string(kCanary).substr(0, 16)))) << "offered, not shown: it may be somebody else";
  let_go("waiting");
  held_at("resumed");
  EXPECT_THAT(found_in(memory_of(second)), testing::Contains(std::string(kCanary).substr(0, 16)));
  let_go("resumed");

  held_at("sent");
  EXPECT_EQ(key_held_by(second), "") << "sent: the draft's key is gone before the person is";
  const auto status = test::run_in(folder.path(), std::string(ESCALE_BIN_DIR) + "/escale-kiosk --data data --status --json");
  EXPECT_THAT(status.out, testing::HasSubstr("\"pending\":1")) << "once, not twice";
  let_go("sent");

  const pid_t third = held_at("again");
  ASSERT_NE(third, second);
  nothing_is_left(key);
  const std::string other = key_held_by(third);
  EXPECT_EQ(other.size(), 32u);
  EXPECT_NE(other, key) << "a key for each use";
  ASSERT_EQ(::kill(third, SIGKILL), 0);

  const pid_t last = held_at("erased");
  EXPECT_EQ(key_held_by(last), "");
  nothing_is_left(other);
  let_go("erased");
  int ended = 0;
  ASSERT_EQ(::waitpid(supervisor, &ended, 0), supervisor);
  supervisor = -1;
  EXPECT_EQ(test::exit_code_of(ended), 0) << log();
}

}  // namespace
}  // namespace escale::kiosk
