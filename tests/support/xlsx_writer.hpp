// Writes small spreadsheets for tests: real archives, made in the test. Parts may be replaced to make hostile ones.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/base/bytes.hpp"

namespace escale::test {

using SheetCells = std::vector<std::vector<std::string>>;  ///< rows of texts; "" leaves the cell out

/// A zip archive of these parts, in this order, deflated.
inline Bytes zip_of(const std::vector<std::pair<std::string, std::string>>& parts) {
  std::size_t total = 65'536;
  for (const auto& [name, content] : parts) total += content.size() + 2 * name.size() + 1024;
  Bytes file(total);
  std::size_t used = 0;
  archive* writer = archive_write_new();
  CHECK(archive_write_set_format_zip(writer) == ARCHIVE_OK);
  CHECK(archive_write_set_bytes_in_last_block(writer, 1) == ARCHIVE_OK);
  CHECK(archive_write_open_memory(writer, file.data(), file.size(), &used) == ARCHIVE_OK);
  for (const auto& [name, content] : parts) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    CHECK(archive_write_header(writer, entry) == ARCHIVE_OK);
    CHECK(archive_write_data(writer, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()));
    archive_entry_free(entry);
  }
  CHECK(archive_write_close(writer) == ARCHIVE_OK);
  archive_write_free(writer);
  file.resize(used);
  return file;
}

inline std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else
      out.push_back(c);
  }
  return out;
}

class XlsxWriter {
 public:
  /// A sheet of texts, kept as shared strings.
  XlsxWriter& add(const std::string& name, const SheetCells& rows) {
    std::string data;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      data += "<row r=\"" + std::to_string(r + 1) + "\">";
      for (std::size_t c = 0; c < rows[r].size(); ++c) {
        if (rows[r][c].empty()) continue;
        data += "<c r=\"" + column(c) + std::to_string(r + 1) + "\" t=\"s\"><v>" + std::to_string(m_strings.size()) +
                "</v></c>";
        m_strings.push_back("<si><t xml:space=\"preserve\">" + xml_text(rows[r][c]) + "</t></si>");
      }
      data += "</row>";
    }
    return add_raw(name, data);
  }
  /// A sheet whose <sheetData> is given as XML.
  XlsxWriter& add_raw(const std::string& name, const std::string& sheet_data) {
    m_sheets.emplace_back(
        name, kHead + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" +
                  sheet_data + "</sheetData></worksheet>");
    return *this;
  }
  XlsxWriter& strings(std::vector<std::string> items) {
    m_strings = std::move(items);
    return *this;
  }
  /// Replaces or adds a part of the archive.
  XlsxWriter& part(std::string name, std::string content) {
    m_replaced.emplace_back(std::move(name), std::move(content));
    return *this;
  }
  Bytes write() const {
    std::string sheets;
    std::string relations;
    std::vector<std::pair<std::string, std::string>> parts;
    for (std::size_t i = 0; i < m_sheets.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      sheets += "<sheet name=\"" + m_sheets[i].first + "\" sheetId=\"" + number + "\" r:id=\"rId" + number + "\"/>";
      relations +=
          "<Relationship Id=\"rId" + number + "\" Type=\"worksheet\" Target=\"worksheets/sheet" + number + ".xml\"/>";
      parts.emplace_back("xl/worksheets/sheet" + number + ".xml", m_sheets[i].second);
    }
    parts.emplace_back("[Content_Types].xml",
                       kHead + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
    parts.emplace_back("xl/workbook.xml",
                       kHead +
                           "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
                           "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>" +
                           sheets + "</sheets></workbook>");
    parts.emplace_back("xl/_rels/workbook.xml.rels",
                       kHead +
                           "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" +
                           relations + "</Relationships>");
    std::string strings;
    for (const std::string& item : m_strings) strings += item;
    parts.emplace_back(
        "xl/sharedStrings.xml",
        kHead + "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">" + strings + "</sst>");
    for (const auto& replaced : m_replaced) {
      std::erase_if(parts, [&](const auto& part) { return part.first == replaced.first; });
      parts.push_back(replaced);
    }
    return zip_of(parts);
  }

 private:
  static std::string column(std::size_t number) {
    std::string letters;
    for (std::size_t rest = number + 1; rest > 0; rest = (rest - 1) / 26)
      letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return letters;
  }
  inline static const std::string kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  std::vector<std::pair<std::string, std::string>> m_sheets;
  std::vector<std::string> m_strings;
  std::vector<std::pair<std::string, std::string>> m_replaced;
};

}  // namespace escale::test
