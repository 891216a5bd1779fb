// Codes on the terminal: what is sent carries them, nothing of them stays; and what is over its time goes, whoever forgot to close what.
#include <gmock/gmock.h>

#include "sync/protocol/rights.hpp"
#include "tests/kiosk/store/world.hpp"

namespace escale::store {
namespace {
using std::chrono::days;
using test::must;

class CodesTest : public testing::Test {
 protected:
  SealedAnswer seal(const crypto::SigningKey& key, std::optional<protocol::RecordId> replaces = {}, const protocol::SessionOpening* session = nullptr) {
    const AnswerDraft draft{world.people.version, world.answers()};
    const AnswerCode answer_code{key, replaces};
    return must(seal_answer(draft, world.people.mailbox, session, world.store->identity(), world.people.random, &answer_code));
  }
  protocol::SignedRecord opened(const SealedAnswer& answer) { return must(protocol::open_envelope(answer.envelope.file, world.people.readers)); }

  test::StoreWorld world;
  crypto::SigningKey code = crypto::SigningKey::generate(world.people.random);
};

TEST_F(CodesTest, AnAnswerCarriesThePublicHalfAndItsSignature) {
  const auto answer = seal(code);
  const auto record = opened(answer);
  EXPECT_EQ(record.record.rights, code.verify_key());
  EXPECT_EQ(record.record.id, protocol::first_record_id(code.verify_key()));
  EXPECT_FALSE(answer.corrects);
  must(world.store->keep_answer(answer));
  // Neither half of the key is on the terminal: whoever takes the disk cannot tell that this code answered here.
  std::string seed(as_text(code.seed().bytes()));
  EXPECT_EQ(world.everything().find(seed), std::string::npos);
  EXPECT_EQ(world.everything().find(std::string(code.verify_key().bytes.begin(), code.verify_key().bytes.end())), std::string::npos);
  EXPECT_EQ(world.everything().find(code.verify_key().hex()), std::string::npos);
}

TEST_F(CodesTest, ASecondCorrectionFollowsTheFirstOneThatWasMadeHere) {
  const auto original = protocol::first_record_id(code.verify_key());
  EXPECT_EQ(must(world.store->corrections().last_of(code.verify_key())), original) << "wherever it was given";
  const auto first = seal(code, original);
  EXPECT_EQ(opened(first).record.replaces, original);
  EXPECT_NE(first.record, original);
  must(world.store->keep_answer(first));
  world.reopen();
  EXPECT_EQ(must(world.store->corrections().last_of(code.verify_key())), first.record);
  const auto second = seal(code, must(world.store->corrections().last_of(code.verify_key())));
  must(world.store->keep_answer(second));
  EXPECT_EQ(opened(second).record.replaces, first.record);
  EXPECT_EQ(must(world.store->corrections().last_of(code.verify_key())), second.record);
  const auto other = crypto::SigningKey::generate(world.people.random);
  EXPECT_EQ(must(world.store->corrections().last_of(other.verify_key())), protocol::first_record_id(other.verify_key()));
}

TEST_F(CodesTest, AWithdrawalWaitsWithTheAnswersAndLooksLikeThem) {
  must(world.store->keep_answer(seal(code)));
  const auto withdrawal = must(seal_withdrawal(world.people.mailbox, code, world.store->identity(), world.people.random));
  must(world.store->keep_answer(withdrawal));
  EXPECT_EQ(must(world.store->outbox().pending()).size(), 2u);
  EXPECT_EQ(opened(withdrawal).record.kind, protocol::RecordKind::Withdrawal);
  EXPECT_EQ(withdrawal.envelope.file.size(), seal(code).envelope.file.size()) << "neither the terminal's disk nor the hub tells them apart";
}

TEST_F(CodesTest, ResultsInTheRoomCountTheCorrectionAlone) {
  const auto session = world.open_session();
  must(world.store->keep_answer(world.seal(&session)));
  const auto first = seal(code, std::nullopt, &session);
  must(world.store->keep_answer(first));
  const auto correction = seal(code, first.record, &session);
  must(world.store->keep_answer(correction));
  const auto records = must(open_copies(must(world.store->sessions().copies(session.id)), session, world.session_identity, world.store->identity().verify_key()));
  ASSERT_EQ(records.size(), 2u);
  for (const auto& record : records) EXPECT_NE(record.id, first.record);
  EXPECT_EQ(must(world.store->sessions().records(session.id)).size(), 3u) << "the list names all: none of them may get lost";
}

TEST_F(CodesTest, FinalisedBytesAreSentAgainAsTheyAre) {
  const auto answer = seal(code);
  must(world.store->keep_answer(answer));
  for (int turn = 0; turn < 3; ++turn) {
    world.reopen();
    EXPECT_EQ(must(world.store->outbox().load(answer.envelope.sha256)).file, answer.envelope.file);
  }
  EXPECT_FALSE(world.store->keep_answer(answer)) << "nor kept twice";
}

class OverTime : public CodesTest {
 protected:
  void go(int more) { must(world.store->facts().advance_time(world.people.now + days(more))); }
  int kept() const { return static_cast<int>(world.people.mailbox.retention_days); }
};

TEST_F(OverTime, ASessionThatNobodyClosedKeepsNoCopies) {
  go(0);
  const auto session = world.open_session();  // of 24 November
  must(world.store->keep_answer(world.seal(&session)));
  go(kept() - 1);
  EXPECT_EQ(must(world.store->forget_expired()), Store::Forgotten());
  go(kept());
  EXPECT_EQ(must(world.store->forget_expired()).copies, 1u);
  EXPECT_TRUE(must(world.store->sessions().copies(session.id)).empty());
  must(world.store->close_session(session.id));
  EXPECT_EQ(must(world.store->outbox().pending()).size(), 2u) << "the answer and the list still wait to be sent";
}

TEST_F(OverTime, AMailboxThatIsNamedNoMoreKeepsItsLastRule) {
  go(0);
  const auto session = world.open_session();
  must(world.store->keep_answer(world.seal(&session)));
  must(world.store->close_session(session.id));
  EXPECT_EQ(must(world.store->forget_expired()), Store::Forgotten());
  must(world.store->installed().remove({protocol::mailbox_target(world.people.mailbox.id)}));
  EXPECT_FALSE(world.store->installed().descriptor(world.people.mailbox.id));
  go(kept() + 1);
  EXPECT_EQ(must(world.store->forget_expired()).sessions, 1u);
}

TEST_F(OverTime, WhatACodeLeftAndDraftsUnderWordsGoToo) {
  go(0);
  must(world.store->keep_answer(seal(code, protocol::first_record_id(code.verify_key()))));
  const auto words = crypto::Identity::generate(world.people.random);
  must(world.store->drafts().keep(words.recipient(), as_bytes("page 1"), protocol::day_of(world.people.now) + days(7)));
  go(8);
  EXPECT_EQ(must(world.store->forget_expired()).drafts, 1u);
  go(kept() + 1);
  EXPECT_EQ(must(world.store->forget_expired()).corrections, 1u);
  EXPECT_EQ(must(world.store->corrections().last_of(code.verify_key())), protocol::first_record_id(code.verify_key()));
}

}  // namespace
}  // namespace escale::store
