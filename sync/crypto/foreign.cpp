#include "sync/crypto/foreign.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <limits>
#include <memory>

#include "sync/crypto/hash.hpp"

namespace escale::crypto {
namespace {
constexpr std::size_t kMaxPem = 16 * 1024;

struct Free {
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(unsigned char* p) const { OPENSSL_free(p); }
};
using PublicKey = std::unique_ptr<EVP_PKEY, Free>;

PublicKey parse_pem(std::string_view pem) {
  if (pem.size() > kMaxPem) return nullptr;
  const std::unique_ptr<BIO, Free> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!source) return nullptr;
  return PublicKey(PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr));
}

bool is_curve(const EVP_PKEY* key, std::string_view wanted) {
  char name[64] = {};
  std::size_t size = 0;
  if (EVP_PKEY_get_group_name(key, name, sizeof(name), &size) != 1) return false;
  return std::string_view(name, size) == wanted;
}
}  // namespace

std::optional<ForeignScheme> foreign_scheme(std::string_view name) {
  if (name == "rsassa-pss-sha256") return ForeignScheme::RsaPssSha256;
  if (name == "rsa-pkcs1v15-sha256") return ForeignScheme::RsaPkcs1Sha256;
  if (name == "ecdsa-sha2-nistp256") return ForeignScheme::EcdsaP256Sha256;
  if (name == "ecdsa-sha2-nistp384") return ForeignScheme::EcdsaP384Sha384;
  return std::nullopt;
}

bool foreign_verifies(ForeignScheme scheme, std::string_view pem, ByteView message, ByteView signature) {
  const PublicKey key = parse_pem(pem);
  if (!key) return false;
  const bool rsa = scheme == ForeignScheme::RsaPssSha256 || scheme == ForeignScheme::RsaPkcs1Sha256;
  if (EVP_PKEY_get_base_id(key.get()) != (rsa ? EVP_PKEY_RSA : EVP_PKEY_EC)) return false;
  if (rsa && EVP_PKEY_get_bits(key.get()) < 2048) return false;
  if (scheme == ForeignScheme::EcdsaP256Sha256 && !is_curve(key.get(), "prime256v1")) return false;
  if (scheme == ForeignScheme::EcdsaP384Sha384 && !is_curve(key.get(), "secp384r1")) return false;

  const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;  // owned by context
  const EVP_MD* digest = scheme == ForeignScheme::EcdsaP384Sha384 ? EVP_sha384() : EVP_sha256();
  if (!context || EVP_DigestVerifyInit(context.get(), &options, digest, nullptr, key.get()) != 1) return false;
  if (scheme == ForeignScheme::RsaPssSha256) {
    // Signers differ on the salt's length; any length is as safe, so it is read from the signature.
    if (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
        EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_AUTO) != 1)
      return false;
  }
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

std::optional<std::string> foreign_key_fingerprint(std::string_view pem) {
  const PublicKey key = parse_pem(pem);
  if (!key) return std::nullopt;
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  const std::unique_ptr<unsigned char, Free> owned(der);
  if (size <= 0) return std::nullopt;
  return sha256({der, static_cast<std::size_t>(size)}).hex();
}

std::optional<std::string> named_digest(std::string_view algorithm, ByteView data) {
  if (algorithm == "sha256") return sha256(data).hex();
  const EVP_MD* digest = algorithm == "sha384" ? EVP_sha384() : algorithm == "sha512" ? EVP_sha512() : nullptr;
  if (digest == nullptr) return std::nullopt;
  std::uint8_t out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(data.data(), data.size(), out, &size, digest, nullptr) != 1) return std::nullopt;
  return to_hex({out, size});
}

}  // namespace escale::crypto
