// Drafts: what is kept at each answer, who goes on with it after a crash, and that it goes with its person.
#include <gmock/gmock.h>

#include "kiosk/app/draft_content.hpp"
#include "tests/kiosk/app/terminal.hpp"
#include "tests/support/desk.hpp"

namespace escale::app {
namespace {
using escale::test::must;
using escale::test::Desk;

/// Humeur answered, a text half written under the second language.
void write_something(Desk& desk) {
  desk.opens_form(escale::test::sample_plan());
  desk.does(NextFormPage{});
  desk.chooses("humeur", "bien");
  for (int i = 0; i < 3; ++i) desk.does(NextFormPage{});
  desk.types("heures", "7,");
}

TEST(Draft, IsKeptAtEachAnswerAndDroppedOnceAllIsTakenBack) {
  Desk desk;
  desk.opens_form(escale::test::sample_plan());
  desk.does(NextFormPage{});
  EXPECT_EQ(desk.asked<KeepDraft>(), nullptr) << "nothing was answered";
  desk.chooses("humeur", "bien");
  ASSERT_NE(desk.asked<KeepDraft>(), nullptr);
  const DraftContent draft = must(decode_draft(desk.asked<KeepDraft>()->content));
  EXPECT_EQ(draft.key, (DocumentKey{"journee", "avis"}));
  EXPECT_EQ(draft.page, desk.state.feedback.page);
  EXPECT_THAT(draft.answers, testing::HasSubstr("<humeur>bien</humeur>"));
  desk.chooses("humeur", "");
  EXPECT_EQ(desk.asked<KeepDraft>(), nullptr);
  EXPECT_NE(desk.asked<DropDraft>(), nullptr);
  desk.does(Back{});
  EXPECT_EQ(desk.asked<DropDraft>(), nullptr) << "once";
}

TEST(Draft, ComesBackAsItWas) {
  DraftContent draft{{"journee", "avis"}, std::string(64, 'a'), "en", true, 3, 1, "<data/>", {{"/data/mots", "à « moitié »\n"}}, {"/data/humeur"}};
  EXPECT_EQ(must(decode_draft(encode_draft(draft))), draft);
  EXPECT_FALSE(decode_draft(as_bytes("{}")));
  EXPECT_FALSE(decode_draft(as_bytes("[1")));
}

TEST(Draft, AfterACrashItIsOfferedAndTheSamePersonGoesOn) {
  Desk before;
  write_something(before);
  const DraftContent draft = must(decode_draft(before.asked<KeepDraft>()->content));
  const auto plan = before.state.feedback.open->form;

  Desk desk;
  desk.does(ResumeDraft{});
  EXPECT_EQ(desk.asked<OpenDraft>(), nullptr) << "nothing waits";
  desk.does(DraftWaits{});
  EXPECT_TRUE(desk.state.somebody) << "« Terminer et effacer » is offered";
  EXPECT_EQ(desk.state.view, View::Home);
  desk.does(ResumeDraft{});
  ASSERT_NE(desk.asked<OpenDraft>(), nullptr);
  const auto answers = must(forms::Submission::parse(*plan, draft.answers));
  forms::Environment environment;
  environment.language = "fr";
  SeededRandom random{5};
  environment.random = &random;
  desk.does(DraftOpened{*before.state.feedback.open, must(forms::Filling::restore(*plan, environment, "", answers)), draft});
  EXPECT_EQ(desk.state.view, View::FormPage);
  EXPECT_EQ(desk.answer("humeur"), "bien");
  EXPECT_EQ(desk.state.feedback.page, before.state.feedback.page);
  EXPECT_EQ(desk.state.feedback.typed.at(desk.question("heures")), "7,") << "half written, too";
  EXPECT_FALSE(desk.state.draft_waits);
  desk.types("heures", "7,5");
  EXPECT_NE(desk.asked<KeepDraft>(), nullptr) << "and it is kept as before";
}

TEST(Draft, WhoErasesIsNotShownIt) {
  Desk desk;
  desk.does(DraftWaits{});
  desk.does(AskFinish{});
  EXPECT_EQ(desk.state.view, View::Finish) << "what goes is said first";
  desk.does(FinishAndErase{});
  EXPECT_NE(desk.asked<DropDraft>(), nullptr);
  EXPECT_FALSE(desk.state.draft_waits);
  const auto plan = escale::test::sample_plan();
  desk.does(DraftOpened{{{"journee", "avis"}, std::string(64, 'a'), plan}, escale::test::started(*plan), {}});
  EXPECT_FALSE(desk.state.feedback.open) << "its report came too late";
}

TEST(Draft, NobodyComesForItAndItGoes) {
  Desk desk;
  desk.touches();
  desk.does(DraftWaits{});
  desk.waits(std::chrono::minutes(10));
  EXPECT_FALSE(desk.state.draft_waits);
  EXPECT_FALSE(desk.state.somebody);
}

TEST(Draft, IsDroppedWithTheQuickExitAndWhenItsFormIsGone) {
  Desk desk;
  write_something(desk);
  desk.does(QuickExit{});
  EXPECT_NE(desk.asked<DropDraft>(), nullptr);
  Desk other;
  other.does(DraftWaits{});
  other.does(ResumeDraft{});
  other.does(DraftLost{});
  EXPECT_FALSE(other.state.draft_waits);
  EXPECT_EQ(other.state.message, "load-failed");
}

/// The supervisor's memory, which outlives the workers.
struct Holder final : store::DraftKeyHolder {
  std::optional<std::array<std::uint8_t, kBytes>> key;
  Result<bool> read(std::span<std::uint8_t, kBytes> out) override {
    if (key) std::copy(key->begin(), key->end(), out.begin());
    return key.has_value();
  }
  Result<> write(std::span<const std::uint8_t, kBytes> fresh) override {
    key.emplace();
    std::copy(fresh.begin(), fresh.end(), key->begin());
    return {};
  }
  Result<> wipe() override {
    key.reset();
    return {};
  }
};

TEST(Workers, FindTheDraftOfAProcessThatEnded) {
  Holder holder;
  test::Terminal terminal;
  terminal.options.store.draft_key = &holder;
  terminal.reopen();
  EXPECT_TRUE(terminal.does<DraftWaits>(LookForDraft{}).empty());
  const FormLoaded form = terminal.form();
  Desk desk;
  desk.does(GiveFeedback{});
  desk.state.feedback.open->key = form.form.key;
  desk.does(form);
  desk.does(NextFormPage{});
  const auto question = desk.state.feedback.shown().questions.front();
  const std::string choice = must(desk.state.feedback.filling->choices(question)).front().value;
  desk.does(AnswerQuestion{question, choice});
  ASSERT_NE(desk.asked<KeepDraft>(), nullptr);
  terminal.workers->post(*desk.asked<KeepDraft>());
  terminal.workers->settle();
  terminal.reopen();
  EXPECT_EQ(terminal.does<DraftWaits>(LookForDraft{}).size(), 1u);
  const DraftOpened opened = terminal.did<DraftOpened>(OpenDraft{});
  EXPECT_EQ(opened.form.key, form.form.key);
  EXPECT_EQ(opened.filling->state(must(opened.filling->find(opened.draft.given.front()))).value, choice);
  terminal.workers->post(DropDraft{});
  terminal.workers->settle();
  EXPECT_FALSE(holder.key);
  EXPECT_TRUE(terminal.does<DraftWaits>(LookForDraft{}).empty());
  EXPECT_EQ(terminal.does<DraftLost>(OpenDraft{}).size(), 1u);
}

}  // namespace
}  // namespace escale::app
