#include "sync/crypto/age_armor.hpp"

#include <algorithm>

#include "sync/crypto/base64.hpp"

namespace escale::crypto {
namespace {
constexpr std::string_view kBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view kEnd = "-----END AGE ENCRYPTED FILE-----";
constexpr std::size_t kColumns = 64;
constexpr std::size_t kBytesPerLine = kColumns / 4 * 3;
constexpr std::size_t kMaxSpaceOutside = 1024;

bool is_space(std::uint8_t byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

class ArmorReader {
 public:
  explicit ArmorReader(AgeSource text) : m_text(std::move(text)) {}

  AgeResult<std::size_t> read(std::span<std::uint8_t> out) {
    if (!m_begun) {
      TRY(begin());
      m_begun = true;
    }
    std::size_t filled = 0;
    while (filled < out.size()) {
      if (m_position == m_line.size()) {
        if (m_ended) break;
        TRY(next_line());
        continue;
      }
      const std::size_t count = std::min(out.size() - filled, m_line.size() - m_position);
      std::copy_n(m_line.begin() + static_cast<std::ptrdiff_t>(m_position), count,
                  out.begin() + static_cast<std::ptrdiff_t>(filled));
      m_position += count;
      filled += count;
    }
    return filled;
  }

 private:
  /// One line without its LF or CRLF; the last may have neither.
  AgeResult<std::string> line() {
    ++m_number;
    std::string text;
    for (;;) {
      TRY_ASSIGN(const std::optional<std::uint8_t> byte, m_text.next());
      if (!byte || *byte == '\n') break;
      text.push_back(static_cast<char>(*byte));
      if (text.size() > kColumns + 1) return wrong("is longer than 64 columns");
    }
    if (!text.empty() && text.back() == '\r') text.pop_back();
    return text;
  }

  AgeResult<> begin() {
    // White space is allowed before the first line; a bound keeps a hostile file from being read for ever.
    std::string text;
    for (std::size_t skipped = 0; text.empty(); ++skipped) {
      TRY_ASSIGN(const std::optional<std::uint8_t> byte, m_text.next());
      if (!byte) return age_fail(AgeFailure::Armor, "the armor is missing: the input is empty");
      if (skipped > kMaxSpaceOutside) return age_fail(AgeFailure::Armor, "too much white space before the armor");
      if (*byte == '\n') ++m_number;
      if (!is_space(*byte)) text.push_back(static_cast<char>(*byte));
    }
    TRY_ASSIGN(const std::string rest, line());
    if (text + rest != kBegin) return wrong("is not '" + std::string(kBegin) + "'");
    return {};
  }

  AgeResult<> next_line() {
    TRY_ASSIGN(const std::string text, line());
    m_position = 0;
    m_line.clear();
    if (text == kEnd) return end();
    if (m_short_seen) return wrong("follows a short line, and only the last line may be short");
    if (text.empty()) return wrong("is empty, or the armor's last line is missing");
    if (text.size() > kColumns) return wrong("is longer than 64 columns");
    m_short_seen = text.size() < kColumns;
    auto bytes = base64_decode(text, Padding::Required);
    if (!bytes) return wrong("is not canonical Base64");
    // Padding inside the text would end it: only a short line, or a full last one, may carry it.
    if (bytes->size() < kBytesPerLine) m_short_seen = true;
    m_line = std::move(*bytes);
    return {};
  }

  AgeResult<> end() {
    m_ended = true;
    for (std::size_t skipped = 0;; ++skipped) {
      TRY_ASSIGN(const std::optional<std::uint8_t> byte, m_text.next());
      if (!byte) return {};
      if (!is_space(*byte)) return age_fail(AgeFailure::Armor, "something follows the armor's last line");
      if (skipped > kMaxSpaceOutside) return age_fail(AgeFailure::Armor, "too much white space after the armor");
    }
  }

  tl::unexpected<AgeError> wrong(std::string_view why) const {
    return age_fail(AgeFailure::Armor, "line " + std::to_string(m_number) + " of the armor " + std::string(why));
  }

  AgeReader m_text;
  Bytes m_line;
  std::size_t m_position = 0;
  int m_number = 0;
  bool m_begun = false;
  bool m_short_seen = false;
  bool m_ended = false;
};
}  // namespace

AgeSource dearmoring(AgeSource text) {
  auto reader = std::make_shared<ArmorReader>(std::move(text));
  return [reader](std::span<std::uint8_t> out) { return reader->read(out); };
}

Result<> ArmorWriter::begin() {
  if (m_begun) return {};
  m_begun = true;
  return m_sink(as_bytes(std::string(kBegin) + "\n"));
}

Result<> ArmorWriter::write(ByteView bytes) {
  TRY(begin());
  m_pending.insert(m_pending.end(), bytes.begin(), bytes.end());
  std::string lines;
  std::size_t used = 0;
  for (; m_pending.size() - used >= kBytesPerLine; used += kBytesPerLine)
    lines += base64_encode(ByteView(m_pending).subspan(used, kBytesPerLine), Padding::Required) + "\n";
  m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(used));
  if (lines.empty()) return {};
  return m_sink(as_bytes(lines));
}

Result<> ArmorWriter::finish() {
  TRY(begin());
  std::string last;
  if (!m_pending.empty()) last = base64_encode(m_pending, Padding::Required) + "\n";
  m_pending.clear();
  return m_sink(as_bytes(last + std::string(kEnd) + "\n"));
}

std::string age_armor(ByteView file) {
  std::string text;
  const Sink sink = [&text](ByteView piece) -> Result<> {
    text.append(as_text(piece));
    return {};
  };
  ArmorWriter writer(sink);
  CHECK(writer.write(file) && writer.finish());
  return text;
}

AgeResult<Bytes> age_dearmor(std::string_view text) {
  const Source source = source_of(as_bytes(text));
  const AgeSource decoded = dearmoring(age_source_of(source));
  Bytes out;
  std::array<std::uint8_t, 4096> buffer;
  for (;;) {
    TRY_ASSIGN(const std::size_t count, decoded(buffer));
    if (count == 0) return out;
    out.insert(out.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(count));
  }
}

bool age_is_armored(ByteView file) {
  const auto start = std::find_if_not(file.begin(), file.end(), is_space);
  const auto offset = static_cast<std::size_t>(start - file.begin());
  return offset <= kMaxSpaceOutside && as_text(file.subspan(offset)).starts_with(kBegin);
}

}  // namespace escale::crypto
