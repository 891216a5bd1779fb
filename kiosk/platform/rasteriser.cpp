#include "kiosk/platform/rasteriser.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace escale::platform {
namespace {

using ui::ClipRect;
using ui::Vertex;

/// From 0xAABBGGRR to 0xAARRGGBB.
std::uint32_t swap_red_blue(std::uint32_t c) {
  return (c & 0xFF00FF00U) | (c >> 16U & 0xFFU) | (c & 0xFFU) << 16U;
}

/// `alpha` from 0 to 256.
inline std::uint32_t mix(std::uint32_t below, std::uint32_t above, std::uint32_t alpha) {
  std::uint32_t inverse = 256 - alpha;
  std::uint32_t rb = ((below & 0xFF00FFU) * inverse + (above & 0xFF00FFU) * alpha) >> 8U & 0xFF00FFU;
  std::uint32_t g = ((below & 0x00FF00U) * inverse + (above & 0x00FF00U) * alpha) >> 8U & 0x00FF00U;
  return 0xFF000000U | rb | g;
}

/// 0 to 255 becomes 0 to 256, so that opaque is exact.
inline std::uint32_t widen(std::uint32_t alpha) {
  return alpha + (alpha >> 7U);
}

/// First pixel whose centre is at or right of `edge`.
inline int first_pixel(float edge) {
  return static_cast<int>(std::ceil(edge - 0.5F));
}

void fill_span(std::uint32_t* row, int from, int to, std::uint32_t colour, std::uint32_t alpha) {
  if (alpha >= 256) {
    std::fill(row + from, row + to, colour | 0xFF000000U);
  } else if (alpha > 0) {
    for (int x = from; x < to; ++x) row[x] = mix(row[x], colour, alpha);
  }
}

struct Target {
  PixelView view;
  ClipRect clip;
  std::uint32_t* row(int y) const { return view.pixels + static_cast<std::ptrdiff_t>(y) * view.stride; }
};

void fill_rect(const Target& target, float left, float top, float right, float bottom, std::uint32_t colour) {
  int x0 = std::max(first_pixel(left), target.clip.left), x1 = std::min(first_pixel(right), target.clip.right);
  int y0 = std::max(first_pixel(top), target.clip.top), y1 = std::min(first_pixel(bottom), target.clip.bottom);
  if (x0 >= x1) return;
  std::uint32_t argb = swap_red_blue(colour), alpha = widen(colour >> 24U);
  for (int y = y0; y < y1; ++y) fill_span(target.row(y), x0, x1, argb, alpha);
}

void copy_coverage(const Target& target, const ui::Texture& texture, int x, int y, int u, int v, int w, int h,
                   std::uint32_t colour) {
  int skip_left = std::max(0, target.clip.left - x), skip_top = std::max(0, target.clip.top - y);
  int last_x = std::min(w, target.clip.right - x), last_y = std::min(h, target.clip.bottom - y);
  if (skip_left >= last_x) return;
  std::uint32_t argb = swap_red_blue(colour) | 0xFF000000U, ink = colour >> 24U;
  for (int j = skip_top; j < last_y; ++j) {
    const std::uint8_t* source = texture.pixels + static_cast<std::ptrdiff_t>(v + j) * texture.width + u;
    std::uint32_t* row = target.row(y + j) + x;
    for (int i = skip_left; i < last_x; ++i) {
      std::uint32_t coverage = source[i];
      if (coverage == 0) continue;
      if (coverage == 255 && ink == 255) {
        row[i] = argb;
      } else {
        row[i] = mix(row[i], argb, widen(ink == 255 ? coverage : coverage * ink / 255));
      }
    }
  }
}

struct Edge {
  Vertex top, bottom;
  /// The same two ends give the same crossing, whichever triangle asks: shared edges leave no gap and no overlap.
  float x_at(float y) const {
    float t = (y - top.y) / (bottom.y - top.y);
    return top.x + (bottom.x - top.x) * t;
  }
};

Edge make_edge(const Vertex& a, const Vertex& b) {
  bool a_first = a.y < b.y || (a.y == b.y && a.x < b.x);
  return a_first ? Edge{a, b} : Edge{b, a};
}

/// Calls span(y, first, last) for each row of pixels whose centres the triangle holds.
template <class Span>
void for_each_span(const Target& target, const Vertex& a, const Vertex& b, const Vertex& c, Span&& span) {
  int y0 = std::max(first_pixel(std::min({a.y, b.y, c.y})), target.clip.top);
  int y1 = std::min(first_pixel(std::max({a.y, b.y, c.y})), target.clip.bottom);
  if (y0 >= y1) return;
  const std::array<Edge, 3> edges = {make_edge(a, b), make_edge(b, c), make_edge(c, a)};
  for (int y = y0; y < y1; ++y) {
    float centre = static_cast<float>(y) + 0.5F, left = 1e9F, right = -1e9F;
    for (const Edge& edge : edges) {
      if (centre < edge.top.y || centre >= edge.bottom.y) continue;
      float x = edge.x_at(centre);
      left = std::min(left, x);
      right = std::max(right, x);
    }
    if (left >= right) continue;
    int x0 = std::max(first_pixel(left), target.clip.left), x1 = std::min(first_pixel(right), target.clip.right);
    if (x0 < x1) span(y, x0, x1);
  }
}

/// A triangle without texture. Colour is that of the first vertex; alpha is interpolated (soft edges).
void fill_triangle(const Target& target, const Vertex& a, const Vertex& b, const Vertex& c) {
  std::uint32_t alpha_a = a.colour >> 24U, alpha_b = b.colour >> 24U, alpha_c = c.colour >> 24U;
  if ((alpha_a | alpha_b | alpha_c) == 0) return;
  float area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  if (area == 0) return;
  std::uint32_t argb = swap_red_blue(a.colour) | 0xFF000000U;
  if (alpha_a == alpha_b && alpha_b == alpha_c) {
    std::uint32_t alpha = widen(alpha_a);
    for_each_span(target, a, b, c, [&](int y, int x0, int x1) { fill_span(target.row(y), x0, x1, argb, alpha); });
    return;
  }
  // Alpha as a plane over the pixels.
  auto fa = static_cast<float>(alpha_a), fb = static_cast<float>(alpha_b), fc = static_cast<float>(alpha_c);
  float dx = ((fb - fa) * (c.y - a.y) - (fc - fa) * (b.y - a.y)) / area;
  float dy = ((fc - fa) * (b.x - a.x) - (fb - fa) * (c.x - a.x)) / area;
  float base = fa - dx * a.x - dy * a.y;
  for_each_span(target, a, b, c, [&](int y, int x0, int x1) {
    std::uint32_t* row = target.row(y);
    float value = base + dx * (static_cast<float>(x0) + 0.5F) + dy * (static_cast<float>(y) + 0.5F) + 0.5F;
    for (int x = x0; x < x1; ++x, value += dx) {
      int alpha = static_cast<int>(value);
      if (alpha <= 0) continue;
      row[x] = alpha >= 255 ? argb : mix(row[x], argb, widen(static_cast<std::uint32_t>(alpha)));
    }
  });
}

/// A triangle that reads a texture at another scale or angle: nearest texel.
void fill_textured(const Target& target, const ui::Texture& texture, const Vertex& a, const Vertex& b,
                   const Vertex& c) {
  float area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  if (area == 0) return;
  for_each_span(target, a, b, c, [&](int y, int x0, int x1) {
    float py = static_cast<float>(y) + 0.5F;
    for (int x = x0; x < x1; ++x) {
      float px = static_cast<float>(x) + 0.5F;
      float wb = ((px - a.x) * (c.y - a.y) - (c.x - a.x) * (py - a.y)) / area;
      float wc = ((b.x - a.x) * (py - a.y) - (px - a.x) * (b.y - a.y)) / area;
      float u = a.u + (b.u - a.u) * wb + (c.u - a.u) * wc, v = a.v + (b.v - a.v) * wb + (c.v - a.v) * wc;
      int tx = std::clamp(static_cast<int>(u * static_cast<float>(texture.width)), 0, texture.width - 1);
      int ty = std::clamp(static_cast<int>(v * static_cast<float>(texture.height)), 0, texture.height - 1);
      std::ptrdiff_t at = static_cast<std::ptrdiff_t>(ty) * texture.width + tx;
      std::uint32_t& below = target.row(y)[x];
      if (texture.format == ui::TextureFormat::Alpha8) {
        below = mix(below, swap_red_blue(a.colour), widen(texture.pixels[at] * (a.colour >> 24U) / 255));
      } else {
        const std::uint8_t* texel = texture.pixels + at * 4;
        std::uint32_t argb =
            static_cast<std::uint32_t>(texel[0]) << 16U | static_cast<std::uint32_t>(texel[1]) << 8U | texel[2];
        below = mix(below, argb, widen(texel[3] * (a.colour >> 24U) / 255));
      }
    }
  });
}

/// Corners in the order that axis-aligned quads come in: top left, top right, bottom right, bottom left, one colour.
bool is_box(const Vertex& a, const Vertex& b, const Vertex& c, const Vertex& d) {
  return a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x && a.x <= c.x && a.y <= c.y && a.colour == b.colour &&
         b.colour == c.colour && c.colour == d.colour;
}

}  // namespace

const Rasteriser::Scaled& Rasteriser::scaled(const ui::Texture& texture, std::int32_t width, std::int32_t height) {
  std::uint64_t key = static_cast<std::uint64_t>(texture.id) << 32U | static_cast<std::uint64_t>(width) << 16U |
                      static_cast<std::uint64_t>(height);
  Scaled& entry = m_scaled[key];
  entry.last_used = m_frame;
  if (entry.version == texture.version && !entry.pixels.empty()) return entry;
  entry.version = texture.version;
  entry.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
  // Each pixel averages the texels under it (at least one), weighted by their alpha.
  for (std::int32_t y = 0; y < height; ++y) {
    std::int64_t v0 = static_cast<std::int64_t>(y) * texture.height / height;
    std::int64_t v1 = std::max(v0 + 1, static_cast<std::int64_t>(y + 1) * texture.height / height);
    for (std::int32_t x = 0; x < width; ++x) {
      std::int64_t u0 = static_cast<std::int64_t>(x) * texture.width / width;
      std::int64_t u1 = std::max(u0 + 1, static_cast<std::int64_t>(x + 1) * texture.width / width);
      std::uint64_t r = 0, g = 0, b = 0, a = 0, count = 0;
      for (std::int64_t v = v0; v < v1; ++v) {
        for (std::int64_t u = u0; u < u1; ++u) {
          const std::uint8_t* texel = texture.pixels + (v * texture.width + u) * 4;
          r += static_cast<std::uint64_t>(texel[0]) * texel[3];
          g += static_cast<std::uint64_t>(texel[1]) * texel[3];
          b += static_cast<std::uint64_t>(texel[2]) * texel[3];
          a += texel[3];
          ++count;
        }
      }
      if (a == 0) continue;
      auto channel = [&](std::uint64_t sum) { return static_cast<std::uint32_t>((sum + a / 2) / a); };
      entry.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] =
          static_cast<std::uint32_t>(a / count) << 24U | channel(r) << 16U | channel(g) << 8U | channel(b);
    }
  }
  return entry;
}

void Rasteriser::draw(const ui::DrawList& list, PixelView view) {
  ++m_frame;
  std::uint32_t background = swap_red_blue(list.background) | 0xFF000000U;
  for (std::int32_t y = 0; y < view.height; ++y) {
    std::uint32_t* row = view.pixels + static_cast<std::ptrdiff_t>(y) * view.stride;
    std::fill(row, row + view.width, background);
  }
  for (const ui::DrawCommand& command : list.commands) {
    Target target{view, command.clip};
    target.clip.left = std::max(target.clip.left, 0);
    target.clip.top = std::max(target.clip.top, 0);
    target.clip.right = std::min(target.clip.right, view.width);
    target.clip.bottom = std::min(target.clip.bottom, view.height);
    if (target.clip.left >= target.clip.right || target.clip.top >= target.clip.bottom) continue;
    const ui::Texture* texture = nullptr;
    if (command.texture != ui::kNoTexture) {
      for (const ui::Texture& candidate : list.textures)
        if (candidate.id == command.texture) texture = &candidate;
      if (texture == nullptr || texture->pixels == nullptr) continue;
    }
    const std::uint16_t* indices = list.indices.data() + command.first_index;
    const Vertex* vertices = list.vertices.data() + command.vertex_offset;
    for (std::uint32_t i = 0; i + 2 < command.index_count; i += 3) {
      const Vertex &a = vertices[indices[i]], &b = vertices[indices[i + 1]], &c = vertices[indices[i + 2]];
      bool pair = i + 5 < command.index_count && indices[i + 3] == indices[i] && indices[i + 4] == indices[i + 2];
      if (!pair || !is_box(a, b, c, vertices[indices[i + 5]])) {
        texture == nullptr ? fill_triangle(target, a, b, c) : fill_textured(target, *texture, a, b, c);
        continue;
      }
      const Vertex& d = vertices[indices[i + 5]];
      i += 3;
      if (texture == nullptr) {
        fill_rect(target, a.x, a.y, c.x, c.y, a.colour);
        continue;
      }
      int x = static_cast<int>(std::lround(a.x)), y = static_cast<int>(std::lround(a.y));
      int w = static_cast<int>(std::lround(c.x)) - x, h = static_cast<int>(std::lround(c.y)) - y;
      if (w <= 0 || h <= 0) continue;
      auto texel_x = [&](float u) { return static_cast<int>(std::lround(u * static_cast<float>(texture->width))); };
      auto texel_y = [&](float v) { return static_cast<int>(std::lround(v * static_cast<float>(texture->height))); };
      int u = texel_x(a.u), v = texel_y(a.v), uw = texel_x(c.u) - u, vh = texel_y(c.v) - v;
      bool inside = u >= 0 && v >= 0 && u + uw <= texture->width && v + vh <= texture->height;
      bool whole = u == 0 && v == 0 && uw == texture->width && vh == texture->height;
      constexpr int kMaxScaled = 8192;
      if (texture->format == ui::TextureFormat::Alpha8 && uw == w && vh == h && inside) {
        copy_coverage(target, *texture, x, y, u, v, w, h, a.colour);
      } else if (texture->format == ui::TextureFormat::Rgba32 && whole && w < kMaxScaled && h < kMaxScaled) {
        const Scaled& picture = scaled(*texture, w, h);
        int x0 = std::max(x, target.clip.left), x1 = std::min(x + w, target.clip.right);
        for (int py = std::max(y, target.clip.top); py < std::min(y + h, target.clip.bottom); ++py) {
          const std::uint32_t* source = picture.pixels.data() + static_cast<std::ptrdiff_t>(py - y) * w;
          std::uint32_t* row = target.row(py);
          for (int px = x0; px < x1; ++px) {
            std::uint32_t above = source[px - x], alpha = above >> 24U;
            row[px] = alpha == 255 ? above : mix(row[px], above, widen(alpha));
          }
        }
      } else {
        fill_textured(target, *texture, a, b, c);
        fill_textured(target, *texture, a, c, d);
      }
    }
  }
  // Pictures that no frame has shown for a while make room.
  constexpr std::uint64_t kKeptFrames = 120;
  std::erase_if(m_scaled, [&](const auto& item) { return m_frame - item.second.last_used > kKeptFrames; });
}

}  // namespace escale::platform
