// The scripts of the house can be read by bash, stop at the first failure, and are executable.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {
namespace fs = std::filesystem;

std::vector<fs::path> scripts() {
  const fs::path source = ESCALE_SOURCE_DIR;
  std::vector<fs::path> out{source / "dev", source / "tests/bench/run", source / ".ci/run"};
  for (const auto& entry : fs::directory_iterator(source / "tests/journeys"))
    if (entry.path().extension() == ".sh") out.push_back(entry.path());
  return out;
}

std::string content(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Scripts, CanBeReadByBash) {
  for (const fs::path& path : scripts()) {
    ASSERT_TRUE(fs::exists(path)) << path;
    EXPECT_EQ(std::system(("bash -n '" + path.string() + "'").c_str()), 0) << path;
  }
}

TEST(Scripts, StopAtTheFirstFailure) {
  for (const fs::path& path : scripts()) {
    if (path.filename() == "lib.sh") continue;  // sourced by scripts that do
    const std::string text = content(path);
    EXPECT_TRUE(text.find("\nset -e") != std::string::npos || text.find("\nset -Ee") != std::string::npos) << path;
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_TRUE(info.st_mode & S_IXUSR) << path << " is not executable";
  }
}

}  // namespace
