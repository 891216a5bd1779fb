// The rehearsal of a mailbox: a proof comes from opening, is bound to who reads what, and its absence stops everything.
#include "sync/protocol/rehearsal.hpp"

#include <gmock/gmock.h>

#include "sync/crypto/base64.hpp"
#include "sync/protocol/envelope.hpp"
#include "tests/support/rehearsed.hpp"
#include "tests/sync/protocol/samples.hpp"

namespace escale::protocol {
namespace {
using test::must;
using testing::HasSubstr;

class RehearsalTest : public testing::Test {
 protected:
  SeededRandom random{4};
  test::SampleMailbox mailbox{random};
  MailboxDescriptor& descriptor = mailbox.descriptor;
  Day day = must(parse_day("2026-11-24"));
  std::span<const crypto::Identity> one(std::size_t i) const { return {&mailbox.identities[i], 1}; }
};

TEST_F(RehearsalTest, IsPassedOnceEachKeyOpenedItsRecord) {
  auto challenge = must(begin_rehearsal(descriptor, random));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(finish_rehearsal(challenge, day).error().code, Code::Refused) << i;
    EXPECT_EQ(must(rehearse(challenge, one(i))), std::vector{mailbox.identities[i].recipient()});
    EXPECT_EQ(challenge.proved(), i + 1);
  }
  EXPECT_EQ(check_rehearsed(descriptor).error().code, Code::Refused);
  EXPECT_THAT(check_rehearsed(descriptor).error().message, HasSubstr("escale mailbox rehearse"));
  descriptor.rehearsal = must(finish_rehearsal(challenge, day));
  EXPECT_TRUE(check_rehearsed(descriptor));
  EXPECT_EQ(must(decode_mailbox(must(encode_mailbox(descriptor)))), descriptor) << "and the published file carries it";
}

TEST_F(RehearsalTest, NobodyElseMakesTheProofOfAKey) {
  auto challenge = must(begin_rehearsal(descriptor, random));
  const auto stranger = crypto::Identity::generate(random);
  EXPECT_EQ(rehearse(challenge, {&stranger, 1}).error().code, Code::Refused);
  must(rehearse(challenge, one(0)));
  // Bruno's record is for his key alone: Aïcha, who opened the common one, cannot open it.
  EXPECT_EQ(open_envelope(challenge.holders[1].file, one(0)).error().code, Code::Refused);
  EXPECT_TRUE(open_envelope(challenge.common, one(0)));
  // A proof that was made up is found by whoever collects it.
  auto forged = challenge;
  forged.holders[1].proof = crypto::sha256(as_bytes("I opened it"));
  EXPECT_EQ(decode_challenge(must(encode_challenge(forged))).error().code, Code::Corrupt);
  EXPECT_EQ(must(decode_challenge(must(encode_challenge(challenge)))), challenge);
}

TEST_F(RehearsalTest, CountsForItsMailboxItsEpochAndItsKeysOnly) {
  test::rehearse(descriptor, mailbox.identities, random);
  ASSERT_TRUE(check_rehearsed(descriptor));
  const auto refused = [](const MailboxDescriptor& other) { return check_rehearsed(other).has_value() ? std::string() : check_rehearsed(other).error().message; };
  auto other = descriptor;
  other.epoch = 2;
  EXPECT_THAT(refused(other), HasSubstr("another mailbox or epoch"));
  other = descriptor;
  other.id = "clts-nantes";
  EXPECT_THAT(refused(other), HasSubstr("another mailbox or epoch"));
  other = descriptor;
  other.recovery[0].key = crypto::Identity::generate(random).recipient();
  EXPECT_THAT(refused(other), HasSubstr("other keys"));
  other = descriptor;
  other.recovery.push_back({"Second coffre", crypto::Identity::generate(random).recipient()});
  EXPECT_THAT(refused(other), HasSubstr("other keys"));
  other = descriptor;
  other.rehearsal->opened[1].proof = other.rehearsal->opened[0].proof;
  EXPECT_THAT(refused(other), HasSubstr("another mailbox or epoch"));
  other = descriptor;
  other.retention_days = 30;  // not what was rehearsed
  EXPECT_EQ(refused(other), "");
}

TEST_F(RehearsalTest, AnEarlierChallengeDoesNotFitOtherRecipients) {
  const auto challenge = must(begin_rehearsal(descriptor, random));
  EXPECT_TRUE(fits(challenge, descriptor));
  descriptor.members[1].key = crypto::Identity::generate(random).recipient();
  EXPECT_FALSE(fits(challenge, descriptor));
  auto another = must(begin_rehearsal(mailbox.descriptor, random));
  EXPECT_EQ(take_proofs(another, challenge).error().code, Code::Conflict);
}

TEST_F(RehearsalTest, ADamagedChallengeIsSaidAndProvesNothing) {
  auto challenge = must(begin_rehearsal(descriptor, random));
  challenge.holders[0].file.back() ^= 1;
  EXPECT_EQ(rehearse(challenge, one(0)).error().code, Code::Corrupt);
  EXPECT_EQ(challenge.proved(), 0u);
  std::swap(challenge.common, challenge.holders[1].file);
  EXPECT_FALSE(rehearse(challenge, one(2)));
  EXPECT_EQ(decode_challenge("{}").error().code, Code::InvalidInput);
}

}  // namespace
}  // namespace escale::protocol
