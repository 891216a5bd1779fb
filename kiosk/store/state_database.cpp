#include "kiosk/store/state_database.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/store/migrations.hpp"

namespace escale::store {
namespace {
constexpr std::uint64_t kPageBytes = 4096;  // SQLite's default, and what a new file gets
}

Result<StateDatabase> StateDatabase::open(const Path& path, std::uint64_t max_bytes) {
  TRY_ASSIGN(db::Database database, db::Database::open(path, db::Durability::Full));
  // Zeros over what is deleted: an older set of record ids would tell which one came last.
  TRY(database.execute("PRAGMA secure_delete = ON"));
  TRY(database.migrate(kMigrations));
  if (max_bytes > 0) TRY(database.execute(fmt::format("PRAGMA max_page_count = {}", std::max<std::uint64_t>(1, max_bytes / kPageBytes))));
  StateDatabase state(std::move(database));
  state.fold_log();
  return state;
}

Result<db::Statement*> StateDatabase::use(std::string_view sql) {
  auto found = m_statements.find(sql.data());
  if (found == m_statements.end()) {
    TRY_ASSIGN(db::Statement statement, m_database.prepare(sql));
    found = m_statements.emplace(sql.data(), std::move(statement)).first;
  }
  found->second.reset();
  return &found->second;
}

void StateDatabase::fold_log() {
  // What was committed is durable either way; a log that stays a little longer is no failure of the act before it.
  [[maybe_unused]] const auto folded = m_database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

void StateDatabase::set_synced(bool synced) {
  // Refused within a transaction only, and none is open here: a commit that claims to survive the power must.
  CHECK(m_database.execute(synced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL").has_value());
}

Result<std::int64_t> number_of(db::Statement& statement, std::int64_t fallback) {
  TRY_ASSIGN(const bool row, statement.step());
  const std::int64_t value = row && !statement.column_is_null(0) ? statement.column_int(0) : fallback;
  statement.reset();
  return value;
}

Result<std::string> text_of(db::Statement& statement, std::string_view fallback) {
  TRY_ASSIGN(const bool row, statement.step());
  std::string value(fallback);
  if (row && !statement.column_is_null(0)) value = statement.column_text(0);
  statement.reset();
  return value;
}

}  // namespace escale::store
