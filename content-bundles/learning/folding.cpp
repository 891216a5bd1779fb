#include <array>

#include "content-bundles/learning/scoring.hpp"

namespace escale::learning {
namespace {
// What each letter of U+00C0..U+017F becomes: lower case, without its mark, ligatures in two letters.
constexpr std::array<std::string_view, 192> kLatin{
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",      // U+00C0
    "d", "n", "o", "o", "o", "o", "o", "*", "o", "u", "u", "u", "u", "y", "th", "ss",     // U+00D0 (× keeps, see below)
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",      // U+00E0
    "d", "n", "o", "o", "o", "o", "o", "*", "o", "u", "u", "u", "u", "y", "th", "y",      // U+00F0 (÷ keeps, see below)
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",       // U+0100
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",       // U+0110
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",       // U+0120
    "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",     // U+0130
    "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",       // U+0140
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",     // U+0150
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",       // U+0160
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s"};      // U+0170

/// Length of the UTF-8 sequence that starts here, 1 for a stray byte: folding never fails on broken text.
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  std::size_t length = 1;
  if (lead >= 0xF0 && lead < 0xF8) length = 4;
  else if (lead >= 0xE0) length = lead < 0xF0 ? 3 : 1;
  else if (lead >= 0xC2) length = 2;
  return length <= text.size() ? length : 1;
}

std::uint32_t code_point(std::string_view sequence) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(sequence[i])); };
  switch (sequence.size()) {
    case 2: return (at(0) & 0x1F) << 6 | (at(1) & 0x3F);
    case 3: return (at(0) & 0x0F) << 12 | (at(1) & 0x3F) << 6 | (at(2) & 0x3F);
    case 4: return (at(0) & 0x07) << 18 | (at(1) & 0x3F) << 12 | (at(2) & 0x3F) << 6 | (at(3) & 0x3F);
    default: return at(0);
  }
}

// In a prepared pattern: a star that stands for itself. Typed text cannot hold it, folding drops control characters.
constexpr char kLiteralStar = '\x01';

void fold_into(std::string& out, std::string_view text, bool keep_literal_star) {
  bool space = false;
  const auto put = [&](std::string_view piece) {
    if (space && !out.empty()) out += ' ';
    space = false;
    out += piece;
  };
  while (!text.empty()) {
    const std::string_view sequence = text.substr(0, sequence_length(text));
    text.remove_prefix(sequence.size());
    const std::uint32_t code = code_point(sequence);
    if (sequence.size() == 1 && code >= 0x80) {  // a stray byte of broken UTF-8
      put(sequence);
      continue;
    }
    if (keep_literal_star && code == static_cast<std::uint32_t>(kLiteralStar)) put(sequence);
    else if (code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0xA0 || (code >= 0x2000 && code <= 0x200A) ||
             code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x3000)
      space = true;
    else if (code < 0x20 || code == 0x7F || code == 0xAD || code == 0x200B || code == 0xFEFF || (code >= 0x300 && code <= 0x36F))
      continue;
    else if (code >= 'A' && code <= 'Z') {
      const char lower = static_cast<char>(code - 'A' + 'a');
      put({&lower, 1});
    } else if (code == 0x2018 || code == 0x2019 || code == 0x2BC) put("'");
    else if (code >= 0x2010 && code <= 0x2015) put("-");
    else if (code >= 0xC0 && code <= 0x17F && code != 0xD7 && code != 0xF7) put(kLatin[code - 0xC0]);
    else put(sequence);
  }
}
}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  fold_into(out, text, false);
  return out;
}

bool fits_pattern(std::string_view pattern, std::string_view text) {
  std::string prepared;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size() && (pattern[i + 1] == '*' || pattern[i + 1] == '\\')) {
      prepared += pattern[++i] == '*' ? kLiteralStar : '\\';
    } else if (pattern[i] != kLiteralStar) {
      prepared += pattern[i];
    }
  }
  std::string wanted;
  fold_into(wanted, prepared, true);
  std::string given = folded(text);
  std::vector<std::string> pieces(1);
  for (const char c : wanted) {
    if (c == '*') pieces.emplace_back();
    else pieces.back() += c == kLiteralStar ? '*' : c;
  }
  if (pieces.size() == 1) return given == pieces.front();
  // First and last pieces are anchored; those between are taken at their first place, which leaves most room for the rest.
  if (given.size() < pieces.front().size() + pieces.back().size()) return false;
  if (!given.starts_with(pieces.front()) || !given.ends_with(pieces.back())) return false;
  std::string_view middle = given;
  middle.remove_prefix(pieces.front().size());
  middle.remove_suffix(pieces.back().size());
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    const std::size_t found = middle.find(pieces[i]);
    if (found == std::string_view::npos) return false;
    middle.remove_prefix(found + pieces[i].size());
  }
  return true;
}

}  // namespace escale::learning
