// A definition, compiled once: every expression parsed, every place numbered, and one graph that orders skips,
// required, readonly, calculations, constraints and choice filters. The rule: what is wrong with a form is said here,
// before anyone fills it: an expression that is not understood, a place that does not exist, calculations that go in a
// circle.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "content-bundles/forms/definition.hpp"
#include "content-bundles/forms/expression.hpp"

namespace escale::forms {

using PlaceId = std::uint32_t;
inline constexpr PlaceId kNoPlace = 0xFFFFFFFF;
inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// A path of the primary instance, whatever the repeats above it.
struct Place {
  std::string path{};
  PlaceId parent = kNoPlace;
  std::size_t bind = kNone;     ///< index in Definition::binds
  std::size_t control = kNone;  ///< index in Definition::controls
  std::string qualified_name{};      ///< as the answers' XML writes it, with its prefix
  std::vector<PlaceId> children{};   ///< in the order of the definition
  bool is_repeat = false;
  bool has_children = false;
  bool withheld = false;  ///< left out of every record: identifiers, in an anonymous form
  std::vector<std::size_t> listeners{};  ///< targets that read it
  std::vector<std::size_t> actions{};    ///< setvalues that wait for its change
};

/// One thing that is worked out, again whenever something that it reads changed.
enum class TargetKind { Relevant, Calculate, Required, ReadOnly, Constraint, Choices };
struct Target {
  TargetKind kind = TargetKind::Calculate;
  PlaceId place = kNoPlace;
  std::size_t expression = kNone;  ///< index in Plan::expressions
  std::size_t rank = 0;            ///< in the order of evaluation
  PlaceId repeat = kNoPlace;       ///< the deepest repeat that holds the place
  bool wide = false;               ///< may read other copies of that repeat than its own
  /// False when its value also depends on what a record does not hold: the clock, chance, the language shown, the
  /// device's time zone. Who reads the record takes it as it was recorded.
  bool repeatable = true;
};

class Plan {
 public:
  /// InvalidInput names the place and says what to mend.
  static Result<Plan> compile(Definition definition);
  /// The same, as everybody holds a form.
  static Result<std::shared_ptr<const Plan>> shared(Definition definition);

  const Definition& definition() const { return *m_definition; }
  const std::vector<Place>& places() const { return m_places; }
  PlaceId place(std::string_view path) const;
  const std::vector<Target>& targets() const { return m_targets; }
  /// Targets by rank.
  const std::vector<std::size_t>& order() const { return m_order; }
  const Expression& expression(std::size_t index) const { return m_expressions[index]; }
  /// The compiled text of an expression of the definition (outputs, counts, itemsets, setvalues); nullptr for an
  /// unknown one.
  const Expression* compiled(const std::string& source) const;
  /// What a record of this form begins with, up to the first answer: the declaration and the answers' element, with
  /// the form's id and version.
  const std::string& opening() const { return m_opening; }
  /// False when the expression, asked at that place, also depends on what a record does not hold (Target::repeatable).
  bool is_repeatable(const Expression& expression, PlaceId place) const;
  /// The target of that kind at a place; kNone when there is none.
  std::size_t target(PlaceId place, TargetKind kind) const;

 private:
  Result<> number_places();
  Result<std::size_t> expression_of(const std::string& source, const std::string& where);
  Result<> add_target(TargetKind kind, PlaceId place, const std::string& source, const std::string& what);
  Result<> add_targets();
  Result<> compile_texts();
  Result<> order_targets();
  std::vector<PlaceId> places_of(const std::string& reference) const;
  bool reads_other_copies(const Target& target) const;
  Result<> withhold_identifiers();
  Result<> settle_defaults();
  void write_opening();
  std::string circle(const std::vector<std::vector<std::size_t>>& after, const std::vector<std::size_t>& waiting) const;

  std::unique_ptr<Definition> m_definition;
  std::vector<Place> m_places;
  std::unordered_map<std::string, PlaceId> m_place_ids;
  std::vector<Expression> m_expressions;
  std::unordered_map<std::string, std::size_t> m_expression_ids;
  std::vector<Target> m_targets;
  std::unordered_map<std::uint64_t, std::size_t> m_target_ids;
  std::vector<std::size_t> m_order;
  std::string m_opening;
};

}  // namespace escale::forms
