// What a page-flow document is made of, as plain data. The rule: everything is text or drawing with its words, so that the same
// document can be listened to; nothing here knows about pages.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/print/drawing.hpp"

namespace escale::print {

/// Width for blocks on an A4 page, in points: drawings are made for it.
inline constexpr double kContentWidth = 482;

struct Heading {
  int level = 1;  ///< 1 to 4; a level follows the one above it
  std::string text{};
};
enum class Voice : std::uint8_t { Body, Lead, Small, Strong };
struct Paragraph {
  std::string text{};
  Voice voice = Voice::Body;
  bool with_next = false;  ///< never the last of its page
};
/// What must not be missed: framed, with a thick edge.
struct Notice {
  std::string title{};
  std::vector<std::string> paragraphs{};
};
enum class Marker : std::uint8_t { Bullet, Number, Square, Circle };
struct List {
  Marker marker = Marker::Bullet;
  std::vector<std::string> items{};
  int columns = 1;      ///< items side by side, read line by line
  double indent = 0;    ///< points
};
struct Cell {
  std::string text{};
  std::optional<Drawing> drawing{};  ///< under the text, made smaller when it is too wide
  std::string alternative{};         ///< what the drawing says
};
struct Column {
  std::string title{};
  double weight = 1;  ///< share of the width
  Align align = Align::Left;
  bool is_header = false;  ///< its cells name their rows
};
/// Breaks between rows; its titles come again on each page.
struct Table {
  std::string caption{};
  std::vector<Column> columns{};
  std::vector<std::vector<Cell>> rows{};
  double row_height = 0;  ///< at least, in points
};
/// A drawing that never breaks.
struct Figure {
  Drawing drawing{};
  std::string alternative{};  ///< everything that it says
  std::string caption{};
};
/// Dotted lines to write on.
struct WritingLines {
  int count = 1;
  double indent = 0;
};
struct PageBreak {};
struct Space {
  double height = 0;  ///< points
};
struct Block;
/// Stays on one page when one page is enough for it.
struct Together {
  std::vector<Block> blocks{};
};
struct Block : std::variant<Heading, Paragraph, Notice, List, Table, Figure, WritingLines, PageBreak, Space, Together> {
  using variant::variant;
};

struct Document {
  std::string title{};
  std::string author{};
  std::string language = "fr";  ///< BCP 47
  std::string footer{};         ///< at the bottom of each page, before the page's number
  Timestamp created{};          ///< written into the file: the same document and date give the same bytes
  std::vector<Block> blocks{};
};

}  // namespace escale::print
