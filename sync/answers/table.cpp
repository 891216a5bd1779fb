#include "sync/answers/table.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "sync/answers/variable_names.hpp"

namespace escale::answers {
namespace {

using forms::Question;
using forms::QuestionType;

std::string words_in(const forms::Form& form, const forms::Texts& texts, const std::string& language) {
  return std::string(forms::text_in(texts, language.empty() ? form.default_language : language, form.default_language));
}

std::optional<std::int64_t> whole_of(const std::string& code) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), number);
  const bool plain = error == std::errc() && end == code.data() + code.size() && code != "-0" && (code[0] != '0' || code.size() == 1);
  return plain && number > -forms::kMaxInteger && number < forms::kMaxInteger ? std::optional(number) : std::nullopt;
}

Storage storage_of(const Question& question) {
  switch (question.type) {
    case QuestionType::Integer: return Storage::Whole;
    case QuestionType::Decimal: return Storage::Decimal;
    case QuestionType::Range: return question.range && !question.range->is_whole() ? Storage::Decimal : Storage::Whole;
    case QuestionType::SelectOne: return Storage::Coded;
    default: return Storage::Text;
  }
}

/// Scales of opinion are in order; other lists are not.
Measure measure_of(const Question& question) {
  if (question.type == QuestionType::Integer || question.type == QuestionType::Decimal) return Measure::Scale;
  if (question.type == QuestionType::Range) return forms::has_appearance(question.appearance, "nps") ? Measure::Ordinal : Measure::Scale;
  for (const char* scale : {"smiley", "likert", "nps"})
    if (forms::has_appearance(question.appearance, scale)) return Measure::Ordinal;
  return Measure::Nominal;
}

/// Every choice that any version gave, the oldest version first: a choice keeps its number when another is added.
std::vector<ValueCode> codes_of(std::span<const KnownForm* const> versions, const std::string& name, const std::string& language) {
  std::vector<ValueCode> codes;
  std::map<std::string, std::size_t> known;
  for (const KnownForm* version : versions) {
    const Question* question = version->form.question(name);
    if (question == nullptr) continue;
    for (const forms::Choice& choice : version->form.choices(*question)) {
      const auto [at, added] = known.try_emplace(choice.name, codes.size());
      if (added) codes.push_back({0, choice.name, {}});
      codes[at->second].label = words_in(version->form, choice.label, language);  // as the newest version says it
    }
  }
  const bool whole = std::all_of(codes.begin(), codes.end(), [](const ValueCode& code) { return whole_of(code.code).has_value(); });
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i].number = whole ? *whole_of(codes[i].code) : static_cast<std::int64_t>(i + 1);
  return codes;
}

/// Two versions of a form may ask the same name as two types: what cannot be told as the newest one's is then a text.
bool same_kind(const Question& a, const Question& b) {
  return storage_of(a) == storage_of(b) && (a.type == QuestionType::SelectMultiple) == (b.type == QuestionType::SelectMultiple);
}

/// The variables of one question.
struct Asked {
  const Question* question = nullptr;  ///< of the newest version that has it
  const forms::Form* form = nullptr;
  std::vector<std::string> versions;
  bool mixed = false;
};

std::map<std::string, Asked> asked_of(std::span<const KnownForm* const> versions) {
  std::map<std::string, Asked> asked;
  for (const KnownForm* version : versions)
    for (const Question& question : version->form.questions) {
      if (question.type == QuestionType::Note) continue;
      Asked& it = asked[question.name];
      it.mixed = it.mixed || (it.question != nullptr && !same_kind(*it.question, question));
      it.question = &question;
      it.form = &version->form;
      it.versions.push_back(version->form.version);
    }
  return asked;
}

class Builder {
 public:
  Builder(std::span<const KnownForm* const> versions, const std::string& language) : m_versions(versions), m_asked(asked_of(versions)), m_language(language) {
    const forms::Form& newest = versions.back()->form;
    m_table.form_id = newest.id;
    m_table.language = language.empty() ? newest.default_language : language;
    m_table.title = words_in(newest, newest.title, language);
    for (const auto& [name, label] : {std::pair{"record", "Numéro de la réponse, au hasard"}, {"session", "Séance"}, {"day", "Jour de la séance, confirmé par la personne qui l’anime"},
                                      {"form_version", "Version du formulaire"}}) {
      Variable variable;
      variable.name = m_names.take(name);
      variable.label = label;
      for (const KnownForm* version : versions) variable.versions.push_back(version->form.version);
      m_table.variables.push_back(std::move(variable));
    }
    name_questions();
    add_questions();
  }

  Table finish(std::span<const Answer> answers) {
    std::vector<const Answer*> sorted;
    for (const Answer& answer : answers) sorted.push_back(&answer);
    std::sort(sorted.begin(), sorted.end(), [](const Answer* a, const Answer* b) { return a->id < b->id; });
    std::map<protocol::FormVersion, const KnownForm*> by_version;
    for (const KnownForm* known : m_versions) by_version.emplace(known->version, known);
    for (const Answer* answer : sorted) {
      const auto known = by_version.find(answer->form);
      if (known == by_version.end()) continue;
      std::vector<Cell> row;
      row.reserve(m_table.variables.size());
      row.emplace_back(answer->id.text());
      row.push_back(Cell(answer->session ? answer->session->text() : std::string()));
      row.push_back(Cell(answer->day ? protocol::day_text(*answer->day) : std::string()));
      row.emplace_back(known->second->form.version);
      for (std::size_t i = 4; i < m_table.variables.size(); ++i) row.push_back(cell_of(m_table.variables[i], known->second->form, *answer));
      m_table.rows.push_back(std::move(row));
    }
    return std::move(m_table);
  }

 private:
  /// Names are given in the order in which the versions brought them: a later version changes none. A question keeps its own name; the
  /// variables of choices give way.
  void name_questions() {
    for (const KnownForm* version : m_versions)
      for (const Question& question : version->form.questions)
        if (question.type != QuestionType::Note && !m_question_names.contains(question.name)) m_question_names[question.name] = m_names.take(question.name);
    for (const KnownForm* version : m_versions)
      for (const Question& question : version->form.questions) {
        if (question.type != QuestionType::SelectMultiple || m_asked.at(question.name).mixed) continue;
        for (const forms::Choice& choice : version->form.choices(question)) {
          std::string& name = m_choice_names[{question.name, choice.name}];
          if (name.empty()) name = m_names.take(m_question_names[question.name] + "_" + choice.name);
        }
      }
  }

  // Newest first: what researchers expect is the form as it is now; what only older versions asked comes after.
  void add_questions() {
    std::set<std::string> done;
    for (auto version = m_versions.rbegin(); version != m_versions.rend(); ++version)
      for (const Question& question : (*version)->form.questions)
        if (question.type != QuestionType::Note && done.insert(question.name).second) add_question(question.name);
  }

  void add_question(const std::string& name) {
    const Asked& asked = m_asked.at(name);
    Variable variable;
    variable.name = m_question_names.at(name);
    variable.label = words_in(*asked.form, asked.question->label, m_language);
    variable.question = name;
    variable.versions = asked.versions;
    variable.storage = asked.mixed ? Storage::Text : storage_of(*asked.question);
    variable.measure = asked.mixed ? Measure::Nominal : measure_of(*asked.question);
    if (variable.storage == Storage::Coded) variable.codes = codes_of(m_versions, name, m_language);
    const std::string label = variable.label;
    m_table.variables.push_back(std::move(variable));
    if (asked.mixed || asked.question->type != QuestionType::SelectMultiple) return;
    std::vector<ValueCode> choices = codes_of(m_versions, name, m_language);
    const auto in_newest = [&](const ValueCode& code) {
      const auto list = asked.form->choices(*asked.question);
      return static_cast<std::size_t>(std::find_if(list.begin(), list.end(), [&](const forms::Choice& choice) { return choice.name == code.code; }) - list.begin());
    };
    std::stable_sort(choices.begin(), choices.end(), [&](const ValueCode& a, const ValueCode& b) { return in_newest(a) < in_newest(b); });
    for (const ValueCode& choice : choices) {
      Variable own;
      own.name = m_choice_names.at({name, choice.code});
      own.label = label + " :: " + choice.label;
      own.question = name;
      own.choice = choice.code;
      own.storage = Storage::Coded;
      own.codes = {{0, "0", "Non"}, {1, "1", "Oui"}};
      for (const KnownForm* version : m_versions)
        if (offers(version->form, name, choice.code)) own.versions.push_back(version->form.version);
      m_table.variables.push_back(std::move(own));
    }
  }

  static bool offers(const forms::Form& form, const std::string& name, const std::string& choice) {
    const Question* question = form.question(name);
    if (question == nullptr || question->type != QuestionType::SelectMultiple) return false;
    const auto list = form.choices(*question);
    return std::any_of(list.begin(), list.end(), [&](const forms::Choice& item) { return item.name == choice; });
  }

  static Cell cell_of(const Variable& variable, const forms::Form& form, const Answer& answer) {
    const Question* question = form.question(variable.question);
    if (question == nullptr) return Missing::NotInVersion;
    const bool answered = forms::is_answered(answer.answers, variable.question);
    if (!variable.choice.empty()) {
      if (!offers(form, variable.question, variable.choice)) return Missing::NotInVersion;
      if (!answered) return std::int64_t{0};
      const auto& chosen = std::get<std::vector<std::string>>(answer.answers.at(variable.question));
      return std::int64_t{std::find(chosen.begin(), chosen.end(), variable.choice) != chosen.end()};
    }
    if (!answered) return Missing::NoAnswer;
    const forms::Value& value = answer.answers.at(variable.question);
    if (variable.storage == Storage::Coded) {
      const auto& code = std::get<std::string>(value);
      for (const ValueCode& known : variable.codes)
        if (known.code == code) return known.number;
      return Missing::NoAnswer;  // an answer was checked against its form: its code is in the list
    }
    if (variable.storage == Storage::Whole) return std::get<std::int64_t>(value);
    if (variable.storage == Storage::Decimal) {
      if (const auto* decimal = std::get_if<forms::Decimal>(&value)) return *decimal;
      return forms::Decimal::whole(std::get<std::int64_t>(value));
    }
    return forms::value_text(value);
  }

  std::span<const KnownForm* const> m_versions;
  std::map<std::string, Asked> m_asked;
  std::string m_language;
  VariableNames m_names;
  std::map<std::string, std::string> m_question_names;
  std::map<std::pair<std::string, std::string>, std::string> m_choice_names;
  Table m_table;
};

}  // namespace

std::string_view missing_token(Missing missing) { return missing == Missing::NotInVersion ? ".v" : ".s"; }

std::string_view missing_label(Missing missing) { return missing == Missing::NotInVersion ? "Pas dans cette version du formulaire" : "Sans réponse"; }

const ValueCode* Table::code_of(const Variable& variable, const Cell& cell) {
  const auto* number = std::get_if<std::int64_t>(&cell);
  if (number == nullptr) return nullptr;
  for (const ValueCode& code : variable.codes)
    if (code.number == *number) return &code;
  return nullptr;
}

Table table_of(std::span<const KnownForm* const> versions, std::span<const Answer> answers, const std::string& language) {
  CHECK(!versions.empty());
  return Builder(versions, language).finish(answers);
}

std::int64_t missing_number(const Table& table, std::size_t variable, Missing missing) {
  const std::int64_t last = missing == Missing::NotInVersion ? 8 : 9;
  const auto used = [&](std::int64_t low) {  // low, low - 1: the two numbers
    const auto meets = [&](double value) { return value <= static_cast<double>(low) && value >= static_cast<double>(low - 1); };
    for (const ValueCode& code : table.variables[variable].codes)
      if (meets(static_cast<double>(code.number))) return true;
    for (const auto& row : table.rows) {
      const auto* whole = std::get_if<std::int64_t>(&row[variable]);
      const auto* decimal = std::get_if<forms::Decimal>(&row[variable]);
      if ((whole != nullptr && meets(static_cast<double>(*whole))) || (decimal != nullptr && meets(decimal->value()))) return true;
    }
    return false;
  };
  for (std::int64_t nines = 9;; nines = nines * 10 + 9)
    if (!used(-(nines * 10 + 8))) return -(nines * 10 + last);
}

}  // namespace escale::answers
