// Our icons and drawings: a small subset of SVG (path, rect, circle, ellipse, line, polyline, polygon) whose colours
// are names of the theme, rasterised by FreeType into the atlas at the size asked for, round caps and joins included.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kiosk/ui/atlas.hpp"
#include "kiosk/ui/geometry.hpp"
#include "kiosk/ui/icons.hpp"
#include "kiosk/ui/theme.hpp"
#include "sync/base/files.hpp"

struct FT_LibraryRec_;

namespace escale::ui {

/// A colour of a drawing: the text's own, an ink or a token of the theme.
struct ArtColour {
  enum class Kind : std::uint8_t { None, Current, Ink, Token } kind = Kind::None;
  Ink ink = Ink::Sapin;
  Token token = Token::Text;
  bool operator==(const ArtColour&) const = default;
};

enum class PathVerb : std::uint8_t { Move, Line, Cubic, Close };
struct PathStep {
  PathVerb verb = PathVerb::Move;
  std::array<Point, 3> points = {};  ///< Line and Move use the first; Cubic its two controls, then the end
};

struct ArtShape {
  std::vector<PathStep> path;
  ArtColour colour;
  float stroke = 0;  ///< width in units of the view box; 0: filled
};

struct Drawing {
  float width = 24, height = 24;  ///< of the view box
  std::vector<ArtShape> shapes;
};

/// Parses one drawing. InvalidInput names the element and attribute that is not understood.
Result<Drawing> parse_drawing(std::string_view svg, std::string_view where);

/// One shape of a drawing at one size, in the atlas.
struct ShapePicture {
  AtlasSpot spot;
  std::int16_t left = 0, top = 0;  ///< pixels from the drawing's top left
  ArtColour colour;
};

/// Rasterised drawings, by an id of the caller's and a scale.
class ArtCache {
 public:
  explicit ArtCache(FT_LibraryRec_* library) : m_library(library) {}
  /// The shapes of `drawing` at `scale` pixels a unit, from the back to the front. Shapes that do not fit the atlas are
  /// left out this frame.
  const std::vector<ShapePicture>& get(std::uint32_t id, const Drawing& drawing, float scale, Atlas& atlas);
  void forget_pictures() { m_pictures.clear(); }

 private:
  FT_LibraryRec_* m_library;
  std::unordered_map<std::uint64_t, std::vector<ShapePicture>> m_pictures;
};

/// All icons and drawings of assets/icons and assets/art.
struct ArtBook {
  std::array<Drawing, kIconCount> icons;
  std::array<Drawing, kArtCount> arts;
  std::array<Drawing, 5> faces;
  Drawing mark, scene;
};
/// Reads every file. NotFound or InvalidInput names the file.
Result<ArtBook> load_art(const Files& files, const Path& assets);

}  // namespace escale::ui
