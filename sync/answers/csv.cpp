#include "sync/answers/csv.hpp"

#include <algorithm>
#include <set>

namespace escale::answers {
namespace {

using forms::Question;
using forms::QuestionType;

/// A column of the table; for one choice of a select_multiple, with that choice.
struct Column {
  std::string question;
  std::string choice;  ///< empty for the question's own column
  std::string name;    ///< header with codes
  std::string label;   ///< header with labels
};

bool has_choice(const forms::Form& form, const Question& question, std::string_view choice) {
  const auto choices = form.choices(question);
  return std::any_of(choices.begin(), choices.end(), [&](const forms::Choice& item) { return item.name == choice; });
}

std::string label_of(const forms::Form& form, const forms::Texts& texts, const std::string& language) {
  return std::string(forms::text_in(texts, language.empty() ? form.default_language : language, form.default_language));
}

std::string choice_label(const forms::Form& form, const Question& question, const std::string& code,
                         const std::string& language) {
  for (const forms::Choice& choice : form.choices(question))
    if (choice.name == code) return label_of(form, choice.label, language);
  return code;
}

/// Names in a header are unique: a program reads columns by name.
std::string unique(std::string name, std::set<std::string>& taken) {
  std::string candidate = name;
  for (int number = 2; !taken.insert(candidate).second; ++number) candidate = name + "_" + std::to_string(number);
  return candidate;
}

std::vector<Column> columns_of(std::span<const KnownForm* const> versions, const std::string& language) {
  std::vector<Column> columns;
  std::set<std::string> questions;
  // Newest first: what researchers expect is the form as it is now; what older versions asked comes after.
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    for (const Question& question : (*version)->form.questions) {
      if (question.type == QuestionType::Note || !questions.insert(question.name).second) continue;
      const std::string label = label_of((*version)->form, question.label, language);
      columns.push_back({question.name, "", question.name, label});
      std::set<std::string> choices;
      for (auto any = versions.rbegin(); any != versions.rend(); ++any) {
        const Question* same = (*any)->form.question(question.name);
        if (!same || same->type != QuestionType::SelectMultiple) continue;
        for (const forms::Choice& choice : (*any)->form.choices(*same))
          if (choices.insert(choice.name).second)
            columns.push_back({question.name, choice.name, question.name + "_" + choice.name,
                               label + " :: " + label_of((*any)->form, choice.label, language)});
      }
    }
  }
  std::set<std::string> names{"record", "session", "day", "form_version"};
  for (const Column& column : columns)
    if (column.choice.empty()) names.insert(column.name);  // a question keeps its own name; choice columns give way
  std::set<std::string> labels;
  for (Column& column : columns) {
    if (!column.choice.empty()) column.name = unique(column.name, names);
    column.label = unique(column.label, labels);
  }
  return columns;
}

std::string cell_of(const KnownForm& known, const Answer& answer, const Column& column, const CsvOptions& options) {
  const Question* question = known.form.question(column.question);
  if (!question) return "";
  const auto found = answer.answers.find(column.question);
  const bool answered = forms::is_answered(answer.answers, column.question);
  if (!column.choice.empty()) {
    if (question->type != QuestionType::SelectMultiple || !has_choice(known.form, *question, column.choice)) return "";
    const auto* chosen = answered ? std::get_if<std::vector<std::string>>(&found->second) : nullptr;
    return chosen && std::find(chosen->begin(), chosen->end(), column.choice) != chosen->end() ? "1" : "0";
  }
  if (!answered) return "";
  const forms::Value& value = found->second;
  if (question->type == QuestionType::Text) return without_formula(std::get<std::string>(value));
  if (question->type == QuestionType::SelectOne) {
    const auto& code = std::get<std::string>(value);
    return without_formula(options.labels ? choice_label(known.form, *question, code, options.language) : code);
  }
  if (question->type == QuestionType::SelectMultiple) {
    std::string joined;
    for (const std::string& code : std::get<std::vector<std::string>>(value)) {
      if (!joined.empty()) joined += options.labels ? "; " : " ";
      joined += options.labels ? choice_label(known.form, *question, code, options.language) : code;
    }
    return without_formula(joined);
  }
  std::string number = forms::value_text(value);
  if (options.labels && options.decimal_comma) std::replace(number.begin(), number.end(), '.', ',');
  return number;
}

}  // namespace

std::string csv_field(std::string_view text, char separator) {
  const bool quoted = text.find_first_of("\"\r\n") != std::string_view::npos ||
                      text.find(separator) != std::string_view::npos || text.starts_with(' ') || text.ends_with(' ');
  if (!quoted) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
  return out;
}

std::string without_formula(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool formula =
      first != std::string_view::npos && std::string_view("=+-@").find(text[first]) != std::string_view::npos;
  const bool control = !text.empty() && (text[0] == '\t' || text[0] == '\r');
  return (formula || control ? "'" : "") + std::string(text);
}

std::string answers_csv(std::span<const KnownForm* const> versions, std::span<const Answer> answers,
                        const CsvOptions& options) {
  const std::vector<Column> columns = columns_of(versions, options.language);
  std::string out = options.byte_order_mark ? "\xEF\xBB\xBF" : "";
  const auto row = [&](const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i) out.push_back(options.separator);
      out += csv_field(fields[i], options.separator);
    }
    out += "\r\n";
  };
  std::vector<std::string> fields{"record", "session", "day", "form_version"};
  for (const Column& column : columns) fields.push_back(without_formula(options.labels ? column.label : column.name));
  row(fields);

  std::vector<const Answer*> sorted;
  for (const Answer& answer : answers) sorted.push_back(&answer);
  std::sort(sorted.begin(), sorted.end(), [](const Answer* a, const Answer* b) { return a->id < b->id; });
  for (const Answer* answer : sorted) {
    const auto known = std::find_if(versions.begin(), versions.end(),
                                    [&](const KnownForm* item) { return item->version == answer->form; });
    if (known == versions.end()) continue;  // another form's answer
    fields = {answer->id.text(), answer->session ? answer->session->text() : "",
              answer->day ? protocol::day_text(*answer->day) : "", (*known)->form.version};
    for (const Column& column : columns) fields.push_back(cell_of(**known, *answer, column, options));
    row(fields);
  }
  return out;
}

}  // namespace escale::answers
