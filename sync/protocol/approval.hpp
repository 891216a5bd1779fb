// A named person's yes to one exact bundle, and which yeses are needed. Approvals sit in the bundle's manifest under "approvals";
// they sign the digest of the manifest without that field. Thresholds say "k of these keys"; approvals say "the doctrine reviewer agreed".
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sync/crypto/hash.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/names.hpp"

namespace escale::protocol {

inline constexpr std::string_view kReviewersTarget = "reviewers.json";

struct Approval {
  std::string role;   ///< "doctrine", "accessibility"…
  std::string keyid;  ///< key_id() of the reviewer's key
  crypto::Signature signature;
  bool operator==(const Approval&) const = default;
};

/// The bytes an approval signs: canonical JSON of role and manifest digest.
std::string approval_message(std::string_view role, const crypto::Digest& manifest_without_approvals);
Approval make_approval(std::string role, const crypto::Digest& manifest_without_approvals, const crypto::SigningKey& reviewer);

/// SHA-256 of the manifest's canonical JSON without its top-level "approvals". InvalidInput when it is not a JSON object.
Result<crypto::Digest> approval_digest(std::string_view manifest_json);
/// The manifest's "approvals" (absent: none). InvalidInput names the one that is malformed.
Result<std::vector<Approval>> manifest_approvals(std::string_view manifest_json);
/// The same manifest, canonical, with these approvals. InvalidInput when it is not a JSON object.
Result<std::string> with_approvals(std::string_view manifest_json, const std::vector<Approval>& approvals);

struct Reviewer {
  std::string name;
  crypto::VerifyKey key;
  std::vector<std::string> roles;  ///< what this key may approve as
  bool operator==(const Reviewer&) const = default;
};

/// Repository target `reviewers.json`.
struct ReviewersList {
  std::vector<Reviewer> reviewers;
  std::map<std::string, std::vector<std::string>> required;  ///< kind of bundle ("course"…) -> roles that must have approved
  bool operator==(const ReviewersList&) const = default;
};
Result<std::string> encode_reviewers(const ReviewersList& list);
Result<ReviewersList> decode_reviewers(std::string_view text);

/// Checks the manifest's approvals against its "kind". Untrusted names the first role that is missing or whose signature is wrong.
/// A kind that the list does not name needs no approval.
Result<> check_approvals(std::string_view manifest_json, const ReviewersList& list);

}  // namespace escale::protocol
