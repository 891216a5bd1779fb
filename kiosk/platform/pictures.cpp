#include "kiosk/platform/pictures.hpp"

#include <SDL.h>
#include <SDL_image.h>
#include <fmt/format.h>

#include <cstring>
#include <memory>
#include <optional>

namespace escale::platform {
namespace {

constexpr std::size_t kMaxBytes = 16 * 1024 * 1024;
constexpr std::uint32_t kMaxSide = 4096;

struct Surface {
  void operator()(SDL_Surface* surface) const { SDL_FreeSurface(surface); }
};
using SurfacePtr = std::unique_ptr<SDL_Surface, Surface>;

struct Dimensions {
  std::uint32_t width, height;
};

std::uint32_t big_endian(ByteView bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8U | bytes[at + i];
  return value;
}

bool is_png(ByteView bytes) {
  static constexpr std::uint8_t kMagic[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  return bytes.size() >= 33 && std::memcmp(bytes.data(), kMagic, sizeof kMagic) == 0;
}

bool is_jpeg(ByteView bytes) {
  return bytes.size() >= 4 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

/// The size a file announces: PNG's IHDR, JPEG's first frame header (ITU T.81, B.2.2).
std::optional<Dimensions> dimensions(ByteView bytes) {
  if (is_png(bytes)) return Dimensions{big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
  std::size_t at = 2;
  while (at + 9 < bytes.size()) {
    if (bytes[at] != 0xFF) return std::nullopt;
    std::uint8_t marker = bytes[at + 1];
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) return Dimensions{big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
    std::uint32_t length = big_endian(bytes, at + 2, 2);
    if (length < 2) return std::nullopt;
    at += 2 + length;
  }
  return std::nullopt;
}

}  // namespace

Result<ui::RgbaImage> decode_picture(ByteView bytes) {
  if (bytes.size() > kMaxBytes)
    return fail(Code::TooLarge, fmt::format("the picture holds {} bytes; at most {}", bytes.size(), kMaxBytes));
  if (!is_png(bytes) && !is_jpeg(bytes))
    return fail(Code::InvalidInput, "the picture is neither PNG nor JPEG; convert it when the bundle is made");
  auto size = dimensions(bytes);
  if (!size || size->width == 0 || size->height == 0)
    return fail(Code::InvalidInput, "the picture does not say its size; it is damaged");
  if (size->width > kMaxSide || size->height > kMaxSide)
    return fail(Code::TooLarge,
                fmt::format("the picture is {} x {} pixels; at most {} a side", size->width, size->height, kMaxSide));
  SDL_RWops* source = SDL_RWFromConstMem(bytes.data(), static_cast<int>(bytes.size()));
  SurfacePtr loaded(is_png(bytes) ? IMG_LoadPNG_RW(source) : IMG_LoadJPG_RW(source));
  SDL_RWclose(source);
  if (!loaded) return fail(Code::InvalidInput, fmt::format("the picture cannot be decoded ({})", IMG_GetError()));
  SurfacePtr rgba(SDL_ConvertSurfaceFormat(loaded.get(), SDL_PIXELFORMAT_RGBA32, 0));
  if (!rgba) return fail(Code::Io, fmt::format("the picture cannot be converted ({})", SDL_GetError()));
  ui::RgbaImage image;
  image.width = rgba->w;
  image.height = rgba->h;
  auto row = static_cast<std::size_t>(rgba->w) * 4;
  image.pixels.resize(row * static_cast<std::size_t>(rgba->h));
  for (int y = 0; y < rgba->h; ++y)
    std::memcpy(image.pixels.data() + row * static_cast<std::size_t>(y),
                static_cast<const std::uint8_t*>(rgba->pixels) + static_cast<std::ptrdiff_t>(y) * rgba->pitch, row);
  return image;
}

Result<> write_png(const Path& path, PixelView pixels) {
  SurfacePtr surface(SDL_CreateRGBSurfaceWithFormatFrom(pixels.pixels, pixels.width, pixels.height, 32,
                                                        pixels.stride * 4, SDL_PIXELFORMAT_ARGB8888));
  if (!surface)
    return fail(Code::Internal, fmt::format("no surface for a picture of {} x {} pixels ({})", pixels.width,
                                            pixels.height, SDL_GetError()));
  if (IMG_SavePNG(surface.get(), path.c_str()) != 0)
    return fail(Code::Io, fmt::format("cannot write the picture '{}' ({})", path.string(), IMG_GetError()));
  return {};
}

}  // namespace escale::platform
