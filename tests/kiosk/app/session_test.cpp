#include <gtest/gtest.h>

#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using test::Desk;

SessionView a_session(bool open) {
  SessionView session;
  session.id = protocol::SessionId::parse(std::string(32, '5')).value();
  session.title = "Comité";
  session.forms = {{"journee", "avis"}};
  session.open = open;
  return session;
}

const std::vector<std::string> kWords{"un", "deux", "trois", "quatre", "cinq"};

Desk with_words() {
  Desk desk;
  desk.enters_staff();
  desk.does(BeginSession{});
  desk.does(SetSessionTitle{"Comité"});
  desk.does(CreateSession{});
  desk.does(SessionCreated{kWords, {a_session(true)}});
  return desk;
}

TEST(Session, ProposesWhatIsKnown) {
  Desk desk;
  desk.enters_staff();
  desk.does(BeginSession{});
  EXPECT_EQ(desk.state.view, View::SessionNew);
  const SessionDraft& draft = desk.state.session_draft;
  EXPECT_EQ(draft.title, "journee") << "the study day of the only form";
  EXPECT_EQ(draft.forms, (std::vector<DocumentKey>{{"journee", "avis"}}));
  ASSERT_TRUE(draft.day);
  EXPECT_FALSE(draft.day_confirmed);
  desk.does(ConfirmDay{true});
  EXPECT_TRUE(draft.day_confirmed);
}

TEST(Session, IsBegunByStaffOnly) {
  Desk desk;
  desk.does(BeginSession{});
  EXPECT_EQ(desk.state.view, View::Home);
}

TEST(Session, AsksForATitleAndAForm) {
  Desk desk;
  desk.enters_staff();
  desk.does(BeginSession{});
  desk.does(SetSessionTitle{"  "});
  desk.does(CreateSession{});
  EXPECT_EQ(desk.state.session_draft.failure, "title-missing");
  desk.does(SetSessionTitle{"Comité"});
  EXPECT_EQ(desk.state.session_draft.failure, "");
  desk.does(ToggleSessionForm{{"journee", "avis"}});
  desk.does(CreateSession{});
  EXPECT_EQ(desk.state.session_draft.failure, "form-missing");
  EXPECT_TRUE(desk.effects.empty());
  desk.does(ToggleSessionForm{{"journee", "inconnu"}});
  EXPECT_TRUE(desk.state.session_draft.forms.empty());
  desk.does(ToggleSessionForm{{"journee", "avis"}});
  desk.does(CreateSession{});
  ASSERT_NE(desk.asked<MakeSession>(), nullptr);
  EXPECT_EQ(desk.asked<MakeSession>()->draft.title, "Comité");
  desk.does(CreateSession{});
  EXPECT_TRUE(desk.effects.empty()) << "once";
}

TEST(Session, ShowsTheWordsOnceAndWipesThem) {
  Desk desk = with_words();
  EXPECT_EQ(desk.state.view, View::SessionWords);
  EXPECT_EQ(desk.state.session_draft.words, kWords);
  desk.does(WordsNoted{});
  EXPECT_EQ(desk.state.view, View::Staff);
  EXPECT_TRUE(desk.state.session_draft.words.empty());
  desk.does(Go{View::SessionWords});
  EXPECT_EQ(desk.state.view, View::Staff);
}

TEST(Session, NoStrayTouchLeavesTheWords) {
  Desk desk = with_words();
  for (const Action& action : std::vector<Action>{Back{}, GoHome{}, LeaveStaff{}, Go{View::Modules}, GiveFeedback{}, OpenCourse{"cours"}, BeginSession{}}) {
    desk.does(action);
    EXPECT_EQ(desk.state.view, View::SessionWords);
    EXPECT_EQ(desk.state.session_draft.words, kWords);
  }
  desk.does(Go{View::Enlarge});
  EXPECT_EQ(desk.state.view, View::Enlarge) << "larger letters help to copy them";
  desk.does(GoHome{});
  EXPECT_EQ(desk.state.view, View::SessionWords);
}

TEST(Session, NeverShowsTheWordsToTheNextPerson) {
  Desk desk;
  desk.enters_staff();
  desk.does(BeginSession{});
  desk.does(SetSessionTitle{"Comité"});
  desk.does(CreateSession{});
  desk.does(FinishAndErase{});
  desk.does(SessionCreated{kWords, {a_session(true)}});
  EXPECT_EQ(desk.state.view, View::Home);
  EXPECT_TRUE(desk.state.session_draft.words.empty());
  EXPECT_NE(desk.state.open_session(), nullptr);
}

TEST(Session, ShowsTheWordsAfterAToolThatWasLookedAtMeanwhile) {
  Desk desk;
  desk.enters_staff();
  desk.does(BeginSession{});
  desk.does(CreateSession{});
  desk.does(Go{View::Enlarge});
  desk.does(SessionCreated{kWords, {a_session(true)}});
  EXPECT_EQ(desk.state.view, View::Enlarge);
  desk.does(Back{});
  EXPECT_EQ(desk.state.view, View::SessionWords);
  EXPECT_EQ(desk.state.session_draft.words, kWords);
  desk.does(WordsNoted{});
  EXPECT_EQ(desk.state.view, View::Staff);
}

TEST(Session, OnlyOneIsOpen) {
  Desk desk = with_words();
  desk.does(WordsNoted{});
  desk.does(BeginSession{});
  EXPECT_EQ(desk.state.view, View::Staff);
  EXPECT_EQ(desk.state.message, "session-open");
}

TEST(Session, IsClosedByItsSealedList) {
  Desk desk = with_words();
  desk.does(WordsNoted{});
  desk.does(CloseSession{});
  ASSERT_NE(desk.asked<SealSessionList>(), nullptr);
  EXPECT_EQ(desk.asked<SealSessionList>()->session, a_session(true).id);
  desk.does(SessionClosed{{a_session(false)}});
  EXPECT_EQ(desk.state.open_session(), nullptr);
  desk.does(CloseSession{});
  EXPECT_TRUE(desk.effects.empty());
}

TEST(Session, SaysThatItCouldNotBeMade) {
  Desk desk;
  desk.enters_staff();
  desk.does(BeginSession{});
  desk.does(CreateSession{});
  desk.does(SessionFailed{"not_found"});
  EXPECT_EQ(desk.state.view, View::SessionNew);
  EXPECT_EQ(desk.state.session_draft.failure, "not_found");
  EXPECT_FALSE(desk.state.session_draft.busy);
}

Desk at_results_door() {
  Desk desk;
  desk.enters_staff();
  desk.state.sessions = {a_session(false)};
  desk.does(OpenResults{a_session(false).id});
  desk.does(TypeWords{"un deux trois quatre cinq"});
  desk.does(SubmitWords{});
  return desk;
}

TEST(Results, OpenWithTheWords) {
  Desk desk = at_results_door();
  EXPECT_EQ(desk.state.view, View::ResultsDoor);
  ASSERT_NE(desk.asked<UnlockResults>(), nullptr);
  EXPECT_EQ(desk.asked<UnlockResults>()->words, "un deux trois quatre cinq");
  desk.does(ResultsReady{7, 12, {{}}, a_session(false).id});
  EXPECT_EQ(desk.state.view, View::Results);
  EXPECT_TRUE(desk.state.results.unlocked);
  EXPECT_EQ(desk.state.results.typed, "");
  EXPECT_EQ(desk.state.results.questions.size(), 1u);
  desk.does(ResultsReady{8, 12, {{}, {}}, a_session(false).id});
  EXPECT_EQ(desk.state.results.collected, 8);
}

TEST(Results, KeepTheWordsThatWereTypedWhenTheyDoNotOpen) {
  Desk desk = at_results_door();
  desk.does(ResultsFailed{"untrusted", a_session(false).id});
  EXPECT_EQ(desk.state.view, View::ResultsDoor);
  EXPECT_EQ(desk.state.results.failure, "untrusted");
  EXPECT_EQ(desk.state.results.typed, "un deux trois quatre cinq");
  desk.does(TypeWords{"un deux trois quatre six"});
  EXPECT_EQ(desk.state.results.failure, "");
}

TEST(Results, LockOnDemandAndAtTheEndOfUse) {
  Desk desk = at_results_door();
  desk.does(ResultsReady{7, 12, {}, a_session(false).id});
  desk.does(LockResults{});
  EXPECT_EQ(desk.state.view, View::Staff);
  EXPECT_NE(desk.asked<ForgetResults>(), nullptr);
  EXPECT_FALSE(desk.state.results.unlocked);

  desk = at_results_door();
  desk.does(ResultsReady{7, 12, {}, a_session(false).id});
  desk.does(FinishAndErase{});
  EXPECT_NE(desk.asked<ForgetResults>(), nullptr);
  EXPECT_FALSE(desk.state.results.session);
}

TEST(Results, AreForgottenWhenTheyOpenTooLate) {
  Desk desk = at_results_door();
  desk.does(FinishAndErase{});
  desk.does(ResultsReady{7, 12, {{}}, a_session(false).id});
  EXPECT_EQ(desk.state.view, View::Home);
  EXPECT_TRUE(desk.state.results.questions.empty());
  EXPECT_NE(desk.asked<ForgetResults>(), nullptr);
}

}  // namespace
}  // namespace escale::app
