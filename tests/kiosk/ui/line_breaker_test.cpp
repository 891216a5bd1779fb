#include "kiosk/ui/line_breaker.hpp"

#include <gmock/gmock.h>

#include <string>

namespace escale::ui {
namespace {

using testing::ElementsAre;

/// Every character is one wide, whatever its bytes: sizes in the tests are counts of characters.
float width_of(std::string_view text) {
  float count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1.0F : 0.0F;
  return count;
}

std::vector<std::string> lines_of(std::string_view text, float width, LineFit fit = LineFit::Greedy) {
  std::vector<BreakUnit> units = find_units(text);
  for (BreakUnit& unit : units) {
    unit.width = width_of(text.substr(unit.begin, unit.end - unit.begin));
    if (unit.soft_hyphen) unit.hyphen = 1;
    if (!unit.soft_hyphen && !unit.hard && unit.next > unit.end && text[unit.end] == ' ')
      unit.space = width_of(text.substr(unit.end, unit.next - unit.end));
  }
  std::vector<std::size_t> starts = break_lines(units, width, fit);
  std::vector<std::string> lines;
  for (std::size_t l = 0; l < starts.size(); ++l) {
    std::size_t last = (l + 1 < starts.size() ? starts[l + 1] : units.size()) - 1;
    std::string line(text.substr(units[starts[l]].begin, units[last].end - units[starts[l]].begin));
    if (units[last].soft_hyphen && last + 1 < units.size()) line += "-";
    lines.push_back(line);
  }
  return lines;
}

TEST(LineBreaker, BreaksAtSpaces) {
  EXPECT_THAT(lines_of("Des modules courts", 12), ElementsAre("Des modules", "courts"));
}

TEST(LineBreaker, KeepsNarrowNoBreakSpaceBeforeQuestionMark) {
  EXPECT_THAT(lines_of("Que voulez-vous faire\u202F?", 21), ElementsAre("Que voulez-vous", "faire\u202F?"));
}

TEST(LineBreaker, KeepsNoBreakSpacesInsideGuillemets) {
  EXPECT_THAT(lines_of("Il dit «\u00A0oui\u00A0» enfin", 9), ElementsAre("Il dit", "«\u00A0oui\u00A0»", "enfin"));
}

TEST(LineBreaker, KeepsUnitsWithTheirNumbers) {
  EXPECT_THAT(lines_of("reste 16\u00A0h\u00A030 ici", 10), ElementsAre("reste", "16\u00A0h\u00A030", "ici"));
}

TEST(LineBreaker, HoldsHighPunctuationAndGuillemetsWithPlainSpaces) {
  EXPECT_THAT(lines_of("Que faire ? Rien", 9), ElementsAre("Que", "faire ?", "Rien"));
  EXPECT_THAT(lines_of("deux choses : parler, écrire", 11), ElementsAre("deux", "choses :", "parler,", "écrire"));
  EXPECT_THAT(lines_of("Il dit « oui » enfin", 10), ElementsAre("Il dit", "« oui »", "enfin"));
  EXPECT_THAT(lines_of("plus de 45 % ici", 10), ElementsAre("plus de", "45 % ici"));
}

TEST(LineBreaker, HoldsNumbersTheirUnitsAndTitlesOfPeople) {
  EXPECT_THAT(lines_of("reste 10 000 places", 8), ElementsAre("reste", "10 000", "places"));
  EXPECT_THAT(lines_of("vers 16 h 30 ici", 9), ElementsAre("vers", "16 h 30", "ici"));
  EXPECT_THAT(lines_of("avec Mme Roux hier", 9), ElementsAre("avec", "Mme Roux", "hier"));
  EXPECT_THAT(lines_of("la salle n° 12 ouvre", 11), ElementsAre("la salle", "n° 12 ouvre"));
  EXPECT_THAT(lines_of("un écran 1280 × 800 va", 12), ElementsAre("un écran", "1280 × 800", "va"));
  EXPECT_THAT(lines_of("article L. 119-1 du code", 12), ElementsAre("article", "L. 119-1 du", "code"));
  EXPECT_THAT(lines_of("en 2024 tout va", 8), ElementsAre("en 2024", "tout va")) << "a year holds nothing";
  EXPECT_THAT(lines_of("les 3 hommes", 7), ElementsAre("les 3", "hommes")) << "a unit is a whole word";
}

TEST(LineBreaker, BreaksALongAddressAfterAStroke) {
  EXPECT_THAT(lines_of("https://exemple.fr/aide/solidarite et", 20), ElementsAre("https://exemple.fr/", "aide/solidarite et"));
  EXPECT_THAT(lines_of("oui/non", 4), ElementsAre("oui/non")) << "not an address";
}

TEST(LineBreaker, FindsTheEndsOfSentences) {
  auto sentences = [](std::string_view text) {
    std::vector<BreakUnit> units = find_units(text);
    int count = 1;
    for (std::size_t i = 0; i + 1 < units.size(); ++i) count += ends_sentence(text, units[i], units[i + 1]) ? 1 : 0;
    return count;
  };
  EXPECT_EQ(sentences("Une loi est une règle. Tout le monde la suit. Vous aussi\u202F!"), 3);
  EXPECT_EQ(sentences("Que faire\u202F? Écrivez."), 2);
  EXPECT_EQ(sentences("Il dit «\u00A0Non.\u00A0» À ce moment, il part."), 2);
  EXPECT_EQ(sentences("Mme R. Martin et M. Dupont lisent l’art. L. 119-1."), 1) << "initials and abbreviations";
  EXPECT_EQ(sentences("vers 10 h. le matin"), 1) << "a small letter goes on";
}

TEST(LineBreaker, NeverBreaksAfterApostrophe) {
  EXPECT_THAT(lines_of("qu’on l’aide vite", 8), ElementsAre("qu’on", "l’aide", "vite"));
}

TEST(LineBreaker, BreaksAfterHyphenBetweenLetters) {
  EXPECT_THAT(lines_of("Aller-vers", 7), ElementsAre("Aller-", "vers"));
  EXPECT_THAT(lines_of("de -100 à +100", 7), ElementsAre("de -100", "à +100"));
}

TEST(LineBreaker, DrawsSoftHyphenOnlyWhereTheLineEnds) {
  EXPECT_THAT(lines_of("inter\u00ADministériel", 8), ElementsAre("inter-", "ministériel"));
  EXPECT_EQ(lines_of("inter\u00ADministériel", 30).size(), 1U);
}

TEST(LineBreaker, MovesOneLetterWordToTheNextLine) {
  EXPECT_THAT(lines_of("on l’aide à se lever", 12), ElementsAre("on l’aide", "à se lever"));
}

TEST(LineBreaker, ObeysNewLines) {
  EXPECT_THAT(lines_of("un\ndeux trois", 20), ElementsAre("un", "deux trois"));
}

TEST(LineBreaker, LeavesNoWordAloneOnTheLastLine) {
  EXPECT_THAT(lines_of("cette phrase est longue oui", 23), ElementsAre("cette phrase est longue", "oui"));
  EXPECT_THAT(lines_of("cette phrase est longue oui", 23, LineFit::NoLoneWord),
              ElementsAre("cette phrase est", "longue oui"));
}

TEST(LineBreaker, BalancesTitlesWithoutMoreLines) {
  EXPECT_THAT(lines_of("Des modules courts, au rythme choisi", 26, LineFit::Balanced),
              ElementsAre("Des modules courts,", "au rythme choisi"));
}

TEST(LineBreaker, GivesTooWideWordALineOfItsOwn) {
  EXPECT_THAT(lines_of("un anticonstitutionnellement mot", 10), ElementsAre("un", "anticonstitutionnellement", "mot"));
}

TEST(LineBreaker, AcceptsEmptyAndBlankTexts) {
  EXPECT_TRUE(lines_of("", 10).empty());
  EXPECT_EQ(lines_of("   ", 10).size(), 1U);
}

}  // namespace
}  // namespace escale::ui
