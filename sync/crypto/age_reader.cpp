#include "sync/crypto/age_reader.hpp"

#include <algorithm>

namespace escale::crypto {

Source source_of(ByteView bytes) {
  return [bytes](std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
    const std::size_t count = std::min(bytes.size(), out.size());
    std::copy_n(bytes.begin(), count, out.begin());
    bytes = bytes.subspan(count);
    return count;
  };
}

AgeSource age_source_of(const Source& source) {
  return [&source](std::span<std::uint8_t> out) -> AgeResult<std::size_t> {
    auto count = source(out);
    if (!count) return age_fail(AgeFailure::Io, std::move(count).error().message);
    return *count;
  };
}

AgeResult<> AgeReader::refill() {
  if (m_position < m_end || m_finished) return {};
  TRY_ASSIGN(m_end, m_source(m_buffer));
  m_position = 0;
  m_finished = m_end == 0;
  return {};
}

AgeResult<bool> AgeReader::at_end() {
  TRY(refill());
  return m_position == m_end;
}

AgeResult<std::optional<std::uint8_t>> AgeReader::next() {
  TRY_ASSIGN(const bool ended, at_end());
  if (ended) return std::nullopt;
  return m_buffer[m_position++];
}

AgeResult<std::size_t> AgeReader::fill(std::span<std::uint8_t> out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    TRY_ASSIGN(const bool ended, at_end());
    if (ended) break;
    const std::size_t count = std::min(out.size() - filled, m_end - m_position);
    std::copy_n(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_position), count,
                out.begin() + static_cast<std::ptrdiff_t>(filled));
    m_position += count;
    filled += count;
  }
  return filled;
}

}  // namespace escale::crypto
