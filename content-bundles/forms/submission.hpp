// One person's answers as they travel: the submission instance of OpenRosa, as Filling::finalise() writes it, and who
// reads it. The rule: one set of answers is one sequence of bytes; a record whose answers the form could not have led to
// is refused, naming the place and never quoting the person.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/plan.hpp"

namespace escale::forms {

inline constexpr std::size_t kMaxSubmissionBytes = 2u << 20;
inline constexpr std::size_t kMaxSubmissionNodes = 200'000;
inline constexpr std::size_t kMaxCopies = 10'000;  ///< of one repeat, in one place

struct SubmissionNode {
  PlaceId place = kNoPlace;
  std::size_t parent = kNone;  ///< index in Submission::nodes; kNone for the answers' element
  std::string value{};         ///< empty for groups, and for questions that were asked and left without an answer
  bool operator==(const SubmissionNode&) const = default;
};

class Submission {
 public:
  /// The structure alone: elements of the form in the form's order, written the one way they are written. For drafts,
  /// and for records that were read strictly before. InvalidInput or TooLarge names the place.
  static Result<Submission> parse(const Plan& plan, std::string_view xml);

  /// What was asked, in document order: a copy of a repeat is a node, what it holds follows it. What was not asked is
  /// not there.
  const std::vector<SubmissionNode>& nodes() const { return m_nodes; }
  /// The first answer of a place. Nothing: not asked. Empty: asked, left without an answer.
  std::optional<std::string_view> value(PlaceId place) const;
  /// The bytes it was read from, which are those it would be written to.
  std::string xml(const Plan& plan) const;
  bool operator==(const Submission&) const = default;

 private:
  std::vector<SubmissionNode> m_nodes;
};

/// Reads the records of one form, one after another. The plan outlives it. For one thread.
class SubmissionReader {
 public:
  explicit SubmissionReader(const Plan& plan);
  ~SubmissionReader();
  SubmissionReader(SubmissionReader&&) noexcept;
  SubmissionReader& operator=(SubmissionReader&&) noexcept;

  /// Everything that the form says is worked out again from the answers and must agree: types, choices offered, what is
  /// asked and what is not, required, constraints, calculations, numbers of copies. What depends on the moment (today(),
  /// random(), uuid(), once(), the language, the time zone) is taken as recorded: a record does not hold it.
  Result<Submission> read(std::string_view xml);

 private:
  class Checks;
  std::unique_ptr<Checks> m_checks;
};

/// The body of a protocol record, which is one JSON object: {"instance":"<?xml …"}.
/// InvalidInput when it is not UTF-8.
Result<std::string> record_body(std::string_view instance_xml);
/// Its inverse. InvalidInput for any other bytes than those record_body writes.
Result<std::string> body_instance(std::string_view body);

}  // namespace escale::forms
