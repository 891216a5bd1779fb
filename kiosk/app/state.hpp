// All that the terminal shows, as plain values. update() is the only writer; screens read it and emit actions (action.hpp);
// what must happen outside comes back as effects (effect.hpp). No clock, file, thread or library of the screen here.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "content-bundles/format/manifest.hpp"
#include "content-bundles/format/programme.hpp"
#include "content-bundles/forms/asking.hpp"
#include "content-bundles/forms/results.hpp"
#include "content-bundles/learning/attempt.hpp"
#include "content-bundles/learning/document.hpp"
#include "content-bundles/learning/progress.hpp"
#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/client/transfer.hpp"
#include "sync/protocol/names.hpp"
#include "sync/protocol/status.hpp"

namespace escale::app {

/// What stands on the screen. Dialogs (inactivity, quick exit) are fields of State, over any view.
enum class View : std::uint8_t {
  Home,
  Modules,         ///< courses
  Module,          ///< one course: its documents and how far the person is
  Reading,         ///< a lesson, case, summary or sheet, page by page
  Question,        ///< one question of a document, before and after its verdict
  QuizEnd,         ///< the score of the attempt
  Library,         ///< collections' sheets
  Programme,       ///< study day
  FormList,        ///< several forms are open: which one?
  FormPage,        ///< one page of a form
  Review,          ///< answers before sending
  Thanks,          ///< the answer is sealed and kept
  Enlarge,         ///< text size, contrast, easy reading, seated, motion
  Language,
  Help,
  About,           ///< what Escale is; credits
  PersonalData,    ///< who reads the answers, how long, what cannot be done
  Accessibility,   ///< the statement
  StaffDoor,       ///< PIN
  Staff,           ///< sync state, waiting envelopes, what is installed, sessions
  SessionNew,      ///< title, forms, day
  SessionWords,    ///< the five words, once
  ResultsDoor,     ///< the five words again
  Results,         ///< charts, one question a page
  ScreenSetup,     ///< how big a pixel is, how far the eyes are, how high the glass hangs
  StaffJournal,    ///< what happened to the terminal, and what its self-check found
  Cleaning,        ///< nothing reacts for half a minute: the glass is being wiped
  Finish,          ///< what "Terminer et effacer" takes and what stays, before it does
  NoVoice,         ///< somebody asked to listen, and nothing can speak here
  OutOfOrder,      ///< State::out_of_order says why; nothing leads away
};

enum class Theme : std::uint8_t { Light, Dark, Contrast };

/// Preferences::text_percent of the largest text: capitals seen under 0.7 degrees (EN 301 549, 5.1.4), whatever the screen.
inline constexpr int kTextLargest = 300;

/// What the person chose for reading; dropped at the end of use.
struct Preferences {
  Theme theme = Theme::Light;
  int text_percent = 100;  ///< 100, 150, 200 or kTextLargest
  bool text_spacing = false;  ///< wider lines, words and letters (WCAG 1.4.12)
  bool easy_reading = false;
  bool seated = false;
  bool reduced_motion = false;
  bool listening = false;  ///< what is on the screen is read aloud
  std::string lang = "fr";
  /// BCP 47 tag asked of content: "fr-x-facile" when easy reading is on, else `lang`.
  std::string content_language() const { return easy_reading ? lang + "-x-facile" : lang; }
  bool operator==(const Preferences&) const = default;
};

/// The screen as a thing in a room; kiosk/ui/profile.hpp says what each means. Kept in the store, set in the staff area.
struct ScreenProfile {
  float px_per_mm = 0, distance_mm = 400, bottom_mm = 900, tilt_degrees = 0, diagonal_mm = 0;
  int repeat_filter_ms = 500;
  bool operator==(const ScreenProfile&) const = default;
};

/// Said by the site, from kiosk.yaml; only the screen's profile changes while the program runs.
struct Site {
  std::string name;    ///< "Maison des solidarités"; may be empty
  std::string helper;  ///< whom to ask: "Demandez à l’accueil."; may be empty
  bool has_pin = false;
  std::string lang = "fr";  ///< of the first screen, for everybody who arrives
  std::string program = "escale-kiosk 0.1.0";
  ScreenProfile screen;
  bool voice = false;  ///< a voice can speak here: "Écouter" is offered
};

/// One document of one bundle.
struct DocumentKey {
  std::string bundle;
  std::string document;
  bool operator==(const DocumentKey&) const = default;
  auto operator<=>(const DocumentKey&) const = default;
};

/// Installed bundles, by kind then title. Manifests are small and stay in memory; documents are loaded when opened.
struct Library {
  std::vector<std::shared_ptr<const format::Manifest>> bundles;
  const format::Manifest* find(std::string_view bundle) const;
  std::vector<const format::Manifest*> of_kind(format::BundleKind kind) const;
};

/// A list or a text that turns pages. The screen knows how many pages there are at this size; the state knows which one.
struct Paging {
  int page = 0;
  bool operator==(const Paging&) const = default;
};

/// Which blocks of a document stand together on the screen: those before its first question, between two questions, or after the last.
/// A document has one part more than it has questions; question number i is asked after part i. Part pages never show a QuestionRef.
struct Part {
  std::size_t begin = 0;  ///< index in Document::blocks
  std::size_t end = 0;    ///< one past the last; begin == end: nothing to read, the question follows at once
  bool operator==(const Part&) const = default;
};
/// Blocks of part number `part` (0 to questions.size()), the QuestionRefs left out. A part of headings and rules alone is empty in a
/// document that asks questions.
Part part_of(const learning::Document& document, std::size_t part);

/// The person who learns, until the end of use.
struct Learning {
  std::map<std::string, learning::Progress> progress;  ///< by course
  std::string course;                                  ///< bundle that View::Module shows
  std::optional<DocumentKey> open;
  std::shared_ptr<const learning::Document> document;  ///< null while it loads
  std::optional<std::string> definition;               ///< term whose definition is open over the text
  Paging page;           ///< of the part that is read
  std::size_t part = 0;  ///< which part is read, or which question is asked: see part_of
  // --- the run through the questions of the open document
  learning::Attempt attempt;
  std::string question;                        ///< id of the one on the screen
  std::optional<learning::Response> response;  ///< chosen, not yet checked; Typed follows the keys
  std::optional<learning::Verdict> verdict;    ///< after checking
  std::string problem;                         ///< why the answer cannot be checked (a number is asked…), in the person's language
};

/// Which form, exactly.
/// Who will be able to open the answers, as the mailbox's signed descriptor says.
struct Readers {
  std::string title;                 ///< of the mailbox, in the form's language; may be empty
  std::vector<std::string> members;  ///< names of those whose keys open an answer; recovery keys left out
  std::int64_t retention_days = 0;
};

struct OpenForm {
  DocumentKey key;
  std::string sha256;  ///< of the form's blob: the exact version
  std::shared_ptr<const forms::Plan> form;  ///< null while it loads
  std::optional<Readers> readers = {};  ///< absent: the terminal knows no mailbox for it yet
};

enum class Sending : std::uint8_t { No, Busy, Failed };

/// Why "Suite" does not go on. The form's own words come from the filling, ours from the screen.
enum class ProblemCode : std::uint8_t {
  Required,    ///< must be answered and is not
  Constraint,  ///< breaks the form's own rule
  Unreadable,  ///< what was written is not what this question records
  Unfinished,  ///< a date without its year, a ranking without its last choices
};
struct Problem {
  forms::NodeId question = forms::kNoNode;
  ProblemCode code = ProblemCode::Required;
  bool operator==(const Problem&) const = default;
};

/// The person who gives feedback, from the first question to "thanks". Questions are nodes of the filling.
struct Feedback {
  std::optional<OpenForm> open;
  std::optional<forms::Filling> filling;  ///< of open->form, once it is there
  std::vector<forms::AskedPage> pages;    ///< as the answers stand
  bool about = false;     ///< the number of pages may still change
  int page = 0;           ///< index in `pages`
  int row = 0;            ///< which question of a table page is being answered
  std::map<forms::NodeId, std::string> typed;  ///< what stands in the fields and is not an answer, or not written as one
  std::set<forms::NodeId> given;               ///< questions that this person answered
  std::vector<Problem> problems;               ///< of the page shown, after "Suite"
  bool from_review = false;                    ///< "Changer" was pressed: "Suite" goes back to the review
  bool sensitive_seen = false;                 ///< the warning about names and numbers in a free text was shown and passed
  bool sensitive_warning = false;              ///< it is shown now
  std::map<forms::NodeId, std::string> sensitive_passed;  ///< texts that were warned about and kept
  Paging review;
  Sending sending = Sending::No;
  std::uint64_t ticket = 0;  ///< of the answer that is being kept, so that another one's report is not taken for it
  std::string failure;  ///< code_name of what went wrong; the screen says how to mend
  bool drafted = false;  ///< the store keeps a draft of it

  bool is_open() const { return open && open->form != nullptr && filling && !pages.empty(); }
  /// The page shown. Only when is_open().
  const forms::AskedPage& shown() const { return pages[static_cast<std::size_t>(page)]; }
  /// What was answered, as the form records it; empty when it was not.
  std::string answer(forms::NodeId question) const { return filling->state(question).value; }
};

/// A session of this terminal, without any answer.
struct SessionView {
  protocol::SessionId id;
  std::string title;
  std::string mailbox;
  std::vector<DocumentKey> forms;
  std::optional<protocol::Day> day;
  bool open = true;      ///< collecting
  std::int64_t collected = 0;
};

/// What the facilitator fills in.
struct SessionDraft {
  std::string title;
  std::vector<DocumentKey> forms;
  std::optional<protocol::Day> day;  ///< proposed from trusted time
  bool day_confirmed = false;        ///< else the day is recorded as unknown
  bool busy = false;
  std::string failure;
  std::vector<std::string> words;  ///< five, shown once, wiped when noted
};

/// Results of one session, only while unlocked. Answers themselves never come here: charts only.
struct ResultsView {
  std::optional<protocol::SessionId> session;
  std::string title;
  std::string typed;  ///< words being typed
  bool busy = false;
  std::string failure;
  bool unlocked = false;
  std::int64_t collected = 0;
  std::int64_t next_update_at = 0;
  std::vector<forms::QuestionResult> questions;
  Paging page;
};

/// One thing that the terminal looked at when it started. Codes only: the screen says them in words.
struct SelfCheck {
  std::string what;    ///< "screen", "touch", "audio", "voice", "disk", "clock", "power" or "content"
  bool ok = true;
  std::string detail;  ///< "missing", "nearly-full", "behind", "battery"…; empty when all is well
  bool operator==(const SelfCheck&) const = default;
};

/// One line of the terminal's journal: what happened, never who was there.
struct JournalLine {
  std::optional<Timestamp> time;  ///< to the minute; absent when no clock could be believed
  std::string code;               ///< "wrong-pin", "crash", "session-opened"…
  std::string detail;             ///< a code or a count; may be empty
  bool operator==(const JournalLine&) const = default;
};

/// What staff see of transport and storage.
struct StaffView {
  bool unlocked = false;
  std::string pin;  ///< being typed
  bool busy = false;
  std::string failure;       ///< "wrong-pin", "wait"…
  int wait_seconds = 0;      ///< before another PIN may be tried; counts down
  std::optional<Monotonic> wait_until;  ///< absent until the first Tick of the wait
  std::optional<Monotonic> look_for_key_at;  ///< while the door is shown
  std::string terminal;      ///< its public key, hexadecimal
  std::string terminal_name;  ///< from the fleet list; empty while pending
  bool listed = false;
  std::string hub;           ///< address
  protocol::OutboxCounts outbox;
  std::optional<Timestamp> last_sync;
  std::optional<Timestamp> content_expires;
  std::int64_t free_bytes = 0;
  Paging page;
  // --- a synchronisation
  bool syncing = false;
  client::Progress progress;
  std::string sync_result;   ///< "", "done", or the code_name of what went wrong
  std::string sync_detail;   ///< the sentence of what went wrong, English, for the journal line
  std::size_t bundles_updated = 0, envelopes_sent = 0;
  std::vector<JournalLine> journal;  ///< newest first
};

/// The screen's profile while staff set it: it counts once the store has it.
struct ScreenSetup {
  ScreenProfile draft;
  Paging page;
  bool busy = false;
  bool kept = false;     ///< what is shown is what the store has
  bool failed = false;   ///< it could not be written
};

struct State {
  View view = View::Home;
  std::vector<View> trail;        ///< where Back leads, oldest first
  std::vector<int> trail_pages;   ///< list page of each, to come back to it
  Site site;
  Preferences preferences;
  Library library;
  bool library_loaded = false;
  Timestamp trusted_now{};             ///< trusted time, for the programme and the proposed day
  std::optional<int> minutes_of_day;   ///< local wall time when it is believed, for "Maintenant" on the programme
  Paging list;                         ///< of the list views
  Learning learning;
  std::optional<DocumentKey> programme_key;
  std::shared_ptr<const format::Programme> programme;
  Feedback feedback;
  bool draft_waits = false;  ///< an answer that the process before was killed over; what it is nobody is told before they go on with it
  std::vector<SessionView> sessions;  ///< newest first; at most one open
  SessionDraft session_draft;
  ResultsView results;
  StaffView staff;
  ScreenSetup screen_setup;
  std::uint64_t tickets = 0;        ///< given out so far
  bool collecting_stopped = false;  ///< the disk is nearly full: the terminal says so and takes no more answers
  // --- between two people
  bool somebody = false;               ///< something personal exists: "Terminer et effacer" is offered
  Monotonic now{0};                        ///< latest time heard of (Touched, Tick)
  Monotonic last_touch{0};
  std::optional<Monotonic> thanks_since;   ///< first Tick on Thanks
  std::optional<int> inactivity_left;  ///< seconds left on the warning; absent: no warning
  bool quick_exit = false;             ///< the neutral screen
  int sent = 0;                        ///< answers that the same person has sent
  bool used = false;                   ///< somebody's things were in memory since the last end of use
  std::optional<int> cleaning_left;    ///< seconds until the glass reacts again; absent: it reacts
  std::optional<Monotonic> cleaning_until;  ///< first Tick of View::Cleaning + kCleaning
  // --- the terminal itself
  /// Why nobody can use this terminal ("crashes", "configuration", "data-unreadable", "data-newer", "assets"); empty: it works. Then
  /// the screen says where to go (site.helper) and nothing else is offered.
  std::string out_of_order;
  std::vector<SelfCheck> self_checks;  ///< of this start
  /// Key of a short message for the current view, gone at the next one; "" none. "load-failed", "collecting-stopped", "no-form",
  /// "session-open", "session-failed", "session-closed".
  std::string message;

  const SessionView* open_session() const;
  /// What nobody has changed yet: the site's language, the rest as designed.
  Preferences initial_preferences() const;
  /// Forms that may be filled now: the open session's, else every form of the library.
  std::vector<DocumentKey> forms_offered() const;
  /// True when the view stands on the screen or Back leads to it.
  bool on_the_way(View wanted) const;
};

/// How long without touch before the warning, and how long the warning lasts (at least 20 s: EN 301 549, WCAG 2.2.1).
inline constexpr Monotonic kInactivity{120'000};
inline constexpr Monotonic kInactivityWarning{30'000};
/// The same in front of a whole room (results), or of somebody who copies the five words on paper.
inline constexpr Monotonic kInactivityRoom{900'000};
/// How long "thanks" stays before the home screen comes back.
inline constexpr Monotonic kThanks{15'000};
/// How long the glass does not react while it is wiped.
inline constexpr Monotonic kCleaning{30'000};
/// How often the staff door looks for a key file on what is plugged in.
inline constexpr Monotonic kLookForKey{1'500};

}  // namespace escale::app
