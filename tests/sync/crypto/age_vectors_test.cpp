// The age format against the vectors of its authors: each holds one failure and states which.
#include "tests/support/age_vectors.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sync/crypto/age.hpp"
#include "sync/crypto/hash.hpp"

namespace escale::crypto {
namespace {

struct Decrypted {
  int code = 0;
  std::string message;
  std::string payload;
};

/// Decrypts through a source that gives at most `piece` bytes at a time.
Decrypted decrypt(const test::AgeVector& vector, std::size_t piece) {
  std::vector<Identity> identities;
  for (const auto& text : vector.identities) identities.push_back(Identity::parse(text).value());
  DecryptKeys keys{.identities = identities};
  if (vector.passphrase) keys.passphrase = *vector.passphrase;
  const Source whole = source_of(as_bytes(vector.file));
  const Source small = [&](std::span<std::uint8_t> out) { return whole(out.first(std::min(out.size(), piece))); };
  Decrypted result;
  const auto outcome = age_decrypt_stream(small, vector.armored ? AgeFormat::Armored : AgeFormat::Binary, keys,
                                          [&](ByteView bytes) -> Result<> {
                                            result.payload.append(as_text(bytes));
                                            return {};
                                          });
  if (!outcome) result.code = static_cast<int>(outcome.error().kind);
  if (!outcome) result.message = outcome.error().message;
  return result;
}

TEST(AgeVectors, AllBehaveAsTheyStateWhateverTheSizeOfThePieces) {
  const auto vectors = test::age_vectors();
  ASSERT_EQ(vectors.size(), 124u);
  std::map<int, int> seen;
  for (const auto& vector : vectors) {
    SCOPED_TRACE(vector.name);
    for (const std::size_t piece : {std::size_t{1} << 20, std::size_t{61}}) {
      const Decrypted result = decrypt(vector, piece);
      EXPECT_EQ(result.code, test::age_exit_code(vector.expect)) << vector.expect << ", got: " << result.message;
      if (vector.payload) EXPECT_EQ(sha256(as_bytes(result.payload)).hex(), *vector.payload);
      if (result.code != 0) EXPECT_FALSE(result.message.empty());
    }
    ++seen[test::age_exit_code(vector.expect)];
  }
  EXPECT_EQ(seen.size(), 6u) << "every kind of outcome is among the vectors";
}

TEST(AgeVectors, NothingIsReturnedFromMemoryUnlessAllOfItVerified) {
  for (const auto& vector : test::age_vectors()) {
    if (vector.armored || vector.identities.size() != 1) continue;
    const std::vector<Identity> identities = [&] {
      std::vector<Identity> list;
      list.push_back(Identity::parse(vector.identities[0]).value());
      return list;
    }();
    const auto plaintext = age_decrypt(as_bytes(vector.file), {.identities = identities});
    EXPECT_EQ(plaintext.has_value(), vector.expect == "success") << vector.name;
    if (plaintext) EXPECT_EQ(sha256(*plaintext).hex(), vector.payload.value());
    if (vector.expect == "no match") EXPECT_EQ(plaintext.error().code, Code::Refused) << vector.name;
    if (vector.expect == "header failure") EXPECT_EQ(plaintext.error().code, Code::InvalidInput) << vector.name;
    if (vector.expect == "HMAC failure" || vector.expect == "payload failure")
      EXPECT_EQ(plaintext.error().code, Code::Corrupt);
  }
}

}  // namespace
}  // namespace escale::crypto
