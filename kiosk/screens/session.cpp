// A facilitator opens a session: its name, its form, the day; then the five words that open its results, shown once.
#include <algorithm>
#include <memory>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/typing.hpp"

namespace escale::screens {
namespace {

using ui::Icon;
using ui::Rect;

std::string form_title(const Frame& frame, const app::DocumentKey& key) {
  const format::Manifest* bundle = frame.state.library.find(key.bundle);
  if (bundle == nullptr) return key.document;
  const format::DocumentEntry* entry = format::find_entry(*bundle, key.document, frame.content_language());
  return entry == nullptr ? key.document : entry->title;
}

std::string failure_words(const Frame& frame, const std::string& failure) {
  if (failure.empty()) return {};
  if (failure == "title-missing") return std::string(frame.t(Text::SessionTitleMissing));
  if (failure == "form-missing") return std::string(frame.t(Text::SessionFormMissing));
  if (failure == "session-open") return std::string(frame.t(Text::SessionAlreadyOpen));
  if (failure == "no_space") return std::string(frame.t(Text::SessionNoSpace));
  if (failure == "not_found") return std::string(frame.t(Text::SessionNoMailbox));
  return frame.t(Text::SessionFailed, failure);
}

void name_the_session(const Frame& frame) {
  Typing typing;
  typing.id = "session-title";
  typing.context = frame.t(Text::StaffContext);
  typing.title = frame.t(Text::SessionName);
  typing.value = frame.state.session_draft.title;
  typing.max_chars = 80;
  // In large text a short word: a second row of buttons would take the room of the keys.
  const Text keep = frame.layout().text_scale > 1 ? Text::FormWritten : Text::SessionKeepName;
  const Typed result = typing_view(frame, typing, {back_item(frame), {"keep", std::string(frame.t(keep)), ui::ActionKind::Primary, Icon::Check}});
  if (result.changed) frame.emit(app::SetSessionTitle{*result.changed});
  if (result.submitted || result.activated == "keep" || result.activated == "back") frame.emit(app::TurnPage{0});
}

}  // namespace

void session_new_view(const Frame& frame) {
  rail(frame);
  if (frame.state.list.page >= kTypingPage) return name_the_session(frame);
  const app::SessionDraft& draft = frame.state.session_draft;
  header(frame, frame.t(Text::StaffContext), frame.t(Text::SessionNewTitle));
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.bottom = {back_item(frame),
                   {"create", std::string(frame.t(draft.busy ? Text::SessionBusy : Text::SessionCreate)), ui::ActionKind::Primary,
                    Icon::ArrowRight, true, !draft.busy, std::string(frame.t(Text::SessionBusy))}};
  const std::vector<app::DocumentKey> offered = frame.state.forms_offered();
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    const std::string failure = failure_words(frame, draft.failure);
    if (!failure.empty()) flow.note("failure", ui::NoteKind::Error, {}, {ui::Block::paragraph(failure)});
    const std::string name = draft.title.empty() ? std::string(frame.t(Text::SessionNoName)) : draft.title;
    flow.answer("name", std::string(frame.t(Text::SessionName)), name, [&frame] { frame.emit(app::TurnPage{kTypingPage}); });
    if (offered.size() == 1) {
      flow.text("form", frame.t(Text::SessionForm, form_title(frame, offered.front())), ui::Type::Body, secondary());
    } else {
      flow.heading("forms-title", std::string(frame.t(Text::SessionForms)));
      std::vector<ui::Choice> choices;
      std::vector<std::string> titles;  // a choice only borrows its words
      titles.reserve(offered.size());
      for (const app::DocumentKey& key : offered) titles.push_back(form_title(frame, key));
      // The words outlive this frame's drawing inside the closure below.
      auto kept = std::make_shared<std::vector<std::string>>(std::move(titles));
      for (std::size_t i = 0; i < offered.size(); ++i) {
        ui::Choice choice;
        choice.text = (*kept)[i];
        choice.checkbox = true;
        choice.selected = std::ranges::find(draft.forms, offered[i]) != draft.forms.end();
        choices.push_back(choice);
      }
      flow.choices("forms", choices, [&frame, offered, kept](int index) {
        frame.emit(app::ToggleSessionForm{offered[static_cast<std::size_t>(index)]});
      });
    }
    if (draft.day) {
      const std::string day = day_text(frame.lang, *draft.day);
      flow.heading("day-title", frame.t(Text::SessionDayQuestion, day));
      std::vector<ui::Choice> days(2);
      days[0].text = frame.t(Text::SessionDayYes);
      days[0].selected = draft.day_confirmed;
      days[1].text = frame.t(Text::SessionDayNo);
      days[1].selected = !draft.day_confirmed;
      flow.choices("day", days, [&frame](int index) { frame.emit(app::ConfirmDay{index == 0}); });
    } else {
      flow.text("day-unknown", std::string(frame.t(Text::SessionDayUnknown)), ui::Type::Body, secondary());
    }
  });
  if (id == "create") frame.emit(app::CreateSession{});
  if (id == "back") frame.emit(app::Back{});
}

void session_words_view(const Frame& frame) {
  rail(frame);
  const std::vector<std::string>& words = frame.state.session_draft.words;
  ui::Header top;
  top.context = frame.t(Text::StaffContext);
  top.title = frame.t(Text::SessionWordsTitle);
  frame.ui.header(top);  // no "Terminer et effacer": the words come first
  const BottomItem noted{"noted", std::string(frame.t(Text::SessionNoted)), ui::ActionKind::Primary, Icon::Check};
  const std::vector<ui::Block> why = {ui::Block::paragraph(std::string(frame.t(Text::SessionWordsWhy)))},
                               nobody = {ui::Block::paragraph(std::string(frame.t(Text::SessionNobody)))};
  const std::string_view why_title = frame.t(Text::SessionWordsWhyTitle);
  const Bottom bottom(frame, {noted});
  Rect body = bottom.body();
  constexpr float kWords = 602, kGap = 20;
  const float beside = body.w - kWords - 30;
  const bool fits = as_designed(frame) &&
                    frame.ui.note_height(ui::NoteKind::Privacy, why, beside, why_title, ui::Type::Note) + kGap +
                            frame.ui.note_height(ui::NoteKind::Remember, nobody, beside, {}, ui::Type::Note) <=
                        body.h;
  if (fits) {
    Rect left = body.cut_left(kWords, 30);
    left.cut_top(frame.ui.text("note-them", {left.x, left.y, left.w, 80}, frame.t(Text::SessionNoteThem), ui::Type::Body, secondary()), 16);
    frame.ui.words("words", left, words);
    const Rect first = body.cut_top(frame.ui.note_height(ui::NoteKind::Privacy, why, body.w, why_title, ui::Type::Note), kGap);
    frame.ui.note("why", first, ui::NoteKind::Privacy, why, why_title, ui::Type::Note);
    body.h = frame.ui.note_height(ui::NoteKind::Remember, nobody, body.w, {}, ui::Type::Note);
    frame.ui.note("nobody", body, ui::NoteKind::Remember, nobody, {}, ui::Type::Note);
    if (bottom.draw() == "noted") frame.emit(app::WordsNoted{});
    return;
  }
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.bottom = {noted};
  const float scale = frame.layout().text_scale;
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    flow.text("note-them", std::string(frame.t(Text::SessionNoteThem)));
    // As many words together as a page holds.
    const float row = std::max(74 * scale, line_height(frame, ui::Type::Title) + 4), gap = 12;
    const auto per_page = std::clamp<std::size_t>(static_cast<std::size_t>((flow.height() + gap) / (row + gap)), 1, 5);
    if (per_page == 5 && row <= 90) {
      flow.add(row * 5 + gap * 4, false, [&frame, &words](Rect rect) { frame.ui.words("words", rect, words); });
    } else {
      for (std::size_t i = 0; i < words.size(); ++i)
        flow.text("word-" + std::to_string(i + 1), std::to_string(i + 1) + ". " + words[i], ui::Type::Title);
    }
    flow.text("why", std::string(frame.t(Text::SessionWordsWhy)));
    flow.note("nobody", ui::NoteKind::Remember, {}, {ui::Block::paragraph(std::string(frame.t(Text::SessionNobody)))});
  });
  if (id == "noted") frame.emit(app::WordsNoted{});
}

}  // namespace escale::screens
