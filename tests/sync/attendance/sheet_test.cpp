#include "sync/attendance/sheet.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "sync/attendance/seal.hpp"
#include "sync/base/json.hpp"
#include "tests/support/attendance_world.hpp"

namespace escale::attendance {
namespace {
using ::testing::HasSubstr;
using ::testing::Not;

Sheet sheet_of_a_day(test::AttendanceWorld& people) { return test::must(sheet_of(people.collect(people.a_day()), people.gathering, people.world.day)); }

TEST(Collecting, CountsEveryEnvelopeOnceWhateverTheOrder) {
  test::AttendanceWorld people;
  std::vector<protocol::Envelope> envelopes = people.a_day();
  const auto am = test::half_day("2026-11-24/am");
  const auto twice = people.record(people.entry("Nadia Petit", {am}));
  envelopes.push_back(people.world.seal(twice));
  envelopes.push_back(people.world.seal(twice));  // two paths, two envelopes
  envelopes.push_back(people.world.seal(people.record(people.entry("X", {am})), crypto::SigningKey::generate(people.world.random)));
  envelopes.push_back(people.seal(people.entry("Trop tôt", {test::half_day("2026-10-01/am")})));  // its terminal was listed later
  protocol::Record linked = people.record(people.entry("Y", {am}));
  linked.session = people.world.session.id;
  envelopes.push_back(people.world.seal(linked));
  envelopes.push_back({crypto::sha256(as_bytes("no")), to_bytes("damaged")});
  const Collected once = people.collect(envelopes);
  EXPECT_EQ(once.envelopes, 10u);
  EXPECT_EQ(once.entries.size(), 5u);
  EXPECT_EQ(once.duplicates, 1u);
  ASSERT_EQ(once.refused.size(), 4u);
  for (const Refused& refused : once.refused) EXPECT_THAT(refused.why, Not(HasSubstr("Trop tôt"))) << "no name in a reason";
  std::reverse(envelopes.begin(), envelopes.end());
  const Collected again = people.collect(envelopes);
  EXPECT_EQ(again.entries, once.entries);
  EXPECT_EQ(again.refused, once.refused);
}

TEST(Collecting, RefusesWhatTheMailboxNoLongerKeeps) {
  test::AttendanceWorld people;
  const auto envelopes = people.a_day();
  people.world.now += std::chrono::days(people.world.mailbox.retention_days + 1);
  const Collected late = people.collect(envelopes);
  EXPECT_EQ(late.entries.size(), 0u);
  EXPECT_THAT(late.refused.at(0).why, HasSubstr("365 days old"));
}

TEST(Sheet, PutsOnePersonsHalfDaysOnOneLine) {
  test::AttendanceWorld people;
  const Sheet sheet = sheet_of_a_day(people);
  ASSERT_EQ(sheet.people.size(), 3u);
  EXPECT_EQ(sheet.people[0].name, "Élodie Le Goff") << "accents do not change the order";
  EXPECT_EQ(sheet.people[1].name, "Farid Benali");
  EXPECT_EQ(sheet.people[2].name, "Zoé Martin") << "as she wrote it in the morning";
  EXPECT_EQ(sheet.people[2].marks.size(), 2u) << "Zoé signed twice, for two half-days";
  EXPECT_EQ(sheet.signatures(), 5u);
  EXPECT_EQ(sheet.half_days.size(), 2u);
}

TEST(Sheet, KeepsTwoPeopleOfOneNameApart) {
  test::AttendanceWorld people;
  const auto am = test::half_day("2026-11-24/am"), pm = test::half_day("2026-11-24/pm");
  const Collected collected = people.collect({people.seal(people.entry("Jean Martin", {am})), people.seal(people.entry("Jean Martin", {am, pm}))});
  const Sheet sheet = test::must(sheet_of(collected, people.gathering, people.world.day));
  EXPECT_EQ(sheet.people.size(), 2u);
  EXPECT_EQ(sheet.signatures(), 3u) << "no signature is lost";
  EXPECT_EQ(sheet_of(collected, GatheringId::random(people.world.random), people.world.day).error().code, Code::NotFound);
}

TEST(Sheet, ComesBackAsItWasAndOnlyInOneForm) {
  test::AttendanceWorld people;
  const Sheet sheet = sheet_of_a_day(people);
  const std::string text = test::must(encode_sheet(sheet));
  EXPECT_EQ(test::must(decode_sheet(text)), sheet);
  EXPECT_FALSE(decode_sheet(" " + text)) << "what was signed is what is read";
}

TEST(SheetCode, IsReadBackAndChecked) {
  test::AttendanceWorld people;
  const SheetCode code = test::must(sign_sheet(sheet_of_a_day(people), people.world.reader_signing));
  const std::string text = code_text(code);
  EXPECT_TRUE(text.starts_with("ESCALE-EMARGEMENT/1/EMARGEMENT-35/2026-11-24/3/5/")) << text;
  EXPECT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/"), std::string::npos);
  EXPECT_EQ(test::must(parse_code(text)), code);
  EXPECT_TRUE(is_signed(code));
  std::string typed = text;
  for (char& c : typed) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(test::must(parse_code(typed + "\n")), code) << "a scanner that lost its capitals";
  const std::string words = code_words(code);
  EXPECT_EQ(std::count(words.begin(), words.end(), ' '), 7) << words;
}

TEST(SheetCode, IsNotSignedOnceAnythingChanged) {
  test::AttendanceWorld people;
  const SheetCode code = test::must(sign_sheet(sheet_of_a_day(people), people.world.reader_signing));
  const auto changed = [&](auto change) {
    SheetCode other = code;
    change(other);
    return is_signed(other) || code_words(other) == code_words(code);
  };
  EXPECT_FALSE(changed([](SheetCode& it) { ++it.people; }));
  EXPECT_FALSE(changed([](SheetCode& it) { ++it.signatures; }));
  EXPECT_FALSE(changed([](SheetCode& it) { it.mailbox = "emargement-44"; }));
  EXPECT_FALSE(changed([](SheetCode& it) { it.made += std::chrono::days(1); }));
  EXPECT_FALSE(changed([](SheetCode& it) { it.sheet = crypto::sha256(as_bytes("x")); }));
  EXPECT_FALSE(changed([&](SheetCode& it) { it.key = people.world.terminal.verify_key(); }));
}

TEST(SheetCode, IsReadStrictly) {
  test::AttendanceWorld people;
  const std::string text = code_text(test::must(sign_sheet(sheet_of_a_day(people), people.world.reader_signing)));
  for (const std::string& wrong : {std::string(), std::string("bonjour"), text.substr(0, text.size() - 2), text + "/1", text.substr(0, 40), std::string("ESCALE-EMARGEMENT/2/") + text.substr(20)})
    EXPECT_FALSE(parse_code(wrong)) << wrong;
}

TEST(Seal, HoldsForItsPagesItsListAndItsKeyAlone) {
  test::AttendanceWorld people;
  const Sheet sheet = sheet_of_a_day(people);
  const auto& key = people.world.reader_signing;
  const SheetCode code = test::must(sign_sheet(sheet, key));
  const crypto::Digest pages = crypto::sha256(as_bytes("pages"));
  const std::string seal = test::must(seal_text(sheet, code, pages, key));
  EXPECT_EQ(test::must(read_seal(seal, pages)).sheet, sheet);
  EXPECT_EQ(read_seal(seal, crypto::sha256(as_bytes("other pages"))).error().message, "the pages are not those that were signed");
  Json json = test::must(parse_json(seal));
  json["sheet"]["people"][0]["name"] = "Quelqu’un d’autre";
  EXPECT_EQ(read_seal(test::must(stored_json(json)), pages).error().message, "the list is not the one that was signed");
  // Another sheet with its own true code, under this file's pages signature.
  Sheet fewer = sheet;
  fewer.people.pop_back();
  json = test::must(parse_json(seal));
  json["sheet"] = test::must(parse_json(test::must(encode_sheet(fewer))));
  json["code"] = code_text(test::must(sign_sheet(fewer, key)));
  EXPECT_EQ(read_seal(test::must(stored_json(json)), pages).error().code, Code::Untrusted);
}

}  // namespace
}  // namespace escale::attendance
