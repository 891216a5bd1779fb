// The table as CSV: UTF-8, RFC 4180. Codes for programs, labels for people: the same rows. The rule: the same answers give the same bytes,
// and no cell is ever run as a formula.
#pragma once

#include <string>
#include <string_view>

#include "sync/answers/table.hpp"

namespace escale::answers {

struct CsvOptions {
  bool labels = false;           ///< texts of questions and choices instead of names and codes
  bool byte_order_mark = false;  ///< Excel needs it to read accents when a file is opened by double-click
  char separator = ',';          ///< ';' for a French Excel
  bool decimal_comma = false;    ///< with labels only: 1,5
  std::string language{};        ///< of labels; empty: the form's default
};

/// Codes: a missing value is its token (`.v` not in that version, `.n` not asked, `.s` no answer), so that no reason is lost; labels: empty. A
/// select_multiple has a summary column (codes, separated by spaces) and one column a choice: 1 chosen, 0 asked and not chosen.
/// Texts that would be formulas (= + - @ first), or that are a token, get an apostrophe.
std::string table_csv(const Table& table, const CsvOptions& options = {});

/// One cell as codes: what the CSV and the data package hold.
std::string cell_text(const Variable& variable, const Cell& cell);

/// One field as RFC 4180 writes it: quoted when it must be.
std::string csv_field(std::string_view text, char separator = ',');

/// The text, made harmless for spreadsheet programs.
std::string without_formula(std::string_view text);

}  // namespace escale::answers
