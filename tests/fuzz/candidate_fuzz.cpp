// Any bytes as what a publisher sends to the hub: the outside is read strictly and written back the same, before any signature is looked at.
#include <cstddef>
#include <cstdint>

#include "sync/protocol/approval.hpp"
#include "sync/protocol/blobs.hpp"
#include "sync/repository/publisher.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  if (const auto candidate = repository::parse_candidate(bytes)) {
    const auto written = repository::write_candidate(*candidate);
    CHECK(written && repository::parse_candidate(*written).value() == *candidate);
  }
  // What the hub looks for in the manifests that come with it.
  const std::string_view text = as_text(bytes);
  if (const auto blobs = protocol::manifest_blobs(text)) CHECK(blobs->size() <= protocol::kMaxBlobs);
  const auto approvals = protocol::manifest_approvals(text);
  if (!approvals) return 0;
  const auto digest = protocol::approval_digest(text);
  if (!digest) return 0;
  const auto again = protocol::with_approvals(text, *approvals);
  if (again) CHECK(protocol::approval_digest(*again).value() == *digest);
  return 0;
}
