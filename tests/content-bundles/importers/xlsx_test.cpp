#include "content-bundles/importers/xlsx.hpp"

#include <gmock/gmock.h>

#include "tests/support/xlsx_writer.hpp"

namespace escale::importers {
namespace {
using test::XlsxWriter;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string refusal(const Bytes& file, const XlsxLimits& limits = {}) {
  const auto workbook = read_xlsx(file, limits);
  return workbook ? "accepted" : workbook.error().message;
}
std::vector<std::string> row_texts(const Sheet& sheet, std::size_t row) {
  std::vector<std::string> texts;
  for (const auto& [column, text] : sheet.rows.at(row).cells)
    texts.push_back(cell_name(column, sheet.rows[row].number) + "=" + text);
  return texts;
}

TEST(Xlsx, ReadsTextsWithTheirPlace) {
  const auto workbook = read_xlsx(
      XlsxWriter().add("survey", {{"type", "name"}, {}, {"", " été & <b> "}}).add("Choices ", {{"x"}}).write());
  ASSERT_TRUE(workbook.has_value()) << workbook.error().message;
  ASSERT_EQ(workbook->sheets.size(), 2u);
  const Sheet& survey = *workbook->sheet("SURVEY");
  ASSERT_EQ(survey.rows.size(), 2u) << "empty rows are not kept";
  EXPECT_THAT(row_texts(survey, 0), ElementsAre("A1=type", "B1=name"));
  EXPECT_THAT(row_texts(survey, 1), ElementsAre("B3= été & <b> "));
  EXPECT_NE(workbook->sheet("choices"), nullptr);
  EXPECT_EQ(workbook->sheet("settings"), nullptr);
}

TEST(Xlsx, ReadsRichInlineAndEscapedTexts) {
  const auto workbook = read_xlsx(
      XlsxWriter()
          .strings({"<si><r><t>Très </t></r><r><rPr><b/></rPr><t>bien</t></r><rPh><t>xx</t></rPh></si>",
                    "<si><t>a_x000D__x000A_b</t></si>", "<si><t/></si>"})
          .add_raw("s",
                   "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c "
                   "t=\"inlineStr\"><is><t>ici</t></is></c>"
                   "<c t=\"str\"><f>A1</f><v>calculé</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c></row>")
          .write());
  ASSERT_TRUE(workbook.has_value()) << workbook.error().message;
  EXPECT_THAT(row_texts(workbook->sheets[0], 0),
              ElementsAre("A1=Très bien", "B1=a\nb", "D1=ici", "E1=calculé", "F1=TRUE", "G1=#N/A"));
}

TEST(Xlsx, ShowsNumbersAndDatesAsPeopleReadThem) {
  const std::string styles =
      "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"171\" "
      "formatCode=\"00000\"/>"
      "<numFmt numFmtId=\"172\" formatCode=\"0&quot; jours&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf "
      "numFmtId=\"2\"/><xf numFmtId=\"170\"/>"
      "<xf numFmtId=\"171\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/><xf numFmtId=\"172\"/></cellXfs></styleSheet>";
  const auto workbook =
      read_xlsx(XlsxWriter()
                    .add_raw("s",
                             "<row r=\"4\"><c><v>2</v></c><c "
                             "s=\"1\"><v>2</v></c><c><v>0.10000000000000001</v></c><c><v>2026112401</v></c>"
                             "<c s=\"2\"><v>46350</v></c><c s=\"3\"><v>1000</v></c><c s=\"4\"><v>46350.5</v></c><c "
                             "s=\"5\"><v>0.375</v></c>"
                             "<c s=\"6\"><v>3</v></c><c><v>-3</v></c></row>")
                    .part("xl/styles.xml", styles)
                    .write());
  ASSERT_TRUE(workbook.has_value()) << workbook.error().message;
  EXPECT_THAT(row_texts(workbook->sheets[0], 0),
              ElementsAre("A4=2", "B4=2", "C4=0.1", "D4=2026112401", "E4=2026-11-24", "F4=01000",
                          "G4=2026-11-24T12:00:00", "H4=09:00:00", "I4=3", "J4=-3"));
}

TEST(Xlsx, ReadsPartsWithPrefixesAndAbsoluteTargets) {
  const auto workbook = read_xlsx(
      XlsxWriter()
          .add_raw("s", "")
          .part("xl/worksheets/sheet1.xml",
                "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c "
                "r=\"B1\"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>")
          .part("xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"rId1\" Target=\"/xl/worksheets/sheet1.xml\"/></Relationships>")
          .write());
  ASSERT_TRUE(workbook.has_value()) << workbook.error().message;
  EXPECT_THAT(row_texts(workbook->sheets[0], 0), ElementsAre("B1=5"));
}

TEST(Xlsx, SaysWhatTheFileReallyIs) {
  EXPECT_THAT(refusal({}), HasSubstr("not a spreadsheet"));
  EXPECT_THAT(refusal(to_bytes("type,name,label\n")), HasSubstr("not a spreadsheet; save it as .xlsx"));
  Bytes old = from_hex("d0cf11e0a1b11ae1").value();
  old.resize(4096);
  EXPECT_THAT(refusal(old), HasSubstr("old .xls file"));
  for (const char c : std::string_view("EncryptedPackage")) {
    old.push_back(static_cast<std::uint8_t>(c));
    old.push_back(0);
  }
  EXPECT_THAT(refusal(old), HasSubstr("protected by a password"));
  EXPECT_THAT(refusal(test::zip_of({{"word/document.xml", "<w/>"}})), HasSubstr("not a spreadsheet"));
}

TEST(Xlsx, RefusesEveryTruncationWithoutCrashing) {
  const Bytes file = XlsxWriter()
                         .add("survey", {{"type", "name", "label"}, {"text", "q1", "Une question"}})
                         .add("choices", {{"list_name"}})
                         .write();
  ASSERT_TRUE(read_xlsx(file).has_value());
  for (std::size_t size = 0; size < file.size(); size += 97)
    EXPECT_NE(refusal(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))), "accepted") << size;
}

TEST(Xlsx, NeverCrashesOnChangedBytes) {
  const Bytes file = XlsxWriter().add("survey", {{"type", "name", "label"}, {"text", "q1", "Une question"}}).write();
  for (std::size_t at = 0; at < file.size(); ++at) {
    Bytes changed = file;
    changed[at] ^= 0x55;
    (void)read_xlsx(changed);
  }
}

TEST(Xlsx, RefusesBombs) {
  const Bytes bomb = XlsxWriter().add_raw("s", std::string(8u << 20, ' ')).write();
  EXPECT_LT(bomb.size(), 40'000u);
  EXPECT_THAT(refusal(bomb), HasSubstr("over 200 times its size"));
  XlsxLimits patient;
  patient.ratio = 100'000;
  patient.part_bytes = 4u << 20;
  EXPECT_THAT(refusal(bomb, patient), HasSubstr("unpacks to over 4 MiB"));
  const std::string laughs =
      "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b "
      "\"&a;&a;&a;&a;\">]><worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
  EXPECT_THAT(refusal(XlsxWriter().add_raw("s", "").part("xl/worksheets/sheet1.xml", laughs).write()),
              HasSubstr("declares a document type"));
  std::string deep = "<worksheet><sheetData>";
  for (int i = 0; i < 200'000; ++i) deep += "<row>";
  EXPECT_THAT(refusal(XlsxWriter().add_raw("s", "").part("xl/worksheets/sheet1.xml", deep).write(),
                      XlsxLimits{.ratio = 100'000}),
              HasSubstr("truncated or damaged"));
}

TEST(Xlsx, RefusesMoreThanItsLimits) {
  EXPECT_THAT(refusal(XlsxWriter().add("s", {{"a"}, {"b"}, {"c"}}).write(), XlsxLimits{.rows = 2}),
              HasSubstr("sheet s has over 2 rows"));
  EXPECT_THAT(refusal(XlsxWriter().add("s", {{"a", "b", "c"}}).write(), XlsxLimits{.columns = 2}),
              HasSubstr("sheet s, cell C1: a sheet has at most 2 columns"));
  EXPECT_THAT(refusal(XlsxWriter().add("s", {{"a", "b", "c"}}).write(), XlsxLimits{.cells = 2}),
              HasSubstr("over 2 cells"));
  EXPECT_THAT(refusal(XlsxWriter().add("s", {{"a", "b", "c"}}).write(), XlsxLimits{.shared_strings = 2}),
              HasSubstr("over 2 texts"));
  EXPECT_THAT(refusal(XlsxWriter().add("s", {{"a", "bcdefg"}}).write(), XlsxLimits{.cell_bytes = 5}),
              HasSubstr("cell B1: a cell has at most 5 bytes"));
  EXPECT_THAT(refusal(XlsxWriter().add("s", {{"a"}}).add("t", {{"a"}}).write(), XlsxLimits{.sheets = 1}),
              HasSubstr("over 1 sheets"));
  EXPECT_THAT(refusal(XlsxWriter().add("s", {{"a"}}).write(), XlsxLimits{.entries = 3}), HasSubstr("over 3 parts"));
  EXPECT_THAT(refusal(XlsxWriter().add("s", {{"a"}}).write(), XlsxLimits{.file_bytes = 100}), HasSubstr("over 0 MiB"));
}

TEST(Xlsx, RefusesBrokenParts) {
  const auto with_sheet = [](std::string data) { return refusal(XlsxWriter().add_raw("s", std::move(data)).write()); };
  EXPECT_THAT(with_sheet("<row r=\"1\"><c"), HasSubstr("truncated or damaged (part xl/worksheets/sheet1.xml"));
  EXPECT_THAT(with_sheet("<row r=\"2\"/><row r=\"1\"/>"), HasSubstr("rows of sheet s are not in order"));
  EXPECT_THAT(with_sheet("<row r=\"99999999999\"/>"), HasSubstr("rows of sheet s"));
  EXPECT_THAT(with_sheet("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>"), HasSubstr("cells of row 1"));
  EXPECT_THAT(with_sheet("<row r=\"1\"><c r=\"A7\"/></row>"), HasSubstr("cells of row 1"));
  EXPECT_THAT(with_sheet("<row r=\"1\"><c r=\"AAAA1\"/></row>"), HasSubstr("cells of row 1"));
  EXPECT_THAT(with_sheet("<row r=\"1\"><c t=\"s\"><v>7</v></c></row>"), HasSubstr("A1 names a text that is not there"));
  EXPECT_THAT(with_sheet("<row r=\"1\"><c t=\"s\"><v>-1</v></c></row>"),
              HasSubstr("A1 names a text that is not there"));
  EXPECT_THAT(with_sheet("<row r=\"1\"><c t=\"str\"><v>\xff\xfe</v></c></row>"), HasSubstr("not UTF-8"));
  EXPECT_THAT(refusal(XlsxWriter().add_raw("s", "").part("xl/_rels/workbook.xml.rels", "<Relationships/>").write()),
              HasSubstr("sheet s is not there"));
  EXPECT_THAT(refusal(XlsxWriter().write()), HasSubstr("it has no sheet"));
}

TEST(Xlsx, NamesCells) {
  EXPECT_EQ(cell_name(0, 1), "A1");
  EXPECT_EQ(cell_name(25, 2), "Z2");
  EXPECT_EQ(cell_name(26, 3), "AA3");
  EXPECT_EQ(cell_name(701, 4), "ZZ4");
  EXPECT_EQ(cell_name(702, 5), "AAA5");
}

}  // namespace
}  // namespace escale::importers
