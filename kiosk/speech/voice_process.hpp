// A voice that is a program of its own. The terminal writes on its standard input and reads its standard output; any program that speaks
// this protocol can be dropped in (`voice:` in kiosk.yaml):
//
//   from the terminal   SAY <id> <lang> <words a minute> <bytes>\n<that many bytes of UTF-8>   one text; the next comes after its END
//                       STOP\n                                                                 break off the text that is being said
//   from the voice      READY 1 <samples a second>\n                                           once, at the start
//                       PCM <id> <bytes>\n<signed 16-bit little-endian samples, one channel>   as soon as some are there
//                       END <id>\n                                                             the text is complete
//                       STOPPED <id>\n                                                         it was broken off
//                       ERROR <id> <sentence>\n                                                it cannot be said; the next may be
//
// <id> is a decimal number, <lang> a BCP 47 tag. The voice ends when its input does. A voice that dies is started again, later each time
// when it dies at once; the text that it had is lost. Nothing here waits for it: a thread of its own does.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "kiosk/speech/voice.hpp"
#include "sync/base/files.hpp"

namespace escale::speech {

/// Where the sound goes. Called from the voice's thread; must not wait.
class SoundSink {
 public:
  virtual ~SoundSink() = default;
  /// More of what is being said: one channel, `rate` samples a second.
  virtual void pcm(std::span<const std::int16_t> samples, int rate) = 0;
  /// The text `id` ends here; the sink says when it was heard (finished()).
  virtual void mark(std::uint64_t id) = 0;
  /// Forgets at once what was not heard yet. From any thread.
  virtual void clear() = 0;
  virtual void set_volume(int step) = 0;
  /// Ids marked and heard since the last call. From any thread.
  virtual std::vector<std::uint64_t> finished() = 0;
};

struct VoiceProcessOptions {
  Path program;
  /// Called from the voice's thread when something may be finished, or nothing works any more.
  std::function<void()> wake = {};
  /// The program starts this much later, unless somebody speaks before: not while the first picture is made.
  std::chrono::milliseconds begins_after{0};
};

class VoiceProcess final : public Voice {
 public:
  /// Starts the program. NotFound when there is none at that path.
  static Result<std::unique_ptr<VoiceProcess>> start(VoiceProcessOptions options, SoundSink& sink);
  /// Ends the program: its input is closed, then it is killed. No process is left.
  ~VoiceProcess() override;
  VoiceProcess(const VoiceProcess&) = delete;
  VoiceProcess& operator=(const VoiceProcess&) = delete;

  void speak(const Saying& saying) override;
  void stop() override;
  void set_volume(int step) override;
  void set_rate(int words_per_minute) override;
  std::vector<std::uint64_t> finished() override;
  bool works() const override;

  /// The running program; 0: none at this moment. For tests.
  int pid() const;
  /// How many times it was started.
  int starts() const;

 private:
  struct Shared;
  explicit VoiceProcess(std::unique_ptr<Shared> shared);
  std::unique_ptr<Shared> m_shared;
};

}  // namespace escale::speech
