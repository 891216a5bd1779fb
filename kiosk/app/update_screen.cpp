// The screen's profile, set in the staff area: a draft until the store has it.
#include "kiosk/app/screen_profile.hpp"
#include "kiosk/app/update_parts.hpp"

namespace escale::app {

void open_screen_setup(State& state) {
  state.screen_setup = {};
  state.screen_setup.draft = state.site.screen;
  go_to(state, View::ScreenSetup);
}

void on(State& state, const SetScreen& action, Effects&) {
  if (state.view != View::ScreenSetup || state.screen_setup.busy || !makes_sense(action.profile)) return;
  state.screen_setup.draft = action.profile;
  state.screen_setup.kept = state.screen_setup.failed = false;
}

void on(State& state, const KeepScreen&, Effects& effects) {
  if (state.view != View::ScreenSetup || state.screen_setup.busy) return;
  state.screen_setup.busy = true;
  state.screen_setup.failed = false;
  effects.push_back(KeepScreenProfile{state.screen_setup.draft});
}

void on(State& state, const ScreenKept& action, Effects& effects) {
  // Durable, so it counts, also when staff left meanwhile.
  state.site.screen = action.profile;
  effects.push_back(NoteInJournal{"screen-set", {}});
  state.screen_setup.busy = false;
  state.screen_setup.kept = state.screen_setup.draft == action.profile;
}

void on(State& state, const ScreenFailed&, Effects&) {
  state.screen_setup.busy = false;
  state.screen_setup.failed = true;
}

}  // namespace escale::app
