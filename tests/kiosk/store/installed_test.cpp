#include "kiosk/store/installed_repository.hpp"

#include <gmock/gmock.h>

#include "sync/protocol/blobs.hpp"
#include "tests/content-bundles/format/example.hpp"
#include "tests/kiosk/store/world.hpp"

namespace escale::store {
namespace {
using test::must;
using test::ready;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Installing : public testing::Test {
 protected:
  test::StoreWorld world;
  crypto::SigningKey doctrine = crypto::SigningKey::generate(world.people.random);
  static constexpr const char* kName = "bundles/maltraitance.json";

  Installed& installed() { return world.store->installed(); }
  client::BlobFolder blobs() { return {world.store->folder().blobs(), world.files}; }
  /// The bundle's blobs in the folder, its manifest as a target.
  client::ReadyTarget fetched(const format::BuiltBundle& bundle) {
    client::BlobFolder folder = blobs();
    for (const auto& [digest, bytes] : bundle.blobs) must(folder.put(digest, bytes));
    return ready(kName, as_text(bundle.manifest));
  }
  void ask_for_approval() {
    protocol::ReviewersList list;
    list.reviewers = {{"Inès", doctrine.verify_key(), {"doctrine"}}};
    list.required = {{"course", {"doctrine"}}};
    const auto report = must(installed().install({ready(std::string(protocol::kReviewersTarget), must(protocol::encode_reviewers(list)))}));
    ASSERT_THAT(report.refused, IsEmpty());
  }
  client::ReadyTarget approved(const client::ReadyTarget& target, const crypto::SigningKey& by) {
    const auto approval = protocol::make_approval("doctrine", must(protocol::approval_digest(as_text(target.bytes))), by);
    return ready(target.name, must(protocol::with_approvals(as_text(target.bytes), {approval})));
  }
  /// Refused with this code and sentence; what was installed before is still there.
  void expect_refused(const client::ReadyTarget& target, Code code, const std::string& sentence) {
    const auto before = must(installed().targets());
    const auto report = must(installed().install({target}));
    EXPECT_THAT(report.installed, IsEmpty());
    ASSERT_THAT(report.refused, SizeIs(1));
    EXPECT_EQ(report.refused[0].code, code) << report.refused[0].message;
    EXPECT_THAT(report.refused[0].message, HasSubstr(sentence));
    EXPECT_THAT(report.refused[0].message, HasSubstr(target.name));
    EXPECT_EQ(must(installed().targets()), before);
  }
};

TEST_F(Installing, ABundleIsShownOnceItIsWhole) {
  EXPECT_EQ(installed().bundle("maltraitance").error().code, Code::NotFound);
  const auto report = must(installed().install({fetched(format::test::example_bundle())}));
  EXPECT_THAT(report.installed, ElementsAre(kName));
  world.reopen();
  const auto manifests = must(installed().manifests());
  ASSERT_THAT(manifests, SizeIs(1));
  EXPECT_EQ(manifests[0].id, "maltraitance");
  const auto reader = must(installed().bundle("maltraitance"));
  EXPECT_EQ(must(reader.document(reader.manifest().documents[0])), format::test::example_document());
  EXPECT_EQ(must(world.store->status("p")).installed, (std::map<std::string, std::string>{{"maltraitance", must(installed().targets())[kName]}}));
  must(installed().remove({kName}));
  EXPECT_THAT(must(installed().manifests()), IsEmpty());
}

TEST_F(Installing, ANewVersionReplacesTheOldOne) {
  must(installed().install({fetched(format::test::example_bundle(1))}));
  const auto report = must(installed().install({fetched(format::test::example_bundle(2))}));
  EXPECT_THAT(report.installed, ElementsAre(kName));
  EXPECT_EQ(must(installed().manifests())[0].version, 2);
  expect_refused(fetched(format::test::example_bundle(1)), Code::Conflict, "version");
  EXPECT_EQ(must(installed().manifests())[0].version, 2);
}

TEST_F(Installing, AMissingOrDamagedBlobRefusesTheBundle) {
  const auto bundle = format::test::example_bundle(1);
  must(installed().install({fetched(bundle)}));
  const auto next = fetched(format::test::example_bundle(2));
  const auto& [digest, bytes] = *bundle.blobs.begin();
  Bytes spoiled = bytes;
  spoiled[3] ^= 1;
  must(world.files.write_atomic(blobs().path(digest), spoiled));
  expect_refused(next, Code::Corrupt, "");
  must(world.files.remove(blobs().path(digest)));
  expect_refused(next, Code::NotFound, "");
  must(blobs().put(digest, bytes));
  EXPECT_THAT(must(installed().install({next})).refused, IsEmpty());
}

TEST_F(Installing, WhatItsNameDoesNotSayIsRefused) {
  auto bundle = fetched(format::test::example_bundle());
  bundle.name = "bundles/autre.json";
  expect_refused(bundle, Code::InvalidInput, "maltraitance");
  expect_refused(ready("bundles/maltraitance.json", "{}"), Code::InvalidInput, "");
  auto forged = fetched(format::test::example_bundle());
  forged.bytes.push_back(' ');
  expect_refused(forged, Code::Corrupt, "digest");
  expect_refused(ready("mailboxes/autre.json", must(protocol::encode_mailbox(world.people.mailbox))), Code::InvalidInput, "clts-demo");
  expect_refused(ready("rollout.json", "{}"), Code::Refused, "no use");
  expect_refused(ready("fleet/terminals.json", "[]"), Code::InvalidInput, "");
  expect_refused(ready("reviewers.json", "[]"), Code::InvalidInput, "");
}

TEST_F(Installing, ABundleNeedsTheApprovalsThatReviewersAskFor) {
  ask_for_approval();
  const auto bundle = fetched(format::test::example_bundle());
  expect_refused(bundle, Code::Untrusted, "doctrine");
  expect_refused(approved(bundle, world.people.reader_signing), Code::Untrusted, "doctrine");
  EXPECT_THAT(must(installed().install({approved(bundle, doctrine)})).installed, ElementsAre(kName));
}

TEST_F(Installing, ListsCountForTheBundlesThatComeWithThem) {
  protocol::ReviewersList list;
  list.reviewers = {{"Inès", doctrine.verify_key(), {"doctrine"}}};
  list.required = {{"course", {"doctrine"}}};
  const auto report = must(installed().install(
      {fetched(format::test::example_bundle()), ready(std::string(protocol::kReviewersTarget), must(protocol::encode_reviewers(list)))}));
  EXPECT_THAT(report.installed, ElementsAre("reviewers.json"));
  ASSERT_THAT(report.refused, SizeIs(1));
  EXPECT_EQ(report.refused[0].code, Code::Untrusted);
}

TEST_F(Installing, OneBadTargetDoesNotHoldUpTheOthers) {
  const auto report = must(installed().install({ready("bundles/bad.json", "{}"), fetched(format::test::example_bundle()), ready("mailboxes/bad.json", "{}")}));
  EXPECT_THAT(report.installed, ElementsAre(kName));
  EXPECT_THAT(report.refused, SizeIs(2));
}

TEST_F(Installing, AMailboxKeepsItsEpochsInOrder) {
  EXPECT_EQ(must(installed().descriptor("clts-demo")), world.people.mailbox);
  EXPECT_EQ(installed().descriptor("autre").error().code, Code::NotFound);
  auto next = world.people.mailbox;
  next.epoch = 2;
  std::vector<crypto::Identity> holders;
  for (int i = 0; i < 3; ++i) holders.push_back(crypto::Identity::generate(world.people.random));
  next.members[0].key = holders[0].recipient(), next.members[1].key = holders[1].recipient(), next.recovery[0].key = holders[2].recipient();
  expect_refused(ready("mailboxes/clts-demo.json", must(protocol::encode_mailbox(next))), Code::Refused, "rehearse");
  EXPECT_EQ(must(installed().descriptor("clts-demo")), world.people.mailbox) << "what was in use stays";
  escale::test::rehearse(next, holders, world.people.random);
  EXPECT_THAT(must(installed().install({ready("mailboxes/clts-demo.json", must(protocol::encode_mailbox(next)))})).refused, IsEmpty());
  expect_refused(ready("mailboxes/clts-demo.json", must(protocol::encode_mailbox(world.people.mailbox))), Code::Conflict, "epoch");
  EXPECT_EQ(must(installed().descriptor("clts-demo")).epoch, 2);
  EXPECT_THAT(must(installed().descriptors()), SizeIs(1));
}

TEST_F(Installing, TheFleetListIsKeptAsReceived) {
  EXPECT_FALSE(must(installed().fleet()));
  must(installed().install({ready(std::string(protocol::kFleetTarget), must(protocol::encode_fleet(world.people.fleet)))}));
  EXPECT_EQ(must(installed().fleet()), world.people.fleet);
}

TEST_F(Installing, GarbageGoesAndWhatIsShownStays) {
  const auto old = format::test::example_bundle(1);
  must(installed().install({fetched(old)}));
  const Bytes stray = to_bytes("stray");
  must(blobs().put(crypto::sha256(stray), stray));
  const auto target = fetched(old);  // the plan of synchronisation keeps manifests there too
  must(blobs().put(crypto::sha256(target.bytes), target.bytes));
  const Path partial = world.store->folder().blobs() / "partial" / std::string(64, 'a');
  must(world.files.write_atomic(partial, as_bytes("half")));
  const auto report = must(installed().collect_garbage(Installed::Partials::Keep));
  EXPECT_EQ(report.blobs, 1u);
  EXPECT_EQ(report.bytes, stray.size());
  EXPECT_TRUE(world.files.exists(partial));
  must(must(installed().bundle("maltraitance")).check_all());
  EXPECT_TRUE(blobs().has(crypto::sha256(target.bytes)));
  must(installed().collect_garbage(Installed::Partials::Drop));
  EXPECT_FALSE(world.files.exists(partial));
  must(installed().remove({kName}));
  EXPECT_EQ(must(installed().collect_garbage(Installed::Partials::Drop)).blobs, old.blobs.size() + 1);
}

TEST_F(Installing, AFormStaysAsLongAsASessionThatAskedIt) {
  client::BlobFolder folder = blobs();
  const crypto::Digest version = world.people.version.digest;
  EXPECT_EQ(installed().form(version).error().code, Code::NotFound);
  must(folder.put(version, as_bytes(world.people.form_blob)));
  const auto session = world.open_session();
  client::SyncSummary nothing_new;
  nothing_new.metadata_fresh = true;
  must(world.store->take(nothing_new));  // no bundle names it any more
  EXPECT_EQ(must(installed().form(version))->definition().version, world.people.form->definition().version);
  must(world.store->close_session(session.id));
  must(world.store->take(nothing_new));
  EXPECT_EQ(must(installed().form(version))->definition().id, world.people.form->definition().id);
  must(world.store->sessions().forget(session.id));
  must(world.store->take(nothing_new));
  EXPECT_EQ(installed().form(version).error().code, Code::NotFound);
  must(world.files.write_atomic(folder.path(version), as_bytes("{}")));
  EXPECT_EQ(installed().form(version).error().code, Code::Corrupt);
}

TEST_F(Installing, TakingASynchronisationMovesTimeAndTargets) {
  client::SyncSummary summary;
  summary.metadata_fresh = true;
  summary.newest_issued = world.people.now;
  summary.ready = {fetched(format::test::example_bundle()), ready("bundles/bad.json", "{}")};
  summary.removed = {"mailboxes/clts-demo.json"};
  const auto report = must(world.store->take(summary));
  EXPECT_THAT(report.installed, ElementsAre(kName));
  EXPECT_THAT(report.refused, SizeIs(1));
  EXPECT_EQ(must(world.store->facts().trusted_time()), world.people.now);
  EXPECT_EQ(installed().descriptor("clts-demo").error().code, Code::NotFound);
  const auto journal = must(world.store->facts().journal());
  EXPECT_EQ(journal.at("installed"), 1);
  EXPECT_EQ(journal.at("install-refused"), 1);
  client::SyncSummary rotated;
  rotated.timestamp_key_rotated = true;
  rotated.newest_issued = world.people.now - std::chrono::hours(5);
  must(world.store->take(rotated));
  EXPECT_EQ(must(world.store->facts().trusted_time()), world.people.now - std::chrono::hours(5));
}

}  // namespace
}  // namespace escale::store
