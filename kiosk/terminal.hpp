// The whole terminal, put together: ui, workers on the data folder, loop. What main() runs on a window and the player
// without a screen.
#pragma once

#include <memory>

#include "kiosk/app/workers.hpp"
#include "kiosk/commands.hpp"
#include "kiosk/draft_key.hpp"
#include "kiosk/listening.hpp"
#include "kiosk/picture_shelf.hpp"
#include "kiosk/player.hpp"
#include "kiosk/sound.hpp"
#include "kiosk/speech/log_voice.hpp"

namespace escale::kiosk {

/// How words are said that no rule gets right, from assets/speech/words.txt. NotFound, or InvalidInput naming the line.
Result<speech::SpokenWords> spoken_words(const Options& options, const Files& files);

class Terminal final : public Running {
 public:
  /// Opens the data, starts the workers, loads fonts and theme. NotFound names the file or package that is missing. What is said goes to
  /// `hear`, a line each, when it is given; it stands in for a voice.
  static Result<std::unique_ptr<Terminal>> open(const Options& options, Machine& machine, speech::LogVoice::Write hear = {});

  /// The same, but what makes use impossible becomes a terminal out of order, which says so on its screen and where to go. Fails only
  /// when nothing can be drawn at all.
  static Result<std::unique_ptr<Terminal>> open_or_out_of_order(const Options& options, Machine& machine);

  Loop& loop() override { return *m_loop; }
  void settle() override {
    if (m_workers) m_workers->settle();
  }
  /// Called from worker threads whenever a report waits.
  void wake_with(std::function<void()> wake);
  /// Stops a synchronisation, carries out what is in the queues (an answer that is being sealed) and ends the workers.
  void finish() { m_workers.reset(); }

 private:
  Terminal() = default;
  static Result<std::unique_ptr<Terminal>> make(const Options& options, Machine& machine, app::State state, speech::LogVoice::Write hear = {});
  std::unique_ptr<ui::Ui> m_ui;
  std::unique_ptr<DraftKey> m_draft_key;  // outlives the workers
  std::unique_ptr<app::Workers> m_workers;
  std::unique_ptr<PictureShelf> m_shelf;
  Result<> open_sound(const Options& options, Machine& machine, speech::LogVoice::Write hear, app::State& state);
  std::mutex m_wake_mutex;
  std::function<void()> m_wake;
  std::unique_ptr<Sound> m_sound;
  std::unique_ptr<speech::Voice> m_log;
  std::unique_ptr<Listening> m_listening;
  std::unique_ptr<Loop> m_loop;
};

}  // namespace escale::kiosk
