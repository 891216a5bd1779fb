#include "content-bundles/forms/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace escale::forms {
namespace {
constexpr std::size_t kMaxWholeDigits = 12;
constexpr std::size_t kFractionDigits = 6;

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
}  // namespace

Decimal Decimal::whole(std::int64_t value) {
  Decimal decimal;
  decimal.m_millionths = value * kScale;
  return decimal;
}

Result<Decimal> Decimal::parse(std::string_view text) {
  std::string_view digits = text;
  const bool negative = !digits.empty() && digits.front() == '-';
  if (negative) digits.remove_prefix(1);
  const std::size_t point = digits.find('.');
  std::string_view whole = digits.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view{} : digits.substr(point + 1);
  if (whole.empty() || !all_digits(whole) || !all_digits(fraction) ||
      (point != std::string_view::npos && fraction.empty()))
    return fail(Code::InvalidInput, fmt::format("'{}' is not a number such as 12 or -3.5", text.substr(0, 40)));
  while (whole.size() > 1 && whole.front() == '0') whole.remove_prefix(1);
  if (whole.size() > kMaxWholeDigits || fraction.size() > kFractionDigits)
    return fail(Code::InvalidInput, fmt::format("'{}' has more than {} digits before the point or {} after",
                                                text.substr(0, 40), kMaxWholeDigits, kFractionDigits));
  Decimal decimal;
  for (const char c : whole) decimal.m_millionths = decimal.m_millionths * 10 + (c - '0');
  for (std::size_t i = 0; i < kFractionDigits; ++i)
    decimal.m_millionths = decimal.m_millionths * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  if (negative) decimal.m_millionths = -decimal.m_millionths;
  return decimal;
}

Decimal Decimal::plus(const Decimal& other) const {
  Decimal sum;
  sum.m_millionths = m_millionths + other.m_millionths;
  return sum;
}

std::string Decimal::text() const {
  const std::int64_t magnitude = m_millionths < 0 ? -m_millionths : m_millionths;
  std::string text = fmt::format("{}{}", m_millionths < 0 ? "-" : "", magnitude / kScale);
  if (magnitude % kScale != 0) {
    text += fmt::format(".{:06}", magnitude % kScale);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

}  // namespace escale::forms
