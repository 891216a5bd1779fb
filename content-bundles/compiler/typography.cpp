#include "content-bundles/compiler/typography.hpp"

#include <cstdint>
#include <vector>

namespace escale::compiler {
namespace {
using learning::Run;
using learning::Text;

constexpr char32_t kNoBreak = 0x00A0;
constexpr char32_t kNarrow = 0x202F;
constexpr char32_t kOpen = 0x00AB;   // «
constexpr char32_t kClose = 0x00BB;  // »
constexpr char32_t kApostrophe = 0x2019;
constexpr char32_t kEllipsis = 0x2026;

struct Glyph {
  char32_t code = 0;
  std::size_t run = 0;
};
using Line = std::vector<Glyph>;

void decode(std::string_view text, std::size_t run, Line& out) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    char32_t code = length == 1 ? lead : lead & (0xFF >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    out.push_back({code, run});
    i += length;
  }
}

void encode(char32_t code, std::string& out) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) put(code);
  else if (code < 0x800) put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
  else if (code < 0x10000) put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
  else put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F)), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_upper(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }
bool is_letter(char32_t c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0x17F && c != 0xF7);
}
bool is_blank(char32_t c) { return c == ' ' || c == kNoBreak || c == kNarrow; }
/// What a word or a quotation may end with: after it, French high punctuation takes a space.
bool ends_word(char32_t c) {
  return is_letter(c) || is_digit(c) || c == kClose || c == ')' || c == ']' || c == kEllipsis || c == '%' || c == kApostrophe || c == '"';
}

char32_t at(const Line& line, std::size_t index) { return index < line.size() ? line[index].code : 0; }
char32_t last(const Line& line, std::size_t back = 0) { return line.size() > back ? line[line.size() - 1 - back].code : 0; }

/// Takes back the blanks at the end of what was written, and tells how many.
std::size_t take_blanks(Line& out) {
  std::size_t count = 0;
  while (!out.empty() && is_blank(out.back().code)) out.pop_back(), ++count;
  return count;
}

/// Digits that end what was written.
std::size_t digits_before(const Line& out) {
  std::size_t count = 0;
  while (is_digit(last(out, count))) ++count;
  return count;
}

/// True when "h" or another unit stands alone at this place.
bool is_unit(const Line& in, std::size_t i) {
  const char32_t c = at(in, i);
  if (c == '%' || c == 0x20AC || c == 0xB0) return true;
  return c == 'h' && !is_letter(at(in, i + 1));
}

/// What a space becomes between what was written and what comes at `next`.
char32_t space_before(const Line& out, const Line& in, std::size_t next, char32_t as_written) {
  const char32_t previous = last(out);
  const char32_t following = at(in, next);
  if (is_digit(previous)) {
    if (is_unit(in, next)) return kNoBreak;
    // 1 200: one to three digits, then exactly three. A comma before them is a decimal, a year has four.
    const std::size_t before = digits_before(out);
    const bool group = is_digit(at(in, next)) && is_digit(at(in, next + 1)) && is_digit(at(in, next + 2)) && !is_digit(at(in, next + 3));
    if (before <= 3 && group && last(out, before) != ',') return kNarrow;
  }
  // 16 h 15
  if (previous == 'h' && is_blank(last(out, 1)) && is_digit(last(out, 2)) && is_digit(following)) return kNoBreak;
  // M. B., article L. 119-1: the initial and what it announces stay together.
  if (previous == '.' && is_upper(last(out, 1)) && !is_letter(last(out, 2)) && !is_digit(last(out, 2)) && (is_upper(following) || is_digit(following)))
    return kNoBreak;
  if (previous == 0xB0 && last(out, 1) == 'n' && is_digit(following)) return kNoBreak;
  return as_written;
}

Line typeset(const Line& in) {
  Line out;
  out.reserve(in.size() + 8);
  for (std::size_t i = 0; i < in.size(); ++i) {
    const auto& [code, here] = in[i];
    const auto run = here;  // clang 14 does not capture a structured binding by itself
    const auto put = [&](char32_t c) { out.push_back({c, run}); };
    if (code == '.' && at(in, i + 1) == '.' && at(in, i + 2) == '.' && at(in, i + 3) != '.' && last(out) != '.') {
      put(kEllipsis);
      i += 2;
    } else if (code == '\'' && is_letter(last(out)) && (is_letter(at(in, i + 1)) || is_digit(at(in, i + 1)) || at(in, i + 1) == kOpen)) {
      put(kApostrophe);
    } else if (code == ';' || code == '!' || code == '?') {
      const std::size_t run_before = out.empty() ? run : out.back().run;
      const std::size_t blanks = take_blanks(out);
      const char32_t previous = last(out);
      // "?!" stays together; a mark stuck to what follows ("?page=2") is not punctuation.
      const bool adds = blanks == 0 && ends_word(previous) && !is_letter(at(in, i + 1)) && !is_digit(at(in, i + 1));
      if ((blanks > 0 && previous != 0) || adds) out.push_back({kNarrow, blanks > 0 ? run_before : run});
      put(code);
    } else if (code == ':') {
      const std::size_t run_before = out.empty() ? run : out.back().run;
      const std::size_t blanks = take_blanks(out);
      const char32_t next = at(in, i + 1);
      const bool adds = blanks == 0 && ends_word(last(out)) && (next == 0 || is_blank(next) || next == 0x2028);
      if ((blanks > 0 && last(out) != 0) || adds) out.push_back({kNoBreak, blanks > 0 ? run_before : run});
      put(code);
    } else if (code == kClose) {
      const std::size_t run_before = out.empty() ? run : out.back().run;
      const std::size_t blanks = take_blanks(out);
      if (last(out) != 0 && last(out) != kOpen) out.push_back({kNoBreak, blanks > 0 ? run_before : run});
      put(code);
    } else if (code == kOpen) {
      put(code);
      while (is_blank(at(in, i + 1))) ++i;
      if (i + 1 < in.size() && at(in, i + 1) != kClose) put(kNoBreak);
    } else if (is_blank(code) && !is_blank(at(in, i + 1))) {
      put(space_before(out, in, i + 1, code));
    } else {
      put(code);
    }
  }
  return out;
}
}  // namespace

bool is_french(std::string_view lang) { return lang == "fr" || lang.starts_with("fr-"); }

Text typeset(const Text& text, std::string_view lang) {
  if (!is_french(lang)) return text;
  Line line;
  for (std::size_t i = 0; i < text.size(); ++i) decode(text[i].text, i, line);
  Text out = text;
  for (Run& run : out) run.text.clear();
  for (const Glyph& glyph : typeset(line)) encode(glyph.code, out[glyph.run].text);
  std::erase_if(out, [](const Run& run) { return run.text.empty(); });
  return out;
}

std::string typeset(std::string_view text, std::string_view lang) { return learning::words(typeset(learning::plain(text), lang)); }

}  // namespace escale::compiler
