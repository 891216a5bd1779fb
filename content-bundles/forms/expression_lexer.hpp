// The words of an expression (XPath 1.0, 3.7, and the grammar of ODK). The rule: characters that people paste from word
// processors are refused by name, with what to write instead.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"

namespace escale::forms {

enum class TokenKind {
  End,
  Number,
  Text,
  Name,
  Dot,
  DotDot,
  Slash,
  Star,
  Open,
  Close,
  OpenBracket,
  CloseBracket,
  Comma,
  Operator,
  Axis
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::string_view text{};  ///< of the source; without quotes for Text
  std::size_t at = 0;       ///< byte in the source
};

/// Ends with End. `and`, `or`, `div`, `mod`, `*` and `-` are Operator where an operator may stand.
Result<std::vector<Token>> tokens_of(std::string_view source);

/// InvalidInput: "character 7: message".
tl::unexpected<Error> error_at(std::string_view source, std::size_t at, std::string_view message);

}  // namespace escale::forms
