// Fingers as SDL gives them: read as fingers, never a second time as a mouse; one finger at a time.
#include <SDL.h>
#include <gmock/gmock.h>

#include <cstdlib>

#include "kiosk/platform/display.hpp"

namespace escale::platform {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using ui::EventKind;

struct Fingers : testing::Test {
  Fingers() {
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
    WindowOptions options;
    options.width = 400;
    options.height = 200;
    auto opened = open_window(options);
    CHECK(opened.has_value());
    window = std::move(*opened);
    window->wait(Monotonic(0));
  }
  void finger(Uint32 type, SDL_FingerID id, float x, float y) {
    SDL_Event event = {};
    event.type = type;
    event.tfinger.touchId = 7;
    event.tfinger.fingerId = id;
    event.tfinger.x = x;
    event.tfinger.y = y;
    SDL_PushEvent(&event);
  }
  void mouse(Uint32 type, Uint32 which) {
    SDL_Event event = {};
    event.type = type;
    event.button.button = SDL_BUTTON_LEFT;
    event.button.which = which;
    event.button.x = 12;
    event.button.y = 34;
    SDL_PushEvent(&event);
  }
  std::vector<EventKind> kinds() {
    std::vector<EventKind> out;
    for (const ui::InputEvent& event : events = window->wait(Monotonic(0))) out.push_back(event.kind);
    return out;
  }
  std::unique_ptr<Display> window;
  ui::InputEvents events;
};

TEST_F(Fingers, AreReadInPixelsOfTheWindow) {
  finger(SDL_FINGERDOWN, 1, 0.25F, 0.5F);
  finger(SDL_FINGERMOTION, 1, 0.5F, 0.5F);
  finger(SDL_FINGERUP, 1, 0.5F, 0.75F);
  EXPECT_THAT(kinds(), ElementsAre(EventKind::PointerDown, EventKind::PointerMove, EventKind::PointerUp));
  EXPECT_EQ(events[0].at, (ui::Point{100, 100}));
  EXPECT_EQ(events[2].at, (ui::Point{200, 150}));
  for (const ui::InputEvent& event : events) {
    EXPECT_GE(event.age.count(), 0);
    EXPECT_LE(event.age.count(), 1000);
  }
}

TEST_F(Fingers, C2_ASecondFingerTakesTheTouchAwayAndSaysNothingOfItsOwn) {
  finger(SDL_FINGERDOWN, 1, 0.25F, 0.5F);
  finger(SDL_FINGERDOWN, 2, 0.75F, 0.5F);
  finger(SDL_FINGERMOTION, 2, 0.8F, 0.5F);
  finger(SDL_FINGERUP, 2, 0.8F, 0.5F);
  finger(SDL_FINGERUP, 1, 0.25F, 0.5F);
  EXPECT_THAT(kinds(), ElementsAre(EventKind::PointerDown, EventKind::PointerCancel, EventKind::PointerUp));
}

TEST_F(Fingers, TheMouseIsASecondSourceButNotTheOneThatSdlMakesOfAFinger) {
  mouse(SDL_MOUSEBUTTONDOWN, SDL_TOUCH_MOUSEID);
  mouse(SDL_MOUSEBUTTONUP, SDL_TOUCH_MOUSEID);
  EXPECT_THAT(kinds(), IsEmpty());
  EXPECT_STREQ(SDL_GetHint(SDL_HINT_TOUCH_MOUSE_EVENTS), "0");
  mouse(SDL_MOUSEBUTTONDOWN, 0);
  mouse(SDL_MOUSEBUTTONUP, 0);
  EXPECT_THAT(kinds(), ElementsAre(EventKind::PointerDown, EventKind::PointerUp));
  EXPECT_EQ(events[0].at, (ui::Point{12, 34}));
}

}  // namespace
}  // namespace escale::platform
