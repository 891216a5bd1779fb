// Fonts: French spaces in every typeface, drop-in files, and no missing sign for anything that this project says.
#include "kiosk/ui/fonts.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/kiosk/ui/tiny_font.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::ui {
namespace {

using test::must;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char32_t kThin = U'\u202F', kNoBreak = U'\u00A0';

void write(const Path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

struct Opened {
  Fonts fonts;
  Atlas atlas;
  explicit Opened(const FontFiles& files = {}) { must(fonts.open(files)); }
};

bool draws_something(Opened& o, SizedFont& font, char32_t c) {
  return o.fonts.drawn(font, c, 0, o.atlas).spot.w > 0;
}

void expect_french_spaces(Opened& o, Family family) {
  for (int px : {18, 26, 38, 59}) {
    SizedFont& font = o.fonts.get(family, 400, px);
    const auto em = static_cast<float>(px);
    EXPECT_FALSE(draws_something(o, font, kThin)) << px;
    EXPECT_FALSE(draws_something(o, font, kNoBreak)) << px;
    EXPECT_GE(o.fonts.metrics(font, kThin).advance, 0.09F * em) << px;
    EXPECT_LE(o.fonts.metrics(font, kThin).advance, 0.26F * em) << px;
    EXPECT_NEAR(o.fonts.metrics(font, kNoBreak).advance, o.fonts.metrics(font, U' ').advance, 0.06F * em) << px;
    EXPECT_LT(o.fonts.metrics(font, kThin).advance, o.fonts.metrics(font, U' ').advance + 0.01F) << px;
  }
  EXPECT_FALSE(o.fonts.missing().contains(kThin));
  EXPECT_FALSE(o.fonts.missing().contains(kNoBreak));
}

TEST(Fonts, DrawFrenchSpacesInInterAndikaAndDejaVu) {
  Opened usual;
  expect_french_spaces(usual, Family::Text);
  expect_french_spaces(usual, Family::Display);
  expect_french_spaces(usual, Family::Easy);
  FontFiles dejavu;
  dejavu.text = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
  Opened other(dejavu);
  expect_french_spaces(other, Family::Text);
}

TEST(Fonts, MakeFrenchSpacesForAFontThatLacksThem) {
  test::TemporaryFolder folder;
  write(folder.path() / "tiny.ttf", testing_support::tiny_font());
  FontFiles files;
  files.text = (folder.path() / "tiny.ttf").string();
  Opened o(files);
  EXPECT_THAT(o.fonts.problems(), IsEmpty());
  SizedFont& font = o.fonts.get(Family::Text, 400, 40);
  EXPECT_NEAR(o.fonts.metrics(font, U'a').advance, 24, 0.01) << "the tiny font is the one in use";
  EXPECT_NEAR(o.fonts.metrics(font, kThin).advance, 8, 0.01) << "a fifth of an em";
  EXPECT_NEAR(o.fonts.metrics(font, kNoBreak).advance, 10, 0.01) << "as wide as its space";
  EXPECT_FALSE(draws_something(o, font, kThin));
  EXPECT_TRUE(draws_something(o, font, U'é')) << "from the fallback font";
  EXPECT_THAT(o.fonts.missing(), IsEmpty());
}

TEST(Fonts, StayAfterTheAtlasWasEmptied) {
  Opened o;
  SizedFont& font = o.fonts.get(Family::Text, 400, 30);
  EXPECT_TRUE(draws_something(o, font, U'a'));
  o.atlas.clear();
  o.fonts.forget_pictures();
  EXPECT_TRUE(draws_something(o, font, U'a'));
  EXPECT_FALSE(draws_something(o, font, kThin));
}

TEST(Fonts, ABoxIsCalmWhereNoFontHasTheCharacter) {
  Opened o;
  SizedFont& font = o.fonts.get(Family::Text, 400, 40);
  const char32_t linear_a = U'\U00010600';
  const GlyphPicture& box = o.fonts.drawn(font, linear_a, 0, o.atlas);
  EXPECT_NEAR(box.spot.h, font.cap, 1) << "as high as a capital";
  EXPECT_NEAR(box.top, font.cap, 1);
  EXPECT_GT(o.fonts.metrics(font, linear_a).advance, box.spot.w);
  // Empty inside: less ink than its frame.
  EXPECT_EQ(*o.atlas.row(box.spot.x + box.spot.w / 2, box.spot.y + box.spot.h / 2), 0);
  EXPECT_EQ(*o.atlas.row(box.spot.x, box.spot.y + box.spot.h / 2), 255);
  EXPECT_TRUE(o.fonts.missing().contains(linear_a));
}

TEST(Fonts, InvisibleCharactersTakeNoRoom) {
  Opened o;
  SizedFont& font = o.fonts.get(Family::Text, 400, 30);
  EXPECT_EQ(o.fonts.width(font, "a\u200Bb\u00ADc\uFEFF\uFE0F"), o.fonts.width(font, "abc"));
  EXPECT_THAT(o.fonts.missing(), IsEmpty());
}

TEST(Fonts, ABadOrMissingFileGivesOneSentenceAndTheDefault) {
  test::TemporaryFolder folder;
  write(folder.path() / "bad.ttf", "this is no font");
  FontFiles files;
  files.text = (folder.path() / "bad.ttf").string();
  files.easy = (folder.path() / "absent.otf").string();
  Opened o(files);
  ASSERT_EQ(o.fonts.problems().size(), 2U);
  EXPECT_EQ(o.fonts.problems()[0], "fonts: '" + files.text + "' (text) is not a font that can be read; Inter is used instead");
  EXPECT_EQ(o.fonts.problems()[1], "fonts: there is no file '" + files.easy + "' (easy); Andika is used instead");
  Opened usual;
  EXPECT_EQ(o.fonts.width(o.fonts.get(Family::Text, 400, 30), "Repérer"), usual.fonts.width(usual.fonts.get(Family::Text, 400, 30), "Repérer"));
  EXPECT_EQ(o.fonts.width(o.fonts.get(Family::Easy, 400, 30), "Repérer"), usual.fonts.width(usual.fonts.get(Family::Easy, 400, 30), "Repérer"));
}

TEST(Fonts, ADropInFileReplacesEveryWeight) {
  FontFiles files;
  files.text = "/usr/share/fonts/truetype/andika/Andika-Regular.ttf";
  Opened o(files), usual;
  for (int weight : {400, 500}) {
    EXPECT_EQ(o.fonts.width(o.fonts.get(Family::Text, weight, 30), "Repérer"), usual.fonts.width(usual.fonts.get(Family::Easy, 400, 30), "Repérer"));
  }
  // Without a bold of its own, strokes are thickened: wider, and more ink.
  SizedFont &regular = o.fonts.get(Family::Text, 400, 40), &bold = o.fonts.get(Family::Text, 700, 40);
  EXPECT_GT(o.fonts.width(bold, "nn"), o.fonts.width(regular, "nn"));
  auto ink = [&](SizedFont& font) {
    const AtlasSpot spot = o.fonts.drawn(font, U'n', 0, o.atlas).spot;
    long total = 0;
    for (int y = 0; y < spot.h; ++y)
      for (int x = 0; x < spot.w; ++x) total += *o.atlas.row(spot.x + x, spot.y + y);
    return total;
  };
  EXPECT_GT(ink(bold), ink(regular) * 11 / 10);
}

TEST(Fonts, MeasureCapitalsOnTheGlyph) {
  Opened o;
  EXPECT_NEAR(o.fonts.cap_ratio(Family::Text, 400), 0.727F, 0.005F);
  EXPECT_NEAR(o.fonts.cap_ratio(Family::Easy, 400), 0.725F, 0.03F);
}

TEST(Fonts, TextSpacingAddsLettersAndWords) {
  Opened o;
  SizedFont &usual = o.fonts.get(Family::Text, 400, 100), &spaced = o.fonts.get(Family::Text, 400, 100, true);
  // WCAG 2.2, 1.4.12: 0.12 em between letters, 0.16 em between words.
  EXPECT_NEAR(o.fonts.width(spaced, "trois mots ici") - o.fonts.width(usual, "trois mots ici"), 14 * 12 + 2 * 16, 0.5);
}

/// Every character of the words on screens and of the content that we ship, in every family and weight that draws them.
TEST(Fonts, NeverDrawAMissingSignForWhatThisProjectSays) {
  std::set<char32_t> characters;
  auto read = [&](const Path& path) {
    const std::string text = to_text(must(RealFiles().read(path, 16 << 20)));
    for (std::size_t at = 0; at < text.size();) characters.insert(next_code_point(text, at));
  };
  const Path source = ESCALE_SOURCE_DIR;
  int files = 0;
  for (const char* folder : {"assets/i18n", "content-bundles/catalogue"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source / folder)) {
      const std::string kind = entry.path().extension().string();
      if (kind != ".po" && kind != ".md" && kind != ".yaml" && kind != ".vtt" && kind != ".txt" && kind != ".svg") continue;
      read(entry.path());
      ++files;
    }
  EXPECT_GT(files, 20);
  EXPECT_GT(characters.size(), 100U);
  Opened o;
  for (Family family : {Family::Text, Family::Display, Family::Easy})
    for (int weight : {400, 500, 600, 700})
      for (char32_t c : characters) o.fonts.drawn(o.fonts.get(family, weight, 26), c, 0, o.atlas);
  for (char32_t c : o.fonts.missing()) ADD_FAILURE() << "no font has U+" << std::hex << static_cast<std::uint32_t>(c);
}

}  // namespace
}  // namespace escale::ui
