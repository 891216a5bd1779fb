// From one person to the next: what is dropped, what is offered, what a key file opens, and screens that take nothing.
#include <gtest/gtest.h>

#include "kiosk/app/begun.hpp"
#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using test::Desk;

TEST(BetweenPeople, C10_TheWarningLeavesTwentySecondsAndIsExtendedTenTimesAndMore) {
  EXPECT_GE(kInactivityWarning, seconds(20));
  Desk desk;
  desk.touches();
  desk.does(Go{View::Modules});
  for (int i = 0; i < 25; ++i) {
    desk.waits(kInactivity);
    ASSERT_TRUE(desk.state.inactivity_left) << i;
    ASSERT_GE(*desk.state.inactivity_left, 20);
    desk.waits(seconds(20));
    ASSERT_TRUE(desk.state.inactivity_left) << "still there after twenty seconds";
    desk.does(KeepGoing{});  // one act
    ASSERT_FALSE(desk.state.inactivity_left);
    ASSERT_EQ(desk.state.view, View::Modules);
  }
}

TEST(BetweenPeople, C14_ChoicesForReadingAreDroppedAtTheEndOfUse) {
  Preferences all;
  all.theme = Theme::Contrast;
  all.text_percent = 200;
  all.easy_reading = all.seated = all.reduced_motion = true;
  all.lang = "en";
  const auto choose = [&](Desk& desk) {
    desk.touches();
    desk.does(SetPreferences{all});
    EXPECT_EQ(desk.state.preferences, all) << "they can be chosen on the first screen";
  };
  const auto dropped = [](Desk& desk) { return desk.state.preferences == desk.state.initial_preferences() && desk.asked<ForgetPerson>() != nullptr; };
  Desk finished, left, hurried;
  choose(finished);
  finished.does(FinishAndErase{});
  EXPECT_TRUE(dropped(finished));
  choose(left);
  left.waits(kInactivity + kInactivityWarning);
  EXPECT_TRUE(dropped(left));
  choose(hurried);
  hurried.does(QuickExit{});
  EXPECT_TRUE(dropped(hurried));
}

TEST(BetweenPeople, TheProcessIsReplacedWithoutAWordWhenNothingIsKeptAnyMore) {
  Desk desk;
  desk.touches();
  EXPECT_FALSE(next_deadline(desk.state)) << "nobody was there";
  Preferences other = desk.state.preferences;
  other.text_percent = 150;
  desk.does(SetPreferences{other});
  desk.does(SetPreferences{desk.state.initial_preferences()});
  EXPECT_FALSE(desk.state.somebody);
  desk.waits(kInactivity - milliseconds(1));
  EXPECT_EQ(desk.asked<ForgetPerson>(), nullptr);
  desk.waits(milliseconds(1));
  EXPECT_FALSE(desk.state.inactivity_left) << "there is nothing to warn of";
  EXPECT_NE(desk.asked<ForgetPerson>(), nullptr);
  EXPECT_FALSE(next_deadline(desk.state)) << "once is enough";
}

TEST(BetweenPeople, SentAndThankedIsGone) {
  Desk desk;
  desk.touches();
  desk.opens_form(test::sample_plan());
  desk.state.feedback = {};
  desk.state.view = View::Thanks;
  desk.does(GoHome{});
  EXPECT_NE(desk.asked<ForgetPerson>(), nullptr);
  EXPECT_FALSE(desk.state.used);
}

TEST(Finish, SaysWhatGoesAndWhatStaysOnceSomethingWasBegun) {
  Desk desk;
  desk.touches();
  Preferences larger = desk.state.preferences;
  larger.text_percent = 150;
  desk.does(SetPreferences{larger});
  EXPECT_TRUE(begun(desk.state).nothing()) << "a choice of display is no work";
  desk.does(AskFinish{});
  EXPECT_NE(desk.asked<ForgetPerson>(), nullptr) << "at once";
  desk.state.learning.progress["aller-vers"].documents["mots"];
  EXPECT_TRUE(begun(desk.state).nothing()) << "opened only";
  desk.state.learning.progress["aller-vers"].documents["mots"].seen = true;
  EXPECT_EQ(begun(desk.state).courses, std::vector<std::string>{"aller-vers"});
  desk.state.feedback.open = OpenForm{{"journee", "avis"}, {}, {}};
  EXPECT_FALSE(begun(desk.state).answer) << "opened only";
  desk.state.feedback.typed[7] = "par";
  EXPECT_EQ(begun(desk.state).answer, (DocumentKey{"journee", "avis"}));
  desk.state.feedback.sending = Sending::Busy;
  EXPECT_FALSE(begun(desk.state).answer) << "it is being sealed: nothing takes it back";
}

TEST(Finish, ErasesOnlyAfterTheSecondWord) {
  Desk desk;
  desk.touches();
  desk.does(Go{View::Modules});
  desk.state.learning.progress["aller-vers"].documents["mots"].seen = true;
  desk.does(AskFinish{});
  EXPECT_EQ(desk.state.view, View::Finish);
  EXPECT_EQ(desk.asked<ForgetPerson>(), nullptr);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Modules) << "as if nothing had been asked";
  EXPECT_FALSE(desk.state.learning.progress.empty());
  desk.does(AskFinish{});
  desk.does(AskFinish{});
  EXPECT_EQ(desk.state.view, View::Finish) << "not twice by a trembling finger: another button erases";
  desk.does(FinishAndErase{});
  EXPECT_EQ(desk.state.view, View::Home);
  EXPECT_TRUE(desk.state.learning.progress.empty());
  EXPECT_NE(desk.asked<ForgetPerson>(), nullptr);
}

TEST(Finish, TheFiveWordsComeFirst) {
  Desk desk;
  desk.enters_staff();
  desk.state.session_draft.words = {"un", "deux", "trois", "quatre", "cinq"};
  desk.state.view = View::SessionWords;
  desk.does(AskFinish{});
  EXPECT_EQ(desk.state.view, View::SessionWords);
}

TEST(Voice, ThatFailsIsToldToTheTeamAndToWhoeverListens) {
  Desk desk;
  desk.state.site.voice = true;
  desk.does(VoiceFailed{});
  EXPECT_EQ(desk.state.view, View::Home) << "nobody listened";
  EXPECT_FALSE(desk.state.site.voice);
  EXPECT_EQ(desk.state.self_checks, (std::vector<SelfCheck>{{"voice", false, "failed"}}));
  ASSERT_NE(desk.asked<NoteInJournal>(), nullptr);
  EXPECT_EQ(desk.asked<NoteInJournal>()->detail, "voice-failed");
  desk.does(VoiceFailed{});
  EXPECT_EQ(desk.asked<NoteInJournal>(), nullptr) << "once";
  desk.does(Go{View::Modules});
  desk.does(NoVoice{});
  EXPECT_EQ(desk.state.view, View::NoVoice);
  desk.does(Go{View::Enlarge});
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Modules) << "what they were doing";
  Desk listener;
  listener.state.site.voice = listener.state.preferences.listening = true;
  listener.does(VoiceFailed{});
  EXPECT_EQ(listener.state.view, View::NoVoice);
  EXPECT_FALSE(listener.state.preferences.listening);
}

TEST(Cleaning, TakesNothingForHalfAMinuteThenComesBack) {
  Desk desk;
  desk.does(StartCleaning{});
  EXPECT_NE(desk.state.view, View::Cleaning) << "only the team may";
  desk.enters_staff();
  desk.touches();
  desk.does(StartCleaning{});
  ASSERT_EQ(desk.state.view, View::Cleaning);
  EXPECT_EQ(desk.state.cleaning_left, 30);
  for (const Action& action : {Action{GoHome{}}, Action{Back{}}, Action{FinishAndErase{}}, Action{Go{View::Help}}, Action{QuickExit{}}}) desk.does(action);
  EXPECT_EQ(desk.state.view, View::Cleaning);
  desk.waits(seconds(20));
  EXPECT_EQ(desk.state.cleaning_left, 10);
  desk.waits(seconds(10));
  EXPECT_EQ(desk.state.view, View::Staff);
  EXPECT_FALSE(desk.state.cleaning_left);
  desk.does(StartCleaning{});
  EXPECT_EQ(desk.state.cleaning_left, 30) << "the whole time again";
  desk.does(EndCleaning{});
  EXPECT_EQ(desk.state.view, View::Staff) << "a key ends it";
}

TEST(OutOfOrder, NothingLeadsAwayAndNothingIsAskedOfTheStore) {
  Desk desk;
  desk.state.view = View::OutOfOrder;
  desk.state.out_of_order = "data-unreadable";
  EXPECT_TRUE(start(desk.state).empty());
  for (const Action& action : {Action{GoHome{}}, Action{Back{}}, Action{FinishAndErase{}}, Action{Go{View::StaffDoor}}, Action{QuickExit{}}, Action{LeaveQuickExit{}}}) {
    desk.does(action);
    EXPECT_TRUE(desk.effects.empty());
  }
  desk.touches();
  desk.waits(minutes(30));
  EXPECT_EQ(desk.state.view, View::OutOfOrder);
  EXPECT_FALSE(next_deadline(desk.state));
}

TEST(KeyFile, OpensTheDoorWhileItIsShown) {
  Desk desk;
  desk.state.site.has_pin = true;
  desk.touches();
  desk.does(Go{View::StaffDoor});
  desk.waits(milliseconds(1));
  EXPECT_NE(desk.asked<LookForKeyFile>(), nullptr) << "looked for at once";
  desk.waits(kLookForKey);
  EXPECT_NE(desk.asked<LookForKeyFile>(), nullptr) << "and again";
  desk.does(PinRefused{30});
  desk.does(KeyFileFound{});
  EXPECT_EQ(desk.state.view, View::Staff);
  EXPECT_TRUE(desk.state.staff.unlocked);
  EXPECT_EQ(desk.state.staff.wait_seconds, 0);
  ASSERT_NE(desk.asked<NoteInJournal>(), nullptr);
  EXPECT_EQ(desk.asked<NoteInJournal>()->code, "door-opened-key");
  desk.does(LeaveStaff{});
  desk.does(KeyFileFound{});
  EXPECT_EQ(desk.state.view, View::Home) << "looked for before somebody left";
  EXPECT_FALSE(desk.state.staff.unlocked);
}

TEST(Journal, IsReadByTheTeamOnlyAndForgottenWithThem) {
  Desk desk;
  desk.does(Go{View::StaffJournal});
  EXPECT_EQ(desk.state.view, View::Home);
  desk.enters_staff();
  EXPECT_NE(desk.asked<NoteInJournal>(), nullptr) << "a door without a PIN is noted too";
  desk.does(Go{View::StaffJournal});
  EXPECT_EQ(desk.state.view, View::StaffJournal);
  EXPECT_NE(desk.asked<ReadJournal>(), nullptr);
  desk.does(JournalRead{{{std::nullopt, "crash", "signal-11"}}});
  EXPECT_EQ(desk.state.staff.journal.size(), 1u);
  desk.does(FinishAndErase{});
  EXPECT_TRUE(desk.state.staff.journal.empty());
}

}  // namespace
}  // namespace escale::app
