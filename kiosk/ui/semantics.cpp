#include "kiosk/ui/semantics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

#include "sync/base/json.hpp"

namespace escale::ui {

NodeId node_id(std::string_view path) {
  NodeId hash = 0xcbf29ce484222325U;
  for (char c : path) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
  return hash == 0 ? 1 : hash;  // 0 means "no node"
}

std::string_view role_name(Role role) {
  static constexpr std::array<std::string_view, 19> kNames = {
      "screen", "group",    "button", "link",      "heading", "text", "image",  "choice", "checkbox", "text-field",
      "key",    "progress", "list",   "list-item", "table",   "cell", "dialog", "status", "note"};
  return kNames[static_cast<std::size_t>(role)];
}

const Node* SemanticTree::find(Role role, std::string_view name) const {
  auto found = std::ranges::find_if(m_nodes, [&](const Node& node) { return node.role == role && node.name == name; });
  return found == m_nodes.end() ? nullptr : &*found;
}

const Node* SemanticTree::find_key(std::string_view key) const {
  auto found = std::ranges::find_if(m_nodes, [&](const Node& node) {
    if (node.key == key) return true;
    return node.key.size() > key.size() && node.key.ends_with(key) && node.key[node.key.size() - key.size() - 1] == '/';
  });
  return found == m_nodes.end() ? nullptr : &*found;
}

const Node* SemanticTree::by_id(NodeId id) const {
  auto found = std::ranges::find_if(m_nodes, [&](const Node& node) { return node.id == id; });
  return found == m_nodes.end() ? nullptr : &*found;
}

const Node* SemanticTree::hit(Point px) const {
  // Later nodes are drawn over earlier ones.
  for (auto node = m_nodes.rbegin(); node != m_nodes.rend(); ++node)
    if (node->actions.press && node->bounds.intersected(node->clip).contains(px)) return &*node;
  return nullptr;
}

namespace {

std::vector<std::string_view> state_words(const States& s) {
  std::vector<std::string_view> words;
  if (s.disabled) words.push_back("disabled");
  if (s.pressed) words.push_back("pressed");
  if (s.selected) words.push_back("selected");
  if (s.checked) words.push_back("checked");
  if (s.focused) words.push_back("focused");
  if (s.invalid) words.push_back("invalid");
  if (s.busy) words.push_back("busy");
  if (s.on) words.push_back("on");
  return words;
}

/// Depth of each node, by its parent: children follow their parent.
std::vector<std::size_t> depths(const std::vector<Node>& nodes) {
  std::unordered_map<NodeId, std::size_t> depth_of;
  std::vector<std::size_t> depths;
  depths.reserve(nodes.size());
  for (const Node& node : nodes) {
    auto parent = depth_of.find(node.parent);
    std::size_t depth = parent == depth_of.end() ? 0 : parent->second + 1;
    depth_of.emplace(node.id, depth);
    depths.push_back(depth);
  }
  return depths;
}

}  // namespace

std::string SemanticTree::dump(bool with_bounds) const {
  std::string out;
  std::vector<std::size_t> depth = depths(m_nodes);
  for (std::size_t i = 0; i < m_nodes.size(); ++i) {
    const Node& node = m_nodes[i];
    out.append(depth[i] * 2, ' ');
    out += role_name(node.role);
    if (node.level > 0) out += fmt::format(" {}", node.level);
    if (!node.name.empty()) out += fmt::format(" \"{}\"", node.name);
    if (!node.value.empty()) out += fmt::format(" = \"{}\"", node.value);
    if (!node.description.empty()) out += fmt::format(" ({})", node.description);
    out += fmt::format(" key={}", node.key);
    if (auto words = state_words(node.states); !words.empty()) out += fmt::format(" [{}]", fmt::join(words, " "));
    if (node.live != Live::Off) out += node.live == Live::Polite ? " live" : " live!";
    if (with_bounds) {
      out += fmt::format(" @{},{} {}x{}", std::lround(node.bounds.x), std::lround(node.bounds.y),
                         std::lround(node.bounds.w), std::lround(node.bounds.h));
    }
    out += '\n';
  }
  return out;
}

std::string SemanticTree::dump_json() const {
  Json list = Json::array();
  for (const Node& node : m_nodes) {
    Json entry = {{"id", fmt::format("{:016x}", node.id)},
                  {"parent", fmt::format("{:016x}", node.parent)},
                  {"key", node.key},
                  {"role", role_name(node.role)},
                  {"name", node.name},
                  {"bounds", {node.bounds.x, node.bounds.y, node.bounds.w, node.bounds.h}},
                  {"states", state_words(node.states)}};
    if (!node.value.empty()) entry["value"] = node.value;
    if (!node.description.empty()) entry["description"] = node.description;
    if (node.level > 0) entry["level"] = node.level;
    if (!node.lang.empty()) entry["lang"] = node.lang;
    if (node.live != Live::Off) entry["live"] = node.live == Live::Polite ? "polite" : "assertive";
    Json actions = Json::array();
    if (node.actions.press) actions.push_back("press");
    if (node.actions.focus) actions.push_back("focus");
    if (node.actions.set_value) actions.push_back("set-value");
    entry["actions"] = std::move(actions);
    list.push_back(std::move(entry));
  }
  return list.dump();
}

TreeRules tree_rules(const ScreenProfile& profile, int width, int height, int text_percent, bool seated) {
  TreeRules rules;
  rules.px_per_mm = pixels_per_mm(profile, width, height);
  rules.target_mm = text_percent >= 150 ? kLargeTargetMm : kTargetMm;
  if (seated) rules.reach = reach_band(profile, width, height, kLeastSeatedMm);
  return rules;
}

std::vector<std::string> check_tree(const SemanticTree& tree, Rect screen_px, float px_per_mm) {
  TreeRules rules;
  rules.px_per_mm = px_per_mm;
  return check_tree(tree, screen_px, rules);
}

std::vector<std::string> check_tree(const SemanticTree& tree, Rect screen_px, const TreeRules& rules) {
  // Design pixels round millimetres to the nearest: 88 px is 14.9 mm at 5.9 px/mm, 92 px 15.6 mm.
  constexpr float kRoundingMm = 0.1F;
  std::vector<std::string> faults;
  std::map<NodeId, const Node*> seen;
  std::vector<const Node*> targets;
  for (const Node& node : tree.nodes()) {
    if (auto [first, is_new] = seen.emplace(node.id, &node); !is_new)
      faults.push_back(fmt::format("the key '{}' appears twice", node.key));
    bool structural = node.role == Role::Group || node.role == Role::List || node.role == Role::Screen;
    if (node.name.empty() && !structural)
      faults.push_back(fmt::format("'{}' ({}) has no name", node.key, role_name(node.role)));
    if (node.actions.press) targets.push_back(&node);
  }
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Rect& a = targets[i]->bounds;
    // Forty keys of 20 mm would not fit on most screens: a keyboard keeps to 15.
    const float least = targets[i]->role == Role::Key ? std::min(rules.target_mm, kTargetMm) : rules.target_mm;
    if (std::min(a.w, a.h) / rules.px_per_mm < least - kRoundingMm) {
      faults.push_back(fmt::format("'{}' is {:.1f} x {:.1f} mm; a target is at least {:.0f} mm each way", targets[i]->key,
                                   static_cast<double>(a.w / rules.px_per_mm), static_cast<double>(a.h / rules.px_per_mm),
                                   static_cast<double>(least)));
    }
    if (!screen_px.contains(a)) faults.push_back(fmt::format("'{}' leaves the screen", targets[i]->key));
    if (rules.reach && (a.y < rules.reach->top - 0.5F || a.bottom() > rules.reach->bottom + 0.5F)) {
      faults.push_back(fmt::format("'{}' stands on rows {:.0f} to {:.0f}; somebody seated reaches rows {:.0f} to {:.0f}",
                                   targets[i]->key, static_cast<double>(a.y), static_cast<double>(a.bottom()),
                                   static_cast<double>(rules.reach->top), static_cast<double>(rules.reach->bottom)));
    }
    for (std::size_t j = i + 1; j < targets.size(); ++j) {
      const Rect& b = targets[j]->bounds;
      float dx = std::max({0.0F, b.x - a.right(), a.x - b.right()});
      float dy = std::max({0.0F, b.y - a.bottom(), a.y - b.bottom()});
      float gap = std::max(dx, dy);
      if (gap / rules.px_per_mm < rules.gap_mm - kRoundingMm) {
        faults.push_back(fmt::format("'{}' and '{}' are {:.1f} mm apart; two targets are at least {:.0f} mm apart",
                                     targets[i]->key, targets[j]->key, static_cast<double>(gap / rules.px_per_mm),
                                     static_cast<double>(rules.gap_mm)));
      }
    }
  }
  return faults;
}

}  // namespace escale::ui
