#include "sync/answers/table.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <unordered_map>

#include "content-bundles/forms/submission.hpp"
#include "content-bundles/forms/xpath_value.hpp"
#include "sync/answers/table_questions.hpp"

namespace escale::answers {
namespace {

using forms::Recorded;
using forms::Submission;
using forms::SubmissionNode;

/// One column of a table, and how its cells are made.
struct Column {
  std::size_t variable = 0;  ///< in the table
  const Question* question = nullptr;
  std::string choice{};
  std::unordered_map<std::string_view, std::int64_t> numbers{};  ///< of codes
};

Variable key_variable(VariableNames& names, const std::string& name, std::string label, std::span<const KnownForm* const> versions, Storage storage) {
  Variable variable;
  variable.name = names.take(name);
  variable.label = std::move(label);
  variable.storage = storage;
  for (const KnownForm* version : versions) variable.versions.push_back(version->author_version());
  return variable;
}

class Builder {
 public:
  Builder(std::span<const KnownForm* const> versions, const std::string& language, const Questions& questions, const Repeat* repeat)
      : m_versions(versions), m_language(language), m_repeat(repeat ? repeat->key : std::string()) {
    const KnownForm& newest = *versions.back();
    const forms::Definition& form = newest.plan->definition();
    m_table.form_id = form.id;
    m_table.name = repeat ? form.id + "_" + repeat->name : form.id;
    m_table.repeat = m_repeat;
    m_table.language = language.empty() ? forms::default_language_of(*newest.plan) : language;
    m_table.title = repeat ? form.title + " : " + repeat->label : form.title;
    VariableNames names;
    const auto key = [&](const std::string& name, std::string label, Storage storage) {
      m_table.variables.push_back(key_variable(names, name, std::move(label), versions, storage));
    };
    key("record", "Numéro de la réponse, au hasard", Storage::Text);
    if (repeat) {
      for (const std::string& name : copy_names(questions, m_repeat)) key(name, name == "copy" ? "Rang dans la réponse" : "Rang de la copie qui contient celle-ci", Storage::Whole);
      m_table.keys = m_table.variables.size();
    } else {
      key("session", "Séance", Storage::Text);
      key("day", "Jour de la séance, confirmé par la personne qui l’anime", Storage::Date);
      key("form_version", "Version du formulaire", Storage::Text);
    }
    m_first = m_table.variables.size();
    for (const Question& question : questions.all)
      if (question.repeat == m_repeat) add_question(question);
    for (const KnownForm* version : versions) place_columns(*version);
  }

  bool has_questions() const { return !m_columns.empty(); }

  void add_answer(const Answer& answer, const KnownForm& form, const Submission& submission) {
    const Places& places = m_places.at(&form);
    if (m_repeat.empty()) {
      std::vector<Cell> row{answer.id.text(), Cell(answer.session ? answer.session->text() : std::string()),
                            answer.day ? Cell(protocol::day_text(*answer.day)) : Cell(Missing::NoAnswer), form.author_version()};
      add_cells(row, places, submission, 0);
      return;
    }
    const forms::PlaceId repeat = form.plan->place(form.plan->places()[0].path + "/" + m_repeat);
    if (repeat == forms::kNoPlace) return;
    const auto& nodes = submission.nodes();
    std::vector<std::size_t> ranks(nodes.size(), 0);
    std::map<std::pair<std::size_t, forms::PlaceId>, std::size_t> seen;
    for (std::size_t i = 1; i < nodes.size(); ++i)
      if (form.plan->places()[nodes[i].place].is_repeat) ranks[i] = ++seen[{nodes[i].parent, nodes[i].place}];
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      if (nodes[i].place != repeat) continue;
      std::vector<Cell> row(m_first, Cell(Missing::NoAnswer));
      row[0] = answer.id.text();
      std::size_t at = m_first;
      for (std::size_t above = i; above != forms::kNone && at > 1; above = nodes[above].parent)
        if (form.plan->places()[nodes[above].place].is_repeat) row[--at] = static_cast<std::int64_t>(ranks[above]);
      add_cells(row, places, submission, i);
    }
  }

  Table finish() {
    for (Column& column : m_columns) settle_numbers(column);
    return std::move(m_table);
  }

 private:
  /// By place of one version: which columns its value fills.
  struct Places {
    std::unordered_map<forms::PlaceId, std::vector<std::size_t>> columns;
    std::vector<Cell> absent;  ///< what a cell is when its place is not in the answers
  };

  void add_question(const Question& question) {
    Variable variable;
    variable.name = question.variable;
    variable.label = label_of(question);
    variable.question = question.name;
    variable.is_asked = question.newest().question.control != nullptr;
    for (const AskedIn& version : question.versions) variable.versions.push_back(version.form->author_version());
    variable.storage = storage_of(question);
    variable.measure = measure_of(question);
    if (variable.storage == Storage::Coded) variable.codes = codes_of(question, m_language);
    const std::string label = variable.label;
    add_column(std::move(variable), question, "");
    if (!question.has_choice_variables()) return;
    std::vector<ValueCode> choices = codes_of(question, m_language);
    const auto in_newest = [&](const ValueCode& code) {
      const auto& list = question.newest().choices;
      return std::find_if(list.begin(), list.end(), [&](const forms::ChoiceTexts& choice) { return choice.name == code.code; }) - list.begin();
    };
    std::stable_sort(choices.begin(), choices.end(), [&](const ValueCode& a, const ValueCode& b) { return in_newest(a) < in_newest(b); });
    for (const ValueCode& choice : choices) {
      Variable own;
      own.name = question.choices_as.at(choice.code);
      own.label = label + " :: " + choice.label;
      own.question = question.name;
      own.choice = choice.code;
      if (question.recorded() == Recorded::Several) {
        own.storage = Storage::Coded;
        own.codes = {{0, "0", "Non"}, {1, "1", "Oui"}};
      } else {
        own.storage = Storage::Whole;  // its place in the ranking, from 1
        own.measure = Measure::Ordinal;
      }
      for (const AskedIn& version : question.versions)
        if (offers(version, choice.code)) own.versions.push_back(version.form->author_version());
      add_column(std::move(own), question, choice.code);
    }
  }

  std::string label_of(const Question& question) const {
    const AskedIn& newest = question.newest();
    std::string label = newest.question.control ? label_in(*newest.form, forms::texts_of(*newest.form->plan, newest.question.control->label), m_language) : std::string();
    return label.empty() ? question.name : label;
  }

  static bool offers(const AskedIn& version, const std::string& choice) {
    return std::any_of(version.choices.begin(), version.choices.end(), [&](const forms::ChoiceTexts& item) { return item.name == choice; });
  }

  void add_column(Variable variable, const Question& question, const std::string& choice) {
    m_table.variables.push_back(std::move(variable));
    m_columns.push_back({.variable = m_table.variables.size() - 1, .question = &question, .choice = choice});
  }

  void place_columns(const KnownForm& form) {
    Places& places = m_places[&form];
    places.absent.assign(m_columns.size(), Cell(Missing::NotInVersion));
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      const AskedIn* asked = m_columns[i].question->in(&form);
      if (!asked || (!m_columns[i].choice.empty() && !offers(*asked, m_columns[i].choice))) continue;
      places.absent[i] = Missing::NotAsked;
      places.columns[asked->question.place].push_back(i);
    }
    for (std::size_t i = 0; i < m_columns.size(); ++i)
      if (m_columns[i].numbers.empty())
        for (const ValueCode& code : m_table.variables[m_columns[i].variable].codes) m_columns[i].numbers.emplace(code.code, code.number);
  }

  /// The cells of the answers' element (0) or of a copy of a repeat.
  void add_cells(std::vector<Cell>& row, const Places& places, const Submission& submission, std::size_t scope) {
    row.insert(row.end(), places.absent.begin(), places.absent.end());
    const auto& nodes = submission.nodes();
    // What stands in a copy follows it, until a node whose parent is not in it; nested copies have rows of their own.
    std::vector<bool> inside(nodes.size() - scope, false);
    inside[0] = true;
    for (std::size_t i = scope + 1; i < nodes.size(); ++i) {
      if (nodes[i].parent < scope) break;
      inside[i - scope] = inside[nodes[i].parent - scope];
      if (!inside[i - scope]) continue;
      const auto found = places.columns.find(nodes[i].place);
      if (found == places.columns.end()) continue;
      for (const std::size_t column : found->second) row[m_first + column] = cell_of(m_columns[column], nodes[i].value);
    }
    m_table.rows.push_back(std::move(row));
  }

  Cell cell_of(const Column& column, const std::string& value) const {
    const Variable& variable = m_table.variables[column.variable];
    if (!column.choice.empty()) {
      const auto chosen = forms::words_in(value);
      const auto at = std::find(chosen.begin(), chosen.end(), column.choice);
      if (column.question->recorded() == Recorded::Several) return std::int64_t{at != chosen.end()};
      if (at == chosen.end()) return Missing::NoAnswer;
      return static_cast<std::int64_t>(at - chosen.begin()) + 1;
    }
    if (value.empty()) return Missing::NoAnswer;
    if (variable.storage == Storage::Coded) {
      const auto number = column.numbers.find(value);
      return number == column.numbers.end() ? Cell(Missing::NoAnswer) : Cell(number->second);  // checked: its code is in the list
    }
    // Numbers that the form works out may be anything: settle_numbers looks at all of them.
    if (column.question->newest().question.control == nullptr) return value;
    if (variable.storage == Storage::Whole || variable.storage == Storage::Decimal) return number_of(variable.storage, value).value_or(Cell(value));
    return value;
  }

  static std::optional<Cell> number_of(Storage storage, const std::string& value) {
    const auto number = forms::Decimal::parse(value);
    if (!number || number->text() != value) return std::nullopt;
    if (storage == Storage::Decimal) return Cell(*number);
    if (!number->is_whole()) return std::nullopt;
    return Cell(number->truncated());
  }

  /// A column of worked out numbers is one of numbers when each of them can be written exactly; else of texts, as recorded.
  void settle_numbers(Column& column) {
    Variable& variable = m_table.variables[column.variable];
    if ((variable.storage != Storage::Whole && variable.storage != Storage::Decimal) || !column.choice.empty()) return;
    bool exact = true;
    for (const auto& row : m_table.rows)
      if (const auto* text = std::get_if<std::string>(&row[column.variable])) exact = exact && number_of(variable.storage, *text).has_value();
    if (!exact) {
      variable.storage = Storage::Text;
      variable.measure = Measure::Nominal;
    }
    for (auto& row : m_table.rows) {
      Cell& cell = row[column.variable];
      if (const auto* text = std::get_if<std::string>(&cell); text && exact) cell = *number_of(variable.storage, *text);
      else if (const auto* whole = std::get_if<std::int64_t>(&cell); whole && !exact) cell = std::to_string(*whole);
      else if (const auto* decimal = std::get_if<forms::Decimal>(&cell); decimal && !exact) cell = decimal->text();
    }
  }

  std::span<const KnownForm* const> m_versions;
  std::string m_language;
  std::string m_repeat;
  std::size_t m_first = 0;  ///< variables before the questions
  std::vector<Column> m_columns;
  std::map<const KnownForm*, Places> m_places;
  Table m_table;
};

}  // namespace

std::string_view missing_token(Missing missing) {
  return missing == Missing::NotInVersion ? ".v" : missing == Missing::NotAsked ? ".n" : ".s";
}

std::string_view missing_label(Missing missing) {
  return missing == Missing::NotInVersion ? "Pas dans cette version du formulaire" : missing == Missing::NotAsked ? "Question non posée" : "Sans réponse";
}

bool is_textual(Storage storage) { return storage == Storage::Text || storage == Storage::Time || storage == Storage::Moment; }

const ValueCode* Table::code_of(const Variable& variable, const Cell& cell) {
  const auto* number = std::get_if<std::int64_t>(&cell);
  if (number == nullptr) return nullptr;
  for (const ValueCode& code : variable.codes)
    if (code.number == *number) return &code;
  return nullptr;
}

std::vector<Table> tables_of(std::span<const KnownForm* const> versions, std::span<const Answer> answers, const std::string& language) {
  CHECK(!versions.empty());
  const Questions questions = questions_of(versions, language);
  std::vector<Builder> builders;
  builders.emplace_back(versions, language, questions, nullptr);
  for (const Repeat& repeat : questions.repeats)
    if (Builder builder(versions, language, questions, &repeat); builder.has_questions()) builders.push_back(std::move(builder));
  std::map<protocol::FormVersion, const KnownForm*> by_version;
  for (const KnownForm* known : versions) by_version.emplace(known->version, known);
  std::vector<const Answer*> sorted;
  for (const Answer& answer : answers)
    if (by_version.contains(answer.form)) sorted.push_back(&answer);
  std::sort(sorted.begin(), sorted.end(), [](const Answer* a, const Answer* b) { return a->id < b->id; });
  for (const Answer* answer : sorted) {
    const KnownForm& form = *by_version.at(answer->form);
    const auto submission = Submission::parse(*form.plan, answer->instance);
    CHECK(submission.has_value());  // Opening and read_opened read it before
    for (Builder& builder : builders) builder.add_answer(*answer, form, *submission);
  }
  std::vector<Table> tables;
  for (Builder& builder : builders) tables.push_back(builder.finish());
  return tables;
}

Table table_of(std::span<const KnownForm* const> versions, std::span<const Answer> answers, const std::string& language) {
  return std::move(tables_of(versions, answers, language).front());
}

std::int64_t missing_number(const Table& table, std::size_t variable, Missing missing) {
  const std::int64_t last = missing == Missing::NotAsked ? 7 : missing == Missing::NotInVersion ? 8 : 9;
  const auto used = [&](std::int64_t low) {  // low, low - 1, low - 2: the three numbers
    const auto meets = [&](double value) { return value <= static_cast<double>(low) && value >= static_cast<double>(low - 2); };
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
    if (!used(-(nines * 10 + 7))) return -(nines * 10 + last);
}

}  // namespace escale::answers
