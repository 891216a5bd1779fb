#include "sync/paper/report.hpp"

#include <gmock/gmock.h>

#include "sync/paper/counts.hpp"
#include "sync/paper/french_dates.hpp"
#include "sync/print/markdown.hpp"
#include "tests/support/collections.hpp"

namespace escale::paper {
namespace {
using ::testing::HasSubstr;
using ::testing::Not;

const print::Typesetter& typesetter() {
  static const print::Typesetter one = test::must(print::Typesetter::open());
  return one;
}

test::Given mood(const std::string& code, std::int64_t mark, const std::string& words = {}) {
  test::Given given{{"humeur", code}, {"themes", "sante"}, {"recommander", std::to_string(mark)}};
  if (!words.empty()) given.emplace_back("mots", words);
  return given;
}

ReportOptions options(Readers readers = Readers::Committee) {
  ReportOptions out;
  out.readers = readers;
  out.day = test::must(protocol::parse_day("2026-12-01"));
  return out;
}

std::string text_of(const Result<print::Document>& document) {
  const print::MarkdownFile file = print::markdown(test::must(document), "rapport");
  std::string all = file.text;
  for (const auto& [name, svg] : file.pictures) all += svg;
  return all;
}

TEST(CommitteeReport, SaysWhatWasAskedWhenAndHowAnswersFall) {
  test::MoodCollection mail("clts-rennes");
  mail.add(20, mood("bien", 9), "2026-11-23").add(12, mood("tres-bien", 10)).add(8, mood("mal", 3));
  const std::string text = text_of(committee_report({"CLTSDS d'Ille-et-Vilaine", mail.opened()}, options(), typesetter()));
  EXPECT_THAT(text, HasSubstr("# Réponses recueillies\u00A0: CLTSDS d’Ille-et-Vilaine"));
  EXPECT_THAT(text, HasSubstr("Il ne doit être ni publié, ni affiché"));
  EXPECT_THAT(text, HasSubstr("40 réponses, séances du 23 au 24 novembre 2026. Formulaire «\u00A0avis-journee\u00A0», version 2026112401."));
  EXPECT_THAT(text, HasSubstr("Très bien\u00A0: 12 (30\u00A0%)"));
  EXPECT_THAT(text, HasSubstr("Score de recommandation\u00A0: +60")) << "32 promoters and 8 detractors of 40";
  EXPECT_THAT(text, HasSubstr("| Ensemble | 40 |"));
}

TEST(CommitteeReport, NeverChartsARemainderUnderFive) {
  test::MoodCollection mail("clts-rennes");
  mail.add(20, mood("bien", 9)).add(3, mood("mal", 9));
  const std::string text = text_of(committee_report({"Rennes", mail.opened()}, options(), typesetter()));
  const std::size_t question = text.find("Comment s’est passée");
  const std::string chart = text.substr(question, text.find("\n### ", question) - question);
  EXPECT_THAT(chart, HasSubstr("Pas bien\u00A0: masqué"));
  EXPECT_THAT(chart, HasSubstr("Plutôt bien\u00A0: masqué")) << "23 less 20 is 3";
  EXPECT_THAT(chart, Not(HasSubstr("20")));
}

TEST(CommitteeReport, ShowsNoQuestionThatTooFewAnswered) {
  test::MoodCollection mail("clts-rennes");
  mail.add(4, mood("bien", 9));
  const std::string text = text_of(committee_report({"Rennes", mail.opened()}, options(), typesetter()));
  EXPECT_THAT(text, HasSubstr("rien de cette question ne peut être montré"));
  EXPECT_THAT(text, Not(HasSubstr("Plutôt bien")));
}

TEST(CommitteeReport, GivesWordsOnlyWhenAskedAndWarns) {
  test::MoodCollection mail("clts-rennes");
  mail.add(1, mood("bien", 9, "zut, rappelez-moi au 06 12 34 56 78")).add(9, mood("bien", 9, "appris beaucoup"));
  const Committee committee{"Rennes", mail.opened()};
  EXPECT_THAT(text_of(committee_report(committee, options(), typesetter())), Not(HasSubstr("appris")));
  ReportOptions with = options();
  with.with_words = true;
  const std::string text = text_of(committee_report(committee, with, typesetter()));
  EXPECT_THAT(text, HasSubstr("Avant de faire lire ces phrases"));
  EXPECT_LT(text.find("appris beaucoup"), text.find("zut, rappelez")) << "by alphabet";
  EXPECT_THAT(text, HasSubstr("\\[à vérifier\u00A0: un téléphone\\]"));
  with.readers = Readers::Everybody;
  EXPECT_EQ(committee_report(committee, with, typesetter()).error().code, Code::Refused);
}

TEST(CommitteeReport, PublishedHidesUnderEleven) {
  test::MoodCollection mail("clts-rennes");
  mail.add(20, mood("bien", 9, "canari")).add(8, mood("mal", 3)).add(30, mood("tres-bien", 10));
  const std::string text = text_of(committee_report({"Rennes", mail.opened()}, options(Readers::Everybody), typesetter()));
  EXPECT_THAT(text, HasSubstr("Ce rapport peut être publié"));
  EXPECT_THAT(text, HasSubstr("Pas bien\u00A0: secret"));
  EXPECT_THAT(text, Not(HasSubstr("canari")));
  EXPECT_THAT(text, Not(HasSubstr("Score de recommandation"))) << "eight detractors would follow from it";
}

TEST(NationalReport, PutsSmallCommitteesTogetherAndHidesByGroup) {
  test::MoodCollection rennes("clts-35", 'a'), nantes("clts-44", 'b'), brest("clts-29", 'c'), vannes("clts-56", 'd');
  rennes.add(40, mood("bien", 9)).add(25, mood("mal", 2));
  nantes.add(30, mood("bien", 9)).add(4, mood("mal", 2));
  brest.add(6, mood("bien", 9));
  vannes.add(7, mood("bien", 9));
  const std::vector<Committee> all{{"Rennes", rennes.opened()}, {"Nantes", nantes.opened()}, {"Brest", brest.opened()}, {"Vannes", vannes.opened()}};
  const std::string text = text_of(national_report(all, options(), typesetter()));
  EXPECT_THAT(text, HasSubstr("| Rennes | 65 |"));
  EXPECT_THAT(text, HasSubstr("| Autres comités | 13 |"));
  EXPECT_THAT(text, HasSubstr("| Nantes | secret | secret |"));
  EXPECT_THAT(text, HasSubstr("| Ensemble | 112 |"));
}

TEST(NationalReport, RefusesWhatWouldCountTwice) {
  test::MoodCollection one("clts-35", 'a'), other("clts-44", 'a');
  one.add(20, mood("bien", 9));
  other.add(20, mood("bien", 9));
  EXPECT_THAT(national_report({{"A", one.opened()}, {"B", one.opened()}}, options(), typesetter()).error().message, HasSubstr("two folders hold the mailbox 'clts-35'"));
  EXPECT_THAT(national_report({{"A", one.opened()}, {"B", other.opened()}}, options(), typesetter()).error().message, HasSubstr("is in the folders of 'A' and of 'B'"));
  EXPECT_EQ(national_report({{"A", one.opened()}}, options(), typesetter()).error().code, Code::Refused);
}

TEST(FrenchDates, AreWrittenAsPeopleWriteThem) {
  const auto day = [](const char* text) { return test::must(protocol::parse_day(text)); };
  EXPECT_EQ(days_words({}), "");
  EXPECT_EQ(days_words({day("2026-11-01")}), "le 1er novembre 2026");
  EXPECT_EQ(days_words({day("2026-11-12"), day("2026-11-24")}), "du 12 au 24 novembre 2026");
  EXPECT_EQ(days_words({day("2026-10-30"), day("2026-11-02")}), "du 30 octobre au 2 novembre 2026");
  EXPECT_EQ(days_words({day("2026-12-30"), day("2027-01-01")}), "du 30 décembre 2026 au 1er janvier 2027");
}

}  // namespace
}  // namespace escale::paper
