#include "content-bundles/forms/constraint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "content-bundles/forms/evaluator.hpp"
#include "content-bundles/forms/expression_lexer.hpp"
#include "content-bundles/forms/functions.hpp"

namespace escale::forms {
namespace {

constexpr std::size_t kMaxSource = 2000;

/// Functions that concern the answer alone: the same whenever and wherever they are asked.
bool is_allowed(const Function& function, std::size_t arguments) {
  const bool alone = function.reads == Reads::Arguments || (function.reads == Reads::ContextWhenEmpty && arguments > 0);
  return alone && function.name != "instance" && function.name != "pulldata" && function.name != "current" &&
         function.name != "version" && function.name != "digest" && !function.name.starts_with("jr:");
}

bool is_condition(const ExpressionNode& node) {
  constexpr std::string_view kConditions[] = {"not",
                                              "selected",
                                              "regex",
                                              "true",
                                              "false",
                                              "boolean",
                                              "boolean-from-string",
                                              "contains",
                                              "starts-with",
                                              "ends-with",
                                              "checklist",
                                              "weighted-checklist"};
  if (node.kind == ExpressionKind::Call)
    return std::find(std::begin(kConditions), std::end(kConditions), node.function->name) != std::end(kConditions);
  return node.kind == ExpressionKind::Or || node.kind == ExpressionKind::And || node.kind == ExpressionKind::Equality ||
         node.kind == ExpressionKind::Relation;
}

/// What a constraint of a record may not hold, though the language knows it.
Result<> check(const ExpressionTree& tree, std::uint32_t index, bool condition) {
  const ExpressionNode& node = tree.nodes[index];
  if (condition && !is_condition(node))
    return error_at(tree.source, node.at, "a condition is expected, such as '. >= 1'");
  if (node.kind == ExpressionKind::Path) {
    const bool self = node.start == PathStart::Context && node.steps.size() == 1 && node.steps[0].axis == Axis::Self &&
                      node.steps[0].name.empty() && node.steps[0].predicates.empty();
    if (!self)
      return error_at(tree.source, node.at,
                      "a constraint cannot read another question yet; use only '.', the answer itself (a text goes "
                      "between quotes)");
  }
  if (node.kind == ExpressionKind::Call && !is_allowed(*node.function, node.arguments.size()))
    return error_at(tree.source, node.at,
                    fmt::format("the function {}() is not supported in a constraint", node.function->name));
  if (node.kind == ExpressionKind::Call && node.function->name == "regex" && !node.pattern)
    return error_at(tree.source, tree.nodes[node.arguments[1]].at, "a text between quotes is expected here");
  if (node.kind == ExpressionKind::Relation || node.kind == ExpressionKind::Equality) {
    // `1 <= . <= 10` is understood by the language, and never what people mean.
    if (node.operators.size() > 1)
      return error_at(tree.source, node.at, "one comparison at a time; write '. >= 1 and . <= 10'");
    for (const std::uint32_t side : node.arguments)
      if (is_condition(tree.nodes[side]) && tree.nodes[side].kind != ExpressionKind::Call)
        return error_at(tree.source, tree.nodes[side].at,
                        "a condition cannot be compared; join conditions with 'and' or 'or'");
  }
  const bool joins = node.kind == ExpressionKind::Or || node.kind == ExpressionKind::And ||
                     (node.kind == ExpressionKind::Call && node.function->name == "not");
  for (const std::uint32_t argument : node.arguments) TRY(check(tree, argument, joins));
  return {};
}

bool is_length(const ExpressionNode& node) {
  return node.kind == ExpressionKind::Call && node.function->name == "string-length";
}

std::optional<std::size_t> limit_of(const ExpressionTree& tree, std::uint32_t index) {
  const ExpressionNode& node = tree.nodes[index];
  std::optional<std::size_t> limit;
  if (node.kind == ExpressionKind::And) {
    for (const std::uint32_t part : node.arguments)
      if (const auto found = limit_of(tree, part)) limit = limit ? std::min(*limit, *found) : *found;
    return limit;
  }
  if ((node.kind != ExpressionKind::Relation && node.kind != ExpressionKind::Equality) || node.operators.size() != 1)
    return limit;
  const ExpressionNode& left = tree.nodes[node.arguments[0]];
  const ExpressionNode& right = tree.nodes[node.arguments[1]];
  const bool forward = is_length(left) && right.kind == ExpressionKind::Number;
  if (!forward && !(is_length(right) && left.kind == ExpressionKind::Number)) return limit;
  const double number = forward ? right.number : left.number;
  if (number > 1e9) return limit;
  const Operator op = node.operators[0];
  if (op == (forward ? Operator::Less : Operator::Greater) && number > 0)
    return static_cast<std::size_t>(std::ceil(number) - 1);
  if (op == (forward ? Operator::LessOrEqual : Operator::GreaterOrEqual) || op == Operator::Equal)
    return static_cast<std::size_t>(std::floor(number));
  return limit;
}

}  // namespace

Result<Constraint> Constraint::parse(std::string_view source) {
  if (source.size() > kMaxSource)
    return fail(Code::TooLarge, fmt::format("a constraint has at most {} characters", kMaxSource));
  if (source.find("${") != std::string_view::npos)
    return error_at(source, source.find("${"),
                    "a constraint cannot read another question yet; use only '.', the answer itself");
  TRY_ASSIGN(Expression expression, Expression::parse(source));
  TRY(check(expression.tree(), expression.tree().root, true));
  return Constraint(std::move(expression));
}

bool Constraint::holds(const Value& value) const {
  Instances instances;
  const NodeId answer = instances.add_child(instances.primary(), "answer", value_text(value));
  const auto found = evaluate(m_expression, instances, answer, {});
  return found && truth_of(*found, instances);
}
std::optional<std::size_t> Constraint::length_limit() const {
  return limit_of(m_expression.tree(), m_expression.tree().root);
}
bool Constraint::has_unanchored_regex() const {
  return m_expression.has_unanchored_regex();
}

}  // namespace escale::forms
