// What a strict reader works out again. One program for each place, made once; a record only pays for its own answers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "content-bundles/forms/answer_rules.hpp"
#include "content-bundles/forms/evaluator.hpp"
#include "content-bundles/forms/stored_value.hpp"
#include "content-bundles/forms/submission.hpp"

namespace escale::forms {
namespace {

/// Where a place's value comes from.
enum class Source : std::uint8_t {
  Asked,       ///< a person, or an action that answers for one
  Calculated,  ///< an expression that gives the same again
  Recorded,    ///< the moment: a preload, an action, an expression that would give something else now
  Fixed,       ///< the form's own text
  Identifier,  ///< meta/instanceID
  Group,
};

/// Choices by name, with their places in the list.
struct Offered {
  std::vector<std::string> names{};
  std::unordered_map<std::string_view, std::size_t> places{};
  void index() {
    for (std::size_t i = 0; i < names.size(); ++i) places.emplace(names[i], i);
  }
};

/// What is checked at a place; null: nothing is.
struct Program {
  Source source = Source::Recorded;
  bool has_relevant = false;
  bool is_question = false;
  DataType type = DataType::String;
  const Control* control = nullptr;
  const Bind* bind = nullptr;
  const Expression *relevant = nullptr, *calculate = nullptr, *required = nullptr, *constraint = nullptr;
  const Expression* count = nullptr;       ///< of a repeat
  std::size_t fixed_copies = 0;            ///< of a repeat that nobody adds to; 0: any number
  const Expression* choices = nullptr;     ///< asked in each record
  std::optional<Offered> always_offered{};  ///< the same in all records
  std::string fixed{};
};

/// "uuid:" and a random identifier (RFC 4122, version 4), in small letters as this project writes them.
bool is_identifier(std::string_view text) {
  if (!text.starts_with("uuid:") || text.size() != 41) return false;
  for (std::size_t i = 0; i < 36; ++i) {
    const char c = text[i + 5];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace

class SubmissionReader::Checks {
 public:
  explicit Checks(const Plan& plan) : m_plan(plan), m_tree(plan.definition().instances) {
    m_environment.own_copy = true;
    m_environment.form_version = plan.definition().version;
    m_tree.remove(m_tree.first_child(m_tree.primary()));
    m_lists_end = m_tree.size();
    m_programs.reserve(plan.places().size());  // programs hold views of their own texts
    for (PlaceId place = 0; place < plan.places().size(); ++place) m_programs.push_back(program_of(place));
    read_pattern();
  }

  Result<Submission> read(std::string_view xml) {
    TRY_ASSIGN(Submission submission, Submission::parse(m_plan, xml));
    m_tree.empty_primary(m_lists_end);
    const auto& nodes = submission.nodes();
    m_ids.clear();
    for (const SubmissionNode& node : nodes)
      m_ids.push_back(m_tree.add_child(node.parent == kNone ? m_tree.primary() : m_ids[node.parent],
                                       m_plan.places()[node.place].qualified_name, node.value));
    // What was not asked stands there all the same, as it did when the form was filled: its skip is asked from there.
    m_absent.clear();
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (m_programs[nodes[i].place].source == Source::Group) add_absent(m_ids[i], nodes[i].place);
    for (const auto& [node, place] : m_absent) TRY(check_absent(node, place));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (auto fits = check(m_ids[i], nodes[i]); !fits) return fail(std::move(fits).error().in(m_tree.path(m_ids[i])));
    }
    return submission;
  }

 private:
  Program program_of(PlaceId at) const {
    const Definition& form = m_plan.definition();
    const Place& place = m_plan.places()[at];
    Program program;
    if (place.bind != kNone) program.bind = &form.binds[place.bind];
    if (place.control != kNone) program.control = &form.controls[place.control];
    if (program.bind) program.type = program.bind->type;
    const auto asked = [&](TargetKind kind) -> const Expression* {
      const std::size_t target = m_plan.target(at, kind);
      if (target == kNone || !m_plan.targets()[target].repeatable) return nullptr;
      return &m_plan.expression(m_plan.targets()[target].expression);
    };
    program.has_relevant = m_plan.target(at, TargetKind::Relevant) != kNone;
    program.relevant = asked(TargetKind::Relevant);
    if (place.is_repeat) {
      program.count = program.control->count.empty() ? nullptr : m_plan.compiled(program.control->count);
      if (program.count && !m_plan.is_repeatable(*program.count, at)) program.count = nullptr;
    }
    if (place.has_children) {
      program.source = Source::Group;
      return program;
    }
    program.is_question = program.control != nullptr;
    const bool acted = std::any_of(form.actions.begin(), form.actions.end(),
                                   [&](const SetValue& action) { return action.path == place.path; });
    const bool read_only = program.bind && program.bind->readonly == "true()";
    if (program.is_question) {
      program.required = asked(TargetKind::Required);
      program.constraint = asked(TargetKind::Constraint);
    }
    program.calculate = asked(TargetKind::Calculate);
    const bool has_calculation = m_plan.target(at, TargetKind::Calculate) != kNone;
    if (place.path == m_plan.places()[0].path + "/meta/instanceID")
      program.source = has_calculation ? Source::Recorded : Source::Identifier;
    else if (program.is_question && !read_only)
      program.source = Source::Asked;
    else if (acted || (program.bind && !program.bind->preload.empty()))
      program.source = Source::Recorded;
    else if (has_calculation)
      program.source = program.calculate ? Source::Calculated : Source::Recorded;
    else
      program.source = Source::Fixed;
    if (program.source == Source::Asked && is_select(*program.control)) read_choices(at, program);
    return program;
  }

  void read_choices(PlaceId at, Program& program) const {
    if (!program.control->itemset) {
      program.always_offered.emplace();
      for (const Item& item : program.control->items) program.always_offered->names.push_back(item.value);
      program.always_offered->index();
      return;
    }
    const std::size_t target = m_plan.target(at, TargetKind::Choices);
    if (target == kNone || !m_plan.targets()[target].repeatable) return;
    const Expression& rows = m_plan.expression(m_plan.targets()[target].expression);
    const auto paths = rows.references(m_plan.places()[at].path).paths;
    if (std::all_of(paths.begin(), paths.end(), [](const std::string& path) { return path.starts_with("instance("); })) {
      if (auto offered = ask_choices(rows, *program.control, m_tree.primary())) {
        program.always_offered = std::move(*offered);
        program.always_offered->index();
        return;
      }
    }
    program.choices = &rows;
  }

  /// The form's own texts, and how many copies it begins with.
  void read_pattern() {
    const Instances& tree = m_plan.definition().instances;
    std::vector<std::pair<NodeId, PlaceId>> open{{tree.first_child(tree.primary()), 0}};
    std::vector<bool> seen(m_programs.size());
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto [node, at] = open[i];
      Program& program = m_programs[at];
      if (!seen[at]) program.fixed = tree.value(node);
      seen[at] = true;
      if (program.control && program.control->type == ControlType::Repeat && program.control->count.empty() &&
          program.control->fixed)
        program.fixed_copies = std::max(program.fixed_copies, tree.position(node));
      for (NodeId child = tree.first_child(node); child != kNoNode; child = tree.next(child))
        open.emplace_back(child,
                          m_plan.place(m_plan.places()[at].path + "/" + std::string(tree.name_text(tree.name(child)))));
    }
  }

  Result<XPathValue> ask(const Expression& expression, NodeId node) const {
    return evaluate(expression, m_tree, node, m_environment);
  }
  Result<bool> holds(const Expression& expression, NodeId node) const {
    TRY_ASSIGN(const XPathValue found, ask(expression, node));
    return truth_of(found, m_tree);
  }

  Result<Offered> ask_choices(const Expression& rows, const Control& control, NodeId node) const {
    Offered offered;
    for (const Item& item : control.items) offered.names.push_back(item.value);
    TRY_ASSIGN(XPathValue found, ask(rows, node));
    auto* nodes = std::get_if<NodeSet>(&found);
    if (!nodes) return fail(Code::InvalidInput, "the list of choices is not a list");
    if (!nodes->empty() && m_tree.is_fixed(nodes->front())) std::sort(nodes->begin(), nodes->end());
    const NameId name = m_tree.find_name(control.itemset->value);
    for (const NodeId row : *nodes) {
      const NodeId field = m_tree.child(row, name);
      offered.names.push_back(field == kNoNode ? std::string() : m_tree.string_value(field));
    }
    return offered;
  }

  /// Children of the definition that are not in the record, at the end of their group.
  void add_absent(NodeId group, PlaceId place) {
    const auto& wanted = m_plan.places()[place].children;
    std::size_t next = 0;
    const NodeId last = m_tree.last_child(group);
    for (NodeId child = m_tree.first_child(group); next < wanted.size();) {
      const bool here = child != kNoNode && m_tree.qualified_name(child) == m_plan.places()[wanted[next]].qualified_name;
      if (!here) {
        m_absent.emplace_back(m_tree.add_child(group, m_plan.places()[wanted[next]].qualified_name), wanted[next]);
        m_tree.set_relevant(m_absent.back().first, false);
        ++next;
        continue;
      }
      while (child != kNoNode && m_tree.qualified_name(child) == m_plan.places()[wanted[next]].qualified_name)
        child = child == last ? kNoNode : m_tree.next(child);
      ++next;
    }
  }

  Result<> check_absent(NodeId node, PlaceId at) const {
    const Program& program = m_programs[at];
    const Place& place = m_plan.places()[at];
    if (place.withheld) return {};
    bool explained = program.has_relevant && !program.relevant;
    if (program.relevant) {
      TRY_ASSIGN(const bool relevant, holds(*program.relevant, node));
      explained = !relevant;
    }
    if (!explained && place.is_repeat && !program.control->count.empty()) {
      if (!program.count) return {};
      TRY_ASSIGN(const XPathValue count, ask(*program.count, node));
      explained = !(number_of(count, m_tree, m_environment.zone) >= 1);
    }
    if (!explained)
      return fail(Code::InvalidInput, fmt::format("{}: the form asks it, and it is not in the answers", place.path));
    return {};
  }

  Result<> check(NodeId node, const SubmissionNode& own) {
    const Program& program = m_programs[own.place];
    const Place& place = m_plan.places()[own.place];
    if (place.withheld) return fail(Code::InvalidInput, "the form is anonymous, and this could give somebody away");
    if (program.relevant && own.parent != kNone) {
      TRY_ASSIGN(const bool relevant, holds(*program.relevant, node));
      if (!relevant) return fail(Code::InvalidInput, "the form does not ask it after these answers");
    }
    if (place.is_repeat) TRY(check_copies(node, program));
    switch (program.source) {
      case Source::Group:
        break;
      case Source::Recorded:
        TRY(check_preload(program, own.value));
        break;
      case Source::Identifier:
        if (!is_identifier(own.value)) return fail(Code::InvalidInput, "it is not uuid: and a random identifier");
        break;
      case Source::Fixed:
        if (own.value != program.fixed) return fail(Code::InvalidInput, "nobody could have changed it");
        break;
      case Source::Calculated: {
        TRY_ASSIGN(const XPathValue found, ask(*program.calculate, node));
        if (stored_value(found, program.bind, m_tree, m_environment.zone) != own.value)
          return fail(Code::InvalidInput, "worked out again, it is another value");
        break;
      }
      case Source::Asked:
        TRY(check_answer(node, program, own.value));
    }
    if (!program.is_question) return {};
    if (own.value.empty()) {
      if (!program.required) return {};
      TRY_ASSIGN(const bool required, holds(*program.required, node));
      if (required) return fail(Code::InvalidInput, "an answer is required");
      return {};
    }
    if (!program.constraint) return {};
    TRY_ASSIGN(const bool fits, holds(*program.constraint, node));
    if (!fits) return fail(Code::InvalidInput, "the answer breaks the form's rule");
    return {};
  }

  /// What the terminal fills by itself is a time, a day or an identifier.
  Result<> check_preload(const Program& program, const std::string& value) const {
    if (value.empty() || !program.bind || program.bind->preload.empty()) return {};
    if (program.bind->preload == "uid") {
      if (!is_identifier(value)) return fail(Code::InvalidInput, "it is not uuid: and a random identifier");
      return {};
    }
    const auto kept = canonical_answer(program.type, Control{}, value, m_environment.zone);
    if (!kept || *kept != value) return fail(Code::InvalidInput, "it is not what a terminal records there");
    return {};
  }

  /// At the first copy, for all of them.
  Result<> check_copies(NodeId node, const Program& program) const {
    if (m_tree.position(node) != 1) return {};
    std::size_t copies = 0;
    for (NodeId at = node; at != kNoNode; at = m_tree.next(at)) copies += m_tree.name(at) == m_tree.name(node);
    std::size_t wanted = program.fixed_copies;
    if (program.count) {
      TRY_ASSIGN(const XPathValue found, ask(*program.count, node));
      const double count = number_of(found, m_tree, m_environment.zone);
      wanted = count >= 1 ? static_cast<std::size_t>(std::min(count, static_cast<double>(kMaxCopies))) : 0;
      if (wanted == 0) return fail(Code::InvalidInput, "the form asks for none of them");
    }
    if (wanted == 0) return {};
    // Copies with a skip of their own may be left out.
    if (copies > wanted || (copies < wanted && !program.has_relevant))
      return fail(Code::InvalidInput, fmt::format("there are {} of them, and the form makes {}", copies, wanted));
    return {};
  }

  Result<> check_answer(NodeId node, const Program& program, const std::string& value) const {
    if (value.empty()) return {};
    if (!is_select(*program.control)) {
      const auto kept = canonical_answer(program.type, *program.control, value, m_environment.zone);
      if (!kept) return fail(Code::InvalidInput, std::string(text_in(kept.error().message, "en")));
      if (*kept != value) return fail(Code::InvalidInput, "the answer is not written the one way it is written");
      return {};
    }
    if (program.always_offered) return check_choices(*program.control, value, *program.always_offered);
    if (!program.choices) return {};
    TRY_ASSIGN(Offered offered, ask_choices(*program.choices, *program.control, node));
    offered.index();
    return check_choices(*program.control, value, offered);
  }

  static Result<> check_choices(const Control& control, std::string_view value, const Offered& offered) {
    const auto refuse = [](MisfitCode code) {
      return fail(Code::InvalidInput, std::string(text_in(misfit(code).message, "en")));
    };
    if (control.type == ControlType::SelectOne) {
      if (!offered.places.contains(value)) return refuse(MisfitCode::NotAChoice);
      return {};
    }
    std::vector<std::size_t> chosen;
    std::size_t bytes = 0;
    for (const std::string_view word : words_in(value)) {
      const auto found = offered.places.find(word);
      if (found == offered.places.end()) return refuse(MisfitCode::NotAChoice);
      chosen.push_back(found->second);
      bytes += word.size() + 1;
    }
    const bool in_order = std::is_sorted(chosen.begin(), chosen.end());
    std::sort(chosen.begin(), chosen.end());
    if (std::adjacent_find(chosen.begin(), chosen.end()) != chosen.end()) return refuse(MisfitCode::ChosenTwice);
    if (control.type == ControlType::Rank) {
      if (chosen.size() != offered.places.size()) return refuse(MisfitCode::NotRanked);
    } else if (!in_order) {
      return fail(Code::InvalidInput, "the choices do not stand in the list's order");
    }
    if (bytes != value.size() + 1) return fail(Code::InvalidInput, "the choices are not separated by one space each");
    return {};
  }

  const Plan& m_plan;
  Instances m_tree;
  std::size_t m_lists_end = 0;
  Environment m_environment;
  std::vector<Program> m_programs;
  std::vector<NodeId> m_ids;  ///< of the record's nodes, in its order
  std::vector<std::pair<NodeId, PlaceId>> m_absent;
};

SubmissionReader::SubmissionReader(const Plan& plan) : m_checks(std::make_unique<Checks>(plan)) {}
SubmissionReader::~SubmissionReader() = default;
SubmissionReader::SubmissionReader(SubmissionReader&&) noexcept = default;
SubmissionReader& SubmissionReader::operator=(SubmissionReader&&) noexcept = default;

Result<Submission> SubmissionReader::read(std::string_view xml) {
  return m_checks->read(xml);
}

}  // namespace escale::forms
