// Which answers a question takes, and the one text that each is kept as. The rule: one answer has one text ("04" is 4,
// choices stand in the list's order), so that one set of answers is one sequence of bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/definition.hpp"
#include "content-bundles/forms/temporal.hpp"
#include "content-bundles/forms/texts.hpp"
#include "sync/base/result.hpp"

namespace escale::forms {

/// Why an answer is not taken.
enum class MisfitCode {
  TooLong,       ///< over kMaxAnswerCharacters
  NotText,       ///< broken UTF-8 or characters that XML cannot hold
  NotAChoice,    ///< not in the list, or not offered now
  ChosenTwice,   ///< one choice, twice
  NotRanked,     ///< a ranking that leaves choices out
  NotWhole,      ///< not a whole number of at most 12 digits
  NotNumber,     ///< not a number of at most 12 digits before the point and 6 after
  NotDate,       ///< no such day
  NotTime,       ///< no such time of day
  NotDateTime,   ///< no such moment
  NotTruth,      ///< neither true nor false
  OutOfRange,    ///< not one of the range's values
  NotConfirmed,  ///< an acknowledgement is "OK" or nothing
};

struct Misfit {
  MisfitCode code = MisfitCode::NotText;
  /// How to mend it, in "fr" and "en". Never the answer's own words.
  Texts message{};
};
/// The sentence for a code; a range's own start, end and step with `control`.
Misfit misfit(MisfitCode code, const Control* control = nullptr);

bool is_select(const Control& control);

/// The one text of an answer, or why it is none; empty when it is only white space. Any question but those of choices.
/// Times without an offset are the zone's.
tl::expected<std::string, Misfit> canonical_answer(DataType type, const Control& control, std::string_view value,
                                                   const Zone& zone);

/// The same for questions of choices. `offered`: their names in the list's order. A ranking keeps its own order.
tl::expected<std::string, Misfit> canonical_choices(const Control& control, std::string_view value,
                                                    const std::vector<std::string_view>& offered);

}  // namespace escale::forms
