#include "kiosk/speech/normalise.hpp"

#include <fmt/format.h>

#include <array>

#include "kiosk/speech/spoken_parts.hpp"

namespace escale::speech {
namespace {

constexpr std::size_t kMostWordsBytes = 64 * 1024;
/// A second pass finds nothing more in nearly every text; the bound is for texts made to be wrong.
constexpr int kMostPasses = 16;

/// The next code point of `text` at `at`, which moves on; 0 for bytes that are not UTF-8 (RFC 3629).
char32_t take(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 && first <= 0xF4 ? 3 : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xC2 && first < 0xE0 ? 1 : 0;
  if (more == 0 || at + static_cast<std::size_t>(more) > text.size()) return 0;
  char32_t code = first & (0x3FU >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at + static_cast<std::size_t>(i)) & 0xC0U) != 0x80U) return 0;
    code = code << 6U | (byte(at + static_cast<std::size_t>(i)) & 0x3FU);
  }
  constexpr std::array<char32_t, 4> kLeast = {0, 0x80, 0x800, 0x10000};
  if (code < kLeast[static_cast<std::size_t>(more)] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0;
  at += static_cast<std::size_t>(more);
  return code;
}

struct Sign {
  char32_t code;
  std::string_view fr, en;
};
/// Signs that are said, or that only part words. What is not here and is no letter stays as it is.
constexpr std::array<Sign, 48> kSigns = {{{0x00A0, " ", " "},
                                          {0x202F, " ", " "},
                                          {0x2007, " ", " "},
                                          {0x2009, " ", " "},
                                          {0x200A, " ", " "},
                                          {0x2003, " ", " "},
                                          {0x3000, " ", " "},
                                          {'\t', " ", " "},
                                          {'\n', " ", " "},
                                          {'\r', " ", " "},
                                          {0x00AD, "", ""},
                                          {0x200B, "", ""},
                                          {0x200C, "", ""},
                                          {0x200D, "", ""},
                                          {0xFEFF, "", ""},
                                          {0x2019, "'", "'"},
                                          {0x2018, "'", "'"},
                                          {0x00AB, " ", " "},
                                          {0x00BB, " ", " "},
                                          {0x201C, " ", " "},
                                          {0x201D, " ", " "},
                                          {'"', " ", " "},
                                          {0x2026, "... ", "... "},
                                          {0x2013, ", ", ", "},
                                          {0x2014, ", ", ", "},
                                          {0x2022, ", ", ", "},
                                          {0x00B7, ", ", ", "},
                                          {0x2192, ", ", ", "},
                                          {0x2713, " ", " "},
                                          {0x2714, " ", " "},
                                          {0x2605, " ", " "},
                                          {'(', ", ", ", "},
                                          {')', ", ", ", "},
                                          {'[', ", ", ", "},
                                          {']', ", ", ", "},
                                          {'{', ", ", ", "},
                                          {'}', ", ", ", "},
                                          {'*', " ", " "},
                                          {'|', ", ", ", "},
                                          {'&', " et ", " and "},
                                          {'=', " égale ", " equals "},
                                          {'<', " inférieur à ", " less than "},
                                          {'>', " supérieur à ", " more than "},
                                          {0x00D7, " fois ", " times "},
                                          {0x00A7, " paragraphe ", " section "},
                                          {0x2030, " pour mille", " per thousand"},
                                          {0x2212, " moins ", " minus "},
                                          {'\\', " ", " "}}};

void append(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | code >> 6U);
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | code >> 12U);
    out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | code >> 18U);
    out += static_cast<char>(0x80U | (code >> 12U & 0x3FU));
    out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

std::string without_signs(std::string_view text, bool in_french) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = take(text, at);
    if (code == 0 || code < 0x20) {
      if (code != 0) out += ' ';
      continue;
    }
    const Sign* sign = nullptr;
    for (const Sign& known : kSigns)
      if (known.code == code) sign = &known;
    if (sign == nullptr) {
      append(out, code);
    } else {
      out += in_french ? sign->fr : sign->en;
    }
  }
  return out;
}

constexpr std::string_view kBefore = "'-_~^#`", kAfter = ".,;:!?'-_~^`";

Tokens cut(std::string_view text) {
  Tokens tokens;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ') {
      ++at;
      continue;
    }
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view whole = text.substr(at, end - at);
    std::size_t from = std::min(whole.find_first_not_of(kBefore), whole.size());
    std::size_t to = whole.find_last_not_of(kAfter);
    to = to == std::string_view::npos || to + 1 < from ? from : to + 1;
    tokens.push_back({whole.substr(0, from), whole.substr(from, to - from), whole.substr(to)});
    at = end;
  }
  return tokens;
}

void add(std::string& out, std::string_view before, std::string_view text, std::string_view after) {
  const std::string_view opening = before == "-" || before == "'" ? before : std::string_view();
  if (text.empty()) {
    // A sign alone joins the word before it: a voice pauses there.
    if (after.empty() || out.empty()) return;
    const char sign = after.front();
    if (std::string_view(".,;:!?").find(sign) == std::string_view::npos) return;
    if (out.back() == ',' && sign != ',') out.pop_back();
    if (std::string_view(".,;:!?").find(out.back()) == std::string_view::npos) out += sign;
    return;
  }
  if (!out.empty()) out += ' ';
  out += opening;
  out += text;
  // One sign is a pause; "..." and "?!" are no longer ones.
  for (const char sign : after)
    if (std::string_view(".,;:!?").find(sign) != std::string_view::npos) {
      out += sign;
      break;
    }
}

std::string one_pass(std::string_view text, std::string_view lang, const SpokenWords& words) {
  const std::string clean = without_signs(text, french(lang));
  const Tokens tokens = cut(clean);
  std::string out;
  for (std::size_t at = 0; at < tokens.size();) {
    std::optional<Spoken> said = word_at(tokens, at, lang, words);
    if (!said) said = number_at(tokens, at, lang);
    if (!said) said = Spoken{1, std::string(tokens[at].word)};
    add(out, tokens[at].before, said->text, tokens[at + said->words - 1].after);
    at += said->words;
  }
  return out;
}

}  // namespace

bool french(std::string_view lang) {
  return !lang.starts_with("en");
}

Result<SpokenWords> SpokenWords::parse(std::string_view text, std::string_view file) {
  if (text.size() > kMostWordsBytes) return fail(Code::TooLarge, fmt::format("{}: over {} bytes", file, kMostWordsBytes));
  SpokenWords words;
  int number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t lang = line.find(' ');
    const std::size_t word = lang == std::string_view::npos ? lang : line.find(' ', lang + 1);
    const bool known = line.substr(0, std::min(lang, line.size())) == "fr" || line.substr(0, std::min(lang, line.size())) == "en";
    if (!known || word == std::string_view::npos || word + 1 >= line.size() || word == lang + 1)
      return fail(Code::InvalidInput, fmt::format("{}:{}: a line is 'fr' or 'en', a word, and how it is said", file, number));
    if (!words.m_said.emplace(line.substr(0, word), line.substr(word + 1)).second)
      return fail(Code::InvalidInput, fmt::format("{}:{}: '{}' is said twice", file, number, line.substr(0, word)));
  }
  return words;
}

std::string_view SpokenWords::said(std::string_view lang, std::string_view word) const {
  const auto found = m_said.find(fmt::format("{} {}", french(lang) ? "fr" : "en", word));
  return found == m_said.end() ? std::string_view() : found->second;
}

std::string normalise(std::string_view text, std::string_view lang, const SpokenWords& words) {
  std::string out = one_pass(text, lang, words);
  for (int pass = 0; pass < kMostPasses; ++pass) {
    std::string again = one_pass(out, lang, words);
    if (again == out) break;
    out = std::move(again);
  }
  return out;
}

}  // namespace escale::speech
