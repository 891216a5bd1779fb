// What the terminal says when nobody can use it, and while its glass is being wiped: nothing here can be touched.
#include <algorithm>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

using ui::Rect;

std::string reason(const Frame& frame) {
  const std::string& code = frame.state.out_of_order;
  if (code == "crashes") return std::string(frame.t(Text::OutReasonCrashes));
  if (code == "configuration") return std::string(frame.t(Text::OutReasonConfiguration));
  if (code == "data-unreadable") return std::string(frame.t(Text::OutReasonDataUnreadable));
  if (code == "data-newer") return std::string(frame.t(Text::OutReasonDataNewer));
  if (code == "assets") return std::string(frame.t(Text::OutReasonAssets));
  return frame.t(Text::OutReasonOther, code);
}

/// A drawing beside words, or above them on a tall screen: the two screens that have no rail share this shape.
struct Poster {
  Rect drawing, words;
};
Poster poster(const Frame& frame) {
  const ui::Layout& l = frame.layout();
  const bool tall = l.screen.h > l.screen.w;
  Rect area = l.screen.inset(tall ? 60.0F : 72.0F, tall ? 100.0F : 60.0F);
  Poster out;
  if (tall) {
    out.drawing = area.cut_top(360, 44);
  } else {
    out.drawing = area.cut_left(l.text_scale > 1 ? 200.0F : 360.0F, l.text_scale > 1 ? 40.0F : 60.0F);
    out.drawing.y += (out.drawing.h - std::min(out.drawing.h, 440.0F)) / 2;
    out.drawing.h = std::min(out.drawing.h, 440.0F);
  }
  out.words = area;
  return out;
}

ui::TextOptions balanced() {
  ui::TextOptions options;
  options.balance = true;
  return options;
}

/// Words from the top to the bottom, in the middle of their place when they leave room.
struct Line {
  std::string id, words;
  ui::Type type = ui::Type::Body;
  ui::TextOptions options = {};
  float after = 16;
};
float height_of(const Frame& frame, const std::vector<Line>& lines, float width) {
  float total = 0;
  for (const Line& line : lines) total += frame.ui.measure_height(line.words, line.type, width, line.options) + line.after;
  return total;
}

}  // namespace

void out_of_order_view(const Frame& frame) {
  const float scale = frame.layout().text_scale;
  auto [drawing, words] = poster(frame);
  const std::string& helper = frame.state.site.helper;
  const std::string where = helper.empty() ? std::string(frame.t(Text::OutNobody)) : helper;
  ui::TextOptions strong = balanced();
  strong.weight = 600;
  strong.live = ui::Live::Assertive;
  ui::TextOptions other = balanced();
  other.lang = frame.lang == Lang::Fr ? "en" : "fr";
  const std::string title(frame.t(Text::OutTitle));
  std::vector<Line> before = {{"text", std::string(frame.t(Text::OutText)), ui::Type::Body, balanced(), 24}};
  std::vector<Line> after = {{"other", std::string(frame.t(Text::OutOther)), ui::Type::Body, other, 20},
                             {"staff", frame.t(Text::OutStaff, reason(frame)) + " " + std::string(frame.t(Text::OutAgain)), ui::Type::Small, secondary(), 0}};
  const ui::Type type = scale > 1 ? ui::Type::Title : ui::Type::TitleHome;
  float note = 0, head = 0;
  auto fits = [&] {
    note = frame.ui.measure_height(where, ui::Type::Heading, words.w - 56, strong) + 48;
    head = frame.ui.measure_height(title, type, words.w, balanced()) + 16;
    return head + height_of(frame, before, words.w) + note + 28 + height_of(frame, after, words.w) <= words.h;
  };
  // Where to go comes first; what does not fit in the largest text is what the team reads in its journal. Then the drawing gives way to
  // the words, then all of them to where to go.
  while (!fits() && !after.empty()) after.pop_back();
  if (!fits()) {
    words = frame.layout().screen.inset(60, 44);
    if (!fits()) before.clear();
  } else {
    frame.ui.art("art", drawing, ui::Art::Signpost, ui::Tint::Ambre);
  }
  fits();
  Rect at = words;
  const float total = head + height_of(frame, before, words.w) + note + 28 + height_of(frame, after, words.w);
  if (!frame.portrait()) at.cut_top(std::max(0.0F, (words.h - total) / 2));
  at.cut_top(frame.ui.heading("title", at, title, type, 1, balanced()), 16);
  for (const Line& line : before) at.cut_top(frame.ui.text(line.id, at, line.words, line.type, line.options), line.after);
  const Rect box = at.cut_top(note, 28);
  frame.ui.panel(box, ui::PanelKind::Tinted, ui::Tint::Sapin);
  frame.ui.text("helper", {box.x + 28, box.y + 24, box.w - 56, box.h - 48}, where, ui::Type::Heading, strong);
  for (const Line& line : after) at.cut_top(frame.ui.text(line.id, at, line.words, line.type, line.options), line.after);
}

void cleaning_view(const Frame& frame) {
  if (frame.ui.escape_pressed()) frame.emit(app::EndCleaning{});
  const float scale = frame.layout().text_scale;
  auto [drawing, words] = poster(frame);
  const int total = static_cast<int>(app::kCleaning.count() / 1000), left = frame.state.cleaning_left.value_or(total);
  const std::string title(frame.t(Text::CleanTitle)), text(frame.t(Text::CleanText));
  std::string after = std::string(frame.t(Text::CleanAfter)) + " " + std::string(frame.t(Text::CleanKey));
  const ui::Type type = scale > 1 ? ui::Type::Title : ui::Type::TitleHome;
  constexpr float kBar = 22, kLeastNumber = 96;
  float number = kLeastNumber * scale;
  bool last = true;
  auto height_in = [&](const Rect& room) {
    return frame.ui.measure_height(title, type, room.w, balanced()) + 16 + frame.ui.measure_height(text, ui::Type::Body, room.w, balanced()) + 24 +
           number + 12 + kBar + (last ? 28 + frame.ui.measure_height(after, ui::Type::Body, room.w, secondary()) : 0);
  };
  if (height_in(words) > words.h) after = frame.t(Text::CleanAfter);  // what everybody needs comes first
  // The drawing gives way to the words, then the number to them.
  if (height_in(words) > words.h) {
    words = frame.layout().screen.inset(60, 44);
    if (height_in(words) > words.h) number = std::max(kLeastNumber, line_height(frame, ui::Type::Number));
    if (height_in(words) > words.h) last = false;  // the countdown says as much
  } else {
    frame.ui.art("art", drawing, ui::Art::Clean, ui::Tint::Ciel);
  }
  const float height = height_in(words), bar = kBar;
  if (!frame.portrait()) words.cut_top(std::max(0.0F, (words.h - height) / 2));
  words.cut_top(frame.ui.heading("title", words, title, type, 1, balanced()), 16);
  words.cut_top(frame.ui.text("text", words, text, ui::Type::Body, balanced()), 24);
  frame.ui.big_number("seconds", words.cut_top(number, 12), std::to_string(left), frame.t(Text::CleanSeconds), ui::Token::Accent);
  frame.ui.countdown("left", words.cut_top(bar, 28), left, total, frame.t(Text::CleanLeft));
  if (last) frame.ui.text("after", words, after, ui::Type::Body, secondary());
}

}  // namespace escale::screens
