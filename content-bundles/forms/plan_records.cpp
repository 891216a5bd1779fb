// What a plan says about records: which values a reader can work out again, and what an anonymous form may not hold.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "content-bundles/forms/answer_rules.hpp"
#include "content-bundles/forms/expression_tree.hpp"
#include "content-bundles/forms/functions.hpp"
#include "content-bundles/forms/plan.hpp"
#include "sync/base/xml_text.hpp"

namespace escale::forms {
namespace {

/// Their values follow the language shown, the device's time zone, or an earlier value of their own place.
constexpr std::array<std::string_view, 9> kOfTheMoment = {
    "once",      "jr:itext",  "jr:choice-name",    "format-date",  "format-date-time",
    "date-time", "decimal-date-time", "decimal-time", "digest"};

/// "2026-11-24T10:00": as a day, it depends on the zone.
bool holds_a_moment(std::string_view text) {
  const std::size_t t = text.find('T');
  return t != std::string_view::npos && t > 0 && text[t - 1] >= '0' && text[t - 1] <= '9';
}

}  // namespace

bool Plan::is_repeatable(const Expression& own, PlaceId at) const {
  const References references = own.references(m_places[at].path);
  if (references.reads_clock || references.reads_random) return false;
  for (const std::string& path : references.paths)
    for (const PlaceId read : places_of(path))
      if (const std::size_t bind = m_places[read].bind; bind != kNone)
        if (const DataType type = m_definition->binds[bind].type;
            type == DataType::DateTime || type == DataType::Time)
          return false;
  // Copies that are not asked are left out of a record: those that stay have other numbers than when it was filled.
  bool copies_go = false;
  for (const Place& place : m_places)
    copies_go = copies_go ||
                (place.is_repeat && place.bind != kNone && !m_definition->binds[place.bind].relevant.empty());
  for (const ExpressionNode& node : own.tree().nodes) {
    if (node.kind == ExpressionKind::Text && holds_a_moment(node.text)) return false;
    if (node.function && std::count(kOfTheMoment.begin(), kOfTheMoment.end(), node.function->name)) return false;
    if (!copies_go) continue;
    if (node.function && node.function->reads == Reads::Position) return false;
    if (node.kind == ExpressionKind::Path && node.start != PathStart::Expression)
      for (const Step& step : node.steps)
        if (!step.predicates.empty()) return false;
  }
  return true;
}

/// DESIGN 5: anonymous records carry no clock and no counter, and nothing that tells one from another but their random
/// record id, which is sealed with them. meta/instanceID would say that a second time, inside the answers, where an
/// export would keep it beside a person's words: other tools want the place, so the form keeps it, and no record does.
Result<> Plan::withhold_identifiers() {
  if (!m_definition->settings.anonymous) return {};
  for (const Bind& bind : m_definition->binds)
    if (!bind.preload.empty() && bind.preload != "uid")
      return fail(Code::InvalidInput,
                  fmt::format("{}: the form is anonymous, and {} could give somebody away; take the line away",
                              bind.path, bind.preload_parameters.empty() ? bind.preload : bind.preload_parameters));
  for (const Expression& expression : m_expressions)
    for (const std::string& function : expression.functions())
      if (function == "now" || function == "today")
        return fail(Code::InvalidInput,
                    fmt::format("{}: the form is anonymous, and {}() could give somebody away; write it without",
                                expression.source().substr(0, 200), function));
  const PlaceId meta = place(m_places[0].path + "/meta");
  if (meta == kNoPlace) return {};
  bool all = true;
  for (const PlaceId child : m_places[meta].children) {
    m_places[child].withheld = !m_places[child].path.ends_with("/instanceName");
    all = all && m_places[child].withheld;
  }
  m_places[meta].withheld = all;
  return {};
}

/// Answers that are there from the start are kept as any answer is: "04" is 4.
Result<> Plan::settle_defaults() {
  Instances& tree = m_definition->instances;
  std::vector<std::pair<NodeId, PlaceId>> open{{tree.first_child(tree.primary()), 0}};
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto [node, at] = open[i];
    for (NodeId child = tree.first_child(node); child != kNoNode; child = tree.next(child))
      open.emplace_back(child, place(m_places[at].path + "/" + std::string(tree.name_text(tree.name(child)))));
    const Place& own = m_places[at];
    const std::string& value = tree.value(node);
    if (value.empty() || own.control == kNone) continue;
    const Control& control = m_definition->controls[own.control];
    if (control.type == ControlType::Group || control.type == ControlType::Repeat || control.itemset) continue;
    std::vector<std::string_view> offered;
    for (const Item& item : control.items) offered.push_back(item.value);
    const auto kept =
        is_select(control)
            ? canonical_choices(control, value, offered)
            : canonical_answer(own.bind == kNone ? DataType::String : m_definition->binds[own.bind].type, control,
                               value, Zone());
    if (!kept)
      return fail(Code::InvalidInput, fmt::format("{}: its default does not fit: {}", own.path,
                                                  text_in(kept.error().message, "en")));
    tree.set_value(node, *kept);
  }
  return {};
}

void Plan::write_opening() {
  m_opening = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + m_places[0].qualified_name;
  for (const auto& [name, value] : m_definition->root_attributes) {
    m_opening += ' ' + name + "=\"";
    write_xml_text(m_opening, value, true);
    m_opening += '"';
  }
  m_opening += '>';
}

}  // namespace escale::forms
