#include "sync/crypto/sign.hpp"

#include <sodium.h>

#include <algorithm>

namespace escale::crypto {
namespace {
template <std::size_t N>
Result<> parse_fixed(std::string_view hex, std::array<std::uint8_t, N>& out, const char* what) {
  TRY_ASSIGN(const Bytes raw, from_hex(hex));
  if (raw.size() != N)
    return fail(Code::InvalidInput, std::string(what) + " is " + std::to_string(2 * N) + " hexadecimal digits");
  std::copy(raw.begin(), raw.end(), out.begin());
  return {};
}
}  // namespace

Result<Signature> Signature::parse(std::string_view hex) {
  Signature signature;
  TRY(parse_fixed(hex, signature.bytes, "a signature"));
  return signature;
}

Result<VerifyKey> VerifyKey::parse(std::string_view hex) {
  VerifyKey key;
  TRY(parse_fixed(hex, key.bytes, "a public key"));
  return key;
}

bool VerifyKey::verifies(ByteView message, const Signature& signature) const {
  return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(), bytes.data()) == 0;
}

SigningKey::SigningKey(Secret seed) : m_seed(std::move(seed)), m_expanded(crypto_sign_SECRETKEYBYTES) {
  CHECK(crypto_sign_seed_keypair(m_public.bytes.data(), m_expanded.bytes().data(), m_seed.bytes().data()) == 0);
}

SigningKey SigningKey::generate(Random& random) {
  Secret seed(crypto_sign_SEEDBYTES);
  random.fill(seed.bytes());
  return SigningKey(std::move(seed));
}

Result<SigningKey> SigningKey::from_seed(ByteView seed) {
  if (seed.size() != crypto_sign_SEEDBYTES) return fail(Code::InvalidInput, "an ed25519 seed is 32 bytes");
  return SigningKey(Secret::copy_of(seed));
}

Signature SigningKey::sign(ByteView message) const {
  Signature signature;
  CHECK(crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(),
                             m_expanded.bytes().data()) == 0);
  return signature;
}

}  // namespace escale::crypto
