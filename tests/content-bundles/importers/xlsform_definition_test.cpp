#include "content-bundles/importers/xlsform_definition.hpp"

#include <gmock/gmock.h>

#include "content-bundles/forms/filling.hpp"
#include "content-bundles/xforms/xform.hpp"
#include "content-bundles/importers/xlsform_references.hpp"
#include "tests/support/xlsx_writer.hpp"

namespace escale::importers {
namespace {
using test::SheetCells;
using test::XlsxWriter;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const SheetCells kSettings = {{"form_title", "form_id", "version"}, {"Votre avis", "avis", "2026112401"}};
const SheetCells kChoices = {{"list_name", "name", "label", "dep"}, {"v", "lyon", "Lyon", "69"}, {"v", "lille", "Lille", "59"}};

DefinitionImport import(const SheetCells& survey, const SheetCells& choices = kChoices, const SheetCells& settings = kSettings) {
  return import_definition(XlsxWriter().add("survey", survey).add("choices", choices).add("settings", settings).write(), "avis");
}
std::vector<std::string> texts(const std::vector<DefinitionIssue>& issues, std::string_view language = "en") {
  std::vector<std::string> all;
  for (const DefinitionIssue& issue : issues) all.push_back(issue.text(language));
  return all;
}
/// The only error of a survey whose second row is this.
std::string error_of(std::vector<std::string> header, std::vector<std::string> row, const SheetCells& settings = kSettings, std::string_view language = "en") {
  const auto result = import({std::move(header), std::move(row), {"text", "fin", "Fin ?"}}, kChoices, settings);
  return result.errors.empty() ? "accepted" : result.errors.front().text(language);
}

struct Filled {
  std::unique_ptr<forms::Plan> plan;
  std::unique_ptr<forms::Filling> filling;
  SeededRandom random{3};
  explicit Filled(forms::Definition definition) {
    plan = std::make_unique<forms::Plan>(forms::Plan::compile(std::move(definition)).value());
    forms::Environment environment;
    environment.random = &random;
    filling = std::make_unique<forms::Filling>(forms::Filling::start(*plan, environment, "").value());
  }
  std::string answer(const std::string& ref, const std::string& value) {
    const auto done = filling->answer(ref, value);
    return done ? "ok" : done.error().message;
  }
  std::string value(const std::string& ref) { return filling->state(filling->find(ref).value()).value; }
};

const SheetCells kSurvey = {
    {"type", "name", "label", "relevant", "calculation", "choice_filter", "required", "constraint", "constraint_message", "default", "repeat_count", "appearance", "parameters", "readonly"},
    {"integer", "age", "Votre âge ?", "", "", "", "yes", ". >= 0 and . < 120", "Entre 0 et 120."},
    {"select_one v", "ville", "Ville ?", "${age} > 17", "", "dep = ${dep} or ${dep} = ''"},
    {"text", "dep", "Département ?", "", "", "", "", "", "", "69"},
    {"begin_group", "g", "Groupe", "${ville} = 'lyon'", "", "", "", "", "", "", "", "field-list"},
    {"note", "bonjour", "Bonjour ${age}, de ${ville}"},
    {"rank v", "ordre", "Rangez"},
    {"end_group"},
    {"begin_repeat", "enfants", "Enfants"},
    {"text", "prenom", "Prénom ?"},
    {"calculate", "rang", "", "", "position(..)"},
    {"select_one v", "lieu", "Où ?", "", "", "name = ${prenom}"},
    {"calculate", "salut", "", "", "concat(${prenom}, ' ', ${age})"},
    {"end_repeat"},
    {"calculate", "combien", "", "", "count(${enfants})"},
    {"date", "jour", "Quel jour ?"},
    {"range", "note", "Note ?", "", "", "", "", "", "", "", "", "", "start=0 end=10 step=1"},
    {"acknowledge", "ok", "J’ai lu"},
    {"hidden", "cache", "", "", "", "", "", "", "", "x"}};

TEST(XlsFormDefinition, ImportsSkipsCalculationsRepeatsAndFilters) {
  auto result = import(kSurvey);
  ASSERT_THAT(texts(result.errors), IsEmpty());
  const auto* salut = result.definition->bind("/data/enfants/salut");
  EXPECT_EQ(salut->calculate, "concat( ../prenom , ' ',  /data/age )") << "relative inside the repeat, absolute outside";
  EXPECT_THAT(result.definition->control("/data/enfants/lieu")->itemset->nodeset, HasSubstr("[name =  current()/../prenom]"));
  Filled form(std::move(*result.definition));
  EXPECT_THAT(form.answer("/data/ville", "lyon"), HasSubstr("is not asked now"));
  EXPECT_EQ(form.answer("/data/age", "30"), "ok");
  EXPECT_THAT(form.answer("/data/ville", "lille"), HasSubstr("choose one of its choices")) << "the default of dep is 69";
  EXPECT_EQ(form.answer("/data/ville", "lyon"), "ok");
  EXPECT_EQ(form.filling->label(form.filling->find("/data/g/bonjour").value()).value(), "Bonjour 30, de lyon");
  EXPECT_EQ(form.answer("/data/g/ordre", "lille lyon"), "ok");
  EXPECT_THAT(form.answer("/data/g/ordre", "lyon"), HasSubstr("every choice once"));
  EXPECT_EQ(form.answer("/data/enfants/prenom", "lyon"), "ok");
  EXPECT_EQ(form.answer("/data/enfants/lieu", "lyon"), "ok");
  ASSERT_TRUE(form.filling->add_repeat("/data/enfants").has_value());
  EXPECT_EQ(form.answer("/data/enfants[2]/prenom", "Zoé"), "ok");
  EXPECT_EQ(form.value("/data/enfants[2]/salut"), "Zoé 30");
  EXPECT_EQ(form.value("/data/enfants[1]/salut"), "lyon 30");
  EXPECT_EQ(form.value("/data/enfants[2]/rang"), "2");
  EXPECT_EQ(form.value("/data/combien"), "2");
  EXPECT_THAT(form.answer("/data/jour", "24/11/2026"), HasSubstr("write a date"));
  EXPECT_THAT(form.answer("/data/note", "11"), HasSubstr("from 0 to 10"));
  EXPECT_EQ(form.answer("/data/ok", "OK"), "ok");
  EXPECT_EQ(form.value("/data/cache"), "x");
  const auto xml = form.filling->finalise();
  ASSERT_TRUE(xml.has_value()) << xml.error().message;
  EXPECT_THAT(*xml, HasSubstr("<data id=\"avis\" version=\"2026112401\">"));
  EXPECT_THAT(*xml, HasSubstr("<instanceID>uuid:"));
}

TEST(XlsFormDefinition, IsTheSameFormOnceWrittenAsXFormAndReadBack) {
  auto result = import(kSurvey);
  const std::string xml = xforms::xform_xml(*result.definition);
  auto back = xforms::import_xform(xml);
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(xforms::xform_xml(back->definition), xml);
  EXPECT_EQ(back->definition.binds, result.definition->binds);
  EXPECT_EQ(back->definition.controls, result.definition->controls);
  EXPECT_EQ(back->definition.actions, result.definition->actions);
  EXPECT_EQ(back->definition.translations.texts, result.definition->translations.texts);
  Filled one(std::move(*result.definition)), two(std::move(back->definition));
  for (const auto& [ref, value] : {std::pair{"/data/age", "40"}, {"/data/ville", "lyon"}, {"/data/enfants/prenom", "Ana"}}) {
    EXPECT_EQ(one.answer(ref, value), "ok");
    EXPECT_EQ(two.answer(ref, value), "ok");
  }
  EXPECT_EQ(one.filling->finalise().value(), two.filling->finalise().value());
}

TEST(XlsFormDefinition, SpeaksSeveralLanguages) {
  auto result = import({{"type", "name", "label::Français (fr)", "label::English (en)", "constraint", "constraint_message::Français (fr)"},
                        {"select_one v", "ville", "Ville ?", "Town?", ". != 'lille'", "Pas Lille."}},
                       {{"list_name", "name", "label::Français (fr)", "label::English (en)"}, {"v", "lille", "Lille", "Lilla"}});
  ASSERT_THAT(texts(result.errors), IsEmpty());
  EXPECT_THAT(result.definition->translations.languages, ElementsAre("fr", "en"));
  const std::string xml = xforms::xform_xml(*result.definition);
  EXPECT_EQ(xforms::xform_xml(xforms::import_xform(xml)->definition), xml);
  Filled form(std::move(*result.definition));
  const auto ville = form.filling->find("/data/ville").value();
  EXPECT_EQ(form.filling->label(ville).value(), "Ville ?");
  form.answer("/data/ville", "lille");
  EXPECT_EQ(form.filling->message(ville).value(), "Pas Lille.");
  ASSERT_TRUE(form.filling->set_language("en").has_value());
  EXPECT_EQ(form.filling->label(ville).value(), "Town?");
  EXPECT_EQ(form.filling->choices(ville).value().front().label, "Lilla");
}

TEST(XlsFormDefinition, NamesTheCellAndWhatToWriteInFrenchAndEnglish) {
  EXPECT_EQ(error_of({"type", "name", "label", "relevant"}, {"text", "a", "A", "${b} = 1"}), "sheet survey, cell D2: relevant, ${b}: no row has this name");
  EXPECT_EQ(error_of({"type", "name", "label", "relevant"}, {"text", "a", "A", "${fin} = 1 +"}),
            "sheet survey, cell D2: relevant, character 13: something is missing at the end") << "characters of the cell, not of what is made of it";
  EXPECT_EQ(error_of({"type", "name", "label"}, {"select_one w", "a", "A"}, kSettings, "fr"),
            "feuille survey, cellule A2\u00A0: la liste « w » n’est pas dans la feuille choices : écrivez-la, ou corrigez son nom");
  EXPECT_THAT(error_of({"type", "name", "label"}, {"image", "a", "A"}), HasSubstr("cell A2: the terminal takes no pictures"));
  EXPECT_THAT(error_of({"type", "name", "label"}, {"geopoint", "a", "A"}), HasSubstr("list of places"));
  EXPECT_THAT(error_of({"type", "name", "label"}, {"begin_group", "a", "A"}), HasSubstr("this group has no end; write end_group"));
  EXPECT_THAT(error_of({"type", "name", "label"}, {"end_repeat"}), HasSubstr("nothing is open here"));
  EXPECT_THAT(error_of({"type", "name", "label"}, {"text", "fin", "A"}), HasSubstr("the name 'fin' is already in cell B2"));
  EXPECT_THAT(error_of({"type", "name", "label"}, {"text", "é é", "A"}), HasSubstr("letters without accents"));
  EXPECT_THAT(error_of({"type", "name", "label", "label"}, {"text", "a", "A", "B"}), HasSubstr("cell D1: the column 'label' is there twice"));
  EXPECT_THAT(error_of({"type", "name", "label", "calculation"}, {"calculate", "a", "", ""}), HasSubstr("there is nothing to work out"));
  EXPECT_THAT(error_of({"type", "name", "label", "calculation"}, {"calculate", "a", "", "${a} + 1"}), HasSubstr("go in a circle"));
  EXPECT_THAT(error_of({"type", "name", "label", "parameters"}, {"select_one v", "a", "A", "randomize=true"}), HasSubstr("needs a seed"));
  const auto old = import_definition(Bytes{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, "x");
  EXPECT_THAT(texts(old.errors), Contains(HasSubstr(".xls")));
}

TEST(XlsFormDefinition, KeepsAnonymousFormsAnonymous) {
  const SheetCells anonymous = {{"form_id", "anonymous"}, {"avis", "yes"}};
  EXPECT_THAT(error_of({"type", "name", "label"}, {"start", "start", ""}, anonymous), HasSubstr("'start' could give somebody away"));
  EXPECT_THAT(error_of({"type", "name", "label", "constraint"}, {"date", "a", "A", ". < today()"}, anonymous), HasSubstr("today() could give somebody away"));
  EXPECT_THAT(error_of({"type", "name", "label", "calculation"}, {"calculate", "a", "", "once(now())"}, anonymous), HasSubstr("now() could give"));
  EXPECT_EQ(error_of({"type", "name", "label"}, {"start", "start", ""}), "accepted");
}

// Trap T9: what spreadsheets do to what people typed.
TEST(XlsFormDefinition, T9_ReadsWhatSpreadsheetsMakeOfTyping) {
  auto result = import({{" Type ", "name\u00A0", "label", "relevant", "required"},
                        {"text ", " a\u00A0", "  A  ", "${b} = ‘oui’", "TRUE"},
                        {"", "", "", "", ""},
                        {"select one v", "b", "B", "", "FALSE"}});
  ASSERT_THAT(texts(result.errors), IsEmpty());
  EXPECT_EQ(result.definition->bind("/data/a")->relevant, "/data/b  = 'oui'");
  EXPECT_EQ(result.definition->bind("/data/a")->required, "true()");
  EXPECT_EQ(result.definition->bind("/data/b")->required, "");
  EXPECT_THAT(texts(result.warnings), Contains(HasSubstr("curly quotes")));
}

}  // namespace
}  // namespace escale::importers
