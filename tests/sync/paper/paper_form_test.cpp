#include "sync/paper/paper_form.hpp"

#include <gmock/gmock.h>

#include "sync/print/markdown.hpp"
#include "tests/support/must.hpp"

namespace escale::paper {
namespace {
using ::testing::HasSubstr;
using ::testing::Not;
using forms::Control;
using forms::ControlType;

forms::Label words(const std::string& text) { return {{{text, ""}}, ""}; }

/// A choice, a question for some, a matrix, a number, a hidden calculation, a long text.
forms::Definition sample() {
  forms::Definition form;
  form.id = "avis";
  form.version = "3";
  form.title = "Votre avis";
  form.translations.languages = {"fr", "en"};
  form.translations.default_language = "fr";
  form.translations.texts["fr"]["q"][""] = {{"Êtes-vous venu à pied ?", ""}};
  form.translations.texts["en"]["q"][""] = {{"Did you walk here?", ""}};
  const auto add = [&](ControlType type, const std::string& path, forms::Label label) -> Control& {
    Control control;
    control.type = type;
    control.path = path;
    control.label = std::move(label);
    form.controls.push_back(std::move(control));
    return form.controls.back();
  };
  const std::vector<forms::Item> yes_no{{"oui", words("Oui")}, {"non", words("Non")}};
  add(ControlType::SelectOne, "/data/pied", {{}, "q"}).items = yes_no;
  add(ControlType::Input, "/data/minutes", words("Combien de minutes ?")).hint = words("Environ.");
  add(ControlType::Group, "/data/accord", words("Êtes-vous d’accord ?")).appearance = "table-list";
  for (const char* name : {"a", "b"}) {
    Control& line = add(ControlType::SelectOne, std::string("/data/accord/") + name, words(std::string("Phrase ") + name));
    line.items = yes_no;
    line.parent = 2;
  }
  add(ControlType::Input, "/data/jamais", words("Jamais posée"));
  add(ControlType::Input, "/data/mots", {{{"Merci ", ""}, {"", "/data/pied"}, {", un mot ?", ""}}, ""}).appearance = "multiline";
  forms::Bind minutes;
  minutes.path = "/data/minutes";
  minutes.type = forms::DataType::Int;
  minutes.relevant = "/data/pied = 'oui'";
  minutes.required = "true()";
  forms::Bind never;
  never.path = "/data/jamais";
  never.relevant = "false()";
  form.binds = {minutes, never};
  return form;
}

std::string text_of(const PaperFormOptions& options = {}) { return print::markdown(test::must(paper_form(sample(), options)), "x").text; }

TEST(PaperForm, AsksEveryQuestionInOrder) {
  const std::string text = text_of();
  EXPECT_THAT(text, HasSubstr("# Votre avis"));
  EXPECT_THAT(text, HasSubstr("1. Êtes-vous venu à pied\u202F?"));
  EXPECT_THAT(text, HasSubstr("- [ ] Oui\n- [ ] Non"));
  EXPECT_THAT(text, HasSubstr("2. Combien de minutes\u202F? (réponse attendue)"));
  EXPECT_THAT(text, HasSubstr("3. Merci ……, un mot\u202F?")) << "a value stands as a blank";
}

TEST(PaperForm, MarksWhatIsAskedOnlyOfSomeWithoutItsExpression) {
  const std::string text = text_of();
  EXPECT_THAT(text, HasSubstr("ne concerne pas tout le monde"));
  EXPECT_THAT(text, Not(HasSubstr("/data/pied")));
  EXPECT_THAT(text, Not(HasSubstr("Jamais posée")));
}

TEST(PaperForm, DrawsAMatrixAsATable) {
  EXPECT_THAT(text_of(), HasSubstr("|  | Oui | Non |"));
  EXPECT_THAT(text_of(), HasSubstr("| Phrase a | ![Oui]"));
}

TEST(PaperForm, IsInTheLanguageAskedFor) {
  PaperFormOptions options;
  options.language = "en";
  EXPECT_THAT(text_of(options), HasSubstr("Did you walk here?"));
  EXPECT_THAT(text_of(options), HasSubstr("Tick one box only."));
  options.language = "de";
  EXPECT_EQ(paper_form(sample(), options).error().message, "the form is not in 'de', only in: fr, en");
}

}  // namespace
}  // namespace escale::paper
