// How often each answer came: what codebooks and catalogues print beside a variable.
#pragma once

#include <map>
#include <optional>

#include "sync/answers/table.hpp"

namespace escale::answers {

struct Tally {
  std::size_t rows = 0;
  std::size_t valid = 0;
  std::map<Missing, std::size_t> missing;       ///< both reasons, 0 included
  std::map<std::int64_t, std::size_t> by_code;  ///< of a coded variable, every code, 0 included
  std::optional<forms::Decimal> least, most;    ///< of a number
  double mean = 0;                              ///< of a number, when there is one
};

Tally tally_of(const Table& table, std::size_t variable);

}  // namespace escale::answers
