// The copy of a text that a voice reads: numbers, units, dates, acronyms and signs written as they are said. What is drawn
// never changes. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace escale::speech {

/// How words are said that no rule gets right: acronyms read as words (CNIL), numbers read in pairs (3977). From assets/speech/words.txt.
class SpokenWords {
 public:
  SpokenWords() = default;
  /// Lines "fr CNIL cnil" (language, word, how it is said); # begins a comment. InvalidInput: "words.txt:3: …".
  static Result<SpokenWords> parse(std::string_view text, std::string_view file);
  /// How `word` is said in `lang` ("fr", "en"); empty when no line says so.
  std::string_view said(std::string_view lang, std::string_view word) const;

 private:
  std::map<std::string, std::string, std::less<>> m_said;  ///< "fr CNIL" -> "cnil"
};

/// The spoken copy of `text` (UTF-8; bytes that are not are left out). `lang` is a BCP 47 tag: "fr…" or "en…" rules, French ones for
/// others. Never empty when the text holds a letter or a digit; normalise(normalise(x)) == normalise(x).
std::string normalise(std::string_view text, std::string_view lang, const SpokenWords& words = {});

}  // namespace escale::speech
