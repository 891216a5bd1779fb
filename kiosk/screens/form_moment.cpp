// Dates and times, one part after another: never a small calendar, never a wheel to turn.
#include <algorithm>

#include "kiosk/screens/form_question.hpp"

namespace escale::screens {

using forms::MomentPart;
using forms::NodeId;
using ui::Rect;

namespace {

std::vector<MomentPart> parts_of(const FormPage& page, NodeId question) {
  return forms::moment_parts(page.kind(question), page.control(question));
}

std::vector<std::string> written_parts(const FormPage& page, NodeId question, const std::vector<MomentPart>& parts) {
  const auto typed = page.now.typed.find(question);
  if (typed != page.now.typed.end()) return forms::split_moment(typed->second, parts.size());
  const std::string value = page.now.answer(question);
  return value.empty() ? std::vector<std::string>(parts.size()) : forms::split_moment(forms::moment_typed(parts, value), parts.size());
}

std::string words_of(const Frame& frame, MomentPart part, const std::string& written) {
  const std::string value = part_text(frame, part, written);
  return frame.t(Text::FormPart, frame.t(part_name(part)), value.empty() ? frame.t(Text::FormPartEmpty) : value);
}

void set_part(const FormPage& page, NodeId question, std::vector<std::string> written, std::size_t at, std::string value) {
  written[at] = std::move(value);
  const bool empty = std::ranges::all_of(written, &std::string::empty);
  page.frame.emit(app::TypeAnswer{question, empty ? std::string() : forms::join_moment(written)});
}

/// After a part: the next one that is empty, else the question again.
int page_after(std::size_t index, std::size_t at, const std::vector<std::string>& written) {
  for (std::size_t next = at + 1; next < written.size(); ++next)
    if (written[next].empty()) return part_page(index, next + 1);
  return 0;
}

void leave_part(const FormPage& page, const PartPage& shown, std::string_view id, const std::vector<std::string>& written) {
  if (id == "back") page.frame.emit(app::TurnPage{0});
  if (id == "next") page.frame.emit(app::TurnPage{page_after(shown.index, shown.part - 1, written)});
}

/// Twelve names: nobody counts months.
void month_part(const FormPage& page, const PartPage& shown, const std::vector<std::string>& written) {
  const Frame& frame = page.frame;
  const NodeId question = page.page.questions[shown.index];
  const std::size_t at = shown.part - 1;
  const std::string label = question_label(frame, question);
  const bool in_title = form_header(page, label);
  const auto names = std::make_shared<std::vector<std::string>>();
  for (int month = 1; month <= 12; ++month) names->push_back(capitalised(month_text(frame.lang, month)));
  FlowScreen screen;
  screen.stepper = page.step.number > 0 && !frame.large() && frame.layout().text_scale <= 1;
  screen.page_offset = part_page(shown.index, shown.part);
  screen.page = shown.page;
  screen.bottom = {back_item(frame), next_item(frame, std::string(frame.t(Text::CommonNext)))};
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    if (!in_title) flow.heading("asked", label, ui::Type::Lead, 0);
    flow.heading("part", std::string(frame.t(Text::FormMonth)), ui::Type::Label, in_title ? 0.0F : 18.0F);
    add_grid(frame, "month", names, std::atoi(written[at].c_str()) - 1, flow, [&page, question, written, at](int index) {
      set_part(page, question, written, at, std::to_string(index + 1));
    });
  });
  leave_part(page, shown, id, written);
}

Text hint_of(MomentPart part) {
  switch (part) {
    case MomentPart::Day: return Text::FormDayHint;
    case MomentPart::Year: return Text::FormYearHint;
    case MomentPart::Hour: return Text::FormHourHint;
    default: return Text::FormMinuteHint;
  }
}

}  // namespace

void add_moment(const FormPage& page, std::size_t index, Flow& flow) {
  const Frame& frame = page.frame;
  const NodeId question = page.page.questions[index];
  const auto parts = parts_of(page, question);
  const auto written = written_parts(page, question, parts);
  const std::string id = question_id(frame, question);
  ui::ButtonOptions options;
  options.icon = ui::Icon::Pencil;
  std::vector<std::string> words;
  float widest = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    words.push_back(words_of(frame, parts[i], written[i]));
    widest = std::max(widest, frame.ui.button_width(words.back(), ui::ButtonKind::Secondary, options));
  }
  const float gap = frame.layout().gap;
  const int count = static_cast<int>(parts.size());
  int columns = std::min(count, 3);
  while (columns > 1 && widest > (flow.width() - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns)) --columns;
  for (int first = 0; first < count; first += columns) {
    float height = frame.layout().target;
    for (int i = first; i < std::min(count, first + columns); ++i)
      height = std::max(height, frame.ui.button_height(words[static_cast<std::size_t>(i)], ui::ButtonKind::Secondary, flow.width() / static_cast<float>(columns), options));
    flow.add(height, true, [&frame, id, words, index, first, count, columns, gap, options](Rect rect) {
      for (int i = first; i < std::min(count, first + columns); ++i) {
        Rect cell = rect.column(i - first, columns, gap);
        cell.w = std::min(cell.w, std::max(340.0F, frame.ui.button_width(words[static_cast<std::size_t>(i)], ui::ButtonKind::Secondary, options)));
        if (frame.ui.secondary_button(id + "-part-" + std::to_string(i + 1), cell, words[static_cast<std::size_t>(i)], options))
          frame.emit(app::TurnPage{part_page(index, static_cast<std::size_t>(i) + 1)});
      }
    }, first == 0 ? 24.0F : gap);
  }
}

void moment_part(const FormPage& page, const PartPage& shown) {
  const Frame& frame = page.frame;
  const NodeId question = page.page.questions[shown.index];
  const auto parts = parts_of(page, question);
  const std::size_t at = shown.part - 1;
  const auto written = written_parts(page, question, parts);
  if (parts[at] == MomentPart::Month) return month_part(page, shown, written);
  Typing typing;
  typing.id = question_id(frame, question) + "-write-" + std::to_string(shown.part);
  typing.title = frame.t(part_name(parts[at]));
  typing.context = question_label(frame, question);
  typing.value = written[at];
  typing.hint = frame.t(hint_of(parts[at]));
  typing.hint_icon = ui::Icon::Info;
  typing.max_chars = parts[at] == MomentPart::Year ? 4 : 2;
  typing.keyboard = ui::KeyboardKind::Digits;
  const Typed result = typing_view(frame, typing, {back_item(frame), next_item(frame, std::string(frame.t(Text::CommonNext)))});
  if (result.changed) set_part(page, question, written, at, *result.changed);
  leave_part(page, shown, result.activated.empty() && result.submitted ? "next" : result.activated, written);
}

}  // namespace escale::screens
