// The real voice, in its own process: sound that is not silence, silence when told, started again when it dies, gone with its owner.
#include "kiosk/speech/voice_process.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <sstream>

namespace escale::speech {
namespace {

/// Keeps what it is given.
class Kept final : public SoundSink {
 public:
  void pcm(std::span<const std::int16_t> samples, int rate) override {
    const std::lock_guard lock(m_mutex);
    m_samples.insert(m_samples.end(), samples.begin(), samples.end());
    m_rate = rate;
    m_changed.notify_all();
  }
  void mark(std::uint64_t id) override {
    const std::lock_guard lock(m_mutex);
    m_marks.push_back(id);
    m_changed.notify_all();
  }
  void clear() override {
    const std::lock_guard lock(m_mutex);
    m_samples.clear();
  }
  void set_volume(int) override {}
  std::vector<std::uint64_t> finished() override {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_marks, {});
  }
  /// Waits until `id` is marked; false after far longer than any machine needs.
  bool wait_for(std::uint64_t id) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::seconds(60), [&] { return std::ranges::find(m_marks, id) != m_marks.end(); });
  }
  double seconds() {
    const std::lock_guard lock(m_mutex);
    return m_rate == 0 ? 0 : static_cast<double>(m_samples.size()) / m_rate;
  }
  int loudest() {
    const std::lock_guard lock(m_mutex);
    int most = 0;
    for (const std::int16_t sample : m_samples) most = std::max(most, std::abs(int{sample}));
    return most;
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::vector<std::int16_t> m_samples;
  std::vector<std::uint64_t> m_marks;
  int m_rate = 0;
};

/// A program of a few lines that stands in for the voice where something must go wrong on demand.
Path script(const std::string& name, const std::string& text) {
  const Path path = std::filesystem::current_path() / name;
  std::ofstream(path) << "#!/bin/sh\n" << text;
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

/// The process exists and is not a zombie.
bool runs(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::size_t end = text.rfind(") ");
  return end != std::string::npos && text[end + 2] != 'Z';
}

bool wait_until(const std::function<bool()>& done) {
  for (int i = 0; i < 6000; ++i) {
    if (done()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

#ifdef ESCALE_HAS_VOICE
Path real_voice() {
  return Path(ESCALE_BIN_DIR) / "escale-voice";
}

TEST(VoiceProcess, B3SaysBonjourInFrenchSoundThatIsNotSilence) {
  Kept sink;
  auto voice = VoiceProcess::start({real_voice(), {}}, sink).value();
  voice->speak({1, "Bonjour", "fr", false});
  ASSERT_TRUE(sink.wait_for(1));
  EXPECT_GT(sink.seconds(), 0.3);
  EXPECT_LT(sink.seconds(), 5.0);
  EXPECT_GT(sink.loudest(), 2000);
}

TEST(VoiceProcess, B12HasAVoiceForEveryLanguageOfTheScreens) {
  Kept sink;
  auto voice = VoiceProcess::start({real_voice(), {}}, sink).value();
  std::uint64_t id = 0;
  for (const std::string lang : {"fr", "en", "fr-x-facile"}) {
    sink.clear();
    voice->speak({++id, "Page 2", lang, false});
    ASSERT_TRUE(sink.wait_for(id)) << lang;
    EXPECT_GT(sink.loudest(), 2000) << lang;
  }
}

TEST(VoiceProcess, B4SpeaksFasterWhenAsked) {
  Kept sink;
  auto voice = VoiceProcess::start({real_voice(), {}}, sink).value();
  const std::string text = "Le premier pas n'est pas encore une aide.";
  voice->set_rate(120);
  voice->speak({1, text, "fr", false});
  ASSERT_TRUE(sink.wait_for(1));
  const double slow = sink.seconds();
  sink.clear();
  voice->set_rate(240);
  voice->speak({2, text, "fr", false});
  ASSERT_TRUE(sink.wait_for(2));
  EXPECT_LT(sink.seconds(), slow * 0.75);
}

TEST(VoiceProcess, B5StopsAtOnceAndSaysTheNextTextWhole) {
  Kept sink;
  auto voice = VoiceProcess::start({real_voice(), {}}, sink).value();
  std::string long_text;
  for (int i = 0; i < 400; ++i) long_text += "Une phrase de plus. ";
  voice->speak({1, long_text, "fr", false});
  voice->speak({2, "Une autre.", "fr", false});
  voice->stop();
  voice->speak({3, "Bonjour", "fr", false});
  ASSERT_TRUE(sink.wait_for(3));
  EXPECT_LT(sink.seconds(), 3.0) << "the long text is still there";
  const std::vector<std::uint64_t> marks = sink.finished();
  EXPECT_EQ(std::ranges::count(marks, 2U), 0);
}

TEST(VoiceProcess, IsStartedAgainWhenItIsKilledAndLeavesNoZombie) {
  Kept sink;
  auto voice = VoiceProcess::start({real_voice(), {}}, sink).value();
  voice->speak({1, "Bonjour", "fr", false});
  ASSERT_TRUE(sink.wait_for(1));
  const int first = voice->pid();
  ASSERT_GT(first, 0);
  ASSERT_EQ(::kill(first, SIGKILL), 0);
  ASSERT_TRUE(wait_until([&] { return voice->starts() == 2; }));
  voice->speak({2, "Bonjour", "fr", false});
  ASSERT_TRUE(sink.wait_for(2));
  EXPECT_FALSE(std::filesystem::exists("/proc/" + std::to_string(first))) << "a zombie";
  const int second = voice->pid();
  voice.reset();
  EXPECT_FALSE(std::filesystem::exists("/proc/" + std::to_string(second)));
}

TEST(VoiceProcess, EndsWithItsOwner) {
  int fds[2];
  ASSERT_EQ(::pipe(fds), 0);
  const pid_t owner = ::fork();
  if (owner == 0) {
    Kept sink;
    auto voice = VoiceProcess::start({real_voice(), {}}, sink);
    if (!voice) ::_exit(1);
    (*voice)->speak({1, "Bonjour", "fr", false});
    sink.wait_for(1);
    const int pid = (*voice)->pid();
    if (::write(fds[1], &pid, sizeof pid) < 0) ::_exit(1);
    ::pause();
    ::_exit(0);
  }
  int voice = 0;
  ASSERT_EQ(::read(fds[0], &voice, sizeof voice), static_cast<ssize_t>(sizeof voice));
  ASSERT_TRUE(runs(voice));
  ::kill(owner, SIGKILL);
  ::waitpid(owner, nullptr, 0);
  EXPECT_TRUE(wait_until([&] { return !runs(voice); })) << "the voice outlives the terminal";
  ::close(fds[0]), ::close(fds[1]);
}
#endif

TEST(VoiceProcess, IsNotStartedWhereThereIsNoProgram) {
  Kept sink;
  EXPECT_EQ(VoiceProcess::start({"/nowhere/voice", {}}, sink).error().message, "there is no voice to run at /nowhere/voice");
}

TEST(VoiceProcess, LosesOnlyTheTextOfAVoiceThatDies) {
  Kept sink;
  // Dies on its first text; the second one is said by the next process.
  const Path program = script("dies", R"(
printf 'READY 1 22050\n'
IFS=' ' read -r say id lang rate size
head -c "$size" >/dev/null
if [ ! -e died ]; then : >died; exit 1; fi
printf 'END %s\n' "$id"
sleep 60
)");
  std::filesystem::remove("died");
  auto voice = VoiceProcess::start({program, {}}, sink).value();
  voice->speak({1, "un", "fr", false});
  voice->speak({2, "deux", "fr", false});
  EXPECT_TRUE(sink.wait_for(2));
  EXPECT_GE(voice->starts(), 2);
}

TEST(VoiceProcess, GivesUpOnAVoiceThatNeverSpeaksUntilSomebodyAsks) {
  Kept sink;
  const Path program = script("mute", "exit 0\n");
  std::atomic<int> woken = 0;
  auto voice = VoiceProcess::start({program, [&] { ++woken; }}, sink).value();
  EXPECT_TRUE(voice->works()) << "nothing is known yet";
  ASSERT_TRUE(wait_until([&] { return voice->starts() == 3 && voice->pid() == 0 && !voice->works() && woken == 1; }));
  voice->set_rate(200);
  EXPECT_EQ(voice->starts(), 3);
}

TEST(VoiceProcess, EndsAVoiceThatSpeaksAnotherProtocol) {
  Kept sink;
  const Path program = script("foreign", "printf 'HELLO\\n'\nsleep 60\n");
  auto voice = VoiceProcess::start({program, {}}, sink).value();
  EXPECT_TRUE(wait_until([&] { return voice->starts() == 3 && voice->pid() == 0; }));
}

}  // namespace
}  // namespace escale::speech
