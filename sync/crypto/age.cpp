#include "sync/crypto/age.hpp"

#include <algorithm>
#include <functional>

#include "sync/crypto/age_armor.hpp"
#include "sync/crypto/age_header.hpp"
#include "sync/crypto/age_payload.hpp"
#include "sync/crypto/age_stanza.hpp"

namespace escale::crypto {
namespace {
constexpr std::size_t kMaxRecipients = 400;  // a stanza is about 100 bytes and a header at most 64 KiB

Code code_of(AgeFailure failure) {
  switch (failure) {
    case AgeFailure::Io:
      return Code::Io;
    case AgeFailure::NoMatch:
      return Code::Refused;
    case AgeFailure::Hmac:
    case AgeFailure::Payload:
      return Code::Corrupt;
    case AgeFailure::Header:
    case AgeFailure::Armor:
      return Code::InvalidInput;
  }
  return Code::Internal;
}

using Wrap = std::function<Result<std::vector<Stanza>>(const Secret& file_key)>;

Result<> write_binary(const Source& plaintext, const Wrap& wrap, Random& random, const Sink& sink) {
  Secret file_key(kFileKeyBytes);
  random.fill(file_key.bytes());
  TRY_ASSIGN(const std::vector<Stanza> stanzas, wrap(file_key));
  TRY(sink(as_bytes(write_age_header(stanzas, file_key))));
  return encrypt_payload(plaintext, file_key, random, sink);
}

Result<> write_file(const Source& plaintext, const Wrap& wrap, Random& random, AgeFormat format, const Sink& sink) {
  if (format == AgeFormat::Binary) return write_binary(plaintext, wrap, random, sink);
  ArmorWriter armor(sink);
  TRY(write_binary(plaintext, wrap, random, [&armor](ByteView piece) { return armor.write(piece); }));
  return armor.finish();
}

Sink appending_to(Bytes& out) {
  return [&out](ByteView piece) -> Result<> {
    out.insert(out.end(), piece.begin(), piece.end());
    return {};
  };
}
}  // namespace

AgeResult<> age_decrypt_stream(const Source& file, AgeFormat format, const DecryptKeys& keys, const Sink& sink) {
  AgeSource bytes = age_source_of(file);
  if (format == AgeFormat::Armored) bytes = dearmoring(std::move(bytes));
  AgeReader reader(std::move(bytes));
  TRY_ASSIGN(const AgeHeader header, read_age_header(reader));
  TRY_ASSIGN(const Secret file_key, unwrap_file_key(header, keys));
  if (!age_mac_verifies(header, file_key)) return age_fail(AgeFailure::Hmac, "the header of the file was changed");
  return decrypt_payload(reader, file_key, sink);
}

AgeResult<> age_decrypt_to(ByteView file, const DecryptKeys& keys, const Sink& sink) {
  return age_decrypt_stream(source_of(file), AgeFormat::Binary, keys, sink);
}

Result<Bytes> age_decrypt(ByteView file, const DecryptKeys& keys) {
  Bytes plaintext;
  plaintext.reserve(file.size());  // never grows: no stray copy of the plaintext
  auto outcome = age_decrypt_to(file, keys, appending_to(plaintext));
  if (outcome) return plaintext;
  wipe(plaintext);
  return fail(code_of(outcome.error().kind), std::move(outcome).error().message);
}

Result<> age_encrypt_stream(const Source& plaintext, std::span<const Recipient> recipients, Random& random,
                            AgeFormat format, const Sink& sink) {
  if (recipients.empty()) return fail(Code::InvalidInput, "nobody could read this file: name at least one recipient");
  if (recipients.size() > kMaxRecipients) return fail(Code::TooLarge, "a file has at most 400 recipients");
  const Wrap wrap = [&](const Secret& file_key) -> Result<std::vector<Stanza>> {
    std::vector<Stanza> stanzas;
    for (const Recipient& recipient : recipients) {
      TRY_ASSIGN(Stanza stanza, wrap_x25519(file_key, recipient, random));
      stanzas.push_back(std::move(stanza));
    }
    return stanzas;
  };
  return write_file(plaintext, wrap, random, format, sink);
}

Result<> age_encrypt_passphrase_stream(const Source& plaintext, std::string_view passphrase, int work_factor,
                                       Random& random, AgeFormat format, const Sink& sink) {
  if (passphrase.empty()) return fail(Code::InvalidInput, "the passphrase is empty");
  const Wrap wrap = [&](const Secret& file_key) -> Result<std::vector<Stanza>> {
    TRY_ASSIGN(Stanza stanza, wrap_scrypt(file_key, passphrase, work_factor, random));
    return std::vector<Stanza>{std::move(stanza)};
  };
  return write_file(plaintext, wrap, random, format, sink);
}

Result<Bytes> age_encrypt(ByteView plaintext, std::span<const Recipient> recipients, Random& random) {
  Bytes file;
  TRY(age_encrypt_stream(source_of(plaintext), recipients, random, AgeFormat::Binary, appending_to(file)));
  return file;
}

Result<Bytes> age_encrypt_passphrase(ByteView plaintext, std::string_view passphrase, int work_factor, Random& random) {
  Bytes file;
  TRY(age_encrypt_passphrase_stream(source_of(plaintext), passphrase, work_factor, random, AgeFormat::Binary,
                                    appending_to(file)));
  return file;
}

}  // namespace escale::crypto
