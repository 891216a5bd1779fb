#include "sync/db/failure.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace escale::db {
namespace {
Code code_of(int result) {
  switch (result & 0xFF) {  // the primary code; the rest refines it (sqlite.org, "Result and Error Codes")
    case SQLITE_CONSTRAINT:
      return Code::Conflict;
    case SQLITE_FULL:
      return Code::NoSpace;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Code::Corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Code::Unavailable;
    case SQLITE_TOOBIG:
      return Code::TooLarge;
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_NOMEM:
      return Code::Io;
    default:
      return Code::Internal;
  }
}
}  // namespace

tl::unexpected<Error> failure(sqlite3* handle, int result, std::string_view doing) {
  const char* text = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(result);
  return fail(code_of(result), fmt::format("{}: {}", doing, text));
}

}  // namespace escale::db
