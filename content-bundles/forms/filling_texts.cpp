// What a person reads and may answer: choices, labels, messages, and which answers fit a question.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "content-bundles/forms/filling.hpp"

namespace escale::forms {
Environment Filling::environment() const {
  Environment environment = m_environment;
  environment.language = m_language.empty() ? m_environment.language : m_language;
  environment.choice_name = [this](std::string_view question, std::string_view choice, NodeId context) {
    return choice_label(question, choice, context);
  };
  environment.itext = [this](std::string_view id, NodeId context) { return translated(std::string(id), context); };
  return environment;
}

Result<NodeSet> Filling::rows(const Control& control, NodeId node) const {
  TRY_ASSIGN(XPathValue found, ask(control.itemset->nodeset, node));
  if (auto* nodes = std::get_if<NodeSet>(&found)) return std::move(*nodes);
  return fail(Code::InvalidInput, fmt::format("{}: the list of choices is not a list", control.path));
}

std::string Filling::value_of_row(const Control& control, NodeId row) const {
  const NodeId field = m_instances.child(row, m_instances.find_name(control.itemset->value));
  return field == kNoNode ? std::string() : m_instances.string_value(field);
}

Result<std::vector<ChoiceState>> Filling::choices(NodeId node) const {
  const Control* control = control_of(node);
  std::vector<ChoiceState> offered;
  if (!control || !is_select(*control)) return offered;
  for (const Item& item : control->items) {
    TRY_ASSIGN(std::string words, text(item.label, node));
    offered.push_back({item.value, std::move(words)});
  }
  if (!control->itemset) return offered;
  TRY_ASSIGN(const NodeSet found, rows(*control, node));
  const NameId label = m_instances.find_name(control->itemset->label);
  offered.reserve(found.size());
  for (const NodeId row : found) {
    const NodeId field = m_instances.child(row, label);
    std::string words = field == kNoNode ? std::string() : m_instances.string_value(field);
    if (control->itemset->label_is_itext) {
      TRY_ASSIGN(words, translated(words, node));
    }
    offered.push_back({value_of_row(*control, row), std::move(words)});
  }
  return offered;
}

Result<std::string> Filling::text(const RichText& words, NodeId context) const {
  std::string whole;
  for (const TextPart& part : words) {
    whole += part.words;
    if (part.output.empty()) continue;
    TRY_ASSIGN(const XPathValue found, ask(part.output, context));
    whole += text_of(found, m_instances);
  }
  return whole;
}

Result<std::string> Filling::text(const Label& label, NodeId context) const {
  if (!label.itext.empty()) return translated(label.itext, context);
  return text(label.words, context);
}

/// The text of an id in the language shown, else in the default one, else any.
Result<std::string> Filling::translated(const std::string& id, NodeId context, const std::string& shape) const {
  const auto& texts = m_plan->definition().translations.texts;
  const auto in = [&](const std::string& language) -> const RichText* {
    const auto ids = texts.find(language);
    if (ids == texts.end()) return nullptr;
    const auto forms = ids->second.find(id);
    if (forms == ids->second.end()) return nullptr;
    const auto wanted = forms->second.find(shape);
    if (wanted != forms->second.end()) return &wanted->second;
    if (!shape.empty()) return nullptr;
    const auto brief = forms->second.find("short");
    return brief == forms->second.end() ? nullptr : &brief->second;
  };
  const RichText* found = in(m_language);
  if (!found) found = in(m_plan->definition().translations.default_language);
  for (auto at = texts.begin(); !found && at != texts.end(); ++at) found = in(at->first);
  if (!found) return std::string();
  return text(*found, context);
}

/// The question is written as other tools write it: absolute or from the context, with spaces around.
Result<std::string> Filling::choice_label(std::string_view question, std::string_view choice, NodeId context) const {
  question = trim_xml_space(question);
  TRY_ASSIGN(const Expression path, Expression::parse(question));
  TRY_ASSIGN(const XPathValue found, evaluate(path, m_instances, context, m_environment));
  const auto* nodes = std::get_if<NodeSet>(&found);
  const PlaceId place = m_plan->place(question);
  NodeId node = nodes && !nodes->empty() ? nodes->front() : kNoNode;
  if (node == kNoNode && place != kNoPlace && !m_nodes_at[place].empty()) node = m_nodes_at[place].front();
  if (node == kNoNode || !control_of(node))
    return fail(Code::InvalidInput, fmt::format("jr:choice-name(): the form has no question {}", question));
  TRY_ASSIGN(const auto offered, choices(node));
  for (const ChoiceState& item : offered)
    if (item.value == choice) return item.label;
  return std::string();
}

Result<std::string> Filling::label(NodeId node) const {
  const Control* control = control_of(node);
  if (!control) return std::string();
  return text(control->label, node);
}
Result<std::string> Filling::hint(NodeId node) const {
  const Control* control = control_of(node);
  if (!control) return std::string();
  return text(control->hint, node);
}
Result<std::string> Filling::guidance(NodeId node) const {
  const Control* control = control_of(node);
  if (!control || control->hint.itext.empty()) return std::string();
  return translated(control->hint.itext, node, "guidance");
}
Result<std::string> Filling::message(NodeId node) const {
  const PlaceState now = state(node);
  const Bind* bind = bind_of(node);
  if (now.valid() || !bind) return std::string();
  return text(now.missing() ? bind->required_message : bind->constraint_message, node);
}

Result<> Filling::set_language(std::string_view language) {
  const auto& languages = m_plan->definition().translations.languages;
  for (const std::string& known : languages)
    if (known == language || known.ends_with("(" + std::string(language) + ")")) {
      m_language = known;
      // Texts may be read by calculations, through jr:itext() and jr:choice-name().
      for (std::size_t i = 0; i < m_plan->targets().size(); ++i)
        for (const std::string& name : m_plan->expression(m_plan->targets()[i].expression).functions())
          if (name.starts_with("jr:") || name.starts_with("format-date")) mark_target(i);
      return settle();
    }
  return fail(Code::InvalidInput, fmt::format("the form has no language '{}'", language.substr(0, 40)));
}

/// Their names in the list's own order, also when they are shown shuffled: rows of a list were numbered in that order.
Result<std::vector<std::string>> Filling::offered(const Control& control, NodeId node) const {
  std::vector<std::string> names;
  for (const Item& item : control.items) names.push_back(item.value);
  if (!control.itemset) return names;
  TRY_ASSIGN(NodeSet found, rows(control, node));
  if (!found.empty() && m_instances.is_fixed(found.front())) std::sort(found.begin(), found.end());
  for (const NodeId row : found) names.push_back(value_of_row(control, row));
  return names;
}

/// The text that an answer is kept as, or why it is not taken.
Result<tl::expected<std::string, Misfit>> Filling::kept(NodeId node, std::string_view value) const {
  const Control* control = control_of(node);
  const Bind* bind = bind_of(node);
  if (!is_select(*control))
    return canonical_answer(bind ? bind->type : DataType::String, *control, value, m_environment.zone);
  if (value.empty()) return std::string();
  TRY_ASSIGN(const std::vector<std::string> names, offered(*control, node));
  return canonical_choices(*control, value, {names.begin(), names.end()});
}

Result<std::optional<Misfit>> Filling::misfit(NodeId node, std::string_view value) const {
  if (!control_of(node)) return std::nullopt;
  TRY_ASSIGN(auto taken, kept(node, value));
  if (taken) return std::nullopt;
  return std::move(taken).error();
}

}  // namespace escale::forms
