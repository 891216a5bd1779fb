#include "sync/db/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <thread>
#include <utility>

#include "sync/db/failure.hpp"

namespace escale::db {
namespace {
constexpr int kBusyTimeoutMs = 5000;
constexpr int kJournalSizeLimitBytes = 8 * 1024 * 1024;

Result<> run_script(sqlite3* handle, const std::string& sql, std::string_view doing) {
  const int result = sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) return failure(handle, result, doing);
  return {};
}

/// The change to WAL needs the file alone, and SQLite answers "busy" at once instead of waiting when two connections make a new file at
/// the same moment: it would be a deadlock. So we wait, about as long as the busy timeout.
Result<> enter_wal(sqlite3* handle, std::string_view doing) {
  constexpr std::chrono::milliseconds kPause{20};
  for (int left = kBusyTimeoutMs / static_cast<int>(kPause.count());; --left) {
    const auto done = run_script(handle, "PRAGMA journal_mode = WAL;", doing);
    if (done || done.error().code != Code::Unavailable || left <= 0) return done;
    std::this_thread::sleep_for(kPause);
  }
}
}  // namespace

Transaction::~Transaction() {
  // After some failures (a full disk) SQLite has already rolled back by itself.
  if (m_handle && !sqlite3_get_autocommit(m_handle)) sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

Transaction::Transaction(Transaction&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}

Result<> Transaction::commit() {
  CHECK(m_handle != nullptr);
  if (sqlite3_get_autocommit(m_handle)) {
    m_handle = nullptr;
    return fail(Code::Io, "the transaction was rolled back by an earlier failure: nothing was kept");
  }
  TRY(run_script(m_handle, "COMMIT", "the changes could not be committed"));
  m_handle = nullptr;
  return {};
}

Result<Database> Database::open(const Path& path, Durability durability) {
  return open_named(path.string(), durability);
}
Result<Database> Database::open_in_memory() {
  return open_named(":memory:", Durability::Normal);
}

Result<Database> Database::open_named(const std::string& name, Durability durability) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int result = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
  const std::string doing = fmt::format("cannot open the database {}", name);
  Database database(handle);  // SQLite gives a handle to close even when opening failed
  if (result != SQLITE_OK) return failure(handle, result, doing);

  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  // Text in double quotes is a name, never a string; the schema cannot be edited as data, nor call functions of ours.
  for (const int option : {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_TRUSTED_SCHEMA})
    CHECK(sqlite3_db_config(handle, option, 0, nullptr) == SQLITE_OK);
  CHECK(sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr) == SQLITE_OK);
  CHECK(sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr) == SQLITE_OK);
  const std::string setup = fmt::format(
      "PRAGMA synchronous = {}; PRAGMA mmap_size = 0; PRAGMA journal_size_limit = {}; "
      "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;",
      durability == Durability::Full ? "FULL" : "NORMAL", kJournalSizeLimitBytes);
  TRY(enter_wal(handle, doing));
  TRY(run_script(handle, setup, doing));
  return database;
}

Database::~Database() {
  sqlite3_close_v2(m_handle);
}
Database::Database(Database&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}
Database& Database::operator=(Database&& other) noexcept {
  std::swap(m_handle, other.m_handle);
  return *this;
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  const int result = sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, &rest);
  const auto doing = [&] { return fmt::format("the query '{}' cannot be prepared", sql); };
  if (result != SQLITE_OK) return failure(m_handle, result, doing());
  Statement prepared(statement);
  const std::string_view left(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
  if (!statement || left.find_first_not_of(" \t\n;") != std::string_view::npos)
    return fail(Code::Internal, doing() + ": it is not exactly one statement");
  return prepared;
}

Result<> Database::execute(std::string_view sql) {
  return run_script(m_handle, std::string(sql), "the script failed");
}

Result<Transaction> Database::begin() {
  TRY(run_script(m_handle, "BEGIN IMMEDIATE", "cannot begin a transaction"));
  return Transaction(m_handle);
}

Result<std::int64_t> Database::query_int(std::string_view sql) {
  TRY_ASSIGN(Statement statement, prepare(sql));
  TRY_ASSIGN(const bool row, statement.step());
  if (!row) return fail(Code::Internal, fmt::format("the query '{}' returned no row", sql));
  return statement.column_int(0);
}

Result<int> Database::schema_version() {
  TRY_ASSIGN(const std::int64_t version, query_int("PRAGMA user_version"));
  return static_cast<int>(version);
}

Result<> Database::apply(const Migration& migration) {
  const std::string doing =
      fmt::format("migration {} ({}) failed, the database is unchanged", migration.version, migration.name);
  TRY_ASSIGN(Transaction transaction, begin());
  TRY_ASSIGN(const int version, schema_version());
  if (version >= migration.version) return {};  // another process was faster
  TRY(run_script(m_handle, std::string(migration.sql), doing));
  TRY_ASSIGN(Statement broken, prepare("SELECT \"table\" FROM pragma_foreign_key_check"));
  TRY_ASSIGN(const bool found, broken.step());
  if (found)
    return fail(Code::Conflict, fmt::format("{}: a row of {} points to nothing", doing, broken.column_text(0)));
  broken.reset();
  TRY(run_script(m_handle, fmt::format("PRAGMA user_version = {}", migration.version), doing));
  return transaction.commit();
}

Result<> Database::migrate(std::span<const Migration> migrations) {
  for (std::size_t i = 0; i < migrations.size(); ++i) CHECK(migrations[i].version == static_cast<int>(i) + 1);
  const int newest = static_cast<int>(migrations.size());
  TRY_ASSIGN(const int current, schema_version());
  if (current > newest) {
    return fail(Code::Refused, fmt::format("the database has schema version {} and this program knows only up to {}: "
                                           "install the newer program, nothing was changed",
                                           current, newest));
  }
  if (current == newest) return {};
  // PRAGMA foreign_keys does nothing inside a transaction, so it is switched around them.
  CHECK(sqlite3_db_config(m_handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0, nullptr) == SQLITE_OK);
  Result<> outcome;
  for (const Migration& migration : migrations.subspan(static_cast<std::size_t>(current < 0 ? 0 : current))) {
    outcome = apply(migration);
    if (!outcome) break;
  }
  CHECK(sqlite3_db_config(m_handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr) == SQLITE_OK);
  return outcome;
}

Result<> Database::check_integrity() {
  TRY_ASSIGN(Statement statement, prepare("PRAGMA integrity_check(1)"));
  TRY_ASSIGN(const bool row, statement.step());
  const std::string finding = row ? statement.column_text(0) : "no answer";
  if (finding != "ok") return fail(Code::Corrupt, fmt::format("the database is damaged: {}", finding));
  return {};
}

std::int64_t Database::last_insert_rowid() const {
  return sqlite3_last_insert_rowid(m_handle);
}
int Database::changes() const {
  return sqlite3_changes(m_handle);
}

}  // namespace escale::db
