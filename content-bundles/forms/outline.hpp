// A form as lists of questions want it: codebooks, charts, language reviews, paper. The rule: everything that anybody
// could be asked, in the order of the form, whatever was answered; texts in every language.
#pragma once

#include <string>
#include <vector>

#include "content-bundles/forms/plan.hpp"
#include "content-bundles/forms/texts.hpp"

namespace escale::forms {

/// What a place of a form records.
enum class Recorded : std::uint8_t {
  Nothing,  ///< a note
  Words,
  Whole,
  Decimal,
  One,      ///< a choice
  Several,  ///< choices, in the list's order
  Ranking,  ///< every choice, in the order given
  Date,
  Time,
  Moment,  ///< a date and a time
  Truth,
  Confirmation,  ///< OK, or nothing
};

struct ChoiceTexts {
  std::string name{};
  Texts label{};
};

struct OutlineQuestion {
  PlaceId place = kNoPlace;
  PlaceId repeat = kNoPlace;  ///< the deepest repeat it stands in
  std::string name{};         ///< the last step of its path
  Recorded recorded = Recorded::Words;
  const Control* control = nullptr;  ///< null for what is worked out and asked of nobody
  const Bind* bind = nullptr;        ///< null when it has none
  bool required = false;             ///< always or sometimes
};

/// Every question and every place that is worked out or preset, in the order of the form's tree; groups, notes and
/// meta/instanceID left out. Lives as long as the plan.
std::vector<OutlineQuestion> outline(const Plan& plan);
/// The same, with what people are asked only.
std::vector<OutlineQuestion> questions_of(const Plan& plan);

/// Every choice that a question may ever offer, in the list's order. Empty for other questions, and for choices that come
/// from people's answers.
std::vector<ChoiceTexts> choices_of(const Plan& plan, const Control& control);

/// A text in every language of the form, by tag. A value inside a text is shown as its place's name between brackets.
Texts texts_of(const Plan& plan, const Label& label);
/// The title in every language that has one: XForms knows one title, translations stand under the text id "escale:title".
Texts title_of(const Plan& plan);
inline constexpr std::string_view kTitleText = "escale:title";
/// "fr" of "Français (fr)" and of "fr"; the whole name when it has no tag.
std::string language_tag_of(std::string_view language);
/// The form's own language, as a tag; "fr" when it says none.
std::string default_language_of(const Plan& plan);
/// Tags of every language, the form's own first.
std::vector<std::string> languages_of(const Plan& plan);
/// True when the appearance has that word.
bool has_word(std::string_view appearance, std::string_view word);

}  // namespace escale::forms
