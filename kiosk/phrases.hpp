// The words of speech, from the terminal's own translations.
#pragma once

#include <string_view>

#include "kiosk/speech/phrases.hpp"

namespace escale::kiosk {

/// The words in `lang`, a BCP 47 tag: French unless it is English.
speech::Phrases phrases_in(std::string_view lang);

}  // namespace escale::kiosk
