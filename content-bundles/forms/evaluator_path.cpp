// Paths: from node to node along an expression's steps, with their predicates.
#include <algorithm>
#include <cmath>

#include "content-bundles/forms/evaluation.hpp"

namespace escale::forms {

Result<NodeSet> Evaluation::start_of(const ExpressionNode& path, const Scope& scope) {
  if (path.start == PathStart::Root) return NodeSet{m_instances.primary()};
  if (path.start == PathStart::Context) return NodeSet{scope.context};
  TRY_ASSIGN(XPathValue first, value(path.arguments[0], scope));
  if (auto* nodes = std::get_if<NodeSet>(&first)) return std::move(*nodes);
  return error(path, "a path can only follow a function that gives nodes, such as instance() or current()");
}

Result<NodeSet> Evaluation::walk(const ExpressionNode& path, NodeSet from, const Scope& scope) {
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    NodeSet into;
    TRY(step(path.steps[i], from, scope, into));
    from = std::move(into);
    const bool last = i + 1 == path.steps.size();
    if (m_environment.own_copy && path.start == PathStart::Root && !last && path.steps[i].predicates.empty() &&
        from.size() > 1)
      keep_own_copy(from, scope.current);
  }
  // What is not asked is empty for every expression (forms of the reference engine do the same).
  std::erase_if(from, [&](NodeId node) { return !m_instances.is_relevant(node); });
  return from;
}

/// Of several copies of a repeat, the one that the question stands in, if it stands in one.
void Evaluation::keep_own_copy(NodeSet& copies, NodeId current) const {
  for (NodeId at = current; at != kNoNode; at = m_instances.parent(at))
    if (std::find(copies.begin(), copies.end(), at) != copies.end()) {
      copies = {at};
      return;
    }
}

Result<> Evaluation::step(const Step& step, const NodeSet& from, const Scope& scope, NodeSet& into) {
  const NameId name = step.name.empty() ? kNoName : m_instances.find_name(step.name);
  if (!step.name.empty() && name == kNoName) return {};  // nothing anywhere has this name
  for (const NodeId node : from) {
    NodeSet found;
    if (step.axis == Axis::Child) {
      if (!step.keys.empty() && m_instances.is_fixed(node)) {
        TRY_ASSIGN(const bool done, look_up(step, node, scope, found));
        if (done) {
          into.insert(into.end(), found.begin(), found.end());
          continue;
        }
      }
      std::uint64_t visited = 0;
      if (!step.name.empty()) {
        visited = m_instances.children(node, name, found);
      } else {
        for (NodeId child = m_instances.first_child(node); child != kNoNode; child = m_instances.next(child), ++visited)
          found.push_back(child);
      }
      TRY(spend(visited));
    } else {
      const NodeId target = step.axis == Axis::Self ? node : m_instances.parent(node);
      if (target != kNoNode && (step.name.empty() || m_instances.name(target) == name)) found.push_back(target);
    }
    for (const std::uint32_t predicate : step.predicates) {
      TRY_ASSIGN(found, filter(std::move(found), predicate, scope));
    }
    // Parents of several nodes come several times; children of different nodes never do.
    if (step.axis == Axis::Parent && !found.empty() && std::find(into.begin(), into.end(), found[0]) != into.end())
      continue;
    into.insert(into.end(), found.begin(), found.end());
  }
  return {};
}

Result<NodeSet> Evaluation::filter(NodeSet nodes, std::uint32_t predicate, const Scope& scope) {
  NodeSet kept;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    TRY_ASSIGN(const XPathValue result, value(predicate, {nodes[i], scope.current, i + 1, nodes.size()}));
    // XPath 1.0, 2.4: a number is a position.
    const auto* number = std::get_if<double>(&result);
    if (number ? *number == static_cast<double>(i + 1) : truth_of(result, m_instances)) kept.push_back(nodes[i]);
  }
  return kept;
}

/// `row[key = text]` in a list that does not change: the rows come from an index. False when it cannot be used.
Result<bool> Evaluation::look_up(const Step& step, NodeId from, const Scope& scope, NodeSet& into) {
  if (step.name.empty()) return false;
  for (const LookupKey& key : step.keys) {
    TRY_ASSIGN(const XPathValue other, value(key.other, scope));
    const auto* nodes = std::get_if<NodeSet>(&other);
    const bool text = std::holds_alternative<std::string>(other) || (nodes && nodes->size() <= 1);
    if (!text) continue;
    const NameId name = m_instances.find_name(key.child);
    if (name == kNoName) return false;  // no row has it: compared with nothing, row by row
    const std::string wanted = text_of(other, m_instances);
    if (wanted.empty()) return false;  // rows without the key compare equal to an empty text
    // A predicate that is only this comparison is done by the lookup; the others are asked after it, as long as they do
    // not count the rows before it.
    const ExpressionNode& first = m_tree.nodes[step.predicates[0]];
    const std::size_t next = first.kind == ExpressionKind::Equality ? 1 : 0;
    if (next == 0 && reads_position(step.predicates[0])) return false;
    const auto& rows = m_instances.rows_with(from, m_instances.find_name(step.name), name, wanted);
    TRY(spend(rows.size()));
    into = rows;
    for (std::size_t i = next; i < step.predicates.size(); ++i) {
      TRY_ASSIGN(into, filter(std::move(into), step.predicates[i], scope));
    }
    return true;
  }
  return false;
}

/// True when a predicate asks where its node stands among the others: then all of them must be there.
bool Evaluation::reads_position(std::uint32_t index) const {
  const ExpressionNode& node = m_tree.nodes[index];
  if (node.kind == ExpressionKind::Call && node.function->reads == Reads::Position) return true;
  return std::any_of(node.arguments.begin(), node.arguments.end(),
                     [&](std::uint32_t part) { return reads_position(part); });
}

}  // namespace escale::forms
