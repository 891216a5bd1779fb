#include "content-bundles/forms/expression_lexer.hpp"

#include <fmt/format.h>

#include "content-bundles/forms/xpath_value.hpp"

namespace escale::forms {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool is_name_part(char c) {
  return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
}

std::string_view character_at(std::string_view source, std::size_t at) {
  std::size_t end = at + 1;
  while (end < source.size() && (static_cast<unsigned char>(source[end]) & 0xC0) == 0x80) ++end;
  return source.substr(at, end - at);
}

/// Pasted from a word processor, never a part of a name.
std::string advice_for(std::string_view found) {
  for (const char* quote : {"’", "‘", "“", "”", "«", "»", "„"})
    if (found == quote) return fmt::format("curly quote {}; write the straight quote ' instead", found);
  if (found == "≥") return "'≥' is not understood; write >= instead";
  if (found == "≤") return "'≤' is not understood; write <= instead";
  if (found == "≠") return "'≠' is not understood; write != instead";
  for (const char* dash : {"–", "—", "−"})
    if (found == dash) return fmt::format("the dash {} is not a minus sign; write - instead", found);
  for (const char* space : {"\u00A0", "\u202F", "\u2009"})
    if (found == space) return "a no-break space; write an ordinary space instead";
  if (found == "…") return "'…' is not understood; write the whole expression";
  if (found == "×") return "'×' is not understood; write * instead";
  if (found == "÷") return "'÷' is not understood; write div instead";
  return {};
}

/// XPath 1.0, 3.7: after these a `*` or a name is an operand, not an operator.
bool operand_follows(const std::vector<Token>& tokens) {
  if (tokens.empty()) return true;
  switch (tokens.back().kind) {
    case TokenKind::Open:
    case TokenKind::OpenBracket:
    case TokenKind::Comma:
    case TokenKind::Operator:
    case TokenKind::Slash:
    case TokenKind::Axis:
      return true;
    default:
      return false;
  }
}

class Lexer {
 public:
  explicit Lexer(std::string_view source) : m_source(source) {}

  Result<std::vector<Token>> run() {
    while (m_at < m_source.size()) TRY(next());
    m_tokens.push_back({TokenKind::End, {}, m_source.size()});
    return std::move(m_tokens);
  }

 private:
  char after(std::size_t distance) const {
    return m_at + distance < m_source.size() ? m_source[m_at + distance] : '\0';
  }
  void add(TokenKind kind, std::size_t size) {
    m_tokens.push_back({kind, m_source.substr(m_at, size), m_at});
    m_at += size;
  }

  Result<> next() {
    const char c = m_source[m_at];
    switch (c) {
      case ' ':
      case '\t':
      case '\n':
      case '\r':
        ++m_at;
        return {};
      case '(':
        return one(TokenKind::Open);
      case ')':
        return one(TokenKind::Close);
      case '[':
        return one(TokenKind::OpenBracket);
      case ']':
        return one(TokenKind::CloseBracket);
      case ',':
        return one(TokenKind::Comma);
      case '\'':
      case '"':
        return text(c);
      case '/':
        if (after(1) == '/') return error("'//' is not supported; write the whole path, such as /data/group/name");
        return one(TokenKind::Slash);
      case '*':
        return one(operand_follows(m_tokens) ? TokenKind::Star : TokenKind::Operator);
      case '+':
      case '-':
      case '=':
        return one(TokenKind::Operator);
      case '<':
      case '>':
        add(TokenKind::Operator, after(1) == '=' ? 2 : 1);
        return {};
      case '!':
        if (after(1) != '=') return error("'!' alone means nothing; write != or not(…)");
        add(TokenKind::Operator, 2);
        return {};
      case '|':
        return error("'|' is not supported; write two expressions joined by or");
      case '@':
        return error("attributes (@) are not supported");
      case '$':
        return error(after(1) == '{' ? "${…} can only be written in a spreadsheet; write a path here"
                                     : "variables ($) are not supported");
      default:
        break;
    }
    if (is_digit(c) || (c == '.' && is_digit(after(1)))) return number();
    if (c == '.') {
      if (after(1) == '.')
        add(TokenKind::DotDot, 2);
      else
        add(TokenKind::Dot, 1);
      return {};
    }
    const std::string_view found = character_at(m_source, m_at);
    if (const std::string advice = advice_for(found); !advice.empty()) return error(advice);
    if (is_name_start(c)) return name();
    return error(fmt::format("'{}' is not understood here", found));
  }

  Result<> one(TokenKind kind) {
    add(kind, 1);
    return {};
  }
  Result<> text(char quote) {
    const std::size_t end = m_source.find(quote, m_at + 1);
    if (end == std::string_view::npos) return error(fmt::format("the text that begins with {} has no end", quote));
    m_tokens.push_back({TokenKind::Text, m_source.substr(m_at + 1, end - m_at - 1), m_at});
    m_at = end + 1;
    return {};
  }
  Result<> number() {
    std::size_t size = 0;
    bool point = false;
    while (is_digit(after(size)) || (after(size) == '.' && !point)) point = point || after(size) == '.', ++size;
    const std::string_view next =
        m_at + size < m_source.size() ? character_at(m_source, m_at + size) : std::string_view();
    if ((is_name_start(after(size)) && advice_for(next).empty()) || after(size) == '.')
      return error(fmt::format("'{}' is not a number; exponents and units are not understood",
                               m_source.substr(m_at, size + next.size())));
    add(TokenKind::Number, size);
    return {};
  }
  /// A QName, an operator's name, or an axis.
  Result<> name() {
    const auto part = [&](std::size_t from) {
      std::size_t end = from;
      while (m_at + end < m_source.size() && is_name_part(m_source[m_at + end])) {
        const std::string_view found = character_at(m_source, m_at + end);
        if (!advice_for(found).empty()) break;
        end += found.size();
      }
      return end;
    };
    std::size_t size = part(0);
    const std::string_view word = m_source.substr(m_at, size);
    if (!operand_follows(m_tokens) && (word == "and" || word == "or" || word == "div" || word == "mod")) {
      add(TokenKind::Operator, size);
      return {};
    }
    if (after(size) == ':' && after(size + 1) == ':') {
      if (word != "child" && word != "parent" && word != "self")
        return error(fmt::format("the axis '{}::' is not supported; write a path with / and ..", word));
      add(TokenKind::Axis, size);
      m_at += 2;
      return {};
    }
    if (after(size) == ':' && is_name_start(after(size + 1))) size = part(size + 1);
    if (after(size) == ':') return error(fmt::format("'{}:*' is not supported", word));
    add(TokenKind::Name, size);
    return {};
  }

  tl::unexpected<Error> error(std::string_view message) const { return error_at(m_source, m_at, message); }

  std::string_view m_source;
  std::size_t m_at = 0;
  std::vector<Token> m_tokens;
};

}  // namespace

tl::unexpected<Error> error_at(std::string_view source, std::size_t at, std::string_view message) {
  return fail(Code::InvalidInput, fmt::format("character {}: {}", character_count(source.substr(0, at)) + 1, message));
}

Result<std::vector<Token>> tokens_of(std::string_view source) {
  return Lexer(source).run();
}

}  // namespace escale::forms
