#include "content-bundles/forms/chart.hpp"

#include <algorithm>

#include "content-bundles/forms/asking.hpp"

namespace escale::forms {
namespace {

constexpr std::size_t kMostBars = 12;  ///< more values than that make no chart that a room can read
constexpr std::size_t kMostChoices = 200;

std::string tag_of(const std::string& language) {
  const std::size_t open = language.rfind('(');
  if (!language.ends_with(')') || open == std::string::npos) return language;
  return language.substr(open + 1, language.size() - open - 2);
}

std::string words_of(const RichText& text) {
  std::string words;
  for (const TextPart& part : text) words += part.words + (part.output.empty() ? "" : "…");
  return words;
}

std::string own_language(const Definition& form) {
  const Translations& translations = form.translations;
  if (!translations.default_language.empty()) return tag_of(translations.default_language);
  return translations.languages.empty() ? "fr" : tag_of(translations.languages.front());
}

Texts translated(const Definition& form, const std::string& id) {
  Texts out;
  for (const auto& [language, ids] : form.translations.texts) {
    const auto found = ids.find(id);
    if (found == ids.end()) continue;
    auto text = found->second.find("");
    if (text == found->second.end()) text = found->second.find("short");
    if (text != found->second.end()) out[tag_of(language)] = words_of(text->second);
  }
  return out;
}

/// Every choice that may be offered, whatever its filter lets through. Empty when they come from answers.
std::vector<ChartCategory> choices_of(const Definition& form, const Control& control) {
  std::vector<ChartCategory> out;
  for (const Item& item : control.items) out.push_back({item.value, texts_of(form, item.label)});
  if (!control.itemset) return out;
  constexpr std::string_view kInstance = "instance('";
  const std::string& nodeset = control.itemset->nodeset;
  const std::size_t begin = nodeset.find(kInstance);
  const std::size_t end = begin == std::string::npos ? begin : nodeset.find('\'', begin + kInstance.size());
  if (end == std::string::npos) return {};
  const Instances& tree = form.instances;
  const NodeId list = tree.secondary(std::string_view(nodeset).substr(begin + kInstance.size(), end - begin - kInstance.size()));
  if (list == kNoNode || tree.first_child(list) == kNoNode) return {};
  const NameId name = tree.find_name(control.itemset->value), label = tree.find_name(control.itemset->label);
  for (NodeId row = tree.first_child(tree.first_child(list)); row != kNoNode; row = tree.next(row)) {
    const NodeId value = name == kNoName ? kNoNode : tree.child(row, name), words = label == kNoName ? kNoNode : tree.child(row, label);
    if (value == kNoNode) continue;
    const std::string text = words == kNoNode ? std::string() : tree.string_value(words);
    Texts texts = control.itemset->label_is_itext ? translated(form, text) : Texts{{own_language(form), text}};
    out.push_back({tree.string_value(value), std::move(texts)});
    if (out.size() > kMostChoices) return {};
  }
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

Texts texts_of(const Definition& form, const Label& label) {
  if (!label.itext.empty()) return translated(form, label.itext);
  if (label.words.empty()) return {};
  return {{own_language(form), words_of(label.words)}};
}

std::vector<ChartQuestion> charts_of(const Plan& plan) {
  const Definition& form = plan.definition();
  std::vector<ChartQuestion> out;
  for (const Control& control : form.controls) {
    if (control.path.empty() || stands_in_repeat(form, control)) continue;
    ChartQuestion question{control.path.substr(control.path.rfind('/') + 1), plan.place(control.path), texts_of(form, control.label), ChartKind::Bars, {}, asked_of_everybody(form, control)};
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
      question.categories = choices_of(form, control);
    } else if (control.type == ControlType::Range) {
      for (const Decimal& value : range_values(control, kMostBars))
        question.categories.push_back({value.text(), {{own_language(form), value.text()}}});
    }
    if (!question.categories.empty()) out.push_back(std::move(question));
  }
  return out;
}

}  // namespace escale::forms
