// Spreadsheets that are broken, enormous, or full of mistakes: each gets its sentences and changes nothing.
#include <gmock/gmock.h>

#include "content-bundles/importers/xlsform_definition.hpp"
#include "content-bundles/xforms/form_blob.hpp"
#include "sync/base/files.hpp"
#include "tests/support/must.hpp"
#include "tests/support/xlsx_writer.hpp"

namespace escale::importers {
namespace {
using test::SheetCells;
using test::XlsxWriter;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> texts(const std::vector<DefinitionIssue>& issues) {
  std::vector<std::string> all;
  for (const DefinitionIssue& issue : issues) all.push_back(issue.text("en"));
  return all;
}

TEST(XlsFormHostile, GivesOneSentenceForAHundredThousandChoices) {
  std::string rows = "<row><c t=\"str\"><v>list_name</v></c><c t=\"str\"><v>name</v></c><c t=\"str\"><v>label</v></c></row>";
  for (int i = 0; i < 100'000; ++i) {
    const std::string number = std::to_string(i);
    rows += "<row><c t=\"str\"><v>l</v></c><c><v>" + number + "</v></c><c t=\"str\"><v>Choix n° " + number + " de la longue liste</v></c></row>";
  }
  const auto result = import_definition(XlsxWriter().add("survey", {{"type", "name", "label"}, {"select_one l", "q", "Q"}}).add_raw("choices", rows).write(), "avis");
  EXPECT_THAT(texts(result.errors), ElementsAre(HasSubstr("sheet choices has over 50000 rows")));
}

TEST(XlsFormHostile, ReportsAHundredErrorsAtMost) {
  SheetCells survey = {{"type", "name", "label"}};
  for (int i = 0; i < 500; ++i) survey.push_back({"calculate", "c" + std::to_string(i)});
  EXPECT_EQ(import_definition(XlsxWriter().add("survey", survey).write(), "avis").errors.size(), 100u);
}

TEST(XlsFormHostile, RefusesEveryTruncation) {
  const Bytes file = XlsxWriter()
                         .add("survey", {{"type", "name", "label"}, {"select_one ouinon", "q", "Q"}})
                         .add("choices", {{"list_name", "name", "label"}, {"ouinon", "oui", "Oui"}, {"ouinon", "non", "Non"}})
                         .write();
  ASSERT_TRUE(import_definition(file, "avis").definition.has_value());
  for (std::size_t size = 0; size < file.size(); size += 97) EXPECT_EQ(import_definition(ByteView(file).first(size), "avis").errors.size(), 1u) << size;
}

TEST(XlsFormHostile, NothingIsDroppedInSilence) {
  const auto result = import_definition(XlsxWriter()
                                            .add("survey", {{"type", "name", "label", "requierd", "media::image"}, {"text", "a", "A", "yes", ""}})
                                            .add("settings", {{"form_id", "public_key"}, {"avis", "x"}})
                                            .write(),
                                        "avis");
  EXPECT_THAT(texts(result.errors), IsEmpty());
  EXPECT_THAT(texts(result.warnings), ElementsAre("sheet survey, cell D1: the column 'requierd' is not read; correct its name, or remove it",
                                                  "sheet settings, cell B1: the column 'public_key' is not read; correct its name, or remove it"));
}

TEST(XlsFormHostile, ImportsTheFormOfTheCatalogueWithoutAWord) {
  const auto file = RealFiles().read(Path(ESCALE_SOURCE_DIR) / "content-bundles/catalogue/journee-aller-vers/forms/avis.xlsx", 1 << 20);
  const auto result = import_definition(test::must(file), "avis");
  EXPECT_THAT(texts(result.errors), IsEmpty());
  EXPECT_THAT(texts(result.warnings), IsEmpty());
  ASSERT_TRUE(result.definition.has_value());
  EXPECT_TRUE(result.definition->settings.anonymous);
  EXPECT_TRUE(xforms::read_form(test::must(xforms::form_blob(*result.definition))).has_value());
}

}  // namespace
}  // namespace escale::importers
