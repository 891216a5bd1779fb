#include "sync/answers/csv.hpp"

#include <gmock/gmock.h>

#include "tests/support/sample_form.hpp"

namespace escale::answers {
namespace {
using forms::Decimal;
using ::testing::HasSubstr;

class CsvTest : public ::testing::Test {
 protected:
  CsvTest() { EXPECT_TRUE(known.add(forms::form_to_json(form).value()).has_value()); }
  Answer answer(std::string_view id, forms::Answers answers) {
    return {protocol::RecordId::parse(id).value(), known.all().back()->version, std::nullopt,
            protocol::parse_day("2026-11-24").value(), std::move(answers)};
  }
  forms::Form form = test::sample_form();
  KnownForms known;
};

std::string csv_of(const KnownForms& known, const std::vector<Answer>& answers, const CsvOptions& options = {}) {
  return table_csv(table_of(known.all(), answers, options.language), options);
}

const std::string kId1 = "00000000000000000000000000000001";
const std::string kId2 = "00000000000000000000000000000002";

TEST_F(CsvTest, WritesCodes) {
  const std::vector<Answer> answers{answer(kId2, {{"humeur", std::string("mal")},
                                                  {"mots", std::string("Il a dit \"non\", deux\nfois")},
                                                  {"annees", std::int64_t{-0}}}),
                                    answer(kId1, {{"humeur", std::string("tres-bien")},
                                                  {"themes", std::vector<std::string>{"logement", "emploi"}},
                                                  {"recommander", std::int64_t{10}},
                                                  {"heures", Decimal::parse("-1.5").value()},
                                                  {"note", Decimal::parse("4.5").value()},
                                                  {"mots", std::string("=1+1")}})};
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
                  std::vector<Answer>{answer(kId1, {{"humeur", std::string("tres-bien")},
                                                    {"themes", std::vector<std::string>{"logement", "sante"}},
                                                    {"note", Decimal::parse("4.5").value()}})},
                  options);
  EXPECT_TRUE(csv.starts_with(
      "\xEF\xBB\xBFrecord;session;day;form_version;Comment s’est passée la journée ?;Quels thèmes vous ont servi ?;"
      "Quels thèmes vous ont servi ? :: Logement;"))
      << csv;
  EXPECT_THAT(csv, HasSubstr(";Très bien;\"Logement; Santé\";1;1;0;;;;4,5;\r\n"));
  options.language = "en";
  EXPECT_THAT(
      csv_of(known, std::vector<Answer>{answer(kId1, {{"humeur", std::string("tres-bien")}})}, options),
      HasSubstr(";Very good;"));
}

TEST_F(CsvTest, JoinsTheVersionsOfAForm) {
  const Answer old = answer(kId1, {{"humeur", std::string("mal")}, {"annees", std::int64_t{3}}});
  forms::Form next = form;
  next.version = "2026112402";
  next.lists["themes"].push_back({"droits", {{"fr", "Accès aux droits"}}});
  std::erase_if(next.questions, [](const forms::Question& question) { return question.name == "annees"; });
  ASSERT_TRUE(known.add(forms::form_to_json(next).value()).has_value());
  const Answer fresh = answer(kId2, {{"humeur", std::string("bien")}, {"themes", std::vector<std::string>{"droits"}}});
  EXPECT_EQ(csv_of(known, std::vector<Answer>{old, fresh}),
            "record,session,day,form_version,humeur,themes,themes_logement,themes_sante,themes_emploi,themes_droits,"
            "recommander,heures,note,mots,annees\r\n" +
                kId1 + ",,2026-11-24,2026112401,mal,.s,0,0,0,.v,.s,.s,.s,.s,3\r\n" + kId2 +
                ",,2026-11-24,2026112402,bien,droits,0,0,0,1,.s,.s,.s,.s,.v\r\n")
      << ".v: not asked in that version; .s: asked, no answer; 0: asked and not chosen";
}

TEST_F(CsvTest, KeepsColumnNamesUnique) {
  form.questions.push_back(form.questions[7]);
  form.questions.back().name = "themes_sante";
  form.version = "3";
  KnownForms other;
  ASSERT_TRUE(other.add(forms::form_to_json(form).value()).has_value());
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
