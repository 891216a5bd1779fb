#include "content-bundles/forms/chart.hpp"

#include <algorithm>

#include "content-bundles/forms/asking.hpp"
#include "content-bundles/forms/outline.hpp"

namespace escale::forms {
namespace {

constexpr std::size_t kMostBars = 12;  ///< more values than that make no chart that a room can read
constexpr std::size_t kMostChoices = 200;

std::vector<ChartCategory> categories_of(const Plan& plan, const Control& control) {
  std::vector<ChartCategory> out;
  for (ChoiceTexts& choice : choices_of(plan, control)) out.push_back({std::move(choice.name), std::move(choice.label)});
  if (out.size() > kMostChoices) out.clear();
  return out;
}

bool stands_in_repeat(const Definition& form, const Control& control) {
  for (auto parent = control.parent; parent; parent = form.controls[*parent].parent)
    if (form.controls[*parent].type == ControlType::Repeat) return true;
  return false;
}

bool asked_of_everybody(const Definition& form, const Control& control) {
  const Bind* bind = form.bind(control.path);
  if (bind == nullptr || bind->required != "true()") return false;
  for (std::string path = control.path; !path.empty(); path.erase(path.rfind('/')))
    if (const Bind* above = form.bind(path); above != nullptr && !above->relevant.empty()) return false;
  return true;
}

bool is_nps(const Control& control, const Bind* bind) {
  if (!shown_as(control, "nps")) return false;
  return control.type == ControlType::Range || control.type == ControlType::SelectOne ||
         (control.type == ControlType::Input && bind != nullptr && bind->type == DataType::Int);
}

}  // namespace

std::vector<ChartQuestion> charts_of(const Plan& plan) {
  const Definition& form = plan.definition();
  std::vector<ChartQuestion> out;
  for (const Control& control : form.controls) {
    if (control.path.empty() || stands_in_repeat(form, control)) continue;
    ChartQuestion question{control.path.substr(control.path.rfind('/') + 1), plan.place(control.path), texts_of(plan, control.label), ChartKind::Bars, {}, asked_of_everybody(form, control)};
    if (is_nps(control, form.bind(control.path))) {
      question.kind = ChartKind::Nps;
      question.categories = {{"detractors", {{"fr", "0 à 6"}, {"en", "0 to 6"}}},
                             {"passives", {{"fr", "7 ou 8"}, {"en", "7 or 8"}}},
                             {"promoters", {{"fr", "9 ou 10"}, {"en", "9 or 10"}}}};
    } else if (control.type == ControlType::SelectOne || control.type == ControlType::SelectMultiple) {
      question.kind = control.type == ControlType::SelectMultiple ? ChartKind::Multiple
                      : shown_as(control, "smiley")               ? ChartKind::Smiley
                      : shown_as(control, "likert")               ? ChartKind::Likert
                                                                  : ChartKind::Bars;
      question.categories = categories_of(plan, control);
    } else if (control.type == ControlType::Range) {
      for (const Decimal& value : range_values(control, kMostBars))
        question.categories.push_back({value.text(), {{default_language_of(plan), value.text()}}});
    }
    if (!question.categories.empty()) out.push_back(std::move(question));
  }
  return out;
}

}  // namespace escale::forms
