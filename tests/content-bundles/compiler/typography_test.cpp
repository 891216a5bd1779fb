#include "content-bundles/compiler/typography.hpp"

#include <gtest/gtest.h>

namespace escale::compiler {
namespace {

// In the expectations: ~ is U+00A0 and _ is U+202F.
std::string shown(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\u00A0")) out += '~', i += 1;
    else if (text.substr(i).starts_with("\u202F")) out += '_', i += 2;
    else out += text[i];
  }
  return out;
}

struct Pair {
  const char* typed;
  const char* set;
};
class Typography : public testing::TestWithParam<Pair> {};

TEST_P(Typography, PutsFrenchInOrderOnce) {
  const std::string once = typeset(GetParam().typed, "fr");
  EXPECT_EQ(shown(once), GetParam().set);
  EXPECT_EQ(typeset(once, "fr"), once) << "twice changes nothing";
}

INSTANTIATE_TEST_SUITE_P(
    All, Typography,
    testing::Values(Pair{"Qui ? Moi ! Bon ; bien : oui", "Qui_? Moi_! Bon_; bien~: oui"}, Pair{"Qui? Moi! Bon; bien: oui", "Qui_? Moi_! Bon_; bien~: oui"},
                    Pair{"Quoi   ?!", "Quoi_?!"}, Pair{"Quoi\u00A0?", "Quoi_?"}, Pair{"Quoi\u202F:", "Quoi~:"},
                    Pair{"« Non », dit-il", "«~Non~», dit-il"}, Pair{"«Non»", "«~Non~»"}, Pair{"« Vraiment ? »", "«~Vraiment_?~»"},
                    Pair{"l'équipe d'Anne aujourd'hui", "l’équipe d’Anne aujourd’hui"}, Pair{"l'« aller-vers »", "l’«~aller-vers~»"},
                    Pair{"dit 'oui'", "dit 'oui'"}, Pair{"à suivre...", "à suivre…"}, Pair{"a....b", "a....b"},
                    Pair{"https://exemple.fr/?page=2;x", "https://exemple.fr/?page=2;x"}, Pair{"à 16:15 ou 16 h 15", "à 16:15 ou 16~h~15"},
                    Pair{"9 h à 19 h, 45 %, 12 €", "9~h à 19~h, 45~%, 12~€"}, Pair{"1 200 personnes en 2022 119 appels", "1_200 personnes en 2022 119 appels"},
                    Pair{"12 345 678", "12_345_678"}, Pair{"3 habitants", "3 habitants"}, Pair{"M. B. et l'article L. 119-1", "M.~B. et l’article L.~119-1"},
                    Pair{"n° 3", "n°~3"}, Pair{"(sic !) [note : oui]", "(sic_!) [note~: oui]"}, Pair{"; : ! ?", ";~:_!_?"}, Pair{"", ""}, Pair{" ", " "},
                    Pair{"«»", "«»"}, Pair{"a: b:c", "a~: b:c"}, Pair{"fin :", "fin~:"}, Pair{"10 000 h", "10_000~h"}));

TEST(TypographyRuns, SeeAcrossStyles) {
  const learning::Text text{{"Un ", false, false, {}}, {"mot ", true, false, {}}, {"! l", false, false, {}}, {"'", true, false, {}}, {"an", false, false, {}}};
  const learning::Text set = typeset(text, "fr-x-facile");
  EXPECT_EQ(shown(learning::words(set)), "Un mot_! l’an");
  EXPECT_EQ(set[1].text, "mot\u202F");
  EXPECT_TRUE(set[1].bold);
}

TEST(TypographyRuns, LeaveOtherLanguagesAndLinksAlone) {
  EXPECT_EQ(typeset("What? It's \"so\": yes", "en"), "What? It's \"so\": yes");
  const learning::Text link{{"ici", false, false, "https://exemple.fr/a'b?c;d"}};
  EXPECT_EQ(typeset(link, "fr"), link);
  EXPECT_TRUE(is_french("fr"));
  EXPECT_TRUE(is_french("fr-x-facile"));
  EXPECT_FALSE(is_french("fry"));
}

}  // namespace
}  // namespace escale::compiler
