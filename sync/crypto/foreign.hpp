// Hashes and signatures that others use in The Update Framework metadata: SHA-384/512, RSA and ECDSA, through libcrypto.
// Reading only: what Escale signs is ed25519 (sign.hpp) and what it names is SHA-256 (hash.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"

namespace escale::crypto {

enum class ForeignScheme { RsaPssSha256, RsaPkcs1Sha256, EcdsaP256Sha256, EcdsaP384Sha384 };

/// The scheme of that name in TUF metadata ("rsassa-pss-sha256", "ecdsa-sha2-nistp256"…), or nothing.
std::optional<ForeignScheme> foreign_scheme(std::string_view name);

/// True when the signature over the message is this public key's (PEM, SubjectPublicKeyInfo). False for a key of another kind.
bool foreign_verifies(ForeignScheme scheme, std::string_view pem, ByteView message, ByteView signature);

/// SHA-256 (hex) of the key's DER form: the same for every way of writing the same PEM. Nothing when it is not a public key.
std::optional<std::string> foreign_key_fingerprint(std::string_view pem);

/// The digest named "sha256", "sha384" or "sha512", in hex. Nothing for any other name.
std::optional<std::string> named_digest(std::string_view algorithm, ByteView data);

}  // namespace escale::crypto
