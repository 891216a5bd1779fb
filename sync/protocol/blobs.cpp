#include "sync/protocol/blobs.hpp"

#include <fmt/format.h>

#include <map>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {
Result<> collect(const Json& value, std::map<crypto::Digest, std::uint64_t>& found) {
  if (value.is_object() && value.contains("sha256") && value.contains("size")) {
    TRY_ASSIGN(const crypto::Digest digest, digest_field(value, "sha256"));
    TRY_ASSIGN(const std::int64_t size, int_field(value, "size", 0, static_cast<std::int64_t>(kMaxBlobBytes)));
    const auto [entry, is_new] = found.emplace(digest, static_cast<std::uint64_t>(size));
    if (!is_new && entry->second != static_cast<std::uint64_t>(size))
      return fail(Code::InvalidInput, fmt::format("the manifest gives blob {} two sizes", digest.hex()));
    if (found.size() > kMaxBlobs) return fail(Code::TooLarge, fmt::format("the manifest names over {} blobs", kMaxBlobs));
  }
  if (value.is_structured())
    for (const auto& item : value) TRY(collect(item, found));
  return {};
}
}  // namespace

Result<std::vector<BlobRef>> manifest_blobs(std::string_view manifest_json) {
  TRY_ASSIGN(Json manifest, parse_object(manifest_json, std::size_t{4} << 20));
  manifest.erase("approvals");
  std::map<crypto::Digest, std::uint64_t> found;
  TRY(collect(manifest, found));
  std::vector<BlobRef> out;
  for (const auto& [digest, size] : found) out.push_back({digest, size});
  return out;
}

std::string blob_path(const crypto::Digest& sha256) {
  const std::string hex = sha256.hex();
  return fmt::format("blobs/{}/{}", hex.substr(0, 2), hex);
}

}  // namespace escale::protocol
