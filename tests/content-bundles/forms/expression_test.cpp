#include "content-bundles/forms/expression.hpp"

#include "tests/content-bundles/forms/asking.hpp"

namespace escale::forms {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string refusal(std::string_view source) {
  const auto expression = Expression::parse(source);
  return expression ? "accepted" : expression.error().message;
}
References reads(std::string_view source, std::string_view context = "/data/rep/n") {
  return Expression::parse(source).value().references(context);
}

TEST(Expression, BindsOperatorsAsXPathDoes) {
  Asking asking;
  EXPECT_EQ(asking.text("1 + 2 * 3 - 4 div 2"), "5");
  EXPECT_EQ(asking.text("2 * 3 mod 4"), "2") << "left to right";
  EXPECT_EQ(asking.text("1 - 2 - 3"), "-4");
  EXPECT_EQ(asking.text("-(8 * 5)"), "-40");
  EXPECT_EQ(asking.text("--'5'"), "5");
  EXPECT_EQ(asking.text("true() or true() and false()"), "true");
  EXPECT_EQ(asking.text("3 < 4 < 5"), "true");
  EXPECT_EQ(asking.text("3 < (4 < 5)"), "false");
  EXPECT_EQ(asking.text("-3 < 3 = 6 >= 6"), "true");
}

TEST(Expression, TellsNamesFromOperators) {
  Asking asking;
  EXPECT_EQ(asking.text("/data/a * /data/i"), "2");
  EXPECT_EQ(asking.text("count(/data/*)"), "7");
  EXPECT_EQ(asking.text("10 div 4"), "2.5");
  EXPECT_EQ(refusal("/data/div div /data/mod"), "accepted") << "operators' names are names of questions too";
  EXPECT_EQ(refusal("a-b - c"), "accepted");
  EXPECT_EQ(asking.text("'a\nb' =\t\"a\nb\"\r\n"), "true");
}

TEST(Expression, SaysWhereAndWhatToWrite) {
  EXPECT_EQ(refusal(""), "character 1: something is missing at the end");
  EXPECT_EQ(refusal("1 +"), "character 4: something is missing at the end");
  EXPECT_EQ(refusal("'é' = ‘oui’"), "character 7: curly quote ‘; write the straight quote ' instead");
  EXPECT_THAT(refusal(". ≥ 5"), HasSubstr("write >= instead"));
  EXPECT_THAT(refusal("5 – 3"), HasSubstr("not a minus sign"));
  EXPECT_THAT(refusal("1\u00A0+ 1"), HasSubstr("no-break space"));
  EXPECT_THAT(refusal("${age} > 3"), HasSubstr("only be written in a spreadsheet"));
  EXPECT_THAT(refusal("$age"), HasSubstr("variables"));
  EXPECT_THAT(refusal("a | b"), HasSubstr("character 3: '|' is not supported"));
  EXPECT_THAT(refusal("//a"), HasSubstr("write the whole path"));
  EXPECT_THAT(refusal("@id"), HasSubstr("attributes"));
  EXPECT_THAT(refusal("descendant::a"), HasSubstr("the axis 'descendant::'"));
  EXPECT_THAT(refusal("/data/text()"), HasSubstr("text() cannot stand in a path"));
  EXPECT_THAT(refusal("ns:*"), HasSubstr("'ns:*' is not supported"));
  EXPECT_THAT(refusal("(/a)[1]"), HasSubstr("cannot follow ')'"));
  EXPECT_THAT(refusal("(/a)/b"), HasSubstr("cannot follow ')'"));
  EXPECT_THAT(refusal("1.5e3"), HasSubstr("exponents"));
  EXPECT_THAT(refusal("nothing(1)"), HasSubstr("character 1: there is no function nothing()"));
  EXPECT_THAT(refusal("true(5)"), HasSubstr("true() takes 0 arguments, not 1"));
  EXPECT_THAT(refusal("if(1, 2)"), HasSubstr("if() takes 3 arguments, not 2"));
  EXPECT_THAT(refusal("regex(., 'a(?=b)')"), HasSubstr("the pattern 'a(?=b)' is not understood"));
  EXPECT_THAT(refusal(". = 'oui"), HasSubstr("has no end"));
  EXPECT_THAT(refusal("! (. > 5)"), HasSubstr("not(…)"));
  EXPECT_THAT(refusal("1 2"), HasSubstr("'2' is not expected here"));
  EXPECT_THAT(refusal("\xC3("), HasSubstr("not UTF-8"));
}

TEST(Expression, BoundsDepthAndLength) {
  EXPECT_THAT(refusal(std::string(900, '(') + "1" + std::string(900, ')')), HasSubstr("48 levels"));
  EXPECT_THAT(refusal(std::string(12'000, '-') + "1"), "accepted") << "signs are counted, not nested";
  std::string sum = "1";
  for (int i = 0; i < 7000; ++i) sum += " + 1";
  EXPECT_EQ(Asking().text(sum), "7001") << "a chain is not nested either";
  EXPECT_EQ(Expression::parse(std::string(kMaxExpressionBytes + 1, ' ')).error().code, Code::TooLarge);
}

TEST(Expression, KnowsWhatItReads) {
  EXPECT_THAT(reads("../v + /data/a").paths, ElementsAre("/data/a", "/data/rep/v"));
  EXPECT_THAT(reads(". > 3").paths, ElementsAre("/data/rep/n"));
  EXPECT_THAT(reads("sum(/data/rep[n = 'A']/v)").paths, ElementsAre("/data/rep/n", "/data/rep/v"));
  EXPECT_THAT(reads("instance('c')/root/item[name = current()/../v and pop > /data/a]/label").paths,
              ElementsAre("/data/a", "/data/rep/v", "instance(c)"));
  EXPECT_THAT(reads("pulldata('c', 'x', 'y', ../v)").paths, ElementsAre("/data/rep/v", "instance(c)"));
  EXPECT_THAT(reads("count(../../*)").paths, ElementsAre("/data/*"));
  EXPECT_THAT(reads("string-length()").paths, ElementsAre("/data/rep/n"));
  EXPECT_TRUE(reads("today() > ../v").reads_clock);
  EXPECT_TRUE(reads("once(random())").reads_random);
  EXPECT_FALSE(reads("randomize(/data/rep, 3)").reads_random);
  EXPECT_TRUE(reads("position(..)").reads_position);
  EXPECT_THAT(Expression::parse("if(true(), not(false()), true())")->functions(), ElementsAre("false", "if", "not", "true"));
}

TEST(Expression, BoundsTheTimeOfEvaluation) {
  Asking asking;
  for (int i = 0; i < 3000; ++i) asking.instances.add_child(asking.data, "many", std::to_string(i));
  asking.environment.max_steps = 1'000'000;
  EXPECT_THAT(asking.text("/data/many = /data/many[. > 5000]"), "false");
  const auto blown = asking.ask("count(/data/many[count(/data/many[. = 3]) = 2])");
  ASSERT_FALSE(blown.has_value());
  EXPECT_EQ(blown.error().code, Code::TooLarge);
  EXPECT_THAT(asking.text("/data/many = /data/many"), HasSubstr("more than 1000000 steps"));
}

}  // namespace
}  // namespace escale::forms
