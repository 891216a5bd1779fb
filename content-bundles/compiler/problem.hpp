// What is wrong in the sources of a bundle: file, line, one sentence that says how to mend it. Several are gathered before giving up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"

namespace escale::compiler {

struct Problem {
  std::string file;  ///< relative to the bundle folder
  int line = 0;      ///< 0 when it concerns the whole file
  std::string sentence;
  /// "lessons/01.md:12: sentence".
  std::string text() const;
  bool operator==(const Problem&) const = default;
};

/// Gathers at most 100 problems; the rest is counted.
class Problems {
 public:
  void add(std::string_view file, int line, std::string sentence);
  void add(std::string_view file, int line, const Error& error) { add(file, line, error.message); }
  bool none() const { return m_list.empty(); }
  std::size_t count() const { return m_count; }
  const std::vector<Problem>& list() const { return m_list; }

 private:
  std::vector<Problem> m_list;
  std::size_t m_count = 0;
};

}  // namespace escale::compiler
