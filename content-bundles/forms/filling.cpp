#include "content-bundles/forms/filling.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace escale::forms {

Filling::Filling(const Plan& plan, Environment environment, std::string language)
    : m_plan(&plan),
      m_environment(std::move(environment)),
      m_language(std::move(language)),
      m_instances(plan.definition().instances),
      m_nodes_at(plan.places().size()) {
  m_environment.own_copy = true;
  m_environment.form_version = plan.definition().version;
}

Result<Filling> Filling::start(const Plan& plan, Environment environment, std::string language) {
  Filling filling(plan, std::move(environment), default_language(plan, std::move(language)));
  TRY(filling.load());
  return filling;
}

std::string Filling::default_language(const Plan& plan, std::string asked) {
  const Translations& translations = plan.definition().translations;
  if (asked.empty()) asked = translations.default_language;
  if (asked.empty() && !translations.languages.empty()) asked = translations.languages.front();
  return asked;
}

Result<> Filling::load() {
  register_nodes(m_instances.first_child(m_instances.primary()));
  withhold();
  for (std::size_t target = 0; target < m_plan->targets().size(); ++target) mark_target(target);
  for (const Bind& bind : m_plan->definition().binds)
    if (!bind.preload.empty())
      for (const NodeId node : m_nodes_at[m_plan->place(bind.path)]) {
        const XPathValue now = moment(m_environment.now_ms, m_environment.zone);
        if (bind.preload == "timestamp" && bind.preload_parameters == "start")
          set_value(node, text_of(now, m_instances));
        if (bind.preload == "date" && bind.preload_parameters == "today")
          set_value(node, text_of(now, m_instances).substr(0, 10));
        if (bind.preload == "uid" && m_instances.is_relevant(node)) {
          TRY_ASSIGN(const XPathValue id, ask("concat('uuid:', uuid())", node));
          set_value(node, text_of(id, m_instances));
        }
      }
  TRY(settle());
  TRY(run_actions(kNoPlace, Event::FirstLoad, m_instances.first_child(m_instances.primary())));
  TRY(settle());
  m_changed.clear();
  return fit_counts();
}

void Filling::withhold() {
  for (PlaceId place = 0; place < m_nodes_at.size(); ++place)
    if (m_plan->places()[place].withheld)
      for (const NodeId node : m_nodes_at[place]) {
        m_states[node].counted = false;
        spread_relevance(node);
      }
}

void Filling::register_nodes(NodeId top) {
  if (m_states.size() < m_instances.size()) m_states.resize(m_instances.size());
  std::vector<NodeId> open{top};
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    const NodeId parent = m_instances.parent(node);
    const std::string path =
        (m_instances.is_document(parent) ? std::string() : m_plan->places()[m_states[parent].place].path) + "/" +
        std::string(m_instances.name_text(m_instances.name(node)));
    const PlaceId place = m_plan->place(path);
    CHECK(place != kNoPlace);  // every node comes from the definition's tree
    m_states[node] = NodeState{.place = place, .present = true};
    std::vector<NodeId>& there = m_nodes_at[place];
    there.push_back(node);
    const auto first = static_cast<std::ptrdiff_t>(open.size());
    for (NodeId child = m_instances.first_child(node); child != kNoNode; child = m_instances.next(child))
      open.push_back(child);
    std::reverse(open.begin() + first, open.end());
  }
}

void Filling::unregister_nodes(NodeId top) {
  std::vector<NodeId> open{top};
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    std::erase(m_nodes_at[m_states[node].place], node);
    m_states[node].present = false;
    for (NodeId child = m_instances.first_child(node); child != kNoNode; child = m_instances.next(child))
      open.push_back(child);
  }
}

const Control* Filling::control_of(NodeId node) const {
  if (node >= m_states.size() || m_states[node].place == kNoPlace) return nullptr;
  const std::size_t control = m_plan->places()[m_states[node].place].control;
  return control == kNone ? nullptr : &m_plan->definition().controls[control];
}
const Bind* Filling::bind_of(NodeId node) const {
  if (node >= m_states.size() || m_states[node].place == kNoPlace) return nullptr;
  const std::size_t bind = m_plan->places()[m_states[node].place].bind;
  return bind == kNone ? nullptr : &m_plan->definition().binds[bind];
}

Result<NodeId> Filling::find(std::string_view reference) const {
  TRY_ASSIGN(const Expression path, Expression::parse(reference));
  TRY_ASSIGN(const XPathValue found, evaluate(path, m_instances, m_instances.primary(), m_environment));
  // Places that are not relevant exist all the same: walk again by hand, names and numbers only.
  if (const auto* nodes = std::get_if<NodeSet>(&found); nodes && !nodes->empty()) return nodes->front();
  NodeId at = m_instances.primary();
  std::string_view rest = reference;
  while (rest.starts_with('/')) {
    rest.remove_prefix(1);
    std::string_view step = rest.substr(0, rest.find('/'));
    rest.remove_prefix(step.size());
    std::size_t wanted = 1;
    if (const std::size_t open = step.find('['); open != std::string_view::npos) {
      wanted = 0;
      for (std::size_t i = open + 1; i < step.size() && step[i] >= '0' && step[i] <= '9' && wanted < 1'000'000; ++i)
        wanted = wanted * 10 + static_cast<std::size_t>(step[i] - '0');
      step = step.substr(0, open);
    }
    if (const std::size_t colon = step.find(':'); colon != std::string_view::npos) step.remove_prefix(colon + 1);
    NodeId child = m_instances.first_child(at);
    for (; child != kNoNode; child = m_instances.next(child))
      if (m_instances.name_text(m_instances.name(child)) == step && --wanted == 0) break;
    if (child == kNoNode) break;
    at = child;
    if (rest.empty()) return at;
  }
  return fail(Code::NotFound, fmt::format("the form has no {}", reference.substr(0, 200)));
}

PlaceState Filling::state(NodeId node) const {
  const NodeState& own = m_states[node];
  return {m_instances.is_relevant(node), own.required, own.readonly, own.constraint_holds, m_instances.value(node)};
}

Result<> Filling::answer(std::string_view reference, std::string_view value) {
  TRY_ASSIGN(const NodeId node, find(reference));
  return answer(node, value);
}

Result<> Filling::answer(NodeId node, std::string_view value) {
  const Control* control = control_of(node);
  if (!control || control->type == ControlType::Group || control->type == ControlType::Repeat)
    return fail(Code::Refused, fmt::format("{} is not a question", m_instances.path(node)));
  if (!m_instances.is_relevant(node))
    return fail(Code::Refused, fmt::format("{} is not asked now", m_instances.path(node)));
  if (m_states[node].readonly) return fail(Code::Refused, fmt::format("{} is read only", m_instances.path(node)));
  TRY_ASSIGN(auto kept_as, kept(node, value));
  if (!kept_as)
    return fail(Code::InvalidInput,
                fmt::format("{}: {}", m_instances.path(node), text_in(kept_as.error().message, "en")));
  set_value(node, std::move(*kept_as));
  TRY(settle());
  return fit_counts();
}

void Filling::wipe(const std::function<void(std::string&)>& overwrite) {
  for (const auto& nodes : m_nodes_at)
    for (const NodeId node : nodes) {
      std::string value = m_instances.take_value(node);
      overwrite(value);
    }
}

Result<NodeId> Filling::add_copy(NodeId last) {
  const NodeId copy = m_instances.copy_after(last, last);
  // A copy begins as the form wrote it, not as the last one was answered.
  const PlaceId place = m_states[last].place;
  const Instances& original = m_plan->definition().instances;
  NodeId stencil = original.primary();
  for (std::string_view rest = m_plan->places()[place].path; !rest.empty();) {
    rest.remove_prefix(1);
    const std::string_view name = rest.substr(0, rest.find('/'));
    rest.remove_prefix(name.size());
    stencil = original.child(stencil, original.find_name(name));
  }
  std::vector<std::pair<NodeId, NodeId>> open{{stencil, copy}};
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto [from, to] = open[i];
    m_instances.set_value(to, original.value(from));
    m_instances.set_relevant(to, true);
    NodeId child = m_instances.first_child(to);
    NameId last_name = kNoName;
    while (child != kNoNode) {
      const NodeId next = m_instances.next(child);
      const NameId name = m_instances.name(child);
      // Nested repeats begin with their first copy only.
      if (name == last_name) {
        m_instances.remove(child);
      } else {
        const NodeId same = original.child(from, original.find_name(m_instances.name_text(name)));
        if (same != kNoNode) open.emplace_back(same, child);
      }
      last_name = name;
      child = next;
    }
  }
  register_nodes(copy);
  spread_relevance(copy);
  std::vector<NodeId> made{copy};
  for (std::size_t i = 0; i < made.size(); ++i) {
    mark(made[i]);
    for (const TargetKind kind : {TargetKind::Relevant, TargetKind::Calculate, TargetKind::Required,
                                  TargetKind::ReadOnly, TargetKind::Constraint, TargetKind::Choices})
      if (const std::size_t target = m_plan->target(m_states[made[i]].place, kind); target != kNone)
        mark_target(target, made[i]);
    for (NodeId child = m_instances.first_child(made[i]); child != kNoNode; child = m_instances.next(child))
      made.push_back(child);
  }
  TRY(run_actions(place, Event::NewRepeat, copy));
  return copy;
}

Result<NodeId> Filling::add_repeat(std::string_view reference) {
  TRY_ASSIGN(const NodeId first, find(reference));
  const Control* control = control_of(first);
  if (!control || control->type != ControlType::Repeat)
    return fail(Code::Refused, fmt::format("{} does not repeat", reference));
  if (!control->count.empty() || control->fixed)
    return fail(Code::Refused, fmt::format("the form itself decides how many {} there are", reference));
  NodeId last = first;
  for (NodeId at = first; at != kNoNode; at = m_instances.next(at))
    if (m_instances.name(at) == m_instances.name(first)) last = at;
  if (m_nodes_at[m_states[first].place].size() >= 10'000)
    return fail(Code::TooLarge, "a repeat has at most 10000 copies");
  TRY_ASSIGN(const NodeId copy, add_copy(last));
  TRY(settle());
  TRY(fit_counts());
  return copy;
}

Result<> Filling::remove_repeat(std::string_view reference) {
  TRY_ASSIGN(const NodeId node, find(reference));
  const Control* control = control_of(node);
  if (!control || control->type != ControlType::Repeat)
    return fail(Code::Refused, fmt::format("{} does not repeat", reference));
  if (!control->count.empty() || control->fixed)
    return fail(Code::Refused, fmt::format("the form itself decides how many {} there are", reference));
  if (m_instances.position(node) == 1) {
    bool alone = true;
    for (NodeId at = m_instances.next(node); at != kNoNode; at = m_instances.next(at))
      alone = alone && m_instances.name(at) != m_instances.name(node);
    if (alone) return fail(Code::Refused, fmt::format("{} is the only one; empty its answers instead", reference));
  }
  std::vector<NodeId> gone{node};
  for (std::size_t i = 0; i < gone.size(); ++i) {
    mark(gone[i]);
    for (NodeId child = m_instances.first_child(gone[i]); child != kNoNode; child = m_instances.next(child))
      gone.push_back(child);
  }
  unregister_nodes(node);
  m_instances.remove(node);
  TRY(settle());
  return fit_counts();
}

}  // namespace escale::forms
