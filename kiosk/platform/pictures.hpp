// Picture files in and out, through SDL_image: PNG and JPEG only, sizes checked before anything is decoded. Needs no
// window.
#pragma once

#include "kiosk/platform/rasteriser.hpp"
#include "kiosk/ui/image.hpp"
#include "sync/base/bytes.hpp"
#include "sync/base/files.hpp"

namespace escale::platform {

/// Decodes a PNG or JPEG file. InvalidInput on any other format or damaged bytes; TooLarge over 16 MiB or 4096 pixels a
/// side.
Result<ui::RgbaImage> decode_picture(ByteView bytes);

/// Writes pixels as a PNG file. Io when the file cannot be written.
Result<> write_png(const Path& path, PixelView pixels);

}  // namespace escale::platform
