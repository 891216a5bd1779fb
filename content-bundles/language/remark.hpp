// What could be written better in a text, and how. A remark never changes the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace escale::language {

struct Remark {
  std::size_t at = 0;    ///< byte offset in the text
  std::string sentence;  ///< what is there and what to write instead, English around the French words
  bool operator==(const Remark&) const = default;
};

/// French typography of one text (a paragraph, a label, a title), as printers in France write it: U+202F before ; ! ?, U+00A0 before
/// : and inside « », ’ … œ, accents on capitals, units, hours, thousands, ordinals, dates. Placeholders in braces stand for anything.
std::vector<Remark> french_typography(std::string_view text);

/// The rules of simplified French (langage simplifié, DINSIC 2017, levels A to AAA) that a program can check, on one text whose lines
/// end with '\n' or U+2028: one short sentence a line, digits, no percentage, no number over 1,000, dates in letters, no ; ( ) [ ] … –
/// & > #, no abbreviation nor acronym, one negation at most, no participle after "en".
std::vector<Remark> simplified_french(std::string_view text);

/// How many sentences a text has, and how many of them deny something ("ne… pas"): a whole document keeps to one in three (7.2).
struct Negations {
  std::size_t sentences = 0, negative = 0;
};
Negations negations(std::string_view text);

}  // namespace escale::language
