// Instances as XML: the answers of one form, and the lists beside them.
#pragma once

#include <pugixml.hpp>
#include <string_view>

#include "content-bundles/forms/instance.hpp"
#include "content-bundles/xforms/xml_document.hpp"

namespace escale::xforms {

/// Copies an element, what is under it and its texts, as a child of `parent`. White space between elements is dropped.
/// Gives the new node.
forms::NodeId copy_element(const pugi::xml_node& element, forms::Instances& instances, forms::NodeId parent);

/// Reads an XML text: one element is the primary instance; a form, a model or <instances> gives its first <instance> as
/// the primary one and those with an id as secondary ones.
Result<forms::Instances> read_instances(std::string_view xml);

/// Reads an XML text as the secondary instance of that id.
Result<> read_secondary(std::string_view xml, std::string_view id, forms::Instances& instances);

}  // namespace escale::xforms
