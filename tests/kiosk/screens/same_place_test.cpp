// 1.6, line D6 (WCAG 3.2.3, 3.2.4, 3.2.6), beside what promises_test.cpp says of the tools: the quick exit is everywhere, Back always
// stands at the same corner.
#include <gtest/gtest.h>

#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/kiosk/screens/stage.hpp"

namespace escale::screens {
namespace {

using testing_support::Stage;

/// Nothing can be touched while the glass is wiped, and nothing is left to do when the terminal is out of order.
bool has_no_rail(const std::string& scene) { return scene.starts_with("cleaning") || scene.starts_with("out-of-order"); }

/// Shown only where something is sensitive, the quick exit would say so to whoever looks on: it is everywhere, also over the help.
TEST(SamePlace, QuickExitIsOnEveryScreen) {
  Stage stage;
  for (const fixtures::Scene& scene : fixtures::scenes()) {
    if (has_no_rail(scene.name) || scene.name == "quick-exit") continue;
    EXPECT_NE(stage.show(scene.make()).find_key("rail/exit"), nullptr) << scene.name;
  }
}

TEST(SamePlace, D6BackStandsInTheSameCorner) {
  Stage stage;
  std::string first;
  for (const fixtures::Scene& scene : fixtures::scenes()) {
    const ui::SemanticTree& tree = stage.show(scene.make());
    const ui::Node* back = tree.find_key("actions/back");
    if (back == nullptr) continue;
    const std::string corner = std::to_string(back->bounds.x) + " " + std::to_string(back->bounds.bottom());
    if (first.empty()) first = corner;
    EXPECT_EQ(first, corner) << scene.name;
  }
  EXPECT_FALSE(first.empty());
}

}  // namespace
}  // namespace escale::screens
