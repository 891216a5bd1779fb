#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/ui_driver.hpp"

namespace escale::ui {
namespace {

using testing_support::UiDriver;

struct Scene {
  std::string name = "one";
  int order = 0, step = 1;
  void draw(Ui& ui) const {
    ui.screen(name, order);
    const Tool home{"home", "Accueil", Icon::Home};
    ui.rail(home, {});
    ui.progress_steps("steps", {200, 100, 400, 40}, step, 5, "Leçons");
    ui.button("go", {300, 300, 200, 88}, "Suite", ButtonKind::Primary);
  }
};

float leftmost(const FrameOutput& output, float from) {
  float x = 1e9F;
  for (const Vertex& vertex : output.draw.vertices)
    if (vertex.x > from) x = std::min(x, vertex.x);
  return x;
}

std::vector<float> places(const FrameOutput& output) {
  std::vector<float> all;
  for (const Vertex& vertex : output.draw.vertices) all.push_back(vertex.x);
  return all;
}

TEST(Motion, SlidesANewScreenIntoItsPlaceThenStops) {
  Scene scene;
  UiDriver driver([&](Ui& ui) { scene.draw(ui); });
  driver.setup.motion = true;
  driver.settle();
  const float at_rest = leftmost(driver.output, 140);
  scene.name = "two", scene.order = 1;
  driver.frame();
  EXPECT_NEAR(leftmost(driver.output, 140), at_rest + 24, 1);
  ASSERT_TRUE(driver.output.next_deadline);
  EXPECT_GT(*driver.output.next_deadline, driver.now);
  const Node* button = driver.output.tree->find_key("go");
  ASSERT_NE(button, nullptr);
  EXPECT_EQ(button->bounds.x, 300) << "what can be touched is at its place at once";
  driver.now += Milliseconds(80);
  driver.frame();
  EXPECT_GT(leftmost(driver.output, 140), at_rest);
  EXPECT_LT(leftmost(driver.output, 140), at_rest + 24);
  driver.now += Milliseconds(80);
  driver.frame();
  EXPECT_EQ(leftmost(driver.output, 140), at_rest);
  EXPECT_FALSE(driver.output.next_deadline) << "nothing moves any more: no redraw";
}

TEST(Motion, ComesFromTheLeftOnTheWayBack) {
  Scene scene;
  scene.order = 5;
  UiDriver driver([&](Ui& ui) { scene.draw(ui); });
  driver.setup.motion = true;
  driver.settle();
  const float at_rest = leftmost(driver.output, 140);
  scene.name = "before", scene.order = 4;
  driver.frame();
  EXPECT_NEAR(leftmost(driver.output, 140), at_rest - 24, 1);
}

TEST(Motion, GrowsProgressFromWhereItWas) {
  Scene scene;
  UiDriver driver([&](Ui& ui) { scene.draw(ui); });
  driver.setup.motion = true;
  driver.settle();
  scene.step = 4;
  driver.frame();
  const std::vector<float> start = places(driver.output);
  driver.now += Milliseconds(240);
  driver.frame();
  EXPECT_NE(places(driver.output), start);
  EXPECT_FALSE(driver.output.next_deadline);
  const std::vector<float> end = places(driver.output);
  driver.setup.motion = false;
  driver.frame();
  EXPECT_EQ(places(driver.output), end);
}

/// 1.6, line A10 (WCAG 2.3.3).
TEST(Motion, A10NothingMovesWhenMotionIsReduced) {
  Scene scene;
  UiDriver driver([&](Ui& ui) { scene.draw(ui); });
  driver.setup.motion = true;
  driver.setup.settings.reduced_motion = true;
  driver.settle();
  const float at_rest = leftmost(driver.output, 140);
  scene.name = "two", scene.order = 1, scene.step = 3;
  driver.frame();
  EXPECT_EQ(leftmost(driver.output, 140), at_rest);
  EXPECT_FALSE(driver.output.next_deadline);
}

TEST(Motion, StartsNothingOnTheFirstScreenOrAfterThePersonLeft) {
  Scene scene;
  UiDriver driver([&](Ui& ui) { scene.draw(ui); });
  driver.setup.motion = true;
  driver.frame();
  EXPECT_FALSE(driver.output.next_deadline);
  driver.ui().forget();
  scene.name = "home";
  driver.frame();
  EXPECT_FALSE(driver.output.next_deadline);
}

TEST(Overlays, AddDrawingsAndNoNode) {
  Scene scene;
  UiDriver driver([&](Ui& ui) { scene.draw(ui); });
  driver.settle();
  const std::string tree = driver.output.tree->dump(true);
  const std::size_t plain = driver.output.draw.vertices.size();
  for (const Overlay overlay : {Overlay::Frame, Overlay::Tree, Overlay::Targets, Overlay::Grid}) {
    driver.setup.overlay = overlay;
    driver.frame();
    EXPECT_GT(driver.output.draw.vertices.size(), plain);
    EXPECT_EQ(driver.output.tree->dump(true), tree);
  }
}

TEST(Theme, IsReadAgainAndStaysWhenItIsWrong) {
  UiDriver driver([](Ui& ui) { ui.text("t", {200, 100, 400, 60}, "Bonjour"); });
  EXPECT_TRUE(driver.ui().reload_theme(RealFiles(), Path(ESCALE_SOURCE_DIR) / "assets").has_value());
  EXPECT_FALSE(driver.ui().reload_theme(RealFiles(), Path(ESCALE_SOURCE_DIR) / "nowhere").has_value());
  driver.settle();
  EXPECT_GT(driver.output.draw.vertices.size(), 0u);
}

}  // namespace
}  // namespace escale::ui
