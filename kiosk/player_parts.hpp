// Sentences that the player's files share.
#pragma once

#include <string>

#include "kiosk/journey.hpp"

namespace escale::kiosk {

/// `button "Suite"`, as a journey names it.
std::string described(const Step& step);
/// Refused, with this sentence.
tl::unexpected<Error> failed(std::string sentence);

}  // namespace escale::kiosk
