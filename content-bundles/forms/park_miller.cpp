#include "content-bundles/forms/park_miller.hpp"

#include <cmath>

namespace escale::forms {
namespace {
constexpr std::int64_t kModulus = 2'147'483'647;
}

ParkMiller::ParkMiller(double seed)
    : m_state(std::isfinite(seed)
                  ? static_cast<std::int64_t>(std::fmod(std::trunc(seed), static_cast<double>(kModulus)))
                  : 0) {
  if (m_state <= 0) m_state += kModulus - 1;
}

double ParkMiller::next() {
  m_state = m_state * 16'807 % kModulus;
  return static_cast<double>(m_state - 1) / static_cast<double>(kModulus - 1);
}

}  // namespace escale::forms
