// Counts of one tap: no order, no time; bursts are told apart and nothing is deleted.
#include "sync/protocol/taps.hpp"

#include <gmock/gmock.h>

#include "tests/sync/protocol/samples.hpp"

namespace escale::protocol {
namespace {
using std::chrono::milliseconds;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;

class TapsTest : public testing::Test {
 protected:
  SeededRandom random{5};
  crypto::SigningKey terminal = crypto::SigningKey::generate(random);
  test::SampleMailbox mailbox{random};
  TapsPlace place{"clts-lyon", 1, {"sortie", crypto::sha256(as_bytes("form"))}};
};

TEST_F(TapsTest, TravelAsOneRecordWithoutOrderOrTime) {
  place.day = must(parse_day("2026-11-24"));
  place.session = SessionId::random(random);
  const Taps taps{"humeur", {{"mal", 3, 0}, {"bien", 12, 4}}};
  const auto made = must(sign_record(must(taps_record(place, taps, random)), terminal));
  const auto back = must(decode_record(encode_record(made)));
  const Taps read = must(taps_of(back.record));
  EXPECT_THAT(read.counts, ElementsAre(TapCount{"bien", 12, 4}, TapCount{"mal", 3, 0}));
  EXPECT_EQ(read.total(), 15);
  EXPECT_FALSE(back.record.sequence);
  auto dated = made.record;
  dated.sequence = Sequence{BootId::random(random), 1, std::chrono::seconds(1)};
  EXPECT_THAT(sign_record(dated, terminal).error().message, HasSubstr("'sequence' must not be in a taps"));
}

TEST_F(TapsTest, CountsThatMakeNoSenseAreRefused) {
  for (const Taps& bad : {Taps{"humeur", {}}, Taps{"humeur", {{"bien", 0, 0}}}, Taps{"humeur", {{"bien", 2, 3}}}, Taps{"humeur", {{"bien", -1, -1}}},
                          Taps{"humeur", {{"bien", 1, 0}, {"bien", 2, 0}}}, Taps{"", {{"bien", 1, 0}}}})
    EXPECT_EQ(taps_record(place, bad, random).error().code, Code::InvalidInput);
  auto record = must(taps_record(place, {"humeur", {{"bien", 1, 0}}}, random));
  record.body = R"({"counts":[{"choice":"bien","in_bursts":0,"taps":1}],"question":"humeur","order":[1]})";
  EXPECT_THAT(taps_of(record).error().message, HasSubstr("'order' is not a field"));
  EXPECT_EQ(taps_of(test::sample_record(mailbox, random)).error().code, Code::InvalidInput);
}

TEST(Bursts, PeopleWhoPassOneByOneAreNone) {
  BurstWatch watch;
  std::vector<TapCount> counts;
  for (int i = 0; i < 20; ++i) watch.tap(counts, i % 2 == 0 ? "bien" : "mal", milliseconds(1'600 * i));
  EXPECT_THAT(counts, ElementsAre(TapCount{"bien", 10, 0}, TapCount{"mal", 10, 0}));
}

TEST(Bursts, FastTapsAreCountedAndMarkedFromTheFirstOfThem) {
  BurstWatch watch;
  std::vector<TapCount> counts;
  watch.tap(counts, "bien", milliseconds(0));
  watch.tap(counts, "mal", milliseconds(10'000));
  watch.tap(counts, "mal", milliseconds(10'400));
  EXPECT_THAT(counts, ElementsAre(TapCount{"bien", 1, 0}, TapCount{"mal", 2, 0})) << "two friends, one after the other";
  for (int i = 2; i < 10; ++i) watch.tap(counts, "mal", milliseconds(10'000 + 400 * i));
  EXPECT_THAT(counts, ElementsAre(TapCount{"bien", 1, 0}, TapCount{"mal", 10, 10}));
  watch.tap(counts, "bien", milliseconds(30'000));
  EXPECT_THAT(counts, ElementsAre(TapCount{"bien", 2, 0}, TapCount{"mal", 10, 10})) << "it is over";
}

TEST(Bursts, CountsSealedInTheMiddleOfOneStaySound) {
  BurstWatch watch;
  std::vector<TapCount> counts;
  watch.tap(counts, "mal", milliseconds(0));
  watch.tap(counts, "mal", milliseconds(100));
  counts.clear();  // sealed here: a half-day ended
  watch.tap(counts, "mal", milliseconds(200));
  EXPECT_THAT(counts, ElementsAre(TapCount{"mal", 1, 1})) << "never more marked than counted";
}

}  // namespace
}  // namespace escale::protocol
