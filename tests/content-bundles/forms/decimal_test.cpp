#include "content-bundles/forms/decimal.hpp"

#include <gtest/gtest.h>

namespace escale::forms {
namespace {

std::string round_trip(std::string_view text) {
  const auto decimal = Decimal::parse(text);
  return decimal ? decimal->text() : decimal.error().message;
}

TEST(Decimal, HasOneTextForOneValue) {
  EXPECT_EQ(round_trip("1.50"), "1.5");
  EXPECT_EQ(round_trip("007"), "7");
  EXPECT_EQ(round_trip("-0.0"), "0");
  EXPECT_EQ(round_trip("-0.25"), "-0.25");
  EXPECT_EQ(round_trip("999999999999.999999"), "999999999999.999999");
  EXPECT_EQ(round_trip("0.000001"), "0.000001");
}

TEST(Decimal, RefusesWhatIsNotAPlainNumber) {
  for (const char* bad : {"", "-", ".5", "1.", "1,5", "+1", "1e3", " 1", "1 ", "0x1", "NaN", "1.0000001",
                          "1000000000000", "--1", "1.2.3"})
    EXPECT_FALSE(Decimal::parse(bad).has_value()) << bad;
}

TEST(Decimal, ComparesByValue) {
  EXPECT_LT(Decimal::parse("-1.5").value(), Decimal::parse("-1.4").value());
  EXPECT_EQ(Decimal::parse("2.0").value(), Decimal::whole(2));
  EXPECT_TRUE(Decimal::whole(3).is_whole());
  EXPECT_FALSE(Decimal::parse("3.5")->is_whole());
  EXPECT_EQ(Decimal::parse("-3.5")->truncated(), -3);
}

}  // namespace
}  // namespace escale::forms
