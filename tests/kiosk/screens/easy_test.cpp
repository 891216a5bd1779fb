// Easy reading of a lesson: what a reader should know of the version is said, calmly, in the text itself.
#include <gtest/gtest.h>

#include "kiosk/screens/screens.hpp"
#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/support/ui_driver.hpp"

namespace escale::screens {
namespace {

int times_said(std::string_view words, bool easy, std::string lang, bool author_says_it = false, int percent = 100) {
  app::State state = fixtures::scene("reading");
  state.preferences.easy_reading = easy;
  state.preferences.text_percent = percent;
  auto document = std::make_shared<learning::Document>(*state.learning.document);
  document->lang = std::move(lang);
  if (author_says_it)
    document->blocks.insert(document->blocks.begin(),
                            learning::Quote{learning::CalloutKind::Info, {learning::Paragraph{learning::plain("Version simplifiée, non relue par un panel.")}}});
  state.learning.document = document;
  app::Actions actions;
  testing_support::UiDriver driver([&](ui::Ui& ui) { draw(ui, state, actions); });
  driver.setup.settings = settings_of(state);
  int count = 0;
  for (const ui::Node& node : driver.settle().nodes()) count += node.name.find(words) != std::string::npos ? 1 : 0;
  return count;
}

constexpr std::string_view kLabel = "Version simplifiée, non relue par un panel", kNone = "pas encore de version simplifiée";

TEST(EasyText, IsLabelledOnceAtEverySize) {
  for (int percent : {100, 200, app::kTextLargest}) {
    EXPECT_EQ(times_said(kLabel, true, "fr-x-facile", false, percent), 1) << percent;
    EXPECT_EQ(times_said(kLabel, true, "fr-x-facile", true, percent), 1) << percent << ": the author's own words are enough";
  }
}

TEST(EasyText, SaysCalmlyThatThereIsNone) {
  for (int percent : {100, 200, app::kTextLargest}) EXPECT_EQ(times_said(kNone, true, "fr", false, percent), 1) << percent;
  EXPECT_EQ(times_said(kNone, false, "fr"), 0) << "nobody asked for one";
}

}  // namespace
}  // namespace escale::screens
