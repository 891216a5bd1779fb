// Drafts: each answer is kept as it is given, and after a crash the same person goes on where they were.
#include <algorithm>
#include <utility>

#include "kiosk/app/begun.hpp"
#include "kiosk/app/draft_content.hpp"
#include "kiosk/app/form_moves.hpp"
#include "kiosk/app/update_parts.hpp"

namespace escale::app {

void keep_draft(State& state, Effects& effects) {
  Feedback& feedback = state.feedback;
  if (!feedback.is_open() || feedback.sending == Sending::Busy) return;
  if (begun(state).answer) {
    effects.push_back(KeepDraft{encode_draft(draft_of(state))});
    feedback.drafted = true;
  } else if (std::exchange(feedback.drafted, false)) {
    effects.push_back(DropDraft{});  // everything was taken back
  }
}

void drop_draft(State& state, Effects& effects) {
  state.draft_waits = false;
  state.feedback.drafted = false;
  effects.push_back(DropDraft{});
}

void on(State& state, const DraftWaits&, Effects&) {
  // Somebody who began meanwhile is writing over it already.
  if (!state.feedback.open) state.draft_waits = true;
}

void on(State& state, const ResumeDraft&, Effects& effects) {
  if (state.draft_waits && !state.feedback.open && !words_are_shown(state)) effects.push_back(OpenDraft{});
}

void on(State& state, const DraftOpened& action, Effects&) {
  if (!state.draft_waits || state.feedback.open || !action.filling) return;  // who erased meanwhile is not shown it again
  state.draft_waits = false;
  state.preferences.lang = action.draft.lang;
  state.preferences.easy_reading = action.draft.easy_reading;
  Feedback& feedback = state.feedback;
  feedback = {};
  feedback.open = action.form;
  feedback.filling = action.filling;
  feedback.about = forms::count_may_change(*action.form.form);
  feedback.drafted = true;
  const auto node_of = [&](const std::string& reference) { return feedback.filling->find(reference).value_or(forms::kNoNode); };
  for (const auto& [reference, text] : action.draft.typed)
    if (const forms::NodeId question = node_of(reference); question != forms::kNoNode) feedback.typed[question] = text;
  for (const std::string& reference : action.draft.given)
    if (const forms::NodeId question = node_of(reference); question != forms::kNoNode) feedback.given.insert(question);
  work_out_pages(feedback);
  feedback.page = std::clamp(action.draft.page, 0, std::max(0, static_cast<int>(feedback.pages.size()) - 1));
  go_to(state, View::FormPage);
  feedback.row = std::clamp(action.draft.row, 0, rows_of(feedback) - 1);
}

void on(State& state, const DraftLost&, Effects&) {
  state.draft_waits = false;
  state.message = "load-failed";
}

}  // namespace escale::app
