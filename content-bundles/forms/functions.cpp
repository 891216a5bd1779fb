#include "content-bundles/forms/functions.hpp"

#include <unordered_map>

#include "content-bundles/forms/evaluation.hpp"

namespace escale::forms {

const Function* find_function(std::string_view name) {
  static const std::unordered_map<std::string_view, const Function*> kTable = [] {
    std::unordered_map<std::string_view, const Function*> table;
    for (const auto group : {logic_functions(), number_functions(), text_functions(), date_functions(),
                             node_functions(), select_functions(), data_functions(), place_functions()})
      for (const Function& function : group) CHECK(table.emplace(function.name, &function).second);
    return table;
  }();
  const auto found = kTable.find(name);
  return found == kTable.end() ? nullptr : found->second;
}

bool ignores_context(const Function& function, std::size_t arguments) {
  if (function.reads == Reads::ContextWhenEmpty) return arguments > 0;
  if (function.reads == Reads::RandomWhenOne) return arguments != 1;
  return function.reads == Reads::Arguments || function.reads == Reads::Clock;
}

Result<XPathValue> Call::value(std::size_t argument) {
  return m_evaluation.value(m_node.arguments[argument], m_scope);
}
Result<std::string> Call::text(std::size_t argument) {
  TRY_ASSIGN(const XPathValue found, value(argument));
  return text_of(found, instances());
}
Result<double> Call::number(std::size_t argument) {
  TRY_ASSIGN(const XPathValue found, value(argument));
  return number_of(found, instances(), environment().zone);
}
Result<bool> Call::truth(std::size_t argument) {
  TRY_ASSIGN(const XPathValue found, value(argument));
  return truth_of(found, instances());
}
Result<NodeSet> Call::nodes(std::size_t argument) {
  TRY_ASSIGN(XPathValue found, value(argument));
  if (auto* nodes = std::get_if<NodeSet>(&found)) return std::move(*nodes);
  return m_evaluation.error(node(argument), std::string(m_node.function->name) + "() needs a path here");
}
Result<std::vector<std::string>> Call::texts(std::size_t first) {
  std::vector<std::string> texts;
  for (std::size_t i = first; i < size(); ++i) {
    TRY_ASSIGN(const XPathValue found, value(i));
    if (const auto* nodes = std::get_if<NodeSet>(&found)) {
      TRY(m_evaluation.spend(nodes->size()));
      for (const NodeId node : *nodes) texts.push_back(instances().string_value(node));
    } else {
      texts.push_back(text_of(found, instances()));
    }
  }
  return texts;
}
const ExpressionNode& Call::node(std::size_t argument) const {
  return m_evaluation.tree().nodes[m_node.arguments[argument]];
}
const Environment& Call::environment() const {
  return m_evaluation.environment();
}
const Instances& Call::instances() const {
  return m_evaluation.instances();
}

}  // namespace escale::forms
