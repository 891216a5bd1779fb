#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sync/paper/report_parts.hpp"
#include "sync/print/typography.hpp"

namespace escale::paper {
namespace {

using print::Block;
using print::Cell;
using print::number_text;

constexpr const char* kNothing = "Trop peu de réponses, ou trop de la même sorte : rien de cette question ne peut être montré.";

/// Bars of what may be shown; reasons of missing stand apart, those that nobody had are left out.
print::BarChart bars_of(const Writing& writing, const Counted& counted) {
  print::BarChart chart;
  chart.hidden_word = writing.hidden_word;
  chart.whole = counted.answered().value_or(0);
  for (std::size_t c = 0; c < counted.categories.size(); ++c) {
    const auto& category = counted.categories[c];
    const bool hidden = counted.hidden.totals[c];
    if (category.is_missing && !hidden && counted.total(c) == 0) continue;
    chart.bars.push_back({category.label, hidden ? 0 : counted.total(c), hidden, category.is_missing});
  }
  return chart;
}

std::string basis(const Writing& writing, const Counted& counted) {
  std::string text;
  if (const auto answered = counted.answered())
    text = how_many(*answered, "personne a répondu", "personnes ont répondu") + " à cette question ; les pourcentages sont les leurs.";
  if (counted.hidden.count > 0)
    text += (text.empty() ? "" : " ") + fmt::format("« {} » : moins de {} personnes, ou un effectif qui permettrait de le calculer.", writing.hidden_word, writing.rules.k);
  return text;
}

void add_bars(Writing& writing, std::vector<Block>& to, const Counted& counted) {
  if (counted.nothing_shown()) {
    to.push_back(print::Paragraph{kNothing});
    return;
  }
  const print::BarChart chart = bars_of(writing, counted);
  to.push_back(print::Figure{draw(chart, writing.typesetter, print::kContentWidth), spoken(chart), basis(writing, counted)});
}

/// Counts of each group: lines are groups, columns the categories that somebody has.
void add_groups(Writing& writing, std::vector<Block>& to, const FormAnswers& form, const Counted& counted) {
  constexpr std::size_t kMostColumns = 7;
  if (form.groups.size() < 2 || counted.nothing_shown()) return;
  std::vector<std::size_t> used;
  for (std::size_t c = 0; c < counted.categories.size(); ++c)
    if (counted.total(c) > 0) used.push_back(c);
  if (used.size() > kMostColumns) return;  // would not be readable on paper; the tables of --publish have them
  print::Table table;
  table.columns.push_back({"Comité", 2.4, print::Align::Left, true});
  for (const std::size_t c : used) table.columns.push_back({counted.categories[c].label, 1, print::Align::Right});
  const auto shown = [&](std::int64_t number, bool hidden) { return Cell{hidden ? writing.hidden_word : number_text(number)}; };
  for (std::size_t g = 0; g < form.groups.size(); ++g) {
    std::vector<Cell> row{{form.groups[g]}};
    for (const std::size_t c : used) row.push_back(shown(counted.table.counts[g][c], counted.hidden.cells[g][c]));
    table.rows.push_back(std::move(row));
  }
  std::vector<Cell> sums{{"Ensemble"}};
  for (const std::size_t c : used) sums.push_back(shown(counted.total(c), counted.hidden.totals[c]));
  table.rows.push_back(std::move(sums));
  to.push_back(std::move(table));
}

void add_nps(Writing& writing, std::vector<Block>& to, const FormAnswers& form, std::size_t variable) {
  const auto rows = form.rows();
  const Counted classes = count(rows, form.groups.size(), Shape::Nps, variable, writing.rules);
  if (const auto score = nps_score(classes))
    to.push_back(print::Paragraph{fmt::format("Score de recommandation : {}{} (de −100 à +100 : la part des promoteurs moins celle des détracteurs).",
                                              *score > 0 ? "+" : *score < 0 ? "−" : "", std::abs(*score)),
                                  print::Voice::Strong, true});
  add_bars(writing, to, classes);
  add_groups(writing, to, form, classes);
  // Mark by mark only when every mark may be shown: hidden ones could be computed from the classes.
  if (form.groups.size() > 1) return;
  const Counted marks = count_marks(rows, form.groups.size(), variable, writing.rules);
  if (marks.hidden.count == 0 && !marks.nothing_shown()) {
    const print::BarChart chart = bars_of(writing, marks);
    to.push_back(print::Figure{draw(chart, writing.typesetter, print::kContentWidth), spoken(chart), "Note par note"});
  }
}

void add_multiple(Writing& writing, std::vector<Block>& to, const FormAnswers& form, const AskedQuestion& question) {
  const auto rows = form.rows();
  const std::string& prefix = form.tables[0].variables[question.variable].label;
  print::BarChart chart;
  chart.hidden_word = writing.hidden_word;
  bool any_hidden = false;
  std::optional<std::int64_t> asked;
  bool one_basis = true;
  for (const std::size_t choice : question.choices) {
    const Counted counted = count(rows, form.groups.size(), Shape::Multiple, choice, writing.rules);
    std::string label = form.tables[0].variables[choice].label;
    if (label.starts_with(prefix + " :: ")) label = label.substr(prefix.size() + 4);
    const bool hidden = counted.nothing_shown() || counted.hidden.totals[0];
    any_hidden = any_hidden || hidden;
    chart.bars.push_back({label, hidden ? 0 : counted.total(0), hidden, false});
    if (!asked) asked = counted.answered();
    one_basis = one_basis && asked && counted.answered() == asked;
  }
  if (one_basis && asked) chart.whole = *asked;
  std::string caption = "Plusieurs réponses étaient possibles.";
  if (chart.whole > 0) caption += fmt::format(" Pourcentages des {} à qui la question a été posée.", how_many(chart.whole, "personne", "personnes"));
  if (any_hidden) caption += fmt::format(" « {} » : moins de {} personnes ont choisi, ou n’ont pas choisi.", writing.hidden_word, writing.rules.k);
  to.push_back(print::Figure{draw(chart, writing.typesetter, print::kContentWidth), spoken(chart), caption});
}

void add_number(Writing& writing, std::vector<Block>& to, const FormAnswers& form, std::size_t variable) {
  std::vector<double> values;
  for (const answers::Table& table : form.tables)
    for (const auto& row : table.rows) {
      if (const auto* whole = std::get_if<std::int64_t>(&row[variable])) values.push_back(static_cast<double>(*whole));
      else if (const auto* decimal = std::get_if<forms::Decimal>(&row[variable])) values.push_back(decimal->value());
    }
  if (writing.options.readers == Readers::Everybody) {
    to.push_back(print::Paragraph{"Les nombres libres ne sont pas publiés."});
    return;
  }
  if (static_cast<std::int64_t>(values.size()) < writing.rules.k) {
    to.push_back(print::Paragraph{kNothing});
    return;
  }
  const auto rows = form.rows();
  const Counted counted = count(rows, form.groups.size(), Shape::Number, variable, writing.rules);
  const bool has_bars = !counted.categories.empty() && !counted.nothing_shown();
  // A mean beside hidden counts is one more equation to compute them from.
  if (!has_bars || counted.hidden.count == 0) {
    std::sort(values.begin(), values.end());
    double sum = 0;
    for (const double value : values) sum += value;
    const double middle = (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
    const auto decimal = [](double value) {
      std::string text = fmt::format("{:.1f}", value);
      std::replace(text.begin(), text.end(), '.', ',');
      return text;
    };
    to.push_back(print::Paragraph{fmt::format("Moyenne : {}. Médiane : {}.", decimal(sum / static_cast<double>(values.size())), decimal(middle))});
  }
  if (has_bars) add_bars(writing, to, counted);
}

/// Scales with the same answers, in one chart: what may not be shown is one part of its line.
void add_scales(Writing& writing, std::vector<Block>& to, const FormAnswers& form, std::span<const AskedQuestion> questions) {
  const auto rows = form.rows();
  print::StackedChart chart;
  chart.hidden_word = writing.hidden_word;
  const answers::Table& first = form.tables[0];
  for (const auto& code : first.variables[questions[0].variable].codes) chart.series.push_back(code.label.empty() ? code.code : code.label);
  const std::size_t codes = chart.series.size();
  bool any_hidden = false, any_missing = false;
  for (const AskedQuestion& question : questions) {
    const Counted counted = count(rows, form.groups.size(), Shape::Scale, question.variable, writing.rules);
    print::Stack stack{first.variables[question.variable].label, std::vector<std::int64_t>(codes + 2, 0), counted.nothing_shown()};
    for (std::size_t c = 0; !stack.is_hidden && c < counted.categories.size(); ++c) {
      const bool hidden = counted.hidden.totals[c];
      stack.counts[hidden ? codes + 1 : c < codes ? c : codes] += counted.total(c);
      any_hidden = any_hidden || hidden;
      any_missing = any_missing || (!hidden && c >= codes && counted.total(c) > 0);
    }
    chart.stacks.push_back(std::move(stack));
  }
  chart.series.emplace_back("Sans réponse");
  chart.series.push_back(fmt::format("« {} »", writing.hidden_word));
  if (!any_hidden) chart.series.pop_back();
  if (!any_missing) {
    chart.series.erase(chart.series.begin() + static_cast<std::ptrdiff_t>(codes));
    for (print::Stack& stack : chart.stacks) stack.counts.erase(stack.counts.begin() + static_cast<std::ptrdiff_t>(codes));
  }
  std::string caption;
  if (any_hidden)
    caption = fmt::format("« {} » : plusieurs réponses ensemble, dont une au moins a été donnée par moins de {} personnes.", writing.hidden_word, writing.rules.k);
  to.push_back(print::Figure{draw(chart, writing.typesetter, print::kContentWidth), spoken(chart), caption});
}

}  // namespace

std::int64_t FormAnswers::people() const {
  std::int64_t sum = 0;
  for (const answers::Table& table : tables) sum += static_cast<std::int64_t>(table.rows.size());
  return sum;
}

std::vector<Rows> FormAnswers::rows() const {
  std::vector<Rows> out;
  for (std::size_t t = 0; t < tables.size(); ++t) out.push_back({&tables[t], group_of[t]});
  return out;
}

std::string how_many(std::int64_t count, const std::string& one, const std::string& several) {
  return number_text(count) + " " + (count < 2 ? one : several);
}

void add_questions(Writing& writing, const FormAnswers& form) {
  const answers::Table& table = form.tables[0];
  const std::vector<AskedQuestion> questions = questions_of(table);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const AskedQuestion& question = questions[i];
    std::vector<Block> blocks{print::Heading{3, table.variables[question.variable].label}};
    std::size_t last = i;
    while (last + 1 < questions.size() && same_scale(table, question, questions[last + 1])) ++last;
    if (last > i) {
      blocks = {print::Heading{3, "Votre avis, phrase par phrase"}};
      add_scales(writing, blocks, form, std::span(questions).subspan(i, last - i + 1));
      i = last;
    } else if (question.shape == Shape::Nps) {
      add_nps(writing, blocks, form, question.variable);
    } else if (question.shape == Shape::Multiple) {
      add_multiple(writing, blocks, form, question);
    } else if (question.shape == Shape::Number) {
      add_number(writing, blocks, form, question.variable);
    } else if (question.shape == Shape::Words) {
      blocks.push_back(print::Paragraph{"Réponse libre : elle n’est pas comptée.", print::Voice::Small});
    } else {
      const auto rows = form.rows();
      const Counted counted = count(rows, form.groups.size(), question.shape, question.variable, writing.rules);
      add_bars(writing, blocks, counted);
      add_groups(writing, blocks, form, counted);
    }
    writing.blocks.push_back(print::Together{std::move(blocks)});
  }
}

}  // namespace escale::paper
