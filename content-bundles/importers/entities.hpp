// HTML character references, as they occur in French texts.
#pragma once

#include <string>
#include <string_view>

namespace escale::importers {

/// The UTF-8 character that "&eacute;", "&#233;" or "&#xE9;" stands for; empty when it is not a reference known here.
std::string decode_entity(std::string_view reference);

}  // namespace escale::importers
