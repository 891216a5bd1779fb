// Easy reading: the typeface, the lines, one sentence a line (RLS-1.7, 1.8 and 1.13 of the langage simplifié).
#include <gtest/gtest.h>

#include "kiosk/ui/core.hpp"
#include "tests/support/ui_driver.hpp"

namespace escale::ui {
namespace {

float lines_of(bool easy, std::string words, float width) {
  float lines = 0;
  testing_support::UiDriver driver([&](Ui& ui) {
    const std::vector<Block> blocks = {Block::paragraph(std::move(words))};
    lines = ui.measure_rich(blocks, width) / ui.core().pt(ui.core().line_px(Type::Body));
  });
  driver.setup.settings.easy_reading = easy;
  driver.frame();
  return lines;
}

TEST(EasyReading, EachSentenceBeginsALine) {
  const std::string text = "Une loi est une règle. Tout le monde la suit. M. R. Martin aussi.";
  EXPECT_EQ(lines_of(false, text, 2000), 1);
  EXPECT_EQ(lines_of(true, text, 2000), 3);
}

TEST(EasyReading, IsAndikaThirtyOnFortyEight) {
  int px = 0;
  float line = 0, width = 0, andika = 0;
  testing_support::UiDriver driver([&](Ui& ui) {
    px = ui.core().font(Type::Body).px;
    line = ui.core().line_px(Type::Body);
    width = ui.measure_width("Illisible 1", Type::Body);
    andika = ui.core().fonts->width(ui.core().fonts->get(Family::Easy, 400, 30), "Illisible 1");
  });
  driver.setup.settings.easy_reading = true;
  driver.frame();
  EXPECT_EQ(px, 30);
  EXPECT_EQ(line, 48);
  EXPECT_EQ(width, andika);
}

}  // namespace
}  // namespace escale::ui
