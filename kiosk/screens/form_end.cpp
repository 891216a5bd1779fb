// Which form, reading the answers again, and thanks: what happens next, and only what is true.
#include <algorithm>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/form_parts.hpp"

namespace escale::screens {

using ui::Rect;

void form_list_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::HomeFeedback), frame.t(Text::FormListTitle));
  const Bottom bottom(frame, {back_item(frame)});
  const std::vector<app::DocumentKey> forms = frame.state.forms_offered();
  const Rect body = control_area(frame, bottom.body());
  if (forms.empty()) {
    frame.ui.empty_state("empty", body, ui::Icon::Document, frame.t(Text::FormListEmpty), frame.t(Text::FormListEmptyText));
  } else {
    float height = 112 + 70 * (frame.layout().text_scale - 1);
    std::vector<ui::Card> cards(forms.size());
    for (std::size_t i = 0; i < forms.size(); ++i) {
      const format::Manifest* bundle = frame.state.library.find(forms[i].bundle);
      const format::DocumentEntry* entry = bundle == nullptr ? nullptr : format::find_entry(*bundle, forms[i].document, frame.content_language());
      if (entry == nullptr) continue;
      cards[i].title = entry->title;
      cards[i].text = title_of(frame, *bundle);
      if (!frame.large()) cards[i].art = ui::Art::Feedback, cards[i].tint = ui::Tint::Prune;
      height = std::max(height, frame.ui.card_height(cards[i], frame.layout().single_column() ? body.w : body.w - 116));
    }
    const Listing list = list_pages(frame, body, static_cast<int>(forms.size()), height, frame.state.list.page, 1, std::max(height, 150 * frame.layout().text_scale));
    for (int i = list.first; i < list.last; ++i) {
      const app::DocumentKey& key = forms[static_cast<std::size_t>(i)];
      const ui::Card& card = cards[static_cast<std::size_t>(i)];
      if (card.title.empty()) continue;
      if (frame.ui.card(key.bundle + "." + key.document, list.cell(i), card)) frame.emit(app::OpenFormAction{key});
    }
    draw_pager(frame, list);
  }
  if (bottom.draw() == "back") frame.emit(app::Back{});
}

namespace {

struct Row {
  std::string label, value;
  int page = 0, row = 0;
};

/// A page within a repeat says which copy it is about.
std::vector<Row> rows_of(const Frame& frame) {
  const app::Feedback& now = frame.state.feedback;
  std::vector<Row> rows;
  for (std::size_t p = 0; p < now.pages.size(); ++p) {
    const forms::AskedPage& page = now.pages[p];
    if (page.kind == forms::AskedPage::Kind::Copies) continue;
    for (std::size_t q = 0; q < page.questions.size(); ++q) {
      const forms::NodeId question = page.questions[q];
      if (forms::kind_of(*now.filling, question) == forms::QuestionKind::Note) continue;
      std::string value = answer_text(frame, question), label = question_label(frame, question);
      if (value.empty()) value = frame.t(Text::ReviewNoAnswer);
      if (page.copy != forms::kNoNode) label = frame.t(Text::FormPart, page_context(frame, page), label);
      rows.push_back({std::move(label), std::move(value), static_cast<int>(p), page.kind == forms::AskedPage::Kind::Table ? static_cast<int>(q) : 0});
    }
  }
  return rows;
}

std::vector<ui::Block> privacy_blocks(const Frame& frame, bool anonymous) {
  if (!anonymous) return {paragraph_of(frame.t(Text::ReviewNamed)), paragraph_of(frame.t(Text::ReviewReaders))};
  return {paragraph_of(frame.t(Text::ReviewReaders)), paragraph_of(frame.t(Text::ReviewNotFound))};
}

std::string failure_text(const Frame& frame) {
  const app::Feedback& now = frame.state.feedback;
  if (now.sending != app::Sending::Failed) return {};
  // A person to ask on every failure, named by the site.
  return std::string(frame.t(now.failure == "no-space" ? Text::ReviewFull : Text::ReviewFailed)) + " " + ask_line(frame);
}

void review_row(const Frame& frame, const Row& row, int index, Rect rect) {
  if (frame.ui.review_row("row-" + std::to_string(index + 1), rect, row.label, row.value, frame.t(Text::CommonChange)))
    frame.emit(app::ChangeAnswer{row.page, row.row});
}

void act(const Frame& frame, std::string_view id) {
  if (id == "back") frame.emit(app::Back{});
  if (id == "more") frame.emit(app::Go{app::View::PersonalData});
  if (id == "send") frame.emit(app::SendAnswers{});
}

}  // namespace

void review_view(const Frame& frame) {
  rail(frame);
  if (form_loading(frame)) return;
  const app::Feedback& now = frame.state.feedback;
  const std::string context = form_title(frame);
  header(frame, context, frame.t(Text::ReviewTitle));
  const bool busy = now.sending == app::Sending::Busy;
  const std::vector<BottomItem> items = {back_item(frame),
                                         {"more", std::string(frame.t(Text::ReviewMore)), ui::ActionKind::Quiet},
                                         {"send", std::string(frame.t(busy ? Text::ReviewSending : Text::ReviewSend)), ui::ActionKind::Primary,
                                          ui::Icon::Mail, false, !busy, std::string(frame.t(Text::ReviewSending))}};
  const std::vector<Row> rows = rows_of(frame);
  const bool anonymous = now.open->form->definition().settings.anonymous;
  const std::string failure = failure_text(frame);
  const std::vector<ui::Block> privacy = privacy_blocks(frame, anonymous);
  const std::string_view title = frame.t(anonymous ? Text::ReviewAnonymous : Text::ReviewPersonal);
  const Bottom bottom(frame, items);
  // Beside the promise when both fit: what is sent, and what becomes of it, are read together.
  // No word of an answer is dropped: rows are as high as the longest one, and a long one sends them all to pages of the whole width.
  constexpr float kRowsWidth = 646, kBesidePager = kRowsWidth - 92 - 24 - 4, kRoomForLabels = 240;
  float row_height = 106;
  for (const Row& row : rows) row_height = std::max(row_height, frame.ui.review_height(row.label, row.value, frame.t(Text::CommonChange), kBesidePager));
  const std::vector<ui::Block> failed = {ui::Block::paragraph(failure)};
  const float failure_height = failure.empty() ? 0 : frame.ui.note_height(ui::NoteKind::Error, failed, 380);
  if (frame.is(ui::LayoutMode::Landscape) && frame.layout().text_scale <= 1 && !frame.state.preferences.text_spacing && row_height <= kRoomForLabels &&
      frame.ui.note_height(ui::NoteKind::Privacy, privacy, 380, title) + failure_height + 18 <= bottom.body().h) {
    Rect body = bottom.body();
    Rect left = body.cut_left(kRowsWidth, 30);
    // Rows touch one another in one panel, whose edges take some of the height.
    constexpr float kBetweenRows = 18, kPanelEdges = 16;
    Rect counted = left;
    counted.h -= kBetweenRows + kPanelEdges;
    Listing list = list_pages(frame, counted, static_cast<int>(rows.size()), row_height - kBetweenRows, now.review.page);
    list.body.h = left.h;
    if (list.pages > 1) list.pager.h = left.h;
    frame.ui.panel(list.body, ui::PanelKind::Card);
    const Rect inside{list.body.x + 2, list.body.y + 8, list.body.w - 4, list.body.h - 16};
    const int count = std::max(list.per_page, 1);
    const int shown = list.pages > 1 ? count : std::min(count, static_cast<int>(rows.size()));
    const float height = std::min(inside.h / static_cast<float>(std::max(1, shown)), std::max(row_height, 124.0F));
    for (int i = list.first; i < list.last; ++i) {
      const Rect line{inside.x, inside.y + height * static_cast<float>(i - list.first), inside.w, height};
      if (i > list.first) frame.ui.separator(line);
      review_row(frame, rows[static_cast<std::size_t>(i)], i, line);
    }
    draw_pager(frame, list);
    if (!failure.empty()) {
      frame.ui.status("failure", body.cut_top(failure_height, 18), ui::NoteKind::Error, failure);
    }
    frame.ui.note("privacy", body, ui::NoteKind::Privacy, privacy, title);
    act(frame, bottom.draw());
    return;
  }
  FlowScreen screen;
  screen.page = now.review.page;
  screen.bottom = items;
  act(frame, flow_screen(frame, screen, [&](Flow& flow) {
        if (!failure.empty()) flow.note("failure", ui::NoteKind::Error, {}, {ui::Block::paragraph(failure)});
        for (std::size_t i = 0; i < rows.size(); ++i)
          flow.answer("row-" + std::to_string(i + 1), rows[i].label, rows[i].value, [&frame, &row = rows[i]] { frame.emit(app::ChangeAnswer{row.page, row.row}); });
        flow.note("privacy", ui::NoteKind::Privacy, std::string(title), privacy);
      }));
}

void thanks_view(const Frame& frame) {
  rail(frame);
  const ui::Layout& l = frame.layout();
  const app::DocumentKey* programme = nullptr;
  app::DocumentKey key;
  for (const auto& bundle : frame.state.library.bundles)
    for (const auto& entry : bundle->documents)
      if (entry.kind == format::EntryKind::Programme && programme == nullptr) {
        key = {bundle->id, entry.id};
        programme = &key;
      }
  std::vector<BottomItem> items = {{"soon", std::string(frame.t(Text::ThanksSoon)), ui::ActionKind::CaptionLeft}};
  if (programme != nullptr) items.push_back({"programme", std::string(frame.t(Text::HomeProgramme)), ui::ActionKind::Secondary});
  items.push_back({"done", std::string(frame.t(Text::ThanksDone)), ui::ActionKind::Primary, ui::Icon::Check});
  const std::string_view title = frame.t(Text::ThanksTitle);
  const std::string sealed(frame.t(Text::ThanksSealed));
  const std::string next(frame.t(frame.state.open_session() != nullptr ? Text::ThanksNextSession : Text::ThanksNext));
  std::string_view id;
  if ((l.mode == ui::LayoutMode::Landscape || l.mode == ui::LayoutMode::Seated) && l.text_scale <= 1 && !frame.state.preferences.text_spacing) {
    const bool seated = frame.seated();
    const float left = l.body.x;
    const bool easy = frame.state.preferences.easy_reading;
    if (seated) {
      frame.ui.scene({0, 30, l.screen.w, 110});
    } else {
      frame.ui.scene({l.rail.right(), easy ? 40.0F : 100.0F, l.screen.w - l.rail.right(), easy ? 120.0F : 152.0F});
    }
    const float y = seated ? 168.0F : easy ? 190.0F : 308.0F;
    frame.ui.icon({left + 2, y, 56, 56}, ui::Icon::CircleCheck, ui::Token::Success);
    ui::TextOptions options;
    options.vertical = ui::Vertical::Middle;
    frame.ui.heading("title", {left + 78, y, l.screen.w - left - 120, 56}, title, ui::Type::TitleHome, 1, options);
    const float top = y + 76;
    const Bottom bottom(frame, items);
    const Rect panels{left, top, l.body.w, bottom.body().bottom() - (seated ? 0 : 12) - top};
    const Rect first = frame.ui.panel(panels.column(0, 2, 24), ui::PanelKind::Tinted, ui::Tint::Prune);
    const Rect second = frame.ui.panel(panels.column(1, 2, 24), ui::PanelKind::Tinted, ui::Tint::Ciel);
    frame.ui.heading("sealed", first, frame.t(Text::ThanksSealedTitle), ui::Type::Label);
    frame.ui.text("sealed-text", {first.x, first.y + 44, first.w, first.h - 44}, sealed);
    frame.ui.heading("next", second, frame.t(Text::ThanksNextTitle), ui::Type::Label);
    frame.ui.text("next-text", {second.x, second.y + 44, second.w, second.h - 44}, next);
    id = bottom.draw();
  } else {
    // Upright, the first page has the drawing and a large title; the others have the header of every screen.
    const bool poster = frame.portrait() && frame.state.list.page == 0 && !l.keeps_to_reach && l.text_scale <= 1;
    if (poster) {
      frame.ui.scene({0, 60, l.screen.w, 162});
      frame.ui.heading("title", {l.body.x, 246, l.body.w, 0}, title, ui::Type::Title, 1);
    } else {
      ui::Header top;
      top.title = title;
      frame.ui.header(top);
    }
    FlowScreen screen;
    screen.page = frame.state.list.page;
    screen.bottom = items;
    id = flow_screen(frame, screen, [&](Flow& flow) {
      if (frame.portrait() && !l.keeps_to_reach && l.text_scale <= 1) flow.add(246 - l.body.y + frame.ui.measure_height(title, ui::Type::Title, l.body.w) + 12, false, [](Rect) {});
      flow.note("sealed", ui::NoteKind::Privacy, std::string(frame.t(Text::ThanksSealedTitle)), {ui::Block::paragraph(sealed)});
      flow.note("next", ui::NoteKind::Information, std::string(frame.t(Text::ThanksNextTitle)), {ui::Block::paragraph(next)});
    });
  }
  if (id == "programme" && programme != nullptr) frame.emit(app::OpenProgramme{*programme});
  if (id == "done") {
    if (frame.state.somebody) {
      frame.emit(app::AskFinish{});
    } else {
      frame.emit(app::GoHome{});
    }
  }
}

}  // namespace escale::screens
