// An exact decimal number, as a person typed it: 1.50 is 1.5, and 0.1 stays 0.1. Signed JSON holds no floating point,
// so records and forms use this. The rule: one value has one text.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace escale::forms {

class Decimal {
 public:
  Decimal() = default;
  /// A whole number; kept exactly.
  static Decimal whole(std::int64_t value);
  /// "-12.5": an optional minus, at most 12 digits before the point and 6 after. InvalidInput otherwise (no exponent,
  /// no comma, no plus).
  static Result<Decimal> parse(std::string_view text);
  /// Shortest text: no trailing zeros, no "-0".
  std::string text() const;
  bool is_whole() const { return m_millionths % kScale == 0; }
  /// The whole part, towards zero.
  std::int64_t truncated() const { return m_millionths / kScale; }
  double value() const { return static_cast<double>(m_millionths) / static_cast<double>(kScale); }
  /// The number times one million, exact: for steps and remainders.
  std::int64_t millionths() const { return m_millionths; }
  /// The exact sum; the caller keeps both within the digits that parse() allows.
  Decimal plus(const Decimal& other) const;
  auto operator<=>(const Decimal&) const = default;

 private:
  static constexpr std::int64_t kScale = 1'000'000;
  std::int64_t m_millionths = 0;
};

}  // namespace escale::forms
