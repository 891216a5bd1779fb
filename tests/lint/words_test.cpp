// What may not stand in any tracked text file: unfinished words, machine paths, registry hosts.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "tests/lint/tree.hpp"

namespace escale::lint {
namespace {

std::vector<std::string> tracked_files() {
  std::vector<std::string> files;
  const std::string command = std::string("git -c safe.directory='*' -C '") + ESCALE_SOURCE_DIR + "' ls-files";
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> line{};
  while (pipe && fgets(line.data(), line.size(), pipe)) {
    std::string name(line.data());
    name.erase(name.find_last_not_of('\n') + 1);
    files.push_back(name);
  }
  if (pipe) pclose(pipe);
  return files;
}

// Written in two parts so that this file does not complain about itself.
const std::regex& unfinished() {
  static const std::regex pattern("\\b(TO" "DO|FIX" "ME|XX" "X|HA" "CK)\\b|not imple" "mented|/wo" "rk/|/fa" "rm/|regis" "try\\.npmjs|deb\\.deb" "ian\\.org");
  return pattern;
}

TEST(Words, NothingUnfinishedAndNoMachinePathIsTracked) {
  const auto files = tracked_files();
  ASSERT_GT(files.size(), 30u);
  for (const auto& name : files) {
    if (name == "LICENSE" || name.ends_with(".png") || name.ends_with(".xlsx") || name.starts_with("tests/vectors/")) continue;
    std::istringstream text(read_text(fs::path(ESCALE_SOURCE_DIR) / name));
    int number = 0;
    for (std::string line; std::getline(text, line);) {
      ++number;
      if (line.size() > 4000) continue;
      EXPECT_FALSE(std::regex_search(line, unfinished())) << name << ":" << number << ": " << line;
    }
  }
}

TEST(Words, CatchesAnUnfinishedWord) {
  EXPECT_TRUE(std::regex_search(std::string("// TO") + "DO later", unfinished()));
  EXPECT_FALSE(std::regex_search(std::string("il y a du pain sur la planche, network/"), unfinished()));
}

}  // namespace
}  // namespace escale::lint
