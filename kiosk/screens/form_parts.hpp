// What the feedback screens share: the question in the person's language, its answer in words, where it is asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/frame.hpp"

namespace escale::screens {

/// A text of the form in the wanted language.
std::string form_text(const Frame& frame, const forms::Texts& texts);
bool is_table(const forms::Form& form, const forms::Page& page);
/// The answer as its label, number or words; empty when there is none.
std::string answer_text(const Frame& frame, const forms::Form& form, const forms::Question& question, const forms::Answers& answers);
/// The sentence that says how to mend this question's answer; empty when it is all right.
std::string problem_text(const Frame& frame, std::string_view question);
/// "Question 3 sur 6" of this page among those that ask something; number 0 when the page only tells.
struct FormStep {
  int number = 0, total = 0;
};
FormStep step_of(const forms::Form& form, const std::vector<forms::Page>& pages, int page);
/// A loading screen, when the form is not there yet. True when it was drawn.
bool form_loading(const Frame& frame);

}  // namespace escale::screens
