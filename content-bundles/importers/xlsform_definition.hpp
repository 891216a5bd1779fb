// A spreadsheet (XLSForm) as a definition: skips, calculations, repeats, filtered lists, dates, ranking. The rule:
// every error at once, in French and in English, each naming sheet and cell and what to write instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/definition.hpp"
#include "sync/base/bytes.hpp"

namespace escale::importers {

struct DefinitionIssue {
  std::string sheet{}, cell{};  ///< "survey", "C7"; empty when it concerns the whole file or sheet
  std::string french{}, english{};
  /// "feuille survey, cellule C7 : …" or "sheet survey, cell C7: …".
  std::string text(std::string_view language) const;
  bool operator==(const DefinitionIssue&) const = default;
};

struct DefinitionImport {
  std::optional<forms::Definition>
      definition;                       ///< present when there are no errors; lists in other files are in `external`
  std::vector<DefinitionIssue> errors;  ///< at most 100, in the order of the sheets
  std::vector<DefinitionIssue> warnings;
};

/// Reads a .xlsx. `fallback_id` (the file's name without extension) is the form's id when the settings sheet gives
/// none.
DefinitionImport import_definition(ByteView file, std::string_view fallback_id);

}  // namespace escale::importers
