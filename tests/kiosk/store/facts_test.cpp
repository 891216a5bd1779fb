#include "kiosk/store/facts_repository.hpp"

#include <gmock/gmock.h>

#include "kiosk/store/migrations.hpp"
#include "kiosk/store/queries.hpp"
#include "tests/kiosk/store/world.hpp"
#include "tests/support/migrations_check.hpp"

namespace escale::store {
namespace {
using test::must;
using testing::ElementsAre;
using testing::Pair;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

TEST(State, MigrationsGiveTheSchema) {
  escale::test::expect_migrations_match_schema(kMigrations, Path(ESCALE_SOURCE_DIR) / "kiosk/store/schema.sql");
}
TEST(State, ANewerSchemaIsRefused) { escale::test::expect_newer_schema_refused(kMigrations); }
TEST(State, EveryQueryCompiles) {
  for (const auto& queries : {outbox_queries(), sessions_queries(), installed_queries(), facts_queries(), drafts_queries(), corrections_queries()}) {
    EXPECT_FALSE(queries.empty());
    escale::test::expect_queries_prepare(kMigrations, queries);
  }
}

TEST(State, AStoreOfANewerProgramIsNotOpened) {
  test::StoreWorld world;
  world.store.reset();
  {
    auto database = must(db::Database::open(DataFolder{world.data()}.state_database()));
    must(database.execute("PRAGMA user_version = 99"));
  }
  const auto refused = Store::open(world.data(), world.files, world.people.random);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::Refused);
}

TEST(Identity, IsMadeOnceAndReadableByItsOwnerOnly) {
  test::StoreWorld world;
  const auto key = world.store->identity().verify_key();
  const Path file = world.store->folder().identity_key();
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(std::filesystem::status(world.data()).permissions(), std::filesystem::perms::owner_all);
  world.reopen();
  EXPECT_EQ(world.store->identity().verify_key(), key);
  test::StoreWorld other;
  other.people.random = SeededRandom(99);
  std::filesystem::remove_all(other.data());
  other.reopen();
  EXPECT_NE(other.store->identity().verify_key(), key);
}

TEST(Identity, ADamagedKeyIsNotReplaced) {
  test::StoreWorld world;
  world.store.reset();
  const Path file = DataFolder{world.data()}.identity_key();
  must(world.files.write_atomic(file, as_bytes("torn")));
  EXPECT_FALSE(Store::open(world.data(), world.files, world.people.random));
  EXPECT_EQ(to_text(must(world.files.read(file, 100))), "torn");
}

TEST(Facts, SettingsStay) {
  test::StoreWorld world;
  EXPECT_EQ(must(world.store->facts().setting(Setting::Hub)), "");
  must(world.store->facts().set_setting(Setting::Hub, "https://hub.example"));
  must(world.store->facts().set_setting(Setting::Mailbox, "clts-demo"));
  world.reopen();
  EXPECT_EQ(must(world.store->facts().setting(Setting::Hub)), "https://hub.example");
  EXPECT_EQ(must(world.store->facts().setting(Setting::Mailbox)), "clts-demo");
  EXPECT_EQ(must(world.store->facts().setting(Setting::Site)), "");
}

TEST(Facts, TimeMovesForwardBySignedStatementsOnly) {
  const Timestamp built = must(parse_timestamp("2026-11-01T00:00:00Z"));
  const Timestamp later = must(parse_timestamp("2026-12-01T00:00:00Z"));
  StoreOptions options;
  options.build_date = built;
  test::StoreWorld world(options);
  EXPECT_EQ(must(world.store->facts().trusted_time()), built);
  must(world.store->facts().advance_time(later));
  must(world.store->facts().advance_time(later - std::chrono::hours(24)));
  world.reopen();
  EXPECT_EQ(must(world.store->facts().trusted_time()), later);
  must(world.store->facts().restart_time(built + 5s));
  EXPECT_EQ(must(world.store->facts().trusted_time()), built + 5s);
  world.options.build_date = later;  // a newer program
  world.reopen();
  EXPECT_EQ(must(world.store->facts().trusted_time()), later);
}

TEST(Facts, BootsDateIdentifiedRecords) {
  test::StoreWorld world;
  Facts& facts = world.store->facts();
  EXPECT_EQ(facts.next_sequence(1s).error().code, Code::Refused);
  const auto boot = protocol::BootId::random(world.people.random);
  must(facts.begin_boot(boot));
  must(facts.advance_time(world.people.now));
  must(facts.note_boot_time(100s));
  must(facts.advance_time(world.people.now + 50s));
  must(facts.note_boot_time(150s));
  EXPECT_THAT(must(facts.boot_times()), ElementsAre(protocol::BootTime{boot, 150s, world.people.now + 50s}));
  EXPECT_EQ(must(facts.next_sequence(7s)), (protocol::Sequence{boot, 1, 7s}));
  world.reopen();
  EXPECT_EQ(must(world.store->facts().next_sequence(8s)), (protocol::Sequence{boot, 2, 8s}));
  for (int i = 0; i < 120; ++i) {
    must(world.store->facts().begin_boot(protocol::BootId::random(world.people.random)));
    must(world.store->facts().note_boot_time(std::chrono::seconds(i)));
  }
  const auto boots = must(world.store->facts().boot_times());
  ASSERT_EQ(boots.size(), 100u);
  EXPECT_EQ(boots.front().uptime, 20s);
  EXPECT_EQ(boots.back().uptime, 119s);
}

TEST(Facts, TheJournalCounts) {
  test::StoreWorld world;
  must(world.store->facts().count("a"));
  must(world.store->facts().count("a", 4));
  must(world.store->facts().count("b"));
  EXPECT_THAT(must(world.store->facts().journal()), ElementsAre(Pair("a", 5), Pair("b", 1)));
}

TEST(Pin, OpensWithTheRightDigitsOnly) {
  test::StoreWorld world;
  Facts& facts = world.store->facts();
  EXPECT_FALSE(must(facts.has_pin()));
  EXPECT_EQ(facts.try_pin("2580", 0ms).error().code, Code::Refused);
  for (const char* bad : {"", "123", "12a4", "1234567890123"}) EXPECT_EQ(facts.set_pin(bad).error().code, Code::InvalidInput) << bad;
  must(facts.set_pin("2580"));
  EXPECT_TRUE(must(facts.has_pin()));
  EXPECT_FALSE(must(facts.try_pin("2581", 0ms)).accepted);
  EXPECT_TRUE(must(facts.try_pin("2580", 0ms)).accepted);
  must(facts.set_pin("258069473157"));
  EXPECT_TRUE(must(facts.try_pin("258069473157", 0ms)).accepted);
  EXPECT_EQ(world.everything().find("258069473157"), std::string::npos);
}

TEST(Facts, WhatHappenedIsKeptNewestFirstToTheMinuteAndNotForEver) {
  test::StoreWorld world;
  Facts& facts = world.store->facts();
  const Timestamp noon = must(parse_timestamp("2026-11-24T12:00:59Z"));
  must(facts.note({noon, "wrong-pin", ""}));
  must(facts.note({std::nullopt, "crash", "signal-11"}));
  world.reopen();
  EXPECT_THAT(must(world.store->facts().happenings(10)),
              ElementsAre(Happening{std::nullopt, "crash", "signal-11"}, Happening{noon - 59s, "wrong-pin", ""}));
  for (std::size_t i = 0; i < Facts::kMostHappenings; ++i) must(world.store->facts().note({noon, "started", std::to_string(i)}));
  const auto all = must(world.store->facts().happenings(10'000));
  EXPECT_EQ(all.size(), Facts::kMostHappenings);
  EXPECT_EQ(all.back().detail, "0") << "the oldest went";
}

TEST(Facts, StaffKeysAreKnownByTheirDigestAndTheOldestOfTooManyIsForgotten) {
  test::StoreWorld world;
  EXPECT_THAT(must(world.store->facts().staff_keys()), ElementsAre());
  const auto digest = [](int i) { return crypto::sha256(as_bytes(std::to_string(i))); };
  for (int i = 0; i < 17; ++i) must(world.store->facts().add_staff_key(digest(i)));
  must(world.store->facts().add_staff_key(digest(5)));  // again: not twice
  world.reopen();
  const auto keys = must(world.store->facts().staff_keys());
  EXPECT_EQ(keys.size(), 16u);
  EXPECT_EQ(keys.front(), digest(1).hex());
  EXPECT_EQ(keys.back(), digest(5).hex());
}

TEST(Pin, TheWaitGoesOnOverProcessesAndStartsAgainWithThePower) {
  test::StoreWorld world;
  const auto boot = [&](int number) { must(world.store->facts().begin_boot(must(protocol::BootId::parse(std::string(31, 'a') + std::to_string(number))))); };
  boot(1);
  must(world.store->facts().set_pin("2580"));
  for (int i = 0; i < 3; ++i) must(world.store->facts().try_pin("0000", 1'000'000ms));
  // The next person's process, ten seconds later in the same boot.
  world.reopen();
  EXPECT_EQ(must(world.store->facts().try_pin("2580", 1'010'000ms)).wait, 20s);
  // The power: the clock of the boot begins again, and so does the wait.
  world.reopen();
  boot(2);
  EXPECT_EQ(must(world.store->facts().try_pin("2580", 5'000ms)).wait, 30s);
  world.reopen();
  EXPECT_EQ(must(world.store->facts().try_pin("2580", 34'000ms)).wait, 1s);
  EXPECT_TRUE(must(world.store->facts().try_pin("2580", 35'000ms)).accepted);
}

TEST(Pin, FailuresCostTimeAcrossRestarts) {
  test::StoreWorld world;
  must(world.store->facts().set_pin("2580"));
  Monotonic now{1'000};
  EXPECT_EQ(must(world.store->facts().try_pin("0000", now)).wait, 0s);
  EXPECT_EQ(must(world.store->facts().try_pin("0001", now)).wait, 0s);
  EXPECT_EQ(must(world.store->facts().try_pin("0002", now)).wait, 30s);
  // The right one is refused unseen meanwhile.
  now += 29s;
  EXPECT_EQ(must(world.store->facts().try_pin("2580", now)).wait, 1s);
  now += 1s;
  EXPECT_EQ(must(world.store->facts().try_pin("0003", now)).wait, 60s);
  world.reopen();
  must(world.store->facts().begin_boot(must(protocol::BootId::parse(std::string(32, 'b')))));
  EXPECT_EQ(must(world.store->facts().try_pin("2580", 0ms)).wait, 60s);  // nothing tells how long the power was off
  EXPECT_TRUE(must(world.store->facts().try_pin("2580", 60s)).accepted);
  EXPECT_EQ(must(world.store->facts().try_pin("0000", 61s)).wait, 0s);
}

}  // namespace
}  // namespace escale::store
