#include "kiosk/app/update.hpp"

#include <type_traits>

#include "kiosk/app/update_parts.hpp"

namespace escale::app {
namespace {
template <class A>
constexpr bool kComesFromOutside =
    std::is_same_v<A, Touched> || std::is_same_v<A, Tick> || std::is_same_v<A, LeaveQuickExit> || std::is_same_v<A, LibraryLoaded> ||
    std::is_same_v<A, DocumentLoaded> || std::is_same_v<A, FormLoaded> || std::is_same_v<A, ProgrammeLoaded> ||
    std::is_same_v<A, LoadFailed> || std::is_same_v<A, AnswerKept> || std::is_same_v<A, AnswerFailed> || std::is_same_v<A, PinAccepted> ||
    std::is_same_v<A, PinRefused> || std::is_same_v<A, StatusRead> || std::is_same_v<A, SyncProgressed> || std::is_same_v<A, SyncEnded> ||
    std::is_same_v<A, SessionCreated> || std::is_same_v<A, SessionFailed> || std::is_same_v<A, SessionClosed> ||
    std::is_same_v<A, ResultsReady> || std::is_same_v<A, JournalRead> || std::is_same_v<A, SelfChecked> || std::is_same_v<A, KeyFileFound> ||
    std::is_same_v<A, ResultsFailed> || std::is_same_v<A, ScreenKept> || std::is_same_v<A, ScreenFailed> ||
    std::is_same_v<A, VoiceFailed> || std::is_same_v<A, DraftWaits> || std::is_same_v<A, DraftOpened> || std::is_same_v<A, DraftLost>;

/// What changes the answers, or where the person is in them.
template <class... A>
bool is_one_of(const Action& action) {
  return (std::holds_alternative<A>(action) || ...);
}
bool acts_on_answers(const Action& action) {
  return is_one_of<AnswerQuestion, TypeAnswer, AddCopy, RemoveCopy, SkipQuestion, NextFormPage, KeepSensitive, ChooseRow, ChangeAnswer, Back>(action);
}
}  // namespace

Effects update(State& state, const Action& action) {
  Effects effects;
  const View before = state.view;
  std::visit(
      [&](const auto& given) {
        // The neutral screen has no button but the one that leaves it.
        using A = std::decay_t<decltype(given)>;
        if (state.quick_exit && !kComesFromOutside<A>) return;
        // A screen that only says where to go, and a glass that is being wiped, take nothing.
        if (state.view == View::OutOfOrder && (!kComesFromOutside<A> || std::is_same_v<A, LeaveQuickExit>)) return;
        if (state.view == View::Cleaning && !kComesFromOutside<A> && !std::is_same_v<A, EndCleaning>) return;
        on(state, given, effects);
      },
      action);
  if (acts_on_answers(action)) keep_draft(state, effects);
  lock_staff_if_left(state);
  state.somebody = somebody_here(state);
  state.used = state.used || state.somebody;
  // Sent, thanked, and nothing else of theirs is kept: the person has left, the next one gets a new process.
  if (before == View::Thanks && state.view == View::Home && state.used && !state.somebody) erase_person(state, effects);
  return effects;
}

Effects start(State& state) {
  if (state.view == View::OutOfOrder) return {};
  return {LoadLibrary{}, ReadStatus{}};
}

}  // namespace escale::app
