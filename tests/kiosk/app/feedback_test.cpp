#include <gtest/gtest.h>

#include "kiosk/app/describe.hpp"
#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using test::Desk;

/// A page with a note, one required question, a page with two questions, then one question a page.
forms::Form feedback_form() { return test::sample_form(); }

/// Three statements on one table, then a free text.
forms::Form table_form() {
  forms::Form form;
  form.id = "avis";
  form.title = {{"fr", "Votre avis"}};
  form.languages = {"fr"};
  form.lists["accord"] = {{"oui", {{"fr", "D’accord"}}}, {"non", {{"fr", "Pas d’accord"}}}};
  form.groups = {{"tableau", {{"fr", "Diriez-vous que…"}}, "table-list", std::nullopt}};
  for (const char* name : {"clair", "utile", "vivant"}) {
    forms::Question row{.name = name, .type = forms::QuestionType::SelectOne, .label = {{"fr", name}}};
    row.list = "accord";
    row.group = 0;
    row.required = std::string(name) == "utile";
    form.questions.push_back(row);
  }
  form.questions.push_back({.name = "mots", .type = forms::QuestionType::Text, .label = {{"fr", "Un mot ?"}}});
  return form;
}

forms::Value text(const char* value) { return std::string(value); }

/// To the review, with the least that the form asks.
void fill(Desk& desk) {
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});  // the note
  desk.does(AnswerQuestion{"humeur", text("bien")});
  while (desk.state.view == View::FormPage) {
    const int before = desk.state.feedback.page;
    desk.does(NextFormPage{});
    ASSERT_TRUE(desk.state.feedback.page != before || desk.state.view != View::FormPage) << "stuck on page " << before;
  }
}

TEST(Feedback, OpensTheOnlyFormAtOnce) {
  Desk desk;
  desk.does(GiveFeedback{});
  EXPECT_EQ(desk.state.view, View::FormPage);
  ASSERT_NE(desk.asked<LoadForm>(), nullptr);
  EXPECT_EQ(desk.asked<LoadForm>()->key, (DocumentKey{"journee", "avis"}));
  EXPECT_EQ(desk.state.feedback.open->form, nullptr);
}

TEST(Feedback, AsksWhichFormWhenThereAreSeveral) {
  Desk desk;
  desk.state.library.bundles.push_back(test::sample_manifest("comite", format::BundleKind::Forms, {test::sample_entry("bilan", format::EntryKind::Form)}));
  desk.does(GiveFeedback{});
  EXPECT_EQ(desk.state.view, View::FormList);
  desk.does(OpenFormAction{{"comite", "inconnu"}});
  EXPECT_EQ(desk.state.view, View::FormList);
  desk.does(OpenFormAction{{"comite", "bilan"}});
  EXPECT_EQ(desk.state.view, View::FormPage);
}

TEST(Feedback, OffersTheFormsOfTheOpenSessionOnly) {
  Desk desk;
  desk.state.library.bundles.push_back(test::sample_manifest("comite", format::BundleKind::Forms, {test::sample_entry("bilan", format::EntryKind::Form)}));
  SessionView session;
  session.forms = {{"comite", "bilan"}};
  desk.state.sessions = {session};
  desk.does(GiveFeedback{});
  EXPECT_EQ(desk.state.view, View::FormPage);
  EXPECT_EQ(desk.state.feedback.open->key, (DocumentKey{"comite", "bilan"}));
  desk.does(GoHome{});
  desk.state.sessions[0].open = false;
  desk.does(GiveFeedback{});
  EXPECT_EQ(desk.state.view, View::FormList);
}

TEST(Feedback, SaysWhyNobodyCanAnswer) {
  Desk desk;
  desk.state.collecting_stopped = true;
  desk.does(GiveFeedback{});
  EXPECT_EQ(desk.state.message, "collecting-stopped");
  EXPECT_EQ(desk.state.view, View::Home);
  desk.state.collecting_stopped = false;
  desk.state.library.bundles.clear();
  desk.does(GiveFeedback{});
  EXPECT_EQ(desk.state.message, "no-form");
}

TEST(Feedback, DoesNotPassARequiredQuestion) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.page, 1);
  ASSERT_EQ(desk.state.feedback.problems.size(), 1u);
  EXPECT_EQ(desk.state.feedback.problems[0].code, forms::ProblemCode::Required);
  desk.does(SkipQuestion{});
  EXPECT_EQ(desk.state.feedback.page, 1);
  desk.does(AnswerQuestion{"humeur", text("bien")});
  EXPECT_TRUE(desk.state.feedback.problems.empty()) << "what was mended is no longer shown as wrong";
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.page, 2);
}

TEST(Feedback, D2_HoldsAnAnswerToTheFormsOwnRule) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.does(AnswerQuestion{"humeur", text("bien")});
  desk.does(NextFormPage{});
  desk.does(AnswerQuestion{"themes", std::vector<std::string>{"logement", "sante", "emploi"}});
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.problems.size(), 1u);
  EXPECT_EQ(desk.state.feedback.problems[0].code, forms::ProblemCode::Constraint);
  EXPECT_EQ(desk.state.feedback.problems[0].question, "themes");
}

TEST(Feedback, TellsHowToWriteANumber) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.does(AnswerQuestion{"humeur", text("bien")});
  desk.does(NextFormPage{});
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.page, 3);
  desk.does(TypeAnswer{"annees", "douze"});
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.problems.size(), 1u);
  EXPECT_EQ(desk.state.feedback.problems[0].code, forms::ProblemCode::WrongType);
  EXPECT_EQ(desk.state.feedback.typed.at("annees"), "douze") << "what was typed stays";
  desk.does(TypeAnswer{"annees", "12"});
  EXPECT_EQ(desk.state.feedback.answers.at("annees"), forms::Value{std::int64_t{12}});
  desk.does(TypeAnswer{"annees", ""});
  EXPECT_FALSE(desk.state.feedback.answers.contains("annees"));
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.page, 4);
}

TEST(Feedback, SkippingClearsThePage) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.does(AnswerQuestion{"humeur", text("bien")});
  desk.does(NextFormPage{});
  desk.does(AnswerQuestion{"themes", std::vector<std::string>{"sante"}});
  desk.does(SkipQuestion{});
  EXPECT_EQ(desk.state.feedback.page, 3);
  EXPECT_FALSE(desk.state.feedback.answers.contains("themes"));
  EXPECT_TRUE(desk.state.feedback.answers.contains("humeur"));
}

TEST(Feedback, AsksATableRowByRow) {
  Desk desk;
  desk.opens_form(table_form());
  desk.does(AnswerQuestion{"clair", text("oui")});
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.row, 1);
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.row, 1) << "this row is required";
  EXPECT_EQ(desk.state.feedback.problems.size(), 1u);
  desk.does(AnswerQuestion{"utile", text("non")});
  desk.does(NextFormPage{});
  desk.does(SkipQuestion{});
  EXPECT_EQ(desk.state.feedback.page, 1);
  EXPECT_EQ(desk.state.feedback.row, 0);
  desk.does(Back{});
  EXPECT_EQ(desk.state.feedback.page, 0);
  EXPECT_EQ(desk.state.feedback.row, 2);
  desk.does(Back{});
  EXPECT_EQ(desk.state.feedback.row, 1);
  desk.does(ChooseRow{7});
  EXPECT_EQ(desk.state.feedback.row, 1);
  desk.does(ChooseRow{0});
  EXPECT_EQ(desk.state.feedback.row, 0);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Home);
}

TEST(Feedback, D5_ComesBackToTheReviewAfterAChange) {
  Desk desk;
  desk.opens_form(table_form());
  for (const char* row : {"clair", "utile", "vivant"}) {
    desk.does(AnswerQuestion{row, text("oui")});
    desk.does(NextFormPage{});
  }
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.view, View::Review);
  desk.does(ChangeAnswer{0, 1});
  EXPECT_EQ(desk.state.view, View::FormPage);
  EXPECT_EQ(desk.state.feedback.row, 1);
  desk.does(AnswerQuestion{"utile", text("non")});
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.view, View::Review);
  EXPECT_EQ(desk.state.feedback.answers.at("utile"), text("non"));
  EXPECT_EQ(desk.state.feedback.answers.at("vivant"), text("oui"));
  desk.does(ChangeAnswer{9});
  EXPECT_EQ(desk.state.view, View::Review);
}

TEST(Feedback, WarnsOnceOfWhatMayNameSomebody) {
  Desk desk;
  desk.opens_form(table_form());
  for (const char* row : {"clair", "utile", "vivant"}) {
    desk.does(AnswerQuestion{row, text("oui")});
    desk.does(NextFormPage{});
  }
  desk.does(TypeAnswer{"mots", "Appelez-moi au 06 12 34 56 78"});
  desk.does(NextFormPage{});
  EXPECT_TRUE(desk.state.feedback.sensitive_warning);
  EXPECT_EQ(desk.state.view, View::FormPage);
  desk.does(MendSensitive{});
  EXPECT_FALSE(desk.state.feedback.sensitive_warning);
  EXPECT_EQ(desk.state.view, View::FormPage);
  desk.does(NextFormPage{});
  desk.does(KeepSensitive{});
  EXPECT_EQ(desk.state.view, View::Review);
  // The same text is not questioned again; another one is.
  desk.does(ChangeAnswer{1});
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.view, View::Review);
  desk.does(ChangeAnswer{1});
  desk.does(TypeAnswer{"mots", "ou à moi@example.org"});
  desk.does(NextFormPage{});
  EXPECT_TRUE(desk.state.feedback.sensitive_warning);
}

TEST(Feedback, FindsTheAnswersAsTheyWereAfterALookElsewhere) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.does(AnswerQuestion{"humeur", text("bien")});
  desk.does(Go{View::PersonalData});
  desk.does(Back{});
  EXPECT_EQ(desk.state.feedback.page, 1);
  desk.does(GoHome{});
  desk.does(GiveFeedback{});
  EXPECT_EQ(desk.asked<LoadForm>(), nullptr);
  EXPECT_EQ(desk.state.feedback.page, 1);
  EXPECT_TRUE(desk.state.feedback.answers.contains("humeur"));
}

TEST(Feedback, IsKeptThenThankedThenForgotten) {
  Desk desk;
  fill(desk);
  ASSERT_EQ(desk.state.view, View::Review);
  desk.touches();
  desk.does(SendAnswers{});
  ASSERT_NE(desk.asked<KeepAnswer>(), nullptr);
  const KeepAnswer asked = *desk.asked<KeepAnswer>();
  EXPECT_EQ(asked.answers.at("humeur"), text("bien"));
  EXPECT_FALSE(asked.session);
  EXPECT_EQ(desk.state.feedback.sending, Sending::Busy);
  desk.does(SendAnswers{});
  EXPECT_TRUE(desk.effects.empty()) << "once";
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::Review) << "not while it is being kept";
  desk.does(AnswerKept{{}, asked.ticket});
  EXPECT_EQ(desk.state.view, View::Thanks);
  EXPECT_FALSE(desk.state.feedback.open);
  EXPECT_FALSE(desk.state.somebody);
  desk.waits(kThanks - std::chrono::milliseconds(1));
  EXPECT_EQ(desk.state.view, View::Thanks);
  desk.waits(std::chrono::milliseconds(2));
  EXPECT_EQ(desk.state.view, View::Home);
}

TEST(Feedback, ThanksForTheWholeTimeHoweverLongTheKeepingTook) {
  Desk desk;
  fill(desk);
  desk.touches();
  desk.does(SendAnswers{});
  const auto ticket = desk.asked<KeepAnswer>()->ticket;
  desk.waits(std::chrono::seconds(60));
  desk.does(AnswerKept{{}, ticket});
  desk.waits(kThanks - std::chrono::milliseconds(1));
  EXPECT_EQ(desk.state.view, View::Thanks);
}

TEST(Feedback, KeepsTheAnswersOnTheScreenWhenTheyCouldNotBeKept) {
  Desk desk;
  fill(desk);
  desk.does(SendAnswers{});
  const auto ticket = desk.asked<KeepAnswer>()->ticket;
  desk.does(AnswerFailed{"no_space", ticket});
  EXPECT_EQ(desk.state.view, View::Review);
  EXPECT_EQ(desk.state.feedback.sending, Sending::Failed);
  EXPECT_EQ(desk.state.feedback.failure, "no_space");
  EXPECT_TRUE(desk.state.feedback.answers.contains("humeur"));
  desk.does(SendAnswers{});
  ASSERT_NE(desk.asked<KeepAnswer>(), nullptr);
  EXPECT_NE(desk.asked<KeepAnswer>()->ticket, ticket);
}

TEST(Feedback, NeverThanksTheNextPersonForTheOneBefore) {
  Desk desk;
  fill(desk);
  desk.does(SendAnswers{});
  const auto first = desk.asked<KeepAnswer>()->ticket;
  desk.does(FinishAndErase{});
  fill(desk);
  desk.does(SendAnswers{});
  desk.does(AnswerKept{{}, first});
  EXPECT_EQ(desk.state.view, View::Review);
  EXPECT_EQ(desk.state.feedback.sending, Sending::Busy);
}

TEST(Feedback, BelongsToTheOpenSessionOfItsForm) {
  Desk desk;
  SessionView session;
  session.id = protocol::SessionId::parse(std::string(32, '7')).value();
  session.forms = {{"journee", "avis"}};
  desk.state.sessions = {session};
  fill(desk);
  desk.does(SendAnswers{});
  EXPECT_EQ(desk.asked<KeepAnswer>()->session, session.id);
}

/// Nothing leaves before the review was shown, and nothing leaves but by its own button.
TEST(Feedback, D5_ReviewStandsBeforeSending) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.does(AnswerQuestion{"humeur", text("bien")});
  while (desk.state.view == View::FormPage) {
    desk.effects.clear();
    desk.does(SendAnswers{});
    EXPECT_TRUE(desk.effects.empty()) << "sent from page " << desk.state.feedback.page;
    ASSERT_EQ(desk.state.view, View::FormPage);
    desk.does(NextFormPage{});
    EXPECT_TRUE(desk.effects.empty()) << "the last « Suite » sends";
  }
  ASSERT_EQ(desk.state.view, View::Review);
  desk.does(SendAnswers{});
  EXPECT_FALSE(desk.effects.empty());
}

TEST(Feedback, GoesToWhatIsMissingInsteadOfSending) {
  Desk desk;
  fill(desk);
  desk.does(ChangeAnswer{1});
  desk.does(AnswerQuestion{"humeur", std::nullopt});
  desk.does(Back{});
  ASSERT_EQ(desk.state.view, View::Review);
  desk.does(SendAnswers{});
  EXPECT_TRUE(desk.effects.empty());
  EXPECT_EQ(desk.state.view, View::FormPage);
  EXPECT_EQ(desk.state.feedback.page, 1);
  EXPECT_EQ(desk.state.feedback.problems.size(), 1u);
}

TEST(Describe, SaysWhatHappenedAndNeverWhatAbout) {
  EXPECT_EQ(describe(Go{View::Modules}), "Go Modules");
  EXPECT_EQ(describe(TurnPage{2}), "TurnPage 2");
  EXPECT_EQ(describe(AnswerFailed{"no_space"}), "AnswerFailed no_space");
  EXPECT_EQ(describe(ResultsFailed{"untrusted"}), "ResultsFailed untrusted");
  EXPECT_EQ(describe(TypeAnswer{"mots", "secret"}), "TypeAnswer");
  EXPECT_EQ(describe(TypePin{"2580"}), "TypePin");
  EXPECT_EQ(describe(TypeWords{"un deux"}), "TypeWords");
  EXPECT_EQ(describe(OpenDocument{{"maltraitance", "x"}}), "OpenDocument");
}

}  // namespace
}  // namespace escale::app
