// Expression::parse: recursive descent over the grammar of SPEC.md, one function a level.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "content-bundles/forms/expression.hpp"
#include "content-bundles/forms/expression_lexer.hpp"
#include "content-bundles/forms/functions.hpp"
#include "sync/base/bytes.hpp"

namespace escale::forms {
namespace {

constexpr std::int64_t kPatternMemory = 1 << 20;

struct Level {
  ExpressionKind kind;
  std::array<std::string_view, 4> signs;
};
// From the loosest to the tightest.
constexpr std::array<Level, 6> kLevels = {{{ExpressionKind::Or, {"or"}},
                                           {ExpressionKind::And, {"and"}},
                                           {ExpressionKind::Equality, {"=", "!="}},
                                           {ExpressionKind::Relation, {"<", "<=", ">", ">="}},
                                           {ExpressionKind::Sum, {"+", "-"}},
                                           {ExpressionKind::Product, {"*", "div", "mod"}}}};

Operator operator_of(std::string_view sign) {
  constexpr std::array<std::pair<std::string_view, Operator>, 11> kSigns = {{{"=", Operator::Equal},
                                                                             {"!=", Operator::NotEqual},
                                                                             {"<", Operator::Less},
                                                                             {"<=", Operator::LessOrEqual},
                                                                             {">", Operator::Greater},
                                                                             {">=", Operator::GreaterOrEqual},
                                                                             {"+", Operator::Add},
                                                                             {"-", Operator::Subtract},
                                                                             {"*", Operator::Multiply},
                                                                             {"div", Operator::Divide},
                                                                             {"mod", Operator::Modulo}}};
  for (const auto& [text, op] : kSigns)
    if (text == sign) return op;
  return Operator::Add;
}

std::string_view local_name(std::string_view name) {
  return name.substr(name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
}

class Parser {
 public:
  Parser(ExpressionTree& tree, std::vector<Token> tokens) : m_tree(tree), m_tokens(std::move(tokens)) {}

  Result<std::uint32_t> parse() {
    TRY_ASSIGN(const std::uint32_t root, expression());
    if (peek().kind != TokenKind::End) return unexpected(peek());
    return root;
  }

 private:
  Result<std::uint32_t> expression() {
    if (++m_depth > kMaxExpressionDepth)
      return error(peek(), fmt::format("more than {} levels of parentheses", kMaxExpressionDepth));
    TRY_ASSIGN(const std::uint32_t node, level(0));
    --m_depth;
    return node;
  }

  Result<std::uint32_t> level(std::size_t index) {
    if (index == kLevels.size()) return negation();
    const Token start = peek();
    TRY_ASSIGN(const std::uint32_t left, level(index + 1));
    ExpressionNode node = made(kLevels[index].kind, start);
    node.arguments.push_back(left);
    while (peek().kind == TokenKind::Operator && std::find(kLevels[index].signs.begin(), kLevels[index].signs.end(),
                                                           peek().text) != kLevels[index].signs.end()) {
      node.operators.push_back(operator_of(take().text));
      TRY_ASSIGN(const std::uint32_t right, level(index + 1));
      node.arguments.push_back(right);
    }
    return node.operators.empty() ? left : add(std::move(node));
  }

  Result<std::uint32_t> negation() {
    const Token start = peek();
    std::size_t signs = 0;
    while (peek().kind == TokenKind::Operator && peek().text == "-") ++signs, take();
    TRY_ASSIGN(const std::uint32_t inner, primary());
    if (signs == 0) return inner;
    // An even number still makes a number of what follows: --'5' is 5.
    ExpressionNode node = made(ExpressionKind::Negate, start);
    node.number = signs % 2 == 0 ? 1 : -1;
    node.arguments.push_back(inner);
    return add(std::move(node));
  }

  Result<std::uint32_t> primary() {
    const Token token = peek();
    switch (token.kind) {
      case TokenKind::Number: {
        take();
        ExpressionNode node = made(ExpressionKind::Number, token);
        node.number = text_number(token.text, Zone());
        return add(std::move(node));
      }
      case TokenKind::Text: {
        take();
        ExpressionNode node = made(ExpressionKind::Text, token);
        node.text = std::string(token.text);
        return add(std::move(node));
      }
      case TokenKind::Open: {
        take();
        TRY_ASSIGN(const std::uint32_t inner, expression());
        TRY(expect(TokenKind::Close, "')'"));
        if (peek().kind == TokenKind::OpenBracket || peek().kind == TokenKind::Slash)
          return error(peek(), "a path or a filter cannot follow ')'; write the path without parentheses");
        return inner;
      }
      case TokenKind::Name:
        if (m_tokens[m_next + 1].kind == TokenKind::Open && token.text != "node") return call();
        return path(PathStart::Context, std::nullopt);
      case TokenKind::Slash:
      case TokenKind::Dot:
      case TokenKind::DotDot:
      case TokenKind::Star:
      case TokenKind::Axis:
        return path(token.kind == TokenKind::Slash ? PathStart::Root : PathStart::Context, std::nullopt);
      default:
        return unexpected(token);
    }
  }

  Result<std::uint32_t> call() {
    const Token name = take();
    if (name.text == "text" || name.text == "comment" || name.text == "processing-instruction")
      return error(name, fmt::format("{}() is not supported; a path to the question gives its text", name.text));
    const Function* function = find_function(name.text);
    if (!function) return error(name, fmt::format("there is no function {}()", name.text));
    take();  // (
    ExpressionNode node = made(ExpressionKind::Call, name);
    node.function = function;
    if (peek().kind != TokenKind::Close) {
      for (;;) {
        TRY_ASSIGN(const std::uint32_t argument, expression());
        node.arguments.push_back(argument);
        if (peek().kind != TokenKind::Comma) break;
        take();
      }
    }
    TRY(expect(TokenKind::Close, "',' or ')'"));
    const std::size_t count = node.arguments.size();
    if (count < function->least || count > function->most) return error(name, wanted(*function, count));
    if (function->name == "weighted-checklist" && count % 2 != 0)
      return error(name, "weighted-checklist() needs its factors and weights in pairs");
    TRY(compile_pattern(node));
    const std::uint32_t made_call = add(std::move(node));
    if (peek().kind == TokenKind::OpenBracket)
      return error(peek(), fmt::format("a filter cannot follow {}() directly; filter a step of a path", name.text));
    if (peek().kind == TokenKind::Slash) return path(PathStart::Expression, made_call);
    return made_call;
  }

  static std::string wanted(const Function& function, std::size_t count) {
    const auto things = [](std::size_t n) { return fmt::format("{} argument{}", n, n == 1 ? "" : "s"); };
    if (function.least == function.most)
      return fmt::format("{}() takes {}, not {}", function.name, things(function.least), count);
    if (function.most == kAnyCount)
      return fmt::format("{}() takes {} at least, not {}", function.name, things(function.least), count);
    return fmt::format("{}() takes {} to {}, not {}", function.name, function.least, things(function.most), count);
  }

  Result<> compile_pattern(ExpressionNode& node) {
    if (node.function->name != "regex" || m_tree.nodes[node.arguments[1]].kind != ExpressionKind::Text) return {};
    const ExpressionNode& text = m_tree.nodes[node.arguments[1]];
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kPatternMemory);
    node.pattern = std::make_unique<re2::RE2>(text.text, options);
    if (!node.pattern->ok())
      return error_at(m_tree.source, text.at,
                      fmt::format("the pattern '{}' is not understood: {}", text.text, node.pattern->error()));
    return {};
  }

  /// Path := '/' Step? ('/' Step)* | Step ('/' Step)*
  Result<std::uint32_t> path(PathStart start, std::optional<std::uint32_t> first) {
    ExpressionNode node = made(ExpressionKind::Path, peek());
    node.start = start;
    if (first) {
      node.arguments.push_back(*first);
      node.at = m_tree.nodes[*first].at;
    }
    if (start != PathStart::Context) {
      take();  // the slash
      if (start == PathStart::Root && !step_follows()) return add(std::move(node));
    }
    for (;;) {
      TRY_ASSIGN(Step next, step());
      node.steps.push_back(std::move(next));
      if (peek().kind != TokenKind::Slash) break;
      take();
    }
    return add(std::move(node));
  }

  bool step_follows() const {
    const TokenKind kind = peek().kind;
    return kind == TokenKind::Name || kind == TokenKind::Dot || kind == TokenKind::DotDot || kind == TokenKind::Star ||
           kind == TokenKind::Axis;
  }

  Result<Step> step() {
    Step step;
    Token token = take();
    if (token.kind == TokenKind::Axis) {
      step.axis = token.text == "self" ? Axis::Self : token.text == "parent" ? Axis::Parent : Axis::Child;
      token = take();
      if (token.kind != TokenKind::Name && token.kind != TokenKind::Star) return unexpected(token);
    }
    if (token.kind == TokenKind::Dot) {
      step.axis = Axis::Self;
    } else if (token.kind == TokenKind::DotDot) {
      step.axis = Axis::Parent;
    } else if (token.kind == TokenKind::Name && peek().kind == TokenKind::Open) {
      if (token.text != "node") return error(token, fmt::format("{}() cannot stand in a path", token.text));
      take();
      TRY(expect(TokenKind::Close, "')'"));
    } else if (token.kind == TokenKind::Name) {
      step.name = std::string(local_name(token.text));
    } else if (token.kind != TokenKind::Star) {
      return unexpected(token);
    }
    while (peek().kind == TokenKind::OpenBracket) {
      take();
      TRY_ASSIGN(const std::uint32_t predicate, expression());
      TRY(expect(TokenKind::CloseBracket, "']'"));
      step.predicates.push_back(predicate);
    }
    if (!step.predicates.empty() && step.axis == Axis::Child) find_keys(step);
    return step;
  }

  // --- what can be looked up --------------------------------------------------------------------------------------

  void find_keys(Step& step) const {
    const ExpressionNode& predicate = m_tree.nodes[step.predicates[0]];
    if (predicate.kind == ExpressionKind::And) {
      for (const std::uint32_t part : predicate.arguments) find_key(m_tree.nodes[part], step);
    } else {
      find_key(predicate, step);
    }
  }
  void find_key(const ExpressionNode& node, Step& step) const {
    if (node.kind != ExpressionKind::Equality || node.arguments.size() != 2 || node.operators[0] != Operator::Equal)
      return;
    for (std::size_t side = 0; side < 2; ++side) {
      const ExpressionNode& own = m_tree.nodes[node.arguments[side]];
      if (own.kind == ExpressionKind::Path && own.start == PathStart::Context && own.steps.size() == 1 &&
          own.steps[0].axis == Axis::Child && !own.steps[0].name.empty() && own.steps[0].predicates.empty() &&
          is_free(node.arguments[1 - side])) {
        step.keys.push_back({own.steps[0].name, node.arguments[1 - side]});
        return;
      }
    }
  }
  /// True when it gives the same for every row. Depth is bounded by the parser's.
  bool is_free(std::uint32_t index) const {
    const ExpressionNode& node = m_tree.nodes[index];
    if (node.kind == ExpressionKind::Path && node.start == PathStart::Context) return false;
    if (node.kind == ExpressionKind::Call && !ignores_context(*node.function, node.arguments.size())) return false;
    return std::all_of(node.arguments.begin(), node.arguments.end(), [&](std::uint32_t part) { return is_free(part); });
  }

  // --- tokens -----------------------------------------------------------------------------------------------------

  static ExpressionNode made(ExpressionKind kind, const Token& token) {
    ExpressionNode node;
    node.kind = kind;
    node.at = static_cast<std::uint32_t>(token.at);
    return node;
  }
  std::uint32_t add(ExpressionNode node) {
    m_tree.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(m_tree.nodes.size() - 1);
  }
  const Token& peek() const { return m_tokens[m_next]; }
  Token take() { return m_tokens[m_next + 1 < m_tokens.size() ? m_next++ : m_next]; }
  Result<> expect(TokenKind kind, std::string_view what) {
    if (peek().kind != kind) return error(peek(), fmt::format("{} is expected here", what));
    take();
    return {};
  }
  tl::unexpected<Error> error(const Token& token, std::string_view message) const {
    return error_at(m_tree.source, token.at, message);
  }
  tl::unexpected<Error> unexpected(const Token& token) const {
    if (token.kind == TokenKind::End) return error(token, "something is missing at the end");
    return error(token, fmt::format("'{}' is not expected here", token.text));
  }

  ExpressionTree& m_tree;
  std::vector<Token> m_tokens;
  std::size_t m_next = 0;
  int m_depth = 0;
};

}  // namespace

Result<Expression> Expression::parse(std::string_view source) {
  if (source.size() > kMaxExpressionBytes)
    return fail(Code::TooLarge, fmt::format("an expression has at most {} bytes", kMaxExpressionBytes));
  if (!is_utf8(source)) return fail(Code::InvalidInput, "the expression is not UTF-8 text");
  auto tree = std::make_unique<ExpressionTree>();
  tree->source = std::string(source);
  TRY_ASSIGN(auto tokens, tokens_of(tree->source));
  TRY_ASSIGN(tree->root, Parser(*tree, std::move(tokens)).parse());
  return Expression(std::move(tree));
}

}  // namespace escale::forms
