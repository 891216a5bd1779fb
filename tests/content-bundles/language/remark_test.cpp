#include "content-bundles/language/remark.hpp"

#include <gmock/gmock.h>

namespace escale::language {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

auto says(std::string_view what) { return Contains(Field(&Remark::sentence, HasSubstr(std::string(what)))); }

TEST(FrenchTypography, AcceptsWhatPrintersWrite) {
  for (std::string_view good : {"Voulez-vous continuer\u202F?", "Bravo\u202F! Encore\u202F; puis rien.", "Il dit\u00A0: «\u00A0Quoi\u202F?\u00A0»", "Le 1er mars 2026, à 16\u00A0h\u00A015",
                                "45\u00A0% de 12\u202F345 personnes, 3,5\u00A0€", "L’œuvre d’une sœur… et d’un cœur", "Appelez le 116\u00A0117 ou le 39\u00A077.", "Voir https://example.org/a?b=c",
                                "{count} avis sur {total}\u00A0: {percent}\u00A0%", "Mme R. et M. B., 2e étage", "«\u00A0Il m’a dit “non”\u00A0»", "A-t-il répondu\u202F?", "Quoi\u202F?!", "Article L.\u00A0119-1 du code",
                                "À l’accueil. A priori, oui."})
    EXPECT_THAT(french_typography(good), IsEmpty()) << good;
}

TEST(FrenchTypography, SaysWhereAndWhatToWriteInstead) {
  const std::pair<std::string_view, std::string_view> wrong[] = {
      {"Voulez-vous continuer ?", "U+202F) before ?"}, {"Bravo!", "U+202F) before !"}, {"Puis ; rien", "U+202F) before ;"}, {"Il dit : oui", "U+00A0) before :"},
      {"Il dit\u202F: oui", "U+00A0) before :"}, {"« Quoi »", "after «"}, {"«\u00A0Quoi »", "before »"}, {"Il a dit \"non\"", "«"}, {"l'école", "U+2019"},
      {"Attendez...", "U+2026"}, {"deux  espaces", "one space"}, {"trop , loin", "no space before ,"}, {"trop .", "no space before ."}, {"un,deux", "a space after ,"},
      {"45 %", "before %"}, {"45%", "before the sign"}, {"12 345 personnes", "U+202F) between thousands"}, {"16h15", "16 h 15"}, {"16:15", "16 h 15"}, {"16 h 15", "before h"},
      {"une oeuvre", "œ"}, {"Ecouter", "Écouter"}, {"A la fin", "À"}, {"le 2ème", "2e"}, {"la 1ère", "1re"}, {"Mr Martin", "M."}, {"le 24/11/2026", "24 novembre 2026"},
      {"le 1 mars", "1er mars"}, {"le 3 Mars", "« mars »"}, {"aller - venir", "U+2013"}, {"3.5 %", "3,5"}, {"un “mot”", "« and »"}};
  for (const auto& [text, what] : wrong) EXPECT_THAT(french_typography(text), says(what)) << text;
  auto remarks = french_typography("Oui. l'école");
  ASSERT_THAT(remarks, SizeIs(1));
  EXPECT_EQ(remarks[0].at, 6U);
  EXPECT_THAT(remarks[0].sentence, HasSubstr("l'école"));
}

TEST(SimplifiedFrench, AcceptsShortSentencesOneALine) {
  for (std::string_view good : {"La maltraitance, c’est faire du mal à une personne fragile.", "Un geste peut faire mal.\u2028Un mot peut faire mal.", "Appelez le 3977.",
                                "La loi date de 2022.", "M. B. ouvre la porte.", "Vous avez 3 jours.", "Demandez «\u00A0Qui peut m’aider\u202F?\u00A0» à l’accueil."})
    EXPECT_THAT(simplified_french(good), IsEmpty()) << good;
}

TEST(SimplifiedFrench, SaysWhichRuleIsBroken) {
  const std::pair<std::string_view, std::string_view> wrong[] = {
      {"Quand une personne âgée vit seule chez elle depuis longtemps, elle oublie parfois de manger et de boire.", "(4.1)"},
      {"Un geste peut faire mal. Un mot aussi.", "one sentence a line"},
      {"Un geste ; un mot", "(4.2)"}, {"Un geste (un mot)", "(4.2)"}, {"Un geste…", "(4.2)"}, {"Un geste – un mot", "(4.2)"},
      {"Toi & moi", "(5.4)"}, {"et/ou", "(5.4)"}, {"45\u00A0% des gens", "(5.2)"}, {"12\u202F000 personnes", "(5.2)"}, {"le 24/11/2026", "(5.3)"},
      {"Il y a trois salles.", "(5.1)"}, {"Du pain, du lait, etc.", "(6.4)"}, {"Le HCTS décide.", "(1.6, 6.4)"}, {"Ne dites pas que vous ne venez pas.", "(7.2)"},
      {"Il apprend en regardant.", "(7.1)"}, {"Ils arrivèrent tôt.", "(7.1)"}};
  for (const auto& [text, what] : wrong) EXPECT_THAT(simplified_french(text), says(what)) << text;
}

TEST(SimplifiedFrench, CountsNegations) {
  Negations counted = negations("Vous pouvez partir.\nVous ne devez rien.\nPersonne n’est jamais seul.");
  EXPECT_EQ(counted.sentences, 3U);
  EXPECT_EQ(counted.negative, 2U);
}

}  // namespace
}  // namespace escale::language
