// A decoded picture: what kiosk/platform makes from a file and hands to Ui::add_image.
#pragma once

#include <cstdint>
#include <vector>

namespace escale::ui {

struct RgbaImage {
  std::int32_t width = 0, height = 0;
  std::vector<std::uint8_t> pixels;  ///< width * height * 4 bytes R, G, B, A, not premultiplied
};

}  // namespace escale::ui
