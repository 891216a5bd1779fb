// Keys at rest: one file per key, beside it FILE.pub with what may be shown: a comment line, then the key alone on its line. A protected file is armored age under a
// passphrase, so stock `age -d` opens it; what is inside a reading key is an ordinary age identity file. Signing and
// reading keys are never mixed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/files.hpp"
#include "sync/base/random.hpp"
#include "sync/crypto/age.hpp"
#include "sync/crypto/sign.hpp"

namespace escale::crypto {

enum class KeyKind {
  Signing,  ///< ed25519: lost, it is replaced by the threshold of others
  Reading,  ///< age X25519: lost, what was sealed to it alone is lost
};

/// "signing" or "reading".
std::string_view key_kind_name(KeyKind kind);
std::optional<KeyKind> parse_key_kind(std::string_view name);

/// What may be shown of a key.
struct PublicKeyInfo {
  KeyKind kind = KeyKind::Signing;
  std::string name;  ///< chosen by its holder, may be empty
  std::string key;   ///< signing: 64 hexadecimal digits; reading: the `age1…` recipient
  bool operator==(const PublicKeyInfo&) const = default;
};

/// Asked for the passphrase only when the file is protected.
using PassphraseSource = std::function<Result<std::string>()>;

struct KeyFileOptions {
  std::string name = {};
  std::optional<std::string_view> passphrase =
      {};  ///< without one the file is plain, for machines: mode 0600 is all that guards it
  int work_factor = 18;
};

/// Writes the key and FILE.pub. Conflict when the file is there already: a key is never overwritten.
Result<PublicKeyInfo> write_signing_key(Files& files, const Path& path, const SigningKey& key,
                                        const KeyFileOptions& options, Random& random);
Result<PublicKeyInfo> write_reading_key(Files& files, const Path& path, const Identity& key,
                                        const KeyFileOptions& options, Random& random);

/// The signing key of a file. Refused on a wrong passphrase, InvalidInput when the file holds none.
Result<SigningKey> read_signing_key(const Files& files, const Path& path, const PassphraseSource& passphrase);
/// The identities of a file: ours, or any age identity file, protected or plain.
Result<std::vector<Identity>> read_identities(const Files& files, const Path& path, const PassphraseSource& passphrase);

/// What FILE.pub says of the key in FILE (or the .pub file itself), without any passphrase: the first line that is not a comment is the key.
Result<PublicKeyInfo> read_public_key(const Files& files, const Path& path);

}  // namespace escale::crypto
