// The table as SPSS and Stata read it, with labels, measures and missing values: written by ReadStat.
#pragma once

#include "sync/answers/table.hpp"
#include "sync/base/bytes.hpp"

namespace escale::answers {

enum class StatisticsFormat : std::uint8_t {
  Sav,  ///< SPSS system file: missing values are user-missing numbers (missing_number), named
  Dta,  ///< Stata 14 and later (format 118): missing values are .v, .n and .s, named
};

/// Numbers are doubles (exact up to 2^53, more than an answer may be); a coded variable is its numbers and a set of labels. What does not fit
/// the format is cut between characters: labels of variables (SPSS 255 bytes, Stata 80 characters), of values (SPSS 120 bytes), texts of
/// answers (SPSS 32 767 bytes). The same table gives the same bytes: the file's date is 1970-01-01.
Result<Bytes> table_statistics(const Table& table, StatisticsFormat format);

}  // namespace escale::answers
