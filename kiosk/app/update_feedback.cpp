// Opening a form, reading its answers again, sending them.
#include <algorithm>

#include "content-bundles/forms/submission.hpp"
#include "kiosk/app/form_moves.hpp"
#include "kiosk/app/update_parts.hpp"

namespace escale::app {

bool back_within_form(State& state) {
  Feedback& feedback = state.feedback;
  if (!feedback.is_open()) return false;
  if (state.view == View::Review) {
    feedback.sending = Sending::No;
    feedback.failure.clear();
    show_form_page(state, static_cast<int>(feedback.pages.size()) - 1, 0);
    feedback.row = rows_of(feedback) - 1;
    return true;
  }
  if (state.view != View::FormPage) return false;
  if (feedback.sensitive_warning) feedback.sensitive_warning = false;
  else if (feedback.from_review) show_review(state);
  else if (feedback.row > 0) show_form_page(state, feedback.page, feedback.row - 1);
  else if (feedback.page > 0) {
    show_form_page(state, feedback.page - 1, 0);
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
  if (!feedback.open || feedback.open->key != action.form.key || feedback.open->form != nullptr) return;
  if (action.form.form == nullptr || !action.filling) return;
  feedback.open = action.form;
  feedback.filling = action.filling;
  feedback.about = forms::count_may_change(*action.form.form);
  feedback.pages.clear();
  feedback.page = 0;
  feedback.row = 0;
  follow_language(state);
  work_out_pages(feedback);
}

void follow_language(State& state) {
  Feedback& feedback = state.feedback;
  if (!feedback.filling) return;
  const std::string language = forms::nearest_language(feedback.filling->plan().definition().translations, state.preferences.content_language());
  if (language.empty() || language == feedback.filling->language()) return;
  (void)feedback.filling->set_language(language).has_value();  // the form names it
}

void on(State& state, const ChangeAnswer& action, Effects&) {
  Feedback& feedback = state.feedback;
  if (state.view != View::Review || feedback.sending == Sending::Busy || !feedback.is_open()) return;
  if (action.page < 0 || action.page >= static_cast<int>(feedback.pages.size())) return;
  feedback.sending = Sending::No;
  feedback.failure.clear();
  feedback.from_review = true;
  show_form_page(state, action.page, 0);
  feedback.row = std::clamp(action.row, 0, rows_of(feedback) - 1);
}

void on(State& state, const SendAnswers&, Effects& effects) {
  Feedback& feedback = state.feedback;
  if (state.view != View::Review || feedback.sending == Sending::Busy || !feedback.is_open()) return;
  if (state.collecting_stopped) {
    feedback.sending = Sending::Failed;
    feedback.failure = code_name(Code::NoSpace);
    return;
  }
  for (std::size_t page = 0; page < feedback.pages.size(); ++page) {
    const forms::AskedPage& asked = feedback.pages[page];
    if (asked.kind == forms::AskedPage::Kind::Copies) continue;
    const auto problems = problems_of(feedback, asked.questions);
    if (problems.empty()) continue;  // else a required question was passed by changing another one
    const auto row = std::ranges::find(asked.questions, problems.front().question) - asked.questions.begin();
    feedback.from_review = true;
    show_form_page(state, static_cast<int>(page), asked.kind == forms::AskedPage::Kind::Table ? static_cast<int>(row) : 0);
    feedback.problems = problems_of(feedback, asked_now(feedback));
    return;
  }
  const auto body = feedback.filling->finalise().and_then([](const std::string& instance) { return forms::record_body(instance); });
  if (!body) {
    feedback.sending = Sending::Failed;
    feedback.failure = code_name(body.error().code);
    return;
  }
  feedback.sending = Sending::Busy;
  feedback.failure.clear();
  feedback.ticket = ++state.tickets;
  const SessionView* session = state.open_session();
  const bool of_session = session != nullptr && std::ranges::find(session->forms, feedback.open->key) != session->forms.end();
  effects.push_back(KeepAnswer{*feedback.open, *body,
                               of_session ? std::optional(session->id) : std::nullopt, feedback.ticket});
}

void on(State& state, const AnswerKept& action, Effects& effects) {
  state.sessions = action.sessions;
  // Somebody who erased meanwhile is not thanked, and the next person is not thanked for them.
  if (state.feedback.sending != Sending::Busy || state.feedback.ticket != action.ticket) return;
  drop_draft(state, effects);
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
