// escale-voice: a voice for the terminal, over its standard input and output (kiosk/speech/voice_process.hpp is the protocol).
// Linked to espeak-ng (GPL-3), and therefore a program of its own: the terminal only runs it. It reads no file of ours, opens no device
// and no socket, and ends with the pipe.
#include <espeak-ng/speak_lib.h>
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

constexpr std::size_t kMostText = 64 * 1024;
constexpr int kFailed = 1;

/// All of it, or false when nobody reads any more.
bool write_all(const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = ::write(STDOUT_FILENO, at, size);
    if (written <= 0) return false;
    at += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}
bool write_line(const std::string& line) {
  return write_all(line.data(), line.size());
}

/// Reads from the pipe without ever taking more than it was asked for into account.
class Input {
 public:
  /// One line without its end; false at the end of the pipe.
  bool line(std::string& out) {
    out.clear();
    char c = 0;
    while (take(c)) {
      if (c == '\n') return true;
      if (out.size() > 256) return false;
      out += c;
    }
    return false;
  }
  bool bytes(std::string& out, std::size_t count) {
    out.clear();
    char c = 0;
    while (out.size() < count) {
      if (!take(c)) return false;
      out += c;
    }
    return true;
  }
  /// Something was sent while a text was being said: only STOP can be.
  bool waits() const {
    if (m_at < m_end) return true;
    pollfd in{STDIN_FILENO, POLLIN, 0};
    return ::poll(&in, 1, 0) > 0;
  }

 private:
  bool take(char& c) {
    if (m_at == m_end) {
      const ssize_t got = ::read(STDIN_FILENO, m_buffer.data(), m_buffer.size());
      if (got <= 0) return false;
      m_at = 0;
      m_end = static_cast<std::size_t>(got);
    }
    c = m_buffer[m_at++];
    return true;
  }
  std::array<char, 4096> m_buffer{};
  std::size_t m_at = 0, m_end = 0;
};

struct Speaking {
  Input* input = nullptr;
  std::string id;
  bool broken = false, stopped = false;
};
Speaking g_speaking;  // espeak-ng's callback has no argument of its own for a synchronous call

int on_sound(short* samples, int count, espeak_EVENT*) {
  if (samples == nullptr || count <= 0) return 0;
  const std::size_t size = static_cast<std::size_t>(count) * sizeof(short);
  if (!write_line("PCM " + g_speaking.id + " " + std::to_string(size) + "\n") || !write_all(samples, size)) g_speaking.broken = true;
  if (g_speaking.input->waits()) g_speaking.stopped = true;
  return g_speaking.broken || g_speaking.stopped ? 1 : 0;
}

struct Say {
  std::string id, lang;
  int rate = 0;
  std::size_t size = 0;
};

/// "SAY <id> <lang> <words a minute> <bytes>"
bool read_say(std::string_view line, Say& say) {
  std::array<std::string_view, 5> words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t end = i + 1 < words.size() ? line.find(' ') : line.size();
    if (end == std::string_view::npos) return false;
    words[i] = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  const auto number = [](std::string_view text, auto& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
  };
  std::uint64_t id = 0;
  if (words[0] != "SAY" || !number(words[1], id) || !number(words[3], say.rate) || !number(words[4], say.size)) return false;
  say.id = words[1];
  say.lang = words[2];
  return say.size <= kMostText;
}

/// espeak-ng knows "fr" and "en"; of a longer tag ("fr-x-facile") the first part.
bool choose_voice(std::string lang) {
  if (espeak_SetVoiceByName(lang.c_str()) == EE_OK) return true;
  lang.resize(std::min(lang.find('-'), lang.size()));
  return espeak_SetVoiceByName(lang.c_str()) == EE_OK;
}

std::string speak(const Say& say, const std::string& text) {
  if (!choose_voice(say.lang)) return "ERROR " + say.id + " no voice for this language\n";
  espeak_SetParameter(espeakRATE, say.rate, 0);
  g_speaking.id = say.id;
  g_speaking.stopped = false;
  const espeak_ERROR result = espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8 | espeakENDPAUSE, nullptr, nullptr);
  if (g_speaking.stopped) return "STOPPED " + say.id + "\n";
  if (result != EE_OK || espeak_Synchronize() != EE_OK) return "ERROR " + say.id + " the text cannot be said\n";
  return "END " + say.id + "\n";
}

}  // namespace

int main() {
  prctl(PR_SET_DUMPABLE, 0);  // what a person wrote passes here: no core file, nobody attaches
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  constexpr int kBufferMs = 60;
  const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, kBufferMs, nullptr, 0);
  if (rate <= 0 || !choose_voice("fr")) {
    std::fprintf(stderr, "escale-voice: espeak-ng does not start: is the package espeak-ng-data installed?\n");
    return kFailed;
  }
  espeak_SetSynthCallback(on_sound);
  Input input;
  g_speaking.input = &input;
  if (!write_line("READY 1 " + std::to_string(rate) + "\n")) return 0;
  std::string line, text;
  while (!g_speaking.broken && input.line(line)) {
    if (line == "STOP") continue;  // nothing is being said
    Say say;
    if (!read_say(line, say) || !input.bytes(text, say.size)) {
      std::fprintf(stderr, "escale-voice: a line is SAY <id> <lang> <words a minute> <bytes>, or STOP\n");
      return kFailed;
    }
    const std::string answer = speak(say, text);
    text.assign(text.size(), '\0');
    if (!write_line(answer)) break;
  }
  espeak_Terminate();
  return 0;
}
