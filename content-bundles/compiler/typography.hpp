// French typography, so that authors may type as they are used to: no-break spaces, apostrophes, dots of suspension.
// Rule: applying it twice changes nothing; links are never touched; other languages pass unchanged.
#pragma once

#include <string>
#include <string_view>

#include "content-bundles/learning/text.hpp"

namespace escale::compiler {

/// True for "fr" and its variants ("fr-x-facile").
bool is_french(std::string_view lang);

/// The text with French typography when the language is French. Rules in SPEC.md; they see across runs ("**mot** !").
learning::Text typeset(const learning::Text& text, std::string_view lang);
std::string typeset(std::string_view text, std::string_view lang);

}  // namespace escale::compiler
