#include "content-bundles/learning/scoring.hpp"

#include <gtest/gtest.h>

namespace escale::learning {
namespace {

Question with(QuestionBody body) { return {"q1", plain("?"), std::move(body), {}}; }
int points(const Question& question, const Response& response) {
  const auto verdict = score(question, response);
  EXPECT_TRUE(verdict) << (verdict ? "" : verdict.error().message);
  return verdict ? verdict->score : -1;
}
Weight percent(int value) { return value * 100'000; }

TEST(Scoring, GivesTheChosenProposalItsWeightAndFeedback) {
  const Question question = with(SingleChoice{{{plain("a"), percent(100), plain("oui")},
                                               {plain("b"), percent(50), plain("presque")},
                                               {plain("c"), percent(-100), {}}}});
  EXPECT_EQ(points(question, ChosenOne{0}), 10'000);
  EXPECT_EQ(score(question, ChosenOne{0})->outcome, Outcome::Right);
  EXPECT_EQ(score(question, ChosenOne{1})->outcome, Outcome::Partly);
  EXPECT_EQ(score(question, ChosenOne{1})->feedback, std::vector<Text>{plain("presque")});
  EXPECT_EQ(points(question, ChosenOne{2}), 0) << "a score never falls below zero";
  EXPECT_TRUE(score(question, ChosenOne{2})->feedback.empty());
}

TEST(Scoring, RefusesAnAnswerOfAnotherKindOrOutOfRange) {
  const Question single = with(SingleChoice{{{plain("a"), kFullWeight, {}}}});
  EXPECT_EQ(score(single, ChosenOne{1}).error().message, "the question has no such proposal");
  EXPECT_EQ(score(single, ChosenTruth{true}).error().message, "this question takes one proposal");
  const Question several = with(MultipleChoice{{{plain("a"), kFullWeight, {}}, {plain("b"), 0, {}}}});
  EXPECT_FALSE(score(several, ChosenSeveral{{0, 2}}));
  EXPECT_FALSE(score(several, ChosenSeveral{{0, 0}}));
  EXPECT_FALSE(score(several, ChosenSeveral{{1, 0}}));
  EXPECT_FALSE(score(several, Typed{"a"}));
  EXPECT_FALSE(score(with(TrueFalse{}), ChosenOne{0}));
  EXPECT_FALSE(score(with(ShortAnswer{}), ChosenOne{0}));
  EXPECT_FALSE(score(with(ShortAnswer{}), Typed{std::string(1001, 'a')}));
  EXPECT_FALSE(score(with(Numerical{}), ChosenOne{0}));
  EXPECT_FALSE(score(with(Numerical{}), Typed{"trois"}));
  const Question matching = with(Matching{{{plain("a"), 0}}, {plain("x")}});
  EXPECT_FALSE(score(matching, Matched{}));
  EXPECT_FALSE(score(matching, Matched{{std::size_t{4}}}));
  EXPECT_FALSE(score(matching, Typed{"x"}));
}

TEST(Scoring, AddsTheWeightsOfSeveralAnswers) {
  const Question thirds = with(MultipleChoice{{{plain("a"), 3'333'333, plain("a!")},
                                               {plain("b"), 3'333'333, {}},
                                               {plain("c"), 3'333'333, plain("c!")},
                                               {plain("d"), percent(-50), {}}}});
  EXPECT_EQ(points(thirds, ChosenSeveral{{0, 1, 2}}), 10'000) << "three thirds make a whole";
  EXPECT_EQ(points(thirds, ChosenSeveral{{0}}), 3'333);
  EXPECT_EQ(points(thirds, ChosenSeveral{{0, 1, 3}}), 1'667);
  EXPECT_EQ(points(thirds, ChosenSeveral{{3}}), 0);
  EXPECT_EQ(points(thirds, ChosenSeveral{}), 0);
  EXPECT_EQ(score(thirds, ChosenSeveral{{0, 2}})->feedback, (std::vector<Text>{plain("a!"), plain("c!")}));
}

TEST(Scoring, ChoosesTheFeedbackOfTrueAndFalse) {
  const Question question = with(TrueFalse{false, plain("non"), plain("oui")});
  EXPECT_EQ(score(question, ChosenTruth{false}), (Verdict{10'000, Outcome::Right, {plain("oui")}}));
  EXPECT_EQ(score(question, ChosenTruth{true}), (Verdict{0, Outcome::Wrong, {plain("non")}}));
}

TEST(Scoring, TakesTheFirstShortAnswerThatFits) {
  const Question question = with(ShortAnswer{{{"bientraitance", kFullWeight, plain("bravo")},
                                              {"*traitance", percent(50), plain("presque")},
                                              {"*", 0, plain("relisez")}}});
  EXPECT_EQ(points(question, Typed{"  BIENTRAITANCE "}), 10'000);
  EXPECT_EQ(points(question, Typed{"maltraitance"}), 5'000);
  EXPECT_EQ(score(question, Typed{"autre"}), (Verdict{0, Outcome::Wrong, {plain("relisez")}}));
  EXPECT_EQ(points(with(ShortAnswer{{{"a", kFullWeight, {}}}}), Typed{"b"}), 0);
}

TEST(Scoring, FoldsCaseAccentsLigaturesApostrophesAndSpaces) {
  EXPECT_EQ(folded("  L’ŒUVRE\u00A0\u202Fd’un\tÉTÉ  "), "l'oeuvre d'un ete");
  EXPECT_EQ(folded("e\u0301te\u0301"), "ete") << "decomposed accents";
  EXPECT_EQ(folded("aller‑vers"), "aller-vers");
  EXPECT_EQ(folded("3 × 4 ÷ 2"), "3 × 4 ÷ 2");
  EXPECT_EQ(folded("\xC3"), "\xC3") << "broken UTF-8 stays and does not crash";
  EXPECT_EQ(folded("Straße"), "strasse");
  EXPECT_EQ(folded(""), "");
}

TEST(Scoring, StarsStandForAnyCharactersUnlessEscaped) {
  EXPECT_TRUE(fits_pattern("conf*rence*familiale", "Conférence familiale"));
  EXPECT_FALSE(fits_pattern("conf*rence*familiale", "conférence familiales"));
  EXPECT_TRUE(fits_pattern("*", ""));
  EXPECT_TRUE(fits_pattern("a*b*c", "a b xx b c"));
  EXPECT_FALSE(fits_pattern("ab*ba", "aba")) << "the two ends may not overlap";
  EXPECT_TRUE(fits_pattern("5 \\* 3", "5 * 3"));
  EXPECT_FALSE(fits_pattern("5 \\* 3", "5 x 3"));
  EXPECT_TRUE(fits_pattern("c:\\\\x", "c:\\x"));
  EXPECT_FALSE(fits_pattern("\x01", "a"));
  const std::string many(500, 'a');
  EXPECT_FALSE(fits_pattern("*a*a*a*a*a*a*a*a*a*a*a*b", many + many));
}

TEST(Scoring, TakesTheFirstRangeThatHoldsTheNumber) {
  const auto at = [](const char* text) { return Decimal::parse(text).value(); };
  const Question question = with(Numerical{{{at("3977"), at("3977"), kFullWeight, plain("oui")},
                                            {at("3900"), at("3999.5"), percent(50), {}},
                                            {{}, {}, 0, plain("non")}}});
  EXPECT_EQ(points(question, Typed{"3977"}), 10'000);
  EXPECT_EQ(points(question, Typed{"3 977,0"}), 10'000);
  EXPECT_EQ(points(question, Typed{"3999,5"}), 5'000);
  EXPECT_EQ(score(question, Typed{"3999,500001"})->feedback, std::vector<Text>{plain("non")});
}

TEST(Scoring, SharesTheMarkBetweenPairs) {
  const Question question =
      with(Matching{{{plain("a"), 0}, {plain("b"), 1}, {plain("c"), 1}}, {plain("x"), plain("y"), plain("z"), plain("y")}});
  EXPECT_EQ(points(question, Matched{{std::size_t{0}, std::size_t{1}, std::size_t{1}}}), 10'000);
  EXPECT_EQ(points(question, Matched{{std::size_t{0}, std::size_t{3}, std::nullopt}}), 6'667) << "equal texts are one answer";
  EXPECT_EQ(points(question, Matched{{std::nullopt, std::nullopt, std::nullopt}}), 0);
}

TEST(Scoring, RightResponseOfEveryKindGetsTheFullMark) {
  const std::vector<Question> questions{
      with(SingleChoice{{{plain("a"), 0, {}}, {plain("b"), kFullWeight, {}}}}),
      with(MultipleChoice{{{plain("a"), 5'000'000, {}}, {plain("b"), -1, {}}, {plain("c"), 5'000'000, {}}}}),
      with(TrueFalse{false, {}, {}}),
      with(ShortAnswer{{{"x*", kFullWeight, {}}}}),
      with(ShortAnswer{{{"demi", 5'000'000, {}}, {"a*", kFullWeight, {}}, {"a\\*b", kFullWeight, {}}}}),
      with(Numerical{{{Decimal{1'000'000}, Decimal{2'000'000}, kFullWeight, {}}}}),
      with(Numerical{{{Decimal::parse("-9000000000000").value(), Decimal::parse("9000000000000").value(), kFullWeight, {}}}}),
      with(Matching{{{plain("a"), 1}, {plain("b"), 0}}, {plain("x"), plain("y")}})};
  for (const Question& question : questions) EXPECT_EQ(points(question, right_response(question)), kFullScore);
}

TEST(Decimal, ReadsWhatPeopleWrite) {
  EXPECT_EQ(Decimal::parse("3")->millionths, 3'000'000);
  EXPECT_EQ(Decimal::parse(" -2,5 ")->millionths, -2'500'000);
  EXPECT_EQ(Decimal::parse("−2.5")->millionths, -2'500'000);
  EXPECT_EQ(Decimal::parse("+.5")->millionths, 500'000);
  EXPECT_EQ(Decimal::parse("1\u202F200\u00A0000")->millionths, 1'200'000'000'000);
  EXPECT_EQ(Decimal::parse("0,1000000")->millionths, 100'000);
  EXPECT_EQ(Decimal::parse("9000000000000")->text(), "9000000000000");
}

TEST(Decimal, RefusesWhatIsNotANumber) {
  for (const char* text : {"", " ", "-", "a", "1a", "1.", "1,,2", "1.2.3", "1 ", "- 1", "1e3", "--1"}) {
    const auto parsed = Decimal::parse(text);
    if (std::string(text) == "1 ") EXPECT_TRUE(parsed);
    else EXPECT_FALSE(parsed) << text;
  }
  EXPECT_EQ(Decimal::parse("9000000000001").error().message, "the number is too large: at most 9 000 000 000 000");
  EXPECT_FALSE(Decimal::parse("9000000000000.1"));
  EXPECT_FALSE(Decimal::parse(std::string(400, '9')));
  EXPECT_EQ(Decimal::parse("0.0000001").error().message, "the number has over six decimals: round it");
}

TEST(Decimal, WritesItsShortestForm) {
  EXPECT_EQ(Decimal{2'500'000}.text(), "2.5");
  EXPECT_EQ(Decimal{-1}.text(), "-0.000001");
  EXPECT_EQ(Decimal{}.text(), "0");
}

}  // namespace
}  // namespace escale::learning
