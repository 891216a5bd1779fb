// Where frames are shown and where input comes from. Window is SDL's; HeadlessDisplay is memory, for demonstrations,
// tests and screenshots. The waiting rule: sleep until an event, a wake() from a worker, or the deadline. Nothing turns
// while nothing moves.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/platform/rasteriser.hpp"
#include "kiosk/ui/draw_list.hpp"
#include "kiosk/ui/input.hpp"
#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"

namespace escale::platform {

class Display {
 public:
  virtual ~Display() = default;
  virtual std::int32_t width() const = 0;   ///< pixels
  virtual std::int32_t height() const = 0;  ///< pixels
  /// Waits for events, a wake() or `longest` (nothing: for ever), whichever comes first, and gives the events, oldest
  /// first.
  virtual ui::InputEvents wait(std::optional<Monotonic> longest) = 0;
  /// Draws and shows a frame.
  virtual void present(const ui::DrawList& frame) = 0;
  /// Ends a wait from any thread.
  virtual void wake() = 0;
  /// The system lost what was shown (a window uncovered, another screen): the same frame must be presented again. True once.
  virtual bool take_exposed() { return false; }
  /// Somebody closed the window or the system asks to stop.
  virtual bool quit_requested() const = 0;
  /// The system's text input is wanted (a text field is active).
  virtual void set_text_input(bool wanted) = 0;
};

struct WindowOptions {
  std::string title = "Escale";
  std::int32_t width = 1280, height = 800;  ///< pixels, unless fullscreen
  bool fullscreen = false;
  bool hide_cursor = false;
  int listen_key = 1;  ///< which function key starts listening; F2 to F5 repeat, silence, read on and explore
  int exit_key = 9;    ///< which one is the quick exit
  bool stays = false;  ///< closing the window (a key of the window manager) does nothing: only a signal ends the terminal
};

/// A window through SDL2, drawn by Rasteriser. Unavailable when there is no screen to open.
Result<std::unique_ptr<Display>> open_window(const WindowOptions& options);

/// No screen at all: the last frame stays in memory. wait() returns what was given to send() and never waits longer
/// than asked.
class HeadlessDisplay final : public Display {
 public:
  HeadlessDisplay(std::int32_t width, std::int32_t height);
  std::int32_t width() const override { return m_width; }
  std::int32_t height() const override { return m_height; }
  ui::InputEvents wait(std::optional<Monotonic> longest) override;
  void present(const ui::DrawList& frame) override;
  void wake() override;
  bool quit_requested() const override;
  void set_text_input(bool wanted) override { m_text_input = wanted; }

  /// Gives events to the next wait(). From any thread.
  void send(ui::InputEvents events);
  void request_quit();
  bool text_input() const { return m_text_input; }
  /// The last frame.
  PixelView pixels();
  /// Writes the last frame. Io when it cannot.
  Result<> save_png(const Path& path);

 private:
  std::int32_t m_width, m_height;
  Rasteriser m_rasteriser;
  std::vector<std::uint32_t> m_pixels;
  mutable std::mutex m_mutex;
  std::condition_variable m_changed;
  ui::InputEvents m_events;
  bool m_woken = false, m_quit = false, m_text_input = false;
};

}  // namespace escale::platform
