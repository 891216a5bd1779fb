// SQLite's result codes as our errors. Used by the files of this folder only.
#pragma once

#include <string_view>

#include "sync/base/result.hpp"

struct sqlite3;

namespace escale::db {

/// The error of the last call on this connection; `doing` says what was being done.
tl::unexpected<Error> failure(sqlite3* handle, int result, std::string_view doing);

}  // namespace escale::db
