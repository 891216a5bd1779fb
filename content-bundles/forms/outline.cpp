#include "content-bundles/forms/outline.hpp"

#include <algorithm>

#include "content-bundles/forms/answer_rules.hpp"
#include "content-bundles/forms/decimal.hpp"
#include "content-bundles/forms/xpath_value.hpp"

namespace escale::forms {
namespace {

std::string last_step(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

/// "/data/nom" and "../nom" are [nom]; anything longer is […].
std::string shown(std::string_view expression) {
  const std::string_view path = trim_xml_space(expression);
  const bool plain = path.find_first_of("()[]'\" ") == std::string_view::npos && path.find('/') != std::string_view::npos;
  return "[" + (plain ? last_step(path) : std::string("…")) + "]";
}

std::string words_of(const RichText& text) {
  std::string words;
  for (const TextPart& part : text) {
    words += part.words;
    if (!part.output.empty()) words += shown(part.output);
  }
  return words;
}

Texts translated(const Plan& plan, const std::string& id) {
  Texts texts;
  for (const auto& [language, ids] : plan.definition().translations.texts) {
    const auto forms = ids.find(id);
    if (forms == ids.end()) continue;
    auto text = forms->second.find("");
    if (text == forms->second.end()) text = forms->second.find("short");
    if (text != forms->second.end()) texts[language_tag_of(language)] = words_of(text->second);
  }
  return texts;
}

Recorded recorded_at(const Control* control, const Bind* bind) {
  const DataType type = bind ? bind->type : DataType::String;
  if (control) switch (control->type) {
      case ControlType::SelectOne:
        return Recorded::One;
      case ControlType::SelectMultiple:
        return Recorded::Several;
      case ControlType::Rank:
        return Recorded::Ranking;
      case ControlType::Trigger:
        return Recorded::Confirmation;
      case ControlType::Range: {
        const auto whole = [](const std::string& text) {
          const auto number = Decimal::parse(text);
          return text.empty() || (number && number->is_whole());
        };
        return whole(control->start) && whole(control->step) ? Recorded::Whole : Recorded::Decimal;
      }
      default:
        if (bind && bind->readonly == "true()" && bind->calculate.empty()) return Recorded::Nothing;
    }
  switch (type) {
    case DataType::Int:
      return Recorded::Whole;
    case DataType::Decimal:
      return Recorded::Decimal;
    case DataType::Boolean:
      return Recorded::Truth;
    case DataType::Date:
      return Recorded::Date;
    case DataType::Time:
      return Recorded::Time;
    case DataType::DateTime:
      return Recorded::Moment;
    default:
      return Recorded::Words;
  }
}

/// The id of the list that an itemset takes its rows from; empty when they come from elsewhere.
std::string list_of(std::string_view nodeset) {
  const std::size_t at = nodeset.find("instance(");
  if (at == std::string_view::npos) return {};
  const std::string_view rest = trim_xml_space(nodeset.substr(at + 9));
  if (rest.empty() || (rest.front() != '\'' && rest.front() != '"')) return {};
  return std::string(rest.substr(1, rest.find(rest.front(), 1) - 1));
}

}  // namespace

std::vector<OutlineQuestion> outline(const Plan& plan) {
  const Definition& form = plan.definition();
  std::vector<OutlineQuestion> all;
  std::vector<PlaceId> open{0};
  while (!open.empty()) {
    const PlaceId at = open.back();
    open.pop_back();
    const Place& place = plan.places()[at];
    for (auto child = place.children.rbegin(); child != place.children.rend(); ++child) open.push_back(*child);
    if (place.has_children || place.withheld || place.path.ends_with("/meta/instanceID")) continue;
    OutlineQuestion question{.place = at, .name = last_step(place.path)};
    for (PlaceId above = place.parent; above != kNoPlace && question.repeat == kNoPlace;
         above = plan.places()[above].parent)
      if (plan.places()[above].is_repeat) question.repeat = above;
    if (place.control != kNone) question.control = &form.controls[place.control];
    if (place.bind != kNone) question.bind = &form.binds[place.bind];
    question.required = question.bind && !question.bind->required.empty() && question.bind->required != "false()";
    question.recorded = recorded_at(question.control, question.bind);
    if (question.recorded != Recorded::Nothing) all.push_back(std::move(question));
  }
  return all;
}

std::vector<OutlineQuestion> questions_of(const Plan& plan) {
  std::vector<OutlineQuestion> all = outline(plan);
  std::erase_if(all, [](const OutlineQuestion& question) { return question.control == nullptr; });
  return all;
}

std::vector<ChoiceTexts> choices_of(const Plan& plan, const Control& control) {
  std::vector<ChoiceTexts> all;
  for (const Item& item : control.items) all.push_back({item.value, texts_of(plan, item.label)});
  if (!control.itemset) return all;
  const Instances& tree = plan.definition().instances;
  const NodeId document = tree.secondary(list_of(control.itemset->nodeset));
  const NodeId root = document == kNoNode ? kNoNode : tree.first_child(document);
  if (root == kNoNode) return all;
  const NameId value = tree.find_name(control.itemset->value), label = tree.find_name(control.itemset->label);
  for (NodeId row = tree.first_child(root); row != kNoNode; row = tree.next(row)) {
    const NodeId name = value == kNoName ? kNoNode : tree.child(row, value);
    if (name == kNoNode) continue;
    const NodeId words = label == kNoName ? kNoNode : tree.child(row, label);
    ChoiceTexts choice{tree.string_value(name), {}};
    if (words != kNoNode && control.itemset->label_is_itext)
      choice.label = translated(plan, tree.string_value(words));
    else if (words != kNoNode)
      choice.label[default_language_of(plan)] = tree.string_value(words);
    all.push_back(std::move(choice));
  }
  return all;
}

Texts texts_of(const Plan& plan, const Label& label) {
  if (!label.itext.empty()) return translated(plan, label.itext);
  if (label.words.empty()) return {};
  return {{default_language_of(plan), words_of(label.words)}};
}

Texts title_of(const Plan& plan) {
  Texts title = translated(plan, std::string(kTitleText));
  if (!plan.definition().title.empty()) title[default_language_of(plan)] = plan.definition().title;
  return title;
}

std::string language_tag_of(std::string_view language) {
  const std::size_t open = language.rfind('(');
  if (open != std::string_view::npos && language.ends_with(')')) {
    const std::string_view tag = language.substr(open + 1, language.size() - open - 2);
    if (is_language_tag(tag)) return std::string(tag);
  }
  return std::string(language);
}

std::string default_language_of(const Plan& plan) {
  const Translations& translations = plan.definition().translations;
  const std::string language = !translations.default_language.empty() ? translations.default_language
                               : !translations.languages.empty()      ? translations.languages.front()
                                                                      : std::string("fr");
  return language_tag_of(language);
}

std::vector<std::string> languages_of(const Plan& plan) {
  std::vector<std::string> tags{default_language_of(plan)};
  for (const std::string& language : plan.definition().translations.languages)
    if (const std::string tag = language_tag_of(language); std::find(tags.begin(), tags.end(), tag) == tags.end())
      tags.push_back(tag);
  return tags;
}

bool has_word(std::string_view appearance, std::string_view word) {
  for (const std::string_view each : words_in(appearance))
    if (each == word) return true;
  return false;
}

}  // namespace escale::forms
