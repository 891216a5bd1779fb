// A local tree of what a source serves: what a publisher begins drafts on, and what a USB key carries. Everything is verified by a
// client update before a byte is written, so a mirror is never worse than its source was a moment ago.
#pragma once

#include <cstddef>

#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"
#include "sync/repository/client.hpp"

namespace escale::repository {

struct MirrorSummary {
  std::size_t metadata = 0;  ///< metadata files that are new in the tree
  std::size_t targets = 0;   ///< target files that are new in the tree
};

/// Brings `tree`/metadata and `tree`/targets up to the source. `trusted` keeps the verified state between calls (initialised with a
/// root). Fails as Updater::refresh does, and then leaves the tree as it was.
Result<MirrorSummary> mirror(Files& files, TrustedStore& trusted, Fetcher& metadata, Fetcher& targets, const Path& tree, Timestamp now,
                             const Limits& limits = {});

}  // namespace escale::repository
