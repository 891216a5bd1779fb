#include "sync/db/database.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <optional>

#include "tests/support/temporary_folder.hpp"

namespace escale::db {
namespace {

class DatabaseFile : public ::testing::Test {
 protected:
  Database open(Durability durability = Durability::Full) {
    auto database = Database::open(path(), durability);
    EXPECT_TRUE(database) << database.error().message;
    return std::move(database).value();
  }
  std::int64_t ask(Database& database, std::string_view sql) {
    auto statement = database.prepare(sql);
    EXPECT_TRUE(statement) << statement.error().message;
    EXPECT_TRUE(statement->step().value());
    return statement->column_int(0);
  }
  Path path() const { return m_folder.path() / "state.db"; }
  test::TemporaryFolder m_folder;
};

TEST_F(DatabaseFile, OpensWithWalForeignKeysAndTheDurabilityAskedFor) {
  auto full = open();
  auto mode = full.prepare("PRAGMA journal_mode").value();
  ASSERT_TRUE(mode.step().value());
  EXPECT_EQ(mode.column_text(0), "wal");
  EXPECT_EQ(ask(full, "PRAGMA foreign_keys"), 1);
  EXPECT_EQ(ask(full, "PRAGMA trusted_schema"), 0);
  EXPECT_EQ(ask(full, "PRAGMA busy_timeout"), 5000);
  EXPECT_EQ(ask(full, "PRAGMA synchronous"), 2);
  auto normal = open(Durability::Normal);
  EXPECT_EQ(ask(normal, "PRAGMA synchronous"), 1);
}

TEST_F(DatabaseFile, KeepsEveryKindOfValue) {
  auto database = open();
  ASSERT_TRUE(database.execute("CREATE TABLE t (a INTEGER, b REAL, c TEXT, d BLOB, e TEXT, f BLOB, g TEXT) STRICT"));
  const Bytes blob{0, 1, 255, 0};
  auto insert = database.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)").value();
  insert.bind(1, INT64_MIN).bind(2, 0.5).bind(3, std::string("d\0é", 4)).bind(4, blob);
  insert.bind(5, std::string_view()).bind(6, ByteView()).bind_null(7);
  ASSERT_TRUE(insert.run());
  EXPECT_EQ(database.changes(), 1);
  EXPECT_EQ(database.last_insert_rowid(), 1);
  auto row = database.prepare("SELECT * FROM t").value();
  ASSERT_TRUE(row.step().value());
  EXPECT_EQ(row.column_int(0), INT64_MIN);
  EXPECT_EQ(row.column_double(1), 0.5);
  EXPECT_EQ(row.column_text(2), std::string("d\0é", 4));
  EXPECT_EQ(row.column_blob(3), blob);
  EXPECT_FALSE(row.column_is_null(4));
  EXPECT_EQ(row.column_text(4), "");
  EXPECT_FALSE(row.column_is_null(5));
  EXPECT_TRUE(row.column_is_null(6));
  EXPECT_FALSE(row.step().value());
}

TEST_F(DatabaseFile, WalksRowsAndStopsAtTheFirstError) {
  auto database = open();
  ASSERT_TRUE(database.execute("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2), (3)"));
  auto select = database.prepare("SELECT a FROM t WHERE a >= ? ORDER BY a").value();
  std::vector<std::int64_t> seen;
  ASSERT_TRUE(select.bind(1, 2).each([&](Statement& row) { seen.push_back(row.column_int(0)); }));
  EXPECT_EQ(seen, (std::vector<std::int64_t>{2, 3}));
  const auto stopped = select.bind(1, 1).each([&](Statement& row) -> Result<> {
    if (row.column_int(0) == 2) return fail(Code::Corrupt, "two");
    return {};
  });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Code::Corrupt);
}

TEST_F(DatabaseFile, ReportsABrokenConstraintAsConflictAndGoesOn) {
  auto database = open();
  ASSERT_TRUE(database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY); CREATE TABLE u (a REFERENCES t)"));
  auto insert = database.prepare("INSERT INTO t VALUES (?)").value();
  ASSERT_TRUE(insert.bind(1, 7).run());
  const auto again = insert.bind(1, 7).run();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::Conflict);
  EXPECT_TRUE(insert.bind(1, 8).run());
  const auto orphan = database.execute("INSERT INTO u VALUES (99)");
  ASSERT_FALSE(orphan);
  EXPECT_EQ(orphan.error().code, Code::Conflict);
}

TEST_F(DatabaseFile, RollsBackATransactionThatWasNotCommitted) {
  auto database = open();
  ASSERT_TRUE(database.execute("CREATE TABLE t (a INTEGER)"));
  {
    auto transaction = database.begin().value();
    ASSERT_TRUE(database.execute("INSERT INTO t VALUES (1)"));
  }
  EXPECT_EQ(ask(database, "SELECT count(*) FROM t"), 0);
  auto transaction = database.begin().value();
  ASSERT_TRUE(database.execute("INSERT INTO t VALUES (1)"));
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(ask(database, "SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseFile, ReportsAFullDiskAsNoSpaceAndKeepsWhatWasCommitted) {
  auto database = open();
  ASSERT_TRUE(database.execute("CREATE TABLE t (a BLOB); INSERT INTO t VALUES (x'01')"));
  ASSERT_EQ(ask(database, "PRAGMA max_page_count = 10"), 10);
  {
    auto transaction = database.begin().value();
    const auto full = database.execute("INSERT INTO t VALUES (randomblob(100000))");
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, Code::NoSpace) << full.error().message;
    // SQLite may have rolled back already: a commit after that must not pretend that anything was kept.
    const auto committed = transaction.commit();
    EXPECT_TRUE(committed || committed.error().code == Code::Io);
  }
  EXPECT_EQ(ask(database, "SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseFile, RefusesAFileThatIsNotADatabase) {
  std::ofstream(path()) << std::string(5000, 'x');
  const auto database = Database::open(path());
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().code, Code::Corrupt);
  EXPECT_NE(database.error().message.find(path().string()), std::string::npos);
}

TEST_F(DatabaseFile, FindsDamage) {
  {
    auto database = open();
    ASSERT_TRUE(database.execute("CREATE TABLE t (a TEXT); CREATE INDEX i ON t (a)"));
    ASSERT_TRUE(
        database.execute("WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000) INSERT INTO "
                         "t SELECT hex(x) FROM n"));
    ASSERT_TRUE(database.check_integrity());
  }
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3 * 4096);
    file << std::string(4096, '\xFF');
  }
  auto database = open();
  const auto damaged = database.check_integrity();
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, Code::Corrupt);
}

TEST_F(DatabaseFile, SaysWhichFileCannotBeOpened) {
  const auto database = Database::open(m_folder.path() / "absent" / "state.db");
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().code, Code::Io);
  EXPECT_NE(database.error().message.find("absent"), std::string::npos);
}

TEST_F(DatabaseFile, RefusesWrongSqlAsOurOwnBug) {
  auto database = open();
  for (const std::string_view sql : {"SELEC 1", "SELECT 1; SELECT 2", "", "SELECT \"no such column\""}) {
    const auto statement = database.prepare(sql);
    ASSERT_FALSE(statement) << sql;
    EXPECT_EQ(statement.error().code, Code::Internal) << sql;
  }
  auto select = database.prepare("SELECT 1;").value();
  const auto run = select.run();
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, Code::Internal);
}

TEST_F(DatabaseFile, KeepsCommittedRowsWhenTheProcessDiesWithoutClosing) {
  { ASSERT_TRUE(open().execute("CREATE TABLE t (a INTEGER)")); }
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto database = Database::open(path());
    if (!database) ::_exit(2);
    auto transaction = database->begin();
    if (!transaction || !database->execute("INSERT INTO t VALUES (1)") || !transaction->commit()) ::_exit(3);
    auto lost = database->begin();
    if (!lost || !database->execute("INSERT INTO t VALUES (2)")) ::_exit(4);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  auto database = open();
  EXPECT_EQ(ask(database, "SELECT sum(a) FROM t"), 1);
}

}  // namespace
}  // namespace escale::db
