#include <gtest/gtest.h>

#include <set>

#include "sync/base/bytes.hpp"
#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"
#include "sync/base/random.hpp"
#include "sync/base/strong_id.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale {
namespace {

TEST(Hex, RoundTripsAndRefusesUpperCaseOrOddLength) {
  EXPECT_EQ(to_hex(from_hex("00ff10").value()), "00ff10");
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("FF"));
}

TEST(Utf8, RefusesOverlongSurrogateAndTruncatedForms) {
  EXPECT_TRUE(is_utf8("Élève à 16 h 15 😀"));
  EXPECT_FALSE(is_utf8("\xC0\xAF"));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xE2\x82"));
}

TEST(Timestamp, RoundTripsAndRefusesOtherShapes) {
  EXPECT_EQ(format_timestamp(parse_timestamp("2028-02-29T23:59:58Z").value()), "2028-02-29T23:59:58Z");
  for (const auto* bad : {"2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00.0Z", "2026-01-01 00:00:00Z", "+026-01-01T00:00:00Z"})
    EXPECT_FALSE(parse_timestamp(bad)) << bad;
}

TEST(ManualClock, CountsWholeSecondsFromMilliseconds) {
  ManualClock clock(parse_timestamp("2026-11-24T08:00:00Z").value());
  for (int i = 0; i < 5; ++i) clock.advance(std::chrono::milliseconds(500));
  EXPECT_EQ(format_timestamp(clock.now()), "2026-11-24T08:00:02Z");
  EXPECT_EQ(clock.monotonic().count(), 2500);
}

TEST(SeededRandom, RepeatsForTheSameSeedAndStaysBelowTheLimit) {
  SeededRandom a(7), b(7);
  EXPECT_EQ(a.bytes(33), b.bytes(33));
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(a.below(6));
  EXPECT_EQ(seen.size(), 6u);
  EXPECT_EQ(*seen.rbegin(), 5u);
}

TEST(SystemRandom, DiffersEachTime) {
  SystemRandom random;
  EXPECT_NE(random.bytes(32), random.bytes(32));
}

TEST(StrongId, ParsesItsOwnText) {
  SeededRandom random(1);
  const auto id = StrongId<struct Tag>::random(random);
  EXPECT_EQ(StrongId<struct Tag>::parse(id.text()).value(), id);
  EXPECT_FALSE(StrongId<struct Tag>::parse("00"));
}

TEST(RealFiles, ReplacesWholeFilesAndLeavesNothingBeside) {
  const test::TemporaryFolder folder;
  RealFiles files;
  const Path path = folder.path() / "a" / "state.json";
  ASSERT_TRUE(files.write_atomic(path, as_bytes("one")));
  ASSERT_TRUE(files.write_atomic(path, as_bytes("two")));
  EXPECT_EQ(as_text(files.read(path, 100).value()), "two");
  EXPECT_EQ(files.list(folder.path() / "a").value(), std::vector<std::string>{"state.json"});
  EXPECT_EQ(files.list_directories(folder.path()).value(), std::vector<std::string>{"a"});
}

TEST(RealFiles, SaysWhatIsWrong) {
  const test::TemporaryFolder folder;
  RealFiles files;
  EXPECT_EQ(files.read(folder.path() / "none", 10).error().code, Code::NotFound);
  ASSERT_TRUE(files.write_atomic(folder.path() / "big", as_bytes("0123456789a")));
  EXPECT_EQ(files.read(folder.path() / "big", 10).error().code, Code::TooLarge);
  EXPECT_TRUE(files.remove(folder.path() / "none"));
}

TEST(RealFiles, ReportsAFullDisk) {
  RealFiles files;
  EXPECT_EQ(files.append("/dev/full", as_bytes("x")).error().code, Code::NoSpace);
}

}  // namespace
}  // namespace escale
