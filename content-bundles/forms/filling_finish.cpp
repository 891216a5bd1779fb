// The end of a filling: what may not be sent, and the answers as XML (OpenRosa's record).
#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/forms/filling.hpp"
#include "content-bundles/forms/submission.hpp"
#include "sync/base/xml_text.hpp"

namespace escale::forms {

/// In the order people meet them: the tree's. Definitions put controls in the same order.
std::vector<NodeId> Filling::questions() const {
  std::vector<NodeId> found;
  const auto& controls = m_plan->definition().controls;
  const auto is_under = [&](NodeId node, NodeId top) {
    for (; !m_instances.is_document(node); node = m_instances.parent(node))
      if (node == top) return true;
    return false;
  };
  // A repeat's controls once for each copy: depth first over the controls, with the copy they stand in.
  struct Open {
    std::size_t control;
    NodeId scope;
  };
  std::vector<std::vector<std::size_t>> children(controls.size() + 1);
  for (std::size_t i = 0; i < controls.size(); ++i)
    children[controls[i].parent ? *controls[i].parent + 1 : 0].push_back(i);
  std::vector<Open> open;
  const auto push_children = [&](std::size_t of, NodeId scope) {
    for (auto at = children[of].rbegin(); at != children[of].rend(); ++at) open.push_back({*at, scope});
  };
  push_children(0, m_instances.first_child(m_instances.primary()));
  while (!open.empty()) {
    const Open now = open.back();
    open.pop_back();
    const Control& control = controls[now.control];
    if (control.path.empty()) {
      push_children(now.control + 1, now.scope);
      continue;
    }
    const auto& nodes = m_nodes_at[m_plan->place(control.path)];
    std::vector<NodeId> here;
    for (const NodeId node : nodes)
      if (m_instances.is_relevant(node) && (nodes.size() == 1 || is_under(node, now.scope))) here.push_back(node);
    if (control.type == ControlType::Repeat) {
      for (auto node = here.rbegin(); node != here.rend(); ++node) push_children(now.control + 1, *node);
    } else if (control.type == ControlType::Group) {
      if (!here.empty()) push_children(now.control + 1, now.scope);
    } else {
      found.insert(found.end(), here.begin(), here.end());
    }
  }
  return found;
}

std::vector<NodeId> Filling::problems() const {
  std::vector<NodeId> found = questions();
  std::erase_if(found, [&](NodeId node) { return state(node).valid(); });
  return found;
}

std::string Filling::xml() const {
  std::string out = m_plan->opening();
  const NodeId root = m_instances.first_child(m_instances.primary());
  // Depth first without recursion; an element closes when its children are done.
  for (NodeId at = m_instances.first_child(root); at != kNoNode;) {
    const std::string_view name = m_instances.qualified_name(at);
    bool enter = false;
    if (m_instances.is_relevant(at)) {
      out += '<';
      out += name;
      enter = m_instances.first_child(at) != kNoNode;
      if (!enter && m_instances.value(at).empty()) {
        out += "/>";
      } else {
        out += '>';
        write_xml_text(out, m_instances.value(at), false);
        if (!enter) out += fmt::format("</{}>", name);
      }
    }
    if (enter) {
      at = m_instances.first_child(at);
      continue;
    }
    while (at != root && m_instances.next(at) == kNoNode) {
      at = m_instances.parent(at);
      if (at != root) out += fmt::format("</{}>", m_instances.qualified_name(at));
    }
    at = at == root ? kNoNode : m_instances.next(at);
  }
  return out + fmt::format("</{}>\n", m_instances.qualified_name(root));
}

Result<std::string> Filling::finalise() {
  const NodeId root = m_instances.first_child(m_instances.primary());
  for (const Bind& bind : m_plan->definition().binds)
    if (bind.preload == "timestamp" && bind.preload_parameters == "end")
      for (const NodeId node : m_nodes_at[m_plan->place(bind.path)])
        set_value(node, moment(m_environment.now_ms, m_environment.zone).text());
  const NodeId meta = m_instances.child(root, m_instances.find_name("meta"));
  const NodeId id = meta == kNoNode ? kNoNode : m_instances.child(meta, m_instances.find_name("instanceID"));
  if (id != kNoNode && m_instances.is_relevant(id) && m_instances.value(id).empty()) {
    TRY_ASSIGN(const XPathValue made, ask("concat('uuid:', uuid())", id));
    set_value(id, text_of(made, m_instances));
  }
  TRY(settle());
  if (const auto found = problems(); !found.empty()) {
    TRY_ASSIGN(const std::string words, message(found.front()));
    const std::string why = !words.empty()                   ? words
                            : state(found.front()).missing() ? "an answer is required"
                                                             : "the answer breaks its rule";
    return fail(Code::Refused, fmt::format("{}: {}", m_instances.path(found.front()), why));
  }
  std::string answers = xml();
  // What leaves here is what readers take: a form that breaks its own rules (a setvalue of the wrong type, a count that
  // a reader would find otherwise) is told now, not when the answers are opened.
  if (auto read = SubmissionReader(*m_plan).read(answers); !read)
    return fail(Code::InvalidInput, fmt::format("the form contradicts itself: {}", read.error().message));
  return answers;
}

}  // namespace escale::forms
