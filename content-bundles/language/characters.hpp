// UTF-8 as characters with their place, and what French letters are. Internal to this folder.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace escale::language {

struct Character {
  char32_t code = 0;
  std::size_t at = 0;  ///< byte offset
};
using Characters = std::vector<Character>;

inline constexpr char32_t kNoBreak = 0x00A0, kNarrow = 0x202F, kLineEnd = 0x2028, kOpen = 0x00AB, kClose = 0x00BB, kApostrophe = 0x2019,
                          kEllipsis = 0x2026, kDash = 0x2013;

/// Broken bytes come as U+FFFD.
Characters characters(std::string_view text);

inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || c == 0x152 || c == 0x178; }
inline bool is_letter(char32_t c) { return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0x17F && c != 0xF7); }
inline bool is_blank(char32_t c) { return c == ' ' || c == '\t' || c == kNoBreak || c == kNarrow; }
inline bool is_line_end(char32_t c) { return c == '\n' || c == kLineEnd; }

/// A word with its place: letters, digits, and hyphens or apostrophes between letters ("aujourd’hui", "peut-être").
/// An elided word stands alone: "l’", "école".
struct Word {
  std::string_view text;
  std::string lower;  ///< without capitals, accents kept
  std::size_t at = 0;
};
std::vector<Word> words(std::string_view text);

}  // namespace escale::language
