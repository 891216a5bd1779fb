#include "sync/answers/csv.hpp"

#include <algorithm>
#include <set>

namespace escale::answers {
namespace {

/// The label of each chosen code of a select_multiple's summary.
std::string summary_labels(const Table& table, const Variable& variable, std::string_view codes) {
  std::string out;
  while (!codes.empty()) {
    const std::size_t space = codes.find(' ');
    const std::string_view code = codes.substr(0, space);
    codes.remove_prefix(space == std::string_view::npos ? codes.size() : space + 1);
    std::string label(code);
    for (const Variable& own : table.variables)
      if (own.question == variable.question && own.choice == code) label = own.label.substr(variable.label.size() + 4);  // after " :: "
    out += (out.empty() ? "" : "; ") + label;
  }
  return out;
}

bool has_choices(const Table& table, const Variable& variable) {
  return variable.choice.empty() && std::any_of(table.variables.begin(), table.variables.end(), [&](const Variable& own) {
           return !own.choice.empty() && own.question == variable.question;
         });
}

std::string label_cell(const Table& table, const Variable& variable, const Cell& cell, const CsvOptions& options) {
  if (std::holds_alternative<Missing>(cell)) return "";
  if (!variable.choice.empty()) return cell_text(variable, cell);
  if (const ValueCode* code = Table::code_of(variable, cell)) return without_formula(code->label);
  const auto* text = std::get_if<std::string>(&cell);
  if (text != nullptr && has_choices(table, variable)) return without_formula(summary_labels(table, variable, *text));
  if (text != nullptr) return without_formula(*text);
  std::string number = cell_text(variable, cell);
  if (options.decimal_comma) std::replace(number.begin(), number.end(), '.', ',');
  return number;
}

/// Programs read columns by name: labels that are the same get a number.
std::string unique(std::string name, std::set<std::string>& taken) {
  std::string candidate = name;
  for (int number = 2; !taken.insert(candidate).second; ++number) candidate = name + "_" + std::to_string(number);
  return candidate;
}

}  // namespace

std::string cell_text(const Variable& variable, const Cell& cell) {
  if (const auto* missing = std::get_if<Missing>(&cell)) return std::string(missing_token(*missing));
  if (const ValueCode* code = Table::code_of(variable, cell)) return without_formula(code->code);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  if (const auto* decimal = std::get_if<forms::Decimal>(&cell)) return decimal->text();
  const auto& text = std::get<std::string>(cell);
  for (const Missing missing : kMissing)
    if (text == missing_token(missing)) return "'" + text;
  return without_formula(text);
}

std::string csv_field(std::string_view text, char separator) {
  const bool quoted = text.find_first_of("\"\r\n") != std::string_view::npos ||
                      text.find(separator) != std::string_view::npos || text.starts_with(' ') || text.ends_with(' ');
  if (!quoted) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
  return out;
}

std::string without_formula(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool formula =
      first != std::string_view::npos && std::string_view("=+-@").find(text[first]) != std::string_view::npos;
  const bool control = !text.empty() && (text[0] == '\t' || text[0] == '\r');
  return (formula || control ? "'" : "") + std::string(text);
}

std::string table_csv(const Table& table, const CsvOptions& options) {
  std::string out = options.byte_order_mark ? "\xEF\xBB\xBF" : "";
  std::set<std::string> labels;
  for (std::size_t i = 0; i < table.variables.size(); ++i) {
    const Variable& variable = table.variables[i];
    if (i > 0) out.push_back(options.separator);
    const bool own_name = !options.labels || variable.question.empty();
    out += csv_field(own_name ? variable.name : without_formula(unique(variable.label, labels)), options.separator);
  }
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out.push_back(options.separator);
      const Variable& variable = table.variables[i];
      out += csv_field(options.labels ? label_cell(table, variable, row[i], options) : cell_text(variable, row[i]), options.separator);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace escale::answers
