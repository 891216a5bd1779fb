#include "sync/crypto/message_digest.hpp"

#include <openssl/evp.h>

namespace escale::crypto {
namespace {

const EVP_MD* method_of(std::string_view algorithm) {
  if (algorithm == "MD5") return EVP_md5();
  if (algorithm == "SHA-1") return EVP_sha1();
  if (algorithm == "SHA-256") return EVP_sha256();
  if (algorithm == "SHA-384") return EVP_sha384();
  return algorithm == "SHA-512" ? EVP_sha512() : nullptr;
}

}  // namespace

Result<Bytes> message_digest(std::string_view algorithm, ByteView data) {
  const EVP_MD* method = method_of(algorithm);
  if (!method)
    return fail(Code::InvalidInput, "there is no digest '" + std::string(algorithm.substr(0, 40)) +
                                        "'; write MD5, SHA-1, SHA-256, SHA-384 or SHA-512");
  Bytes digest(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  if (EVP_Digest(data.data(), data.size(), digest.data(), &size, method, nullptr) != 1)
    return fail(Code::Internal, "libcrypto refuses the digest " + std::string(algorithm));
  digest.resize(size);
  return digest;
}

}  // namespace escale::crypto
