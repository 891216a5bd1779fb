// Renders every page of the gallery to PNG files in this test's folder (build/…/test-home), for people to look at
// beside the design, and checks what a program can see of a picture.
#include <gmock/gmock.h>

#include <filesystem>
#include <map>

#include "kiosk/platform/display.hpp"
#include "tests/support/gallery.hpp"
#include "tests/support/ui_driver.hpp"

namespace escale::platform {
namespace {

using testing_support::UiDriver;

struct Look {
  std::string name;
  std::function<void(ui::Ui&)> view;
  ui::Settings settings;
  int width = 1280, height = 800;
};

std::vector<Look> looks() {
  std::vector<Look> all;
  for (const gallery::Page& page : gallery::pages()) {
    ui::Settings settings;
    all.push_back({std::string(page.name), page.view, settings});
    settings.theme = ui::ThemeName::Dark;
    all.push_back({std::string(page.name) + "-sombre", page.view, settings});
    settings.theme = ui::ThemeName::Contrast;
    all.push_back({std::string(page.name) + "-contraste", page.view, settings});
  }
  ui::Settings large, seated;
  large.text_percent = 200;
  seated.seated = true;
  all.push_back({"18-accueil-texte-200", gallery::home, large});
  all.push_back({"19-accueil-portrait", gallery::home, {}, 1080, 1920});
  all.push_back({"20-accueil-mode-assis", gallery::home, seated});
  return all;
}

TEST(Gallery, DrawsEveryPageInEveryTheme) {
  for (const Look& look : looks()) {
    UiDriver driver(look.view);
    driver.setup.settings = look.settings;
    driver.setup.width = look.width;
    driver.setup.height = look.height;
    driver.settle();
    HeadlessDisplay display(look.width, look.height);
    display.present(driver.output.draw);
    ASSERT_TRUE(display.save_png(look.name + ".png").has_value());
    PixelView view = display.pixels();
    std::map<std::uint32_t, int> colours;
    for (int i = 0; i < view.width * view.height; ++i) {
      ASSERT_EQ(view.pixels[i] >> 24U, 0xFFU) << look.name << ": a pixel is not opaque";
      ++colours[view.pixels[i]];
    }
    EXPECT_GT(colours.size(), 60U) << look.name << ": soft edges are missing";
    int most = 0;
    for (const auto& [colour, count] : colours) most = std::max(most, count);
    EXPECT_LT(most, view.width * view.height * 97 / 100) << look.name << ": nearly empty";
  }
}

TEST(Gallery, SameFrameGivesTheSamePixels) {
  auto render = [] {
    UiDriver driver(gallery::results);
    driver.settle();
    HeadlessDisplay display(1280, 800);
    display.present(driver.output.draw);
    PixelView view = display.pixels();
    return std::vector<std::uint32_t>(view.pixels, view.pixels + view.width * view.height);
  };
  EXPECT_EQ(render(), render());
}

TEST(Gallery, ThemeIsOnTheGlass) {
  UiDriver driver(gallery::home);
  driver.settle();
  HeadlessDisplay display(1280, 800);
  display.present(driver.output.draw);
  auto at = [&](int x, int y) { return display.pixels().pixels[y * 1280 + x] & 0xFFFFFFU; };
  EXPECT_EQ(at(4, 4), 0xECE6DAU);      // rail
  EXPECT_EQ(at(700, 20), 0xF6F4EFU);   // background
  EXPECT_EQ(at(200, 190), 0xDFEDE6U);  // the first tile's tint
  EXPECT_EQ(at(500, 200), 0xFFFFFFU);  // its words' ground
  EXPECT_EQ(at(930, 110), 0xF0B13BU);  // the sun
  EXPECT_EQ(at(600, 137), 0x0B5345U);  // the water
}

TEST(Gallery, PressedPrimaryButtonLosesItsEdge) {
  UiDriver driver(gallery::faces);
  driver.settle();
  HeadlessDisplay display(1280, 800);
  display.present(driver.output.draw);
  auto at = [&](int x, int y) { return display.pixels().pixels[y * 1280 + x] & 0xFFFFFFU; };
  EXPECT_EQ(at(1100, 773), 0x06342BU);
  driver.frame({ui::InputEvent::pointer(ui::EventKind::PointerDown, {1100, 760})});
  display.present(driver.output.draw);
  EXPECT_EQ(at(1100, 773), 0x073B31U);
  EXPECT_EQ(at(1100, 760), 0x073B31U);
}

}  // namespace
}  // namespace escale::platform
