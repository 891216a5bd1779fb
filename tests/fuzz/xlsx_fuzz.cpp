// Any bytes as a spreadsheet, and as each XML part of one that is otherwise right: what is read stays within its limits.
#include <cstddef>
#include <cstdint>

#include "content-bundles/importers/xlsx.hpp"
#include "tests/support/xlsx_writer.hpp"

using namespace escale;

namespace {
void read(ByteView file) {
  importers::XlsxLimits limits;
  limits.rows = 200;
  limits.columns = 64;
  limits.cells = 2000;
  limits.part_bytes = 1u << 20;
  const auto book = importers::read_xlsx(file, limits);
  if (!book) {
    CHECK(!book.error().message.empty());
    return;
  }
  CHECK(book->sheets.size() <= limits.sheets);
  for (const importers::Sheet& sheet : book->sheets) {
    CHECK(sheet.rows.size() <= limits.rows);
    std::uint32_t previous = 0;
    for (const importers::SheetRow& row : sheet.rows) {
      CHECK(row.number > previous);
      previous = row.number;
      for (const auto& [column, text] : row.cells) {
        CHECK(column < limits.columns && !text.empty() && text.size() <= limits.cell_bytes);
        CHECK(is_utf8(text));
        (void)importers::cell_name(column, row.number);
      }
    }
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  read(bytes);
  if (size == 0) return 0;
  const std::string text = to_text(bytes);
  for (const char* part : {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}) {
    test::XlsxWriter writer;
    writer.add("survey", {{"type", "name"}, {"text", "nom"}}).part(part, text);
    read(writer.write());
  }
  return 0;
}
