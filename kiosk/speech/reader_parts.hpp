// What the reader's files share. Private to this folder.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/ui/semantics.hpp"

namespace escale::speech {

/// What tells two screens apart: the first heading, and the dialogs over it.
std::string screen_of(const ui::SemanticTree& tree);
/// "Suite" + "bouton" -> "Suite, bouton"; after . ! ? : there is no comma.
void join(std::string& text, std::string_view more);

}  // namespace escale::speech
