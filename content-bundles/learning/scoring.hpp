// How an answer to a question is scored: Moodle's rules for GIFT, in whole numbers.
// The same answer gives the same score on every machine; a score never falls below zero nor above kFullScore.
#pragma once

#include <string>
#include <string_view>

#include "content-bundles/learning/question.hpp"

namespace escale::learning {

/// Scores are ten-thousandths of the mark: 10 000 is all right, 5 000 is half.
inline constexpr int kFullScore = 10'000;

enum class Outcome { Wrong, Partly, Right };

struct Verdict {
  int score = 0;  ///< 0 to kFullScore
  Outcome outcome = Outcome::Wrong;
  std::vector<Text> feedback;  ///< of what was chosen, in the order of the proposals; empty texts left out
  bool operator==(const Verdict&) const = default;
};

/// Scores one answer. InvalidInput when the answer is not of the question's kind, names a proposal that is not there, or is not a
/// number where one is asked: the question stays unanswered.
Result<Verdict> score(const Question& question, const Response& response);

/// The answer that gives the full mark, to show it ("la bonne réponse"). Typed: the first full pattern or number.
Response right_response(const Question& question);

/// Lower case without accents, ligatures undone, apostrophes and spaces made equal, ends trimmed: what ShortAnswer compares.
std::string folded(std::string_view text);

/// True when the folded text fits the pattern, where `*` stands for any characters and `\*` for a star. No backtracking.
bool fits_pattern(std::string_view pattern, std::string_view text);

}  // namespace escale::learning
