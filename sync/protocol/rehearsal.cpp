#include "sync/protocol/rehearsal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/crypto/base64.hpp"
#include "sync/protocol/codec.hpp"
#include "sync/protocol/envelope.hpp"

namespace escale::protocol {
namespace {

constexpr std::size_t kNonceBytes = 32;

/// A record as a terminal makes it, with a nonce where the words would be. Its key is made for it and forgotten.
Result<SignedRecord> test_record(std::string_view mailbox, std::int64_t epoch, const crypto::Secret& nonce, Random& random) {
  Record record;
  record.kind = RecordKind::FormAnswer;
  record.id = RecordId::random(random);
  record.mailbox = mailbox;
  record.epoch = epoch;
  record.form = FormVersion{"rehearsal", crypto::sha256(as_bytes("rehearsal"))};
  record.body = fmt::format(R"({{"nonce":"{}"}})", to_hex(nonce.bytes()));
  return sign_record(std::move(record), crypto::SigningKey::generate(random));
}

Result<Bytes> nonce_of(ByteView file, const crypto::Identity& identity) {
  TRY_ASSIGN(const SignedRecord record, open_envelope(file, {&identity, 1}));
  TRY_ASSIGN(const Json body, parse_json(record.record.body));
  TRY_ASSIGN(const std::string text, json_string(body, "nonce"));
  TRY_ASSIGN(Bytes nonce, from_hex(text));
  if (nonce.size() != kNonceBytes) return fail(Code::Corrupt, "the test record holds something else than what was sealed");
  return nonce;
}

/// SPEC.md section 4: SHA-256 of the purpose, what it is for, and both nonces.
crypto::Digest proof_of(std::string_view mailbox, std::int64_t epoch, const crypto::Recipient& key, ByteView common, ByteView own) {
  const std::string context = fmt::format("escale/rehearsal/v1\n{}\n{}\n{}\n", mailbox, epoch, key.text());
  crypto::Sha256 hash;
  hash.update(as_bytes(context));
  hash.update(common);
  hash.update(own);
  return hash.finish();
}

crypto::Digest commitment_of(const crypto::Digest& proof) { return crypto::sha256(proof.bytes); }

/// What ties the proofs together: the digest of who was asked, and by which commitments.
Result<crypto::Digest> challenge_digest(std::string_view mailbox, std::int64_t epoch,
                                        const std::vector<std::pair<crypto::Recipient, crypto::Digest>>& asked) {
  Json holders = Json::array();
  for (const auto& [key, commitment] : asked) holders.push_back({{"key", key.text()}, {"sha256", commitment.hex()}});
  TRY_ASSIGN(const std::string text, canonical_json({{"type", "rehearsal"}, {"protocol", kProtocolVersion}, {"mailbox", mailbox},
                                                     {"epoch", epoch}, {"holders", std::move(holders)}}));
  return crypto::sha256(as_bytes(text));
}

Result<Bytes> file_field(const Json& object, std::string_view key) {
  TRY_ASSIGN(const std::string text, json_string(object, key));
  auto bytes = crypto::base64_decode(text, crypto::Padding::Required);
  if (!bytes || bytes->size() > kMaxEnvelopeBytes) return fail(Code::InvalidInput, fmt::format("'{}' is not a sealed file in Base64", key));
  return std::move(*bytes);
}

}  // namespace

std::size_t RehearsalChallenge::proved() const {
  return static_cast<std::size_t>(std::count_if(holders.begin(), holders.end(), [](const Holder& holder) { return holder.proof.has_value(); }));
}

Result<RehearsalChallenge> begin_rehearsal(const MailboxDescriptor& mailbox, Random& random) {
  TRY(check_mailbox(mailbox));
  RehearsalChallenge out;
  out.mailbox = mailbox.id;
  out.epoch = mailbox.epoch;
  crypto::Secret common(kNonceBytes);
  random.fill(common.bytes());
  TRY_ASSIGN(const SignedRecord record, test_record(mailbox.id, mailbox.epoch, common, random));
  TRY_ASSIGN(Envelope sealed, seal_record(record, mailbox, random));
  out.common = std::move(sealed.file);
  for (const crypto::Recipient& key : mailbox.recipients()) {
    crypto::Secret own(kNonceBytes);
    random.fill(own.bytes());
    TRY_ASSIGN(const SignedRecord one, test_record(mailbox.id, mailbox.epoch, own, random));
    TRY_ASSIGN(Envelope alone, seal_record_to(one, {&key, 1}, random));
    const crypto::Digest proof = proof_of(mailbox.id, mailbox.epoch, key, common.bytes(), own.bytes());
    out.holders.push_back({key, std::move(alone.file), commitment_of(proof)});
  }
  return out;
}

bool fits(const RehearsalChallenge& challenge, const MailboxDescriptor& mailbox) {
  const auto recipients = mailbox.recipients();
  return challenge.mailbox == mailbox.id && challenge.epoch == mailbox.epoch &&
         std::equal(recipients.begin(), recipients.end(), challenge.holders.begin(), challenge.holders.end(),
                    [](const crypto::Recipient& key, const RehearsalChallenge::Holder& holder) { return key == holder.key; });
}

Result<std::vector<crypto::Recipient>> rehearse(RehearsalChallenge& challenge, std::span<const crypto::Identity> identities) {
  std::vector<crypto::Recipient> out;
  for (const crypto::Identity& identity : identities) {
    const crypto::Recipient key = identity.recipient();
    const auto holder = std::ranges::find(challenge.holders, key, &RehearsalChallenge::Holder::key);
    if (holder == challenge.holders.end()) continue;
    TRY_ASSIGN(const Bytes common, nonce_of(challenge.common, identity));
    TRY_ASSIGN(const Bytes own, nonce_of(holder->file, identity));
    const crypto::Digest proof = proof_of(challenge.mailbox, challenge.epoch, key, common, own);
    if (commitment_of(proof) != holder->commitment) return fail(Code::Corrupt, "what the key opens is not what was sealed: begin the rehearsal again");
    holder->proof = proof;
    out.push_back(key);
  }
  if (out.empty())
    return fail(Code::Refused, fmt::format("it opens nothing that is sealed to mailbox {}: it is neither a member's key nor a recovery key", challenge.mailbox));
  return out;
}

Result<> take_proofs(RehearsalChallenge& challenge, const RehearsalChallenge& copy) {
  const auto same = [](const RehearsalChallenge::Holder& a, const RehearsalChallenge::Holder& b) { return a.key == b.key && a.commitment == b.commitment; };
  if (challenge.mailbox != copy.mailbox || challenge.epoch != copy.epoch ||
      !std::equal(challenge.holders.begin(), challenge.holders.end(), copy.holders.begin(), copy.holders.end(), same))
    return fail(Code::Conflict, "it answers another rehearsal: send its holder the present one");
  for (std::size_t i = 0; i < challenge.holders.size(); ++i)
    if (copy.holders[i].proof) challenge.holders[i].proof = copy.holders[i].proof;
  return {};
}

Result<Rehearsal> finish_rehearsal(const RehearsalChallenge& challenge, Day day) {
  Rehearsal out;
  out.day = day;
  std::vector<std::pair<crypto::Recipient, crypto::Digest>> asked;
  for (const auto& holder : challenge.holders) {
    if (!holder.proof) return fail(Code::Refused, fmt::format("{} of {} holders have proved their key", challenge.proved(), challenge.holders.size()));
    asked.emplace_back(holder.key, holder.commitment);
    out.opened.push_back({holder.key, *holder.proof});
  }
  TRY_ASSIGN(out.challenge, challenge_digest(challenge.mailbox, challenge.epoch, asked));
  return out;
}

Result<std::string> encode_challenge(const RehearsalChallenge& challenge) {
  Json holders = Json::array();
  for (const auto& holder : challenge.holders) {
    Json one = {{"key", holder.key.text()}, {"sealed", crypto::base64_encode(holder.file, crypto::Padding::Required)}, {"sha256", holder.commitment.hex()}};
    if (holder.proof) one["proof"] = holder.proof->hex();
    holders.push_back(std::move(one));
  }
  return stored_json({{"type", "rehearsal-challenge"}, {"protocol", kProtocolVersion}, {"mailbox", challenge.mailbox}, {"epoch", challenge.epoch},
                      {"sealed", crypto::base64_encode(challenge.common, crypto::Padding::Required)}, {"holders", std::move(holders)}});
}

Result<RehearsalChallenge> decode_challenge(std::string_view text) {
  TRY_ASSIGN(const Json object, parse_object(text, kMaxStatementBytes));
  TRY(check_head(object, "rehearsal-challenge"));
  TRY(only_fields(object, {"type", "protocol", "mailbox", "epoch", "sealed", "holders"}));
  RehearsalChallenge out;
  TRY_ASSIGN(out.mailbox, slug_field(object, "mailbox"));
  TRY_ASSIGN(out.epoch, int_field(object, "epoch", 1, std::int64_t{1} << 53));
  TRY_ASSIGN(out.common, file_field(object, "sealed"));
  TRY_ASSIGN(const Json* holders, list_field(object, "holders", kMaxRecipients));
  for (const Json& item : *holders) {
    TRY(only_fields(item, {"key", "sealed", "sha256", "proof"}));
    RehearsalChallenge::Holder holder;
    TRY_ASSIGN(const std::string key, json_string(item, "key"));
    TRY_ASSIGN(holder.key, crypto::Recipient::parse(key));
    TRY_ASSIGN(holder.file, file_field(item, "sealed"));
    TRY_ASSIGN(holder.commitment, digest_field(item, "sha256"));
    if (item.contains("proof")) {
      TRY_ASSIGN(holder.proof, digest_field(item, "proof"));
      if (commitment_of(*holder.proof) != holder.commitment) return fail(Code::Corrupt, "a proof in it is not what the key opens");
    }
    out.holders.push_back(std::move(holder));
  }
  return out;
}

Result<> check_rehearsed(const MailboxDescriptor& mailbox) {
  const auto again = [&](std::string_view why) {
    return fail(Code::Refused, fmt::format("mailbox '{}' {}: let each member and recovery key open a test answer with `escale mailbox rehearse`, then publish it",
                                           mailbox.id, why));
  };
  if (!mailbox.rehearsal) return again("has not passed its rehearsal");
  const Rehearsal& rehearsal = *mailbox.rehearsal;
  const auto recipients = mailbox.recipients();
  std::vector<std::pair<crypto::Recipient, crypto::Digest>> asked;
  for (const RehearsalProof& one : rehearsal.opened) asked.emplace_back(one.key, commitment_of(one.proof));
  const bool all = std::equal(recipients.begin(), recipients.end(), asked.begin(), asked.end(),
                              [](const crypto::Recipient& key, const auto& one) { return key == one.first; });
  if (!all) return again("was rehearsed by other keys than those it names");
  TRY_ASSIGN(const crypto::Digest digest, challenge_digest(mailbox.id, mailbox.epoch, asked));
  if (digest != rehearsal.challenge) return again("carries the rehearsal of another mailbox or epoch");
  return {};
}

}  // namespace escale::protocol
