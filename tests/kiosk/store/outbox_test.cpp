// The rules of client::Outbox, asked of the terminal's and of the one in memory that other tests trust.
#include "kiosk/store/outbox_repository.hpp"

#include <gmock/gmock.h>

#include "tests/kiosk/store/world.hpp"
#include "tests/support/memory_outbox.hpp"

namespace escale::store {
namespace {
using test::must;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct InMemory {
  escale::test::MemoryOutbox box;
  client::Outbox& outbox() { return box; }
  void add(const protocol::Envelope& envelope, const protocol::Postmark& postmark) { box.add(envelope, postmark); }
};
struct OnDisk {
  test::StoreWorld world;
  client::Outbox& outbox() { return world.store->outbox(); }
  void add(const protocol::Envelope& envelope, const protocol::Postmark& postmark) {
    SealedAnswer answer;
    answer.envelope = envelope;
    answer.postmark = postmark;
    answer.mailbox = postmark.mailbox;
    must(world.store->keep_answer(answer));
  }
};

template <class Kind>
class OutboxRules : public testing::Test {
 protected:
  Kind kind;
  test::MailboxWorld people;
  protocol::GenerationId first = protocol::GenerationId::random(people.random);
  protocol::GenerationId second = protocol::GenerationId::random(people.random);

  client::Outbox& box() { return kind.outbox(); }
  crypto::Digest add(const std::string& mailbox = "clts-demo") {
    const auto envelope = people.seal(people.record(people.answers("bien")));
    kind.add(envelope, protocol::make_postmark(people.terminal, mailbox, 1, envelope.sha256));
    return envelope.sha256;
  }
  protocol::OutboxCounts counts() { return must(box().counts()); }
};
using Kinds = testing::Types<InMemory, OnDisk>;
TYPED_TEST_SUITE(OutboxRules, Kinds);

TYPED_TEST(OutboxRules, KeepsAnEnvelopeUntilItIsReleased) {
  const auto digest = this->add();
  EXPECT_THAT(must(this->box().pending()), ElementsAre(digest));
  const auto loaded = must(this->box().load(digest));
  EXPECT_EQ(crypto::sha256(loaded.file), digest);
  EXPECT_EQ(must(protocol::decode_postmark(loaded.postmark)).sha256, digest);
  const std::vector sent = {digest};
  must(this->box().mark_received(sent, this->first));
  EXPECT_THAT(must(this->box().pending()), IsEmpty());
  EXPECT_EQ(must(this->box().load(digest)).file, loaded.file);
  EXPECT_EQ(this->counts(), (protocol::OutboxCounts{0, 1, 0}));
  must(this->box().mark_released(sent));
  EXPECT_EQ(this->box().load(digest).error().code, Code::NotFound);
  EXPECT_EQ(this->counts(), (protocol::OutboxCounts{0, 0, 1}));
}

TYPED_TEST(OutboxRules, IgnoresDigestsItDoesNotHold) {
  const auto digest = this->add();
  const std::vector others = {crypto::sha256(as_bytes("other"))};
  must(this->box().mark_received(others, this->first));
  must(this->box().mark_released(others));
  EXPECT_THAT(must(this->box().pending()), ElementsAre(digest));
  EXPECT_EQ(this->counts(), (protocol::OutboxCounts{1, 0, 0}));
}

TYPED_TEST(OutboxRules, SendsAgainToAnotherGenerationWhatWasNotReleased) {
  const auto kept = this->add();
  const auto released = this->add();
  must(this->box().set_generation(this->first));
  must(this->box().mark_received(std::vector{kept, released}, this->first));
  must(this->box().mark_released(std::vector{released}));
  must(this->box().set_generation(this->first));
  EXPECT_THAT(must(this->box().pending()), IsEmpty());
  must(this->box().set_generation(this->second));
  EXPECT_THAT(must(this->box().pending()), ElementsAre(kept));
}

TYPED_TEST(OutboxRules, AReceiptOfAnotherGenerationLeavesItPending) {
  const auto digest = this->add();
  must(this->box().set_generation(this->second));
  must(this->box().mark_received(std::vector{digest}, this->first));
  EXPECT_THAT(must(this->box().pending()), ElementsAre(digest));
}

TYPED_TEST(OutboxRules, NamesTheMailboxesThatWait) {
  EXPECT_THAT(must(this->box().mailboxes()), IsEmpty());
  const auto a = this->add("b-second");
  this->add("a-first");
  this->add("a-first");
  EXPECT_THAT(must(this->box().mailboxes()), ElementsAre("a-first", "b-second"));
  must(this->box().mark_released(std::vector{a}));
  EXPECT_THAT(must(this->box().mailboxes()), ElementsAre("a-first"));
}

TYPED_TEST(OutboxRules, KeepsCursors) {
  EXPECT_EQ(must(this->box().cursor("releases/hub/a")), "");
  must(this->box().set_cursor("releases/hub/a", "12"));
  must(this->box().set_cursor("releases/hub/a", "13"));
  must(this->box().set_cursor("releases/usb/a", "1"));
  EXPECT_EQ(must(this->box().cursor("releases/hub/a")), "13");
}

TYPED_TEST(OutboxRules, HoldsManyAndReleasesTheRightOnes) {
  std::vector<crypto::Digest> all;
  for (int i = 0; i < 60; ++i) all.push_back(this->add());
  std::vector<crypto::Digest> half(all.begin(), all.begin() + 30);
  must(this->box().mark_released(half));
  for (const auto& digest : half) EXPECT_FALSE(this->box().load(digest));
  for (std::size_t i = 30; i < 60; ++i) EXPECT_EQ(crypto::sha256(must(this->box().load(all[i])).file), all[i]);
  for (int i = 0; i < 30; ++i) all.push_back(this->add());
  for (std::size_t i = 30; i < all.size(); ++i) EXPECT_EQ(crypto::sha256(must(this->box().load(all[i])).file), all[i]);
  EXPECT_EQ(must(this->box().pending()).size(), 60u);
}

TEST(Outbox, SurvivesTheProgram) {
  OnDisk kind;
  const auto answer = kind.world.seal(nullptr);
  must(kind.world.store->keep_answer(answer));
  must(kind.outbox().mark_received(std::vector{answer.envelope.sha256}, protocol::GenerationId::random(kind.world.people.random)));
  must(kind.outbox().set_cursor("c", "7"));
  kind.world.reopen();
  EXPECT_EQ(must(kind.outbox().counts()), (protocol::OutboxCounts{0, 1, 0}));
  EXPECT_EQ(must(kind.outbox().cursor("c")), "7");
  EXPECT_EQ(must(kind.outbox().load(answer.envelope.sha256)).file, answer.envelope.file);
}

TEST(Outbox, RefusesTheSameEnvelopeTwice) {
  OnDisk kind;
  const auto answer = kind.world.seal(nullptr);
  must(kind.world.store->keep_answer(answer));
  EXPECT_EQ(kind.world.store->keep_answer(answer).error().code, Code::Conflict);
  EXPECT_EQ(must(kind.outbox().counts()).pending, 1);
}

TEST(Outbox, SaysWhenTheDiskChangedAnEnvelope) {
  OnDisk kind;
  const auto answer = kind.world.seal(nullptr);
  must(kind.world.store->keep_answer(answer));
  {
    auto database = must(db::Database::open(kind.world.store->folder().state_database()));
    must(database.execute("UPDATE outbox_files SET file = zeroblob(10)"));
  }
  EXPECT_EQ(kind.outbox().load(answer.envelope.sha256).error().code, Code::Corrupt);
}

}  // namespace
}  // namespace escale::store
