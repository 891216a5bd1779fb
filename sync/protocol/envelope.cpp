#include "sync/protocol/envelope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {
constexpr std::size_t kPrefix = 4;

Result<std::string> postmark_message(const Postmark& postmark) {
  return canonical_json({{"type", "postmark"},
                         {"protocol", kProtocolVersion},
                         {"terminal", postmark.terminal.hex()},
                         {"mailbox", postmark.mailbox},
                         {"epoch", postmark.epoch},
                         {"sha256", postmark.sha256.hex()}});
}
}  // namespace

std::uint64_t padded_size(std::uint64_t bytes) {
  for (const std::uint64_t step : {2048U, 8192U, 32768U, 131072U})
    if (bytes <= step) return step;
  // Padmé (Nikitin et al., PETS 2019, section 5): keep as many leading bits of the length as its exponent has digits, round up.
  const auto exponent = static_cast<unsigned>(std::bit_width(bytes)) - 1;
  const auto kept = static_cast<unsigned>(std::bit_width(exponent));
  const std::uint64_t mask = (std::uint64_t{1} << (exponent - kept)) - 1;
  return (bytes + mask) & ~mask;
}

Result<Bytes> pad(ByteView content) {
  if (content.size() > kMaxRecordBytes) return fail(Code::TooLarge, fmt::format("a record of {} bytes is over the limit", content.size()));
  const auto length = static_cast<std::uint32_t>(content.size());
  Bytes out;
  out.reserve(padded_size(kPrefix + content.size()));
  for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<std::uint8_t>(length >> shift));
  out.insert(out.end(), content.begin(), content.end());
  out.resize(padded_size(out.size()));
  return out;
}

Result<Bytes> unpad(ByteView padded) {
  if (padded.size() < kPrefix) return fail(Code::InvalidInput, "the padded content is shorter than its length prefix");
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < kPrefix; ++i) length = length << 8 | padded[i];
  if (length > kMaxRecordBytes) return fail(Code::TooLarge, fmt::format("a record of {} bytes is over the limit", length));
  if (padded.size() != padded_size(kPrefix + length))
    return fail(Code::InvalidInput, fmt::format("{} bytes are not the padded size of a content of {}", padded.size(), length));
  const ByteView content = padded.subspan(kPrefix, length);
  const ByteView zeros = padded.subspan(kPrefix + length);
  if (std::any_of(zeros.begin(), zeros.end(), [](std::uint8_t byte) { return byte != 0; }))
    return fail(Code::InvalidInput, "the padding is not all zeros");
  return Bytes(content.begin(), content.end());
}

Result<Envelope> seal_record_to(const SignedRecord& record, std::span<const crypto::Recipient> recipients, Random& random) {
  std::string text = encode_record(record);
  auto padded = pad(as_bytes(text));
  crypto::wipe(text);
  if (!padded) return fail(std::move(padded).error());
  auto file = crypto::age_encrypt(*padded, recipients, random);
  crypto::wipe(*padded);
  if (!file) return fail(std::move(file).error());
  const crypto::Digest name = crypto::sha256(*file);
  return Envelope{name, std::move(*file)};
}

Result<Envelope> seal_record(const SignedRecord& record, const MailboxDescriptor& mailbox, Random& random) {
  TRY(check_mailbox(mailbox));
  if (record.record.mailbox != mailbox.id || record.record.epoch != mailbox.epoch)
    return fail(Code::Conflict, fmt::format("the record is for mailbox {} epoch {}, the descriptor is {} epoch {}", record.record.mailbox,
                                            record.record.epoch, mailbox.id, mailbox.epoch));
  return seal_record_to(record, mailbox.recipients(), random);
}

Result<SignedRecord> open_envelope(ByteView file, std::span<const crypto::Identity> identities) {
  if (file.size() > kMaxEnvelopeBytes) return fail(Code::TooLarge, fmt::format("an envelope of {} bytes is over the limit", file.size()));
  crypto::DecryptKeys keys;
  keys.identities = identities;
  TRY_ASSIGN(Bytes padded, crypto::age_decrypt(file, keys));
  auto content = unpad(padded);
  crypto::wipe(padded);
  if (!content) return fail(std::move(content).error());
  auto record = decode_record(as_text(*content));
  crypto::wipe(*content);
  return record;
}

Postmark make_postmark(const crypto::SigningKey& terminal, std::string mailbox, std::int64_t epoch, const crypto::Digest& sha256) {
  CHECK(is_slug(mailbox));
  Postmark postmark{terminal.verify_key(), std::move(mailbox), epoch, sha256, {}};
  const auto message = postmark_message(postmark);
  CHECK(message.has_value());
  postmark.signature = terminal.sign(as_bytes(*message));
  return postmark;
}

std::string encode_postmark(const Postmark& postmark) {
  const Json object = {{"type", "postmark"},
                       {"protocol", kProtocolVersion},
                       {"terminal", postmark.terminal.hex()},
                       {"mailbox", postmark.mailbox},
                       {"epoch", postmark.epoch},
                       {"sha256", postmark.sha256.hex()},
                       {"signature", postmark.signature.hex()}};
  return object.dump();
}

Result<Postmark> decode_postmark(std::string_view text) {
  TRY_ASSIGN(const Json object, parse_object(text, kMaxPostmarkBytes));
  TRY(check_head(object, "postmark"));
  TRY(only_fields(object, {"type", "protocol", "terminal", "mailbox", "epoch", "sha256", "signature"}));
  Postmark postmark;
  TRY_ASSIGN(postmark.terminal, key_field(object, "terminal"));
  TRY_ASSIGN(postmark.mailbox, slug_field(object, "mailbox"));
  TRY_ASSIGN(postmark.epoch, int_field(object, "epoch", 1, std::int64_t{1} << 53));
  TRY_ASSIGN(postmark.sha256, digest_field(object, "sha256"));
  TRY_ASSIGN(postmark.signature, signature_field(object, "signature"));
  TRY_ASSIGN(const std::string message, postmark_message(postmark));
  if (!postmark.terminal.verifies(as_bytes(message), postmark.signature))
    return fail(Code::Untrusted, "the postmark's signature is not its terminal's");
  return postmark;
}

}  // namespace escale::protocol
