// C11: after the end of use, what a person typed is in no process and in no file of the terminal. The real supervisor, the real terminal
// (without a screen: with one, nobody can look into it), real memory.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include <fstream>
#include <functional>
#include <set>

#include "sync/base/bytes.hpp"
#include "tests/support/command.hpp"

namespace escale::kiosk {
namespace {
using test::read_whole;

constexpr std::string_view kCanary = "CANARI-pivoine-oubliee-7731";

std::string base64(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i + 2 < text.size(); i += 3) {
    const unsigned three = static_cast<unsigned char>(text[i]) << 16U | static_cast<unsigned char>(text[i + 1]) << 8U | static_cast<unsigned char>(text[i + 2]);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) out += kLetters[three >> shift & 63U];
  }
  return out;
}

/// The text as it is, cut, in base64 at each alignment, in hexadecimal, and with a zero after each letter (UTF-16; UTF-32 with three).
std::vector<std::string> needles() {
  const std::string canary(kCanary);
  std::vector<std::string> out = {canary.substr(0, 16), canary.substr(8, 14), canary.substr(canary.size() - 14)};
  for (std::size_t shift : {0, 1, 2}) out.push_back(base64(canary.substr(shift)));
  out.push_back(to_hex(as_bytes(canary)));
  for (const std::size_t zeros : {1, 3}) {
    std::string wide;
    for (const char letter : canary.substr(0, 14)) wide += letter + std::string(zeros, '\0');
    out.push_back(wide);
  }
  return out;
}

/// Which needles are in these bytes.
std::set<std::string> found_in(std::string_view bytes) {
  static const std::vector<std::string> kNeedles = needles();
  std::set<std::string> out;
  for (const std::string& needle : kNeedles)
    if (bytes.find(needle) != std::string_view::npos) out.insert(needle);
  return out;
}

/// Everything that a process can read of its own memory (proc(5): maps, mem). Fails the test when nothing can be read.
std::string memory_of(pid_t process) {
  const std::string folder = "/proc/" + std::to_string(process);
  std::ifstream maps(folder + "/maps"), memory(folder + "/mem", std::ios::binary);
  std::string out, line;
  while (std::getline(maps, line)) {
    std::istringstream words(line);
    std::string range, rights;
    words >> range >> rights;
    if (rights.empty() || rights[0] != 'r' || line.find("[vvar]") != std::string::npos || line.find("[vsyscall]") != std::string::npos) continue;
    const std::uint64_t begin = std::stoull(range, nullptr, 16), end = std::stoull(range.substr(range.find('-') + 1), nullptr, 16);
    const std::size_t before = out.size();
    out.resize(before + (end - begin));
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(begin));
    memory.read(out.data() + before, static_cast<std::streamsize>(end - begin));
    out.resize(before + static_cast<std::size_t>(std::max<std::streamsize>(memory.gcount(), 0)));
  }
  EXPECT_GT(out.size(), std::size_t{1} << 20U) << "the memory of " << process << " cannot be read";
  return out;
}

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> out;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string stat = read_whole(entry.path() / "stat");
    const std::size_t end = stat.rfind(')');
    if (end == std::string::npos || stat.size() < end + 5 || stat[end + 2] == 'Z') continue;
    if (std::stol(stat.substr(end + 4)) == parent) out.push_back(static_cast<pid_t>(std::stol(name)));
  }
  return out;
}

/// A process and all that descend from it.
std::vector<pid_t> family_of(pid_t process) {
  std::vector<pid_t> out = {process};
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const pid_t child : children_of(out[i])) out.push_back(child);
  return out;
}

bool comes(const std::function<bool()>& there) {
  for (int i = 0; i < 6000; ++i, ::usleep(10'000))
    if (there()) return true;
  return false;
}

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
