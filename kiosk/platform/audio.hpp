// Sound: one small mixer (speech, short sounds, media) with one volume, and the SDL device that plays it. The mixer knows no device:
// tests read what it would play. EN 301 549: 5.1.3.10 (nothing over speech), 5.1.3.11 to 5.1.3.13 and 8.2.1 (volume).
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sync/base/result.hpp"

namespace escale::platform {

/// Samples a second of everything that is mixed; one channel.
inline constexpr int kSampleRate = 22'050;
/// Decibels under full scale, step by step. The installer sets the amplifier so that kDefaultVolume gives 60 to 65 dBA where the person
/// stands; from there 18 dB upwards, with a step of exactly 12 dB on the way (8.2.1), and 12 dB downwards.
inline constexpr std::array<float, 6> kVolumesDb = {-30, -24, -18, -12, -6, 0};
inline constexpr int kDefaultVolume = 2;

/// Not the device: what it will play. Any thread.
class Mixer {
 public:
  /// More speech, at `rate` samples a second.
  void speech(std::span<const std::int16_t> samples, int rate);
  /// The speech given so far is one text: `id` is finished when it was played.
  void mark(std::uint64_t id);
  /// Forgets the speech that was not played.
  void clear_speech();
  /// A short sound over everything, at kSampleRate.
  void sound(std::span<const std::int16_t> samples);
  /// More of a film or recording, at kSampleRate. It stands still while speech is there (5.1.3.10), and goes on after it.
  void media(std::span<const std::int16_t> samples);
  void clear_media();

  /// A step of kVolumesDb, clamped.
  void set_volume(int step);
  int volume() const;
  /// Ids played to their end since the last call.
  std::vector<std::uint64_t> finished();
  /// Nothing is left to play.
  bool idle() const;
  /// Fills `out`; called by the device. True when a text was finished, or nothing is left.
  bool mix(std::span<std::int16_t> out);

 private:
  mutable std::mutex m_mutex;
  std::deque<std::int16_t> m_speech, m_sound, m_media;
  std::uint64_t m_given = 0, m_played = 0;                       ///< speech samples since the start
  std::deque<std::pair<std::uint64_t, std::uint64_t>> m_marks;   ///< where each text ends, its id
  std::vector<std::uint64_t> m_finished;
  int m_volume = kDefaultVolume;
  bool m_rests = true;
  float m_resample_at = 0;
  std::int16_t m_last = 0;
};

/// The warning before a person is taken for gone: two soft falling tones, under a second.
std::vector<std::int16_t> warning_sound();
/// Something that took its time is over: the same two tones, rising.
std::vector<std::int16_t> ended_sound();

/// Plays a mixer on the machine's sound device through SDL. The device is open only while something is played: none at rest.
class AudioDevice {
 public:
  /// `finished` is called from the device's thread when a text was played to its end.
  AudioDevice(Mixer& mixer, std::function<void()> finished);
  ~AudioDevice();
  AudioDevice(const AudioDevice&) = delete;
  AudioDevice& operator=(const AudioDevice&) = delete;

  /// Opens the machine's own device, or the one of this USB card; UI thread. An open one stays. Unavailable when there is none.
  Result<> open(const std::string& card = {});
  /// Lets go of it.
  void close();
  bool is_open() const { return m_device != 0; }

 private:
  struct Call;
  Mixer& m_mixer;
  std::function<void()> m_finished;
  std::uint32_t m_device = 0;
};

}  // namespace escale::platform
