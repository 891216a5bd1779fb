#include "sync/crypto/bech32.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace escale::crypto {
namespace {
constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kChecksumLength = 6;
constexpr std::size_t kMaxLength = 4096;  // our longest key is 90 characters; later suites may need 2,000

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
bool is_upper(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// BIP 173, "Checksum": the BCH code's remainder, fed one 5-bit value at a time.
class Checksum {
 public:
  explicit Checksum(std::string_view prefix) {
    for (char c : prefix) feed(static_cast<std::uint8_t>(lower(c)) >> 5);
    feed(0);
    for (char c : prefix) feed(static_cast<std::uint8_t>(lower(c)) & 31);
  }
  void feed(std::uint32_t value) {
    static constexpr std::array<std::uint32_t, 5> kGenerator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                             0x2a1462b3};
    const std::uint32_t top = m_state >> 25;
    m_state = (m_state & 0x1ffffff) << 5 ^ value;
    for (std::size_t i = 0; i < kGenerator.size(); ++i)
      if (top >> i & 1) m_state ^= kGenerator[i];
  }
  std::uint32_t state() const { return m_state; }

 private:
  std::uint32_t m_state = 1;
};
}  // namespace

std::string bech32_encode(std::string_view prefix, ByteView data) {
  std::string text;
  text.reserve(prefix.size() + 1 + (data.size() * 8 + 4) / 5 + kChecksumLength);  // never grows: no stray copy to wipe
  text.append(prefix);
  text.push_back('1');
  Checksum checksum(prefix);
  const auto put = [&](std::uint32_t value) {
    checksum.feed(value);
    text.push_back(kAlphabet[value]);
  };
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (std::uint8_t byte : data) {
    pending = (pending << 8 | byte) & 0xfff;
    for (bits += 8; bits >= 5;) put(pending >> (bits -= 5) & 31);
  }
  if (bits > 0) put(pending << (5 - bits) & 31);
  for (std::size_t i = 0; i < kChecksumLength; ++i) checksum.feed(0);
  const std::uint32_t remainder = checksum.state() ^ 1;
  for (std::size_t i = 0; i < kChecksumLength; ++i)
    text.push_back(kAlphabet[remainder >> (5 * (kChecksumLength - 1 - i)) & 31]);
  if (is_upper(prefix)) std::transform(text.begin(), text.end(), text.begin(), upper);
  return text;
}

Result<Secret> bech32_decode(std::string_view prefix, std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return fail(Code::InvalidInput,
                "a key that begins with '" + std::string(prefix) + "1' was expected: " + std::string(why));
  };
  if (text.size() > kMaxLength) return refuse("this text is too long");
  // The separator is the last "1": the alphabet has none.
  const auto separator = text.rfind('1');
  if (separator == std::string_view::npos || text.substr(0, separator) != prefix)
    return refuse("this text begins differently");
  const std::string_view values = text.substr(separator + 1);
  if (values.size() < kChecksumLength) return refuse("this text is too short");
  const bool upper_case = is_upper(prefix);

  Checksum checksum(prefix);
  const std::size_t data_values = values.size() - kChecksumLength;
  Secret data(data_values * 5 / 8);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  std::size_t filled = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const char c = values[i];
    if (lower(c) != c && !upper_case) return refuse("upper and lower case are mixed");
    if (upper(c) != c && upper_case) return refuse("upper and lower case are mixed");
    const auto value = kAlphabet.find(lower(c));
    if (value == std::string_view::npos) return refuse("it has a character that no key has");
    checksum.feed(static_cast<std::uint32_t>(value));
    if (i >= data_values) continue;
    pending = (pending << 5 | static_cast<std::uint32_t>(value)) & 0xfff;
    if ((bits += 5) >= 8) data.bytes()[filled++] = static_cast<std::uint8_t>(pending >> (bits -= 8));
  }
  if (checksum.state() != 1) return refuse("its checksum is wrong, so it was mistyped or cut");
  // BIP 173: at most four bits of padding, all zero.
  if (bits >= 5 || (pending & ((1u << bits) - 1)) != 0) return refuse("its last characters are wrong");
  return data;
}

}  // namespace escale::crypto
