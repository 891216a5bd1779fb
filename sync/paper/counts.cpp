#include "sync/paper/counts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace escale::paper {
namespace {

using answers::Cell;
using answers::Storage;
using answers::Variable;

bool is_nps(const answers::Table& table, std::size_t index) {
  const Variable& variable = table.variables[index];
  if (variable.measure != answers::Measure::Ordinal) return false;
  if (variable.storage == Storage::Coded) {
    std::set<std::int64_t> marks;
    for (const auto& code : variable.codes) marks.insert(code.number);
    return marks.size() == 11 && *marks.begin() == 0 && *marks.rbegin() == 10;
  }
  if (variable.storage != Storage::Whole) return false;
  return std::all_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
    const auto* mark = std::get_if<std::int64_t>(&row[index]);
    return mark == nullptr || (*mark >= 0 && *mark <= 10);
  });
}

/// A number as it is counted and shown.
std::string value_text(const Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  return std::get<forms::Decimal>(cell).text();
}

/// Counts each row in the category that `place` gives; an index over the last is a reason of missing.
template <class Place>
Counted counted(std::vector<Category> categories, std::span<const Rows> rows, std::size_t groups, std::size_t variable, const answers::DisclosureRules& rules, const Place& place) {
  Counted out;
  out.categories = std::move(categories);
  const std::size_t answers = out.categories.size();
  for (const answers::Missing missing : answers::kMissing) out.categories.push_back({std::string(answers::missing_label(missing)), true});
  out.table.counts.assign(groups, std::vector<std::int64_t>(out.categories.size(), 0));
  for (const Rows& part : rows)
    for (std::size_t r = 0; r < part.table->rows.size(); ++r) {
      const Cell& cell = part.table->rows[r][variable];
      std::size_t category = 0;
      if (const auto* missing = std::get_if<answers::Missing>(&cell))
        category = answers + static_cast<std::size_t>(std::find(std::begin(answers::kMissing), std::end(answers::kMissing), *missing) - std::begin(answers::kMissing));
      else category = place(cell);
      CHECK(category < out.categories.size());
      ++out.table.counts[part.groups[r]][category];
    }
  out.hidden = answers::hide(out.table, rules);
  return out;
}

}  // namespace

std::vector<AskedQuestion> questions_of(const answers::Table& table) {
  std::vector<AskedQuestion> out;
  for (std::size_t i = 0; i < table.variables.size(); ++i) {
    const Variable& variable = table.variables[i];
    if (variable.question.empty()) continue;
    if (!variable.choice.empty() && variable.codes.empty()) {  // a choice's place in a ranking: what was ranked is counted, not the order as a text
      if (!out.empty() && table.variables[out.back().variable].question == variable.question && out.back().shape == Shape::Words) out.pop_back();
      out.push_back({Shape::Number, i, {}});
      continue;
    }
    if (!variable.choice.empty()) {
      const bool follows = !out.empty() && table.variables[out.back().variable].question == variable.question;
      if (!follows) continue;
      out.back().shape = Shape::Multiple;
      out.back().choices.push_back(i);
      continue;
    }
    if (!variable.is_asked || variable.storage == Storage::Date || variable.storage == Storage::Time || variable.storage == Storage::Moment) continue;
    AskedQuestion question{Shape::Words, i, {}};
    if (is_nps(table, i)) question.shape = Shape::Nps;
    else if (variable.storage == Storage::Coded) question.shape = variable.measure == answers::Measure::Ordinal ? Shape::Scale : Shape::Choice;
    else if (variable.storage == Storage::Whole || variable.storage == Storage::Decimal) question.shape = Shape::Number;
    out.push_back(std::move(question));
  }
  return out;
}

bool same_scale(const answers::Table& table, const AskedQuestion& a, const AskedQuestion& b) {
  if (a.shape != Shape::Scale || b.shape != Shape::Scale) return false;
  const auto& one = table.variables[a.variable].codes;
  const auto& other = table.variables[b.variable].codes;
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const auto& x, const auto& y) { return x.code == y.code && x.label == y.label; });
}

std::int64_t Counted::people() const {
  std::int64_t sum = 0;
  for (std::size_t c = 0; c < categories.size(); ++c) sum += total(c);
  return sum;
}

std::optional<std::int64_t> Counted::answered() const {
  std::int64_t sum = people();
  for (std::size_t c = 0; c < categories.size(); ++c) {
    if (!categories[c].is_missing) continue;
    if (hidden.whole_table || hidden.totals[c]) return std::nullopt;
    sum -= total(c);
  }
  return sum;
}

Counted count(std::span<const Rows> rows, std::size_t groups, Shape shape, std::size_t index, const answers::DisclosureRules& rules) {
  const Variable& variable = rows[0].table->variables[index];
  if (shape == Shape::Nps)
    return counted({{"Détracteurs (0 à 6)"}, {"Passifs (7 et 8)"}, {"Promoteurs (9 et 10)"}}, rows, groups, index, rules, [](const Cell& cell) -> std::size_t {
      const std::int64_t mark = std::get<std::int64_t>(cell);
      return mark <= 6 ? 0 : mark <= 8 ? 1 : 2;
    });
  if (variable.storage == Storage::Coded) {
    std::vector<Category> categories;
    if (variable.choice.empty())
      for (const auto& code : variable.codes) categories.push_back({code.label.empty() ? code.code : code.label});
    else categories = {{"Choisi"}, {"Pas choisi"}};
    return counted(std::move(categories), rows, groups, index, rules, [&](const Cell& cell) -> std::size_t {
      const std::int64_t number = std::get<std::int64_t>(cell);
      if (!variable.choice.empty()) return number == 1 ? 0 : 1;
      return static_cast<std::size_t>(std::find_if(variable.codes.begin(), variable.codes.end(), [&](const auto& code) { return code.number == number; }) - variable.codes.begin());
    });
  }
  if (shape != Shape::Number) return {};
  std::set<forms::Decimal> values;
  const auto value_of = [](const Cell& cell) {
    const auto* whole = std::get_if<std::int64_t>(&cell);
    return whole != nullptr ? forms::Decimal::whole(*whole) : std::get<forms::Decimal>(cell);
  };
  std::vector<Category> categories;
  for (const Rows& part : rows)
    for (const auto& row : part.table->rows)
      if (!std::holds_alternative<answers::Missing>(row[index])) values.insert(value_of(row[index]));
  if (values.empty() || values.size() > kMostValues) return {};
  for (const forms::Decimal& value : values) categories.push_back({value_text(Cell(value))});
  return counted(std::move(categories), rows, groups, index, rules,
                 [&](const Cell& cell) { return static_cast<std::size_t>(std::distance(values.begin(), values.find(value_of(cell)))); });
}

Counted count_marks(std::span<const Rows> rows, std::size_t groups, std::size_t variable, const answers::DisclosureRules& rules) {
  std::vector<Category> categories;
  for (int mark = 0; mark <= 10; ++mark) categories.push_back({std::to_string(mark)});
  return counted(std::move(categories), rows, groups, variable, rules, [](const Cell& cell) { return static_cast<std::size_t>(std::get<std::int64_t>(cell)); });
}

std::optional<int> nps_score(const Counted& classes) {
  if (classes.hidden.whole_table || !classes.answered() || *classes.answered() == 0) return std::nullopt;
  for (std::size_t c = 0; c < 3; ++c)
    if (classes.hidden.totals[c]) return std::nullopt;
  return static_cast<int>(std::lround(100.0 * static_cast<double>(classes.total(2) - classes.total(0)) / static_cast<double>(*classes.answered())));
}

}  // namespace escale::paper
