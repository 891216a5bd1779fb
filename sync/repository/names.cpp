#include "sync/repository/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "sync/repository/metadata.hpp"

namespace escale::repository {
namespace {
bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

std::string encode(std::string_view text, bool keep_slashes) {
  std::string out;
  for (char c : text) {
    if (is_unreserved(c) || (keep_slashes && c == '/'))
      out.push_back(c);
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

/// Code points of a UTF-8 text; a stray byte counts as itself, so that any text can be matched.
std::vector<std::uint32_t> code_points(std::string_view text) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 1;
    std::uint32_t value = size == 1 ? lead : lead & (0xFFu >> (size + 1));
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k) value = value << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    out.push_back(value);
    i += size;
  }
  return out;
}

using Text = std::vector<std::uint32_t>;

/// Matches `[…]` that begins at pattern[at]; moves `at` behind it. Nothing when the bracket is not closed: then `[` is itself.
std::optional<bool> matches_set(const Text& pattern, std::size_t& at, std::uint32_t c) {
  std::size_t i = at + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  std::size_t close = i + 1;  // a `]` in first place is a member
  while (close < pattern.size() && pattern[close] != ']') ++close;
  if (close >= pattern.size()) return std::nullopt;
  bool found = false;
  while (i < close) {
    if (i + 2 < close && pattern[i + 1] == '-') {
      found = found || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 3;
    } else {
      found = found || pattern[i] == c;
      ++i;
    }
  }
  at = close + 1;
  return found != negated;
}

/// One segment, in time O(pattern × text): on a mismatch only the last `*` is widened.
bool matches_segment(const Text& pattern, const Text& text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::optional<std::size_t> star;
  std::size_t star_text = 0;
  while (t < text.size() || p < pattern.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
      continue;
    }
    if (p < pattern.size() && t < text.size()) {
      std::size_t next = p;
      std::optional<bool> in_set;
      if (pattern[p] == '[') in_set = matches_set(pattern, next, text[t]);
      if (!in_set) next = p + 1;
      if (in_set ? *in_set : pattern[p] == '?' || pattern[p] == text[t]) {
        p = next;
        ++t;
        continue;
      }
    }
    if (!star || star_text >= text.size()) return false;
    p = *star + 1;
    t = ++star_text;
  }
  return true;
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0;;) {
    const std::size_t end = path.find('/', begin);
    out.push_back(path.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return out;
    begin = end + 1;
  }
}
}  // namespace

std::string encode_segment(std::string_view name) { return encode(name, false); }
std::string encode_path(std::string_view path) { return encode(path, true); }

std::string metadata_name(std::string_view role) { return encode_segment(role) + ".json"; }
std::string metadata_name(std::string_view role, std::int64_t version) {
  return fmt::format("{}.{}.json", version, encode_segment(role));
}

std::string hash_prefixed(std::string_view target_path, std::string_view hash) {
  const std::size_t slash = target_path.rfind('/');
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  return fmt::format("{}{}.{}", target_path.substr(0, name), hash, target_path.substr(name));
}

bool matches_pattern(std::string_view pattern, std::string_view path) {
  const auto wanted = segments(pattern);
  const auto given = segments(path);
  return std::equal(wanted.begin(), wanted.end(), given.begin(), given.end(),
                    [](std::string_view w, std::string_view g) { return matches_segment(code_points(w), code_points(g)); });
}

Result<> check_role_name(std::string_view name) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool fits = !name.empty() && name.size() <= 64 && is_plain(name[0]) &&
                    std::all_of(name.begin(), name.end(), [&](char c) { return is_plain(c) || c == '-'; });
  if (!fits) return fail(Code::InvalidInput, fmt::format("the role name '{}' must be small letters, digits and '-', at most 64", name));
  if (is_top_level(name)) return fail(Code::InvalidInput, fmt::format("the role name '{}' is taken by a top-level role", name));
  return {};
}

Result<> check_target_path(std::string_view path) {
  bool fits = !path.empty() && path.size() <= 200;
  for (const auto segment : segments(path)) {
    fits = fits && !segment.empty() && segment != "." && segment != ".." &&
           std::all_of(segment.begin(), segment.end(), [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
           });
  }
  if (!fits)
    return fail(Code::InvalidInput,
                fmt::format("the target path '{}' must be segments of small letters, digits, '-', '.' and '_', at most 200 in all", path));
  return {};
}

}  // namespace escale::repository
