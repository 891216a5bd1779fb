#include "kiosk/ui/overlay.hpp"

#include <fmt/format.h>

#include <cmath>

namespace escale::ui {
namespace {

constexpr Color kInk{255, 255, 255, 255}, kPaper{20, 20, 24, 255}, kGood{0, 140, 90, 255}, kBad{214, 20, 40, 255}, kTree{90, 60, 200, 255};
constexpr float kLeastMm = 15;

void tag(Core& core, Point at, std::string_view words, Color paper) {
  SizedFont& font = core.fonts->get(Family::Text, 600, 14);
  const float width = core.fonts->width(font, words);
  core.paint.rect({at.x, at.y, std::round(width) + 8, 20}, paper);
  core.paint.text(font, at.x + 4, at.y + 15, words, kInk);
}

void frame_time(Core& core) {
  const DrawList& last = core.last_draw;
  tag(core, {8, 8}, fmt::format("{:.1f} ms, {} vertices, {} commands", core.in.frame_ms, last.vertices.size(), last.commands.size()), kPaper);
}

void tree_boxes(Core& core) {
  int order = 0;
  for (const Node& node : core.tree.nodes()) {
    ++order;
    if (node.bounds.w <= 0 || node.bounds.h <= 0 || node.role == Role::Group || node.role == Role::List) continue;
    core.paint.border(node.bounds, 0, 2, node.actions.press ? kGood : kTree);
    tag(core, {std::round(node.bounds.x), std::round(node.bounds.y)}, fmt::format("{} {}", order, role_name(node.role)), node.actions.press ? kGood : kTree);
  }
}

void targets(Core& core) {
  // Without a screen profile, the reference screen of the design: 5.9 pixels a millimetre at scale 1.
  const float profile = core.in.settings.screen.px_per_mm, px_per_mm = profile > 0 ? profile : 5.9F * core.scale;
  for (const Node& node : core.tree.nodes()) {
    if (!node.actions.press) continue;
    const float w = node.bounds.w / px_per_mm, h = node.bounds.h / px_per_mm;
    const Color colour = w + 0.05F < kLeastMm || h + 0.05F < kLeastMm ? kBad : kGood;
    core.paint.border(node.bounds, 0, 3, colour);
    tag(core, {std::round(node.bounds.x) + 3, std::round(node.bounds.y) + 3}, fmt::format("{:.1f} × {:.1f} mm", w, h), colour);
  }
}

void grid(Core& core) {
  const Layout& l = core.layout;
  for (int column = 0; column < l.columns; ++column) {
    const Rect r = core.px(l.columns == 1 ? l.body : l.span(l.body, column, 1));
    core.paint.border(r, 0, 1, kBad);
  }
  for (const Rect& part : {l.header, l.line, l.actions}) core.paint.border(core.px(part), 0, 1, kTree);
}

}  // namespace

void draw_overlay(Core& core) {
  switch (core.in.overlay) {
    case Overlay::None: return;
    case Overlay::Frame: return frame_time(core);
    case Overlay::Tree: return tree_boxes(core);
    case Overlay::Targets: return targets(core);
    case Overlay::Grid: return grid(core);
  }
}

}  // namespace escale::ui
