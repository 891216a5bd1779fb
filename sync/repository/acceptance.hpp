// The serving side (hub, or a publisher's own folder): takes a candidate only if the client's verification passes on the result,
// makes snapshot and timestamp with the on-line keys, and writes the tree so that a reader never sees a half of it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/repository/client.hpp"
#include "sync/repository/publisher.hpp"

namespace escale::repository {

/// The keys that stay at the hub. One key may do both.
struct OnlineKeys {
  std::vector<const crypto::SigningKey*> snapshot;
  std::vector<const crypto::SigningKey*> timestamp;
};

/// Files to write below the tree ("metadata/3.root.json", "targets/bundles/HASH.x.json"), in this order; timestamp.json is last.
using TreeFiles = std::vector<std::pair<std::string, Bytes>>;

/// Checks a candidate against the repository in `tree` without writing: formats, versions (each exactly one above), thresholds of
/// each delegator, expiry, target contents, profile limits. Conflict when somebody published that version first: re-sign.
Result<> verify_candidate(const Files& files, const Path& tree, const Candidate& candidate, Timestamp now, const Limits& limits = {});

/// verify_candidate, then new snapshot and timestamp, then a full client update over the old tree plus the new files.
/// Returns what to write; nothing is written. Refused when an on-line key is not the one root names.
Result<TreeFiles> accept_candidate(const Files& files, const Path& tree, const Candidate& candidate, const OnlineKeys& keys,
                                   Timestamp now, const Lifetimes& lifetimes = {}, const Limits& limits = {});

/// The same timestamp and snapshot content under a new version and expiry: what the hub does before it runs out.
Result<TreeFiles> renew_online(const Files& files, const Path& tree, const OnlineKeys& keys, Timestamp now,
                               const Lifetimes& lifetimes = {});

/// A timestamp for one exported copy, valid for `lifetime` (at most kLongestTimestamp). The returned bytes are the copy's
/// timestamp.json; the files returned keep the counter in the tree so that later ones are newer.
struct ExportTimestamp {
  Bytes timestamp;
  TreeFiles record;
};
Result<ExportTimestamp> timestamp_for_export(const Files& files, const Path& tree, const OnlineKeys& keys, Timestamp now, Days lifetime);

/// Writes the files in order. A reader that comes between two writes sees the old state whole.
Result<> write_tree(Files& files, const Path& tree, const TreeFiles& written);

}  // namespace escale::repository
