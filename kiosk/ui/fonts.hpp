// Glyphs through FreeType, rasterised the first time they are drawn: light (vertical) hinting, unhinted advances,
// kerning from the font's GPOS table, four positions within a pixel. ImGui's own atlas is not used for text: on 1.86 it
// must know every size and character beforehand.
// Rule: no character is ever drawn as a font's own "missing" sign. The spaces of French are made here when a font lacks
// them, other characters come from the fallback font, and what no font has is one calm empty box.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <set>
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
  bool box = false;             ///< no font has it: a calm empty box stands for it
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
  float word_spacing = 0;         ///< pixels added to each space between words
  float cap = 0;                  ///< pixels from the baseline to the top of H
  bool emboldened = false;        ///< the face has no bold of its own: strokes are thickened
  std::array<std::unique_ptr<Glyph>, 0x250> low;
  std::unordered_map<char32_t, Glyph> high;
};

class Fonts {
 public:
  Fonts();
  ~Fonts();
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  /// Opens the regular face (others when first asked for), and each file that `files` names in place of Debian's: one
  /// that is missing or is no font leaves the default in place and a sentence in problems(). NotFound names the
  /// package when there is no font at all.
  Result<> open(const FontFiles& files);
  /// What was wrong with the files that a site named, one sentence each.
  const std::vector<std::string>& problems() const { return m_problems; }
  /// The font of a family and weight at a size in whole pixels; `spaced` adds WCAG 1.4.12's letter (0.12 em) and word
  /// (0.16 em) spacing. Never fails: a missing weight falls back to the nearest there is.
  SizedFont& get(Family family, int weight, int px, bool spaced = false);
  /// Height of a capital letter of this face, in ems, measured on its H.
  float cap_ratio(Family family, int weight);
  /// Characters met so far that no font has, in order of their number.
  const std::set<char32_t>& missing() const { return m_missing; }
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
  /// The file of a family and weight, and whether its strokes must be thickened.
  const std::string& file_of(Family family, int weight, bool& emboldened) const;
  void draw_box(SizedFont& font, GlyphPicture& picture, Atlas& atlas);

  FT_LibraryRec_* m_library = nullptr;
  FontFiles m_files;
  bool m_text_replaced = false, m_easy_replaced = false;  ///< by a file of the site, without a bold of its own
  std::vector<std::string> m_problems;
  std::set<char32_t> m_missing;
  std::unordered_map<std::string, std::unique_ptr<Face>> m_faces;
  std::unordered_map<std::uint32_t, std::unique_ptr<SizedFont>> m_sized;
};

}  // namespace escale::ui
