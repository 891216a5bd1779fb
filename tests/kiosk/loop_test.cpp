// The loop sleeps while nothing moves, and wakes for each thing that may move.
#include "kiosk/loop.hpp"

#include <gtest/gtest.h>

#include "tests/support/small_terminal.hpp"

namespace escale::kiosk {
namespace {

class Turning : public testing::Test {
 protected:
  explicit Turning(LoopOptions options = {}) : terminal(clock, options) {
    clock.advance(Monotonic{10'000});
    loop.start();
    settle();
  }
  void settle() {
    for (int i = 0; i < 50; ++i)
      if (!loop.turn(display, {})) return;
    FAIL() << "never at rest";
  }
  void tap(std::string_view key) {
    clock.advance(Monotonic{1000});
    const ui::Point at = loop.tree().find_key(key)->bounds.center();
    loop.turn(display, {ui::InputEvent::pointer(ui::EventKind::PointerDown, at),
                        ui::InputEvent::pointer(ui::EventKind::PointerUp, at)});
    settle();
  }
  ManualClock clock{Timestamp{}};
  platform::HeadlessDisplay display{1280, 800};
  test::SmallTerminal terminal;
  Loop& loop = terminal.loop();
};

TEST_F(Turning, AsksForTheLibraryAtTheStart) {
  EXPECT_EQ(terminal.count<app::LoadLibrary>(), 1);
  EXPECT_NE(loop.tree().find(ui::Role::Heading, "Bonjour"), nullptr);
}

TEST_F(Turning, DrawsNothingWhileNothingMoves) {
  const auto drawn = loop.frames_drawn();
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(loop.turn(display, {}));
  EXPECT_EQ(loop.frames_drawn(), drawn);
  EXPECT_FALSE(loop.sleep()) << "no deadline: sleep until an event";
}

TEST_F(Turning, SleepsWholeUntilTheNextDeadline) {
  tap("help");
  const auto drawn = loop.frames_drawn();
  ASSERT_TRUE(loop.sleep()) << "somebody may have left: the warning comes";
  EXPECT_GT(*loop.sleep(), Monotonic{60'000});
  clock.advance(*loop.sleep() - Monotonic{1});
  EXPECT_FALSE(loop.turn(display, {}));
  EXPECT_EQ(loop.frames_drawn(), drawn);
  clock.advance(Monotonic{1});
  EXPECT_TRUE(loop.turn(display, {}));
}

class Replaced : public Turning {
 protected:
  Replaced() : Turning([] {
    LoopOptions options;
    options.replaceable = true;
    return options;
  }()) {}
};

TEST_F(Replaced, AskedForOnlyWhenAPersonLeftAndWhatTheySeeIsShown) {
  EXPECT_FALSE(loop.to_be_replaced()) << "nobody was there";
  app::Preferences larger = loop.state().preferences;
  larger.text_percent = 150;
  loop.apply(app::SetPreferences{larger});
  settle();
  EXPECT_FALSE(loop.to_be_replaced());
  loop.apply(app::QuickExit{});
  EXPECT_FALSE(loop.to_be_replaced()) << "the neutral screen is not shown yet";
  settle();
  EXPECT_TRUE(loop.to_be_replaced());
  EXPECT_TRUE(loop.state().quick_exit);
}

TEST_F(Replaced, KnowsOfASynchronisationThatIsCutShort) {
  EXPECT_FALSE(loop.synchronising());
  loop.apply(app::Go{app::View::StaffDoor});  // without a PIN
  loop.apply(app::StartSync{});
  EXPECT_TRUE(loop.synchronising());
  loop.apply(app::SyncEnded{"done", {}, 0, 0});
  EXPECT_FALSE(loop.synchronising());
}

TEST_F(Turning, WithoutASupervisorGoesOnInTheSameProcess) {
  loop.apply(app::FinishAndErase{});
  settle();
  EXPECT_FALSE(loop.to_be_replaced());
}

TEST_F(Turning, ATapChangesTheScreen) {
  const auto shown = loop.frames_shown();
  tap("help");
  EXPECT_EQ(loop.state().view, app::View::Help);
  EXPECT_NE(loop.tree().find(ui::Role::Heading, "Aide"), nullptr);
  EXPECT_GT(loop.frames_shown(), shown);
}

TEST_F(Turning, TheMarkedKeyOfTheQuickExitIsTakenBeforeEverythingElse) {
  tap("help");
  ui::InputEvents events = {ui::InputEvent::pressed(ui::Key::QuickExit), ui::InputEvent::pressed(ui::Key::Escape)};
  loop.turn(display, events);
  settle();
  EXPECT_TRUE(loop.state().quick_exit);
  EXPECT_TRUE(loop.state().trail.empty());
  EXPECT_EQ(terminal.count<app::ForgetPerson>(), 1);
  loop.turn(display, {ui::InputEvent::pressed(ui::Key::QuickExit)});
  settle();
  EXPECT_TRUE(loop.state().quick_exit) << "pressed again, held down: it does not lead back";
  EXPECT_EQ(terminal.count<app::ForgetPerson>(), 1);
}

TEST_F(Turning, TheMarkedKeyOfListeningSaysThatNothingSpeaksHere) {
  loop.turn(display, {ui::InputEvent::pressed(ui::Key::Listen)});
  settle();
  EXPECT_EQ(loop.state().view, app::View::NoVoice);
}

TEST_F(Turning, AFrameThatLooksTheSameIsNotShownAgain) {
  tap("help");
  const auto drawn = loop.frames_drawn(), shown = loop.frames_shown();
  loop.turn(display, {ui::InputEvent::pointer(ui::EventKind::PointerMove, {5, 5})});
  settle();
  EXPECT_GT(loop.frames_drawn(), drawn);
  EXPECT_EQ(loop.frames_shown(), shown);
}

TEST_F(Turning, AReportOfAWorkerIsDrawn) {
  tap("help");
  const auto drawn = loop.frames_drawn();
  terminal.reports.emplace_back(app::StatusRead{});
  EXPECT_TRUE(loop.turn(display, {}));
  EXPECT_EQ(loop.frames_drawn(), drawn + 1);
}

TEST_F(Turning, AnotherSizeIsDrawn) {
  platform::HeadlessDisplay tall(800, 1280);
  EXPECT_TRUE(loop.turn(tall, {}));
}

TEST_F(Turning, F12IsNothingWithoutTheDevelopersOption) {
  const auto drawn = loop.frames_drawn();
  EXPECT_FALSE(loop.turn(display, {ui::InputEvent::pressed(ui::Key::Overlay)}));
  EXPECT_EQ(loop.frames_drawn(), drawn);
}

class Developing : public Turning {
 protected:
  static LoopOptions options() {
    LoopOptions options;
    options.dev = options.watch_theme = true;
    return options;
  }
  Developing() : Turning(options()) {}
};

TEST_F(Developing, F12ShowsTheNextOverlay) {
  for (int i = 0; i < 5; ++i) {
    const auto shown = loop.frames_shown();
    loop.turn(display, {ui::InputEvent::pressed(ui::Key::Overlay)});
    settle();
    EXPECT_GT(loop.frames_shown(), shown);
  }
}

TEST_F(Developing, TheThemesFileIsLookedAtTwiceASecond) {
  ASSERT_TRUE(loop.sleep());
  EXPECT_LE(*loop.sleep(), Monotonic{500});
}

TEST_F(Turning, InactivityWarnsThenErases) {
  app::Preferences preferences;
  preferences.theme = app::Theme::Dark;
  loop.apply(app::SetPreferences{preferences});
  tap("help");
  ASSERT_TRUE(loop.sleep());
  EXPECT_LE(*loop.sleep(), app::kInactivity);
  clock.advance(*loop.sleep());
  settle();
  ASSERT_TRUE(loop.state().inactivity_left);
  for (int second = 0; second < 60 && loop.state().inactivity_left; ++second) {
    ASSERT_TRUE(loop.sleep());
    clock.advance(std::max(*loop.sleep(), Monotonic{1}));
    settle();
  }
  EXPECT_EQ(terminal.count<app::ForgetPerson>(), 1);
  EXPECT_EQ(loop.state().view, app::View::Home);
  EXPECT_EQ(loop.state().preferences, app::Preferences());
}

TEST(SiteLanguage, IsTheOneOfTheNextPerson) {
  app::State state;
  state.site.lang = "en";
  state.preferences = state.initial_preferences();
  app::update(state, app::Go{app::View::Help});
  EXPECT_FALSE(state.somebody) << "the site's own language is nothing personal";
  app::Preferences french = state.preferences;
  french.lang = "fr";
  app::update(state, app::SetPreferences{french});
  EXPECT_TRUE(state.somebody);
  app::update(state, app::FinishAndErase{});
  EXPECT_EQ(state.preferences.lang, "en");
}

class Synchronising : public Turning {
 protected:
  Synchronising() : Turning(LoopOptions{.sync_every = Monotonic{60'000}, .first_sync = Monotonic{5'000}}) {}
  void pass(Monotonic time) {
    clock.advance(time);
    settle();
  }
};

TEST_F(Synchronising, HappensByItselfEveryFewMinutes) {
  pass(Monotonic{4'000});
  EXPECT_EQ(terminal.count<app::Synchronise>(), 0);
  pass(Monotonic{1'000});
  EXPECT_EQ(terminal.count<app::Synchronise>(), 1);
  pass(Monotonic{59'000});
  EXPECT_EQ(terminal.count<app::Synchronise>(), 1);
  pass(Monotonic{1'000});
  EXPECT_EQ(terminal.count<app::Synchronise>(), 2);
  ASSERT_TRUE(loop.sleep());
  EXPECT_LE(*loop.sleep(), Monotonic{60'000});
}

}  // namespace
}  // namespace escale::kiosk
