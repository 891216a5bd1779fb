// An expression, parsed: its nodes in one vector, children before parents. Inside of expression.hpp; nobody else
// includes it but the parser, the evaluator and the functions.
#pragma once

#include <re2/re2.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace escale::forms {

struct Function;

enum class ExpressionKind : std::uint8_t {
  Number,
  Text,
  Path,      ///< steps from the root, the context, or what `first` gives
  Call,      ///< function(arguments)
  Negate,    ///< an odd number of minus signs before its argument
  Or,        ///< any of the arguments
  And,       ///< all of the arguments
  Equality,  ///< arguments joined by = and !=, from the left
  Relation,  ///< by < <= > >=
  Sum,       ///< by + and -
  Product,   ///< by *, div and mod
};

enum class Operator : std::uint8_t {
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo
};

enum class Axis : std::uint8_t { Self, Parent, Child };

/// `other = key`, found in a predicate: rows can be looked up by it instead of being tried one by one.
struct LookupKey {
  std::string child{};
  std::uint32_t other = 0;  ///< does not depend on the row
};

struct Step {
  Axis axis = Axis::Child;
  std::string name{};  ///< local name; empty: any
  std::vector<std::uint32_t> predicates{};
  std::vector<LookupKey> keys{};  ///< of the first predicate
};

enum class PathStart : std::uint8_t { Root, Context, Expression };

struct ExpressionNode {
  ExpressionKind kind = ExpressionKind::Number;
  PathStart start = PathStart::Context;
  double number = 0;
  std::string text{};  ///< of Text
  const Function* function = nullptr;
  std::uint32_t at = 0;  ///< byte in the source
  std::vector<std::uint32_t> arguments{};
  std::vector<Operator> operators{};  ///< one less than the arguments
  std::vector<Step> steps{};
  std::unique_ptr<re2::RE2> pattern{};  ///< of regex(…, 'literal')
};

struct ExpressionTree {
  std::string source;
  std::vector<ExpressionNode> nodes;
  std::uint32_t root = 0;
};

}  // namespace escale::forms
