// The README shows the link graph that CMakeLists.txt has. `UPDATE_README=1 ./build/dev/bin/test_lint` rewrites it.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/lint/tree.hpp"

namespace escale::lint {
namespace {

/// Folders after all they use, each with its list, in a fixed order.
std::string graph_text(const std::map<std::string, std::set<std::string>>& graph) {
  std::vector<std::string> order;
  std::set<std::string> seen;
  const std::function<void(const std::string&)> visit = [&](const std::string& folder) {
    if (!seen.insert(folder).second) return;
    for (const auto& used : graph.at(folder)) visit(used);
    order.push_back(folder);
  };
  for (const auto& [folder, uses] : graph) visit(folder);
  std::string out = "```\n";
  for (const auto& folder : order) {
    std::string line = folder;
    line.resize(std::max<std::size_t>(line.size() + 1, 26), ' ');
    line += graph.at(folder).empty() ? "" : "<-";
    std::string last_top;
    for (const auto& used : graph.at(folder)) {
      const auto slash = used.find('/');
      const std::string top = used.substr(0, slash);
      line += top == last_top || top == "sync" ? " " + used.substr(slash + 1) : " " + used;
      last_top = top;
    }
    out += line + "\n";
  }
  return out + "```\n";
}

TEST(Readme, ShowsTheLinkGraph) {
  const fs::path path = fs::path(ESCALE_SOURCE_DIR) / "README.md";
  const std::string readme = read_text(path), begin = "<!-- graph -->\n", end = "<!-- /graph -->";
  const auto from = readme.find(begin), to = readme.find(end);
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  const std::string wanted = graph_text(read_link_graph(read_text(fs::path(ESCALE_SOURCE_DIR) / "CMakeLists.txt")));
  if (std::getenv("UPDATE_README")) {
    std::ofstream(path, std::ios::binary) << readme.substr(0, from + begin.size()) + wanted + readme.substr(to);
    return;
  }
  EXPECT_EQ(readme.substr(from + begin.size(), to - from - begin.size()), wanted);
}

}  // namespace
}  // namespace escale::lint
