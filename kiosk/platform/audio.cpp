#include "kiosk/platform/audio.hpp"

#include <SDL.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace escale::platform {
namespace {

std::int16_t take(std::deque<std::int16_t>& from) {
  if (from.empty()) return 0;
  const std::int16_t sample = from.front();
  from.pop_front();
  return sample;
}

}  // namespace

void Mixer::speech(std::span<const std::int16_t> samples, int rate) {
  if (samples.empty() || rate <= 0) return;
  const std::lock_guard lock(m_mutex);
  if (rate == kSampleRate) {
    m_speech.insert(m_speech.end(), samples.begin(), samples.end());
    m_given += samples.size();
    m_last = samples.back();
    return;
  }
  // Straight lines between the voice's samples: enough for speech.
  const float step = static_cast<float>(rate) / kSampleRate;
  while (m_resample_at < static_cast<float>(samples.size())) {
    const auto index = static_cast<std::size_t>(m_resample_at);
    const float part = m_resample_at - static_cast<float>(index);
    const float before = index == 0 ? m_last : samples[index - 1], after = samples[index];
    m_speech.push_back(static_cast<std::int16_t>(std::lround(before + (after - before) * part)));
    ++m_given;
    m_resample_at += step;
  }
  m_resample_at -= static_cast<float>(samples.size());
  m_last = samples.back();
}

void Mixer::mark(std::uint64_t id) {
  const std::lock_guard lock(m_mutex);
  m_marks.emplace_back(m_given, id);
}

void Mixer::clear_speech() {
  const std::lock_guard lock(m_mutex);
  std::fill(m_speech.begin(), m_speech.end(), std::int16_t{0});  // a person's own words
  m_speech.clear();
  m_marks.clear();
  m_finished.clear();
  m_played = m_given;
  m_resample_at = 0;
  m_last = 0;
}

void Mixer::sound(std::span<const std::int16_t> samples) {
  const std::lock_guard lock(m_mutex);
  m_sound.assign(samples.begin(), samples.end());
}

void Mixer::media(std::span<const std::int16_t> samples) {
  const std::lock_guard lock(m_mutex);
  m_media.insert(m_media.end(), samples.begin(), samples.end());
}

void Mixer::clear_media() {
  const std::lock_guard lock(m_mutex);
  m_media.clear();
}

void Mixer::set_volume(int step) {
  const std::lock_guard lock(m_mutex);
  m_volume = std::clamp(step, 0, static_cast<int>(kVolumesDb.size()) - 1);
}

int Mixer::volume() const {
  const std::lock_guard lock(m_mutex);
  return m_volume;
}

std::vector<std::uint64_t> Mixer::finished() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_finished, {});
}

bool Mixer::idle() const {
  const std::lock_guard lock(m_mutex);
  return m_speech.empty() && m_sound.empty() && m_media.empty() && m_marks.empty();
}

bool Mixer::mix(std::span<std::int16_t> out) {
  const std::lock_guard lock(m_mutex);
  const float gain = std::pow(10.0F, kVolumesDb[static_cast<std::size_t>(m_volume)] / 20);
  for (std::int16_t& sample : out) {
    const bool speaks = !m_speech.empty();
    if (speaks) ++m_played;
    const int main = speaks ? take(m_speech) : take(m_media);
    const float sum = static_cast<float>(main + take(m_sound)) * gain;
    sample = static_cast<std::int16_t>(std::clamp(std::lround(sum), -32768L, 32767L));
  }
  const bool empty = m_speech.empty() && m_sound.empty() && m_media.empty();
  bool done = empty && !m_rests;
  m_rests = empty;
  while (!m_marks.empty() && m_marks.front().first <= m_played) {
    m_finished.push_back(m_marks.front().second);
    m_marks.pop_front();
    done = true;
  }
  return done;
}

namespace {
/// One bell after the other.
std::vector<std::int16_t> bells(std::initializer_list<float> tones) {
  constexpr float kSeconds = 0.32F, kLoud = 9000;
  std::vector<std::int16_t> samples;
  for (const float hertz : tones) {
    const auto count = static_cast<std::size_t>(kSeconds * kSampleRate);
    for (std::size_t i = 0; i < count; ++i) {
      const float t = static_cast<float>(i) / kSampleRate;
      const float rise = std::min(1.0F, t / 0.02F), fall = std::exp(-5 * t);  // no click at the start, a bell's end
      samples.push_back(static_cast<std::int16_t>(kLoud * rise * fall * std::sin(6.2831853F * hertz * t)));
    }
  }
  return samples;
}
}  // namespace

std::vector<std::int16_t> warning_sound() { return bells({659.3F, 523.3F}); }  // E5, C5
std::vector<std::int16_t> ended_sound() { return bells({523.3F, 659.3F}); }

struct AudioDevice::Call {
  static void play(void* self, Uint8* bytes, int size) {
    auto& device = *static_cast<AudioDevice*>(self);
    const std::span out(reinterpret_cast<std::int16_t*>(bytes), static_cast<std::size_t>(size) / sizeof(std::int16_t));
    if (device.m_mixer.mix(out) && device.m_finished) device.m_finished();
  }
};

AudioDevice::AudioDevice(Mixer& mixer, std::function<void()> finished) : m_mixer(mixer), m_finished(std::move(finished)) {}

AudioDevice::~AudioDevice() {
  close();
}

Result<> AudioDevice::open(const std::string& card) {
  if (m_device != 0) return {};
  // Only now: SDL looks for devices ten times a second as long as its audio is on.
  if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) return fail(Code::Unavailable, fmt::format("no sound can be played ({})", SDL_GetError()));
  SDL_AudioSpec wanted{};
  wanted.freq = kSampleRate;
  wanted.format = AUDIO_S16SYS;
  wanted.channels = 1;
  wanted.samples = 512;  // 23 ms: speech stops when a key is pressed
  wanted.callback = Call::play;
  wanted.userdata = this;
  // SDL names a card's device "<card>, <device>".
  const char* name = nullptr;
  for (int i = 0; !card.empty() && i < SDL_GetNumAudioDevices(0); ++i) {
    const char* known = SDL_GetAudioDeviceName(i, 0);
    if (known != nullptr && std::string_view(known).find(card) != std::string_view::npos) name = known;
  }
  if (!card.empty() && name == nullptr) {  // never the loudspeaker instead of a headset
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
    return fail(Code::Unavailable, fmt::format("no sound device belongs to '{}'", card));
  }
  m_device = SDL_OpenAudioDevice(name, 0, &wanted, nullptr, 0);
  if (m_device == 0) {
    std::string why = SDL_GetError();
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
    return fail(Code::Unavailable, fmt::format("no sound can be played ({})", why));
  }
  SDL_PauseAudioDevice(m_device, 0);
  return {};
}

void AudioDevice::close() {
  if (m_device == 0) return;
  SDL_CloseAudioDevice(m_device);
  SDL_QuitSubSystem(SDL_INIT_AUDIO);
  m_device = 0;
}

}  // namespace escale::platform
