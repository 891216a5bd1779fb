// Plain shared memory as the picture of a Wayland window. SDL 2 has no such way: its window surface on Wayland goes through OpenGL ES, which
// without a graphics processor means a software renderer, its threads and a second copy of each frame: 136 MiB of proportional memory measured
// under cage, 86 with shared memory (SDL still loads EGL to make the window), and no wake-up at rest instead of three a second.
#pragma once

#include <functional>
#include <memory>

#include "kiosk/platform/rasteriser.hpp"

struct SDL_Window;

namespace escale::platform {

class WaylandSurface {
 public:
  /// Null when the window is not a Wayland one, or its compositor offers no shared memory: SDL's own surface serves then.
  static std::unique_ptr<WaylandSurface> of(SDL_Window* window);
  virtual ~WaylandSurface() = default;
  /// Lets `draw` fill a picture of this size (pixels, 0xAARRGGBB, opaque) and gives it to the compositor. False when there is no memory for
  /// it; what was shown stays.
  virtual bool present(int width, int height, const std::function<void(const PixelView&)>& draw) = 0;
};

}  // namespace escale::platform
