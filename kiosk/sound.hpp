// The sound of a terminal with a screen: a voice of its own process, the mixer, the device and the headset. UI thread, except where said.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "kiosk/app/effect.hpp"
#include "kiosk/platform/audio.hpp"
#include "kiosk/platform/audio_headset.hpp"
#include "kiosk/speech/voice_process.hpp"
#include "kiosk/ui/input.hpp"

namespace escale::kiosk {

class Sound final : public speech::SoundSink {
 public:
  /// `wake` ends the display's wait; called from any thread.
  explicit Sound(std::function<void()> wake);

  /// Starts the voice at this path, and watches for headsets. NotFound when there is no program.
  Result<speech::Voice*> start_voice(const Path& program);
  /// Somebody listens, or no longer: the device is open only then.
  void listen(bool on);
  /// One of the terminal's own sounds, on whatever is open; opens the machine's own device for it.
  void play(app::Sound sound);
  /// What happened to headsets since the last call, as keys; lets go of a device that has nothing left to play.
  ui::InputEvents tend();

  // --- from the voice's thread
  void pcm(std::span<const std::int16_t> samples, int rate) override { m_mixer.speech(samples, rate); }
  void mark(std::uint64_t id) override { m_mixer.mark(id); }
  void clear() override { m_mixer.clear_speech(); }
  void set_volume(int step) override { m_mixer.set_volume(step); }
  std::vector<std::uint64_t> finished() override { return m_mixer.finished(); }

 private:
  void reopen(const std::string& card);

  std::function<void()> m_wake;
  platform::Mixer m_mixer;
  platform::AudioDevice m_device;
  bool m_listens = false;
  std::string m_card;
  std::mutex m_mutex;
  std::optional<platform::Headset> m_plugged;  ///< news from the watch, not yet taken
  std::unique_ptr<speech::VoiceProcess> m_voice;
  std::unique_ptr<platform::HeadsetWatch> m_watch;
};

}  // namespace escale::kiosk
