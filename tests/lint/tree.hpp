// What the lint tests know of a source tree: the link graph written in CMakeLists.txt, and the lines of every source file.
// Each rule is a function from a tree to a list of complaints, so that a test can plant a fault and see it found.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace escale::lint {

namespace fs = std::filesystem;
using Complaints = std::vector<std::string>;

inline std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct SourceFile {
  std::string path;    ///< relative to the root, with '/'
  std::string folder;  ///< the folder of the link graph it belongs to
  std::vector<std::string> lines;
};

struct Tree {
  std::map<std::string, std::set<std::string>> uses;  ///< folder -> the folders it may include
  std::vector<SourceFile> files;                      ///< every .hpp and .cpp under those folders
};

/// Reads `escale_library(folder USES a b LINKS …)`, `escale_program` and `escale_tool` calls.
inline std::map<std::string, std::set<std::string>> read_link_graph(const std::string& cmake) {
  std::map<std::string, std::set<std::string>> graph;
  static const std::regex kCall(R"(escale_(library|program|tool)\(\s*([^)]*)\))");
  const std::string without_comments = std::regex_replace(cmake, std::regex("#[^\n]*"), "");
  for (std::sregex_iterator it(without_comments.begin(), without_comments.end(), kCall), end; it != end; ++it) {
    std::istringstream words((*it)[2].str());
    std::string folder, word, section;
    words >> folder;
    auto& uses = graph[folder];
    while (words >> word) {
      if (word == "USES" || word == "LINKS" || word == "NAME")
        section = word;
      else if (section == "USES")
        uses.insert(word);
    }
  }
  return graph;
}

inline Tree read_tree(const fs::path& root) {
  Tree tree;
  tree.uses = read_link_graph(read_text(root / "CMakeLists.txt"));
  for (const auto& top : {"sync", "content-bundles", "kiosk"}) {
    if (!fs::exists(root / top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const auto extension = entry.path().extension();
      if (extension != ".hpp" && extension != ".cpp") continue;
      SourceFile file;
      file.path = fs::relative(entry.path(), root).generic_string();
      file.folder = fs::path(file.path).parent_path().generic_string();
      std::istringstream text(read_text(entry.path()));
      for (std::string line; std::getline(text, line);) file.lines.push_back(line);
      tree.files.push_back(std::move(file));
    }
  }
  std::sort(tree.files.begin(), tree.files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return tree;
}

/// A file may include its own folder and the folders that its USES list names; nothing else of ours.
inline Complaints include_direction(const Tree& tree) {
  Complaints found;
  static const std::regex kInclude(R"re(^\s*#\s*include\s*"([^"]+)")re");
  for (const auto& file : tree.files) {
    const auto own = tree.uses.find(file.folder);
    if (own == tree.uses.end()) {
      found.push_back(file.path + ": its folder is not in the link graph");
      continue;
    }
    for (const auto& line : file.lines) {
      std::smatch match;
      if (!std::regex_search(line, match, kInclude)) continue;
      const std::string target = fs::path(match[1].str()).parent_path().generic_string();
      if (target != file.folder && own->second.count(target) == 0)
        found.push_back(file.path + ": includes " + match[1].str() + ", which its USES list does not name");
    }
  }
  return found;
}

/// The link graph has no cycle and names only folders that exist in it.
inline Complaints cycles(const Tree& tree) {
  Complaints found;
  std::set<std::string> done, open;
  const std::function<void(const std::string&, const std::string&)> visit = [&](const std::string& folder, const std::string& way) {
    if (open.count(folder)) {
      found.push_back("cycle: " + way + folder);
      return;
    }
    if (!done.insert(folder).second) return;
    open.insert(folder);
    const auto uses = tree.uses.find(folder);
    if (uses == tree.uses.end())
      found.push_back(way + folder + ": not in the link graph");
    else
      for (const auto& used : uses->second) visit(used, way + folder + " -> ");
    open.erase(folder);
  };
  for (const auto& [folder, uses] : tree.uses) visit(folder, "");
  return found;
}

/// A pattern that only some files may hold.
struct Confined {
  std::string what;
  std::regex pattern;
  std::function<bool(const SourceFile&)> allowed;
};

inline Complaints confined(const Tree& tree, const Confined& rule) {
  static const std::regex comment(R"(//.*)");
  Complaints found;
  for (const auto& file : tree.files) {
    if (rule.allowed(file)) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string code = std::regex_replace(file.lines[i], comment, "");
      if (std::regex_search(code, rule.pattern)) found.push_back(file.path + ":" + std::to_string(i + 1) + ": " + rule.what);
    }
  }
  return found;
}

inline std::function<bool(const SourceFile&)> only_in(std::vector<std::string> folders) {
  return [folders = std::move(folders)](const SourceFile& file) {
    return std::find(folders.begin(), folders.end(), file.folder) != folders.end();
  };
}

inline std::vector<Confined> confinements() {
  const auto sql_home = [](const SourceFile& file) {
    return file.path.ends_with("_repository.cpp") || file.path.ends_with("storage.cpp") || file.folder == "sync/db" ||
           file.folder == "kiosk/store";  // the terminal's repositories, one file each
  };
  return {
      {"Dear ImGui outside kiosk/ui", std::regex(R"(\bImGui::|\bImDrawList\b|[<"]imgui)"), only_in({"kiosk/ui"})},
      {"libsodium outside sync/crypto", std::regex(R"([<"]sodium|\bsodium_\w+\()"), only_in({"sync/crypto"})},
      {"the clock read outside sync/base",
       std::regex(R"((system|steady|high_resolution)_clock::now|\bclock_gettime\(|\bgettimeofday\(|[^\w.>:]time\((nullptr|NULL|0)\)|SDL_GetTicks)"),
       only_in({"sync/base"})},
      {"SQLite outside sync/db", std::regex(R"([<"]sqlite3\.h)"), only_in({"sync/db"})},
      {"SQL outside repositories and migrations",
       std::regex(R"re(["(](SELECT [\w*(]|INSERT (OR \w+ )?INTO |UPDATE \w+ SET |DELETE FROM |CREATE TABLE ))re"), sql_home},
      {"a screen that touches SDL, threads or files",
       std::regex(R"(SDL_|[<"]SDL|<(thread|mutex|fstream|filesystem)>|sync/base/files\.hpp)"),
       [](const SourceFile& file) { return file.folder != "kiosk/screens"; }},
  };
}

/// Every header has `#pragma once` and opens with a comment that says what it is.
inline Complaints headers(const Tree& tree) {
  Complaints found;
  for (const auto& file : tree.files) {
    if (!file.path.ends_with(".hpp")) continue;
    if (file.lines.empty() || file.lines.front().rfind("//", 0) != 0) found.push_back(file.path + ": does not open with a comment");
    if (std::find(file.lines.begin(), file.lines.end(), "#pragma once") == file.lines.end())
      found.push_back(file.path + ": has no #pragma once");
  }
  return found;
}

}  // namespace escale::lint
