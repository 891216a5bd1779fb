#include "kiosk/sound.hpp"

#include <utility>

#include "sync/base/log.hpp"

namespace escale::kiosk {
namespace {
constexpr std::chrono::milliseconds kVoiceBegins{700};
}

Sound::Sound(std::function<void()> wake) : m_wake(std::move(wake)), m_device(m_mixer, m_wake) {}

Result<speech::Voice*> Sound::start_voice(const Path& program) {
  TRY_ASSIGN(m_voice, speech::VoiceProcess::start({program, m_wake, kVoiceBegins}, *this));
  m_watch = std::make_unique<platform::HeadsetWatch>([this](platform::Headset now) {
    {
      const std::lock_guard lock(m_mutex);
      m_plugged = std::move(now);
    }
    m_wake();
  });
  return m_voice.get();
}

void Sound::reopen(const std::string& card) {
  m_device.close();
  m_card = card;
  if (const auto opened = m_device.open(card); !opened) log(Level::Warning, "no_sound_device");
}

void Sound::listen(bool on) {
  m_listens = on;
  if (on && !m_device.is_open()) reopen(m_card);
}

void Sound::play(app::Sound sound) {
  if (!m_device.is_open()) reopen(m_card);
  m_mixer.sound(sound == app::Sound::Ended ? platform::ended_sound() : platform::warning_sound());
}

ui::InputEvents Sound::tend() {
  ui::InputEvents events;
  std::optional<platform::Headset> news;
  {
    const std::lock_guard lock(m_mutex);
    news = std::exchange(m_plugged, std::nullopt);
  }
  if (news) {
    // Silence first: what is being said may be for a headset that is no longer there.
    m_mixer.clear_speech();
    reopen(news->card);
    const bool heard = m_device.is_open();
    if (!heard) reopen({});
    // Words of a person are only said once the headset's own device plays (B8); without it listening starts all the same.
    const ui::Key key = !news->plugged ? ui::Key::HeadsetOut : heard ? ui::Key::HeadsetIn : ui::Key::Listen;
    events.push_back(ui::InputEvent::pressed(key));
  }
  if (!m_listens && m_device.is_open() && m_mixer.idle()) m_device.close();
  return events;
}

}  // namespace escale::kiosk
