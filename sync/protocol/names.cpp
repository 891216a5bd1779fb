#include "sync/protocol/names.hpp"

#include <algorithm>

#include "sync/crypto/key_id.hpp"

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

std::string key_id(const crypto::VerifyKey& key) { return crypto::key_id(key); }

}  // namespace escale::protocol
