#include "sync/crypto/age_header.hpp"

#include <algorithm>

#include "sync/crypto/base64.hpp"
#include "sync/crypto/hkdf.hpp"

namespace escale::crypto {
namespace {
constexpr std::string_view kVersionLine = "age-encryption.org/v1";
constexpr std::string_view kStanzaPrefix = "-> ";
constexpr std::string_view kMacPrefix = "---";
constexpr std::size_t kColumns = 64;

class HeaderParser {
 public:
  explicit HeaderParser(AgeReader& reader) : m_reader(reader) {}

  AgeResult<AgeHeader> parse() {
    // "Version": the first line, exactly.
    TRY_ASSIGN(std::string text, line());
    if (text != kVersionLine)
      return wrong("is not 'age-encryption.org/v1': this is no age file, or one of another version");
    AgeHeader header;
    for (;;) {
      const std::size_t before = m_text.size();
      TRY_ASSIGN(text, line());
      if (text.starts_with(kMacPrefix)) {
        header.covered = m_text.substr(0, before + kMacPrefix.size());
        TRY_ASSIGN(header.mac, mac(text));
        // The grammar asks for one stanza or more.
        if (header.stanzas.empty()) return wrong("ends a header without any recipient");
        return header;
      }
      TRY_ASSIGN(Stanza parsed, stanza(text));
      header.stanzas.push_back(std::move(parsed));
    }
  }

 private:
  AgeResult<std::string> line() {
    ++m_number;
    const std::size_t start = m_text.size();
    for (;;) {
      TRY_ASSIGN(const std::optional<std::uint8_t> byte, m_reader.next());
      if (!byte) return wrong("is cut: the file ends inside its header");
      m_text.push_back(static_cast<char>(*byte));
      if (*byte == '\n') return m_text.substr(start, m_text.size() - 1 - start);
      if (m_text.size() >= kMaxHeaderBytes) return wrong("goes over the limit of 64 KiB for a header");
    }
  }

  /// "Recipient stanza": "-> ", arguments separated by single spaces, then the wrapped body.
  AgeResult<Stanza> stanza(std::string_view text) {
    if (!text.starts_with(kStanzaPrefix)) return wrong("is neither a recipient nor the end of the header");
    Stanza out;
    for (std::string_view rest = text.substr(kStanzaPrefix.size());;) {
      const auto space = rest.find(' ');
      const std::string_view argument = rest.substr(0, space);
      if (argument.empty()) return wrong("has an empty argument");
      if (!std::all_of(argument.begin(), argument.end(), [](char c) { return c >= 0x21 && c <= 0x7e; }))
        return wrong("has a character that is not allowed");
      out.arguments.emplace_back(argument);
      if (space == std::string_view::npos) break;
      rest.remove_prefix(space + 1);
    }
    for (;;) {
      // Full lines, then one shorter line, possibly empty.
      TRY_ASSIGN(const std::string body, line());
      if (body.size() > kColumns) return wrong("is longer than 64 columns");
      const auto bytes = base64_decode(body, Padding::None);
      if (!bytes) return wrong("is not canonical Base64");
      out.body.insert(out.body.end(), bytes->begin(), bytes->end());
      if (body.size() < kColumns) return out;
    }
  }

  AgeResult<Bytes> mac(std::string_view text) {
    text.remove_prefix(kMacPrefix.size());
    if (!text.starts_with(' ')) return wrong("has no space before its code");
    auto bytes = base64_decode(text.substr(1), Padding::None);
    if (!bytes || bytes->size() != 32) return wrong("has a code that is not 32 bytes of canonical Base64");
    return std::move(*bytes);
  }

  tl::unexpected<AgeError> wrong(std::string_view why) const {
    return age_fail(AgeFailure::Header, "line " + std::to_string(m_number) + " of the header " + std::string(why));
  }

  AgeReader& m_reader;
  std::string m_text;
  int m_number = 0;
};

/// "Header MAC": HMAC-SHA-256 under HKDF(file key, no salt, "header").
std::array<std::uint8_t, 32> header_mac(std::string_view covered, const Secret& file_key) {
  return hmac_sha256(hkdf_sha256(file_key.bytes(), {}, "header"), covered);
}
}  // namespace

AgeResult<AgeHeader> read_age_header(AgeReader& reader) {
  return HeaderParser(reader).parse();
}

std::string write_age_header(const std::vector<Stanza>& stanzas, const Secret& file_key) {
  std::string text(kVersionLine);
  text += "\n";
  for (const Stanza& stanza : stanzas) {
    text += "->";
    for (const auto& argument : stanza.arguments) text += " " + argument;
    text += "\n";
    const std::string body = base64_encode(stanza.body, Padding::None);
    // The last line is shorter than 64 columns, so a body that fills its lines is followed by an empty one.
    for (std::size_t at = 0; at <= body.size(); at += kColumns) text += body.substr(at, kColumns) + "\n";
  }
  text += kMacPrefix;
  const auto mac = header_mac(text, file_key);
  return text + " " + base64_encode(mac, Padding::None) + "\n";
}

bool age_mac_verifies(const AgeHeader& header, const Secret& file_key) {
  return equal_secret(header_mac(header.covered, file_key), header.mac);
}

}  // namespace escale::crypto
