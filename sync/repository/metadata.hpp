// TUF 1.0.34 metadata (section 4) as values. An envelope keeps the bytes it came in: they are what is stored and served again,
// never re-serialised. Fields nobody knows stay in those bytes and are part of what the signatures cover.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/bytes.hpp"
#include "sync/base/clock.hpp"
#include "sync/repository/key.hpp"

namespace escale::repository {

inline constexpr std::string_view kRoot = "root";
inline constexpr std::string_view kTimestamp = "timestamp";
inline constexpr std::string_view kSnapshot = "snapshot";
inline constexpr std::string_view kTargets = "targets";

/// True for root, timestamp, snapshot, targets: names that no delegation may take.
bool is_top_level(std::string_view role);

/// Hash algorithm -> digest in hex. All of them must match; an algorithm we do not have is a mismatch.
using Hashes = std::map<std::string, std::string>;

/// InvalidInput never; Corrupt when a length is given and differs, or when a digest differs or cannot be computed here.
Result<> check_content(std::string_view what, ByteView bytes, std::optional<std::uint64_t> length, const Hashes& hashes);

struct Role {
  std::vector<std::string> keyids;  ///< without repetition
  std::int64_t threshold = 1;
  bool operator==(const Role&) const = default;
};

struct DelegatedRole : Role {
  std::string name;
  std::vector<std::string> paths;               ///< glob patterns, `*` and `?` never match `/`
  std::vector<std::string> path_hash_prefixes;  ///< hex prefixes of SHA-256 of the target path; used when not empty
  bool terminating = false;
  /// True when this delegation speaks about the target path (section 4.5).
  bool covers(std::string_view target_path) const;
  bool operator==(const DelegatedRole&) const = default;
};

struct Delegations {
  std::map<std::string, Key> keys;
  std::vector<DelegatedRole> roles;  ///< in order of appearance: the first one wins
  /// The delegation of that name, or nullptr.
  const DelegatedRole* find(std::string_view name) const;
};

/// What timestamp and snapshot say about another metadata file.
struct MetaFile {
  std::int64_t version = 0;
  std::optional<std::uint64_t> length;
  Hashes hashes;
  bool operator==(const MetaFile&) const = default;
};

struct TargetFile {
  std::uint64_t length = 0;
  Hashes hashes;
  std::string custom;  ///< canonical JSON of the custom object, or empty
  bool operator==(const TargetFile&) const = default;
};

/// The fields every role's metadata has.
struct Common {
  std::string spec_version;
  std::int64_t version = 0;
  Timestamp expires{};
  std::optional<Timestamp> issued;  ///< our `x-issued`: the signer's statement of the time
  /// Expired when `expires` is not later than now: "MUST be higher than the fixed update start time".
  bool expired(Timestamp now) const { return expires <= now; }
};

struct Root : Common {
  static constexpr std::string_view kType = kRoot;
  bool consistent_snapshot = false;
  std::map<std::string, Key> keys;
  std::map<std::string, Role, std::less<>> roles;  ///< all four top-level roles are there
};

struct TimestampMetadata : Common {
  static constexpr std::string_view kType = kTimestamp;
  MetaFile snapshot;
};

struct Snapshot : Common {
  static constexpr std::string_view kType = kSnapshot;
  std::map<std::string, MetaFile, std::less<>> meta;  ///< "targets.json", "<role>.json"
};

struct Targets : Common {
  static constexpr std::string_view kType = kTargets;
  std::map<std::string, TargetFile, std::less<>> targets;
  Delegations delegations;
};

struct SignatureEntry {
  std::string keyid;
  std::string sig;  ///< hex; empty when a signer has not signed yet
  bool operator==(const SignatureEntry&) const = default;
};

/// The outside of every metadata file.
struct Envelope {
  Bytes bytes;         ///< exactly as received
  std::string signed_bytes;  ///< canonical JSON of "signed": what is signed
  std::string type;    ///< "_type"
  std::vector<SignatureEntry> signatures;
};

template <class T>
struct Signed : Envelope {
  T body;
};

/// Which keys must sign: the delegator's keys and the role's keyids and threshold.
/// Returns the keyids whose signature verifies, one for each distinct key (section 4.2.1, 5.3.4 …).
std::vector<std::string> verified_signers(const Envelope& envelope, const std::map<std::string, Key>& keys, const Role& role);

/// Untrusted, with the count reached and wanted, when fewer distinct keys than the threshold signed.
Result<> verify_threshold(std::string_view what, const Envelope& envelope, const std::map<std::string, Key>& keys, const Role& role);

// Each parser checks the whole format and returns InvalidInput that names the field.
Result<Signed<Root>> parse_root(Bytes bytes);
Result<Signed<TimestampMetadata>> parse_timestamp_metadata(Bytes bytes);
Result<Signed<Snapshot>> parse_snapshot(Bytes bytes);
Result<Signed<Targets>> parse_targets(Bytes bytes);

}  // namespace escale::repository
