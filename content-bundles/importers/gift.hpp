// GIFT, Moodle's text format for questions, with Moodle's own order of decision, so that what is imported scores the same.
// Pure: text in, questions or problems out. Every problem has its line and says how to mend it; several are found in one pass.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/learning/question.hpp"

namespace escale::importers {

/// One thing to mend: the line in the file and a sentence.
struct Problem {
  int line = 0;
  std::string sentence;
  bool operator==(const Problem&) const = default;
};

struct GiftQuestion {
  learning::Question question;
  int line = 0;  ///< where it begins
  bool operator==(const GiftQuestion&) const = default;
};

/// The questions that could be read, in order, and what is wrong with the others. Usable when `problems` is empty.
struct GiftReading {
  std::vector<GiftQuestion> questions;
  std::vector<Problem> problems;
};

/// Reads GIFT text (UTF-8, at most 1 MiB) whose first line is line `first_line` of its file. Kinds: one answer, several answers,
/// true/false (also VRAI/FAUX), short answer, numerical, matching; essays and descriptions are refused. Source: Moodle,
/// question/format/gift, and its documentation.
GiftReading read_gift(std::string_view text, int first_line = 1);

}  // namespace escale::importers
