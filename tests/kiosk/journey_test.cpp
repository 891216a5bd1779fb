// The language of journeys: what it reads, what it refuses, how it finds things.
#include "kiosk/journey.hpp"

#include <gmock/gmock.h>

#include "tests/support/must.hpp"

namespace escale::kiosk {
namespace {
using test::must;
using testing::StartsWith;

std::string refusal(std::string_view text) {
  const auto journey = parse_journey(text, "a.journey");
  return journey ? "accepted" : journey.error().message;
}

TEST(Journey, ReadsEveryVerb) {
  const Journey journey = must(parse_journey("# a visit\n"
                                             "tap \"Apprendre\"\n"
                                             "tap choice \"Oui \\\"tout de suite\\\"\"   # by role\n"
                                             "tap key=actions/next\n"
                                             "seek \"Score\"\n"
                                             "type \"abc\"\n"
                                             "type words\n"
                                             "press Enter\n"
                                             "press Tab 3\n"
                                             "expect heading \"Bonjour\"\n"
                                             "expect-not \"Erreur\"\n"
                                             "screenshot 01-home\n"
                                             "tree 01-home\n"
                                             "wait 300ms\n"
                                             "wait 2min\n"
                                             "settle\n"
                                             "check\n"
                                             "save words\n"
                                             "restart\n"
                                             "theme dark\n"
                                             "text 150\n"
                                             "lang en\n"
                                             "easy on\n"
                                             "seated off\n"
                                             "size 800x1280\n"
                                             "kill\n"
                                             "swipe left\n",
                                             "a.journey"));
  ASSERT_EQ(journey.steps.size(), 26u);
  EXPECT_EQ(journey.steps[25].text, "left");
  const auto& s = journey.steps;
  EXPECT_EQ(s[0].text, "Apprendre");
  EXPECT_EQ(s[0].line, 2);
  EXPECT_EQ(s[1].role, "choice");
  EXPECT_EQ(s[1].text, "Oui \"tout de suite\"");
  EXPECT_EQ(s[2].key, "actions/next");
  EXPECT_EQ(s[5].verb, Verb::TypeWords);
  EXPECT_EQ(s[6].input_key, ui::Key::Enter);
  EXPECT_EQ(s[7].count, 3);
  EXPECT_EQ(s[12].wait, std::chrono::milliseconds(300));
  EXPECT_EQ(s[13].wait, std::chrono::minutes(2));
  EXPECT_EQ(s[18].theme, app::Theme::Dark);
  EXPECT_FALSE(s[22].on);
  EXPECT_EQ(s[23].height, 1280);
  EXPECT_EQ(s[24].verb, Verb::Kill);
}

TEST(Journey, RepeatsNest) {
  const Journey journey = must(parse_journey("repeat 7\n  tap \"a\"\n  repeat 2\n    settle\n  end\nend\nsettle\n", "a.journey"));
  ASSERT_EQ(journey.steps.size(), 2u);
  EXPECT_EQ(journey.steps[0].count, 7);
  ASSERT_EQ(journey.steps[0].body.size(), 2u);
  EXPECT_EQ(journey.steps[0].body[1].body.size(), 1u);
}

TEST(Journey, EachMistakeHasOneSentenceWithItsLine) {
  EXPECT_EQ(refusal("settle\nclick \"a\"\n"), "a.journey:2: 'click' is not a verb of journeys");
  EXPECT_EQ(refusal("tap \"a\n"), "a.journey:1: a text that begins with \" has no end");
  EXPECT_EQ(refusal("tap Apprendre\n"), "a.journey:1: 'tap' is followed by \"words on the screen\" or key=…");
  EXPECT_THAT(refusal("tap bouton \"a\"\n"), StartsWith("a.journey:1: 'bouton' is not a role"));
  EXPECT_THAT(refusal("press Return\n"), StartsWith("a.journey:1: 'Return' is not a key"));
  EXPECT_THAT(refusal("press Tab 0\n"), StartsWith("a.journey:1: '0' is not a number of times"));
  EXPECT_THAT(refusal("wait 5\n"), StartsWith("a.journey:1: '5' is not a duration"));
  EXPECT_THAT(refusal("screenshot ../x\n"), StartsWith("a.journey:1: '../x' is not a plain name"));
  EXPECT_THAT(refusal("text 120\n"), StartsWith("a.journey:1: '120' is not 100, 150 or 200"));
  EXPECT_THAT(refusal("size 10x10\n"), StartsWith("a.journey:1: '10x10' is not WIDTHxHEIGHT"));
  EXPECT_THAT(refusal("theme blue\n"), StartsWith("a.journey:1: 'blue' is not a theme"));
  EXPECT_EQ(refusal("kill now\n"), "a.journey:1: nothing follows 'kill'");
  EXPECT_EQ(refusal("save score\n"), "a.journey:1: only words can be saved, not 'score'");
  EXPECT_EQ(refusal("\nrepeat 3\nsettle\n"), "a.journey:2: 'repeat' without 'end'");
  EXPECT_EQ(refusal("end\n"), "a.journey:1: 'end' without 'repeat'");
  EXPECT_EQ(refusal("type a\n"), "a.journey:1: 'type' is followed by a \"text\", or by words");
  EXPECT_EQ(refusal("\"tap\"\n"), "a.journey:1: a line begins with a verb");
}

ui::Node node(std::string key, ui::Role role, std::string name, bool press) {
  ui::Node out;
  out.id = ui::node_id(key);
  out.key = std::move(key);
  out.role = role;
  out.name = std::move(name);
  out.actions.press = press;
  return out;
}

TEST(Journey, FindsWhatCanBeTappedAndMindsNoTypography) {
  ui::SemanticTree tree;
  tree.nodes() = {node("title", ui::Role::Heading, "Suite", false), node("actions/next", ui::Role::Button, "Suite", true),
                  node("q", ui::Role::Text, "Qu\u2019en pensez-vous\u202F?", false)};
  Step step;
  step.text = "Suite";
  EXPECT_EQ(find_node(tree, step)->key, "actions/next");
  step.role = "heading";
  EXPECT_EQ(find_node(tree, step)->key, "title");
  step.role = "image";
  EXPECT_EQ(find_node(tree, step), nullptr);
  step = {};
  step.key = "next";
  EXPECT_EQ(find_node(tree, step)->key, "actions/next");
  step = {};
  step.text = "en pensez-vous ?";
  EXPECT_TRUE(shows(tree, step));
  step.text = "Qu'en";
  EXPECT_TRUE(shows(tree, step));
  EXPECT_EQ(find_node(tree, step), nullptr) << "to tap, the whole name is needed";
  step.text = "Erreur";
  EXPECT_FALSE(shows(tree, step));
}

}  // namespace
}  // namespace escale::kiosk
