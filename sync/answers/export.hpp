// The folder that a researcher receives: each form's answers in every format, what they mean, and where they come from.
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

/// For each form that has answers, and for each of its repeats as `<form>_<repeat>` (a row a copy, keys record and copy): `<form>.csv` (codes), `<form>_labels.csv`, `.xlsx`, `.sav`, `.dta`, `<form>_codebook.md` and `.html`,
/// `<form>_ddi.xml`, `<form>_import.R`, `.do`, `.sps`; for all: `datapackage.json` and `provenance.json` (counts, forms, sessions, refusals,
/// SHA-256 of each file; they add up, withdrawn, replaced and expired ones included). `<form>_taps.csv` where taps were counted. `labels` is for the labels file and for the language of labels everywhere; codes are always plain UTF-8 with commas.
Result<std::vector<ExportedFile>> export_answers(const Collection& collection, const KnownForms& forms, const CsvOptions& labels);

}  // namespace escale::answers
