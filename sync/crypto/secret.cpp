#include "sync/crypto/secret.hpp"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace escale::crypto {

Secret::Secret(std::size_t size) : m_size(size) {
  CHECK(sodium_init() >= 0);
  m_data = static_cast<std::uint8_t*>(sodium_malloc(size));
  CHECK(m_data != nullptr);
  sodium_memzero(m_data, size);
}

Secret Secret::copy_of(ByteView bytes) {
  Secret secret(bytes.size());
  std::copy(bytes.begin(), bytes.end(), secret.m_data);
  return secret;
}

Secret::~Secret() {
  sodium_free(m_data);
}

Secret::Secret(Secret&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(m_data, other.m_data);
  std::swap(m_size, other.m_size);
  return *this;
}

void wipe(std::span<std::uint8_t> bytes) {
  sodium_memzero(bytes.data(), bytes.size());
}

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

bool equal_secret(ByteView a, ByteView b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace escale::crypto
