#include <gmock/gmock.h>

#include "sync/client/folder_carrier.hpp"
#include "sync/repository/acceptance.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/sync/hub/world.hpp"

namespace escale::hub {
namespace {
using test::must;
using test::raw;
using test::World;
using testing::HasSubstr;

std::string ref(const Bytes& blob) { return "{\"sha256\":\"" + crypto::sha256(blob).hex() + "\",\"size\":" + std::to_string(blob.size()) + "}"; }
std::string manifest(int version, const std::vector<Bytes>& blobs, const std::string& id = "aller-vers") {
  std::string list;
  for (const auto& blob : blobs) list += (list.empty() ? "" : ",") + ref(blob);
  return "{\"documents\":[" + list + "],\"id\":\"" + id + "\",\"kind\":\"course\",\"version\":" + std::to_string(version) + "}";
}
constexpr const char* kTarget = "bundles/aller-vers.json";

class Publishing : public testing::Test {
 protected:
  client::Publication publication(const std::map<std::string, std::string>& targets, const std::vector<Bytes>& blobs) {
    return {world.candidate(targets), [blobs](const protocol::BlobRef& wanted) -> Result<Bytes> {
              for (const auto& blob : blobs)
                if (crypto::sha256(blob) == wanted.sha256) return blob;
              return fail(Code::NotFound, "no such blob");
            }};
  }
  World world;
  test::MemoryOutbox outbox;
  Bytes lesson = world.random.bytes(3000);
  Bytes picture = world.random.bytes(700000);
};

TEST_F(Publishing, OnlyTheChangedBlobsTravelUpAndDown) {
  const auto first = must(world.publisher().publish(publication({{kTarget, manifest(1, {lesson, picture})}}, {lesson, picture})));
  EXPECT_EQ(first.blobs_sent, 2u);
  auto summary = must(world.sync(*world.carrier(), outbox));
  EXPECT_EQ(summary.blobs_fetched, 2u);
  EXPECT_EQ(summary.bytes_fetched, lesson.size() + picture.size());
  EXPECT_EQ(must(world.blobs.read({crypto::sha256(picture), picture.size()})), picture);
  const auto ready = std::find_if(summary.ready.begin(), summary.ready.end(), [](const auto& target) { return target.name == kTarget; });
  ASSERT_NE(ready, summary.ready.end());
  EXPECT_EQ(as_text(ready->bytes), manifest(1, {lesson, picture}));

  const Bytes corrected = world.random.bytes(3100);
  const auto second = must(world.publisher().publish(publication({{kTarget, manifest(2, {corrected, picture})}}, {corrected})));
  EXPECT_EQ(second.blobs_sent, 1u);
  EXPECT_EQ(second.bytes_sent, corrected.size());
  EXPECT_EQ(second.snapshot_version, first.snapshot_version + 1);
  summary = must(world.sync(*world.carrier(), outbox));
  EXPECT_EQ(summary.bytes_fetched, corrected.size());
  EXPECT_TRUE(must(world.sync(*world.carrier(), outbox)).ready.empty());
}

TEST_F(Publishing, NothingChangesUntilEveryBlobIsThere) {
  auto half = publication({{kTarget, manifest(1, {lesson, picture})}}, {lesson});
  EXPECT_EQ(world.publisher().publish(half).error().code, Code::NotFound);
  auto summary = must(world.sync(*world.carrier(), outbox));
  EXPECT_EQ(summary.blobs_fetched, 0u);
  const Bytes body = must(repository::write_candidate(half.candidate));
  const std::string id = crypto::sha256(body).hex();
  const std::string base = "/v1/publications/" + id;
  EXPECT_EQ(raw(world.port(), "POST", base + "/commit").cause(), "publication_conflict");
  EXPECT_EQ(raw(world.port(), "PUT", base + "/blobs/" + crypto::sha256(picture).hex(), Bytes(picture.size(), 0)).cause(), "digest_mismatch");
  EXPECT_EQ(raw(world.port(), "PUT", base + "/blobs/" + crypto::sha256(picture).hex(), Bytes(picture.size() + 1, 0)).cause(), "too_large");
  EXPECT_EQ(raw(world.port(), "PUT", base + "/blobs/" + crypto::sha256(as_bytes("x")).hex(), as_bytes("x")).cause(), "unknown_blob");
  EXPECT_EQ(raw(world.port(), "PUT", base + "/blobs/" + crypto::sha256(picture).hex(), picture).status, 201);
  EXPECT_EQ(raw(world.port(), "POST", base + "/commit").status, 200);
  EXPECT_EQ(must(world.sync(*world.carrier(), outbox)).blobs_fetched, 2u);
}

TEST_F(Publishing, ALostAnswerIsAskedForAgain) {
  const auto mine = publication({{kTarget, manifest(1, {lesson})}}, {lesson});
  must(world.publisher().publish(mine));
  EXPECT_TRUE(world.publisher().publish(mine));
}

TEST_F(Publishing, ACutPublicationIsFinishedByAskingAgain) {
  must(world.publisher().publish(publication({{kTarget, manifest(1, {lesson})}}, {lesson})));
  must(world.sync(*world.carrier(), outbox));
  for (const bool new_root : {false, true}) {
    auto draft = world.open_draft();
    const std::string text = manifest(new_root ? 3 : 2, {lesson});
    if (new_root) must(draft.renew("root", world.clock.now()));
    must(draft.add_target("targets", kTarget, as_bytes(text), world.clock.now()));
    const auto candidate = world.sign(draft);
    must(draft.discard());
    // The power went off before the last file, timestamp.json.
    world.stop();
    const HubKeys keys = must(open_keys(world.data(), world.files, world.random));
    const Path tree = world.data() / "repository";
    auto written = must(repository::accept_candidate(world.files, tree, candidate, {{&keys.online}, {&keys.online}}, world.clock.now()));
    written.pop_back();
    must(repository::write_tree(world.files, tree, written));
    world.start();

    must(world.publisher().publish({candidate, {}}));
    const auto summary = must(world.sync(*world.carrier(), outbox));
    EXPECT_TRUE(summary.problems.empty());
    ASSERT_EQ(summary.ready.size(), 1u) << "new root: " << new_root;
    EXPECT_EQ(as_text(summary.ready[0].bytes), text);
  }
}

TEST(FirstPublication, IsFinishedAfterACut) {
  World world(false);
  auto draft = world.open_draft();  // what the constructor drafted and nobody published
  const auto candidate = world.sign(draft);
  world.stop();
  must(repository::write_tree(world.files, world.data() / "repository", {{"metadata/1.root.json", candidate.metadata.at("root")}}));
  world.start();
  must(world.publisher().publish({candidate, {}}));
  test::MemoryOutbox outbox;
  EXPECT_TRUE(must(world.sync(*world.carrier(), outbox)).metadata_fresh);
}

TEST_F(Publishing, AHubThatSleptLongAndLostItsTrustComesBack) {
  world.stop();
  std::filesystem::remove_all(world.data() / "trusted");
  world.clock.advance(std::chrono::hours(24 * 40));  // its timestamp ran out
  world.start();
  EXPECT_TRUE(must(world.sync(*world.carrier(), outbox)).metadata_fresh);
  EXPECT_EQ(world.put(world.sample()).status, 201);
}

TEST_F(Publishing, TheSecondOfTwoPublishersIsToldToSignAgain) {
  const auto mine = publication({{kTarget, manifest(1, {lesson})}}, {lesson});
  const auto theirs = publication({{"bundles/autre.json", R"({"id":"autre","kind":"course"})"}}, {});
  must(world.publisher().publish(mine));
  EXPECT_EQ(world.publisher().publish(theirs).error().code, Code::Conflict);
  EXPECT_EQ(raw(world.port(), "POST", "/v1/publications", must(repository::write_candidate(theirs.candidate))).cause(), "version_taken");
  EXPECT_TRUE(world.publisher().publish(publication({{"bundles/autre.json", R"({"id":"autre","kind":"course"})"}}, {})));
}

TEST_F(Publishing, ApprovalsAreRequired) {
  const auto doctrine = crypto::SigningKey::generate(world.random);
  world.reviewers.reviewers = {{"Denis", doctrine.verify_key(), {"doctrine"}}};
  world.reviewers.required = {{"course", {"doctrine"}}};
  world.publish_lists();
  const std::string plain = manifest(1, {lesson});
  const auto refused = world.publisher().publish(publication({{kTarget, plain}}, {lesson}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::Untrusted);
  EXPECT_THAT(refused.error().message, HasSubstr("'doctrine' is missing"));
  const std::string approved =
      must(protocol::with_approvals(plain, {protocol::make_approval("doctrine", must(protocol::approval_digest(plain)), doctrine)}));
  EXPECT_TRUE(world.publisher().publish(publication({{kTarget, approved}}, {lesson})));
}

TEST_F(Publishing, AMailboxThatNobodyRehearsedIsRefused) {
  SeededRandom random(8);
  test::SampleMailbox other(random, "clts-nantes");
  const std::string target = protocol::mailbox_target("clts-nantes");
  const auto refused = world.publisher().publish(publication({{target, must(protocol::encode_mailbox(other.descriptor))}}, {}));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("escale mailbox rehearse"));
  test::rehearse(other.descriptor, other.identities, random);
  must(world.publisher().publish(publication({{target, must(protocol::encode_mailbox(other.descriptor))}}, {})));
}

TEST_F(Publishing, WhatIsNotSignedEnoughIsRefused) {
  auto mine = publication({{kTarget, manifest(1, {lesson})}}, {lesson});
  Bytes& targets = mine.candidate.metadata.at("targets");
  const auto at = as_text(targets).find("\"sig\"");
  ASSERT_NE(at, std::string_view::npos);
  targets[at + 10] = targets[at + 10] == 'a' ? 'b' : 'a';
  EXPECT_EQ(world.publisher().publish(mine).error().code, Code::Untrusted);
  EXPECT_EQ(raw(world.port(), "POST", "/v1/publications", as_bytes("{}")).status, 400);
  auto disguised = publication({{"bundles/autre.json", manifest(1, {})}}, {});
  EXPECT_THAT(world.publisher().publish(disguised).error().message, HasSubstr("bundles/autre.json: it is the manifest of 'aller-vers'"));
  auto mailbox = publication({{"mailboxes/clts-lyon.json", R"({"type":"mailbox"})"}}, {});
  EXPECT_THAT(world.publisher().publish(mailbox).error().message, HasSubstr("mailboxes/clts-lyon.json"));
}

TEST(FirstPublication, MustBringTheRootTheHubWasGiven) {
  World world(false);
  World other;  // another repository altogether
  auto theirs = other.candidate({{"bundles/x.json", R"({"kind":"course"})"}});
  EXPECT_EQ(world.publisher().publish({theirs, {}}).error().code, Code::Untrusted);
}

TEST_F(Publishing, FilesAreServedWithRangesAndTags) {
  must(world.publisher().publish(publication({{kTarget, manifest(1, {picture})}}, {picture})));
  const std::string path = "/repository/" + protocol::blob_path(crypto::sha256(picture));
  const auto whole = raw(world.port(), "GET", path);
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(to_bytes(whole.body), picture);
  EXPECT_THAT(whole.header("cache-control"), HasSubstr("immutable"));
  const std::string tag = whole.header("etag");
  EXPECT_EQ(raw(world.port(), "GET", path, {}, {{"If-None-Match", tag}}).status, 304);
  const auto part = raw(world.port(), "GET", path, {}, {{"Range", "bytes=699990-"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.header("content-range"), "bytes 699990-699999/700000");
  EXPECT_EQ(to_bytes(part.body), Bytes(picture.end() - 10, picture.end()));
  EXPECT_EQ(raw(world.port(), "GET", path, {}, {{"Range", "bytes=5-9"}}).body.size(), 5u);
  EXPECT_EQ(raw(world.port(), "GET", path, {}, {{"Range", "bytes=-4"}}).body.size(), 4u);
  EXPECT_EQ(raw(world.port(), "GET", path, {}, {{"Range", "bytes=5-9"}, {"If-Range", "\"other\""}}).status, 200);
  EXPECT_EQ(raw(world.port(), "GET", path, {}, {{"Range", "bytes=1-2,4-5"}}).status, 200);
  EXPECT_EQ(raw(world.port(), "GET", path, {}, {{"Range", "bytes=700000-"}}).cause(), "range_not_satisfiable");
  EXPECT_EQ(raw(world.port(), "HEAD", path).body, "");
  EXPECT_EQ(raw(world.port(), "GET", "/repository/metadata/timestamp.json").header("cache-control"), "no-cache");
  for (const char* bad : {"/repository/../hub.db", "/repository/%2e%2e/hub.db", "/repository/metadata", "/repository//etc/passwd", "/repository/.hidden", "/repository/"})
    EXPECT_EQ(raw(world.port(), "GET", bad).status, 404) << bad;
}

TEST_F(Publishing, TheAnswerToASmallRequestIsReadWhole) {
  const client::PieceSink nowhere = [](ByteView) -> Result<> { return {}; };
  EXPECT_EQ(world.carrier()->fetch("blobs/00/none", 0, 10, nowhere, world.never).error().code, Code::NotFound);
}

TEST_F(Publishing, TroubleInsideIsNotToldOutside) {
  const Bytes body = must(repository::write_candidate(publication({{kTarget, manifest(1, {lesson})}}, {}).candidate));
  const Path timestamp = world.data() / "repository/metadata/timestamp.json";
  std::filesystem::remove(timestamp);
  std::filesystem::create_directory(timestamp);
  const auto reply = raw(world.port(), "POST", "/v1/publications", body);
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.cause(), "internal");
  EXPECT_THAT(reply.body, testing::Not(HasSubstr("metadata")));
}

TEST_F(Publishing, ACutDownloadGoesOnAtTheByte) {
  must(world.publisher().publish(publication({{kTarget, manifest(1, {picture})}}, {picture})));
  test::CuttingProxy proxy(world.port(), 200000);  // each connection dies after that much
  auto options = world.http();
  options.base_url = "http://127.0.0.1:" + std::to_string(proxy.port());
  options.attempts = 10;
  const auto way = must(client::HttpCarrier::open(options, world.random));
  const auto summary = must(world.sync(*way, outbox));
  EXPECT_EQ(summary.blobs_fetched, 1u);
  EXPECT_EQ(summary.bytes_fetched, picture.size());  // not one byte twice
  EXPECT_GE(proxy.cuts(), 3);
  EXPECT_EQ(must(world.blobs.read({crypto::sha256(picture), picture.size()})), picture);
}

TEST_F(Publishing, AnInterruptedSyncResumesFromItsPartialFile) {
  must(world.publisher().publish(publication({{kTarget, manifest(1, {picture})}}, {picture})));
  test::CuttingProxy proxy(world.port(), 300000);
  auto options = world.http();
  options.base_url = "http://127.0.0.1:" + std::to_string(proxy.port());
  options.attempts = 1;
  auto summary = must(world.sync(*must(client::HttpCarrier::open(options, world.random)), outbox));
  EXPECT_EQ(summary.blobs_fetched, 0u);
  ASSERT_FALSE(summary.problems.empty());
  EXPECT_TRUE(std::none_of(summary.ready.begin(), summary.ready.end(), [](const auto& target) { return target.name == kTarget; }));
  const auto before = summary.bytes_fetched;
  EXPECT_GT(before, 200000u);
  summary = must(world.sync(*world.carrier(), outbox));
  EXPECT_EQ(summary.bytes_fetched, picture.size() - before);
  EXPECT_EQ(summary.blobs_fetched, 1u);
}

TEST_F(Publishing, OneSpoiledBlobHoldsUpNoOtherBundle) {
  must(world.publisher().publish(publication({{kTarget, manifest(1, {lesson})}, {"bundles/autre.json", manifest(1, {picture}, "autre")}}, {lesson, picture})));
  const Path spoiled = world.data() / "repository" / protocol::blob_path(crypto::sha256(lesson));
  must(world.files.write_atomic(spoiled, Bytes(lesson.size(), 0)));
  const auto summary = must(world.sync(*world.carrier(), outbox));
  EXPECT_EQ(summary.blobs_fetched, 1u);
  ASSERT_EQ(summary.problems.size(), 1u);
  EXPECT_EQ(summary.problems[0].code, Code::Corrupt);
  must(world.files.write_atomic(spoiled, lesson));
  EXPECT_EQ(must(world.sync(*world.carrier(), outbox)).blobs_fetched, 1u);
}

TEST_F(Publishing, AKeyWithTheSameTreeGivesTheSameContent) {
  must(world.publisher().publish(publication({{kTarget, manifest(1, {lesson})}}, {lesson})));
  client::FolderCarrier key(world.data() / "repository", world.files);
  const auto summary = must(world.sync(key, outbox));
  EXPECT_TRUE(summary.metadata_fresh);
  EXPECT_EQ(summary.blobs_fetched, 1u);
}

TEST_F(Publishing, TheTimestampIsRenewedBeforeItRunsOut) {
  const auto version = [&] { return raw(world.port(), "GET", "/repository/metadata/timestamp.json").body; };
  const std::string before = version();
  world.the_hub->maintain();
  EXPECT_EQ(version(), before);
  world.clock.advance(std::chrono::hours(24 * 25));
  world.the_hub->maintain();
  EXPECT_NE(version(), before);
  EXPECT_TRUE(must(world.sync(*world.carrier(), outbox)).metadata_fresh);
}

}  // namespace
}  // namespace escale::hub
