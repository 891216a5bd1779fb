// 1.6, line D6 (WCAG 3.2.3, 3.2.4, 3.2.6): home, listen, enlarge, help, language and the quick exit have the same ids and the same
// rectangles on every screen; Back always stands at the same corner.
#include <gtest/gtest.h>

#include <map>

#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/kiosk/screens/stage.hpp"

namespace escale::screens {
namespace {

using testing_support::Stage;

std::string place_of(const ui::Rect& r) {
  return std::to_string(r.x) + " " + std::to_string(r.y) + " " + std::to_string(r.w) + " " + std::to_string(r.h);
}

std::vector<std::pair<std::string, app::Preferences>> postures() {
  app::Preferences plain, large, largest, seated;
  large.text_percent = 200;
  largest.text_percent = app::kTextLargest;
  seated.seated = true;
  return {{"100", plain}, {"200", large}, {"largest", largest}, {"seated", seated}};
}

/// Nothing can be touched while the glass is wiped, and nothing is left to do when the terminal is out of order.
bool has_no_rail(const std::string& scene) { return scene.starts_with("cleaning") || scene.starts_with("out-of-order"); }

TEST(SamePlace, D6HelpHomeAndTheOtherToolsNeverMove) {
  Stage stage;
  for (const auto& [posture, preferences] : postures())
    for (const auto& [width, height] : {std::pair{1280, 800}, std::pair{1080, 1920}}) {
      std::map<std::string, std::string> places;
      for (const fixtures::Scene& scene : fixtures::scenes()) {
        if (has_no_rail(scene.name)) continue;
        app::State state = scene.make();
        state.preferences = preferences;
        const ui::SemanticTree& tree = stage.show(std::move(state), width, height);
        for (const char* tool : {"home", "enlarge", "help", "language", "exit"}) {
          // The neutral screen that the exit leads to has no exit of its own.
          if (scene.name == "quick-exit" && std::string_view(tool) == "exit") continue;
          const ui::Node* node = tree.find_key(std::string("rail/") + tool);
          ASSERT_NE(node, nullptr) << scene.name << " " << posture << " has no " << tool;
          const auto [first, is_new] = places.try_emplace(tool, place_of(node->bounds));
          EXPECT_EQ(first->second, place_of(node->bounds)) << scene.name << " " << posture << ": " << tool << " has moved";
        }
      }
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
