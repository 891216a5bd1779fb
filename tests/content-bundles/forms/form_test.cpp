#include "content-bundles/forms/form.hpp"

#include <gmock/gmock.h>

#include "sync/base/json.hpp"
#include "tests/support/sample_form.hpp"

namespace escale::forms {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string refusal(const Form& form) {
  const auto json = form_to_json(form);
  return json ? "accepted" : json.error().message;
}

TEST(Form, IsReadBackAsItWasWritten) {
  const Form form = test::sample_form();
  const auto json = form_to_json(form);
  ASSERT_TRUE(json.has_value()) << json.error().message;
  const auto again = form_from_json(*json);
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(*again, form);
  EXPECT_EQ(form_to_json(*again).value(), *json);
}

TEST(Form, KeepsLineEndsInLabels) {
  Form form = test::sample_form();
  form.questions[0].label["fr"] = "Première ligne\nDeuxième";
  EXPECT_EQ(form_from_json(form_to_json(form).value()).value(), form);
}

TEST(Form, RefusesJsonThatIsNotItsCanonicalForm) {
  const std::string json = form_to_json(test::sample_form()).value();
  EXPECT_THAT(form_from_json(json + " ").error().message, HasSubstr("canonical"));
  Json explicit_default = parse_json(json).value();
  explicit_default["questions"][0]["required"] = false;
  EXPECT_THAT(form_from_json(stored_json(explicit_default).value()).error().message, HasSubstr("canonical"));
}

TEST(Form, RefusesFieldsItDoesNotKnow) {
  Json json = parse_json(form_to_json(test::sample_form()).value()).value();
  json["questions"][1]["relevant"] = "${age} > 18";
  EXPECT_EQ(form_from_json(stored_json(json).value()).error().message,
            "question 'humeur': the field 'relevant' is not known to this version");
  json["questions"][1].erase("relevant");
  json["format"] = 2;
  EXPECT_THAT(form_from_json(stored_json(json).value()).error().message, HasSubstr("format 2"));
}

TEST(Form, RefusesEveryTruncation) {
  const std::string json = form_to_json(test::sample_form()).value();
  for (std::size_t size = 0; size < json.size(); size += 7)
    EXPECT_FALSE(form_from_json(json.substr(0, size)).has_value()) << size;
}

TEST(Form, RefusesWrongTypesEverywhere) {
  // Every value of the document, one at a time, replaced by something of another type: never accepted, never a crash.
  const Json good = parse_json(form_to_json(test::sample_form()).value()).value();
  const Json flat = good.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    for (const Json& other : {Json(nullptr), Json(-1), Json("\x01?"), Json::array({1}), Json{{"x", 1}}}) {
      Json changed = good;
      changed[Json::json_pointer(pointer)] = other;
      if (pointer.find("/label/") != std::string::npos || pointer.find("essage/") != std::string::npos ||
          pointer.starts_with("/title/"))
        if (other.is_string()) continue;  // another text is as good
      if (pointer.ends_with("/appearance") && other.is_string()) continue;
      EXPECT_FALSE(form_from_json(stored_json(changed).value()).has_value()) << pointer << " = " << other.dump();
    }
  }
}

TEST(Form, NamesWhatIsBroken) {
  Form form = test::sample_form();
  form.questions[1].list = "absente";
  EXPECT_EQ(refusal(form), "question 'humeur': its list of choices 'absente' does not exist");
  form = test::sample_form();
  form.questions[2].name = "humeur";
  EXPECT_EQ(refusal(form), "question 'humeur': the name is there twice");
  form = test::sample_form();
  form.questions[4].constraint = ". > ${autre}";
  EXPECT_THAT(refusal(form),
              HasSubstr("question 'annees': constraint: character 5: a constraint cannot read another question yet"));
  form = test::sample_form();
  form.questions[3].range->step = Decimal{};
  EXPECT_THAT(refusal(form), HasSubstr("question 'recommander': the range's step"));
  form = test::sample_form();
  form.questions[1].label["de"] = "Wie war es?";
  EXPECT_THAT(refusal(form), HasSubstr("'de', which is not a language of the form"));
  form = test::sample_form();
  form.lists["themes"][0].name = "deux mots";
  EXPECT_THAT(refusal(form), HasSubstr("list 'themes': the choice 'deux mots' has a space"));
  form = test::sample_form();
  form.id = "Avis";
  EXPECT_THAT(refusal(form), HasSubstr("the form's id 'Avis'"));
  form = test::sample_form();
  form.questions.clear();
  EXPECT_THAT(refusal(form), HasSubstr("no question"));
}

TEST(Form, RefusesGroupsThatAreNotATree) {
  Form form = test::sample_form();
  form.questions[6].group = 0;  // comes back into a group that was left
  EXPECT_THAT(refusal(form), HasSubstr("group 'fond' do not follow each other"));
  form = test::sample_form();
  form.groups.push_back({"vide", {}, "", std::nullopt});
  EXPECT_THAT(refusal(form), HasSubstr("group 'vide' holds no question"));
  form = test::sample_form();
  form.groups[0].parent = 0;
  EXPECT_THAT(refusal(form), HasSubstr("its parent does not come before it"));
}

TEST(Form, RefusesMoreThanItsLimits) {
  Form form = test::sample_form();
  auto& list = form.lists["themes"];
  while (list.size() <= kMaxChoices) list.push_back({"c" + std::to_string(list.size()), {{"fr", "x"}}});
  EXPECT_EQ(form_to_json(form).error().code, Code::TooLarge);
  form = test::sample_form();
  const Question last = form.questions.back();
  while (form.questions.size() <= kMaxQuestions) {
    form.questions.push_back(last);
    form.questions.back().name += std::to_string(form.questions.size());
  }
  EXPECT_EQ(form_to_json(form).error().code, Code::TooLarge);
  EXPECT_EQ(form_from_json(std::string(kMaxFormBytes + 1, ' ')).error().code, Code::TooLarge);
}

TEST(Form, PutsAFieldListOnOnePage) {
  const Form form = test::sample_form();
  EXPECT_THAT(pages(form),
              ElementsAre(Page{std::nullopt, {0}}, Page{std::nullopt, {1}}, Page{0, {2, 3}}, Page{std::nullopt, {4}},
                          Page{std::nullopt, {5}}, Page{std::nullopt, {6}}, Page{std::nullopt, {7}}));
  Form plain = form;
  plain.groups[0].appearance.clear();
  EXPECT_EQ(pages(plain).size(), form.questions.size());
}

TEST(Form, ListsTheValuesOfARange) {
  const Form form = test::sample_form();
  const auto values = form.question("note")->range->values();
  ASSERT_EQ(values.size(), 11u);
  EXPECT_EQ(values[3].text(), "1.5");
  EXPECT_TRUE(form.question("recommander")->range->is_whole());
  EXPECT_FALSE(form.question("note")->range->is_whole());
  EXPECT_FALSE(form.question("note")->range->contains(Decimal::parse("1.25").value()));
}

TEST(Form, TakesTheLengthLimitFromTheConstraint) {
  EXPECT_EQ(length_limit(*test::sample_form().question("mots")), 280u);
  EXPECT_EQ(length_limit(*test::sample_form().question("annees")), kMaxAnswerCharacters);
}

}  // namespace
}  // namespace escale::forms
