#include <fmt/format.h>

#include <charconv>

#include "sync/attendance/sheet.hpp"
#include "sync/base/json.hpp"
#include "sync/crypto/words.hpp"

namespace escale::attendance {
namespace {

constexpr std::string_view kPrefix = "ESCALE-EMARGEMENT/1/";

/// What the key signs: canonical JSON whose first key says what it is, so that no other signed thing can be taken for it.
std::string message(const SheetCode& code) {
  auto text = canonical_json({{"attendance_code", 1}, {"mailbox", code.mailbox}, {"made", protocol::day_text(code.made)}, {"people", code.people},
                              {"signatures", code.signatures}, {"sheet", code.sheet.hex()}});
  CHECK(text.has_value());  // ASCII keys and whole numbers
  return std::move(*text);
}

std::string changed_case(std::string text, char from, char to) {
  for (char& c : text)
    if (c >= from && c <= from + 25) c = static_cast<char>(c - from + to);
  return text;
}
std::string capitals(std::string text) { return changed_case(std::move(text), 'a', 'A'); }
std::string small_letters(std::string text) { return changed_case(std::move(text), 'A', 'a'); }

Result<std::size_t> count(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || std::to_string(value) != text || value > 1'000'000) return fail(Code::InvalidInput, "a number of the code cannot be read");
  return value;
}

}  // namespace

Result<SheetCode> sign_sheet(const Sheet& sheet, const crypto::SigningKey& key) {
  TRY_ASSIGN(const std::string text, encode_sheet(sheet));
  SheetCode code{sheet.mailbox, sheet.made, sheet.people.size(), sheet.signatures(), crypto::sha256(as_bytes(text)), key.verify_key(), {}};
  code.signature = key.sign(as_bytes(message(code)));
  return code;
}

bool is_signed(const SheetCode& code) { return code.key.verifies(as_bytes(message(code)), code.signature); }

std::string code_text(const SheetCode& code) {
  return fmt::format("{}{}/{}/{}/{}/{}", kPrefix, capitals(code.mailbox), protocol::day_text(code.made), code.people, code.signatures,
                     capitals(code.sheet.hex() + code.key.hex() + code.signature.hex()));
}

Result<SheetCode> parse_code(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
  const std::string typed = capitals(std::string(text));  // a scanner's keyboard may have lost the capitals
  if (!typed.starts_with(kPrefix)) return fail(Code::InvalidInput, fmt::format("a code of an attendance sheet begins with {}", kPrefix));
  std::vector<std::string> parts;
  for (std::string_view rest = std::string_view(typed).substr(kPrefix.size());;) {
    const std::size_t slash = rest.find('/');
    parts.emplace_back(rest.substr(0, slash));
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  if (parts.size() != 5 || parts[4].size() != 64 + 64 + 128) return fail(Code::InvalidInput, "the code is cut, or has a part too many");
  SheetCode code;
  code.mailbox = small_letters(parts[0]);
  if (!protocol::is_slug(code.mailbox)) return fail(Code::InvalidInput, "the code names no mailbox");
  TRY_ASSIGN(code.made, protocol::parse_day(parts[1]));
  TRY_ASSIGN(code.people, count(parts[2]));
  TRY_ASSIGN(code.signatures, count(parts[3]));
  const std::string hex = small_letters(parts[4]);
  TRY_ASSIGN(code.sheet, crypto::Digest::parse(hex.substr(0, 64)));
  TRY_ASSIGN(code.key, crypto::VerifyKey::parse(hex.substr(64, 64)));
  TRY_ASSIGN(code.signature, crypto::Signature::parse(hex.substr(128)));
  return code;
}

std::string code_words(const SheetCode& code) {
  constexpr int kWords = 8, kBits = 13;  // 8192 words
  const crypto::Digest digest = crypto::sha256(as_bytes(code_text(code)));
  const std::string hex = digest.hex();
  std::string out;
  for (int word = 0; word < kWords; ++word) {
    std::size_t index = 0;
    for (int bit = word * kBits; bit < (word + 1) * kBits; ++bit) {
      const char digit = hex[static_cast<std::size_t>(bit / 4)];
      const int value = digit <= '9' ? digit - '0' : digit - 'a' + 10;
      index = index << 1 | static_cast<std::size_t>(value >> (3 - bit % 4) & 1);
    }
    out += (out.empty() ? "" : " ") + std::string(crypto::word_list()[index]);
  }
  return out;
}

}  // namespace escale::attendance
