#include "content-bundles/learning/progress.hpp"

#include <gtest/gtest.h>

#include "content-bundles/learning/attempt.hpp"
#include "sync/base/random.hpp"

namespace escale::learning {
namespace {

Document quiz() {
  Document document;
  document.id = "quiz";
  document.kind = DocumentKind::Quiz;
  document.title = "Quiz";
  document.questions = {{"q1", plain("Un ?"), SingleChoice{{{plain("a"), kFullWeight, {}}, {plain("b"), 0, {}}}}, {}},
                        {"q2", plain("Deux ?"), TrueFalse{true, {}, {}}, {}}};
  document.blocks = {QuestionRef{"q1"}, QuestionRef{"q2"}};
  return document;
}

TEST(Attempt, GoesFromTheFirstQuestionToTheTotal) {
  const Document document = quiz();
  Attempt attempt{"quiz", {}};
  EXPECT_EQ(next_question(attempt, document)->id, "q1");
  EXPECT_EQ(answer(attempt, document, "q1", ChosenOne{0})->score, kFullScore);
  EXPECT_EQ(next_question(attempt, document)->id, "q2");
  EXPECT_FALSE(finished(attempt, document));
  EXPECT_EQ(total_score(attempt, document), 5'000);
  EXPECT_TRUE(answer(attempt, document, "q2", ChosenTruth{false}));
  EXPECT_TRUE(finished(attempt, document));
  EXPECT_EQ(total_score(attempt, document), 5'000);
  EXPECT_EQ(total_score({}, Document{}), 0);
}

TEST(Attempt, ChangesNothingOnARefusedAnswer) {
  const Document document = quiz();
  Attempt attempt{"quiz", {}};
  EXPECT_EQ(answer(attempt, document, "q9", ChosenOne{0}).error().code, Code::NotFound);
  EXPECT_FALSE(answer(attempt, document, "q1", ChosenOne{7}));
  EXPECT_TRUE(attempt.steps.empty());
  ASSERT_TRUE(answer(attempt, document, "q1", ChosenOne{1}));
  EXPECT_EQ(answer(attempt, document, "q1", ChosenOne{0}).error().code, Code::Conflict);
  EXPECT_EQ(attempt.steps.size(), 1u);
  EXPECT_EQ(attempt.steps[0].verdict.score, 0) << "a verdict stays";
}

TEST(Attempt, RecordsTheBestOfSeveral) {
  const Document document = quiz();
  Progress progress{"cours", {}};
  Attempt half{"quiz", {}};
  ASSERT_TRUE(answer(half, document, "q1", ChosenOne{0}));
  record(progress, half, document);
  EXPECT_FALSE(progress.documents.at("quiz").best_score) << "not finished yet";
  ASSERT_TRUE(answer(half, document, "q2", ChosenTruth{false}));
  record(progress, half, document);
  EXPECT_EQ(progress.documents.at("quiz").best_score, 5'000);
  Attempt worse{"quiz", {}};
  ASSERT_TRUE(answer(worse, document, "q1", ChosenOne{1}));
  ASSERT_TRUE(answer(worse, document, "q2", ChosenTruth{false}));
  record(progress, worse, document);
  EXPECT_EQ(progress.documents.at("quiz").best_score, 5'000);
  EXPECT_EQ(progress.documents.at("quiz").answers.at("q1").score, kFullScore);
}

Progress random_progress(Random& random) {
  Progress out{"cours", {}};
  for (const char* id : {"a", "b", "c"}) {
    if (random.below(2) == 0) continue;
    DocumentProgress& kept = out.documents[id];
    kept.seen = random.below(2) == 0;
    if (random.below(2) == 0) kept.best_score = static_cast<int>(random.below(kFullScore + 1));
    for (const char* question : {"q1", "q2"})
      if (random.below(2) == 0)
        kept.answers[question] = {ChosenOne{static_cast<std::size_t>(random.below(3))}, static_cast<int>(random.below(2))};
  }
  return out;
}

TEST(Progress, MergeIsCommutativeAssociativeAndIdempotent) {
  SeededRandom random(7);
  for (int i = 0; i < 500; ++i) {
    const Progress a = random_progress(random), b = random_progress(random), c = random_progress(random);
    EXPECT_EQ(merge(a, b).value(), merge(b, a).value());
    EXPECT_EQ(merge(merge(a, b).value(), c).value(), merge(a, merge(b, c).value()).value());
    EXPECT_EQ(merge(a, a).value(), a);
  }
}

TEST(Progress, MergeKeepsTheBestOfBothForks) {
  Progress here{"cours", {}}, there{"cours", {}};
  mark_seen(here, "lecon-1");
  here.documents["quiz"].best_score = 4'000;
  there.documents["quiz"].best_score = 9'000;
  here.documents["quiz"].answers["q1"] = {ChosenOne{0}, 10'000};
  there.documents["quiz"].answers["q1"] = {ChosenOne{1}, 0};
  const Progress both = merge(here, there).value();
  EXPECT_TRUE(both.documents.at("lecon-1").seen);
  EXPECT_EQ(both.documents.at("quiz").best_score, 9'000);
  EXPECT_EQ(both.documents.at("quiz").answers.at("q1").score, 10'000);
}

TEST(Progress, RefusesToMergeTwoCourses) { EXPECT_EQ(merge({"a", {}}, {"b", {}}).error().code, Code::Refused); }

TEST(Progress, SaysHowFar) {
  Progress progress{"cours", {}};
  mark_seen(progress, "a");
  progress.documents["quiz"].best_score = 8'000;
  EXPECT_EQ(completion(progress, {"a", "b", "quiz"}), (Completion{1, 3, 8'000}));
  EXPECT_EQ(completion({}, {}), (Completion{0, 0, std::nullopt}));
}

TEST(Progress, SurvivesJson) {
  Progress progress{"cours", {}};
  mark_seen(progress, "a");
  auto& quiz_progress = progress.documents["quiz"];
  quiz_progress.best_score = 1;
  quiz_progress.answers = {{"a", {ChosenOne{2}, 0}},
                           {"b", {ChosenSeveral{{0, 3}}, 5'000}},
                           {"c", {ChosenTruth{true}, 10'000}},
                           {"d", {Typed{"été"}, 1}},
                           {"e", {Matched{{std::size_t{1}, std::nullopt}}, 2}}};
  const std::string text = canonical_json(to_json(progress)).value();
  EXPECT_EQ(progress_from_json(parse_json(text).value()).value(), progress);
}

TEST(Progress, RefusesBrokenJsonNamingTheField) {
  const auto message = [](const char* text) { return progress_from_json(parse_json(text).value()).error().message; };
  EXPECT_EQ(message("{}"), "'course' is missing");
  EXPECT_EQ(message(R"({"course":"c","documents":[{"id":"a","seen":true,"answers":[],"best_score":10001}]})"),
            "'best_score' is not between 0 and 10000");
  EXPECT_EQ(message(R"({"course":"c","documents":[{"id":"a","seen":true,"answers":[]},{"id":"a","seen":true,"answers":[]}]})"),
            "the document 'a' is there twice");
  EXPECT_EQ(message(R"({"course":"c","documents":[{"id":"a","seen":true,"answers":[{"question":"q","score":0,)"
                    R"("response":{"kind":"song"}}]}]})"),
            "unknown kind of answer 'song'");
  EXPECT_EQ(message(R"({"course":"c","documents":[{"id":"a","seen":true,"answers":[{"question":"q","score":0,)"
                    R"("response":{"kind":"one","index":-1}}]}]})"),
            "an index is a whole number under 10000");
}

TEST(Document, ReadsAloudInOrder) {
  Document document = quiz();
  document.numbers = {{"3977", "Maltraitance", "3977", "9 h à 19 h", "", "2026-11-24", ""}};
  document.blocks.insert(document.blocks.begin(),
                         {Heading{2, plain("Titre")}, List{{{0, 1, plain("un")}, {1, 0, plain("deux")}}},
                          Quote{CalloutKind::Remember, {Paragraph{plain("À retenir")}}}, NumberRef{"3977"}});
  EXPECT_EQ(reading_text(document),
            "Quiz\nTitre\n1. un\ndeux\nÀ retenir\nMaltraitance, 3977\n9 h à 19 h\nUn ?\na\nb\nDeux ?\n");
}

TEST(Text, JoinsRunsOfTheSameStyle) {
  Text text;
  append(text, {"a", false, false, {}});
  append(text, {"b", false, false, {}});
  append(text, {"c", true, false, {}});
  append(text, {"", true, true, {}});
  EXPECT_EQ(text, (Text{{"ab", false, false, {}}, {"c", true, false, {}}}));
  EXPECT_EQ(words(text), "abc");
}

}  // namespace
}  // namespace escale::learning
