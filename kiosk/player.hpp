// Plays a journey on a terminal without a screen: real pointer and key events at what the semantic tree shows, a clock
// that moves only when the journey says so, PNG files and tree dumps. What fails says its line, what was expected and
// the tree.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/journey.hpp"
#include "kiosk/loop.hpp"
#include "kiosk/options.hpp"
#include "kiosk/platform/display.hpp"

namespace escale::kiosk {

/// One run of the program, from its start to its end.
class Running {
 public:
  virtual ~Running() = default;
  virtual Loop& loop() = 0;
  /// Returns when the workers have nothing left to do; their reports wait in the loop's poll.
  virtual void settle() = 0;
};

struct PlayerOptions {
  Path out;    ///< folder of screenshots and trees; made when absent
  Path words;  ///< file of `save words` and `type words`; empty: those verbs fail
  int width = 1280, height = 800;  ///< pixels
  Drive drive = Drive::Finger;
  /// How a voice says a text (normalise() with this terminal's words); Drive::Ears needs it.
  std::function<std::string(std::string_view text, std::string_view lang)> as_said = {};
  std::vector<std::string>* heard = nullptr;  ///< what was said so far, a line each (log_line); Drive::Ears needs it
  int replaced = 0;  ///< processes that played before this one: the journey goes on after that many `replaced`
  bool after_crash = false;  ///< the process before was killed: the journey goes on after the next `kill`
};

class Player {
 public:
  /// `begin` starts the program on its data; it is called again by `restart`.
  Player(PlayerOptions options, std::function<Result<std::unique_ptr<Running>>()> begin, ManualClock& clock, Files& files);

  /// Starts the program and waits until its first screen is complete.
  Result<> start();
  /// Plays every step. Refused with "tour.journey:12: …" and the tree when one fails.
  Result<> play(const Journey& journey);
  /// Frames until nothing works or moves any more.
  Result<> settle();

  Loop& loop() { return m_running->loop(); }
  /// A `replaced` was reached: this process has to end, another one plays on.
  bool replaced() const { return m_replaced; }
  /// Called each time that the program has begun and its first screen is complete.
  void when_started(std::function<void()> call) { m_when_started = std::move(call); }
  /// Writes the picture on the screen. Io when it cannot.
  Result<> save_screenshot(const Path& path);

 private:
  Result<> play(const std::vector<Step>& steps);
  Result<> play(const Step& step);
  Result<> tap(const Step& step);
  Result<> seek(const Step& step);
  Result<> swipe(std::string_view where);
  Result<> type(const std::string& text);
  Result<> save_words();
  Result<> type_words();
  Result<> check();
  Result<> hold(const std::string& name);
  Result<> be_replaced();
  Result<> resize(int width, int height);
  Result<> prefer(const std::function<void(app::Preferences&)>& change);
  Result<> send(ui::InputEvents events);
  Result<> press(ui::Key key) { return send({ui::InputEvent::pressed(key)}); }
  // --- keys alone
  Result<> tap_by_keys(const Step& step);
  Result<> focus_by_keys(const ui::Node& wanted, const Step& step);
  // --- ears alone: nothing here looks at the tree
  Result<> listen();
  Result<> tap_by_ear(const Step& step);
  Result<> seek_by_ear(const Step& step);
  Result<> type_by_ear(const std::string& text);
  Result<> expect_by_ear(const Step& step);
  Result<> save_words_by_ear();
  /// What was said since the last act, then everything that `next` reaches, until `wanted` hears what it waits for. False: it never did.
  Result<bool> hear_until(const std::function<bool(const std::string& text, const std::string& lang)>& wanted);
  bool tells(const Step& step, const std::string& text, const std::string& lang) const;

  PlayerOptions m_options;
  std::function<Result<std::unique_ptr<Running>>()> m_begin;
  ManualClock& m_clock;
  Files& m_files;
  std::unique_ptr<platform::HeadlessDisplay> m_display;
  std::unique_ptr<Running> m_running;
  std::size_t m_arrived = 0;  ///< how much had been said before the last act
  bool m_replaced = false;
  std::function<void()> m_when_started;
};

}  // namespace escale::kiosk
