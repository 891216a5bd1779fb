#include "content-bundles/forms/instance.hpp"

#include <fmt/format.h>

#include "sync/base/result.hpp"

namespace escale::forms {

Instances::Instances() {
  make(kNoNode, "", {});
}

NodeId Instances::secondary(std::string_view id) const {
  const auto found = m_secondary.find(id);
  return found == m_secondary.end() ? kNoNode : found->second;
}

std::vector<std::string> Instances::secondary_ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, document] : m_secondary) ids.push_back(id);
  return ids;
}

NodeId Instances::add_secondary(std::string_view id) {
  if (const NodeId there = secondary(id); there != kNoNode) return there;
  const NodeId document = make(kNoNode, "", {});
  m_nodes[document].fixed = true;
  m_secondary.emplace(std::string(id), document);
  return document;
}

NameId Instances::find_name(std::string_view local) const {
  const auto found = m_name_ids.find(local);
  return found == m_name_ids.end() ? kNoName : found->second;
}

NameId Instances::intern(std::string_view name) {
  if (const NameId there = find_name(name); there != kNoName) return there;
  const auto [place, is_new] = m_name_ids.emplace(std::string(name), static_cast<NameId>(m_names.size()));
  if (is_new) m_names.emplace_back(name);
  return place->second;
}

NodeId Instances::make(NodeId parent, std::string_view name, std::string value) {
  const std::size_t colon = name.find(':');
  Node node;
  node.parent = parent;
  node.qualified = intern(name);
  node.name = colon == std::string_view::npos ? node.qualified : intern(name.substr(colon + 1));
  node.value = std::move(value);
  if (parent != kNoNode) {
    node.fixed = m_nodes[parent].fixed;
    node.relevant = m_nodes[parent].relevant;
  }
  m_nodes.push_back(std::move(node));
  return static_cast<NodeId>(m_nodes.size() - 1);
}

void Instances::link(NodeId node, NodeId parent, NodeId before) {
  if (!m_children.empty()) m_children.erase(parent);
  Node& own = m_nodes[node];
  own.parent = parent;
  own.next = before;
  own.previous = before == kNoNode ? m_nodes[parent].last_child : m_nodes[before].previous;
  (own.previous == kNoNode ? m_nodes[parent].first_child : m_nodes[own.previous].next) = node;
  (before == kNoNode ? m_nodes[parent].last_child : m_nodes[before].previous) = node;
}

NodeId Instances::add_child(NodeId parent, std::string_view name, std::string value) {
  const NodeId node = make(parent, name, std::move(value));
  link(node, parent, kNoNode);
  return node;
}

NodeId Instances::add_before(NodeId next, std::string_view name, std::string value) {
  const NodeId parent = m_nodes[next].parent;
  const NodeId node = make(parent, name, std::move(value));
  link(node, parent, next);
  return node;
}

NodeId Instances::copy_after(NodeId source, NodeId after) {
  const NodeId parent = m_nodes[after].parent;
  const NodeId copy = make(parent, qualified_name(source), m_nodes[source].value);
  link(copy, parent, m_nodes[after].next);
  // Depth first, without recursion: pairs of (original, copy of its parent).
  std::vector<std::pair<NodeId, NodeId>> open;
  for (NodeId child = m_nodes[source].first_child; child != kNoNode; child = m_nodes[child].next)
    open.emplace_back(child, copy);
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto [original, into] = open[i];
    const NodeId made = add_child(into, qualified_name(original), m_nodes[original].value);
    for (NodeId child = m_nodes[original].first_child; child != kNoNode; child = m_nodes[child].next)
      open.emplace_back(child, made);
  }
  return copy;
}

void Instances::remove(NodeId node) {
  CHECK(m_nodes[node].parent != kNoNode);
  Node& own = m_nodes[node];
  m_children.erase(own.parent);
  Node& parent = m_nodes[own.parent];
  (own.previous == kNoNode ? parent.first_child : m_nodes[own.previous].next) = own.next;
  (own.next == kNoNode ? parent.last_child : m_nodes[own.next].previous) = own.previous;
  own.next = own.previous = kNoNode;
}

void Instances::empty_primary(std::size_t size) {
  CHECK(size > 0 && size <= m_nodes.size());
  m_nodes.resize(size);
  m_nodes[primary()].first_child = m_nodes[primary()].last_child = kNoNode;
  m_children.clear();
}

std::size_t Instances::children(NodeId node, NameId name, std::vector<NodeId>& into) const {
  constexpr std::size_t kMany = 32;
  if (const auto found = m_children.find(node); found != m_children.end()) {
    const auto named = found->second.find(name);
    if (named == found->second.end()) return 1;
    into.insert(into.end(), named->second.begin(), named->second.end());
    return named->second.size();
  }
  std::size_t seen = 0;
  for (NodeId child = m_nodes[node].first_child; child != kNoNode; child = m_nodes[child].next, ++seen)
    if (m_nodes[child].name == name) into.push_back(child);
  // Rows of lists are looked up by their keys instead.
  if (seen > kMany && !m_nodes[node].fixed) {
    auto& index = m_children[node];
    for (NodeId child = m_nodes[node].first_child; child != kNoNode; child = m_nodes[child].next)
      index[m_nodes[child].name].push_back(child);
  }
  return seen;
}

NodeId Instances::child(NodeId node, NameId name) const {
  for (NodeId child = m_nodes[node].first_child; child != kNoNode; child = m_nodes[child].next)
    if (m_nodes[child].name == name) return child;
  return kNoNode;
}

std::string Instances::string_value(NodeId node) const {
  if (m_nodes[node].first_child == kNoNode) return m_nodes[node].value;
  std::string text = m_nodes[node].value;
  // Document order: down to the first child, else to the next node after the branch.
  for (NodeId at = m_nodes[node].first_child; at != node;) {
    text += m_nodes[at].value;
    if (m_nodes[at].first_child != kNoNode) {
      at = m_nodes[at].first_child;
      continue;
    }
    while (at != node && m_nodes[at].next == kNoNode) at = m_nodes[at].parent;
    if (at != node) at = m_nodes[at].next;
  }
  return text;
}

std::size_t Instances::position(NodeId node) const {
  std::size_t position = 1;
  for (NodeId at = m_nodes[node].previous; at != kNoNode; at = m_nodes[at].previous)
    position += m_nodes[at].name == m_nodes[node].name;
  return position;
}

std::string Instances::path(NodeId node) const {
  std::string path;
  for (; m_nodes[node].parent != kNoNode; node = m_nodes[node].parent) {
    bool alone = position(node) == 1;
    for (NodeId at = m_nodes[node].next; alone && at != kNoNode; at = m_nodes[at].next)
      alone = m_nodes[at].name != m_nodes[node].name;
    path = alone ? fmt::format("/{}{}", name_text(m_nodes[node].name), path)
                 : fmt::format("/{}[{}]{}", name_text(m_nodes[node].name), position(node), path);
  }
  return path.empty() ? "/" : path;
}

const std::vector<NodeId>& Instances::rows_with(NodeId parent, NameId row, NameId key, const std::string& text) const {
  static const std::vector<NodeId> kNone;
  CHECK(m_nodes[parent].fixed);
  auto [place, is_new] = m_indexes.try_emplace(Key{parent, row, key});
  Index& index = place->second;
  if (is_new)
    for (NodeId at = m_nodes[parent].first_child; at != kNoNode; at = m_nodes[at].next) {
      if (m_nodes[at].name != row) continue;
      for (NodeId field = m_nodes[at].first_child; field != kNoNode; field = m_nodes[field].next)
        if (m_nodes[field].name == key) {
          std::vector<NodeId>& rows = index[string_value(field)];
          if (rows.empty() || rows.back() != at) rows.push_back(at);
        }
    }
  const auto found = index.find(text);
  return found == index.end() ? kNone : found->second;
}

}  // namespace escale::forms
