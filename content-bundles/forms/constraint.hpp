// The rule an answer must satisfy, as XLSForm writes it: ". >= 1 and . <= 10", "string-length(.) < 500", "regex(.,
// '[0-9]{5}')". A subset of the XPath grammar: '.', numbers, 'texts', = != < <= > >=, and, or, not(), parentheses,
// string-length(.), count-selected(.), selected(., 'x'), regex(., '…'). Anything else is refused when the form is made,
// never ignored. The rule: evaluation takes time linear in the answer, whatever the form says (RE2, no recursion over
// 32 levels).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "content-bundles/forms/answers.hpp"

namespace escale::forms {

class Constraint {
 public:
  /// InvalidInput says what is not understood and where ("character 7: …").
  static Result<Constraint> parse(std::string_view source);
  Constraint(Constraint&&) noexcept;
  Constraint& operator=(Constraint&&) noexcept;
  ~Constraint();

  /// True when the value satisfies it. Not to be asked for what was not answered: XLSForm constraints concern answers
  /// only.
  bool holds(const Value& value) const;
  /// The largest string-length(.) that the constraint allows, when it says so plainly.
  std::optional<std::size_t> length_limit() const;
  /// True when a regex() in it is not anchored by ^…$: other tools then match a part, this one always the whole answer.
  bool has_unanchored_regex() const;

 private:
  struct Node;
  explicit Constraint(std::unique_ptr<Node> root);
  std::unique_ptr<Node> m_root;
};

}  // namespace escale::forms
