// The semantic tree: what a frame means, one node per thing, in reading order, which is also the focus order. Every
// widget registers here first, then draws. Tests, speech, the keyboard and automation read only this; nothing reads
// pixels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/geometry.hpp"
#include "kiosk/ui/profile.hpp"

namespace escale::ui {

using NodeId = std::uint64_t;

/// 64-bit FNV-1a of a stable path of keys, such as "rail/help". Never of a translated text.
NodeId node_id(std::string_view path);

enum class Role : std::uint8_t {
  Screen,
  Group,
  Button,
  Link,
  Heading,
  Text,
  Image,
  Choice,
  Checkbox,
  TextField,
  Key,
  Progress,
  List,
  ListItem,
  Table,
  Cell,
  Dialog,
  Status,
  Note,
};
std::string_view role_name(Role role);

enum class Live : std::uint8_t { Off, Polite, Assertive };

struct States {
  bool disabled = false, pressed = false, selected = false, checked = false, focused = false, invalid = false,
       busy = false, on = false;
  bool operator==(const States&) const = default;
};

struct ActionsOf {
  bool press = false, focus = false, set_value = false;
  bool operator==(const ActionsOf&) const = default;
};

struct Node {
  NodeId id = 0;
  NodeId parent = 0;     ///< 0 for the root
  std::string key = {};  ///< the stable path behind `id`
  Role role = Role::Group;
  std::string name = {};         ///< what is read aloud; translated
  std::string description = {};  ///< more about it: the hint under a label, why it is disabled
  std::string value = {};        ///< the text of a field, "2 sur 5" of a stepper
  States states = {};
  ActionsOf actions = {};
  Rect bounds = {};  ///< pixels
  Rect clip = {};    ///< pixels: the visible part is bounds ∩ clip
  Live live = Live::Off;
  std::string lang = {};  ///< BCP 47 when it differs from the screen's; empty otherwise
  int level = 0;          ///< of a heading, from 1
  bool personal = false;  ///< `value` (the whole name when there is none) is a person's own: spoken only to a headset (EN 301 549, 5.1.3.9)
  bool secret = false;    ///< a masked field: `value` holds one disc a sign, and is never spoken (5.1.3.8)
  bool toggle = false;    ///< it has two positions: states.on says which, in words too (5.6)
};

class SemanticTree {
 public:
  const std::vector<Node>& nodes() const { return m_nodes; }
  std::vector<Node>& nodes() { return m_nodes; }

  /// The first node with this role and exactly this name.
  const Node* find(Role role, std::string_view name) const;
  /// The node whose key is `key` or ends with "/" + `key`.
  const Node* find_key(std::string_view key) const;
  const Node* by_id(NodeId id) const;
  /// The front-most pressable node under a pixel: what a tap there would reach.
  const Node* hit(Point px) const;

  /// Indented text, one node a line: `button "Suite" key=actions/next [focused] (1019,688 217x88)`. Bounds only when
  /// asked.
  std::string dump(bool with_bounds = false) const;
  /// The same as a JSON array, for automation.
  std::string dump_json() const;

 private:
  std::vector<Node> m_nodes = {};
};

/// What targets are measured with.
struct TreeRules {
  float px_per_mm = 5.9F;
  float target_mm = kTargetMm;  ///< least side; the keys of a keyboard may always be kTargetMm
  float gap_mm = kGapMm;
  /// Rows that somebody seated reaches (C12); nothing: targets may stand anywhere.
  std::optional<RowBand> reach = {};
};
/// The rules of this glass: 15 mm, 20 when text is at 150 % or more; the reach in the seated mode.
TreeRules tree_rules(const ScreenProfile& profile, int width, int height, int text_percent = 100, bool seated = false);

/// What is wrong with a tree: repeated ids, empty names, targets too small, too near to each other, outside the screen or out of
/// reach. One sentence per fault, empty when all is well.
std::vector<std::string> check_tree(const SemanticTree& tree, Rect screen_px, const TreeRules& rules);
/// The same with the rules of ordinary text on a screen of `px_per_mm`.
std::vector<std::string> check_tree(const SemanticTree& tree, Rect screen_px, float px_per_mm);

}  // namespace escale::ui
