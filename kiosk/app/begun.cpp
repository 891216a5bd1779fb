#include "kiosk/app/begun.hpp"

#include <algorithm>

namespace escale::app {
namespace {

bool filled_in(const Feedback& feedback) {
  const auto written = [](const auto& typed) { return !typed.second.empty(); };
  return !feedback.given.empty() || std::ranges::any_of(feedback.typed, written);
}

bool went_on(const learning::Progress& progress) {
  return std::ranges::any_of(progress.documents, [](const auto& document) { return document.second.seen || !document.second.answers.empty(); });
}

}  // namespace

Begun begun(const State& state) {
  Begun out;
  const Feedback& feedback = state.feedback;
  if (feedback.open && feedback.sending != Sending::Busy && filled_in(feedback)) out.answer = feedback.open->key;
  out.draft = state.draft_waits;
  for (const auto& [course, progress] : state.learning.progress)
    if (went_on(progress)) out.courses.push_back(course);
  // Questions answered in a run that is not over count only at its end.
  const Learning& learning = state.learning;
  if (learning.open && !learning.attempt.steps.empty() && std::ranges::find(out.courses, learning.open->bundle) == out.courses.end())
    out.courses.push_back(learning.open->bundle);
  return out;
}

}  // namespace escale::app
