// `${name}` of a spreadsheet as paths of the form: relative inside a repeat, so that each copy reads its own answers.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "content-bundles/forms/definition.hpp"
#include "sync/base/result.hpp"

namespace escale::importers {

class References {
 public:
  void add(const std::string& name, const std::string& path, bool is_repeat);
  /// Empty when no row has that name.
  std::string path_of(std::string_view name) const;

  /// An expression for a place, its ${…} replaced and curly quotes straightened. `in_filter`: it stands in the filter
  /// of a list. InvalidInput when a name is unknown or the expression is not understood; the character is that of the
  /// cell.
  Result<std::string> expression(std::string_view source, const std::string& place, bool in_filter) const;
  /// A text with ${…} in it.
  Result<forms::RichText> text(std::string_view source, const std::string& place) const;

 private:
  Result<std::string> reference(std::string_view name, const std::string& place, bool in_filter) const;
  std::map<std::string, std::string, std::less<>> m_paths;
  std::set<std::string> m_repeats;
};

/// ‘ ’ “ ” as ' and ": spreadsheet programs put them where people typed straight ones.
std::string straight_quotes(std::string_view text);

}  // namespace escale::importers
