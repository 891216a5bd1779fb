#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

#include "sync/db/database.hpp"
#include "sync/db/failure.hpp"

namespace escale::db {
namespace {
/// The statement's first words, for error messages. SQL is ours and holds no values, so it may be shown.
std::string beginning(sqlite3_stmt* handle) {
  const char* sql = sqlite3_sql(handle);
  std::string_view text = sql ? sql : "";
  return fmt::format("the query '{}{}' failed", text.substr(0, 60), text.size() > 60 ? "…" : "");
}
}  // namespace

Statement::~Statement() {
  sqlite3_finalize(m_handle);
}

Statement::Statement(Statement&& other) noexcept
    : m_handle(std::exchange(other.m_handle, nullptr)), m_bind_failure(other.m_bind_failure) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(m_handle, other.m_handle);
  std::swap(m_bind_failure, other.m_bind_failure);
  return *this;
}

Statement& Statement::bound(int result) {
  // A wrong position or a bind between two rows is our bug; a value over SQLite's limits may come from outside.
  CHECK(result == SQLITE_OK || result == SQLITE_TOOBIG || result == SQLITE_NOMEM);
  if (result != SQLITE_OK) m_bind_failure = result;
  return *this;
}

Statement& Statement::bind_int(int index, std::int64_t value) {
  return bound(sqlite3_bind_int64(m_handle, index, value));
}
Statement& Statement::bind(int index, double value) {
  return bound(sqlite3_bind_double(m_handle, index, value));
}
Statement& Statement::bind_null(int index) {
  return bound(sqlite3_bind_null(m_handle, index));
}

Statement& Statement::bind(int index, std::string_view text) {
  const char* data = text.data() ? text.data() : "";  // a null pointer would bind NULL
  return bound(sqlite3_bind_text64(m_handle, index, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind(int index, ByteView blob) {
  if (blob.empty()) return bound(sqlite3_bind_zeroblob(m_handle, index, 0));
  return bound(sqlite3_bind_blob64(m_handle, index, blob.data(), blob.size(), SQLITE_TRANSIENT));
}

Result<bool> Statement::step() {
  if (m_bind_failure != 0) return failure(nullptr, m_bind_failure, beginning(m_handle));
  const int result = sqlite3_step(m_handle);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  auto error = failure(sqlite3_db_handle(m_handle), result, beginning(m_handle));
  sqlite3_reset(m_handle);  // releases what the failed step still held
  return error;
}

Result<> Statement::run() {
  const auto row = step();
  const bool returned_a_row = row && *row;
  reset();
  if (!row) return fail(row.error());
  if (returned_a_row) return fail(Code::Internal, beginning(m_handle) + ": it returned a row where none was expected");
  return {};
}

void Statement::reset() {
  sqlite3_reset(m_handle);
  sqlite3_clear_bindings(m_handle);
  m_bind_failure = 0;
}

std::int64_t Statement::column_int(int index) const {
  return sqlite3_column_int64(m_handle, index);
}
double Statement::column_double(int index) const {
  return sqlite3_column_double(m_handle, index);
}
bool Statement::column_is_null(int index) const {
  return sqlite3_column_type(m_handle, index) == SQLITE_NULL;
}

std::string Statement::column_text(int index) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_handle, index));
  return text ? std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(m_handle, index))) : std::string();
}

Bytes Statement::column_blob(int index) const {
  const auto* blob = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_handle, index));
  return blob ? Bytes(blob, blob + sqlite3_column_bytes(m_handle, index)) : Bytes();
}

}  // namespace escale::db
