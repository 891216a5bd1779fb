#include "content-bundles/forms/constraint.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include "sync/base/bytes.hpp"

namespace escale::forms {
namespace {

constexpr std::size_t kMaxSource = 2000;
constexpr int kMaxDepth = 32;
constexpr std::int64_t kRegexMemory = 1 << 20;

enum class Kind { Or, And, Not, Compare, Number, Text, Self, StringLength, CountSelected, Selected, Regex };
enum class Operator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

enum class TokenKind { End, Number, Text, Dot, Name, Operator, Open, Close, Comma, Minus };
struct Token {
  TokenKind kind = TokenKind::End;
  std::string text;
  std::size_t at = 0;  // bytes
};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

tl::unexpected<Error> error_at(std::string_view source, std::size_t at, std::string message) {
  return fail(Code::InvalidInput, fmt::format("character {}: {}", characters(source.substr(0, at)) + 1, message));
}

/// The character at a byte, whole, for messages.
std::string_view character_at(std::string_view source, std::size_t at) {
  std::size_t end = at + 1;
  while (end < source.size() && (static_cast<unsigned char>(source[end]) & 0xC0) == 0x80) ++end;
  return source.substr(at, end - at);
}

/// xforms-spec grammar, lexical part: numbers without exponent, texts without escapes, names with dashes.
Result<std::vector<Token>> tokens_of(std::string_view source) {
  std::vector<Token> tokens;
  std::size_t i = 0;
  const auto add = [&](TokenKind kind, std::size_t size) {
    tokens.push_back({kind, std::string(source.substr(i, size)), i});
    i += size;
  };
  while (i < source.size()) {
    const char c = source[i];
    if (is_space(c)) {
      ++i;
    } else if (is_digit(c) || (c == '.' && i + 1 < source.size() && is_digit(source[i + 1]))) {
      std::size_t end = i;
      while (end < source.size() && (is_digit(source[end]) || source[end] == '.')) ++end;
      add(TokenKind::Number, end - i);
    } else if (c == '\'' || c == '"') {
      const std::size_t end = source.find(c, i + 1);
      if (end == std::string_view::npos)
        return error_at(source, i, fmt::format("the text that begins with {} has no end", c));
      tokens.push_back({TokenKind::Text, std::string(source.substr(i + 1, end - i - 1)), i});
      i = end + 1;
    } else if (is_name_start(c)) {
      std::size_t end = i;
      while (end < source.size() && (is_name_start(source[end]) || is_digit(source[end]) || source[end] == '-')) ++end;
      add(TokenKind::Name, end - i);
    } else if (c == '.') {
      if (i + 1 < source.size() && source[i + 1] == '.')
        return error_at(source, i, "'..' cannot be used here; '.' is the answer");
      add(TokenKind::Dot, 1);
    } else if (c == '(') {
      add(TokenKind::Open, 1);
    } else if (c == ')') {
      add(TokenKind::Close, 1);
    } else if (c == ',') {
      add(TokenKind::Comma, 1);
    } else if (c == '-') {
      add(TokenKind::Minus, 1);
    } else if (c == '=' || c == '<' || c == '>' || c == '!') {
      const bool two = c != '=' && i + 1 < source.size() && source[i + 1] == '=';
      if (c == '!' && !two) return error_at(source, i, "'!' alone means nothing; write '!=' or not(…)");
      add(TokenKind::Operator, two ? 2 : 1);
    } else if (c == '$' || c == '/') {
      return error_at(source, i, "a constraint cannot read another question yet; use only '.', the answer itself");
    } else {
      const std::string_view found = character_at(source, i);
      if (found == "’" || found == "‘" || found == "“" || found == "”")
        return error_at(source, i, fmt::format("curly quote {}; write the straight quote ' instead", found));
      if (found == "≥" || found == "≤" || found == "≠")
        return error_at(source, i, fmt::format("'{}' is not understood; write >=, <= or != instead", found));
      return error_at(source, i, fmt::format("'{}' is not understood in a constraint", found));
    }
  }
  tokens.push_back({TokenKind::End, "", source.size()});
  return tokens;
}

Operator operator_of(std::string_view sign) {
  if (sign == "=") return Operator::Equal;
  if (sign == "!=") return Operator::NotEqual;
  if (sign == "<") return Operator::Less;
  if (sign == "<=") return Operator::LessOrEqual;
  return sign == ">" ? Operator::Greater : Operator::GreaterOrEqual;
}

double to_number(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  // XPath 1.0, section 4.4: an optional minus, digits, a point and digits; anything else is not a number.
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  const bool plain = std::all_of(digits.begin(), digits.end(), [](char c) { return is_digit(c) || c == '.'; });
  double number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (!plain || status != std::errc() || end != text.data() + text.size())
    return std::numeric_limits<double>::quiet_NaN();
  return number;
}

std::vector<std::string_view> selected_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !is_space(text[end])) ++end;
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

struct Constraint::Node {
  Kind kind = Kind::Self;
  Operator op = Operator::Equal;
  double number = 0;
  std::string text;
  std::unique_ptr<re2::RE2> regex;
  std::unique_ptr<Node> left;
  std::unique_ptr<Node> right;

  bool is_condition() const {
    return kind == Kind::Or || kind == Kind::And || kind == Kind::Not || kind == Kind::Compare ||
           kind == Kind::Selected || kind == Kind::Regex;
  }
  bool is_number() const { return kind == Kind::Number || kind == Kind::StringLength || kind == Kind::CountSelected; }

  /// `self` is the answer as XForms keeps it: one text.
  double as_number(std::string_view self) const {
    switch (kind) {
      case Kind::Number:
        return number;
      case Kind::StringLength:
        return static_cast<double>(characters(self));
      case Kind::CountSelected:
        return static_cast<double>(selected_of(self).size());
      default:
        return to_number(kind == Kind::Self ? self : std::string_view(text));
    }
  }
  std::string_view as_text(std::string_view self) const { return kind == Kind::Self ? self : std::string_view(text); }

  bool compare(std::string_view self) const {
    // XPath 1.0, section 3.4: = and != compare numbers as soon as one side is a number, texts otherwise; < and > always
    // numbers.
    if (op == Operator::Equal || op == Operator::NotEqual) {
      const bool numbers = left->is_number() || right->is_number();
      const bool equal =
          numbers ? left->as_number(self) == right->as_number(self) : left->as_text(self) == right->as_text(self);
      return (op == Operator::Equal) == equal;
    }
    const double a = left->as_number(self);
    const double b = right->as_number(self);
    if (op == Operator::Less) return a < b;
    if (op == Operator::LessOrEqual) return a <= b;
    if (op == Operator::Greater) return a > b;
    return a >= b;
  }

  bool holds(std::string_view self) const {
    switch (kind) {
      case Kind::Or:
        return left->holds(self) || right->holds(self);
      case Kind::And:
        return left->holds(self) && right->holds(self);
      case Kind::Not:
        return !left->holds(self);
      case Kind::Compare:
        return compare(self);
      case Kind::Regex:
        return re2::RE2::FullMatch(re2::StringPiece(self.data(), self.size()), *regex);
      case Kind::Selected: {
        const auto parts = selected_of(self);
        return std::find(parts.begin(), parts.end(), text) != parts.end();
      }
      default:
        return false;
    }
  }
};

namespace {

template <class Node>
class Parser {
 public:
  using Tree = std::unique_ptr<Node>;
  Parser(std::string_view source, std::vector<Token> tokens) : m_source(source), m_tokens(std::move(tokens)) {}

  Result<Tree> parse() {
    TRY_ASSIGN(Tree root, any());
    if (peek().kind != TokenKind::End) return unexpected(peek());
    TRY(must_be_condition(*root, 0));
    return root;
  }

 private:
  // Or := And ('or' And)*
  Result<Tree> any() {
    if (++m_depth > kMaxDepth)
      return error_at(m_source, peek().at, fmt::format("more than {} levels of parentheses", kMaxDepth));
    const std::size_t start = peek().at;
    TRY_ASSIGN(Tree left, all());
    while (is_word("or")) {
      TRY_ASSIGN(left, join(Kind::Or, std::move(left), start, &Parser::all));
    }
    --m_depth;
    return left;
  }
  // And := Comparison ('and' Comparison)*
  Result<Tree> all() {
    const std::size_t start = peek().at;
    TRY_ASSIGN(Tree left, comparison());
    while (is_word("and")) {
      TRY_ASSIGN(left, join(Kind::And, std::move(left), start, &Parser::comparison));
    }
    return left;
  }
  Result<Tree> join(Kind kind, Tree left, std::size_t left_at, Result<Tree> (Parser::*next)()) {
    TRY(must_be_condition(*left, left_at));
    ++m_next;
    const std::size_t right_at = peek().at;
    TRY_ASSIGN(Tree right, (this->*next)());
    TRY(must_be_condition(*right, right_at));
    auto node = std::make_unique<Node>();
    node->kind = kind;
    node->left = std::move(left);
    node->right = std::move(right);
    return node;
  }
  // Comparison := Operand (Operator Operand)?
  Result<Tree> comparison() {
    const std::size_t left_at = peek().at;
    TRY_ASSIGN(Tree left, operand());
    if (peek().kind != TokenKind::Operator) return left;
    auto node = std::make_unique<Node>();
    node->kind = Kind::Compare;
    node->op = operator_of(take().text);
    const std::size_t right_at = peek().at;
    TRY_ASSIGN(Tree right, operand());
    if (left->is_condition())
      return error_at(m_source, left_at, "a condition cannot be compared; join conditions with 'and' or 'or'");
    if (right->is_condition())
      return error_at(m_source, right_at, "a condition cannot be compared; join conditions with 'and' or 'or'");
    if (peek().kind == TokenKind::Operator)
      return error_at(m_source, peek().at, "one comparison at a time; write '. >= 1 and . <= 10'");
    node->left = std::move(left);
    node->right = std::move(right);
    return node;
  }
  Result<Tree> operand() {
    auto node = std::make_unique<Node>();
    const Token token = take();
    switch (token.kind) {
      case TokenKind::Dot:
        node->kind = Kind::Self;
        return node;
      case TokenKind::Text:
        node->kind = Kind::Text;
        node->text = token.text;
        return node;
      case TokenKind::Minus:
      case TokenKind::Number: {
        const bool negative = token.kind == TokenKind::Minus;
        if (negative && peek().kind != TokenKind::Number)
          return error_at(m_source, token.at,
                          "'-' must be followed by a number; calculations are not supported in a constraint yet");
        const auto number = Decimal::parse(negative ? take().text : token.text);
        if (!number) return error_at(m_source, token.at, number.error().message);
        node->kind = Kind::Number;
        node->number = negative ? -number->value() : number->value();
        return node;
      }
      case TokenKind::Open: {
        TRY_ASSIGN(Tree inner, any());
        TRY(expect(TokenKind::Close, "')'"));
        return inner;
      }
      case TokenKind::Name:
        return function(token);
      default:
        return unexpected(token);
    }
  }
  Result<Tree> function(const Token& name) {
    if (peek().kind != TokenKind::Open)
      return error_at(m_source, name.at,
                      fmt::format("'{}' is not understood in a constraint; a text goes between quotes", name.text));
    ++m_next;
    auto node = std::make_unique<Node>();
    if (name.text == "not") {
      const std::size_t at = peek().at;
      TRY_ASSIGN(node->left, any());
      TRY(must_be_condition(*node->left, at));
      node->kind = Kind::Not;
    } else if (name.text == "string-length" || name.text == "count-selected") {
      TRY(expect(TokenKind::Dot, "'.'"));
      node->kind = name.text == "string-length" ? Kind::StringLength : Kind::CountSelected;
    } else if (name.text == "selected" || name.text == "regex") {
      TRY(expect(TokenKind::Dot, "'.'"));
      TRY(expect(TokenKind::Comma, "','"));
      const Token text = peek();
      TRY(expect(TokenKind::Text, "a text between quotes"));
      node->text = text.text;
      node->kind = name.text == "regex" ? Kind::Regex : Kind::Selected;
      if (node->kind == Kind::Regex) {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(kRegexMemory);
        node->regex = std::make_unique<re2::RE2>(node->text, options);
        if (!node->regex->ok())
          return error_at(m_source, text.at,
                          fmt::format("the pattern '{}' is not understood: {}", node->text, node->regex->error()));
      }
    } else {
      return error_at(
          m_source, name.at,
          fmt::format(
              "the function {}() is not supported in a constraint yet; use string-length(.), count-selected(.), "
              "selected(., '…'), regex(., '…') or not(…)",
              name.text));
    }
    TRY(expect(TokenKind::Close, "')'"));
    return node;
  }

  const Token& peek() const { return m_tokens[m_next]; }
  /// The next token; the last one, End, is given again and again.
  Token take() { return m_tokens[m_next + 1 < m_tokens.size() ? m_next++ : m_next]; }
  bool is_word(std::string_view word) const { return peek().kind == TokenKind::Name && peek().text == word; }
  Result<> expect(TokenKind kind, std::string_view what) {
    if (peek().kind != kind) return error_at(m_source, peek().at, fmt::format("{} is expected here", what));
    ++m_next;
    return {};
  }
  Result<> must_be_condition(const Node& node, std::size_t at) const {
    if (node.is_condition()) return {};
    return error_at(m_source, at, "a condition is expected, such as '. >= 1'");
  }
  tl::unexpected<Error> unexpected(const Token& token) const {
    if (token.kind == TokenKind::End) return error_at(m_source, token.at, "something is missing at the end");
    return error_at(m_source, token.at, fmt::format("'{}' is not expected here", token.text));
  }

  std::string_view m_source;
  std::vector<Token> m_tokens;
  std::size_t m_next = 0;
  int m_depth = 0;
};

template <class Node>
std::optional<std::size_t> limit_of(const Node& node) {
  if (node.kind == Kind::And) {
    const auto left = limit_of(*node.left);
    const auto right = limit_of(*node.right);
    if (left && right) return std::min(*left, *right);
    return left ? left : right;
  }
  if (node.kind != Kind::Compare) return std::nullopt;
  const bool forward = node.left->kind == Kind::StringLength && node.right->kind == Kind::Number;
  const bool backward = node.right->kind == Kind::StringLength && node.left->kind == Kind::Number;
  if (!forward && !backward) return std::nullopt;
  const double number = forward ? node.right->number : node.left->number;
  if (number < 0) return std::nullopt;
  const Operator strict = forward ? Operator::Less : Operator::Greater;
  const Operator loose = forward ? Operator::LessOrEqual : Operator::GreaterOrEqual;
  if (node.op == strict && number > 0) return static_cast<std::size_t>(std::ceil(number) - 1);
  if (node.op == loose || node.op == Operator::Equal) return static_cast<std::size_t>(std::floor(number));
  return std::nullopt;
}

template <class Node>
bool unanchored(const Node& node) {
  if (node.kind == Kind::Regex) {
    const std::string& pattern = node.text;
    const bool end = pattern.size() >= 2 && pattern.back() == '$' && pattern[pattern.size() - 2] != '\\';
    return !(pattern.starts_with('^') && end);
  }
  return (node.left && unanchored(*node.left)) || (node.right && unanchored(*node.right));
}

}  // namespace

Constraint::Constraint(std::unique_ptr<Node> root) : m_root(std::move(root)) {}
Constraint::Constraint(Constraint&&) noexcept = default;
Constraint& Constraint::operator=(Constraint&&) noexcept = default;
Constraint::~Constraint() = default;

Result<Constraint> Constraint::parse(std::string_view source) {
  if (source.size() > kMaxSource)
    return fail(Code::TooLarge, fmt::format("a constraint has at most {} characters", kMaxSource));
  if (!is_utf8(source)) return fail(Code::InvalidInput, "the constraint is not UTF-8 text");
  TRY_ASSIGN(auto tokens, tokens_of(source));
  TRY_ASSIGN(auto root, Parser<Node>(source, std::move(tokens)).parse());
  return Constraint(std::move(root));
}

bool Constraint::holds(const Value& value) const {
  return m_root->holds(value_text(value));
}
std::optional<std::size_t> Constraint::length_limit() const {
  return limit_of(*m_root);
}
bool Constraint::has_unanchored_regex() const {
  return unanchored(*m_root);
}

}  // namespace escale::forms
