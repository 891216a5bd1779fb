// Any bytes as JSON: what is accepted is bounded in depth, and its stored form is a fixed point that reads back the same.
#include <cstddef>
#include <cstdint>

#include "sync/base/json.hpp"

using namespace escale;

namespace {
std::size_t depth(const Json& value) {
  std::size_t deepest = 0;
  if (value.is_structured())
    for (const Json& inner : value) deepest = std::max(deepest, depth(inner));
  return deepest + (value.is_structured() ? 1 : 0);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  const auto value = parse_json(text);
  if (!value) {
    CHECK(!value.error().message.empty());
    return 0;
  }
  CHECK(is_utf8(text));
  CHECK(depth(*value) <= 64);
  if (const auto stored = stored_json(*value)) {
    const auto again = parse_json(*stored);
    CHECK(again && *again == *value);
    CHECK(stored_json(*again).value() == *stored);
  }
  const auto ascii = canonical_json(*value, CanonicalKeys::Ascii);
  const auto utf8 = canonical_json(*value, CanonicalKeys::Utf8);
  CHECK(!ascii || (utf8 && *utf8 == *ascii));
  (void)json_string(*value, "a");
  (void)json_int(*value, "a");
  (void)json_strings(*value, "a");
  return 0;
}
