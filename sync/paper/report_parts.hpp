// Parts that both reports are made of. Included by this folder's .cpp files only.
#pragma once

#include "sync/paper/counts.hpp"
#include "sync/paper/report.hpp"
#include "sync/print/charts.hpp"

namespace escale::paper {

/// One form's answers, group by group.
struct FormAnswers {
  std::vector<answers::Table> tables{};     ///< one a committee, with the same variables
  std::vector<std::string> groups{};        ///< their names, in order; one: no breakdown
  std::vector<std::vector<std::size_t>> group_of{};  ///< by table, by row
  std::int64_t people() const;
  std::vector<Rows> rows() const;
};

struct Writing {
  const ReportOptions& options;
  const print::Typesetter& typesetter;
  answers::DisclosureRules rules{};
  std::string hidden_word{};
  std::vector<print::Block>& blocks;
};

/// Every question of the form, with its chart, and by group when there are several.
void add_questions(Writing& writing, const FormAnswers& form);
/// Open answers, question by question; with a warning before them.
void add_words(Writing& writing, const answers::Table& table);
/// "12 envelopes = 10 answers + …" as a table whose last line is the sum of the others.
void add_received(Writing& writing, const answers::Counts& counts);
void add_sessions(Writing& writing, const std::vector<answers::SessionReport>& sessions);
void add_refused(Writing& writing, const std::vector<answers::Refused>& refused);
/// Title, version and days of a form. `days`: those that may be shown.
void add_form_head(Writing& writing, const answers::Table& table, const std::vector<std::string>& versions, std::int64_t people, const std::string& days);

/// "1 réponse", "12 réponses".
std::string how_many(std::int64_t count, const std::string& one, const std::string& several);

}  // namespace escale::paper
