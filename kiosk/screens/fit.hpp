// Which arrangement a screen takes: the design's own places hold the letters that the design was drawn with.
#pragma once

#include "kiosk/screens/frame.hpp"

namespace escale::screens {

/// The design's two columns: usual size, usual letters, usual lines. Otherwise things stand one under the other, measured.
inline bool as_designed(const Frame& frame) {
  return frame.is(ui::LayoutMode::Landscape) && frame.layout().text_scale <= 1 && !frame.state.preferences.easy_reading &&
         !frame.state.preferences.text_spacing;
}

/// Large text: a title that has not one line beside the steps leaves its place to them, and stands in the text (true). It is still read
/// aloud first, as the context.
inline bool title_in_text(const Frame& frame, ui::Header& top, std::string_view instead) {
  if (frame.layout().text_scale <= 1 || instead.empty()) return false;
  const float button = frame.state.somebody ? frame.ui.measure_width(frame.t(Text::CommonFinishShort), ui::Type::Note, 500) + 117 : 0;
  if (frame.ui.measure_width(top.title, ui::Type::Heading) <= frame.layout().header.w - button) return false;
  top.context = top.title;
  top.title = instead;
  top.line = ui::HeaderLine::Quiet;
  return true;
}

/// Large text: whether a title stands in the header, in two lines at most, beside its button.
inline bool header_holds(const Frame& frame, std::string_view title) {
  if (frame.layout().text_scale <= 1) return true;
  const float button = frame.state.somebody ? frame.ui.measure_width(frame.t(Text::CommonFinishShort), ui::Type::Note, 500) + 117 : 0;
  ui::TextOptions two_lines;
  two_lines.weight = 600;
  two_lines.line = 26;
  return frame.ui.measure_height(title, ui::Type::Note, frame.layout().header.w - button, two_lines) <= frame.layout().header.h + 10;
}

/// Height of one line of a style.
inline float line_height(const Frame& frame, ui::Type type) {
  return frame.ui.measure_height("A", type, 400);
}

}  // namespace escale::screens
