#include "content-bundles/xforms/xml_document.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/bytes.hpp"

namespace escale::xforms {

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::size_t line_of(std::string_view text, std::ptrdiff_t byte) {
  const auto end = std::clamp<std::ptrdiff_t>(byte, 0, static_cast<std::ptrdiff_t>(text.size()));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + end, '\n'));
}

Result<> read_xml(std::string_view text, pugi::xml_document& document) {
  if (text.size() > kMaxXmlBytes)
    return fail(Code::TooLarge, fmt::format("the XML is larger than {} MiB", kMaxXmlBytes >> 20));
  if (!is_utf8(text)) return fail(Code::InvalidInput, "the XML is not UTF-8 text; save it as UTF-8");
  if (const std::size_t type = text.find("<!DOCTYPE"); type != std::string_view::npos)
    return fail(Code::InvalidInput,
                fmt::format("line {}: document types and entities are not accepted; remove <!DOCTYPE",
                            line_of(text, static_cast<std::ptrdiff_t>(type))));
  const auto parsed = document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single,
                                           pugi::encoding_utf8);
  if (!parsed)
    return fail(Code::InvalidInput,
                fmt::format("line {}: the XML is broken ({})", line_of(text, parsed.offset), parsed.description()));
  // Depth first without recursion: nothing here may be deeper than what reads it later.
  std::size_t depth = 0, elements = 0;
  for (pugi::xml_node at = document.first_child(); at;) {
    if (at.type() == pugi::node_element && ++elements > kMaxXmlElements)
      return fail(Code::TooLarge, fmt::format("the XML has more than {} elements", kMaxXmlElements));
    if (at.first_child()) {
      at = at.first_child();
      if (++depth > kMaxXmlDepth)
        return fail(Code::TooLarge, fmt::format("line {}: more than {} elements inside each other",
                                                line_of(text, at.offset_debug()), kMaxXmlDepth));
      continue;
    }
    while (at && !at.next_sibling()) {
      at = at.parent();
      if (depth > 0) --depth;
      if (at.type() == pugi::node_document) return {};
    }
    if (at) at = at.next_sibling();
  }
  return {};
}

}  // namespace escale::xforms
