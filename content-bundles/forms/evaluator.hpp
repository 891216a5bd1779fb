// Asks an expression. Pure: time, randomness, digests and labels come with the Environment. The rule: a budget of steps
// bounds the time whatever the expression and the tree; what has no value is an error in one sentence.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "content-bundles/forms/expression.hpp"
#include "content-bundles/forms/instance.hpp"
#include "content-bundles/forms/xpath_value.hpp"
#include "sync/base/random.hpp"

namespace escale::forms {

struct Environment {
  std::int64_t now_ms = 0;      ///< milliseconds since 1970 UTC, for now() and today()
  Zone zone{};                  ///< of the device
  std::string language = "en";  ///< of names of months and days: "fr" or English
  Random* random = nullptr;     ///< random(), uuid() and unseeded randomize() are errors without it
  std::string form_version{};
  /// Raw digest of bytes by an algorithm's name ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512").
  std::function<Result<std::string>(std::string_view algorithm, std::string_view bytes)> digest{};
  /// The label of a choice of the question at a path ("/data/q", or from the context).
  std::function<Result<std::string>(std::string_view question, std::string_view choice, NodeId context)> choice_name{};
  /// The text of an itext id in the language shown.
  std::function<Result<std::string>(std::string_view id, NodeId context)> itext{};
  /// In a form: an absolute path through the repeat copy that the context stands in stays in that copy, as the
  /// reference engine does. Plain XPath when false.
  bool own_copy = false;
  std::uint64_t max_steps = 20'000'000;  ///< nodes visited and operations done by one expression
};

/// The value of an expression at a context node. InvalidInput when a function cannot work with what it is given;
/// TooLarge when the budget is spent.
Result<XPathValue> evaluate(const Expression& expression, const Instances& instances, NodeId context,
                            const Environment& environment);

// Conversions. A set of one node counts by the node's text; of none, as an empty text; of several, by the first.
std::string text_of(const XPathValue& value, const Instances& instances);
double number_of(const XPathValue& value, const Instances& instances, const Zone& zone);
bool truth_of(const XPathValue& value, const Instances& instances);

}  // namespace escale::forms
