// The traps of the form language: where engines disagree, or people are surprised. One test each; SPEC.md, section 7.9.
#include "tests/content-bundles/forms/asking.hpp"

namespace escale::forms {
namespace {
using ::testing::HasSubstr;

TEST(Traps, T1_RegexIsAWholeMatch) {
  Asking asking;
  EXPECT_EQ(asking.text("regex('75011', '[0-9]{5}')"), "true");
  EXPECT_EQ(asking.text("regex('75011 Paris', '[0-9]{5}')"), "false");
  EXPECT_EQ(asking.text("regex('été', '.{3}')"), "true");
  EXPECT_TRUE(Expression::parse("regex(., '[0-9]{5}')")->has_unanchored_regex());
  EXPECT_FALSE(Expression::parse("regex(., '^[0-9]{5}$')")->has_unanchored_regex());
  EXPECT_TRUE(Expression::parse("not(regex(., '^5\\$'))")->has_unanchored_regex());
  // A pattern made to hang backtracking engines.
  EXPECT_EQ(asking.text("regex('" + std::string(10'000, 'a') + "', '(a*)*b')"), "false");
}

TEST(Traps, T2_TheTextFalseIsTrue) {
  Asking asking;
  EXPECT_EQ(asking.text("boolean('false')"), "true");
  EXPECT_EQ(asking.text("boolean-from-string('false')"), "false");
  EXPECT_EQ(asking.text("string(1 = 2)"), "false") << "truths are kept as texts";
  EXPECT_EQ(asking.text("boolean(/data/e)"), "false") << "a node counts by its text";
}

TEST(Traps, T3_SomePositionsBeginAtZeroOthersAtOne) {
  Asking asking;
  EXPECT_EQ(asking.text("substr('hello', 0, 1)"), "h");
  EXPECT_EQ(asking.text("selected-at('a b c', 0)"), "a");
  EXPECT_EQ(asking.text("position(/data/rep)"), "1");
  EXPECT_EQ(asking.text("indexed-repeat(/data/rep/n, /data/rep, 1)"), "A");
  EXPECT_EQ(asking.text("count-selected('  a   b ')"), "2");
}

TEST(Traps, T4_NumbersAreDigitsAndDatesAreDays) {
  Asking asking;
  EXPECT_EQ(asking.text("number(date('1970-01-02'))"), "1");
  EXPECT_EQ(asking.text("number(date('1941-12-07'))"), "-10252");
  EXPECT_THAT(asking.text("date('1983-09-31')"), HasSubstr("'1983-09-31' is not a date"));
  EXPECT_EQ(asking.text("int(-1.9)"), "-1");
  EXPECT_EQ(asking.text("1000000 * 1000000000000000"), "1000000000000000000000") << "no exponent";
  EXPECT_EQ(asking.text("1 div 1000000000"), "0.000000001");
  EXPECT_EQ(asking.text("number('- 17')"), "NaN");
  EXPECT_EQ(asking.text("number('1.1e6')"), "NaN");
  EXPECT_EQ(asking.text("number('Infinity')"), "NaN");
}

TEST(Traps, T6_WhatIsNotAskedIsEmpty) {
  Asking asking;
  EXPECT_EQ(asking.text("sum(/data/rep/v)"), "7");
  for (NodeId node = asking.repeats[1]; node <= asking.repeats[1] + 2; ++node) asking.instances.set_relevant(node, false);
  EXPECT_EQ(asking.text("sum(/data/rep/v)"), "3");
  EXPECT_EQ(asking.text("indexed-repeat(/data/rep/n, /data/rep, 2)"), "");
  EXPECT_EQ(asking.text("/data/rep[2]/n = ''"), "true");
}

}  // namespace
}  // namespace escale::forms
