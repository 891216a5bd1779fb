// The client workflow of TUF 1.0.34, section 5, step by step. It never reads a clock: `now` is the fixed update start time (5.1).
// Stated deviation: when a search reaches one role through two delegators, the search is refused (see SPEC.md).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/repository/fetcher.hpp"
#include "sync/repository/metadata.hpp"
#include "sync/repository/trusted_store.hpp"

namespace escale::repository {

/// Sizes in bytes. The defaults are the profile's (512 KB); a client of other repositories may ask for more.
struct Limits {
  std::uint64_t root = 512 * 1024;
  std::uint64_t timestamp = 16 * 1024;
  std::uint64_t snapshot = 512 * 1024;
  std::uint64_t targets = 512 * 1024;  ///< and each delegated role
  int root_rotations = 1024;           ///< Y of 5.3.3
  int visited_roles = 64;              ///< of 5.6.7.1, for one search
  int all_roles = 1024;                ///< for all_targets
};

/// A target that the trusted metadata describe.
struct FoundTarget {
  std::string path;
  std::string role;  ///< who describes it
  TargetFile file;
  bool expired = false;  ///< only from all_targets: that role's metadata ran out; what is installed stays, nothing new is taken from it
};

/// One client with one trusted folder. Not thread-safe. Any error leaves the trusted folder usable.
class Updater {
 public:
  Updater(TrustedStore& store, Timestamp now, Limits limits = {});
  ~Updater();
  Updater(const Updater&) = delete;
  Updater& operator=(const Updater&) = delete;

  /// 5.2 to 5.6: updates root, timestamp, snapshot and targets from the source. Once per Updater.
  /// Conflict when the source is older than what is trusted (not an attack on a USB key: "nothing new"), Expired when what it
  /// has is no longer valid, Untrusted when signatures are missing, Corrupt when files do not belong together,
  /// NotFound or Unavailable when the source lacks a file or does not answer.
  Result<> refresh(Fetcher& metadata);

  /// Instead of refresh: takes what the trusted folder holds, signatures verified, expiry ignored: this is how installed content
  /// stays readable for ever. Files of two updates may stand side by side after a cut; each was trusted once.
  /// NotFound when there is no root or no targets yet, Untrusted when their signatures do not verify.
  Result<> load_trusted();

  /// 5.6.7: the target's description, searching delegations (fetched when the folder has not the wanted version).
  /// NotFound when no role describes it. After load_trusted, nothing is fetched.
  Result<FoundTarget> find_target(std::string_view path);

  /// Every target of the trusted roles, delegations included, each as find_target would give it. Sorted by path. A delegated role whose
  /// metadata expired holds up no other role: its targets, as they were last trusted, come marked `expired`.
  Result<std::vector<FoundTarget>> all_targets();

  /// 5.7: downloads, checks length and hashes, and returns the bytes. TooLarge when the target is over `max_length`.
  Result<Bytes> fetch_target(const FoundTarget& target, Fetcher& targets, std::uint64_t max_length = 64u << 20);

  /// The same into `folder`, under the percent-encoded target path; a file already there with these hashes is not fetched again.
  Result<Path> download_target(const FoundTarget& target, Fetcher& targets, Files& files, const Path& folder);

  /// The newest `x-issued` of all metadata accepted by this Updater.
  std::optional<Timestamp> newest_issued() const;
  /// True when this refresh accepted a root that took a timestamp key away: trusted time starts again (security profile).
  bool timestamp_key_rotated() const;

  // The trusted metadata, or nullptr when they are not loaded. They live as long as the Updater.
  const Signed<Root>* root() const;
  const Signed<TimestampMetadata>* timestamp() const;
  const Signed<Snapshot>* snapshot() const;
  const Signed<Targets>* targets(std::string_view role = kTargets) const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace escale::repository
