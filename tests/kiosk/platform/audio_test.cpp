// What the mixer would play (no device), and what the kernel tells of headsets.
#include "kiosk/platform/audio.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <condition_variable>
#include <fstream>

#include "kiosk/platform/audio_headset.hpp"

namespace escale::platform {
namespace {

std::vector<std::int16_t> tone(std::size_t count, std::int16_t level) {
  return std::vector<std::int16_t>(count, level);
}
std::vector<std::int16_t> mixed(Mixer& mixer, std::size_t count) {
  std::vector<std::int16_t> out(count);
  mixer.mix(out);
  return out;
}

TEST(Mixer, B10TheGainTableHasEighteenDecibelsAndAStepOfTwelve) {
  EXPECT_GE(kVolumesDb.back() - kVolumesDb[kDefaultVolume], 18.0F);
  bool twelve = false;
  for (const float db : kVolumesDb) twelve = twelve || db - kVolumesDb[kDefaultVolume] == 12.0F;
  EXPECT_TRUE(twelve);
  for (std::size_t i = 1; i < kVolumesDb.size(); ++i) EXPECT_GT(kVolumesDb[i], kVolumesDb[i - 1]);
  EXPECT_LE(kVolumesDb.back(), 0.0F) << "over full scale: it would crackle";
}

TEST(Mixer, B10EachStepIsAsLoudAsTheTableSays) {
  Mixer mixer;
  for (int step = 0; step < static_cast<int>(kVolumesDb.size()); ++step) {
    mixer.set_volume(step);
    mixer.speech(tone(100, 20'000), kSampleRate);
    const double db = 20 * std::log10(mixed(mixer, 100).back() / 20'000.0);
    EXPECT_NEAR(db, kVolumesDb[static_cast<std::size_t>(step)], 0.1) << step;
  }
  mixer.set_volume(99);
  EXPECT_EQ(mixer.volume(), static_cast<int>(kVolumesDb.size()) - 1);
}

TEST(Mixer, B9MediaStandsStillWhileSpeechIsThere) {
  Mixer mixer;
  mixer.set_volume(5);
  mixer.media(tone(30, 100));
  EXPECT_EQ(mixed(mixer, 10), tone(10, 100));
  mixer.speech(tone(10, 5000), kSampleRate);
  EXPECT_EQ(mixed(mixer, 10), tone(10, 5000)) << "nothing of the film is heard under the voice";
  EXPECT_EQ(mixed(mixer, 20), tone(20, 100)) << "and nothing of it is lost";
  EXPECT_EQ(mixed(mixer, 5), tone(5, 0));
}

TEST(Mixer, B5ForgetsAtOnceWhatWasNotPlayed) {
  Mixer mixer;
  mixer.set_volume(5);
  mixer.speech(tone(1000, 5000), kSampleRate);
  mixer.mark(1);
  mixed(mixer, 10);
  mixer.clear_speech();
  EXPECT_EQ(mixed(mixer, 10), tone(10, 0));
  EXPECT_TRUE(mixer.finished().empty());
  mixer.speech(tone(10, 5000), kSampleRate);
  mixer.mark(2);
  mixed(mixer, 10);
  EXPECT_EQ(mixer.finished(), std::vector<std::uint64_t>{2});
}

TEST(Mixer, SaysWhenATextWasPlayedNotWhenItWasGiven) {
  Mixer mixer;
  mixer.speech(tone(100, 1), kSampleRate);
  mixer.mark(7);
  std::vector<std::int16_t> out(99);
  EXPECT_FALSE(mixer.mix(out));
  EXPECT_TRUE(mixer.finished().empty());
  out.resize(1);
  EXPECT_TRUE(mixer.mix(out));
  EXPECT_EQ(mixer.finished(), std::vector<std::uint64_t>{7});
  EXPECT_TRUE(mixer.idle());
}

TEST(Mixer, KeepsTheLengthOfAVoiceWithAnotherRate) {
  Mixer mixer;
  for (int i = 0; i < 10; ++i) mixer.speech(tone(1600, 1000), 16'000);  // one second
  std::size_t played = 0;
  while (!mixer.idle()) {
    mixed(mixer, 1);
    ++played;
  }
  EXPECT_NEAR(static_cast<double>(played), kSampleRate, 20);
}

TEST(Mixer, TheWarningIsShortAndSoft) {
  const std::vector<std::int16_t> sound = warning_sound();
  EXPECT_EQ(ended_sound().size(), sound.size());
  EXPECT_NE(ended_sound(), sound) << "what is over does not sound like a warning";
  EXPECT_LT(sound.size(), static_cast<std::size_t>(kSampleRate));  // under a second (B9: nothing over speech for 3 s)
  int most = 0;
  for (const std::int16_t sample : sound) most = std::max(most, std::abs(int{sample}));
  EXPECT_GT(most, 3000);
  EXPECT_LT(most, 12'000);
}

TEST(Headset, KnowsUsbCardsByTheirDriver) {
  EXPECT_EQ(usb_sound_cards(" 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      HDA Intel PCH at 0xf7\n"
                            " 1 [Headset        ]: USB-Audio - Logitech USB Headset\n                      Logitech at usb-1\n"),
            std::vector<std::string>{"Logitech USB Headset"});
  EXPECT_TRUE(usb_sound_cards("--- no soundcards ---\n").empty());
}

TEST(Headset, B2IsTakenForPluggedWhenItsCardAppearsAndForPulledWhenItGoes) {
  const Path home = std::filesystem::current_path() / "headset";
  std::filesystem::remove_all(home);
  std::filesystem::create_directories(home / "snd");
  const auto cards = [&](const std::string& text) { std::ofstream(home / "cards") << text; };
  cards(" 1 [Speaker        ]: USB-Audio - The terminal's own loudspeaker\n");
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Headset> told;
  const auto wait_for = [&](std::size_t count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(60), [&] { return told.size() >= count; });
  };
  HeadsetWatch watch(
      [&](Headset now) {
        const std::lock_guard lock(mutex);
        told.push_back(std::move(now));
        changed.notify_all();
      },
      {home / "snd", home / "cards", home / "none"});
  cards(" 1 [Speaker        ]: USB-Audio - The terminal's own loudspeaker\n 2 [H]: USB-Audio - A headset\n");
  std::ofstream(home / "snd" / "controlC2") << "";
  ASSERT_TRUE(wait_for(1));
  EXPECT_EQ(told[0], (Headset{true, "A headset"}));
  cards(" 1 [Speaker        ]: USB-Audio - The terminal's own loudspeaker\n");
  std::filesystem::remove(home / "snd" / "controlC2");
  ASSERT_TRUE(wait_for(2));
  EXPECT_EQ(told[1], Headset{});
}

}  // namespace
}  // namespace escale::platform
