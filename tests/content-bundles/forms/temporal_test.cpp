#include "content-bundles/forms/temporal.hpp"

#include <gmock/gmock.h>

namespace escale::forms {
namespace {

std::string text(std::string_view written, const Zone& zone = Zone::fixed(60)) {
  const auto value = parse_temporal(written, zone);
  return value ? value->text() : "nothing";
}

TEST(Temporal, ReadsDatesMomentsAndTimes) {
  EXPECT_EQ(text("2026-11-24"), "2026-11-24");
  EXPECT_EQ(text("1970-1-2"), "1970-01-02");
  EXPECT_EQ(text("2026-11-24T10:00"), "2026-11-24T10:00:00.000+01:00");
  EXPECT_EQ(text("2026-11-24T10:00:00.5-03:30"), "2026-11-24T10:00:00.500-03:30");
  EXPECT_EQ(text("2026-11-24T10:00:00+02"), "2026-11-24T10:00:00.000+02:00");
  EXPECT_EQ(text("2026-11-24T10:00:00Z"), "2026-11-24T10:00:00.000+00:00");
  EXPECT_EQ(text("06:07"), "06:07:00.000+01:00");
}

TEST(Temporal, RefusesWhatDoesNotExist) {
  for (const char* wrong : {"", "2026", "1983-09-31", "2025-02-29", "2026-13-01", "24/11/2026", "2026-11-24 10:00", "2026-11-24T25:00", "2026-11-24T10:60",
                            "24:00:00", "06:00:60", "2026-11-24T10:00:00+1", "2026-11-24x", "12:00:00.", "12"})
    EXPECT_EQ(text(wrong), "nothing") << wrong;
  EXPECT_EQ(text("2024-02-29"), "2024-02-29");
}

TEST(Temporal, CountsDaysThereAndBack) {
  for (std::int64_t day = -800'000; day < 800'000; day += 97) EXPECT_EQ(days_since_1970(civil_date(day)), day);
  EXPECT_EQ(days_since_1970({1941, 12, 7}), -10'252);
  EXPECT_EQ(days_since_1970({2008, 9, 5}), 14'127);
}

TEST(Temporal, KeepsTheDateAcrossAChangeOfClocks) {
  // Paris in 2026: +2 from 29 March 01:00 UTC to 25 October 01:00 UTC, else +1.
  const Zone paris([](std::int64_t ms) { return ms >= 1'774'746'000'000 && ms < 1'792'890'000'000 ? 120 : 60; });
  for (const char* day : {"2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26"}) {
    EXPECT_EQ(text(day, paris), day);
    EXPECT_EQ(date_of_day(parse_temporal(day, paris)->day(), paris).text(), day);
  }
  EXPECT_EQ(text("2026-07-01T12:00:00", paris), "2026-07-01T12:00:00.000+02:00");
}

}  // namespace
}  // namespace escale::forms
