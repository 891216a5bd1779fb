#include "kiosk/ui/theme.hpp"

#include <gmock/gmock.h>

#include "kiosk/ui/vector_art.hpp"

namespace escale::ui {
namespace {

using testing::HasSubstr;

const Path kAssets = Path(ESCALE_SOURCE_DIR) / "assets";

std::string theme_text() {
  auto bytes = RealFiles().read(kAssets / "themes" / "theme.json", 1 << 20);
  return bytes ? to_text(*bytes) : std::string();
}

TEST(Theme, KeepsEveryPairOfColoursApart) {
  auto theme = load_theme(RealFiles(), kAssets);
  ASSERT_TRUE(theme.has_value()) << theme.error().message;
  ASSERT_GE(theme->pairs.size(), 30U);
  for (std::size_t t = 0; t < kThemeCount; ++t) {
    for (const ContrastPair& pair : theme->pairs) {
      double ratio = contrast_ratio(theme->palettes[t][pair.front], theme->palettes[t][pair.back]);
      EXPECT_GE(ratio, pair.minimum) << "theme " << t << ": " << token_name(pair.front) << " on "
                                     << token_name(pair.back);
    }
  }
}

TEST(Theme, ComputesContrastAsWcagDoes) {
  EXPECT_NEAR(contrast_ratio({0, 0, 0, 255}, {255, 255, 255, 255}), 21.0, 0.001);
  EXPECT_NEAR(contrast_ratio({0x77, 0x77, 0x77, 255}, {255, 255, 255, 255}), 4.48, 0.01);
}

TEST(Theme, NeverShowsTextBelowTheFloorOfSize) {
  auto theme = load_theme(RealFiles(), kAssets);
  ASSERT_TRUE(theme.has_value());
  for (const TypeStyle& style : theme->types) EXPECT_GE(style.size, 22);
  for (const TypeStyle& style : theme->easy_types) EXPECT_GE(style.size, 22);
}

TEST(Theme, NamesFileThemeAndFieldOfAMalformedColour) {
  std::string text = theme_text();
  auto at = text.find("\"#F6F4EF\"");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 9, "\"beige\"");
  auto theme = parse_theme(text, "my-theme.json");
  ASSERT_FALSE(theme.has_value());
  EXPECT_EQ(theme.error().code, Code::InvalidInput);
  EXPECT_THAT(theme.error().message, testing::AllOf(HasSubstr("my-theme.json"), HasSubstr("light"),
                                                    HasSubstr("background"), HasSubstr("#RRGGBB")));
}

TEST(Theme, RefusesUnknownFamilyAndUnknownPair) {
  std::string family = theme_text();
  auto at = family.find("\"family\": \"display\"");
  ASSERT_NE(at, std::string::npos);
  family.replace(at, 19, "\"family\": \"comic\"");
  EXPECT_THAT(parse_theme(family, "t").error().message, HasSubstr("comic"));
  std::string pair = theme_text();
  at = pair.find("[\"text\", \"surface\"]");
  ASSERT_NE(at, std::string::npos);
  pair.replace(at, 19, "[\"text\", \"sofa\"]");
  EXPECT_THAT(parse_theme(pair, "t").error().message, HasSubstr("sofa"));
}

TEST(Theme, SaysWhichFileIsMissing) {
  auto theme = load_theme(RealFiles(), "/nowhere");
  ASSERT_FALSE(theme.has_value());
  EXPECT_EQ(theme.error().code, Code::NotFound);
  EXPECT_THAT(theme.error().message, HasSubstr("/nowhere/themes/theme.json"));
}

TEST(Drawings, AllParseAndHoldShapes) {
  auto book = load_art(RealFiles(), kAssets);
  ASSERT_TRUE(book.has_value()) << book.error().message;
  for (std::size_t i = 1; i < kIconCount; ++i) {
    EXPECT_FALSE(book->icons[i].shapes.empty()) << icon_name(static_cast<Icon>(i));
    EXPECT_EQ(book->icons[i].width, 24) << icon_name(static_cast<Icon>(i));
    for (const ArtShape& shape : book->icons[i].shapes)
      EXPECT_EQ(shape.colour.kind, ArtColour::Kind::Current) << icon_name(static_cast<Icon>(i));
  }
  for (std::size_t i = 1; i < kArtCount; ++i)
    EXPECT_GE(book->arts[i].shapes.size(), 3U) << art_name(static_cast<Art>(i));
  for (const Drawing& face : book->faces) EXPECT_GE(face.shapes.size(), 4U);
}

TEST(Drawings, ReadArcsWithJoinedFlags) {
  auto drawing =
      parse_drawing("<svg viewBox=\"0 0 24 24\"><path d=\"M2 12a10 10 0 0120 0z\" fill=\"sapin\"/></svg>", "t");
  ASSERT_TRUE(drawing.has_value()) << drawing.error().message;
  const auto& path = drawing->shapes.at(0).path;
  ASSERT_EQ(path.back().verb, PathVerb::Close);
  const PathStep& last = path[path.size() - 2];
  EXPECT_FLOAT_EQ(last.points[2].x, 22);
  EXPECT_FLOAT_EQ(last.points[2].y, 12);
}

TEST(Drawings, SayWhatIsNotUnderstood) {
  auto message = [](std::string_view svg) {
    auto drawing = parse_drawing(svg, "icon.svg");
    return drawing ? std::string("accepted") : drawing.error().message;
  };
  EXPECT_THAT(message("<svg viewBox=\"0 0 24 24\"><text x=\"1\"/></svg>"),
              testing::AllOf(HasSubstr("icon.svg"), HasSubstr("<text>")));
  EXPECT_THAT(message("<svg viewBox=\"0 0 24 24\"><path d=\"M1 1 J2\"/></svg>"), HasSubstr("'d'"));
  EXPECT_THAT(message("<svg viewBox=\"0 0 24 24\"><rect fill=\"navy\" width=\"2\" height=\"2\"/></svg>"),
              HasSubstr("navy"));
  EXPECT_THAT(message("<path d=\"M1 1L2 2\"/>"), HasSubstr("viewBox"));
  EXPECT_THAT(message("<svg viewBox=\"0 0 24 24\"><circle r=\"0\"/></svg>"), HasSubstr("radius"));
  EXPECT_THAT(message("<svg viewBox=\"0 0 24"), HasSubstr("not closed"));
}

}  // namespace
}  // namespace escale::ui
