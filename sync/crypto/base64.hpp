// Base64 (RFC 4648, standard alphabet) in its one canonical form: other spellings of the same bytes are refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"

namespace escale::crypto {

enum class Padding { None, Required };

std::string base64_encode(ByteView bytes, Padding padding);
/// Nothing when the text is not the canonical Base64 of some bytes.
std::optional<Bytes> base64_decode(std::string_view text, Padding padding);

}  // namespace escale::crypto
