// Schema changes: numbered SQL scripts, each applied once, in one transaction; a shipped script never changes.
// A database newer than the program is refused, unopened and unchanged.
#pragma once

#include <span>
#include <string_view>

namespace escale::db {

struct Migration {
  int version;
  std::string_view name;
  std::string_view sql;
};

}  // namespace escale::db
