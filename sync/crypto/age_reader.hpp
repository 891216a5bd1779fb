// Buffered reading for the age parser: bytes, lines and blocks from a Source, whose failures become AgeErrors.
// Used by the age_*.cpp files of this folder only.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "sync/crypto/age.hpp"

namespace escale::crypto {

inline tl::unexpected<AgeError> age_fail(AgeFailure kind, std::string message) {
  return tl::unexpected<AgeError>(AgeError{kind, std::move(message)});
}

/// A Source whose failures say which layer of the file is at fault.
using AgeSource = std::function<AgeResult<std::size_t>(std::span<std::uint8_t>)>;

/// The source must outlive what is returned.
AgeSource age_source_of(const Source& source);
AgeSource age_source_of(Source&&) = delete;

class AgeReader {
 public:
  explicit AgeReader(AgeSource source) : m_source(std::move(source)), m_buffer(kBufferBytes) {}
  /// The next byte, or nothing at the end.
  AgeResult<std::optional<std::uint8_t>> next();
  /// Fills as much of the span as there is: less than its size only at the end.
  AgeResult<std::size_t> fill(std::span<std::uint8_t> out);
  AgeResult<bool> at_end();

 private:
  static constexpr std::size_t kBufferBytes = 65536;
  AgeResult<> refill();

  AgeSource m_source;
  std::vector<std::uint8_t> m_buffer;
  std::size_t m_position = 0;
  std::size_t m_end = 0;
  bool m_finished = false;
};

}  // namespace escale::crypto
