#include "kiosk/app/describe.hpp"

#include <iterator>
#include <type_traits>

namespace escale::app {
namespace {
// In the order of the variant.
constexpr std::string_view kNames[] = {
    "Go", "Back", "GoHome", "FinishAndErase", "QuickExit", "LeaveQuickExit", "SetPreferences", "TurnPage", "OpenCourse", "OpenDocument",
    "ShowDefinition", "HideDefinition", "DocumentRead", "Respond", "CheckAnswer", "TryAgain", "ContinueQuestions", "LeaveQuestions",
    "GiveFeedback", "OpenFormAction", "AnswerQuestion", "TypeAnswer", "ChooseRow", "NextFormPage", "SkipQuestion", "ChangeAnswer",
    "KeepSensitive", "MendSensitive", "SendAnswers", "OpenProgramme", "TypePin", "SubmitPin", "LeaveStaff", "StartSync", "CancelSync",
    "BeginSession", "SetSessionTitle", "ToggleSessionForm", "ConfirmDay", "CreateSession", "WordsNoted", "CloseSession", "OpenResults",
    "TypeWords", "SubmitWords", "LockResults", "StartCleaning", "EndCleaning", "Touched", "Tick", "KeepGoing", "LibraryLoaded", "DocumentLoaded", "FormLoaded",
    "ProgrammeLoaded", "LoadFailed", "AnswerKept", "AnswerFailed", "PinAccepted", "PinRefused", "StatusRead", "SyncProgressed",
    "SyncEnded", "SessionCreated", "SessionFailed", "SessionClosed", "ResultsReady", "JournalRead", "SelfChecked",
    "KeyFileFound", "ResultsFailed", "SetScreen", "KeepScreen", "ScreenKept", "ScreenFailed", "AskFinish", "NoVoice", "VoiceFailed", "AddCopy", "RemoveCopy", "ResumeDraft", "DraftWaits", "DraftOpened", "DraftLost"};
static_assert(std::size(kNames) == std::variant_size_v<Action>);

// In the order of the enumeration.
constexpr std::string_view kViews[] = {"Home",       "Modules",      "Module",      "Reading",     "Question", "QuizEnd",
                                       "Library",    "Programme",    "FormList",    "FormPage",    "Review",   "Thanks",
                                       "Enlarge",    "Language",     "Help",        "About",       "PersonalData", "Accessibility",
                                       "StaffDoor",  "Staff",        "SessionNew",  "SessionWords", "ResultsDoor", "Results", "ScreenSetup",
                                       "StaffJournal", "Cleaning", "Finish", "NoVoice", "OutOfOrder"};
static_assert(std::size(kViews) == static_cast<std::size_t>(View::OutOfOrder) + 1);

/// A view, a page, a code: nothing that tells what somebody reads or writes.
std::string detail(const Action& action) {
  return std::visit(
      [](const auto& given) -> std::string {
        using A = std::decay_t<decltype(given)>;
        if constexpr (std::is_same_v<A, Go>) return std::string(view_name(given.view));
        else if constexpr (std::is_same_v<A, TurnPage>) return std::to_string(given.page);
        else if constexpr (std::is_same_v<A, ChooseRow>) return std::to_string(given.row);
        else if constexpr (std::is_same_v<A, ChangeAnswer>) return std::to_string(given.page);
        else if constexpr (std::is_same_v<A, PinRefused>) return std::to_string(given.wait_seconds);
        else if constexpr (std::is_same_v<A, SyncEnded>) return given.result;
        else if constexpr (std::is_same_v<A, LoadFailed> || std::is_same_v<A, AnswerFailed> || std::is_same_v<A, SessionFailed> ||
                           std::is_same_v<A, ResultsFailed>) return given.failure;
        else return {};
      },
      action);
}
}  // namespace

std::string_view view_name(View view) { return kViews[static_cast<std::size_t>(view)]; }

std::string describe(const Action& action) {
  std::string out(kNames[action.index()]);
  if (const std::string more = detail(action); !more.empty()) out += " " + more;
  return out;
}

}  // namespace escale::app
