// A public key as TUF metadata lists it. Escale's own are ed25519; RSA and ECDSA keys of other repositories verify too.
// A key of an unknown kind is kept and never verifies anything: one strange key must not close a repository.
#pragma once

#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"
#include "sync/crypto/sign.hpp"

namespace escale::repository {

struct Key {
  std::string keytype;       ///< "ed25519", "rsa", "ecdsa"…
  std::string scheme;        ///< "ed25519", "rsassa-pss-sha256"…
  std::string public_value;  ///< hex for ed25519, PEM for the others

  static Key ed25519(const crypto::VerifyKey& key);

  /// True when the hexadecimal signature over the message is this key's; false for anything else, malformed hex included.
  bool verifies(ByteView message, std::string_view signature_hex) const;

  /// Equal for two entries that hold the same key, however they are written: thresholds count keys, not names of keys.
  std::string identity() const;

  bool operator==(const Key&) const = default;
};

/// The keyid of an ed25519 key: SHA-256 (hex) of the canonical JSON of its key object (TUF 1.0.34, section 4.2).
std::string keyid_of(const crypto::VerifyKey& key);

}  // namespace escale::repository
