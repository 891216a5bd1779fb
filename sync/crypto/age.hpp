// age v1 files (C2SP age.md): X25519 recipients and scrypt passphrases, on libsodium alone. Stock `age` opens what is written here.
// age does not say who wrote a file: what needs an author carries a signature inside.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/bytes.hpp"
#include "sync/base/random.hpp"
#include "sync/crypto/secret.hpp"

namespace escale::crypto {

/// A public X25519 key, `age1…` in Bech32.
struct Recipient {
  std::array<std::uint8_t, 32> bytes{};
  static Result<Recipient> parse(std::string_view text);
  std::string text() const;
  auto operator<=>(const Recipient&) const = default;
};

/// A private X25519 key, `AGE-SECRET-KEY-1…` in Bech32.
class Identity {
 public:
  static Identity generate(Random& random);
  static Result<Identity> parse(std::string_view text);
  /// Every identity of an age identity file (comments and blank lines skipped). InvalidInput names the line.
  static Result<std::vector<Identity>> parse_file(std::string_view text);
  Recipient recipient() const;
  /// The Bech32 text; the caller wipes it.
  std::string text() const;
  const Secret& secret() const { return m_secret; }

 private:
  explicit Identity(Secret secret) : m_secret(std::move(secret)) {}
  Secret m_secret;
};

/// Where decryption stopped. The command line's exit codes are these numbers.
enum class AgeFailure { Header = 2, NoMatch = 3, Hmac = 4, Payload = 5, Armor = 6 };

struct AgeError {
  AgeFailure kind;
  std::string message;
};

/// Called with each verified piece of plaintext, in order. Nothing may be acted on before the call that returned succeeds.
using Sink = std::function<void(ByteView)>;

struct DecryptKeys {
  std::span<const Identity> identities;
  std::optional<std::string_view> passphrase;
  int max_work_factor = 22;  ///< log2 of scrypt's N; files asking for more are refused before any work
};

/// Decrypts a whole age file. What was verified before a payload failure has been given to the sink.
tl::expected<void, AgeError> age_decrypt_to(ByteView file, const DecryptKeys& keys, const Sink& sink);

/// Decrypts a whole age file in memory; nothing is returned unless all of it verified.
/// Refused when no key fits, Corrupt when the header or payload does not verify, InvalidInput when it is not an age file.
Result<Bytes> age_decrypt(ByteView file, const DecryptKeys& keys);

/// Encrypts to one or more recipients. InvalidInput without a recipient.
Result<Bytes> age_encrypt(ByteView plaintext, std::span<const Recipient> recipients, Random& random);

/// Encrypts under a passphrase (scrypt, r = 8, p = 1, N = 2^work_factor).
Result<Bytes> age_encrypt_passphrase(ByteView plaintext, std::string_view passphrase, int work_factor, Random& random);

/// Strict PEM "AGE ENCRYPTED FILE", 64 columns.
std::string age_armor(ByteView file);
tl::expected<Bytes, AgeError> age_dearmor(std::string_view text);
/// True when the text begins, after white space, with the armor's first line.
bool age_is_armored(ByteView file);

}  // namespace escale::crypto
