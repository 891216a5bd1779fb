// Sizes of text on glass: A4, A5 and A8 of the accessibility checklist, measured on what is drawn.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kiosk/ui/core.hpp"
#include "tests/support/ui_driver.hpp"

namespace escale::ui {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

struct Glass {
  int width, height;
  float px_per_mm, distance_mm;
};

double pixels_per_mm(const Glass& glass) {
  return glass.px_per_mm > 0 ? static_cast<double>(glass.px_per_mm) : std::hypot(glass.width, glass.height) / (10.1 * 25.4);
}

/// Capital height in pixels of every style and weight, as fonts give them at these settings.
template <typename Check>
void for_each_style(const Glass& glass, Settings settings, Check&& check) {
  testing_support::UiDriver driver([&](Ui& ui) {
    for (bool easy : {false, true})
      for (std::size_t t = 0; t < kTypeCount; ++t)
        for (int weight : {0, 400, 500, 600, 700}) {
          const auto type = static_cast<Type>(t);
          if (ui.core().in.settings.easy_reading == easy) check(type, weight, static_cast<double>(ui.core().font(type, weight).cap));
        }
    // Sizes that widgets ask for by number keep the floor too.
    for (float points : {10.0F, 22.0F, 28.0F}) check(Type::Small, 500, static_cast<double>(ui.core().font_px(Family::Text, 500, points).cap));
  });
  driver.setup.width = glass.width;
  driver.setup.height = glass.height;
  settings.screen.px_per_mm = glass.px_per_mm;
  settings.screen.distance_mm = glass.distance_mm;
  for (bool easy : {false, true}) {
    settings.easy_reading = easy;
    driver.setup.settings = settings;
    driver.frame();
  }
}

const Glass kScreens[] = {{1280, 800, 0, 400},  {1080, 1920, 0, 400}, {1920, 1080, 0, 400},     {1024, 600, 0, 400},
                          {1280, 800, 5.9F, 600}, {1920, 1080, 4.03F, 700}, {1080, 1920, 3.63F, 800}};

/// EN 301 549, 5.1.4: in one mode, all text needed for all functions is seen under 0.7 degrees or more.
TEST(TextSize, A4_LargestTextIsSeenUnderSevenTenthsOfADegreeInEveryStyle) {
  for (const Glass& glass : kScreens) {
    Settings settings;
    settings.text_percent = kTextLargest;
    const double distance = std::max(600.0, static_cast<double>(glass.distance_mm));
    int styles = 0;
    for_each_style(glass, settings, [&](Type type, int weight, double cap) {
      const double mm = cap / pixels_per_mm(glass), degrees = std::atan(mm / distance) / kDegree;
      EXPECT_GE(mm, 7.3 * distance / 600) << glass.width << " x " << glass.height << " style " << static_cast<int>(type) << " weight " << weight;
      EXPECT_GE(degrees, 0.6995) << glass.width << " x " << glass.height << " style " << static_cast<int>(type);
      ++styles;
    });
    EXPECT_GE(styles, 2 * static_cast<int>(kTypeCount) * 5);
  }
}

TEST(TextSize, A5_NormalReadingTextIsSeenUnderFortyFiveHundredths) {
  for (const Glass& glass : kScreens) {
    for_each_style(glass, {}, [&](Type type, int, double cap) {
      if (type != Type::Body && type != Type::Label && type != Type::Lead) return;
      const double mm = cap / pixels_per_mm(glass);
      EXPECT_GE(180 * mm / (std::numbers::pi * static_cast<double>(glass.distance_mm)), 0.45 - 1e-4)
          << glass.width << " x " << glass.height << " style " << static_cast<int>(type);
    });
  }
}

/// WCAG 2.2, 1.4.12: in layout, in measuring and in drawing.
TEST(TextSize, A8_TextSpacingChangesLinesParagraphsLettersAndWords) {
  const std::string words = "Une personne est vulnérable quand elle ne peut pas se protéger seule.";
  const std::vector<Block> blocks = {Block::paragraph(words), Block::paragraph(words)};
  float width = 0, em = 0, gap = 0, one = 0, two_lines = 0;
  testing_support::UiDriver driver([&](Ui& ui) {
    width = ui.measure_width(words, Type::Body);
    em = ui.core().pt(static_cast<float>(ui.core().font(Type::Body).px));
    one = ui.measure_rich(std::span(blocks).first(1), 4000);
    two_lines = ui.measure_rich(std::span(blocks).first(1), width * 0.7F);
    gap = ui.measure_rich(blocks, 4000) - 2 * one;
    ui.rich_text("text", {0, 0, 4000, 600}, std::span(blocks).first(1));
  });
  driver.setup.width = 2600;  // one line at scale 1
  driver.setup.scale = 1;
  auto drawn_width = [&] {
    float left = 1e6F, right = 0;
    for (const Vertex& vertex : driver.output.draw.vertices) {
      left = std::min(left, vertex.x);
      right = std::max(right, vertex.x);
    }
    return right - left;
  };
  driver.frame();
  const float usual = width;
  EXPECT_NEAR(drawn_width(), usual, 10) << "letters stand a little inside their advances";
  driver.setup.settings.text_spacing = true;
  driver.frame();
  const auto letters = 69.0F, spaces = 11.0F;
  EXPECT_NEAR(width - usual, em * (0.12F * letters + 0.16F * spaces), em * 0.2F);
  EXPECT_NEAR(drawn_width(), width - 0.12F * em, 10) << "drawn as wide as measured, but for the room after the last letter";
  EXPECT_GE(one, 1.5F * em) << "a line";
  EXPECT_NEAR(two_lines, 2 * one, 0.01F) << "two lines";
  EXPECT_GE(gap, 2 * em - 0.5F) << "between paragraphs";
}

}  // namespace
}  // namespace escale::ui
