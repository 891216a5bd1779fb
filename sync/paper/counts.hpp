// Questions of a table of answers as a report counts them: what may be counted, by which categories, in which groups of people.
// The rule: reasons for which an answer is missing are categories like the others, so that no total gives them away.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sync/answers/disclosure.hpp"
#include "sync/answers/table.hpp"

namespace escale::paper {

enum class Shape : std::uint8_t {
  Choice,    ///< one of several
  Scale,     ///< one of several in order: smileys, likert
  Nps,       ///< 0 to 10, in three classes
  Multiple,  ///< several of several: one yes-or-no a choice
  Number,
  Words,  ///< never counted
};

struct AskedQuestion {
  Shape shape = Shape::Words;
  std::size_t variable = 0;            ///< in Table::variables
  std::vector<std::size_t> choices{};  ///< of Multiple: its own 0/1 variables
};
/// In the order of the table; record, session, day and version are none.
std::vector<AskedQuestion> questions_of(const answers::Table& table);
/// True when both are scales with the same codes and labels: their lines may stand in one chart.
bool same_scale(const answers::Table& table, const AskedQuestion& a, const AskedQuestion& b);

struct Category {
  std::string label{};
  bool is_missing = false;
};
/// How the answers to one question fall, group by group. `hidden` says what may not be shown.
struct Counted {
  std::vector<Category> categories{};
  answers::CountTable table{};
  answers::Hidden hidden{};

  std::int64_t total(std::size_t category) const { return table.total(category); }
  std::int64_t people() const;
  /// Those who answered; nothing when that would tell how many did not.
  std::optional<std::int64_t> answered() const;
  bool nothing_shown() const { return hidden.whole_table; }
};

/// Rows of one table, which group each is in.
struct Rows {
  const answers::Table* table = nullptr;  ///< all of one form, with the same variables
  std::vector<std::size_t> groups{};      ///< by row
};
/// Choice, Scale: by code. Nps: "Détracteurs (0 à 6)", "Passifs (7 et 8)", "Promoteurs (9 et 10)". Number: by value, when there are at
/// most kMostValues. `variable`: of the question, or one of its choices (then: chosen, not chosen). No categories: it cannot be counted.
Counted count(std::span<const Rows> rows, std::size_t groups, Shape shape, std::size_t variable, const answers::DisclosureRules& rules);
inline constexpr std::size_t kMostValues = 12;
/// The eleven values of an NPS question, one by one.
Counted count_marks(std::span<const Rows> rows, std::size_t groups, std::size_t variable, const answers::DisclosureRules& rules);

/// Promoters less detractors in a hundred of those who answered, -100 to 100; nothing unless every class may be shown.
std::optional<int> nps_score(const Counted& classes);

}  // namespace escale::paper
