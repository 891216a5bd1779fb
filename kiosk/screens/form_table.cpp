// A table of statements on one scale, a row at a time.
#include <algorithm>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/form_question.hpp"

namespace escale::screens {

using forms::NodeId;
using ui::Rect;

/// Design 08: the sentence and its rows at the left, the scale at the right.
void table_row(const FormPage& page) {
  const Frame& frame = page.frame;
  const auto row = static_cast<std::size_t>(std::clamp(page.now.row, 0, static_cast<int>(page.page.questions.size()) - 1));
  const NodeId question = page.page.questions[row];
  const std::string statement = group_label(frame, page.page), title = question_label(frame, question);
  const auto count = page.page.questions.size();
  const std::vector<BottomItem> items = bottom_of(page);
  const std::vector<forms::ChoiceState> choices = choices_of(frame, question);
  const std::string problem = problem_text(frame, question);
  // The scale beside the rows, when each of its boxes keeps the size of a target.
  const auto boxes = static_cast<float>(choices.size());
  const bool room = boxes * frame.layout().target + (boxes - 1) * frame.layout().gap <= Bottom(frame, items).body().h;
  const bool wide = as_designed(frame) && room && count <= 4 && choices.size() <= 5 && problem.empty();
  if (wide) {
    const std::string context = page_context(frame, page.page), step = step_text(frame, page.step);
    ui::Header top;
    top.context = context;
    top.title = title;
    top.line = ui::HeaderLine::Stepper;
    top.step_label = step;
    top.step = page.step.number;
    top.steps = page.step.total;
    top.line_width = 432;
    header(frame, top);
    const Bottom bottom(frame, items);
    Rect body = bottom.body();
    Rect left = body.cut_left(440, 36);
    ui::TextOptions strong;
    strong.line = 42;
    strong.weight = 600;
    frame.ui.text("statement", {left.x, left.y + 50, left.w, 130}, statement, ui::Type::Lead, strong);
    std::vector<ui::StepItem> rows(count);
    std::vector<std::string> words(count * 2);
    for (std::size_t i = 0; i < count; ++i) {
      words[2 * i] = question_label(frame, page.page.questions[i]);
      words[2 * i + 1] = answer_text(frame, page.page.questions[i]);
      const bool answered = !words[2 * i + 1].empty();
      if (!answered || i == row) words[2 * i + 1] = frame.t(i == row ? Text::FormRowHere : Text::FormRowTodo);
      rows[i] = {words[2 * i], words[2 * i + 1], i == row ? ui::StepState::Here : answered ? ui::StepState::Done : ui::StepState::Todo};
    }
    const float height = 106 * static_cast<float>(count);
    frame.ui.step_list("rows", {left.x, left.bottom() - height + 30, left.w, height}, rows);
    const auto names = chosen_names(page, question);
    std::vector<ui::Choice> scale(choices.size());
    for (std::size_t i = 0; i < choices.size(); ++i) {
      scale[i].text = choices[i].label;
      scale[i].selected = std::ranges::find(names, choices[i].value) != names.end();
    }
    const int index = frame.ui.choices("scale", body, scale, true);
    if (index >= 0) choose(page, question, choices[static_cast<std::size_t>(index)].value);
    act(page, bottom.draw());
    return;
  }
  const bool in_title = form_header(page, title);
  FlowScreen screen;
  screen.stepper = !frame.large() && frame.layout().text_scale <= 1;
  screen.page = frame.state.list.page;
  screen.bottom = items;
  act(page, flow_screen(frame, screen, [&](Flow& flow) {
        flow.text("statement", statement, ui::Type::Lead);
        add_question(page, row, flow, !in_title);
      }));
}

}  // namespace escale::screens
