// HKDF with SHA-256 (RFC 5869), one block of output: all that age needs. libsodium 1.0.18 has the HMAC only.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sync/base/bytes.hpp"
#include "sync/crypto/secret.hpp"

namespace escale::crypto {

/// 32 bytes derived from the key material. An empty salt is 32 zero bytes (RFC 5869, section 2.2).
Secret hkdf_sha256(ByteView key_material, ByteView salt, std::string_view info);

/// HMAC-SHA-256 (RFC 2104) with a 32-byte key.
std::array<std::uint8_t, 32> hmac_sha256(const Secret& key, std::string_view message);

}  // namespace escale::crypto
