#include <gtest/gtest.h>

#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::Desk;

Desk at_the_door() {
  Desk desk;
  desk.state.site.has_pin = true;
  desk.touches();
  desk.does(Go{View::StaffDoor});
  return desk;
}

TEST(Staff, OpensAtOnceWithoutAPin) {
  Desk desk;
  desk.enters_staff();
  EXPECT_EQ(desk.state.view, View::Staff);
  EXPECT_TRUE(desk.state.staff.unlocked);
  EXPECT_NE(desk.asked<ReadStatus>(), nullptr);
}

TEST(Staff, OpensWithThePin) {
  Desk desk = at_the_door();
  EXPECT_EQ(desk.state.view, View::StaffDoor);
  desk.does(SubmitPin{});
  EXPECT_TRUE(desk.effects.empty()) << "nothing was typed";
  desk.does(TypePin{"25a"});
  EXPECT_EQ(desk.state.staff.pin, "") << "digits only";
  desk.does(TypePin{"2580"});
  desk.does(SubmitPin{});
  ASSERT_NE(desk.asked<CheckPin>(), nullptr);
  EXPECT_EQ(desk.asked<CheckPin>()->pin, "2580");
  EXPECT_EQ(desk.state.staff.pin, "");
  EXPECT_TRUE(desk.state.staff.busy);
  desk.does(PinAccepted{});
  EXPECT_EQ(desk.state.view, View::Staff);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Home) << "not through the door again";
  EXPECT_FALSE(desk.state.staff.unlocked);
}

TEST(Staff, CountsTheWaitAfterAWrongPin) {
  Desk desk = at_the_door();
  desk.does(TypePin{"0000"});
  desk.does(SubmitPin{});
  desk.does(PinRefused{30});
  EXPECT_EQ(desk.state.staff.failure, "wrong-pin");
  desk.does(TypePin{"2580"});
  desk.does(SubmitPin{});
  EXPECT_EQ(desk.asked<CheckPin>(), nullptr);
  desk.waits(seconds(10));
  EXPECT_EQ(desk.state.staff.wait_seconds, 20);
  desk.waits(seconds(20));
  EXPECT_EQ(desk.state.staff.wait_seconds, 0);
  desk.does(SubmitPin{});
  EXPECT_NE(desk.asked<CheckPin>(), nullptr);
}

TEST(Staff, StaysShutWhenSomebodyLeftWhileThePinWasChecked) {
  Desk desk = at_the_door();
  desk.does(TypePin{"2580"});
  desk.does(SubmitPin{});
  desk.does(FinishAndErase{});
  desk.does(PinAccepted{});
  EXPECT_EQ(desk.state.view, View::Home);
  EXPECT_FALSE(desk.state.staff.unlocked);
}

TEST(Staff, LocksWhenItIsLeftAndNotForALookAtATool) {
  Desk desk;
  desk.enters_staff();
  desk.does(Go{View::Enlarge});
  EXPECT_TRUE(desk.state.staff.unlocked);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Staff);
  desk.does(LeaveStaff{});
  EXPECT_EQ(desk.state.view, View::Home);
  EXPECT_FALSE(desk.state.staff.unlocked);
  desk.does(StartSync{});
  EXPECT_TRUE(desk.effects.empty());
}

TEST(Staff, SynchronisesAndCanBeStopped) {
  Desk desk;
  desk.enters_staff();
  desk.does(StartSync{});
  EXPECT_NE(desk.asked<Synchronise>(), nullptr);
  EXPECT_TRUE(desk.state.staff.syncing);
  desk.does(StartSync{});
  EXPECT_TRUE(desk.effects.empty());
  desk.does(SyncProgressed{{client::Stage::Blobs, 5, 10}});
  EXPECT_EQ(desk.state.staff.progress.done, 5u);
  desk.does(CancelSync{});
  EXPECT_NE(desk.asked<StopSynchronising>(), nullptr);
  desk.does(SyncEnded{"cancelled", "", 0, 0});
  EXPECT_FALSE(desk.state.staff.syncing);
  EXPECT_EQ(desk.state.staff.sync_result, "cancelled");
  desk.does(CancelSync{});
  EXPECT_TRUE(desk.effects.empty());
}

TEST(Staff, TakesTheStatusWithoutOpeningItsDoor) {
  Desk desk;
  StatusRead read;
  read.status.unlocked = true;
  read.status.terminal = "ab";
  read.status.outbox.pending = 3;
  read.collecting_stopped = true;
  desk.does(read);
  EXPECT_FALSE(desk.state.staff.unlocked);
  EXPECT_EQ(desk.state.staff.terminal, "ab");
  EXPECT_EQ(desk.state.staff.outbox.pending, 3);
  EXPECT_TRUE(desk.state.collecting_stopped);
}

TEST(Staff, OpensBehindAToolThatWasLookedAtMeanwhile) {
  Desk desk = at_the_door();
  desk.does(TypePin{"2580"});
  desk.does(SubmitPin{});
  desk.does(Go{View::Enlarge});
  desk.does(PinAccepted{});
  EXPECT_EQ(desk.state.view, View::Enlarge);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Staff);
}

TEST(Staff, IsNotHeldUpByAnAnswerThatCameTooLate) {
  Desk desk = at_the_door();
  desk.does(TypePin{"2580"});
  desk.does(SubmitPin{});
  desk.does(GoHome{});
  desk.does(PinAccepted{});
  EXPECT_FALSE(desk.state.staff.unlocked);
  desk.does(Go{View::StaffDoor});
  desk.does(TypePin{"2580"});
  desk.does(SubmitPin{});
  EXPECT_NE(desk.asked<CheckPin>(), nullptr);
}

}  // namespace
}  // namespace escale::app
