#include "kiosk/screens/typing.hpp"

#include <algorithm>

#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

using ui::Rect;

constexpr float kKeys = 4 * 88 + 3 * 18;

ui::KeyboardLabels labels_of(const Frame& frame) {
  ui::KeyboardLabels labels;
  labels.space = frame.t(Text::KeySpace);
  labels.erase = frame.t(Text::KeyErase);
  labels.new_line = frame.t(Text::KeyLine);
  labels.shift = frame.t(Text::KeyShift);
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

/// The title above the keys, and the step at its right.
void small_title(const Frame& frame, const Typing& typing, Rect rect, bool ellipsis) {
  ui::TextOptions options;
  options.weight = 600;
  options.vertical = ui::Vertical::Middle;
  options.ellipsis = ellipsis;
  const float step = step_width(frame, typing);
  if (!frame.large() && step > 0) {
    ui::TextOptions right = options;
    right.align = ui::Align::Right;
    frame.ui.text("step", {rect.right() - step, rect.y, step, std::min(rect.h, 34.0F)}, typing.step_label, ui::Type::Note, right);
    rect.w -= step;
  }
  frame.ui.heading("title", rect, typing.title, ui::Type::Note, 1, options);
}

void say(const Frame& frame, const Typing& typing, Rect rect) {
  if (!typing.error.empty() && !typing.value.empty()) {
    ui::TextOptions options;
    options.colour = ui::Token::Error;
    options.weight = 500;
    frame.ui.caption("error", rect, ui::Icon::CircleCross, typing.error, options);
    return;
  }
  if (typing.hint.empty()) return;
  ui::TextOptions options;
  options.colour = ui::Token::Accent;
  options.weight = 500;
  frame.ui.caption("hint", rect, typing.hint_icon, typing.hint, options);
}

Typed keypad(const Frame& frame, const Typing& typing, const Bottom& bottom) {
  const ui::Layout& l = frame.layout();
  Typed out;
  ui::Header top;
  top.context = typing.context;
  top.title = typing.title;
  const bool fits = frame.ui.measure_width(typing.title, ui::Type::Heading) <= l.header.w * 1.4F - 300;
  if (!fits || frame.large()) {
    small_title(frame, typing, l.header, true);
  } else {
    header(frame, top);
  }
  Rect body = bottom.body();
  const float width = std::min(400.0F, body.w * 0.45F);
  Rect keys, field;
  if (frame.portrait()) {
    field = {body.x, body.y, body.w, l.target + 4};
    keys = {body.x + (body.w - 440) / 2, field.bottom() + 100, 440, kKeys + 8};
  } else {
    keys = {body.right() - width, body.bottom() - kKeys, width, kKeys};
    if (frame.is(ui::LayoutMode::Landscape)) keys.y = body.y + 10;
    field = {body.x, frame.seated() ? 300.0F : keys.y + 60, body.w - width - 36, l.target};
  }
  const Rect words{field.x, field.bottom() + 14, field.w, 60};
  out.changed = frame.ui.text_field(typing.id, field, field_of(typing, false));
  out.submitted = frame.ui.submitted();
  say(frame, typing, words);
  frame.ui.keyboard("keyboard", keys, typing.keyboard, labels_of(frame));
  out.activated = bottom.draw();
  return out;
}

}  // namespace

bool typing_fits(const Frame& frame, const Typing& typing) {
  if (typing.keyboard != ui::KeyboardKind::Text)
    return !frame.large() && frame.ui.measure_width(typing.title, ui::Type::Heading) <= frame.layout().header.w * 1.4F - 300;
  switch (frame.layout().mode) {
    case ui::LayoutMode::Landscape: {
      ui::TextOptions strong;
      strong.weight = 600;
      return !frame.state.preferences.easy_reading &&
             (one_line(frame, typing) ||
              frame.ui.measure_height(typing.title, ui::Type::Note, frame.layout().header.w - step_width(frame, typing), strong) <= 68);
    }
    case ui::LayoutMode::Portrait:
      return frame.layout().text_scale <= 1;
    default:
      return false;
  }
}

Typed typing_view(const Frame& frame, const Typing& typing, std::vector<BottomItem> items) {
  const ui::Layout& l = frame.layout();
  const Bottom bottom(frame, std::move(items), true);
  if (typing.keyboard != ui::KeyboardKind::Text) return keypad(frame, typing, bottom);
  Typed out;
  const Rect body = bottom.body();
  Rect field, keys;
  switch (l.mode) {
    case ui::LayoutMode::Landscape: {
      keys = {l.header.x, body.bottom() - kKeys - 4, l.header.w, kKeys};
      if (one_line(frame, typing)) {
        ui::Header top;
        top.title = typing.title;
        top.line = ui::HeaderLine::None;
        top.step_label = typing.step_label;
        frame.ui.header(top);
        say(frame, typing, {l.header.x, 70, l.header.w, 30});
        field = {l.header.x, 112, l.header.w, keys.y - 22 - 112};
      } else {
        small_title(frame, typing, {l.header.x, 8, l.header.w, 68}, true);
        say(frame, typing, {l.header.x, 84, l.header.w, 30});
        field = {l.header.x, 124, l.header.w, keys.y - 20 - 124};
      }
      if (!typing.multiline) field.h = std::min(field.h, 96.0F);
      break;
    }
    case ui::LayoutMode::Portrait: {
      const float rows = 5 * 90 + 4 * 18;
      keys = {l.header.x - 8, body.bottom() - rows, l.header.w + 16, rows};
      const bool large = l.text_scale > 1;
      const Rect title{l.header.x, l.header.y - 14, l.header.w, large ? 150.0F : 120.0F};
      small_title(frame, typing, title, true);
      const float height = typing.hint.empty() && typing.error.empty() ? 0 : 64 * l.text_scale;
      if (!large) say(frame, typing, {title.x, title.bottom() + 10, title.w, height});
      const float top = title.bottom() + 10 + (large ? 0 : height + 10);
      field = {l.header.x, top, l.header.w, std::min(typing.multiline ? 240.0F : 100.0F, keys.y - 24 - top)};
      break;
    }
    default: {
      // Seated and large: a strip for the question, shown whole on the page before.
      keys = {body.x, body.bottom() + 4 - kKeys, body.w, kKeys};
      field = {body.x, keys.y - 18 - 88, body.w, 88};
      const float top = frame.large() ? 14.0F : 2.0F;
      small_title(frame, typing, {body.x, top, body.w, field.y - 4 - top}, true);
      break;
    }
  }
  out.changed = frame.ui.text_field(typing.id, field, field_of(typing, field.h > 100));
  out.submitted = frame.ui.submitted();
  frame.ui.keyboard("keyboard", keys, ui::KeyboardKind::Text, labels_of(frame));
  out.activated = bottom.draw();
  return out;
}

}  // namespace escale::screens
