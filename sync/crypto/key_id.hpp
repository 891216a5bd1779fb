// The one name of an ed25519 key: repository metadata, statements and approvals all use it.
#pragma once

#include <string>

#include "sync/crypto/sign.hpp"

namespace escale::crypto {

/// SHA-256, in hexadecimal, of the key's object in canonical JSON (TUF 1.0.34, section 4.2).
std::string key_id(const VerifyKey& key);

}  // namespace escale::crypto
