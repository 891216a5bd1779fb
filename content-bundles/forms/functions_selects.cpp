// Choices: selected, selected-at, count-selected, the label of a choice, translated texts.
#include <algorithm>
#include <cmath>

#include "content-bundles/forms/evaluation.hpp"

namespace escale::forms {
namespace {

Result<XPathValue> selected(Call& call) {
  TRY_ASSIGN(const std::string list, call.text(0));
  TRY_ASSIGN(const std::string text, call.text(1));
  TRY(call.evaluation().spend(list.size() / 16));
  const auto words = words_in(list);
  const std::string_view choice = trim_xml_space(text);
  return choice.empty() ? words.empty() : std::find(words.begin(), words.end(), choice) != words.end();
}

/// From 0; beyond the list, an empty text.
Result<XPathValue> selected_at(Call& call) {
  TRY_ASSIGN(const std::string list, call.text(0));
  TRY_ASSIGN(const double number, call.number(1));
  const auto words = words_in(list);
  const double index = std::trunc(number);
  if (!(index >= 0 && index < static_cast<double>(words.size()))) return std::string();
  return std::string(words[static_cast<std::size_t>(index)]);
}

Result<XPathValue> count_selected(Call& call) {
  TRY_ASSIGN(const std::string list, call.text(0));
  return static_cast<double>(words_in(list).size());
}

/// jr:choice-name(value, 'path of the question').
Result<XPathValue> choice_name(Call& call) {
  if (!call.environment().choice_name)
    return call.evaluation().error(call.self(), "jr:choice-name() needs a form; there is only an instance here");
  TRY_ASSIGN(const std::string choice, call.text(0));
  TRY_ASSIGN(const std::string question, call.text(1));
  TRY_ASSIGN(std::string label, call.environment().choice_name(question, choice, call.scope().context));
  return label;
}

Result<XPathValue> itext(Call& call) {
  if (!call.environment().itext)
    return call.evaluation().error(call.self(), "jr:itext() needs a form; there is only an instance here");
  TRY_ASSIGN(const std::string id, call.text(0));
  TRY_ASSIGN(std::string text, call.environment().itext(id, call.scope().context));
  return text;
}

constexpr Function kTable[] = {
    {"selected", 2, 2, Reads::Arguments, selected},          {"is-selected", 2, 2, Reads::Arguments, selected},
    {"selected-at", 2, 2, Reads::Arguments, selected_at},    {"count-selected", 1, 1, Reads::Arguments, count_selected},
    {"jr:choice-name", 2, 2, Reads::Arguments, choice_name}, {"jr:itext", 1, 1, Reads::Arguments, itext},
};

}  // namespace

std::span<const Function> select_functions() {
  return kTable;
}

}  // namespace escale::forms
