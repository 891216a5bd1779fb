// The seated mode on real mountings: every target of every screen, in millimetres above the floor (C12; EN 301 549 8.3 and the
// French rule for public places: 0.90 to 1.22 m).
#include <gmock/gmock.h>

#include "kiosk/screens/screens.hpp"
#include "kiosk/ui/profile.hpp"
#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/support/ui_driver.hpp"

namespace escale::screens {
namespace {

using testing_support::UiDriver;

struct Mounting {
  const char* name;
  float inches;
  int width, height;
  float bottom_mm, tilt;
};

constexpr Mounting kMountings[] = {
    {"10.1 inches on a counter", 10.1F, 1280, 800, 950, 0},
    {"21.5 inches upright on a foot", 21.5F, 1080, 1920, 760, 0},
    {"21.5 inches upright, high", 21.5F, 1080, 1920, 980, 0},
    {"32 inches upright from knee height", 32, 1080, 1920, 620, 0},
    {"21.5 inches, leaning back", 21.5F, 1920, 1080, 880, 30},
    {"15.6 inches on a wall", 15.6F, 1920, 1080, 1050, 0},
};

TEST(Reach, C12_EveryTargetIsBetweenNinetyAndOneHundredTwentyTwoCentimetres) {
  app::State state;
  app::Actions actions;
  UiDriver driver([&](ui::Ui& ui) { draw(ui, state, actions); });
  for (const Mounting& mounting : kMountings) {
    for (const fixtures::Scene& scene : fixtures::scenes()) {
      state = scene.make();
      state.preferences.seated = true;
      state.site.screen.px_per_mm = ui::pixels_per_mm_of_diagonal(mounting.inches * 25.4F, mounting.width, mounting.height);
      state.site.screen.bottom_mm = mounting.bottom_mm;
      state.site.screen.tilt_degrees = mounting.tilt;
      driver.ui().forget();
      driver.setup.width = mounting.width;
      driver.setup.height = mounting.height;
      driver.setup.settings = settings_of(state);
      const ui::ScreenProfile& profile = driver.setup.settings.screen;
      for (const ui::Node& node : driver.settle().nodes()) {
        if (!node.actions.press) continue;
        const float high = ui::height_of_row(profile, mounting.width, mounting.height, node.bounds.y);
        const float low = ui::height_of_row(profile, mounting.width, mounting.height, node.bounds.bottom());
        EXPECT_LE(high, 1220.5F) << scene.name << ", " << mounting.name << ": " << node.key;
        EXPECT_GE(low, 899.5F) << scene.name << ", " << mounting.name << ": " << node.key;
      }
    }
  }
}

}  // namespace
}  // namespace escale::screens
