#include "sync/protocol/envelope.hpp"

#include <gmock/gmock.h>

#include "tests/sync/protocol/samples.hpp"

namespace escale::protocol {
namespace {
using test::must;
using testing::HasSubstr;

TEST(Padding, HidesTheLengthInAFewSizes) {
  EXPECT_EQ(padded_size(4), 2048u);
  EXPECT_EQ(padded_size(2048), 2048u);
  EXPECT_EQ(padded_size(2049), 8192u);
  EXPECT_EQ(padded_size(8193), 32768u);
  EXPECT_EQ(padded_size(131072), 131072u);
  // Padmé: 131073 has E = 17, S = 5, so the last 12 bits are zero.
  EXPECT_EQ(padded_size(131073), 135168u);
  EXPECT_EQ(padded_size(1000000), 1015808u);
  for (std::uint64_t size = 131073; size < 5000000; size = size * 21 / 20 + 1) {
    EXPECT_GE(padded_size(size), size);
    EXPECT_LE(static_cast<double>(padded_size(size)), 1.12 * static_cast<double>(size)) << size;
    EXPECT_EQ(padded_size(padded_size(size)), padded_size(size)) << size;
  }
}

TEST(Padding, ComesOffWholeOrNotAtAll) {
  for (const std::size_t size : {0u, 1u, 2044u, 2045u, 8188u, 40000u, 300000u}) {
    const Bytes content(size, 0x61);
    const Bytes padded = must(pad(content));
    EXPECT_EQ(padded.size(), padded_size(size + 4));
    EXPECT_EQ(must(unpad(padded)), content);
  }
  Bytes padded = must(pad(as_bytes("abc")));
  padded.back() = 1;
  EXPECT_THAT(unpad(padded).error().message, HasSubstr("zeros"));
  padded.back() = 0;
  padded.push_back(0);
  EXPECT_THAT(unpad(padded).error().message, HasSubstr("padded size"));
  EXPECT_FALSE(unpad(Bytes(3)));
  EXPECT_FALSE(unpad(Bytes(2048, 0xff)));
  EXPECT_EQ(pad(Bytes(kMaxRecordBytes + 1)).error().code, Code::TooLarge);
}

class Envelopes : public testing::Test {
 protected:
  SeededRandom random{2};
  crypto::SigningKey terminal = crypto::SigningKey::generate(random);
  test::SampleMailbox mailbox{random};
};

TEST_F(Envelopes, OpenWithEachRecipientAndNobodyElse) {
  const auto sealed = test::seal_sample(mailbox, terminal, random, R"({"avis":"mot-canari"})");
  EXPECT_EQ(sealed.envelope.sha256, crypto::sha256(sealed.envelope.file));
  EXPECT_EQ(as_text(sealed.envelope.file).find("canari"), std::string_view::npos);
  for (const auto& identity : mailbox.identities) EXPECT_EQ(must(open_envelope(sealed.envelope.file, std::span(&identity, 1))), sealed.record);
  const auto stranger = crypto::Identity::generate(random);
  EXPECT_EQ(open_envelope(sealed.envelope.file, std::span(&stranger, 1)).error().code, Code::Refused);
}

TEST_F(Envelopes, OfShortAndLongerAnswersHaveTheSameSize) {
  const auto one = test::seal_sample(mailbox, terminal, random, R"({"avis":"oui"})");
  const auto two = test::seal_sample(mailbox, terminal, random, R"({"avis":")" + std::string(900, 'x') + "\"}");
  EXPECT_EQ(one.envelope.file.size(), two.envelope.file.size());
}

TEST_F(Envelopes, AreForTheDescriptorTheyName) {
  auto record = must(sign_record(test::sample_record(mailbox, random), terminal));
  auto next = mailbox.descriptor;
  next.epoch = 2;
  EXPECT_EQ(seal_record(record, next, random).error().code, Code::Conflict);
  auto weak = mailbox.descriptor;
  weak.recovery.clear();
  EXPECT_EQ(seal_record(record, weak, random).error().code, Code::InvalidInput);
}

TEST_F(Envelopes, DoNotOpenWhenDamaged) {
  const auto sealed = test::seal_sample(mailbox, terminal, random);
  for (const std::size_t at : {std::size_t{3}, std::size_t{60}, sealed.envelope.file.size() / 2, sealed.envelope.file.size() - 1}) {
    Bytes damaged = sealed.envelope.file;
    damaged[at] ^= 1;
    EXPECT_FALSE(open_envelope(damaged, mailbox.identities)) << at;
  }
  Bytes cut = sealed.envelope.file;
  cut.resize(cut.size() - 1);
  EXPECT_FALSE(open_envelope(cut, mailbox.identities));
}

TEST_F(Envelopes, CarryAPostmarkThatNobodyElseCanMake) {
  const auto sealed = test::seal_sample(mailbox, terminal, random);
  const std::string text = encode_postmark(sealed.postmark);
  EXPECT_EQ(must(decode_postmark(text)), sealed.postmark);
  EXPECT_LE(text.size(), kMaxPostmarkBytes);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  for (const char* other : {"\"epoch\":2", "\"epoch\":-1", "\"epoch\":\"1\""}) {
    std::string changed = text;
    changed.replace(changed.find("\"epoch\":1"), 9, other);
    EXPECT_FALSE(decode_postmark(changed)) << other;
  }
  EXPECT_EQ(decode_postmark(std::string(2000, ' ')).error().code, Code::TooLarge);
  EXPECT_EQ(decode_postmark("").error().code, Code::InvalidInput);
}

}  // namespace
}  // namespace escale::protocol
