// Sizes of text on glass: A4, A5 and A8 of the accessibility checklist, measured on what is drawn.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kiosk/ui/core.hpp"
#include "kiosk/ui/drawn.hpp"
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
  std::vector<Block> blocks = {Block::paragraph(words), Block::paragraph(words)};
  float narrow = 0, wide = 0, one = 0, drawn = 0, pitch = 0, measured = 0, em = 0, gap = 0;
  testing_support::UiDriver driver([&](Ui& ui) {
    measured = ui.measure_width(words, Type::Body);
    em = ui.core().pt(static_cast<float>(ui.core().font(Type::Body).px));
    one = ui.measure_rich(std::span(blocks).first(1), 500);
    gap = ui.measure_rich(blocks, 500) - 2 * one;
    ui.rich_text("text", {100, 100, 500, 600}, blocks);
    (ui.settings().text_spacing ? wide : narrow) = ui.measure_width(words, Type::Body);
  });
  driver.frame();
  driver.setup.settings.text_spacing = true;
  DrawnRecord record;
  record_drawn(driver.ui(), &record);
  driver.frame();
  record_drawn(driver.ui(), nullptr);
  const auto letters = 69.0F, spaces = 11.0F;
  EXPECT_NEAR(wide - narrow, em * (0.12F * letters + 0.16F * spaces), em * 0.2F);
  EXPECT_GE(gap, 2 * em - 0.5F) << "between paragraphs";
  ASSERT_GE(record.inks.size(), 4U);
  pitch = one / static_cast<float>(record.inks.size() / 2);  // two paragraphs, one record a line
  EXPECT_GE(pitch, 1.5F * em) << "from one line to the next";
  for (const Drawn& line : record.inks) drawn += line.box.w;
  EXPECT_GT(drawn, 2 * narrow) << "drawn as wide as measured";
  EXPECT_LT(drawn, 2 * wide);
  EXPECT_EQ(measured, wide);
}

}  // namespace
}  // namespace escale::ui
