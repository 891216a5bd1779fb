// What a person answered, whether it may be sent, and the bytes that are sealed. Pure: no clock, no storage.
// The rule: only fields of the form are recorded, one set of answers gives one sequence of bytes, and the reader
// refuses anything else.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "content-bundles/forms/form.hpp"

namespace escale::forms {

/// One answer, typed by its question:
/// Text and SelectOne (the choice's name): std::string; Integer: std::int64_t; Decimal: Decimal; Range: std::int64_t
/// when its parameters are whole, else Decimal; SelectMultiple: std::vector<std::string> of choice names; Note: none.
using Value = std::variant<std::string, std::int64_t, Decimal, std::vector<std::string>>;

/// By question name. Absent, an empty text or an empty list: not answered.
using Answers = std::map<std::string, Value>;

inline constexpr std::int64_t kMaxInteger = 999'999'999'999;  ///< and its negative

enum class ProblemCode {
  Required,         ///< must be answered and is not
  Constraint,       ///< breaks the form's own rule
  WrongType,        ///< not the kind of value this question records
  NotAChoice,       ///< not in the list
  ChosenTwice,      ///< one choice, twice
  OutOfRange,       ///< not one of the range's values, or a number too long
  TooLong,          ///< over kMaxAnswerCharacters
  NotText,          ///< broken UTF-8 or control characters
  UnknownQuestion,  ///< the form has no such question, or it is a note
};
std::string_view problem_name(ProblemCode code);

struct Problem {
  std::string question{};
  ProblemCode code = ProblemCode::Required;
  Texts message{};  ///< says how to mend; the form's own message when it has one, else ours in French and English
  bool operator==(const Problem&) const = default;
};

/// Every problem, in the order of the form's questions, unknown questions last. Empty: may be sent.
std::vector<Problem> validate(const Form& form, const Answers& answers);
/// The same for one question, for the screen that shows it.
std::vector<Problem> validate_question(const Form& form, const Question& question, const Answers& answers);

/// True when there is something in it.
bool is_answered(const Answers& answers, std::string_view question);

/// The record's body: canonical JSON {"answers":{…},"form":{"id":…,"sha256":…}}; what was not answered is left out and
/// multiple choices are put in the form's order. form_sha256 is the 64-digit name of the form's blob. Refused, naming
/// the first problem, when validate() finds any.
Result<std::string> encode_record_body(const Form& form, std::string_view form_sha256, const Answers& answers);

struct RecordBody {
  std::string form_id{};
  std::string form_sha256{};
  Answers answers{};
  bool operator==(const RecordBody&) const = default;
};

/// Which form a body was made with, before that form is at hand: {id, sha256} and no answers.
Result<RecordBody> decode_record_form(std::string_view body);

/// Strict inverse of encode_record_body for this form: other fields, other types or answers that do not validate are
/// InvalidInput, naming the question.
Result<RecordBody> decode_record_body(const Form& form, std::string_view form_sha256, std::string_view body);

/// How a typed value reads: "4", "1.5", "logement sante" (XForms: choices separated by a space).
std::string value_text(const Value& value);

/// The value a person typed into a number, text or choice field, for this question. InvalidInput in plain words
/// otherwise. Accepts a decimal comma and spaces between thousands, as people write numbers in French.
Result<Value> parse_value(const Form& form, const Question& question, std::string_view typed);

}  // namespace escale::forms
