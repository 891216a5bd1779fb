#include "sync/repository/key.hpp"

#include "sync/crypto/foreign.hpp"
#include "sync/crypto/key_id.hpp"

namespace escale::repository {

Key Key::ed25519(const crypto::VerifyKey& key) { return {"ed25519", "ed25519", key.hex()}; }

bool Key::verifies(ByteView message, std::string_view signature_hex) const {
  if (keytype == "ed25519" && scheme == "ed25519") {
    const auto key = crypto::VerifyKey::parse(public_value);
    const auto signature = crypto::Signature::parse(signature_hex);
    return key && signature && key->verifies(message, *signature);
  }
  const auto foreign = crypto::foreign_scheme(scheme);
  const auto signature = from_hex(signature_hex);
  if (!foreign || !signature) return false;
  // The kind of key is checked against the scheme by the verifier; older metadata name the scheme as the kind too.
  return crypto::foreign_verifies(*foreign, public_value, message, *signature);
}

std::string Key::identity() const {
  if (const auto fingerprint = crypto::foreign_key_fingerprint(public_value)) return "der:" + *fingerprint;
  return keytype + ":" + public_value;
}

std::string keyid_of(const crypto::VerifyKey& key) { return crypto::key_id(key); }

}  // namespace escale::repository
