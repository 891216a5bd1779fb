// Any bytes as a manifest: what is accepted is written back byte for byte, and an approval leaves what was approved unchanged.
#include <cstddef>
#include <cstdint>

#include "content-bundles/format/manifest.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const auto manifest = format::read_manifest(bytes);
  if (!manifest) return 0;
  const auto written = format::write_manifest(*manifest);
  CHECK(written && as_text(*written) == as_text(bytes));
  for (const auto* entry : format::entries_in(*manifest, "fr-x-facile")) CHECK(entry != nullptr);
  if (const auto approved = format::add_approval(bytes, "{\"step\":\"fond\"}"))
    CHECK(format::approval_digest(*approved).value() == format::approval_digest(bytes).value());
  return 0;
}
