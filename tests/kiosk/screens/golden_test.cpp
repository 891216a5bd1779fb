// A few pictures that must not change unseen: whole screens at half size, drawn by our rasteriser with Debian's fonts. A picture
// differs when more than kMostPixels pixels are further than kTolerance from the one in tests/golden; the picture drawn and the
// difference are then left beside the test (NAME.drawn.png, NAME.difference.png). `./dev golden` draws them anew: look at each before committing.
// With other font files or another FreeType than those of tests/golden/fonts.txt the glyphs differ, and nothing is compared.
#include <ft2build.h>
#include <gtest/gtest.h>
#include FT_FREETYPE_H

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "kiosk/platform/display.hpp"
#include "kiosk/platform/pictures.hpp"
#include "tests/kiosk/screens/walk.hpp"

namespace escale::screens {
namespace {

constexpr int kWidth = 640, kHeight = 400;
constexpr float kHalfPxPerMm = 2.953F;  // half the reference screen: the same layout
constexpr int kTolerance = 24;          // of 255, in each of red, green and blue
constexpr int kMostPixels = 60;         // of 256,000: less than one letter

struct Golden {
  std::string name, scene;
  app::Theme theme = app::Theme::Light;
  int percent = 100;
  bool easy = false, seated = false, tall = false;
};

std::vector<Golden> goldens() {
  using app::Theme;
  return {{"home", "home"},
          {"home-dark", "home", Theme::Dark},
          {"home-contrast", "home", Theme::Contrast},
          {"home-largest", "home", Theme::Light, app::kTextLargest},
          {"home-seated", "home", Theme::Light, 100, false, true},
          {"home-portrait", "home", Theme::Light, 100, false, false, true},
          {"modules", "modules"},
          {"lesson", "reading"},
          {"lesson-easy", "reading", Theme::Light, 100, true},
          {"question", "question-wrong"},
          {"question-contrast", "question-wrong", Theme::Contrast},
          {"faces", "form-faces"},
          {"keyboard", "form-text-keys"},
          {"review", "review"},
          {"results", "results"},
          {"results-dark", "results-nps", Theme::Dark},
          {"programme", "programme"},
          {"staff", "staff-session"},
          {"still-there", "still-there"}};
}

const Path kFolder = Path(ESCALE_SOURCE_DIR) / "tests/golden";

bool updating() {
  return std::getenv("UPDATE_GOLDEN") != nullptr;
}

/// What the shape of letters depends on beside our code.
std::string fonts() {
  FT_Library library = nullptr;
  FT_Init_FreeType(&library);
  FT_Int major = 0, minor = 0, patch = 0;
  FT_Library_Version(library, &major, &minor, &patch);
  FT_Done_FreeType(library);
  std::ostringstream out;
  out << "FreeType " << major << '.' << minor << '.' << patch << '\n';
  for (const char* file : {"opentype/inter/Inter-Regular.otf", "opentype/inter/Inter-Medium.otf", "opentype/inter/Inter-SemiBold.otf", "opentype/inter/InterDisplay-SemiBold.otf",
                           "truetype/andika/Andika-Regular.ttf", "truetype/andika/Andika-Bold.ttf"}) {
    std::ifstream in(std::string("/usr/share/fonts/") + file, std::ios::binary);
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char c; in.get(c);) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
    out << file << ' ' << std::hex << hash << std::dec << '\n';
  }
  return out.str();
}

std::string fonts_of_goldens() {
  std::ifstream in(kFolder / "fonts.txt");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Pixels that are too far, and a picture of them: red on the drawn one in grey.
int compare(platform::PixelView drawn, const ui::RgbaImage& golden, std::vector<std::uint32_t>& difference) {
  int count = 0;
  difference.assign(static_cast<std::size_t>(drawn.width) * static_cast<std::size_t>(drawn.height), 0);
  for (int y = 0; y < drawn.height; ++y)
    for (int x = 0; x < drawn.width; ++x) {
      const std::uint32_t pixel = drawn.pixels[y * drawn.stride + x];
      const auto at = static_cast<std::size_t>(y * drawn.width + x);
      const int channels[3] = {static_cast<int>(pixel >> 16U & 255U), static_cast<int>(pixel >> 8U & 255U), static_cast<int>(pixel & 255U)};
      bool far = false;
      for (std::size_t c = 0; c < 3; ++c) far = far || std::abs(channels[c] - static_cast<int>(golden.pixels[at * 4 + c])) > kTolerance;
      count += far ? 1 : 0;
      const auto grey = static_cast<std::uint32_t>(160 + (channels[0] + channels[1] + channels[2]) / 8);
      difference[at] = far ? 0xFFFF0000U : 0xFF000000U | grey << 16U | grey << 8U | grey;
    }
  return count;
}

TEST(Golden, PicturesAreThoseThatWereLookedAt) {
  const std::string here = fonts(), there = fonts_of_goldens();
  if (!updating() && here != there) GTEST_SKIP() << "other fonts than those of tests/golden/fonts.txt; here:\n" << here;
  Walker walker;
  for (const Golden& golden : goldens()) {
    Mode mode;
    mode.width = golden.tall ? kHeight : kWidth;
    mode.height = golden.tall ? kWidth : kHeight;
    mode.px_per_mm = kHalfPxPerMm;
    mode.preferences.theme = golden.theme;
    mode.preferences.text_percent = golden.percent;
    mode.preferences.easy_reading = golden.easy;
    mode.preferences.seated = golden.seated;
    mode.preferences.reduced_motion = true;
    walker.show(fixtures::scene(golden.scene), mode);
    platform::HeadlessDisplay display(mode.width, mode.height);
    display.present(walker.driver().output.draw);
    const Path file = kFolder / (golden.name + ".png");
    if (updating()) {
      ASSERT_TRUE(display.save_png(file).has_value()) << file;
      continue;
    }
    const auto bytes = RealFiles().read(file, 1 << 20);
    ASSERT_TRUE(bytes.has_value()) << file << " is missing: ./dev golden";
    const auto picture = platform::decode_picture(*bytes);
    ASSERT_TRUE(picture.has_value()) << picture.error().message;
    ASSERT_EQ(picture->width, mode.width) << golden.name;
    ASSERT_EQ(picture->height, mode.height) << golden.name;
    std::vector<std::uint32_t> difference;
    const int far = compare(display.pixels(), *picture, difference);
    EXPECT_LE(far, kMostPixels) << golden.name << ": " << far << " pixels differ; see " << std::filesystem::current_path() / (golden.name + ".drawn.png")
                                << " and .difference.png; when the change is meant: ./dev golden, look, commit";
    if (far <= kMostPixels) continue;
    (void)display.save_png(golden.name + ".drawn.png");
    (void)platform::write_png(golden.name + ".difference.png", {difference.data(), mode.width, mode.height, mode.width});
  }
  if (updating()) std::ofstream(kFolder / "fonts.txt") << here;
}

}  // namespace
}  // namespace escale::screens
