// What a frame really draws of words and icons, one record for each run, for those who check it: tests, and the overlay of
// developers. The semantic tree says what is meant; the ink says what is seen. Nothing is recorded unless asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/ui/geometry.hpp"
#include "kiosk/ui/theme.hpp"

namespace escale::ui {

class SemanticTree;
class Ui;

/// One run of text, or one shape of an icon or a drawing.
struct Drawn {
  std::string text = {};          ///< empty: a shape
  Color colour = {};
  Rect box = {};                  ///< pixels: around all that is drawn; empty when there is nothing to see (spaces)
  std::vector<Rect> glyphs = {};  ///< pixels: each glyph's picture
  Rect clip = {};                 ///< pixels: what is outside is not seen
  std::size_t nodes = 0;          ///< nodes of the tree when it was drawn: the last of them is whose ink this is
  bool icon = false;              ///< a shape that carries a meaning, not an illustration
  std::uint32_t first_vertex = 0, vertices = 0;  ///< in DrawList::vertices
};

struct DrawnRecord {
  std::vector<Drawn> inks;               ///< of the last frame, in the order of drawing
  const SemanticTree* tree = nullptr;  ///< set by record_drawn
  bool icon = false;                   ///< what is being drawn is an icon
};

/// From the next frame on, each frame of `ui` fills `record` anew; nullptr stops it. The record must outlive that.
void record_drawn(Ui& ui, DrawnRecord* record);

}  // namespace escale::ui
