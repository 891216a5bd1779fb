// Plays a view as a person would: frames by hand, taps through the semantic tree, keys, time that moves only when told.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/ui/ui.hpp"

namespace escale::testing_support {

class UiDriver {
 public:
  explicit UiDriver(std::function<void(ui::Ui&)> view) : m_view(std::move(view)) {
    auto created = ui::Ui::create(RealFiles(), Path(ESCALE_SOURCE_DIR) / "assets");
    if (!created) {
      std::fprintf(stderr, "%s\n", created.error().message.c_str());
      std::abort();
    }
    m_ui = std::move(*created);
  }

  /// One frame with these events.
  const ui::SemanticTree& frame(ui::InputEvents events = {}) {
    ui::FrameInput input = setup;
    input.now = now;
    input.events = std::move(events);
    m_ui->begin_frame(input);
    m_view(*m_ui);
    output = m_ui->end_frame();
    return *output.tree;
  }
  /// Frames until nothing asks for one at once (at most 20).
  const ui::SemanticTree& settle(ui::InputEvents events = {}) {
    frame(std::move(events));
    for (int i = 0; i < 20 && output.next_deadline && *output.next_deadline <= now; ++i) frame();
    return *output.tree;
  }
  void tap(ui::Point at) {
    now += ui::Milliseconds(1000);
    settle({ui::InputEvent::pointer(ui::EventKind::PointerDown, at),
            ui::InputEvent::pointer(ui::EventKind::PointerUp, at)});
  }
  /// False when there is no such node, or something else lies over its middle.
  bool tap(ui::Role role, std::string_view name) {
    const ui::Node* node = output.tree->find(role, name);
    if (node == nullptr) return false;
    ui::Point middle = node->bounds.center();
    const ui::Node* hit = output.tree->hit(middle);
    if (hit == nullptr || hit->id != node->id) return false;
    tap(middle);
    return true;
  }
  void press(ui::Key key, bool shift = false) {
    now += ui::Milliseconds(1000);
    settle({ui::InputEvent::pressed(key, shift)});
  }
  void type(std::string text) { settle({ui::InputEvent::typed(std::move(text))}); }

  ui::Ui& ui() { return *m_ui; }
  ui::FrameInput setup;
  ui::Milliseconds now{10000};
  ui::FrameOutput output;

 private:
  std::unique_ptr<ui::Ui> m_ui;
  std::function<void(ui::Ui&)> m_view;
};

}  // namespace escale::testing_support
