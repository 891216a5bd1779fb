// A text inside XML (XML 1.0, 2.2 and 2.4): the one way of escaping, for everything that writes XML. The rule: what is written is read
// back the same by any XML parser.
#pragma once

#include <string>
#include <string_view>

namespace escale {

/// Adds `text` to `out` with markup escaped. Carriage returns, and in an attribute also tabs and line feeds, are written as references,
/// since a parser would change them. Other control characters, which XML cannot hold, become U+FFFD.
void write_xml_text(std::string& out, std::string_view text, bool in_attribute);

std::string xml_text(std::string_view text);
std::string xml_attribute(std::string_view text);

}  // namespace escale
