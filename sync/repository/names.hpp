// How roles and targets are named in URLs and on disk, and which names our own publisher makes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace escale::repository {

/// Percent-encodes everything but letters, digits and `-._~`: one path segment, whatever the name.
std::string encode_segment(std::string_view name);

/// Percent-encodes a target path for a URL and keeps its slashes.
std::string encode_path(std::string_view path);

/// `role.json` or `N.role.json`, the role percent-encoded.
std::string metadata_name(std::string_view role);
std::string metadata_name(std::string_view role, std::int64_t version);

/// `dir/HASH.name` from `dir/name` (section 6.2.1: consistent snapshots).
std::string hash_prefixed(std::string_view target_path, std::string_view hash);

/// True when the glob pattern matches the path: segment by segment, `*`, `?` and `[…]` never match a slash (section 4.5).
bool matches_pattern(std::string_view pattern, std::string_view path);

/// Our profile: role names are `[a-z0-9][a-z0-9-]*`, at most 64 characters, and not a top-level role.
Result<> check_role_name(std::string_view name);

/// Our profile: target paths are `[a-z0-9._-]` segments with `/` between, no empty or dotted-only segment, at most 200 characters.
Result<> check_target_path(std::string_view path);

}  // namespace escale::repository
