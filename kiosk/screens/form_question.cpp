#include "kiosk/screens/form_question.hpp"

#include <algorithm>
#include <cmath>

namespace escale::screens {

using forms::NodeId;
using forms::QuestionKind;
using ui::Rect;

namespace {
constexpr std::size_t kMostValues = 24;  ///< a longer range is typed

bool numbered_row(const std::vector<forms::Decimal>& values) {
  return values.size() >= 2 && values.size() <= 16 && values.front().is_whole() &&
         values[1].millionths() - values[0].millionths() == 1'000'000;
}

/// Faces from worst to best, whatever their number.
int face_level(std::size_t index, std::size_t count) {
  return count < 2 ? 3 : 1 + static_cast<int>(std::lround(4.0 * static_cast<double>(index) / static_cast<double>(count - 1)));
}

int faces_in_row(const Frame& frame, std::size_t count) {
  if (count > 5 || frame.layout().text_scale > 1 || frame.state.preferences.easy_reading || frame.state.preferences.text_spacing) return 0;
  return frame.portrait() ? 3 : static_cast<int>(count);
}
}  // namespace

bool typed_kind(const FormPage& page, NodeId question) {
  switch (page.kind(question)) {
    case QuestionKind::Text:
    case QuestionKind::Whole:
    case QuestionKind::Decimal:
      return true;
    case QuestionKind::Range:
      return forms::range_values(page.control(question), kMostValues).empty();
    default:
      return false;
  }
}

std::string written(const FormPage& page, NodeId question) {
  const auto typed = page.now.typed.find(question);
  if (typed != page.now.typed.end()) return typed->second;
  const std::string value = page.now.answer(question);
  return page.kind(question) == QuestionKind::Text ? value : decimal_text(page.frame.lang, value);
}

std::vector<std::string> chosen_names(const FormPage& page, NodeId question) {
  const std::string value = page.now.answer(question);
  if (value.empty()) return {};
  return page.kind(question) == QuestionKind::One ? std::vector<std::string>{value} : names_in(value);
}

void choose(const FormPage& page, NodeId question, const std::string& name) {
  if (page.kind(question) == QuestionKind::One) return page.frame.emit(app::AnswerQuestion{question, name});
  std::vector<std::string> names = chosen_names(page, question);
  if (std::erase(names, name) == 0) names.push_back(name);
  std::string value;
  // In the order of the list, whatever the order of the fingers.
  for (const forms::ChoiceState& each : choices_of(page.frame, question))
    if (std::ranges::find(names, each.value) != names.end()) value += (value.empty() ? "" : " ") + each.value;
  page.frame.emit(app::AnswerQuestion{question, value});
}

namespace {

void add_faces(const FormPage& page, NodeId question, Flow& flow, int in_row) {
  const auto choices = std::make_shared<std::vector<forms::ChoiceState>>(choices_of(page.frame, question));
  const auto names = chosen_names(page, question);
  const int count = static_cast<int>(choices->size());
  const float height = page.frame.portrait() ? 232 : page.frame.seated() ? 236 : 300;
  const std::string id = question_id(page.frame, question);
  for (int first = 0; first < count; first += in_row) {
    flow.add(height, true, [&page, question, id, choices, names, first, in_row, count](Rect rect) {
      ui::Ui::Scope scope(page.frame.ui, id + "-faces-" + std::to_string(first), ui::Role::List);
      for (int i = first; i < std::min(count, first + in_row); ++i) {
        const forms::ChoiceState& choice = (*choices)[static_cast<std::size_t>(i)];
        const bool selected = std::ranges::find(names, choice.value) != names.end();
        if (page.frame.ui.face(choice.value, rect.column(i - first, in_row, 20), face_level(static_cast<std::size_t>(i), choices->size()),
                               choice.label, selected))
          choose(page, question, choice.value);
      }
    }, first == 0 ? 24.0F : 20.0F);
  }
}

void add_choices(const FormPage& page, NodeId question, Flow& flow) {
  const auto list = std::make_shared<std::vector<forms::ChoiceState>>(choices_of(page.frame, question));
  const auto names = chosen_names(page, question);
  std::vector<ui::Choice> choices;
  for (const forms::ChoiceState& each : *list) {
    ui::Choice choice;
    choice.text = each.label;
    choice.checkbox = page.kind(question) == QuestionKind::Several;
    choice.selected = std::ranges::find(names, each.value) != names.end();
    if (forms::shown_as(page.control(question), "smiley")) choice.face = face_level(choices.size(), list->size());
    choices.push_back(choice);
  }
  flow.choices(question_id(page.frame, question), choices,
               [&page, question, list](int index) { choose(page, question, (*list)[static_cast<std::size_t>(index)].value); });
}

void range_value(const FormPage& page, NodeId question, const forms::Decimal& value) {
  page.frame.emit(app::AnswerQuestion{question, value.text()});
}

/// Boxes with a number in each, and the words of both ends.
void add_numbers(const FormPage& page, NodeId question, Flow& flow, const std::vector<forms::Decimal>& values) {
  const auto now = forms::Decimal::parse(page.now.answer(question));
  const int first = static_cast<int>(values.front().truncated()), last = static_cast<int>(values.back().truncated());
  const bool ends_nps = forms::shown_as(page.control(question), "nps");
  const std::string id = question_id(page.frame, question);
  const std::string_view low = page.frame.t(ends_nps ? Text::FormNpsLow : Text::FormLow), high = page.frame.t(ends_nps ? Text::FormNpsHigh : Text::FormHigh);
  const bool whole = page.frame.ui.scale_height(flow.width(), first, last, low, high) <= flow.height();
  // Too high for a page: what the ends mean is said before the numbers, and each row of numbers may go to the next page.
  if (!whole) {
    flow.text(id + "-low", page.frame.t(Text::LearnCell, std::to_string(first)) + " " + std::string(low), ui::Type::Small, secondary(), 8);
    flow.text(id + "-high", page.frame.t(Text::LearnCell, std::to_string(last)) + " " + std::string(high), ui::Type::Small, secondary(), 4);
  }
  const float row = page.frame.ui.scale_height(flow.width(), first, first, {}, {});
  int in_row = last - first + 1;
  if (page.frame.ui.scale_height(flow.width(), first, last, {}, {}) > flow.height())
    while (in_row > 1 && page.frame.ui.scale_height(flow.width(), first, first + in_row - 1, {}, {}) > row + 1) --in_row;
  for (int begin = first; begin <= last; begin += in_row) {
    const int end = std::min(last, begin + in_row - 1);
    const std::string_view from = whole ? low : std::string_view(), to = whole ? high : std::string_view();
    flow.add(page.frame.ui.scale_height(flow.width(), begin, end, from, to), true, [&page, question, id, first, begin, end, now, from, to](Rect rect) {
      const int selected = now ? static_cast<int>(now->truncated()) : -1'000'000;
      const int index = page.frame.ui.scale_row(id + (begin == first ? "" : "-" + std::to_string(begin)), rect, begin, end, selected, from, to);
      if (index >= 0) range_value(page, question, forms::Decimal::whole(begin + index));
    }, begin == first ? 24.0F : 18.0F);
  }
}

int columns_of(const Frame& frame, const std::vector<std::string>& labels, float width) {
  const float gap = frame.layout().gap;
  for (int columns = 6; columns > 1; --columns) {
    const float each = (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    if (each < frame.layout().target) continue;
    const float line = frame.ui.choice_height(ui::Choice{.text = "0"}, each);
    if (std::ranges::all_of(labels, [&](const std::string& label) { return frame.ui.choice_height(ui::Choice{.text = label}, each) <= line + 1; })) return columns;
  }
  return 1;
}

void add_range(const FormPage& page, NodeId question, Flow& flow) {
  const auto values = std::make_shared<std::vector<forms::Decimal>>(forms::range_values(page.control(question), kMostValues));
  if (numbered_row(*values)) return add_numbers(page, question, flow, *values);
  const auto now = forms::Decimal::parse(page.now.answer(question));
  const auto labels = std::make_shared<std::vector<std::string>>();
  int selected = -1;
  for (const auto& value : *values) {
    if (now && *now == value) selected = static_cast<int>(labels->size());
    labels->push_back(decimal_text(page.frame.lang, value.text()));
  }
  add_grid(page.frame, question_id(page.frame, question), labels, selected, flow,
           [&page, question, values](int index) { range_value(page, question, (*values)[static_cast<std::size_t>(index)]); });
}

/// One box to tick: what was read is said to be.
void add_acknowledge(const FormPage& page, NodeId question, Flow& flow) {
  ui::Choice choice;
  choice.text = page.frame.t(Text::FormAcknowledge);
  choice.checkbox = true;
  choice.selected = !page.now.answer(question).empty();
  flow.choices(question_id(page.frame, question), {choice}, [&page, question, selected = choice.selected](int) {
    page.frame.emit(app::AnswerQuestion{question, selected ? "" : "OK"});  // ODK XForms, trigger
  });
}

void add_typed(const FormPage& page, std::size_t index, Flow& flow) {
  const Frame& frame = page.frame;
  const NodeId question = page.page.questions[index];
  const std::string id = question_id(frame, question), value = written(page, question);
  if (!value.empty()) {
    ui::TextOptions own;
    own.personal = value;
    flow.text(id + "-value", frame.t(Text::QuestionYouWrote, value), ui::Type::Body, own, 16);
  }
  flow.add(frame.layout().target, true, [&page, id, empty = value.empty(), index](Rect rect) {
    ui::ButtonOptions options;
    options.icon = ui::Icon::Pencil;
    const std::string_view words = page.frame.t(empty ? Text::CommonWrite : Text::CommonChange);
    rect.w = std::min(rect.w, page.frame.ui.button_width(words, ui::ButtonKind::Secondary, options));
    if (page.frame.ui.secondary_button(id + "-write", rect, words, options)) page.frame.emit(app::TurnPage{part_page(index, 0)});
  });
}

void add_note(const FormPage& page, NodeId question, Flow& flow, bool asked) {
  const std::string label = question_label(page.frame, question);
  std::string words = question_hint(page.frame, question);
  // What the form worked out stands after its words.
  if (const std::string value = answer_text(page.frame, question); !value.empty()) words += (words.empty() ? "" : " ") + value;
  std::vector<ui::Block> blocks;
  if (!words.empty() || !asked) blocks.push_back(ui::Block::paragraph(words.empty() ? label : words));
  flow.note(question_id(page.frame, question) + "-note", ui::NoteKind::Information, asked ? label : std::string(), blocks, 24);
}

}  // namespace

void add_grid(const Frame& frame, std::string id, std::shared_ptr<const std::vector<std::string>> labels, int selected, Flow& flow, std::function<void(int)> chosen) {
  const int columns = columns_of(frame, *labels, flow.width()), count = static_cast<int>(labels->size());
  const float gap = frame.layout().gap, width = (flow.width() - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  float height = frame.layout().target;
  for (const std::string& label : *labels) height = std::max(height, frame.ui.choice_height(ui::Choice{.text = label}, width));
  for (int first = 0; first < count; first += columns)
    flow.add(height, true, [&frame, id, labels, selected, chosen, first, columns, count, gap](Rect rect) {
      ui::Ui::Scope scope(frame.ui, id + "-" + std::to_string(first / columns + 1), ui::Role::List);
      for (int i = first; i < std::min(count, first + columns); ++i) {
        ui::Choice choice;
        choice.text = (*labels)[static_cast<std::size_t>(i)];
        choice.selected = i == selected;
        if (frame.ui.choice(std::to_string(i + 1), rect.column(i - first, columns, gap), choice)) chosen(i);
      }
    }, first == 0 ? 24.0F : gap);
}

void add_question(const FormPage& page, std::size_t index, Flow& flow, bool asked) {
  const NodeId question = page.page.questions[index];
  const Frame& frame = page.frame;
  const QuestionKind kind = page.kind(question);
  if (kind == QuestionKind::Note) return add_note(page, question, flow, asked);
  const std::string id = question_id(frame, question), hint = question_hint(frame, question);
  // What is wrong comes first: it never waits for the next page.
  const std::string problem = problem_text(frame, question);
  if (!problem.empty()) flow.note(id + "-problem", ui::NoteKind::Error, {}, {ui::Block::paragraph(problem)}, index == 0 ? 0.0F : 40.0F);
  if (asked) flow.heading(id + "-label", question_label(frame, question), ui::Type::Lead, !problem.empty() ? 18.0F : index == 0 ? 0.0F : 40.0F);
  if (!hint.empty()) flow.text(id + "-hint", hint, ui::Type::Note, secondary(), 8);
  if (typed_kind(page, question)) return add_typed(page, index, flow);
  switch (kind) {
    case QuestionKind::Date:
    case QuestionKind::Time:
    case QuestionKind::DateTime:
      return add_moment(page, index, flow);
    case QuestionKind::Ranking:
      return add_ranking(page, question, flow);
    case QuestionKind::Range:
      return add_range(page, question, flow);
    case QuestionKind::Acknowledge:
      return add_acknowledge(page, question, flow);
    default:
      break;
  }
  const int faces = forms::shown_as(page.control(question), "smiley") ? faces_in_row(frame, choices_of(frame, question).size()) : 0;
  if (faces > 0) return add_faces(page, question, flow, faces);
  add_choices(page, question, flow);
}

}  // namespace escale::screens
