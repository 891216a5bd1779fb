// Reads a spreadsheet (.xlsx, ECMA-376 transitional): the text of each cell as a person sees it, with its place. On the
// author's machine only. The rule: whatever the file holds, bounded memory and time, no exception, one sentence.
// Formulas give their stored result; macros, links and styles are never followed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/bytes.hpp"

namespace escale::importers {

struct XlsxLimits {
  std::size_t file_bytes = 32u << 20;
  std::size_t entries = 1000;
  std::size_t part_bytes = 16u << 20;   ///< one part, unpacked
  std::size_t total_bytes = 64u << 20;  ///< all parts read, unpacked
  std::size_t ratio = 200;              ///< unpacked to packed, over the whole file, once 1 MiB is unpacked
  std::size_t sheets = 64;
  std::size_t rows = 50'000;  ///< rows that hold something, one sheet
  std::size_t columns = 512;  ///< the highest column
  std::size_t cells = 500'000;
  std::size_t shared_strings = 500'000;
  std::size_t cell_bytes = 32'767;  ///< as in spreadsheet programs
};

struct SheetRow {
  std::uint32_t number = 1;                    ///< as the spreadsheet program numbers it
  std::map<std::uint32_t, std::string> cells;  ///< column (0 is A) -> text, never empty
};

struct Sheet {
  std::string name;
  std::vector<SheetRow> rows;  ///< rows that hold something, in order
};

struct Workbook {
  std::vector<Sheet> sheets;
  /// By name, ignoring case and surrounding spaces; null when there is none.
  const Sheet* sheet(std::string_view name) const;
};

/// Reads all sheets. InvalidInput for a file that is not one, is truncated, encrypted or the old .xls; TooLarge over a
/// limit.
Result<Workbook> read_xlsx(ByteView file, const XlsxLimits& limits = {});

/// "C7" for column 2, row 7.
std::string cell_name(std::uint32_t column, std::uint32_t row);

}  // namespace escale::importers
