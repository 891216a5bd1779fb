// The body of an XForm, and the small parts that model and body share. Inside of xform.hpp.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/definition.hpp"
#include "sync/base/result.hpp"

namespace escale::xforms {

/// Adds the controls of a body. InvalidInput or Refused names the element and its place.
Result<> read_body(const pugi::xml_node& body, forms::Definition& form, std::vector<std::string>& warnings);
/// Adds a <setvalue>; `trigger` is the place of the control that holds it, empty in the model.
Result<> read_setvalue(const pugi::xml_node& node, const std::string& trigger, forms::Definition& form,
                       std::vector<std::string>& warnings);

/// A path as the definition keeps it: absolute ("../x" from `base`), without prefixes.
Result<std::string> place_of(std::string_view path, const std::string& base);
/// Words and outputs of an element; white space as written, ends trimmed.
forms::RichText rich_text(const pugi::xml_node& element);
/// The id in "jr:itext('id')"; empty for anything else.
std::string itext_id(std::string_view text);
std::string trimmed(std::string_view text);
std::string trimmed_text(const pugi::xml_node& element);

}  // namespace escale::xforms
