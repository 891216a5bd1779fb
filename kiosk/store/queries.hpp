// Every query of each repository, for the test that prepares them all; and how stored numbers are read. Internal to this folder.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"

namespace escale::store {

std::vector<std::string_view> outbox_queries();
std::vector<std::string_view> sessions_queries();
std::vector<std::string_view> installed_queries();
std::vector<std::string_view> facts_queries();
std::vector<std::string_view> drafts_queries();
std::vector<std::string_view> corrections_queries();

/// A whole number kept as a text. Corrupt names the fact.
inline Result<std::int64_t> parse_number(std::string_view text, std::string_view name) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return fail(Code::Corrupt, std::string("the fact '").append(name).append("' is not a number"));
  return value;
}

}  // namespace escale::store
