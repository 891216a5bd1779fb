#include "sync/crypto/age_stanza.hpp"

#include <sodium.h>

#include <algorithm>

#include "sync/crypto/base64.hpp"
#include "sync/crypto/hkdf.hpp"

namespace escale::crypto {
namespace {
constexpr std::string_view kX25519 = "X25519";
constexpr std::string_view kX25519Info = "age-encryption.org/v1/X25519";
constexpr std::string_view kScrypt = "scrypt";
constexpr std::string_view kScryptSalt = "age-encryption.org/v1/scrypt";
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kPointBytes = crypto_scalarmult_BYTES;
constexpr std::size_t kBodyBytes = kFileKeyBytes + crypto_aead_chacha20poly1305_ietf_ABYTES;
constexpr std::array<std::uint8_t, crypto_aead_chacha20poly1305_ietf_NPUBBYTES> kZeroNonce{};

/// "File key": sealed with ChaCha20-Poly1305 and a zero nonce, as each wrap key is used once.
Bytes seal_file_key(const Secret& wrap_key, const Secret& file_key) {
  Bytes body(kBodyBytes);
  crypto_aead_chacha20poly1305_ietf_encrypt(body.data(), nullptr, file_key.bytes().data(), file_key.size(), nullptr, 0,
                                            nullptr, kZeroNonce.data(), wrap_key.bytes().data());
  return body;
}

std::optional<Secret> open_file_key(const Secret& wrap_key, ByteView body) {
  Secret file_key(kFileKeyBytes);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(file_key.bytes().data(), nullptr, nullptr, body.data(), body.size(),
                                                nullptr, 0, kZeroNonce.data(), wrap_key.bytes().data()) != 0)
    return std::nullopt;
  return file_key;
}

/// "X25519 recipient stanza": salt = share ‖ recipient.
Secret x25519_wrap_key(const Secret& shared, ByteView share, const Recipient& recipient) {
  Bytes salt(share.begin(), share.end());
  salt.insert(salt.end(), recipient.bytes.begin(), recipient.bytes.end());
  return hkdf_sha256(shared.bytes(), salt, kX25519Info);
}

/// "scrypt recipient stanza": r = 8, p = 1. Nothing when there is not enough memory.
std::optional<Secret> scrypt_wrap_key(std::string_view passphrase, ByteView salt, int work_factor) {
  Bytes labelled = to_bytes(kScryptSalt);
  labelled.insert(labelled.end(), salt.begin(), salt.end());
  Secret key(32);
  const auto phrase = as_bytes(passphrase);
  if (crypto_pwhash_scryptsalsa208sha256_ll(phrase.data(), phrase.size(), labelled.data(), labelled.size(),
                                            std::uint64_t{1} << work_factor, 8, 1, key.bytes().data(), key.size()) != 0)
    return std::nullopt;
  return key;
}

struct ScryptArguments {
  Bytes salt;
  int work_factor;
};

/// The canonical decimal of the work factor. Nothing for "+1", "01", "0x12" or anything over two digits.
std::optional<int> parse_work_factor(std::string_view text) {
  if (text.empty() || text.size() > 2 || text[0] == '0') return std::nullopt;
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return value;
}

// The body's size is checked before any decryption: a longer one could be made to open under several keys.
AgeResult<Bytes> parse_x25519(const Stanza& stanza) {
  if (stanza.arguments.size() != 2)
    return age_fail(AgeFailure::Header, "an X25519 recipient does not have exactly one argument");
  auto share = base64_decode(stanza.arguments[1], Padding::None);
  if (!share || share->size() != kPointBytes)
    return age_fail(AgeFailure::Header, "an X25519 share is not 32 bytes of canonical Base64");
  if (stanza.body.size() != kBodyBytes)
    return age_fail(AgeFailure::Header, "an X25519 recipient does not wrap a key of 16 bytes");
  return std::move(*share);
}

AgeResult<ScryptArguments> parse_scrypt(const Stanza& stanza) {
  if (stanza.arguments.size() != 3)
    return age_fail(AgeFailure::Header, "a passphrase recipient does not have exactly two arguments");
  auto salt = base64_decode(stanza.arguments[1], Padding::None);
  if (!salt || salt->size() != kSaltBytes)
    return age_fail(AgeFailure::Header, "a passphrase salt is not 16 bytes of canonical Base64");
  const auto work_factor = parse_work_factor(stanza.arguments[2]);
  if (!work_factor) return age_fail(AgeFailure::Header, "a passphrase work factor is not a plain decimal number");
  if (stanza.body.size() != kBodyBytes)
    return age_fail(AgeFailure::Header, "a passphrase recipient does not wrap a key of 16 bytes");
  return ScryptArguments{std::move(*salt), *work_factor};
}

AgeResult<std::optional<Secret>> unwrap_x25519(const Stanza& stanza, ByteView share, const Identity& identity) {
  Secret shared(kPointBytes);
  // libsodium reports the all-zero result, which the format tells to refuse: the share is a low-order point.
  if (crypto_scalarmult(shared.bytes().data(), identity.secret().bytes().data(), share.data()) != 0)
    return age_fail(AgeFailure::Header, "an X25519 share is a low-order point");
  return open_file_key(x25519_wrap_key(shared, share, identity.recipient()), stanza.body);
}

AgeResult<std::optional<Secret>> unwrap_scrypt(const Stanza& stanza, const ScryptArguments& arguments,
                                               const DecryptKeys& keys) {
  if (!keys.passphrase) return std::nullopt;
  if (arguments.work_factor > keys.max_work_factor) {
    return age_fail(AgeFailure::Header, "the passphrase work factor is " + std::to_string(arguments.work_factor) +
                                            ", over the limit of " + std::to_string(keys.max_work_factor));
  }
  const auto wrap_key = scrypt_wrap_key(*keys.passphrase, arguments.salt, arguments.work_factor);
  if (!wrap_key) return age_fail(AgeFailure::Io, "there is not enough memory to work with this passphrase");
  return open_file_key(*wrap_key, stanza.body);
}
}  // namespace

Result<Stanza> wrap_x25519(const Secret& file_key, const Recipient& recipient, Random& random) {
  Secret ephemeral(crypto_scalarmult_SCALARBYTES);
  random.fill(ephemeral.bytes());
  Bytes share(kPointBytes);
  CHECK(crypto_scalarmult_base(share.data(), ephemeral.bytes().data()) == 0);
  Secret shared(kPointBytes);
  if (crypto_scalarmult(shared.bytes().data(), ephemeral.bytes().data(), recipient.bytes.data()) != 0)
    return fail(Code::InvalidInput, "the recipient " + recipient.text() + " is not a usable key");
  return Stanza{{std::string(kX25519), base64_encode(share, Padding::None)},
                seal_file_key(x25519_wrap_key(shared, share, recipient), file_key)};
}

Result<Stanza> wrap_scrypt(const Secret& file_key, std::string_view passphrase, int work_factor, Random& random) {
  if (work_factor < 1 || work_factor > 30)
    return fail(Code::InvalidInput, "a passphrase work factor is between 1 and 30");
  const Bytes salt = random.bytes(kSaltBytes);
  const auto wrap_key = scrypt_wrap_key(passphrase, salt, work_factor);
  if (!wrap_key) return fail(Code::Io, "there is not enough memory to work with this passphrase");
  return Stanza{{std::string(kScrypt), base64_encode(salt, Padding::None), std::to_string(work_factor)},
                seal_file_key(*wrap_key, file_key)};
}

AgeResult<Secret> unwrap_file_key(const AgeHeader& header, const DecryptKeys& keys) {
  // All known stanzas must be well formed, and a passphrase stands alone, before any key is tried. Unknown types are
  // ignored.
  std::vector<std::pair<const Stanza*, Bytes>> shares;
  for (const Stanza& stanza : header.stanzas) {
    if (stanza.arguments[0] == kX25519) {
      TRY_ASSIGN(Bytes share, parse_x25519(stanza));
      shares.emplace_back(&stanza, std::move(share));
    } else if (stanza.arguments[0] == kScrypt) {
      if (header.stanzas.size() != 1)
        return age_fail(AgeFailure::Header, "a passphrase stands beside another recipient");
      TRY_ASSIGN(const ScryptArguments arguments, parse_scrypt(stanza));
      TRY_ASSIGN(std::optional<Secret> file_key, unwrap_scrypt(stanza, arguments, keys));
      if (file_key) return std::move(*file_key);
      return age_fail(AgeFailure::NoMatch, keys.passphrase ? "the passphrase is not the one of this file"
                                                           : "this file opens with a passphrase, and none was given");
    }
  }
  for (const Identity& identity : keys.identities) {
    for (const auto& [stanza, share] : shares) {
      TRY_ASSIGN(std::optional<Secret> file_key, unwrap_x25519(*stanza, share, identity));
      if (file_key) return std::move(*file_key);
    }
  }
  return age_fail(AgeFailure::NoMatch, "no key given opens this file");
}

}  // namespace escale::crypto
