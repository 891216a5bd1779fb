#include <gmock/gmock.h>
#include <sys/stat.h>

#include "sync/client/folder_carrier.hpp"
#include "sync/client/http_carrier.hpp"
#include "sync/client/sync.hpp"
#include "tests/support/memory_outbox.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/sync/protocol/samples.hpp"

namespace escale::client {
namespace {
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;

class Folders : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  RealFiles files;
  SeededRandom random{5};
  CancelFlag cancel;
  FolderCarrier key{folder.path() / "key", files};
  BlobFolder blobs{folder.path() / "blobs", files};
  Bytes content = random.bytes(200000);
  protocol::BlobRef blob{crypto::sha256(content), content.size()};
};

TEST_F(Folders, ABlobIsVerifiedBeforeItHasItsName) {
  std::uint64_t fetched = 0;
  EXPECT_EQ(blobs.fetch(blob, key, cancel, fetched).error().code, Code::NotFound);
  const Path there = folder.path() / "key" / protocol::blob_path(blob.sha256);
  Bytes spoiled = content;
  spoiled[1000] ^= 1;
  must(files.write_atomic(there, spoiled));
  EXPECT_EQ(blobs.fetch(blob, key, cancel, fetched).error().code, Code::Corrupt);
  EXPECT_FALSE(blobs.has(blob.sha256));
  must(files.write_atomic(there, content));
  must(blobs.fetch(blob, key, cancel, fetched));
  EXPECT_EQ(must(blobs.read(blob)), content);
  const auto before = fetched;
  must(blobs.fetch(blob, key, cancel, fetched));
  EXPECT_EQ(fetched, before);  // what is here is not fetched again
  must(files.write_atomic(blobs.path(blob.sha256), spoiled));
  EXPECT_EQ(blobs.read(blob).error().code, Code::Corrupt);
}

TEST_F(Folders, ASpoiledCopyOnTheKeyIsWrittenAgain) {
  const crypto::Digest name = crypto::sha256(content);
  must(key.put_envelope(name, content, "postmark"));
  const Path sealed = folder.path() / "key/envelopes" / name.hex().substr(0, 2) / (name.hex() + ".age");
  for (const auto& spoiled : {Bytes(), Bytes(content.size(), 0)}) {  // the key was pulled out while it was written
    must(files.write_atomic(sealed, spoiled));
    must(key.put_envelope(name, content, "postmark"));
    EXPECT_EQ(must(key.load(name)).file, content);
  }
}

TEST_F(Folders, AKeyCannotMakeTheReaderWaitOrWander) {
  const Path metadata = folder.path() / "key/metadata";
  must(files.make_directories(metadata));
  ASSERT_EQ(::mkfifo((metadata / "timestamp.json").c_str(), 0600), 0);
  must(files.write_atomic(folder.path() / "secret", content));
  const PieceSink nowhere = [](ByteView) -> Result<> { return {}; };
  EXPECT_FALSE(key.fetch("metadata/timestamp.json", 0, 1000, nowhere, cancel));
  EXPECT_EQ(key.fetch("targets/../../secret", 0, content.size(), nowhere, cancel).error().code, Code::NotFound);
}

TEST_F(Folders, APartialBlobGoesOnWhereItStopped) {
  const Path there = folder.path() / "key" / protocol::blob_path(blob.sha256);
  must(files.write_atomic(there, content));
  // Cancelled after the first piece.
  std::uint64_t fetched = 0;
  EXPECT_EQ(blobs.fetch(blob, key, cancel, fetched, [&](std::uint64_t) { cancel.cancel(); }).error().code, Code::Refused);
  EXPECT_GT(fetched, 0u);
  EXPECT_LT(fetched, content.size());
  const CancelFlag again;
  must(blobs.fetch(blob, key, again, fetched));
  EXPECT_EQ(fetched, content.size());
  EXPECT_EQ(must(blobs.read(blob)), content);
}

TEST_F(Folders, ACutCopyIsNotTakenForWhole) {
  must(files.write_atomic(folder.path() / "key" / protocol::blob_path(blob.sha256), ByteView(content).first(1234)));
  std::uint64_t fetched = 0;
  EXPECT_THAT(blobs.fetch(blob, key, cancel, fetched).error().message, HasSubstr("early"));
  EXPECT_FALSE(blobs.has(blob.sha256));
}

TEST_F(Folders, EnvelopesLieBesideTheirPostmarks) {
  const test::SampleMailbox mailbox(random);
  const auto terminal = crypto::SigningKey::generate(random);
  const auto sample = test::seal_sample(mailbox, terminal, random);
  const std::string mark = protocol::encode_postmark(sample.postmark);
  must(key.put_envelope(sample.envelope.sha256, sample.envelope.file, mark));
  must(key.put_envelope(sample.envelope.sha256, sample.envelope.file, mark));
  const std::string hex = sample.envelope.sha256.hex();
  const Path place = folder.path() / "key" / "envelopes" / hex.substr(0, 2);
  EXPECT_THAT(must(files.list(place)), ElementsAre(hex + ".age", hex + ".postmark"));
  EXPECT_THAT(must(key.envelopes()), ElementsAre(sample.envelope.sha256));
  EXPECT_EQ(must(key.load(sample.envelope.sha256)).postmark, mark);
  must(files.write_atomic(place / (hex + ".age"), as_bytes("age-encryption.org/v1\n")));
  EXPECT_EQ(key.load(sample.envelope.sha256).error().code, Code::Corrupt);
}

TEST_F(Folders, ReleasesAreShownAgainOnlyWhenThereAreNewOnes) {
  auto page = must(key.releases("clts-lyon", ""));
  EXPECT_TRUE(page.releases.empty());
  must(key.add_release("clts-lyon", "{\"a\":1}"));
  page = must(key.releases("clts-lyon", page.next));
  EXPECT_THAT(page.releases, ElementsAre("{\"a\":1}"));
  EXPECT_TRUE(must(key.releases("clts-lyon", page.next)).releases.empty());
  must(key.add_release("clts-lyon", "{\"b\":2}"));
  EXPECT_EQ(must(key.releases("clts-lyon", page.next)).releases.size(), 2u);
  EXPECT_EQ(key.releases("../..", "").error().code, Code::InvalidInput);
}

TEST_F(Folders, ASyncThatIsCancelledSaysSo) {
  test::MemoryOutbox outbox;
  const test::SampleMailbox mailbox(random);
  const auto terminal = crypto::SigningKey::generate(random);
  for (int i = 0; i < 3; ++i) {
    const auto sample = test::seal_sample(mailbox, terminal, random);
    outbox.add(sample.envelope, sample.postmark);
  }
  SyncRequest request;
  request.metadata_folder = folder.path() / "trusted";
  const auto cancelled = sync_once(key, request, outbox, blobs, files, random, cancel, [&](const Progress& progress) {
    if (progress.stage == Stage::Envelopes && progress.done == 1) cancel.cancel();
  });
  EXPECT_EQ(cancelled.error().message, "cancelled");
  EXPECT_EQ(must(key.envelopes()).size(), 1u);
  // A terminal that never saw a repository can still hand its answers to a key.
  const CancelFlag go_on;
  const auto summary = must(sync_once(key, request, outbox, blobs, files, random, go_on));
  EXPECT_EQ(summary.envelopes_sent, 3u);
  EXPECT_EQ(must(key.envelopes()).size(), 3u);
}

TEST(Backoff, DoublesUpToItsCapWithJitter) {
  SeededRandom random(9);
  using std::chrono::milliseconds;
  for (int attempt = 1; attempt < 12; ++attempt) {
    const auto full = std::min<std::int64_t>(500LL << (attempt - 1), 30000);
    for (int i = 0; i < 50; ++i) {
      const auto wait = backoff(attempt, milliseconds(500), milliseconds(30000), random);
      EXPECT_GE(wait.count(), full / 2);
      EXPECT_LE(wait.count(), full);
    }
  }
}

TEST(HttpCarrier, RefusesAddressesThatAreNotHttp) {
  SeededRandom random(9);
  for (const char* bad : {"", "hub.example", "file:///etc/passwd", "ftp://hub"}) {
    HttpOptions options;
    options.base_url = bad;
    EXPECT_EQ(HttpCarrier::open(options, random).error().code, Code::InvalidInput) << bad;
  }
}

}  // namespace
}  // namespace escale::client
