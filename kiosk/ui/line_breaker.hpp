// Where a text may go to the next line, by French rules: after a space, after a hyphen between letters, at a soft
// hyphen; not after a word of one letter; never at U+00A0 or U+202F, so never before « ; ! ? » nor inside « », even
// where their author typed a plain space; never inside a number nor between it and its unit. Pure: widths come from the
// caller.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace escale::ui {

/// A piece of text that stays whole.
struct BreakUnit {
  std::size_t begin = 0, end = 0;  ///< bytes; the spaces after it are not inside
  std::size_t next = 0;            ///< where the next unit begins
  bool hard = false;               ///< the line ends here: '\n'
  bool clings = false;             ///< a word of one letter (à, y, a) does not end a line
  bool soft_hyphen = false;        ///< a hyphen is drawn when the line ends here
  float width = 0;                 ///< filled by the caller
  float space = 0;                 ///< width of the spaces after it; filled by the caller
  float hyphen = 0;                ///< width of a hyphen; filled by the caller when soft_hyphen
};

std::vector<BreakUnit> find_units(std::string_view text);

/// Whether a sentence ends with `unit` and another begins with `next`: a full stop, ! ? or …, then a capital letter or «. Not after an
/// initial or a usual abbreviation (M. Martin, Mme R., art. L.).
bool ends_sentence(std::string_view text, const BreakUnit& unit, const BreakUnit& next);

enum class LineFit {
  Greedy,      ///< each line as full as it can be: a text being typed
  NoLoneWord,  ///< the same, then the last line gets company when the one before can spare a word
  Balanced,    ///< as few lines, of similar length: titles, choices
};

/// Index of the first unit of each line. A unit wider than `width` has a line of its own.
std::vector<std::size_t> break_lines(std::span<const BreakUnit> units, float width, LineFit fit);

}  // namespace escale::ui
