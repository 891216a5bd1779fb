// Over any view: "are you still there?", and the neutral screen of the quick exit, which shows nothing of what was open.
#include <algorithm>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

using ui::Rect;

void neutral(const Frame& frame) {
  // The same for everybody, whatever was open: the mark, a greeting, one button.
  rail(frame);
  const ui::Layout& l = frame.layout();
  frame.ui.home_header(frame.t(Text::HomeWelcome), frame.t(Text::QuickTitle));
  Rect body = l.body;
  if (frame.portrait()) body.cut_top(std::max(0.0F, 460 - body.y));
  if (frame.seated()) body.cut_top(110);
  // Calm and the same for everybody; nothing in it says what was open.
  constexpr float kPad = 34, kLeastDrawing = 150;
  const std::string_view said = frame.t(Text::QuickText);
  ui::TextOptions middle;
  middle.vertical = ui::Vertical::Middle;
  middle.balance = true;
  Rect card{body.x, body.y + 12, body.w, std::min(body.h - 12, 300.0F)};
  const float drawing = std::min(260.0F, (card.w - 2 * kPad) * 0.3F), beside = card.w - 2 * kPad - drawing - 36;
  if (!frame.large() && drawing >= kLeastDrawing && frame.ui.measure_height(said, ui::Type::Lead, beside, middle) <= card.h - 2 * kPad) {
    Rect inside = frame.ui.panel(card, ui::PanelKind::Card);
    frame.ui.art("art", inside.cut_left(std::min(260.0F, inside.w * 0.3F), 36), ui::Art::Compass, ui::Tint::Sapin);
    frame.ui.text("text", inside, said, ui::Type::Lead, middle);
  } else {  // the words before the drawing
    const float width = std::min(body.w, kReadingWidth), height = frame.ui.measure_height(said, ui::Type::Body, width);
    frame.ui.text("text", {body.x, body.y + std::clamp(body.h - height, 0.0F, 24.0F), width, height}, said);
  }
  const std::string_view words = frame.t(Text::QuickStart);
  const float width = frame.ui.button_width(words, ui::ButtonKind::Primary);
  if (frame.ui.primary_button("start", {l.actions.right() - width, l.actions.y, width, l.actions.h}, words)) frame.emit(app::LeaveQuickExit{});
}

std::string lost(const Frame& frame) {
  const app::State& state = frame.state;
  const auto answers = static_cast<std::int64_t>(state.feedback.given.size());
  if (state.session_draft.words.size() > 1) return std::string(frame.t(Text::StillLostWords));
  if (answers > 0) return counted(frame.lang, Text::StillLostAnswers, answers);
  if (!state.learning.progress.empty()) return std::string(frame.t(Text::StillLostLearning));
  if (state.staff.unlocked) return std::string(frame.t(Text::StillLostStaff));
  return std::string(frame.t(Text::StillLostNothing));
}

std::string kept(const Frame& frame) {
  return std::string(frame.t(frame.state.staff.unlocked ? Text::StillKeptStaff : Text::StillKeptNothing));
}

/// Height of one of the two panels below in a body of this width.
float panel_height(const Frame& frame, float body_width) {
  const float width = (frame.portrait() ? body_width : (body_width - 24) / 2) - 64;
  return std::max(frame.ui.measure_height(lost(frame), ui::Type::Body, width), frame.ui.measure_height(kept(frame), ui::Type::Body, width)) + 100;
}

/// Two panels: side by side when the screen is wide, else one under the other.
void lost_and_kept(const Frame& frame, Rect body) {
  const bool across = !frame.portrait();
  const std::string gone = lost(frame), stays = kept(frame);
  const float height = panel_height(frame, body.w);
  auto part = [&](std::string_view id, Rect rect, ui::Tint tint, Text title, const std::string& text) {
    frame.ui.panel(rect, ui::PanelKind::Tinted, tint);
    ui::Ui::Scope scope(frame.ui, id);
    const Rect inside{rect.x + 32, rect.y + 24, rect.w - 64, rect.h - 48};
    frame.ui.heading("title", {inside.x, inside.y, inside.w, 40}, frame.t(title), ui::Type::Label, 2);
    frame.ui.text("text", {inside.x, inside.y + 46, inside.w, inside.h - 46}, text);
  };
  const Rect first = across ? Rect{body.x, body.y, body.w, height}.column(0, 2, 24) : Rect{body.x, body.y, body.w, height};
  const Rect second = across ? Rect{body.x, body.y, body.w, height}.column(1, 2, 24) : Rect{body.x, body.y + height + 24, body.w, height};
  part("lost", first, ui::Tint::Error, Text::StillLostTitle, gone);
  part("kept", second, ui::Tint::Success, Text::StillKeptTitle, stays);
}

void still_there(const Frame& frame, int left) {
  rail(frame);
  const ui::Layout& l = frame.layout();
  const std::string_view title = frame.t(Text::StillTitle);
  const std::string seconds = std::to_string(left);
  const int total = static_cast<int>(app::kInactivityWarning.count() / 1000);
  if (!as_designed(frame)) {
    ui::Ui::Scope scope(frame.ui, "still-there", ui::Role::Dialog, title);
    ui::Header plain;
    plain.title = title;
    const std::vector<BottomItem> items = {
        {"erase", std::string(frame.t(l.text_scale > 1 ? Text::CommonFinishShort : Text::CommonFinish)), ui::ActionKind::Secondary, ui::Icon::Eraser},
        {"stay", std::string(frame.t(Text::StillStay)), ui::ActionKind::Primary}};
    Rect body = l.body;
    // "Terminer et effacer" has a place of its own here: the dialog stands over a state with somebody.
    float row = l.actions.y;
    float stay = frame.ui.button_width(items[1].text, ui::ButtonKind::Primary);
    ui::ButtonOptions eraser;
    eraser.icon = ui::Icon::Eraser;
    const float erase = frame.ui.button_width(items[0].text, ui::ButtonKind::Secondary, eraser);
    const bool stacked = stay + erase + l.gap > l.actions.w;
    if (stacked) body.h -= l.target + l.gap;
    const std::string gone = frame.t(Text::StillBoth, frame.t(Text::StillLostTitle), lost(frame)),
                      stays = frame.t(Text::StillBoth, frame.t(Text::StillKeptTitle), kept(frame));
    const float number = std::max(84 * l.text_scale, 90.0F), said = frame.ui.measure_height(gone, ui::Type::Body, body.w) + 10 +
                                                                    frame.ui.measure_height(stays, ui::Type::Body, body.w);
    // Large words: the seconds stand beside the title when what is lost and what stays need their room (WCAG 2.2.6).
    const bool beside = frame.large() && l.text_scale > 1 && number + 14 + 40 + said > body.h;
    if (beside) {
      plain.number = seconds;
      plain.number_caption = frame.t(Text::StillSeconds);
    }
    frame.ui.header(plain);
    if (!beside) frame.ui.big_number("seconds", body.cut_top(number, 14), seconds, frame.t(Text::StillSeconds), ui::Token::Accent);
    const float first = frame.ui.measure_height(gone, ui::Type::Body, body.w);
    if (!beside || first + 40 <= body.h) frame.ui.countdown("left", body.cut_top(22, 18), left, total, frame.t(Text::StillLeft));
    // What goes and what stays come before the explanation, which the button says again (WCAG 2.2.6).
    const std::string_view how = frame.t(Text::StillText);
    const float explained = frame.ui.measure_height(how, ui::Type::Body, body.w), panels = panel_height(frame, body.w);
    if (l.text_scale <= 1 && explained + 24 + (frame.portrait() ? 2 * panels + 24 : panels) <= body.h) {
      body.cut_top(frame.ui.text("text", body, how), 24);
      lost_and_kept(frame, body);
    } else {
      const float left_over = body.h - said;
      if (explained + 14 <= left_over) body.cut_top(frame.ui.text("text", body, how), 14);
      body.cut_top(frame.ui.text("lost", body, first <= body.h ? gone : lost(frame)), 10);
      if (left_over >= -0.5F) frame.ui.text("kept", body, stays);
    }
    if (stacked) row -= l.target + l.gap;
    if (frame.ui.secondary_button("erase", {l.actions.x, row, std::min(erase, l.actions.w), l.target}, items[0].text, eraser))
      frame.emit(app::FinishAndErase{});
    stay = std::min(stay, l.actions.w);
    if (frame.ui.primary_button("stay", {l.actions.right() - stay, l.actions.y, stay, l.target}, items[1].text)) frame.emit(app::KeepGoing{});
    return;
  }
  // The design's 1280 × 800; on a lower glass (16:9) both stand higher.
  constexpr float kPanel = 528, kBetween = 56, kButton = 88;
  const float top = std::clamp(l.screen.h - kPanel - kBetween - kButton - 16, 16.0F, 104.0F);
  const float buttons = std::min(top + kPanel + kBetween, l.screen.h - kButton - 16);
  const Rect dialog = frame.ui.panel({268, top, 880, kPanel}, ui::PanelKind::Dialog);
  ui::Ui::Scope scope(frame.ui, "still-there", ui::Role::Dialog, title);
  frame.ui.heading("title", {dialog.x, dialog.y + 6, 560, 54}, title, ui::Type::TitleHome, 1);
  frame.ui.text("text", {dialog.x, dialog.y + 76, 480, 120}, frame.t(Text::StillText));
  ui::TextOptions number;
  number.colour = ui::Token::Accent;
  number.align = ui::Align::Center;
  frame.ui.text("seconds", {dialog.right() - 160, dialog.y - 6, 150, 110}, seconds, ui::Type::HeroNumber, number);
  number.colour = ui::Token::Text;
  frame.ui.text("unit", {dialog.right() - 160, dialog.y + 106, 150, 34}, frame.t(Text::StillSeconds), ui::Type::Note, number);
  frame.ui.countdown("left", {dialog.x, dialog.y + 224, dialog.w, 20}, left, total, frame.t(Text::StillLeft));
  const Rect row{dialog.x, dialog.y + 278, dialog.w, 156};
  const Rect red = frame.ui.panel(row.column(0, 2, 24), ui::PanelKind::Tinted, ui::Tint::Error);
  const Rect green = frame.ui.panel(row.column(1, 2, 24), ui::PanelKind::Tinted, ui::Tint::Success);
  ui::TextOptions balanced;
  balanced.balance = true;
  balanced.line = 36;
  frame.ui.heading("lost", {red.x - 6, red.y - 6, red.w, 38}, frame.t(Text::StillLostTitle), ui::Type::Label, 2);
  frame.ui.text("lost-text", {red.x - 6, red.y + 36, red.w + 12, 80}, lost(frame), ui::Type::Note, balanced);
  frame.ui.heading("kept", {green.x - 6, green.y - 6, green.w, 38}, frame.t(Text::StillKeptTitle), ui::Type::Label, 2);
  frame.ui.text("kept-text", {green.x - 6, green.y + 36, green.w + 12, 80}, kept(frame), ui::Type::Note, balanced);
  ui::ButtonOptions eraser;
  eraser.icon = ui::Icon::Eraser;
  const std::string_view finish = frame.t(Text::CommonFinish), stay = frame.t(Text::StillStay);
  if (frame.ui.secondary_button("erase", {268, buttons, frame.ui.button_width(finish, ui::ButtonKind::Secondary, eraser), kButton}, finish, eraser))
    frame.emit(app::FinishAndErase{});
  const float width = frame.ui.button_width(stay, ui::ButtonKind::Primary);
  if (frame.ui.primary_button("stay", {1148 - width, buttons, width, kButton}, stay)) frame.emit(app::KeepGoing{});
}

}  // namespace

bool overlay_view(const Frame& frame) {
  if (frame.state.quick_exit) {
    neutral(frame);
    return true;
  }
  if (frame.state.inactivity_left) {
    still_there(frame, *frame.state.inactivity_left);
    return true;
  }
  return false;
}

}  // namespace escale::screens
