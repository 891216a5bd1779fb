#include "sync/answers/export.hpp"

#include <algorithm>

#include "sync/answers/codebook.hpp"
#include "sync/answers/spreadsheet.hpp"
#include "sync/answers/statistics.hpp"
#include "sync/answers/taps_files.hpp"
#include "sync/base/json.hpp"

namespace escale::answers {
namespace {

Result<> add_form(std::vector<ExportedFile>& files, const Table& table, const CsvOptions& labels, Json& resources) {
  const std::string& id = table.name;
  CsvOptions readable = labels;
  readable.labels = true;
  const std::string csv = table_csv(table);  // no byte order mark: programs would take it for a part of the first name
  files.push_back({id + ".csv", csv});
  files.push_back({id + "_labels.csv", table_csv(table, readable)});
  TRY_ASSIGN(const Bytes xlsx, table_xlsx(table));
  files.push_back({id + ".xlsx", to_text(xlsx)});
  TRY_ASSIGN(const Bytes sav, table_statistics(table, StatisticsFormat::Sav));
  files.push_back({id + ".sav", to_text(sav)});
  TRY_ASSIGN(const Bytes dta, table_statistics(table, StatisticsFormat::Dta));
  files.push_back({id + ".dta", to_text(dta)});
  files.push_back({id + "_codebook.md", codebook_markdown(table)});
  files.push_back({id + "_codebook.html", codebook_html(table)});
  files.push_back({id + "_ddi.xml", ddi_codebook(table, id + ".csv", csv.size())});
  files.push_back({id + "_import.R", import_r(table, id + ".csv")});
  files.push_back({id + "_import.do", import_stata(table, id + ".csv")});
  files.push_back({id + "_import.sps", import_spss(table, id + ".sav")});
  resources.push_back(frictionless_resource(table, id + ".csv", csv));
  return {};
}

}  // namespace

Result<std::vector<ExportedFile>> export_answers(const Collection& collection, const KnownForms& forms, const CsvOptions& labels) {
  std::vector<ExportedFile> files;
  Json resources = Json::array();
  const std::vector<const KnownForm*> all = forms.all();
  std::size_t exported = 0;
  for (auto begin = all.begin(); begin != all.end();) {
    const std::string& id = (*begin)->version.form_id;
    const auto end = std::find_if(begin, all.end(), [&](const KnownForm* known) { return known->version.form_id != id; });
    const std::span<const KnownForm* const> versions(begin, end);
    begin = end;
    const std::vector<Table> tables = tables_of(versions, collection.answers, labels.language);
    if (tables.front().rows.empty()) continue;
    exported += tables.front().rows.size();
    for (const Table& table : tables) TRY(add_form(files, table, labels, resources));
  }
  // Every answer has a known form (Opening refuses the others), so every answer is in exactly one table.
  CHECK(exported == collection.answers.size());
  for (const std::string& form : forms_with_taps(collection.taps)) {
    files.push_back({form + "_taps.csv", taps_csv(form, collection.taps)});
    resources.push_back(taps_resource(form, files.back().content));
  }
  const auto add_json = [&](const std::string& name, const Json& value) {
    files.push_back({name, value.dump(2) + "\n"});
  };
  add_json("datapackage.json", {{"name", collection.mailbox.empty() ? "answers" : collection.mailbox}, {"profile", "data-package"}, {"resources", resources}});
  auto provenance = parse_json(summary_json(collection, forms));
  CHECK(provenance.has_value());
  (*provenance)["files"] = Json::array();
  for (const ExportedFile& file : files)
    (*provenance)["files"].push_back({{"name", file.name}, {"sha256", crypto::sha256(as_bytes(file.content)).hex()}, {"size", file.content.size()}});
  add_json("provenance.json", *provenance);
  return files;
}

}  // namespace escale::answers
