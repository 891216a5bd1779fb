// A PIN for the staff area: kept as an Argon2id verifier (RFC 9106) made on the terminal and never published. It protects the screen,
// not the answers; those are sealed.
#pragma once

#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace escale::crypto {

/// A verifier for the PIN, in the encoded form "$argon2id$…", salted by libsodium; 2 passes over 16 MiB. NoSpace without memory.
Result<std::string> make_pin_verifier(std::string_view pin);

/// True when the PIN is the one the verifier was made from.
bool pin_verifies(std::string_view pin, const std::string& verifier);

}  // namespace escale::crypto
