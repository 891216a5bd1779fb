#include <algorithm>

#include "kiosk/app/update_parts.hpp"

namespace escale::app {
namespace {
using format::EntryKind;

/// Text, question, score: one place of the way, whatever it shows.
void show(State& state, View view) { turn_into(state, {View::Reading, View::Question, View::QuizEnd}, view); }

bool is_learning(EntryKind kind) { return kind != EntryKind::Form && kind != EntryKind::Programme; }

learning::Progress& progress_of(State& state, const std::string& course) {
  learning::Progress& progress = state.learning.progress[course];
  progress.course = course;
  return progress;
}

void begin_attempt(State& state) {
  Learning& learning = state.learning;
  learning.attempt = {.document = learning.open->document};
  learning.part = 0;
  learning.page = {};
  learning.question.clear();
  learning.response.reset();
  learning.verdict.reset();
  learning.problem.clear();
}

/// Puts question number `part` on the screen, with its verdict when it was answered already.
void ask(State& state) {
  Learning& learning = state.learning;
  const learning::Question& question = learning.document->questions[learning.part];
  learning.question = question.id;
  learning.response.reset();
  learning.verdict.reset();
  learning.problem.clear();
  for (const learning::AttemptStep& step : learning.attempt.steps) {
    if (step.question != question.id) continue;
    learning.response = step.response;
    learning.verdict = step.verdict;
  }
  show(state, View::Question);
}

/// The next document that is learnt from, in reading order; none after the last one and in collections, whose sheets stand alone.
std::optional<DocumentKey> next_document(const State& state) {
  const format::Manifest* bundle = state.library.find(state.learning.open->bundle);
  if (bundle == nullptr || bundle->kind != format::BundleKind::Course) return std::nullopt;
  bool passed = false;
  for (const format::DocumentEntry* entry : format::entries_in(*bundle, state.preferences.content_language())) {
    if (passed && is_learning(entry->kind)) return DocumentKey{bundle->id, entry->id};
    if (entry->id == state.learning.open->document) passed = true;
  }
  return std::nullopt;
}

void open_document(State& state, const DocumentKey& key, Effects& effects) {
  Learning& learning = state.learning;
  learning.open = key;
  learning.document = nullptr;
  begin_attempt(state);
  effects.push_back(LoadDocument{key, state.preferences.content_language()});
}

void leave_document(State& state, Effects& effects) {
  if (const auto next = next_document(state)) {
    open_document(state, *next, effects);
    return show(state, View::Reading);
  }
  state.learning.open.reset();
  state.learning.document = nullptr;
  go_back(state);
}

/// The last text was read and every question answered.
void end_of_document(State& state, Effects& effects) {
  const learning::Document& document = *state.learning.document;
  learning::mark_seen(progress_of(state, state.learning.open->bundle), document.id);
  // One question inside a lesson had its verdict: a score of one over one says nothing more.
  if (document.kind == learning::DocumentKind::Quiz || document.questions.size() > 1) return show(state, View::QuizEnd);
  leave_document(state, effects);
}

bool has_question(const Learning& learning) { return learning.part < learning.document->questions.size(); }

/// From the text of this part to what follows it.
void after_text(State& state, Effects& effects) {
  if (has_question(state.learning)) return ask(state);
  end_of_document(state, effects);
}

void show_part(State& state, Effects& effects) {
  state.learning.page = {};
  const Part part = part_of(*state.learning.document, state.learning.part);
  if (part.begin == part.end) return after_text(state, effects);
  show(state, View::Reading);
}

const learning::Question* current_question(const Learning& learning) {
  return learning.document == nullptr ? nullptr : learning::find_question(*learning.document, learning.question);
}

bool is_empty(const learning::Response& response) {
  if (const auto* typed = std::get_if<learning::Typed>(&response))
    return typed->text.find_first_not_of(" \t") == std::string::npos;
  if (const auto* several = std::get_if<learning::ChosenSeveral>(&response)) return several->indexes.empty();
  if (const auto* matched = std::get_if<learning::Matched>(&response))
    return std::ranges::any_of(matched->rights, [](const auto& right) { return !right; });
  return false;
}

/// How to mend an answer that cannot be checked.
std::string how_to_answer(const learning::Question* question, const Preferences& preferences) {
  const bool french = preferences.lang != "en";
  if (question != nullptr && std::holds_alternative<learning::Numerical>(question->body))
    return french ? "Écrivez un nombre, par exemple 12 ou 2,5." : "Write a number, for example 12 or 2.5.";
  if (question != nullptr && std::holds_alternative<learning::ShortAnswer>(question->body))
    return french ? "Écrivez votre réponse d’abord." : "Write your answer first.";
  if (question != nullptr && std::holds_alternative<learning::Matching>(question->body))
    return french ? "Complétez chaque ligne d’abord." : "Complete each line first.";
  return french ? "Choisissez une réponse d’abord." : "Choose an answer first.";
}
}  // namespace

bool back_within_document(State& state) {
  const Learning& learning = state.learning;
  if (state.view != View::Question || learning.document == nullptr) return false;
  const Part part = part_of(*learning.document, learning.part);
  if (part.begin == part.end) return false;
  show(state, View::Reading);
  return true;
}

void on(State& state, const OpenCourse& action, Effects&) {
  const format::Manifest* bundle = state.library.find(action.bundle);
  if (bundle == nullptr || bundle->kind != format::BundleKind::Course || words_are_shown(state)) return;
  state.learning.course = action.bundle;
  go_to(state, View::Module);
}

void on(State& state, const OpenDocument& action, Effects& effects) {
  const format::Manifest* bundle = state.library.find(action.key.bundle);
  if (bundle == nullptr || words_are_shown(state)) return;
  const auto* entry = format::find_entry(*bundle, action.key.document, state.preferences.content_language());
  if (entry == nullptr || !is_learning(entry->kind)) return;
  if (bundle->kind == format::BundleKind::Course) state.learning.course = bundle->id;
  open_document(state, action.key, effects);
  go_to(state, View::Reading);
}

void on(State& state, const DocumentLoaded& action, Effects& effects) {
  Learning& learning = state.learning;
  if (learning.open != action.key || action.document == nullptr) return;
  const bool first = learning.document == nullptr;
  learning.document = action.document;
  if (first) {
    // A quiz may begin with its first question: there is no text to show before it.
    return show_part(state, effects);
  }
  // The same document in another language: go on where the person was, when its questions are the same.
  learning.page = {};
  const auto known = [&](const learning::AttemptStep& step) { return learning::find_question(*learning.document, step.question) != nullptr; };
  const auto& questions = learning.document->questions;
  const bool asked_still = !state.on_the_way(View::Question) ||
                           (learning.part < questions.size() && questions[learning.part].id == learning.question);
  if (asked_still && learning.part <= questions.size() && std::ranges::all_of(learning.attempt.steps, known)) return;
  begin_attempt(state);
  show_part(state, effects);
}

void on(State& state, const ShowDefinition& action, Effects&) {
  if (state.view != View::Reading || state.learning.document == nullptr) return;
  const auto& definitions = state.learning.document->definitions;
  if (std::ranges::any_of(definitions, [&](const auto& definition) { return definition.term == action.term; }))
    state.learning.definition = action.term;
}

void on(State& state, const HideDefinition&, Effects&) { state.learning.definition.reset(); }

void on(State& state, const DocumentRead&, Effects& effects) {
  if (state.view != View::Reading || state.learning.document == nullptr) return;
  after_text(state, effects);
}

void on(State& state, const Respond& action, Effects&) {
  Learning& learning = state.learning;
  if (state.view != View::Question || learning.verdict || current_question(learning) == nullptr) return;
  learning.response = action.response;
  learning.problem.clear();
}

void on(State& state, const CheckAnswer&, Effects&) {
  Learning& learning = state.learning;
  const learning::Question* question = current_question(learning);
  if (state.view != View::Question || learning.verdict || question == nullptr) return;
  if (!learning.response || is_empty(*learning.response)) {
    learning.problem = how_to_answer(question, state.preferences);
    return;
  }
  const auto verdict = learning::answer(learning.attempt, *learning.document, learning.question, *learning.response);
  if (!verdict) {
    learning.problem = how_to_answer(question, state.preferences);
    return;
  }
  learning.problem.clear();
  learning.verdict = *verdict;
  learning::record(progress_of(state, learning.open->bundle), learning.attempt, *learning.document);
}

void on(State& state, const ContinueQuestions&, Effects& effects) {
  Learning& learning = state.learning;
  if (state.view != View::Question || !learning.verdict || learning.document == nullptr) return;
  ++learning.part;
  show_part(state, effects);
}

void on(State& state, const TryAgain&, Effects& effects) {
  Learning& learning = state.learning;
  if (state.view != View::QuizEnd || learning.document == nullptr) return;
  begin_attempt(state);
  // A quiz's introduction was read; a case has to be read again to be answered again.
  if (learning.document->kind == learning::DocumentKind::Quiz) return after_text(state, effects);
  show_part(state, effects);
}

void on(State& state, const LeaveQuestions&, Effects& effects) {
  if (state.view != View::QuizEnd || !state.learning.open) return;
  leave_document(state, effects);
}

}  // namespace escale::app
