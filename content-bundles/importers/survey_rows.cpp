#include "content-bundles/importers/survey_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-bundles/forms/texts.hpp"

namespace escale::importers {
namespace {

/// How many bytes of blank a text begins with: white space, and the spaces that typography puts.
std::size_t blank(std::string_view text) {
  for (const std::string_view space : {" ", "\t", "\n", "\r", "\u00A0", "\u202F"})
    if (text.starts_with(space)) return space.size();
  return 0;
}

/// Columns that other tools write in their own words.
std::string plain_name(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  for (const auto& [other, ours] : {std::pair{"bind::relevant", "relevant"},
                                    {"bind::required", "required"},
                                    {"bind::constraint", "constraint"},
                                    {"bind::calculate", "calculation"},
                                    {"bind::readonly", "readonly"},
                                    {"calculate", "calculation"},
                                    {"command", "type"},
                                    {"caption", "label"}})
    if (name == other) return ours;
  return name;
}

}  // namespace

std::string_view trim_cell(std::string_view text) {
  while (const std::size_t size = blank(text)) text.remove_prefix(size);
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view space : {" ", "\t", "\n", "\r", "\u00A0", "\u202F"})
      if (text.ends_with(space)) text.remove_suffix(space.size()), more = true;
  }
  return text;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::vector<std::string> words_of_cell(std::string_view text) {
  std::vector<std::string> words;
  for (text = trim_cell(text); !text.empty(); text = trim_cell(text)) {
    std::size_t end = 0;
    while (end < text.size() && blank(text.substr(end)) == 0) ++end;
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

std::string language_tag(std::string_view text) {
  text = trim_cell(text);
  if (text.ends_with(')')) {
    const std::size_t open = text.rfind('(');
    if (open != std::string_view::npos) text = trim_cell(text.substr(open + 1, text.size() - open - 2));
  }
  return forms::is_language_tag(text) ? std::string(text) : std::string();
}

bool is_media(std::string_view column) {
  return column.starts_with("media::") || column == "image" || column == "audio" || column == "video" ||
         column == "big-image";
}

TableCell TableRow::at(const TableColumn& column) const {
  const auto found = cells->cells.find(column.number);
  return {found == cells->cells.end() ? std::string() : std::string(trim_cell(found->second)),
          cell_name(column.number, cells->number)};
}

TableCell TableRow::cell(std::string_view name) const {
  for (const TableColumn& column : columns)
    if (column.name == name && column.language.empty()) return at(column);
  return {};
}

std::string TableRow::place(std::string_view name) const {
  for (const TableColumn& column : columns)
    if (column.name == name) return cell_name(column.number, cells->number);
  return cell_name(0, cells->number);
}

Table read_rows(const Sheet& sheet, const std::string& name, std::vector<DefinitionIssue>& errors) {
  Table table;
  if (sheet.rows.empty()) return table;
  const SheetRow& head = sheet.rows.front();
  std::set<std::string> seen;
  for (const auto& [number, text] : head.cells) {
    TableColumn column;
    column.number = number;
    column.header = std::string(trim_cell(text));
    if (column.header.empty()) continue;
    const std::size_t colons = column.header.find("::");
    const std::string first = lower_case(trim_cell(std::string_view(column.header).substr(0, colons)));
    if (colons == std::string::npos || first == "media" || first == "bind" || first == "instance" || first == "body") {
      column.name = plain_name(lower_case(column.header));
    } else {
      column.name = plain_name(first);
      column.language = language_tag(std::string_view(column.header).substr(colons + 2));
      if (column.language.empty())
        errors.push_back(
            {name, cell_name(number, head.number),
             fmt::format("« {} » ne dit pas la langue\u00A0: écrivez {}::Français (fr)", column.header, first),
             fmt::format("no language tag in '{}'; write {}::Français (fr)", column.header, first)});
    }
    if (!seen.insert(column.name + "::" + column.language).second)
      errors.push_back({name, cell_name(number, head.number),
                        fmt::format("la colonne « {} » est deux fois là\u00A0: gardez-en une", column.header),
                        fmt::format("the column '{}' is there twice; keep one", column.header)});
    table.columns.push_back(std::move(column));
  }
  for (std::size_t i = 1; i < sheet.rows.size(); ++i) table.rows.push_back({table.columns, &sheet.rows[i]});
  return table;
}

}  // namespace escale::importers
