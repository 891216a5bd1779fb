// How a form is asked, one screen at a time: kinds of questions, pages, what a person wrote as the form records it. The
// rule: pages follow the answers (skips, copies), so they are worked out again after each one; nothing here is kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/decimal.hpp"
#include "content-bundles/forms/filling.hpp"

namespace escale::forms {

/// What somebody does to answer.
enum class QuestionKind {
  Text,
  Whole,    ///< a whole number
  Decimal,  ///< any number
  Date,
  Time,
  DateTime,
  One,          ///< one choice
  Several,      ///< as many choices as they want
  Ranking,      ///< every choice, in order of preference
  Range,        ///< a number among steps
  Note,         ///< reads
  Acknowledge,  ///< says that it was read
};

/// The kind of a question now: what has become read only is read.
QuestionKind kind_of(const Filling& filling, NodeId question);

/// True when the control's appearance holds this word.
bool shown_as(const Control& control, std::string_view word);

/// What one screen shows.
struct AskedPage {
  enum class Kind {
    Questions,  ///< one question, or those of a field-list group
    Table,      ///< a table-list group of one-choice questions: row by row
    Copies,     ///< after the copies of a repeat: one more, one less, or on
  };
  Kind kind = Kind::Questions;
  std::size_t group = kNone;         ///< index in Definition::controls, when the page is a group or a repeat's end
  NodeId copy = kNoNode;             ///< the copy that it stands in, of the deepest repeat
  std::vector<NodeId> questions{};   ///< of Copies: the copies
  bool operator==(const AskedPage&) const = default;
};
/// Every page as the answers stand, in order.
std::vector<AskedPage> pages_of(const Filling& filling);

/// True when the number of questions may still change: something is skipped by answers, or repeats as people want.
bool count_may_change(const Plan& plan);

/// The control whose label names the copies of the repeat at `copy`: the group around it, else the repeat.
std::size_t control_of_repeat(const Filling& filling, NodeId copy);

/// The values of a range in order, at most `most` of them; empty when there are more, or no ends.
std::vector<Decimal> range_values(const Control& control, std::size_t most);

/// The most characters of a text answer: a constraint such as string-length(.) <= 280, else kMaxAnswerCharacters.
std::size_t length_limit(const Bind* bind);

/// The form's language for a BCP 47 tag: that one, a parent ("fr" of "fr-x-facile"), else the form's own. Languages of
/// forms are named "fr" or "Français (fr)". Empty when the form names none.
std::string nearest_language(const Translations& translations, std::string_view tag);

/// A number as people write it in French or English, as forms record it: "1 234,5" is "1234.5". Other texts unchanged.
std::string plain_number(std::string_view typed);

/// Parts of a date or a time, asked one after another.
enum class MomentPart { Day, Month, Year, Hour, Minute };
/// Those of a question, in the order in which they are asked; empty when it is neither a date nor a time.
std::vector<MomentPart> moment_parts(QuestionKind kind, const Control& control);
/// The parts of "24/11/2026" or "10/30", one for each of moment_parts; empty texts for what is missing.
std::vector<std::string> split_moment(std::string_view typed, std::size_t count);
std::string join_moment(const std::vector<std::string>& parts);
/// What was chosen as the form records it ("2026-11-24", "10:30:00.000+01:00"…), on clocks of that zone. Nothing while a
/// part is missing or is not a number; a date that does not exist is given as written, for the form to refuse.
std::optional<std::string> moment_answer(QuestionKind kind, const std::vector<MomentPart>& parts,
                                         std::string_view typed, const Zone& zone);
/// The parts of a recorded value, joined.
std::string moment_typed(const std::vector<MomentPart>& parts, std::string_view answer);

}  // namespace escale::forms
