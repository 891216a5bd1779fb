// Answers that were given before: a draft that is opened again, a record to correct.
#include <algorithm>
#include <unordered_set>

#include "content-bundles/forms/filling.hpp"
#include "content-bundles/forms/submission.hpp"

namespace escale::forms {

Result<Filling> Filling::restore(const Plan& plan, Environment environment, std::string language,
                                 const Submission& answers) {
  Filling filling(plan, std::move(environment), default_language(plan, std::move(language)));
  TRY(filling.load_answers(answers));
  return filling;
}

Result<> Filling::load_answers(const Submission& answers) {
  register_nodes(m_instances.first_child(m_instances.primary()));
  withhold();
  const auto& given = answers.nodes();
  std::vector<NodeId> there{m_instances.first_child(m_instances.primary())};
  std::unordered_set<NodeId> answered;
  for (std::size_t i = 1; i < given.size(); ++i) {
    const Place& place = m_plan->places()[given[i].place];
    const NodeId parent = there[given[i].parent];
    NodeId last = kNoNode, node = kNoNode;
    for (NodeId child = m_instances.first_child(parent); child != kNoNode && node == kNoNode;
         child = m_instances.next(child)) {
      if (m_states[child].place != given[i].place) continue;
      last = child;
      if (!answered.contains(child)) node = child;
    }
    CHECK(last != kNoNode);  // a copy of a group holds every place of the definition
    if (node == kNoNode) {
      CHECK(place.is_repeat);
      TRY_ASSIGN(node, add_copy(last));
    }
    answered.insert(node);
    there.push_back(node);
    if (!place.has_children) m_instances.set_value(node, given[i].value);
  }
  // Copies that the form begins with and that were taken away.
  for (PlaceId place = 0; place < m_nodes_at.size(); ++place) {
    if (!m_plan->places()[place].is_repeat) continue;
    const std::vector<NodeId> copies = m_nodes_at[place];
    for (const NodeId copy : copies)
      if (m_states[copy].present && !answered.contains(copy) && m_instances.position(copy) > 1) {
        unregister_nodes(copy);
        m_instances.remove(copy);
      }
  }
  // What was worked out at a moment, or overwritten by a person, stays as it was.
  m_changed.clear();
  m_dirty.clear();
  for (std::size_t i = 0; i < m_plan->targets().size(); ++i) {
    const Target& target = m_plan->targets()[i];
    const bool keeps = target.kind == TargetKind::Calculate &&
                       (!target.repeatable || m_plan->places()[target.place].control != kNone);
    if (!keeps) {
      mark_target(i);
      continue;
    }
    for (const NodeId node : m_nodes_at[target.place])
      if (!answered.contains(node)) mark_target(i, node);
  }
  TRY(settle());
  m_changed.clear();
  return fit_counts();
}

}  // namespace escale::forms
