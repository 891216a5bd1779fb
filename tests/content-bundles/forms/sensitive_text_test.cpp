#include "content-bundles/forms/sensitive_text.hpp"

#include <gmock/gmock.h>

namespace escale::forms {
namespace {
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> found(std::string_view text) {
  std::vector<std::string> all;
  for (const SensitiveText& item : find_sensitive_text(text)) {
    const char* kind = item.kind == SensitiveKind::Phone   ? "phone "
                       : item.kind == SensitiveKind::Email ? "email "
                                                           : "number ";
    all.push_back(kind + std::string(text.substr(item.offset, item.size)));
  }
  return all;
}

TEST(SensitiveText, FindsFrenchPhones) {
  EXPECT_THAT(found("Appelez le 06 12 34 56 78 demain"), ElementsAre("phone 06 12 34 56 78"));
  EXPECT_THAT(found("0612345678"), ElementsAre("phone 0612345678"));
  EXPECT_THAT(found("06.12.34.56.78, ou 01-44-55-66-77."), ElementsAre("phone 06.12.34.56.78", "phone 01-44-55-66-77"));
  EXPECT_THAT(found("06\u00A012\u202F34 56 78"), ElementsAre("phone 06\u00A012\u202F34 56 78"));
  EXPECT_THAT(found("06 12 34 56 78 07 98 76 54 32"), ElementsAre("phone 06 12 34 56 78", "phone 07 98 76 54 32"));
}

TEST(SensitiveText, FindsInternationalPhones) {
  EXPECT_THAT(found("+33 6 12 34 56 78"), ElementsAre("phone +33 6 12 34 56 78"));
  EXPECT_THAT(found("+33 (0)6 12 34 56 78 !"), ElementsAre("phone +33 (0)6 12 34 56 78"));
  EXPECT_THAT(found("0033612345678"), ElementsAre("phone 0033612345678"));
}

TEST(SensitiveText, FindsEmails) {
  EXPECT_THAT(found("écrire à jeanne.durand@exemple.fr."), ElementsAre("email jeanne.durand@exemple.fr"));
  EXPECT_THAT(found("a1@b.co et x_12345678@y.org"), ElementsAre("email a1@b.co", "email x_12345678@y.org"));
  EXPECT_THAT(found("@toutes et @tous, un prix @ 5 euros, a@b, @x.fr"), IsEmpty());
}

TEST(SensitiveText, FindsLongNumbers) {
  EXPECT_THAT(found("dossier 12345678"), ElementsAre("number 12345678"));
  EXPECT_THAT(found("2 84 05 75 116 001 42"), ElementsAre("number 2 84 05 75 116 001 42"));
  EXPECT_THAT(found("carte 4970 1012 3456 7890"), ElementsAre("number 4970 1012 3456 7890"));
}

TEST(SensitiveText, LeavesOrdinaryNumbersAlone) {
  for (const char* text : {"", "Le 119 et le 3919", "de 8 h 30 à 12 h", "en 2024 2025 2026", "le 24/11/2026",
                           "le 24.11.2026", "2026-11-24", "du 24.11.2026 25.11.2026", "1 200 000 euros", "75011 Paris",
                           "12 345 habitants", "7 ou 8", "3.14"})
    EXPECT_THAT(found(text), IsEmpty()) << text;
}

TEST(SensitiveText, StaysFastOnHostileText) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "2024 ";
  text += std::string(100'000, '@');
  EXPECT_LT(find_sensitive_text(text).size(), 20'000u);
}

}  // namespace
}  // namespace escale::forms
