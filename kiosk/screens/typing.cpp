#include "kiosk/screens/typing.hpp"

#include <algorithm>

#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

using ui::Rect;

ui::KeyboardLabels labels_of(const Frame& frame) {
  ui::KeyboardLabels labels;
  labels.space = frame.t(Text::KeySpace);
  labels.erase = frame.t(Text::KeyErase);
  labels.new_line = frame.t(Text::KeyLine);
  labels.shift = frame.t(Text::KeyShift);
  labels.more = frame.t(Text::KeyMore);
  return labels;
}

ui::TextField field_of(const Typing& typing, bool roomy) {
  ui::TextField field;
  field.label = typing.title;
  field.value = typing.value;
  field.placeholder = typing.placeholder;
  field.error = typing.error;
  field.max_chars = typing.max_chars;
  field.secret = typing.secret;
  field.spaces = typing.keyboard != ui::KeyboardKind::Email;
  field.multiline = typing.multiline && roomy;
  if (field.multiline) field.counter = typing.counter;
  return field;
}

float step_width(const Frame& frame, const Typing& typing) {
  return typing.step_label.empty() ? 0 : frame.ui.measure_width(typing.step_label, ui::Type::Note, 600) + 24;
}

bool one_line(const Frame& frame, const Typing& typing) {
  return frame.ui.measure_width(typing.title, ui::Type::TitleCompact) <= frame.layout().header.w - step_width(frame, typing);
}

/// What stands above the keys when the question has no room: how far one is, or what is done here.
std::string short_title(const Frame& frame, const Typing& typing) {
  return typing.step_label.empty() ? std::string(frame.t(Text::CommonWrite)) : typing.step_label;
}

float line_of(const Frame& frame, ui::Type type) {
  return frame.ui.measure_height("A", type, 400);
}

ui::TextOptions strong() {
  ui::TextOptions options;
  options.weight = 600;
  return options;
}

float icon_room(const Frame& frame) {
  return 36 * frame.layout().text_scale + 12;
}

/// In large text there is one place for words above the keys: what is wrong takes it when it is short. A longer one was read on the page
/// before; the field keeps its cross and its dashes.
bool error_in_title(const Frame& frame, const Typing& typing) {
  const ui::Layout& l = frame.layout();
  if (l.text_scale <= 1 || typing.error.empty()) return false;
  const float lines = frame.portrait() ? 4 : 1;
  return frame.ui.measure_height(typing.error, ui::Type::Note, l.header.w - icon_room(frame), strong()) <= lines * line_of(frame, ui::Type::Note) + 2;
}

/// The title above the keys, and the step at its right. What does not fit was read whole on the page before: how far one is stands for it.
void small_title(const Frame& frame, const Typing& typing, Rect rect) {
  ui::TextOptions options = strong();
  options.vertical = ui::Vertical::Middle;
  const float step = step_width(frame, typing);
  const bool big = frame.layout().text_scale > 1;
  if (error_in_title(frame, typing)) {
    ui::TextOptions wrong = options;
    wrong.colour = ui::Token::Error;
    wrong.live = ui::Live::Assertive;
    Rect words = rect;
    const Rect icon = words.cut_left(icon_room(frame) - 12, 12);
    frame.ui.heading("title", words, typing.error, ui::Type::Note, 1, wrong);
    frame.ui.icon({icon.x, rect.y + rect.h / 2 - icon.w / 2, icon.w, icon.w}, ui::Icon::CircleCross, ui::Token::Error);
    return;
  }
  const bool fits = frame.ui.measure_height(typing.title, ui::Type::Note, rect.w - (big ? 0 : step), options) <= rect.h + 2;
  if (!big && step > 0 && fits) {
    ui::TextOptions right = options;
    right.align = ui::Align::Right;
    right.vertical = ui::Vertical::Top;
    frame.ui.text("step", {rect.right() - step, rect.y, step, 0}, typing.step_label, ui::Type::Note, right);
    rect.w -= step;
  }
  frame.ui.heading("title", rect, fits ? typing.title : short_title(frame, typing), ui::Type::Note, 1, options);
}

/// What is written between the title and the keys: what is wrong, unless the empty field says it, else the hint.
bool says_error(const Frame& frame, const Typing& typing, Rect field) {
  return !typing.error.empty() && (!typing.value.empty() || !frame.ui.error_fits(typing.error, field));
}

void say(const Frame& frame, const Typing& typing, Rect rect, Rect field) {
  ui::TextOptions options;
  options.weight = 500;
  if (says_error(frame, typing, field)) {
    options.colour = ui::Token::Error;
    options.live = ui::Live::Assertive;
    frame.ui.caption("error", rect, ui::Icon::CircleCross, typing.error, options);
    return;
  }
  if (typing.hint.empty()) return;
  options.colour = ui::Token::Accent;
  frame.ui.caption("hint", rect, typing.hint_icon, typing.hint, options);
}

/// Height for either sentence.
float words_height(const Frame& frame, const Typing& typing, float width) {
  ui::TextOptions options;
  options.weight = 500;
  float height = 0;
  for (const std::string& words : {typing.hint, typing.error})
    if (!words.empty()) height = std::max(height, frame.ui.caption_height(words, width, options));
  return height;
}

/// Where things stand, and whether the words between title and keys have a place.
struct Places {
  Rect title, words, field, keys;
  bool own_header = false;   ///< the usual header says the title
  bool shows_only = false;
};

/// As on a telephone, the field beside it.
Places beside(const Frame& frame, const Typing& typing, const Bottom& bottom) {
  const ui::Layout& l = frame.layout();
  const Rect body = bottom.body();
  const float columns = typing.keyboard == ui::KeyboardKind::Decimal ? 4 : 3;
  const float width = std::max(std::min(400.0F, body.w * 0.45F), columns * l.target + (columns - 1) * l.gap);
  const float height = frame.ui.keyboard_height(typing.keyboard, width, body.h);
  Places at;
  at.own_header = frame.ui.measure_width(typing.title, ui::Type::Heading) <= l.header.w * 1.4F - 300;
  at.title = l.header;
  at.keys = {body.right() - width, std::min(body.y + 10, body.bottom() - height), width, height};
  at.field = {body.x, at.keys.y + 60, body.w - width - 36, l.target};
  at.words = {at.field.x, at.field.bottom() + 14, at.field.w, std::max(60.0F, words_height(frame, typing, at.field.w))};
  return at;
}

/// One above the other: title, words, field, keys. `first`: no key above it.
Places stacked(const Frame& frame, const Typing& typing, const Bottom& bottom) {
  const ui::Layout& l = frame.layout();
  const Rect body = bottom.body();
  const bool seated = frame.seated(), tall = frame.portrait(), big = l.text_scale > 1;
  Places at;
  const float top = tall ? l.header.y - 14 : seated ? 14.0F : 8.0F;
  const float left = tall ? l.header.x - 8 : body.x, width = tall ? l.header.w + 16 : body.w;
  const float line = line_of(frame, ui::Type::Note);
  const bool wrong = error_in_title(frame, typing);
  const float title_room = l.header.w - (wrong ? icon_room(frame) : big ? 0 : step_width(frame, typing));
  const float title = std::min(frame.ui.measure_height(wrong ? typing.error : typing.title, ui::Type::Note, title_room, strong()),
                               (wrong || (tall && !big) ? 4.0F : seated ? 2.0F : 1.0F) * line);
  at.title = {l.header.x, top, l.header.w, title};
  const bool says = !big && (!typing.hint.empty() || !typing.error.empty());
  const float words = says ? std::max(34.0F, words_height(frame, typing, l.header.w)) : 0;
  at.words = {l.header.x, at.title.bottom() + 10, l.header.w, words};
  const float above = at.title.bottom() + (says ? words + 18 : 10);
  const float field = std::max(l.target, line_of(frame, ui::Type::Lead) + 24);
  // The seated mode: the upper third shows, what is touched stands under it (C12).
  const float first = std::max(above + field + (seated ? 14.0F : l.gap), l.keeps_to_reach ? l.controls.y : 0.0F);
  const float most = body.bottom() + (tall ? 0.0F : 4.0F) - first;
  float keys_width = width;
  if (typing.keyboard != ui::KeyboardKind::Text && typing.keyboard != ui::KeyboardKind::Email && tall)
    keys_width = std::min(width, 4 * l.target + 3 * l.gap + 20);
  const float height = frame.ui.keyboard_height(typing.keyboard, keys_width, most);
  at.keys = {left + (width - keys_width) / 2, body.bottom() + (tall ? 0.0F : 4.0F) - height, keys_width, height};
  if (seated) at.keys.y = std::min(first, at.keys.y);
  const float room = (seated ? first - 14 : at.keys.y - l.gap) - above;
  at.field = {l.header.x, above, l.header.w, std::clamp(room, field, typing.multiline ? std::max(field, 240.0F) : field + 12)};
  at.shows_only = l.keeps_to_reach && at.field.y < l.controls.y - 0.5F;
  return at;
}

}  // namespace

bool typing_fits(const Frame& frame, const Typing& typing) {
  const bool big = frame.layout().text_scale > 1 || frame.state.preferences.text_spacing || frame.state.preferences.easy_reading;
  const bool numbers = typing.keyboard == ui::KeyboardKind::Digits || typing.keyboard == ui::KeyboardKind::Decimal;
  if (numbers && !frame.portrait())
    return !big && !frame.seated() && frame.ui.measure_width(typing.title, ui::Type::Heading) <= frame.layout().header.w * 1.4F - 300;
  const float title = frame.ui.measure_height(typing.title, ui::Type::Note, frame.layout().header.w - step_width(frame, typing), strong());
  switch (frame.layout().mode) {
    case ui::LayoutMode::Landscape:
      return !big && (one_line(frame, typing) || title <= 68);
    case ui::LayoutMode::Portrait:
      return !big && title <= 4 * line_of(frame, ui::Type::Note);
    default:
      return false;
  }
}

Typed typing_view(const Frame& frame, const Typing& typing, std::vector<BottomItem> items) {
  const ui::Layout& l = frame.layout();
  const Bottom bottom(frame, std::move(items), true);
  const bool numbers = typing.keyboard == ui::KeyboardKind::Digits || typing.keyboard == ui::KeyboardKind::Decimal;
  const bool wide = frame.is(ui::LayoutMode::Landscape);
  Typed out;
  Places at;
  if (wide && numbers) {
    at = beside(frame, typing, bottom);
  } else if (wide) {
    const Rect body = bottom.body();
    const float height = frame.ui.keyboard_height(typing.keyboard, l.header.w, body.bottom() - 220);
    at.keys = {l.header.x, body.bottom() - height - 4, l.header.w, height};
    const bool one = one_line(frame, typing) && line_of(frame, ui::Type::TitleCompact) <= 60;
    if (one) {
      ui::Header top;
      top.title = typing.title;
      top.line = ui::HeaderLine::None;
      top.step_label = typing.step_label;
      frame.ui.header(top);
    } else {
      small_title(frame, typing, {l.header.x, 8, l.header.w, 68});
    }
    at.words = {l.header.x, one ? 70.0F : 84.0F, l.header.w, std::max(30.0F, words_height(frame, typing, l.header.w))};
    const float top = at.words.bottom() + 8;
    at.field = {l.header.x, top, l.header.w, at.keys.y - 20 - top};
    if (!typing.multiline) at.field.h = std::min(at.field.h, std::max(l.target, 96.0F));
  } else {
    at = stacked(frame, typing, bottom);
  }
  if (at.own_header) {
    ui::Header top;
    top.context = typing.context;
    top.title = typing.title;
    frame.ui.header(top);  // "Terminer et effacer" stands in the bottom row
  } else if (!wide || numbers) {
    small_title(frame, typing, at.title);
  }
  ui::TextField field = field_of(typing, at.field.h > 1.7F * l.target);
  field.shows_only = at.shows_only;
  out.changed = frame.ui.text_field(typing.id, at.field, field);
  out.submitted = frame.ui.submitted();
  if (at.words.h > 0) say(frame, typing, at.words, at.field);
  frame.ui.keyboard("keyboard", at.keys, typing.keyboard, labels_of(frame));
  out.activated = bottom.draw();
  return out;
}

Door door_view(const Frame& frame, const Typing& typing, BottomItem open) {
  Door door;
  const bool keys = frame.state.list.page >= kTypingPage;
  const bool whole = frame.ui.measure_height(typing.title, ui::Type::Note, frame.layout().header.w, strong()) <= line_of(frame, ui::Type::Note) + 2;
  if (frame.layout().text_scale > 1 && !keys && (!typing.error.empty() || !whole)) {
    // A title of several lines stands in the text; it is read aloud first, as the context.
    header(frame, typing.title, short_title(frame, typing));
    FlowScreen screen;
    screen.page = frame.state.list.page;
    screen.bottom = {back_item(frame), {"write", std::string(frame.t(typing.error.empty() ? Text::CommonWrite : Text::CommonChange)), ui::ActionKind::Primary, ui::Icon::Pencil}};
    const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
      if (!typing.error.empty()) flow.note("error", ui::NoteKind::Error, {}, {ui::Block::paragraph(typing.error)});
      flow.heading("asked", typing.title, ui::Type::Lead);
      flow.text("hint", typing.hint, ui::Type::Body, secondary());
      ui::TextOptions own;
      own.personal = typing.value;
      if (!typing.secret && !typing.value.empty()) flow.text("written", frame.t(Text::QuestionYouWrote, typing.value), ui::Type::Body, own);
    });
    if (id == "write") frame.emit(app::TurnPage{kTypingPage});
    door.left = id == "back";
    return door;
  }
  const std::string_view open_id = open.id;
  const Typed typed = typing_view(frame, typing, {back_item(frame), std::move(open)});
  door.changed = typed.changed;
  door.opened = typed.submitted || typed.activated == open_id;
  door.left = typed.activated == "back";
  // What it answers is read first.
  if (door.opened && keys) frame.emit(app::TurnPage{0});
  return door;
}

}  // namespace escale::screens
