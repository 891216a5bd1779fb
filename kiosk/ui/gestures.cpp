#include "kiosk/ui/gestures.hpp"

#include <algorithm>
#include <cmath>

namespace escale::ui {
namespace {

using Seconds = std::chrono::duration<float>;

constexpr float kMostMmPerSecond = 1500;   // faster is a jump of the sensor
constexpr float kRestMmPerSecond = 4;      // slower than this is rest
constexpr float kThrowMmPerSecond = 25;    // slower than this at lift-off throws nothing
constexpr Seconds kTimeConstant{0.325F};   // of the glide: speed falls to a third in that time
constexpr Milliseconds kStill{60};         // no move for that long before lifting: the finger had stopped
constexpr Milliseconds kWindow{140};       // older samples say nothing of the speed
// Of a lifted drag that turns pages.
constexpr float kTurnMm = 14;              // far enough, however slow
constexpr float kFlickMm = 4, kFlickMmPerSecond = 90;  // or short and fast
constexpr float kStraight = 1.3F;          // one way must clearly win

float length(Point p) {
  return std::hypot(p.x, p.y);
}

void remember(Gesture& gesture, Point at, Milliseconds time) {
  // Several events of one instant are one sample: a speed needs time between two points.
  if (gesture.sampled > 0 && gesture.samples[gesture.sampled - 1].time >= time) {
    gesture.samples[gesture.sampled - 1].at = at;
    return;
  }
  if (gesture.sampled == Gesture::kSamples) {
    std::shift_left(gesture.samples.begin(), gesture.samples.end(), 1);
    --gesture.sampled;
  }
  gesture.samples[gesture.sampled++] = {at, time};
}

/// Pixels a second at lift-off. The newest samples are noisy (the finger rolls while it leaves): older ones weigh more.
Point velocity_of(const Gesture& gesture, Milliseconds lifted, const GestureRules& rules) {
  constexpr std::array<float, Gesture::kSamples - 1> kWeights = {0.4F, 0.3F, 0.2F, 0.1F};  // oldest first
  if (gesture.sampled < 2) return {};
  const auto& last = gesture.samples[gesture.sampled - 1];
  if (lifted - last.time > kStill) return {};
  Point sum;
  float weights = 0;
  for (std::size_t i = 0; i + 1 < gesture.sampled; ++i) {
    const auto& a = gesture.samples[i];
    const auto& b = gesture.samples[i + 1];
    if (last.time - a.time > kWindow) continue;
    const float seconds = Seconds(b.time - a.time).count(), weight = kWeights[i];
    sum.x += weight * (b.at.x - a.at.x) / seconds;
    sum.y += weight * (b.at.y - a.at.y) / seconds;
    weights += weight;
  }
  if (weights <= 0) return {};
  Point velocity{sum.x / weights, sum.y / weights};
  const float speed = length(velocity), most = kMostMmPerSecond * rules.px_per_mm;
  if (speed > most) velocity = {velocity.x * most / speed, velocity.y * most / speed};
  return velocity;
}

void begin(Gesture& gesture, const PointerEvent& event, GestureStep& step) {
  const bool was_gliding = gesture.phase == GesturePhase::Coasting;
  gesture = {};
  gesture.phase = GesturePhase::Pressed;
  gesture.down = true;
  gesture.stopped = was_gliding;
  gesture.from = gesture.at = event.at;
  remember(gesture, event.at, event.time);
  step.press = !was_gliding;
}

void give_up(Gesture& gesture, GestureStep& step) {
  if (gesture.dead) return;
  step.cancel = gesture.phase == GesturePhase::Pressed && !gesture.stopped;
  gesture.phase = GesturePhase::Steady;
  gesture.velocity = {};
  gesture.dead = true;
}

void follow(Gesture& gesture, const PointerEvent& event, const GestureRules& rules, GestureStep& step) {
  const Point before = gesture.at;
  gesture.at = event.at;
  if (gesture.phase == GesturePhase::Pressed) {
    if (!rules.drags || length(gesture.travelled()) <= rules.slop_mm * rules.px_per_mm) return;
    gesture.phase = GesturePhase::Dragging;
    step.drag_begins = true;
    step.moved = gesture.travelled();
    remember(gesture, event.at, event.time);
    return;
  }
  step.moved = {event.at.x - before.x, event.at.y - before.y};
  if (event.at != before) remember(gesture, event.at, event.time);
}

void lift(Gesture& gesture, const PointerEvent& event, const GestureRules& rules, GestureStep& step) {
  gesture.down = false;
  if (gesture.dead) {
    gesture.dead = false;
    return;
  }
  if (gesture.phase == GesturePhase::Pressed) {
    gesture.phase = GesturePhase::Steady;
    step.release = !gesture.stopped;
    return;
  }
  gesture.velocity = velocity_of(gesture, event.time, rules);
  gesture.lifted = event.time;
  gesture.glided = {};
  step.drag_ends = true;
  const bool thrown = rules.coasts && length(gesture.velocity) > kThrowMmPerSecond * rules.px_per_mm;
  gesture.phase = thrown ? GesturePhase::Coasting : GesturePhase::Steady;
}

}  // namespace

GestureStep advance(Gesture& gesture, const PointerEvent& event, const GestureRules& rules) {
  GestureStep step;
  switch (event.kind) {
    case EventKind::PointerDown:
      if (gesture.down) {
        give_up(gesture, step);  // a second finger (5.9: no simultaneous actions)
      } else {
        begin(gesture, event, step);
      }
      break;
    case EventKind::PointerMove:
      if (gesture.down && !gesture.dead) follow(gesture, event, rules, step);
      break;
    case EventKind::PointerUp:
      if (!gesture.down) break;
      // Where it lifts counts as a move: a sensor may send no other.
      if (!gesture.dead && event.at != gesture.at) follow(gesture, event, rules, step);
      lift(gesture, event, rules, step);
      break;
    case EventKind::PointerCancel:
      if (gesture.down) give_up(gesture, step);
      if (gesture.phase == GesturePhase::Coasting) stop_coasting(gesture);
      break;
    default:
      break;
  }
  return step;
}

GestureStep coast(Gesture& gesture, Milliseconds now, const GestureRules& rules) {
  GestureStep step;
  if (gesture.phase != GesturePhase::Coasting) return step;
  // The way glided since lift-off in closed form: v·τ·(1 − e^(−t/τ)). Two frames or twenty lead to the same place.
  const float t = std::max(0.0F, Seconds(now - gesture.lifted).count()), tau = kTimeConstant.count();
  const float left = std::exp(-t / tau), way = tau * (1 - left);
  const Point glided{gesture.velocity.x * way, gesture.velocity.y * way};
  step.moved = {glided.x - gesture.glided.x, glided.y - gesture.glided.y};
  gesture.glided = glided;
  if (length(gesture.velocity) * left < kRestMmPerSecond * rules.px_per_mm) stop_coasting(gesture);
  return step;
}

void stop_coasting(Gesture& gesture) {
  if (gesture.phase == GesturePhase::Coasting) gesture.phase = GesturePhase::Steady;
}

int page_turn(const Gesture& gesture, const GestureRules& rules) {
  const Point way = gesture.travelled();
  const bool across = std::abs(way.x) > std::abs(way.y);
  const float along = across ? way.x : way.y, aside = across ? way.y : way.x;
  const float speed = across ? gesture.velocity.x : gesture.velocity.y;
  if (std::abs(along) < kStraight * std::abs(aside)) return 0;
  const float mm = std::abs(along) / rules.px_per_mm, mm_per_second = std::abs(speed) / rules.px_per_mm;
  const bool back_again = speed * along < 0 && mm_per_second > kThrowMmPerSecond;  // changed their mind on the way
  const bool far = mm >= kTurnMm && !back_again;
  const bool flick = mm >= kFlickMm && mm_per_second >= kFlickMmPerSecond && speed * along > 0;
  if (!far && !flick) return 0;
  return along < 0 ? 1 : -1;
}

}  // namespace escale::ui
