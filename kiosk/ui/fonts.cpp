#include "kiosk/ui/fonts.hpp"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <stb_truetype.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace escale::ui {
namespace {

/// Light: hinted vertically only, so that x-heights and baselines end on whole pixels while widths stay those of the layout. Looked at,
/// three times enlarged, at 18, 22, 26 and 40 pixels, dark on light and light on dark, Inter and Andika. Without hinting the tops of e, t, T
/// and the feet of words are grey over two rows below 30 pixels, which is where captions are; from 40 on no difference is seen. Full
/// hinting looks like light here (FreeType 2.12 snaps both formats vertically only), but follows a drop-in font's own instructions,
/// which may move stems: light does not depend on them.
constexpr FT_Int32 kHinting = FT_LOAD_TARGET_LIGHT;

}  // namespace

struct Face {
  Bytes bytes;
  FT_Face face = nullptr;
  stbtt_fontinfo pairs = {};
  bool has_pairs = false;
  std::unordered_map<std::uint64_t, float> kerning;  ///< ems, by the two glyph indices
  float cap = 0.72F;                                 ///< ems from the baseline to the top of H

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

namespace {

constexpr std::uint64_t kMaxFontBytes = 32 * 1024 * 1024;
constexpr std::string_view kInter = "/usr/share/fonts/opentype/inter/", kAndika = "/usr/share/fonts/truetype/andika/",
                           kDejaVu = "/usr/share/fonts/truetype/dejavu/";

/// Characters that take no room and are never drawn: joiners, marks of direction, byte order, variation selectors.
bool is_invisible(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == U'\u00AD' || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

/// Width in ems of a space that a font may lack. U+202F and U+2009 are a fifth of an em, as French typographers set
/// them before ; ! ?; 0 for what is not such a space.
float made_space(char32_t c) {
  switch (c) {
    case U'\u202F':
    case U'\u2009':
      return 0.2F;
    case U'\u200A':
      return 0.1F;
    case U'\u2002':
      return 0.5F;
    case U'\u2003':
      return 1;
    default:
      return 0;
  }
}

bool is_word_space(char32_t c) {
  return c == U' ' || c == U'\u00A0';
}

}  // namespace

Result<> Fonts::open(const FontFiles& files) {
  m_files = files;
  if (FT_Init_FreeType(&m_library) != 0) return fail(Code::Internal, "FreeType does not start");
  auto standard = [](std::string& path, std::string_view folder, std::string_view name) {
    if (path.empty()) path = std::string(folder) + std::string(name);
  };
  // A file that a site names is opened now, so that what is wrong with it is said at start and not on a screen.
  auto usable = [&](std::string& path, std::string_view what, std::string_view instead) {
    if (path.empty()) return false;
    if (face(path) != nullptr) return true;
    m_problems.push_back(RealFiles().exists(path)
                             ? fmt::format("fonts: '{}' ({}) is not a font that can be read; {} is used instead", path, what, instead)
                             : fmt::format("fonts: there is no file '{}' ({}); {} is used instead", path, what, instead));
    path.clear();
    return false;
  };
  m_text_replaced = usable(m_files.text, "text", "Inter");
  const bool text_bold = usable(m_files.text_bold, "text_bold", m_text_replaced ? "a thickened 'text'" : "Inter");
  const bool easy_named = usable(m_files.easy, "easy", "Andika");
  const bool easy_bold = usable(m_files.easy_bold, "easy_bold", easy_named ? "a thickened 'easy'" : "Andika");
  if (text_bold && !m_text_replaced) m_files.bold = m_files.semibold = m_files.display_semibold = m_files.display_bold = m_files.text_bold;
  m_easy_replaced = easy_named && !easy_bold;
  standard(m_files.regular, kInter, "Inter-Regular.otf");
  standard(m_files.medium, kInter, "Inter-Medium.otf");
  standard(m_files.semibold, kInter, "Inter-SemiBold.otf");
  standard(m_files.bold, kInter, "Inter-Bold.otf");
  standard(m_files.display_semibold, kInter, "InterDisplay-SemiBold.otf");
  standard(m_files.display_bold, kInter, "InterDisplay-Bold.otf");
  standard(m_files.easy, kAndika, "Andika-Regular.ttf");
  standard(m_files.easy_bold, kAndika, "Andika-Bold.ttf");
  standard(m_files.fallback, kDejaVu, "DejaVuSans.ttf");
  standard(m_files.fallback_bold, kDejaVu, "DejaVuSans-Bold.ttf");
  if (m_text_replaced || face(m_files.regular) != nullptr) return {};
  // Without Inter the terminal still speaks: DejaVu takes over.
  if (face(m_files.fallback) != nullptr) return {};
  return fail(Code::NotFound,
              fmt::format("no font at '{}' nor '{}'; install the packages fonts-inter and fonts-dejavu-core",
                          m_files.regular, m_files.fallback));
}

Face* Fonts::face(const std::string& path) {
  auto [entry, is_new] = m_faces.try_emplace(path);
  if (is_new) {
    auto bytes = RealFiles().read(path, kMaxFontBytes);
    if (!bytes) return nullptr;
    auto face = std::make_unique<Face>();
    face->bytes = std::move(*bytes);
    if (FT_New_Memory_Face(m_library, face->bytes.data(), static_cast<FT_Long>(face->bytes.size()), 0, &face->face) !=
        0)
      return nullptr;
    // Bitmap fonts have no outlines to scale, symbol fonts no letters.
    if (!FT_IS_SCALABLE(face->face) || face->face->units_per_EM == 0 || FT_Get_Char_Index(face->face, U'H') == 0)
      return nullptr;
    face->has_pairs =
        stbtt_InitFont(&face->pairs, face->bytes.data(), 0) != 0 && (face->pairs.gpos != 0 || face->pairs.kern != 0);
    if (FT_Load_Char(face->face, U'H', FT_LOAD_NO_SCALE) == 0 && face->face->glyph->metrics.horiBearingY > 0)
      face->cap = static_cast<float>(face->face->glyph->metrics.horiBearingY) / static_cast<float>(face->face->units_per_EM);
    entry->second = std::move(face);
  }
  return entry->second.get();
}

const std::string& Fonts::file_of(Family family, int weight, bool& emboldened) const {
  bool heavy = weight >= 600;
  emboldened = false;
  if (family == Family::Easy) {
    emboldened = heavy && m_easy_replaced;
    return heavy && !m_easy_replaced ? m_files.easy_bold : m_files.easy;
  }
  if (m_text_replaced) {
    if (!heavy) return m_files.text;
    emboldened = m_files.text_bold.empty();
    return emboldened ? m_files.text : m_files.text_bold;
  }
  if (family == Family::Display && heavy) return weight >= 700 ? m_files.display_bold : m_files.display_semibold;
  return weight >= 700   ? m_files.bold
         : weight >= 600 ? m_files.semibold
         : weight >= 500 ? m_files.medium
                         : m_files.regular;
}

float Fonts::cap_ratio(Family family, int weight) {
  return get(family, weight, 64).face->cap;
}

SizedFont& Fonts::get(Family family, int weight, int px, bool spaced) {
  auto key = static_cast<std::uint32_t>(family) << 28U | static_cast<std::uint32_t>(spaced) << 27U |
             static_cast<std::uint32_t>(weight / 100) << 20U | static_cast<std::uint32_t>(px);
  std::unique_ptr<SizedFont>& sized = m_sized[key];
  if (sized) return *sized;
  sized = std::make_unique<SizedFont>();
  sized->px = px;
  const std::string& wanted = file_of(family, weight, sized->emboldened);
  if (family == Family::Display && weight >= 600 && !m_text_replaced)
    sized->letter_spacing = -0.005F * static_cast<float>(px);  // the design's title spacing
  if (spaced) {
    // WCAG 2.2, 1.4.12 (checklist A8).
    sized->letter_spacing = 0.12F * static_cast<float>(px);
    sized->word_spacing = 0.16F * static_cast<float>(px);
  }
  sized->fallback = face(weight >= 600 ? m_files.fallback_bold : m_files.fallback);
  sized->face = face(wanted);
  if (sized->face == nullptr) sized->face = face(m_text_replaced ? m_files.text : m_files.regular);
  if (sized->face == nullptr) sized->face = sized->fallback;
  FT_Face f = sized->face->face;
  FT_Set_Pixel_Sizes(f, 0, static_cast<FT_UInt>(px));
  float units = static_cast<float>(f->units_per_EM);
  sized->cap = sized->face->cap * static_cast<float>(px);
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
  auto em = static_cast<float>(font.px);
  auto nothing_to_draw = [&](float advance) -> const Glyph& {
    glyph.advance = advance;
    for (GlyphPicture& picture : glyph.pictures) picture.drawn = true;
    return glyph;
  };
  if (is_invisible(c)) return nothing_to_draw(0);
  glyph.index = FT_Get_Char_Index(glyph.face, c);
  if (glyph.index == 0) {
    // The spaces are made before the fallback is asked: those of another typeface have another width.
    if (float ems = made_space(c); ems > 0) return nothing_to_draw(ems * em);
    if (c == U'\u00A0') return nothing_to_draw(metrics(font, U' ').advance);
    if (c == U'\u2011') glyph.index = FT_Get_Char_Index(glyph.face, U'-');  // a hyphen that does not break looks like one
  }
  if (glyph.index == 0 && font.fallback != nullptr) {
    if (FT_UInt other = FT_Get_Char_Index(font.fallback->face, c); other != 0) {
      glyph.face = font.fallback->face;
      glyph.index = other;
    }
  }
  if (glyph.index == 0) {
    m_missing.insert(c);
    glyph.box = true;
    glyph.advance = std::round(em * 0.62F);
    return glyph;
  }
  FT_Set_Pixel_Sizes(glyph.face, 0, static_cast<FT_UInt>(font.px));
  if (FT_Load_Glyph(glyph.face, glyph.index, FT_LOAD_NO_HINTING) == 0)
    glyph.advance = static_cast<float>(glyph.face->glyph->linearHoriAdvance) / 65536.0F;
  if (font.emboldened && glyph.advance > 0) glyph.advance += em / 40;
  if (is_word_space(c)) glyph.advance += font.word_spacing;
  return glyph;
}

/// An empty box as high as a capital: says that something stands here, without shouting.
void Fonts::draw_box(SizedFont& font, GlyphPicture& picture, Atlas& atlas) {
  int width = std::max(3, static_cast<int>(std::lround(static_cast<float>(font.px) * 0.46F)));
  int height = std::max(3, static_cast<int>(std::lround(font.cap)));
  int stroke = std::max(1, font.px / 18);
  if (!atlas.reserve(width, height, picture.spot)) return;
  for (int y = 0; y < height; ++y) {
    std::uint8_t* row = atlas.row(picture.spot.x, picture.spot.y + y);
    for (int x = 0; x < width; ++x)
      row[x] = x < stroke || y < stroke || x >= width - stroke || y >= height - stroke ? 255 : 0;
  }
  picture.left = static_cast<std::int16_t>(std::lround(static_cast<float>(font.px) * 0.08F));
  picture.top = static_cast<std::int16_t>(height);
  picture.drawn = true;
}

const GlyphPicture& Fonts::drawn(SizedFont& font, char32_t c, int step, Atlas& atlas) {
  metrics(font, c);
  Glyph& glyph = slot(font, c);
  GlyphPicture& picture = glyph.pictures[static_cast<std::size_t>(step)];
  if (picture.drawn) return picture;
  if (glyph.box) {
    draw_box(font, picture, atlas);
    return picture;
  }
  FT_Set_Pixel_Sizes(glyph.face, 0, static_cast<FT_UInt>(font.px));
  if (FT_Load_Glyph(glyph.face, glyph.index, kHinting) != 0) {
    picture.drawn = true;
    return picture;
  }
  FT_GlyphSlot loaded = glyph.face->glyph;
  if (loaded->format == FT_GLYPH_FORMAT_OUTLINE) {
    if (font.emboldened) FT_Outline_EmboldenXY(&loaded->outline, font.px * 64 / 40, font.px * 64 / 90);
    if (step != 0) FT_Outline_Translate(&loaded->outline, step * 64 / kGlyphSteps, 0);
  }
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
    if (is_invisible(c)) continue;  // among them a soft hyphen that is not used
    if (before != 0) total += kerning(font, before, c);
    total += metrics(font, c).advance + font.letter_spacing;
    before = c;
  }
  return total;
}

void Fonts::forget_pictures() {
  auto forget = [](Glyph& glyph) {
    if (glyph.index == 0 && !glyph.box) return;  // made spaces have no picture
    for (GlyphPicture& picture : glyph.pictures) picture.drawn = false;
  };
  for (auto& [key, font] : m_sized) {
    for (auto& glyph : font->low)
      if (glyph) forget(*glyph);
    for (auto& [c, glyph] : font->high) forget(glyph);
  }
}

}  // namespace escale::ui
