#include <gtest/gtest.h>

#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using test::Desk;

TEST(Navigation, AsksForTheLibraryAndTheStatusAtTheStart) {
  State state;
  const Effects effects = start(state);
  ASSERT_EQ(effects.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<LoadLibrary>(effects[0]));
  EXPECT_TRUE(std::holds_alternative<ReadStatus>(effects[1]));
}

TEST(Navigation, GoesBackTheWayItCame) {
  Desk desk;
  desk.does(Go{View::Modules});
  desk.does(OpenCourse{"cours"});
  EXPECT_EQ(desk.state.view, View::Module);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Modules);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Home);
  EXPECT_TRUE(desk.state.trail.empty());
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Home);
}

TEST(Navigation, ComesBackToTheSamePageOfAList) {
  Desk desk;
  desk.does(Go{View::Modules});
  desk.does(TurnPage{2});
  desk.does(OpenCourse{"cours"});
  EXPECT_EQ(desk.state.list.page, 0);
  desk.does(Back{});
  EXPECT_EQ(desk.state.list.page, 2);
}

TEST(Navigation, ComesBackToTheHelpFromWhatIsReadThere) {
  Desk desk;
  desk.does(Go{View::Modules});
  desk.does(Go{View::Help});
  desk.does(Go{View::PersonalData});
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Help);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Modules);
}

TEST(Navigation, ReplacesOneToolByAnother) {
  Desk desk;
  desk.does(Go{View::Modules});
  desk.does(Go{View::Enlarge});
  desk.does(Go{View::Help});
  desk.does(Go{View::Language});
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Modules);
}

TEST(Navigation, ShortensTheWayWhenItComesBackToAView) {
  Desk desk;
  desk.does(Go{View::Modules});
  desk.does(OpenCourse{"cours"});
  desk.does(Go{View::Modules});
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Home);
}

TEST(Navigation, GoesHomeFromAnywhere) {
  Desk desk;
  desk.does(Go{View::Library});
  desk.does(Go{View::Help});
  desk.does(GoHome{});
  EXPECT_EQ(desk.state.view, View::Home);
  EXPECT_TRUE(desk.state.trail.empty());
}

TEST(Navigation, ShowsNoViewThatStandsOnNothing) {
  Desk desk;
  for (const View view : {View::Question, View::Review, View::Thanks, View::Results, View::SessionWords, View::QuizEnd, View::FormPage}) {
    desk.does(Go{view});
    EXPECT_EQ(desk.state.view, View::Home);
  }
}

TEST(Navigation, RefusesATurnBeforeTheFirstPage) {
  Desk desk;
  desk.does(Go{View::Modules});
  desk.does(TurnPage{-1});
  EXPECT_EQ(desk.state.list.page, 0);
}

TEST(Navigation, ReadsWhatIsOpenAgainInTheNewLanguage) {
  Desk desk;
  desk.opens({"cours", "lecon"}, test::sample_lesson("lecon"));
  Preferences easy;
  easy.easy_reading = true;
  desk.does(SetPreferences{easy});
  ASSERT_NE(desk.asked<LoadDocument>(), nullptr);
  EXPECT_EQ(desk.asked<LoadDocument>()->lang, "fr-x-facile");
  EXPECT_NE(desk.state.learning.document, nullptr) << "the old text stays until the new one is there";

  easy.theme = Theme::Dark;
  desk.does(SetPreferences{easy});
  EXPECT_TRUE(desk.effects.empty());
}

TEST(Navigation, RefusesATextSizeThatDoesNotExist) {
  Desk desk;
  desk.does(SetPreferences{{.text_percent = 175}});
  EXPECT_EQ(desk.state.preferences.text_percent, 100);
  desk.does(SetPreferences{{.text_percent = kTextLargest}});
  EXPECT_EQ(desk.state.preferences.text_percent, kTextLargest);
}

TEST(Navigation, OpensAProgramme) {
  Desk desk;
  desk.does(OpenProgramme{{"journee", "programme"}});
  EXPECT_EQ(desk.state.view, View::Programme);
  ASSERT_NE(desk.asked<LoadProgramme>(), nullptr);
  const auto programme = std::make_shared<const format::Programme>();
  desk.does(ProgrammeLoaded{{"journee", "autre"}, programme});
  EXPECT_EQ(desk.state.programme, nullptr);
  desk.does(ProgrammeLoaded{{"journee", "programme"}, programme});
  EXPECT_EQ(desk.state.programme, programme);
  desk.does(OpenProgramme{{"journee", "avis"}});
  EXPECT_EQ(desk.state.programme, programme) << "a form is not a programme";
}

TEST(Navigation, SaysWhenADocumentCannotBeRead) {
  Desk desk;
  desk.does(Go{View::Library});
  desk.does(OpenDocument{{"fiches", "fiche"}});
  desk.does(LoadFailed{{"fiches", "autre"}, "corrupt"});
  EXPECT_EQ(desk.state.view, View::Reading);
  desk.does(LoadFailed{{"fiches", "fiche"}, "corrupt"});
  EXPECT_EQ(desk.state.view, View::Library);
  EXPECT_EQ(desk.state.message, "load-failed");
  desk.does(Go{View::Help});
  EXPECT_EQ(desk.state.message, "");
}

}  // namespace
}  // namespace escale::app
