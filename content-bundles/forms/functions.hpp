// The functions of the form language: one table, filled by a file for each group. Inside of the evaluator. The rule: an
// argument is evaluated only when the function asks for it; a function says what it depends on besides its arguments.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "content-bundles/forms/evaluator.hpp"
#include "content-bundles/forms/expression_tree.hpp"

namespace escale::forms {

class Evaluation;

/// Where an expression stands: its context node, what current() gives, and in a predicate which of how many.
struct Scope {
  NodeId context = kNoNode;
  NodeId current = kNoNode;
  std::size_t position = 0;  ///< from 1; 0 outside predicates
  std::size_t size = 0;
};

/// One call while it runs.
class Call {
 public:
  Call(Evaluation& evaluation, const Scope& scope, const ExpressionNode& node)
      : m_evaluation(evaluation), m_scope(scope), m_node(node) {}

  std::size_t size() const { return m_node.arguments.size(); }
  Result<XPathValue> value(std::size_t argument);
  Result<std::string> text(std::size_t argument);
  Result<double> number(std::size_t argument);
  Result<bool> truth(std::size_t argument);
  /// InvalidInput when it is not nodes.
  Result<NodeSet> nodes(std::size_t argument);
  /// Every argument from `first` on as texts; a set of nodes gives one text a node.
  Result<std::vector<std::string>> texts(std::size_t first);
  /// The argument when it is a path, for functions that look at how it is written.
  const ExpressionNode& node(std::size_t argument) const;

  Evaluation& evaluation() { return m_evaluation; }
  const Scope& scope() const { return m_scope; }
  const ExpressionNode& self() const { return m_node; }
  const Environment& environment() const;
  const Instances& instances() const;

 private:
  Evaluation& m_evaluation;
  const Scope& m_scope;
  const ExpressionNode& m_node;
};

enum class Reads : std::uint8_t {
  Arguments,         ///< nothing else
  Context,           ///< the context node
  ContextWhenEmpty,  ///< the context node when called without arguments
  Position,          ///< where a node stands among its siblings
  Clock,
  Random,
  RandomWhenOne,  ///< when called with one argument
};

inline constexpr std::size_t kAnyCount = 255;

struct Function {
  std::string_view name;
  std::size_t least = 0, most = 0;
  Reads reads = Reads::Arguments;
  Result<XPathValue> (*call)(Call&) = nullptr;
};

/// Nothing when the language has no such function.
const Function* find_function(std::string_view name);
/// True when a call of it gives the same whatever the context node.
bool ignores_context(const Function& function, std::size_t arguments);

// One table a file.
std::span<const Function> logic_functions();
std::span<const Function> number_functions();
std::span<const Function> text_functions();
std::span<const Function> date_functions();
std::span<const Function> node_functions();
std::span<const Function> select_functions();
std::span<const Function> data_functions();
std::span<const Function> place_functions();

}  // namespace escale::forms
