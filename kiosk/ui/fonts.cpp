#include "kiosk/ui/fonts.hpp"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <stb_truetype.h>

#include <cmath>
#include <cstring>

namespace escale::ui {

struct Face {
  Bytes bytes;
  FT_Face face = nullptr;
  stbtt_fontinfo pairs = {};
  bool has_pairs = false;
  std::unordered_map<std::uint64_t, float> kerning;  ///< ems, by the two glyph indices

  ~Face() {
    if (face != nullptr) FT_Done_Face(face);
  }
};

Fonts::Fonts() = default;

char32_t next_code_point(std::string_view text, std::size_t& at) {
  auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  std::uint8_t first = byte(at);
  std::size_t length = first < 0x80 ? 1 : first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 1) return static_cast<char32_t>(text[at++]);
  if (length == 0 || first >= 0xF5 || at + length > text.size()) {
    ++at;
    return U'\uFFFD';
  }
  char32_t c = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) {
      ++at;
      return U'\uFFFD';
    }
    c = c << 6U | (byte(at + i) & 0x3FU);
  }
  at += length;
  return c;
}

Fonts::~Fonts() {
  m_sized.clear();
  m_faces.clear();
  if (m_library != nullptr) FT_Done_FreeType(m_library);
}

Result<> Fonts::open(const FontFiles& files) {
  m_files = files;
  auto fill = [](std::string& path, std::string_view standard) {
    if (path.empty()) path = standard;
  };
  fill(m_files.regular, "/usr/share/fonts/opentype/inter/Inter-Regular.otf");
  fill(m_files.medium, "/usr/share/fonts/opentype/inter/Inter-Medium.otf");
  fill(m_files.semibold, "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf");
  fill(m_files.bold, "/usr/share/fonts/opentype/inter/Inter-Bold.otf");
  fill(m_files.display_semibold, "/usr/share/fonts/opentype/inter/InterDisplay-SemiBold.otf");
  fill(m_files.display_bold, "/usr/share/fonts/opentype/inter/InterDisplay-Bold.otf");
  fill(m_files.easy, "/usr/share/fonts/truetype/andika/Andika-Regular.ttf");
  fill(m_files.easy_bold, "/usr/share/fonts/truetype/andika/Andika-Bold.ttf");
  fill(m_files.fallback, "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");
  fill(m_files.fallback_bold, "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf");
  if (FT_Init_FreeType(&m_library) != 0) return fail(Code::Internal, "FreeType does not start");
  if (face(m_files.regular) != nullptr) return {};
  // Without Inter the terminal still speaks: DejaVu takes over.
  if (face(m_files.fallback) != nullptr) return {};
  return fail(Code::NotFound,
              fmt::format("no font at '{}' nor '{}'; install the packages fonts-inter and fonts-dejavu-core",
                          m_files.regular, m_files.fallback));
}

Face* Fonts::face(const std::string& path) {
  constexpr std::uint64_t kMaxFontBytes = 32 * 1024 * 1024;
  auto [entry, is_new] = m_faces.try_emplace(path);
  if (is_new) {
    auto bytes = RealFiles().read(path, kMaxFontBytes);
    if (!bytes) return nullptr;
    auto face = std::make_unique<Face>();
    face->bytes = std::move(*bytes);
    if (FT_New_Memory_Face(m_library, face->bytes.data(), static_cast<FT_Long>(face->bytes.size()), 0, &face->face) !=
        0)
      return nullptr;
    face->has_pairs =
        stbtt_InitFont(&face->pairs, face->bytes.data(), 0) != 0 && (face->pairs.gpos != 0 || face->pairs.kern != 0);
    entry->second = std::move(face);
  }
  return entry->second.get();
}

SizedFont& Fonts::get(Family family, int weight, int px) {
  auto key = static_cast<std::uint32_t>(family) << 28U | static_cast<std::uint32_t>(weight / 100) << 20U |
             static_cast<std::uint32_t>(px);
  std::unique_ptr<SizedFont>& sized = m_sized[key];
  if (sized) return *sized;
  sized = std::make_unique<SizedFont>();
  sized->px = px;
  bool heavy = weight >= 600;
  const std::string* wanted = &m_files.regular;
  if (family == Family::Easy) {
    wanted = heavy ? &m_files.easy_bold : &m_files.easy;
  } else if (family == Family::Display && heavy) {
    wanted = weight >= 700 ? &m_files.display_bold : &m_files.display_semibold;
    sized->letter_spacing = -0.005F * static_cast<float>(px);  // the design's title spacing
  } else {
    wanted = weight >= 700   ? &m_files.bold
             : weight >= 600 ? &m_files.semibold
             : weight >= 500 ? &m_files.medium
                             : &m_files.regular;
  }
  sized->fallback = face(heavy ? m_files.fallback_bold : m_files.fallback);
  sized->face = face(*wanted);
  if (sized->face == nullptr) sized->face = face(m_files.regular);
  if (sized->face == nullptr) sized->face = sized->fallback;
  FT_Face f = sized->face->face;
  FT_Set_Pixel_Sizes(f, 0, static_cast<FT_UInt>(px));
  float units = static_cast<float>(f->units_per_EM);
  sized->ascent = std::round(static_cast<float>(f->ascender) / units * static_cast<float>(px));
  sized->descent = std::round(-static_cast<float>(f->descender) / units * static_cast<float>(px));
  return *sized;
}

Glyph& Fonts::slot(SizedFont& font, char32_t c) {
  if (c >= font.low.size()) return font.high[c];
  if (!font.low[c]) font.low[c] = std::make_unique<Glyph>();
  return *font.low[c];
}

const Glyph& Fonts::metrics(SizedFont& font, char32_t c) {
  Glyph& glyph = slot(font, c);
  if (glyph.known) return glyph;
  glyph.known = true;
  glyph.face = font.face->face;
  glyph.index = FT_Get_Char_Index(glyph.face, c);
  if (glyph.index == 0 && font.fallback != nullptr) {
    if (FT_UInt other = FT_Get_Char_Index(font.fallback->face, c); other != 0) {
      glyph.face = font.fallback->face;
      glyph.index = other;
    }
  }
  // A font without U+202F or U+2009 gets a fifth of an em, as typographers set it.
  if (glyph.index == 0 && (c == U'\u202F' || c == U'\u2009')) {
    glyph.advance = static_cast<float>(font.px) * 0.2F;
    for (GlyphPicture& picture : glyph.pictures) picture.drawn = true;
    return glyph;
  }
  FT_Set_Pixel_Sizes(glyph.face, 0, static_cast<FT_UInt>(font.px));
  if (FT_Load_Glyph(glyph.face, glyph.index, FT_LOAD_NO_HINTING) == 0)
    glyph.advance = static_cast<float>(glyph.face->glyph->linearHoriAdvance) / 65536.0F;
  return glyph;
}

const GlyphPicture& Fonts::drawn(SizedFont& font, char32_t c, int step, Atlas& atlas) {
  metrics(font, c);
  Glyph& glyph = slot(font, c);
  GlyphPicture& picture = glyph.pictures[static_cast<std::size_t>(step)];
  if (picture.drawn) return picture;
  FT_Set_Pixel_Sizes(glyph.face, 0, static_cast<FT_UInt>(font.px));
  if (FT_Load_Glyph(glyph.face, glyph.index, FT_LOAD_TARGET_LIGHT) != 0) {
    picture.drawn = true;
    return picture;
  }
  FT_GlyphSlot loaded = glyph.face->glyph;
  if (step != 0 && loaded->format == FT_GLYPH_FORMAT_OUTLINE)
    FT_Outline_Translate(&loaded->outline, step * 64 / kGlyphSteps, 0);
  if (FT_Render_Glyph(loaded, FT_RENDER_MODE_NORMAL) != 0) {
    picture.drawn = true;
    return picture;
  }
  const FT_Bitmap& bitmap = loaded->bitmap;
  int w = static_cast<int>(bitmap.width), h = static_cast<int>(bitmap.rows);
  if (w > 0 && h > 0) {
    if (!atlas.reserve(w, h, picture.spot)) return picture;  // drawn again once the atlas is emptied
    for (int y = 0; y < h; ++y)
      std::memcpy(atlas.row(picture.spot.x, picture.spot.y + y),
                  bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch, static_cast<std::size_t>(w));
  }
  picture.left = static_cast<std::int16_t>(loaded->bitmap_left);
  picture.top = static_cast<std::int16_t>(loaded->bitmap_top);
  picture.drawn = true;
  return picture;
}

float Fonts::kerning(SizedFont& font, char32_t left, char32_t right) {
  if (!font.face->has_pairs) return 0;
  const Glyph &a = metrics(font, left), &b = metrics(font, right);
  if (a.face != font.face->face || b.face != font.face->face) return 0;
  auto [pair, is_new] = font.face->kerning.try_emplace(static_cast<std::uint64_t>(a.index) << 32U | b.index, 0.0F);
  if (is_new) {
    pair->second = static_cast<float>(stbtt_GetGlyphKernAdvance(&font.face->pairs, static_cast<int>(a.index),
                                                                static_cast<int>(b.index))) /
                   static_cast<float>(font.face->face->units_per_EM);
  }
  return pair->second * static_cast<float>(font.px);
}

float Fonts::width(SizedFont& font, std::string_view text) {
  float total = 0;
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if (c == U'\u00AD') continue;  // a soft hyphen that is not used
    if (before != 0) total += kerning(font, before, c);
    total += metrics(font, c).advance + font.letter_spacing;
    before = c;
  }
  return total;
}

void Fonts::forget_pictures() {
  auto forget = [](Glyph& glyph) {
    for (GlyphPicture& picture : glyph.pictures) picture.drawn = false;
  };
  for (auto& [key, font] : m_sized) {
    for (auto& glyph : font->low)
      if (glyph) forget(*glyph);
    for (auto& [c, glyph] : font->high) forget(glyph);
  }
}

}  // namespace escale::ui
