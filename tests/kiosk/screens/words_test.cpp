// Numbers, days and times as people write them; and the typography of every text, in both languages.
#include "kiosk/screens/words.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace escale::screens {
namespace {

TEST(Words, WriteDaysInBothLanguages) {
  EXPECT_EQ(day_text(Lang::Fr, "2026-11-24"), "mardi 24\u00A0novembre");
  EXPECT_EQ(day_text(Lang::Fr, "2026-12-01", false, true), "1er\u00A0décembre\u00A0" "2026");
  EXPECT_EQ(day_text(Lang::En, "2026-11-24"), "Tuesday 24\u00A0November");
  EXPECT_EQ(day_text(Lang::Fr, "bientôt"), "bientôt");
}

TEST(Words, WriteTimesNumbersAndSizes) {
  EXPECT_EQ(time_text(Lang::Fr, 975), "16\u00A0h\u00A0" "15");
  EXPECT_EQ(time_text(Lang::En, 975), "16:15");
  EXPECT_EQ(percent_text(Lang::Fr, 45), "45\u00A0%");
  EXPECT_EQ(number_text(Lang::Fr, 2026), "2026");
  EXPECT_EQ(number_text(Lang::Fr, 12345), "12\u202F345");
  EXPECT_EQ(number_text(Lang::En, -1234567), "−1,234,567");
  EXPECT_EQ(size_text(Lang::Fr, 211'000'000), "211\u00A0Mo");
  EXPECT_EQ(size_text(Lang::Fr, 1'500'000'000), "1,5\u00A0Go");
  EXPECT_EQ(decimal_text(Lang::Fr, "-2.5"), "−2,5");
}

TEST(Words, CountAsEachLanguageDoes) {
  EXPECT_EQ(counted(Lang::Fr, Text::LearnLessons, 0), "0 leçon");
  EXPECT_EQ(counted(Lang::Fr, Text::LearnLessons, 2), "2 leçons");
  EXPECT_EQ(counted(Lang::En, Text::LearnLessons, 0), "0 lessons");
  EXPECT_EQ(counted(Lang::En, Text::LearnLessons, 1), "1 lesson");
}

TEST(Words, QuoteATitleThatQuotes) {
  EXPECT_EQ(in_quotes("Avis sur la journée «\u00A0Aller-vers\u00A0»"), "Avis sur la journée “Aller-vers”");
  EXPECT_EQ(in_quotes("Sans rien"), "Sans rien");
}

TEST(Words, KeepAccentsWhenTheirCaseChanges) {
  EXPECT_EQ(capitalised("éviter"), "Éviter");
  EXPECT_EQ(lowered("Étude de cas"), "étude de cas");
  EXPECT_EQ(lowered("CNIL"), "CNIL");
}

TEST(Words, AreTypesetAsFrenchWantsIt) {
  for (std::size_t i = 0; i < text_count(); ++i) {
    const auto text = static_cast<Text>(i);
    for (const Lang lang : {Lang::Fr, Lang::En}) {
      const std::string words(tr(lang, text));
      EXPECT_EQ(words.find('\''), std::string::npos) << key_of(text) << ": a straight apostrophe: " << words;
      EXPECT_EQ(words.find("  "), std::string::npos) << key_of(text) << ": two spaces: " << words;
      EXPECT_EQ(words.find("..."), std::string::npos) << key_of(text) << ": three dots: " << words;
    }
    const std::string french(tr(Lang::Fr, text));
    EXPECT_FALSE(std::regex_search(french, std::regex(" [:;!?%]| »|« "))) << key_of(text) << ": an ordinary space that may break: " << french;
  }
}

}  // namespace
}  // namespace escale::screens
