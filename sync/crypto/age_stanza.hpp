// The two recipient types we know (C2SP age.md, "X25519 recipient stanza" and "scrypt recipient stanza").
// Used by the age_*.cpp files of this folder only.
#pragma once

#include <optional>

#include "sync/crypto/age_header.hpp"

namespace escale::crypto {

/// Wraps the file key for one recipient. InvalidInput when the recipient is no usable point.
Result<Stanza> wrap_x25519(const Secret& file_key, const Recipient& recipient, Random& random);
/// Wraps the file key under a passphrase. InvalidInput outside 1 ≤ work_factor ≤ 30; Io when memory is short.
Result<Stanza> wrap_scrypt(const Secret& file_key, std::string_view passphrase, int work_factor, Random& random);

/// The file key, from the first stanza that a key opens. AgeFailure::Header on a malformed stanza, NoMatch when no key
/// fits.
AgeResult<Secret> unwrap_file_key(const AgeHeader& header, const DecryptKeys& keys);

}  // namespace escale::crypto
