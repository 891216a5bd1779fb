#include "sync/crypto/base64.hpp"

#include <sodium.h>

#include <algorithm>

namespace escale::crypto {
namespace {
int variant(Padding padding) {
  return padding == Padding::None ? sodium_base64_VARIANT_ORIGINAL_NO_PADDING : sodium_base64_VARIANT_ORIGINAL;
}
}  // namespace

std::string base64_encode(ByteView bytes, Padding padding) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant(padding)), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant(padding));
  text.resize(text.find('\0'));
  return text;
}

std::optional<Bytes> base64_decode(std::string_view text, Padding padding) {
  // libsodium 1.0.18 compares signed characters and reads some bytes above 0x7F as if they were letters.
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    return std::nullopt;
  Bytes bytes(text.size() / 4 * 3 + 3);
  std::size_t length = 0;
  // Without an "end" pointer the whole text must be used; libsodium refuses non-zero bits after the last byte.
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, nullptr,
                        variant(padding)) != 0)
    return std::nullopt;
  bytes.resize(length);
  return bytes;
}

}  // namespace escale::crypto
