// A built bundle on its way to a folder: bundles/<id>.json and blobs/ab/<sha256>, the layout that the repository serves.
#pragma once

#include <map>

#include "content-bundles/format/manifest.hpp"
#include "sync/base/files.hpp"

namespace escale::format {

struct BuiltBundle {
  Bytes manifest;
  std::map<crypto::Digest, Bytes> blobs;
  bool operator==(const BuiltBundle&) const = default;
};

/// Writes the blobs, then the manifest: a power cut leaves the old manifest with all its blobs. Blobs that are there already, whole,
/// are not written again. Refused when the manifest is not valid or a blob that it names is not given.
Result<> write_bundle(Files& files, const BuiltBundle& bundle, const Path& out);

}  // namespace escale::format
