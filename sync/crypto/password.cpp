#include "sync/crypto/password.hpp"

#include <sodium.h>

#include <array>

namespace escale::crypto {

Result<std::string> make_pin_verifier(std::string_view pin) {
  CHECK(sodium_init() >= 0);
  std::array<char, crypto_pwhash_STRBYTES> encoded{};
  constexpr unsigned long long kPasses = 2;
  constexpr std::size_t kMemoryBytes = std::size_t{16} << 20;
  if (crypto_pwhash_str(encoded.data(), pin.data(), pin.size(), kPasses, kMemoryBytes) != 0)
    return fail(Code::NoSpace, "not enough memory to store the PIN");
  return std::string(encoded.data());
}

bool pin_verifies(std::string_view pin, const std::string& verifier) {
  CHECK(sodium_init() >= 0);
  return crypto_pwhash_str_verify(verifier.c_str(), pin.data(), pin.size()) == 0;
}

}  // namespace escale::crypto
