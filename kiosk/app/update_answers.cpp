// Answering: what is chosen and written goes into the filling at once, and the pages follow.
#include <algorithm>

#include "content-bundles/forms/sensitive_text.hpp"
#include "kiosk/app/form_moves.hpp"
#include "kiosk/app/update_parts.hpp"

namespace escale::app {
namespace {
using forms::NodeId;
using forms::QuestionKind;

constexpr std::size_t kMaxTypedBytes = 64u << 10;  // well over kMaxAnswerCharacters in UTF-8: the rest is the form's rule

/// A question that the form asks now, wherever it stands.
bool is_asked(const Feedback& feedback, NodeId question) {
  return std::ranges::any_of(feedback.pages, [&](const forms::AskedPage& page) {
    return page.kind != forms::AskedPage::Kind::Copies && std::ranges::find(page.questions, question) != page.questions.end();
  }) && forms::kind_of(*feedback.filling, question) != QuestionKind::Note;
}

/// Gives the filling an answer, or takes it back; false when it is not of the question's kind.
bool record(Feedback& feedback, NodeId question, const std::string& value) {
  const bool taken = feedback.filling->answer(question, value).has_value();
  if (!taken) (void)feedback.filling->answer(question, "").has_value();
  if (taken && !value.empty()) feedback.given.insert(question);
  else feedback.given.erase(question);
  std::erase_if(feedback.problems, [&](const Problem& problem) { return problem.question == question; });
  work_out_pages(feedback);
  return taken;
}

std::size_t words_of(std::string_view value) {
  return value.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(value, ' ')) + 1;
}

/// What was typed as the form records it; nothing while it is not complete.
std::optional<std::string> answer_of(const Feedback& feedback, NodeId question, const std::string& typed) {
  const QuestionKind kind = forms::kind_of(*feedback.filling, question);
  const auto parts = forms::moment_parts(kind, *feedback.filling->control_of(question));
  if (!parts.empty()) return forms::moment_answer(kind, parts, typed, feedback.filling->zone());
  return kind == QuestionKind::Text ? typed : forms::plain_number(typed);
}

/// Texts among these that may name somebody and were not warned about as they stand.
std::vector<NodeId> sensitive_texts(const Feedback& feedback, const std::vector<NodeId>& questions) {
  std::vector<NodeId> out;
  for (const NodeId question : questions) {
    if (forms::kind_of(*feedback.filling, question) != QuestionKind::Text) continue;
    const std::string text = feedback.answer(question);
    if (forms::find_sensitive_text(text).empty()) continue;
    const auto passed = feedback.sensitive_passed.find(question);
    if (passed == feedback.sensitive_passed.end() || passed->second != text) out.push_back(question);
  }
  return out;
}

bool stands_under(const forms::Instances& tree, NodeId node, NodeId top) {
  for (; !tree.is_document(node); node = tree.parent(node))
    if (node == top) return true;
  return false;
}

bool ends_copies(const State& state) {
  return form_is_shown(state) && state.feedback.shown().kind == forms::AskedPage::Kind::Copies;
}
}  // namespace

void on(State& state, const AnswerQuestion& action, Effects&) {
  Feedback& feedback = state.feedback;
  if (!form_is_shown(state) || !is_asked(feedback, action.question)) return;
  feedback.typed.erase(action.question);
  if (forms::kind_of(*feedback.filling, action.question) == QuestionKind::Ranking) {
    // A ranking counts once it is whole; until then it is only what the person is doing.
    const auto choices = feedback.filling->choices(action.question);
    if (choices && words_of(action.value) < choices->size()) {
      if (!action.value.empty()) feedback.typed[action.question] = action.value;
      record(feedback, action.question, "");
      return;
    }
  }
  record(feedback, action.question, action.value);
}

void on(State& state, const TypeAnswer& action, Effects&) {
  Feedback& feedback = state.feedback;
  if (!form_is_shown(state) || action.text.size() > kMaxTypedBytes || !is_asked(feedback, action.question)) return;
  feedback.typed[action.question] = action.text;
  const auto value = has_typed(feedback, action.question) ? answer_of(feedback, action.question, action.text) : std::optional<std::string>("");
  record(feedback, action.question, value.value_or(""));
}

void on(State& state, const ChooseRow& action, Effects&) {
  if (!form_is_shown(state) || action.row < 0 || action.row >= rows_of(state.feedback)) return;
  show_form_page(state, state.feedback.page, action.row);
}

void on(State& state, const NextFormPage&, Effects&) {
  Feedback& feedback = state.feedback;
  if (!form_is_shown(state) || feedback.sensitive_warning) return;
  const auto questions = asked_now(feedback);
  feedback.problems = problems_of(feedback, questions);
  if (!feedback.problems.empty()) return;
  if (!sensitive_texts(feedback, questions).empty()) {
    feedback.sensitive_warning = true;
    return;
  }
  go_on(state);
}

void on(State& state, const SkipQuestion&, Effects&) {
  Feedback& feedback = state.feedback;
  if (!form_is_shown(state) || feedback.sensitive_warning) return;
  const auto questions = asked_now(feedback);
  for (const NodeId question : questions) {
    if (!is_asked(feedback, question) || feedback.filling->state(question).required) continue;
    feedback.typed.erase(question);
    record(feedback, question, "");
  }
  feedback.problems = problems_of(feedback, asked_now(feedback));
  if (feedback.problems.empty()) go_on(state);
}

void on(State& state, const KeepSensitive&, Effects&) {
  Feedback& feedback = state.feedback;
  if (!form_is_shown(state) || !feedback.sensitive_warning) return;
  for (const NodeId question : sensitive_texts(feedback, asked_now(feedback))) feedback.sensitive_passed[question] = feedback.answer(question);
  feedback.sensitive_seen = true;
  feedback.sensitive_warning = false;
  go_on(state);
}

void on(State& state, const MendSensitive&, Effects&) { state.feedback.sensitive_warning = false; }

void on(State& state, const AddCopy&, Effects&) {
  Feedback& feedback = state.feedback;
  if (!ends_copies(state)) return;
  const auto copy = feedback.filling->add_repeat(feedback.filling->instances().path(feedback.shown().questions.front()));
  if (!copy) return;
  work_out_pages(feedback);
  const auto first = std::ranges::find_if(feedback.pages, [&](const forms::AskedPage& page) {
    return page.copy != forms::kNoNode && stands_under(feedback.filling->instances(), page.copy, *copy);
  });
  if (first != feedback.pages.end()) show_form_page(state, static_cast<int>(first - feedback.pages.begin()), 0);
}

void on(State& state, const RemoveCopy&, Effects&) {
  Feedback& feedback = state.feedback;
  if (!ends_copies(state) || feedback.shown().questions.size() < 2) return;
  const NodeId last = feedback.shown().questions.back();
  const auto in_it = [&](NodeId node) { return stands_under(feedback.filling->instances(), node, last); };
  std::erase_if(feedback.typed, [&](const auto& typed) { return in_it(typed.first); });
  std::erase_if(feedback.given, in_it);
  std::erase_if(feedback.sensitive_passed, [&](const auto& passed) { return in_it(passed.first); });
  (void)feedback.filling->remove_repeat(feedback.filling->instances().path(last)).has_value();
  work_out_pages(feedback);
}

}  // namespace escale::app
