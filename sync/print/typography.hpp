// French typography of what is printed, whoever wrote it: no-break spaces and apostrophes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace escale::print {

/// The text as printers in France set it: U+202F in place of a space before ; ! ?, U+00A0 before : % » and after «, ’ between letters.
/// Nothing is added where there was no space, so that addresses stay whole. Applying it twice changes nothing.
std::string french(std::string_view text);

/// french() when the language is "fr" or one of its variants, else the text as it is.
std::string typeset(std::string_view text, std::string_view language);

/// "12 345" with U+202F between thousands.
std::string number_text(std::int64_t number);
/// "40 %" of `part` in `whole`, to the nearest whole, with U+00A0; "" when `whole` is 0.
std::string percent_text(std::int64_t part, std::int64_t whole);

}  // namespace escale::print
