#include "kiosk/speech/normalise.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kiosk/speech/spoken_parts.hpp"
#include "sync/base/files.hpp"

namespace escale::speech {
namespace {

SpokenWords words() {
  const RealFiles files;
  const Bytes bytes = files.read(Path(ESCALE_SOURCE_DIR) / "assets/speech/words.txt", 65536).value();
  return SpokenWords::parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "words.txt").value();
}

struct Row {
  std::string_view written, said;
};

TEST(Normalise, SaysFrenchAsPeopleDo) {
  const SpokenWords known = words();
  const Row rows[] = {
      {"Que voulez-vous faire\u202F?", "Que voulez-vous faire?"},
      {"L’aller-vers", "L'aller-vers"},
      {"«\u00A0Dire qui l’on est\u00A0»", "Dire qui l'on est"},
      {"Attendez…", "Attendez."},
      {"1\u202F234 réponses", "1234 réponses"},
      {"12\u202F345\u202F678", "12345678"},
      {"1 234,5 km", "1234 virgule 5 kilomètres"},
      {"4,5", "4 virgule 5"},
      {"0,7 km", "0 virgule 7 kilomètre"},
      {"45\u00A0%", "45 pour cent"},
      {"50% des cas", "50 pour cent des cas"},
      {"12 €", "12 euros"},
      {"1 €", "1 euro"},
      {"à 16\u00A0h\u00A015.", "à 16 heures 15."},
      {"14 h", "14 heures"},
      {"1 h", "1 heure"},
      {"9h05", "9 heures 5"},
      {"24 h/24, 7 j/7", "24 heures sur 24, 7 jours sur 7"},
      {"1er mars 2026", "premier mars 2026"},
      {"la 1re fois", "la première fois"},
      {"le 2e", "le deuxième"},
      {"la 5ème", "la cinquième"},
      {"le 9e", "le neuvième"},
      {"le 21e", "le vingt et unième"},
      {"le XXIe siècle", "le vingt et unième siècle"},
      {"le 80e", "le quatre-vingtième"},
      {"le 71e", "le soixante et onzième"},
      {"2026-11-24", "24 novembre 2026"},
      {"01/03/2026", "premier mars 2026"},
      {"Appelez le 119.", "Appelez le 119."},
      {"le 39\u00A077", "le 39 77"},
      {"le 3977", "le 39 77"},
      {"le 116\u00A0117", "le 116 117"},
      {"06 12 34 56 78", "06 12 34 56 78"},
      {"0800 20 22 23", "0800 20 22 23"},
      {"le CLTS", "le C L T S"},
      {"l’INTS", "l'I N T S"},
      {"en FALC", "en falc"},
      {"la PMI et l’ASE", "la P M I et l'A S E"},
      {"le SAMU", "le samu"},
      {"la CNIL", "la cnil"},
      {"la R.S.A.", "la R S A."},
      {"À RETENIR", "À retenir"},
      {"M. Dupont, Mme Martin et le Dr Roy", "monsieur Dupont, madame Martin et le docteur Roy"},
      {"la lettre M.", "la lettre M."},
      {"le n°\u00A05", "le numéro 5"},
      {"p. 12", "page 12"},
      {"https://ints.fr/aide/", "ints point fr barre oblique aide"},
      {"contact@ints.fr", "contact arobase ints point fr"},
      {"9f86d081884c7d659a2feaa0c55ad015", "9 f 8 6 d 0 8 1, et la suite"},
      {"et/ou", "et ou"},
      {"la note (sur 10)", "la note, sur 10,"},
      {"Question 2/5", "Question 2 sur 5"},
      {"de 60-80 ans", "de 60 à 80 ans"},
      {"Jean & Marie", "Jean et Marie"},
      {"« Oui » — non", "Oui, non"},
      {"8 sur 9", "8 sur 9"},
      {"Quoi ?!", "Quoi?"},
      {"dur\u00ADable", "durable"},
      {"", ""},
      {"—", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(normalise(row.written, "fr", known), row.said) << row.written;
}

TEST(Normalise, SaysEnglishAsPeopleDo) {
  const Row rows[] = {
      {"1,234 answers", "1234 answers"}, {"4.5", "4 point 5"},          {"45%", "45 percent"},
      {"2026-11-24", "24 November 2026"}, {"Mr Smith", "mister Smith"},  {"the PMI", "the P M I"},
      {"2/5", "2 out of 5"},              {"a@b.org", "a at b dot org"}, {"What do you want?", "What do you want?"},
  };
  for (const Row& row : rows) EXPECT_EQ(normalise(row.written, "en"), row.said) << row.written;
}

TEST(Normalise, LeavesOutBytesThatAreNotUtf8) {
  EXPECT_EQ(normalise("a\xFF\xC3 b\xE2\x80", "fr"), "a b");
  EXPECT_EQ(normalise("\xC0\xAFx", "fr"), "x");
}

TEST(Normalise, NamesTheLineOfAWordListThatIsWrong) {
  EXPECT_EQ(SpokenWords::parse("fr CNIL cnil\nfr X\n", "w.txt").error().message, "w.txt:2: a line is 'fr' or 'en', a word, and how it is said");
  EXPECT_EQ(SpokenWords::parse("de CNIL cnil\n", "w.txt").error().message, "w.txt:1: a line is 'fr' or 'en', a word, and how it is said");
  EXPECT_EQ(SpokenWords::parse("fr A a\nfr A b\n", "w.txt").error().message, "w.txt:2: 'fr A' is said twice");
}

TEST(Normalise, CountsInOrdinals) {
  EXPECT_EQ(ordinal_fr(1, true), "première");
  EXPECT_EQ(ordinal_fr(4, false), "quatrième");
  EXPECT_EQ(ordinal_fr(90, false), "quatre-vingt-dixième");
  EXPECT_EQ(ordinal_fr(91, false), "quatre-vingt-onzième");
  EXPECT_EQ(ordinal_fr(31, false), "trente et unième");
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (size == 0 || i + size > text.size()) return false;
    for (std::size_t j = 1; j < size; ++j)
      if ((static_cast<unsigned char>(text[i + j]) & 0xC0U) != 0x80U) return false;
    i += size;
  }
  return true;
}

/// Pieces that the rules look at, in any order: closer to what breaks them than any bytes are.
rc::Gen<std::string> pieces() {
  static const std::vector<std::string> kPieces = {"1",  "12", "234", "4,5", "%",  "€",   "h",   "15",  "06", "116", "39", "CLTS", "PMI", "M.", "Mme", "n°",
                                                   " ",  " ",  " ",   "'",   "’",  "«",   "»",   "…",   ".",  ",",   "/",  "-",    "@",   "a",  "fr",  "é",
                                                   "\xFF", "(",  ")",   "2e",  "1er", "XX", "24",  "abc", "www.", "http://", ":", "!", "?", "\u202F", "\u00A0", "E"};
  return rc::gen::map(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kPieces.size())), [](const std::vector<std::size_t>& chosen) {
    std::string out;
    for (const std::size_t i : chosen) out += kPieces[i];
    return out;
  });
}

RC_GTEST_PROP(Normalise, IsValidUtf8AndItsOwnNormalForm, ()) {
  const std::string text = *rc::gen::oneOf(pieces(), rc::gen::arbitrary<std::string>());
  const std::string lang = *rc::gen::element<std::string>("fr", "en", "fr-x-facile");
  const std::string said = normalise(text, lang);
  RC_ASSERT(is_utf8(said));
  RC_ASSERT(normalise(said, lang) == said);
  RC_ASSERT(said.find("  ") == std::string::npos);
}

RC_GTEST_PROP(Normalise, SaysSomethingOfEveryTextThatHoldsALetterOrADigit, ()) {
  const std::string text = *pieces() + *rc::gen::element<std::string>("a", "é", "Z", "7") + *pieces();
  RC_ASSERT(!normalise(text, "fr").empty());
}

}  // namespace
}  // namespace escale::speech
