// The rule an answer of a record must satisfy, as XLSForm writes it: ". >= 1 and . <= 10", "string-length(.) < 500",
// "regex(., '[0-9]{5}')". The form language (expression.hpp) about one answer: '.', and no other question, list, clock
// or chance. The rule: anything else is refused when the form is made, never ignored.
#pragma once

#include <optional>
#include <string_view>

#include "content-bundles/forms/answers.hpp"
#include "content-bundles/forms/expression.hpp"

namespace escale::forms {

class Constraint {
 public:
  /// InvalidInput says what is not understood and where ("character 7: …").
  static Result<Constraint> parse(std::string_view source);

  /// True when the value satisfies it. Not to be asked for what was not answered: XLSForm constraints concern answers
  /// only.
  bool holds(const Value& value) const;
  /// The largest string-length(.) that the constraint allows, when it says so plainly.
  std::optional<std::size_t> length_limit() const;
  /// True when a regex() in it is not anchored by ^…$: other tools then match a part, this one always the whole answer.
  bool has_unanchored_regex() const;

 private:
  explicit Constraint(Expression expression) : m_expression(std::move(expression)) {}
  Expression m_expression;
};

}  // namespace escale::forms
