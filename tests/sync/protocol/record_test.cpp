#include "sync/protocol/record.hpp"

#include <gmock/gmock.h>

#include "sync/protocol/session.hpp"
#include "tests/sync/protocol/samples.hpp"

namespace escale::protocol {
namespace {
using test::must;
using testing::HasSubstr;

class Records : public testing::Test {
 protected:
  /// The text with one piece replaced; the piece is there.
  static std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from << " in " << text;
    return text.replace(at, from.size(), to);
  }
  SeededRandom random{1};
  crypto::SigningKey terminal = crypto::SigningKey::generate(random);
  test::SampleMailbox mailbox{random};
  Record record = test::sample_record(mailbox, random);
};

TEST_F(Records, ComeBackAsTheyWereSigned) {
  record.session = SessionId::random(random);
  record.day = must(parse_day("2026-11-24"));
  record.body = R"({ "texte" : "deux\nlignes et « guillemets »", "b":[1,2], "a":{"x":null} })";
  const auto made = must(sign_record(record, terminal));
  EXPECT_EQ(made.record.body, R"({"a":{"x":null},"b":[1,2],"texte":"deux\nlignes et « guillemets »"})");
  EXPECT_EQ(must(decode_record(encode_record(made))), made);
}

TEST_F(Records, RefuseAnyChange) {
  record.day = must(parse_day("2026-11-24"));
  const std::string text = encode_record(must(sign_record(record, terminal)));
  EXPECT_EQ(decode_record(with(text, "utile", "nuisible")).error().code, Code::Untrusted);
  EXPECT_EQ(decode_record(with(text, "2026-11-24", "2026-11-25")).error().code, Code::Untrusted);
  EXPECT_EQ(decode_record(with(text, "\"epoch\":1", "\"epoch\":2")).error().code, Code::Untrusted);
  const auto other = crypto::SigningKey::generate(random);
  EXPECT_EQ(decode_record(with(text, terminal.verify_key().hex(), other.verify_key().hex())).error().code, Code::Untrusted);
}

TEST_F(Records, RefuseWhatIsNotInTheSpecification) {
  const std::string text = encode_record(must(sign_record(record, terminal)));
  EXPECT_THAT(decode_record(with(text, "\"epoch\":1", "\"epoch\":1,\"time\":3")).error().message, HasSubstr("'time' is not a field"));
  EXPECT_THAT(decode_record(with(text, "\"epoch\":1,", "")).error().message, HasSubstr("'epoch' is missing"));
  EXPECT_THAT(decode_record(with(text, "\"epoch\":1", "\"epoch\":0")).error().message, HasSubstr("'epoch'"));
  EXPECT_EQ(decode_record(with(text, "\"protocol\":1", "\"protocol\":2")).error().code, Code::Refused);
  EXPECT_THAT(decode_record(with(text, "form-answer", "rumour")).error().message, HasSubstr("'rumour'"));
  EXPECT_THAT(decode_record(with(text, "clts-lyon", "CLTS Lyon")).error().message, HasSubstr("'mailbox'"));
  EXPECT_EQ(decode_record("[]").error().code, Code::InvalidInput);
  EXPECT_EQ(decode_record(text.substr(0, text.size() / 2)).error().code, Code::InvalidInput);
}

TEST_F(Records, AnonymousOnesCarryNothingThatOrdersThem) {
  record.sequence = Sequence{BootId::random(random), 7, std::chrono::seconds(90)};
  EXPECT_THAT(sign_record(record, terminal).error().message, HasSubstr("'sequence' must not be in a form-answer"));
  record.kind = RecordKind::Attendance;
  record.form.reset();
  const auto made = must(sign_record(record, terminal));
  EXPECT_EQ(must(decode_record(encode_record(made))), made);
  record.sequence.reset();
  EXPECT_THAT(sign_record(record, terminal).error().message, HasSubstr("'sequence' is missing"));
}

TEST_F(Records, RefuseBodiesThatCannotBeSigned) {
  for (const char* body : {"", "[]", "{", R"({"a":1.5})", R"({"a":1,"a":2})"}) {
    record.body = body;
    EXPECT_FALSE(sign_record(record, terminal)) << body;
  }
  record.body = "{\"a\":\"" + std::string(kMaxRecordBytes, 'x') + "\"}";
  EXPECT_EQ(sign_record(record, terminal).error().code, Code::TooLarge);
  record = test::sample_record(mailbox, random);
  record.form.reset();
  EXPECT_THAT(sign_record(record, terminal).error().message, HasSubstr("'form' is missing"));
}

TEST_F(Records, ASessionListSaysWhatIsMissing) {
  SessionOpening session{SessionId::random(random), "Atelier du matin", "clts-lyon", {*record.form}, must(parse_day("2026-11-24")),
                         crypto::Identity::generate(random).recipient()};
  EXPECT_EQ(must(decode_session(must(encode_session(session)))), session);
  std::vector<RecordId> ids;
  for (int i = 0; i < 47; ++i) ids.push_back(RecordId::random(random));
  const auto made = must(sign_record(must(session_list_record(session, ids, true, 1, random)), terminal));
  const SessionList list = must(session_list(must(decode_record(encode_record(made))).record));
  EXPECT_TRUE(list.closed);
  EXPECT_EQ(list.title, "Atelier du matin");
  EXPECT_TRUE(std::is_sorted(list.records.begin(), list.records.end()));
  EXPECT_TRUE(compare(list, ids).complete());

  const RecordId lost = ids.back();
  ids.back() = RecordId::random(random);
  const Completeness found = compare(list, ids);
  EXPECT_EQ(found.collected, 47u);
  EXPECT_EQ(found.here, 46u);
  EXPECT_EQ(found.missing, std::vector{lost});
  EXPECT_EQ(found.unlisted, std::vector{ids.back()});
  EXPECT_EQ(session_list(record).error().code, Code::InvalidInput);
  EXPECT_EQ(session_list_record(session, std::vector<RecordId>(kMaxSessionRecords + 1), true, 1, random).error().code, Code::TooLarge);
}

TEST(Days, AreReadStrictly) {
  EXPECT_EQ(day_text(must(parse_day("2028-02-29"))), "2028-02-29");
  for (const char* text : {"2026-02-29", "2026-1-01", "24/11/2026", "2026-11-24T00:00:00Z", ""}) EXPECT_FALSE(parse_day(text)) << text;
}

TEST(Names, SlugsAndFormIds) {
  for (const char* good : {"a", "clts-lyon", "2026-journee"}) EXPECT_TRUE(is_slug(good)) << good;
  for (const char* bad : {"", "-a", "A", "a_b", "é", "a/b"}) EXPECT_FALSE(is_slug(bad)) << bad;
  EXPECT_FALSE(is_slug(std::string(65, 'a')));
  EXPECT_TRUE(is_form_id("Retour_journee.v2"));
  EXPECT_FALSE(is_form_id(".cache"));
}

}  // namespace
}  // namespace escale::protocol
