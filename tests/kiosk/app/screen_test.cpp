// The screen's profile: a draft that counts once the store has it, and that a restart finds again.
#include <gtest/gtest.h>

#include "kiosk/app/screen_profile.hpp"
#include "tests/kiosk/app/terminal.hpp"
#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using escale::test::must;
using escale::test::Desk;
using test::Terminal;

Desk at_the_screen() {
  Desk desk;
  desk.enters_staff();
  desk.does(Go{View::ScreenSetup});
  return desk;
}

ScreenProfile measured() {
  ScreenProfile profile;
  profile.px_per_mm = 5.56F;
  profile.distance_mm = 600;
  profile.bottom_mm = 850;
  profile.tilt_degrees = 15;
  profile.repeat_filter_ms = 750;
  return profile;
}

TEST(ScreenSetup, IsTheTeamsOnly) {
  Desk desk;
  desk.state.site.has_pin = true;
  desk.touches();
  desk.does(Go{View::ScreenSetup});
  EXPECT_EQ(desk.state.view, View::Home);
  desk.does(SetScreen{measured()});
  desk.does(KeepScreen{});
  EXPECT_EQ(desk.asked<KeepScreenProfile>(), nullptr);
}

TEST(ScreenSetup, CountsOnceItIsKept) {
  Desk desk = at_the_screen();
  ASSERT_EQ(desk.state.view, View::ScreenSetup);
  desk.does(SetScreen{measured()});
  EXPECT_EQ(desk.state.screen_setup.draft, measured());
  EXPECT_EQ(desk.state.site.screen, ScreenProfile{});
  desk.does(KeepScreen{});
  ASSERT_NE(desk.asked<KeepScreenProfile>(), nullptr);
  EXPECT_EQ(desk.asked<KeepScreenProfile>()->profile, measured());
  EXPECT_EQ(desk.state.site.screen, ScreenProfile{});
  desk.does(ScreenKept{measured()});
  EXPECT_EQ(desk.state.site.screen, measured());
  EXPECT_TRUE(desk.state.screen_setup.kept);
}

TEST(ScreenSetup, LeavingWithoutKeepingChangesNothing) {
  Desk desk = at_the_screen();
  desk.does(SetScreen{measured()});
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Staff);
  EXPECT_EQ(desk.state.site.screen, ScreenProfile{});
  desk.does(Go{View::ScreenSetup});
  EXPECT_EQ(desk.state.screen_setup.draft, ScreenProfile{});
}

TEST(ScreenSetup, AFailureIsSaidAndTheDraftStays) {
  Desk desk = at_the_screen();
  desk.does(SetScreen{measured()});
  desk.does(KeepScreen{});
  desk.does(ScreenFailed{"no_space"});
  EXPECT_TRUE(desk.state.screen_setup.failed);
  EXPECT_EQ(desk.state.screen_setup.draft, measured());
  EXPECT_EQ(desk.state.site.screen, ScreenProfile{});
}

TEST(ScreenSetup, NonsenseIsNotTaken) {
  Desk desk = at_the_screen();
  ScreenProfile nonsense = measured();
  nonsense.bottom_mm = -5;
  desk.does(SetScreen{nonsense});
  nonsense = measured();
  nonsense.px_per_mm = std::nanf("");
  desk.does(SetScreen{nonsense});
  EXPECT_EQ(desk.state.screen_setup.draft, ScreenProfile{});
}

TEST(ScreenProfileText, IsReadBackExactly) {
  EXPECT_EQ(must(parse_profile(profile_text(measured()))), measured());
  EXPECT_EQ(must(parse_profile("")), ScreenProfile{});
  for (std::string_view broken : {"5.56", "5.56 600 850 15", "5.56 600 850 15 750 ", "5.56 600 850 15 7500", "a b c d e", "5.56  600 850 15 750",
                                  "99 600 850 15 750", "5.56 600 nan 15 750"})
    EXPECT_FALSE(parse_profile(broken).has_value()) << broken;
}

TEST(ScreenSetup, TheStoreKeepsItAcrossARestart) {
  Terminal terminal(false);
  terminal.did<ScreenKept>(KeepScreenProfile{measured()});
  terminal.reopen();
  EXPECT_EQ(must(parse_profile(must(terminal.aside()->facts().setting(store::Setting::Screen)))), measured());
}

}  // namespace
}  // namespace escale::app
