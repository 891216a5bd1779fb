// Reading aloud, between the loop, the reader and a voice: takes the keys of speech before the interface sees them, says what is new
// after each frame, keeps a person's words from the loudspeaker. UI thread; nothing here waits.
#pragma once

#include <functional>
#include <string>

#include "kiosk/app/action.hpp"
#include "kiosk/speech/normalise.hpp"
#include "kiosk/speech/reader.hpp"
#include "kiosk/speech/voice.hpp"
#include "kiosk/ui/input.hpp"

namespace escale::kiosk {

struct ListeningParts {
  speech::Voice& voice;
  speech::SpokenWords words;
  /// The words of speech in a language.
  std::function<speech::Phrases(std::string_view lang)> phrases;
  /// A short sound: somebody must look, or answer.
  std::function<void()> alert = {};
  /// Listening began or ended.
  std::function<void(bool on)> listens = {};
  int volume_steps = 6, default_volume = 2;
};

class Listening {
 public:
  explicit Listening(ListeningParts parts);

  /// Takes the events that speech understands; gives back those of the interface. What must change is added to `actions`.
  ui::InputEvents take(ui::InputEvents events, const app::State& state, app::Actions& actions);
  /// Says what a new frame brought.
  void look(const ui::SemanticTree& tree, const app::State& state);
  /// Goes on reading when the voice has finished. True when something new is said: somebody listens, the terminal is in use.
  bool go_on();
  /// The person left: silence, the volume of the start (B11); a plugged headset stays plugged.
  void forget();

  /// True once: nothing can speak any more.
  bool take_failure();

  /// What is ringed: FrameInput::spoken.
  ui::NodeId spoken() const { return m_reader.listening() ? m_reader.spoken() : 0; }
  int volume() const { return m_volume; }
  bool headset() const { return m_headset; }

 private:
  bool take_key(const ui::InputEvent& event, const app::State& state, app::Actions& actions);
  /// While exploring, the first press of a key that acts says what it would do (C9). True when that was said.
  bool explores(const ui::InputEvent& event);
  bool take_pointer(const ui::InputEvent& event);
  void say(const speech::Utterances& utterances);
  void say_plain(const std::string& text);
  void set_volume(int step);

  ListeningParts m_parts;
  speech::Reader m_reader;
  speech::Phrases m_phrases;
  std::string m_lang = "fr";
  ui::SemanticTree m_tree;
  std::uint64_t m_next_id = 1, m_last_id = 0;
  int m_volume;
  bool m_headset = false, m_explore = false, m_failed = false;
  ui::Key m_explored = ui::Key::None;  ///< the key that was pressed once
  ui::NodeId m_explored_at = 0;        ///< and where the cursor was
  ui::NodeId m_touched = 0;  ///< what a finger has explored
  bool m_swallow = false;    ///< the rest of a touch that only explored
};

}  // namespace escale::kiosk
