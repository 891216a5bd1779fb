#include "sync/crypto/hash.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace escale::crypto {

Result<Digest> Digest::parse(std::string_view hex) {
  TRY_ASSIGN(const Bytes raw, from_hex(hex));
  Digest digest;
  if (raw.size() != digest.bytes.size()) return fail(Code::InvalidInput, "a SHA-256 digest is 64 hexadecimal digits");
  std::copy(raw.begin(), raw.end(), digest.bytes.begin());
  return digest;
}

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() { CHECK(context && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(ByteView data) {
  CHECK(EVP_DigestUpdate(m_state->context, data.data(), data.size()) == 1);
}

Digest Sha256::finish() {
  Digest digest;
  unsigned length = 0;
  CHECK(EVP_DigestFinal_ex(m_state->context, digest.bytes.data(), &length) == 1 && length == digest.bytes.size());
  return digest;
}

Digest sha256(ByteView data) {
  Sha256 hash;
  hash.update(data);
  return hash.finish();
}

}  // namespace escale::crypto
