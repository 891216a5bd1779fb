#include "content-bundles/forms/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-bundles/forms/expression_tree.hpp"
#include "content-bundles/forms/functions.hpp"

namespace escale::forms {
namespace {

std::string_view kind_name(TargetKind kind) {
  switch (kind) {
    case TargetKind::Relevant:
      return "relevant";
    case TargetKind::Calculate:
      return "calculate";
    case TargetKind::Required:
      return "required";
    case TargetKind::ReadOnly:
      return "readonly";
    case TargetKind::Constraint:
      return "constraint";
    default:
      return "choices";
  }
}

std::uint64_t key_of(PlaceId place, TargetKind kind) {
  return std::uint64_t{place} * 8 + static_cast<std::uint64_t>(kind);
}

}  // namespace

Result<Plan> Plan::compile(Definition definition) {
  Plan plan;
  plan.m_definition = std::make_unique<Definition>(std::move(definition));
  TRY(plan.number_places());
  TRY(plan.add_targets());
  TRY(plan.compile_texts());
  TRY(plan.withhold_identifiers());
  TRY(plan.settle_defaults());
  TRY(plan.order_targets());
  for (Target& target : plan.m_targets)
    target.repeatable = plan.is_repeatable(plan.expression(target.expression), target.place);
  plan.write_opening();
  return plan;
}

Result<std::shared_ptr<const Plan>> Plan::shared(Definition definition) {
  TRY_ASSIGN(Plan plan, compile(std::move(definition)));
  return std::make_shared<const Plan>(std::move(plan));
}

PlaceId Plan::place(std::string_view path) const {
  const auto found = m_place_ids.find(std::string(path));
  return found == m_place_ids.end() ? kNoPlace : found->second;
}
std::size_t Plan::target(PlaceId place, TargetKind kind) const {
  const auto found = m_target_ids.find(key_of(place, kind));
  return found == m_target_ids.end() ? kNone : found->second;
}
const Expression* Plan::compiled(const std::string& source) const {
  const auto found = m_expression_ids.find(source);
  return found == m_expression_ids.end() ? nullptr : &m_expressions[found->second];
}

Result<> Plan::number_places() {
  const Instances& tree = m_definition->instances;
  std::vector<std::pair<NodeId, PlaceId>> open;
  for (NodeId child = tree.first_child(tree.primary()); child != kNoNode; child = tree.next(child))
    open.emplace_back(child, kNoPlace);
  if (open.empty()) return fail(Code::InvalidInput, "the form has no answers: its first instance is empty");
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto [node, parent] = open[i];
    const std::string path =
        fmt::format("{}/{}", parent == kNoPlace ? "" : m_places[parent].path, tree.name_text(tree.name(node)));
    auto [found, is_new] = m_place_ids.emplace(path, static_cast<PlaceId>(m_places.size()));
    const PlaceId place = found->second;
    if (is_new) {
      m_places.push_back({.path = path, .parent = parent});
      m_places.back().qualified_name = tree.qualified_name(node);
      if (parent != kNoPlace) m_places[parent].children.push_back(place);
    }
    for (NodeId child = tree.first_child(node); child != kNoNode; child = tree.next(child)) {
      m_places[place].has_children = true;
      open.emplace_back(child, place);
    }
    if (m_places[place].has_children && !tree.value(node).empty())
      return fail(Code::InvalidInput, fmt::format("{} holds both words and other places; give it one of them", path));
  }
  for (std::size_t i = 0; i < m_definition->binds.size(); ++i) {
    const Bind& bind = m_definition->binds[i];
    const PlaceId found = place(bind.path);
    if (found == kNoPlace)
      return fail(Code::InvalidInput, fmt::format("bind {}: the form's instance has no such place", bind.path));
    if (m_places[found].bind != kNone)
      return fail(Code::InvalidInput, fmt::format("bind {}: there are two of them", bind.path));
    m_places[found].bind = i;
  }
  for (std::size_t i = 0; i < m_definition->controls.size(); ++i) {
    const Control& control = m_definition->controls[i];
    if (control.path.empty()) continue;
    const PlaceId found = place(control.path);
    if (found == kNoPlace)
      return fail(Code::InvalidInput, fmt::format("{} {}: the form's instance has no such place",
                                                  control_type_name(control.type), control.path));
    if (control.type == ControlType::Repeat) m_places[found].is_repeat = true;
    if (control.type == ControlType::Repeat || m_places[found].control == kNone) m_places[found].control = i;
  }
  return {};
}

Result<std::size_t> Plan::expression_of(const std::string& source, const std::string& where) {
  if (const auto found = m_expression_ids.find(source); found != m_expression_ids.end()) return found->second;
  auto parsed = Expression::parse(source);
  if (!parsed) return fail(std::move(parsed).error().in(where));
  m_expressions.push_back(std::move(*parsed));
  m_expression_ids.emplace(source, m_expressions.size() - 1);
  return m_expressions.size() - 1;
}

Result<> Plan::add_target(TargetKind kind, PlaceId place, const std::string& source, const std::string& what) {
  if (source.empty()) return {};
  TRY_ASSIGN(const std::size_t expression, expression_of(source, fmt::format("{}, {}", m_places[place].path, what)));
  m_target_ids.emplace(key_of(place, kind), m_targets.size());
  Target target{.kind = kind, .place = place, .expression = expression};
  for (PlaceId at = place; at != kNoPlace && target.repeat == kNoPlace; at = m_places[at].parent)
    if (m_places[at].is_repeat) target.repeat = at;
  target.wide = target.repeat != kNoPlace && reads_other_copies(target);
  m_targets.push_back(target);
  return {};
}

/// Paths stay in their copy unless they are filtered, count siblings, or climb out of the repeat and come back in.
bool Plan::reads_other_copies(const Target& target) const {
  const ExpressionTree& tree = expression(target.expression).tree();
  const auto depth = [](std::string_view path) { return std::count(path.begin(), path.end(), '/'); };
  for (const ExpressionNode& node : tree.nodes) {
    if (node.function && (node.function->reads == Reads::Position || node.function->name == "current")) return true;
    if (node.kind != ExpressionKind::Path || node.start == PathStart::Expression) continue;
    std::ptrdiff_t up = 0;
    for (const Step& step : node.steps) {
      if (!step.predicates.empty()) return true;
      up += step.axis == Axis::Parent;
    }
    const bool climbs = depth(m_places[target.place].path) - up < depth(m_places[target.repeat].path);
    if (node.start == PathStart::Context && climbs) return true;
  }
  return false;
}

Result<> Plan::add_targets() {
  for (PlaceId place = 0; place < m_places.size(); ++place) {
    if (m_places[place].bind != kNone) {
      const Bind& bind = m_definition->binds[m_places[place].bind];
      TRY(add_target(TargetKind::Relevant, place, bind.relevant, "relevant"));
      TRY(add_target(TargetKind::Calculate, place, bind.calculate, "calculate"));
      TRY(add_target(TargetKind::Required, place, bind.required, "required"));
      TRY(add_target(TargetKind::ReadOnly, place, bind.readonly, "readonly"));
      TRY(add_target(TargetKind::Constraint, place, bind.constraint, "constraint"));
    }
    if (m_places[place].control == kNone) continue;
    const Control& control = m_definition->controls[m_places[place].control];
    if (control.itemset) TRY(add_target(TargetKind::Choices, place, control.itemset->nodeset, "choices"));
  }
  return {};
}

/// What is asked outside the graph: counts of repeats, setvalues, values inside texts.
Result<> Plan::compile_texts() {
  const auto words = [&](const RichText& text, const std::string& where) -> Result<> {
    for (const TextPart& part : text)
      if (!part.output.empty()) TRY(expression_of(part.output, where));
    return {};
  };
  for (const Control& control : m_definition->controls) {
    const std::string where = control.path.empty() ? "a group" : control.path;
    TRY(words(control.label.words, where + ", label"));
    TRY(words(control.hint.words, where + ", hint"));
    for (const Item& item : control.items) TRY(words(item.label.words, where + ", choice " + item.value));
    if (!control.count.empty()) TRY(expression_of(control.count, where + ", number of repeats"));
  }
  for (const Bind& bind : m_definition->binds) {
    TRY(words(bind.constraint_message.words, bind.path + ", constraint message"));
    TRY(words(bind.required_message.words, bind.path + ", required message"));
  }
  for (const auto& [language, ids] : m_definition->translations.texts)
    for (const auto& [id, forms] : ids)
      for (const auto& [form, text] : forms) TRY(words(text, fmt::format("text {} in {}", id, language)));
  for (std::size_t i = 0; i < m_definition->actions.size(); ++i) {
    const SetValue& action = m_definition->actions[i];
    if (!action.value.empty()) TRY(expression_of(action.value, "setvalue " + action.path));
    if (place(action.path) == kNoPlace)
      return fail(Code::InvalidInput, fmt::format("setvalue {}: the form's instance has no such place", action.path));
    if (action.event == Event::FirstLoad) continue;
    const PlaceId trigger = place(action.trigger);
    if (trigger == kNoPlace)
      return fail(Code::InvalidInput,
                  fmt::format("setvalue {}: nothing at {} can set it off", action.path, action.trigger));
    m_places[trigger].actions.push_back(i);
  }
  return {};
}

/// "/data/a"; "/data/g/*" is every child of /data/g. Nothing for lists and places that do not exist.
std::vector<PlaceId> Plan::places_of(const std::string& reference) const {
  if (reference.find('*') == std::string::npos) {
    const PlaceId found = place(reference);
    return found == kNoPlace ? std::vector<PlaceId>{} : std::vector<PlaceId>{found};
  }
  const auto matches = [](std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
      const std::size_t p = std::min(pattern.find('/', 1), pattern.size()),
                        q = std::min(path.find('/', 1), path.size());
      if (pattern.substr(0, p) != "/*" && pattern.substr(0, p) != path.substr(0, q)) return false;
      pattern.remove_prefix(p);
      path.remove_prefix(q);
    }
    return pattern.empty() && path.empty();
  };
  std::vector<PlaceId> found;
  for (PlaceId place = 0; place < m_places.size(); ++place)
    if (matches(reference, m_places[place].path)) found.push_back(place);
  return found;
}

Result<> Plan::order_targets() {
  std::vector<std::vector<std::size_t>> after(m_targets.size());
  std::vector<std::size_t> waiting(m_targets.size(), 0);
  std::vector<std::set<std::size_t>> before(m_targets.size());
  for (std::size_t i = 0; i < m_targets.size(); ++i) {
    const Target& own = m_targets[i];
    const References references = expression(own.expression).references(m_places[own.place].path);
    for (const std::string& reference : references.paths)
      for (const PlaceId read : places_of(reference)) {
        if (!std::count(m_places[read].listeners.begin(), m_places[read].listeners.end(), i))
          m_places[read].listeners.push_back(i);
        // What is read: its calculation, its cleared choice, and whether it or anything above it is asked at all.
        for (const TargetKind kind : {TargetKind::Calculate, TargetKind::Choices})
          if (const std::size_t source = target(read, kind); source != kNone) before[i].insert(source);
        for (PlaceId at = read; at != kNoPlace; at = m_places[at].parent)
          if (const std::size_t source = target(at, TargetKind::Relevant); source != kNone) before[i].insert(source);
      }
    // A calculation waits to know whether it is asked; so does a skip inside another.
    if (own.kind == TargetKind::Calculate || own.kind == TargetKind::Relevant)
      for (PlaceId at = own.kind == TargetKind::Calculate ? own.place : m_places[own.place].parent; at != kNoPlace;
           at = m_places[at].parent)
        if (const std::size_t source = target(at, TargetKind::Relevant); source != kNone) before[i].insert(source);
    // A constraint on a place whose value is worked out, and choices that clear it, come in that order.
    if (own.kind == TargetKind::Constraint) {
      for (const TargetKind kind : {TargetKind::Calculate, TargetKind::Choices})
        if (const std::size_t source = target(own.place, kind); source != kNone) before[i].insert(source);
      if (!std::count(m_places[own.place].listeners.begin(), m_places[own.place].listeners.end(), i))
        m_places[own.place].listeners.push_back(i);
    }
    waiting[i] = before[i].size();
    for (const std::size_t source : before[i]) after[source].push_back(i);
  }
  for (std::size_t i = 0; i < m_targets.size(); ++i)
    if (waiting[i] == 0) m_order.push_back(i);
  for (std::size_t next = 0; next < m_order.size(); ++next) {
    m_targets[m_order[next]].rank = next;
    for (const std::size_t i : after[m_order[next]])
      if (--waiting[i] == 0) m_order.push_back(i);
  }
  if (m_order.size() == m_targets.size()) return {};
  return fail(Code::InvalidInput, circle(after, waiting));
}

/// Follows what still waits until a place comes twice.
std::string Plan::circle(const std::vector<std::vector<std::size_t>>& after,
                         const std::vector<std::size_t>& waiting) const {
  std::vector<std::size_t> came_from(m_targets.size(), kNone);
  for (std::size_t i = 0; i < m_targets.size(); ++i)
    if (waiting[i] > 0)
      for (const std::size_t j : after[i])
        if (waiting[j] > 0) came_from[j] = i;
  std::size_t at = 0;
  while (waiting[at] == 0 || came_from[at] == kNone) ++at;
  std::vector<bool> seen(m_targets.size());
  for (; !seen[at]; at = came_from[at]) seen[at] = true;
  std::vector<std::string> names;
  const std::size_t start = at;
  do {
    names.push_back(fmt::format("{} ({})", m_places[m_targets[at].place].path, kind_name(m_targets[at].kind)));
    at = came_from[at];
  } while (at != start && names.size() < 12);
  names.push_back(names.front());
  std::string chain;
  for (const std::string& name : names) chain += (chain.empty() ? "" : ", which reads ") + name;
  return fmt::format("these go in a circle, so none can be worked out: {}", chain);
}

}  // namespace escale::forms
