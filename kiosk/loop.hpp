// The main loop: sleeps until an event, a worker or a deadline; then one frame, the actions of that frame, update(), its
// effects. Rule: nothing is drawn while nothing moves, and a frame that would look the same is not shown again. UI thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "kiosk/app/update.hpp"
#include "kiosk/listening.hpp"
#include "kiosk/platform/display.hpp"
#include "kiosk/ui/ui.hpp"
#include "sync/base/clock.hpp"

namespace escale::kiosk {

/// What the loop turns around. main.cpp and the player fill it with the real parts.
struct LoopParts {
  ui::Ui& ui;
  const Clock& clock;
  /// Draws the current view and collects what was done in it.
  std::function<void(ui::Ui&, const app::State&, app::Actions&)> draw;
  std::function<ui::Settings(const app::State&)> settings;
  /// Hands an effect to the workers; returns at once.
  std::function<void(app::Effect)> post;
  /// What the workers reported since the last call.
  std::function<app::Actions()> poll;
  /// Gives the ui the pictures that the view needs; called before each frame.
  std::function<void(ui::Ui&, const app::State&)> pictures = {};
  /// Events that do not come from the display: headsets.
  std::function<ui::InputEvents()> outside = {};
  /// Plays one of the terminal's own sounds; returns at once.
  std::function<void(app::Sound)> play = {};
  /// Reads aloud; null: this terminal has no voice.
  Listening* listening = nullptr;
  /// Reads the theme again when its file changed; true when it did. Only asked with LoopOptions::watch_theme.
  std::function<bool(ui::Ui&)> reload_theme = {};
};

struct LoopOptions {
  float scale = 0;  ///< pixels per point; 0: the largest that fits
  /// Between two synchronisations that nobody asked for; nothing: never.
  std::optional<Monotonic> sync_every;
  /// Before the first one, so that the first screen comes first.
  Monotonic first_sync{10'000};
  /// Somebody replaces this process when a person left: run() ends then. Otherwise it goes on in the same memory.
  bool replaceable = false;
  /// Ends run() after this long, whatever happens: a terminal out of order that tries again. Nothing: never.
  std::optional<Monotonic> ends_after = {};
  /// Asked for once the first screen has what it needs.
  app::Effects at_start = {};
  bool sync_at_start = false;  ///< the process before was synchronising
  /// Screens slide in, progress grows. Off where pictures are compared: journeys and tests see only final frames.
  bool motion = false;
  // --- for developers
  bool dev = false;  ///< F12 shows the next overlay
  ui::Overlay overlay = ui::Overlay::None;
  bool watch_theme = false;  ///< asks LoopParts::reload_theme twice a second
};

class Loop {
 public:
  Loop(LoopParts parts, LoopOptions options, app::State state);

  /// Asks for what the first screen needs.
  void start();
  /// One turn: reports, deadlines, these events; then a frame when something asks for one. True when it did anything.
  bool turn(platform::Display& display, ui::InputEvents events);
  /// Turns until the display is closed, request_stop(), or the process is to be replaced. Sleeps in the display between two turns.
  void run(platform::Display& display);
  /// A person left, what they see is on the screen, and nothing of theirs is kept: another process may take over.
  bool to_be_replaced() const { return m_options.replaceable && m_left && !m_dirty && !m_state.somebody; }
  /// The time of LoopOptions::ends_after came.
  bool is_over() const { return m_over; }
  /// A synchronisation is under way, also one that nobody asked for.
  bool synchronising() const { return m_syncing; }
  /// Called once, after the first picture.
  void when_shown(std::function<void()> call) { m_when_shown = std::move(call); }
  /// Ends run() at its next turn. From any thread; wake the display after.
  void request_stop() { m_stop.store(true); }
  /// Applies an action as if a screen had emitted it.
  void apply(const app::Action& action);
  /// The next turn draws, whatever happened: another display, another size.
  void invalidate() { m_dirty = true, m_picture = 0; }

  /// How long the loop may sleep now; nothing: until an event.
  std::optional<Monotonic> sleep() const;
  const app::State& state() const { return m_state; }
  const ui::SemanticTree& tree() const { return m_tree; }
  std::uint64_t frames_drawn() const { return m_drawn; }      ///< screens called
  std::uint64_t frames_shown() const { return m_shown; }      ///< frames given to the display

 private:
  void frame(platform::Display& display, ui::InputEvents events);
  void reach_deadlines(Monotonic now);
  void post(app::Effect effect);
  void take_overlay_key(ui::InputEvents& events);
  void take_marked_keys(ui::InputEvents& events);

  LoopParts m_parts;
  LoopOptions m_options;
  app::State m_state;
  ui::SemanticTree m_tree;
  bool m_dirty = true;                    ///< the state changed since the last frame
  std::optional<Monotonic> m_ui_deadline;
  std::optional<Monotonic> m_next_sync;
  ui::NodeId m_spoken = 0;                ///< what the last frame ringed for the voice
  std::optional<Monotonic> m_next_theme;  ///< when the theme's file is looked at again
  Monotonic m_frame_time{0};              ///< of the last frame, for the overlay
  std::uint64_t m_picture = 0;            ///< fingerprint of what is shown
  std::atomic<bool> m_stop{false};
  bool m_left = false;     ///< a person left since this process began
  bool m_syncing = false, m_over = false;
  std::optional<Monotonic> m_end;
  std::function<void()> m_when_shown;
  std::uint64_t m_drawn = 0, m_shown = 0;
  std::int32_t m_width = 0, m_height = 0; ///< of the last frame, pixels
};

/// A number that changes when the picture does: geometry, colours, texture versions.
std::uint64_t fingerprint(const ui::DrawList& list);

}  // namespace escale::kiosk
