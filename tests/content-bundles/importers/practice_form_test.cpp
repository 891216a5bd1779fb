// One whole form of a spreadsheet program, as authors write them: skips, a cascade, a date, a matrix, a ranking, a repeat, two
// languages. What it asks, and that the same form as XForm gives the same record.
#include <gmock/gmock.h>

#include "content-bundles/forms/asking.hpp"
#include "content-bundles/forms/submission.hpp"
#include "content-bundles/importers/xlsform_definition.hpp"
#include "content-bundles/xforms/form_blob.hpp"
#include "sync/base/files.hpp"
#include "tests/support/sample_plan.hpp"

namespace escale::importers {
namespace {
using forms::AskedPage;
using forms::Filling;
using forms::NodeId;
using test::must;
using test::node_of;
using ::testing::ElementsAre;

forms::Definition practice_form() {
  const RealFiles files;
  auto imported = import_definition(must(files.read(Path(ESCALE_SOURCE_DIR) / "tests/support/forms/pratique.xlsx", 1 << 20)), "pratique");
  for (const DefinitionIssue& issue : imported.errors) ADD_FAILURE() << issue.text("en");
  for (const DefinitionIssue& issue : imported.warnings) ADD_FAILURE() << issue.text("en");
  return std::move(*imported.definition);
}

std::vector<std::string> pages_in_words(const Filling& filling) {
  std::vector<std::string> out;
  const forms::Instances& tree = filling.instances();
  for (const AskedPage& page : forms::pages_of(filling)) {
    std::string words = page.kind == AskedPage::Kind::Table ? "table" : page.kind == AskedPage::Kind::Copies ? "copies" : "";
    for (const NodeId node : page.questions) words += (words.empty() ? "" : " ") + std::string(tree.name_text(tree.name(node)));
    out.push_back(words);
  }
  return out;
}

/// Answers everything, as somebody would; gives the record's instance.
std::string filled(const forms::Plan& plan) {
  Filling filling = test::started(plan);
  const auto answer = [&](std::string_view question, std::string_view value, std::size_t copy = 1) {
    const NodeId node = node_of(filling, question, copy);
    ASSERT_NE(node, forms::kNoNode) << question;
    const auto taken = filling.answer(node, value);
    ASSERT_TRUE(taken.has_value()) << question << ": " << taken.error().message;
  };
  answer("sans_nom", "OK");
  answer("titre", "Le café des voisins");
  answer("territoire", "ville");
  answer("lieu", "centre");
  answer("debut", "2024-03-01");
  answer("continue", "non");
  answer("pourquoi_fin", "Plus de salle.");
  for (const char* row : {"respect", "liens", "droits"}) answer(row, "tout");
  answer("priorites", "confiance temps equipe partenaires");
  answer("role", "habitant");
  must(filling.add_repeat("/data/acteurs"));
  answer("role", "agent", 2);
  answer("annees", "12", 2);
  answer("effet", "8");
  answer("moyens", "temps lieu");
  return must(filling.finalise());
}

TEST(PracticeForm, AsksWhatItsAnswersCallFor) {
  const auto plan = must(forms::Plan::shared(practice_form()));
  EXPECT_TRUE(plan->definition().settings.anonymous);
  Filling filling = test::started(*plan);
  EXPECT_THAT(pages_in_words(filling), ElementsAre("accueil", "sans_nom", "titre", "territoire", "debut", "continue", "table respect liens droits", "priorites", "role",
                                                   "annees", "copies acteurs", "effet", "moyens"));
  must(filling.answer(node_of(filling, "territoire"), "campagne"));
  must(filling.answer(node_of(filling, "continue"), "oui"));
  EXPECT_THAT(pages_in_words(filling), ElementsAre("accueil", "sans_nom", "titre", "territoire", "lieu", "debut", "continue", "table respect liens droits", "priorites",
                                                   "role", "annees", "copies acteurs", "effet", "rencontre", "moyens"));
  std::vector<std::string> places;
  for (const auto& choice : must(filling.choices(node_of(filling, "lieu")))) places.push_back(choice.label);
  EXPECT_THAT(places, ElementsAre("Bus des services", "Au domicile"));
  must(filling.set_language("en"));
  EXPECT_EQ(must(filling.label(node_of(filling, "continue"))), "Does it go on today?");
  EXPECT_EQ(forms::length_limit(filling.bind_of(node_of(filling, "titre"))), 80u);
}

TEST(PracticeForm, GivesTheSameRecordOnceWrittenAsXForm) {
  const forms::Definition definition = practice_form();
  const auto plan = must(forms::Plan::shared(definition));
  const auto again = must(xforms::read_form(must(xforms::form_blob(definition))));
  const std::string record = filled(*plan);
  EXPECT_EQ(filled(*again), record);
  EXPECT_EQ(record.find("rencontre"), std::string::npos) << "not asked";
  forms::SubmissionReader reader(*again);
  const auto read = must(reader.read(record));
  EXPECT_EQ(read.value(again->place("/data/priorites")), "confiance temps equipe partenaires");
}

}  // namespace
}  // namespace escale::importers
