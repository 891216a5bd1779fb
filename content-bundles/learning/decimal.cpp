#include <fmt/format.h>

#include "content-bundles/learning/question.hpp"

namespace escale::learning {
namespace {
constexpr std::int64_t kUnit = 1'000'000;
constexpr std::int64_t kMaxWhole = 9'000'000'000'000;

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}
bool take_space(std::string_view& text) {
  return take(text, " ") || take(text, "\u00A0") || take(text, "\u202F") || take(text, "\u2009");
}
bool at_digit(std::string_view text) { return !text.empty() && text.front() >= '0' && text.front() <= '9'; }
}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
  const auto bad = [] { return fail(Code::InvalidInput, "not a number: write digits, such as 3 or 2,5"); };
  while (take_space(text)) {
  }
  const bool negative = take(text, "-") || take(text, "\u2212");
  if (!negative) take(text, "+");
  std::int64_t whole = 0;
  int digits = 0;
  while (true) {
    if (at_digit(text)) {
      whole = whole * 10 + (text.front() - '0');
      if (whole > kMaxWhole) return fail(Code::InvalidInput, "the number is too large: at most 9 000 000 000 000");
      text.remove_prefix(1);
      ++digits;
      continue;
    }
    // A space belongs to the number only between two digits: "1 200".
    std::string_view ahead = text;
    if (digits > 0 && take_space(ahead) && at_digit(ahead)) {
      text = ahead;
      continue;
    }
    break;
  }
  std::int64_t fraction = 0;
  if (take(text, ".") || take(text, ",")) {
    std::int64_t place = kUnit / 10;
    if (!at_digit(text)) return bad();
    for (; at_digit(text); text.remove_prefix(1), ++digits) {
      if (place == 0) {
        if (text.front() != '0') return fail(Code::InvalidInput, "the number has over six decimals: round it");
        continue;
      }
      fraction += (text.front() - '0') * place;
      place /= 10;
    }
  }
  while (take_space(text)) {
  }
  if (digits == 0 || !text.empty()) return bad();
  const std::int64_t value = whole * kUnit + fraction;
  if (value > kMaxWhole * kUnit) return fail(Code::InvalidInput, "the number is too large: at most 9 000 000 000 000");
  return Decimal{negative ? -value : value};
}

std::string Decimal::text() const {
  const std::uint64_t size =
      millionths < 0 ? 0 - static_cast<std::uint64_t>(millionths) : static_cast<std::uint64_t>(millionths);
  std::string out = fmt::format("{}{}", millionths < 0 ? "-" : "", size / kUnit);
  if (const std::uint64_t rest = size % kUnit; rest != 0) {
    out += fmt::format(".{:06}", rest);
    while (out.back() == '0') out.pop_back();
  }
  return out;
}

}  // namespace escale::learning
