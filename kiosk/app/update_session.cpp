#include <algorithm>
#include <utility>

#include "kiosk/app/update_parts.hpp"
#include "sync/crypto/secret.hpp"

namespace escale::app {
namespace {
constexpr std::size_t kMaxTypedWords = 200;

/// The title of the study day that holds the form, to be kept or changed.
std::string proposed_title(const State& state, const std::vector<DocumentKey>& forms) {
  if (forms.size() != 1) return {};
  const format::Manifest* bundle = state.library.find(forms.front().bundle);
  if (bundle == nullptr || bundle->kind != format::BundleKind::StudyDay) return {};
  return format::in_language(bundle->titles, state.preferences.lang);
}

bool is_session(const State& state, const protocol::SessionId& id) {
  return std::ranges::any_of(state.sessions, [&](const SessionView& session) { return session.id == id; });
}
}  // namespace

bool words_are_shown(const State& state) { return !state.session_draft.words.empty() && state.on_the_way(View::SessionWords); }

void wipe_draft(State& state) {
  for (std::string& word : state.session_draft.words) crypto::wipe(word);
  state.session_draft = {};
}

void lock_results(State& state, Effects& effects) {
  if (!state.results.session) return;
  crypto::wipe(state.results.typed);
  state.results = {};
  effects.push_back(ForgetResults{});
}

void on(State& state, const BeginSession&, Effects&) {
  if (!state.staff.unlocked || words_are_shown(state)) return;
  if (state.open_session() != nullptr) {
    state.message = "session-open";
    return;
  }
  wipe_draft(state);
  SessionDraft& draft = state.session_draft;
  const std::vector<DocumentKey> forms = state.forms_offered();
  if (forms.size() == 1) draft.forms = forms;
  draft.title = proposed_title(state, draft.forms);
  if (state.trusted_now != Timestamp{}) draft.day = protocol::day_of(state.trusted_now);
  go_to(state, View::SessionNew);
}

void on(State& state, const SetSessionTitle& action, Effects&) {
  if (state.view != View::SessionNew || state.session_draft.busy || action.title.size() > protocol::kMaxTextBytes) return;
  state.session_draft.title = action.title;
  state.session_draft.failure.clear();
}

void on(State& state, const ToggleSessionForm& action, Effects&) {
  SessionDraft& draft = state.session_draft;
  if (state.view != View::SessionNew || draft.busy) return;
  draft.failure.clear();
  if (std::erase(draft.forms, action.key) > 0) return;
  const std::vector<DocumentKey> offered = state.forms_offered();
  if (std::ranges::find(offered, action.key) != offered.end()) draft.forms.push_back(action.key);
}

void on(State& state, const ConfirmDay& action, Effects&) {
  SessionDraft& draft = state.session_draft;
  if (state.view == View::SessionNew && !draft.busy) draft.day_confirmed = action.confirmed && draft.day.has_value();
}

void on(State& state, const CreateSession&, Effects& effects) {
  SessionDraft& draft = state.session_draft;
  if (state.view != View::SessionNew || draft.busy) return;
  draft.failure.clear();
  if (state.open_session() != nullptr) draft.failure = "session-open";
  else if (draft.title.find_first_not_of(' ') == std::string::npos) draft.failure = "title-missing";
  else if (draft.forms.empty()) draft.failure = "form-missing";
  if (!draft.failure.empty()) return;
  draft.busy = true;
  effects.push_back(MakeSession{draft});
}

void on(State& state, const SessionCreated& action, Effects&) {
  state.sessions = action.sessions;
  // Somebody left meanwhile: words are never shown to the next person. The session can be closed; its answers still reach the mailbox.
  if (!std::exchange(state.session_draft.busy, false) || !turn_into(state, {View::SessionNew}, View::SessionWords)) return;
  state.session_draft.words = action.words;
}

void on(State& state, const SessionFailed& action, Effects&) {
  if (state.session_draft.busy) {
    state.session_draft.busy = false;
    state.session_draft.failure = action.failure;
  } else {
    state.message = "session-failed";
  }
}

void on(State& state, const WordsNoted&, Effects&) {
  if (state.view != View::SessionWords) return;
  wipe_draft(state);
  go_back(state);
}

void on(State& state, const CloseSession&, Effects& effects) {
  const SessionView* open = state.open_session();
  if (state.staff.unlocked && open != nullptr) effects.push_back(SealSessionList{open->id});
}

void on(State& state, const SessionClosed& action, Effects&) {
  state.sessions = action.sessions;
  if (state.staff.unlocked) state.message = "session-closed";
}

void on(State& state, const OpenResults& action, Effects& effects) {
  if (!is_session(state, action.session) || words_are_shown(state)) return;
  if (state.results.session == action.session && state.results.unlocked) return go_to(state, View::Results);
  lock_results(state, effects);
  const auto session = std::ranges::find(state.sessions, action.session, &SessionView::id);
  state.results.session = action.session;
  state.results.title = session->title;
  state.results.collected = session->collected;
  go_to(state, View::ResultsDoor);
}

void on(State& state, const TypeWords& action, Effects&) {
  ResultsView& results = state.results;
  if (state.view != View::ResultsDoor || results.busy || action.words.size() > kMaxTypedWords) return;
  crypto::wipe(results.typed);
  results.typed = action.words;
  results.failure.clear();
}

void on(State& state, const SubmitWords&, Effects& effects) {
  ResultsView& results = state.results;
  if (state.view != View::ResultsDoor || results.busy || !results.session || results.typed.empty()) return;
  results.busy = true;
  results.failure.clear();
  // The words stay in the field until they open: a slip in one of five must not cost the other four.
  effects.push_back(UnlockResults{*results.session, results.typed, state.preferences.lang});
}

void on(State& state, const LockResults&, Effects& effects) {
  if (!state.results.session) return;
  const bool shown = state.view == View::Results || state.view == View::ResultsDoor;
  lock_results(state, effects);
  if (shown) go_back(state);
}

void on(State& state, const ResultsReady& action, Effects& effects) {
  ResultsView& results = state.results;
  if (results.session != action.session) {  // locked while it was opening
    if (!results.session) effects.push_back(ForgetResults{});
    return;
  }
  results.collected = action.collected;
  results.next_update_at = action.next_update_at;
  results.questions = action.questions;
  if (!results.busy) return;
  results.busy = false;
  results.unlocked = true;
  crypto::wipe(results.typed);
  results.typed.clear();
  turn_into(state, {View::ResultsDoor}, View::Results);
}

void on(State& state, const ResultsFailed& action, Effects&) {
  if (state.results.session != action.session) return;
  state.results.busy = false;
  state.results.failure = action.failure;
}

}  // namespace escale::app
