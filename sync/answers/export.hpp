// The folder that a researcher receives: one CSV of codes and one of labels a form, and where it all comes from.
// The rule: the counts add up or nothing is written, and the same answers give the same bytes.
#pragma once

#include <string>
#include <vector>

#include "sync/answers/csv.hpp"
#include "sync/answers/opened_folder.hpp"

namespace escale::answers {

struct ExportedFile {
  std::string name;
  std::string content;
};

/// `<form>.csv` (codes), `<form>_labels.csv`, `provenance.json` (counts, forms, sessions, refusals, SHA-256 of each
/// file). `labels` is for the labels file; codes are always plain UTF-8 with commas, but for the byte order mark.
std::vector<ExportedFile> export_answers(const Collection& collection, const KnownForms& forms,
                                         const CsvOptions& labels);

}  // namespace escale::answers
