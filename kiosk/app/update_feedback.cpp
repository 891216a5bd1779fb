#include <algorithm>

#include "content-bundles/forms/sensitive_text.hpp"
#include "kiosk/app/update_parts.hpp"

namespace escale::app {
namespace {
using forms::Question;
using forms::QuestionType;

constexpr std::size_t kMaxTypedBytes = 64u << 10;  // well over kMaxAnswerCharacters in UTF-8: the rest is the form's rule

bool is_table(const Feedback& feedback) {
  const forms::Page& page = feedback.pages[static_cast<std::size_t>(feedback.page)];
  return page.group && forms::has_appearance(feedback.open->form->groups[*page.group].appearance, "table-list");
}

int rows_of(const Feedback& feedback) {
  return is_table(feedback) ? static_cast<int>(feedback.pages[static_cast<std::size_t>(feedback.page)].questions.size()) : 1;
}

bool form_is_shown(const State& state) {
  return state.view == View::FormPage && state.feedback.open && state.feedback.open->form != nullptr && !state.feedback.pages.empty();
}

/// What "Suite" is about: the row of a table, else the whole page.
std::vector<const Question*> asked_now(const Feedback& feedback) {
  const forms::Form& form = *feedback.open->form;
  const forms::Page& page = feedback.pages[static_cast<std::size_t>(feedback.page)];
  std::vector<const Question*> out;
  if (is_table(feedback)) return {&form.questions[page.questions[static_cast<std::size_t>(feedback.row)]]};
  for (const std::size_t index : page.questions) out.push_back(&form.questions[index]);
  return out;
}

forms::Texts how_to_write(const Question& question) {
  if (question.type == QuestionType::Integer)
    return {{"fr", "Écrivez un nombre entier, par exemple 12."}, {"en", "Write a whole number, for example 12."}};
  if (question.type == QuestionType::Decimal || question.type == QuestionType::Range)
    return {{"fr", "Écrivez un nombre, par exemple 12 ou 2,5."}, {"en", "Write a number, for example 12 or 2.5."}};
  return {{"fr", "Choisissez une des réponses proposées."}, {"en", "Choose one of the answers."}};
}

bool has_typed(const Feedback& feedback, const std::string& question) {
  const auto typed = feedback.typed.find(question);
  return typed != feedback.typed.end() && typed->second.find_first_not_of(" \t\n") != std::string::npos;
}

std::vector<forms::Problem> problems_of(const Feedback& feedback, const std::vector<const Question*>& questions) {
  std::vector<forms::Problem> out;
  for (const Question* question : questions) {
    if (has_typed(feedback, question->name) && !forms::is_answered(feedback.answers, question->name)) {
      out.push_back({question->name, forms::ProblemCode::WrongType, how_to_write(*question)});
      continue;
    }
    for (forms::Problem& problem : forms::validate_question(*feedback.open->form, *question, feedback.answers))
      out.push_back(std::move(problem));
  }
  return out;
}

/// Texts among these that may name somebody and were not warned about as they stand.
std::vector<std::string> sensitive_texts(const Feedback& feedback, const std::vector<const Question*>& questions) {
  std::vector<std::string> out;
  for (const Question* question : questions) {
    if (question->type != QuestionType::Text) continue;
    const auto answer = feedback.answers.find(question->name);
    const auto* text = answer == feedback.answers.end() ? nullptr : std::get_if<std::string>(&answer->second);
    if (text == nullptr || forms::find_sensitive_text(*text).empty()) continue;
    const auto passed = feedback.sensitive_passed.find(question->name);
    if (passed == feedback.sensitive_passed.end() || passed->second != *text) out.push_back(question->name);
  }
  return out;
}

void show_page(State& state, int page, int row) {
  state.feedback.page = page;
  state.feedback.row = row;
  state.feedback.problems.clear();
  state.feedback.sensitive_warning = false;
  state.list.page = 0;  // a long question turns pages of its own
  if (state.view != View::FormPage) replace_view(state, View::FormPage);
}

void show_review(State& state) {
  state.feedback.from_review = false;
  state.feedback.problems.clear();
  state.feedback.review = {};
  replace_view(state, View::Review);
}

void go_on(State& state) {
  Feedback& feedback = state.feedback;
  if (feedback.from_review) return show_review(state);
  if (feedback.row + 1 < rows_of(feedback)) return show_page(state, feedback.page, feedback.row + 1);
  if (feedback.page + 1 < static_cast<int>(feedback.pages.size())) return show_page(state, feedback.page + 1, 0);
  show_review(state);
}

/// The page and row where a question is asked.
std::pair<int, int> place_of(Feedback& feedback, std::string_view name) {
  for (std::size_t page = 0; page < feedback.pages.size(); ++page) {
    const auto& questions = feedback.pages[page].questions;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (feedback.open->form->questions[questions[i]].name != name) continue;
      feedback.page = static_cast<int>(page);
      return {feedback.page, is_table(feedback) ? static_cast<int>(i) : 0};
    }
  }
  return {0, 0};
}

void clear_problems_of(Feedback& feedback, const std::string& question) {
  std::erase_if(feedback.problems, [&](const forms::Problem& problem) { return problem.question == question; });
}
}  // namespace

bool back_within_form(State& state) {
  Feedback& feedback = state.feedback;
  if (!feedback.open || feedback.open->form == nullptr || feedback.pages.empty()) return false;
  if (state.view == View::Review) {
    feedback.sending = Sending::No;
    feedback.failure.clear();
    show_page(state, static_cast<int>(feedback.pages.size()) - 1, 0);
    feedback.row = rows_of(feedback) - 1;
    return true;
  }
  if (state.view != View::FormPage) return false;
  if (feedback.sensitive_warning) feedback.sensitive_warning = false;
  else if (feedback.from_review) show_review(state);
  else if (feedback.row > 0) show_page(state, feedback.page, feedback.row - 1);
  else if (feedback.page > 0) {
    show_page(state, feedback.page - 1, 0);
    feedback.row = rows_of(feedback) - 1;
  } else return false;
  return true;
}

void on(State& state, const GiveFeedback&, Effects& effects) {
  if (words_are_shown(state)) return;
  if (state.collecting_stopped) {
    state.message = "collecting-stopped";
    return;
  }
  const std::vector<DocumentKey> forms = state.forms_offered();
  if (forms.empty()) state.message = "no-form";
  else if (forms.size() == 1) on(state, OpenFormAction{forms.front()}, effects);
  else go_to(state, View::FormList);
}

void on(State& state, const OpenFormAction& action, Effects& effects) {
  Feedback& feedback = state.feedback;
  if (words_are_shown(state)) return;
  if (state.collecting_stopped) {
    state.message = "collecting-stopped";
    return;
  }
  const std::vector<DocumentKey> forms = state.forms_offered();
  if (std::ranges::find(forms, action.key) == forms.end()) return;
  // Somebody who looked elsewhere finds the answers as they were.
  if (!feedback.open || feedback.open->key != action.key) {
    feedback = {};
    feedback.open = OpenForm{action.key, "", nullptr};
    effects.push_back(LoadForm{action.key, state.preferences.content_language()});
  }
  go_to(state, View::FormPage);
}

void on(State& state, const FormLoaded& action, Effects&) {
  Feedback& feedback = state.feedback;
  if (!feedback.open || feedback.open->key != action.form.key || feedback.open->form != nullptr || action.form.form == nullptr) return;
  feedback.open = action.form;
  feedback.pages = forms::pages(*action.form.form);
  feedback.page = 0;
  feedback.row = 0;
}

void on(State& state, const AnswerQuestion& action, Effects&) {
  Feedback& feedback = state.feedback;
  if (!form_is_shown(state)) return;
  const Question* question = feedback.open->form->question(action.question);
  if (question == nullptr || question->type == QuestionType::Note) return;
  feedback.typed.erase(action.question);
  if (action.value) feedback.answers[action.question] = *action.value;
  else feedback.answers.erase(action.question);
  clear_problems_of(feedback, action.question);
}

void on(State& state, const TypeAnswer& action, Effects&) {
  Feedback& feedback = state.feedback;
  if (!form_is_shown(state) || action.text.size() > kMaxTypedBytes) return;
  const Question* question = feedback.open->form->question(action.question);
  if (question == nullptr || question->type == QuestionType::Note) return;
  feedback.typed[action.question] = action.text;
  feedback.answers.erase(action.question);
  clear_problems_of(feedback, action.question);
  if (!has_typed(feedback, action.question)) return;
  if (question->type == QuestionType::Text) {
    feedback.answers[action.question] = action.text;
  } else if (auto value = forms::parse_value(*feedback.open->form, *question, action.text)) {
    feedback.answers[action.question] = *std::move(value);
  }
}

void on(State& state, const ChooseRow& action, Effects&) {
  if (!form_is_shown(state) || action.row < 0 || action.row >= rows_of(state.feedback)) return;
  show_page(state, state.feedback.page, action.row);
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
  for (const Question* question : questions) {
    if (question->required) continue;
    feedback.answers.erase(question->name);
    feedback.typed.erase(question->name);
  }
  feedback.problems = problems_of(feedback, questions);
  if (feedback.problems.empty()) go_on(state);
}

void on(State& state, const ChangeAnswer& action, Effects&) {
  Feedback& feedback = state.feedback;
  if (state.view != View::Review || feedback.sending == Sending::Busy || !feedback.open || feedback.open->form == nullptr) return;
  if (action.page < 0 || action.page >= static_cast<int>(feedback.pages.size())) return;
  feedback.sending = Sending::No;
  feedback.failure.clear();
  feedback.from_review = true;
  show_page(state, action.page, 0);
  feedback.row = std::clamp(action.row, 0, rows_of(feedback) - 1);
}

void on(State& state, const KeepSensitive&, Effects&) {
  Feedback& feedback = state.feedback;
  if (!form_is_shown(state) || !feedback.sensitive_warning) return;
  for (const std::string& question : sensitive_texts(feedback, asked_now(feedback)))
    feedback.sensitive_passed[question] = std::get<std::string>(feedback.answers[question]);
  feedback.sensitive_seen = true;
  feedback.sensitive_warning = false;
  go_on(state);
}

void on(State& state, const MendSensitive&, Effects&) { state.feedback.sensitive_warning = false; }

void on(State& state, const SendAnswers&, Effects& effects) {
  Feedback& feedback = state.feedback;
  if (state.view != View::Review || feedback.sending == Sending::Busy || !feedback.open || feedback.open->form == nullptr) return;
  if (state.collecting_stopped) {
    feedback.sending = Sending::Failed;
    feedback.failure = code_name(Code::NoSpace);
    return;
  }
  const auto problems = forms::validate(*feedback.open->form, feedback.answers);
  if (!problems.empty()) {  // a required question was passed by changing another one
    const auto [page, row] = place_of(feedback, problems.front().question);
    feedback.from_review = true;
    show_page(state, page, row);
    feedback.problems = problems_of(feedback, asked_now(feedback));
    return;
  }
  feedback.sending = Sending::Busy;
  feedback.failure.clear();
  feedback.ticket = ++state.tickets;
  const SessionView* session = state.open_session();
  const bool of_session = session != nullptr && std::ranges::find(session->forms, feedback.open->key) != session->forms.end();
  effects.push_back(KeepAnswer{*feedback.open, feedback.answers,
                               of_session ? std::optional(session->id) : std::nullopt, feedback.ticket});
}

void on(State& state, const AnswerKept& action, Effects&) {
  state.sessions = action.sessions;
  // Somebody who erased meanwhile is not thanked, and the next person is not thanked for them.
  if (state.feedback.sending != Sending::Busy || state.feedback.ticket != action.ticket) return;
  state.feedback = {};
  ++state.sent;
  state.thanks_since.reset();
  go_home(state);
  go_to(state, View::Thanks);
}

void on(State& state, const AnswerFailed& action, Effects&) {
  if (state.feedback.sending != Sending::Busy || state.feedback.ticket != action.ticket) return;
  state.feedback.sending = Sending::Failed;
  state.feedback.failure = action.failure;
}

}  // namespace escale::app
