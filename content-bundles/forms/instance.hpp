// The trees that expressions look at: the primary instance (the answers) and secondary instances (lists of choices),
// all in one arena so that a node is one number. The rule: children keep document order; names are compared without
// their prefix; a secondary instance never changes once read, so its lookups are indexed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace escale::forms {

using NodeId = std::uint32_t;
using NameId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;
inline constexpr NameId kNoName = 0xFFFFFFFF;

class Instances {
 public:
  /// Empty, with the document node of the primary instance (primary()).
  Instances();

  /// The document node of the primary instance: its one child is what `/name` finds.
  NodeId primary() const { return 0; }
  /// The document node of a secondary instance, which a name tells from the others; kNoNode when there is none.
  NodeId secondary(std::string_view id) const;
  std::vector<std::string> secondary_ids() const;
  /// The one that is there, or a new empty one.
  NodeId add_secondary(std::string_view id);

  /// A new last child. `name` may have a prefix; it is kept for writing.
  NodeId add_child(NodeId parent, std::string_view name, std::string value = {});
  /// A new child before another child of the same parent.
  NodeId add_before(NodeId next, std::string_view name, std::string value = {});
  /// A copy of a node and what is under it, as a new child after `after`.
  NodeId copy_after(NodeId source, NodeId after);
  /// Takes a node and what is under it out of the tree. Its number is not used again.
  void remove(NodeId node);

  /// Empties the primary instance and forgets every node made since there were `size` of them: for who reads one record
  /// after another beside the same lists, which were there first.
  void empty_primary(std::size_t size);

  NodeId parent(NodeId node) const { return m_nodes[node].parent; }
  NodeId first_child(NodeId node) const { return m_nodes[node].first_child; }
  NodeId last_child(NodeId node) const { return m_nodes[node].last_child; }
  NodeId next(NodeId node) const { return m_nodes[node].next; }
  NodeId previous(NodeId node) const { return m_nodes[node].previous; }
  /// The first child of that name; kNoNode when there is none.
  NodeId child(NodeId node, NameId name) const;
  bool is_document(NodeId node) const { return m_nodes[node].parent == kNoNode; }
  /// Adds the children of that name, in order, to `into`; gives how many nodes were looked at.
  std::size_t children(NodeId node, NameId name, std::vector<NodeId>& into) const;
  /// True in a secondary instance.
  bool is_fixed(NodeId node) const { return m_nodes[node].fixed; }
  std::size_t size() const { return m_nodes.size(); }

  /// Local name; empty for document nodes.
  NameId name(NodeId node) const { return m_nodes[node].name; }
  std::string_view name_text(NameId name) const { return m_names[name]; }
  /// As written, with its prefix.
  std::string_view qualified_name(NodeId node) const { return m_names[m_nodes[node].qualified]; }
  /// kNoName when no node has it.
  NameId find_name(std::string_view local) const;
  NameId intern(std::string_view name);

  const std::string& value(NodeId node) const { return m_nodes[node].value; }
  void set_value(NodeId node, std::string value) { m_nodes[node].value = std::move(value); }
  /// The node's own text, out of the tree: the same memory, so that it can be overwritten.
  std::string take_value(NodeId node) { return std::exchange(m_nodes[node].value, {}); }
  /// XPath 1.0, 5.2: the node's own text, or all the texts under it.
  std::string string_value(NodeId node) const;

  /// False for what is not asked (itself or something above it): empty for expressions, left out when finalised.
  bool is_relevant(NodeId node) const { return m_nodes[node].relevant; }
  void set_relevant(NodeId node, bool relevant) { m_nodes[node].relevant = relevant; }

  /// 1 for the first of its siblings of the same name.
  std::size_t position(NodeId node) const;
  /// "/data/rep[2]/name": for messages and references.
  std::string path(NodeId node) const;

  /// The children `row` of `parent` (a node of a secondary instance) whose first child `key` has this text, in document
  /// order. The index is made at the first lookup and kept.
  const std::vector<NodeId>& rows_with(NodeId parent, NameId row, NameId key, const std::string& text) const;

 private:
  struct Node {
    NodeId parent = kNoNode, first_child = kNoNode, last_child = kNoNode, next = kNoNode, previous = kNoNode;
    NameId name = kNoName, qualified = kNoName;
    bool relevant = true;
    bool fixed = false;
    std::string value{};
  };
  NodeId make(NodeId parent, std::string_view name, std::string value);
  void link(NodeId node, NodeId parent, NodeId before);

  using Index = std::unordered_map<std::string, std::vector<NodeId>>;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Key {
    NodeId parent;
    NameId row, key;
    auto operator<=>(const Key&) const = default;
  };
  std::vector<Node> m_nodes;
  std::unordered_map<std::string, NameId, TextHash, std::equal_to<>> m_name_ids;
  std::vector<std::string> m_names;
  std::map<std::string, NodeId, std::less<>> m_secondary;
  mutable std::map<Key, Index> m_indexes;
  /// Children by name, of nodes that have many; forgotten when one comes or goes.
  mutable std::unordered_map<NodeId, std::unordered_map<NameId, std::vector<NodeId>>> m_children;
};

}  // namespace escale::forms
