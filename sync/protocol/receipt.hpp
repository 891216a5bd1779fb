// What lets a terminal forget. A receipt (the hub's key) says "stored"; a release (a reader's key, or the hub's after a backup) says
// "the sealed copy on the terminal is no longer needed". Only a release allows deletion.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/crypto/hash.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/names.hpp"

namespace escale::protocol {

struct Receipt {
  GenerationId generation;             ///< of the hub that stored them
  Day day{};                           ///< on which the receipt was made, never when each envelope came
  std::vector<crypto::Digest> stored;  ///< sorted
  bool operator==(const Receipt&) const = default;
};
/// The signed statement, compact JSON. TooLarge over kMaxBatch digests.
Result<std::string> sign_receipt(Receipt receipt, const crypto::SigningKey& hub);
/// Untrusted unless signed by one of the hub keys (fleet list).
Result<Receipt> open_receipt(std::string_view text, std::span<const crypto::VerifyKey> hub_keys);

enum class ReleaseReason {
  Pulled,    ///< a reader holds the envelope; signed by a reader of the mailbox
  BackedUp,  ///< a later backup of the hub holds it; signed by a hub key
  Expired,   ///< the hub deleted it at the end of the mailbox's retention: the terminal's copy is over its time too; signed by a hub key
};
struct Release {
  std::string mailbox;
  ReleaseReason reason = ReleaseReason::Pulled;
  std::vector<crypto::Digest> envelopes;  ///< sorted
  bool operator==(const Release&) const = default;
};
Result<std::string> sign_release(Release release, const crypto::SigningKey& signer);
/// Untrusted unless signed by a reader key (Pulled) or a hub key (BackedUp, Expired).
Result<Release> open_release(std::string_view text, std::span<const crypto::VerifyKey> readers,
                             std::span<const crypto::VerifyKey> hub_keys);
/// The mailbox a release speaks of, before its signature can be checked: tells which descriptor to check it against.
Result<std::string> release_mailbox(std::string_view text);

}  // namespace escale::protocol
