// Journeys by a keypad alone: arrows until the focus is there, then Enter. No pointer, no Tab: five keys are enough (C5, C15).
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/player.hpp"
#include "kiosk/player_parts.hpp"

namespace escale::kiosk {

Result<> Player::focus_by_keys(const ui::Node& wanted, const Step& step) {
  const ui::NodeId id = wanted.id;
  const std::size_t most = 2 * loop().tree().nodes().size() + 4;
  for (std::size_t presses = 0; presses <= most; ++presses) {
    const ui::Node* node = loop().tree().by_id(id);
    if (node == nullptr) return failed(fmt::format("{} went away while the arrows looked for it", described(step)));
    if (node->states.focused) return {};
    // In a field, left and right move the caret; down leaves it.
    const auto& nodes = loop().tree().nodes();
    const bool in_field = std::ranges::any_of(nodes, [](const ui::Node& each) { return each.role == ui::Role::TextField && each.states.focused; });
    TRY(press(in_field ? ui::Key::Down : ui::Key::Right));
  }
  return failed(fmt::format("the arrows never reach {}", described(step)));
}

Result<> Player::tap_by_keys(const Step& step) {
  const ui::Node* node = find_node(loop().tree(), step);
  if (node == nullptr) return failed(fmt::format("expected {} on the screen, to reach it with the arrows", described(step)));
  if (node->states.disabled) return failed(fmt::format("{} is disabled", described(step)));
  if (!node->actions.press) return failed(fmt::format("{} cannot be activated", described(step)));
  const bool field = node->role == ui::Role::TextField;
  TRY(focus_by_keys(*node, step));
  return field ? Result<>() : press(ui::Key::Enter);  // a field is ready as soon as it has the focus
}

}  // namespace escale::kiosk
