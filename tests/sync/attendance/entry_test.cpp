#include "sync/attendance/entry.hpp"

#include <gmock/gmock.h>

#include "sync/base/json.hpp"
#include "tests/support/attendance_world.hpp"

namespace escale::attendance {
namespace {
using ::testing::HasSubstr;
using ::testing::Not;

Entry sample() { return test::AttendanceWorld().entry("Élodie Le Goff", {test::half_day("2026-11-24/am")}); }

TEST(Entry, ComesBackAsItWas) {
  const Entry entry = sample();
  const std::string body = test::must(encode_entry(entry));
  EXPECT_EQ(test::must(decode_entry(body)), entry);
  EXPECT_EQ(test::must(encode_entry(test::must(decode_entry(body)))), body);
}

TEST(Entry, IsRefusedWithTheFieldThatDoesNotFit) {
  const auto refused = [](auto change) {
    Entry entry = sample();
    change(entry);
    const auto body = encode_entry(entry);
    return body ? std::string() : body.error().message;
  };
  EXPECT_THAT(refused([](Entry& entry) { entry.name = ""; }), HasSubstr("'name'"));
  EXPECT_THAT(refused([](Entry& entry) { entry.name = "a\nb"; }), HasSubstr("'name'"));
  EXPECT_THAT(refused([](Entry& entry) { entry.name = "a\u202Eb"; }), HasSubstr("'name'")) << "a change of direction";
  EXPECT_THAT(refused([](Entry& entry) { entry.name = std::string(201, 'a'); }), HasSubstr("'name'"));
  EXPECT_THAT(refused([](Entry& entry) { entry.title = " x"; }), HasSubstr("'title'"));
  EXPECT_THAT(refused([](Entry& entry) { entry.half_days.clear(); }), HasSubstr("'half_days'"));
  EXPECT_THAT(refused([](Entry& entry) { entry.half_days.push_back(entry.half_days[0]); }), HasSubstr("'half_days'"));
  EXPECT_THAT(refused([](Entry& entry) { entry.signature.strokes.clear(); }), HasSubstr("'signature'"));
  EXPECT_THAT(refused([](Entry& entry) { entry.signature.strokes[0][0].x = 601; }), HasSubstr("'signature'"));
  EXPECT_THAT(refused([](Entry& entry) { entry.signature.strokes[0].assign(kMaxPoints + 1, Point{1, 1}); }), HasSubstr("'signature'"));
  EXPECT_EQ(refused([](Entry& entry) { entry.name = "Anne‑Laure d’Épinay"; }), "");
}

TEST(Entry, IsReadStrictly) {
  Json json = test::must(parse_json(test::must(encode_entry(sample()))));
  const auto read = [](const Json& changed) { return decode_entry(changed.dump()); };
  EXPECT_TRUE(read(json));
  for (const auto& [key, value] : json.items()) {
    Json without = json;
    without.erase(key);
    EXPECT_FALSE(read(without)) << key;
  }
  Json more = json;
  more["session"] = "0";
  EXPECT_FALSE(read(more)) << "nothing else may ride along";
  more = json;
  more["attendance"] = 2;
  EXPECT_EQ(read(more).error().code, Code::Refused);
  more = json;
  more["signature"]["strokes"][0].push_back(3);
  EXPECT_FALSE(read(more));
  more = json;
  more["signature"]["strokes"][0][0] = 1.5;
  EXPECT_FALSE(read(more));
}

TEST(AttendanceRecord, LeadsToNoSessionAndNoForm) {
  test::AttendanceWorld people;
  const protocol::Record record = people.record(people.entry("Farid", {test::half_day("2026-11-24/am")}));
  EXPECT_EQ(record.kind, protocol::RecordKind::Attendance);
  EXPECT_FALSE(record.session || record.form || record.day);
  EXPECT_THAT(record.body, Not(HasSubstr(people.world.session.id.text())));
  protocol::Record linked = record;
  linked.session = people.world.session.id;
  EXPECT_THAT(entry_of(linked).error().message, HasSubstr("must not lead to a session"));
  EXPECT_FALSE(entry_of(people.world.record({{"humeur", std::string("bien")}})));
}

TEST(CheckApart, RefusesAKeyThatOpensBoth) {
  test::AttendanceWorld people;
  protocol::MailboxDescriptor feedback = people.world.mailbox;
  EXPECT_THAT(check_apart(people.world.mailbox, feedback).error().message, HasSubstr("give attendance a mailbox of its own"));
  feedback.id = "clts-35";
  EXPECT_THAT(check_apart(people.world.mailbox, feedback).error().message, HasSubstr("the key of 'Membre A' in 'emargement-35' also opens 'clts-35'"));
  for (auto* list : {&feedback.members, &feedback.recovery})
    for (auto& recipient : *list) recipient.key = crypto::Identity::generate(people.world.random).recipient();
  EXPECT_TRUE(check_apart(people.world.mailbox, feedback));
  feedback.recovery[0].key = people.world.mailbox.recovery[0].key;
  EXPECT_THAT(check_apart(people.world.mailbox, feedback).error().message, HasSubstr("'Coffre'"));
}

TEST(HalfDay, IsReadStrictly) {
  EXPECT_EQ(half_day_text(test::half_day("2026-11-24/pm")), "2026-11-24/pm");
  for (const char* wrong : {"", "2026-11-24", "2026-11-24/xm", "2026-02-30/am", "2026-11-24/AM"}) EXPECT_FALSE(parse_half_day(wrong)) << wrong;
}

}  // namespace
}  // namespace escale::attendance
