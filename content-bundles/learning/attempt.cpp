#include "content-bundles/learning/attempt.hpp"

#include <algorithm>

namespace escale::learning {
namespace {
const AttemptStep* find_step(const Attempt& attempt, const std::string& question) {
  const auto found = std::find_if(attempt.steps.begin(), attempt.steps.end(),
                                  [&](const AttemptStep& step) { return step.question == question; });
  return found == attempt.steps.end() ? nullptr : &*found;
}
}  // namespace

Result<Verdict> answer(Attempt& attempt, const Document& document, const std::string& question, const Response& response) {
  const Question* asked = find_question(document, question);
  if (asked == nullptr) return fail(Code::NotFound, "the document has no question '" + question + "'");
  if (find_step(attempt, question) != nullptr)
    return fail(Code::Conflict, "the question '" + question + "' was answered already: start a new attempt");
  TRY_ASSIGN(Verdict verdict, score(*asked, response));
  attempt.steps.push_back({question, response, verdict});
  return verdict;
}

const Question* next_question(const Attempt& attempt, const Document& document) {
  for (const Question& question : document.questions)
    if (find_step(attempt, question.id) == nullptr) return &question;
  return nullptr;
}

bool finished(const Attempt& attempt, const Document& document) { return next_question(attempt, document) == nullptr; }

int total_score(const Attempt& attempt, const Document& document) {
  if (document.questions.empty()) return 0;
  std::int64_t sum = 0;
  for (const Question& question : document.questions)
    if (const AttemptStep* step = find_step(attempt, question.id)) sum += step->verdict.score;
  const auto count = static_cast<std::int64_t>(document.questions.size());
  return static_cast<int>((sum + count / 2) / count);
}

void record(Progress& progress, const Attempt& attempt, const Document& document) {
  DocumentProgress& kept = progress.documents[document.id];
  for (const AttemptStep& step : attempt.steps) {
    const auto [place, added] = kept.answers.try_emplace(step.question, Answered{step.response, step.verdict.score});
    if (!added && place->second.score < step.verdict.score) place->second = {step.response, step.verdict.score};
  }
  if (!document.questions.empty() && finished(attempt, document))
    kept.best_score = std::max(kept.best_score.value_or(0), total_score(attempt, document));
}

}  // namespace escale::learning
