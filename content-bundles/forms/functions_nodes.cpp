// Nodes: counting, positions, instances, current, shuffling, and reading a field of a numbered repeat.
#include <algorithm>
#include <cmath>

#include "content-bundles/forms/evaluation.hpp"
#include "content-bundles/forms/park_miller.hpp"

namespace escale::forms {
namespace {

Result<XPathValue> count(Call& call) {
  TRY_ASSIGN(const NodeSet nodes, call.nodes(0));
  return static_cast<double>(nodes.size());
}
Result<XPathValue> count_non_empty(Call& call) {
  TRY_ASSIGN(const NodeSet nodes, call.nodes(0));
  TRY(call.evaluation().spend(nodes.size()));
  return static_cast<double>(std::count_if(nodes.begin(), nodes.end(),
                                           [&](NodeId node) { return !call.instances().string_value(node).empty(); }));
}
Result<XPathValue> position(Call& call) {
  NodeId node = call.scope().context;
  if (call.size() == 0) {
    if (call.scope().position > 0) return static_cast<double>(call.scope().position);
  } else {
    TRY_ASSIGN(const NodeSet nodes, call.nodes(0));
    if (nodes.empty()) return 0.0;
    node = nodes.front();
  }
  const std::size_t found = call.instances().is_document(node) ? 1 : call.instances().position(node);
  TRY(call.evaluation().spend(found));
  return static_cast<double>(found);
}
Result<XPathValue> last(Call& call) {
  return static_cast<double>(std::max<std::size_t>(1, call.scope().size));
}
Result<XPathValue> instance(Call& call) {
  TRY_ASSIGN(const std::string id, call.text(0));
  const NodeId document = call.instances().secondary(id);
  if (document == kNoNode) return call.evaluation().error(call.self(), "there is no list named '" + id + "'");
  return NodeSet{document};
}
Result<XPathValue> current(Call& call) {
  return NodeSet{call.scope().current};
}

Result<XPathValue> randomize(Call& call) {
  TRY_ASSIGN(NodeSet nodes, call.nodes(0));
  TRY(call.evaluation().spend(nodes.size()));
  if (call.size() == 1) {
    if (!call.environment().random) return call.evaluation().error(call.self(), "randomize() needs a seed here");
    call.environment().random->shuffle(nodes);
    return nodes;
  }
  TRY_ASSIGN(const double seed, call.number(1));
  return shuffled(nodes, seed);
}

/// The path of a node without numbers: names from the document down.
std::vector<NameId> names_to(const Instances& instances, NodeId node) {
  std::vector<NameId> names;
  for (; !instances.is_document(node); node = instances.parent(node)) names.push_back(instances.name(node));
  std::reverse(names.begin(), names.end());
  return names;
}

/// indexed-repeat(field, repeat, number, …): the field's nodes whose ancestor in each repeat has that number.
Result<XPathValue> indexed_repeat(Call& call) {
  const Instances& instances = call.instances();
  if (call.node(0).kind != ExpressionKind::Path)
    return call.evaluation().error(call.self(), "indexed-repeat() takes the path of a field first");
  struct Chosen {
    std::vector<NameId> names;
    std::size_t number;
  };
  std::vector<Chosen> chosen;
  for (std::size_t i = 1; i + 1 < call.size(); i += 2) {
    if (call.node(i).kind != ExpressionKind::Path)
      return call.evaluation().error(call.node(i), "indexed-repeat() takes the path of a repeat here");
    TRY_ASSIGN(const double number, call.number(i + 1));
    TRY_ASSIGN(const NodeSet repeats, call.nodes(i));
    if (repeats.empty()) return NodeSet{};
    // An empty number is the first repeat; so is one under 1.
    const double asked = std::isnan(number) || number < 1 ? 1 : std::min(number, 1e9);
    chosen.push_back({names_to(instances, repeats.front()), static_cast<std::size_t>(asked)});
  }
  // The field may be written from the context (../name): its names count, not this repeat's number.
  TRY_ASSIGN(const NodeSet own, call.nodes(0));
  if (own.empty()) return NodeSet{};
  const std::vector<NameId> field = names_to(instances, own.front());
  for (const Chosen& repeat : chosen)
    if (repeat.names.size() >= field.size() || !std::equal(repeat.names.begin(), repeat.names.end(), field.begin()))
      return call.evaluation().error(call.self(), "indexed-repeat() takes repeats that hold the field");
  NodeSet found{instances.primary()};
  for (std::size_t depth = 0; depth < field.size(); ++depth) {
    NodeSet next;
    for (const NodeId node : found) {
      std::size_t number = 0, visited = 0;
      for (NodeId child = instances.first_child(node); child != kNoNode; child = instances.next(child), ++visited) {
        if (instances.name(child) != field[depth]) continue;
        ++number;
        const bool wanted = std::all_of(chosen.begin(), chosen.end(), [&](const Chosen& repeat) {
          return repeat.names.size() != depth + 1 || repeat.number == number;
        });
        if (wanted) next.push_back(child);
      }
      TRY(call.evaluation().spend(visited));
    }
    found = std::move(next);
  }
  std::erase_if(found, [&](NodeId node) { return !instances.is_relevant(node); });
  return found;
}

constexpr Function kTable[] = {
    {"count", 1, 1, Reads::Arguments, count},
    {"count-non-empty", 1, 1, Reads::Arguments, count_non_empty},
    {"position", 0, 1, Reads::Position, position},
    {"last", 0, 0, Reads::Position, last},
    {"instance", 1, 1, Reads::Arguments, instance},
    {"current", 0, 0, Reads::Arguments, current},
    {"randomize", 1, 2, Reads::RandomWhenOne, randomize},
    {"indexed-repeat", 3, 7, Reads::Position, indexed_repeat},
};

}  // namespace

std::span<const Function> node_functions() {
  return kTable;
}

}  // namespace escale::forms
