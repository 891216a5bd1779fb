#include "content-bundles/importers/xlsx.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <memory>
#include <optional>
#include <pugixml.hpp>

namespace escale::importers {
namespace {

constexpr std::size_t kRatioFrom = 1u << 20;
constexpr std::uint32_t kMaxRowNumber = 1'048'576;  // ECMA-376: the last row of a sheet
constexpr std::size_t kReadStep = 64u << 10;

using Parts = std::map<std::string, std::string>;

tl::unexpected<Error> damaged(std::string_view detail) {
  return fail(Code::InvalidInput,
              fmt::format("the spreadsheet is truncated or damaged ({}); save it again as .xlsx", detail));
}

bool starts_with(ByteView file, std::initializer_list<std::uint8_t> head) {
  return file.size() >= head.size() && std::equal(head.begin(), head.end(), file.begin());
}

/// Old .xls files and password-protected .xlsx files share one container; the latter hold a stream named
/// EncryptedPackage.
Result<> refuse_old_container(ByteView file) {
  if (!starts_with(file, {0xD0, 0xCF, 0x11, 0xE0})) return {};
  std::string name;
  for (const char c : std::string_view("EncryptedPackage")) {
    name.push_back(c);
    name.push_back('\0');
  }
  if (as_text(file).find(name) != std::string_view::npos)
    return fail(Code::InvalidInput, "the spreadsheet is protected by a password; save it without one");
  return fail(Code::InvalidInput, "this is an old .xls file; open it in a spreadsheet program and save it as .xlsx");
}

bool is_wanted(std::string_view name) {
  return name.ends_with(".xml") || name.ends_with(".rels");
}

/// The XML parts of the archive, unpacked within the limits.
Result<Parts> unpack(ByteView file, const XlsxLimits& limits) {
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
  if (!reader) return fail(Code::Internal, "no memory to read the spreadsheet");
  // Only the reader that starts from the central directory: a truncated file has none, and is refused as a whole.
  archive_read_support_format_zip_seekable(reader.get());
  if (archive_read_open_memory(reader.get(), file.data(), file.size()) != ARCHIVE_OK)
    return damaged("its directory is not there");
  Parts parts;
  std::size_t entries = 0;
  std::size_t total = 0;
  for (;;) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return damaged("a part cannot be found");
    if (++entries > limits.entries)
      return fail(Code::TooLarge, fmt::format("the spreadsheet has over {} parts", limits.entries));
    if (archive_entry_is_encrypted(entry))
      return fail(Code::InvalidInput, "the spreadsheet is protected by a password; save it without one");
    const char* path = archive_entry_pathname(entry);
    const std::string name = path ? path : "";
    if (!is_wanted(name)) continue;  // pictures, macros, settings: never unpacked
    std::string content;
    std::string buffer(kReadStep, '\0');
    for (;;) {
      const auto size = archive_read_data(reader.get(), buffer.data(), buffer.size());
      if (size == 0) break;
      if (size < 0) return damaged(fmt::format("part {} cannot be unpacked", name));
      content.append(buffer, 0, static_cast<std::size_t>(size));
      total += static_cast<std::size_t>(size);
      if (content.size() > limits.part_bytes || total > limits.total_bytes)
        return fail(Code::TooLarge, fmt::format("the spreadsheet unpacks to over {} MiB", limits.part_bytes >> 20));
      if (total > kRatioFrom && total / limits.ratio > file.size())
        return fail(Code::TooLarge, fmt::format("the spreadsheet unpacks to over {} times its size", limits.ratio));
    }
    if (!parts.emplace(name, std::move(content)).second) return damaged(fmt::format("part {} is there twice", name));
  }
  return parts;
}

// --- XML ----------------------------------------------------------------------------------------------------------

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}
bool is(const pugi::xml_node& node, std::string_view name) {
  return local_name(node.name()) == name;
}
pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  return node.find_child([&](const pugi::xml_node& item) { return is(item, name); });
}
std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  return node.find_attribute([&](const pugi::xml_attribute& item) { return local_name(item.name()) == name; }).value();
}

/// Parses in place: the document points into the part's text, which must outlive it.
Result<> parse_part(std::string& text, std::string_view name, pugi::xml_document& document) {
  // Entities are declared in a document type; spreadsheet programs write none, and pugixml expands none.
  if (text.find("<!DOCTYPE") != std::string::npos || text.find("<!ENTITY") != std::string::npos)
    return fail(Code::InvalidInput,
                fmt::format("part {} of the spreadsheet declares a document type, which spreadsheet programs never do; "
                            "save it again as .xlsx",
                            name));
  const auto result = document.load_buffer_inplace(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_auto);
  if (!result) return damaged(fmt::format("part {}: {} at byte {}", name, result.description(), result.offset));
  return {};
}

template <class T>
std::optional<T> number_in(std::string_view text) {
  T value{};
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || status != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// ECMA-376 22.9.2.19: characters that XML cannot hold are written _xHHHH_. Carriage returns are dropped.
std::string unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_' && i + 6 < text.size() && text[i + 1] == 'x' && text[i + 6] == '_') {
      unsigned code = 0;
      const auto [end, status] = std::from_chars(text.data() + i + 2, text.data() + i + 6, code, 16);
      if (status == std::errc() && end == text.data() + i + 6 && code < 0x80) {
        if (code == '\n' || code == '\t' || code >= 0x20) out.push_back(static_cast<char>(code));
        i += 6;
        continue;
      }
    }
    if (text[i] != '\r') out.push_back(text[i]);
  }
  return out;
}

/// The text of a shared or inline string: its runs, without phonetic hints.
std::string string_of(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& part : item.children()) {
    if (is(part, "t")) text += part.child_value();
    if (is(part, "r")) text += child(part, "t").child_value();
  }
  return unescape(text);
}

Result<std::vector<std::string>> read_shared_strings(Parts& parts, const XlsxLimits& limits) {
  std::vector<std::string> strings;
  const auto found = parts.find("xl/sharedStrings.xml");
  if (found == parts.end()) return strings;
  pugi::xml_document document;
  TRY(parse_part(found->second, found->first, document));
  for (const pugi::xml_node& item : document.document_element().children()) {
    if (!is(item, "si")) continue;
    if (strings.size() >= limits.shared_strings)
      return fail(Code::TooLarge, fmt::format("the spreadsheet has over {} texts", limits.shared_strings));
    strings.push_back(string_of(item));
  }
  return strings;
}

// --- numbers ------------------------------------------------------------------------------------------------------

enum class NumberFormat { General, Date, DateTime, Time };

struct CellFormat {
  NumberFormat kind = NumberFormat::General;
  std::size_t padding = 0;  ///< digits of a format such as 00000
};

/// What a format code shows: d, m, y outside quotes and brackets make a date, h and s a time.
CellFormat format_of_code(std::string_view code) {
  CellFormat format;
  if (code.size() > 1 && code.size() <= 15 && code.find_first_not_of('0') == std::string_view::npos)
    format.padding = code.size();
  bool date = false;
  bool time = false;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"' || c == '[') {
      const std::size_t end = code.find(c == '"' ? '"' : ']', i + 1);
      if (end == std::string_view::npos) break;
      if (c == '[' && end == i + 2 && (code[i + 1] == 'h' || code[i + 1] == 'm' || code[i + 1] == 's')) time = true;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else {
      date = date || c == 'd' || c == 'y' || c == 'D' || c == 'Y';
      time = time || c == 'h' || c == 's' || c == 'H' || c == 'S';
      if (code.substr(i).starts_with("General")) i += 6;
    }
  }
  format.kind = date && time ? NumberFormat::DateTime
                : date       ? NumberFormat::Date
                : time       ? NumberFormat::Time
                             : NumberFormat::General;
  return format;
}

/// ECMA-376 18.8.30: the formats that every program knows by number.
CellFormat builtin_format(unsigned id) {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36) return {NumberFormat::Date, 0};
  if (id == 22) return {NumberFormat::DateTime, 0};
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return {NumberFormat::Time, 0};
  return {};
}

Result<std::vector<CellFormat>> read_formats(Parts& parts) {
  std::vector<CellFormat> formats;
  const auto found = parts.find("xl/styles.xml");
  if (found == parts.end()) return formats;
  pugi::xml_document document;
  TRY(parse_part(found->second, found->first, document));
  std::map<unsigned, CellFormat> custom;
  for (const pugi::xml_node& item : child(document.document_element(), "numFmts").children())
    if (const auto id = number_in<unsigned>(attribute(item, "numFmtId")))
      custom[*id] = format_of_code(attribute(item, "formatCode"));
  for (const pugi::xml_node& item : child(document.document_element(), "cellXfs").children()) {
    const unsigned id = number_in<unsigned>(attribute(item, "numFmtId")).value_or(0);
    const auto known = custom.find(id);
    formats.push_back(known != custom.end() ? known->second : builtin_format(id));
  }
  return formats;
}

/// Days since 1899-12-30 (or 1904-01-01), as spreadsheet programs count; the fraction is the time of day.
std::string date_text(double serial, NumberFormat kind, bool from_1904) {
  using namespace std::chrono;
  const auto origin = from_1904 ? sys_days(year{1904} / 1 / 1) : sys_days(year{1899} / 12 / 30);
  const auto seconds_total = static_cast<std::int64_t>(std::llround(serial * 86'400.0));
  const auto days_total = seconds_total / 86'400;
  const auto of_day = seconds_total % 86'400;
  const year_month_day day{origin + days{days_total}};
  const std::string date = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  const std::string time = fmt::format("{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
  if (kind == NumberFormat::Time) return time;
  if (kind == NumberFormat::Date && of_day == 0) return date;
  return date + "T" + time;
}

std::string number_text(std::string_view stored, const CellFormat& format, bool from_1904) {
  const auto number = number_in<double>(stored);
  if (!number || !std::isfinite(*number)) return std::string(stored);
  if (format.kind != NumberFormat::General && *number >= 0 && *number < 2'958'466)
    return date_text(*number, format.kind, from_1904);
  // Spreadsheet programs keep 15 digits; 0.1 is stored as 0.10000000000000001.
  if (std::abs(*number) < 1e15 && std::floor(*number) == *number) {
    std::string digits = fmt::format("{:.0f}", std::abs(*number));
    if (digits.size() < format.padding) digits.insert(0, format.padding - digits.size(), '0');
    return (*number < 0 ? "-" : "") + digits;
  }
  return fmt::format("{:.15g}", *number);
}

// --- sheets -------------------------------------------------------------------------------------------------------

struct Place {
  std::uint32_t column = 0;
  std::uint32_t row = 0;
};

std::optional<Place> parse_place(std::string_view text) {
  Place place;
  std::size_t i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && i < 3; ++i)
    place.column = place.column * 26 + static_cast<std::uint32_t>(text[i] - 'A' + 1);
  const auto row = number_in<std::uint32_t>(text.substr(i));
  if (i == 0 || !row || *row == 0 || *row > kMaxRowNumber) return std::nullopt;
  return Place{place.column - 1, *row};
}

struct Styles {
  std::vector<std::string> strings;
  std::vector<CellFormat> formats;
  bool from_1904 = false;
};

Result<std::string> cell_text(const pugi::xml_node& cell, const Styles& styles, std::string_view where) {
  const std::string_view type = attribute(cell, "t");
  if (type == "inlineStr") return string_of(child(cell, "is"));
  const std::string_view stored = child(cell, "v").child_value();
  if (type == "s") {
    const auto index = number_in<std::size_t>(stored);
    if (!index || *index >= styles.strings.size())
      return damaged(fmt::format("{} names a text that is not there", where));
    return styles.strings[*index];
  }
  if (type == "b") return std::string(stored == "1" ? "TRUE" : stored == "0" ? "FALSE" : stored);
  if (type == "str" || type == "e" || type == "d") return unescape(stored);
  const auto style = number_in<std::size_t>(attribute(cell, "s"));
  const CellFormat format = style && *style < styles.formats.size() ? styles.formats[*style] : CellFormat{};
  return number_text(stored, format, styles.from_1904);
}

Result<Sheet> read_sheet(std::string name, std::string& part, std::string_view part_name, const Styles& styles,
                         std::size_t& cells, const XlsxLimits& limits) {
  pugi::xml_document document;
  TRY(parse_part(part, part_name, document));
  Sheet sheet{std::move(name), {}};
  std::uint32_t row_number = 0;
  for (const pugi::xml_node& row : child(document.document_element(), "sheetData").children()) {
    if (!is(row, "row")) continue;
    const std::string_view stated = attribute(row, "r");
    const auto number =
        stated.empty() ? std::optional<std::uint32_t>(row_number + 1) : number_in<std::uint32_t>(stated);
    if (!number || *number <= row_number || *number > kMaxRowNumber)
      return damaged(fmt::format("the rows of sheet {} are not in order", sheet.name));
    row_number = *number;
    SheetRow out{row_number, {}};
    std::uint32_t column = 0;
    for (const pugi::xml_node& cell : row.children()) {
      if (!is(cell, "c")) continue;
      if (const std::string_view reference = attribute(cell, "r"); !reference.empty()) {
        const auto place = parse_place(reference);
        if (!place || place->row != row_number || place->column < column)
          return damaged(fmt::format("the cells of row {} of sheet {} are not in order", row_number, sheet.name));
        column = place->column;
      }
      const std::string where = cell_name(column, row_number);
      TRY_ASSIGN(std::string text, cell_text(cell, styles, where));
      if (!text.empty()) {
        const std::string place = fmt::format("sheet {}, cell {}", sheet.name, where);
        if (column >= limits.columns)
          return fail(Code::TooLarge, fmt::format("{}: a sheet has at most {} columns", place, limits.columns));
        if (text.size() > limits.cell_bytes)
          return fail(Code::TooLarge, fmt::format("{}: a cell has at most {} bytes", place, limits.cell_bytes));
        if (++cells > limits.cells)
          return fail(Code::TooLarge,
                      fmt::format("the spreadsheet has over {} cells that hold something", limits.cells));
        if (!is_utf8(text)) return damaged(fmt::format("{} is not UTF-8 text", place));
        out.cells.emplace(column, std::move(text));
      }
      ++column;
    }
    if (out.cells.empty()) continue;
    if (sheet.rows.size() >= limits.rows)
      return fail(Code::TooLarge,
                  fmt::format("sheet {} has over {} rows that hold something", sheet.name, limits.rows));
    sheet.rows.push_back(std::move(out));
  }
  return sheet;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Result<Workbook> read_workbook(Parts& parts, const XlsxLimits& limits) {
  const auto book = parts.find("xl/workbook.xml");
  const auto relations = parts.find("xl/_rels/workbook.xml.rels");
  if (book == parts.end() || relations == parts.end())
    return fail(Code::InvalidInput, "the file is an archive but not a spreadsheet; save it as .xlsx");
  pugi::xml_document relations_document;
  TRY(parse_part(relations->second, relations->first, relations_document));
  std::map<std::string, std::string> targets;
  for (const pugi::xml_node& item : relations_document.document_element().children()) {
    std::string target(attribute(item, "Target"));
    target = target.starts_with('/') ? target.substr(1) : "xl/" + target;
    targets.emplace(attribute(item, "Id"), std::move(target));
  }
  pugi::xml_document document;
  TRY(parse_part(book->second, book->first, document));
  Styles styles;
  const std::string_view date1904 = attribute(child(document.document_element(), "workbookPr"), "date1904");
  styles.from_1904 = date1904 == "1" || date1904 == "true";
  TRY_ASSIGN(styles.strings, read_shared_strings(parts, limits));
  TRY_ASSIGN(styles.formats, read_formats(parts));
  Workbook workbook;
  std::size_t cells = 0;
  for (const pugi::xml_node& item : child(document.document_element(), "sheets").children()) {
    if (!is(item, "sheet")) continue;
    if (workbook.sheets.size() >= limits.sheets)
      return fail(Code::TooLarge, fmt::format("the spreadsheet has over {} sheets", limits.sheets));
    std::string name(attribute(item, "name"));
    const auto target = targets.find(std::string(attribute(item, "id")));
    const auto part = target == targets.end() ? parts.end() : parts.find(target->second);
    if (part == parts.end() || part->second.empty()) return damaged(fmt::format("sheet {} is not there", name));
    TRY_ASSIGN(Sheet sheet, read_sheet(std::move(name), part->second, part->first, styles, cells, limits));
    part->second.clear();  // parsed in place; two sheets never share a part
    workbook.sheets.push_back(std::move(sheet));
  }
  if (workbook.sheets.empty()) return damaged("it has no sheet");
  return workbook;
}

}  // namespace

const Sheet* Workbook::sheet(std::string_view name) const {
  const std::string wanted = lower_ascii(trimmed(name));
  const auto found = std::find_if(sheets.begin(), sheets.end(),
                                  [&](const Sheet& item) { return lower_ascii(trimmed(item.name)) == wanted; });
  return found == sheets.end() ? nullptr : &*found;
}

Result<Workbook> read_xlsx(ByteView file, const XlsxLimits& limits) {
  if (file.size() > limits.file_bytes)
    return fail(Code::TooLarge, fmt::format("the spreadsheet is over {} MiB", limits.file_bytes >> 20));
  TRY(refuse_old_container(file));
  if (!starts_with(file, {'P', 'K', 3, 4}))
    return fail(Code::InvalidInput, "the file is not a spreadsheet; save it as .xlsx");
  TRY_ASSIGN(Parts parts, unpack(file, limits));
  return read_workbook(parts, limits);
}

std::string cell_name(std::uint32_t column, std::uint32_t row) {
  std::string letters;
  for (std::uint32_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters + std::to_string(row);
}

}  // namespace escale::importers
