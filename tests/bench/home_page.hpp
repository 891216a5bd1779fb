// The home screen as a web page, for a browser beside the terminal: the same boxes at the same places with the same colours, words, font and
// drawings, taken from the terminal's own semantic tree and picture.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "kiosk/platform/display.hpp"
#include "kiosk/ui/theme.hpp"
#include "tests/bench/real_terminal.hpp"

namespace escale::bench {

/// A pixel of flat colour that only the complete page has there.
struct Probe {
  int x = 0, y = 0;
  std::uint32_t colour = 0;  ///< 0xRRGGBB
};

struct HomePage {
  std::string html;
  std::vector<Probe> probes;
  ui::Rect words;  ///< pixels where the title is written
};

inline std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) c == '<' ? out += "&lt;" : c == '&' ? out += "&amp;" : out += c;
  return out;
}

/// One of our drawings with the theme's colours written out.
inline std::string drawing(const Path& file, const ui::Palette& palette) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  std::string svg = text.str();
  for (std::size_t i = 0; i < ui::kInkCount; ++i) {
    const ui::Color colour = palette[static_cast<ui::Ink>(i)];
    const std::string name = '"' + std::string(ui::ink_name(static_cast<ui::Ink>(i))) + '"';
    const std::string hex = fmt::format("\"#{:02x}{:02x}{:02x}\"", colour.r, colour.g, colour.b);
    for (std::size_t at = svg.find(name); at != std::string::npos; at = svg.find(name, at + hex.size())) svg.replace(at, name.size(), hex);
  }
  return svg;
}

inline HomePage home_page(OpenTerminal& terminal) {
  platform::HeadlessDisplay display(1280, 800);
  terminal.loop().invalidate();
  terminal.loop().turn(display, {});
  const platform::PixelView pixels = display.pixels();
  const auto colour_at = [&](float x, float y) {
    return pixels.pixels[static_cast<std::ptrdiff_t>(y) * pixels.stride + static_cast<std::ptrdiff_t>(x)] & 0xFFFFFFU;
  };
  const Path assets = Path(ESCALE_SOURCE_DIR) / "assets";
  const ui::Palette& palette = ui::load_theme(RealFiles(), assets).value().palette(ui::ThemeName::Light);
  const char* const arts[] = {"learn", "feedback", "programme", "library"};
  int tiles = 0;
  HomePage page;
  page.html = fmt::format("<!doctype html><meta charset=utf-8><title>Escale</title><style>body{{margin:0;background:#{:06x};font-family:Inter}}"
                          "div{{position:absolute;box-sizing:border-box;border-radius:14px}}</style>",
                          colour_at(1279, 799));
  page.html += fmt::format("<div style='left:0;top:0;width:136px;height:800px;border-radius:0;background:#{:06x}'></div>", colour_at(4, 400));
  page.probes.push_back({4, 400, colour_at(4, 400)});
  for (const ui::Node& node : terminal.loop().tree().nodes()) {
    if (node.name.empty()) continue;
    const ui::Rect& r = node.bounds;
    const std::uint32_t colour = colour_at(r.x + 12, r.y + r.h / 2);
    const bool tile = node.actions.press && r.w > 400;
    const float size = node.level == 1 ? 40 : tile ? 30 : 22;
    page.html += fmt::format("<div style='left:{}px;top:{}px;width:{}px;height:{}px;padding:8px;font-size:{}px;background:#{:06x}'>{}", r.x, r.y, r.w,
                             r.h, size, colour, escaped(node.name));
    if (!node.description.empty()) page.html += fmt::format("<p style='font-size:22px'>{}</p>", escaped(node.description));
    if (tile && tiles < 4) page.html += fmt::format("<span style='position:absolute;right:20px;top:40px;width:140px'>{}</span>", drawing(assets / "art" / (std::string(arts[tiles++]) + ".svg"), palette));
    page.html += "</div>";
    if (tile) page.probes.push_back({static_cast<int>(r.x + 12), static_cast<int>(r.y + r.h / 2), colour});
    if (node.level == 1) page.words = r;
  }
  CHECK(page.probes.size() >= 4 && page.words.w > 0);
  return page;
}

}  // namespace escale::bench
