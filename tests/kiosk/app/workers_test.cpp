// Every effect for real: SQLite in a folder, bundles of the catalogue, a hub on loopback.
#include "kiosk/app/workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "sync/crypto/words.hpp"
#include "tests/kiosk/app/terminal.hpp"

namespace escale::app {
namespace {
using test::Terminal;
using escale::test::must;

std::string everything_under(const Path& folder) {
  std::string out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    out.append(std::istreambuf_iterator<char>(in), {});
  }
  return out;
}

/// A hub that takes the connection and never answers.
class SilentHub {
 public:
  SilentHub() {
    m_fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(::bind(m_fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && ::listen(m_fd, 8) == 0);
    socklen_t size = sizeof address;
    CHECK(::getsockname(m_fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    m_port = ntohs(address.sin_port);
  }
  ~SilentHub() { ::close(m_fd); }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(m_port); }

 private:
  int m_fd = -1;
  std::uint16_t m_port = 0;
};

TEST(Workers, BringContentDownAndSayWhatIsThere) {
  Terminal terminal(false);
  EXPECT_TRUE(terminal.did<LibraryLoaded>(LoadLibrary{}).library.bundles.empty());
  EXPECT_FALSE(terminal.did<StatusRead>(ReadStatus{}).status.last_sync);

  terminal.workers->post(Synchronise{});
  terminal.workers->settle();
  bool progressed = false, ended = false, library = false, status = false;
  for (const Action& action : terminal.workers->poll()) {
    progressed |= std::holds_alternative<SyncProgressed>(action);
    if (const auto* end = std::get_if<SyncEnded>(&action)) {
      ended = true;
      EXPECT_EQ(end->result, "done") << end->detail;
      EXPECT_EQ(end->bundles_updated, 2u);
    }
    if (const auto* loaded = std::get_if<LibraryLoaded>(&action)) {
      EXPECT_TRUE(ended) << "first the end, then what it changed";
      library = true;
      ASSERT_EQ(loaded->library.bundles.size(), 2u);
      EXPECT_EQ(loaded->library.bundles[0]->id, "aller-vers") << "courses before study days";
      EXPECT_EQ(loaded->trusted_now, terminal.world.clock.now());
      EXPECT_TRUE(loaded->minutes_of_day);
    }
    if (const auto* read = std::get_if<StatusRead>(&action)) {
      status = true;
      EXPECT_TRUE(read->status.listed);
      EXPECT_EQ(read->status.terminal_name, "Borne");
      EXPECT_EQ(read->status.last_sync, terminal.world.clock.now());
      ASSERT_TRUE(read->status.content_expires);
      EXPECT_GT(*read->status.content_expires, terminal.world.clock.now());
      EXPECT_GT(read->status.free_bytes, 0);
      EXPECT_FALSE(read->collecting_stopped);
    }
  }
  EXPECT_TRUE(progressed && ended && library && status);
}

TEST(Workers, DoNotBelieveAClockThatIsBehindWhatWasSigned) {
  Terminal terminal;
  const Timestamp signed_time = terminal.did<LibraryLoaded>(LoadLibrary{}).trusted_now;
  terminal.world.clock.set(Timestamp{});
  const auto loaded = terminal.did<LibraryLoaded>(LoadLibrary{});
  EXPECT_EQ(loaded.trusted_now, signed_time);
  EXPECT_FALSE(loaded.minutes_of_day);
}

TEST(Workers, OpenDocumentsFormsAndProgrammes) {
  Terminal terminal;
  const DocumentKey lesson{"aller-vers", "de-quoi-parle-t-on"};
  const auto document = terminal.did<DocumentLoaded>(LoadDocument{lesson, "fr"});
  EXPECT_EQ(document.key, lesson);
  EXPECT_EQ(document.document->title, "De quoi parle-t-on\u202f?");
  EXPECT_EQ(terminal.did<DocumentLoaded>(LoadDocument{{"aller-vers", "resume"}, "fr-x-facile"}).document->lang, "fr-x-facile");

  const FormLoaded form = terminal.form();
  EXPECT_EQ(form.form.form->definition().id, "avis");
  EXPECT_EQ(form.form.sha256.size(), 64u);
  ASSERT_TRUE(form.filling);
  EXPECT_FALSE(form.filling->questions().empty());
  EXPECT_EQ(terminal.did<ProgrammeLoaded>(LoadProgramme{{"journee-aller-vers", "programme"}, "en"}).programme->lang, "en");

  EXPECT_EQ(terminal.did<LoadFailed>(LoadDocument{{"aller-vers", "inconnu"}, "fr"}).failure, "not_found");
  EXPECT_EQ(terminal.did<LoadFailed>(LoadForm{{"aller-vers", "de-quoi-parle-t-on"}, "fr"}).failure, "not_found");
  EXPECT_EQ(terminal.did<LoadFailed>(LoadProgramme{{"inconnu", "programme"}, "fr"}).failure, "not_found");
}

TEST(Workers, KeepAnAnswerThatOnlyItsReadersOpen) {
  Terminal terminal;
  const FormLoaded form = terminal.form();
  const std::string body = Terminal::least(form, "phrase-temoin");
  const auto kept = terminal.did<AnswerKept>(KeepAnswer{form.form, body, std::nullopt, 41});
  EXPECT_EQ(kept.ticket, 41u);
  EXPECT_EQ(everything_under(terminal.options.data).find("phrase-temoin"), std::string::npos);
  EXPECT_EQ(terminal.did<StatusRead>(ReadStatus{}).status.outbox.pending, 1);

  EXPECT_EQ(terminal.did<SyncEnded>(Synchronise{}).envelopes_sent, 1u);
  const auto pulled = terminal.world.pull();
  ASSERT_EQ(pulled.size(), 1u);
  const protocol::Record& record = pulled.begin()->second;
  EXPECT_FALSE(record.session);
  EXPECT_EQ(record.body, body);
}

TEST(Workers, KeepNothingOfAnAnswerThatBreaksTheForm) {
  Terminal terminal;
  const FormLoaded form = terminal.form();
  std::string body = Terminal::least(form);
  body.replace(body.find("</data>"), 7, "<inconnue>x</inconnue></data>");
  const auto failed = terminal.did<AnswerFailed>(KeepAnswer{form.form, body, std::nullopt, 7});
  EXPECT_EQ(failed.failure, "invalid_input");
  EXPECT_EQ(failed.ticket, 7u);
  EXPECT_EQ(terminal.did<StatusRead>(ReadStatus{}).status.outbox.pending, 0);
}

TEST(Workers, TakeNoAnswerWhenTheDiskIsNearlyFull) {
  Terminal terminal;
  const FormLoaded form = terminal.form();
  terminal.options.store.reserve_bytes = std::uint64_t{1} << 60;
  terminal.reopen();
  EXPECT_TRUE(terminal.did<StatusRead>(ReadStatus{}).collecting_stopped);
  EXPECT_EQ(terminal.did<AnswerFailed>(KeepAnswer{form.form, Terminal::least(form), std::nullopt}).failure, "no_space");
}

TEST(Workers, CarryOutWhatIsQueuedBeforeTheyEnd) {
  Terminal terminal;
  const FormLoaded form = terminal.form();
  for (int i = 0; i < 5; ++i) terminal.workers->post(KeepAnswer{form.form, Terminal::least(form), std::nullopt});
  terminal.workers.reset();
  EXPECT_EQ(must(terminal.aside()->outbox().counts()).pending, 5);
}

class InSession : public testing::Test {
 protected:
  InSession() {
    SessionDraft draft;
    draft.title = "Comité de novembre";
    draft.forms = {{"journee-aller-vers", "avis"}};
    draft.day = must(protocol::parse_day("2026-11-24"));
    draft.day_confirmed = true;
    created = terminal.did<SessionCreated>(MakeSession{draft});
    for (const std::string& word : created.words) words += (words.empty() ? "" : " ") + word;
    session = created.sessions.at(0).id;
  }
  /// Reports after one more answer of the session.
  template <class A>
  std::vector<A> answer() { return terminal.does<A>(KeepAnswer{form.form, Terminal::least(form), session}); }

  Terminal terminal;
  FormLoaded form = terminal.form();
  SessionCreated created;
  std::string words;
  protocol::SessionId session;
};

TEST_F(InSession, FiveWordsAreItsKey) {
  EXPECT_EQ(created.words.size(), 5u);
  ASSERT_EQ(created.sessions.size(), 1u);
  EXPECT_TRUE(created.sessions[0].open);
  EXPECT_EQ(created.sessions[0].forms, (std::vector<DocumentKey>{{"journee-aller-vers", "avis"}}));
  const auto opening = must(terminal.aside()->sessions().find(session)).opening;
  EXPECT_EQ(opening.day, protocol::parse_day("2026-11-24").value());
  EXPECT_EQ(must(crypto::identity_from_words(words, "session " + session.text())).recipient(), opening.recipient);
  EXPECT_EQ(everything_under(terminal.options.data).find(words), std::string::npos);
}

TEST_F(InSession, ASecondOneIsRefused) {
  SessionDraft draft;
  draft.title = "Une autre";
  draft.forms = {{"journee-aller-vers", "avis"}};
  EXPECT_EQ(terminal.did<SessionFailed>(MakeSession{draft}).failure, "conflict");
  draft.forms = {{"journee-aller-vers", "inconnu"}};
  EXPECT_EQ(terminal.did<SessionFailed>(MakeSession{draft}).failure, "not_found");
}

TEST_F(InSession, ResultsOpenWithTheWordsAndStayLiveUntilForgotten) {
  for (int i = 0; i < 4; ++i) answer<AnswerKept>();
  const auto early = terminal.did<ResultsReady>(UnlockResults{session, words, "fr"});
  EXPECT_EQ(early.collected, 4);
  EXPECT_EQ(early.session, session);
  ASSERT_FALSE(early.questions.empty());
  for (const auto& question : early.questions) EXPECT_EQ(question.state, forms::ResultState::Masked);

  const auto fifth = answer<ResultsReady>();
  ASSERT_EQ(fifth.size(), 1u) << "without being asked";
  EXPECT_EQ(fifth[0].collected, 5);
  EXPECT_EQ(fifth[0].next_update_at, 10);
  EXPECT_TRUE(std::ranges::any_of(fifth[0].questions, [](const auto& question) { return question.state == forms::ResultState::Shown && question.people == 5; }));

  const auto sixth = answer<ResultsReady>();
  ASSERT_EQ(sixth.size(), 1u);
  EXPECT_EQ(sixth[0].collected, 6);
  EXPECT_EQ(sixth[0].questions, fifth[0].questions) << "no chart moves for one person";

  terminal.workers->post(ForgetResults{});
  EXPECT_TRUE(answer<ResultsReady>().empty());
  // What was shown outlives the lock: seven answers, and still the charts of five.
  terminal.reopen();
  EXPECT_EQ(terminal.did<ResultsReady>(UnlockResults{session, words, "fr"}).questions, fifth[0].questions);
}

TEST_F(InSession, OtherWordsOpenNothing) {
  answer<AnswerKept>();
  const auto failed = terminal.did<ResultsFailed>(UnlockResults{session, "pomme poire raisin cerise fraise", "fr"});
  EXPECT_EQ(failed.failure, "untrusted");
  EXPECT_EQ(failed.session, session);
  EXPECT_EQ(terminal.did<ResultsFailed>(UnlockResults{session, "pomme", "fr"}).failure, "invalid_input");
  EXPECT_TRUE(answer<ResultsReady>().empty());
}

TEST_F(InSession, ClosingSealsAListThatMissesNothing) {
  for (int i = 0; i < 3; ++i) answer<AnswerKept>();
  const auto closed = terminal.did<SessionClosed>(SealSessionList{session});
  ASSERT_EQ(closed.sessions.size(), 1u);
  EXPECT_FALSE(closed.sessions[0].open);
  EXPECT_EQ(closed.sessions[0].collected, 3);
  EXPECT_EQ(terminal.did<SessionFailed>(SealSessionList{session}).failure, "refused");
  EXPECT_EQ(answer<AnswerFailed>().at(0).failure, "refused");

  EXPECT_EQ(terminal.did<SyncEnded>(Synchronise{}).envelopes_sent, 4u);
  std::optional<protocol::SessionList> list;
  std::vector<protocol::RecordId> here;
  for (const auto& [id, record] : terminal.world.pull()) {
    EXPECT_EQ(record.session, session);
    if (record.kind == protocol::RecordKind::SessionList) list = must(protocol::session_list(record));
    else here.push_back(id);
  }
  ASSERT_TRUE(list);
  EXPECT_TRUE(protocol::compare(*list, here).complete());
  EXPECT_EQ(here.size(), 3u);
}

TEST(Workers, GuardTheDoorByThePin) {
  Terminal terminal(false);
  EXPECT_EQ(terminal.does<PinAccepted>(CheckPin{"2580"}).size(), 1u);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(terminal.does<PinRefused>(CheckPin{"0000"}).size(), 1u);
  const auto refused = terminal.did<PinRefused>(CheckPin{"2580"});
  EXPECT_GT(refused.wait_seconds, 0) << "the right one too has to wait now";
  terminal.world.clock.advance(std::chrono::seconds(refused.wait_seconds));
  EXPECT_EQ(terminal.does<PinAccepted>(CheckPin{"2580"}).size(), 1u);
}

TEST(Workers, SayThatNobodyAnswersAndGoOn) {
  Terminal terminal;
  terminal.world.stop();
  EXPECT_EQ(terminal.did<SyncEnded>(Synchronise{}).result, "unavailable");
  EXPECT_EQ(terminal.did<LibraryLoaded>(LoadLibrary{}).library.bundles.size(), 2u);
}

TEST(Workers, AskForAnEnrolmentBeforeTheFirstSynchronisation) {
  escale::test::TemporaryFolder folder;
  RealFiles files;
  SystemRandom random;
  ManualClock clock{must(parse_timestamp("2026-11-24T09:00:00Z"))};
  WorkersOptions options;
  options.data = folder.path() / "borne";
  for (const char* hub : {"", "http://127.0.0.1:1"}) {
    options.hub = hub;
    const auto workers = must(Workers::open(options, files, clock, random));
    workers->post(Synchronise{});
    workers->settle();
    std::string result;
    for (const Action& action : workers->poll())
      if (const auto* ended = std::get_if<SyncEnded>(&action)) result = ended->result;
    EXPECT_EQ(result, "refused");
  }
}

TEST(Workers, NoDoorWaitsForTheNetworkAndASynchronisationCanBeStopped) {
  Terminal terminal;
  SilentHub silent;
  terminal.options.hub = silent.address();
  terminal.reopen();
  std::atomic<int> woken{0};
  terminal.workers->set_waker([&] { ++woken; });
  terminal.workers->post(Synchronise{});
  terminal.workers->post(Synchronise{});  // one is under way
  terminal.workers->post(CheckPin{"2580"});
  terminal.workers->post(LoadLibrary{});
  bool door = false, library = false, ended = false;
  while (!(door && library) && !ended) {  // ends only when the door did not wait; a synchronisation that gave up first fails below
    for (const Action& action : terminal.workers->poll()) {
      door |= std::holds_alternative<PinAccepted>(action);
      library |= std::holds_alternative<LibraryLoaded>(action);
      ended |= std::holds_alternative<SyncEnded>(action);
    }
    std::this_thread::yield();
  }
  EXPECT_FALSE(ended);
  EXPECT_GE(woken.load(), 2);
  terminal.workers->post(StopSynchronising{});
  terminal.workers->settle();
  int ends = 0;
  for (const Action& action : terminal.workers->poll()) {
    if (const auto* end = std::get_if<SyncEnded>(&action)) {
      ++ends;
      EXPECT_EQ(end->result, "cancelled");
    }
  }
  EXPECT_EQ(ends, 1);
}

}  // namespace
}  // namespace escale::app
