// What a table means, for people (Markdown, HTML) and for catalogues and programs (DDI-Codebook, Frictionless), and the scripts that read it.
// All say the same of each variable: the question as shown, its codes, how many answered, why others did not, in which versions it was asked.
#pragma once

#include <string>

#include "sync/answers/table.hpp"
#include "sync/base/json.hpp"

namespace escale::answers {

/// In French, for the person who will work with the data.
std::string codebook_markdown(const Table& table);
/// The same as one page of HTML that needs nothing else and prints well.
std::string codebook_html(const Table& table);

/// DDI-Codebook 2.5 (ddialliance.org): docDscr, stdyDscr, fileDscr of `csv_name`, dataDscr with a group for each select_multiple.
std::string ddi_codebook(const Table& table, const std::string& csv_name, std::size_t csv_bytes);

/// One resource of a Frictionless Data Package (Table Schema 1.0) for the CSV of codes.
Json frictionless_resource(const Table& table, const std::string& csv_name, const std::string& csv);
/// Any CSV file of the pack as a Tabular Data Resource: its dialect, bytes and digest, and the schema of its fields.
Json csv_resource(std::string_view name, std::string_view title, std::string_view path, std::string_view csv, Json schema);

/// Scripts that read the CSV of codes with its labels and missing values: R (base), Stata, SPSS. Run in the folder of the pack.
std::string import_r(const Table& table, const std::string& csv_name);
std::string import_stata(const Table& table, const std::string& csv_name);
std::string import_spss(const Table& table, const std::string& sav_name);

}  // namespace escale::answers
