// How a form is asked: pages that follow the answers, dates in parts, numbers as people write them.
#include "content-bundles/forms/asking.hpp"

#include <gmock/gmock.h>

#include "content-bundles/forms/chart.hpp"
#include "tests/support/sample_plan.hpp"

namespace escale::forms {
namespace {
using test::FormBuilder;
using test::must;
using test::node_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// "a", "b c", "table: d e", "copies: 2".
std::vector<std::string> pages_in_words(const Filling& filling) {
  std::vector<std::string> out;
  const Instances& tree = filling.instances();
  for (const AskedPage& page : pages_of(filling)) {
    std::string words = page.kind == AskedPage::Kind::Table ? "table:" : "";
    if (page.kind == AskedPage::Kind::Copies) {
      out.push_back("copies: " + std::to_string(page.questions.size()));
      continue;
    }
    for (const NodeId node : page.questions) words += (words.empty() ? "" : " ") + std::string(tree.name_text(tree.name(node)));
    out.push_back(words);
  }
  return out;
}

TEST(AskedPages, AreOneQuestionOrOneGroup) {
  const auto plan = test::sample_plan();
  EXPECT_THAT(pages_in_words(test::started(*plan)), ElementsAre("accueil", "humeur", "themes recommander", "annees", "heures", "note", "mots"));
  EXPECT_FALSE(count_may_change(*plan));
}

TEST(AskedPages, FollowSkipsAndCopies) {
  FormBuilder form("essai");
  form.list("l", {{"oui", {{"fr", "Oui"}}}, {"non", {{"fr", "Non"}}}});
  form.ask("select_one", "a", {{"fr", "A"}}, {.list = "l"});
  form.group("g", {{"fr", "G"}}, "table-list", "/data/a = 'oui'");
  form.ask("select_one", "b", {{"fr", "B"}}, {.list = "l"}).ask("select_one", "c", {{"fr", "C"}}, {.list = "l"});
  form.end();
  form.repeat("r", {{"fr", "R"}});
  form.ask("text", "d", {{"fr", "D"}}).ask("integer", "e", {{"fr", "E"}});
  form.end();
  form.repeat("s", {{"fr", "S"}}, "2", "field-list");
  form.ask("text", "f", {{"fr", "F"}}).ask("text", "h", {{"fr", "H"}});
  form.end();
  const auto plan = form.plan();
  Filling filling = test::started(*plan);
  EXPECT_TRUE(count_may_change(*plan));
  EXPECT_THAT(pages_in_words(filling), ElementsAre("a", "d", "e", "copies: 1", "f h", "f h"));
  must(filling.answer(node_of(filling, "a"), "oui"));
  EXPECT_THAT(pages_in_words(filling), ElementsAre("a", "table: b c", "d", "e", "copies: 1", "f h", "f h"));
  must(filling.add_repeat("/data/r"));
  EXPECT_THAT(pages_in_words(filling), ElementsAre("a", "table: b c", "d", "e", "d", "e", "copies: 2", "f h", "f h"));
  const auto pages = pages_of(filling);
  EXPECT_EQ(pages[4].copy, must(filling.find("/data/r[2]")));
  EXPECT_EQ(must(filling.label_of(plan->definition().controls[pages[6].group], pages[6].questions.front())), "R");
}

TEST(AskedPages, AskATableOfOtherQuestionsAsAGroup) {
  FormBuilder form("essai");
  form.group("g", {{"fr", "G"}}, "table-list").ask("text", "a", {{"fr", "A"}}).ask("text", "b", {{"fr", "B"}}).end();
  EXPECT_THAT(pages_in_words(test::started(*form.plan())), ElementsAre("a b"));
}

TEST(QuestionKinds, FollowTypeAndState) {
  FormBuilder form("essai");
  form.ask("date", "a", {{"fr", "A"}}).ask("rank", "b", {{"fr", "B"}}, {.list = "l"}).ask("note", "c", {{"fr", "C"}}).ask("acknowledge", "d", {{"fr", "D"}});
  form.list("l", {{"x", {{"fr", "X"}}}});
  const auto plan = form.plan();
  const Filling filling = test::started(*plan);
  EXPECT_EQ(kind_of(filling, node_of(filling, "a")), QuestionKind::Date);
  EXPECT_EQ(kind_of(filling, node_of(filling, "b")), QuestionKind::Ranking);
  EXPECT_EQ(kind_of(filling, node_of(filling, "c")), QuestionKind::Note);
  EXPECT_EQ(kind_of(filling, node_of(filling, "d")), QuestionKind::Acknowledge);
}

TEST(LengthLimit, IsTheConstraintsWhenItIsSimple) {
  const auto limit = [](std::string constraint) {
    Bind bind;
    bind.constraint = std::move(constraint);
    return length_limit(&bind);
  };
  EXPECT_EQ(limit("string-length(.) <= 280"), 280u);
  EXPECT_EQ(limit("string-length( . ) < 280 and regex(., 'x')"), 279u);
  EXPECT_EQ(limit("string-length(.) <= 20 or . = 'x'"), 10'000u);
  EXPECT_EQ(limit("not(string-length(.) <= 20)"), 10'000u);
  EXPECT_EQ(limit("string-length(.) <= 99999999"), 10'000u);
  EXPECT_EQ(limit(""), 10'000u);
  EXPECT_EQ(length_limit(nullptr), 10'000u);
}

TEST(NearestLanguage, GoesUpToTheFormsOwn) {
  Translations texts;
  texts.languages = {"Français (fr)", "English (en)"};
  texts.default_language = "Français (fr)";
  EXPECT_EQ(nearest_language(texts, "en"), "English (en)");
  EXPECT_EQ(nearest_language(texts, "fr-x-facile"), "Français (fr)");
  EXPECT_EQ(nearest_language(texts, "de"), "Français (fr)");
  texts.languages.push_back("fr-x-facile");
  EXPECT_EQ(nearest_language(texts, "fr-x-facile"), "fr-x-facile");
  EXPECT_EQ(nearest_language({}, "fr"), "");
}

TEST(PlainNumber, ReadsNumbersAsPeopleWriteThem) {
  EXPECT_EQ(plain_number("1 234,5"), "1234.5");
  EXPECT_EQ(plain_number("1\u202f234"), "1234");
  EXPECT_EQ(plain_number("\u22122,5"), "-2.5");
  EXPECT_EQ(plain_number("douze"), "douze");
  EXPECT_EQ(plain_number(""), "");
}

TEST(Moments, AreMadeOfParts) {
  Control control;
  const auto parts = moment_parts(QuestionKind::Date, control);
  const Zone paris = Zone::fixed(60);
  EXPECT_EQ(moment_answer(QuestionKind::Date, parts, "24/11/2026", paris), "2026-11-24");
  EXPECT_EQ(moment_answer(QuestionKind::Date, parts, "1/2/2026", paris), "2026-02-01");
  EXPECT_EQ(moment_answer(QuestionKind::Date, parts, "24//2026", paris), std::nullopt);
  EXPECT_EQ(moment_answer(QuestionKind::Date, parts, "x/11/2026", paris), std::nullopt);
  EXPECT_EQ(moment_typed(parts, "2026-02-01"), "1/2/2026");
  const auto time = moment_parts(QuestionKind::Time, control);
  EXPECT_EQ(moment_answer(QuestionKind::Time, time, "14/05", paris), "14:05:00.000+01:00");
  EXPECT_EQ(moment_typed(time, "14:05:00.000+01:00"), "14/05");
  const auto both = moment_parts(QuestionKind::DateTime, control);
  EXPECT_EQ(moment_answer(QuestionKind::DateTime, both, "24/11/2026/9/00", paris), "2026-11-24T09:00:00.000+01:00");
  EXPECT_EQ(moment_typed(both, "2026-11-24T09:00:00.000+01:00"), "24/11/2026/9/00");
  control.appearance = "no-calendar month-year";
  const auto months = moment_parts(QuestionKind::Date, control);
  EXPECT_EQ(moment_answer(QuestionKind::Date, months, "11/2026", paris), "2026-11-01");
  EXPECT_EQ(moment_typed(months, "2026-11-01"), "11/2026");
  EXPECT_THAT(moment_parts(QuestionKind::Text, control), IsEmpty());
}

TEST(RangeValues, AreEveryStepOrNone) {
  Control control;
  control.start = "0";
  control.end = "5";
  control.step = "0.5";
  EXPECT_EQ(range_values(control, 24).size(), 11u);
  EXPECT_EQ(range_values(control, 24)[3].text(), "1.5");
  EXPECT_THAT(range_values(control, 11), ElementsAre(Decimal{}, must(Decimal::parse("0.5")), Decimal::whole(1), must(Decimal::parse("1.5")), Decimal::whole(2),
                                                     must(Decimal::parse("2.5")), Decimal::whole(3), must(Decimal::parse("3.5")), Decimal::whole(4),
                                                     must(Decimal::parse("4.5")), Decimal::whole(5)));
  EXPECT_THAT(range_values(control, 10), IsEmpty()) << "too many";
  control.step = "0";
  EXPECT_THAT(range_values(control, 24), IsEmpty());
}

TEST(Charts, LeaveOutWhatRepeatsAndWhatIsFree) {
  FormBuilder form("essai");
  form.list("l", {{"oui", {{"fr", "Oui"}, {"en", "Yes"}}}, {"non", {{"fr", "Non"}}}});
  form.ask("text", "mots", {{"fr", "Mots"}});
  form.ask("select_one", "a", {{"fr", "A ?"}, {"en", "A?"}}, {.required = true, .list = "l"});
  form.ask("select_one", "b", {{"fr", "B"}}, {.required = true, .relevant = "/data/a = 'oui'", .list = "l", .filter = "name != /data/a"});
  form.repeat("r", {{"fr", "R"}}).ask("select_one", "c", {{"fr", "C"}}, {.list = "l"}).end();
  form.ask("range", "d", {{"fr", "D"}}, {.start = "0", .end = "100"});
  const auto charts = charts_of(*form.plan());
  ASSERT_EQ(charts.size(), 2u);
  EXPECT_EQ(charts[0].name, "a");
  EXPECT_EQ(charts[0].label, (Texts{{"fr", "A ?"}, {"en", "A?"}}));
  EXPECT_TRUE(charts[0].always_answered);
  ASSERT_EQ(charts[1].categories.size(), 2u) << "whatever the filter lets through";
  EXPECT_EQ(charts[1].categories[0].label.at("en"), "Yes");
  EXPECT_FALSE(charts[1].always_answered) << "it is not asked of everybody";
}

}  // namespace
}  // namespace escale::forms
