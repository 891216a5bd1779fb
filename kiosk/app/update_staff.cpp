#include <algorithm>
#include <utility>

#include "kiosk/app/update_parts.hpp"
#include "sync/crypto/secret.hpp"

namespace escale::app {
namespace {
constexpr std::size_t kMaxPinDigits = 12;

bool in_staff(View view) {
  return view == View::Staff || view == View::SessionNew || view == View::SessionWords || view == View::ResultsDoor || view == View::Results ||
         view == View::StaffJournal || view == View::Cleaning || view == View::ScreenSetup;
}
}  // namespace

void enter_staff(State& state, Effects& effects) {
  StaffView& staff = state.staff;
  crypto::wipe(staff.pin);
  staff.pin.clear();
  if (staff.wait_seconds == 0) staff.failure.clear();
  if (!state.site.has_pin && !staff.unlocked) {
    staff.unlocked = true;
    effects.push_back(NoteInJournal{"door-opened-free", {}});
  }
  if (!staff.unlocked) {
    staff.look_for_key_at.reset();
    return go_to(state, View::StaffDoor);
  }
  go_to(state, View::Staff);
  effects.push_back(ReadStatus{});
}

void lock_staff_if_left(State& state) {
  if (in_staff(state.view) || std::ranges::any_of(state.trail, in_staff)) return;
  state.staff.unlocked = false;
  wipe_draft(state);
  if (state.view == View::StaffDoor || state.on_the_way(View::StaffDoor)) return;
  crypto::wipe(state.staff.pin);
  state.staff.pin.clear();
}

void on(State& state, const TypePin& action, Effects&) {
  StaffView& staff = state.staff;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (state.view != View::StaffDoor || staff.busy || action.pin.size() > kMaxPinDigits || !std::ranges::all_of(action.pin, digit)) return;
  crypto::wipe(staff.pin);
  staff.pin = action.pin;
  if (staff.wait_seconds == 0) staff.failure.clear();
}

void on(State& state, const SubmitPin&, Effects& effects) {
  StaffView& staff = state.staff;
  if (state.view != View::StaffDoor || staff.busy || staff.pin.empty() || staff.wait_seconds > 0) return;
  effects.push_back(CheckPin{staff.pin});
  crypto::wipe(staff.pin);
  staff.pin.clear();
  staff.busy = true;
}

void on(State& state, const PinAccepted&, Effects& effects) {
  const bool waited_for = std::exchange(state.staff.busy, false);
  // Somebody left while it was checked: the door stays shut.
  if (!waited_for || !turn_into(state, {View::StaffDoor}, View::Staff)) return;
  state.staff.unlocked = true;
  state.staff.failure.clear();
  effects.push_back(ReadStatus{});
}

void on(State& state, const KeyFileFound&, Effects& effects) {
  // Somebody left while it was looked for: the door stays shut.
  if (state.view != View::StaffDoor) return;
  replace_view(state, View::Staff);
  StaffView& staff = state.staff;
  crypto::wipe(staff.pin);
  staff.pin.clear();
  staff.unlocked = true;
  staff.busy = false;
  staff.wait_seconds = 0;
  staff.wait_until.reset();
  staff.failure.clear();
  effects.push_back(NoteInJournal{"door-opened-key", {}});
  effects.push_back(ReadStatus{});
}

void on(State& state, const JournalRead& action, Effects&) { state.staff.journal = action.lines; }

void on(State& state, const SelfChecked& action, Effects&) {
  // The machine's part is there from the start, the store's comes from its worker: the newest word on each thing counts.
  for (const SelfCheck& check : action.checks) {
    std::erase_if(state.self_checks, [&](const SelfCheck& before) { return before.what == check.what; });
    state.self_checks.push_back(check);
  }
}

void on(State& state, const StartCleaning&, Effects&) {
  // From the staff area, and from the help: whoever wipes a screen need not have the code, and half a minute harms nobody.
  if ((!state.staff.unlocked && state.view != View::Help) || words_are_shown(state)) return;
  state.cleaning_left = static_cast<int>(kCleaning.count() / 1000);
  state.cleaning_until.reset();
  go_to(state, View::Cleaning);
}

void on(State& state, const EndCleaning&, Effects& effects) {
  if (state.view != View::Cleaning) return;
  state.cleaning_left.reset();
  state.cleaning_until.reset();
  effects.push_back(PlaySound{Sound::Ended});
  go_back(state);
}

void on(State& state, const PinRefused& action, Effects&) {
  StaffView& staff = state.staff;
  staff.busy = false;
  staff.failure = "wrong-pin";
  staff.wait_seconds = std::max(action.wait_seconds, 0);
  staff.wait_until.reset();
}

void on(State& state, const LeaveStaff&, Effects&) {
  if (words_are_shown(state)) return go_to(state, View::SessionWords);
  go_home(state);
}

void on(State& state, const StatusRead& action, Effects&) {
  const StaffView& read = action.status;
  StaffView& staff = state.staff;
  staff.terminal = read.terminal;
  staff.terminal_name = read.terminal_name;
  staff.listed = read.listed;
  staff.hub = read.hub;
  staff.outbox = read.outbox;
  staff.last_sync = read.last_sync;
  staff.content_expires = read.content_expires;
  staff.free_bytes = read.free_bytes;
  state.sessions = action.sessions;
  state.collecting_stopped = action.collecting_stopped;
  state.trusted_now = action.trusted_now;
  state.minutes_of_day = action.minutes_of_day;
}

void on(State& state, const StartSync&, Effects& effects) {
  StaffView& staff = state.staff;
  if (!staff.unlocked || staff.syncing) return;
  staff.syncing = true;
  staff.progress = {};
  staff.sync_result.clear();
  staff.sync_detail.clear();
  effects.push_back(Synchronise{});
}

void on(State& state, const CancelSync&, Effects& effects) {
  if (state.staff.syncing) effects.push_back(StopSynchronising{});
}

void on(State& state, const SyncProgressed& action, Effects&) {
  if (state.staff.syncing) state.staff.progress = action.progress;
}

void on(State& state, const SyncEnded& action, Effects&) {
  StaffView& staff = state.staff;
  staff.syncing = false;
  staff.sync_result = action.result;
  staff.sync_detail = action.detail;
  staff.bundles_updated = action.bundles_updated;
  staff.envelopes_sent = action.envelopes_sent;
}

}  // namespace escale::app
