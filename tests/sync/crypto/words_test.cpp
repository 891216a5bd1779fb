#include "sync/crypto/words.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sync/crypto/password.hpp"

namespace escale::crypto {
namespace {

TEST(Words, AreDistinctAndPlain) {
  std::set<std::string_view> seen;
  for (const auto word : word_list()) {
    EXPECT_TRUE(seen.insert(word).second) << word;
    EXPECT_TRUE(word.size() >= 4 && word.size() <= 9) << word;
    EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), std::string_view::npos) << word;
  }
  EXPECT_EQ(seen.size(), 8192u);  // 13 bits each: 65 for five
}

TEST(Words, AreForgivenAccentsCaseAndSeparators) {
  EXPECT_EQ(normalise_words("  Éléphant-BLEU,cœur’d  été\n"), "elephant bleu coeur d ete");
  EXPECT_EQ(normalise_words("e\xCC\x81le\xCC\x81phant"), "elephant");  // accents as marks of their own
  EXPECT_EQ(normalise_words("😀"), "");
}

TEST(Words, GiveTheSameIdentityHoweverTheyAreTyped) {
  SeededRandom random(3);
  const std::string words = generate_words(random);
  const auto one = identity_from_words(words, "session a").value();
  std::string shouted = "  " + words;
  for (auto& c : shouted) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(identity_from_words(shouted, "session a")->recipient(), one.recipient());
  EXPECT_NE(identity_from_words(words, "session b")->recipient(), one.recipient());
}

TEST(Words, KeepTheirMeaningForEver) {
  // A known answer: changing it would lock people out of sessions that exist.
  EXPECT_EQ(identity_from_words("un deux trois quatre cinq", "test")->recipient().text(), "age1aez5xsc85ryv7n5u35xd368htzzajmlujpx33p0mqp62skyecvwsjrujlr");
}

TEST(Words, RefuseTooFew) { EXPECT_EQ(identity_from_words("un deux trois", "x").error().code, Code::InvalidInput); }

TEST(Pin, VerifiesOnlyItself) {
  const std::string verifier = make_pin_verifier("2468").value();
  EXPECT_TRUE(pin_verifies("2468", verifier));
  EXPECT_FALSE(pin_verifies("2469", verifier));
  EXPECT_FALSE(pin_verifies("2468", "garbage"));
  EXPECT_NE(make_pin_verifier("2468").value(), verifier);
}

}  // namespace
}  // namespace escale::crypto
