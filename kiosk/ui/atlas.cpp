#include "kiosk/ui/atlas.hpp"

#include <algorithm>
#include <cstring>

#include "sync/base/result.hpp"

namespace escale::ui {

Atlas::Atlas() : m_pixels(static_cast<std::uint8_t*>(std::calloc(kSide, kSide))) {
  CHECK(m_pixels != nullptr);
}

bool Atlas::reserve(int w, int h, AtlasSpot& spot) {
  if (w + 1 > kSide || h + 1 > kSide) return false;
  if (m_x + w + 1 > kSide) {
    m_x = 0;
    m_y += m_shelf;
    m_shelf = 0;
  }
  if (m_y + h + 1 > kSide) {
    m_overflowed = true;
    return false;
  }
  spot = {static_cast<std::uint16_t>(m_x), static_cast<std::uint16_t>(m_y), static_cast<std::uint16_t>(w),
          static_cast<std::uint16_t>(h)};
  m_x += w + 1;
  m_shelf = std::max(m_shelf, h + 1);
  ++m_version;
  return true;
}

void Atlas::clear() {
  std::memset(m_pixels.get(), 0, static_cast<std::size_t>(m_y + m_shelf) * kSide);
  m_x = m_y = m_shelf = 0;
  m_overflowed = false;
  ++m_version;
}

}  // namespace escale::ui
