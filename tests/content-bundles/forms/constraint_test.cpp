#include "content-bundles/forms/constraint.hpp"

#include <gmock/gmock.h>

namespace escale::forms {
namespace {
using ::testing::HasSubstr;

bool holds(std::string_view source, const Value& value) {
  const auto constraint = Constraint::parse(source);
  EXPECT_TRUE(constraint.has_value()) << source << ": " << constraint.error().message;
  return constraint && constraint->holds(value);
}
std::string refusal(std::string_view source) {
  const auto constraint = Constraint::parse(source);
  return constraint ? "accepted" : constraint.error().message;
}
Value whole(std::int64_t value) {
  return value;
}
Value text(std::string value) {
  return value;
}

TEST(Constraint, ComparesNumbers) {
  EXPECT_TRUE(holds(". >= 1 and . <= 10", whole(10)));
  EXPECT_FALSE(holds(". >= 1 and . <= 10", whole(11)));
  EXPECT_TRUE(holds(".>=-2.5 and .<0", Value(Decimal::parse("-2.5").value())));
  EXPECT_TRUE(holds("10 > .", whole(9)));
  EXPECT_FALSE(holds(". > 5", text("dix"))) << "a text that is no number compares as NaN";
  EXPECT_FALSE(holds(". <= 5", text("dix")));
}

TEST(Constraint, ComparesTextsWhenNoSideIsANumber) {
  EXPECT_TRUE(holds(". = 'oui' or . = \"non\"", text("non")));
  EXPECT_TRUE(holds(". != 'oui'", text("Oui")));
  EXPECT_TRUE(holds(". = 5", text(" 5.0 "))) << "XPath 1.0: a number on one side makes numbers of both";
  EXPECT_FALSE(holds(". = '5'", text("5.0")));
}

TEST(Constraint, BindsAndTighterThanOr) {
  EXPECT_TRUE(holds(". = 1 or . = 2 and . > 5", whole(1)));
  EXPECT_FALSE(holds("(. = 1 or . = 2) and . > 5", whole(1)));
  EXPECT_TRUE(holds("not(. = 3)", whole(1)));
}

TEST(Constraint, ReckonsAsTheFormLanguageDoes) {
  EXPECT_TRUE(holds(". mod 2 = 0 and . > 1 + 2", whole(4)));
  EXPECT_FALSE(holds(". mod 2 = 0", whole(3)));
  EXPECT_TRUE(holds("starts-with(., '06') or contains(., '@')", text("0612")));
  EXPECT_TRUE(holds(". > - .", whole(3)));
  EXPECT_TRUE(holds("date(.) <= date('2026-11-24')", text("2026-11-23")));
}

TEST(Constraint, CountsCharactersNotBytes) {
  EXPECT_TRUE(holds("string-length(.) <= 4", text("été!")));
  EXPECT_FALSE(holds("string-length(.) < 4", text("été!")));
}

TEST(Constraint, CountsAndFindsChoices) {
  const Value chosen = std::vector<std::string>{"logement", "sante"};
  EXPECT_TRUE(holds("count-selected(.) <= 2", chosen));
  EXPECT_FALSE(holds("count-selected(.) < 2", chosen));
  EXPECT_TRUE(holds("selected(., 'sante')", chosen));
  EXPECT_FALSE(holds("selected(., 'sant')", chosen)) << "whole words only";
  EXPECT_TRUE(holds("not(selected(., 'aucun') and count-selected(.) > 1)", chosen));
}

TEST(Constraint, MatchesTheWholeAnswer) {
  EXPECT_TRUE(holds("regex(., '[0-9]{5}')", text("75011")));
  EXPECT_FALSE(holds("regex(., '[0-9]{5}')", text("75011 Paris"))) << "a part is not enough, anchored or not";
  EXPECT_TRUE(holds("regex(., '^\\d{2}[AB]?$')", text("75")));
  EXPECT_TRUE(holds("regex(., '.{3}')", text("été"))) << "characters, not bytes";
}

TEST(Constraint, WarnsOfRegexThatOtherToolsMatchInPart) {
  EXPECT_TRUE(Constraint::parse("regex(., '[0-9]{5}')")->has_unanchored_regex());
  EXPECT_TRUE(Constraint::parse("not(. = 1) and regex(., '^5\\$')")->has_unanchored_regex());
  EXPECT_FALSE(Constraint::parse("regex(., '^[0-9]{5}$')")->has_unanchored_regex());
}

TEST(Constraint, MatchesHostilePatternsInLinearTime) {
  EXPECT_FALSE(holds("regex(., '(a*)*b')", text(std::string(10'000, 'a'))));
  EXPECT_THAT(refusal("regex(., '((((a{100}){100}){100}){100})')"), HasSubstr("is not understood"));
}

TEST(Constraint, ReadsItsOwnLengthLimit) {
  EXPECT_EQ(Constraint::parse("string-length(.) < 500")->length_limit(), 499u);
  EXPECT_EQ(Constraint::parse("280 >= string-length(.) and string-length(.) > 2")->length_limit(), 280u);
  EXPECT_EQ(Constraint::parse("string-length(.) < 5 or . = 'x'")->length_limit(), std::nullopt);
  EXPECT_EQ(Constraint::parse(". < 5")->length_limit(), std::nullopt);
}

TEST(Constraint, RefusesWhatItCannotHonourAndSaysWhere) {
  EXPECT_EQ(refusal(""), "character 1: something is missing at the end");
  EXPECT_EQ(refusal(". >"), "character 4: something is missing at the end");
  EXPECT_THAT(refusal(". >= ${min}"), HasSubstr("character 6: a constraint cannot read another question yet"));
  EXPECT_THAT(refusal(". < today()"), HasSubstr("character 5: the function today() is not supported"));
  EXPECT_THAT(refusal(". = ‘oui’"), HasSubstr("character 5: curly quote ‘; write the straight quote '"));
  EXPECT_THAT(refusal(". ≥ 5"), HasSubstr("'≥' is not understood; write >="));
  EXPECT_THAT(refusal(". > 1 2"), HasSubstr("'2' is not expected here"));
  EXPECT_THAT(refusal("1 <= . <= 10"), HasSubstr("one comparison at a time"));
  EXPECT_THAT(refusal("."), HasSubstr("a condition is expected"));
  EXPECT_THAT(refusal(". and . > 1"), HasSubstr("a condition is expected"));
  EXPECT_THAT(refusal("(. > 1) = 1"), HasSubstr("a condition cannot be compared"));
  EXPECT_THAT(refusal("regex(., 'a(?=b)')"), HasSubstr("the pattern 'a(?=b)' is not understood"));
  EXPECT_THAT(refusal("regex(., 5)"), HasSubstr("a text between quotes is expected here"));
  EXPECT_THAT(refusal(". = 'oui"), HasSubstr("has no end"));
  EXPECT_THAT(refusal(". = oui"), HasSubstr("a text goes between quotes"));
  EXPECT_THAT(refusal("../age > 5"), HasSubstr("character 1: a constraint cannot read another question yet"));
  EXPECT_THAT(refusal("! (. > 5)"), HasSubstr("not(…)"));
  EXPECT_THAT(refusal("position(.) = 1"), HasSubstr("position() is not supported"));
  EXPECT_THAT(refusal("instance('l')/root = ."), HasSubstr("a constraint cannot read another question yet"));
  EXPECT_THAT(refusal(". = random()"), HasSubstr("random() is not supported"));
}

TEST(Constraint, RefusesDepthAndLengthWithoutRecursing) {
  EXPECT_THAT(refusal(std::string(900, '(') + ". > 1" + std::string(900, ')')), HasSubstr("48 levels"));
  EXPECT_EQ(Constraint::parse(std::string(2001, ' ')).error().code, Code::TooLarge);
  std::string chain = ". = 0";
  for (int i = 0; i < 150; ++i) chain += " or . = " + std::to_string(i);
  EXPECT_TRUE(holds(chain, whole(149)));
}

}  // namespace
}  // namespace escale::forms
