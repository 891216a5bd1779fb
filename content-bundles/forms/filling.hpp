// One person's answers to a form, while they are given. Everything that depends on an answer is worked out again at
// once, in the plan's order, and only that. The rule: a choice that its filter no longer offers is cleared; what is not
// asked is empty for expressions and left out at the end; a constraint concerns answers only, required is told apart.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/answer_rules.hpp"
#include "content-bundles/forms/evaluator.hpp"
#include "content-bundles/forms/plan.hpp"

namespace escale::forms {

class Submission;

struct ChoiceState {
  std::string value{}, label{};
  bool operator==(const ChoiceState&) const = default;
};

/// A place as it is now.
struct PlaceState {
  bool relevant = true;
  bool required = false;
  bool readonly = false;
  bool constraint_holds = true;
  std::string value{};
  bool missing() const { return relevant && required && value.empty(); }
  bool valid() const { return !relevant || (constraint_holds && !missing()); }
};

class Filling {
 public:
  /// Empty answers with their defaults, everything worked out. `plan` must outlive it. InvalidInput when an expression
  /// cannot be worked out on empty answers, with its place.
  static Result<Filling> start(const Plan& plan, Environment environment, std::string language);

  /// The same, with answers that were given before (a draft, a record to correct). What they hold from an earlier moment
  /// stays: times, random values, identifiers. What was not asked then has the form's defaults.
  static Result<Filling> restore(const Plan& plan, Environment environment, std::string language,
                                 const Submission& answers);

  /// Answers a question: "/data/rep[2]/name". Select: names separated by spaces. Empty: takes the answer back.
  /// InvalidInput says what kind of answer the place takes; nothing changes then.
  Result<> answer(std::string_view reference, std::string_view value);
  Result<> answer(NodeId node, std::string_view value);
  Result<NodeId> find(std::string_view reference) const;
  /// Why the question would not take that answer, in words for people; nothing when it would.
  Result<std::optional<Misfit>> misfit(NodeId node, std::string_view value) const;

  PlaceState state(NodeId node) const;
  /// The choices offered now, in order. Empty for what is not a question of choices.
  Result<std::vector<ChoiceState>> choices(NodeId node) const;
  Result<std::string> label(NodeId node) const;
  /// The label of a control that may hold no place of its own, such as a group; values inside are read from `context`.
  Result<std::string> label_of(const Control& control, NodeId context) const { return text(control.label, context); }
  Result<std::string> hint(NodeId node) const;
  /// What helps those who want more than the hint; empty when there is none.
  Result<std::string> guidance(NodeId node) const;
  /// Why it is not valid, in the form's own words, else empty.
  Result<std::string> message(NodeId node) const;
  /// Texts in another language from now on. InvalidInput when the form has none of that tag or name.
  Result<> set_language(std::string_view language);

  /// A new copy after the last one: of the repeat at "/data/rep" or "/data/a[1]/rep". Gives its node. Refused when its
  /// number is worked out by the form.
  Result<NodeId> add_repeat(std::string_view reference);
  /// Takes one copy away: "/data/rep[2]".
  Result<> remove_repeat(std::string_view reference);
  /// Copies that are there.
  std::vector<NodeId> repeats(PlaceId place) const { return m_nodes_at[place]; }

  /// Every question that is asked now, in order: the nodes of its controls.
  std::vector<NodeId> questions() const;
  /// Nodes that may not be sent as they are, in order.
  std::vector<NodeId> problems() const;
  /// Sets what is only known at the end (the time of the end, the instance's id) and gives the answers as XML. Refused,
  /// naming the first, when there are problems.
  Result<std::string> finalise();
  /// The answers as XML, without what is not asked.
  std::string xml() const;

  const Instances& instances() const { return m_instances; }
  const Plan& plan() const { return *m_plan; }
  /// The control of a node; nullptr when nobody is asked for it.
  const Control* control_of(NodeId node) const;
  const Bind* bind_of(NodeId node) const;
  const std::string& language() const { return m_language; }
  const Zone& zone() const { return m_environment.zone; }
  /// Hands over every answer, to be overwritten in memory. Only destruction makes sense afterwards.
  void wipe(const std::function<void(std::string&)>& overwrite);

 private:
  struct NodeState {
    PlaceId place = kNoPlace;
    bool own_relevant = true, counted = true, required = false, readonly = false, constraint_holds = true;
    bool present = false;
  };
  Filling(const Plan& plan, Environment environment, std::string language);
  static std::string default_language(const Plan& plan, std::string asked);
  Result<> load();
  Result<> load_answers(const Submission& answers);
  void withhold();
  void register_nodes(NodeId top);
  void unregister_nodes(NodeId top);

  // The graph (filling_graph.cpp).
  void mark(NodeId changed);
  void mark_target(std::size_t target, NodeId node = kNoNode);
  NodeId copy_around(NodeId node, PlaceId repeat) const;
  Result<> settle();
  Result<> work_out(const Target& target, NodeId node, const Environment& now);
  void set_value(NodeId node, std::string value);
  std::string stored(const XPathValue& value, const Bind* bind) const;
  void spread_relevance(NodeId top);
  Result<> fit_counts();
  Result<NodeId> add_copy(NodeId last);
  Result<> run_actions(PlaceId trigger, Event event, NodeId source);
  Result<> drop_stale_choices(NodeId node);
  Result<XPathValue> ask(const std::string& source, NodeId context) const;

  // Choices and texts (filling_texts.cpp).
  Result<NodeSet> rows(const Control& control, NodeId node) const;
  std::string value_of_row(const Control& control, NodeId row) const;
  Result<std::string> text(const Label& label, NodeId context) const;
  Result<std::string> text(const RichText& words, NodeId context) const;
  Result<std::string> translated(const std::string& id, NodeId context, const std::string& shape = {}) const;
  Result<std::string> choice_label(std::string_view question, std::string_view choice, NodeId context) const;
  Result<tl::expected<std::string, Misfit>> kept(NodeId node, std::string_view value) const;
  Result<std::vector<std::string>> offered(const Control& control, NodeId node) const;
  Environment environment() const;

  const Plan* m_plan;
  Environment m_environment;
  std::string m_language;
  Instances m_instances;
  std::vector<NodeState> m_states;              ///< by node
  std::vector<std::vector<NodeId>> m_nodes_at;  ///< by place, in document order
  /// Ranks of targets to work out, and at which nodes; kNoNode stands for all of them.
  std::map<std::size_t, std::set<NodeId>> m_dirty;
  std::vector<std::pair<NodeId, PlaceId>> m_changed;  ///< places whose change sets off actions
};

}  // namespace escale::forms
