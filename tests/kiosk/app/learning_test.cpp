#include <gtest/gtest.h>

#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using test::Desk;
const DocumentKey kLesson{"cours", "lecon"}, kCase{"cours", "cas"}, kQuiz{"cours", "quiz"};

TEST(Parts, CutADocumentAtItsQuestions) {
  const auto document = test::sample_case("cas");
  EXPECT_EQ(part_of(*document, 0), (Part{0, 1}));
  EXPECT_EQ(part_of(*document, 1), (Part{2, 3}));
  EXPECT_EQ(part_of(*document, 2), (Part{4, 5}));
}

TEST(Parts, LeaveOutAHeadingThatStandsAlone) {
  const auto document = test::sample_quiz("quiz", false);
  for (std::size_t part = 0; part <= 2; ++part) {
    const Part found = part_of(*document, part);
    EXPECT_EQ(found.begin, found.end);
  }
}

TEST(Learning, OpensACourseThenADocument) {
  Desk desk;
  desk.does(Go{View::Modules});
  desk.does(OpenCourse{"fiches"});
  EXPECT_EQ(desk.state.view, View::Modules) << "a collection is not a course";
  desk.does(OpenCourse{"cours"});
  EXPECT_EQ(desk.state.learning.course, "cours");
  desk.does(OpenDocument{kLesson});
  EXPECT_EQ(desk.state.view, View::Reading);
  ASSERT_NE(desk.asked<LoadDocument>(), nullptr);
  EXPECT_EQ(desk.asked<LoadDocument>()->key, kLesson);
  EXPECT_EQ(desk.asked<LoadDocument>()->lang, "fr");
  EXPECT_EQ(desk.state.learning.document, nullptr);
  desk.does(DocumentLoaded{kCase, test::sample_case("cas")});
  EXPECT_EQ(desk.state.learning.document, nullptr) << "late news of another document";
  desk.does(DocumentLoaded{kLesson, test::sample_lesson("lecon")});
  EXPECT_NE(desk.state.learning.document, nullptr);
  EXPECT_TRUE(desk.state.somebody);
}

TEST(Learning, GoesFromTheLastPageOfALessonToTheNextDocument) {
  Desk desk;
  desk.does(OpenCourse{"cours"});
  desk.opens(kLesson, test::sample_lesson("lecon"));
  desk.does(TurnPage{1});
  EXPECT_EQ(desk.state.learning.page.page, 1);
  desk.does(DocumentRead{});
  EXPECT_TRUE(desk.state.learning.progress.at("cours").documents.at("lecon").seen);
  EXPECT_EQ(desk.state.learning.open, kCase);
  EXPECT_EQ(desk.asked<LoadDocument>()->key, kCase);
  EXPECT_EQ(desk.state.learning.page.page, 0);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Module) << "documents of a course do not pile up";
}

TEST(Learning, ComesBackToTheListAfterASheet) {
  Desk desk;
  desk.does(Go{View::Library});
  desk.opens({"fiches", "fiche"}, test::sample_lesson("fiche"));
  desk.does(DocumentRead{});
  EXPECT_EQ(desk.state.view, View::Library);
  EXPECT_FALSE(desk.state.learning.open);
}

TEST(Learning, AsksEachQuestionOfACaseAfterTheTextBeforeIt) {
  Desk desk;
  desk.opens(kCase, test::sample_case("cas"));
  EXPECT_EQ(desk.state.view, View::Reading);
  desk.does(DocumentRead{});
  EXPECT_EQ(desk.state.view, View::Question);
  EXPECT_EQ(desk.state.learning.question, "q1");
  desk.answers(1);
  desk.does(ContinueQuestions{});
  EXPECT_EQ(desk.state.view, View::Reading);
  EXPECT_EQ(desk.state.learning.part, 1u);
  desk.does(DocumentRead{});
  EXPECT_EQ(desk.state.learning.question, "q2");
  desk.answers(0);
  desk.does(ContinueQuestions{});
  EXPECT_EQ(desk.state.view, View::Reading) << "the end of the story";
  EXPECT_FALSE(desk.state.learning.progress.at("cours").documents.at("cas").seen);
  desk.does(DocumentRead{});
  EXPECT_EQ(desk.state.view, View::QuizEnd);
  EXPECT_TRUE(desk.state.learning.progress.at("cours").documents.at("cas").seen);
}

TEST(Learning, BeginsAQuizWithoutIntroductionAtItsFirstQuestion) {
  Desk desk;
  desk.does(OpenCourse{"cours"});
  desk.opens(kQuiz, test::sample_quiz("quiz", false));
  EXPECT_EQ(desk.state.view, View::Question);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Module);
}

TEST(Learning, ShowsTheVerdictOnceAndKeepsIt) {
  Desk desk;
  desk.opens(kQuiz, test::sample_quiz("quiz", false));
  desk.does(Respond{learning::ChosenOne{0}});
  EXPECT_FALSE(desk.state.learning.verdict);
  desk.does(ContinueQuestions{});
  EXPECT_EQ(desk.state.learning.question, "q1") << "nothing was checked yet";
  desk.does(CheckAnswer{});
  ASSERT_TRUE(desk.state.learning.verdict);
  EXPECT_EQ(desk.state.learning.verdict->outcome, learning::Outcome::Wrong);
  EXPECT_EQ(desk.state.learning.verdict->feedback.size(), 1u);
  desk.answers(1);
  EXPECT_EQ(desk.state.learning.verdict->outcome, learning::Outcome::Wrong) << "a verdict, once given, stays";
  EXPECT_EQ(desk.state.learning.response, learning::Response{learning::ChosenOne{0}});
}

TEST(Learning, ShowsTheVerdictAgainAfterALookAtTheText) {
  Desk desk;
  desk.opens(kCase, test::sample_case("cas"));
  desk.does(DocumentRead{});
  desk.answers(1);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Reading);
  desk.does(DocumentRead{});
  EXPECT_EQ(desk.state.view, View::Question);
  ASSERT_TRUE(desk.state.learning.verdict);
  EXPECT_EQ(desk.state.learning.verdict->outcome, learning::Outcome::Right);
}

TEST(Learning, SaysHowToAnswerWhenItCannotBeChecked) {
  Desk desk;
  auto quiz = std::make_shared<learning::Document>(*test::sample_quiz("quiz", false));
  quiz->questions[0].body = learning::Numerical{{{learning::Decimal{3'000'000}, learning::Decimal{3'000'000}}}};
  desk.opens(kQuiz, quiz);
  desk.does(CheckAnswer{});
  EXPECT_NE(desk.state.learning.problem.find("Écrivez un nombre"), std::string::npos);
  desk.does(Respond{learning::Typed{"trois"}});
  EXPECT_EQ(desk.state.learning.problem, "");
  desk.does(CheckAnswer{});
  EXPECT_NE(desk.state.learning.problem, "");
  EXPECT_FALSE(desk.state.learning.verdict);
  desk.does(Respond{learning::Typed{"3"}});
  desk.does(CheckAnswer{});
  ASSERT_TRUE(desk.state.learning.verdict);
  EXPECT_EQ(desk.state.learning.verdict->outcome, learning::Outcome::Right);
}

TEST(Learning, GivesTheScoreAtTheEndAndKeepsTheBest) {
  Desk desk;
  desk.opens(kQuiz, test::sample_quiz("quiz", true));
  EXPECT_EQ(desk.state.view, View::Reading);
  desk.does(DocumentRead{});
  desk.answers(1);
  desk.does(ContinueQuestions{});
  EXPECT_EQ(desk.state.learning.question, "q2") << "a heading alone is no page";
  desk.answers(1);
  desk.does(ContinueQuestions{});
  EXPECT_EQ(desk.state.view, View::QuizEnd);
  EXPECT_EQ(learning::total_score(desk.state.learning.attempt, *desk.state.learning.document), learning::kFullScore);

  desk.does(TryAgain{});
  EXPECT_EQ(desk.state.view, View::Question) << "the introduction was read";
  EXPECT_EQ(desk.state.learning.question, "q1");
  EXPECT_TRUE(desk.state.learning.attempt.steps.empty());
  desk.answers(0);
  desk.does(ContinueQuestions{});
  desk.answers(0);
  desk.does(ContinueQuestions{});
  EXPECT_EQ(learning::total_score(desk.state.learning.attempt, *desk.state.learning.document), 0);
  EXPECT_EQ(desk.state.learning.progress.at("cours").documents.at("quiz").best_score, learning::kFullScore);
}

TEST(Learning, LeavesTheLastQuizForTheModule) {
  Desk desk;
  desk.does(OpenCourse{"cours"});
  desk.opens(kQuiz, test::sample_quiz("quiz", false));
  for (int i = 0; i < 2; ++i) {
    desk.answers(1);
    desk.does(ContinueQuestions{});
  }
  desk.does(LeaveQuestions{});
  EXPECT_EQ(desk.state.view, View::Module);
  EXPECT_FALSE(desk.state.learning.open);
}

TEST(Learning, OpensADefinitionOfTheDocumentOnly) {
  Desk desk;
  desk.opens(kCase, test::sample_case("cas"));
  desk.does(ShowDefinition{"inconnu"});
  EXPECT_FALSE(desk.state.learning.definition);
  desk.does(ShowDefinition{"aller-vers"});
  EXPECT_EQ(desk.state.learning.definition, "aller-vers");
  desk.does(HideDefinition{});
  EXPECT_FALSE(desk.state.learning.definition);
}

TEST(Learning, GoesOnInAnotherLanguageWithTheSameQuestions) {
  Desk desk;
  desk.opens(kCase, test::sample_case("cas"));
  desk.does(DocumentRead{});
  desk.answers(1);
  desk.does(DocumentLoaded{kCase, test::sample_case("cas")});
  EXPECT_EQ(desk.state.view, View::Question);
  EXPECT_TRUE(desk.state.learning.verdict);

  auto shorter = std::make_shared<learning::Document>(*test::sample_case("cas"));
  shorter->questions = {test::sample_question("autre")};
  shorter->blocks = {learning::Paragraph{test::plain("Avant")}, learning::QuestionRef{"autre"}};
  desk.does(DocumentLoaded{kCase, shorter});
  EXPECT_EQ(desk.state.view, View::Reading) << "other questions: from the beginning";
  EXPECT_TRUE(desk.state.learning.attempt.steps.empty());
}

TEST(Learning, LanguageIsChangedOnAnotherScreenAndBackLeadsToTheSameQuestion) {
  Desk desk;
  desk.opens(kCase, test::sample_case("cas"));
  desk.does(DocumentRead{});
  desk.does(Respond{learning::ChosenOne{1}});
  desk.does(Go{View::Language});
  desk.does(SetPreferences{{.lang = "en"}});
  desk.does(DocumentLoaded{kCase, test::sample_case("cas")});
  EXPECT_EQ(desk.state.view, View::Language);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Question);
  EXPECT_TRUE(desk.state.learning.response) << "what was chosen stays chosen";

  desk.does(Go{View::Language});
  auto other = std::make_shared<learning::Document>(*test::sample_case("cas"));
  other->questions[0].id = "autre";
  other->blocks[1] = learning::QuestionRef{"autre"};
  desk.does(DocumentLoaded{kCase, other});
  EXPECT_EQ(desk.state.view, View::Language);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Reading) << "the question is gone: from the beginning";
}

TEST(Learning, AQuizThatArrivesDuringALookAtAToolIsThereAfterIt) {
  Desk desk;
  desk.does(OpenDocument{kQuiz});
  desk.does(Go{View::Enlarge});
  desk.does(DocumentLoaded{kQuiz, test::sample_quiz("quiz", false)});
  EXPECT_EQ(desk.state.view, View::Enlarge);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Question);
  EXPECT_EQ(desk.state.learning.question, "q1");
}

}  // namespace
}  // namespace escale::app
