#include "content-bundles/importers/styled_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace escale::importers {
namespace {
using learning::Run;
using learning::Text;

constexpr char kBreak = '\v';

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Collects characters into runs: white space folds, breaks trim what surrounds them.
class Builder {
 public:
  void put(std::string_view text) {
    for (const char c : text) {
      if (is_space(c)) {
        m_space = true;
      } else if (c == kBreak) {
        line_break();
      } else {
        flush();
        m_run += c;
        m_any = true;
      }
    }
  }
  void line_break() {
    if (m_any) m_break = true;
    m_space = false;
    trim();
  }
  void style(bool bold, bool italic) {
    if (bold == m_bold && italic == m_italic) return;
    if (m_space && m_any && !m_break) m_run += ' ';  // a space between two styles belongs to the first
    m_space = false;
    close();
    m_bold = bold;
    m_italic = italic;
  }
  Text finish() {
    trim();
    close();
    return std::move(m_text);
  }

 private:
  /// Takes back a space that turned out to stand at the end of a line.
  void trim() {
    std::string* last = !m_run.empty() ? &m_run : m_text.empty() ? nullptr : &m_text.back().text;
    if (last == nullptr || !last->ends_with(' ')) return;
    last->pop_back();
    if (last != &m_run && last->empty()) m_text.pop_back();
  }
  void flush() {
    if (m_break) m_run += learning::kLineBreak;
    else if (m_space && m_any) m_run += ' ';
    m_break = m_space = false;
  }
  void close() {
    learning::append(m_text, Run{std::move(m_run), m_bold, m_italic, {}});
    m_run.clear();
  }

  Text m_text;
  std::string m_run;
  bool m_bold = false, m_italic = false;
  bool m_space = false, m_break = false, m_any = false;
};

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) put(code);
  else if (code < 0x800) put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
  else if (code < 0x10000) put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
  else put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F)), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
}

constexpr std::pair<std::string_view, std::uint32_t> kEntities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},    {"nbsp", 0xA0},    {"laquo", 0xAB},
    {"raquo", 0xBB},   {"agrave", 0xE0},  {"acirc", 0xE2},   {"ccedil", 0xE7},  {"egrave", 0xE8},  {"eacute", 0xE9},  {"ecirc", 0xEA},
    {"euml", 0xEB},    {"icirc", 0xEE},   {"iuml", 0xEF},    {"ocirc", 0xF4},   {"ugrave", 0xF9},  {"ucirc", 0xFB},   {"uuml", 0xFC},
    {"Agrave", 0xC0},  {"Acirc", 0xC2},   {"Ccedil", 0xC7},  {"Egrave", 0xC8},  {"Eacute", 0xC9},  {"Ecirc", 0xCA},   {"oelig", 0x153},
    {"OElig", 0x152},  {"rsquo", 0x2019}, {"lsquo", 0x2018}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"hellip", 0x2026}, {"ndash", 0x2013},
    {"mdash", 0x2014}, {"euro", 0x20AC},  {"deg", 0xB0},     {"times", 0xD7},   {"shy", 0xAD}};

/// The character that an entity stands for ("eacute", "#233", "#xE9"), 0 when unknown.
std::uint32_t entity(std::string_view name) {
  if (name.starts_with('#')) {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    const bool whole = error == std::errc() && end == digits.data() + digits.size() && !digits.empty();
    const bool valid = code >= 0x20 && code != 0x7F && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
    return whole && valid ? code : 0;
  }
  for (const auto& [known, code] : kEntities)
    if (known == name) return code;
  return 0;
}

Result<Text> html(std::string_view text) {
  Builder builder;
  int bold = 0, italic = 0;
  while (!text.empty()) {
    if (text.front() == '&') {
      const std::size_t end = text.find(';');
      if (end != std::string_view::npos && end <= 10) {
        if (const std::uint32_t code = entity(text.substr(1, end - 1)); code != 0) {
          std::string character;
          append_utf8(character, code);
          builder.put(character);
          text.remove_prefix(end + 1);
          continue;
        }
      }
    }
    const bool tag = text.front() == '<' && text.size() > 1 &&
                     (text[1] == '/' || text[1] == '!' || (text[1] >= 'a' && text[1] <= 'z') || (text[1] >= 'A' && text[1] <= 'Z'));
    if (!tag) {
      builder.put(text.substr(0, 1));
      text.remove_prefix(1);
      continue;
    }
    const std::size_t end = text.find('>');
    if (end == std::string_view::npos) return fail(Code::InvalidInput, "an HTML tag is not closed: add '>'");
    std::string_view inside = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    const bool closing = inside.starts_with('/');
    if (closing) inside.remove_prefix(1);
    std::string name(inside.substr(0, inside.find_first_of(" \t\r\n/")));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const int step = closing ? -1 : 1;
    if (name == "b" || name == "strong") bold = std::max(0, bold + step);
    else if (name == "i" || name == "em") italic = std::max(0, italic + step);
    else if (name == "br" || name == "p" || name == "div" || name == "li" || name == "ul" || name == "ol") builder.line_break();
    else if (name != "span" && name != "u" && name != "small" && name != "sup" && name != "sub")
      return fail(Code::InvalidInput, fmt::format("the HTML tag <{}> cannot be shown in a question: remove it, or put its content before the question", name));
    builder.style(bold > 0, italic > 0);
  }
  return builder.finish();
}

Text markdown(std::string_view text) {
  Builder builder;
  bool bold = false, italic = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size() && (text[i + 1] == '*' || text[i + 1] == '_')) {
      builder.put(text.substr(++i, 1));
      continue;
    }
    if (c == '*') {
      const bool twice = i + 1 < text.size() && text[i + 1] == '*';
      const std::string_view mark = twice ? "**" : "*";
      bool& state = twice ? bold : italic;
      const std::size_t after = i + mark.size();
      // An opening mark touches the word that follows and has a partner; a star between spaces is a star.
      const bool opens = !state && after < text.size() && !is_space(text[after]) && text.find(mark, after) != std::string_view::npos;
      if (opens || (state && i > 0 && !is_space(text[i - 1]))) {
        state = !state;
        builder.style(bold, italic);
        i = after - 1;
        continue;
      }
    }
    builder.put(text.substr(i, 1));
  }
  return builder.finish();
}
}  // namespace

Result<Text> styled_text(std::string_view text, Markup markup) {
  if (markup == Markup::Html) return html(text);
  if (markup == Markup::Markdown) return markdown(text);
  Builder builder;
  builder.put(text);
  return builder.finish();
}

}  // namespace escale::importers
