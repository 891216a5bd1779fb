// A neutral list of what a frame draws: triangles in pixels, clipped, with the textures they read. kiosk/platform draws
// it, whatever draws it. The views live until the next Ui::begin_frame(). Everything is opaque except edges and glyphs:
// the background covers the whole frame.
#pragma once

#include <cstdint>
#include <span>

namespace escale::ui {

enum class TextureFormat : std::uint8_t {
  Alpha8,  ///< coverage; the vertex gives the colour
  Rgba32,  ///< bytes R, G, B, A, not premultiplied; the vertex colour multiplies
};

/// 0 is "no texture": the vertex colour alone.
using TextureId = std::uint32_t;
inline constexpr TextureId kNoTexture = 0;

struct Texture {
  TextureId id = kNoTexture;
  TextureFormat format = TextureFormat::Alpha8;
  std::int32_t width = 0, height = 0;
  const std::uint8_t* pixels = nullptr;  ///< width * height * (1 or 4) bytes, no padding
  std::uint64_t version = 0;             ///< changes whenever the pixels do: a GPU uploads again
};

struct Vertex {
  float x, y;            ///< pixels from the top left
  float u, v;            ///< 0 to 1 across the texture
  std::uint32_t colour;  ///< 0xAABBGGRR: bytes R, G, B, A in memory, not premultiplied
};

struct ClipRect {
  std::int32_t left = 0, top = 0, right = 0, bottom = 0;  ///< pixels; right and bottom excluded
  bool operator==(const ClipRect&) const = default;
};

struct DrawCommand {
  ClipRect clip = {};
  TextureId texture = kNoTexture;
  std::uint32_t first_index = 0;    ///< into `indices`
  std::uint32_t index_count = 0;    ///< a multiple of three
  std::uint32_t vertex_offset = 0;  ///< added to each index
};

struct DrawList {
  std::int32_t width = 0, height = 0;      ///< pixels of the frame
  std::uint32_t background = 0xFF000000U;  ///< opaque, same order as Vertex::colour
  std::span<const Vertex> vertices = {};
  std::span<const std::uint16_t> indices = {};
  std::span<const DrawCommand> commands = {};
  std::span<const Texture> textures = {};
};

}  // namespace escale::ui
