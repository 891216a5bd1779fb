// SQLite with results instead of exceptions. Never empty once made: Database, Statement, Transaction (rolls back unless committed).
// One Database belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"
#include "sync/base/files.hpp"
#include "sync/db/migrations.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace escale::db {

class Database;

/// One prepared statement. Parameters are bound by position from 1; bind() returns itself for chaining.
class Statement {
 public:
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, ByteView blob);
  Statement& bind_null(int index);

  /// Moves to the next row: true when there is one. Conflict on a broken constraint, NoSpace on a full disk.
  Result<bool> step();
  /// Runs a statement that returns no row, then resets it for the next use.
  Result<> run();
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
  sqlite3_stmt* m_handle;
};

/// BEGIN IMMEDIATE … COMMIT; rolls back at the end of its life unless committed.
class Transaction {
 public:
  ~Transaction();
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Result<> commit();

 private:
  friend class Database;
  explicit Transaction(Database& database) : m_database(&database) {}
  Database* m_database;
};

enum class Durability {
  Full,    ///< every commit survives a power cut (synchronous = FULL)
  Normal,  ///< commits may be lost, never torn: rebuildable data only
};

class Database {
 public:
  /// Opens or creates a file in WAL mode with foreign keys on.
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

  /// Brings the schema to the newest migration (PRAGMA user_version). Refused when the file is newer than the program.
  Result<> migrate(std::span<const Migration> migrations);
  Result<int> schema_version();

  std::int64_t last_insert_rowid() const;
  /// Rows changed by the last statement.
  int changes() const;

 private:
  friend class Transaction;
  explicit Database(sqlite3* handle) : m_handle(handle) {}
  sqlite3* m_handle;
};

}  // namespace escale::db
