// A sealed record and the postmark beside it. An envelope is an age v1 file named by its SHA-256; stock `age` opens it.
// Rule: what is inside is padded to a few sizes, and what is outside says only which terminal, which mailbox, which epoch.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sync/base/random.hpp"
#include "sync/crypto/age.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/record.hpp"

namespace escale::protocol {

/// The padded size for this many bytes (length prefix included): 2, 8, 32, 128 KiB, above that Padmé (at most 12 % more).
std::uint64_t padded_size(std::uint64_t bytes);
/// Length (4 bytes, big-endian), content, zeros. TooLarge over kMaxRecordBytes.
Result<Bytes> pad(ByteView content);
/// The content. InvalidInput when the length, the size or a zero is not as pad() writes them.
Result<Bytes> unpad(ByteView padded);

struct Envelope {
  crypto::Digest sha256;  ///< of the file: the envelope's name everywhere
  Bytes file;             ///< age v1
};

/// Pads and seals to the mailbox's recipients. Conflict when the record names another mailbox or epoch than the descriptor.
Result<Envelope> seal_record(const SignedRecord& record, const MailboxDescriptor& mailbox, Random& random);

/// Pads and seals to recipients of the caller's choice: the copy for a session's key.
Result<Envelope> seal_record_to(const SignedRecord& record, std::span<const crypto::Recipient> recipients, Random& random);

/// Opens with any of the identities. Refused when none fits, Corrupt when the file was damaged, else as unpad and decode_record.
Result<SignedRecord> open_envelope(ByteView file, std::span<const crypto::Identity> identities);

/// Beside the envelope: who brings it, for which mailbox. The hub checks it for quota and forgets it.
struct Postmark {
  crypto::VerifyKey terminal;
  std::string mailbox;
  std::int64_t epoch = 1;
  crypto::Digest sha256;
  crypto::Signature signature;
  bool operator==(const Postmark&) const = default;
};

/// Signs for one envelope. The mailbox is a valid id (is_slug).
Postmark make_postmark(const crypto::SigningKey& terminal, std::string mailbox, std::int64_t epoch, const crypto::Digest& sha256);

/// One line of canonical ASCII JSON: value of the header `Escale-Postmark`, content of the sidecar `<sha256>.postmark` on a USB key.
std::string encode_postmark(const Postmark& postmark);

/// InvalidInput on shape, Untrusted when the signature is not the named terminal's.
Result<Postmark> decode_postmark(std::string_view text);

}  // namespace escale::protocol
