#include "kiosk/speech/log_voice.hpp"

#include <fmt/format.h>

#include <utility>

namespace escale::speech {

std::string log_line(const Saying& saying, Timestamp now) {
  const std::int64_t second = now.time_since_epoch().count();
  const std::int64_t of_day = ((second % 86'400) + 86'400) % 86'400;
  return fmt::format("{:02}:{:02}:{:02} {} {}{}", of_day / 3600, of_day / 60 % 60, of_day % 60, saying.lang,
                     saying.personal ? "[private] " : "", saying.text);
}

void LogVoice::speak(const Saying& saying) {
  m_write(log_line(saying, m_clock.now()));
  if (m_next != nullptr) {
    m_next->speak(saying);
  } else {
    m_finished.push_back(saying.id);
  }
}

void LogVoice::stop() {
  m_finished.clear();
  if (m_next != nullptr) m_next->stop();
}

void LogVoice::set_volume(int step) {
  if (m_next != nullptr) m_next->set_volume(step);
}

void LogVoice::set_rate(int words_per_minute) {
  if (m_next != nullptr) m_next->set_rate(words_per_minute);
}

std::vector<std::uint64_t> LogVoice::finished() {
  return m_next != nullptr ? m_next->finished() : std::exchange(m_finished, {});
}

}  // namespace escale::speech
