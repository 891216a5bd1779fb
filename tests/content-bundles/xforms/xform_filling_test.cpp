// Forms as XForm XML, filled: what is asked, worked out, cleared and sent.
#include <gmock/gmock.h>

#include "content-bundles/forms/filling.hpp"
#include "content-bundles/xforms/xform.hpp"

namespace escale::xforms {
namespace {
using forms::Filling;
using forms::Plan;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A form from the inside of its instance, its binds and its body.
std::string xform(const std::string& instance, const std::string& model, const std::string& body) {
  return "<?xml version=\"1.0\"?>\n<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" "
         "xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:orx=\"http://openrosa.org/xforms\"><h:head><h:title>Essai</h:title><model>"
         "<instance><data id=\"essai\" version=\"3\">" + instance + "</data></instance>" + model + "</model></h:head><h:body>" + body +
         "</h:body></h:html>";
}

struct Form {
  std::unique_ptr<Plan> plan;
  std::unique_ptr<Filling> filling;
  SeededRandom random{5};
  std::string error;

  Form(const std::string& instance, const std::string& model, const std::string& body) {
    auto imported = import_xform(xform(instance, model, body));
    if (!imported) {
      error = imported.error().message;
      return;
    }
    auto compiled = Plan::compile(std::move(imported->definition));
    if (!compiled) {
      error = compiled.error().message;
      return;
    }
    plan = std::make_unique<Plan>(std::move(*compiled));
    forms::Environment environment;
    environment.random = &random;
    environment.zone = forms::Zone::fixed(60);
    environment.now_ms = 1'795'510'800'000;  // 2026-11-24T10:00:00+01:00
    auto started = Filling::start(*plan, environment, "");
    if (!started) {
      error = started.error().message;
      return;
    }
    filling = std::make_unique<Filling>(std::move(*started));
  }
  std::string answer(const std::string& ref, const std::string& value) {
    const auto done = filling->answer(ref, value);
    return done ? "ok" : done.error().message;
  }
  forms::PlaceState at(const std::string& ref) { return filling->state(filling->find(ref).value()); }
  std::string value(const std::string& ref) { return at(ref).value; }
  std::vector<std::string> choices(const std::string& ref) {
    std::vector<std::string> names;
    const auto offered = filling->choices(filling->find(ref).value()).value();
    for (const auto& choice : offered) names.push_back(choice.value + "=" + choice.label);
    return names;
  }
  std::vector<std::string> questions() {
    std::vector<std::string> paths;
    for (const auto node : filling->questions()) paths.push_back(filling->instances().path(node));
    return paths;
  }
};

std::string input(const std::string& name) {
  return "<input ref=\"/data/" + name + "\"><label>" + name + "</label></input>";
}

TEST(XFormFilling, WorksOutWhatDependsOnAnAnswerAndOnlyThat) {
  Form form("<a/><b/><c/><d>7</d>", R"x(<bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" type="int" calculate="/data/a * 2"/>
    <bind nodeset="/data/c" calculate="concat(/data/b, '!')"/>)x", input("a"));
  ASSERT_EQ(form.error, "");
  EXPECT_EQ(form.answer("/data/a", "4"), "ok");
  EXPECT_EQ(form.value("/data/b"), "8");
  EXPECT_EQ(form.value("/data/c"), "8!");
  EXPECT_EQ(form.value("/data/d"), "7");
  EXPECT_EQ(form.answer("/data/a", ""), "ok");
  EXPECT_EQ(form.value("/data/b"), "") << "NaN is no answer";
}

TEST(XFormFilling, SkipsAreEmptyForExpressionsAndLeftOut) {
  Form form("<a/><g><x>1</x></g><n/>", R"x(<bind nodeset="/data/g" relevant="/data/a = 'oui'"/><bind nodeset="/data/n" calculate="count-non-empty(/data/g/x)"/>)x",
            input("a") + "<group ref=\"/data/g\">" + input("g/x") + "</group>");
  ASSERT_EQ(form.error, "");
  EXPECT_FALSE(form.at("/data/g/x").relevant);
  EXPECT_EQ(form.value("/data/n"), "0");
  EXPECT_THAT(form.questions(), ElementsAre("/data/a"));
  EXPECT_THAT(form.answer("/data/g/x", "2"), HasSubstr("is not asked now"));
  EXPECT_EQ(form.answer("/data/a", "oui"), "ok");
  EXPECT_EQ(form.value("/data/n"), "1");
  EXPECT_THAT(form.questions(), ElementsAre("/data/a", "/data/g/x"));
  EXPECT_THAT(form.filling->xml(), HasSubstr("<g><x>1</x></g>"));
  EXPECT_EQ(form.answer("/data/a", "non"), "ok");
  EXPECT_THAT(form.filling->xml(), ::testing::Not(HasSubstr("<g>")));
}

// Traps T5 and T7: constraints concern answers only, and are asked again when what they read changes.
TEST(XFormFilling, T5_ConstraintsConcernAnswersAndFollowWhatTheyRead) {
  Form form("<min/><n/>", R"x(<bind nodeset="/data/n" type="int" constraint=". &gt;= /data/min" required="true()" jr:constraintMsg="Trop petit" jr:requiredMsg="Répondez"/>)x",
            input("min") + input("n"));
  ASSERT_EQ(form.error, "");
  const auto n = form.filling->find("/data/n").value();
  EXPECT_TRUE(form.at("/data/n").constraint_holds) << "nothing is answered";
  EXPECT_TRUE(form.at("/data/n").missing());
  EXPECT_EQ(form.filling->message(n).value(), "Répondez");
  form.answer("/data/min", "3");
  form.answer("/data/n", "5");
  EXPECT_TRUE(form.at("/data/n").valid());
  form.answer("/data/min", "6");
  EXPECT_FALSE(form.at("/data/n").valid()) << "another answer made it wrong";
  EXPECT_EQ(form.filling->message(n).value(), "Trop petit");
  EXPECT_THAT(form.filling->finalise().error().message, HasSubstr("/data/n: Trop petit"));
  EXPECT_THAT(form.answer("/data/n", "x"), HasSubstr("write a whole number"));
}

constexpr const char* kCities = R"x(<instance id="v"><root><item><name>lyon</name><label>Lyon</label><dep>69</dep></item>
  <item><name>bron</name><label>Bron</label><dep>69</dep></item><item><name>lille</name><label>Lille</label><dep>59</dep></item></root></instance>)x";

TEST(XFormFilling, T7_AFilteredOutChoiceIsCleared) {
  Form form("<dep/><ville/><villes/><bis/>", std::string(kCities) + R"x(<bind nodeset="/data/bis" calculate="/data/ville"/>)x",
            input("dep") + R"x(<select1 ref="/data/ville"><label>Ville</label><itemset nodeset="instance('v')/root/item[dep = /data/dep]"><value ref="name"/><label ref="label"/></itemset></select1>
    <select ref="/data/villes"><label>Villes</label><itemset nodeset="instance('v')/root/item[/data/dep = '' or dep = /data/dep]"><value ref="name"/><label ref="label"/></itemset></select>)x");
  ASSERT_EQ(form.error, "");
  EXPECT_THAT(form.choices("/data/ville"), IsEmpty());
  form.answer("/data/dep", "69");
  EXPECT_THAT(form.choices("/data/ville"), ElementsAre("lyon=Lyon", "bron=Bron"));
  EXPECT_EQ(form.answer("/data/ville", "lyon"), "ok");
  EXPECT_THAT(form.answer("/data/ville", "lille"), HasSubstr("choose one of its choices"));
  form.answer("/data/dep", "");
  form.answer("/data/villes", "lyon lille");
  form.answer("/data/dep", "59");
  EXPECT_EQ(form.value("/data/ville"), "");
  EXPECT_EQ(form.value("/data/villes"), "lille") << "of several, those that are still offered stay";
  EXPECT_EQ(form.value("/data/bis"), "") << "and who reads it follows";
}

TEST(XFormFilling, RefusesACircleAndNamesIt) {
  Form form("<a/><b/>", R"x(<bind nodeset="/data/a" calculate="/data/b + 1"/><bind nodeset="/data/b" relevant="/data/a &gt; 1"/>)x", input("b"));
  EXPECT_THAT(form.error, HasSubstr("go in a circle"));
  EXPECT_THAT(form.error, HasSubstr("/data/a (calculate), which reads /data/b (relevant), which reads /data/a (calculate)"));
  Form self("<a/>", R"x(<bind nodeset="/data/a" calculate="/data/a + 1"/>)x", input("a"));
  EXPECT_THAT(self.error, HasSubstr("/data/a (calculate), which reads /data/a (calculate)"));
}

constexpr const char* kRepeatModel = R"x(<bind nodeset="/data/r/n" type="int"/><bind nodeset="/data/r/double" calculate="../n * 2"/>
  <bind nodeset="/data/r/rang" calculate="position(..)"/><bind nodeset="/data/total" calculate="sum(/data/r/double)"/><bind nodeset="/data/combien" calculate="count(/data/r)"/>)x";

TEST(XFormFilling, RepeatsComeAndGo) {
  Form form("<r jr:template=\"\"><n/><double/><rang/></r><total/><combien/>", kRepeatModel,
            "<group ref=\"/data/r\"><label>Copies</label><repeat nodeset=\"/data/r\">" + input("r/n") + "</repeat></group>");
  ASSERT_EQ(form.error, "");
  form.answer("/data/r/n", "5");
  EXPECT_EQ(form.value("/data/total"), "10");
  ASSERT_TRUE(form.filling->add_repeat("/data/r").has_value());
  EXPECT_EQ(form.value("/data/r[2]/n"), "") << "a new copy is empty";
  EXPECT_EQ(form.answer("/data/r[2]/n", "7"), "ok");
  EXPECT_EQ(form.value("/data/total"), "24");
  EXPECT_EQ(form.value("/data/combien"), "2");
  EXPECT_EQ(form.value("/data/r[2]/rang"), "2");
  EXPECT_THAT(form.questions(), ElementsAre("/data/r[1]/n", "/data/r[2]/n"));
  ASSERT_TRUE(form.filling->remove_repeat("/data/r[1]").has_value());
  EXPECT_EQ(form.value("/data/total"), "14");
  EXPECT_EQ(form.value("/data/r/rang"), "1");
  EXPECT_THAT(form.filling->remove_repeat("/data/r").error().message, HasSubstr("is the only one"));
  EXPECT_EQ(form.filling->xml(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data id=\"essai\" version=\"3\"><r><n>7</n><double>14</double><rang>1</rang></r>"
            "<total>14</total><combien>1</combien></data>\n");
}

TEST(XFormFilling, TheFormCountsItsOwnRepeats) {
  Form form("<k/><r><n/></r>", "", input("k") + "<group ref=\"/data/r\"><repeat nodeset=\"/data/r\" jr:count=\"/data/k\">" + input("r/n") + "</repeat></group>");
  ASSERT_EQ(form.error, "");
  EXPECT_THAT(form.questions(), ElementsAre("/data/k")) << "none yet";
  form.answer("/data/k", "3");
  EXPECT_THAT(form.questions(), ElementsAre("/data/k", "/data/r[1]/n", "/data/r[2]/n", "/data/r[3]/n"));
  form.answer("/data/k", "1");
  EXPECT_THAT(form.questions(), ElementsAre("/data/k", "/data/r/n"));
  EXPECT_THAT(form.filling->add_repeat("/data/r").error().message, HasSubstr("the form itself decides"));
  EXPECT_THAT(form.answer("/data/k", "99999999"), HasSubstr("10000 at most"));
}

TEST(XFormFilling, ActionsSetPlaces) {
  Form form("<start/><a/><when/><copy/>", R"x(<setvalue event="odk-instance-first-load" ref="/data/start" value="now()"/>)x",
            "<input ref=\"/data/a\"><label>a</label><setvalue event=\"xforms-value-changed\" ref=\"/data/when\">vu</setvalue>"
            "<setvalue event=\"xforms-value-changed\" ref=\"/data/copy\" value=\"concat(/data/a, '?')\"/></input>");
  ASSERT_EQ(form.error, "");
  EXPECT_EQ(form.value("/data/start"), "2026-11-24T10:00:00.000+01:00");
  EXPECT_EQ(form.value("/data/when"), "");
  form.answer("/data/a", "x");
  EXPECT_EQ(form.value("/data/when"), "vu");
  EXPECT_EQ(form.value("/data/copy"), "x?");
}

TEST(XFormFilling, SpeaksTheLanguageAsked) {
  Form form("<a/><p/><orx:meta><orx:instanceID/></orx:meta>", R"x(<itext><translation lang="Français (fr)" default="true()"><text id="q"><value>Où, <output value="/data/p"/> ?</value></text>
    <text id="c-1"><value>Lyon</value></text></translation><translation lang="English (en)"><text id="q"><value form="short">Where?</value></text></translation></itext>
    <instance id="l"><root><item><itextId>c-1</itextId><name>1</name></item></root></instance><bind nodeset="/data/nom" calculate="1"/>)x", "");
  EXPECT_THAT(form.error, HasSubstr("bind /data/nom: the form's instance has no such place"));
  Form again("<a/><p>Zoé</p><nom/><orx:meta><orx:instanceID/></orx:meta>", R"x(<itext><translation lang="Français (fr)" default="true()"><text id="q"><value>Où, <output value="/data/p"/> ?</value></text>
    <text id="c-1"><value>Lyon</value></text></translation><translation lang="English (en)"><text id="q"><value form="short">Where?</value></text></translation></itext>
    <instance id="l"><root><item><itextId>c-1</itextId><name>1</name></item></root></instance><bind nodeset="/data/nom" calculate="jr:choice-name(/data/a, '/data/a')"/>)x",
             R"x(<select1 ref="/data/a"><label ref="jr:itext('q')"/><itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>)x");
  ASSERT_EQ(again.error, "");
  const auto a = again.filling->find("/data/a").value();
  EXPECT_EQ(again.filling->label(a).value(), "Où, Zoé ?");
  EXPECT_THAT(again.choices("/data/a"), ElementsAre("1=Lyon"));
  again.answer("/data/a", "1");
  EXPECT_EQ(again.value("/data/nom"), "Lyon");
  ASSERT_TRUE(again.filling->set_language("en").has_value());
  EXPECT_EQ(again.filling->label(a).value(), "Where?");
  EXPECT_THAT(again.filling->set_language("de").error().message, HasSubstr("no language 'de'"));
  const auto sent = again.filling->finalise();
  ASSERT_TRUE(sent.has_value()) << sent.error().message;
  EXPECT_THAT(*sent, HasSubstr("xmlns:orx=\"http://openrosa.org/xforms\""));
  EXPECT_THAT(*sent, HasSubstr("<orx:instanceID>uuid:"));
}

TEST(XFormFilling, RefusesWhatTheTerminalCannotDo) {
  EXPECT_THAT(Form("<a/>", "", "<upload ref=\"/data/a\" mediatype=\"image/*\"/>").error, HasSubstr("takes no files"));
  EXPECT_THAT(Form("<a/>", "<bind nodeset=\"/data/a\" calculate=\"1 +\"/>", "").error,
              HasSubstr("/data/a, calculate: character 4: something is missing at the end"));
  EXPECT_THAT(Form("<a/>", "", "<input ref=\"/data/b\"/>").error, HasSubstr("input /data/b: the form's instance has no such place"));
  EXPECT_THAT(Form("<meta><instanceID/></meta>", "<bind nodeset=\"/data/meta/instanceID\" calculate=\"concat('uuid:', uuid())\"/>", "").error,
              HasSubstr("write once(concat('uuid:', uuid()))")) << "trap T8";
  EXPECT_THAT(import_xform("<a/>").error().message, HasSubstr("this is not an XForm"));
}

TEST(XFormFilling, ReadsListsInOtherFiles) {
  auto imported = import_xform(xform("<a/>", "<instance id=\"villes\" src=\"jr://file-csv/villes.csv\"/>",
    R"x(<select1 ref="/data/a"><itemset nodeset="instance('villes')/root/item"><value ref="name"/><label ref="label"/></itemset></select1>)x"));
  ASSERT_TRUE(imported.has_value());
  ASSERT_TRUE(read_external_lists(imported->definition, [](const std::string& name) -> Result<std::string> {
                EXPECT_EQ(name, "villes.csv");
                return "name;label\r\n01;\"Bourg-en-Bresse; \"\"ville\"\"\"\r\n69;Lyon\r\n";
              }).has_value());
  const auto plan = Plan::compile(std::move(imported->definition));
  auto filling = Filling::start(*plan, {}, "");
  const auto offered = filling->choices(filling->find("/data/a").value()).value();
  ASSERT_EQ(offered.size(), 2u);
  EXPECT_EQ(offered[0].label, "Bourg-en-Bresse; \"ville\"");
  forms::Instances lists;
  EXPECT_THAT(read_csv_list("a,a\n", "x", lists).error().message, HasSubstr("the column 'a' is there twice"));
  EXPECT_THAT(read_csv_list("a,b\n1,2,3\n", "x", lists).error().message, HasSubstr("line 2: 3 cells, but 2 columns"));
  EXPECT_THAT(read_csv_list("a\n\"1\n", "x", lists).error().message, HasSubstr("has no end"));
}

// Absolute paths through a repeat stay in the copy of the question, as other tools write them; filtered ones do not.
TEST(XFormFilling, EachCopyReadsItsOwnAnswers) {
  Form form("<r><n/><m/><before/></r>", R"x(<bind nodeset="/data/r/m" calculate="/data/r/n * 2"/>
    <bind nodeset="/data/r/before" calculate="sum(/data/r[position() &lt; position(current()/..)]/n)"/>)x",
            "<group ref=\"/data/r\"><repeat nodeset=\"/data/r\">" + input("r/n") + "</repeat></group>");
  ASSERT_EQ(form.error, "");
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(form.filling->add_repeat("/data/r").has_value());
  form.answer("/data/r[1]/n", "1");
  form.answer("/data/r[2]/n", "10");
  form.answer("/data/r[3]/n", "100");
  EXPECT_EQ(form.value("/data/r[2]/m"), "20");
  EXPECT_EQ(form.value("/data/r[3]/before"), "11");
  form.answer("/data/r[1]/n", "2");
  EXPECT_EQ(form.value("/data/r[3]/before"), "12") << "what reads other copies follows them";
  EXPECT_EQ(form.value("/data/r[1]/m"), "4");
  ASSERT_TRUE(form.filling->remove_repeat("/data/r[2]").has_value());
  EXPECT_EQ(form.value("/data/r[2]/before"), "2");
}

TEST(XFormFilling, NamesChoicesFromWithinARepeat) {
  Form form("<r><q/><label/></r>", "<bind nodeset=\"/data/r/label\" calculate=\"jr:choice-name( ../q , ' ../q ')\"/>",
            "<group ref=\"/data/r\"><repeat nodeset=\"/data/r\"><select1 ref=\"/data/r/q\"><item><label>Un</label><value>1</value></item></select1></repeat></group>");
  ASSERT_EQ(form.error, "");
  EXPECT_EQ(form.answer("/data/r/q", "1"), "ok");
  EXPECT_EQ(form.value("/data/r/label"), "Un");
}

TEST(XFormFilling, StandsManyCopies) {
  Form form("<k/><r><n/><rang/><double/></r><total/>", R"x(<bind nodeset="/data/r/rang" calculate="position(..)"/><bind nodeset="/data/r/double" calculate="../rang * 2"/>
    <bind nodeset="/data/total" calculate="sum(/data/r/double)"/>)x",
            input("k") + "<group ref=\"/data/r\"><repeat nodeset=\"/data/r\" jr:count=\"/data/k\">" + input("r/n") + "</repeat></group>");
  ASSERT_EQ(form.error, "");
  EXPECT_EQ(form.answer("/data/k", "3000"), "ok");
  EXPECT_EQ(form.value("/data/total"), "9003000");
}

}  // namespace
}  // namespace escale::xforms
