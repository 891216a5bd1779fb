#include "sync/hub/storage.hpp"

#include "sync/hub/migrations.hpp"
#include "tests/support/migrations_check.hpp"
#include "tests/sync/protocol/samples.hpp"

namespace escale::hub {
namespace {
using test::must;

TEST(Storage, MigrationsGiveTheSchema) { test::expect_migrations_match_schema(kMigrations, Path(ESCALE_SOURCE_DIR) / "sync/hub/schema.sql"); }
TEST(Storage, ANewerSchemaIsRefused) { test::expect_newer_schema_refused(kMigrations); }
TEST(Storage, EveryQueryCompiles) { test::expect_queries_prepare(kMigrations, storage_queries()); }

TEST(Storage, ItsGenerationIsBornOnceAndChangesOnDemand) {
  const test::TemporaryFolder folder;
  SeededRandom random(1);
  const Path path = folder.path() / "hub.db";
  protocol::GenerationId first;
  {
    Storage storage = must(Storage::open(path, random));
    first = must(storage.generation());
  }
  Storage storage = must(Storage::open(path, random));
  EXPECT_EQ(must(storage.generation()), first);
  must(storage.new_generation(random));
  EXPECT_NE(must(storage.generation()), first);
}

TEST(Storage, AJobThatFailsTakesOnlyItsOwnChangesAway) {
  const test::TemporaryFolder folder;
  SeededRandom random(1);
  Storage storage = must(Storage::open(folder.path() / "hub.db", random));
  const test::SampleMailbox mailbox(random);
  const auto terminal = crypto::SigningKey::generate(random);
  const auto kept = test::seal_sample(mailbox, terminal, random);
  const auto undone = test::seal_sample(mailbox, terminal, random);
  {
    auto transaction = must(storage.begin());
    for (const auto* sample : {&kept, &undone}) {
      must(storage.begin_job());
      must(storage.put_envelope(sample->envelope.sha256, mailbox.descriptor, terminal.verify_key(), "2026-11-24", sample->envelope.file));
      must(storage.end_job(sample == &kept));
    }
    must(transaction.commit());
  }
  EXPECT_EQ(must(storage.presence(kept.envelope.sha256)), Presence::Stored);
  EXPECT_EQ(must(storage.presence(undone.envelope.sha256)), Presence::Absent);
  EXPECT_EQ(must(storage.totals()).envelopes, 1);
}

}  // namespace
}  // namespace escale::hub
