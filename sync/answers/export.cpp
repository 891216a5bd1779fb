#include "sync/answers/export.hpp"

#include <algorithm>

#include "sync/base/json.hpp"

namespace escale::answers {

std::vector<ExportedFile> export_answers(const Collection& collection, const KnownForms& forms,
                                         const CsvOptions& labels) {
  std::vector<ExportedFile> files;
  const std::vector<const KnownForm*> all = forms.all();
  std::size_t exported = 0;
  for (auto begin = all.begin(); begin != all.end();) {
    const std::string& id = (*begin)->version.form_id;
    const auto end =
        std::find_if(begin, all.end(), [&](const KnownForm* known) { return known->version.form_id != id; });
    const std::span<const KnownForm* const> versions(begin, end);
    std::vector<Answer> answers;
    std::copy_if(collection.answers.begin(), collection.answers.end(), std::back_inserter(answers),
                 [&](const Answer& answer) { return answer.form.form_id == id; });
    begin = end;
    if (answers.empty()) continue;
    exported += answers.size();
    CsvOptions codes;
    codes.byte_order_mark = labels.byte_order_mark;
    CsvOptions readable = labels;
    readable.labels = true;
    files.push_back({id + ".csv", answers_csv(versions, answers, codes)});
    files.push_back({id + "_labels.csv", answers_csv(versions, answers, readable)});
  }
  // Every answer has a known form (Opening refuses the others), so every answer is in exactly one table.
  CHECK(exported == collection.answers.size());
  auto provenance = parse_json(summary_json(collection, forms));
  CHECK(provenance.has_value());
  (*provenance)["files"] = Json::array();
  for (const ExportedFile& file : files)
    (*provenance)["files"].push_back(
        {{"name", file.name}, {"sha256", crypto::sha256(as_bytes(file.content)).hex()}, {"size", file.content.size()}});
  auto text = stored_json(*provenance);
  CHECK(text.has_value());
  files.push_back({"provenance.json", std::move(*text)});
  return files;
}

}  // namespace escale::answers
