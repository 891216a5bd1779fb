#include "sync/protocol/approval.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {
constexpr std::size_t kMaxManifestBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxApprovals = 64;
constexpr std::size_t kMaxRoles = 50;

Result<std::vector<Approval>> approvals_of(const Json& manifest) {
  std::vector<Approval> out;
  if (!manifest.contains("approvals")) return out;
  TRY_ASSIGN(const Json* list, list_field(manifest, "approvals", kMaxApprovals));
  for (const auto& item : *list) {
    TRY(only_fields(item, {"role", "keyid", "sig"}));
    Approval approval;
    TRY_ASSIGN(approval.role, slug_field(item, "role"));
    TRY_ASSIGN(approval.keyid, json_string(item, "keyid"));
    TRY_ASSIGN(approval.signature, signature_field(item, "sig"));
    out.push_back(std::move(approval));
  }
  return out;
}

Result<crypto::Digest> digest_without_approvals(Json manifest) {
  manifest.erase("approvals");
  TRY_ASSIGN(const std::string canonical, canonical_json(manifest));
  return crypto::sha256(as_bytes(canonical));
}

Result<std::vector<std::string>> roles_of(const Json& list) {
  std::vector<std::string> out;
  if (!list.is_array() || list.size() > kMaxRoles) return fail(Code::InvalidInput, "roles are not a short list");
  for (const auto& item : list) {
    if (!item.is_string() || !is_slug(item.get_ref<const std::string&>())) return fail(Code::InvalidInput, "a role is not an id");
    out.push_back(item.get<std::string>());
  }
  return out;
}
}  // namespace

std::string approval_message(std::string_view role, const crypto::Digest& manifest_without_approvals) {
  auto text = canonical_json({{"type", "approval"},
                              {"protocol", kProtocolVersion},
                              {"role", role},
                              {"manifest", manifest_without_approvals.hex()}});
  CHECK(text.has_value());
  return std::move(*text);
}

Approval make_approval(std::string role, const crypto::Digest& manifest_without_approvals, const crypto::SigningKey& reviewer) {
  const std::string message = approval_message(role, manifest_without_approvals);
  return {std::move(role), key_id(reviewer.verify_key()), reviewer.sign(as_bytes(message))};
}

Result<crypto::Digest> approval_digest(std::string_view manifest_json) {
  TRY_ASSIGN(Json manifest, parse_object(manifest_json, kMaxManifestBytes));
  return digest_without_approvals(std::move(manifest));
}

Result<std::vector<Approval>> manifest_approvals(std::string_view manifest_json) {
  TRY_ASSIGN(const Json manifest, parse_object(manifest_json, kMaxManifestBytes));
  return approvals_of(manifest);
}

Result<std::string> with_approvals(std::string_view manifest_json, const std::vector<Approval>& approvals) {
  TRY_ASSIGN(Json manifest, parse_object(manifest_json, kMaxManifestBytes));
  // In the order of their canonical text, as the bundle format wants them.
  std::vector<Approval> sorted = approvals;
  std::sort(sorted.begin(), sorted.end(), [](const Approval& a, const Approval& b) {
    return std::tie(a.keyid, a.role, a.signature.bytes) < std::tie(b.keyid, b.role, b.signature.bytes);
  });
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  Json list = Json::array();
  for (const auto& approval : sorted)
    list.push_back({{"role", approval.role}, {"keyid", approval.keyid}, {"sig", approval.signature.hex()}});
  manifest["approvals"] = std::move(list);
  return stored_json(manifest);  // the canonical form of a right manifest, and readable again whatever its texts hold
}

Result<std::string> encode_reviewers(const ReviewersList& list) {
  Json reviewers = Json::array();
  for (const auto& reviewer : list.reviewers)
    reviewers.push_back({{"name", reviewer.name}, {"key", reviewer.key.hex()}, {"roles", reviewer.roles}});
  Json required = Json::object();
  for (const auto& [kind, roles] : list.required) required[kind] = roles;
  TRY_ASSIGN(std::string text, stored_json({{"type", "reviewers"},
                                               {"protocol", kProtocolVersion},
                                               {"reviewers", std::move(reviewers)},
                                               {"required", std::move(required)}}));
  TRY(decode_reviewers(text));  // the same rules in both directions
  return text;
}

Result<ReviewersList> decode_reviewers(std::string_view text) {
  TRY_ASSIGN(const Json object, parse_object(text, kMaxStatementBytes));
  TRY(check_head(object, "reviewers"));
  TRY(only_fields(object, {"type", "protocol", "reviewers", "required"}));
  ReviewersList out;
  TRY_ASSIGN(const Json* reviewers, list_field(object, "reviewers", kMaxKeys));
  std::set<crypto::VerifyKey> seen;
  for (const auto& item : *reviewers) {
    TRY(only_fields(item, {"name", "key", "roles"}));
    Reviewer reviewer;
    TRY_ASSIGN(reviewer.name, name_field(item, "name"));
    TRY_ASSIGN(reviewer.key, key_field(item, "key"));
    TRY_ASSIGN(const Json* roles, json_array(item, "roles"));
    TRY_ASSIGN(reviewer.roles, roles_of(*roles));
    if (!seen.insert(reviewer.key).second) return fail(Code::InvalidInput, fmt::format("the key of '{}' is there twice", reviewer.name));
    out.reviewers.push_back(std::move(reviewer));
  }
  TRY_ASSIGN(const Json* required, json_object(object, "required"));
  if (required->size() > kMaxRoles) return fail(Code::TooLarge, "'required' names too many kinds");
  for (const auto& [kind, roles] : required->items()) {
    if (!is_slug(kind)) return fail(Code::InvalidInput, fmt::format("'{}' is not a kind of bundle", kind));
    TRY_ASSIGN(out.required[kind], roles_of(roles));
  }
  return out;
}

Result<> check_approvals(std::string_view manifest_json, const ReviewersList& list) {
  TRY_ASSIGN(const Json manifest, parse_object(manifest_json, kMaxManifestBytes));
  TRY_ASSIGN(const std::string kind, json_string(manifest, "kind"));
  const auto required = list.required.find(kind);
  if (required == list.required.end()) return {};
  TRY_ASSIGN(const std::vector<Approval> approvals, approvals_of(manifest));
  TRY_ASSIGN(const crypto::Digest digest, digest_without_approvals(manifest));
  for (const std::string& role : required->second) {
    bool tried = false;
    const std::string message = approval_message(role, digest);
    const bool approved = std::any_of(approvals.begin(), approvals.end(), [&](const Approval& approval) {
      if (approval.role != role) return false;
      tried = true;
      return std::any_of(list.reviewers.begin(), list.reviewers.end(), [&](const Reviewer& reviewer) {
        return std::find(reviewer.roles.begin(), reviewer.roles.end(), role) != reviewer.roles.end() &&
               key_id(reviewer.key) == approval.keyid && reviewer.key.verifies(as_bytes(message), approval.signature);
      });
    });
    if (!approved)
      return fail(Code::Untrusted, tried ? fmt::format("the approval as '{}' is not by a listed reviewer of this exact content", role)
                                         : fmt::format("the approval as '{}' is missing: bundles of kind '{}' need it", role, kind));
  }
  return {};
}

}  // namespace escale::protocol
