// One evaluation while it runs: the walk over an expression's tree. Inside of the evaluator and the functions.
#pragma once

#include "content-bundles/forms/functions.hpp"

namespace escale::forms {

class Evaluation {
 public:
  Evaluation(const ExpressionTree& tree, const Instances& instances, const Environment& environment)
      : m_tree(tree), m_instances(instances), m_environment(environment), m_left(environment.max_steps) {}

  Result<XPathValue> value(std::uint32_t node, const Scope& scope);
  /// The nodes that a path leads to from given nodes, by all its steps.
  Result<NodeSet> walk(const ExpressionNode& path, NodeSet from, const Scope& scope);
  /// The nodes that a path starts from.
  Result<NodeSet> start_of(const ExpressionNode& path, const Scope& scope);

  /// Takes from the budget; TooLarge when it is spent.
  Result<> spend(std::uint64_t steps);
  tl::unexpected<Error> error(const ExpressionNode& node, std::string_view message) const;

  const ExpressionTree& tree() const { return m_tree; }
  const Instances& instances() const { return m_instances; }
  const Environment& environment() const { return m_environment; }

 private:
  Result<XPathValue> chain(const ExpressionNode& node, const Scope& scope);
  Result<XPathValue> any_or_all(const ExpressionNode& node, const Scope& scope);
  Result<> step(const Step& step, const NodeSet& from, const Scope& scope, NodeSet& into);
  Result<bool> look_up(const Step& step, NodeId from, const Scope& scope, NodeSet& into);
  Result<NodeSet> filter(NodeSet nodes, std::uint32_t predicate, const Scope& scope);
  void keep_own_copy(NodeSet& copies, NodeId current) const;
  bool reads_position(std::uint32_t predicate) const;

  const ExpressionTree& m_tree;
  const Instances& m_instances;
  const Environment& m_environment;
  std::uint64_t m_left;
};

/// XPath 1.0, 3.4, for = != < <= > >=.
bool compare(Operator op, const XPathValue& left, const XPathValue& right, const Instances& instances,
             const Zone& zone);

}  // namespace escale::forms
