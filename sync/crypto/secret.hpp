// Secret bytes: in locked memory (libsodium's guarded heap), wiped when dropped, move-only, never printed.
#pragma once

#include <span>

#include "sync/base/bytes.hpp"

namespace escale::crypto {

class Secret {
 public:
  /// `size` zero bytes in guarded memory.
  explicit Secret(std::size_t size);
  /// Copies, then the caller wipes its own copy (see wipe()).
  static Secret copy_of(ByteView bytes);
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  std::span<std::uint8_t> bytes() { return {m_data, m_size}; }
  ByteView bytes() const { return {m_data, m_size}; }
  std::size_t size() const { return m_size; }

 private:
  std::uint8_t* m_data = nullptr;
  std::size_t m_size = 0;
};

/// Overwrites with zeros in a way the compiler keeps.
void wipe(std::span<std::uint8_t> bytes);
void wipe(std::string& text);

/// Constant-time comparison; false when sizes differ.
bool equal_secret(ByteView a, ByteView b);

}  // namespace escale::crypto
