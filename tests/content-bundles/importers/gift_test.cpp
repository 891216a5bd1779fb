#include "content-bundles/importers/gift.hpp"

#include <gtest/gtest.h>

#include "content-bundles/learning/scoring.hpp"

namespace escale::importers {
namespace {
using namespace learning;

Question one(std::string_view text) {
  const GiftReading reading = read_gift(text);
  for (const Problem& problem : reading.problems) ADD_FAILURE() << problem.line << ": " << problem.sentence;
  if (reading.questions.size() != 1) {
    ADD_FAILURE() << reading.questions.size() << " questions in: " << text;
    return {};
  }
  return reading.questions[0].question;
}

TEST(Gift, ReadsOneAnswer) {
  const Question question = one("// commentaire\n::q1:: Qui\n alerter ?{\n=L'équipe. #Oui.\n~%50%Un collègue #Presque\n~ Personne\n####La loi protège.}\n");
  EXPECT_EQ(question.id, "q1");
  EXPECT_EQ(words(question.stem), "Qui alerter ?");
  EXPECT_EQ(words(question.general_feedback), "La loi protège.");
  EXPECT_EQ(std::get<SingleChoice>(question.body),
            (SingleChoice{{{plain("L'équipe."), kFullWeight, plain("Oui.")},
                           {plain("Un collègue"), kFullWeight / 2, plain("Presque")},
                           {plain("Personne"), 0, {}}}}));
}

TEST(Gift, ReadsSeveralAnswersWithWeights) {
  const Question question = one("::q1:: Lesquels ? {~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-50%d ~e}");
  const auto& body = std::get<MultipleChoice>(question.body);
  ASSERT_EQ(body.choices.size(), 5u);
  EXPECT_EQ(body.choices[0].weight, 3'333'333);
  EXPECT_EQ(body.choices[3].weight, -5'000'000);
  EXPECT_EQ(body.choices[4].weight, 0);
  EXPECT_EQ(score(question, ChosenSeveral{{0, 1, 2}})->score, kFullScore);
}

TEST(Gift, ReadsTrueAndFalseWithTheWrongFeedbackFirst) {
  for (const char* word : {"T", "TRUE", "true", "VRAI", "Vrai"})
    EXPECT_EQ(std::get<TrueFalse>(one(std::string("::q:: x {") + word + "#faux#vrai}").body), (TrueFalse{true, plain("faux"), plain("vrai")})) << word;
  for (const char* word : {"F", "FALSE", "FAUX", "faux"})
    EXPECT_EQ(std::get<TrueFalse>(one(std::string("::q:: x {") + word + "}").body), (TrueFalse{false, {}, {}})) << word;
}

TEST(Gift, ReadsShortAnswers) {
  const Question question = one(R"(::q:: Comment ? {=aller vers #Oui =%50%aller* =5 \* 3 =%0%\=autre\: })");
  const auto& accepted = std::get<ShortAnswer>(question.body).accepted;
  ASSERT_EQ(accepted.size(), 4u);
  EXPECT_EQ(accepted[0], (AcceptedText{"aller vers", kFullWeight, plain("Oui")}));
  EXPECT_EQ(accepted[1], (AcceptedText{"aller*", kFullWeight / 2, {}}));
  EXPECT_EQ(accepted[2].pattern, "5 \\* 3");
  EXPECT_EQ(accepted[3], (AcceptedText{"=autre:", 0, {}}));
  EXPECT_EQ(std::get<ShortAnswer>(one("::q:: x {Paris}").body).accepted[0].pattern, "Paris") << "as Moodle: no mark, one answer";
  EXPECT_EQ(std::get<ShortAnswer>(one(R"(::q:: x {=a\\b})").body).accepted[0].pattern, R"(a\\b)");
}

TEST(Gift, ReadsNumbers) {
  const auto accepted = [](const char* text) { return std::get<Numerical>(one(text).body).accepted; };
  EXPECT_EQ(accepted("::q:: x {#3977}")[0], (AcceptedNumber{Decimal{3'977'000'000}, Decimal{3'977'000'000}, kFullWeight, {}}));
  EXPECT_EQ(accepted("::q:: x {#10:0.5 #Oui}")[0], (AcceptedNumber{Decimal{9'500'000}, Decimal{10'500'000}, kFullWeight, plain("Oui")}));
  EXPECT_EQ(accepted("::q:: x {#-2..1,5}")[0], (AcceptedNumber{Decimal{-2'000'000}, Decimal{1'500'000}, kFullWeight, {}}));
  const auto several = accepted("::q:: x {#\n=1822:0 #Oui\n=%50%1822:2 #Presque\n=%0%* #Non}");
  ASSERT_EQ(several.size(), 3u);
  EXPECT_EQ(several[1].weight, kFullWeight / 2);
  EXPECT_EQ(several[2], (AcceptedNumber{{}, {}, 0, plain("Non")}));
}

TEST(Gift, ReadsPairs) {
  const Question question = one("::q:: Reliez. {=a -> x =b -> y =c -> x = -> z ####Bien.}");
  EXPECT_EQ(std::get<Matching>(question.body),
            (Matching{{{plain("a"), 0}, {plain("b"), 1}, {plain("c"), 0}}, {plain("x"), plain("y"), plain("z")}}));
  EXPECT_EQ(words(question.general_feedback), "Bien.");
}

TEST(Gift, ShowsAMissingWordAsAGap) {
  EXPECT_EQ(words(one("::q:: Le {=3977 ~119} est gratuit.").stem), "Le _____ est gratuit.");
  EXPECT_EQ(words(one("::q:: Le numéro est {=3977 ~119}.").stem), "Le numéro est _____.");
}

TEST(Gift, KeepsEscapedCharacters) {
  const Question question = one(R"(::q:: a \{b\} \= \~ \# \: \\ c\nd \x {=x \= y ~z \#1 \~ #f\}})");
  EXPECT_EQ(words(question.stem), "a {b} = ~ # : \\ c\u2028d \\x");
  EXPECT_EQ(words(std::get<SingleChoice>(question.body).choices[0].text), "x = y");
  EXPECT_EQ(words(std::get<SingleChoice>(question.body).choices[1].text), "z #1 ~");
  EXPECT_EQ(words(std::get<SingleChoice>(question.body).choices[1].feedback), "f}");
}

TEST(Gift, ReadsStylesWhereTheMarkerSaysSo) {
  EXPECT_EQ(one("::q::[markdown] Un **mot** *rare*, 2 * 3 {T}").stem,
            (Text{{"Un ", false, false, {}}, {"mot", true, false, {}}, {" ", false, false, {}}, {"rare", false, true, {}}, {", 2 * 3", false, false, {}}}));
  EXPECT_EQ(one("::q::[html]<p>L&apos;&eacute;t&#233; <b>fort</b></p><p>2 &lt; 3<br/>fin</p> {T}").stem,
            (Text{{"L'été ", false, false, {}}, {"fort", true, false, {}}, {"\u20282 < 3\u2028fin", false, false, {}}}));
  EXPECT_EQ(words(one("::q::[plain] a **b** <i> {T}").stem), "a **b** <i>");
  EXPECT_EQ(words(one("::q::[1] Un {T}").stem), "[1] Un") << "brackets that name no format are text";
}

TEST(Gift, SkipsCategoriesCommentsAndBlankLines) {
  const GiftReading reading = read_gift("\uFEFF$CATEGORY: tom/dick\n\n// x\n\n::a:: Un {T}\r\n\r\n\r\n  // y\n::b:: Deux\n// au milieu\n{F}\n", 10);
  EXPECT_TRUE(reading.problems.empty());
  ASSERT_EQ(reading.questions.size(), 2u);
  EXPECT_EQ(reading.questions[0].line, 14);
  EXPECT_EQ(reading.questions[1].line, 18);
  EXPECT_EQ(words(reading.questions[1].question.stem), "Deux");
  EXPECT_TRUE(read_gift("").questions.empty());
}

struct Broken {
  const char* text;
  int line;
  const char* sentence;
};
class GiftProblems : public testing::TestWithParam<Broken> {};

TEST_P(GiftProblems, NamesTheLineAndSaysHowToMend) {
  const Broken& broken = GetParam();
  const GiftReading reading = read_gift(broken.text, 100);
  ASSERT_EQ(reading.problems.size(), 1u) << broken.text;
  EXPECT_EQ(reading.problems[0], (Problem{broken.line, broken.sentence}));
  EXPECT_LE(reading.questions.size(), 1u) << "only what is whole is given";
}

INSTANTIATE_TEST_SUITE_P(
    All, GiftProblems,
    testing::Values(
        Broken{"Quoi ? {T}", 100, "'Quoi ? {T}' has no title: begin with a stable id, such as ::q1::"},
        Broken{"::q1 Quoi {T}", 100, "the title that opens with '::' is not closed: write ::q1::"},
        Broken{"::1 é:: Quoi {T}", 100,
               "the title '1 é' cannot be an id: begin with a letter, then letters without accent, digits, '_', '.', '-', at most 64"},
        Broken{"::q:: Du texte seul.", 100, "'Du texte seul.' has no answers in braces: add {…}, or put plain text outside the gift block"},
        Broken{"::q:: Quoi ?\n{\n=a\n~b\n", 101, "the answers that open with '{' are not closed: add '}', and leave no blank line inside"},
        Broken{"::q:: Quoi ? } {T}", 100, "a '}' comes before the answers: write '\\}' for the character"},
        Broken{"::q:: Quoi ? {=a\n~{b}", 101, "a '{' stands inside the answers: write '\\{' for the character, or close the answers above"},
        Broken{"::q:: Un {T}\n::r:: Deux {F}", 101, "a question has one block of answers: put a blank line before the next question"},
        Broken{"::q:: {T}", 100, "the question has no text before '{': write it"},
        Broken{"::q:: Racontez. {}", 100,
               "'{}' asks for an essay, which a terminal cannot score: ask it in a form, or write answers"},
        Broken{"::q:: Un\n{=a\n=%50%b\n~c}", 102, "'=%50%b' is marked '=' and is worth 100 %: write '~' before a weight"},
        Broken{"::q:: Un {\n~a\n~b}", 101, "no proposal is right: mark one with '=', or several with weights such as ~%50%"},
        Broken{"::q:: Un {~%50%a ~%20%b}", 100, "the weights of the right proposals make 70 %, they must make 100 %"},
        Broken{"::q:: Un {~%150%a ~b}", 100, "the weight %150% is over 100 %: write a number from -100 to 100"},
        Broken{"::q:: Un {~%demi%a ~b}", 100, "the weight '%demi%' is not a number: write %50% or %-33.33333%"},
        Broken{"::q:: Un {=a}  \n\n::q:: Deux {T}", 102, "the title 'q' is used twice: each question needs its own"},
        Broken{"::q:: Un {=a\n~\n}", 101, "an answer marked '~' has no text: write it, or write '\\~' for the character"},
        Broken{"::q:: Un {=a\n~b\n~b}", 102, "the answer 'b' is there twice"}, Broken{"::q:: Un {~%100%a}", 100, "one proposal only: add another one with '~'"},
        Broken{"::q:: Un {a ~b =c}", 100, "'a' stands before the first answer: begin each one with '=' (right) or '~' (wrong)"},
        Broken{"::q:: Un {=a -> b\n=c}", 101, "'=c' is not a pair: write '=left -> right'"},
        Broken{"::q:: Un {=a -> b}", 100, "two different pairs are needed at least"},
        Broken{"::q:: Un {=a -> b =c -> b}", 100, "two different pairs are needed at least"},
        Broken{"::q:: Un {=a -> b\n=c -> }", 101, "nothing stands after '->' in '=c ->': write what fits"},
        Broken{"::q:: Un {=a -> b\n=c -> d #oui}", 101,
               "pairs take no feedback of their own: put it after '####', or write '\\#' for the character"},
        Broken{"::q:: Un {=a -> b\n=a -> d}", 101, "'a' is there twice on the left"},
        Broken{"::q:: Un {#trois}", 100, "'trois' is not a number: write 3, 3:0.5 (3 ± 0.5) or 1..5"},
        Broken{"::q:: Un {#5..1}", 100, "the range '5..1' ends before it begins"}, Broken{"::q:: Un {#}", 100, "'' is not a number: write 3, 3:0.5 (3 ± 0.5) or 1..5"},
        Broken{"::q:: Un {#3:-1}", 100, "the tolerance in '3:-1' is not from 0 to 1 000 000 000 000, around a number of that size"},
        Broken{"::q:: Un {#=3 ~4}", 100, "a numerical question has no '~': write '=%0%*#…' for every other number"},
        Broken{"::q:: Un {#=%50%3}", 100, "no number gives the full mark: write one without a weight"},
        Broken{"::q:: Un {=%50%a}", 100, "no answer gives the full mark: write one without a weight"},
        Broken{"::q:: Un {=a\n=}", 101, "an answer marked '=' has no text: write it"},
        Broken{"::q::[html] Un <img src=x> {T}", 100,
               "the HTML tag <img> cannot be shown in a question: remove it, or put its content before the question"},
        Broken{"::q::[html] Un <b {T}", 100, "an HTML tag is not closed: add '>'"}, Broken{"::q:: Un\n\xff {T}", 101, "the line is not UTF-8: save the file as UTF-8"},
        Broken{"\x07", 100, "the line holds a control character: remove it"}));

TEST(Gift, FindsSeveralProblemsInOnePass) {
  const GiftReading reading = read_gift("::a:: Un {}\n\n::b:: Deux {T}\n\nTrois {T}\n\n::d:: Quatre {=a ~a}\n");
  ASSERT_EQ(reading.problems.size(), 3u);
  EXPECT_EQ(reading.problems[0].line, 1);
  EXPECT_EQ(reading.problems[1].line, 5);
  EXPECT_EQ(reading.problems[2].line, 7);
  EXPECT_EQ(reading.questions.size(), 1u) << "what could be read is read";
}

TEST(Gift, HasLimits) {
  EXPECT_EQ(read_gift(std::string((1u << 20) + 1, 'a'), 3).problems[0], (Problem{3, "the questions are over 1 MiB: split the file"}));
  std::string many = "::q:: Un {=a";
  for (int i = 0; i < 60; ++i) many += " ~b" + std::to_string(i);
  EXPECT_EQ(read_gift(many + "}").problems[0].sentence, "61 answers, at most 50 are allowed");
  std::string broken;
  for (int i = 0; i < 500; ++i) broken += "Un {}\n\n";
  EXPECT_EQ(read_gift(broken).problems.size(), 50u);
  EXPECT_FALSE(read_gift("::q:: x {=" + std::string(501, 'a') + "}").problems.empty());
}

TEST(Gift, SurvivesEveryTruncationAndByteChange) {
  const std::string text = "::q1::[html] <b>Un</b> &amp; {=a#x ~%50%b -> c ####d\\}}\n\n::q2:: {#1..2:3 =%5%*}\n\n$CATEGORY: a\n//\n::q3::x{=a -> b =->}";
  for (std::size_t i = 0; i <= text.size(); ++i) {
    (void)read_gift(text.substr(0, i));
    for (const char c : {'{', '}', '#', '=', '~', '%', '\\', '\n', '\xF8', '<', '&', ':'}) {
      std::string changed = text;
      if (i < text.size()) changed[i] = c;
      (void)read_gift(changed);
    }
  }
  SUCCEED();
}

}  // namespace
}  // namespace escale::importers
