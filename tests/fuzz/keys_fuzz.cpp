// Any bytes as the keys that people copy: Bech32, hexadecimal, identity files, .pub files. What is accepted is written back the same.
#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "sync/crypto/bech32.hpp"
#include "sync/crypto/key_file.hpp"
#include "sync/crypto/words.hpp"
#include "tests/fuzz/age_keys.hpp"
#include "tests/fuzz/one_file.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const std::string_view text = as_text(bytes);
  if (const auto recipient = crypto::Recipient::parse(text)) CHECK(recipient->text() == text);
  if (const auto identity = crypto::Identity::parse(text)) CHECK(identity->text() == text);
  if (const auto key = crypto::VerifyKey::parse(text)) CHECK(key->hex() == text);
  if (const auto signature = crypto::Signature::parse(text)) CHECK(signature->hex() == text);
  if (const auto plain = crypto::bech32_decode("age", text)) CHECK(crypto::bech32_encode("age", plain->bytes()) == text);
  if (size <= 64) {
    const auto decoded = crypto::bech32_decode("age", crypto::bech32_encode("age", bytes));
    CHECK(decoded && as_text(decoded->bytes()) == text);
  }
  (void)crypto::Identity::parse_file(text);

  const fuzzing::OneFile file(bytes);
  const auto passphrase = [] { return Result<std::string>(std::string(fuzzing::kPassphrase)); };
  (void)crypto::read_public_key(file.files(), file.path());
  // A protected file asks scrypt for its own work factor, up to seconds: those are age_fuzz's, with a low limit.
  if (!crypto::age_is_armored(bytes)) {
    (void)crypto::read_signing_key(file.files(), file.path(), passphrase);
    (void)crypto::read_identities(file.files(), file.path(), passphrase);
  }
  return 0;
}
