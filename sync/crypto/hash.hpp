// SHA-256 (FIPS 180-4), the name of every blob and envelope. libcrypto does the work: six times libsodium's speed where
// the CPU has SHA instructions.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "sync/base/bytes.hpp"
#include "sync/base/files.hpp"

namespace escale::crypto {

/// A SHA-256 digest, 32 bytes.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  std::string hex() const { return to_hex(bytes); }
  /// From 64 lower-case hexadecimal digits.
  static Result<Digest> parse(std::string_view hex);
  auto operator<=>(const Digest&) const = default;
};

Digest sha256(ByteView data);

/// Feeds data piece by piece; finish() once.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(ByteView data);
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace escale::crypto
