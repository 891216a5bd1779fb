// The arbiter as a function of event lists (accessibility lines C2, C3, C4: tap, slide off, no second meaning).
#include "kiosk/ui/gestures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace escale::ui {
namespace {

constexpr float kPxPerMm = 6;

struct Finger {
  Gesture gesture;
  GestureRules rules;
  Milliseconds now{1000};
  GestureStep last;
  int presses = 0, releases = 0, cancels = 0, drags = 0, drag_ends = 0;
  Point moved;

  Finger() { rules.px_per_mm = kPxPerMm; }
  void take(EventKind kind, Point at) {
    last = advance(gesture, {kind, at, now}, rules);
    count();
  }
  void glide(Milliseconds until) {
    last = coast(gesture, now = until, rules);
    count();
  }
  void count() {
    presses += last.press ? 1 : 0, releases += last.release ? 1 : 0, cancels += last.cancel ? 1 : 0;
    drags += last.drag_begins ? 1 : 0, drag_ends += last.drag_ends ? 1 : 0;
    moved = {moved.x + last.moved.x, moved.y + last.moved.y};
  }
  void down(Point at) { take(EventKind::PointerDown, at); }
  void move(Point at) { take(EventKind::PointerMove, at); }
  void up(Point at) { take(EventKind::PointerUp, at); }
  /// A straight way in `steps` moves of `each`.
  void swipe(Point from, Point to, int steps, Milliseconds each) {
    down(from);
    for (int i = 1; i <= steps; ++i) {
      now += each;
      const float part = static_cast<float>(i) / static_cast<float>(steps);
      move({from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
    }
  }
};

TEST(Gestures, C3_APressActsWhenItLifts) {
  Finger finger;
  finger.down({100, 100});
  EXPECT_TRUE(finger.last.press);
  EXPECT_EQ(finger.gesture.phase, GesturePhase::Pressed);
  finger.up({100, 100});
  EXPECT_TRUE(finger.last.release);
  EXPECT_EQ(finger.gesture.phase, GesturePhase::Steady);
}

TEST(Gestures, ATrembleWithinTheSlopStillPresses) {
  Finger finger;
  finger.down({100, 100});
  for (float d : {8.0F, -9.0F, 14.0F, -3.0F}) finger.move({100 + d, 100});  // the slop is 15 pixels
  finger.up({104, 103});
  EXPECT_EQ(finger.releases, 1);
  EXPECT_EQ(finger.drags, 0);
}

TEST(Gestures, C3_PastTheSlopNothingActs) {
  Finger finger;
  finger.down({100, 100});
  finger.move({100, 116});
  EXPECT_TRUE(finger.last.drag_begins);
  EXPECT_EQ(finger.last.moved, (Point{0, 16}));
  finger.move({100, 101});  // back where it began
  finger.up({100, 101});
  EXPECT_EQ(finger.releases, 0);
  EXPECT_EQ(finger.drag_ends, 1);
}

TEST(Gestures, WhereNothingCanBeDraggedAPressStaysOne) {
  Finger finger;
  finger.rules.drags = false;
  finger.down({100, 100});
  finger.move({160, 100});
  finger.up({160, 100});  // the widget sees that the finger is no longer over it
  EXPECT_EQ(finger.drags, 0);
  EXPECT_EQ(finger.releases, 1);
}

TEST(Gestures, C2_ASecondFingerTakesThePressAway) {
  Finger finger;
  finger.down({100, 100});
  finger.down({300, 300});
  EXPECT_TRUE(finger.last.cancel);
  finger.move({100, 300});
  finger.up({100, 100});
  EXPECT_EQ(finger.releases + finger.drags + finger.drag_ends, 0);
  finger.down({100, 100});
  finger.up({100, 100});
  EXPECT_EQ(finger.releases, 1);
}

TEST(Gestures, AFlickGlidesOnAndComesToRest) {
  Finger finger;
  finger.swipe({100, 400}, {100, 280}, 6, Milliseconds(10));
  finger.up({100, 280});
  ASSERT_EQ(finger.gesture.phase, GesturePhase::Coasting);
  EXPECT_NEAR(finger.gesture.velocity.y, -2000, 20);
  finger.moved = {};
  const Milliseconds lifted = finger.now;
  for (int i = 1; finger.gesture.phase == GesturePhase::Coasting && i < 1000; ++i) finger.glide(lifted + Milliseconds(16 * i));
  EXPECT_EQ(finger.gesture.phase, GesturePhase::Steady);
  EXPECT_NEAR(finger.moved.y, -2000 * 0.325F, 12);
  EXPECT_LT(finger.now - lifted, Milliseconds(2500));
}

TEST(Gestures, TheGlideDependsOnTimeNotOnFrames) {
  auto glided = [](int frames) {
    Finger finger;
    finger.swipe({100, 400}, {100, 280}, 6, Milliseconds(10));
    finger.up({100, 280});
    finger.moved = {};
    const Milliseconds lifted = finger.now;
    for (int i = 1; i <= frames; ++i) finger.glide(lifted + Milliseconds(480 * i / frames));
    return finger.moved.y;
  };
  EXPECT_NEAR(glided(1), glided(30), 0.5F);
  EXPECT_NEAR(glided(2), glided(120), 0.5F);
}

TEST(Gestures, SwipeStopLiftThrowsNothing) {
  Finger finger;
  finger.swipe({100, 400}, {100, 280}, 6, Milliseconds(10));
  finger.now += Milliseconds(200);
  finger.up({100, 280});
  EXPECT_EQ(finger.gesture.phase, GesturePhase::Steady);
  EXPECT_EQ(finger.gesture.velocity, Point{});
}

TEST(Gestures, TheJerkOfLiftingCountsLittle) {
  Finger finger;
  finger.swipe({100, 400}, {100, 300}, 5, Milliseconds(10));  // 2000 pixels a second
  finger.now += Milliseconds(4);
  finger.up({100, 312});  // the finger rolls back while it leaves
  EXPECT_LT(finger.gesture.velocity.y, -1300);
}

TEST(Gestures, EventsOfOneInstantGiveNoInfiniteSpeed) {
  Finger finger;
  finger.down({100, 400});
  finger.move({100, 300});
  finger.move({100, 200});
  finger.up({100, 200});
  EXPECT_EQ(finger.gesture.phase, GesturePhase::Steady);
}

TEST(Gestures, NoSpeedIsFasterThanAHand) {
  Finger finger;
  finger.swipe({100, 4000}, {100, 100}, 3, Milliseconds(1));
  finger.up({100, 100});
  EXPECT_LE(-finger.gesture.velocity.y, 1500 * kPxPerMm + 1);
}

TEST(Gestures, ATouchStopsWhatGlidesAndNeverActs) {
  Finger finger;
  finger.swipe({100, 400}, {100, 280}, 6, Milliseconds(10));
  finger.up({100, 280});
  finger.now += Milliseconds(50);
  const int before = finger.presses;
  finger.down({100, 300});
  EXPECT_EQ(finger.presses, before);
  EXPECT_EQ(finger.gesture.phase, GesturePhase::Pressed);
  finger.up({100, 300});
  EXPECT_EQ(finger.releases, 0);
  EXPECT_EQ(finger.gesture.phase, GesturePhase::Steady);
  finger.down({100, 300});  // the next one acts again
  finger.up({100, 300});
  EXPECT_EQ(finger.releases, 1);
}

TEST(Gestures, WithoutMomentumALiftIsTheEnd) {
  Finger finger;
  finger.rules.coasts = false;
  finger.swipe({100, 400}, {100, 280}, 6, Milliseconds(10));
  finger.up({100, 280});
  EXPECT_EQ(finger.gesture.phase, GesturePhase::Steady);
  EXPECT_LT(finger.gesture.velocity.y, 0);
}

int turn(Point from, Point to, Milliseconds each, Milliseconds rest = {}) {
  Finger finger;
  finger.rules.coasts = false;
  finger.swipe(from, to, 6, each);
  finger.now += rest;
  finger.up(to);
  return page_turn(finger.gesture, finger.rules);
}

TEST(Gestures, UpAndLeftTurnToTheNextPage) {
  constexpr Milliseconds kQuick{10}, kSlow{80};
  EXPECT_EQ(turn({500, 500}, {500, 300}, kQuick), 1);   // up
  EXPECT_EQ(turn({500, 500}, {300, 500}, kQuick), 1);   // left
  EXPECT_EQ(turn({500, 300}, {500, 500}, kQuick), -1);  // down
  EXPECT_EQ(turn({300, 500}, {500, 500}, kQuick), -1);  // right
  EXPECT_EQ(turn({500, 500}, {500, 300}, kSlow, Milliseconds(300)), 1);  // slow, but far
  EXPECT_EQ(turn({500, 500}, {500, 460}, kQuick), 1);   // short, but quick
  EXPECT_EQ(turn({500, 500}, {500, 460}, kSlow), 0);    // neither
  EXPECT_EQ(turn({500, 500}, {380, 400}, kQuick), 0);   // neither up nor left
}

TEST(Gestures, ComingBackTurnsNoPage) {
  Finger finger;
  finger.rules.coasts = false;
  finger.swipe({500, 500}, {500, 300}, 6, Milliseconds(20));
  for (float y : {320.0F, 345.0F, 370.0F, 395.0F}) {
    finger.now += Milliseconds(20);
    finger.move({500, y});
  }
  finger.up({500, 395});
  EXPECT_EQ(page_turn(finger.gesture, finger.rules), 0);
}

// --- properties, over any list of events ---------------------------------------------------------------------------------

struct Any {
  EventKind kind;
  Point at;
  Milliseconds after{0};
};

rc::Gen<Any> any_event() {
  const auto kinds = rc::gen::element(EventKind::PointerDown, EventKind::PointerMove, EventKind::PointerMove, EventKind::PointerMove,
                                      EventKind::PointerUp, EventKind::PointerUp, EventKind::PointerCancel);
  return rc::gen::map(rc::gen::tuple(kinds, rc::gen::inRange(0, 60), rc::gen::inRange(0, 60), rc::gen::inRange(0, 120)), [](const auto& t) {
    return Any{std::get<0>(t), {static_cast<float>(std::get<1>(t)), static_cast<float>(std::get<2>(t))}, Milliseconds(std::get<3>(t))};
  });
}

void showValue(const Any& event, std::ostream& out) {
  out << static_cast<int>(event.kind) << " at " << event.at.x << "," << event.at.y << " after " << event.after.count();
}

RC_GTEST_PROP(GestureProperties, C3_AtMostOneActivationAPressAndNoneAfterACancelOrADrag, ()) {
  const auto events = *rc::gen::container<std::vector<Any>>(any_event());
  const bool drags = *rc::gen::arbitrary<bool>();
  Finger finger;
  finger.rules.drags = drags;
  bool may_act = false;
  for (const Any& event : events) {
    finger.now += event.after;
    finger.take(event.kind, event.at);
    const GestureStep& step = finger.last;
    RC_ASSERT(static_cast<int>(step.press) + static_cast<int>(step.release) + static_cast<int>(step.cancel) + static_cast<int>(step.drag_ends) <= 1);
    if (step.release) RC_ASSERT(may_act);
    RC_ASSERT(!step.release || event.kind == EventKind::PointerUp);
    if (step.press) may_act = true;
    if (step.release || step.cancel || step.drag_begins) may_act = false;
  }
  RC_ASSERT(finger.releases + finger.cancels <= finger.presses);
  RC_ASSERT(finger.drag_ends <= finger.drags);
}

RC_GTEST_PROP(GestureProperties, NoEventListLeavesAFingerBehind, ()) {
  const auto events = *rc::gen::container<std::vector<Any>>(any_event());
  Finger finger;
  for (const Any& event : events) {
    finger.now += event.after;
    finger.take(event.kind, event.at);
  }
  finger.up({5, 5});
  RC_ASSERT(!finger.gesture.down);
  finger.glide(finger.now + Milliseconds(10'000));
  RC_ASSERT(finger.gesture.phase == GesturePhase::Steady);
  const int before = finger.releases;
  finger.down({5, 5});
  finger.up({5, 5});
  RC_ASSERT(finger.releases == before + 1);
}

RC_GTEST_PROP(GestureProperties, WhatIsDraggedMovesByExactlyTheFingersWay, ()) {
  const auto points = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<int, int>>>(rc::gen::pair(rc::gen::inRange(0, 900), rc::gen::inRange(0, 900))));
  Finger finger;
  finger.rules.coasts = false;
  finger.down({100, 100});
  for (const auto& [x, y] : points) {
    finger.now += Milliseconds(7);
    finger.move({static_cast<float>(x), static_cast<float>(y)});
  }
  if (finger.drags == 0) return;
  RC_ASSERT(std::abs(finger.moved.x - (static_cast<float>(points.back().first) - 100)) < 0.01F);
  RC_ASSERT(std::abs(finger.moved.y - (static_cast<float>(points.back().second) - 100)) < 0.01F);
}

}  // namespace
}  // namespace escale::ui
