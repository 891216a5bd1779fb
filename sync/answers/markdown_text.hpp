// A text on one line of Markdown (CommonMark, 2.4), also inside a table: what would be markup is escaped.
#pragma once

#include <string>
#include <string_view>

namespace escale::answers {

inline std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|").find(c) != std::string_view::npos) out += '\\';
    if (c == '\n' || c == '\r') out += ' ';
    else out += c;
  }
  return out;
}

}  // namespace escale::answers
