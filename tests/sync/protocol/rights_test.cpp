// Rights over an answer: who holds the words holds the answer, and nobody else does.
#include "sync/protocol/rights.hpp"

#include <gmock/gmock.h>

#include <set>

#include "sync/crypto/words.hpp"
#include "tests/sync/protocol/samples.hpp"

namespace escale::protocol {
namespace {
using test::must;
using testing::HasSubstr;

class Rights : public testing::Test {
 protected:
  SeededRandom random{3};
  crypto::SigningKey terminal = crypto::SigningKey::generate(random);
  crypto::SigningKey holder = crypto::SigningKey::generate(random);
  test::SampleMailbox mailbox{random};
  Record answer() {
    Record out = test::sample_record(mailbox, random);
    give_rights(out, holder.verify_key());
    return out;
  }
};

TEST_F(Rights, SevenWordsGiveOneKeyHoweverTheyAreTyped) {
  const std::string words = make_rights_words(random);
  EXPECT_EQ(std::count(words.begin(), words.end(), ' '), kRightsWords - 1);
  EXPECT_GE(kRightsWords * 13, 80) << "bits: 8192 words are 13 each";
  const auto key = must(rights_key(words)).verify_key();
  std::string shouted = words;
  for (char& c : shouted) c = c == ' ' ? '-' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(must(rights_key("  " + shouted + ".")).verify_key(), key);
  const std::string qr = rights_qr_text(words);
  EXPECT_EQ(qr.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -"), std::string::npos) << qr;
  EXPECT_EQ(must(rights_key(qr)).verify_key(), key);
  EXPECT_EQ(words_of_rights_text(qr), words);
  EXPECT_NE(must(rights_key(make_rights_words(random))).verify_key(), key);
  // The same words elsewhere in the project open nothing of it, and the other way round.
  EXPECT_NE(to_hex(must(crypto::identity_from_words(words, "kept draft")).secret().bytes()), to_hex(must(rights_key(words)).seed().bytes()));
}

TEST_F(Rights, SaysWhichWordIsWrong) {
  std::string words = make_rights_words(random);
  EXPECT_THAT(rights_key(words.substr(0, words.rfind(' '))).error().message, HasSubstr("7 words, 6 were given"));
  words.replace(0, words.find(' '), "zzxq");
  EXPECT_THAT(rights_key(words).error().message, HasSubstr("'zzxq' is not a word of a code"));
  EXPECT_EQ(rights_key("").error().code, Code::InvalidInput);
}

TEST_F(Rights, AnAnswerWithACodeIsNamedByItsKeyAndSignedByIt) {
  Record record = answer();
  EXPECT_EQ(record.id, first_record_id(holder.verify_key()));
  const auto made = must(sign_record(record, terminal, &holder));
  EXPECT_EQ(must(decode_record(encode_record(made))), made);
  // Without the key's signature, with another's, or under another id, there is no such answer.
  EXPECT_EQ(sign_record(record, terminal).error().code, Code::InvalidInput);
  EXPECT_EQ(sign_record(record, terminal, &terminal).error().code, Code::InvalidInput);
  record.id = RecordId::random(random);
  EXPECT_THAT(sign_record(record, terminal, &holder).error().message, HasSubstr("'id'"));
}

TEST_F(Rights, NobodyElseSignsACorrectionOrAWithdrawal) {
  Record correction = test::sample_record(mailbox, random, R"({"avis":"corrigé"})");
  make_correction(correction, holder.verify_key(), first_record_id(holder.verify_key()), random);
  const auto made = must(sign_record(correction, terminal, &holder));
  const std::string text = encode_record(made);
  EXPECT_THAT(text, HasSubstr(R"("deprecatedID":")" + first_record_id(holder.verify_key()).text()));
  EXPECT_EQ(must(decode_record(text)), made);

  // A listed terminal that wants to correct somebody's answer can sign with any key but theirs.
  auto forged = made;
  const auto thief = crypto::SigningKey::generate(random);
  auto other = must(sign_record([&] {
    Record one = correction;
    one.rights = thief.verify_key();
    return one;
  }(), terminal, &thief));
  forged.rights_signature = other.rights_signature;
  EXPECT_EQ(decode_record(encode_record(forged)).error().code, Code::Untrusted);
  forged.rights_signature.reset();
  EXPECT_EQ(decode_record(encode_record(forged)).error().code, Code::InvalidInput);

  const auto withdrawal = must(sign_record(withdrawal_record("clts-lyon", 1, holder.verify_key(), random), terminal, &holder));
  EXPECT_EQ(must(decode_record(encode_record(withdrawal))), withdrawal);
  EXPECT_EQ(sign_record(withdrawal.record, terminal).error().code, Code::InvalidInput);
}

TEST_F(Rights, RecordsThatMakeNoSenseAreRefused) {
  Record one = answer();
  one.replaces = one.id;
  EXPECT_FALSE(sign_record(one, terminal, &holder)) << "its own correction";
  one = test::sample_record(mailbox, random);
  one.replaces = RecordId::random(random);
  EXPECT_FALSE(sign_record(one, terminal, &holder)) << "a correction without a key";
  one = withdrawal_record("clts-lyon", 1, holder.verify_key(), random);
  one.body = R"({"avis":"et encore un mot"})";
  EXPECT_FALSE(sign_record(one, terminal, &holder)) << "a withdrawal says nothing more";
  one.body = "{}";
  one.rights.reset();
  EXPECT_FALSE(sign_record(one, terminal)) << "a withdrawal of nothing";
  one = test::sample_record(mailbox, random);
  one.kind = RecordKind::Attendance;
  one.sequence = Sequence{BootId::random(random), 1, std::chrono::seconds(1)};
  give_rights(one, holder.verify_key());
  EXPECT_FALSE(sign_record(one, terminal, &holder)) << "who signed in is known by name";
}

TEST(Fates, ALongChainIsWalkedOnce) {
  SeededRandom random(6);
  const auto key = crypto::SigningKey::generate(random).verify_key();
  std::vector<Claim> chain{{first_record_id(key), key}};
  for (int i = 0; i < 20'000; ++i) chain.push_back({RecordId::random(random), key, chain.back().id});
  const RecordId last = chain.back().id;
  random.shuffle(chain);
  const auto fates = fates_of(chain, {});
  EXPECT_EQ(std::ranges::count(fates, Fate::Kept), 1);
  EXPECT_EQ(chain[static_cast<std::size_t>(std::ranges::find(fates, Fate::Kept) - fates.begin())].id, last);
}

TEST(Fates, ACircleEndsWhereItMeetsItself) {
  SeededRandom random(2);
  const auto key = crypto::SigningKey::generate(random).verify_key();
  const RecordId a = RecordId::random(random), b = RecordId::random(random);
  const std::vector<Claim> circle{{a, key, b}, {b, key, a}};
  const auto fates = fates_of(circle, {});
  EXPECT_EQ(std::ranges::count(fates, Fate::Kept), 1);
  EXPECT_TRUE(fates_of({}, {}).empty());
  EXPECT_THAT(fates_of(circle, {key}), testing::ElementsAre(Fate::Withdrawn, Fate::Withdrawn));
}

}  // namespace
}  // namespace escale::protocol
