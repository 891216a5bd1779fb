// Records: what a person answered, written one way, read strictly, refused when the form could not have led there.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "tests/content-bundles/xforms/asked_form.hpp"

namespace escale::xforms {
namespace {
using forms::Submission;
using forms::SubmissionReader;
using ::testing::HasSubstr;
using ::testing::Not;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

struct Read : Asked {
  using Asked::Asked;
  std::string xml = sent();
  SubmissionReader reader{*plan};
  std::string error(const std::string& body) {
    const auto read = reader.read(body);
    return read ? "read" : read.error().message;
  }
  std::string error(const std::string& from, const std::string& to) { return error(replaced(xml, from, to)); }
};

TEST(Submission, OneSetOfAnswersIsOneSequenceOfBytes) {
  Read form;
  EXPECT_THAT(form.xml, HasSubstr("<nom>Zoé &lt;3 &amp; \"co\"</nom><age>34</age><note>7.5</note><themes>a b</themes><rang>y x</rang>"
                                  "<dep>69</dep><ville>oullins</ville><double>68</double><fixe>toujours</fixe><majeur><metier>ligne 1\nligne 2"
                                  "</metier></majeur><n>2</n><enfant><prenom>Ana</prenom><an/></enfant><enfant><prenom/><an>2020-02-03</an></enfant>"));
  const auto read = form.reader.read(form.xml);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->xml(*form.plan), form.xml);
}

TEST(Submission, GivesValuesByPlaceAndCopiesInOrder) {
  Read form;
  const auto read = test::must(form.reader.read(form.xml));
  EXPECT_EQ(read.value(form.plan->place("/data/age")), "34");
  EXPECT_EQ(read.value(form.plan->place("/data/enfant/an")), "") << "asked, without an answer";
  const forms::PlaceId name = form.plan->place("/data/enfant/prenom");
  std::vector<std::string> names;
  for (const auto& node : read.nodes())
    if (node.place == name) names.push_back(node.value + " in " + std::to_string(node.parent));
  ASSERT_EQ(names.size(), 2u);
  EXPECT_NE(names[0].substr(7), names[1].substr(4));
  auto young = form.filled();
  test::must(young.answer("/data/age", "12"));
  const auto child = test::must(form.reader.read(test::must(young.finalise())));
  EXPECT_EQ(child.value(form.plan->place("/data/majeur/metier")), std::nullopt) << "not asked";
}

TEST(Submission, RefusesWhatTheFormCouldNotHaveLedTo) {
  Read form;
  EXPECT_THAT(form.error("version=\"3\"", "version=\"2\""), HasSubstr("not of the form essai in its version 3"));
  EXPECT_THAT(form.error("<age>34</age>", "<age>vieux</age>"), HasSubstr("/data/age: write a whole number"));
  EXPECT_THAT(form.error("<age>34</age>", "<age>034</age>"), HasSubstr("not written the one way"));
  EXPECT_THAT(form.error("<age>34</age>", "<age>35</age>"), HasSubstr("/data/double: worked out again"));
  EXPECT_THAT(form.error(replaced(replaced(form.xml, "<age>34</age>", "<age>140</age>"), "<double>68<", "<double>280<")),
              HasSubstr("/data/age: the answer breaks the form's rule"));
  EXPECT_THAT(form.error("<double>68</double>", "<double/>"), HasSubstr("/data/double: worked out again"));
  EXPECT_THAT(form.error(replaced(replaced(form.xml, "<age>34</age>", "<age>12</age>"), "<double>68<", "<double>24<")),
              HasSubstr("/data/majeur: the form does not ask it"));
  EXPECT_THAT(form.error("<majeur><metier>ligne 1\nligne 2</metier></majeur>", ""), HasSubstr("/data/majeur: the form asks it"));
  EXPECT_THAT(form.error("<nom>Zoé &lt;3 &amp; \"co\"</nom>", "<nom/>"), HasSubstr("/data/nom: an answer is required"));
  EXPECT_THAT(form.error("<nom>Zoé &lt;3 &amp; \"co\"</nom>", ""), HasSubstr("/data/nom: the form asks it"));
  EXPECT_THAT(form.error("<note>7.5</note>", "<note>7.3</note>"), HasSubstr("/data/note: write a number from 0 to 10 by steps of 0.5"));
  EXPECT_THAT(form.error("<themes>a b<", "<themes>b a<"), HasSubstr("list's order"));
  EXPECT_THAT(form.error("<themes>a b<", "<themes>a a<"), HasSubstr("twice"));
  EXPECT_THAT(form.error("<themes>a b<", "<themes>a  b<"), HasSubstr("one space"));
  EXPECT_THAT(form.error("<themes>a b<", "<themes>a c<"), HasSubstr("choose one of its choices"));
  EXPECT_THAT(form.error("<rang>y x<", "<rang>y<"), HasSubstr("every choice once"));
  EXPECT_THAT(form.error("<ville>oullins<", "<ville>paris<"), HasSubstr("/data/ville: choose one of its choices"));
  EXPECT_THAT(form.error("<fixe>toujours<", "<fixe>jamais<"), HasSubstr("nobody could have changed it"));
  EXPECT_THAT(form.error("<n>2</n>", "<n>3</n>"), HasSubstr("there are 2 of them, and the form makes 3"));
  EXPECT_THAT(form.error("<an>2020-02-03</an>", "<an>2020-02-30</an>"), HasSubstr("/data/enfant[2]/an: write a date"));
  EXPECT_THAT(form.error("<end>2026-11-24T10", "<end>hier"), HasSubstr("/data/end: it is not what a terminal records there"));
  EXPECT_THAT(form.error("<orx:instanceID>uuid:", "<orx:instanceID>moi"), HasSubstr("random identifier"));
}

TEST(Submission, RefusesWhatIsNotWrittenTheOneWay) {
  Read form;
  EXPECT_THAT(form.error("<dep>69</dep>", "<dep>69</dep> "), HasSubstr("an element was expected"));
  EXPECT_THAT(form.error("<dep>69</dep>", "<dep>69</dep><dep>69</dep>"), HasSubstr("/data/dep: it is there twice"));
  EXPECT_THAT(form.error("<dep>69</dep><ville>oullins</ville>", "<ville>oullins</ville><dep>69</dep>"), HasSubstr("or has earlier"));
  EXPECT_THAT(form.error("<dep>69</dep>", "<dep a=\"1\">69</dep>"), HasSubstr("/data/dep: it has attributes"));
  EXPECT_THAT(form.error("<dep>69</dep>", "<dep><![CDATA[69]]></dep>"), HasSubstr("/data/dep"));
  EXPECT_THAT(form.error("<dep>69</dep>", "<dep>6&#57;</dep>"), HasSubstr("a reference that is not written here"));
  EXPECT_THAT(form.error("<an/>", "<an></an>"), HasSubstr("its text is not written"));
  EXPECT_THAT(form.error("<dep>69</dep>", "<secret>69</secret>"), HasSubstr("an element that the form does not have"));
  EXPECT_THAT(form.error(form.xml + "\n"), HasSubstr("after the answers"));
  for (std::size_t size = 0; size < form.xml.size(); ++size) EXPECT_FALSE(form.reader.read(form.xml.substr(0, size)).has_value()) << size;
  EXPECT_EQ(form.error(form.xml), "read") << "one bad record does not spoil the next";
}

TEST(Submission, HasLimits) {
  Read form;
  EXPECT_EQ(form.reader.read(std::string(forms::kMaxSubmissionBytes + 1, 'x')).error().code, Code::TooLarge);
  std::string many;
  for (std::size_t i = 0; i <= forms::kMaxCopies; ++i) many += "<enfant><prenom/><an/></enfant>";
  EXPECT_EQ(form.reader.read(replaced(form.xml, "<enfant>", many + "<enfant>")).error().code, Code::TooLarge);
}

TEST(Submission, NeverQuotesAPersonsWords) {
  Read form;
  for (const auto& [from, to] : {std::pair{"<age>34<", "<age>SECRET<"}, {"<themes>a b<", "<themes>SECRET<"}, {"<ville>oullins<", "<ville>SECRET<"},
                                 {"<double>68<", "<double>SECRET<"}, {"<dep>69</dep>", "<SECRET>69</SECRET>"}, {"<dep>69<", "<dep>SECRET&x;<"}})
    EXPECT_THAT(form.error(from, to), Not(HasSubstr("SECRET")));
}

// The reason is in plan_records.cpp.
TEST(Submission, AnAnonymousFormHasNoIdentifierInItsRecords) {
  Read form(asked_xform(" xmlns:escale=\"urn:escale:forms\" escale:anonymous=\"true\"", ""));
  ASSERT_TRUE(form.plan->definition().settings.anonymous);
  EXPECT_THAT(form.xml, Not(HasSubstr("meta")));
  EXPECT_EQ(form.xml, form.sent()) << "the same answers give the same bytes, whoever gives them";
  EXPECT_EQ(form.error(form.xml), "read");
  EXPECT_THAT(form.error("</data>", "<orx:meta><orx:instanceID>uuid:00000000-0000-4000-8000-000000000000</orx:instanceID></orx:meta></data>"),
              HasSubstr("could give somebody away"));
  EXPECT_THAT(forms::Plan::shared(test::must(import_xform(asked_xform(" xmlns:e=\"urn:escale:forms\" e:anonymous=\"true\""))).definition)
                  .error().message,
              HasSubstr("/data/end: the form is anonymous, and end could give somebody away"));
}

TEST(Submission, TheBodyOfARecordIsOneJsonObject) {
  Read form;
  const std::string body = test::must(forms::record_body(form.xml));
  EXPECT_EQ(test::must(forms::body_instance(body)), form.xml);
  for (const std::string& other : {" " + body, std::string("{}"), std::string("{\"instance\":1}"), std::string("[]"),
                                   replaced(body, "{", "{\"a\":1,"), replaced(body, "<nom>", "\\u003cnom>")})
    EXPECT_FALSE(forms::body_instance(other).has_value()) << other.substr(0, 40);
  EXPECT_FALSE(forms::record_body("\xff").has_value());
}

// A draft: what was answered so far comes back, also when it may not be sent yet, and goes on as if never stopped.
TEST(Submission, ADraftGoesOnWhereItStopped) {
  Asked form;
  auto filling = form.start();
  for (const auto& [place, value] : {std::pair{"/data/age", "34"}, {"/data/note", ""}, {"/data/majeur/metier", "m"}, {"/data/n", "3"},
                                     {"/data/enfant[3]/prenom", "Léo"}, {"/data/dep", "69"}, {"/data/ville", "lyon"}})
    test::must(filling.answer(place, value));
  const std::string draft = filling.xml();
  EXPECT_FALSE(filling.finalise().has_value()) << "the name is required";
  form.environment.now_ms += 3'600'000;
  auto again = test::must(forms::Filling::restore(*form.plan, form.environment, "", test::must(Submission::parse(*form.plan, draft))));
  EXPECT_EQ(again.xml(), draft);
  for (auto* one : {&filling, &again}) {
    test::must(one->answer("/data/dep", "75"));
    test::must(one->answer("/data/age", "12"));
    test::must(one->answer("/data/nom", "Zoé"));
  }
  EXPECT_EQ(again.state(again.find("/data/ville").value()).value, "") << "its filter offers it no more";
  EXPECT_EQ(again.state(again.find("/data/double").value()).value, "24");
  EXPECT_EQ(again.state(again.find("/data/enfant[3]/prenom").value()).value, "Léo");
  const auto instance_id = [](const std::string& xml) { return xml.substr(xml.find("uuid:"), 41); };
  const std::string sent = test::must(again.finalise());
  EXPECT_EQ(instance_id(sent), instance_id(draft)) << "it is the same record";
  EXPECT_TRUE(SubmissionReader(*form.plan).read(sent).has_value());
}

TEST(Submission, AChoiceThatGoesTakesTheRankingWithIt) {
  Asked form(
      "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><h:title>Essai</h:title><model><instance><data id=\"e\"><a/>"
      "<m>z x</m><r/></data></instance><instance id=\"l\"><root><item><name>x</name></item><item><name>y</name></item><item><name>z</name></item></root></instance>"
      "<bind nodeset=\"/data/r\" type=\"odk:rank\"/></model></h:head><h:body><input ref=\"/data/a\"/><select ref=\"/data/m\"><itemset nodeset=\"instance('l')/root/item\">"
      "<value ref=\"name\"/><label ref=\"name\"/></itemset></select><rank ref=\"/data/r\"><itemset nodeset=\"instance('l')/root/item[name != /data/a]\"><value ref=\"name\"/>"
      "<label ref=\"name\"/></itemset></rank></h:body></h:html>");
  auto filling = form.start();
  EXPECT_EQ(filling.state(filling.find("/data/m").value()).value, "x z") << "defaults stand in the list's order";
  test::must(filling.answer("/data/r", "z y x"));
  EXPECT_TRUE(filling.finalise().has_value());
  test::must(filling.answer("/data/a", "y"));
  EXPECT_EQ(filling.state(filling.find("/data/r").value()).value, "z x");
  test::must(filling.answer("/data/a", ""));
  EXPECT_EQ(filling.state(filling.find("/data/r").value()).value, "") << "y is offered again, and has no place";
  EXPECT_TRUE(filling.finalise().has_value());
}

// What anybody may type comes back as it was kept.
RC_GTEST_PROP(Submission, AnyTextIsReadBack, ()) {
  const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "<", ">", "&", "&amp;", "]]>", "&#13;", "\"", "'", " ", "\n", "\r\n", "\r", "\t", "a", "é", "\u00A0", "\U0001F600", "</dep>"));
  std::string text;
  for (const std::string& part : parts) text += part;
  static Asked form;
  static SubmissionReader reader(*form.plan);
  auto filling = form.filled();
  test::must(filling.answer("/data/dep", text));
  test::must(filling.answer("/data/ville", ""));
  const std::string xml = test::must(filling.finalise());
  const auto read = reader.read(xml);
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->xml(*form.plan) == xml);
  RC_ASSERT(read->value(form.plan->place("/data/dep")) == filling.state(filling.find("/data/dep").value()).value);
}

}  // namespace
}  // namespace escale::xforms
