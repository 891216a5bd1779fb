// What the terminal says when nobody can use it, and while its glass is being wiped: nothing here can be touched.
#include <algorithm>

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

}  // namespace

void out_of_order_view(const Frame& frame) {
  const ui::Layout& l = frame.layout();
  const float margin = l.gap * 2;
  Rect body{l.screen.x + margin, l.screen.y + margin, l.screen.w - 2 * margin, l.screen.h - 2 * margin};
  const std::string& helper = frame.state.site.helper;
  body.cut_top(frame.ui.heading("title", body, frame.t(Text::OutTitle), ui::Type::TitleHome, 1), l.gap);
  body.cut_top(frame.ui.text("text", body, frame.t(Text::OutText)), l.gap * 2);
  ui::TextOptions strong;
  strong.weight = 600;
  strong.live = ui::Live::Assertive;
  body.cut_top(frame.ui.text("helper", body, helper.empty() ? frame.t(Text::OutNobody) : std::string_view(helper), ui::Type::Heading, strong), l.gap * 2);
  ui::TextOptions other;
  other.lang = frame.lang == Lang::Fr ? "en" : "fr";
  body.cut_top(frame.ui.text("other", body, frame.t(Text::OutOther), ui::Type::Body, other), l.gap * 2);
  const std::string staff = frame.t(Text::OutStaff, reason(frame)) + " " + std::string(frame.t(Text::OutAgain));
  frame.ui.text("staff", body, staff, ui::Type::Note, secondary());
}

void cleaning_view(const Frame& frame) {
  const ui::Layout& l = frame.layout();
  if (frame.ui.escape_pressed()) frame.emit(app::EndCleaning{});
  const float margin = l.gap * 2;
  Rect body{l.screen.x + margin, l.screen.y + margin, l.screen.w - 2 * margin, l.screen.h - 2 * margin};
  body.cut_top(frame.ui.heading("title", body, frame.t(Text::CleanTitle), ui::Type::TitleHome, 1), l.gap);
  body.cut_top(frame.ui.text("text", body, frame.t(Text::CleanText)), l.gap * 2);
  const int total = static_cast<int>(app::kCleaning.count() / 1000), left = frame.state.cleaning_left.value_or(total);
  const float height = std::max(120 * l.text_scale, 120.0F);
  frame.ui.big_number("seconds", body.cut_top(height, l.gap), std::to_string(left), frame.t(Text::CleanSeconds), ui::Token::Accent);
  frame.ui.countdown("left", body.cut_top(22, l.gap * 2), left, total, frame.t(Text::CleanLeft));
  frame.ui.text("after", body, frame.t(Text::CleanAfter), ui::Type::Body, secondary());
}

}  // namespace escale::screens
