#include "content-bundles/importers/styled_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/importers/entities.hpp"

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

Result<Text> html(std::string_view text) {
  Builder builder;
  int bold = 0, italic = 0;
  while (!text.empty()) {
    if (text.front() == '&') {
      const std::size_t end = text.find(';');
      if (end != std::string_view::npos && end <= 10) {
        if (const std::string character = decode_entity(text.substr(0, end + 1)); !character.empty()) {
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
