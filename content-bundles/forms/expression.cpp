#include "content-bundles/forms/expression.hpp"

#include <algorithm>
#include <set>

#include "content-bundles/forms/functions.hpp"

namespace escale::forms {
namespace {

using Path = std::vector<std::string>;

std::string joined(const Path& path) {
  std::string text;
  for (const std::string& name : path) {
    if (!text.empty() || !name.starts_with("instance(")) text += "/";
    text += name;
  }
  return text;
}

Path split(std::string_view text) {
  Path path;
  while (!text.empty()) {
    if (text.front() == '/') text.remove_prefix(1);
    const std::size_t end = std::min(text.find('/'), text.size());
    if (end > 0) path.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return path;
}

/// Follows every path of an expression without a tree. Depth is bounded by the parser's.
class Collector {
 public:
  Collector(const ExpressionTree& tree, Path current) : m_tree(tree), m_current(std::move(current)) {}

  /// Where the nodes of this expression stand, when it gives nodes.
  Path visit(std::uint32_t index, const Path& context) {
    const ExpressionNode& node = m_tree.nodes[index];
    if (node.kind == ExpressionKind::Path) return visit_path(node, context);
    Path place;
    for (std::size_t i = 0; i < node.arguments.size(); ++i) {
      Path found = visit(node.arguments[i], context);
      if (i == 0) place = std::move(found);
    }
    if (node.kind == ExpressionKind::Call) return visit_call(node, std::move(place), context);
    return {};
  }

  References result() {
    m_result.paths.assign(m_paths.begin(), m_paths.end());
    return std::move(m_result);
  }

 private:
  Path visit_path(const ExpressionNode& node, const Path& context) {
    Path place = node.start == PathStart::Root ? Path() : context;
    if (node.start == PathStart::Expression) place = visit(node.arguments[0], context);
    for (const Step& step : node.steps) {
      if (step.axis == Axis::Parent) {
        if (!place.empty()) place.pop_back();
      } else if (step.axis == Axis::Child) {
        place.push_back(step.name.empty() ? "*" : step.name);
      }
      for (const std::uint32_t predicate : step.predicates) visit(predicate, place);
    }
    if (!place.empty() && place.front().starts_with("instance("))
      m_paths.insert(place.front());
    else if (!place.empty())
      m_paths.insert(joined(place));
    return place;
  }

  Path visit_call(const ExpressionNode& node, Path first, const Path& context) {
    const std::string_view name = node.function->name;
    switch (node.function->reads) {
      case Reads::Clock:
        m_result.reads_clock = true;
        break;
      case Reads::Random:
        m_result.reads_random = true;
        break;
      case Reads::RandomWhenOne:
        if (node.arguments.size() == 1) m_result.reads_random = true;
        break;
      case Reads::Position:
        m_result.reads_position = true;
        break;
      default:
        break;
    }
    if (name == "current") return m_current;
    if (name == "randomize") return first;
    if ((name == "instance" || name == "pulldata") && m_tree.nodes[node.arguments[0]].kind == ExpressionKind::Text) {
      const std::string place = "instance(" + m_tree.nodes[node.arguments[0]].text + ")";
      m_paths.insert(place);
      return {place};
    }
    if (node.arguments.empty() && node.function->reads == Reads::ContextWhenEmpty && !context.empty())
      m_paths.insert(joined(context));
    return {};
  }

  const ExpressionTree& m_tree;
  Path m_current;
  std::set<std::string> m_paths;
  References m_result;
};

bool is_anchored(std::string_view pattern) {
  return pattern.size() >= 2 && pattern.front() == '^' && pattern.back() == '$' && pattern[pattern.size() - 2] != '\\';
}

}  // namespace

Expression::Expression(std::unique_ptr<ExpressionTree> tree) : m_tree(std::move(tree)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

const std::string& Expression::source() const {
  return m_tree->source;
}

References Expression::references(std::string_view context) const {
  const Path start = split(context);
  Collector collector(*m_tree, start);
  collector.visit(m_tree->root, start);
  return collector.result();
}

std::vector<std::string> Expression::functions() const {
  std::set<std::string> names;
  for (const ExpressionNode& node : m_tree->nodes)
    if (node.function) names.emplace(node.function->name);
  return {names.begin(), names.end()};
}

bool Expression::has_unanchored_regex() const {
  return std::any_of(m_tree->nodes.begin(), m_tree->nodes.end(),
                     [](const ExpressionNode& node) { return node.pattern && !is_anchored(node.pattern->pattern()); });
}

bool Expression::is_constant() const {
  const ExpressionNode& root = m_tree->nodes[m_tree->root];
  return root.kind == ExpressionKind::Number || root.kind == ExpressionKind::Text ||
         (root.kind == ExpressionKind::Call && (root.function->name == "true" || root.function->name == "false"));
}

}  // namespace escale::forms
