#include "sync/answers/csv.hpp"

#include <gmock/gmock.h>

#include "tests/support/sample_xform.hpp"

namespace escale::answers {
namespace {
using ::testing::HasSubstr;

class CsvTest : public ::testing::Test {
 protected:
  CsvTest() { EXPECT_TRUE(known.add(form.blob()).has_value()); }
  Answer answer(std::string_view id, const test::Given& given) {
    return {protocol::RecordId::parse(id).value(), known.all().back()->version, std::nullopt,
            protocol::parse_day("2026-11-24").value(), test::answered(*known.all().back()->plan, given)};
  }
  test::SampleForm form;
  KnownForms known;
};

std::string csv_of(const KnownForms& known, const std::vector<Answer>& answers, const CsvOptions& options = {}) {
  return table_csv(table_of(known.all(), answers, options.language), options);
}

const std::string kId1 = "00000000000000000000000000000001";
const std::string kId2 = "00000000000000000000000000000002";

TEST_F(CsvTest, WritesCodes) {
  const std::vector<Answer> answers{answer(kId2, {{"humeur", "mal"},
                                                  {"mots", "Il a dit \"non\", deux\nfois"},
                                                  {"annees", "0"}}),
                                    answer(kId1, {{"humeur", "tres-bien"},
                                                  {"themes", "logement emploi"},
                                                  {"recommander", "10"},
                                                  {"heures", "-1.5"},
                                                  {"note", "4.5"},
                                                  {"mots", "=1+1"}})};
  EXPECT_EQ(csv_of(known, answers),
            "record,session,day,form_version,humeur,themes,themes_logement,themes_sante,themes_emploi,recommander,"
            "annees,heures,note,mots\r\n" +
                kId1 + ",,2026-11-24,2026112401,tres-bien,logement emploi,1,0,1,10,.s,-1.5,4.5,'=1+1\r\n" + kId2 +
                ",,2026-11-24,2026112401,mal,.s,0,0,0,.s,0,.s,.s,\"Il a dit \"\"non\"\", deux\nfois\"\r\n");
}

TEST_F(CsvTest, WritesLabelsForPeople) {
  CsvOptions options;
  options.labels = true;
  options.separator = ';';
  options.decimal_comma = true;
  options.byte_order_mark = true;
  const std::string csv =
      csv_of(known,
                  std::vector<Answer>{answer(kId1, {{"humeur", "tres-bien"},
                                                    {"themes", "logement sante"},
                                                    {"note", "4.5"}})},
                  options);
  EXPECT_TRUE(csv.starts_with(
      "\xEF\xBB\xBFrecord;session;day;form_version;Comment s’est passée la journée ?;Quels thèmes vous ont servi ?;"
      "Quels thèmes vous ont servi ? :: Logement;"))
      << csv;
  EXPECT_THAT(csv, HasSubstr(";Très bien;\"Logement; Santé\";1;1;0;;;;4,5;\r\n"));
  options.language = "en";
  EXPECT_THAT(
      csv_of(known, std::vector<Answer>{answer(kId1, {{"humeur", "tres-bien"}})}, options),
      HasSubstr(";Very good;"));
}

TEST_F(CsvTest, JoinsTheVersionsOfAForm) {
  const Answer old = answer(kId1, {{"humeur", "mal"}, {"annees", "3"}});
  test::SampleForm next;
  next.version = "2026112402";
  next.themes.push_back({"droits", "Accès aux droits"});
  next.asks_years = false;
  ASSERT_TRUE(known.add(next.blob()).has_value());
  const Answer fresh = answer(kId2, {{"humeur", "bien"}, {"themes", "droits"}});
  EXPECT_EQ(csv_of(known, std::vector<Answer>{old, fresh}),
            "record,session,day,form_version,humeur,themes,themes_logement,themes_sante,themes_emploi,themes_droits,"
            "recommander,heures,note,mots,annees\r\n" +
                kId1 + ",,2026-11-24,2026112401,mal,.s,0,0,0,.v,.s,.s,.s,.s,3\r\n" + kId2 +
                ",,2026-11-24,2026112402,bien,droits,0,0,0,1,.s,.s,.s,.s,.v\r\n")
      << ".v: not asked in that version; .s: asked, no answer; 0: asked and not chosen";
}

TEST_F(CsvTest, KeepsColumnNamesUnique) {
  form.more_places = "<themes_sante/>";
  form.more_body = "<input ref=\"/data/themes_sante\"><label>Encore</label></input>";
  form.version = "3";
  KnownForms other;
  ASSERT_TRUE(other.add(form.blob()).has_value());
  const std::string csv = csv_of(other, {});
  EXPECT_THAT(csv, HasSubstr(",themes_logement,themes_sante_2,themes_emploi,"));
  EXPECT_THAT(csv, HasSubstr(",themes_sante\r\n"));
}

TEST_F(CsvTest, RunsNoFormula) {
  for (const char* text : {"=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", " =1", "\n@x"})
    EXPECT_EQ(without_formula(text), std::string("'") + text);
  for (const char* text : {"", "1-2", "a=b", "« + »", "é", "3 + 4"}) EXPECT_EQ(without_formula(text), text);
}

TEST_F(CsvTest, QuotesOnlyWhatMustBe) {
  EXPECT_EQ(csv_field("a b"), "a b");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("a,b", ';'), "a,b");
  EXPECT_EQ(csv_field("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(csv_field(" a"), "\" a\"");
  EXPECT_EQ(csv_field("a\r\nb"), "\"a\r\nb\"");
}

}  // namespace
}  // namespace escale::answers
