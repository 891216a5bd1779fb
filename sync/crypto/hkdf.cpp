#include "sync/crypto/hkdf.hpp"

#include <sodium.h>

#include <initializer_list>

namespace escale::crypto {
namespace {
void hmac(ByteView key, std::initializer_list<ByteView> pieces, std::span<std::uint8_t> out) {
  CHECK(out.size() == crypto_auth_hmacsha256_BYTES);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  for (ByteView piece : pieces) crypto_auth_hmacsha256_update(&state, piece.data(), piece.size());
  crypto_auth_hmacsha256_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
}
}  // namespace

Secret hkdf_sha256(ByteView key_material, ByteView salt, std::string_view info) {
  static constexpr std::array<std::uint8_t, 32> kZeros{};
  static constexpr std::array<std::uint8_t, 1> kFirstBlock{1};
  Secret extracted(32);  // RFC 5869, 2.2: PRK = HMAC(salt, IKM)
  hmac(salt.empty() ? ByteView(kZeros) : salt, {key_material}, extracted.bytes());
  Secret expanded(32);  // RFC 5869, 2.3: T(1) = HMAC(PRK, info | 0x01)
  hmac(extracted.bytes(), {as_bytes(info), kFirstBlock}, expanded.bytes());
  return expanded;
}

std::array<std::uint8_t, 32> hmac_sha256(const Secret& key, std::string_view message) {
  std::array<std::uint8_t, 32> out{};
  hmac(key.bytes(), {as_bytes(message)}, out);
  return out;
}

}  // namespace escale::crypto
