// Schema changes: numbered SQL scripts from <folder>/migrations/NNNN_name.sql, each applied once, in one transaction; a
// shipped script never changes. Numbers start at 1 and leave no gap. Foreign keys are not enforced while a script runs
// (so that a table can be rebuilt), but all of them are checked before it commits. A database newer than the program is
// refused and left unchanged.
#pragma once

#include <string_view>

namespace escale::db {

struct Migration {
  int version;
  std::string_view name;
  std::string_view sql;
};

}  // namespace escale::db
