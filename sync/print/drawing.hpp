// A picture as plain data: boxes, lines, words, in points (1/72 inch) from its top left corner. Painted in a PDF, or written as SVG.
// The rule: no meaning by colour alone; what differs by colour differs by pattern too, and is named or numbered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace escale::print {

/// 0xRRGGBB, sRGB.
enum class Colour : std::uint32_t {};
inline constexpr Colour kInk{0x1C2421}, kQuiet{0x3D4843}, kRule{0x5F6B66}, kFaint{0xECE6DA}, kPaper{0xFFFFFF}, kSapin{0x0B5345}, kPrune{0x6D2158};

enum class Pattern : std::uint8_t { Plain, RisingLines, Dots, FallingLines, LevelLines, Crossed, UprightLines };

struct Fill {
  Pattern pattern = Pattern::Plain;
  Colour paper = kPaper;
  Colour ink = kInk;  ///< of the pattern
  bool operator==(const Fill&) const = default;
};
inline constexpr std::size_t kSeriesFills = 8;
/// The fills of series 0, 1, 2… in this order: each differs from the others in black and white too. They begin again after kSeriesFills.
Fill series_fill(std::size_t index);

enum class Align : std::uint8_t { Left, Centre, Right };

struct Point {
  double x = 0, y = 0;
  bool operator==(const Point&) const = default;
};
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  Fill fill{};
  bool outlined = true;
  bool operator==(const Box&) const = default;
};
/// One line of words; `x` is where it begins, its middle or its end.
struct Words {
  double x = 0, baseline = 0;
  std::string text{};
  double size = 9;
  bool bold = false;
  Align align = Align::Left;
  Colour colour = kInk;
  bool operator==(const Words&) const = default;
};
/// Joined points with round ends; one point is a dot.
struct Line {
  std::vector<Point> points{};
  double width = 0.75;
  Colour colour = kInk;
  bool dashed = false;
  bool operator==(const Line&) const = default;
};
using Mark = std::variant<Box, Words, Line>;

struct Drawing {
  double width = 0, height = 0;
  std::vector<Mark> marks{};  ///< in the order of painting
  bool operator==(const Drawing&) const = default;
};

/// The strokes of a pattern inside a box, already cut at its edges: what both painters draw, so that paper and screen look alike.
std::vector<Line> pattern_lines(const Box& box);

/// The picture as an SVG 1.1 file that needs nothing else: real text, a title and a description for those who listen.
std::string svg(const Drawing& drawing, const std::string& title, const std::string& description, const std::string& language);

}  // namespace escale::print
