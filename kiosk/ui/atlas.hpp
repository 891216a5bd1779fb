// One page of coverage (8 bits) that glyphs and drawn shapes share, filled as they are first needed. Only touched rows
// cost memory. When it is full it is emptied between two frames and fills again.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>

namespace escale::ui {

struct AtlasSpot {
  std::uint16_t x = 0, y = 0, w = 0, h = 0;
};

class Atlas {
 public:
  static constexpr int kSide = 2048;

  Atlas();
  /// Room for w x h pixels, one pixel apart from its neighbours. False when the page is full: `overflowed()` from then
  /// on.
  bool reserve(int w, int h, AtlasSpot& spot);
  std::uint8_t* row(int x, int y) {
    return m_pixels.get() + static_cast<std::size_t>(y) * kSide + static_cast<std::size_t>(x);
  }
  const std::uint8_t* pixels() const { return m_pixels.get(); }
  bool overflowed() const { return m_overflowed; }
  void clear();
  std::uint64_t version() const { return m_version; }
  void touch() { ++m_version; }

 private:
  struct Free {
    void operator()(std::uint8_t* p) const { std::free(p); }
  };
  std::unique_ptr<std::uint8_t[], Free> m_pixels;
  int m_x = 0, m_y = 0, m_shelf = 0;
  bool m_overflowed = false;
  std::uint64_t m_version = 1;
};

}  // namespace escale::ui
