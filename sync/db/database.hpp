// SQLite with results instead of exceptions. Never empty once made: Database, Statement, Transaction (rolls back unless
// committed). One Database, with its statements, belongs to one thread. Parameters are always bound: no text from
// outside ever becomes SQL.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "sync/base/bytes.hpp"
#include "sync/base/files.hpp"
#include "sync/db/migrations.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace escale::db {

/// One prepared statement. Parameters are bound by position from 1; bind() returns itself for chaining.
class Statement {
 public:
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;

  template <std::integral T>
  Statement& bind(int index, T value) {
    return bind_int(index, static_cast<std::int64_t>(value));
  }
  Statement& bind(int index, double value);
  /// UTF-8 text, copied.
  Statement& bind(int index, std::string_view text);
  /// A blob, copied. Empty is an empty blob, not NULL.
  Statement& bind(int index, ByteView blob);
  Statement& bind_null(int index);

  /// Moves to the next row: true when there is one. Conflict on a broken constraint, NoSpace on a full disk,
  /// Unavailable when another connection holds the file for too long, Corrupt when the file is damaged.
  Result<bool> step();
  /// Runs a statement that returns no row, then resets it for the next use, whatever the outcome.
  Result<> run();
  /// Calls `row(statement)` for each row, then resets. `row` returns nothing, or a Result<> whose error ends the walk.
  template <class F>
  Result<> each(F&& row) {
    for (;;) {
      const auto more = step();
      if (!more || !*more) {
        reset();
        return more ? Result<>{} : Result<>(fail(more.error()));
      }
      if constexpr (std::is_void_v<std::invoke_result_t<F, Statement&>>) {
        row(*this);
      } else if (Result<> outcome = row(*this); !outcome) {
        reset();
        return outcome;
      }
    }
  }
  /// Back to before the first row, bindings cleared.
  void reset();

  // Columns of the current row, from 0.
  std::int64_t column_int(int index) const;
  double column_double(int index) const;
  std::string column_text(int index) const;
  Bytes column_blob(int index) const;
  bool column_is_null(int index) const;

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* handle) : m_handle(handle) {}
  Statement& bind_int(int index, std::int64_t value);
  Statement& bound(int result);

  sqlite3_stmt* m_handle;
  int m_bind_failure = 0;  // a value too large for SQLite: reported by the next step()
};

/// BEGIN IMMEDIATE … COMMIT; rolls back at the end of its life unless committed. Must not outlive its Database.
class Transaction {
 public:
  ~Transaction();
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  /// Makes the changes durable, once. On failure nothing is kept.
  Result<> commit();

 private:
  friend class Database;
  explicit Transaction(sqlite3* handle) : m_handle(handle) {}
  sqlite3* m_handle;
};

enum class Durability {
  Full,    ///< every commit survives a power cut (synchronous = FULL)
  Normal,  ///< commits may be lost, never torn: rebuildable data only
};

class Database {
 public:
  /// Opens or creates a file in WAL mode with foreign keys on. Corrupt when it is not a database, Io when it cannot be
  /// opened.
  static Result<Database> open(const Path& path, Durability durability = Durability::Full);
  static Result<Database> open_in_memory();
  ~Database();
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;

  /// Compiles one statement. Internal when the SQL is wrong: SQL is ours, never input.
  Result<Statement> prepare(std::string_view sql);
  /// Runs a script of several statements without parameters.
  Result<> execute(std::string_view sql);
  Result<Transaction> begin();

  /// Brings the schema to the newest migration (PRAGMA user_version), one transaction each; see migrations.hpp.
  /// Refused, and nothing changed, when the file is newer than the program.
  Result<> migrate(std::span<const Migration> migrations);
  Result<int> schema_version();

  /// Reads every page and index. Corrupt with SQLite's first finding. Seconds on a large file.
  Result<> check_integrity();

  std::int64_t last_insert_rowid() const;
  /// Rows changed by the last statement.
  int changes() const;

 private:
  explicit Database(sqlite3* handle) : m_handle(handle) {}
  static Result<Database> open_named(const std::string& name, Durability durability);
  Result<std::int64_t> query_int(std::string_view sql);
  Result<> apply(const Migration& migration);

  sqlite3* m_handle;
};

}  // namespace escale::db
