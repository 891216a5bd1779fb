// What is wrong with a spreadsheet is said in French to whoever writes it in French.
#include "content-bundles/importers/french_messages.hpp"

#include <gmock/gmock.h>

#include "content-bundles/forms/expression.hpp"
#include "content-bundles/importers/xlsform_definition.hpp"
#include "tests/support/xlsx_writer.hpp"

namespace escale::importers {
namespace {
using ::testing::HasSubstr;

std::string french(const char* expression) {
  const auto parsed = forms::Expression::parse(expression);
  EXPECT_FALSE(parsed.has_value()) << expression;
  return parsed ? "" : in_french(parsed.error().message);
}

TEST(FrenchMessages, SayWhatIsWrongWithAnExpression) {
  EXPECT_EQ(french("1 +"), "caractère 4\u00A0: il manque quelque chose à la fin");
  EXPECT_EQ(french("a ≥ 1"), "caractère 3\u00A0: « ≥ » n’est pas compris\u202F; écrivez >=");
  EXPECT_EQ(french("concat(‘a’)"), "caractère 8\u00A0: guillemet courbe ‘\u202F; écrivez le guillemet droit '");
  EXPECT_EQ(french("foo(1)"), "caractère 1\u00A0: il n’y a pas de fonction foo()");
  EXPECT_EQ(french("not(1, 2)"), "caractère 1\u00A0: not() prend 1 argument, pas 2");
  EXPECT_EQ(french("(1"), "caractère 3\u00A0: il faut ')' ici");
  EXPECT_EQ(french("//a"), "caractère 1\u00A0: « // » n’est pas pris\u202F; écrivez le chemin entier, comme /data/groupe/nom");
  EXPECT_EQ(french("'a"), "caractère 1\u00A0: le texte qui commence par ' n’a pas de fin");
}

// No sentence of an expression stays in English.
TEST(FrenchMessages, KnowEverySentenceOfExpressions) {
  for (const char* wrong : {"a | b", "@a", "$a", "${a}", "!a", "1e5", "1 2", "child::a::b", "a:*", "descendant::a", "text()", "(a)/b", "true()[1]", "if(1)", "coalesce(1)", "a b",
                            "weighted-checklist(1,2,3,4,5)", "…", "a – b", "1\u00A0+ 1", "[1]", "/a[", "max()", "round()", "a/true()", "#"}) {
    const std::string said = french(wrong);
    EXPECT_THAT(said, HasSubstr("caractère")) << wrong;
    for (const char* english : {" is ", " not ", "write ", "missing", "there ", "expected", "supported", "takes "}) EXPECT_EQ(said.find(english), std::string::npos) << wrong << ": " << said;
  }
}

TEST(FrenchMessages, SayWhatGoesInACircleAndWhichNameIsNowhere) {
  const auto file = test::XlsxWriter()
                        .add("survey", {{"type", "name", "label", "calculation", "relevant"}, {"calculate", "a", "", "${b} + 1", ""}, {"calculate", "b", "", "${a} + 1", ""},
                                        {"text", "c", "C", "", "${nulle_part} = 1"}})
                        .write();
  const auto read = import_definition(file, "essai");
  ASSERT_EQ(read.errors.size(), 1u);
  EXPECT_EQ(read.errors[0].text("fr"), "feuille survey, cellule E4\u00A0: relevant, ${nulle_part}\u00A0: aucune ligne n’a ce nom");
  const auto circle = import_definition(test::XlsxWriter()
                                            .add("survey", {{"type", "name", "label", "calculation"}, {"calculate", "a", "", "${b} + 1"}, {"calculate", "b", "", "${a} + 1"}})
                                            .write(),
                                        "essai");
  ASSERT_EQ(circle.errors.size(), 1u);
  EXPECT_THAT(circle.errors[0].text("fr"), HasSubstr("ceci tourne en rond, rien ne peut donc être calculé\u00A0: "));
  EXPECT_THAT(circle.errors[0].text("fr"), HasSubstr(", qui lit "));
  EXPECT_EQ(circle.errors[0].text("fr").find("reads"), std::string::npos);
}

}  // namespace
}  // namespace escale::importers
