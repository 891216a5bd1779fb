#include <gtest/gtest.h>

#include "kiosk/app/describe.hpp"
#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using test::Desk;

/// A page with a note, one required question, a page with two questions, then one question a page.
std::shared_ptr<const forms::Plan> feedback_form() { return test::sample_plan(); }

/// Three statements on one table, then a free text.
std::shared_ptr<const forms::Plan> table_form() {
  test::FormBuilder form("avis", "Votre avis", {"fr"});
  form.list("accord", {{"oui", {{"fr", "D’accord"}}}, {"non", {{"fr", "Pas d’accord"}}}});
  form.group("tableau", {{"fr", "Diriez-vous que…"}}, "table-list");
  for (const char* name : {"clair", "utile", "vivant"})
    form.ask("select_one", name, {{"fr", name}}, {.required = std::string(name) == "utile", .list = "accord"});
  form.end();
  form.ask("text", "mots", {{"fr", "Un mot ?"}});
  return form.plan();
}

/// To the review, with the least that the form asks.
void fill(Desk& desk) {
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});  // the note
  desk.chooses("humeur", "bien");
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
  EXPECT_EQ(desk.state.feedback.problems[0].code, ProblemCode::Required);
  desk.does(SkipQuestion{});
  EXPECT_EQ(desk.state.feedback.page, 1);
  desk.chooses("humeur", "bien");
  EXPECT_TRUE(desk.state.feedback.problems.empty()) << "what was mended is no longer shown as wrong";
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.page, 2);
}

TEST(Feedback, D2_HoldsAnAnswerToTheFormsOwnRule) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.chooses("humeur", "bien");
  desk.does(NextFormPage{});
  desk.chooses("themes", "logement sante emploi");
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.problems.size(), 1u);
  EXPECT_EQ(desk.state.feedback.problems[0].code, ProblemCode::Constraint);
  EXPECT_EQ(desk.state.feedback.problems[0].question, desk.question("themes"));
}

TEST(Feedback, TellsHowToWriteANumber) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.chooses("humeur", "bien");
  desk.does(NextFormPage{});
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.page, 3);
  desk.types("annees", "douze");
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.problems.size(), 1u);
  EXPECT_EQ(desk.state.feedback.problems[0].code, ProblemCode::Unreadable);
  EXPECT_EQ(desk.state.feedback.typed.at(desk.question("annees")), "douze") << "what was typed stays";
  desk.types("annees", "12");
  EXPECT_EQ(desk.answer("annees"), "12");
  desk.types("annees", "");
  EXPECT_EQ(desk.answer("annees"), "");
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.page, 4);
}

TEST(Feedback, SkippingClearsThePage) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.chooses("humeur", "bien");
  desk.does(NextFormPage{});
  desk.chooses("themes", "sante");
  desk.does(SkipQuestion{});
  EXPECT_EQ(desk.state.feedback.page, 3);
  EXPECT_EQ(desk.answer("themes"), "");
  EXPECT_NE(desk.answer("humeur"), "");
}

TEST(Feedback, AsksATableRowByRow) {
  Desk desk;
  desk.opens_form(table_form());
  desk.chooses("clair", "oui");
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.row, 1);
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.row, 1) << "this row is required";
  EXPECT_EQ(desk.state.feedback.problems.size(), 1u);
  desk.chooses("utile", "non");
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
    desk.chooses(row, "oui");
    desk.does(NextFormPage{});
  }
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.view, View::Review);
  desk.does(ChangeAnswer{0, 1});
  EXPECT_EQ(desk.state.view, View::FormPage);
  EXPECT_EQ(desk.state.feedback.row, 1);
  desk.chooses("utile", "non");
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.view, View::Review);
  EXPECT_EQ(desk.answer("utile"), "non");
  EXPECT_EQ(desk.answer("vivant"), "oui");
  desk.does(ChangeAnswer{9});
  EXPECT_EQ(desk.state.view, View::Review);
}

TEST(Feedback, WarnsOnceOfWhatMayNameSomebody) {
  Desk desk;
  desk.opens_form(table_form());
  for (const char* row : {"clair", "utile", "vivant"}) {
    desk.chooses(row, "oui");
    desk.does(NextFormPage{});
  }
  desk.types("mots", "Appelez-moi au 06 12 34 56 78");
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
  desk.types("mots", "ou à moi@example.org");
  desk.does(NextFormPage{});
  EXPECT_TRUE(desk.state.feedback.sensitive_warning);
}

TEST(Feedback, FindsTheAnswersAsTheyWereAfterALookElsewhere) {
  Desk desk;
  desk.opens_form(feedback_form());
  desk.does(NextFormPage{});
  desk.chooses("humeur", "bien");
  desk.does(Go{View::PersonalData});
  desk.does(Back{});
  EXPECT_EQ(desk.state.feedback.page, 1);
  desk.does(GoHome{});
  desk.does(GiveFeedback{});
  EXPECT_EQ(desk.asked<LoadForm>(), nullptr);
  EXPECT_EQ(desk.state.feedback.page, 1);
  EXPECT_NE(desk.answer("humeur"), "");
}

TEST(Feedback, IsKeptThenThankedThenForgotten) {
  Desk desk;
  fill(desk);
  ASSERT_EQ(desk.state.view, View::Review);
  desk.touches();
  desk.does(SendAnswers{});
  ASSERT_NE(desk.asked<KeepAnswer>(), nullptr);
  const KeepAnswer asked = *desk.asked<KeepAnswer>();
  EXPECT_NE(asked.body.find("<humeur>bien</humeur>"), std::string::npos) << asked.body;
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
  EXPECT_NE(desk.answer("humeur"), "");
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
  desk.chooses("humeur", "bien");
  while (desk.state.view == View::FormPage) {
    desk.effects.clear();
    desk.does(SendAnswers{});
    EXPECT_TRUE(desk.effects.empty()) << "sent from page " << desk.state.feedback.page;
    ASSERT_EQ(desk.state.view, View::FormPage);
    desk.does(NextFormPage{});
    EXPECT_EQ(desk.asked<KeepAnswer>(), nullptr) << "the last « Suite » sends";
  }
  ASSERT_EQ(desk.state.view, View::Review);
  desk.does(SendAnswers{});
  EXPECT_FALSE(desk.effects.empty());
}

TEST(Feedback, GoesToWhatIsMissingInsteadOfSending) {
  Desk desk;
  fill(desk);
  desk.does(ChangeAnswer{1});
  desk.chooses("humeur", "");
  desk.does(Back{});
  ASSERT_EQ(desk.state.view, View::Review);
  desk.does(SendAnswers{});
  EXPECT_TRUE(desk.effects.empty());
  EXPECT_EQ(desk.state.view, View::FormPage);
  EXPECT_EQ(desk.state.feedback.page, 1);
  EXPECT_EQ(desk.state.feedback.problems.size(), 1u);
}

/// A question that an answer opens, a list that it filters, entries that repeat.
std::shared_ptr<const forms::Plan> following_form() {
  test::FormBuilder form("suite", "Suite", {"fr", "en"});
  form.list("oui_non", {{"oui", {{"fr", "Oui"}, {"en", "Yes"}}}, {"non", {{"fr", "Non"}, {"en", "No"}}}});
  form.list("villes", {{"rennes", {{"fr", "Rennes"}}, {{"vient", "oui"}}}, {"paris", {{"fr", "Paris"}}, {{"vient", "non"}}}});
  form.ask("select_one", "vient", {{"fr", "Viendrez-vous ?"}, {"en", "Will you come?"}}, {.list = "oui_non"});
  form.ask("date", "quand", {{"fr", "Quel jour ?"}}, {.required = true, .relevant = "/data/vient = 'oui'"});
  form.ask("select_one", "ville", {{"fr", "Où ?"}}, {.list = "villes", .filter = "vient = /data/vient"});
  form.ask("rank", "ordre", {{"fr", "Dans quel ordre ?"}}, {.list = "oui_non"});
  form.repeat("enfants", {{"fr", "Enfants"}});
  form.ask("integer", "age", {{"fr", "Quel âge ?"}});
  form.end();
  form.ask("acknowledge", "lu", {{"fr", "J’ai lu"}});
  return form.plan();
}

TEST(Pages, FollowTheAnswers) {
  Desk desk;
  desk.opens_form(following_form());
  const auto before = desk.state.feedback.pages.size();
  EXPECT_TRUE(desk.state.feedback.about);
  desk.chooses("vient", "oui");
  EXPECT_EQ(desk.state.feedback.pages.size(), before + 1);
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.shown().questions.front(), desk.question("quand"));
  desk.does(Back{});
  desk.chooses("vient", "non");
  EXPECT_EQ(desk.state.feedback.pages.size(), before);
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.shown().questions.front(), desk.question("ville")) << "what is not asked is passed over";
}

TEST(Pages, TakeBackAChoiceThatIsNoLongerOffered) {
  Desk desk;
  desk.opens_form(following_form());
  desk.chooses("vient", "non");
  desk.does(NextFormPage{});
  desk.chooses("ville", "paris");
  EXPECT_EQ(desk.answer("ville"), "paris");
  desk.chooses("ville", "rennes");
  EXPECT_EQ(desk.answer("ville"), "") << "not in the list as it is filtered";
  desk.chooses("ville", "paris");
  desk.does(Back{});
  desk.chooses("vient", "oui");
  EXPECT_EQ(desk.answer("ville"), "");
}

TEST(Pages, HoldADateUntilAllOfItIsThere) {
  Desk desk;
  desk.opens_form(following_form());
  desk.chooses("vient", "oui");
  desk.does(NextFormPage{});
  desk.types("quand", "24//");
  EXPECT_EQ(desk.answer("quand"), "");
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.problems.size(), 1u);
  EXPECT_EQ(desk.state.feedback.problems[0].code, ProblemCode::Unfinished);
  desk.types("quand", "31/2/2026");
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.problems.size(), 1u);
  EXPECT_EQ(desk.state.feedback.problems[0].code, ProblemCode::Unreadable) << "no such day";
  desk.types("quand", "24/11/2026");
  EXPECT_EQ(desk.answer("quand"), "2026-11-24");
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.shown().questions.front(), desk.question("ville"));
}

TEST(Pages, CountARankingOnceItIsWhole) {
  Desk desk;
  desk.opens_form(following_form());
  desk.does(NextFormPage{});
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.shown().questions.front(), desk.question("ordre"));
  desk.chooses("ordre", "non");
  EXPECT_EQ(desk.answer("ordre"), "");
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.problems.size(), 1u);
  EXPECT_EQ(desk.state.feedback.problems[0].code, ProblemCode::Unfinished);
  desk.chooses("ordre", "non oui");
  EXPECT_EQ(desk.answer("ordre"), "non oui");
  EXPECT_TRUE(desk.state.feedback.problems.empty());
  desk.chooses("ordre", "");
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.state.feedback.shown().questions.front(), desk.question("age")) << "left without an answer";
}

TEST(Pages, AddAndTakeAwayEntries) {
  Desk desk;
  desk.opens_form(following_form());
  for (int i = 0; i < 3; ++i) desk.does(NextFormPage{});
  desk.types("age", "7");
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.shown().kind, forms::AskedPage::Kind::Copies);
  desk.does(RemoveCopy{});
  EXPECT_EQ(desk.answer("age"), "7") << "the only one stays";
  desk.does(AddCopy{});
  EXPECT_EQ(desk.state.feedback.shown().questions.front(), desk.question("age", 2));
  desk.types("age", "9", 2);
  EXPECT_EQ(desk.answer("age"), "7");
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.feedback.shown().questions.size(), 2u);
  desk.does(RemoveCopy{});
  EXPECT_EQ(desk.state.feedback.shown().questions.size(), 1u);
  EXPECT_EQ(desk.state.feedback.shown().kind, forms::AskedPage::Kind::Copies) << "the page stays";
  desk.does(NextFormPage{});
  desk.chooses("lu", "OK");
  desk.does(NextFormPage{});
  ASSERT_EQ(desk.state.view, View::Review);
  desk.does(SendAnswers{});
  ASSERT_NE(desk.asked<KeepAnswer>(), nullptr);
  const std::string& body = desk.asked<KeepAnswer>()->body;
  EXPECT_NE(body.find("<enfants><age>7</age></enfants>"), std::string::npos) << body;
  EXPECT_EQ(body.find("<age>9</age>"), std::string::npos) << body;
  EXPECT_EQ(body.find("<quand"), std::string::npos) << "not asked, not sent: " << body;
}

TEST(Pages, KeepAnswersWhenTheLanguageChanges) {
  Desk desk;
  desk.opens_form(following_form());
  desk.chooses("vient", "oui");
  Preferences english = desk.state.preferences;
  english.lang = "en";
  desk.does(SetPreferences{english});
  const forms::Filling& filling = *desk.state.feedback.filling;
  EXPECT_EQ(filling.label(desk.question("vient")).value(), "Will you come?");
  EXPECT_EQ(filling.label(desk.question("ville")).value(), "Où ?") << "not translated: the form's own language";
  EXPECT_EQ(desk.answer("vient"), "oui");
}

TEST(Describe, SaysWhatHappenedAndNeverWhatAbout) {
  EXPECT_EQ(describe(Go{View::Modules}), "Go Modules");
  EXPECT_EQ(describe(TurnPage{2}), "TurnPage 2");
  EXPECT_EQ(describe(AnswerFailed{"no_space"}), "AnswerFailed no_space");
  EXPECT_EQ(describe(ResultsFailed{"untrusted"}), "ResultsFailed untrusted");
  EXPECT_EQ(describe(TypeAnswer{3, "secret"}), "TypeAnswer");
  EXPECT_EQ(describe(TypePin{"2580"}), "TypePin");
  EXPECT_EQ(describe(TypeWords{"un deux"}), "TypeWords");
  EXPECT_EQ(describe(OpenDocument{{"maltraitance", "x"}}), "OpenDocument");
}

}  // namespace
}  // namespace escale::app
