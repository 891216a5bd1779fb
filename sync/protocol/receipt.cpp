#include "sync/protocol/receipt.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {
Result<> sort_batch(std::vector<crypto::Digest>& digests) {
  std::sort(digests.begin(), digests.end());
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  if (digests.size() > kMaxBatch) return fail(Code::TooLarge, fmt::format("{} digests, over {} in one statement", digests.size(), kMaxBatch));
  return {};
}
std::string_view reason_name(ReleaseReason reason) {
  switch (reason) {
    case ReleaseReason::Pulled:
      return "pulled";
    case ReleaseReason::BackedUp:
      return "backed-up";
    case ReleaseReason::Expired:
      return "expired";
  }
  CHECK(false);
}
}  // namespace

Result<std::string> sign_receipt(Receipt receipt, const crypto::SigningKey& hub) {
  TRY(sort_batch(receipt.stored));
  return sign_statement({{"type", "receipt"},
                         {"protocol", kProtocolVersion},
                         {"generation", receipt.generation.text()},
                         {"day", day_text(receipt.day)},
                         {"stored", to_json(receipt.stored)}},
                        hub);
}

Result<Receipt> open_receipt(std::string_view text, std::span<const crypto::VerifyKey> hub_keys) {
  TRY_ASSIGN(const Statement statement, parse_statement(text, "receipt"));
  if (!statement.signed_by(hub_keys)) return fail(Code::Untrusted, "the receipt is not signed by a hub of the fleet list");
  TRY(only_fields(statement.body, {"type", "protocol", "generation", "day", "stored"}));
  Receipt receipt;
  TRY_ASSIGN(const std::string generation, json_string(statement.body, "generation"));
  TRY_ASSIGN(receipt.generation, GenerationId::parse(generation));
  TRY_ASSIGN(receipt.day, day_field(statement.body, "day"));
  TRY_ASSIGN(receipt.stored, digests_field(statement.body, "stored", kMaxBatch));
  return receipt;
}

Result<std::string> sign_release(Release release, const crypto::SigningKey& signer) {
  if (!is_slug(release.mailbox)) return fail(Code::InvalidInput, fmt::format("'{}' is not a mailbox id", release.mailbox));
  TRY(sort_batch(release.envelopes));
  return sign_statement({{"type", "release"},
                         {"protocol", kProtocolVersion},
                         {"mailbox", release.mailbox},
                         {"reason", reason_name(release.reason)},
                         {"envelopes", to_json(release.envelopes)}},
                        signer);
}

Result<Release> open_release(std::string_view text, std::span<const crypto::VerifyKey> readers,
                             std::span<const crypto::VerifyKey> hub_keys) {
  TRY_ASSIGN(const Statement statement, parse_statement(text, "release"));
  TRY(only_fields(statement.body, {"type", "protocol", "mailbox", "reason", "envelopes"}));
  Release release;
  TRY_ASSIGN(release.mailbox, slug_field(statement.body, "mailbox"));
  TRY_ASSIGN(const std::string reason, json_string(statement.body, "reason"));
  if (reason == reason_name(ReleaseReason::Pulled))
    release.reason = ReleaseReason::Pulled;
  else if (reason == reason_name(ReleaseReason::BackedUp))
    release.reason = ReleaseReason::BackedUp;
  else if (reason == reason_name(ReleaseReason::Expired))
    release.reason = ReleaseReason::Expired;
  else
    return fail(Code::InvalidInput, fmt::format("'{}' is not a reason to release", reason));
  TRY_ASSIGN(release.envelopes, digests_field(statement.body, "envelopes", kMaxBatch));
  const auto allowed = release.reason == ReleaseReason::Pulled ? readers : hub_keys;
  if (!statement.signed_by(allowed))
    return fail(Code::Untrusted, fmt::format("the release for mailbox {} is not signed by {}", release.mailbox,
                                             release.reason == ReleaseReason::Pulled ? "one of its readers" : "a hub of the fleet list"));
  return release;
}

Result<std::string> release_mailbox(std::string_view text) {
  TRY_ASSIGN(const Statement statement, parse_statement(text, "release"));
  return slug_field(statement.body, "mailbox");
}

}  // namespace escale::protocol
