#include "sync/print/typography.hpp"

#include "sync/base/result.hpp"

namespace escale::print {
namespace {

constexpr std::string_view kNarrow = "\u202F", kNoBreak = "\u00A0";

/// Bytes of a space at the end of `text`, whatever space it is.
std::size_t space_before(const std::string& text) {
  if (text.ends_with(' ')) return 1;
  if (text.ends_with(kNarrow)) return kNarrow.size();
  if (text.ends_with(kNoBreak)) return kNoBreak.size();
  return 0;
}

std::size_t space_after(std::string_view text) {
  if (text.starts_with(' ')) return 1;
  if (text.starts_with(kNarrow)) return kNarrow.size();
  if (text.starts_with(kNoBreak)) return kNoBreak.size();
  return 0;
}

/// A letter, ASCII or not (any byte of a longer character that is not punctuation of this file).
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }

void put_space(std::string& out, std::string_view space) {
  const std::size_t bytes = space_before(out);
  if (bytes == 0 || out.size() == bytes) return;  // "?" glued to a word may be an address; a text may begin by a space
  out.resize(out.size() - bytes);
  out += space;
}

}  // namespace

std::string french(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view rest = text.substr(i);
    if (c == ';' || c == '!' || c == '?') {
      put_space(out, kNarrow);
      out += c;
    } else if (c == ':' || c == '%') {
      put_space(out, kNoBreak);
      out += c;
    } else if (rest.starts_with("»")) {
      put_space(out, kNoBreak);
      out += "»";
      i += std::string_view("»").size() - 1;
    } else if (rest.starts_with("«")) {
      out += "«";
      i += std::string_view("«").size() - 1;
      if (const std::size_t space = space_after(text.substr(i + 1)); space > 0) {
        out += kNoBreak;
        i += space;
      }
    } else if (c == '\'' && i > 0 && is_letter(text[i - 1]) && i + 1 < text.size() && is_letter(text[i + 1])) {
      out += "’";
    } else {
      out += c;
    }
  }
  return out;
}

std::string typeset(std::string_view text, std::string_view language) {
  return language == "fr" || language.starts_with("fr-") ? french(text) : std::string(text);
}

std::string number_text(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3 + (number < 0 ? 1U : 0U);) {
    at -= 3;
    digits.insert(at, kNarrow);
  }
  return digits;
}

std::string percent_text(std::int64_t part, std::int64_t whole) {
  CHECK(part >= 0 && whole >= 0);
  if (whole == 0) return {};
  return std::to_string((part * 200 + whole) / (2 * whole)) + std::string(kNoBreak) + "%";
}

}  // namespace escale::print
