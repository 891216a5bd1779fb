// What speaks. A voice is given texts as they are said (normalise()) and says them one after the other; stop() silences it at once.
// No call waits. Implementations: LogVoice writes lines, VoiceProcess talks to a program of its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace escale::speech {

/// One text to say.
struct Saying {
  std::uint64_t id = 0;   ///< grows; finished() names it
  std::string text;       ///< normalised
  std::string lang;       ///< BCP 47
  bool personal = false;  ///< never to a loudspeaker: the caller has made sure that only a headset hears it
};

class Voice {
 public:
  virtual ~Voice() = default;
  /// Adds a text after what is being said.
  virtual void speak(const Saying& saying) = 0;
  /// Silence at once; what waited is dropped and never reported as finished.
  virtual void stop() = 0;
  /// Loudness, a step of the gain table: 0 to volume_steps() - 1.
  virtual void set_volume(int step) = 0;
  /// Words a minute, 80 to 400.
  virtual void set_rate(int words_per_minute) = 0;
  /// Ids said to their end since the last call, in order.
  virtual std::vector<std::uint64_t> finished() = 0;
  /// False once nothing can be said: the program does not start, or ended again and again without having said a word.
  virtual bool works() const { return true; }
};

inline constexpr int kDefaultWordsPerMinute = 165;

}  // namespace escale::speech
