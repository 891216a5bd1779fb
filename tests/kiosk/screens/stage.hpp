// Draws one state of the terminal at a time with one interface: loading fonts for each would take the whole test.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "kiosk/platform/display.hpp"
#include "kiosk/screens/screens.hpp"
#include "tests/support/ui_driver.hpp"

namespace escale::screens::testing_support {

class Stage {
 public:
  Stage() : m_driver([this](ui::Ui& ui) { draw(ui, state, actions); }) {}
  const ui::SemanticTree& show(app::State next, int width = 1280, int height = 800) {
    state = std::move(next);
    actions.clear();
    m_driver.ui().forget();
    m_driver.setup.width = width;
    m_driver.setup.height = height;
    m_driver.setup.settings = settings_of(state);
    return m_driver.settle();
  }
  /// Writes what was shown last; `path` without ".png".
  void save(const std::string& path) {
    platform::HeadlessDisplay display(m_driver.setup.width, m_driver.setup.height);
    display.present(m_driver.output.draw);
    ASSERT_TRUE(display.save_png(path + ".png").has_value()) << path;
  }
  escale::testing_support::UiDriver& driver() { return m_driver; }
  app::State state;
  app::Actions actions;

 private:
  escale::testing_support::UiDriver m_driver;
};

/// Sets the page that the view shows, whichever it is.
inline void turn(app::State& state, int page) {
  if (page == 0) return;
  state.list.page = state.learning.page.page = state.feedback.review.page = state.results.page.page = state.staff.page.page = page;
}

}  // namespace escale::screens::testing_support
