// Ranking without dragging: the first one touched is the first; buttons move one up or down afterwards.
#include <algorithm>

#include "kiosk/screens/form_question.hpp"

namespace escale::screens {

using forms::NodeId;
using ui::Rect;

namespace {

/// Names in the order of preference, complete or not.
std::vector<std::string> order_of(const FormPage& page, NodeId question) {
  const auto typed = page.now.typed.find(question);
  return names_in(typed != page.now.typed.end() ? typed->second : page.now.answer(question));
}

void set_order(const FormPage& page, NodeId question, const std::vector<std::string>& order) {
  std::string value;
  for (const std::string& name : order) value += (value.empty() ? "" : " ") + name;
  page.frame.emit(app::AnswerQuestion{question, value});
}

/// One line of the order, with what moves it. The words stand above the buttons where they have no room beside them.
void add_place(const FormPage& page, NodeId question, Flow& flow, const std::vector<std::string>& order, std::size_t at, const std::string& label) {
  const Frame& frame = page.frame;
  const std::string_view up = frame.t(Text::FormRankUp), down = frame.t(Text::FormRankDown);
  ui::ButtonOptions rises, falls;
  rises.icon = ui::Icon::ArrowUp;
  falls.icon = ui::Icon::ArrowDown;
  const float gap = frame.layout().gap;
  const float up_width = frame.ui.button_width(up, ui::ButtonKind::Outline, rises), down_width = frame.ui.button_width(down, ui::ButtonKind::Outline, falls);
  const bool rows = up_width + gap + down_width > flow.width();
  const float buttons = rows ? std::max(up_width, down_width) : up_width + gap + down_width;
  const std::string words = frame.t(Text::FormRankPlace, at + 1, label);
  const bool beside = !frame.layout().single_column() && flow.width() - buttons - gap >= 300;
  const float width = beside ? flow.width() - buttons - gap : flow.width();
  const float text = frame.ui.measure_height(words, ui::Type::Label, width);
  const bool can_rise = at > 0, can_fall = at + 1 < order.size();
  const float target = frame.layout().target;
  const float below = rows && can_rise && can_fall ? 2 * target + gap : target;
  const float height = beside ? std::max(text, target) : text + 12 + below;
  flow.add(height, true, [=, &page, &frame](Rect rect) {
    ui::Ui::Scope scope(frame.ui, question_id(frame, question) + "-place-" + std::to_string(at + 1), ui::Role::Group, words);
    ui::TextOptions options;
    options.vertical = beside ? ui::Vertical::Middle : ui::Vertical::Top;
    frame.ui.text("words", {rect.x, rect.y, width, beside ? rect.h : text}, words, ui::Type::Label, options);
    Rect cell{beside ? rect.right() - buttons : rect.x, beside ? rect.y + (rect.h - target) / 2 : rect.y + text + 12, up_width, target};
    auto swap_with = [&](std::size_t other) {
      std::vector<std::string> next = order;
      std::swap(next[at], next[other]);
      set_order(page, question, next);
    };
    if (can_rise && frame.ui.outline_button("up", cell, up, rises)) swap_with(at - 1);
    if (rows && can_rise) cell.y += target + gap;
    else if (!rows) cell.x += up_width + gap;
    cell.w = down_width;
    if (can_fall && frame.ui.outline_button("down", cell, down, falls)) swap_with(at + 1);
  }, at == 0 ? 12.0F : gap);
}

}  // namespace

void add_ranking(const FormPage& page, NodeId question, Flow& flow) {
  const Frame& frame = page.frame;
  const auto list = std::make_shared<std::vector<forms::ChoiceState>>(choices_of(frame, question));
  const auto order = order_of(page, question);
  const std::string id = question_id(frame, question);
  flow.text(id + "-how", std::string(frame.t(Text::FormRankHint)), ui::Type::Note, secondary(), 8);
  const auto labels = std::make_shared<std::vector<std::string>>();
  std::vector<ui::Choice> choices(list->size());
  for (const forms::ChoiceState& each : *list) {
    const auto place = std::ranges::find(order, each.value);
    labels->push_back(place == order.end() ? each.label : frame.t(Text::FormRankPlace, place - order.begin() + 1, each.label));
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    choices[i].text = (*labels)[i];
    choices[i].checkbox = true;
    choices[i].selected = std::ranges::find(order, (*list)[i].value) != order.end();
  }
  // The list stays where it is: nothing moves under a finger.
  flow.choices(id, choices, [&page, question, list, labels, order](int index) {
    std::vector<std::string> next = order;
    const std::string& name = (*list)[static_cast<std::size_t>(index)].value;
    if (std::erase(next, name) == 0) next.push_back(name);
    set_order(page, question, next);
  });
  if (order.size() < 2) return;
  flow.heading(id + "-order", std::string(frame.t(Text::FormRankOrder)), ui::Type::Lead, 32);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto found = std::ranges::find(*list, order[i], &forms::ChoiceState::value);
    add_place(page, question, flow, order, i, found == list->end() ? order[i] : found->label);
  }
}

}  // namespace escale::screens
