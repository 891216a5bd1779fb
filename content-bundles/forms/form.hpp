// The form: what a terminal asks, in which order, in which languages. It comes from a spreadsheet (XLSForm), travels as
// canonical JSON (the form's blob in a bundle; the SHA-256 of those bytes is the form's exact version) and is read back
// strictly. The rule: nothing in a form is silently ignored; what this version does not understand, it refuses with a
// sentence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/decimal.hpp"
#include "content-bundles/forms/names.hpp"
#include "content-bundles/forms/texts.hpp"
#include "sync/base/result.hpp"

namespace escale::forms {

inline constexpr std::size_t kMaxFormBytes = 4u << 20;
inline constexpr std::size_t kMaxQuestions = 2000;
inline constexpr std::size_t kMaxGroups = 500;
inline constexpr std::size_t kMaxGroupDepth = 8;
inline constexpr std::size_t kMaxChoices = 20'000;  ///< over all lists of a form
inline constexpr std::size_t kMaxLanguages = 16;
inline constexpr std::size_t kMaxTextBytes = 8000;           ///< one label, hint or message in one language

enum class QuestionType { Text, Integer, Decimal, Range, SelectOne, SelectMultiple, Note };

/// The type's XLSForm name: "select_one"…
std::string_view type_name(QuestionType type);
std::optional<QuestionType> parse_type(std::string_view name);

struct Choice {
  std::string name{};  ///< the code that is recorded
  Texts label{};
  bool operator==(const Choice&) const = default;
};

/// A range's parameters: start, start + step, … up to end. step > 0, end > start, at most 1001 steps.
struct RangeParameters {
  Decimal start = Decimal::whole(1);
  Decimal end = Decimal::whole(10);
  Decimal step = Decimal::whole(1);
  /// True when every value is a whole number: answers are then std::int64_t, else Decimal.
  bool is_whole() const { return start.is_whole() && step.is_whole(); }
  bool contains(const Decimal& value) const;
  /// Every value in order.
  std::vector<Decimal> values() const;
  bool operator==(const RangeParameters&) const = default;
};

struct Question {
  std::string name{};  ///< XLSForm name, unique in the form, groups included
  QuestionType type = QuestionType::Text;
  Texts label{};
  Texts hint{};
  bool required = false;
  Texts required_message{};
  std::string constraint{};  ///< source text, see constraint.hpp; empty when there is none
  Texts constraint_message{};
  std::string appearance{};                ///< words, as written: "smiley", "likert", "nps", "multiline", "minimal"…
  std::optional<RangeParameters> range{};  ///< for Range
  std::string list{};                      ///< for SelectOne and SelectMultiple: the name of the list of choices
  std::optional<std::size_t> group{};      ///< index in Form::groups; absent at the top
  bool operator==(const Question&) const = default;
};

struct Group {
  std::string name{};
  Texts label{};
  std::string appearance{};             ///< "field-list" or "table-list": all its questions on one screen
  std::optional<std::size_t> parent{};  ///< index in Form::groups, always smaller than the group's own
  bool operator==(const Group&) const = default;
};

/// Questions in the order they are asked; groups in the order they begin. A tree kept flat: each question names its
/// group, each group its parent.
struct Form {
  std::string id{};       ///< [a-z0-9][a-z0-9-]*, at most 64
  std::string version{};  ///< the author's own, such as "2026112401"
  Texts title{};
  std::string default_language = "fr";
  std::vector<std::string> languages{};  ///< every language of the form, the default one first
  bool anonymous = false;
  std::vector<Question> questions{};
  std::vector<Group> groups{};
  std::map<std::string, std::vector<Choice>> lists;

  const Question* question(std::string_view name) const;
  /// The choices of a select question; empty for others. Lives as long as the form.
  std::span<const Choice> choices(const Question& question) const;
  bool operator==(const Form&) const = default;
};

/// What one screen shows: one question, or all the questions of a field-list or table-list group.
struct Page {
  std::optional<std::size_t> group{};    ///< index in Form::groups, when the page is a group
  std::vector<std::size_t> questions{};  ///< indexes in Form::questions
  bool operator==(const Page&) const = default;
};
std::vector<Page> pages(const Form& form);

/// True when the appearance holds this word.
bool has_appearance(std::string_view appearance, std::string_view word);

/// The most characters a text answer may have, for counters on screen: from the constraint, else kMaxAnswerCharacters.
std::size_t length_limit(const Question& question);

/// Canonical JSON of a form. InvalidInput, naming the question, when the form breaks a rule of check_form.
Result<std::string> form_to_json(const Form& form);

/// Strict inverse: unknown fields, other versions of the format, broken references and anything over a limit are
/// InvalidInput or TooLarge.
Result<Form> form_from_json(std::string_view json);

/// Names, references, limits, parameters, constraints: everything a form must be before it is written or shown. Names
/// what is wrong.
Result<> check_form(const Form& form);

}  // namespace escale::forms
