// One page of a form: one question, a group of them, or one row of a table. One thing to do, one button that leads on.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/form_parts.hpp"
#include "kiosk/screens/typing.hpp"

namespace escale::screens {
namespace {

using forms::Question;
using forms::QuestionType;
using ui::Rect;

constexpr std::size_t kMostValues = 24;  ///< a longer range is typed

struct Page {
  const Frame& frame;
  const app::Feedback& now;
  const forms::Form& form;
  const forms::Page& page;
  FormStep step;
  const Question& question(std::size_t i) const { return form.questions[page.questions[i]]; }
};

std::string label_of(const Page& page, const Question& question) {
  return form_text(page.frame, question.label);
}

bool typed_kind(const Question& question) {
  switch (question.type) {
    case QuestionType::Text:
    case QuestionType::Integer:
    case QuestionType::Decimal:
      return true;
    case QuestionType::Range:
      return question.range && question.range->values().size() > kMostValues;
    default:
      return false;
  }
}

std::string step_label(const Page& page) {
  return page.step.number == 0 ? std::string() : page.frame.t(Text::QuestionOf, page.step.number, page.step.total);
}

bool can_skip(const Page& page) {
  if (is_table(page.form, page.page)) return !page.question(static_cast<std::size_t>(page.now.row)).required;
  return std::ranges::any_of(page.page.questions, [&](std::size_t i) {
    return page.form.questions[i].type != QuestionType::Note && !page.form.questions[i].required;
  });
}

std::vector<BottomItem> bottom_of(const Page& page) {
  const Frame& frame = page.frame;
  std::vector<BottomItem> items = {back_item(frame)};
  const bool table = is_table(page.form, page.page);
  if (can_skip(page))
    items.push_back({"skip", std::string(frame.t(table ? Text::FormNoOpinion : page.page.questions.size() > 1 ? Text::FormSkipPage : Text::FormSkip)),
                     ui::ActionKind::Quiet});
  const bool more_rows = table && page.now.row + 1 < static_cast<int>(page.page.questions.size());
  items.push_back(next_item(frame, std::string(frame.t(page.now.from_review ? Text::FormToReview : more_rows ? Text::FormNextRow : Text::CommonNext))));
  return items;
}

void act(const Page& page, std::string_view id) {
  if (id == "back") page.frame.emit(app::Back{});
  if (id == "skip") page.frame.emit(app::SkipQuestion{});
  if (id == "next") page.frame.emit(app::NextFormPage{});
  // The next page, or the problem, begins at its beginning.
  if (id == "back" || id == "skip" || id == "next") page.frame.emit(app::TurnPage{0});
}

// --- answers ---------------------------------------------------------------------------------------------------------

std::vector<std::string> chosen_names(const Page& page, const Question& question) {
  const auto found = page.now.answers.find(question.name);
  if (found == page.now.answers.end()) return {};
  if (const auto* one = std::get_if<std::string>(&found->second)) return {*one};
  if (const auto* several = std::get_if<std::vector<std::string>>(&found->second)) return *several;
  return {};
}

void choose(const Page& page, const Question& question, std::size_t index) {
  const std::string& name = page.form.choices(question)[index].name;
  if (question.type == QuestionType::SelectOne) {
    page.frame.emit(app::AnswerQuestion{question.name, forms::Value(name)});
    return;
  }
  std::vector<std::string> names = chosen_names(page, question);
  if (std::erase(names, name) == 0) names.push_back(name);
  page.frame.emit(app::AnswerQuestion{question.name, names.empty() ? std::optional<forms::Value>() : forms::Value(names)});
}

/// The value of a range in millionths, or nothing.
std::optional<std::int64_t> ranged(const Page& page, const Question& question) {
  const auto found = page.now.answers.find(question.name);
  if (found == page.now.answers.end()) return {};
  if (const auto* whole = std::get_if<std::int64_t>(&found->second)) return *whole * 1'000'000;
  if (const auto* decimal = std::get_if<forms::Decimal>(&found->second)) return decimal->millionths();
  return {};
}

void range_value(const Page& page, const Question& question, const forms::Decimal& value) {
  page.frame.emit(app::AnswerQuestion{question.name, question.range->is_whole() ? forms::Value(value.truncated()) : forms::Value(value)});
}

bool numbered_row(const Question& question) {
  return question.range && question.range->is_whole() && question.range->step == forms::Decimal::whole(1) && question.range->values().size() <= 16;
}

/// Faces from worst to best, whatever their number.
int face_level(std::size_t index, std::size_t count) {
  return count < 2 ? 3 : 1 + static_cast<int>(std::lround(4.0 * static_cast<double>(index) / static_cast<double>(count - 1)));
}

int faces_in_row(const Frame& frame, std::size_t count) {
  if (count > 5 || frame.layout().text_scale > 1 || frame.state.preferences.easy_reading || frame.state.preferences.text_spacing) return 0;
  return frame.portrait() ? 3 : static_cast<int>(count);
}

// --- one question in a column ----------------------------------------------------------------------------------------

void add_faces(const Page& page, const Question& question, Flow& flow, int in_row) {
  const auto choices = page.form.choices(question);
  const auto names = chosen_names(page, question);
  const int count = static_cast<int>(choices.size());
  const float height = page.frame.portrait() ? 232 : page.frame.seated() ? 236 : 300;
  for (int first = 0; first < count; first += in_row) {
    flow.add(height, true, [&page, &question, choices, names, first, in_row, count](Rect rect) {
      ui::Ui::Scope scope(page.frame.ui, question.name + "-faces-" + std::to_string(first), ui::Role::List);
      for (int i = first; i < std::min(count, first + in_row); ++i) {
        const forms::Choice& choice = choices[static_cast<std::size_t>(i)];
        const bool selected = std::ranges::find(names, choice.name) != names.end();
        if (page.frame.ui.face(choice.name, rect.column(i - first, in_row, 20), face_level(static_cast<std::size_t>(i), choices.size()),
                               form_text(page.frame, choice.label), selected))
          choose(page, question, static_cast<std::size_t>(i));
      }
    }, first == 0 ? 24.0F : 20.0F);
  }
}

void add_choices(const Page& page, const Question& question, Flow& flow) {
  const auto list = page.form.choices(question);
  const auto names = chosen_names(page, question);
  auto labels = std::make_shared<std::vector<std::string>>();
  std::vector<ui::Choice> choices;
  labels->reserve(list.size());
  for (const forms::Choice& each : list) {
    labels->push_back(form_text(page.frame, each.label));
    ui::Choice choice;
    choice.text = labels->back();
    choice.checkbox = question.type == QuestionType::SelectMultiple;
    choice.selected = std::ranges::find(names, each.name) != names.end();
    choices.push_back(choice);
  }
  flow.choices(question.name, choices, [&page, &question, labels](int index) { choose(page, question, static_cast<std::size_t>(index)); });
}

void add_range(const Page& page, const Question& question, Flow& flow) {
  const auto now = ranged(page, question);
  if (numbered_row(question)) {
    const int first = static_cast<int>(question.range->start.truncated()), last = static_cast<int>(question.range->end.truncated());
    const bool ends_nps = forms::has_appearance(question.appearance, "nps");
    const std::string_view low = page.frame.t(ends_nps ? Text::FormNpsLow : Text::FormLow), high = page.frame.t(ends_nps ? Text::FormNpsHigh : Text::FormHigh);
    const bool whole = page.frame.ui.scale_height(flow.width(), first, last, low, high) <= flow.height();
    // Too high for a page: what the ends mean is said before the numbers, and each row of numbers may go to the next page.
    if (!whole) {
      flow.text(question.name + "-low", page.frame.t(Text::LearnCell, std::to_string(first)) + " " + std::string(low), ui::Type::Small, secondary(), 8);
      flow.text(question.name + "-high", page.frame.t(Text::LearnCell, std::to_string(last)) + " " + std::string(high), ui::Type::Small, secondary(), 4);
    }
    const float row = page.frame.ui.scale_height(flow.width(), first, first, {}, {});
    int in_row = last - first + 1;
    if (page.frame.ui.scale_height(flow.width(), first, last, {}, {}) > flow.height())
      while (in_row > 1 && page.frame.ui.scale_height(flow.width(), first, first + in_row - 1, {}, {}) > row + 1) --in_row;
    for (int begin = first; begin <= last; begin += in_row) {
      const int end = std::min(last, begin + in_row - 1);
      const std::string_view from = whole ? low : std::string_view(), to = whole ? high : std::string_view();
      flow.add(page.frame.ui.scale_height(flow.width(), begin, end, from, to), true, [&page, &question, first, begin, end, now, from, to](Rect rect) {
        const int selected = now ? static_cast<int>(*now / 1'000'000) : -1'000'000;
        const std::string id = question.name + (begin == first ? "" : "-" + std::to_string(begin));
        const int index = page.frame.ui.scale_row(id, rect, begin, end, selected, from, to);
        if (index >= 0) range_value(page, question, forms::Decimal::whole(begin + index));
      }, begin == first ? 24.0F : 18.0F);
    }
    return;
  }
  const std::vector<forms::Decimal> values = question.range->values();
  auto labels = std::make_shared<std::vector<std::string>>();
  for (const auto& value : values) labels->push_back(decimal_text(page.frame.lang, value.text()));
  std::vector<ui::Choice> choices;
  for (std::size_t i = 0; i < values.size(); ++i) {
    ui::Choice choice;
    choice.text = (*labels)[i];
    choice.selected = now && *now == values[i].millionths();
    choices.push_back(choice);
  }
  flow.choices(question.name, choices, [&page, &question, values, labels](int index) { range_value(page, question, values[static_cast<std::size_t>(index)]); });
}

std::string written(const Page& page, const Question& question) {
  const auto typed = page.now.typed.find(question.name);
  if (typed != page.now.typed.end()) return typed->second;
  const auto answer = page.now.answers.find(question.name);
  return answer == page.now.answers.end() ? std::string() : forms::value_text(answer->second);
}

/// `asked`: the label stands in the column (else it is the screen's title).
void add_question(const Page& page, std::size_t index, Flow& flow, bool asked) {
  const Question& question = page.question(index);
  const Frame& frame = page.frame;
  const std::string hint = form_text(frame, question.hint);
  if (question.type == QuestionType::Note) {
    flow.note(question.name + "-note", ui::NoteKind::Information, asked ? label_of(page, question) : std::string(),
              {ui::Block::paragraph(hint.empty() && !asked ? label_of(page, question) : hint)}, 24);
    return;
  }
  // What is wrong comes first: it never waits for the next page.
  const std::string problem = problem_text(frame, question.name);
  if (!problem.empty()) flow.note(question.name + "-problem", ui::NoteKind::Error, {}, {ui::Block::paragraph(problem)}, index == 0 ? 0.0F : 40.0F);
  // What was typed beside what is wrong with it, else with the button that changes it.
  auto typed = [&] {
    const std::string value = written(page, question);
    ui::TextOptions own;
    own.personal = value;
    if (!value.empty()) flow.text(question.name + "-value", frame.t(Text::QuestionYouWrote, value), ui::Type::Body, own, 16);
  };
  if (typed_kind(question) && !problem.empty()) typed();
  if (asked) flow.heading(question.name + "-label", label_of(page, question), ui::Type::Lead, index == 0 ? 0.0F : problem.empty() ? 40.0F : 18.0F);
  if (!hint.empty()) flow.text(question.name + "-hint", hint, ui::Type::Note, secondary(), 8);
  if (typed_kind(question)) {
    const std::string value = written(page, question);
    if (problem.empty()) typed();
    flow.add(frame.layout().target, true, [&page, &question, value, index](Rect rect) {
      ui::ButtonOptions options;
      options.icon = ui::Icon::Pencil;
      const std::string_view words = page.frame.t(value.empty() ? Text::CommonWrite : Text::CommonChange);
      rect.w = std::min(rect.w, page.frame.ui.button_width(words, ui::ButtonKind::Secondary, options));
      if (page.frame.ui.secondary_button(question.name + "-write", rect, words, options))
        page.frame.emit(app::TurnPage{kTypingPage + static_cast<int>(index)});
    });
    return;
  }
  if (question.type == QuestionType::Range) return add_range(page, question, flow);
  const int faces = forms::has_appearance(question.appearance, "smiley") ? faces_in_row(frame, page.form.choices(question).size()) : 0;
  if (faces > 0) return add_faces(page, question, flow, faces);
  add_choices(page, question, flow);
}

// --- screens ---------------------------------------------------------------------------------------------------------

/// Draws the header; true when `title` is shown whole in it, else the column says it.
bool form_header(const Page& page, const std::string& title) {
  const Frame& frame = page.frame;
  const bool big = frame.large() || frame.layout().text_scale > 1;
  const std::string form_title = form_text(frame, page.form.title), step = step_label(page);
  const float room = frame.layout().header.w - (frame.state.somebody && !frame.seated() ? 340.0F : 0.0F);
  const bool fits = !big && frame.ui.measure_height(title, ui::Type::Heading, room) <= 2 * 38.0F * std::max(1.0F, frame.layout().text_scale);
  ui::Header top;
  top.context = form_title;
  top.title = fits ? std::string_view(title) : big && !step.empty() ? std::string_view(step) : std::string_view(form_title);
  if (!fits && !big) top.context = frame.t(Text::HomeFeedback);
  // A long name of a form has no room beside "Terminer": it is read aloud, and stood on the card that was touched.
  if (!fits && big && step.empty() && frame.layout().text_scale > 1 && frame.ui.measure_width(form_title, ui::Type::Note, 600) > 1.6F * room)
    top.title = frame.t(Text::HomeFeedback);
  if (!step.empty() && !big) {
    top.line = ui::HeaderLine::Stepper;
    top.step_label = step;
    top.step = page.step.number;
    top.steps = page.step.total;
  }
  header(frame, top);
  return fits;
}

Typing typing_of(const Page& page, const Question& question) {
  const Frame& frame = page.frame;
  Typing typing;
  typing.id = question.name;
  typing.title = label_of(page, question);
  typing.context = form_text(frame, page.form.title);
  typing.step_label = step_label(page);
  typing.value = written(page, question);
  typing.error = problem_text(frame, question.name);
  typing.hint = form_text(frame, question.hint);
  if (question.type == QuestionType::Text) {
    if (typing.hint.empty()) typing.hint = frame.t(Text::FormNoNames);
    typing.max_chars = forms::length_limit(question);
    typing.multiline = forms::has_appearance(question.appearance, "multiline");
    if (forms::has_appearance(question.appearance, "email")) typing.keyboard = ui::KeyboardKind::Email;
    typing.counter = frame.t(Text::FormCounter, number_text(frame.lang, static_cast<std::int64_t>(character_count(typing.value))),
                             number_text(frame.lang, static_cast<std::int64_t>(typing.max_chars)));
  } else {
    typing.hint_icon = ui::Icon::Info;
    typing.max_chars = 20;
    typing.keyboard = question.type == QuestionType::Integer ? ui::KeyboardKind::Digits : ui::KeyboardKind::Decimal;
  }
  return typing;
}

void type_answer(const Page& page, std::size_t index, bool alone) {
  const Frame& frame = page.frame;
  const Question& question = page.question(index);
  const Typing typing = typing_of(page, question);
  std::vector<BottomItem> items = bottom_of(page);
  if (!alone) items = {back_item(frame), {"done", std::string(frame.t(Text::FormWritten)), ui::ActionKind::Primary, ui::Icon::Check}};
  if (alone && frame.layout().text_scale > 1) std::erase_if(items, [](const BottomItem& item) { return item.id == "skip"; });
  const Typed result = typing_view(frame, typing, std::move(items));
  if (result.changed) frame.emit(app::TypeAnswer{question.name, *result.changed});
  const bool own_page = frame.state.list.page >= kTypingPage;
  if (own_page && (result.activated == "back" || result.activated == "done")) {
    frame.emit(app::TurnPage{0});
    return;
  }
  act(page, result.activated);
  if (result.submitted && alone && result.activated.empty()) act(page, "next");
}

/// Design 08: the sentence and its rows at the left, the scale at the right.
void table_row(const Page& page) {
  const Frame& frame = page.frame;
  const auto row = static_cast<std::size_t>(std::clamp(page.now.row, 0, static_cast<int>(page.page.questions.size()) - 1));
  const Question& question = page.question(row);
  const forms::Group& group = page.form.groups[*page.page.group];
  const std::string statement = form_text(frame, group.label), title = label_of(page, question);
  const auto count = page.page.questions.size();
  const std::vector<BottomItem> items = bottom_of(page);
  const auto choices = page.form.choices(question);
  const std::string problem = problem_text(frame, question.name);
  // The scale beside the rows, when each of its boxes keeps the size of a target.
  const auto boxes = static_cast<float>(choices.size());
  const bool room = boxes * frame.layout().target + (boxes - 1) * frame.layout().gap <= Bottom(frame, items).body().h;
  const bool wide = as_designed(frame) && room && count <= 4 && choices.size() <= 5 && problem.empty() &&
                    question.type == QuestionType::SelectOne;
  if (wide) {
    const std::string form_title = form_text(frame, page.form.title), step = step_label(page);
    ui::Header top;
    top.context = form_title;
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
      words[2 * i] = label_of(page, page.question(i));
      words[2 * i + 1] = answer_text(frame, page.form, page.question(i), page.now.answers);
      const bool answered = !words[2 * i + 1].empty();
      if (!answered || i == row) words[2 * i + 1] = frame.t(i == row ? Text::FormRowHere : Text::FormRowTodo);
      rows[i] = {words[2 * i], words[2 * i + 1], i == row ? ui::StepState::Here : answered ? ui::StepState::Done : ui::StepState::Todo};
    }
    const float height = 106 * static_cast<float>(count);
    frame.ui.step_list("rows", {left.x, left.bottom() - height + 30, left.w, height}, rows);
    const auto names = chosen_names(page, question);
    std::vector<std::string> labels;
    for (const auto& choice : choices) labels.push_back(form_text(frame, choice.label));
    std::vector<ui::Choice> scale(choices.size());
    for (std::size_t i = 0; i < choices.size(); ++i) {
      scale[i].text = labels[i];
      scale[i].selected = std::ranges::find(names, choices[i].name) != names.end();
    }
    const int index = frame.ui.choices("scale", body, scale, true);
    if (index >= 0) choose(page, question, static_cast<std::size_t>(index));
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

void sensitive(const Frame& frame) {
  header(frame, frame.t(Text::HomeFeedback), frame.t(Text::FormSensitiveTitle));
  FlowScreen screen;
  screen.page = frame.state.list.page >= kTypingPage ? 0 : frame.state.list.page;
  screen.most_width = kReadingWidth;
  screen.bottom = {{"keep", std::string(frame.t(Text::FormSensitiveKeep)), ui::ActionKind::Secondary},
                   {"mend", std::string(frame.t(Text::FormSensitiveMend)), ui::ActionKind::Primary, ui::Icon::Pencil}};
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    flow.note("warning", ui::NoteKind::Warning, std::string(frame.t(Text::FormSensitiveNote)),
              {paragraph_of(frame.t(Text::FormSensitiveText)), paragraph_of(frame.t(Text::FormSensitiveLimits))});
  });
  if (id == "keep") frame.emit(app::KeepSensitive{});
  if (id == "mend") frame.emit(app::MendSensitive{});
}

}  // namespace

void form_page_view(const Frame& frame) {
  rail(frame);
  if (form_loading(frame)) return;
  const app::Feedback& now = frame.state.feedback;
  if (now.sensitive_warning) return sensitive(frame);
  const forms::Form& form = *now.open->form;
  const int at = std::clamp(now.page, 0, static_cast<int>(now.pages.size()) - 1);
  const Page page{frame, now, form, now.pages[static_cast<std::size_t>(at)], step_of(form, now.pages, at)};
  if (is_table(form, page.page)) return table_row(page);
  const bool alone = page.page.questions.size() == 1;
  const int typing = frame.state.list.page - kTypingPage;
  if (typing >= 0 && typing < static_cast<int>(page.page.questions.size()) && typed_kind(page.question(static_cast<std::size_t>(typing))))
    return type_answer(page, static_cast<std::size_t>(typing), alone);
  if (alone && typed_kind(page.question(0)) && typing_fits(frame, typing_of(page, page.question(0)))) return type_answer(page, 0, true);

  std::string title = label_of(page, page.question(0));
  if (!alone && page.page.group) title = form_text(frame, form.groups[*page.page.group].label);
  if (title.empty()) title = form_text(frame, form.title);
  const bool in_title = form_header(page, title);
  FlowScreen screen;
  screen.stepper = page.step.number > 0 && !frame.large() && frame.layout().text_scale <= 1;
  screen.page = frame.state.list.page >= kTypingPage ? 0 : frame.state.list.page;
  screen.bottom = bottom_of(page);
  const bool smiley = alone && forms::has_appearance(page.question(0).appearance, "smiley");
  act(page, flow_screen(frame, screen, [&](Flow& flow) {
        for (std::size_t i = 0; i < page.page.questions.size(); ++i) add_question(page, i, flow, !alone || !in_title);
        if (smiley && form.anonymous && now.problems.empty() && !frame.large() && !frame.seated()) {
          const float height = std::max(34.0F, frame.ui.measure_height(frame.t(Text::FormAnonymous), ui::Type::Small, flow.width() - 30 * frame.layout().text_scale - 12));
          flow.add(height, false, [&](Rect rect) { frame.ui.caption("anonymous", rect, ui::Icon::Lock, frame.t(Text::FormAnonymous), secondary()); }, 24);
        }
      }));
}

}  // namespace escale::screens
