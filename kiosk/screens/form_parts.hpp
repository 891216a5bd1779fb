// What the feedback screens share: the question in the person's language, its answer in words, where it is asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/frame.hpp"

namespace escale::screens {

// All of these need a form that is open (app::Feedback::is_open()).

const forms::Filling& filling_of(const Frame& frame);
std::string form_title(const Frame& frame);
/// What the question asks; of a question without words, its name.
std::string question_label(const Frame& frame, forms::NodeId question);
std::string question_hint(const Frame& frame, forms::NodeId question);
/// The label of the page's group, or of the repeat that it ends; empty without one.
std::string group_label(const Frame& frame, const forms::AskedPage& page);
/// "Participants, n° 2" for a page within a repeat, else the form's title.
std::string page_context(const Frame& frame, const forms::AskedPage& page);
std::vector<forms::ChoiceState> choices_of(const Frame& frame, forms::NodeId question);
/// Unique on a page, and never a translated text: the question's name, with the number of its copy from the second on.
std::string question_id(const Frame& frame, forms::NodeId question);
/// Names separated by spaces, as choices are recorded.
std::vector<std::string> names_in(std::string_view value);

/// The answer as its label, number or words; empty when there is none.
std::string answer_text(const Frame& frame, forms::NodeId question);
/// "novembre", "05"…: one part of a date or a time; empty when it is.
std::string part_text(const Frame& frame, forms::MomentPart part, const std::string& written);
Text part_name(forms::MomentPart part);
/// The sentence that says how to mend this question's answer; empty when it is all right.
std::string problem_text(const Frame& frame, forms::NodeId question);
/// "Question 3 sur 6" of this page among those that ask something; number 0 when the page only tells.
struct FormStep {
  int number = 0, total = 0;
};
FormStep step_of(const app::Feedback& feedback, int page);
/// In words, "environ" while answers may still add or take questions; empty for number 0.
std::string step_text(const Frame& frame, const FormStep& step);
/// A loading screen, when the form is not there yet. True when it was drawn.
bool form_loading(const Frame& frame);

}  // namespace escale::screens
