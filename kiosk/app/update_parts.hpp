// What update.cpp hands each action to, one overload an action, grouped by the file that holds it; and the few moves they share.
// Internal to this folder. Rule: each overload checks that the action makes sense now, else it changes nothing.
#pragma once

#include <initializer_list>

#include "kiosk/app/effect.hpp"

namespace escale::app {

// --- update_navigation.cpp ---------------------------------------------------------------------------------------------------
void on(State&, const Go&, Effects&);
void on(State&, const Back&, Effects&);
void on(State&, const GoHome&, Effects&);
void on(State&, const SetPreferences&, Effects&);
void on(State&, const TurnPage&, Effects&);
void on(State&, const NoVoice&, Effects&);
void on(State&, const VoiceFailed&, Effects&);
void on(State&, const OpenProgramme&, Effects&);
void on(State&, const ProgrammeLoaded&, Effects&);
void on(State&, const LibraryLoaded&, Effects&);
void on(State&, const LoadFailed&, Effects&);

/// Shows a view; Back leads to the one that was shown. A view that Back leads to already is gone back to.
void go_to(State& state, View view);
/// Shows a view in the place of the current one: Back leads where it led.
void replace_view(State& state, View view);
/// What the person was at becomes something else, also while they look at a tool: then it is what Back leads to. False when they left.
bool turn_into(State& state, std::initializer_list<View> from, View to);
/// Where Back leads; Home when it leads nowhere.
void go_back(State& state);
void go_home(State& state);

// --- update_learning.cpp -----------------------------------------------------------------------------------------------------
void on(State&, const OpenCourse&, Effects&);
void on(State&, const OpenDocument&, Effects&);
void on(State&, const DocumentLoaded&, Effects&);
void on(State&, const ShowDefinition&, Effects&);
void on(State&, const HideDefinition&, Effects&);
void on(State&, const DocumentRead&, Effects&);
void on(State&, const Respond&, Effects&);
void on(State&, const CheckAnswer&, Effects&);
void on(State&, const TryAgain&, Effects&);
void on(State&, const ContinueQuestions&, Effects&);
void on(State&, const LeaveQuestions&, Effects&);
/// Back from a question leads to the text before it. True when that was done.
bool back_within_document(State& state);

// --- update_feedback.cpp -----------------------------------------------------------------------------------------------------
void on(State&, const GiveFeedback&, Effects&);
void on(State&, const OpenFormAction&, Effects&);
void on(State&, const FormLoaded&, Effects&);
void on(State&, const AnswerQuestion&, Effects&);
void on(State&, const TypeAnswer&, Effects&);
void on(State&, const ChooseRow&, Effects&);
void on(State&, const NextFormPage&, Effects&);
void on(State&, const SkipQuestion&, Effects&);
void on(State&, const ChangeAnswer&, Effects&);
void on(State&, const KeepSensitive&, Effects&);
void on(State&, const MendSensitive&, Effects&);
void on(State&, const AddCopy&, Effects&);
void on(State&, const RemoveCopy&, Effects&);
void on(State&, const SendAnswers&, Effects&);
void on(State&, const AnswerKept&, Effects&);
void on(State&, const AnswerFailed&, Effects&);
// --- update_draft.cpp --------------------------------------------------------------------------------------------------------
void on(State&, const ResumeDraft&, Effects&);
void on(State&, const DraftWaits&, Effects&);
void on(State&, const DraftOpened&, Effects&);
void on(State&, const DraftLost&, Effects&);
/// After an act on the open form: what was answered is sealed as it is now.
void keep_draft(State& state, Effects& effects);
/// The person left, or their answer was sent.
void drop_draft(State& state, Effects& effects);
// --- update_feedback.cpp, update_answers.cpp ---------------------------------------------------------------------------------
/// Back within the pages and rows of the form. True when that was done.
bool back_within_form(State& state);
/// Questions in the person's language, answers kept.
void follow_language(State& state);

// --- update_staff.cpp --------------------------------------------------------------------------------------------------------
void on(State&, const TypePin&, Effects&);
void on(State&, const SubmitPin&, Effects&);
void on(State&, const PinAccepted&, Effects&);
void on(State&, const PinRefused&, Effects&);
void on(State&, const LeaveStaff&, Effects&);
void on(State&, const StatusRead&, Effects&);
void on(State&, const StartSync&, Effects&);
void on(State&, const CancelSync&, Effects&);
void on(State&, const SyncProgressed&, Effects&);
void on(State&, const SyncEnded&, Effects&);
void on(State&, const JournalRead&, Effects&);
void on(State&, const SelfChecked&, Effects&);
void on(State&, const KeyFileFound&, Effects&);
void on(State&, const StartCleaning&, Effects&);
void on(State&, const EndCleaning&, Effects&);
/// Shows the door, or the staff area itself when there is no PIN.
void enter_staff(State& state, Effects& effects);
/// Locks the staff area when nothing leads to it any more.
void lock_staff_if_left(State& state);

// --- update_session.cpp ------------------------------------------------------------------------------------------------------
void on(State&, const BeginSession&, Effects&);
void on(State&, const SetSessionTitle&, Effects&);
void on(State&, const ToggleSessionForm&, Effects&);
void on(State&, const ConfirmDay&, Effects&);
void on(State&, const CreateSession&, Effects&);
void on(State&, const SessionCreated&, Effects&);
void on(State&, const SessionFailed&, Effects&);
void on(State&, const WordsNoted&, Effects&);
void on(State&, const CloseSession&, Effects&);
void on(State&, const SessionClosed&, Effects&);
void on(State&, const OpenResults&, Effects&);
void on(State&, const TypeWords&, Effects&);
void on(State&, const SubmitWords&, Effects&);
void on(State&, const LockResults&, Effects&);
void on(State&, const ResultsReady&, Effects&);
void on(State&, const ResultsFailed&, Effects&);
/// True while the five words are shown and were not noted: they are shown once, so no button but theirs leads away.
bool words_are_shown(const State& state);
void wipe_draft(State& state);
/// Forgets the results and asks the worker to; nothing when none were asked for.
void lock_results(State& state, Effects& effects);

// --- update_screen.cpp -------------------------------------------------------------------------------------------------------
void on(State&, const SetScreen&, Effects&);
void on(State&, const KeepScreen&, Effects&);
void on(State&, const ScreenKept&, Effects&);
void on(State&, const ScreenFailed&, Effects&);
/// Shows the profile as it is now, to be changed.
void open_screen_setup(State& state);

// --- update_time.cpp ---------------------------------------------------------------------------------------------------------
void on(State&, const Touched&, Effects&);
void on(State&, const Tick&, Effects&);
void on(State&, const KeepGoing&, Effects&);
void on(State&, const AskFinish&, Effects&);
void on(State&, const FinishAndErase&, Effects&);
void on(State&, const QuickExit&, Effects&);
void on(State&, const LeaveQuickExit&, Effects&);
/// The end of use: wipes everything personal, preferences too.
void erase_person(State& state, Effects& effects);
/// True when something of somebody is kept.
bool somebody_here(const State& state);

}  // namespace escale::app
