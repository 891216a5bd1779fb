#include "sync/print/drawing.hpp"

#include <algorithm>
#include <cmath>

namespace escale::print {
namespace {

constexpr double kStep = 4;      ///< between the lines of a pattern
constexpr double kStroke = 0.8;  ///< of a pattern's lines

/// Lines y = x + c (or y = -x + c), cut at the box.
void add_slanted(std::vector<Line>& lines, const Box& box, Colour ink, bool rising) {
  const double right = box.x + box.width, bottom = box.y + box.height;
  for (double shift = kStep; shift < box.width + box.height; shift += kStep) {
    // From the left or the lower edge to the upper or the right one, then mirrored when falling.
    Point from{box.x, box.y + shift}, to{box.x + shift, box.y};
    if (from.y > bottom) from = {box.x + (from.y - bottom), bottom};
    if (to.x > right) to = {right, box.y + (to.x - right)};
    if (!rising) {
      from.x = box.x + right - from.x;
      to.x = box.x + right - to.x;
    }
    lines.push_back({{from, to}, kStroke, ink});
  }
}

void add_straight(std::vector<Line>& lines, const Box& box, Colour ink, bool level) {
  const double length = level ? box.height : box.width;
  for (double at = kStep / 2; at < length; at += kStep)
    lines.push_back({level ? std::vector<Point>{{box.x, box.y + at}, {box.x + box.width, box.y + at}}
                           : std::vector<Point>{{box.x + at, box.y}, {box.x + at, box.y + box.height}},
                     kStroke, ink});
}

}  // namespace

Fill series_fill(std::size_t index) {
  static constexpr Fill kFills[kSeriesFills] = {
      {Pattern::Plain, kSapin, kSapin},
      {Pattern::RisingLines, Colour{0xDFEDE6}, Colour{0x0B5345}},
      {Pattern::Dots, Colour{0xFBEDD2}, Colour{0x6E3A00}},
      {Pattern::Plain, kPaper, kPaper},
      {Pattern::FallingLines, Colour{0xF5E7F0}, kPrune},
      {Pattern::Plain, Colour{0xB9B2A3}, Colour{0xB9B2A3}},
      {Pattern::LevelLines, Colour{0xE2ECF4}, Colour{0x174970}},
      {Pattern::Crossed, Colour{0xFFFFFF}, Colour{0x3D4843}},
  };
  return kFills[index % kSeriesFills];
}

std::vector<Line> pattern_lines(const Box& box) {
  std::vector<Line> lines;
  const Colour ink = box.fill.ink;
  switch (box.fill.pattern) {
    case Pattern::Plain: break;
    case Pattern::RisingLines: add_slanted(lines, box, ink, true); break;
    case Pattern::FallingLines: add_slanted(lines, box, ink, false); break;
    case Pattern::LevelLines: add_straight(lines, box, ink, true); break;
    case Pattern::UprightLines: add_straight(lines, box, ink, false); break;
    case Pattern::Crossed:
      add_straight(lines, box, ink, true);
      add_straight(lines, box, ink, false);
      break;
    case Pattern::Dots:
      for (double y = kStep / 2; y < box.height; y += kStep)
        for (double x = kStep / 2; x < box.width; x += kStep)
          lines.push_back({{{box.x + x, box.y + y}}, kStroke * 1.8, ink});
      break;
  }
  return lines;
}

}  // namespace escale::print
