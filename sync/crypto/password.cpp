#include "sync/crypto/password.hpp"

#include <sodium.h>

#include <array>

namespace escale::crypto {

Result<std::string> make_pin_verifier(std::string_view pin) {
  CHECK(sodium_init() >= 0);
  std::array<char, crypto_pwhash_STRBYTES> encoded{};
  // 16 MiB and two passes: a tenth of a second on a small board, and little enough beside a terminal of 40 MiB. Four digits are guessed
  // in minutes by whoever holds the verifier, whatever these numbers: it is made on the terminal and never leaves it, and what counts is
  // the wait between tries (Facts::try_pin). The PIN protects the screen, not the answers.
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
