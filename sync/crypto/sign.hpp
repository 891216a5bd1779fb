// ed25519 signatures (RFC 8032) for metadata, records, postmarks, receipts.
#pragma once

#include <array>
#include <compare>
#include <string>

#include "sync/base/bytes.hpp"
#include "sync/base/random.hpp"
#include "sync/crypto/secret.hpp"

namespace escale::crypto {

struct Signature {
  std::array<std::uint8_t, 64> bytes{};
  std::string hex() const { return to_hex(bytes); }
  static Result<Signature> parse(std::string_view hex);
  bool operator==(const Signature&) const = default;
};

/// A public ed25519 key, 32 bytes.
struct VerifyKey {
  std::array<std::uint8_t, 32> bytes{};
  std::string hex() const { return to_hex(bytes); }
  static Result<VerifyKey> parse(std::string_view hex);
  /// True when the signature over the message is this key's. False for malformed or low-order keys.
  bool verifies(ByteView message, const Signature& signature) const;
  auto operator<=>(const VerifyKey&) const = default;
};

/// A private ed25519 key, kept as its 32-byte seed in guarded memory.
class SigningKey {
 public:
  static SigningKey generate(Random& random);
  /// From a 32-byte seed. InvalidInput for another size.
  static Result<SigningKey> from_seed(ByteView seed);
  Signature sign(ByteView message) const;
  const VerifyKey& verify_key() const { return m_public; }
  /// The 32-byte seed, for key files only.
  const Secret& seed() const { return m_seed; }

 private:
  SigningKey(Secret seed);
  Secret m_seed;
  Secret m_expanded;  // libsodium's 64-byte form: seed followed by the public key
  VerifyKey m_public;
};

}  // namespace escale::crypto
