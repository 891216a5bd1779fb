#include "content-bundles/forms/texts.hpp"

#include <gtest/gtest.h>

namespace escale::forms {
namespace {

TEST(Texts, PrefersTheLanguageThenItsParentThenTheFallback) {
  const Texts texts{{"fr", "Bonjour"}, {"en", "Hello"}, {"fr-x-facile", "Salut"}};
  EXPECT_EQ(text_in(texts, "fr-x-facile"), "Salut");
  EXPECT_EQ(text_in(texts, "en-GB"), "Hello");
  EXPECT_EQ(text_in(texts, "de"), "Bonjour");
  EXPECT_EQ(text_in(Texts{{"fr", "Bonjour"}}, "fr-x-facile"), "Bonjour");
  EXPECT_EQ(text_in(Texts{{"es", "Hola"}}, "en"), "Hola");
  EXPECT_EQ(text_in({}, "fr"), "");
}

TEST(Texts, KnowsLanguageTags) {
  for (const char* good : {"fr", "en-GB", "fr-x-facile", "gsw"}) EXPECT_TRUE(is_language_tag(good)) << good;
  for (const char* bad : {"", "f", "français", "fr-", "-fr", "fr_FR", "fr--x", "1fr", "frfr"})
    EXPECT_FALSE(is_language_tag(bad)) << bad;
}

}  // namespace
}  // namespace escale::forms
