// One question of a document: asked, answered, explained. A wrong answer is "not quite", then why.
#include <algorithm>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/learning_parts.hpp"
#include "kiosk/screens/typing.hpp"

namespace escale::screens {
namespace {

using learning::Outcome;
using ui::Choice;
using ui::ChoiceMark;

struct View {
  const Frame& frame;
  const learning::Question& question;
  const app::Learning& now;
  bool checked() const { return now.verdict.has_value(); }
};

std::vector<std::string> texts_of(const View& view) {
  std::vector<std::string> out;
  if (const auto* single = std::get_if<learning::SingleChoice>(&view.question.body))
    for (const auto& choice : single->choices) out.push_back(learning::words(choice.text));
  if (const auto* multiple = std::get_if<learning::MultipleChoice>(&view.question.body))
    for (const auto& choice : multiple->choices) out.push_back(learning::words(choice.text));
  if (std::holds_alternative<learning::TrueFalse>(view.question.body))
    out = {std::string(view.frame.t(Text::QuestionTrue)), std::string(view.frame.t(Text::QuestionFalse))};
  return out;
}

bool chosen(const View& view, std::size_t index) {
  if (!view.now.response) return false;
  if (const auto* one = std::get_if<learning::ChosenOne>(&*view.now.response)) return one->index == index;
  if (const auto* several = std::get_if<learning::ChosenSeveral>(&*view.now.response)) return std::ranges::find(several->indexes, index) != several->indexes.end();
  if (const auto* truth = std::get_if<learning::ChosenTruth>(&*view.now.response)) return truth->value == (index == 0);
  return false;
}

bool right(const View& view, std::size_t index) {
  if (const auto* single = std::get_if<learning::SingleChoice>(&view.question.body)) return single->choices[index].weight == learning::kFullWeight;
  if (const auto* multiple = std::get_if<learning::MultipleChoice>(&view.question.body)) return multiple->choices[index].weight > 0;
  if (const auto* truth = std::get_if<learning::TrueFalse>(&view.question.body)) return truth->answer == (index == 0);
  return false;
}

std::vector<Choice> choices_of(const View& view, const std::vector<std::string>& texts) {
  std::vector<Choice> out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Choice choice;
    choice.text = texts[i];
    choice.checkbox = std::holds_alternative<learning::MultipleChoice>(view.question.body);
    choice.selected = chosen(view, i);
    if (view.checked()) {
      choice.enabled = false;
      if (right(view, i)) {
        choice.mark = ChoiceMark::Right;
        choice.mark_label = view.frame.t(choice.selected ? Text::QuestionYourRight : Text::QuestionRight);
      } else if (choice.selected) {
        choice.mark = ChoiceMark::Wrong;
        choice.mark_label = view.frame.t(Text::QuestionYours);
      }
    }
    out.push_back(choice);
  }
  return out;
}

void respond(const View& view, int index) {
  const auto at = static_cast<std::size_t>(index);
  if (view.checked()) return;
  if (std::holds_alternative<learning::SingleChoice>(view.question.body)) view.frame.emit(app::Respond{learning::ChosenOne{at}});
  if (std::holds_alternative<learning::TrueFalse>(view.question.body)) view.frame.emit(app::Respond{learning::ChosenTruth{at == 0}});
  if (std::holds_alternative<learning::MultipleChoice>(view.question.body)) {
    learning::ChosenSeveral several;
    if (view.now.response)
      if (const auto* before = std::get_if<learning::ChosenSeveral>(&*view.now.response)) several = *before;
    if (std::erase(several.indexes, at) == 0) several.indexes.push_back(at);
    std::ranges::sort(several.indexes);
    view.frame.emit(app::Respond{several});
  }
}

std::string typed(const View& view) {
  if (view.now.response)
    if (const auto* text = std::get_if<learning::Typed>(&*view.now.response)) return text->text;
  return {};
}

std::vector<std::optional<std::size_t>> matched(const View& view) {
  const auto& matching = std::get<learning::Matching>(view.question.body);
  std::vector<std::optional<std::size_t>> rights(matching.lefts.size());
  if (view.now.response)
    if (const auto* response = std::get_if<learning::Matched>(&*view.now.response))
      for (std::size_t i = 0; i < std::min(rights.size(), response->rights.size()); ++i) rights[i] = response->rights[i];
  return rights;
}

/// Which line of a matching is asked now: the first without an answer.
std::size_t line_asked(const View& view) {
  const auto rights = matched(view);
  for (std::size_t i = 0; i < rights.size(); ++i)
    if (!rights[i]) return i;
  return rights.size();
}

std::string right_answer(const View& view) {
  const learning::Response best = learning::right_response(view.question);
  if (const auto* text = std::get_if<learning::Typed>(&best))
    return std::holds_alternative<learning::Numerical>(view.question.body) ? decimal_text(view.frame.lang, text->text) : text->text;
  return {};
}

std::string_view verdict_title(const View& view) {
  switch (view.now.verdict->outcome) {
    case Outcome::Right:
      return view.frame.t(Text::QuestionVerdictRight);
    case Outcome::Partly:
      return view.frame.t(Text::QuestionVerdictPartly);
    case Outcome::Wrong:
      break;
  }
  return view.frame.t(Text::QuestionVerdictWrong);
}

ui::NoteKind verdict_kind(const View& view) {
  return view.now.verdict->outcome == Outcome::Right ? ui::NoteKind::Success : ui::NoteKind::Information;
}

/// « Vous avez écrit : … »: for the eyes, and for a headset alone (5.1.3.9).
void what_was_written(const View& view, Flow& flow) {
  const std::string words = typed(view);
  if (words.empty()) return;
  ui::TextOptions own;
  own.personal = words;
  flow.text("written", view.frame.t(Text::QuestionYouWrote, words), ui::Type::Body, own);
}

/// Why: the good answer where it was typed, what each chosen proposal says, then the general word.
std::vector<ui::Block> reasons(const View& view) {
  std::vector<ui::Block> out;
  if (std::holds_alternative<learning::ShortAnswer>(view.question.body) || std::holds_alternative<learning::Numerical>(view.question.body)) {
    if (view.now.verdict->outcome != Outcome::Right && !right_answer(view).empty())
      out.push_back(paragraph_of(view.frame.t(Text::QuestionGoodAnswer, right_answer(view))));
  }
  for (const learning::Text& text : view.now.verdict->feedback) out.push_back(ui::Block::paragraph(runs_of(text)));
  if (!view.question.general_feedback.empty()) out.push_back(ui::Block::paragraph(runs_of(view.question.general_feedback)));
  return out;
}

std::vector<BottomItem> bottom_of(const View& view) {
  const Frame& frame = view.frame;
  if (view.checked()) return {back_item(frame), {"continue", std::string(frame.t(Text::QuestionContinue)), ui::ActionKind::Primary, ui::Icon::ArrowRight, true}};
  return {back_item(frame), {"check", std::string(frame.t(Text::QuestionCheck)), ui::ActionKind::Primary, ui::Icon::Check}};
}

void act(const View& view, std::string_view id) {
  if (id == "check") {
    view.frame.emit(app::CheckAnswer{});
    view.frame.emit(app::TurnPage{0});  // what it says stands at the top
  }
  if (id == "continue") view.frame.emit(app::ContinueQuestions{});
  if (id == "back") view.frame.emit(app::Back{});
}

std::string step_label(const View& view) {
  const auto& questions = view.now.document->questions;
  return view.frame.t(Text::QuestionOf, view.now.part + 1, questions.size());
}

ui::Header header_of(const View& view) {
  ui::Header top;
  const format::Manifest* bundle = open_bundle(view.frame.state);
  top.context = bundle == nullptr ? std::string_view{} : title_of(view.frame, *bundle);
  top.title = view.now.document->title;
  return top;
}

void matching_lines(const View& view, Flow& flow) {
  const auto& matching = std::get<learning::Matching>(view.question.body);
  const auto rights = matched(view);
  const std::size_t asked = view.checked() ? rights.size() : line_asked(view);
  if (asked < rights.size()) {
    flow.heading("line", view.frame.t(Text::QuestionLine, asked + 1, rights.size(), learning::words(matching.lefts[asked].text)));
    std::vector<std::string> texts;
    for (const auto& text : matching.rights) texts.push_back(learning::words(text));
    auto kept = std::make_shared<std::vector<std::string>>(std::move(texts));
    std::vector<Choice> choices;
    for (const std::string& text : *kept) {
      Choice choice;
      choice.text = text;
      choices.push_back(choice);
    }
    flow.choices("rights", choices, [&view, asked, rights, kept](int index) {
      learning::Matched response{rights};
      response.rights[asked] = static_cast<std::size_t>(index);
      view.frame.emit(app::Respond{response});
    });
    return;
  }
  // Every line has its answer: read them again, change one, or see which fit.
  for (std::size_t i = 0; i < rights.size(); ++i) {
    const std::string left = learning::words(matching.lefts[i].text);
    const std::string answer = learning::words(matching.rights[*rights[i]]);
    if (view.checked()) {
      const bool fits = *rights[i] == matching.lefts[i].right;
      std::vector<ui::Run> runs = runs_of(view.frame.t(Text::QuestionPair, left, answer));
      if (!fits) runs.push_back({"\n" + view.frame.t(Text::QuestionPairRight, learning::words(matching.rights[matching.lefts[i].right]))});
      ui::Block block = ui::Block::paragraph(std::move(runs));
      flow.note("pair-" + std::to_string(i + 1), fits ? ui::NoteKind::Success : ui::NoteKind::Information, {}, {block});
    } else {
      flow.answer("pair-" + std::to_string(i + 1), left, answer, [&view, i, rights] {
        learning::Matched response{rights};
        response.rights[i].reset();
        view.frame.emit(app::Respond{response});
      });
    }
  }
}

/// Choices at the left, why at the right, when both fit.
bool beside(const View& view, const std::vector<Choice>& choices) {
  const Frame& frame = view.frame;
  if (!frame.is(ui::LayoutMode::Landscape) || frame.state.preferences.text_spacing || !view.checked() || choices.empty()) return false;
  const std::vector<BottomItem> items = bottom_of(view);
  const Bottom bottom(frame, items);
  ui::Rect body = bottom.body(true);
  const std::string stem = learning::words(view.question.stem);
  const float stem_height = frame.ui.measure_height(stem, ui::Type::Lead, body.w);
  constexpr float kLeft = 602, kGap = 30;
  float needed = 0, least = 0;
  for (const Choice& choice : choices) {
    needed += frame.ui.choice_height(choice, kLeft) + (needed > 0 ? 18.0F : 0.0F);
    least = std::max(least, frame.ui.choice_height(choice, kLeft));
  }
  const std::vector<ui::Block> why = reasons(view);
  const float note = frame.ui.note_height(verdict_kind(view), why, body.w - kLeft - kGap, verdict_title(view), ui::Type::Note);
  const float room = body.h - stem_height - 16;
  if (needed > room || note > room) return false;
  body.cut_top(frame.ui.text("question", body, stem, ui::Type::Lead), 16);
  ui::Rect left = body.cut_left(kLeft, kGap);
  const auto count = static_cast<float>(choices.size());
  const bool fill = least * count + 18 * (count - 1) <= left.h;
  left.h = std::min(left.h, fill ? std::max(least, 106.0F) * count + 18 * (count - 1) : left.h);
  frame.ui.choices("answers", left, choices, fill);
  frame.ui.note("why", {body.x, body.y, body.w, std::clamp(left.h, note, room)}, verdict_kind(view), why, verdict_title(view), ui::Type::Note);
  act(view, bottom.draw());
  return true;
}

void asked(const View& view) {
  const Frame& frame = view.frame;
  const std::vector<std::string> texts = texts_of(view);
  const std::vector<Choice> choices = choices_of(view, texts);
  ui::Header top = header_of(view);
  const std::string label = step_label(view);
  top.line = ui::HeaderLine::Stepper;
  top.step_label = label;
  top.step = static_cast<int>(view.now.part) + 1;
  top.steps = static_cast<int>(view.now.document->questions.size());
  title_in_text(frame, top, label);
  header(frame, top);
  if (beside(view, choices)) return;
  FlowScreen screen;
  screen.stepper = top.line == ui::HeaderLine::Stepper;
  screen.page = frame.state.list.page;
  screen.bottom = bottom_of(view);
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    if (view.checked()) flow.note("why", verdict_kind(view), std::string(verdict_title(view)), reasons(view));
    flow.text("question", learning::words(view.question.stem), ui::Type::Lead);
    if (view.checked()) what_was_written(view, flow);
    if (!view.checked() && std::holds_alternative<learning::MultipleChoice>(view.question.body))
      flow.text("several", std::string(frame.t(Text::QuestionSeveral)), ui::Type::Note, secondary(), 8);
    if (!view.now.problem.empty())
      flow.note("problem", ui::NoteKind::Error, {}, {ui::Block::paragraph(view.now.problem)});
    if (!choices.empty()) flow.choices("answers", choices, [&](int index) { respond(view, index); });
    if (std::holds_alternative<learning::Matching>(view.question.body)) matching_lines(view, flow);
  });
  act(view, id);
}

void typing(const View& view) {
  const Frame& frame = view.frame;
  Typing field;
  field.id = "answer";
  field.title = learning::words(view.question.stem);
  field.context = std::string(view.now.document->title);
  field.step_label = step_label(view);
  field.value = typed(view);
  field.error = view.now.problem;
  field.max_chars = 120;
  if (std::holds_alternative<learning::Numerical>(view.question.body)) field.keyboard = ui::KeyboardKind::Decimal;
  const bool fits = typing_fits(frame, field);
  if (!fits && frame.state.list.page < kTypingPage) {
    // The question first, then the keys.
    ui::Header top = header_of(view);
    top.line = ui::HeaderLine::Stepper;
    top.step_label = field.step_label;
    top.step = static_cast<int>(view.now.part) + 1;
    top.steps = static_cast<int>(view.now.document->questions.size());
    title_in_text(frame, top, field.step_label);
    header(frame, top);
    FlowScreen screen;
    screen.stepper = top.line == ui::HeaderLine::Stepper;
    screen.page = frame.state.list.page;
    screen.bottom = {back_item(frame), {"write", std::string(frame.t(Text::CommonWrite)), ui::ActionKind::Primary, ui::Icon::Pencil}};
    const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
      if (!field.error.empty()) flow.note("problem", ui::NoteKind::Error, {}, {ui::Block::paragraph(field.error)});
      flow.text("question", field.title, ui::Type::Lead);
      what_was_written(view, flow);
    });
    if (id == "write") frame.emit(app::TurnPage{kTypingPage});
    if (id == "back") frame.emit(app::Back{});
    return;
  }
  const Typed result = typing_view(frame, field, bottom_of(view));
  if (result.changed) frame.emit(app::Respond{learning::Typed{*result.changed}});
  if (result.submitted && result.activated.empty()) act(view, "check");
  if (result.activated == "back" && !fits) {
    frame.emit(app::TurnPage{0});
  } else {
    act(view, result.activated);
  }
}

}  // namespace

void question_view(const Frame& frame) {
  rail(frame);
  const app::Learning& now = frame.state.learning;
  const learning::Question* question = now.document == nullptr ? nullptr : learning::find_question(*now.document, now.question);
  if (question == nullptr) {
    header(frame, {}, frame.t(Text::LearnOpening));
    const Bottom bottom(frame, {back_item(frame)});
    frame.ui.empty_state("loading", bottom.body(), ui::Icon::Book, frame.t(Text::HomeLoading), frame.t(Text::LearnOpeningText));
    if (bottom.draw() == "back") frame.emit(app::Back{});
    return;
  }
  const View view{frame, *question, now};
  const bool keys = std::holds_alternative<learning::ShortAnswer>(question->body) || std::holds_alternative<learning::Numerical>(question->body);
  if (keys && !view.checked()) return typing(view);
  asked(view);
}

void quiz_end_view(const Frame& frame) {
  rail(frame);
  const app::Learning& now = frame.state.learning;
  const format::Manifest* bundle = open_bundle(frame.state);
  header(frame, bundle == nullptr ? std::string_view{} : title_of(frame, *bundle), frame.t(Text::QuizEndTitle));
  const bool known = now.document != nullptr && !now.document->questions.empty();
  const int questions = known ? static_cast<int>(now.document->questions.size()) : 0;
  int right = 0;
  for (const auto& step : now.attempt.steps) right += step.verdict.outcome == Outcome::Right ? 1 : 0;
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.most_width = kReadingWidth;
  screen.bottom = {{"again", std::string(frame.t(Text::QuizEndAgain)), ui::ActionKind::Secondary, ui::Icon::Refresh},
                   {"next", std::string(frame.t(Text::QuizEndContinue)), ui::ActionKind::Primary, ui::Icon::ArrowRight, true}};
  const std::string score = frame.t(Text::QuizEndScore, right, questions);
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    const float height = std::max(150 * std::max(1.0F, frame.layout().text_scale * 0.9F),
                                  line_height(frame, ui::Type::Number) + frame.ui.measure_height(frame.t(Text::QuizEndRight), ui::Type::Note, flow.width() - 64) + 24);
    flow.add(height, false, [&](ui::Rect rect) {
      const ui::Rect inside = frame.ui.panel(rect, ui::PanelKind::Tinted, ui::Tint::Sapin);
      frame.ui.big_number("score", {inside.x, rect.y + 8, inside.w, rect.h - 16}, score, frame.t(Text::QuizEndRight), ui::Token::Action);
    });
    flow.text("word", std::string(frame.t(right == questions ? Text::QuizEndAll : right * 2 >= questions ? Text::QuizEndMost : Text::QuizEndSome)),
              ui::Type::Body, {}, 24);
    if (known) {
      flow.heading("review", std::string(frame.t(Text::QuizEndReview)));
      for (const auto& step : now.attempt.steps) {
        const learning::Question* question = learning::find_question(*now.document, step.question);
        if (question == nullptr || step.verdict.outcome == Outcome::Right) continue;
        flow.blocks("q-" + step.question, {bullet_of(learning::words(question->stem))}, ui::Type::Body, 8);
      }
      if (right == questions) flow.text("none", std::string(frame.t(Text::QuizEndNothing)), ui::Type::Body, secondary(), 8);
    }
    flow.text("erased", std::string(frame.t(Text::QuizEndErased)), ui::Type::Small, secondary(), 20);
  });
  if (id == "again") frame.emit(app::TryAgain{});
  if (id == "next") frame.emit(app::LeaveQuestions{});
}

}  // namespace escale::screens
