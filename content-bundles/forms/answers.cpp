#include "content-bundles/forms/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-bundles/forms/constraint.hpp"
#include "sync/base/json.hpp"

namespace escale::forms {
namespace {

constexpr std::size_t kMaxBodyBytes = 8u << 20;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Text a person can have typed: UTF-8, no control characters but tabulation and line ends.
bool is_typed_text(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
         });
}

bool is_empty(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty();
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return list->empty();
  return false;
}

/// Our own sentences, French and English. French: U+00A0 and U+202F where typography asks.
Texts default_message(const Question& question, ProblemCode code) {
  switch (code) {
    case ProblemCode::Required:
      return {{"fr", "Répondez à cette question pour continuer."}, {"en", "Answer this question to go on."}};
    case ProblemCode::Constraint:
      return {{"fr", "Cette réponse ne convient pas. Corrigez-la."}, {"en", "This answer does not fit. Correct it."}};
    case ProblemCode::WrongType:
      if (question.type == QuestionType::Integer)
        return {{"fr", "Écrivez un nombre entier, en chiffres."}, {"en", "Write a whole number, in figures."}};
      return {{"fr", "Écrivez un nombre, en chiffres."}, {"en", "Write a number, in figures."}};
    case ProblemCode::NotAChoice:
    case ProblemCode::ChosenTwice:
      return {{"fr", "Choisissez parmi les réponses proposées."}, {"en", "Choose among the answers offered."}};
    case ProblemCode::OutOfRange:
      if (question.range)
        return {{"fr", fmt::format("Choisissez une valeur de {} à {}.", question.range->start.text(),
                                   question.range->end.text())},
                {"en", fmt::format("Choose a value from {} to {}.", question.range->start.text(),
                                   question.range->end.text())}};
      return {{"fr", "Ce nombre est trop grand."}, {"en", "This number is too large."}};
    case ProblemCode::TooLong:
      return {{"fr", fmt::format("Votre texte est trop long. Gardez {} caractères au plus.", kMaxAnswerCharacters)},
              {"en", fmt::format("Your text is too long. Keep {} characters at most.", kMaxAnswerCharacters)}};
    case ProblemCode::NotText:
      return {{"fr", "Ce texte contient des caractères qui ne peuvent pas être enregistrés."},
              {"en", "This text holds characters that cannot be recorded."}};
    case ProblemCode::UnknownQuestion:
      return {{"fr", "Cette question n’existe pas dans le formulaire."}, {"en", "The form has no such question."}};
  }
  return {};
}

Problem problem(const Question& question, ProblemCode code, const Texts& own = {}) {
  return {question.name, code, own.empty() ? default_message(question, code) : own};
}

bool holds_choice(std::span<const Choice> choices, std::string_view name) {
  return std::any_of(choices.begin(), choices.end(), [&](const Choice& choice) { return choice.name == name; });
}

/// What the question's type asks of a value that is there.
std::optional<ProblemCode> type_problem(const Form& form, const Question& question, const Value& value) {
  switch (question.type) {
    case QuestionType::Text: {
      const auto* text = std::get_if<std::string>(&value);
      if (!text) return ProblemCode::WrongType;
      if (!is_typed_text(*text)) return ProblemCode::NotText;
      if (characters(*text) > kMaxAnswerCharacters) return ProblemCode::TooLong;
      return std::nullopt;
    }
    case QuestionType::Integer: {
      const auto* number = std::get_if<std::int64_t>(&value);
      if (!number) return ProblemCode::WrongType;
      if (*number > kMaxInteger || *number < -kMaxInteger) return ProblemCode::OutOfRange;
      return std::nullopt;
    }
    case QuestionType::Decimal:
      if (!std::holds_alternative<Decimal>(value)) return ProblemCode::WrongType;
      return std::nullopt;
    case QuestionType::Range: {
      const RangeParameters range = question.range.value_or(RangeParameters{});
      Decimal number;
      if (const auto* whole = std::get_if<std::int64_t>(&value); whole && range.is_whole()) {
        if (*whole > kMaxInteger || *whole < -kMaxInteger) return ProblemCode::OutOfRange;
        number = Decimal::whole(*whole);
      } else if (const auto* decimal = std::get_if<Decimal>(&value); decimal && !range.is_whole()) {
        number = *decimal;
      } else {
        return ProblemCode::WrongType;
      }
      if (!range.contains(number)) return ProblemCode::OutOfRange;
      return std::nullopt;
    }
    case QuestionType::SelectOne: {
      const auto* name = std::get_if<std::string>(&value);
      if (!name) return ProblemCode::WrongType;
      if (!holds_choice(form.choices(question), *name)) return ProblemCode::NotAChoice;
      return std::nullopt;
    }
    case QuestionType::SelectMultiple: {
      const auto* names = std::get_if<std::vector<std::string>>(&value);
      if (!names) return ProblemCode::WrongType;
      std::set<std::string_view> seen;
      for (const std::string& name : *names) {
        if (!holds_choice(form.choices(question), name)) return ProblemCode::NotAChoice;
        if (!seen.insert(name).second) return ProblemCode::ChosenTwice;
      }
      return std::nullopt;
    }
    case QuestionType::Note:
      return ProblemCode::UnknownQuestion;
  }
  return ProblemCode::WrongType;
}

/// As it is recorded: several choices in the form's order, whatever the order they were touched in.
Value recorded_value(const Form& form, const Question& question, const Value& value) {
  const auto* chosen = std::get_if<std::vector<std::string>>(&value);
  if (!chosen) return value;
  std::vector<std::string> ordered;
  for (const Choice& choice : form.choices(question))
    if (std::find(chosen->begin(), chosen->end(), choice.name) != chosen->end()) ordered.push_back(choice.name);
  return ordered;
}

Json value_to_json(const Form& form, const Question& question, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->text();
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return std::get<std::vector<std::string>>(recorded_value(form, question, value));
}

Result<Value> value_from_json(const Question& question, const Json& json) {
  const auto wrong = [&](std::string_view expected) {
    return fail(Code::InvalidInput, fmt::format("the answer to '{}' is not {}", question.name, expected));
  };
  switch (question.type) {
    case QuestionType::Text:
    case QuestionType::SelectOne:
      if (!json.is_string()) return wrong("a text");
      return json.get<std::string>();
    case QuestionType::Integer:
    case QuestionType::Range:
      if (question.type == QuestionType::Integer || question.range.value_or(RangeParameters{}).is_whole()) {
        if (!json.is_number_integer() ||
            (json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{kMaxInteger}))
          return wrong("a whole number");
        return json.get<std::int64_t>();
      }
      [[fallthrough]];
    case QuestionType::Decimal: {
      if (!json.is_string()) return wrong("a decimal number in a text");
      const auto decimal = Decimal::parse(json.get_ref<const std::string&>());
      if (!decimal || decimal->text() != json.get_ref<const std::string&>())
        return wrong("a decimal number in its shortest text");
      return *decimal;
    }
    case QuestionType::SelectMultiple: {
      if (!json.is_array()) return wrong("a list of choices");
      std::vector<std::string> names;
      for (const Json& item : json) {
        if (!item.is_string()) return wrong("a list of choices");
        names.push_back(item.get<std::string>());
      }
      return names;
    }
    case QuestionType::Note:
      break;
  }
  return wrong("recorded: it is a note");
}

struct OpenedBody {
  Json json;
  RecordBody body;
};

Result<OpenedBody> open_body(std::string_view text) {
  if (text.size() > kMaxBodyBytes)
    return fail(Code::TooLarge, fmt::format("a record's body has at most {} bytes", kMaxBodyBytes));
  OpenedBody opened;
  TRY_ASSIGN(opened.json, parse_json(text));
  if (!opened.json.is_object()) return fail(Code::InvalidInput, "a record's body is a JSON object");
  TRY_ASSIGN(const Json* form, json_object(opened.json, "form"));
  TRY(json_object(opened.json, "answers"));
  if (opened.json.size() != 2)
    return fail(Code::InvalidInput, "a record's body has the fields 'answers' and 'form' and no other");
  if (form->size() != 2) return fail(Code::InvalidInput, "'form' has the fields 'id' and 'sha256' and no other");
  TRY_ASSIGN(opened.body.form_id, json_string(*form, "id"));
  TRY_ASSIGN(opened.body.form_sha256, json_string(*form, "sha256"));
  TRY_ASSIGN(const Bytes digest, from_hex(opened.body.form_sha256));
  if (digest.size() != 32) return fail(Code::InvalidInput, "'sha256' is 64 hexadecimal digits");
  return opened;
}

}  // namespace

std::string_view problem_name(ProblemCode code) {
  switch (code) {
    case ProblemCode::Required:
      return "required";
    case ProblemCode::Constraint:
      return "constraint";
    case ProblemCode::WrongType:
      return "wrong_type";
    case ProblemCode::NotAChoice:
      return "not_a_choice";
    case ProblemCode::ChosenTwice:
      return "chosen_twice";
    case ProblemCode::OutOfRange:
      return "out_of_range";
    case ProblemCode::TooLong:
      return "too_long";
    case ProblemCode::NotText:
      return "not_text";
    case ProblemCode::UnknownQuestion:
      return "unknown_question";
  }
  return "unknown";
}

bool is_answered(const Answers& answers, std::string_view question) {
  const auto found = answers.find(std::string(question));
  return found != answers.end() && !is_empty(found->second);
}

std::vector<Problem> validate_question(const Form& form, const Question& question, const Answers& answers) {
  const auto found = answers.find(question.name);
  if (found == answers.end() || is_empty(found->second)) {
    if (question.required && question.type != QuestionType::Note)
      return {problem(question, ProblemCode::Required, question.required_message)};
    return {};
  }
  if (const auto code = type_problem(form, question, found->second)) return {problem(question, *code)};
  if (!question.constraint.empty()) {
    const auto constraint = Constraint::parse(question.constraint);
    // check_form has let the form in, so the constraint parses; a form that was never checked fails closed.
    // The constraint judges what is recorded, so that the reader, who sees nothing else, judges the same.
    if (!constraint || !constraint->holds(recorded_value(form, question, found->second)))
      return {problem(question, ProblemCode::Constraint, question.constraint_message)};
  }
  return {};
}

std::vector<Problem> validate(const Form& form, const Answers& answers) {
  std::vector<Problem> problems;
  std::set<std::string_view> known;
  for (const Question& question : form.questions) {
    known.insert(question.name);
    for (Problem& found : validate_question(form, question, answers)) problems.push_back(std::move(found));
  }
  for (const auto& [name, value] : answers)
    if (!known.contains(name))
      problems.push_back(
          {name, ProblemCode::UnknownQuestion, default_message(Question{}, ProblemCode::UnknownQuestion)});
  return problems;
}

Result<std::string> encode_record_body(const Form& form, std::string_view form_sha256, const Answers& answers) {
  TRY_ASSIGN(const Bytes digest, from_hex(form_sha256));
  if (digest.size() != 32) return fail(Code::InvalidInput, "a form's sha256 is 64 hexadecimal digits");
  const auto problems = validate(form, answers);
  if (!problems.empty())
    return fail(Code::Refused,
                fmt::format("question '{}': {}: {}", problems.front().question, problem_name(problems.front().code),
                            text_in(problems.front().message, "en", "fr")));
  Json fields = Json::object();
  for (const Question& question : form.questions)
    if (is_answered(answers, question.name))
      fields[question.name] = value_to_json(form, question, answers.at(question.name));
  return stored_json(
      Json{{"answers", std::move(fields)}, {"form", {{"id", form.id}, {"sha256", std::string(form_sha256)}}}});
}

Result<RecordBody> decode_record_form(std::string_view body) {
  TRY_ASSIGN(auto opened, open_body(body));
  return std::move(opened.body);
}

Result<RecordBody> decode_record_body(const Form& form, std::string_view form_sha256, std::string_view body) {
  TRY_ASSIGN(auto opened, open_body(body));
  if (opened.body.form_sha256 != form_sha256 || opened.body.form_id != form.id)
    return fail(Code::InvalidInput, "the record was made with another form or another version of it");
  for (const auto& [name, json] : opened.json["answers"].items()) {
    const Question* question = form.question(name);
    if (!question) return fail(Code::InvalidInput, fmt::format("the form has no question '{}'", name));
    TRY_ASSIGN(Value value, value_from_json(*question, json));
    opened.body.answers.emplace(name, std::move(value));
  }
  // One set of answers has one body: what would be written otherwise was not written by a terminal.
  auto again = encode_record_body(form, form_sha256, opened.body.answers);
  if (!again) return fail(Code::InvalidInput, std::move(again).error().message);
  TRY_ASSIGN(const std::string given, stored_json(opened.json));
  if (*again != given)
    return fail(Code::InvalidInput,
                "the answers are not written in the record's one way (empty answers or choices out of order)");
  return std::move(opened.body);
}

std::string value_text(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
  if (const auto* decimal = std::get_if<Decimal>(&value)) return decimal->text();
  return fmt::format("{}", fmt::join(std::get<std::vector<std::string>>(value), " "));
}

Result<Value> parse_value(const Form& form, const Question& question, std::string_view typed) {
  const auto check = [&](Value value) -> Result<Value> {
    if (const auto code = type_problem(form, question, value))
      return fail(Code::InvalidInput, std::string(text_in(default_message(question, *code), "en")));
    return value;
  };
  switch (question.type) {
    case QuestionType::Text:
    case QuestionType::SelectOne:
      return check(std::string(typed));
    case QuestionType::SelectMultiple: {
      std::vector<std::string> names;
      for (std::size_t begin = 0; begin < typed.size();) {
        const std::size_t end = std::min(typed.find(' ', begin), typed.size());
        if (end > begin) names.emplace_back(typed.substr(begin, end - begin));
        begin = end + 1;
      }
      return check(std::move(names));
    }
    case QuestionType::Integer:
    case QuestionType::Decimal:
    case QuestionType::Range: {
      std::string plain;
      for (std::size_t i = 0; i < typed.size(); ++i) {
        // U+00A0 and U+202F are the spaces that French puts between thousands.
        if (typed.substr(i).starts_with("\u00A0")) {
          i += 1;
          continue;
        }
        if (typed.substr(i).starts_with("\u202F")) {
          i += 2;
          continue;
        }
        if (typed[i] != ' ') plain.push_back(typed[i] == ',' ? '.' : typed[i]);
      }
      const auto number = Decimal::parse(plain);
      const bool whole =
          question.type == QuestionType::Integer ||
          (question.type == QuestionType::Range && question.range.value_or(RangeParameters{}).is_whole());
      if (!number || (whole && !number->is_whole()))
        return fail(Code::InvalidInput, std::string(text_in(default_message(question, ProblemCode::WrongType), "en")));
      if (whole) return check(number->truncated());
      return check(*number);
    }
    case QuestionType::Note:
      break;
  }
  return fail(Code::InvalidInput, "A note is not answered.");
}

}  // namespace escale::forms
