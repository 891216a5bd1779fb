// Text with structure: paragraphs, lists, quotes, notes, tables, pictures, each a run of styled words. The bundle
// compiler makes the structure; Ui only measures, breaks lines and draws. Every block becomes a semantic node.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/ui/icons.hpp"

namespace escale::ui {

struct Run {
  std::string text = {};  ///< UTF-8; U+00A0 and U+202F never break
  bool strong = false;
  bool emphasis = false;   ///< drawn half-bold: the terminal has no italics, which hinder readers
  bool highlight = false;  ///< the found word of a search
  std::string link = {};   ///< not empty: underlined; touching is offered by a button under the text
};

enum class NoteKind : std::uint8_t { Remember, Privacy, Information, Success, Error, Warning };

enum class BlockKind : std::uint8_t { Paragraph, Heading, ListItem, Quote, Note, Table, Picture, Rule };

struct Block {
  BlockKind kind = BlockKind::Paragraph;
  std::vector<Run> runs = {};
  int level = 1;            ///< of a heading (from 1) or of a list item (0 is the outer list)
  std::string marker = {};  ///< of a list item: "•" or "2."
  NoteKind note = NoteKind::Remember;
  std::vector<std::vector<std::vector<Run>>> rows =
      {};                        ///< of a table: rows of cells of runs; the first row is the head
  std::string image = {};        ///< key given to Ui::add_image
  bool quiet = false;            ///< smaller and secondary: the source of a claim
  bool personal = false;         ///< a person's own words: spoken only to a headset (EN 301 549, 5.1.3.9)
  std::string alternative = {};  ///< what the picture shows
  std::string caption = {};

  static Block paragraph(std::string text) { return paragraph({Run{std::move(text)}}); }
  static Block paragraph(std::vector<Run> runs) {
    Block block;
    block.runs = std::move(runs);
    return block;
  }
};

/// A page of blocks: [first, last), beginning at line `first_line` of the first one (a long paragraph may continue on
/// the next page).
struct BlockPage {
  std::size_t first = 0, last = 0;
  float offset = 0;  ///< points of the first block already shown on the page before
  bool operator==(const BlockPage&) const = default;
};

}  // namespace escale::ui
