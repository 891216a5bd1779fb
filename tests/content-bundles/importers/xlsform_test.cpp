#include "content-bundles/importers/xlsform.hpp"

#include <gmock/gmock.h>

#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"
#include "tests/support/xlsx_writer.hpp"

namespace escale::importers {
namespace {
using forms::Decimal;
using forms::QuestionType;
using forms::Texts;
using test::SheetCells;
using test::XlsxWriter;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const SheetCells kChoices = {{"list_name", "name", "label"}, {"ouinon", "oui", "Oui"}, {"ouinon", "non", "Non"}};
const SheetCells kSettings = {{"form_title", "form_id", "version", "anonymous"},
                              {"Votre avis", "avis", "2026112401", "yes"}};

XlsFormImport import(const SheetCells& survey, const SheetCells& choices = kChoices,
                     const SheetCells& settings = kSettings) {
  return import_xlsform(XlsxWriter().add("survey", survey).add("choices", choices).add("settings", settings).write(),
                        "avis");
}
std::vector<std::string> texts(const std::vector<SheetIssue>& issues) {
  std::vector<std::string> all;
  for (const SheetIssue& issue : issues) all.push_back(issue.text());
  return all;
}
/// Errors of a survey whose second row is this, under the usual columns.
std::vector<std::string> errors_of(std::vector<std::string> header, std::vector<std::string> row) {
  return texts(import({std::move(header), std::move(row), {"select_one ouinon", "z", "Fin ?"}}).errors);
}

TEST(XlsForm, ImportsAFrenchForm) {
  const auto result = import(
      {{"type", "name", "label::Français (fr)", "label::English (en)", "hint::Français (fr)", "required",
        "required_message::Français (fr)", "constraint", "constraint_message::Français (fr)", "appearance",
        "parameters"},
       {"note", "accueil", "Bonjour.", "Hello."},
       {"select_one visages", "humeur", "Comment s’est passée la journée ?", "How was the day?", "Un seul choix", "yes",
        "Choisissez un visage.", "", "", "smiley"},
       {"begin_group", "fond", "Le fond", "", "", "", "", "", "", "field-list"},
       {"select_multiple themes", "themes", "Quels thèmes ?", "Which themes?", "", "no", "", "count-selected(.) <= 2",
        "Deux au plus."},
       {"range", "recommander", "La recommander ?", "Recommend it?", "", "", "", "", "", "nps",
        "start=0 end=10 step=1"},
       {"end_group"},
       {"integer", "annees", "Combien d’années ?", "How many years?", "", "TRUE", "", ". >= 0 and . <= 60",
        "Entre 0 et 60."},
       {"decimal", "heures", "Combien d’heures ?", "How many hours?"},
       {"text", "mots", "Un mot ?", "A word?", "", "", "", "string-length(.) <= 280", "", "multiline"}},
      {{"list_name", "name", "label::Français (fr)", "label::English (en)"},
       {"visages", "bien", "Bien", "Good"},
       {"visages", "mal", "Mal", "Bad"},
       {},
       {"themes", "1", "Logement", "Housing"},
       {"themes", "2", "Santé", "Health"}},
      {{"form_title::Français (fr)", "form_title::English (en)", "form_id", "version", "default_language", "anonymous"},
       {"Votre avis", "Your feedback", "avis", "2026112401", "Français (fr)", "oui"}});
  EXPECT_THAT(texts(result.errors), IsEmpty());
  EXPECT_THAT(texts(result.warnings), IsEmpty());
  ASSERT_TRUE(result.form.has_value());
  const forms::Form& form = *result.form;
  EXPECT_EQ(form.id, "avis");
  EXPECT_EQ(form.version, "2026112401");
  EXPECT_EQ(form.title, (Texts{{"fr", "Votre avis"}, {"en", "Your feedback"}}));
  EXPECT_THAT(form.languages, ElementsAre("fr", "en"));
  EXPECT_TRUE(form.anonymous);
  ASSERT_EQ(form.questions.size(), 7u);
  EXPECT_EQ(form.questions[0].type, QuestionType::Note);
  const forms::Question& mood = form.questions[1];
  EXPECT_EQ(mood.type, QuestionType::SelectOne);
  EXPECT_EQ(mood.label.at("en"), "How was the day?");
  EXPECT_EQ(mood.hint, (Texts{{"fr", "Un seul choix"}}));
  EXPECT_TRUE(mood.required);
  EXPECT_EQ(mood.required_message, (Texts{{"fr", "Choisissez un visage."}}));
  EXPECT_EQ(mood.appearance, "smiley");
  EXPECT_EQ(form.choices(mood)[1].label.at("en"), "Bad");
  EXPECT_EQ(form.questions[2].constraint, "count-selected(.) <= 2");
  EXPECT_EQ(form.questions[2].group, 0u);
  EXPECT_EQ(form.questions[3].range,
            (forms::RangeParameters{Decimal::whole(0), Decimal::whole(10), Decimal::whole(1)}));
  EXPECT_TRUE(form.questions[4].required);
  EXPECT_EQ(form.questions[4].group, std::nullopt);
  EXPECT_EQ(form.groups[0].label, (Texts{{"fr", "Le fond"}}));
  EXPECT_EQ(forms::form_from_json(forms::form_to_json(form).value()).value(), form);
}

TEST(XlsForm, TakesPlainLabelsAsFrench) {
  const auto result =
      import({{"type", "name", "label"}, {"select_one ouinon", "q1", "Oui ?"}}, kChoices, {{"form_title"}, {"Avis"}});
  ASSERT_TRUE(result.form.has_value()) << texts(result.errors).front();
  EXPECT_EQ(result.form->default_language, "fr");
  EXPECT_EQ(result.form->id, "avis") << "the file's name";
  EXPECT_FALSE(result.form->anonymous);
  EXPECT_THAT(texts(result.warnings), ElementsAre("sheet settings: no version is given; the form is version 1"));
}

TEST(XlsForm, CollectsEveryErrorWithItsCell) {
  const auto result = import({{"type", "name", "label", "required", "relevant", "constraint"},
                              {"slider", "a", "A"},
                              {"text", "deux mots", "B"},
                              {"text", "b", "", "peut-être"},
                              {"text", "c", "C", "", "${a} = 1"},
                              {"integer", "c", "D", "", "", ". > ${a}"},
                              {"select_one absente", "e", "E"},
                              {"select_one", "f", "F"},
                              {"", "g", "G"}});
  EXPECT_FALSE(result.form.has_value());
  EXPECT_THAT(
      texts(result.errors),
      ElementsAre(
          "sheet survey, cell A2: the type 'slider' is not known; write text, integer, decimal, range, note, "
          "select_one LIST or select_multiple LIST",
          HasSubstr("sheet survey, cell B3: the name 'deux mots' is not made of letters"),
          "sheet survey, cell C4: the label in 'fr' is empty; write it",
          "sheet survey, cell D4: 'peut-être' is not supported; write yes or no",
          "sheet survey, cell E5: skips are not supported yet; empty this cell, or say in the label who answers",
          "sheet survey, cell B6: the name 'c' is already in cell B5; write another",
          HasSubstr("sheet survey, cell F6: constraint, character 5: a constraint cannot read another question yet"),
          HasSubstr("sheet survey, cell A7: the list 'absente' is not in the sheet choices"),
          "sheet survey, cell A8: write select_one and the name of one list of the sheet choices",
          HasSubstr("sheet survey, cell A9: 'g' has no type")));
}

TEST(XlsForm, RefusesWhatGivesPeopleAwayInAnAnonymousForm) {
  for (const char* type : {"start", "end", "today", "deviceid", "username", "audit"})
    EXPECT_THAT(errors_of({"type", "name", "label"}, {type, "x"}),
                ElementsAre(HasSubstr(std::string("sheet survey, cell A2: the form is marked anonymous and '") + type +
                                      "' could give somebody away")));
  EXPECT_THAT(errors_of({"type", "name", "label", "constraint"}, {"integer", "x", "X", ". < number( today( ) )"}),
              ElementsAre(HasSubstr("sheet survey, cell D2: the form is marked anonymous, and now() or today()")));
  EXPECT_THAT(errors_of({"type", "name", "label", "default"}, {"text", "x", "X", "now()"}),
              ElementsAre(HasSubstr("sheet survey, cell D2: the form is marked anonymous")));
  const auto named =
      import({{"type", "name", "label"}, {"start", "start"}}, kChoices, {{"form_title", "version"}, {"Avis", "1"}});
  EXPECT_THAT(texts(named.errors),
              ElementsAre("sheet survey, cell A2: 'start' is not recorded on the terminal yet; remove this row"));
}

TEST(XlsForm, AdvisesForEachTypeItDoesNotTake) {
  for (const char* type :
       {"begin repeat", "begin_repeat", "calculate", "date", "time", "dateTime", "rank themes", "image", "geopoint",
        "acknowledge", "hidden", "select_one_from_file x.csv", "select_one ouinon or_other", "file", "barcode"})
    EXPECT_THAT(errors_of({"type", "name", "label"}, {type, "x", "X"}),
                ElementsAre(HasSubstr("sheet survey, cell A2: ")))
        << type;
}

TEST(XlsForm, AdvisesForEachColumnItDoesNotHonour) {
  for (const char* column : {"relevant", "calculation", "default", "choice_filter", "repeat_count", "trigger",
                             "guidance_hint", "media::image", "read_only"})
    EXPECT_THAT(errors_of({"type", "name", "label", column}, {"text", "x", "X", "1"}),
                ElementsAre(HasSubstr("sheet survey, cell D2: ")))
        << column;
  EXPECT_THAT(errors_of({"type", "name", "label", "parameters"}, {"text", "x", "X", "rows=3"}),
              ElementsAre(HasSubstr("cell D2: the parameter 'rows=3'")));
  EXPECT_THAT(errors_of({"type", "name", "label"}, {"text", "x", "Bonjour ${nom}"}),
              ElementsAre(HasSubstr("cell C2: a text cannot quote an answer")));
}

TEST(XlsForm, WarnsOfWhatItDoesNotUse) {
  const auto result = import({{"type", "name", "label", "remarques", "appearance", "constraint"},
                              {"text", "q1", "Code postal", "à relire", "w3", "regex(., '[0-9]{5}')"}},
                             kChoices, {{"form_title", "version", "style"}, {"Avis", "1", "pages"}});
  EXPECT_TRUE(result.form.has_value());
  EXPECT_THAT(texts(result.warnings),
              ElementsAre("sheet settings, cell C2: the setting 'style' is not used on the terminal",
                          "sheet survey, cell D1: the column 'remarques' is not used on the terminal",
                          "sheet survey, cell E2: the appearance 'w3' is not known; the question is shown plainly",
                          HasSubstr("sheet survey, cell F2: this pattern must match the whole answer here"),
                          "sheet choices, cell A2: no question uses the list 'ouinon'; it is left out"));
}

TEST(XlsForm, ChecksGroups) {
  EXPECT_THAT(texts(import({{"type", "name", "label"}, {"end_group"}, {"text", "a", "A"}}).errors),
              ElementsAre(HasSubstr("cell A2: no group is open here")));
  EXPECT_THAT(texts(import({{"type", "name", "label"}, {"begin_group", "g", "G"}, {"text", "a", "A"}}).errors),
              ElementsAre(HasSubstr("cell A2: the group 'g' has no end")));
  EXPECT_THAT(
      texts(import({{"type", "name", "label"}, {"begin group", "g"}, {"end group"}, {"text", "a", "A"}}).errors),
      ElementsAre(HasSubstr("cell A2: this group holds no question")));
  const auto nested = import({{"type", "name", "label"},
                              {"begin_group", "g"},
                              {"begin_group", "h"},
                              {"text", "a", "A"},
                              {"end_group"},
                              {"text", "b", "B"},
                              {"end_group"}});
  ASSERT_TRUE(nested.form.has_value()) << texts(nested.errors).front();
  EXPECT_EQ(nested.form->groups[1].parent, 0u);
  EXPECT_EQ(nested.form->questions[1].group, 0u);
}

TEST(XlsForm, ChecksChoices) {
  const auto result =
      import({{"type", "name", "label"}, {"select_one l", "q", "Q"}}, {{"list_name", "name", "label", "image"},
                                                                       {"l", "a", "A"},
                                                                       {"l", "a", "B"},
                                                                       {"l", "deux mots", "C"},
                                                                       {"l", "", "D"},
                                                                       {"", "e", "E"},
                                                                       {"l", "f", "", "f.png"}});
  EXPECT_THAT(texts(result.errors),
              ElementsAre("sheet choices, cell B3: the name 'a' is twice in list 'l'; give each choice its own",
                          HasSubstr("sheet choices, cell B4: the name 'deux mots' has a space"),
                          HasSubstr("sheet choices, cell B5: a choice of list 'l' has no name"),
                          HasSubstr("sheet choices, cell A6: the choice 'e' is in no list"),
                          HasSubstr("sheet choices, cell D7: pictures and sounds"),
                          "sheet choices, cell C7: the label in 'fr' is empty; write it"));
}

TEST(XlsForm, ChecksParametersAndSettings) {
  EXPECT_THAT(errors_of({"type", "name", "label", "parameters"}, {"range", "x", "X", "start=5 end=1"}),
              ElementsAre(HasSubstr("cell D2: a range goes from start")));
  EXPECT_THAT(errors_of({"type", "name", "label", "parameters"}, {"range", "x", "X", "start=0;stop=5"}),
              ElementsAre(HasSubstr("cell D2: 'stop=5' is not a parameter")));
  EXPECT_THAT(
      errors_of({"type", "name", "label", "parameters", "appearance"}, {"range", "x", "X", "start=1 end=10", "nps"}),
      ElementsAre(HasSubstr("cell E2: nps needs the values 0 to 10")));
  EXPECT_THAT(errors_of({"type", "name", "label", "required", "constraint"}, {"note", "x", "X", "yes", ". > 1"}),
              ElementsAre(HasSubstr("cell D2: a note is not answered"), HasSubstr("cell E2: a note is not answered")));
  const auto settings = import({{"type", "name", "label"}, {"text", "q", "Q"}}, kChoices,
                               {{"form_title", "form_id", "version", "default_language", "anonymous"},
                                {"T", "Mon Avis", "v 1", "French", "oui!"}});
  EXPECT_THAT(
      texts(settings.errors),
      ElementsAre(
          HasSubstr("cell C2: a version is"), HasSubstr("cell D2: no language tag in 'French'; write Français (fr)"),
          HasSubstr("cell E2: 'oui!' is not understood"),
          HasSubstr("cell B2: the form_id 'Mon Avis' is not made of a-z, 0-9 and dashes; write mon-avis instead")));
}

TEST(XlsForm, ChecksHeaders) {
  EXPECT_THAT(texts(import({{"name", "label"}, {"q", "Q"}}).errors),
              Contains(HasSubstr("sheet survey: the column 'type' is missing")));
  EXPECT_THAT(texts(import({{"type", "name", "label::French"}, {"text", "q", "Q"}}).errors),
              ElementsAre("sheet survey, cell C1: no language tag in 'label::French'; write label::Français (fr)"));
  EXPECT_THAT(texts(import({{"type", "name", "label", "Label"}, {"text", "q", "Q"}}).errors),
              ElementsAre(HasSubstr("cell D1: the column 'Label' is there twice")));
  EXPECT_THAT(texts(import({{"type", "name", "label", "label::fr"}, {"text", "q", "Q", "Q"}}).errors),
              ElementsAre(HasSubstr("cell D2: 'label::fr' gives a second text in 'fr'")));
  EXPECT_THAT(texts(import_xlsform(XlsxWriter().add("Feuille1", {{"a"}}).write(), "avis").errors),
              ElementsAre(HasSubstr("the sheet 'survey' is missing")));
  EXPECT_THAT(texts(import({{"type", "name", "label"}}).errors),
              ElementsAre("sheet survey: there is no question; write one a row"));
  EXPECT_THAT(texts(import_xlsform(to_bytes("rien"), "avis").errors), ElementsAre(HasSubstr("not a spreadsheet")));
}

TEST(XlsForm, GivesOneSentenceForAHundredThousandChoices) {
  std::string rows =
      "<row><c t=\"str\"><v>list_name</v></c><c t=\"str\"><v>name</v></c><c t=\"str\"><v>label</v></c></row>";
  for (int i = 0; i < 100'000; ++i) {
    const std::string number = std::to_string(i);
    rows += "<row><c t=\"str\"><v>l</v></c><c><v>" + number + "</v></c><c t=\"str\"><v>Choix n° " + number +
            " de la longue liste</v></c></row>";
  }
  const auto result = import_xlsform(XlsxWriter()
                                         .add("survey", {{"type", "name", "label"}, {"select_one l", "q", "Q"}})
                                         .add_raw("choices", rows)
                                         .write(),
                                     "avis");
  EXPECT_THAT(texts(result.errors), ElementsAre(HasSubstr("sheet choices has over 50000 rows")));
}

TEST(XlsForm, ReportsAHundredErrorsAtMost) {
  SheetCells survey = {{"type", "name", "label"}};
  for (int i = 0; i < 500; ++i) survey.push_back({"calculate", "c" + std::to_string(i)});
  EXPECT_EQ(import(survey).errors.size(), 100u);
  const auto joined = read_xlsform(XlsxWriter().add("survey", survey).write(), "avis");
  EXPECT_THAT(joined.error().message,
              HasSubstr("sheet survey, cell A2: 'calculate': calculations are not supported yet"));
  EXPECT_THAT(joined.error().message, HasSubstr("and 80 more"));
}

TEST(XlsForm, ImportsFiveHundredQuestionsQuickly) {
  SheetCells survey = {{"type", "name", "label", "constraint"}};
  for (int i = 0; i < 500; ++i)
    survey.push_back({"integer", "q" + std::to_string(i), "Question n° " + std::to_string(i), ". >= 0 and . <= 10"});
  const Bytes file = XlsxWriter().add("survey", survey).add("settings", kSettings).write();
  const SystemClock clock;
  const Monotonic begin = clock.monotonic();
  const auto result = import_xlsform(file, "avis");
  const Monotonic took = clock.monotonic() - begin;
  ASSERT_TRUE(result.form.has_value());
  EXPECT_EQ(result.form->questions.size(), 500u);
  RecordProperty("import_500_questions_ms", static_cast<int>(took.count()));
}

TEST(XlsForm, ImportsTheFormOfTheCatalogue) {
  const auto file = RealFiles().read(
      Path(ESCALE_SOURCE_DIR) / "content-bundles/catalogue/journee-aller-vers/forms/avis.xlsx", 1 << 20);
  ASSERT_TRUE(file.has_value());
  const auto result = import_xlsform(*file, "avis");
  EXPECT_THAT(texts(result.errors), IsEmpty());
  EXPECT_THAT(texts(result.warnings), IsEmpty());
  ASSERT_TRUE(result.form.has_value());
  EXPECT_TRUE(result.form->anonymous);
  const auto& questions = result.form->questions;
  EXPECT_TRUE(std::any_of(questions.begin(), questions.end(),
                          [](const auto& item) { return forms::has_appearance(item.appearance, "smiley"); }));
  EXPECT_TRUE(std::any_of(questions.begin(), questions.end(),
                          [](const auto& item) { return item.type == QuestionType::Text; }));
}

TEST(XlsForm, RefusesEveryTruncation) {
  const Bytes file = XlsxWriter()
                         .add("survey", {{"type", "name", "label"}, {"select_one ouinon", "q", "Q"}})
                         .add("choices", kChoices)
                         .add("settings", kSettings)
                         .write();
  ASSERT_TRUE(import_xlsform(file, "avis").form.has_value());
  for (std::size_t size = 0; size < file.size(); size += 97)
    EXPECT_EQ(import_xlsform(ByteView(file).first(size), "avis").errors.size(), 1u) << size;
}

}  // namespace
}  // namespace escale::importers
