// What follows the end of a terminal's process: decisions without any process.
#include "kiosk/helpers/supervision.hpp"

#include <gmock/gmock.h>

namespace escale::helpers {
namespace {
using std::chrono::milliseconds;
using std::chrono::minutes;
using testing::ElementsAre;

constexpr Ending kKilled{0, 11};

TEST(Supervision, ReplacesAtOnceWhenAPersonLeft) {
  Supervision supervision;
  EXPECT_THAT(supervision.first().arguments, ElementsAre("--supervised", "0"));
  const NextStart next = supervision.after({kExitReplace, 0}, Monotonic{0});
  EXPECT_EQ(next.delay, Monotonic{0});
  EXPECT_FALSE(next.stop);
  EXPECT_THAT(next.arguments, ElementsAre("--supervised", "1"));
  EXPECT_EQ(supervision.crashes(), 0);
}

TEST(Supervision, TheDraftsKeyStaysOnlyWhileNobodyLeft) {
  Supervision supervision({.crashes = 3, .window = minutes(10)});
  EXPECT_FALSE(supervision.first().keep_draft);
  EXPECT_TRUE(supervision.after(kKilled, Monotonic{0}).keep_draft);
  EXPECT_TRUE(supervision.after({1, 0}, Monotonic{1}).keep_draft);
  EXPECT_FALSE(supervision.after(kKilled, Monotonic{2}).keep_draft) << "out of order: whoever was writing is sent elsewhere";
  for (const int code : {kExitReplace, kExitReplace + kExitQuick, kExitReplace + kExitSyncing, kExitTryAgain, kExitStopped, kExitUsage})
    EXPECT_FALSE(Supervision().after({code, 0}, Monotonic{0}).keep_draft) << code;
}

TEST(Supervision, HandsOverTheNeutralScreenAndTheSynchronisationAndNothingElse) {
  Supervision supervision;
  EXPECT_THAT(supervision.after({kExitReplace + kExitQuick, 0}, Monotonic{0}).arguments, ElementsAre("--supervised", "1", "--first", "quick-exit"));
  EXPECT_THAT(supervision.after({kExitReplace + kExitSyncing, 0}, Monotonic{0}).arguments, ElementsAre("--supervised", "2", "--resume-sync"));
  EXPECT_THAT(supervision.after({kExitReplace + kExitQuick + kExitSyncing, 0}, Monotonic{0}).arguments,
              ElementsAre("--supervised", "3", "--first", "quick-exit", "--resume-sync"));
}

TEST(Supervision, RestartsAfterACrashEverMoreSlowlyThenSaysWhereToGo) {
  Supervision supervision({.crashes = 4, .window = minutes(10), .first_delay = milliseconds(250), .longest_delay = milliseconds(700)});
  Monotonic now{0};
  std::vector<std::int64_t> delays;
  for (int i = 0; i < 3; ++i) {
    const NextStart next = supervision.after(kKilled, now += minutes(1));
    delays.push_back(next.delay.count());
    EXPECT_THAT(next.arguments, ElementsAre("--supervised", "0", "--after-crash", "signal-11"));
  }
  EXPECT_THAT(delays, ElementsAre(250, 500, 700));
  const NextStart next = supervision.after(kKilled, now += minutes(1));
  EXPECT_EQ(next.out_of_order, "crashes");
  EXPECT_EQ(next.delay, Monotonic{0}) << "the screen must not stay black";
  EXPECT_THAT(next.arguments, ElementsAre("--supervised", "0", "--out-of-order", "crashes"));
  // That one crashes too: it is tried again, slowly, and never given up.
  for (int i = 0; i < 50; ++i) EXPECT_EQ(supervision.after(kKilled, now += milliseconds(1)).out_of_order, "crashes");
  EXPECT_EQ(supervision.after(kKilled, now).delay, milliseconds(700));
}

TEST(Supervision, ForgetsOldCrashesAndThoseBeforeAWholePerson) {
  Supervision supervision({.crashes = 2, .window = minutes(10)});
  EXPECT_EQ(supervision.after(kKilled, minutes(0)).out_of_order, "");
  EXPECT_EQ(supervision.after(kKilled, minutes(11)).out_of_order, "") << "eleven minutes later";
  supervision.after({kExitReplace, 0}, minutes(12));
  EXPECT_EQ(supervision.after(kKilled, minutes(13)).out_of_order, "");
  EXPECT_EQ(supervision.after(kKilled, minutes(14)).out_of_order, "crashes");
  EXPECT_EQ(supervision.crashes(), 4);
}

TEST(Supervision, TriesTheUsualTerminalAgainAfterAWhileOutOfOrder) {
  Supervision supervision({.crashes = 1});
  EXPECT_EQ(supervision.after(kKilled, minutes(0)).out_of_order, "crashes");
  EXPECT_THAT(supervision.after({kExitTryAgain, 0}, minutes(5)).arguments, ElementsAre("--supervised", "0"));
}

TEST(Supervision, DoesNotTryAgainAndAgainWithAWrongFile) {
  Supervision supervision;
  EXPECT_EQ(supervision.after({kExitUsage, 0}, Monotonic{0}).out_of_order, "configuration");
}

TEST(Supervision, StopsWhenTheTerminalWasStopped) { EXPECT_TRUE(Supervision().after({kExitStopped, 0}, Monotonic{0}).stop); }

}  // namespace
}  // namespace escale::helpers
