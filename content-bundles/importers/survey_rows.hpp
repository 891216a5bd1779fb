// A sheet as rows of named cells. Inside of xlsform_definition.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/importers/xlsform_definition.hpp"
#include "content-bundles/importers/xlsx.hpp"

namespace escale::importers {

struct TableColumn {
  std::string name{};      ///< "label", in lower case; with what follows :: when that is no language
  std::string language{};  ///< "fr"
  std::string header{};    ///< as written, trimmed
  std::uint32_t number = 0;
};

struct TableCell {
  std::string text{};  ///< trimmed; empty when there is nothing
  std::string place{};
  explicit operator bool() const { return !text.empty(); }
};

struct TableRow {
  std::span<const TableColumn> columns{};  ///< of the table
  const SheetRow* cells = nullptr;
  /// By name, without language.
  TableCell cell(std::string_view name) const;
  TableCell at(const TableColumn& column) const;
  /// Where the column of that name stands in this row; its first cell when there is none.
  std::string place(std::string_view name) const;
};

struct Table {
  std::vector<TableColumn> columns{};
  std::vector<TableRow> rows{};
};

/// The rows after the header. The sheet must outlive the table.
Table read_rows(const Sheet& sheet, const std::string& name, std::vector<DefinitionIssue>& errors);

/// Without the white space and no-break spaces around it.
std::string_view trim_cell(std::string_view text);
std::string lower_case(std::string_view text);
std::vector<std::string> words_of_cell(std::string_view text);
/// "Français (fr)" and "fr" -> "fr"; empty when there is no tag.
std::string language_tag(std::string_view text);
bool is_media(std::string_view column);

}  // namespace escale::importers
