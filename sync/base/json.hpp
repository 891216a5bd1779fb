// JSON in and out. Parsing has limits and no exceptions; writing for signatures is OLPC canonical JSON as TUF 1.0.34 (section 4.2.1)
// asks: sorted ASCII keys, only `"` and `\` escaped, integers only. Received bytes that are stored are never re-serialised.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/bytes.hpp"

namespace escale {

using Json = nlohmann::json;

/// Parses one JSON document. InvalidInput names the byte offset; nesting over 64 levels, invalid UTF-8 and repeated keys are refused.
Result<Json> parse_json(std::string_view text);

/// Which keys an object may have: ours are ASCII; what others signed may have any UTF-8, sorted by code point.
enum class CanonicalKeys { Ascii, Utf8 };

/// OLPC canonical form, what TUF signs. InvalidInput on floating-point numbers or keys that are not allowed. OLPC leaves line ends and other
/// control characters as they are: a text that holds one cannot be parsed again, so files that may hold one use stored_json.
Result<std::string> canonical_json(const Json& value, CanonicalKeys keys = CanonicalKeys::Ascii);

/// The one form of our own blobs and records: canonical_json with control characters escaped (\n, \t, \u00XX), so that parse_json reads
/// it back. The same bytes as canonical_json for texts without them.
Result<std::string> stored_json(const Json& value);

// Fields of an object. Each error names the field: "'expires' is missing", "'version' is not a whole number".
// The view returned by json_field lives as long as the object.
Result<const Json*> json_field(const Json& object, std::string_view key);
Result<std::string> json_string(const Json& object, std::string_view key);
Result<std::int64_t> json_int(const Json& object, std::string_view key);
Result<bool> json_bool(const Json& object, std::string_view key);
Result<const Json*> json_object(const Json& object, std::string_view key);
Result<const Json*> json_array(const Json& object, std::string_view key);
Result<std::vector<std::string>> json_strings(const Json& object, std::string_view key);
/// The string, or the fallback when the field is absent. A field of another type is an error.
Result<std::string> json_string_or(const Json& object, std::string_view key, std::string_view fallback);

}  // namespace escale
