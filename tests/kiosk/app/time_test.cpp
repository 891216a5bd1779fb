#include <gtest/gtest.h>

#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::Desk;

TEST(Inactivity, NothingIsWaitedForOnAnUntouchedHomeScreen) {
  Desk desk;
  EXPECT_FALSE(next_deadline(desk.state));
}

TEST(Inactivity, WarnsThenCountsThenErases) {
  Desk desk;
  desk.touches();
  desk.does(Go{View::Modules});
  desk.waits(kInactivity - milliseconds(1));
  EXPECT_FALSE(desk.state.inactivity_left);
  desk.waits(milliseconds(1));
  EXPECT_EQ(desk.state.inactivity_left, 30);
  desk.waits(seconds(1));
  EXPECT_EQ(desk.state.inactivity_left, 29);
  desk.waits(seconds(28));
  EXPECT_EQ(desk.state.inactivity_left, 1);
  EXPECT_EQ(desk.state.view, View::Modules);
  desk.waits(seconds(1));
  EXPECT_EQ(desk.state.view, View::Home);
  EXPECT_FALSE(desk.state.inactivity_left);
  EXPECT_NE(desk.asked<ForgetPerson>(), nullptr);
  EXPECT_FALSE(next_deadline(desk.state));
}

TEST(Inactivity, OneTapStaysAsOftenAsWanted) {
  Desk desk;
  desk.touches();
  desk.does(Go{View::Modules});
  for (int i = 0; i < 20; ++i) {
    desk.waits(kInactivity + seconds(20));
    ASSERT_EQ(desk.state.inactivity_left, 10);
    desk.touches();
    EXPECT_TRUE(desk.state.inactivity_left) << "a touch elsewhere does not say that it is the same person";
    desk.does(KeepGoing{});
    EXPECT_FALSE(desk.state.inactivity_left);
    EXPECT_EQ(desk.state.view, View::Modules);
  }
}

TEST(Inactivity, ATouchStartsTheWaitAgain) {
  Desk desk;
  desk.touches();
  desk.does(Go{View::Modules});
  desk.waits(kInactivity - seconds(1));
  desk.touches();
  desk.waits(kInactivity - seconds(1));
  EXPECT_FALSE(desk.state.inactivity_left);
}

TEST(Inactivity, CountsOnTheHomeScreenWhenSomethingIsKept) {
  Desk desk;
  desk.touches();
  desk.does(SetPreferences{{.text_percent = 200}});
  EXPECT_TRUE(desk.state.somebody);
  desk.waits(kInactivity + kInactivityWarning);
  EXPECT_EQ(desk.state.preferences, Preferences{});
  EXPECT_FALSE(desk.state.somebody);
}

TEST(Inactivity, LeavesARoomTimeToLookAtResults) {
  Desk desk;
  desk.touches();
  desk.enters_staff();
  SessionView session;
  desk.state.sessions = {session};
  desk.does(OpenResults{session.id});
  desk.does(TypeWords{"un deux trois quatre cinq"});
  desk.does(SubmitWords{});
  desk.does(ResultsReady{});
  ASSERT_EQ(desk.state.view, View::Results);
  desk.waits(kInactivityRoom - seconds(1));
  EXPECT_FALSE(desk.state.inactivity_left);
  desk.waits(seconds(1) + kInactivityWarning);
  EXPECT_EQ(desk.state.view, View::Home);
  EXPECT_NE(desk.asked<ForgetResults>(), nullptr);
}

/// 1.6, line C10: the warning is also heard, when it appears and again before the end.
TEST(Inactivity, IsHeardWhenItAppearsAndTenSecondsBeforeTheEnd) {
  Desk desk;
  desk.touches();
  desk.does(Go{View::Modules});
  desk.waits(kInactivity);
  ASSERT_NE(desk.asked<PlaySound>(), nullptr);
  EXPECT_EQ(desk.asked<PlaySound>()->sound, Sound::Warning);
  desk.waits(seconds(19));
  EXPECT_EQ(desk.asked<PlaySound>(), nullptr) << "11 seconds are left";
  desk.waits(seconds(1));
  EXPECT_NE(desk.asked<PlaySound>(), nullptr) << "10 seconds are left";
  desk.waits(seconds(1));
  EXPECT_EQ(desk.asked<PlaySound>(), nullptr);
}

/// Everything personal that a terminal can hold at once.
void leave_traces(Desk& desk) {
  desk.touches();
  desk.does(SetPreferences{{.theme = Theme::Contrast, .text_percent = 150, .lang = "en"}});
  desk.opens({"cours", "quiz"}, test::sample_quiz("quiz", false));
  desk.answers(0);
  desk.opens_form(test::sample_plan());
  desk.does(NextFormPage{});
  desk.chooses("humeur", "bien");
  desk.enters_staff();
  SessionView session;
  session.open = false;
  desk.state.sessions = {session};
  desk.does(OpenResults{session.id});
  desk.does(TypeWords{"un deux trois"});
}

TEST(EndOfUse, WipesEverythingPersonal) {
  Desk desk;
  leave_traces(desk);
  ASSERT_TRUE(desk.state.somebody);
  desk.does(FinishAndErase{});
  const State& state = desk.state;
  EXPECT_EQ(state.view, View::Home);
  EXPECT_TRUE(state.trail.empty());
  EXPECT_EQ(state.preferences, Preferences{});
  EXPECT_TRUE(state.learning.progress.empty());
  EXPECT_FALSE(state.learning.open);
  EXPECT_TRUE(state.learning.attempt.steps.empty());
  EXPECT_FALSE(state.feedback.open);
  EXPECT_FALSE(state.feedback.filling);
  EXPECT_TRUE(state.feedback.typed.empty());
  EXPECT_FALSE(state.results.session);
  EXPECT_EQ(state.results.typed, "");
  EXPECT_FALSE(state.staff.unlocked);
  EXPECT_FALSE(state.somebody);
  EXPECT_FALSE(state.inactivity_left);
  EXPECT_FALSE(state.library.bundles.empty()) << "what the terminal offers stays";
  EXPECT_NE(desk.asked<ForgetPerson>(), nullptr);
  EXPECT_NE(desk.asked<ForgetResults>(), nullptr);
}

TEST(EndOfUse, ComesBackToTheSitesLanguage) {
  State state;
  state.site.lang = "en";
  state.preferences = state.initial_preferences();
  update(state, Go{View::Modules});
  EXPECT_FALSE(state.somebody) << "the site's own choice is nobody's";
  Preferences chosen = state.preferences;
  chosen.text_percent = 200;
  update(state, SetPreferences{chosen});
  EXPECT_TRUE(state.somebody);
  update(state, FinishAndErase{});
  EXPECT_EQ(state.preferences.lang, "en");
  EXPECT_EQ(state.preferences.text_percent, 100);
}

TEST(QuickExit, ErasesAndHidesAtOnce) {
  Desk desk;
  leave_traces(desk);
  desk.does(QuickExit{});
  EXPECT_TRUE(desk.state.quick_exit);
  EXPECT_FALSE(desk.state.somebody);
  EXPECT_NE(desk.asked<ForgetPerson>(), nullptr);
  desk.does(Go{View::Modules});
  EXPECT_EQ(desk.state.view, View::Home) << "nothing answers behind the neutral screen";
  EXPECT_FALSE(next_deadline(desk.state));
  desk.does(LeaveQuickExit{});
  EXPECT_FALSE(desk.state.quick_exit);
  desk.does(Go{View::Modules});
  EXPECT_EQ(desk.state.view, View::Modules);
}

}  // namespace
}  // namespace escale::app
