// A repository tree on disk, as any static server serves it: metadata/N.root.json, metadata/timestamp.json, metadata/N.<role>.json,
// targets/<dir>/HASH.<name>, blobs/ab/<sha256>. This reads its present state; only write_tree (acceptance.hpp) writes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/files.hpp"
#include "sync/repository/metadata.hpp"

namespace escale::repository {

/// Sizes of our profile, in bytes.
inline constexpr std::uint64_t kMaxMetadata = 512 * 1024;
inline constexpr std::uint64_t kMaxTarget = 4u << 20;

struct TreeState {
  std::optional<Signed<Root>> root;  ///< the newest; nothing in a tree that is still empty
  std::optional<Signed<TimestampMetadata>> timestamp;
  std::optional<Signed<Snapshot>> snapshot;
  std::int64_t newest_timestamp = 0;  ///< the highest version ever given, exported copies included

  /// The version of targets or a delegated role that the snapshot names; 0 when there is none.
  std::int64_t version_of(std::string_view role) const;
};

/// Reads the newest root and what timestamp and snapshot name. Parsed, not verified: the tree is the server's own.
Result<TreeState> read_tree(const Files& files, const Path& tree);

/// The present metadata of targets or of a delegated role; nothing when the repository has none.
Result<std::optional<Signed<Targets>>> read_role(const Files& files, const Path& tree, const TreeState& state, std::string_view role);

/// Where files are in the tree, relative to it.
std::string tree_metadata_path(std::string_view role, std::int64_t version);
std::string tree_target_path(std::string_view target_path, std::string_view sha256);
std::string tree_blob_path(std::string_view sha256);

}  // namespace escale::repository
