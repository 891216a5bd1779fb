// Which blobs a bundle's manifest names, without knowing anything else about bundles: the hub asks a publisher for exactly these,
// a terminal fetches exactly those it lacks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"
#include "sync/crypto/hash.hpp"

namespace escale::protocol {

inline constexpr std::string_view kBundleTargetPrefix = "bundles/";
inline constexpr std::uint64_t kMaxBlobBytes = std::uint64_t{1} << 30;
inline constexpr std::size_t kMaxBlobs = 20000;  ///< in one manifest

struct BlobRef {
  crypto::Digest sha256;
  std::uint64_t size = 0;
  auto operator<=>(const BlobRef&) const = default;
};

/// Every object of the manifest, outside "approvals", that has "sha256" (64 hexadecimal digits) and "size" (bytes): each digest once,
/// sorted. InvalidInput when one digest comes with two sizes or a size is out of range.
Result<std::vector<BlobRef>> manifest_blobs(std::string_view manifest_json);

/// "blobs/ab/<sha256>", where a repository keeps a blob.
std::string blob_path(const crypto::Digest& sha256);

}  // namespace escale::protocol
