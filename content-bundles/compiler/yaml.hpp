// YAML as a plain tree with the line of each value. yaml-cpp and its exceptions stay behind this header.
// Rule: at most 256 KiB, 20 000 values and 16 levels; the same key twice is an error.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content-bundles/compiler/problem.hpp"

namespace escale::compiler {

struct Yaml {
  enum class Kind { Null, Scalar, List, Map };
  Kind kind = Kind::Null;
  int line = 0;
  std::string scalar;
  std::vector<Yaml> items;
  std::vector<std::pair<std::string, Yaml>> entries;

  // Made where the type is whole: clang 14 instantiates the pair too early otherwise.
  Yaml();
  Yaml(const Yaml&);
  Yaml(Yaml&&) noexcept;
  Yaml& operator=(const Yaml&);
  Yaml& operator=(Yaml&&) noexcept;
  ~Yaml();
};

/// Parses one YAML document whose first line is `first_line` of the file. Nothing when it failed: the problem was added.
std::optional<Yaml> parse_yaml(std::string_view text, std::string_view file, int first_line, Problems& problems);

/// Reads the fields of a YAML map; what is missing or of another shape becomes a problem with its line.
class YamlFields {
 public:
  YamlFields(const Yaml& map, std::string_view file, Problems& problems);
  YamlFields(const YamlFields&) = delete;
  YamlFields& operator=(const YamlFields&) = delete;

  int line() const { return m_map.line; }
  /// The line of a field, or of the map when the field is absent.
  int line_of(std::string_view key) const;
  bool has(std::string_view key) const { return find(key) != nullptr; }

  std::string text(std::string_view key);           ///< required, not empty
  std::string text_or_empty(std::string_view key);  ///< optional
  int integer_or(std::string_view key, int low, int high, int fallback);
  bool boolean_or_false(std::string_view key);
  std::vector<std::string> texts(std::string_view key, bool required = false);
  /// The map or list under a key, null when absent (a problem if required) or of another kind (a problem).
  const Yaml* map(std::string_view key, bool required = false) { return child(key, Yaml::Kind::Map, "a map", required); }
  const Yaml* list(std::string_view key, bool required = false) { return child(key, Yaml::Kind::List, "a list", required); }

  void problem(std::string_view key, std::string sentence) { m_problems.add(m_file, line_of(key), std::move(sentence)); }
  /// Adds a problem for each key that was not asked for.
  void finish();

 private:
  const Yaml* find(std::string_view key) const;
  const Yaml* child(std::string_view key, Yaml::Kind kind, std::string_view name, bool required);

  const Yaml& m_map;
  std::string m_file;
  Problems& m_problems;
  std::set<std::string, std::less<>> m_seen;
};

}  // namespace escale::compiler
