#include "sync/answers/spreadsheet.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/forms/temporal.hpp"
#include "sync/base/xml_text.hpp"

namespace escale::answers {
namespace {

constexpr std::size_t kMostRows = 1'048'576, kMostColumns = 16'384, kMostCharacters = 32'767;  // ECMA-376; Excel's specifications
constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006";
constexpr const char* kSheets[] = {"Codes", "Libellés", "Variables"};

using Part = std::pair<std::string, std::string>;

std::string column_name(std::size_t column) {
  std::string name;
  for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26) name.insert(name.begin(), static_cast<char>('A' + (n - 1) % 26));
  return name;
}

std::string cut(std::string_view text) {
  if (text.size() <= kMostCharacters) return std::string(text);  // bytes are at least as many as characters
  std::size_t end = 0, characters = 0;
  for (; end < text.size(); ++end)
    if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80 && characters++ == kMostCharacters - 1) break;
  return end == text.size() ? std::string(text) : std::string(text.substr(0, end)) + "…";
}

class SheetWriter {
 public:
  explicit SheetWriter(std::size_t columns) {
    m_xml = fmt::format("{}<worksheet xmlns=\"{}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
                        "state=\"frozen\"/></sheetView></sheetViews><cols><col min=\"1\" max=\"{}\" width=\"22\" customWidth=\"1\"/></cols><sheetData>",
                        kHead, kMain, std::max<std::size_t>(columns, 1));
  }
  void begin_row() {
    m_column = 0;
    m_xml += fmt::format("<row r=\"{}\">", ++m_row);
  }
  void text(std::string_view value) {  // inlineStr (18.3.1.53): a text whatever it looks like
    if (!value.empty()) m_xml += fmt::format("<c r=\"{}{}\" t=\"inlineStr\"{}><is><t xml:space=\"preserve\">{}</t></is></c>", column_name(m_column), m_row, m_row == 1 ? " s=\"1\"" : "", xml_text(cut(value)));
    ++m_column;
  }
  void number(std::string_view value) {
    m_xml += fmt::format("<c r=\"{}{}\"><v>{}</v></c>", column_name(m_column), m_row, value);
    ++m_column;
  }
  void date(std::string_view value) {  // a serial number (18.17.4.1): days since 1899-12-30, in the style of a date
    const auto day = forms::parse_temporal(value, forms::Zone());
    if (!day) return text(value);
    m_xml += fmt::format("<c r=\"{}{}\" s=\"2\"><v>{}</v></c>", column_name(m_column), m_row, day->day() + 25'569);
    ++m_column;
  }
  void end_row() { m_xml += "</row>"; }
  std::string finish() { return std::move(m_xml) + "</sheetData></worksheet>"; }

 private:
  std::string m_xml;
  std::size_t m_row = 0, m_column = 0;
};

std::string data_sheet(const Table& table, bool labels) {
  SheetWriter sheet(table.variables.size());
  sheet.begin_row();
  for (const Variable& variable : table.variables) sheet.text(labels ? variable.label : variable.name);
  sheet.end_row();
  for (const auto& row : table.rows) {
    sheet.begin_row();
    for (std::size_t i = 0; i < row.size(); ++i) {
      const ValueCode* code = Table::code_of(table.variables[i], row[i]);
      const auto* whole = std::get_if<std::int64_t>(&row[i]);
      const auto* decimal = std::get_if<forms::Decimal>(&row[i]);
      const auto* missing = std::get_if<Missing>(&row[i]);
      if (missing != nullptr) sheet.text(labels ? missing_label(*missing) : missing_token(*missing));
      else if (code != nullptr && labels) sheet.text(code->label);
      else if (code != nullptr && table.variables[i].choice.empty()) sheet.text(code->code);
      else if (whole != nullptr) sheet.number(std::to_string(*whole));
      else if (decimal != nullptr) sheet.number(decimal->text());
      else if (table.variables[i].storage == Storage::Date) sheet.date(std::get<std::string>(row[i]));
      else sheet.text(std::get<std::string>(row[i]));
    }
    sheet.end_row();
  }
  return sheet.finish();
}

std::string variables_sheet(const Table& table) {
  SheetWriter sheet(5);
  const auto row = [&](std::initializer_list<std::string_view> texts) {
    sheet.begin_row();
    for (const std::string_view text : texts) sheet.text(text);
    sheet.end_row();
  };
  row({"variable", "libellé", "code", "numéro", "libellé du code"});
  for (const Variable& variable : table.variables) {
    row({variable.name, variable.label});
    for (const ValueCode& code : variable.codes) row({variable.name, "", code.code, std::to_string(code.number), code.label});
  }
  for (const Missing missing : kMissing) row({"", "", missing_token(missing), "", missing_label(missing)});
  return sheet.finish();
}

/// The parts around the sheets (ECMA-376 part 2; part 1, 18.2 and 18.8).
std::vector<Part> parts_of(const Table& table) {
  std::string types = fmt::format("{}<Types xmlns=\"{}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                                  "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
                                  kHead, kPackage);
  const auto type = [&](std::string_view name, std::string_view kind) {
    types += fmt::format("<Override PartName=\"/xl/{}\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml\"/>", name, kind);
  };
  type("workbook.xml", "sheet.main");
  type("styles.xml", "styles");
  std::string workbook = fmt::format("{}<workbook xmlns=\"{}\" xmlns:r=\"{}\"><sheets>", kHead, kMain, kOffice);
  std::string links = fmt::format("{}<Relationships xmlns=\"{}/relationships\">", kHead, kPackage);
  for (int i = 1; i <= 3; ++i) {
    type(fmt::format("worksheets/sheet{}.xml", i), "worksheet");
    workbook += fmt::format("<sheet name=\"{}\" sheetId=\"{}\" r:id=\"rId{}\"/>", kSheets[i - 1], i, i);
    links += fmt::format("<Relationship Id=\"rId{0}\" Type=\"{1}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>", i, kOffice);
  }
  links += fmt::format("<Relationship Id=\"rId4\" Type=\"{}/styles\" Target=\"styles.xml\"/></Relationships>", kOffice);
  const std::string styles = fmt::format(
      "{}<styleSheet xmlns=\"{}\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
      "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
      "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
      "<cellXfs count=\"3\"><xf/><xf fontId=\"1\" applyFont=\"1\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>",
      kHead, kMain);
  return {{"[Content_Types].xml", types + "</Types>"},
          {"_rels/.rels", fmt::format("{}<Relationships xmlns=\"{}/relationships\"><Relationship Id=\"rId1\" Type=\"{}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>", kHead,
                                      kPackage, kOffice)},
          {"xl/workbook.xml", workbook + "</sheets></workbook>"},
          {"xl/_rels/workbook.xml.rels", links},
          {"xl/styles.xml", styles},
          {"xl/worksheets/sheet1.xml", data_sheet(table, false)},
          {"xl/worksheets/sheet2.xml", data_sheet(table, true)},
          {"xl/worksheets/sheet3.xml", variables_sheet(table)}};
}

Result<Bytes> zipped(const std::vector<Part>& parts) {
  std::size_t most = 65'536;
  for (const auto& [name, content] : parts) most += content.size() + content.size() / 1000 + 2 * name.size() + 1024;
  Bytes file(most);
  std::size_t used = 0;
  archive* writer = archive_write_new();
  bool well = writer != nullptr && archive_write_set_format_zip(writer) == ARCHIVE_OK && archive_write_set_bytes_in_last_block(writer, 1) == ARCHIVE_OK &&
              archive_write_open_memory(writer, file.data(), file.size(), &used) == ARCHIVE_OK;
  for (const auto& [name, content] : parts) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 315'532'800, 0);  // 1980-01-01, the first date of the format: the same bytes every day
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    well = well && archive_write_header(writer, entry) == ARCHIVE_OK &&
           archive_write_data(writer, content.data(), content.size()) == static_cast<la_ssize_t>(content.size());
    archive_entry_free(entry);
  }
  well = archive_write_close(writer) == ARCHIVE_OK && well;
  archive_write_free(writer);
  if (!well) return fail(Code::Internal, "the spreadsheet could not be packed");
  file.resize(used);
  return file;
}

}  // namespace

Result<Bytes> table_xlsx(const Table& table) {
  if (table.rows.size() >= kMostRows || table.variables.size() > kMostColumns)
    return fail(Code::TooLarge, fmt::format("{}: {} answers and {} variables do not fit in a spreadsheet: use the CSV", table.form_id, table.rows.size(), table.variables.size()));
  return zipped(parts_of(table));
}

}  // namespace escale::answers
