// An expression of the form language (ODK XForms: the XPath 1.0 grammar of reference engines, without axes, unions and
// attributes). The rule: everything that can be wrong with the writing is said when it is parsed, with the character's
// position; parsing and evaluation are bounded in depth.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/result.hpp"

namespace escale::forms {

inline constexpr std::size_t kMaxExpressionBytes = 32'000;
inline constexpr int kMaxExpressionDepth = 48;

struct ExpressionTree;

/// What an expression reads, as paths without predicates: "/data/rep/name"; "/data/rep/*" for any child; "instance(x)"
/// for a secondary instance.
struct References {
  std::vector<std::string> paths{};  ///< sorted, each once
  bool reads_clock = false;          ///< now(), today()
  bool reads_random = false;         ///< random(), uuid(), randomize() without a seed
  bool reads_position = false;       ///< position() of the context or of a node: changes when repeats come and go
  bool operator==(const References&) const = default;
};

class Expression {
 public:
  /// InvalidInput says what is not understood and where: "character 7: …".
  static Result<Expression> parse(std::string_view source);
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  const std::string& source() const;
  /// What it reads when asked at `context`, a path without predicates such as "/data/rep/name".
  References references(std::string_view context) const;
  /// Names of the functions it calls, sorted, each once.
  std::vector<std::string> functions() const;
  /// True when a literal pattern of regex() is not anchored by ^…$: other tools then match a part, this one the whole.
  bool has_unanchored_regex() const;
  /// True when it is a number, a text, true() or false().
  bool is_constant() const;

  const ExpressionTree& tree() const { return *m_tree; }

 private:
  explicit Expression(std::unique_ptr<ExpressionTree> tree);
  std::unique_ptr<ExpressionTree> m_tree;
};

}  // namespace escale::forms
