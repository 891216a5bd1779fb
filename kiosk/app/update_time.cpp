#include <algorithm>

#include "kiosk/app/begun.hpp"
#include "kiosk/app/update.hpp"
#include "kiosk/app/update_parts.hpp"
#include "sync/crypto/secret.hpp"

namespace escale::app {
namespace {
/// How long this view may stand untouched before the warning.
Monotonic patience(const State& state) {
  const bool room = state.view == View::Results || words_are_shown(state);
  return room ? kInactivityRoom : kInactivity;
}

constexpr int kSecondSound = 10;  // seconds left

bool inactivity_counts(const State& state) {
  if (state.quick_exit || state.view == View::Thanks || state.view == View::OutOfOrder || state.view == View::Cleaning) return false;
  return state.somebody || state.view != View::Home;
}

/// Nothing of anybody is kept or shown, but memory still holds what it held: the process is replaced without a word.
bool forgets_quietly(const State& state) { return state.used && !state.somebody && !state.quick_exit && state.view == View::Home; }

/// Whole seconds from now to a moment, rounded up.
int seconds_until(Monotonic moment, Monotonic now) {
  return static_cast<int>((std::max(moment - now, Monotonic{0}).count() + 999) / 1000);
}

/// When a count of whole seconds that ends at `end` shows another number.
Monotonic next_second(Monotonic end, Monotonic now) { return end - Monotonic{(seconds_until(end, now) - 1) * 1000}; }

void tick_inactivity(State& state, Effects& effects) {
  if (!inactivity_counts(state)) {
    state.inactivity_left.reset();
    if (forgets_quietly(state) && state.now >= state.last_touch + kInactivity) erase_person(state, effects);
    return;
  }
  if (state.last_touch == Monotonic{0}) state.last_touch = state.now;  // nobody touched since the program started
  const Monotonic warning = state.last_touch + patience(state);
  const Monotonic end = warning + kInactivityWarning;
  if (state.now >= end) return erase_person(state, effects);
  if (state.now < warning) return;
  const int before = state.inactivity_left.value_or(0), left = seconds_until(end, state.now);
  // By text and by sound, twice: somebody may look elsewhere (1.6, line C10).
  if (before == 0 || (before > kSecondSound && left <= kSecondSound)) effects.push_back(PlaySound{Sound::Warning});
  state.inactivity_left = left;
}

void tick_thanks(State& state) {
  if (state.view != View::Thanks) return;
  if (!state.thanks_since) state.thanks_since = state.now;
  if (state.now >= std::max(*state.thanks_since, state.last_touch) + kThanks) go_home(state);
}

void tick_cleaning(State& state, Effects& effects) {
  if (state.view != View::Cleaning) return;
  if (!state.cleaning_until) state.cleaning_until = state.now + kCleaning;
  state.cleaning_left = seconds_until(*state.cleaning_until, state.now);
  if (*state.cleaning_left > 0) return;
  state.last_touch = state.now;  // whoever wiped is still there
  on(state, EndCleaning{}, effects);
}

/// The door looks for a key file from time to time, as long as it is shown.
void tick_door(State& state, Effects& effects) {
  if (state.view != View::StaffDoor || (state.staff.look_for_key_at && state.now < *state.staff.look_for_key_at)) return;
  state.staff.look_for_key_at = state.now + kLookForKey;
  effects.push_back(LookForKeyFile{});
}

void tick_pin(State& state) {
  StaffView& staff = state.staff;
  if (staff.wait_seconds == 0) return;
  if (!staff.wait_until) staff.wait_until = state.now + Monotonic{staff.wait_seconds * 1000};
  staff.wait_seconds = seconds_until(*staff.wait_until, state.now);
  if (staff.wait_seconds > 0) return;
  staff.wait_until.reset();
  staff.failure.clear();
}

void wipe_texts(State& state) {
  crypto::wipe(state.staff.pin);
  crypto::wipe(state.results.typed);
  for (auto& [question, text] : state.feedback.typed) crypto::wipe(text);
  for (auto& [question, text] : state.feedback.sensitive_passed) crypto::wipe(text);
  if (state.feedback.filling) state.feedback.filling->wipe([](std::string& text) { crypto::wipe(text); });
}
}  // namespace

bool somebody_here(const State& state) {
  return state.preferences != state.initial_preferences() || !state.learning.progress.empty() || state.learning.open || state.feedback.open || state.draft_waits ||
         state.staff.unlocked || !state.staff.pin.empty() || state.results.session || words_are_shown(state);
}

void erase_person(State& state, Effects& effects) {
  wipe_texts(state);
  wipe_draft(state);
  lock_results(state, effects);
  go_home(state);
  state.preferences = state.initial_preferences();
  state.learning = {};
  state.feedback = {};
  state.programme_key.reset();
  state.programme = nullptr;
  state.staff.unlocked = false;
  state.staff.busy = false;
  state.inactivity_left.reset();
  state.thanks_since.reset();
  state.cleaning_left.reset();
  state.cleaning_until.reset();
  state.staff.journal.clear();
  state.used = false;
  state.sent = 0;
  drop_draft(state, effects);
  effects.push_back(ForgetPerson{});
}

void on(State& state, const Touched& action, Effects&) {
  state.now = action.now;
  // Under the warning only its own button says that the same person is still there.
  if (!state.inactivity_left) state.last_touch = action.now;
}

void on(State& state, const Tick& action, Effects& effects) {
  state.now = std::max(state.now, action.now);
  tick_pin(state);
  tick_thanks(state);
  tick_cleaning(state, effects);
  tick_door(state, effects);
  tick_inactivity(state, effects);
}

void on(State& state, const KeepGoing&, Effects&) {
  if (!state.inactivity_left) return;
  state.inactivity_left.reset();
  state.last_touch = state.now;
}

void on(State& state, const AskFinish&, Effects& effects) {
  if (words_are_shown(state)) return go_to(state, View::SessionWords);
  if (begun(state).nothing()) return erase_person(state, effects);
  go_to(state, View::Finish);
}

void on(State& state, const FinishAndErase&, Effects& effects) { erase_person(state, effects); }

void on(State& state, const QuickExit&, Effects& effects) {
  erase_person(state, effects);
  state.quick_exit = true;
}

void on(State& state, const LeaveQuickExit&, Effects&) { state.quick_exit = false; }

std::optional<Monotonic> next_deadline(const State& state) {
  std::optional<Monotonic> next;
  const auto at = [&](Monotonic moment) { next = next ? std::min(*next, moment) : moment; };
  if (state.view == View::Thanks)
    at(state.thanks_since ? std::max(*state.thanks_since, state.last_touch) + kThanks : state.now);
  if (state.staff.wait_seconds > 0)
    at(state.staff.wait_until ? next_second(*state.staff.wait_until, state.now) : state.now);
  if (state.view == View::Cleaning) at(state.cleaning_until ? next_second(*state.cleaning_until, state.now) : state.now);
  if (state.view == View::StaffDoor) at(state.staff.look_for_key_at.value_or(state.now));
  if (forgets_quietly(state)) at(state.last_touch + kInactivity);
  if (inactivity_counts(state)) {
    const Monotonic warning = state.last_touch + patience(state);
    at(state.inactivity_left ? next_second(warning + kInactivityWarning, state.now) : warning);
  }
  return next;
}

}  // namespace escale::app
