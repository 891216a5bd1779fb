#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "content-bundles/forms/results.hpp"
#include "tests/kiosk/store/world.hpp"

namespace escale::store {
namespace {
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Spearman's correlation between when things came (their index) and where they are: 1 in the order of arrival, -1 reversed.
double order_kept(const std::vector<std::size_t>& places) {
  std::vector<std::size_t> by_place(places.size());
  std::iota(by_place.begin(), by_place.end(), 0u);
  std::sort(by_place.begin(), by_place.end(), [&](auto a, auto b) { return places[a] < places[b]; });
  double squares = 0;
  for (std::size_t rank = 0; rank < by_place.size(); ++rank) {
    const double difference = static_cast<double>(rank) - static_cast<double>(by_place[rank]);
    squares += difference * difference;
  }
  const double n = static_cast<double>(places.size());
  return 1 - 6 * squares / (n * (n * n - 1));
}

TEST(Sealing, AnAnonymousRecordCarriesNoClockAndNoCounter) {
  test::StoreWorld world;
  const auto answer = world.seal(nullptr, "bonjour");
  const auto opened = must(protocol::open_envelope(answer.envelope.file, world.people.readers));
  EXPECT_EQ(opened.terminal, world.store->identity().verify_key());
  EXPECT_EQ(opened.record.id, answer.record);
  EXPECT_EQ(opened.record.kind, protocol::RecordKind::FormAnswer);
  EXPECT_FALSE(opened.record.sequence);
  EXPECT_FALSE(opened.record.day);
  EXPECT_FALSE(opened.record.session);
  EXPECT_EQ(opened.record.body, world.answers("bonjour"));
  EXPECT_EQ(must(protocol::decode_postmark(protocol::encode_postmark(answer.postmark))).sha256, answer.envelope.sha256);
  EXPECT_TRUE(answer.session_copy.empty());
}

TEST(Sealing, ASessionsCopyOpensWithItsWordsOnly) {
  test::StoreWorld world;
  auto fresh = must(make_session("Journée", world.people.mailbox.id, {world.people.version}, world.people.day, world.people.random));
  must(world.store->sessions().create(fresh.opening));
  must(world.store->keep_answer(world.seal(&fresh.opening, "un")));
  must(world.store->keep_answer(world.seal(&fresh.opening, "deux")));
  const auto key = must(session_key(fresh.opening, fresh.words));
  const auto copies = must(world.store->sessions().copies(fresh.opening.id));
  const auto records = must(open_copies(copies, fresh.opening, key, world.store->identity().verify_key()));
  std::vector<std::string> words;
  for (const auto& record : records) {
    EXPECT_EQ(record.day, world.people.day);
    words.push_back(record.body);
  }
  EXPECT_THAT(words, testing::UnorderedElementsAre(HasSubstr(">un<"), HasSubstr(">deux<")));
  // Members' keys are for members; these words are for this session.
  EXPECT_FALSE(open_copies(copies, fresh.opening, world.people.readers[0], world.store->identity().verify_key()));
  EXPECT_EQ(open_copies(copies, fresh.opening, key, world.people.terminal.verify_key()).error().code, Code::Untrusted);
  EXPECT_EQ(session_key(fresh.opening, "abri abri abri abri abri").error().code, Code::Untrusted);
}

TEST(Sealing, ASessionOfAnotherMailboxIsRefused) {
  test::StoreWorld world;
  protocol::SessionOpening other = world.people.session;
  other.mailbox = "autre";
  const AnswerDraft draft{world.people.version, world.answers()};
  EXPECT_EQ(seal_answer(draft, world.people.mailbox, &other, world.store->identity(), world.people.random).error().code, Code::Conflict);
}

TEST(Sessions, OneAtATimeNewestFirst) {
  test::StoreWorld world;
  EXPECT_FALSE(must(world.store->sessions().current()));
  const auto first = world.open_session();
  EXPECT_EQ(must(world.store->sessions().current())->opening, first);
  protocol::SessionOpening second = first;
  second.id = protocol::SessionId::random(world.people.random);
  const auto refused = world.store->sessions().create(second);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::Conflict);
  EXPECT_THAT(refused.error().message, HasSubstr(first.title));
  must(world.store->close_session(first.id));
  must(world.store->sessions().create(second));
  const auto list = must(world.store->sessions().list());
  ASSERT_THAT(list, SizeIs(2));
  EXPECT_EQ(list[0].opening, second);
  EXPECT_TRUE(list[0].open);
  EXPECT_EQ(list[1].opening, first);
  EXPECT_FALSE(list[1].open);
}

TEST(Sessions, TheSealedListNamesExactlyWhatWasKept) {
  test::StoreWorld world;
  const auto session = world.open_session();
  std::vector<protocol::RecordId> ids;
  for (int i = 0; i < 47; ++i) {
    const auto answer = world.seal(&session);
    must(world.store->keep_answer(answer));
    ids.push_back(answer.record);
  }
  must(world.store->keep_answer(world.seal(nullptr)));  // outside the session
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(must(world.store->sessions().records(session.id)), ids);
  EXPECT_EQ(must(world.store->sessions().find(session.id)).collected, 47);
  const auto before = must(world.store->outbox().pending());
  must(world.store->close_session(session.id));
  std::vector<protocol::RecordId> here;
  std::optional<protocol::SessionList> list;
  for (const auto& digest : must(world.store->outbox().pending())) {
    const auto opened = must(protocol::open_envelope(must(world.store->outbox().load(digest)).file, world.people.readers));
    if (opened.record.kind == protocol::RecordKind::SessionList) {
      EXPECT_EQ(opened.record.session, session.id);
      list = must(protocol::session_list(opened.record));
    } else if (opened.record.session == session.id) {
      here.push_back(opened.record.id);
    }
  }
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->closed);
  const auto complete = protocol::compare(*list, here);
  EXPECT_EQ(complete.collected, 47u);
  EXPECT_TRUE(complete.complete());
  EXPECT_THAT(complete.unlisted, IsEmpty());
  // Closed for good; its results can still be opened.
  EXPECT_EQ(world.store->close_session(session.id).error().code, Code::Refused);
  const auto late = world.seal(&session);
  EXPECT_EQ(world.store->keep_answer(late).error().code, Code::Refused);
  EXPECT_FALSE(world.store->outbox().load(late.envelope.sha256));
  EXPECT_EQ(must(world.store->sessions().find(session.id)).collected, 47);
  EXPECT_THAT(must(world.store->sessions().copies(session.id)), SizeIs(47));
  EXPECT_THAT(must(world.store->sessions().records(session.id)), IsEmpty());
}

TEST(Sessions, WithoutItsMailboxASessionStaysOpen) {
  test::StoreWorld world;
  const auto session = world.open_session();
  must(world.store->installed().remove({"mailboxes/clts-demo.json"}));
  EXPECT_EQ(world.store->close_session(session.id).error().code, Code::NotFound);
  EXPECT_TRUE(must(world.store->sessions().current()));
  world.install_mailbox();
  must(world.store->close_session(session.id));
}

TEST(Sessions, BoardsOutliveTheProgram) {
  test::StoreWorld world;
  const auto session = world.open_session();
  EXPECT_EQ(must(world.store->sessions().board(session.id, world.people.version.digest)), "");
  const auto charts = forms::charts_of(*world.people.form);
  forms::ResultsBoard board(charts);
  const auto answer = must(forms::Submission::parse(*world.people.form, must(forms::body_instance(world.answers()))));
  const std::vector<forms::Submission> all(6, answer);
  EXPECT_TRUE(board.update(all));
  must(world.store->sessions().save_board(session.id, world.people.version.digest, board.save()));
  world.reopen();
  const auto saved = must(world.store->sessions().board(session.id, world.people.version.digest));
  EXPECT_EQ(must(forms::ResultsBoard::restore(charts, saved)).results(), board.results());
}

TEST(Sessions, ExpiredOnesAreForgottenWithTheirCopies) {
  test::StoreWorld world;
  must(world.store->facts().advance_time(world.people.now));
  const auto session = world.open_session();
  must(world.store->keep_answer(world.seal(&session)));
  EXPECT_EQ(world.store->sessions().forget(session.id).error().code, Code::Refused);
  must(world.store->close_session(session.id));
  must(world.store->sessions().save_board(session.id, world.people.version.digest, "{}"));
  const auto kept = must(world.store->outbox().pending());
  must(world.store->facts().advance_time(world.people.now + std::chrono::days(world.people.mailbox.retention_days)));
  EXPECT_EQ(must(world.store->forget_expired()), Store::Forgotten());
  must(world.store->facts().advance_time(world.people.now + std::chrono::days(world.people.mailbox.retention_days + 1)));
  EXPECT_EQ(must(world.store->forget_expired()).sessions, 1u);
  EXPECT_THAT(must(world.store->sessions().list()), IsEmpty());
  EXPECT_EQ(must(world.store->outbox().pending()), kept);  // what was not released still waits
}

TEST(Answers, NothingReadableRests) {
  test::StoreWorld world;
  const auto session = world.open_session();
  const std::string planted = "Zorglub-habite-au-troisieme";
  for (int i = 0; i < 10; ++i) must(world.store->keep_answer(world.seal(&session, planted + std::to_string(i))));
  must(world.store->keep_answer(world.seal(nullptr, planted)));
  EXPECT_EQ(world.everything().find("Zorglub"), std::string::npos);
  must(world.store->close_session(session.id));
  world.store.reset();
  const std::string all = world.everything();
  EXPECT_GT(all.size(), 50'000u);
  EXPECT_EQ(all.find("Zorglub"), std::string::npos);
  EXPECT_EQ(all.find("\"humeur\""), std::string::npos);
}

TEST(Answers, TheFilesDoNotTellTheirOrder) {
  std::vector<std::size_t> sorted(200);
  std::iota(sorted.begin(), sorted.end(), 0u);
  ASSERT_NEAR(order_kept(sorted), 1, 1e-9);  // what a table in order of arrival would give

  test::StoreWorld world;
  const auto session = world.open_session();
  std::vector<SealedAnswer> answers;
  for (int i = 0; i < 200; ++i) {
    answers.push_back(world.seal(&session));
    must(world.store->keep_answer(answers.back()));
    // The log of commits, which would tell, is empty after each.
    std::error_code none;
    const auto log = std::filesystem::file_size(world.store->folder().state_database().string() + "-wal", none);
    ASSERT_TRUE(none || log == 0) << i;
  }
  const std::string all = world.everything();
  const auto places = [&](auto&& bytes_of) {
    std::vector<std::size_t> out;
    for (const auto& answer : answers) {
      const std::string_view piece = bytes_of(answer);
      const auto at = all.find(piece);
      EXPECT_NE(at, std::string::npos);
      // Once: a copy left behind at an older place would tell which one moved.
      EXPECT_EQ(all.find(piece, at + 1), std::string::npos);
      out.push_back(at);
    }
    return out;
  };
  // Six standard deviations of what chance gives for 200.
  constexpr double kChance = 6 / 14.1;
  const auto files = places([](const SealedAnswer& it) { return as_text(ByteView(it.envelope.file).subspan(60, 40)); });
  EXPECT_LT(std::abs(order_kept(files)), kChance);
  const auto copies = places([](const SealedAnswer& it) { return as_text(ByteView(it.session_copy).subspan(60, 40)); });
  EXPECT_LT(std::abs(order_kept(copies)), kChance);
  const auto ids = places([](const SealedAnswer& it) { return as_text(it.record.bytes()); });
  EXPECT_LT(std::abs(order_kept(ids)), kChance);
  // The answer that came last is not where last things go.
  EXPECT_NE(std::max_element(files.begin(), files.end()), files.end() - 1);
}

TEST(Status, SaysCountsAndVersionsAndGrows) {
  test::StoreWorld world;
  must(world.store->facts().begin_boot(protocol::BootId::random(world.people.random)));
  must(world.store->facts().note_boot_time(std::chrono::seconds(3)));
  const auto session = world.open_session();
  must(world.store->keep_answer(world.seal(&session)));
  const auto first = must(world.store->status("escale-kiosk 0.1.0"));
  const auto request = must(world.store->sync_request("escale-kiosk 0.1.0"));
  const auto second = must(protocol::open_status(*request.status));
  EXPECT_EQ(second.number, first.number + 1);
  EXPECT_EQ(second.terminal, world.store->identity().verify_key());
  EXPECT_EQ(second.outbox.pending, 1);
  EXPECT_THAT(second.installed, IsEmpty());  // bundles only
  EXPECT_THAT(second.boots, SizeIs(1));
  EXPECT_GT(second.free_bytes, 0);
  EXPECT_THAT(request.installed, ElementsAre(testing::Key("mailboxes/clts-demo.json")));
  EXPECT_EQ(request.status->find(session.title), std::string::npos);
}

TEST(Answers, TwoConnectionsShareOneFolder) {
  test::StoreWorld world;
  auto transfer = must(Store::open(world.data(), world.files, world.people.random));
  EXPECT_EQ(transfer->identity().verify_key(), world.store->identity().verify_key());
  const auto session = world.open_session();
  for (int i = 0; i < 20; ++i) {
    const auto answer = world.seal(&session);
    must(world.store->keep_answer(answer));
    EXPECT_EQ(must(transfer->outbox().load(answer.envelope.sha256)).file, answer.envelope.file);
    if (i % 2 == 0) must(transfer->outbox().mark_released(std::vector{answer.envelope.sha256}));
  }
  EXPECT_EQ(must(world.store->outbox().counts()), (protocol::OutboxCounts{10, 0, 10}));
}

}  // namespace
}  // namespace escale::store
