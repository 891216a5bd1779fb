// The store and the plan of synchronisation together, over a USB key: content comes down and is shown, answers go up and are let go.
#include <gmock/gmock.h>

#include "sync/client/folder_carrier.hpp"
#include "sync/protocol/receipt.hpp"
#include "sync/repository/acceptance.hpp"
#include "tests/content-bundles/format/example.hpp"
#include "tests/kiosk/store/world.hpp"

namespace escale::store {
namespace {
using test::must;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Key : public testing::Test {
 protected:
  Key() {
    must(world.store->installed().remove({"mailboxes/clts-demo.json"}));
    for (int i = 0; i < 3; ++i) signers.push_back(crypto::SigningKey::generate(world.people.random));
    std::vector<crypto::VerifyKey> keys;
    for (const auto& key : signers) keys.push_back(key.verify_key());
    const repository::RoleKeys off_line{keys, 2}, on_line{{online.verify_key()}, 1};
    world.people.fleet.hub_keys = {{"Le hub", hub.verify_key()}};
    world.people.fleet.terminals[0].key = world.store->identity().verify_key();
    protocol::ReviewersList list;
    list.reviewers = {{"Inès", doctrine.verify_key(), {"doctrine"}}};
    list.required = {{"course", {"doctrine"}}};
    auto draft = open_draft();
    must(draft.create({off_line, off_line, on_line, on_line}, now));
    add(draft, std::string(protocol::kFleetTarget), must(protocol::encode_fleet(world.people.fleet)));
    add(draft, "mailboxes/clts-demo.json", must(protocol::encode_mailbox(world.people.mailbox)));
    add(draft, std::string(protocol::kReviewersTarget), must(protocol::encode_reviewers(list)));
    publish(draft);
    must(world.store->place_root(must(world.files.read(tree() / "metadata" / "1.root.json", 1 << 20))));
  }
  Path tree() const { return world.folder.path() / "key"; }
  repository::Draft open_draft() { return must(repository::Draft::open(world.files, world.folder.path() / "draft", tree())); }
  void add(repository::Draft& draft, const std::string& name, std::string_view text) { must(draft.add_target("targets", name, as_bytes(text), now)); }
  void publish(repository::Draft& draft) {
    must(draft.sign(signers[0]));
    must(draft.sign(signers[1]));
    const repository::OnlineKeys keys{{&online}, {&online}};
    must(repository::write_tree(world.files, tree(), must(repository::accept_candidate(world.files, tree(), must(draft.candidate()), keys, now))));
    must(draft.discard());
  }
  void publish_bundle(const format::BuiltBundle& bundle, bool approved) {
    std::string manifest = to_text(bundle.manifest);
    if (approved) manifest = must(protocol::with_approvals(manifest, {protocol::make_approval("doctrine", must(protocol::approval_digest(manifest)), doctrine)}));
    for (const auto& [digest, bytes] : bundle.blobs) must(world.files.write_atomic(tree() / protocol::blob_path(digest), bytes));
    auto draft = open_draft();
    add(draft, "bundles/maltraitance.json", manifest);
    publish(draft);
  }
  /// As the transfer worker does it: with a store of its own.
  client::SyncSummary synchronise() {
    auto transfer = must(Store::open(world.data(), world.files, world.people.random));
    client::BlobFolder blobs(transfer->folder().blobs(), world.files);
    const auto request = must(transfer->sync_request("escale-kiosk 0.1.0"));
    const client::CancelFlag never;
    auto summary = must(client::sync_once(carrier, request, transfer->outbox(), blobs, world.files, world.people.random, never));
    report = must(transfer->take(summary));
    return summary;
  }

  test::StoreWorld world;
  Timestamp now = world.people.now;
  std::vector<crypto::SigningKey> signers;
  crypto::SigningKey online = crypto::SigningKey::generate(world.people.random);
  crypto::SigningKey hub = crypto::SigningKey::generate(world.people.random);
  crypto::SigningKey doctrine = crypto::SigningKey::generate(world.people.random);
  client::FolderCarrier carrier{tree(), world.files};
  InstallReport report;
};

TEST_F(Key, BringsListsThenContentAndTrustedTime) {
  EXPECT_TRUE(world.store->has_root());
  const Bytes root = must(world.files.read(tree() / "metadata" / "1.root.json", 1 << 20));
  EXPECT_EQ(must(world.store->facts().setting(Setting::RootDigest)), crypto::sha256(root).hex());
  must(world.store->place_root(root));  // the same one again is harmless
  EXPECT_FALSE(world.store->place_root(as_bytes("{}")));
  EXPECT_EQ(must(world.store->facts().setting(Setting::RootDigest)), crypto::sha256(root).hex());
  EXPECT_THAT(synchronise().problems, IsEmpty());
  EXPECT_THAT(report.installed, UnorderedElementsAre("fleet/terminals.json", "mailboxes/clts-demo.json", "reviewers.json"));
  EXPECT_EQ(must(world.store->facts().trusted_time()), now);
  EXPECT_EQ(must(world.store->installed().fleet()), world.people.fleet);

  publish_bundle(format::test::example_bundle(1), true);
  EXPECT_THAT(synchronise().problems, IsEmpty());
  EXPECT_THAT(report.installed, ElementsAre("bundles/maltraitance.json"));
  must(must(world.store->installed().bundle("maltraitance")).check_all());
  // Again: nothing new, nothing fetched twice.
  const auto again = synchronise();
  EXPECT_THAT(again.problems, IsEmpty());
  EXPECT_THAT(again.ready, IsEmpty());
  EXPECT_EQ(again.blobs_fetched, 0u);
}

TEST_F(Key, ABundleThatNobodyApprovedDoesNotReplaceTheOldOne) {
  publish_bundle(format::test::example_bundle(1), true);
  synchronise();
  publish_bundle(format::test::example_bundle(2), false);
  synchronise();
  ASSERT_THAT(report.refused, SizeIs(1));
  EXPECT_EQ(report.refused[0].code, Code::Untrusted);
  EXPECT_EQ(must(world.store->installed().manifests())[0].version, 1);
  must(must(world.store->installed().bundle("maltraitance")).check_all());
  publish_bundle(format::test::example_bundle(3), true);
  synchronise();
  EXPECT_EQ(must(world.store->installed().manifests())[0].version, 3);
  EXPECT_THAT(synchronise().ready, IsEmpty());  // the second one's refusal is forgotten
}

TEST_F(Key, WhatWasRefusedIsNotFetchedAgainUntilTheRulesChange) {
  publish_bundle(format::test::example_bundle(1), false);
  EXPECT_GT(synchronise().blobs_fetched, 0u);
  EXPECT_THAT(report.refused, SizeIs(1));
  const auto again = synchronise();
  EXPECT_EQ(again.blobs_fetched, 0u);
  EXPECT_THAT(report.refused, IsEmpty());
  EXPECT_THAT(must(world.store->installed().manifests()), IsEmpty());
  auto draft = open_draft();
  add(draft, std::string(protocol::kReviewersTarget), must(protocol::encode_reviewers({})));
  publish(draft);
  synchronise();
  EXPECT_THAT(report.installed, ElementsAre("reviewers.json"));
  EXPECT_GT(synchronise().blobs_fetched, 0u);
  EXPECT_THAT(report.installed, ElementsAre("bundles/maltraitance.json"));
}

TEST_F(Key, ANewerProgramJudgesAnew) {
  publish_bundle(format::test::example_bundle(1), false);
  synchronise();
  const std::string refused = "bundles/maltraitance.json";
  EXPECT_TRUE(must(world.store->installed().not_to_fetch("escale-kiosk 0.1.0")).contains(refused));
  EXPECT_FALSE(must(world.store->installed().not_to_fetch("escale-kiosk 0.2.0")).contains(refused));
}

TEST_F(Key, ABlobThatTheDiskDamagedIsFetchedAgain) {
  const auto bundle = format::test::example_bundle(1);
  publish_bundle(bundle, true);
  synchronise();
  client::BlobFolder blobs(world.store->folder().blobs(), world.files);
  const crypto::Digest first = bundle.blobs.begin()->first;
  EXPECT_EQ(must(world.store->installed().drop_damaged()), 0u);
  must(world.files.write_atomic(blobs.path(first), as_bytes("rot")));
  EXPECT_EQ(must(world.store->installed().drop_damaged()), 1u);
  EXPECT_FALSE(must(world.store->installed().bundle("maltraitance")).check_all());
  EXPECT_EQ(synchronise().blobs_fetched, 1u);
  EXPECT_THAT(report.installed, ElementsAre("bundles/maltraitance.json"));
  must(must(world.store->installed().bundle("maltraitance")).check_all());
}

TEST_F(Key, WhatTheRepositoryNoLongerNamesGoes) {
  publish_bundle(format::test::example_bundle(1), true);
  synchronise();
  auto draft = open_draft();
  must(draft.remove_target("targets", "bundles/maltraitance.json", now));
  publish(draft);
  synchronise();
  EXPECT_THAT(must(world.store->installed().manifests()), IsEmpty());
  for (const auto& [digest, bytes] : format::test::example_bundle(1).blobs)
    EXPECT_FALSE(client::BlobFolder(world.store->folder().blobs(), world.files).has(digest));
}

TEST_F(Key, AnswersStayUntilASignedRelease) {
  synchronise();
  const auto session = world.open_session();
  for (int i = 0; i < 5; ++i) must(world.store->keep_answer(world.seal(&session)));
  must(world.store->close_session(session.id));
  const auto sent = must(world.store->outbox().pending());
  ASSERT_THAT(sent, SizeIs(6));
  EXPECT_EQ(synchronise().envelopes_sent, 6u);
  EXPECT_EQ(must(carrier.envelopes()), sent);
  // On a key is not yet in a mailbox.
  EXPECT_EQ(must(world.store->outbox().counts()), (protocol::OutboxCounts{6, 0, 0}));

  must(carrier.add_receipt(must(protocol::sign_receipt({protocol::GenerationId::random(world.people.random), world.people.day, sent}, hub))));
  EXPECT_EQ(synchronise().received, 6u);
  EXPECT_EQ(must(world.store->outbox().counts()), (protocol::OutboxCounts{0, 6, 0}));

  protocol::Release release{world.people.mailbox.id, protocol::ReleaseReason::Pulled, sent};
  must(carrier.add_release(world.people.mailbox.id, must(protocol::sign_release(release, hub))));  // not a reader
  synchronise();
  EXPECT_EQ(must(world.store->outbox().counts()), (protocol::OutboxCounts{0, 6, 0}));
  must(carrier.add_release(world.people.mailbox.id, must(protocol::sign_release(release, world.people.reader_signing))));
  EXPECT_EQ(synchronise().released, 6u);
  EXPECT_EQ(must(world.store->outbox().counts()), (protocol::OutboxCounts{0, 0, 6}));
  // The facilitator still has the results.
  EXPECT_THAT(must(world.store->sessions().copies(session.id)), SizeIs(5));
  const auto status = must(protocol::open_status(must(carrier.statuses()).at(0)));
  EXPECT_EQ(status.terminal, world.store->identity().verify_key());
}

}  // namespace
}  // namespace escale::store
