// Truths and choices between values: true, false, boolean, not, if, coalesce, once, checklists, regex.
#include <re2/re2.h>

#include <algorithm>

#include "content-bundles/forms/evaluation.hpp"

namespace escale::forms {
namespace {

Result<XPathValue> truth(Call&) {
  return true;
}
Result<XPathValue> untruth(Call&) {
  return false;
}
Result<XPathValue> boolean(Call& call) {
  TRY_ASSIGN(const bool found, call.truth(0));
  return found;
}
Result<XPathValue> negated(Call& call) {
  TRY_ASSIGN(const bool found, call.truth(0));
  return !found;
}
Result<XPathValue> boolean_from_string(Call& call) {
  TRY_ASSIGN(std::string text, call.text(0));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text == "true" || text == "1";
}
Result<XPathValue> if_then_else(Call& call) {
  TRY_ASSIGN(const bool condition, call.truth(0));
  return call.value(condition ? 1 : 2);
}
Result<XPathValue> coalesce(Call& call) {
  for (std::size_t i = 0; i + 1 < call.size(); ++i) {
    TRY_ASSIGN(XPathValue found, call.value(i));
    const auto* number = std::get_if<double>(&found);
    if (number ? *number == *number : !text_of(found, call.instances()).empty()) return found;
  }
  return call.value(call.size() - 1);
}
Result<XPathValue> once(Call& call) {
  std::string now = call.scope().context == kNoNode ? "" : call.instances().string_value(call.scope().context);
  if (!now.empty()) return now;
  return call.value(0);
}

/// Counts by the truth of each value; a set of nodes counts node by node, by its text.
Result<std::vector<bool>> truths(Call& call, std::size_t argument) {
  TRY_ASSIGN(const XPathValue found, call.value(argument));
  const auto* nodes = std::get_if<NodeSet>(&found);
  if (!nodes) return std::vector<bool>{truth_of(found, call.instances())};
  TRY(call.evaluation().spend(nodes->size()));
  std::vector<bool> all;
  for (const NodeId node : *nodes) all.push_back(!call.instances().string_value(node).empty());
  return all;
}

Result<XPathValue> checklist(Call& call) {
  TRY_ASSIGN(const double least, call.number(0));
  TRY_ASSIGN(const double most, call.number(1));
  double count = 0;
  for (std::size_t i = 2; i < call.size(); ++i) {
    TRY_ASSIGN(const std::vector<bool> found, truths(call, i));
    count += static_cast<double>(std::count(found.begin(), found.end(), true));
  }
  return (least < 0 || count >= least) && (most < 0 || count <= most);
}

Result<XPathValue> weighted_checklist(Call& call) {
  TRY_ASSIGN(const double least, call.number(0));
  TRY_ASSIGN(const double most, call.number(1));
  double sum = 0;
  for (std::size_t i = 2; i + 1 < call.size(); i += 2) {
    TRY_ASSIGN(const std::vector<bool> factors, truths(call, i));
    TRY_ASSIGN(const XPathValue weights, call.value(i + 1));
    const auto* nodes = std::get_if<NodeSet>(&weights);
    if (factors.size() > 1 && (!nodes || nodes->size() != factors.size()))
      return call.evaluation().error(call.self(), "weighted-checklist() needs as many weights as factors");
    for (std::size_t k = 0; k < factors.size(); ++k) {
      if (!factors[k]) continue;
      const XPathValue weight = factors.size() > 1 ? XPathValue(NodeSet{(*nodes)[k]}) : weights;
      sum += number_of(weight, call.instances(), call.environment().zone);
    }
  }
  return (least == -1 || sum >= least) && (most == -1 || sum <= most);
}

/// The whole text, as the reference engine: other tools look for a part (SPEC.md).
Result<XPathValue> regex(Call& call) {
  TRY_ASSIGN(const std::string text, call.text(0));
  TRY(call.evaluation().spend(text.size() / 16));
  if (call.self().pattern) return re2::RE2::FullMatch(text, *call.self().pattern);
  TRY_ASSIGN(const std::string pattern, call.text(1));
  TRY(call.evaluation().spend(1000 + pattern.size() * 10));
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  const re2::RE2 compiled(pattern, options);
  if (!compiled.ok())
    return call.evaluation().error(call.self(), "the pattern '" + pattern + "' is not understood: " + compiled.error());
  return re2::RE2::FullMatch(text, compiled);
}

constexpr Function kTable[] = {
    {"true", 0, 0, Reads::Arguments, truth},
    {"false", 0, 0, Reads::Arguments, untruth},
    {"boolean", 1, 1, Reads::Arguments, boolean},
    {"not", 1, 1, Reads::Arguments, negated},
    {"boolean-from-string", 1, 1, Reads::Arguments, boolean_from_string},
    {"if", 3, 3, Reads::Arguments, if_then_else},
    {"coalesce", 2, kAnyCount, Reads::Arguments, coalesce},
    {"once", 1, 1, Reads::Context, once},
    {"checklist", 3, kAnyCount, Reads::Arguments, checklist},
    {"weighted-checklist", 4, kAnyCount, Reads::Arguments, weighted_checklist},
    {"regex", 2, 2, Reads::Arguments, regex},
};

}  // namespace

std::span<const Function> logic_functions() {
  return kTable;
}

}  // namespace escale::forms
