#include "sync/crypto/key_id.hpp"

#include "sync/crypto/hash.hpp"

namespace escale::crypto {

std::string key_id(const VerifyKey& key) {
  // The three fields are in canonical order, and hexadecimal digits need no escape.
  const std::string object = R"({"keytype":"ed25519","keyval":{"public":")" + key.hex() + R"("},"scheme":"ed25519"})";
  return sha256(as_bytes(object)).hex();
}

}  // namespace escale::crypto
