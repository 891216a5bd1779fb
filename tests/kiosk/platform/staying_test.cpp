// Lock-down: what a key of the system or of a window manager asks of the window of a terminal, and what becomes of it.
#include <SDL.h>
#include <gtest/gtest.h>

#include "kiosk/platform/display.hpp"
#include "tests/support/must.hpp"

namespace escale::platform {
namespace {
using test::must;

std::unique_ptr<Display> opened(bool stays) {
  ::setenv("SDL_VIDEODRIVER", "dummy", 1);
  WindowOptions options;
  options.stays = stays;
  return must(open_window(options));
}

void push(Uint32 type) {
  SDL_Event event = {};
  event.type = type;
  SDL_PushEvent(&event);
}

TEST(Staying, AWindowOfADeveloperCloses) {
  const auto display = opened(false);
  push(SDL_QUIT);
  display->wait(Monotonic{0});
  EXPECT_TRUE(display->quit_requested());
}

TEST(Staying, ATerminalDoesNotCloseWhateverIsPressed) {
  const auto display = opened(true);
  for (int i = 0; i < 50; ++i) push(SDL_QUIT);
  display->wait(Monotonic{0});
  EXPECT_FALSE(display->quit_requested());
  // Alt-F4, Alt-Tab, Ctrl-Q, Ctrl-Alt-Backspace, Super: they arrive, and mean nothing.
  for (const auto& [key, mod] : {std::pair{SDLK_F4, KMOD_LALT}, {SDLK_q, KMOD_LCTRL}, {SDLK_LGUI, KMOD_NONE}, {SDLK_w, KMOD_LCTRL}, {SDLK_F1, KMOD_LALT}}) {
    SDL_Event event = {};
    event.type = SDL_KEYDOWN;
    event.key.keysym.sym = key;
    event.key.keysym.mod = static_cast<Uint16>(mod);
    SDL_PushEvent(&event);
  }
  EXPECT_TRUE(display->wait(Monotonic{0}).empty());
  EXPECT_FALSE(display->quit_requested());
}

TEST(Staying, EndsWhenTheDisplayServerIsGoneForGood) {
  const auto display = opened(true);
  for (int i = 0; i < 1100; ++i) {
    push(SDL_QUIT);
    if (i % 100 == 0) display->wait(Monotonic{0});
  }
  display->wait(Monotonic{0});
  EXPECT_TRUE(display->quit_requested());
}

}  // namespace
}  // namespace escale::platform
