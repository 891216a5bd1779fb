#include "sync/protocol/names.hpp"

#include <algorithm>

#include "sync/base/json.hpp"
#include "sync/crypto/hash.hpp"

namespace escale::protocol {

std::string day_text(Day day) { return format_day(Timestamp(day)); }

Result<Day> parse_day(std::string_view text) {
  const auto time = parse_timestamp(std::string(text) + "T00:00:00Z");
  if (!time) return fail(Code::InvalidInput, "a day is written like 2026-11-24");
  return day_of(*time);
}

Day day_of(Timestamp time) { return std::chrono::floor<std::chrono::days>(time); }

bool is_slug(std::string_view text) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= 64 && plain(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return plain(c) || c == '-'; });
}

bool is_form_id(std::string_view text) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= 64 && plain(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return plain(c) || c == '.' || c == '-'; });
}

std::string key_id(const crypto::VerifyKey& key) {
  // TUF 1.0.34, section 4.2: the digest of the key object in canonical form, whose three fields are already in order here.
  const std::string object = R"({"keytype":"ed25519","keyval":{"public":")" + key.hex() + R"("},"scheme":"ed25519"})";
  return crypto::sha256(as_bytes(object)).hex();
}

}  // namespace escale::protocol
