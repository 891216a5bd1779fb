// The order that a seed gives: the same on every engine of ODK. Fisher-Yates, inside out, with the minimal standard
// generator of Park and Miller (Communications of the ACM 31, 10: multiplier 16807, modulus 2^31 - 1).
#pragma once

#include <cstdint>
#include <vector>

namespace escale::forms {

class ParkMiller {
 public:
  /// Any number: its whole part, taken modulo 2^31 - 1; NaN and infinities count as 0.
  explicit ParkMiller(double seed);
  /// In [0, 1).
  double next();

 private:
  std::int64_t m_state;
};

template <class T>
std::vector<T> shuffled(const std::vector<T>& items, double seed) {
  ParkMiller numbers(seed);
  std::vector<T> order(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto at = static_cast<std::size_t>(numbers.next() * static_cast<double>(i + 1));
    if (at != i) order[i] = order[at];
    order[at] = items[i];
  }
  return order;
}

}  // namespace escale::forms
