// A voice that writes what it is given, a line each, instead of speaking: what journeys with closed eyes read.
#pragma once

#include <functional>

#include "kiosk/speech/voice.hpp"
#include "sync/base/clock.hpp"

namespace escale::speech {

/// "09:00:12 fr Suite, bouton"; "[private]" stands before what only a headset hears.
std::string log_line(const Saying& saying, Timestamp now);

class LogVoice final : public Voice {
 public:
  using Write = std::function<void(const std::string& line)>;
  /// `write` is given each line, without its end. Passes everything on to `next` when there is one.
  LogVoice(const Clock& clock, Write write, Voice* next = nullptr) : m_clock(clock), m_write(std::move(write)), m_next(next) {}

  void speak(const Saying& saying) override;
  void stop() override;
  void set_volume(int step) override;
  void set_rate(int words_per_minute) override;
  std::vector<std::uint64_t> finished() override;

 private:
  const Clock& m_clock;
  Write m_write;
  Voice* m_next;
  std::vector<std::uint64_t> m_finished;
};

}  // namespace escale::speech
