#include "content-bundles/xforms/instance_xml.hpp"

#include <vector>

namespace escale::xforms {
namespace {

using forms::Instances;
using forms::NodeId;

bool has_elements(const pugi::xml_node& node) {
  for (const pugi::xml_node child : node.children())
    if (child.type() == pugi::node_element) return true;
  return false;
}

std::string own_text(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node child : node.children())
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  return text;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

NodeId copy_one(const pugi::xml_node& element, Instances& instances, NodeId parent) {
  std::string text = own_text(element);
  if (is_blank(text) && has_elements(element)) text.clear();
  return instances.add_child(parent, element.name(), std::move(text));
}

pugi::xml_node first_element(const pugi::xml_node& node) {
  for (const pugi::xml_node child : node.children())
    if (child.type() == pugi::node_element) return child;
  return {};
}

/// The <instance> elements of a form or a model, wherever they are.
std::vector<pugi::xml_node> instances_in(const pugi::xml_node& root) {
  std::vector<pugi::xml_node> found;
  std::vector<pugi::xml_node> open{root};
  while (!open.empty()) {
    const pugi::xml_node node = open.back();
    open.pop_back();
    const std::string_view name = local_name(node);
    if (name == "instance") {
      found.push_back(node);
      continue;
    }
    if (name != "html" && name != "head" && name != "model" && name != "instances") continue;
    for (pugi::xml_node child = node.last_child(); child; child = child.previous_sibling())
      if (child.type() == pugi::node_element) open.push_back(child);
  }
  return found;
}

}  // namespace

NodeId copy_element(const pugi::xml_node& element, Instances& instances, NodeId parent) {
  const NodeId top = copy_one(element, instances, parent);
  // Depth first in document order, without recursion.
  NodeId into = top;
  for (pugi::xml_node at = element.first_child(); at && at != element;) {
    if (at.type() == pugi::node_element) {
      const NodeId made = copy_one(at, instances, into);
      if (at.first_child()) {
        into = made;
        at = at.first_child();
        continue;
      }
    }
    while (!at.next_sibling()) {
      at = at.parent();
      if (at == element) return top;
      into = instances.parent(into);
    }
    at = at.next_sibling();
  }
  return top;
}

Result<Instances> read_instances(std::string_view xml) {
  pugi::xml_document document;
  TRY(read_xml(xml, document));
  Instances instances;
  const pugi::xml_node root = document.document_element();
  if (!root) return fail(Code::InvalidInput, "the XML has no element");
  const std::string_view name = local_name(root);
  if (name != "html" && name != "model" && name != "instances" && name != "instance") {
    copy_element(root, instances, instances.primary());
    return instances;
  }
  const auto found = instances_in(root);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const pugi::xml_node content = first_element(found[i]);
    if (!content) continue;
    if (i == 0) copy_element(content, instances, instances.primary());
    if (const std::string_view id = found[i].attribute("id").value(); !id.empty())
      copy_element(content, instances, instances.add_secondary(id));
  }
  return instances;
}

Result<> read_secondary(std::string_view xml, std::string_view id, Instances& instances) {
  pugi::xml_document document;
  TRY(read_xml(xml, document));
  const pugi::xml_node root = document.document_element();
  if (!root) return fail(Code::InvalidInput, "the XML has no element");
  const NodeId place = instances.add_secondary(id);
  copy_element(local_name(root) == "instance" ? first_element(root) : root, instances, place);
  return {};
}

}  // namespace escale::xforms
