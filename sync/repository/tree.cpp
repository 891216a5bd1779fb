#include "sync/repository/tree.hpp"

#include <algorithm>
#include <charconv>

#include "sync/repository/names.hpp"

namespace escale::repository {
namespace {
/// N of `N<suffix>`, or 0.
std::int64_t numbered(std::string_view name, std::string_view suffix) {
  if (name.size() <= suffix.size() || name.substr(name.size() - suffix.size()) != suffix) return 0;
  const std::string_view digits = name.substr(0, name.size() - suffix.size());
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? value : 0;
}
}  // namespace

std::int64_t TreeState::version_of(std::string_view role) const {
  if (!snapshot) return 0;
  const auto meta = snapshot->body.meta.find(std::string(role) + ".json");
  return meta == snapshot->body.meta.end() ? 0 : meta->second.version;
}

std::string tree_metadata_path(std::string_view role, std::int64_t version) { return "metadata/" + metadata_name(role, version); }

std::string tree_target_path(std::string_view target_path, std::string_view sha256) {
  return "targets/" + hash_prefixed(target_path, sha256);
}

std::string tree_blob_path(std::string_view sha256) {
  return "blobs/" + std::string(sha256.substr(0, 2)) + "/" + std::string(sha256);
}

Result<TreeState> read_tree(const Files& files, const Path& tree) {
  TreeState state;
  TRY_ASSIGN(const auto names, files.list(tree / "metadata"));
  std::int64_t root_version = 0;
  for (const auto& name : names) {
    root_version = std::max(root_version, numbered(name, ".root.json"));
    state.newest_timestamp = std::max(state.newest_timestamp, numbered(name, ".timestamp.json"));
  }
  if (root_version == 0) return state;
  TRY_ASSIGN(auto root, files.read(tree / tree_metadata_path(kRoot, root_version), kMaxMetadata));
  TRY_ASSIGN(state.root, parse_root(std::move(root)));
  const Path timestamp_path = tree / "metadata" / metadata_name(kTimestamp);
  if (!files.exists(timestamp_path)) return state;
  TRY_ASSIGN(auto timestamp, files.read(timestamp_path, kMaxMetadata));
  TRY_ASSIGN(state.timestamp, parse_timestamp_metadata(std::move(timestamp)));
  state.newest_timestamp = std::max(state.newest_timestamp, state.timestamp->body.version);
  TRY_ASSIGN(auto snapshot, files.read(tree / tree_metadata_path(kSnapshot, state.timestamp->body.snapshot.version), kMaxMetadata));
  TRY_ASSIGN(state.snapshot, parse_snapshot(std::move(snapshot)));
  return state;
}

Result<std::optional<Signed<Targets>>> read_role(const Files& files, const Path& tree, const TreeState& state,
                                                 std::string_view role) {
  const std::int64_t version = state.version_of(role);
  if (version == 0) return std::optional<Signed<Targets>>();
  TRY_ASSIGN(auto bytes, files.read(tree / tree_metadata_path(role, version), kMaxMetadata));
  TRY_ASSIGN(auto parsed, parse_targets(std::move(bytes)));
  return std::optional<Signed<Targets>>(std::move(parsed));
}

}  // namespace escale::repository
