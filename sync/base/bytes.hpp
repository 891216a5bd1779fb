// Bytes and their hexadecimal text. Binary data is Bytes or ByteView; std::string is UTF-8 text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"

namespace escale {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The bytes of a text, without copying. The view lives as long as the text.
inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// The text of some bytes, without copying or checking UTF-8.
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

inline Bytes to_bytes(std::string_view text) { return Bytes(as_bytes(text).begin(), as_bytes(text).end()); }
inline std::string to_text(ByteView bytes) { return std::string(as_text(bytes)); }

/// Lower-case hexadecimal, two digits a byte.
std::string to_hex(ByteView bytes);

/// Bytes from lower-case hexadecimal. InvalidInput on odd length, upper case or any other character.
Result<Bytes> from_hex(std::string_view hex);

/// True when the text is well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view text);

}  // namespace escale
