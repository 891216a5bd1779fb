#include "sync/answers/publish.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sync/answers/markdown_text.hpp"
#include "sync/base/json.hpp"

namespace escale::answers {
namespace {

constexpr std::string_view kSecret = "secret";
constexpr std::string_view kOtherSessions = "Autres séances";
constexpr std::size_t kMostCategories = 25;  ///< a number with more values than that is not a closed question

struct Category {
  std::string code, label;
};

/// What a variable is counted by: its codes, or the values of a short scale (0 to 10), then why answers are missing.
std::vector<Category> categories_of(const Table& table, std::size_t index) {
  const Variable& variable = table.variables[index];
  std::vector<Category> out;
  if (variable.storage == Storage::Coded) {
    for (const ValueCode& code : variable.codes) out.push_back({code.code, code.label});
  } else if (variable.storage == Storage::Whole && variable.measure == Measure::Ordinal) {
    std::set<std::int64_t> values;
    for (const auto& row : table.rows)
      if (const auto* value = std::get_if<std::int64_t>(&row[index])) values.insert(*value);
    if (values.size() > kMostCategories) return {};
    for (const std::int64_t value : values) out.push_back({std::to_string(value), std::to_string(value)});
  }
  if (out.empty()) return out;
  for (const Missing missing : kMissing) out.push_back({std::string(missing_token(missing)), std::string(missing_label(missing))});
  return out;
}

std::string code_of(const Variable& variable, const Cell& cell) {
  if (const auto* missing = std::get_if<Missing>(&cell)) return std::string(missing_token(*missing));
  if (const ValueCode* code = Table::code_of(variable, cell)) return code->code;
  return std::to_string(std::get<std::int64_t>(cell));
}

/// Each row's group. Sessions under k become one group; when that one is under k too, the smallest of the others joins it: no sum of a group
/// is then small, and sums may be public.
std::vector<std::string> groups_of(const Table& table, const std::map<std::string, std::string>& titles, const DisclosureRules& rules) {
  std::map<std::string, std::int64_t> sizes;
  const auto session = [](const std::vector<Cell>& row) { return std::get<std::string>(row[1]); };
  for (const auto& row : table.rows) ++sizes[session(row)];
  std::vector<std::pair<std::int64_t, std::string>> by_size;
  for (const auto& [id, size] : sizes) by_size.emplace_back(size, id);
  std::sort(by_size.begin(), by_size.end());
  std::set<std::string> together;
  std::int64_t sum = 0;
  for (const auto& [size, id] : by_size) {
    if (size >= rules.k && (sum == 0 || sum >= rules.k)) break;
    together.insert(id);
    sum += size;
  }
  std::vector<std::string> groups;
  for (const auto& row : table.rows) {
    const std::string id = session(row);
    const auto title = titles.find(id);
    groups.push_back(together.contains(id) ? std::string(kOtherSessions) : id.empty() ? "Sans séance" : title != titles.end() && !title->second.empty() ? title->second + " (" + id.substr(0, 8) + ")" : id);
  }
  return groups;
}

struct Published {
  std::string csv = "variable,label,session,code,code_label,count\r\n", markdown;
  std::size_t counts = 0, hidden = 0, tables = 0;
};

void publish_variable(Published& out, const Table& table, std::size_t index, const std::vector<std::string>& row_groups, const DisclosureRules& rules) {
  const Variable& variable = table.variables[index];
  const std::vector<Category> categories = categories_of(table, index);
  if (categories.empty()) return;
  std::vector<std::string> groups = row_groups;
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  CountTable counts;
  counts.counts.assign(groups.size(), std::vector<std::int64_t>(categories.size(), 0));
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const std::string code = code_of(variable, table.rows[r][index]);
    const auto category = std::find_if(categories.begin(), categories.end(), [&](const Category& it) { return it.code == code; });
    const auto group = std::lower_bound(groups.begin(), groups.end(), row_groups[r]);
    ++counts.counts[static_cast<std::size_t>(group - groups.begin())][static_cast<std::size_t>(category - categories.begin())];
  }
  const Hidden hidden = hide(counts, rules);
  out.tables += 1;
  out.markdown += fmt::format("\n## {}\n\n| réponse | ensemble |", markdown_text(variable.label));
  if (groups.size() > 1)
    for (const std::string& group : groups) out.markdown += fmt::format(" {} |", markdown_text(group));
  out.markdown += "\n|---|---:|";
  if (groups.size() > 1)
    for (std::size_t g = 0; g < groups.size(); ++g) out.markdown += "---:|";
  out.markdown += "\n";
  const auto shown = [&](std::int64_t count, bool is_hidden) {
    ++out.counts;
    out.hidden += is_hidden ? 1 : 0;
    return is_hidden ? std::string(kSecret) : std::to_string(count);
  };
  const auto line = [&](const std::string& group, const Category& category, const std::string& count) {
    out.csv += fmt::format("{},{},{},{},{},{}\r\n", variable.name, csv_field(without_formula(variable.label)), csv_field(without_formula(group)), csv_field(without_formula(category.code)),
                           csv_field(without_formula(category.label)), count);
    return fmt::format(" {} |", count);
  };
  for (std::size_t c = 0; c < categories.size(); ++c) {
    out.markdown += fmt::format("| {} |", markdown_text(categories[c].label)) + line("", categories[c], shown(counts.total(c), hidden.totals[c]));
    if (groups.size() > 1)
      for (std::size_t g = 0; g < groups.size(); ++g) out.markdown += line(groups[g], categories[c], shown(counts.counts[g][c], hidden.cells[g][c]));
    out.markdown += "\n";
  }
}

}  // namespace

Result<std::vector<ExportedFile>> publish_answers(const Collection& collection, const KnownForms& forms, const std::string& language, const DisclosureRules& rules) {
  std::map<std::string, std::string> titles;
  for (const SessionReport& session : collection.sessions) titles[session.id.text()] = session.title;
  std::vector<ExportedFile> files;
  Json summary = {{"k", rules.k}, {"dominance_percent", rules.dominance_percent}, {"forms", Json::array()}, {"files", Json::array()}};
  const std::vector<const KnownForm*> all = forms.all();
  for (auto begin = all.begin(); begin != all.end();) {
    const auto end = std::find_if(begin, all.end(), [&](const KnownForm* known) { return known->version.form_id != (*begin)->version.form_id; });
    const Table table = table_of(std::span<const KnownForm* const>(begin, end), collection.answers, language);
    begin = end;
    if (static_cast<std::int64_t>(table.rows.size()) < rules.k) continue;
    Published published;
    published.markdown = fmt::format(
        "# {}\n\n{} réponses. « {} » : un effectif qui pourrait en dire trop sur quelqu’un. Un effectif de 1 à {} n’est jamais montré, ni ce qui permettrait de le calculer.\n", markdown_text(table.title),
        table.rows.size(), kSecret, rules.k - 1);
    const std::vector<std::string> groups = groups_of(table, titles, rules);
    for (std::size_t i = 0; i < table.variables.size(); ++i) publish_variable(published, table, i, groups, rules);
    summary["forms"].push_back({{"id", table.form_id}, {"answers", table.rows.size()}, {"tables", published.tables}, {"counts", published.counts}, {"hidden", published.hidden}});
    files.push_back({table.form_id + "_tables.csv", std::move(published.csv)});
    files.push_back({table.form_id + "_tables.md", std::move(published.markdown)});
  }
  if (files.empty()) return fail(Code::Refused, fmt::format("no form has {} answers: nothing may be published yet", rules.k));
  for (const ExportedFile& file : files)
    summary["files"].push_back({{"name", file.name}, {"sha256", crypto::sha256(as_bytes(file.content)).hex()}, {"size", file.content.size()}});
  files.push_back({"publication.json", summary.dump(2) + "\n"});
  return files;
}

}  // namespace escale::answers
