// Glyphs through FreeType, rasterised the first time they are drawn: light (vertical) hinting, unhinted advances,
// kerning from the font's GPOS table, four positions within a pixel. ImGui's own atlas is not used for text: on 1.86 it
// must know every size and character beforehand.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kiosk/ui/atlas.hpp"
#include "kiosk/ui/theme.hpp"
#include "kiosk/ui/ui.hpp"
#include "sync/base/result.hpp"

struct FT_FaceRec_;
struct FT_LibraryRec_;

namespace escale::ui {

inline constexpr int kGlyphSteps = 4;  ///< horizontal positions within a pixel

struct GlyphPicture {
  AtlasSpot spot;
  std::int16_t left = 0, top = 0;  ///< pixels from the pen and the baseline to the top left of the picture
  bool drawn = false;              ///< in the atlas (or nothing to draw)
};

struct Glyph {
  std::array<GlyphPicture, kGlyphSteps> pictures;
  std::uint32_t index = 0;      ///< in its face
  FT_FaceRec_* face = nullptr;  ///< the font's own, or the fallback
  float advance = 0;            ///< pixels
  bool known = false;           ///< face, index and advance have been read
};

/// The code point at `at` in well-formed or broken UTF-8 (U+FFFD for a broken byte); `at` moves past it.
char32_t next_code_point(std::string_view text, std::size_t& at);

/// A font file in memory, its FreeType face and what its pairs of glyphs lose or gain.
struct Face;

/// One face at one size in pixels.
struct SizedFont {
  Face* face = nullptr;
  Face* fallback = nullptr;
  int px = 0;
  float ascent = 0, descent = 0;  ///< pixels, both positive
  float letter_spacing = 0;       ///< pixels added after each glyph
  std::array<std::unique_ptr<Glyph>, 0x250> low;
  std::unordered_map<char32_t, Glyph> high;
};

class Fonts {
 public:
  Fonts();
  ~Fonts();
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  /// Opens the regular face (others when first asked for). NotFound names the file and its package.
  Result<> open(const FontFiles& files);
  /// The font of a family and weight at a size in whole pixels. Never fails: a missing weight falls back to the nearest
  /// there is.
  SizedFont& get(Family family, int weight, int px);
  /// Metrics of a character, without drawing it.
  const Glyph& metrics(SizedFont& font, char32_t c);
  /// The picture of a character at one of the positions within a pixel, rasterised into the atlas.
  const GlyphPicture& drawn(SizedFont& font, char32_t c, int step, Atlas& atlas);
  /// Pixels to add between two characters (negative when they come closer).
  float kerning(SizedFont& font, char32_t left, char32_t right);
  /// Width in pixels of a text on one line.
  float width(SizedFont& font, std::string_view text);
  /// The atlas was emptied: nothing is drawn any more.
  void forget_pictures();
  FT_LibraryRec_* library() const { return m_library; }

 private:
  Glyph& slot(SizedFont& font, char32_t c);
  Face* face(const std::string& path);

  FT_LibraryRec_* m_library = nullptr;
  FontFiles m_files;
  std::unordered_map<std::string, std::unique_ptr<Face>> m_faces;
  std::unordered_map<std::uint32_t, std::unique_ptr<SizedFont>> m_sized;
};

}  // namespace escale::ui
