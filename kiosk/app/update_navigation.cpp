#include <algorithm>
#include <utility>

#include "kiosk/app/update_parts.hpp"

namespace escale::app {
namespace {
constexpr std::size_t kMaxTrail = 16;  // deeper than any way through the screens

/// Reached from the rail, on every screen: one replaces the other, so that Back leads to what the person was doing.
bool is_tool(View view) {
  return view == View::Enlarge || view == View::Language || view == View::Help || view == View::About || view == View::PersonalData ||
         view == View::Accessibility || view == View::NoVoice;
}

/// In the rail itself. About, one's data and accessibility are read from the help: Back leads there again.
bool is_in_rail(View view) { return view == View::Enlarge || view == View::Language || view == View::Help; }

/// Views that a button may ask for by name. The others stand on something that has to be opened by its own action.
bool can_be_asked_for(const State& state, View view) {
  switch (view) {
    case View::Modules:
    case View::Library: return true;
    case View::FormList: return !state.collecting_stopped;
    case View::Staff:
    case View::ScreenSetup:
    case View::StaffJournal: return state.staff.unlocked;
    case View::Module: return state.library.find(state.learning.course) != nullptr;
    default: return is_tool(view);
  }
}

int& page_shown(State& state) {
  switch (state.view) {
    case View::Reading: return state.learning.page.page;
    case View::Review: return state.feedback.review.page;
    case View::Results: return state.results.page.page;
    case View::Staff: return state.staff.page.page;
    case View::ScreenSetup: return state.screen_setup.page.page;
    default: return state.list.page;
  }
}

void cut_trail(State& state, std::size_t size) {
  state.trail.resize(size);
  state.trail_pages.resize(size);
}

void show(State& state, View view, int list_page) {
  state.view = view;
  state.list.page = list_page;
  state.message.clear();
  state.learning.definition.reset();
}
}  // namespace

void go_to(State& state, View view) {
  if (view == View::Home) return go_home(state);
  if (view == state.view) return;
  const auto before = std::ranges::find(state.trail, view);
  if (before != state.trail.end()) {
    const auto place = static_cast<std::size_t>(before - state.trail.begin());
    const int page = state.trail_pages[place];
    cut_trail(state, place);
    return show(state, view, page);
  }
  if (!(is_tool(state.view) && is_in_rail(view))) {
    state.trail.push_back(state.view);
    state.trail_pages.push_back(state.list.page);
    if (state.trail.size() > kMaxTrail) {
      state.trail.erase(state.trail.begin());
      state.trail_pages.erase(state.trail_pages.begin());
    }
  }
  show(state, view, 0);
}

void replace_view(State& state, View view) {
  const auto before = std::ranges::find(state.trail, view);
  if (before != state.trail.end()) return go_to(state, view);
  show(state, view, 0);
}

bool turn_into(State& state, std::initializer_list<View> from, View to) {
  const auto is_from = [&](View view) { return std::ranges::find(from, view) != from.end(); };
  if (is_from(state.view)) {
    replace_view(state, to);
    return true;
  }
  for (std::size_t i = state.trail.size(); i-- > 0;) {
    if (!is_from(state.trail[i])) continue;
    state.trail[i] = to;
    state.trail_pages[i] = 0;
    return true;
  }
  return false;
}

void go_back(State& state) {
  if (state.trail.empty()) return go_home(state);
  const View view = state.trail.back();
  const int page = state.trail_pages.back();
  cut_trail(state, state.trail.size() - 1);
  show(state, view, page);
}

void go_home(State& state) {
  cut_trail(state, 0);
  show(state, View::Home, 0);
}

void on(State& state, const Go& action, Effects& effects) {
  if (words_are_shown(state) && !is_tool(action.view)) return;
  if (action.view == View::Home) return go_home(state);
  if (action.view == View::StaffDoor || (action.view == View::Staff && !state.staff.unlocked)) return enter_staff(state, effects);
  if (!can_be_asked_for(state, action.view)) return;
  if (action.view == View::ScreenSetup) return open_screen_setup(state);
  go_to(state, action.view);
  if (action.view == View::Staff) effects.push_back(ReadStatus{});
  if (action.view == View::StaffJournal) effects.push_back(ReadJournal{});
}

void on(State& state, const Back&, Effects&) {
  if (state.view == View::SessionWords) return;
  if (state.view == View::Review && state.feedback.sending == Sending::Busy) return;
  if (back_within_document(state) || back_within_form(state)) return;
  go_back(state);
}

void on(State& state, const GoHome&, Effects&) {
  if (words_are_shown(state)) return go_to(state, View::SessionWords);
  go_home(state);
}

void on(State& state, const SetPreferences& action, Effects& effects) {
  const int percent = action.preferences.text_percent;
  if (percent != 100 && percent != 150 && percent != 200 && percent != kTextLargest) return;
  const std::string before = state.preferences.content_language();
  state.preferences = action.preferences;
  const std::string after = state.preferences.content_language();
  if (before == after) return;
  // What is open is read again in the new language; the old text stays until the new one is there.
  if (state.learning.open) effects.push_back(LoadDocument{*state.learning.open, after});
  if (state.programme_key) effects.push_back(LoadProgramme{*state.programme_key, after});
  follow_language(state);
}

void on(State& state, const NoVoice&, Effects&) { go_to(state, View::NoVoice); }

void on(State& state, const VoiceFailed&, Effects& effects) {
  if (!std::exchange(state.site.voice, false)) return;
  std::erase_if(state.self_checks, [](const SelfCheck& check) { return check.what == "voice"; });
  state.self_checks.push_back({"voice", false, "failed"});
  effects.push_back(NoteInJournal{"self-check", "voice-failed"});
  // Who was listening reads it, or has it read: nothing else would tell why it is silent.
  if (!std::exchange(state.preferences.listening, false)) return;
  if (!state.quick_exit && state.view != View::OutOfOrder && state.view != View::Cleaning) go_to(state, View::NoVoice);
}

void on(State& state, const TurnPage& action, Effects&) {
  if (action.page < 0) return;
  page_shown(state) = action.page;
}

void on(State& state, const OpenProgramme& action, Effects& effects) {
  const format::Manifest* bundle = state.library.find(action.key.bundle);
  if (bundle == nullptr || words_are_shown(state)) return;
  const std::string lang = state.preferences.content_language();
  const format::DocumentEntry* entry = format::find_entry(*bundle, action.key.document, lang);
  if (entry == nullptr || entry->kind != format::EntryKind::Programme) return;
  if (state.programme_key != action.key) state.programme = nullptr;
  state.programme_key = action.key;
  go_to(state, View::Programme);
  effects.push_back(LoadProgramme{action.key, lang});
  effects.push_back(ReadStatus{});  // what time it is, for "now"
}

void on(State& state, const ProgrammeLoaded& action, Effects&) {
  if (state.programme_key == action.key) state.programme = action.programme;
}

void on(State& state, const LibraryLoaded& action, Effects&) {
  state.library = action.library;
  state.library_loaded = true;
  state.sessions = action.sessions;
  state.trusted_now = action.trusted_now;
  state.minutes_of_day = action.minutes_of_day;
}

void on(State& state, const LoadFailed& action, Effects&) {
  const auto leave = [&](View view) {
    if (state.view == view) go_back(state);
    state.message = "load-failed";
  };
  if (state.learning.open == action.key && state.learning.document == nullptr) {
    state.learning.open.reset();
    leave(View::Reading);
  }
  if (state.programme_key == action.key && state.programme == nullptr) {
    state.programme_key.reset();
    leave(View::Programme);
  }
  if (state.feedback.open && state.feedback.open->key == action.key && state.feedback.open->form == nullptr) {
    state.feedback = {};
    leave(View::FormPage);
  }
}

}  // namespace escale::app
