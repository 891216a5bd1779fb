#include "content-bundles/forms/evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "content-bundles/forms/evaluation.hpp"
#include "content-bundles/forms/expression_lexer.hpp"

namespace escale::forms {

// --- conversions --------------------------------------------------------------------------------------------------

std::string text_of(const XPathValue& value, const Instances& instances) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<double>(&value)) return number_text(*number);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* nodes = std::get_if<NodeSet>(&value))
    return nodes->empty() ? "" : instances.string_value(nodes->front());
  return std::get<Temporal>(value).text();
}

double number_of(const XPathValue& value, const Instances& instances, const Zone& zone) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? 1 : 0;
  if (const auto* text = std::get_if<std::string>(&value)) return text_number(*text, zone);
  if (const auto* date = std::get_if<Temporal>(&value))
    return date->kind == TemporalKind::Time ? std::numeric_limits<double>::quiet_NaN()
                                            : static_cast<double>(moment(date->instant_ms, zone).day());
  const NodeSet& nodes = std::get<NodeSet>(value);
  return nodes.empty() ? std::numeric_limits<double>::quiet_NaN()
                       : text_number(instances.string_value(nodes.front()), zone);
}

bool truth_of(const XPathValue& value, const Instances& instances) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth;
  if (const auto* number = std::get_if<double>(&value)) return *number != 0 && !std::isnan(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
  if (const auto* nodes = std::get_if<NodeSet>(&value))
    return nodes->size() > 1 || (nodes->size() == 1 && !instances.string_value(nodes->front()).empty());
  return true;
}

// --- comparisons --------------------------------------------------------------------------------------------------

namespace {

/// Two decimal numbers that binary arithmetic tells apart by a hair are equal (6.1 - 7.8 = -1.7).
constexpr double kHair = 1e-12;

bool ordered(Operator op, double a, double b) {
  switch (op) {
    case Operator::Equal:
      return a == b || std::fabs(a - b) < kHair;
    case Operator::NotEqual:
      return !(a == b || std::fabs(a - b) < kHair);
    case Operator::Less:
      return a < b;
    case Operator::LessOrEqual:
      return a <= b;
    case Operator::Greater:
      return a > b;
    default:
      return a >= b;
  }
}

/// The date or moment that a value is, or that its text spells.
std::optional<Temporal> temporal_of(const XPathValue& value, const Instances& instances, const Zone& zone) {
  if (const auto* date = std::get_if<Temporal>(&value)) return *date;
  if (const auto* text = std::get_if<std::string>(&value)) return parse_temporal(trim_xml_space(*text), zone);
  const auto* nodes = std::get_if<NodeSet>(&value);
  return nodes && !nodes->empty() ? parse_temporal(trim_xml_space(instances.string_value(nodes->front())), zone)
                                  : std::nullopt;
}

/// Neither side is a set of several nodes.
bool compare_single(Operator op, const XPathValue& left, const XPathValue& right, const Instances& instances,
                    const Zone& zone) {
  const bool equality = op == Operator::Equal || op == Operator::NotEqual;
  const auto either = [&]<class T>(const T*) {
    return std::holds_alternative<T>(left) || std::holds_alternative<T>(right);
  };
  if (equality && either(static_cast<bool*>(nullptr)))
    return (truth_of(left, instances) == truth_of(right, instances)) == (op == Operator::Equal);
  const bool dated = either(static_cast<Temporal*>(nullptr));
  if (!equality || dated) {
    const auto a = temporal_of(left, instances, zone);
    const auto b = temporal_of(right, instances, zone);
    if (a && b) {
      // A day compared with a moment begins at its midnight; two days, two moments and two times by themselves.
      if (a->kind == TemporalKind::Date && b->kind == TemporalKind::Date)
        return ordered(op, static_cast<double>(a->day()), static_cast<double>(b->day()));
      if ((a->kind == TemporalKind::Time) == (b->kind == TemporalKind::Time))
        return ordered(op, static_cast<double>(a->instant_ms), static_cast<double>(b->instant_ms));
    }
  }
  if (equality && !either(static_cast<double*>(nullptr)))
    return (text_of(left, instances) == text_of(right, instances)) == (op == Operator::Equal);
  return ordered(op, number_of(left, instances, zone), number_of(right, instances, zone));
}

}  // namespace

bool compare(Operator op, const XPathValue& left, const XPathValue& right, const Instances& instances,
             const Zone& zone) {
  const auto* a = std::get_if<NodeSet>(&left);
  const auto* b = std::get_if<NodeSet>(&right);
  const bool several_a = a && a->size() > 1, several_b = b && b->size() > 1;
  // XPath 1.0, 3.4: a set of nodes compares as any of them does; compared with a truth it counts as one.
  if ((!several_a && !several_b) || std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right))
    return compare_single(op, left, right, instances, zone);
  if (several_a)
    return std::any_of(a->begin(), a->end(),
                       [&](NodeId node) { return compare(op, NodeSet{node}, right, instances, zone); });
  return std::any_of(b->begin(), b->end(),
                     [&](NodeId node) { return compare(op, left, NodeSet{node}, instances, zone); });
}

// --- the walk -----------------------------------------------------------------------------------------------------

Result<> Evaluation::spend(std::uint64_t steps) {
  if (steps > m_left)
    return fail(Code::TooLarge,
                fmt::format("the expression takes more than {} steps; make its lists or its loops smaller",
                            m_environment.max_steps));
  m_left -= steps;
  return {};
}

tl::unexpected<Error> Evaluation::error(const ExpressionNode& node, std::string_view message) const {
  return error_at(m_tree.source, node.at, message);
}

Result<XPathValue> Evaluation::value(std::uint32_t index, const Scope& scope) {
  const ExpressionNode& node = m_tree.nodes[index];
  TRY(spend(1));
  switch (node.kind) {
    case ExpressionKind::Number:
      return node.number;
    case ExpressionKind::Text:
      return node.text;
    case ExpressionKind::Path: {
      TRY_ASSIGN(NodeSet from, start_of(node, scope));
      TRY_ASSIGN(NodeSet found, walk(node, std::move(from), scope));
      return found;
    }
    case ExpressionKind::Call: {
      Call call(*this, scope, node);
      return node.function->call(call);
    }
    case ExpressionKind::Negate: {
      TRY_ASSIGN(const XPathValue inner, value(node.arguments[0], scope));
      return node.number * number_of(inner, m_instances, m_environment.zone);
    }
    case ExpressionKind::Or:
    case ExpressionKind::And:
      return any_or_all(node, scope);
    default:
      return chain(node, scope);
  }
}

Result<XPathValue> Evaluation::any_or_all(const ExpressionNode& node, const Scope& scope) {
  const bool wanted = node.kind == ExpressionKind::Or;
  for (const std::uint32_t argument : node.arguments) {
    TRY_ASSIGN(const XPathValue part, value(argument, scope));
    if (truth_of(part, m_instances) == wanted) return wanted;
  }
  return !wanted;
}

Result<XPathValue> Evaluation::chain(const ExpressionNode& node, const Scope& scope) {
  const Zone& zone = m_environment.zone;
  TRY_ASSIGN(XPathValue left, value(node.arguments[0], scope));
  for (std::size_t i = 0; i < node.operators.size(); ++i) {
    TRY_ASSIGN(const XPathValue right, value(node.arguments[i + 1], scope));
    const Operator op = node.operators[i];
    if (node.kind == ExpressionKind::Equality || node.kind == ExpressionKind::Relation) {
      const auto* a = std::get_if<NodeSet>(&left);
      const auto* b = std::get_if<NodeSet>(&right);
      TRY(spend(std::max<std::uint64_t>(1, a ? a->size() : 1) * std::max<std::uint64_t>(1, b ? b->size() : 1)));
      left = compare(op, left, right, m_instances, zone);
      continue;
    }
    const double a = number_of(left, m_instances, zone), b = number_of(right, m_instances, zone);
    // XPath 1.0, 3.5: IEEE 754; mod keeps the sign of what is divided.
    left = op == Operator::Add        ? a + b
           : op == Operator::Subtract ? a - b
           : op == Operator::Multiply ? a * b
           : op == Operator::Divide   ? a / b
                                      : std::fmod(a, b);
  }
  return left;
}

Result<XPathValue> evaluate(const Expression& expression, const Instances& instances, NodeId context,
                            const Environment& environment) {
  Evaluation evaluation(expression.tree(), instances, environment);
  return evaluation.value(expression.tree().root, {context, context, 0, 0});
}

}  // namespace escale::forms
