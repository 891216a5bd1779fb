// Randomness as a parameter. SystemRandom is the kernel's generator and the only one that may make keys outside tests.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sync/base/bytes.hpp"

namespace escale {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;

  Bytes bytes(std::size_t count);
  /// Uniform in [0, limit), without modulo bias. limit > 0.
  std::uint64_t below(std::uint64_t limit);
  /// Fisher-Yates.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }
};

/// getrandom(2). Aborts if the kernel has none to give: nothing may go on with weak keys.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

/// The same bytes for the same seed (splitmix64). Tests, and `--seed` of the programs; never for keys that matter.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : m_state(seed) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::uint64_t m_state;
};

}  // namespace escale
