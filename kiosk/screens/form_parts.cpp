#include "kiosk/screens/form_parts.hpp"

#include <algorithm>

namespace escale::screens {

std::string form_text(const Frame& frame, const forms::Texts& texts) {
  const auto& open = frame.state.feedback.open;
  const std::string fallback = open && open->form != nullptr ? open->form->default_language : "fr";
  return std::string(forms::text_in(texts, frame.content_language(), fallback));
}

bool is_table(const forms::Form& form, const forms::Page& page) {
  return page.group && forms::has_appearance(form.groups[*page.group].appearance, "table-list");
}

std::string answer_text(const Frame& frame, const forms::Form& form, const forms::Question& question, const forms::Answers& answers) {
  if (!forms::is_answered(answers, question.name)) return {};
  const forms::Value& value = answers.at(question.name);
  const auto choices = form.choices(question);
  auto label = [&](const std::string& name) {
    const auto found = std::ranges::find(choices, name, &forms::Choice::name);
    return found == choices.end() ? name : form_text(frame, found->label);
  };
  if (const auto* text = std::get_if<std::string>(&value)) return choices.empty() ? *text : label(*text);
  if (const auto* several = std::get_if<std::vector<std::string>>(&value)) {
    std::string out;
    for (const std::string& name : *several) out += (out.empty() ? "" : ", ") + label(name);
    return out;
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (question.range) return frame.t(Text::FormOutOf, *number, question.range->end.truncated());
    return number_text(frame.lang, *number);
  }
  return decimal_text(frame.lang, forms::value_text(value));
}

std::string problem_text(const Frame& frame, std::string_view question) {
  const auto& problems = frame.state.feedback.problems;
  const auto found = std::ranges::find(problems, question, &forms::Problem::question);
  return found == problems.end() ? std::string() : form_text(frame, found->message);
}

FormStep step_of(const forms::Form& form, const std::vector<forms::Page>& pages, int page) {
  FormStep step;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const bool asks = std::ranges::any_of(pages[i].questions, [&](std::size_t q) { return form.questions[q].type != forms::QuestionType::Note; });
    if (!asks) continue;
    ++step.total;
    if (static_cast<int>(i) == page) step.number = step.total;
  }
  return step;
}

bool form_loading(const Frame& frame) {
  const app::Feedback& now = frame.state.feedback;
  if (now.open && now.open->form != nullptr && !now.pages.empty()) return false;
  header(frame, frame.t(Text::HomeFeedback), frame.t(Text::FormOpening));
  const Bottom bottom(frame, {back_item(frame)});
  frame.ui.empty_state("loading", bottom.body(), ui::Icon::Document, frame.t(Text::HomeLoading), frame.t(Text::FormOpeningText));
  if (bottom.draw() == "back") frame.emit(app::Back{});
  return true;
}

}  // namespace escale::screens
