// Where a blob lies under a `blobs` folder, on any static server, key or disk.
#pragma once

#include "sync/base/files.hpp"
#include "sync/crypto/hash.hpp"

namespace escale::format {

/// "<root>/ab/<sha256>", where root is the `blobs` folder and ab the digest's first two digits.
inline Path blob_path(const Path& root, const crypto::Digest& digest) {
  const std::string hex = digest.hex();
  return root / hex.substr(0, 2) / hex;
}

}  // namespace escale::format
