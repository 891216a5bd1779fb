// A text in several languages, and which one to show. Languages are BCP 47 tags: "fr", "fr-x-facile", "en".
// The rule: showing never fails; the nearest language that exists is shown.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace escale::forms {

/// Language tag -> text. Empty when there is no text at all.
using Texts = std::map<std::string, std::string>;

/// The text for a language: that language, else its parent ("fr" for "fr-x-facile"), else the fallback, else any. Empty
/// when there is none.
std::string_view text_in(const Texts& texts, std::string_view language, std::string_view fallback = "fr");

/// True for a tag such as "fr", "en-GB" or "fr-x-facile" (at most 35 characters).
bool is_language_tag(std::string_view text);

}  // namespace escale::forms
