// Imports a form written as XLSForm: sheets "survey", "choices", "settings". What the terminal cannot honour yet is
// refused with what to write instead, never dropped. One setting is ours: `escale_anonymous` (or `anonymous`), yes or
// no. The rule: every error at once, each naming sheet and cell.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/form.hpp"
#include "content-bundles/importers/xlsx.hpp"

namespace escale::importers {

/// One thing to mend in a spreadsheet.
struct SheetIssue {
  std::string sheet;  ///< empty when it concerns the whole file
  std::string cell;   ///< "C7", or empty when it concerns the whole sheet
  std::string message;
  /// "sheet survey, cell C7: …".
  std::string text() const;
  bool operator==(const SheetIssue&) const = default;
};

struct XlsFormImport {
  std::optional<forms::Form> form;   ///< present when there are no errors
  std::vector<SheetIssue> errors;    ///< at most 100, in the order of the sheets
  std::vector<SheetIssue> warnings;  ///< worth reading; the form is usable
};

/// Reads a .xlsx. `fallback_id` (the file's name without extension) is the form's id when the settings sheet gives
/// none.
XlsFormImport import_xlsform(ByteView file, std::string_view fallback_id);

/// The same as one Result: the first errors joined into one message, for callers that only pass it on.
Result<forms::Form> read_xlsform(ByteView file, std::string_view fallback_id);

}  // namespace escale::importers
