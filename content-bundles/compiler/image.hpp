// What an image file is, from its own bytes: type and size in pixels. Whole structure checked, nothing decoded.
#pragma once

#include "content-bundles/learning/document.hpp"
#include "sync/base/bytes.hpp"

namespace escale::compiler {

struct ImageInfo {
  learning::MediaType type = learning::MediaType::Png;
  int width_px = 0;
  int height_px = 0;
  bool operator==(const ImageInfo&) const = default;
};

/// Looks at a PNG (ISO/IEC 15948) or JPEG (ISO/IEC 10918-1) file. InvalidInput for other formats (SVG with its own advice), cut-off
/// files, and more than 4 096 pixels a side.
Result<ImageInfo> inspect_image(ByteView bytes);

}  // namespace escale::compiler
