// The rules of the house, each shown to hold here and shown to catch a planted fault.
#include <gtest/gtest.h>

#include "tests/lint/tree.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::lint {
namespace {

const Tree& house() {
  static const Tree tree = read_tree(ESCALE_SOURCE_DIR);
  return tree;
}

std::string lines(const Complaints& complaints) {
  std::string out;
  for (const auto& complaint : complaints) out += complaint + "\n";
  return out;
}

/// A small tree with the given files, to plant faults in.
Tree planted(const std::string& cmake, const std::map<std::string, std::string>& files) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "CMakeLists.txt") << cmake;
  for (const auto& [path, text] : files) {
    fs::create_directories((folder.path() / path).parent_path());
    std::ofstream(folder.path() / path) << text;
  }
  return read_tree(folder.path());
}

constexpr auto kTwoFolders = "escale_library(sync/base)\nescale_library(sync/hub USES sync/base LINKS fmt)\n";

TEST(Architecture, IncludesFollowTheLinkGraph) {
  EXPECT_GT(house().files.size(), 30u);
  EXPECT_EQ(lines(include_direction(house())), "");
}

TEST(Architecture, CatchesAnIncludeAgainstTheArrow) {
  const auto tree = planted(kTwoFolders, {{"sync/base/a.cpp", "#include \"sync/hub/b.hpp\"\n"}, {"sync/hub/b.cpp", "#include \"sync/base/a.hpp\"\n"}});
  EXPECT_EQ(lines(include_direction(tree)), "sync/base/a.cpp: includes sync/hub/b.hpp, which its USES list does not name\n");
}

TEST(Architecture, CatchesAFolderOutsideTheGraph) {
  EXPECT_EQ(lines(include_direction(planted(kTwoFolders, {{"kiosk/x/a.cpp", ""}}))), "kiosk/x/a.cpp: its folder is not in the link graph\n");
}

TEST(Architecture, HasNoCycle) { EXPECT_EQ(lines(cycles(house())), ""); }

TEST(Architecture, CatchesACycle) {
  const auto tree = planted("escale_library(sync/a USES sync/b)\nescale_library(sync/b USES sync/a)\n", {});
  EXPECT_EQ(lines(cycles(tree)), "cycle: sync/a -> sync/b -> sync/a\n");
}

TEST(Architecture, KeepsLibrariesAndTheClockWhereTheyBelong) {
  for (const auto& rule : confinements()) EXPECT_EQ(lines(confined(house(), rule)), "");
}

TEST(Architecture, CatchesEachStrayedLibrary) {
  const std::map<std::string, std::string> strays = {
      {"Dear ImGui outside kiosk/ui", "ImGui::Text(\"x\");"},
      {"libsodium outside sync/crypto", "#include <sodium.h>"},
      {"the clock read outside sync/base", "auto t = std::chrono::steady_clock::now();"},
      {"SQLite outside sync/db", "#include <sqlite3.h>"},
      {"SQL outside repositories and migrations", "db.prepare(\"DELETE FROM outbox\");"},
      {"a screen that touches SDL, threads or files", "#include <thread>"},
  };
  const auto rules = confinements();
  ASSERT_EQ(rules.size(), strays.size());
  for (const auto& rule : rules) {
    const auto tree = planted("escale_library(kiosk/screens)", {{"kiosk/screens/home.cpp", "// comment: steady_clock::now\n" + strays.at(rule.what) + "\n"}});
    EXPECT_EQ(lines(confined(tree, rule)), "kiosk/screens/home.cpp:2: " + rule.what + "\n");
  }
}

TEST(Architecture, HeadersSayWhatTheyAre) { EXPECT_EQ(lines(headers(house())), ""); }

TEST(Architecture, CatchesAHeaderThatDoesNot) {
  const auto tree = planted(kTwoFolders, {{"sync/base/a.hpp", "#include <string>\n"}});
  EXPECT_EQ(headers(tree).size(), 2u);
}

}  // namespace
}  // namespace escale::lint
