// Answers as a table: one row an answer, one column a question. UTF-8, RFC 4180. Codes for programs, labels for people:
// the same rows. The rule: columns follow the form, rows follow the record ids, the same answers give the same bytes,
// and no cell is ever run as a formula.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sync/answers/opening.hpp"

namespace escale::answers {

struct CsvOptions {
  bool labels = false;           ///< texts of questions and choices instead of names and codes
  bool byte_order_mark = false;  ///< Excel needs it to read accents when a file is opened by double-click
  char separator = ',';          ///< ';' for a French Excel
  bool decimal_comma = false;    ///< with labels only: 1,5
  std::string language{};        ///< of labels; empty: the form's default
};

/// The answers of one form, whatever their version: `versions` are that form's known versions in the order of
/// KnownForms::all. Columns: record, session, day, form_version, then the questions of the newest version, then those
/// that only older ones had. Notes have none. A select_multiple has a summary column (codes, separated by spaces) and
/// one column a choice: 1 chosen, 0 asked and not chosen, empty not asked in that version. Other answers that were not
/// given are empty. Texts that would be formulas (= + - @ first) get an apostrophe.
std::string answers_csv(std::span<const KnownForm* const> versions, std::span<const Answer> answers,
                        const CsvOptions& options = {});

/// One field as RFC 4180 writes it: quoted when it must be.
std::string csv_field(std::string_view text, char separator = ',');

/// The text, made harmless for spreadsheet programs.
std::string without_formula(std::string_view text);

}  // namespace escale::answers
