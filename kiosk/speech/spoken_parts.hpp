// The parts of normalise(): each looks at one word or group of words and says how it is read. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/speech/normalise.hpp"

namespace escale::speech {

/// A group of words that was understood: how many it takes, and how it is said.
struct Spoken {
  std::size_t words = 1;
  std::string text;
};

/// One word between two spaces, without the signs around it.
struct Token {
  std::string_view before;  ///< opening signs: "("
  std::string_view word;
  std::string_view after;   ///< closing signs: ",", ".", ")"
};
using Tokens = std::vector<Token>;

bool is_digits(std::string_view text);
/// Words of letters alone, or with ' and -: nothing in them is said otherwise.
bool french(std::string_view lang);

/// Numbers, units, ordinals, days, times, telephone numbers from tokens[at].
std::optional<Spoken> number_at(const Tokens& tokens, std::size_t at, std::string_view lang);
/// Titles, abbreviations, acronyms, addresses, fingerprints.
std::optional<Spoken> word_at(const Tokens& tokens, std::size_t at, std::string_view lang, const SpokenWords& words);
/// "vingt et unième", 1 to 99; feminine only differs for the first.
std::string ordinal_fr(int number, bool feminine);

}  // namespace escale::speech
