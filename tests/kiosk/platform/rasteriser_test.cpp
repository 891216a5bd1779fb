#include "kiosk/platform/rasteriser.hpp"

#include <gmock/gmock.h>

#include <array>
#include <vector>

namespace escale::platform {
namespace {

using ui::DrawCommand;
using ui::DrawList;
using ui::Vertex;

constexpr std::uint32_t kRed = 0xFF0000FFU, kHalfRed = 0x800000FFU, kClear = 0x000000FFU;  // 0xAABBGGRR
constexpr std::uint32_t kRedPixel = 0xFFFF0000U, kWhitePixel = 0xFFFFFFFFU;                // 0xAARRGGBB

struct Canvas {
  int width, height;
  std::vector<std::uint32_t> pixels;
  std::vector<Vertex> vertices;
  std::vector<std::uint16_t> indices;
  std::vector<DrawCommand> commands;
  std::vector<ui::Texture> textures;
  Rasteriser rasteriser;

  Canvas(int w, int h) : width(w), height(h), pixels(static_cast<std::size_t>(w * h), 0x12345678U) {}
  void command(ui::ClipRect clip, ui::TextureId texture = ui::kNoTexture) {
    DrawCommand one;
    one.clip = clip;
    one.texture = texture;
    one.first_index = static_cast<std::uint32_t>(indices.size());
    commands.push_back(one);
  }
  void triangle(Vertex a, Vertex b, Vertex c) {
    auto first = static_cast<std::uint16_t>(vertices.size());
    vertices.insert(vertices.end(), {a, b, c});
    for (int i = 0; i < 3; ++i) indices.push_back(static_cast<std::uint16_t>(first + i));
    commands.back().index_count += 3;
  }
  void box(float x0, float y0, float x1, float y1, std::uint32_t colour, float u0 = 0, float v0 = 0, float u1 = 0,
           float v1 = 0) {
    auto first = static_cast<std::uint16_t>(vertices.size());
    vertices.insert(vertices.end(), {Vertex{x0, y0, u0, v0, colour}, Vertex{x1, y0, u1, v0, colour},
                                     Vertex{x1, y1, u1, v1, colour}, Vertex{x0, y1, u0, v1, colour}});
    for (int i : {0, 1, 2, 0, 2, 3}) indices.push_back(static_cast<std::uint16_t>(first + i));
    commands.back().index_count += 6;
  }
  void draw() {
    DrawList list;
    list.width = width;
    list.height = height;
    list.background = 0xFFFFFFFFU;
    list.vertices = vertices;
    list.indices = indices;
    list.commands = commands;
    list.textures = textures;
    rasteriser.draw(list, {pixels.data(), width, height, width});
  }
  std::uint32_t at(int x, int y) const { return pixels[static_cast<std::size_t>(y * width + x)]; }
  int count(std::uint32_t colour) const { return static_cast<int>(std::count(pixels.begin(), pixels.end(), colour)); }
};

TEST(Rasteriser, FillsTheBackgroundOpaque) {
  Canvas canvas(4, 3);
  canvas.draw();
  EXPECT_EQ(canvas.count(kWhitePixel), 12);
}

TEST(Rasteriser, FillsExactlyThePixelsOfABox) {
  Canvas canvas(8, 8);
  canvas.command({0, 0, 8, 8});
  canvas.box(2, 3, 5, 6, kRed);
  canvas.draw();
  EXPECT_EQ(canvas.count(kRedPixel), 9);
  EXPECT_EQ(canvas.at(2, 3), kRedPixel);
  EXPECT_EQ(canvas.at(4, 5), kRedPixel);
  EXPECT_EQ(canvas.at(5, 5), kWhitePixel);
}

TEST(Rasteriser, KeepsInsideTheClip) {
  Canvas canvas(8, 8);
  canvas.command({3, 3, 5, 4});
  canvas.box(0, 0, 8, 8, kRed);
  canvas.triangle({0, 0, 0, 0, kRed}, {8, 0, 0, 0, kRed}, {0, 8, 0, 0, kRed});
  canvas.draw();
  EXPECT_EQ(canvas.count(kRedPixel), 2);
}

TEST(Rasteriser, SurvivesClipsAndShapesOutsideTheTarget) {
  Canvas canvas(8, 8);
  canvas.command({-100, -100, 100, 100});
  canvas.box(-50, -50, 4, 4, kRed);
  canvas.triangle({-1000, 7, 0, 0, kRed}, {1000, 7, 0, 0, kRed}, {0, 9000, 0, 0, kRed});
  canvas.command({6, 6, 2, 2});
  canvas.box(0, 0, 8, 8, kRed);
  canvas.draw();
  EXPECT_EQ(canvas.count(kRedPixel), 16 + 8);
}

TEST(Rasteriser, DrawsSharedEdgesOnce) {
  // A fan of half-transparent triangles: a pixel drawn twice would be redder.
  Canvas canvas(32, 32);
  canvas.command({0, 0, 32, 32});
  Vertex centre{15.3F, 16.7F, 0, 0, kHalfRed};
  std::array<Vertex, 5> around = {Vertex{2, 2, 0, 0, kHalfRed}, Vertex{29, 5, 0, 0, kHalfRed},
                                  Vertex{30, 27, 0, 0, kHalfRed}, Vertex{11, 30, 0, 0, kHalfRed},
                                  Vertex{1, 20, 0, 0, kHalfRed}};
  for (std::size_t i = 0; i < around.size(); ++i) canvas.triangle(centre, around[i], around[(i + 1) % around.size()]);
  canvas.draw();
  std::uint32_t once = canvas.at(15, 10);
  EXPECT_NE(once, kWhitePixel);
  EXPECT_EQ(canvas.count(once) + canvas.count(kWhitePixel), 32 * 32);
  EXPECT_EQ(canvas.at(15, 16), once);
}

TEST(Rasteriser, BlendsSoftEdgesByTheirAlpha) {
  Canvas canvas(16, 4);
  canvas.command({0, 0, 16, 4});
  canvas.triangle({0, 0, 0, 0, kRed}, {16, 0, 0, 0, kClear}, {0, 8, 0, 0, kRed});
  canvas.draw();
  auto green = [&](int x) { return static_cast<int>(canvas.at(x, 0) >> 8U & 0xFFU); };
  EXPECT_LT(green(0), 12);
  EXPECT_NEAR(green(7), 120, 10);
  for (int x = 1; x < 14; ++x) EXPECT_GE(green(x), green(x - 1));
}

TEST(Rasteriser, CopiesCoverageOneToOne) {
  Canvas canvas(4, 2);
  std::array<std::uint8_t, 8> page = {0, 255, 128, 0, 0, 0, 0, 255};
  ui::Texture texture;
  texture.id = 7;
  texture.width = 4;
  texture.height = 2;
  texture.pixels = page.data();
  canvas.textures.push_back(texture);
  canvas.command({0, 0, 4, 2}, 7);
  canvas.box(0, 0, 4, 2, kRed, 0, 0, 1, 1);
  canvas.draw();
  EXPECT_EQ(canvas.at(0, 0), kWhitePixel);
  EXPECT_EQ(canvas.at(1, 0), kRedPixel);
  EXPECT_NEAR(static_cast<int>(canvas.at(2, 0) & 0xFFU), 127, 2);
  EXPECT_EQ(canvas.at(3, 1), kRedPixel);
}

TEST(Rasteriser, AveragesPicturesDown) {
  Canvas canvas(2, 1);
  // Four texels: black, white | red, red.
  std::array<std::uint8_t, 16> pixels = {0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255};
  ui::Texture texture;
  texture.id = 9;
  texture.format = ui::TextureFormat::Rgba32;
  texture.width = 4;
  texture.height = 1;
  texture.pixels = pixels.data();
  texture.version = 1;
  canvas.textures.push_back(texture);
  canvas.command({0, 0, 2, 1}, 9);
  canvas.box(0, 0, 2, 1, 0xFFFFFFFFU, 0, 0, 1, 1);
  canvas.draw();
  EXPECT_NEAR(static_cast<int>(canvas.at(0, 0) & 0xFFU), 128, 1);
  EXPECT_EQ(canvas.at(1, 0), kRedPixel);
  // A new version of the picture is scaled again.
  pixels.fill(255);
  canvas.textures[0].version = 2;
  canvas.draw();
  EXPECT_EQ(canvas.at(1, 0), kWhitePixel);
}

TEST(Rasteriser, LeavesOutTexturesItDoesNotKnow) {
  Canvas canvas(2, 2);
  canvas.command({0, 0, 2, 2}, 42);
  canvas.box(0, 0, 2, 2, kRed, 0, 0, 1, 1);
  canvas.draw();
  EXPECT_EQ(canvas.count(kWhitePixel), 4);
}

}  // namespace
}  // namespace escale::platform
