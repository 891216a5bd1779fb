// One page of a form: one question, a group of them, one row of a table, or the end of the copies of a repeat. One thing to do, one
// button that leads on.
#include <algorithm>

#include "kiosk/screens/form_question.hpp"

namespace escale::screens {

using forms::AskedPage;
using forms::NodeId;
using forms::QuestionKind;
using ui::Rect;

std::optional<PartPage> part_shown(const Frame& frame) {
  const int at = frame.state.list.page - kTypingPage;
  if (at < 0) return std::nullopt;
  return PartPage{static_cast<std::size_t>(at % kPartPages / kQuestionPages), static_cast<std::size_t>(at / kPartPages), at % kQuestionPages};
}

namespace {

bool can_skip(const FormPage& page) {
  const auto may_be_left = [&](NodeId node) { return page.kind(node) != QuestionKind::Note && !page.now.filling->state(node).required; };
  if (page.page.kind == AskedPage::Kind::Copies) return false;
  if (page.page.kind == AskedPage::Kind::Table) return may_be_left(page.page.questions[static_cast<std::size_t>(page.now.row)]);
  return std::ranges::any_of(page.page.questions, may_be_left);
}

}  // namespace

std::vector<BottomItem> bottom_of(const FormPage& page) {
  const Frame& frame = page.frame;
  std::vector<BottomItem> items = {back_item(frame)};
  const bool table = page.page.kind == AskedPage::Kind::Table;
  if (can_skip(page))
    items.push_back({"skip", std::string(frame.t(table ? Text::FormNoOpinion : page.page.questions.size() > 1 ? Text::FormSkipPage : Text::FormSkip)),
                     ui::ActionKind::Quiet});
  const bool more_rows = table && page.now.row + 1 < static_cast<int>(page.page.questions.size());
  items.push_back(next_item(frame, std::string(frame.t(page.now.from_review ? Text::FormToReview : more_rows ? Text::FormNextRow : Text::CommonNext))));
  return items;
}

void act(const FormPage& page, std::string_view id) {
  if (id == "back") page.frame.emit(app::Back{});
  if (id == "skip") page.frame.emit(app::SkipQuestion{});
  if (id == "next") page.frame.emit(app::NextFormPage{});
  // The next page, or the problem, begins at its beginning.
  if (id == "back" || id == "skip" || id == "next") page.frame.emit(app::TurnPage{0});
}

bool form_header(const FormPage& page, const std::string& title) {
  const Frame& frame = page.frame;
  const bool big = frame.large() || frame.layout().text_scale > 1;
  const std::string form_title = page_context(frame, page.page), step = step_text(frame, page.step);
  const float room = frame.layout().header.w - (frame.state.somebody && !frame.seated() ? 340.0F : 0.0F);
  const bool fits = !big && frame.ui.measure_height(title, ui::Type::Heading, room) <= 2 * 38.0F * std::max(1.0F, frame.layout().text_scale);
  ui::Header top;
  top.context = form_title;
  top.title = fits ? std::string_view(title) : big && !step.empty() ? std::string_view(step) : std::string_view(form_title);
  if (!fits && !big) {
    top.context = frame.t(Text::HomeFeedback);
    // A long name of a form is said in the small line above, where it may be shortened.
    if (frame.ui.measure_width(form_title, ui::Type::Heading) > room) std::swap(top.context, top.title);
  }
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

namespace {

Typing typing_of(const FormPage& page, NodeId question) {
  const Frame& frame = page.frame;
  Typing typing;
  typing.id = question_id(frame, question);
  typing.title = question_label(frame, question);
  typing.context = page_context(frame, page.page);
  typing.step_label = step_text(frame, page.step);
  typing.value = written(page, question);
  typing.error = problem_text(frame, question);
  typing.hint = question_hint(frame, question);
  const forms::Control& control = page.control(question);
  if (page.kind(question) == QuestionKind::Text) {
    if (typing.hint.empty()) typing.hint = frame.t(Text::FormNoNames);
    typing.max_chars = forms::length_limit(page.now.filling->bind_of(question));
    typing.multiline = forms::shown_as(control, "multiline");
    if (forms::shown_as(control, "email")) typing.keyboard = ui::KeyboardKind::Email;
    if (forms::shown_as(control, "numbers")) typing.keyboard = ui::KeyboardKind::Digits;
    typing.counter = frame.t(Text::FormCounter, number_text(frame.lang, static_cast<std::int64_t>(character_count(typing.value))),
                             number_text(frame.lang, static_cast<std::int64_t>(typing.max_chars)));
  } else {
    typing.hint_icon = ui::Icon::Info;
    typing.max_chars = 20;
    typing.keyboard = page.kind(question) == QuestionKind::Whole ? ui::KeyboardKind::Digits : ui::KeyboardKind::Decimal;
  }
  return typing;
}

void type_answer(const FormPage& page, std::size_t index, bool alone) {
  const Frame& frame = page.frame;
  const NodeId question = page.page.questions[index];
  const Typing typing = typing_of(page, question);
  std::vector<BottomItem> items = bottom_of(page);
  if (!alone) items = {back_item(frame), {"done", std::string(frame.t(Text::FormWritten)), ui::ActionKind::Primary, ui::Icon::Check}};
  if (alone && frame.layout().text_scale > 1) std::erase_if(items, [](const BottomItem& item) { return item.id == "skip"; });
  const Typed result = typing_view(frame, typing, std::move(items));
  if (result.changed) frame.emit(app::TypeAnswer{question, *result.changed});
  const bool own_page = frame.state.list.page >= kTypingPage;
  if (own_page && (result.activated == "back" || result.activated == "done")) {
    frame.emit(app::TurnPage{0});
    return;
  }
  act(page, result.activated);
  if (result.submitted && alone && result.activated.empty()) act(page, "next");
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

/// After the copies of a repeat: one more, one less, or on.
void copies(const FormPage& page) {
  const Frame& frame = page.frame;
  std::string title = group_label(frame, page.page);
  if (title.empty()) title = form_title(frame);
  const bool in_title = form_header(page, title);
  const auto count = page.page.questions.size();
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.most_width = kReadingWidth;
  screen.bottom = {back_item(frame), next_item(frame, std::string(frame.t(page.now.from_review ? Text::FormToReview : Text::FormCopiesGoOn)))};
  act(page, flow_screen(frame, screen, [&](Flow& flow) {
        if (!in_title) flow.heading("asked", title, ui::Type::Lead, 0);
        flow.text("count", counted(frame.lang, Text::FormCopiesCount, static_cast<std::int64_t>(count)), ui::Type::Lead);
        flow.text("how", std::string(frame.t(Text::FormCopiesText)), ui::Type::Body, secondary(), 8);
        const auto button = [&](std::string_view id, Text words, ui::Icon icon, ui::ButtonKind kind, auto action) {
          ui::ButtonOptions options;
          options.icon = icon;
          const std::string_view text = frame.t(words);
          const float width = std::min(flow.width(), frame.ui.button_width(text, kind, options));
          flow.add(std::max(frame.layout().target, frame.ui.button_height(text, kind, width, options)), true, [&frame, id, text, kind, options, width, action](Rect rect) {
            rect.w = width;
            if (frame.ui.button(id, rect, text, kind, options)) frame.emit(action);
          }, 24);
        };
        button("add", Text::FormCopiesAdd, ui::Icon::None, ui::ButtonKind::Secondary, app::AddCopy{});
        if (count > 1) button("remove", Text::FormCopiesRemove, ui::Icon::Cross, ui::ButtonKind::Outline, app::RemoveCopy{});
      }));
}

}  // namespace

void form_page_view(const Frame& frame) {
  rail(frame);
  if (form_loading(frame)) return;
  const app::Feedback& now = frame.state.feedback;
  if (now.sensitive_warning) return sensitive(frame);
  const FormPage page{frame, now, now.shown(), step_of(now, now.page)};
  if (page.page.kind == AskedPage::Kind::Table) return table_row(page);
  if (page.page.kind == AskedPage::Kind::Copies) return copies(page);
  const NodeId first = page.page.questions.front();
  const bool alone = page.page.questions.size() == 1;
  if (const auto shown = part_shown(frame); shown && shown->index < page.page.questions.size()) {
    const NodeId question = page.page.questions[shown->index];
    if (shown->part == 0 && typed_kind(page, question)) return type_answer(page, shown->index, alone);
    const auto parts = forms::moment_parts(page.kind(question), page.control(question));
    if (shown->part > 0 && shown->part <= parts.size()) return moment_part(page, *shown);
  }
  if (alone && typed_kind(page, first) && typing_fits(frame, typing_of(page, first))) return type_answer(page, 0, true);

  std::string title = question_label(frame, first);
  if (!alone && page.page.group != forms::kNone) title = group_label(frame, page.page);
  if (title.empty()) title = form_title(frame);
  const bool in_title = form_header(page, title);
  FlowScreen screen;
  screen.stepper = page.step.number > 0 && !frame.large() && frame.layout().text_scale <= 1;
  screen.page = frame.state.list.page >= kTypingPage ? 0 : frame.state.list.page;
  screen.bottom = bottom_of(page);
  const bool smiley = alone && forms::shown_as(page.control(first), "smiley");
  act(page, flow_screen(frame, screen, [&](Flow& flow) {
        for (std::size_t i = 0; i < page.page.questions.size(); ++i) add_question(page, i, flow, !alone || !in_title);
        if (smiley && now.filling->plan().definition().settings.anonymous && now.problems.empty() && !frame.large() && !frame.seated()) {
          const float height = std::max(34.0F, frame.ui.measure_height(frame.t(Text::FormAnonymous), ui::Type::Small, flow.width() - 30 * frame.layout().text_scale - 12));
          // Never a page for it alone.
          if (flow.holds(height, 24))
            flow.add(height, false, [&](Rect rect) { frame.ui.caption("anonymous", rect, ui::Icon::Lock, frame.t(Text::FormAnonymous), secondary()); }, 24);
        }
      }));
}

}  // namespace escale::screens
