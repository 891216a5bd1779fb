// Working out again what depends on what changed, in the plan's order.
#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/forms/filling.hpp"
#include "content-bundles/forms/stored_value.hpp"

namespace escale::forms {
namespace {

constexpr std::size_t kMaxRounds = 64;  // of setvalues that set off setvalues
constexpr double kMaxCopies = 10'000;
constexpr std::size_t kMaxNodes = 3'000'000;  // of answers and lists together, copies that went included

}  // namespace

void Filling::mark_target(std::size_t target, NodeId node) {
  m_dirty[m_plan->targets()[target].rank].insert(node);
}

/// The copy of a repeat that a node stands in; kNoNode when it stands in none.
NodeId Filling::copy_around(NodeId node, PlaceId repeat) const {
  for (; !m_instances.is_document(node); node = m_instances.parent(node))
    if (m_states[node].place == repeat) return node;
  return kNoNode;
}

/// Who reads a changed node: in its own copy of a repeat when that is all they read, else everywhere.
void Filling::mark(NodeId changed) {
  for (const std::size_t target : m_plan->places()[m_states[changed].place].listeners) {
    const Target& reader = m_plan->targets()[target];
    const NodeId copy = reader.wide || reader.repeat == kNoPlace ? kNoNode : copy_around(changed, reader.repeat);
    if (copy == kNoNode || m_states[changed].place == reader.repeat) {
      mark_target(target);
      continue;
    }
    std::vector<NodeId> open{copy};
    while (!open.empty()) {
      const NodeId node = open.back();
      open.pop_back();
      if (m_states[node].place == reader.place) mark_target(target, node);
      for (NodeId child = m_instances.first_child(node); child != kNoNode; child = m_instances.next(child))
        open.push_back(child);
    }
  }
}

void Filling::set_value(NodeId node, std::string value) {
  if (m_instances.value(node) == value) return;
  m_instances.set_value(node, std::move(value));
  const PlaceId place = m_states[node].place;
  mark(node);
  if (!m_plan->places()[place].actions.empty()) m_changed.emplace_back(node, place);
}

Result<XPathValue> Filling::ask(const std::string& source, NodeId context) const {
  const Environment now = environment();
  if (const Expression* compiled = m_plan->compiled(source)) return evaluate(*compiled, m_instances, context, now);
  TRY_ASSIGN(const Expression expression, Expression::parse(source));
  return evaluate(expression, m_instances, context, now);
}

std::string Filling::stored(const XPathValue& value, const Bind* bind) const {
  return stored_value(value, bind, m_instances, m_environment.zone);
}

/// Targets go by their rank: when one is worked out, everything that it reads is settled already.
Result<> Filling::settle() {
  if (m_dirty.empty() && m_changed.empty()) return {};
  const Environment now = environment();
  for (std::size_t round = 0;; ++round) {
    while (!m_dirty.empty()) {
      const auto [rank, marked] = *m_dirty.begin();
      m_dirty.erase(m_dirty.begin());
      const Target& target = m_plan->targets()[m_plan->order()[rank]];
      const std::vector<NodeId> nodes =
          marked.contains(kNoNode) ? m_nodes_at[target.place] : std::vector<NodeId>(marked.begin(), marked.end());
      for (const NodeId node : nodes)
        if (m_states[node].present) TRY(work_out(target, node, now));
    }
    if (m_changed.empty()) return {};
    if (round == kMaxRounds) {
      m_changed.clear();
      return fail(Code::InvalidInput, "the form's setvalue actions set each other off without end");
    }
    const auto changed = std::move(m_changed);
    m_changed.clear();
    for (const auto& [node, place] : changed) TRY(run_actions(place, Event::ValueChanged, node));
  }
}

Result<> Filling::work_out(const Target& target, NodeId node, const Environment& now) {
  NodeState& own = m_states[node];
  if (target.kind == TargetKind::Choices) return drop_stale_choices(node);
  const bool waits = target.kind == TargetKind::Calculate && !m_instances.is_relevant(node);
  const bool unanswered = target.kind == TargetKind::Constraint && m_instances.value(node).empty();
  if (waits) return {};
  if (unanswered) {
    own.constraint_holds = true;
    return {};
  }
  auto found = evaluate(m_plan->expression(target.expression), m_instances, node, now);
  if (!found) return fail(std::move(found).error().in(m_instances.path(node)));
  switch (target.kind) {
    case TargetKind::Calculate: {
      set_value(node, stored(*found, bind_of(node)));
      break;
    }
    case TargetKind::Relevant: {
      const bool relevant = truth_of(*found, m_instances);
      if (relevant == own.own_relevant) break;
      own.own_relevant = relevant;
      spread_relevance(node);
      break;
    }
    case TargetKind::Required:
      own.required = truth_of(*found, m_instances);
      break;
    case TargetKind::ReadOnly:
      own.readonly = truth_of(*found, m_instances);
      break;
    default:
      own.constraint_holds = truth_of(*found, m_instances);
      break;
  }
  return {};
}

/// A place is relevant when it and everything above it is. What changes is empty, or there again, for who reads it.
void Filling::spread_relevance(NodeId top) {
  std::vector<NodeId> open{top};
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    const NodeId parent = m_instances.parent(node);
    const NodeState& own = m_states[node];
    const bool relevant =
        own.own_relevant && own.counted && (m_instances.is_document(parent) || m_instances.is_relevant(parent));
    if (relevant == m_instances.is_relevant(node)) continue;
    m_instances.set_relevant(node, relevant);
    mark(node);
    for (const TargetKind kind : {TargetKind::Calculate, TargetKind::Choices})
      if (const std::size_t target = m_plan->target(m_states[node].place, kind); target != kNone)
        mark_target(target, node);
    for (NodeId child = m_instances.first_child(node); child != kNoNode; child = m_instances.next(child))
      open.push_back(child);
  }
}

Result<> Filling::drop_stale_choices(NodeId node) {
  const std::string& value = m_instances.value(node);
  const Control* control = control_of(node);
  if (value.empty() || !control) return {};
  TRY_ASSIGN(const std::vector<std::string> names, offered(*control, node));
  std::string still;
  if (control->type == ControlType::SelectOne) {
    if (std::find(names.begin(), names.end(), value) != names.end()) return {};
  } else {
    std::string offered_words;
    const std::set<std::string_view> known(names.begin(), names.end());
    for (const std::string_view word : words_in(value))
      if (known.contains(word)) offered_words += (offered_words.empty() ? "" : " ") + std::string(word);
    // In the list's order; a ranking of what is not all that is offered any more is none.
    if (auto taken = canonical_choices(*control, offered_words, {names.begin(), names.end()})) still = std::move(*taken);
  }
  set_value(node, std::move(still));
  return {};
}

Result<> Filling::run_actions(PlaceId trigger, Event event, NodeId source) {
  const auto& actions = m_plan->definition().actions;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const SetValue& action = actions[i];
    if (action.event != event) continue;
    if (trigger != kNoPlace &&
        std::find(m_plan->places()[trigger].actions.begin(), m_plan->places()[trigger].actions.end(), i) ==
            m_plan->places()[trigger].actions.end())
      continue;
    const std::vector<NodeId> targets = m_nodes_at[m_plan->place(action.path)];
    for (const NodeId node : targets) {
      // In the same copy as what set it off, when both stand in one repeat.
      bool together = true;
      for (NodeId a = source; together && !m_instances.is_document(a); a = m_instances.parent(a))
        if (m_plan->places()[m_states[a].place].is_repeat)
          for (NodeId b = node; !m_instances.is_document(b); b = m_instances.parent(b))
            if (m_states[b].place == m_states[a].place && a != b) together = false;
      if (!together || (event == Event::FirstLoad && !m_instances.is_relevant(node))) continue;
      std::string text = action.words;
      if (!action.value.empty()) {
        auto found = ask(action.value, node);
        if (!found) return fail(std::move(found).error().in("setvalue " + action.path));
        text = stored(*found, bind_of(node));
      }
      // An action answers a question as a person would, or not at all.
      if (const Control* control = control_of(node);
          control && control->type != ControlType::Group && control->type != ControlType::Repeat) {
        TRY_ASSIGN(auto taken, kept(node, text));
        text = taken ? std::move(*taken) : std::string();
      }
      set_value(node, std::move(text));
    }
  }
  return {};
}

/// As many copies as the form's own counts say.
Result<> Filling::fit_counts() {
  for (std::size_t round = 0; round < kMaxRounds; ++round) {
    bool moved = false;
    for (const Control& control : m_plan->definition().controls) {
      if (control.type != ControlType::Repeat || control.count.empty()) continue;
      const PlaceId place = m_plan->place(control.path);
      // Once for each parent: nested counts are asked in their own copy.
      std::vector<NodeId> firsts;
      for (const NodeId node : m_nodes_at[place])
        if (const NodeId before = m_instances.previous(node);
            before == kNoNode || m_instances.name(before) != m_instances.name(node))
          firsts.push_back(node);
      for (const NodeId first : firsts) {
        TRY_ASSIGN(const XPathValue found, ask(control.count, first));
        const double wanted = number_of(found, m_instances, m_environment.zone);
        if (wanted > kMaxCopies)
          return fail(Code::TooLarge,
                      fmt::format("{} asks for {} copies; {} at most", control.path, number_text(wanted), kMaxCopies));
        std::vector<NodeId> copies;
        for (NodeId at = first; at != kNoNode; at = m_instances.next(at))
          if (m_instances.name(at) == m_instances.name(first)) copies.push_back(at);
        // One copy stays as the pattern; with a count of 0 it is not asked.
        const auto count = static_cast<std::size_t>(wanted >= 1 ? wanted : 1);
        m_states[first].counted = wanted >= 1;
        spread_relevance(first);
        while (copies.size() < count) {
          if (m_instances.size() > kMaxNodes)
            return fail(Code::TooLarge, "the form's repeats grow beyond what a terminal can hold");
          TRY_ASSIGN(const NodeId copy, add_copy(copies.back()));
          copies.push_back(copy);
          moved = true;
        }
        while (copies.size() > count) {
          std::vector<NodeId> gone{copies.back()};
          for (std::size_t i = 0; i < gone.size(); ++i) {
            mark(gone[i]);
            for (NodeId child = m_instances.first_child(gone[i]); child != kNoNode; child = m_instances.next(child))
              gone.push_back(child);
          }
          unregister_nodes(copies.back());
          m_instances.remove(copies.back());
          copies.pop_back();
          moved = true;
        }
        TRY(settle());
      }
    }
    if (!moved) return settle();
  }
  return fail(Code::InvalidInput, "the form's repeat counts change each other without end");
}

}  // namespace escale::forms
