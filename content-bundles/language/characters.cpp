#include "content-bundles/language/characters.hpp"

namespace escale::language {
namespace {

void append(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

char32_t lower(char32_t c) {
  if (c == 0x152) return 0x153;
  if (c == 0x178) return 0xFF;
  return is_upper(c) ? c + 32 : c;
}

}  // namespace

Characters characters(std::string_view text) {
  Characters out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
    if (length == 0 || i + length > text.size()) {
      out.push_back({0xFFFD, i++});
      continue;
    }
    char32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    out.push_back({code, i});
    i += length;
  }
  return out;
}

std::vector<Word> words(std::string_view text) {
  const Characters in = characters(text);
  auto code = [&](std::size_t i) { return i < in.size() ? in[i].code : char32_t{0}; };
  std::vector<Word> out;
  for (std::size_t i = 0; i < in.size();) {
    if (!is_letter(in[i].code) && !is_digit(in[i].code)) {
      ++i;
      continue;
    }
    std::size_t end = i;
    std::string low;
    while (is_letter(code(end)) || is_digit(code(end)) || (code(end) == '-' && is_letter(code(end + 1)))) append(low, lower(in[end++].code));
    if (code(end) == kApostrophe || code(end) == '\'') append(low, kApostrophe), ++end;
    const std::size_t stop = end < in.size() ? in[end].at : text.size();
    out.push_back({text.substr(in[i].at, stop - in[i].at), std::move(low), in[i].at});
    i = end;
  }
  return out;
}

}  // namespace escale::language
