// Publishing is a sequence: a draft is edited, signed key by key on as many machines as it takes, and taken by a repository when
// the thresholds are met. A draft is a folder (metadata/*.json, targets/…) that can be copied on a stick between signers.
// Editing a role drops the signatures it had; a role whose repository moved on cannot be edited or signed until rebase(). Private keys are used, never stored. Metadata of others keep their unknown fields.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"
#include "sync/crypto/sign.hpp"

namespace escale::repository {

using Days = std::chrono::days;

/// How long metadata stay valid (security profile, 1.2 item 5).
struct Lifetimes {
  Days root{3 * 365};
  Days targets{365};
  Days snapshot{365};
  Days timestamp{30};
};
inline constexpr Days kLongestTimestamp{180};  ///< for a copy that travels on a stick

/// The keys of a role and how many of them must sign.
struct RoleKeys {
  std::vector<crypto::VerifyKey> keys;
  int threshold = 1;
};

/// The keys of a new repository. Refused unless each off-line role has more keys than its threshold (one may be lost).
struct NewRepository {
  RoleKeys root;
  RoleKeys targets;
  RoleKeys snapshot;
  RoleKeys timestamp;
};

/// A region, a committee, the operator: a terminating delegation of these paths.
struct NewDelegation {
  std::string name;  ///< see check_role_name
  RoleKeys signers;
  std::vector<std::string> paths;  ///< patterns such as "bundles/idf-*.json"
};

/// What one publication brings, ready to be verified by whoever serves the repository.
struct Candidate {
  std::map<std::string, Bytes, std::less<>> metadata;  ///< role -> signed envelope
  std::map<std::string, Bytes, std::less<>> targets;   ///< target path -> content
  bool operator==(const Candidate&) const = default;
};

/// One JSON document for sending: {"metadata":{role:text},"targets":{path:text}}. Targets must be UTF-8 text (ours are JSON).
Result<Bytes> write_candidate(const Candidate& candidate);
Result<Candidate> parse_candidate(ByteView bytes);

/// Who signed a draft role, and who has not.
struct RoleStatus {
  std::string role;
  std::int64_t version = 0;
  Timestamp expires{};
  struct Group {
    std::string delegator;                 ///< "root", or "root before" for the previous root's own keys
    int threshold = 1;
    std::vector<std::string> signed_by;    ///< keyids whose signature verifies
    std::vector<std::string> missing;      ///< keyids that could sign
    bool complete() const { return static_cast<int>(signed_by.size()) >= threshold; }
  };
  std::vector<Group> groups;  ///< one, or two for a root that follows another
  bool complete() const;
};

/// One line of what is being signed, against what the repository says today.
struct Change {
  enum class Kind { Added, Removed, Changed };
  std::string role;
  Kind kind = Kind::Changed;
  std::string what;    ///< "target bundles/idf.json", "key 3f2a…", "delegation region-idf", "threshold", "expires"…
  std::string before;  ///< empty when added
  std::string after;   ///< empty when removed
  bool operator==(const Change&) const = default;
};

class Draft {
 public:
  /// Opens the draft kept in `folder` (begun when absent) on top of the repository tree at `tree` (absent for a new repository).
  static Result<Draft> open(Files& files, Path folder, Path tree);
  Draft(Draft&&) noexcept;
  Draft& operator=(Draft&&) noexcept;
  ~Draft();

  /// Root and targets of a new repository. Conflict when the tree already has a root.
  Result<> create(const NewRepository& setup, Timestamp now, const Lifetimes& lifetimes = {});
  /// Replaces the keys and threshold of a top-level role (a new root version).
  Result<> set_keys(std::string_view role, const RoleKeys& keys, Timestamp now, const Lifetimes& lifetimes = {});
  /// Adds or replaces a delegation in targets, and begins the delegated role when it has no metadata yet.
  Result<> delegate(const NewDelegation& delegation, Timestamp now, const Lifetimes& lifetimes = {});
  Result<> remove_delegation(std::string_view name, Timestamp now, const Lifetimes& lifetimes = {});
  /// Adds or replaces a target of "targets" or of a delegated role, which must be trusted for the path.
  Result<> add_target(std::string_view role, std::string_view path, ByteView content, Timestamp now, const Lifetimes& lifetimes = {});
  Result<> remove_target(std::string_view role, std::string_view path, Timestamp now, const Lifetimes& lifetimes = {});
  /// A new version with a new expiry and nothing else: re-signing before it runs out.
  Result<> renew(std::string_view role, Timestamp now, const Lifetimes& lifetimes = {});

  /// Takes the draft over to what the repository holds now, when somebody else published first: targets added, changed or removed
  /// here are so on the new base, unsigned. Conflict when both changed the same target, or keys or delegations: draft those again.
  Result<> rebase(Timestamp now, const Lifetimes& lifetimes = {});

  /// Adds this key's signature to every drafted role it may sign. Returns those roles; Refused when there is none.
  Result<std::vector<std::string>> sign(const crypto::SigningKey& key);
  /// Adds this key's signature to one drafted role.
  Result<> sign(std::string_view role, const crypto::SigningKey& key);

  /// Each drafted role, in the order root, targets, others. Conflict when the repository moved on since the draft began.
  Result<std::vector<RoleStatus>> status() const;
  /// What the draft changes, for the person who is about to sign it.
  Result<std::vector<Change>> changes() const;
  /// The draft as a candidate. Untrusted, saying who is missing, when a threshold is not met.
  Result<Candidate> candidate() const;
  /// Removes the draft's files.
  Result<> discard();
  bool empty() const;

 private:
  struct State;
  explicit Draft(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace escale::repository
