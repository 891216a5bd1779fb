#include "sync/crypto/key_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/crypto/bech32.hpp"
#include "sync/crypto/private_file.hpp"

namespace escale::crypto {
namespace {
constexpr std::string_view kSigningPrefix = "ESCALE-SIGNING-KEY-";
constexpr std::string_view kPublicSuffix = ".pub";
constexpr std::string_view kHeading = "# Escale ";
constexpr std::string_view kNameMark = " key of ";
constexpr std::uint64_t kMaxFileBytes = 256 * 1024;
constexpr std::size_t kMaxNameBytes = 200;

Path public_path(const Path& path) {
  return Path(path.string() + std::string(kPublicSuffix));
}

/// Removes and returns the first line, without its end.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// A text that is wiped at the end of its life.
struct WipedText {
  std::string text;
  ~WipedText() { wipe(text); }
};

Result<> check_name(std::string_view name) {
  const bool printable =
      std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (name.size() > kMaxNameBytes || !printable || !is_utf8(name))
    return fail(Code::InvalidInput, "the name of a key is one line of at most 200 bytes");
  return {};
}

Result<PublicKeyInfo> write_key(Files& files, const Path& path, KeyKind kind, std::string key,
                                std::string_view secret_line, const KeyFileOptions& options, Random& random) {
  TRY(check_name(options.name));
  // Somebody else's public key may have that name already.
  if (files.exists(public_path(path)))
    return fail(Code::Conflict, fmt::format("{} is there already: a key is never overwritten", public_path(path).string()));
  if (path.has_parent_path()) {
    TRY(files.make_directories(path.parent_path()));
  }
  const WipedText plain{fmt::format("# Escale {} key{}{}\n# public key: {}\n{}\n", key_kind_name(kind),
                                    options.name.empty() ? "" : " of ", options.name, key, secret_line)};
  if (options.passphrase) {
    TRY_ASSIGN(const Bytes sealed,
               age_encrypt_passphrase(as_bytes(plain.text), *options.passphrase, options.work_factor, random));
    TRY(create_private_file(path, as_bytes(age_armor(sealed))));
  } else {
    TRY(create_private_file(path, as_bytes(plain.text)));
  }
  // Readable by people, by `age -R` and by every tool that skips comments.
  const std::string shown = fmt::format("{}{}{}{}\n{}\n", kHeading, key_kind_name(kind), options.name.empty() ? " key" : " key of ",
                                        options.name, key);
  if (auto written = files.write_atomic(public_path(path), as_bytes(shown)); !written) {
    (void)files.remove(path);  // nobody was given its public half: as if it had never been made
    return fail(std::move(written).error());
  }
  return PublicKeyInfo{kind, options.name, std::move(key)};
}

/// What is inside a key file, opened with the passphrase when it is protected.
Result<WipedText> read_plain(const Files& files, const Path& path, const PassphraseSource& passphrase) {
  TRY_ASSIGN(Bytes bytes, files.read(path, kMaxFileBytes));
  if (age_is_armored(bytes)) {
    auto binary = age_dearmor(as_text(bytes));
    if (!binary) return fail(Code::InvalidInput, fmt::format("{}: {}", path.string(), binary.error().message));
    bytes = std::move(*binary);
  }
  if (as_text(bytes).starts_with("age-encryption.org/")) {
    TRY_ASSIGN(std::string asked, passphrase());
    const WipedText phrase{std::move(asked)};
    auto opened = age_decrypt(bytes, {.passphrase = phrase.text});
    if (!opened) return fail(std::move(opened).error().in(path.string()));
    bytes = std::move(*opened);
  }
  WipedText plain{to_text(bytes)};
  wipe(bytes);
  return plain;
}
}  // namespace

std::string_view key_kind_name(KeyKind kind) {
  return kind == KeyKind::Signing ? "signing" : "reading";
}

std::optional<KeyKind> parse_key_kind(std::string_view name) {
  for (const KeyKind kind : {KeyKind::Signing, KeyKind::Reading})
    if (key_kind_name(kind) == name) return kind;
  return std::nullopt;
}

Result<PublicKeyInfo> write_signing_key(Files& files, const Path& path, const SigningKey& key,
                                        const KeyFileOptions& options, Random& random) {
  const WipedText line{bech32_encode(kSigningPrefix, key.seed().bytes())};
  return write_key(files, path, KeyKind::Signing, key.verify_key().hex(), line.text, options, random);
}

Result<PublicKeyInfo> write_reading_key(Files& files, const Path& path, const Identity& key,
                                        const KeyFileOptions& options, Random& random) {
  const WipedText line{key.text()};
  return write_key(files, path, KeyKind::Reading, key.recipient().text(), line.text, options, random);
}

Result<SigningKey> read_signing_key(const Files& files, const Path& path, const PassphraseSource& passphrase) {
  TRY_ASSIGN(const WipedText plain, read_plain(files, path, passphrase));
  std::string_view rest = plain.text;
  std::string_view found;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (line.empty() || line[0] == '#') continue;
    if (!found.empty())
      return fail(Code::InvalidInput, fmt::format("{} holds more than one line besides comments", path.string()));
    found = line;
  }
  if (found.starts_with("AGE-SECRET-KEY-")) {
    return fail(Code::InvalidInput,
                fmt::format("{} is a reading key: signing needs a key made with 'escale key new --kind signing'",
                            path.string()));
  }
  auto seed = bech32_decode(kSigningPrefix, found);
  if (!seed) return fail(std::move(seed).error().in(path.string()));
  auto key = SigningKey::from_seed(std::as_const(*seed).bytes());
  if (!key) return fail(std::move(key).error().in(path.string()));
  return key;
}

Result<std::vector<Identity>> read_identities(const Files& files, const Path& path,
                                              const PassphraseSource& passphrase) {
  TRY_ASSIGN(const WipedText plain, read_plain(files, path, passphrase));
  auto identities = Identity::parse_file(plain.text);
  if (!identities) return fail(std::move(identities).error().in(path.string()));
  return identities;
}

Result<PublicKeyInfo> read_public_key(const Files& files, const Path& path) {
  const Path shown = path.string().ends_with(kPublicSuffix) ? path : public_path(path);
  TRY_ASSIGN(const Bytes bytes, files.read(shown, kMaxFileBytes));
  const auto parse = [&]() -> Result<PublicKeyInfo> {
    PublicKeyInfo info;
    for (std::string_view rest = as_text(bytes); !rest.empty() && info.key.empty();) {
      const std::string_view line = take_line(rest);
      if (line.empty()) continue;
      if (line[0] != '#') info.key = line;
      if (line.starts_with(kHeading) && line.find(kNameMark) != std::string_view::npos)
        info.name = line.substr(line.find(kNameMark) + kNameMark.size());
    }
    if (info.key.empty()) return fail(Code::InvalidInput, "there is no key in it");
    TRY(check_name(info.name));
    info.kind = info.key.starts_with("age1") ? KeyKind::Reading : KeyKind::Signing;
    if (info.kind == KeyKind::Signing) {
      TRY(VerifyKey::parse(info.key));
    } else {
      TRY(Recipient::parse(info.key));
    }
    return info;
  };
  auto info = parse();
  if (!info) return fail(std::move(info).error().in(shown.string()));
  return info;
}

}  // namespace escale::crypto
