// The connection to state.db that the repositories of one Store share, with their statements compiled once. Internal to this folder.
// Rule: nothing in the file tells in which order answers came: rows are placed at random (placing.hpp), freed bytes are zeroed, and the
// log of commits is folded away after each one.
#pragma once

#include <string_view>
#include <unordered_map>

#include "sync/db/database.hpp"

namespace escale::store {

class StateDatabase {
 public:
  /// Opens or creates the file and brings its schema up to date; Refused when it is newer than the program. `max_bytes` limits its
  /// growth (0: only the disk does); over it writes fail with NoSpace.
  static Result<StateDatabase> open(const Path& path, std::uint64_t max_bytes);

  /// The statement of this SQL, ready for new parameters. The text is a constant of the program: it is known by its address.
  Result<db::Statement*> use(std::string_view sql);
  Result<db::Transaction> begin() { return m_database.begin(); }
  /// Folds the log of commits into the file and empties it. Does nothing when another connection is in the way: the next one will.
  void fold_log();
  int changes() const { return m_database.changes(); }

  /// While it lives, commits of this connection are not synced to the disk: for what is worth nothing once the power is off. The file stays
  /// sound (SQLite, synchronous = NORMAL in WAL mode); the next synced commit takes along what came before it.
  class Lightly {
   public:
    explicit Lightly(StateDatabase& state) : m_state(state) { m_state.set_synced(false); }
    ~Lightly() { m_state.set_synced(true); }
    Lightly(const Lightly&) = delete;
    Lightly& operator=(const Lightly&) = delete;

   private:
    StateDatabase& m_state;
  };

 private:
  explicit StateDatabase(db::Database database) : m_database(std::move(database)) {}
  void set_synced(bool synced);
  db::Database m_database;
  std::unordered_map<const char*, db::Statement> m_statements;
};

/// The first column of the first row, or the fallback without a row; resets the statement.
Result<std::int64_t> number_of(db::Statement& statement, std::int64_t fallback);
Result<std::string> text_of(db::Statement& statement, std::string_view fallback);

}  // namespace escale::store
