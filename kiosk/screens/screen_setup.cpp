// Staff say how big the glass is (a bank card held against it), how far the eyes are, how high it hangs; the millimetres of every
// rule follow. Tap only: no ruler, no field, no drag.
#include <algorithm>
#include <cmath>

#include "kiosk/app/screen_profile.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/ui/layout.hpp"

namespace escale::screens {
namespace {

using ui::Rect;

constexpr float kCoarse = 1.05F, kFine = 1.005F;

ui::ScreenProfile ui_profile(const app::ScreenProfile& p) {
  return {p.px_per_mm, p.distance_mm, p.bottom_mm, p.tilt_degrees, p.diagonal_mm, p.repeat_filter_ms};
}

struct Glass {
  int width = 0, height = 0;
};

Glass glass_of(const Frame& frame) {
  const ui::Size size = frame.ui.glass();
  return {static_cast<int>(size.w), static_cast<int>(size.h)};
}

float px_per_mm(const Frame& frame) {
  const Glass glass = glass_of(frame);
  return ui::pixels_per_mm(ui_profile(frame.state.screen_setup.draft), glass.width, glass.height);
}

std::string decimal(const Frame& frame, float number, int digits) {
  return decimal_text(frame.lang, fmt::format("{:.{}f}", static_cast<double>(number), digits));
}

std::string whole(const Frame& frame, float number) {
  return number_text(frame.lang, std::lround(number));
}

void set(const Frame& frame, const std::function<void(app::ScreenProfile&)>& change) {
  app::ScreenProfile profile = frame.state.screen_setup.draft;
  change(profile);
  frame.emit(app::SetScreen{profile});
}

struct Step {
  std::string_view id;
  Text words;
  std::function<void()> act;
};

/// Buttons side by side, as many a row as their words allow.
struct StepRow {
  std::vector<Step> steps;
  float width = 0, height = 0;
  int columns = 1;
};

StepRow step_row(const Frame& frame, std::vector<Step> steps, float room) {
  StepRow row{std::move(steps), 0, frame.layout().target, 1};
  const float gap = frame.layout().gap;
  float widest = frame.layout().target;
  for (const Step& step : row.steps) widest = std::max(widest, frame.ui.button_width(frame.t(step.words), ui::ButtonKind::Outline));
  const auto count = static_cast<int>(row.steps.size());
  row.columns = std::clamp(static_cast<int>((room + gap) / (widest + gap)), 1, count);
  if (count % row.columns != 0) row.columns = std::max(1, row.columns - 1);
  const int rows = (count + row.columns - 1) / row.columns;
  row.width = std::min(room, widest * static_cast<float>(row.columns) + gap * static_cast<float>(row.columns - 1));
  row.height = frame.layout().target * static_cast<float>(rows) + gap * static_cast<float>(rows - 1);
  return row;
}

void draw_steps(const Frame& frame, const StepRow& row, Rect area) {
  const auto count = static_cast<int>(row.steps.size());
  const int rows = (count + row.columns - 1) / row.columns;
  for (int i = 0; i < count; ++i) {
    const Step& step = row.steps[static_cast<std::size_t>(i)];
    const Rect cell = area.row(i / row.columns, rows, frame.layout().gap).column(i % row.columns, row.columns, frame.layout().gap);
    if (frame.ui.outline_button(step.id, cell, frame.t(step.words))) step.act();
  }
}

/// What is measured, its value, and the two buttons that change it.
void value_row(Flow& flow, const Frame& frame, std::string id, Text label, std::string value, std::vector<Step> steps) {
  constexpr float kLeastWords = 300;
  const float room = flow.width();
  StepRow row = step_row(frame, std::move(steps), room);
  ui::TextOptions strong;
  strong.weight = 600;
  const bool beside = room - row.width - 24 >= kLeastWords * frame.layout().text_scale;
  const float words = beside ? room - row.width - 24 : room;
  const float label_height = frame.ui.measure_height(frame.t(label), ui::Type::Body, words);
  const float text_height = label_height + frame.ui.measure_height(value, ui::Type::Body, words, strong);
  const float height = beside ? std::max(text_height, row.height) : text_height + 10 + row.height;
  flow.add(height, true, [=, &frame](Rect rect) {
    ui::Ui::Scope scope(frame.ui, id, ui::Role::Group, frame.t(label));
    const float y = beside ? rect.y + (rect.h - text_height) / 2 : rect.y;
    frame.ui.text("label", {rect.x, y, words, label_height}, frame.t(label), ui::Type::Body, secondary());
    ui::TextOptions options = strong;
    options.live = ui::Live::Polite;
    frame.ui.text("value", {rect.x, y + label_height, words, text_height - label_height}, value, ui::Type::Body, options);
    draw_steps(frame, row, beside ? Rect{rect.right() - row.width, rect.y + (rect.h - row.height) / 2, row.width, row.height}
                                  : Rect{rect.x, rect.bottom() - row.height, row.width, row.height});
  }, 20);
}

void card(Flow& flow, const Frame& frame) {
  flow.heading("size", std::string(frame.t(Text::ScreenSize)));
  flow.text("how", std::string(frame.t(Text::ScreenSizeHow)), ui::Type::Body, {}, 8);
  const float now = px_per_mm(frame);
  auto scaled = [&frame, now](float by) {
    return [&frame, now, by] {
      set(frame, [&](app::ScreenProfile& p) {
        // The outline never grows past the glass, so that it can always be seen whole in width.
        const float widest = static_cast<float>(glass_of(frame).width) * 0.9F / ui::kCardWidthMm;
        p.px_per_mm = std::clamp(now * by, app::kLeastPxPerMm, std::min(app::kMostPxPerMm, widest));
      });
    };
  };
  const StepRow row = step_row(frame,
                               {{"much-smaller", Text::ScreenMuchSmaller, scaled(1 / kCoarse)},
                                {"smaller", Text::ScreenSmaller, scaled(1 / kFine)},
                                {"bigger", Text::ScreenBigger, scaled(kFine)},
                                {"much-bigger", Text::ScreenMuchBigger, scaled(kCoarse)}},
                               flow.width());
  // Card and buttons stay together: one looks at the one and touches the other.
  const float points = ui::kCardHeightMm * now * frame.layout().screen.h / frame.ui.glass().h;
  float most = flow.height() - row.height - 18;
  // And under what says how to do it, when enough of the card stays in sight: its width and its upper edge are what one compares.
  constexpr float kEnough = 90;
  const float above = frame.ui.measure_height(frame.t(Text::ScreenSize), ui::Type::Heading, flow.width()) +
                      frame.ui.measure_height(frame.t(Text::ScreenSizeHow), ui::Type::Body, flow.width()) + 48;
  if (most - above >= kEnough) most -= above;
  const float height = std::clamp(points + 8, 60.0F, std::max(60.0F, most));
  flow.add(height + 18 + row.height, true, [=, &frame](Rect rect) {
    frame.ui.bank_card("card", {rect.x, rect.y + 4, rect.w, height - 8}, now, frame.t(Text::ScreenCard), frame.t(Text::ScreenCardWords));
    draw_steps(frame, row, {rect.x + (rect.w - row.width) / 2, rect.bottom() - row.height, row.width, row.height});
  });
}

void place(Flow& flow, const Frame& frame) {
  const app::ScreenProfile& draft = frame.state.screen_setup.draft;
  auto step = [&frame](float app::ScreenProfile::*field, float by, float least, float most) {
    return [&frame, field, by, least, most] {
      set(frame, [&](app::ScreenProfile& p) { p.*field = std::clamp(std::round((p.*field + by) / std::abs(by)) * std::abs(by), least, most); });
    };
  };
  auto filter = [&frame](int by) {
    return [&frame, by] {
      set(frame, [&](app::ScreenProfile& p) { p.repeat_filter_ms = std::clamp(p.repeat_filter_ms + by, 0, app::kMostRepeatFilterMs); });
    };
  };
  using P = app::ScreenProfile;
  constexpr float kDistanceStep = 50, kBottomStep = 50, kTiltStep = 5;
  constexpr int kFilterStep = 250;
  flow.heading("place", std::string(frame.t(Text::ScreenPlace)));
  value_row(flow, frame, "distance", Text::ScreenDistance, frame.t(Text::ScreenCm, whole(frame, draft.distance_mm / 10)),
            {{"nearer", Text::ScreenNearer, step(&P::distance_mm, -kDistanceStep, app::kLeastDistanceMm, app::kMostDistanceMm)},
             {"farther", Text::ScreenFarther, step(&P::distance_mm, kDistanceStep, app::kLeastDistanceMm, app::kMostDistanceMm)}});
  value_row(flow, frame, "bottom", Text::ScreenBottom, frame.t(Text::ScreenCm, whole(frame, draft.bottom_mm / 10)),
            {{"lower", Text::ScreenLower, step(&P::bottom_mm, -kBottomStep, app::kLeastBottomMm, app::kMostBottomMm)},
             {"higher", Text::ScreenHigher, step(&P::bottom_mm, kBottomStep, app::kLeastBottomMm, app::kMostBottomMm)}});
  value_row(flow, frame, "tilt", Text::ScreenTilt, frame.t(Text::ScreenDegrees, whole(frame, draft.tilt_degrees)),
            {{"steeper", Text::ScreenSteeper, step(&P::tilt_degrees, -kTiltStep, 0, app::kMostTiltDegrees)},
             {"flatter", Text::ScreenFlatter, step(&P::tilt_degrees, kTiltStep, 0, app::kMostTiltDegrees)}});
  const std::string delay = draft.repeat_filter_ms == 0 ? std::string(frame.t(Text::ScreenNone))
                                                        : frame.t(Text::ScreenSeconds, decimal(frame, static_cast<float>(draft.repeat_filter_ms) / 1000, 2));
  value_row(flow, frame, "filter", Text::ScreenFilter, delay,
            {{"shorter", Text::ScreenShorter, filter(-kFilterStep)}, {"longer", Text::ScreenLonger, filter(kFilterStep)}});
}

std::string sentence(const Frame& frame, const ui::ProfileWarning& warning) {
  switch (warning.fault) {
    case ui::ProfileFault::NotMeasured:
      return std::string(frame.t(Text::ScreenNotMeasured));
    case ui::ProfileFault::OutOfReach:
      return frame.t(Text::ScreenOutOfReach, whole(frame, warning.value));
    case ui::ProfileFault::TooHighToRead:
      return frame.t(Text::ScreenTooHigh, whole(frame, warning.value / 10));
    case ui::ProfileFault::TooFlat:
      return frame.t(Text::ScreenTooFlat, whole(frame, warning.value));
    case ui::ProfileFault::TooSmall:
      return frame.t(Text::ScreenTooSmall, decimal(frame, warning.value, 1));
    case ui::ProfileFault::TextTooSmall:
      return frame.t(Text::ScreenTextSmall, whole(frame, warning.value));
  }
  return {};
}

void result(Flow& flow, const Frame& frame) {
  const ui::ScreenProfile profile = ui_profile(frame.state.screen_setup.draft);
  const Glass glass = glass_of(frame);
  // The layout that this profile will give, in ordinary and in large text.
  ui::Settings settings;
  settings.screen = profile;
  const ui::Measured normal = ui::measure_layout(glass.width, glass.height, settings);
  settings.text_percent = 200;
  const ui::Measured large = ui::measure_layout(glass.width, glass.height, settings);
  const float per_mm = ui::pixels_per_mm(profile, glass.width, glass.height);
  const float capital = ui::capital_mm(profile, glass.width, glass.height);
  flow.heading("result", std::string(frame.t(Text::ScreenResult)));
  flow.text("target", frame.t(Text::ScreenTarget, decimal(frame, normal.layout.target * normal.scale / per_mm, 1),
                              decimal(frame, large.layout.target * large.scale / per_mm, 1)), ui::Type::Body, {}, 8);
  flow.text("capital", frame.t(Text::ScreenCapital, decimal(frame, capital, 1), decimal(frame, ui::seen_under(profile, capital), 2)), ui::Type::Body, {}, 8);
  flow.text("reach", frame.t(Text::ScreenReach, whole(frame, ui::height_of_row(profile, glass.width, glass.height, 0) / 10)), ui::Type::Body, {}, 8);
  const auto warnings = ui::profile_warnings(profile, glass.width, glass.height);
  int number = 0;
  for (const ui::ProfileWarning& warning : warnings)
    flow.note("warning-" + std::to_string(++number), ui::NoteKind::Information, {}, {ui::Block::paragraph(sentence(frame, warning))});
  if (warnings.empty()) flow.note("good", ui::NoteKind::Success, {}, {ui::Block::paragraph(std::string(frame.t(Text::ScreenGood)))});
}

}  // namespace

void screen_setup_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::StaffContext), frame.t(Text::ScreenTitle));
  const app::ScreenSetup& setup = frame.state.screen_setup;
  const bool changed = setup.draft != frame.state.site.screen;
  FlowScreen screen;
  screen.page = setup.page.page;
  screen.bottom = {back_item(frame),
                   {"keep", std::string(frame.t(setup.busy ? Text::ScreenKeeping : Text::ScreenKeep)), ui::ActionKind::Primary, ui::Icon::Check, false,
                    changed && !setup.busy, std::string(frame.t(setup.busy ? Text::ScreenKeeping : Text::ScreenUnchanged))}};
  screen.most_width = kReadingWidth;
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    card(flow, frame);
    place(flow, frame);
    result(flow, frame);
    if (setup.kept) flow.note("kept", ui::NoteKind::Success, {}, {ui::Block::paragraph(std::string(frame.t(Text::ScreenKept)))});
    if (setup.failed) flow.note("failed", ui::NoteKind::Error, {}, {ui::Block::paragraph(std::string(frame.t(Text::ScreenFailed)))});
  });
  if (id == "keep") frame.emit(app::KeepScreen{});
  if (id == "back") frame.emit(app::Back{});
}

}  // namespace escale::screens
