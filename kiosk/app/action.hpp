// What can happen, one small struct each: what people do on a screen, what workers report, what time does.
#pragma once

#include "kiosk/app/draft_content.hpp"

namespace escale::app {

// --- where to ------------------------------------------------------------------------------------------------------------
struct Go { View view = View::Home; };  ///< from a button that leads there; Back returns
struct Back {};
struct GoHome {};
struct AskFinish {};       ///< "Terminer et effacer": first what goes and what stays; at once when nothing was begun
struct FinishAndErase {};  ///< "Terminer et effacer": everything personal goes, preferences too, without a question
struct QuickExit {};       ///< to the neutral screen at once, erasing
struct LeaveQuickExit {};
struct NoVoice {};         ///< somebody asked to listen where nothing can speak
struct SetPreferences { Preferences preferences; };
struct TurnPage { int page = 0; };  ///< of whatever list or text the view turns
// --- learning ------------------------------------------------------------------------------------------------------------
struct OpenCourse { std::string bundle; };
struct OpenDocument { DocumentKey key; };
struct ShowDefinition { std::string term; };
struct HideDefinition {};
struct DocumentRead {};  ///< the last page was passed: to its questions, else to the next document
struct Respond { learning::Response response; };  ///< a choice was touched, a word typed; not checked yet
struct CheckAnswer {};
struct TryAgain {};         ///< the whole set of questions again
struct ContinueQuestions {};
struct LeaveQuestions {};   ///< from QuizEnd: next document, else the module
// --- feedback ------------------------------------------------------------------------------------------------------------
struct GiveFeedback {};  ///< from Home: the open session's form, or the only form, or the list
struct OpenFormAction { DocumentKey key; };
struct AnswerQuestion { forms::NodeId question = forms::kNoNode; std::string value; };  ///< as the form records it; empty clears
struct TypeAnswer { forms::NodeId question = forms::kNoNode; std::string text; };       ///< as people write it; part of an answer
struct AddCopy {};     ///< of the repeat that the page ends
struct RemoveCopy {};  ///< its last one
struct ChooseRow { int row = 0; };  ///< of a table-list page
struct NextFormPage {};
struct SkipQuestion {};  ///< clears the page's answers that are not required and goes on
struct ChangeAnswer { int page = 0; int row = 0; };  ///< from the review; `row` on a table-list page
struct KeepSensitive {};   ///< "send it as it is" after the warning
struct MendSensitive {};   ///< back to the text
struct SendAnswers {};
struct ResumeDraft {};  ///< "Reprendre ma réponse", after the program was killed
// --- programme -----------------------------------------------------------------------------------------------------------
struct OpenProgramme { DocumentKey key; };
// --- staff and sessions ----------------------------------------------------------------------------------------------------
struct TypePin { std::string pin; };
struct SubmitPin {};
struct LeaveStaff {};
struct StartSync {};
struct CancelSync {};
struct BeginSession {};  ///< opens SessionNew with what is proposed
struct SetSessionTitle { std::string title; };
struct ToggleSessionForm { DocumentKey key; };
struct ConfirmDay { bool confirmed = true; };
struct CreateSession {};
struct WordsNoted {};
struct CloseSession {};    ///< seals the final list; no more answers
struct OpenResults { protocol::SessionId session; };
struct TypeWords { std::string words; };
struct SubmitWords {};
struct LockResults {};
struct StartCleaning {};  ///< the glass does not react for kCleaning
struct EndCleaning {};    ///< by a key: a hand that wipes presses none
struct SetScreen { ScreenProfile profile; };  ///< while it is being set: nothing changes yet
struct KeepScreen {};                         ///< durably, then at once on this screen
// --- time ----------------------------------------------------------------------------------------------------------------
struct Touched { Monotonic now{0}; };  ///< any touch or key
struct Tick { Monotonic now{0}; };     ///< a deadline was reached
struct KeepGoing {};                   ///< "Je continue" on the inactivity warning
// --- reports of the workers ------------------------------------------------------------------------------------------------
struct LibraryLoaded { Library library; std::vector<SessionView> sessions; Timestamp trusted_now{}; std::optional<int> minutes_of_day; };
struct DocumentLoaded { DocumentKey key; std::shared_ptr<const learning::Document> document; };
struct FormLoaded { OpenForm form; std::optional<forms::Filling> filling; };  ///< started, nothing answered
struct DraftWaits {};  ///< an answer was being written when the process before was killed
struct DraftOpened { OpenForm form; std::optional<forms::Filling> filling; DraftContent draft; };
struct DraftLost {};  ///< its form is gone
struct ProgrammeLoaded { DocumentKey key; std::shared_ptr<const format::Programme> programme; };
struct LoadFailed { DocumentKey key; std::string failure; };
struct AnswerKept { std::vector<SessionView> sessions; std::uint64_t ticket = 0; };  ///< sealed and durable
struct AnswerFailed { std::string failure; std::uint64_t ticket = 0; };  ///< code_name; nothing was kept, the answers are still on the screen
struct PinAccepted {};
struct PinRefused { int wait_seconds = 0; };
struct StatusRead { StaffView status; std::vector<SessionView> sessions; bool collecting_stopped = false; Timestamp trusted_now{}; std::optional<int> minutes_of_day; };  ///< transport and storage fields
struct SyncProgressed { client::Progress progress; };
struct SyncEnded { std::string result; std::string detail; std::size_t bundles_updated = 0; std::size_t envelopes_sent = 0; };
struct SessionCreated { std::vector<std::string> words; std::vector<SessionView> sessions; };
struct SessionFailed { std::string failure; };
struct SessionClosed { std::vector<SessionView> sessions; };
struct ResultsReady { std::int64_t collected = 0; std::int64_t next_update_at = 0; std::vector<forms::QuestionResult> questions; protocol::SessionId session; };
struct JournalRead { std::vector<JournalLine> lines; };  ///< newest first
struct SelfChecked { std::vector<SelfCheck> checks; };  ///< in the place of what was known of the same things
struct VoiceFailed {};   ///< the program that speaks does not start, or ended again and again
struct KeyFileFound {};  ///< a key of this terminal is plugged in: the door opens
struct ScreenKept { ScreenProfile profile; };
struct ScreenFailed { std::string failure; };
struct ResultsFailed { std::string failure; protocol::SessionId session; };  ///< "untrusted": the words are not this session's

using Action = std::variant<Go, Back, GoHome, FinishAndErase, QuickExit, LeaveQuickExit, SetPreferences, TurnPage, OpenCourse, OpenDocument,
                            ShowDefinition, HideDefinition, DocumentRead, Respond, CheckAnswer, TryAgain, ContinueQuestions, LeaveQuestions,
                            GiveFeedback, OpenFormAction, AnswerQuestion, TypeAnswer, ChooseRow, NextFormPage, SkipQuestion, ChangeAnswer,
                            KeepSensitive, MendSensitive, SendAnswers, OpenProgramme, TypePin, SubmitPin, LeaveStaff, StartSync, CancelSync,
                            BeginSession, SetSessionTitle, ToggleSessionForm, ConfirmDay, CreateSession, WordsNoted, CloseSession, OpenResults,
                            TypeWords, SubmitWords, LockResults, StartCleaning, EndCleaning, Touched, Tick, KeepGoing, LibraryLoaded, DocumentLoaded, FormLoaded,
                            ProgrammeLoaded, LoadFailed, AnswerKept, AnswerFailed, PinAccepted, PinRefused, StatusRead, SyncProgressed,
                            SyncEnded, SessionCreated, SessionFailed, SessionClosed, ResultsReady, JournalRead, SelfChecked, KeyFileFound,
                            ResultsFailed, SetScreen, KeepScreen, ScreenKept, ScreenFailed, AskFinish, NoVoice, VoiceFailed, AddCopy, RemoveCopy, ResumeDraft, DraftWaits, DraftOpened, DraftLost>;

/// What a screen fills during one frame.
using Actions = std::vector<Action>;

}  // namespace escale::app
