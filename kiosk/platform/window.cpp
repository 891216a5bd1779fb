// The SDL2 window. Own event layer (fingers are read as fingers), own wait where SDL's would turn in a loop.
#include <SDL.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

#include "kiosk/platform/display.hpp"
#include "kiosk/platform/wayland_surface.hpp"
#include "kiosk/platform/x11_manager.hpp"

namespace escale::platform {
namespace {

using ui::EventKind;
using ui::InputEvent;
using ui::Key;

Key key_of(const SDL_Keysym& sym) {
  bool control = (sym.mod & KMOD_CTRL) != 0;
  switch (sym.sym) {
    case SDLK_F12:
      return Key::Overlay;
    case SDLK_TAB:
      return (sym.mod & KMOD_SHIFT) != 0 ? Key::BackTab : Key::Tab;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
      return Key::Enter;
    case SDLK_SPACE:
      return Key::Space;
    case SDLK_ESCAPE:
      return Key::Escape;
    case SDLK_LEFT:
      return Key::Left;
    case SDLK_RIGHT:
      return Key::Right;
    case SDLK_UP:
      return Key::Up;
    case SDLK_DOWN:
      return Key::Down;
    case SDLK_PAGEUP:
      return Key::PageUp;
    case SDLK_PAGEDOWN:
      return Key::PageDown;
    case SDLK_HOME:
      return Key::Home;
    case SDLK_END:
      return Key::End;
    case SDLK_BACKSPACE:
      return Key::Backspace;
    case SDLK_DELETE:
      return Key::Delete;
    case SDLK_z:
      return !control ? Key::None : (sym.mod & KMOD_SHIFT) != 0 ? Key::Redo : Key::Undo;
    case SDLK_y:
      return control ? Key::Redo : Key::None;
    case SDLK_a:
      return control ? Key::SelectAll : Key::None;
    default:
      return Key::None;
  }
}

/// The marked keys, then F2 to F5 for speech (F1 too, when another one is marked, repeats nothing), and the volume keys.
Key marked_key_of(SDL_Keycode code, int listen_key, int exit_key) {
  switch (code) {
    case SDLK_VOLUMEUP:
      return Key::VolumeUp;
    case SDLK_VOLUMEDOWN:
      return Key::VolumeDown;
    default:
      break;
  }
  if (code < SDLK_F1 || code > SDLK_F12) return Key::None;
  const int number = static_cast<int>(code - SDLK_F1) + 1;
  if (number == listen_key) return Key::Listen;
  if (number == exit_key) return Key::QuickExit;
  constexpr std::array<Key, 4> kOthers = {Key::Repeat, Key::Silence, Key::ReadOn, Key::Explore};
  return number >= 2 && number <= 5 ? kOthers[static_cast<std::size_t>(number - 2)] : Key::None;
}

class Window final : public Display {
 public:
  Window(SDL_Window* window, Uint32 wake_event, int wake_fd, const WindowOptions& options)
      : m_window(window), m_wake_event(wake_event), m_wake_fd(wake_fd), m_listen_key(options.listen_key), m_exit_key(options.exit_key), m_stays(options.stays) {
    std::string_view driver = SDL_GetCurrentVideoDriver();
    // Only these two sleep inside SDL; elsewhere its wait polls a thousand times a second.
    m_sdl_waits = driver == "x11" || driver == "wayland";
    m_wayland = WaylandSurface::of(window);
    if (driver == "KMSDRM" || driver == "kmsdrm") open_input_devices();
  }
  ~Window() override {
    for (const pollfd& device : m_devices) ::close(device.fd);
    ::close(m_wake_fd);
    m_wayland.reset();
    SDL_DestroyWindow(m_window);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  std::int32_t width() const override { return window_size().first; }
  std::int32_t height() const override { return window_size().second; }

  ui::InputEvents wait(std::optional<Monotonic> longest) override {
    ui::InputEvents events;
    SDL_Event event;
    if (m_sdl_waits) {
      constexpr std::int64_t kLongestMs = 3'600'000;
      bool got = longest ? SDL_WaitEventTimeout(
                               &event, static_cast<int>(std::clamp<std::int64_t>(longest->count(), 0, kLongestMs))) != 0
                         : SDL_WaitEvent(&event) != 0;
      if (got) take(event, events);
    } else {
      wait_for_descriptors(longest);
    }
    while (SDL_PollEvent(&event) != 0) take(event, events);
    stamps_to_ages(events);
    return events;
  }

  void present(const ui::DrawList& frame) override {
    if (m_wayland != nullptr) {
      const auto [w, h] = window_size();
      m_wayland->present(w, h, [&](const PixelView& pixels) { m_rasteriser.draw(frame, pixels); });
      return;
    }
    SDL_Surface* surface = SDL_GetWindowSurface(m_window);
    if (surface == nullptr) return;
    bool direct =
        surface->format->BytesPerPixel == 4 && surface->format->Rmask == 0xFF0000 && surface->format->Bmask == 0xFF;
    if (direct) {
      SDL_LockSurface(surface);
      m_rasteriser.draw(frame,
                        {static_cast<std::uint32_t*>(surface->pixels), surface->w, surface->h, surface->pitch / 4});
      SDL_UnlockSurface(surface);
    } else {
      m_buffer.resize(static_cast<std::size_t>(surface->w) * static_cast<std::size_t>(surface->h));
      m_rasteriser.draw(frame, {m_buffer.data(), surface->w, surface->h, surface->w});
      SDL_Surface* ours = SDL_CreateRGBSurfaceWithFormatFrom(m_buffer.data(), surface->w, surface->h, 32,
                                                             surface->w * 4, SDL_PIXELFORMAT_ARGB8888);
      if (ours != nullptr) SDL_BlitSurface(ours, nullptr, surface, nullptr);
      SDL_FreeSurface(ours);
    }
    SDL_UpdateWindowSurface(m_window);
  }

  void wake() override {
    SDL_Event event = {};
    event.type = m_wake_event;
    SDL_PushEvent(&event);
    std::uint64_t one = 1;
    [[maybe_unused]] ssize_t written = ::write(m_wake_fd, &one, sizeof one);
  }

  bool quit_requested() const override { return m_quit; }
  bool take_exposed() override { return std::exchange(m_exposed, false); }

  void set_text_input(bool wanted) override {
    if (wanted == m_text_input) return;
    m_text_input = wanted;
    wanted ? SDL_StartTextInput() : SDL_StopTextInput();
  }

 private:
  std::pair<std::int32_t, std::int32_t> window_size() const {
    int w = 0, h = 0;
    SDL_GetWindowSize(m_window, &w, &h);
    return {w, h};
  }

  /// On the bare console SDL reads these devices itself; we only sleep on them.
  void open_input_devices() {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/input", error)) {
      if (!entry.path().filename().string().starts_with("event")) continue;
      if (int fd = ::open(entry.path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC); fd >= 0)
        m_devices.push_back({fd, POLLIN, 0});
    }
    m_polls = m_devices.empty();  // no right to read them: short sleeps instead
  }

  void wait_for_descriptors(std::optional<Monotonic> longest) {
    SDL_PumpEvents();
    if (SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT) == SDL_TRUE) return;
    // Without devices of our own, input is looked at twenty times a second on the console; elsewhere (dummy, offscreen)
    // nobody touches.
    constexpr Monotonic kLookAgain{50}, kLongest{1000};
    Monotonic left = std::min(longest.value_or(kLongest), kLongest);
    if (m_polls) left = std::min(left, kLookAgain);
    std::vector<pollfd> descriptors = m_devices;
    descriptors.push_back({m_wake_fd, POLLIN, 0});
    if (::poll(descriptors.data(), descriptors.size(), static_cast<int>(std::max<std::int64_t>(0, left.count()))) <= 0)
      return;
    char discarded[1024];
    for (const pollfd& descriptor : descriptors) {
      if ((descriptor.revents & POLLIN) == 0) continue;
      while (::read(descriptor.fd, discarded, sizeof discarded) > 0) {
      }
    }
  }

  /// SDL stamps events with its own milliseconds, which wrap after 49 days; only what lies between two of them counts. Until the
  /// whole batch is there, `age` holds the stamp.
  static std::chrono::milliseconds stamp_of(const SDL_Event& event) { return std::chrono::milliseconds(event.common.timestamp); }
  static void stamps_to_ages(ui::InputEvents& events) {
    constexpr Sint32 kMost = 1000;  // older: the program was stopped meanwhile
    const auto pointer = [](const InputEvent& event) { return event.kind <= EventKind::PointerCancel; };
    const auto newest = std::find_if(events.rbegin(), events.rend(), pointer);
    if (newest == events.rend()) return;
    const auto last = static_cast<Uint32>(newest->age.count());
    for (InputEvent& event : events) {
      if (!pointer(event)) continue;
      const auto before = static_cast<Sint32>(last - static_cast<Uint32>(event.age.count()));
      event.age = std::chrono::milliseconds(std::clamp(before, 0, kMost));
    }
  }

  void take(const SDL_Event& event, ui::InputEvents& out) {
    const std::chrono::milliseconds age = stamp_of(event);
    auto finger = [&](EventKind kind) {
      auto [w, h] = window_size();
      out.push_back(InputEvent::pointer(
          kind, {event.tfinger.x * static_cast<float>(w), event.tfinger.y * static_cast<float>(h)}, age));
    };
    constexpr int kRefusals = 1000;
    if (event.type != SDL_QUIT) m_refused = 0;
    switch (event.type) {
      case SDL_QUIT:
        // Endlessly, and nothing else: the display server is gone, there is nothing left to show.
        if (!m_stays || ++m_refused > kRefusals) m_quit = true;
        return;
      case SDL_WINDOWEVENT:
        if (event.window.event == SDL_WINDOWEVENT_EXPOSED || event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED ||
            event.window.event == SDL_WINDOWEVENT_RESTORED)
          m_exposed = true;
        break;
      case SDL_FINGERDOWN:
        if (m_finger && SDL_GetNumTouchFingers(event.tfinger.touchId) == 1) {
          // The first finger left without saying so (a driver that was reset): it must not hold the screen for ever.
          out.push_back(InputEvent::pointer(EventKind::PointerCancel, {}, age));
          out.push_back(InputEvent::pointer(EventKind::PointerUp, {}, age));
          m_finger.reset();
        }
        if (m_finger && *m_finger != event.tfinger.fingerId) {
          out.push_back(InputEvent::pointer(EventKind::PointerCancel, {}, age));
          break;
        }
        m_finger = event.tfinger.fingerId;
        finger(EventKind::PointerDown);
        break;
      case SDL_FINGERMOTION:
        if (m_finger == event.tfinger.fingerId) finger(EventKind::PointerMove);
        break;
      case SDL_FINGERUP:
        if (m_finger == event.tfinger.fingerId) {
          m_finger.reset();
          finger(EventKind::PointerUp);
        }
        break;
      case SDL_MOUSEBUTTONDOWN:
      case SDL_MOUSEBUTTONUP:
        if (event.button.button == SDL_BUTTON_LEFT && event.button.which != SDL_TOUCH_MOUSEID) {
          out.push_back(
              InputEvent::pointer(event.type == SDL_MOUSEBUTTONDOWN ? EventKind::PointerDown : EventKind::PointerUp,
                                  {static_cast<float>(event.button.x), static_cast<float>(event.button.y)}, age));
        }
        break;
      case SDL_MOUSEMOTION:
        // Only a pressed pointer matters: there is no hover on a touch screen, and no redraw for it.
        if ((event.motion.state & SDL_BUTTON_LMASK) != 0 && event.motion.which != SDL_TOUCH_MOUSEID)
          out.push_back(InputEvent::pointer(EventKind::PointerMove,
                                            {static_cast<float>(event.motion.x), static_cast<float>(event.motion.y)}, age));
        break;
      case SDL_MOUSEWHEEL: {
        InputEvent wheel;
        wheel.kind = EventKind::Wheel;
        wheel.wheel = event.wheel.preciseY;
        if (wheel.wheel != 0) out.push_back(wheel);
        break;
      }
      case SDL_KEYDOWN: {
        Key key = key_of(event.key.keysym);
        // Alt-F4 and its like are keys of window managers, not of the voice.
        const bool alone = (event.key.keysym.mod & (KMOD_ALT | KMOD_CTRL | KMOD_GUI)) == 0;
        if (key == Key::None && alone) key = marked_key_of(event.key.keysym.sym, m_listen_key, m_exit_key);
        if (key != Key::None) {
          InputEvent pressed = InputEvent::pressed(key, (event.key.keysym.mod & KMOD_SHIFT) != 0);
          pressed.repeat = event.key.repeat != 0;
          out.push_back(pressed);
        }
        break;
      }
      case SDL_TEXTINPUT:
        out.push_back(InputEvent::typed(event.text.text));
        break;
      default:
        break;
    }
  }

  SDL_Window* m_window;
  Uint32 m_wake_event;
  int m_wake_fd;
  int m_listen_key, m_exit_key;
  bool m_sdl_waits = true, m_polls = false, m_quit = false, m_text_input = true, m_exposed = false;
  bool m_stays = false;
  int m_refused = 0;  ///< in a row
  std::vector<pollfd> m_devices;
  std::optional<SDL_FingerID> m_finger;
  std::unique_ptr<WaylandSurface> m_wayland;  ///< null: SDL's own surface
  Rasteriser m_rasteriser;
  std::vector<std::uint32_t> m_buffer;
};

/// The whole first screen of an X server. Without a window manager a plain window of its size is already that, and SDL would wait a
/// tenth of a second for somebody to answer that it may be. Null when the screen cannot be measured or no window can be made.
SDL_Window* whole_x11_screen(const std::string& title) {
  SDL_Rect screen;
  if (SDL_GetDisplayBounds(0, &screen) != 0) return nullptr;
  SDL_Window* window =
      SDL_CreateWindow(title.c_str(), screen.x, screen.y, screen.w, screen.h, static_cast<Uint32>(SDL_WINDOW_BORDERLESS) | SDL_WINDOW_HIDDEN);
  if (window == nullptr) return nullptr;
  if (window_manager_runs(window)) SDL_SetWindowFullscreen(window, SDL_WINDOW_FULLSCREEN_DESKTOP);
  SDL_ShowWindow(window);
  return window;
}

}  // namespace

Result<std::unique_ptr<Display>> open_window(const WindowOptions& options) {
  // Fingers are fingers: no mouse invented from them, no finger invented from the mouse.
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  if (options.stays) {
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    SDL_SetHint(SDL_HINT_ALLOW_ALT_TAB_WHILE_GRABBED, "0");
  }
  // SDL asks the session's bus to keep the screen lit. Where there is none it would start one, a process of its own.
  ::setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
  // Video only: joysticks and sensors would wake the process every three seconds.
  if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
    return fail(Code::Unavailable, fmt::format("no screen can be opened ({})", SDL_GetError()));
  std::string_view driver = SDL_GetCurrentVideoDriver();
  // Where SDL can give plain memory it must: otherwise it draws our pixels through OpenGL, at ten times the cost.
  // Wayland and the bare console have no such memory, and there the hint would leave no window surface at all.
  if (driver == "x11" || driver == "dummy" || driver == "offscreen")
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
  SDL_Window* window = options.fullscreen && driver == "x11" ? whole_x11_screen(options.title) : nullptr;
  const Uint32 flags = options.fullscreen ? static_cast<Uint32>(SDL_WINDOW_FULLSCREEN_DESKTOP) : 0U;
  if (window == nullptr)
    window = SDL_CreateWindow(options.title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, options.width, options.height, flags);
  if (window == nullptr) {
    std::string why = SDL_GetError();
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    return fail(Code::Unavailable,
                fmt::format("no window of {} x {} can be opened ({})", options.width, options.height, why));
  }
  int wake_fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (wake_fd < 0) {
    SDL_DestroyWindow(window);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    return fail(Code::Io, "the system gives no event descriptor");
  }
  // No key of a window manager leads away: they all come here (X11: a grab; Wayland: the shortcuts are inhibited).
  if (options.stays) SDL_SetWindowKeyboardGrab(window, SDL_TRUE);
  if (options.hide_cursor) SDL_ShowCursor(SDL_DISABLE);
  SDL_StartTextInput();
  return std::unique_ptr<Display>(new Window(window, SDL_RegisterEvents(1), wake_fd, options));
}

}  // namespace escale::platform
