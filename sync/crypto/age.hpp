// age v1 files (C2SP age.md): X25519 recipients and scrypt passphrases, on libsodium alone. Stock `age` opens what is
// written here. age does not say who wrote a file: what needs an author carries a signature inside.
#pragma once

#include <array>
#include <compare>
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
  /// From the 32 secret bytes. InvalidInput for another size.
  static Result<Identity> from_secret(Secret secret);
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
enum class AgeFailure {
  Io = 1,       ///< the input could not be read, the output not written, or memory is short
  Header = 2,   ///< not an age file, or its header breaks the format
  NoMatch = 3,  ///< no key given opens it
  Hmac = 4,     ///< the header was changed
  Payload = 5,  ///< the payload was changed or cut
  Armor = 6,    ///< the armor breaks the format
};

struct [[nodiscard]] AgeError {
  AgeFailure kind;
  std::string message;
};

template <class T = void>
using AgeResult = tl::expected<T, AgeError>;

/// Fills the span from its start and says how many bytes it wrote; 0 at the end of the input.
using Source = std::function<Result<std::size_t>(std::span<std::uint8_t>)>;
/// Called with each piece, in order. When decrypting, each piece is verified, but nothing may be acted on before the
/// whole call succeeds.
using Sink = std::function<Result<>(ByteView)>;

/// A Source over bytes in memory, which must outlive it.
Source source_of(ByteView bytes);

enum class AgeFormat { Binary, Armored };

struct DecryptKeys {
  std::span<const Identity> identities = {};
  std::optional<std::string_view> passphrase = {};
  int max_work_factor = 22;  ///< log2 of scrypt's N; files asking for more are refused before any work
};

/// Decrypts piece by piece, in constant memory. What was verified before a payload failure has been given to the sink.
AgeResult<> age_decrypt_stream(const Source& file, AgeFormat format, const DecryptKeys& keys, const Sink& sink);

/// Decrypts a whole binary age file. What was verified before a payload failure has been given to the sink.
AgeResult<> age_decrypt_to(ByteView file, const DecryptKeys& keys, const Sink& sink);

/// Decrypts a whole binary age file in memory; nothing is returned unless all of it verified.
/// Refused when no key fits, Corrupt when the header or payload does not verify, InvalidInput when it is not an age
/// file.
Result<Bytes> age_decrypt(ByteView file, const DecryptKeys& keys);

/// Encrypts piece by piece, in constant memory. InvalidInput without a recipient or with one that is not a usable key.
Result<> age_encrypt_stream(const Source& plaintext, std::span<const Recipient> recipients, Random& random,
                            AgeFormat format, const Sink& sink);
/// The same under a passphrase (scrypt, r = 8, p = 1, N = 2^work_factor).
Result<> age_encrypt_passphrase_stream(const Source& plaintext, std::string_view passphrase, int work_factor,
                                       Random& random, AgeFormat format, const Sink& sink);

/// Encrypts to one or more recipients in memory. InvalidInput without a recipient.
Result<Bytes> age_encrypt(ByteView plaintext, std::span<const Recipient> recipients, Random& random);

/// Encrypts under a passphrase in memory (scrypt, r = 8, p = 1, N = 2^work_factor; 18 takes about a second and 256
/// MiB).
Result<Bytes> age_encrypt_passphrase(ByteView plaintext, std::string_view passphrase, int work_factor, Random& random);

/// Strict PEM "AGE ENCRYPTED FILE", 64 columns.
std::string age_armor(ByteView file);
AgeResult<Bytes> age_dearmor(std::string_view text);
/// True when the text begins, after white space, with the armor's first line.
bool age_is_armored(ByteView file);

}  // namespace escale::crypto

namespace escale {
/// Lets TRY and TRY_ASSIGN pass an AgeError on.
inline tl::unexpected<crypto::AgeError> fail(crypto::AgeError error) {
  return tl::unexpected<crypto::AgeError>(std::move(error));
}
}  // namespace escale
