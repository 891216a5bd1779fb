// Names that every statistics program takes: SPSS, Stata, R, SAS, SQL.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace escale::answers {

inline constexpr std::size_t kMaxVariableName = 32;  ///< Stata's limit; SPSS has 64 bytes

class VariableNames {
 public:
  /// A name made of this text: accents taken off, anything else a `_`, a `q_` before a digit or a `_` (SPSS turns `_x` into `@_x`), a `_`
  /// after a reserved word, cut at 32, made unique whatever the case (SPSS ignores it) by `_2`, `_3`…
  std::string take(std::string_view text);

 private:
  std::set<std::string> m_taken;  // in small letters
};

}  // namespace escale::answers
