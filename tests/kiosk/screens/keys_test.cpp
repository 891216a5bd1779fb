// What a key does on the screens that take little else: the glass that is wiped, the page before the end.
#include "kiosk/app/describe.hpp"
#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/kiosk/screens/stage.hpp"

namespace escale::screens {
namespace {

TEST(Cleaning, OnlyEscapeEndsItWhateverElseIsPressedOrTouched) {
  testing_support::Stage stage;
  stage.show(fixtures::scene("cleaning"));
  for (const ui::Key key : {ui::Key::Enter, ui::Key::Space, ui::Key::Tab, ui::Key::Down, ui::Key::PageDown, ui::Key::Backspace}) stage.driver().press(key);
  for (float y = 20; y < 800; y += 60)
    for (float x = 20; x < 1280; x += 90) stage.driver().tap({x, y});
  EXPECT_TRUE(stage.actions.empty()) << app::describe(stage.actions.front());
  stage.driver().press(ui::Key::Escape);
  ASSERT_FALSE(stage.actions.empty());
  EXPECT_TRUE(std::holds_alternative<app::EndCleaning>(stage.actions.front()));
}

TEST(Finish, EscapeGoesOnAndNothingErasesByAKeyAlone) {
  testing_support::Stage stage;
  stage.show(fixtures::scene("finish"));
  stage.driver().press(ui::Key::Escape);
  ASSERT_FALSE(stage.actions.empty());
  EXPECT_TRUE(std::holds_alternative<app::Back>(stage.actions.front()));
}

}  // namespace
}  // namespace escale::screens
