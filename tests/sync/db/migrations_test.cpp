#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/migrations_check.hpp"

namespace escale::db {
namespace {

constexpr Migration kFirst{1, "start", "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"};
constexpr Migration kSecond{
    2, "pets",
    "CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES person (id)) STRICT;\n"
    "ALTER TABLE person ADD COLUMN town TEXT;"};
constexpr Migration kRebuild{
    3, "rebuild",
    "CREATE TABLE person_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), town TEXT) STRICT;\n"
    "INSERT INTO person_new SELECT id, name, town FROM person;\n"
    "DROP TABLE person;\n"
    "ALTER TABLE person_new RENAME TO person;"};
constexpr Migration kAll[] = {kFirst, kSecond, kRebuild};

TEST(Migrations, MatchTheSchemaFromEveryVersion) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "schema.sql")
      << "CREATE TABLE person (\n"
         "  id INTEGER PRIMARY KEY,\n"
         "  name TEXT NOT NULL CHECK (name <> ''),  -- never empty\n"
         "  town TEXT\n) STRICT;\n"
         "CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES person (id)) STRICT;\n";
  test::expect_migrations_match_schema(kAll, folder.path() / "schema.sql");
}

TEST(Migrations, TheCheckNoticesADifferentSchema) {
  static const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "schema.sql") << "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT) STRICT;\n";
  EXPECT_NONFATAL_FAILURE(
      test::expect_migrations_match_schema(std::span<const Migration>(kAll).first(1), folder.path() / "schema.sql"),
      "upgraded from version 0");
}

TEST(Migrations, RefuseANewerDatabase) {
  test::expect_newer_schema_refused(kAll);
}

TEST(Migrations, LetEveryQueryPrepare) {
  static constexpr std::string_view kQueries[] = {"SELECT town FROM person WHERE id = ?"};
  test::expect_queries_prepare(kAll, kQueries);
  static constexpr std::string_view kWrong[] = {"SELECT age FROM person"};
  EXPECT_NONFATAL_FAILURE(test::expect_queries_prepare(kAll, kWrong), "no such column");
}

TEST(Migrations, RebuildATableWithoutLosingWhatPointsToIt) {
  auto database = Database::open_in_memory().value();
  ASSERT_TRUE(database.migrate(std::span<const Migration>(kAll).first(2)));
  ASSERT_TRUE(database.execute("INSERT INTO person VALUES (1, 'Inès', 'Metz'); INSERT INTO pet VALUES (1, 1)"));
  const auto migrated = database.migrate(kAll);
  ASSERT_TRUE(migrated) << migrated.error().message;
  const auto orphan = database.execute("INSERT INTO pet VALUES (2, 99)");
  ASSERT_FALSE(orphan) << "foreign keys are enforced again";
  EXPECT_EQ(orphan.error().code, Code::Conflict);
}

TEST(Migrations, ChangeNothingWhenAScriptFails) {
  static constexpr Migration kBroken[] = {
      kFirst, {2, "broken", "CREATE TABLE half (a INTEGER); CREATE TABLE person (b INTEGER);"}};
  auto database = Database::open_in_memory().value();
  const auto failed = database.migrate(kBroken);
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().message.find("migration 2 (broken)"), std::string::npos) << failed.error().message;
  EXPECT_EQ(database.schema_version().value(), 1);
  EXPECT_EQ(test::schema_lines(database).size(), 1u);
}

TEST(Migrations, RefuseAScriptThatLeavesAnOrphan) {
  static constexpr Migration kOrphan[] = {kFirst, kSecond, {3, "orphan", "INSERT INTO pet VALUES (1, 99);"}};
  auto database = Database::open_in_memory().value();
  const auto failed = database.migrate(kOrphan);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Code::Conflict);
  EXPECT_EQ(database.schema_version().value(), 2);
}

TEST(MigrationsDeathTest, GapsInTheNumbersAreOurBug) {
  static constexpr Migration kGap[] = {{2, "late", ""}};
  auto database = Database::open_in_memory().value();
  EXPECT_DEATH(static_cast<void>(database.migrate(kGap)), "CHECK failed");
}

}  // namespace
}  // namespace escale::db
