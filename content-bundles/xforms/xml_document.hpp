// XML from outside: one way to open it, for instances and for XForms. The rule: no document types, no entities of its
// own, limits on bytes, depth and elements; what is wrong is one sentence with its line.
#pragma once

#include <pugixml.hpp>
#include <string_view>

#include "sync/base/result.hpp"

namespace escale::xforms {

inline constexpr std::size_t kMaxXmlBytes = 32u << 20;
inline constexpr std::size_t kMaxXmlDepth = 64;
inline constexpr std::size_t kMaxXmlElements = 2'000'000;

/// Reads `text` into `document`. InvalidInput or TooLarge names the line.
Result<> read_xml(std::string_view text, pugi::xml_document& document);

/// The name without its prefix.
std::string_view local_name(const pugi::xml_node& node);
/// The line that holds a byte, from 1.
std::size_t line_of(std::string_view text, std::ptrdiff_t byte);

}  // namespace escale::xforms
