// One run through the questions of a document: from the first question to the final score. Pure values, no clock.
#pragma once

#include <string>
#include <vector>

#include "content-bundles/learning/progress.hpp"

namespace escale::learning {

struct AttemptStep {
  std::string question;
  Response response;
  Verdict verdict;
  bool operator==(const AttemptStep&) const = default;
};

/// Questions are answered in any order, each once; a verdict, once given, stays.
struct Attempt {
  std::string document;
  std::vector<AttemptStep> steps;
  bool operator==(const Attempt&) const = default;
};

/// Scores the answer and adds it. NotFound for an unknown question, Conflict when it was answered already; nothing changes then.
Result<Verdict> answer(Attempt& attempt, const Document& document, const std::string& question, const Response& response);

/// The next question without an answer, in document order; null when all are answered.
const Question* next_question(const Attempt& attempt, const Document& document);

/// True when every question of the document has an answer.
bool finished(const Attempt& attempt, const Document& document);

/// Mean over all questions of the document, unanswered ones counting zero. 0 to kFullScore; 0 without questions.
int total_score(const Attempt& attempt, const Document& document);

/// Keeps the attempt's answers in the progress (best kept), and its total when it is finished.
void record(Progress& progress, const Attempt& attempt, const Document& document);

}  // namespace escale::learning
