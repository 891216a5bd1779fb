// Lists of choices in other files: CSV (RFC 4180), as the secondary instances of a form.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-bundles/xforms/instance_xml.hpp"
#include "content-bundles/xforms/xform.hpp"
#include "sync/base/bytes.hpp"

namespace escale::xforms {
namespace {

constexpr std::size_t kMaxCsvBytes = 64u << 20;
constexpr std::size_t kMaxColumns = 200;

/// Reads one record after another.
class Records {
 public:
  Records(std::string_view text, char separator) : m_text(text), m_separator(separator) {}
  bool done() const { return m_at >= m_text.size(); }
  std::size_t line() const { return m_line; }

  Result<std::vector<std::string>> next() {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (; m_at < m_text.size(); ++m_at) {
      const char c = m_text[m_at];
      if (c == '\n') ++m_line;
      if (quoted) {
        if (c != '"') {
          fields.back() += c;
        } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
          fields.back() += c;
          ++m_at;
        } else {
          quoted = false;
        }
      } else if (c == '"' && fields.back().empty()) {
        quoted = true;
      } else if (c == m_separator) {
        fields.emplace_back();
      } else if (c == '\n') {
        ++m_at;
        return fields;
      } else if (c != '\r') {
        fields.back() += c;
      }
    }
    if (quoted) return fail(Code::InvalidInput, fmt::format("line {}: a quoted cell has no end", m_line));
    return fields;
  }

 private:
  std::string_view m_text;
  char m_separator;
  std::size_t m_at = 0, m_line = 1;
};

bool is_column_name(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
  };
  return !name.empty() && letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

}  // namespace

Result<> read_csv_list(std::string_view csv, std::string_view id, forms::Instances& instances) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  if (csv.size() > kMaxCsvBytes)
    return fail(Code::TooLarge, fmt::format("the list is larger than {} MiB", kMaxCsvBytes >> 20));
  if (!is_utf8(csv)) return fail(Code::InvalidInput, "the list is not UTF-8 text; save it as CSV UTF-8");
  const std::string_view head = csv.substr(0, csv.find('\n'));
  const char separator =
      std::count(head.begin(), head.end(), ';') > std::count(head.begin(), head.end(), ',') ? ';' : ',';
  Records records(csv, separator);
  TRY_ASSIGN(std::vector<std::string> columns, records.next());
  std::set<std::string> seen;
  for (std::string& column : columns) {
    column.erase(0, std::min(column.find_first_not_of(' '), column.size()));
    column.erase(column.find_last_not_of(' ') + 1);
    if (!is_column_name(column))
      return fail(Code::InvalidInput, fmt::format("line 1: '{}' cannot name a column; write letters, digits, - and _",
                                                  column.substr(0, 60)));
    if (!seen.insert(column).second)
      return fail(Code::InvalidInput, fmt::format("line 1: the column '{}' is there twice", column));
  }
  if (columns.size() > kMaxColumns)
    return fail(Code::TooLarge, fmt::format("a list has at most {} columns", kMaxColumns));
  const forms::NodeId root = instances.add_child(instances.add_secondary(id), "root");
  while (!records.done()) {
    const std::size_t line = records.line();
    TRY_ASSIGN(std::vector<std::string> fields, records.next());
    if (fields.size() == 1 && fields[0].empty()) continue;
    if (fields.size() > columns.size())
      return fail(Code::InvalidInput,
                  fmt::format("line {}: {} cells, but {} columns", line, fields.size(), columns.size()));
    if (instances.size() > kMaxXmlElements)
      return fail(Code::TooLarge, fmt::format("a form's lists have at most {} cells", kMaxXmlElements));
    const forms::NodeId item = instances.add_child(root, "item");
    for (std::size_t i = 0; i < fields.size(); ++i) instances.add_child(item, columns[i], std::move(fields[i]));
  }
  return {};
}

Result<> read_external_lists(forms::Definition& definition,
                             const std::function<Result<std::string>(const std::string&)>& read) {
  for (const auto& [id, file] : definition.external) {
    if (file.find('/') != std::string::npos || file.starts_with('.'))
      return fail(Code::InvalidInput, fmt::format("the list {} is not a file beside the form: {}", id, file));
    TRY_ASSIGN(const std::string text, read(file));
    auto done = file.ends_with(".csv")   ? read_csv_list(text, id, definition.instances)
                : file.ends_with(".xml") ? read_secondary(text, id, definition.instances)
                                         : Result<>(fail(Code::Refused, "lists are .csv or .xml files"));
    if (!done) return fail(std::move(done).error().in(file));
  }
  return {};
}

}  // namespace escale::xforms
