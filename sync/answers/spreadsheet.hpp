// The table as a spreadsheet (.xlsx, ECMA-376): three sheets, codes, labels, variables. Made in memory with libarchive: people's words are in
// no temporary file, and two exports of the same answers are the same bytes.
#pragma once

#include "sync/answers/table.hpp"
#include "sync/base/bytes.hpp"

namespace escale::answers {

/// TooLarge over the limits of the format (1 048 576 rows, 16 384 columns). Texts are cells of text, never formulas; one that is over
/// 32 767 characters is cut there, as spreadsheet programs do, and ends with "…".
Result<Bytes> table_xlsx(const Table& table);

}  // namespace escale::answers
