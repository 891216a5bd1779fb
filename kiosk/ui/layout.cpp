#include "kiosk/ui/layout.hpp"

#include <algorithm>
#include <cmath>

namespace escale::ui {
namespace {

constexpr float kDesignTarget = 88;
// Less room than this beside and under the rail, and things stand one under the other.
constexpr float kWideEnough = 1180, kHighEnough = 690;
constexpr float kShort = 690;              // points: header and bottom row give some of their height to the body
constexpr float kSeatedFirst = 280;        // 20-accueil-mode-assis: the upper third shows, the lower two thirds act
// Points of reach that a seated screen wants; upright, a keyboard stands in more rows, under its field.
constexpr float kReachNeeded = 480, kReachNeededUpright = 1080;
constexpr float kRailMargin = 12;
constexpr float kRailEdge = 4;             // above the first place and under the last of a full rail

/// One column of places as high as this stands in a rail as high as `h`.
bool one_column(float place, float gap, float h) {
  return static_cast<float>(kRailPlaces) * place + static_cast<float>(kRailPlaces - 1) * (gap - 0.4F) <= h;
}

struct Glass {
  float w = 0, h = 0;      ///< points
  float reach_top = 0, reach_bottom = 0;
  float target = kDesignTarget;
  float text_scale = 1;
  bool seated = false;
  bool largest = false;  ///< capitals under 0.7 degrees: the words of the rail need more than the design's
};

/// The bottom bar takes a second row when its places would be under 15 mm in one, and in large text: names of tools are then wider than a
/// sixth of an upright glass, and such a glass has height to give.
int bar_rows(const Glass& glass) {
  const float gap = 18, room = glass.w - 88;
  if (glass.text_scale > 1) return 2;
  return (room + gap) / static_cast<float>(kRailPlaces) - gap >= kDesignTarget - 0.5F ? 1 : 2;
}

void portrait(Layout& l, const Glass& glass) {
  // 19-accueil-portrait: the rail becomes a bottom bar.
  l.mode = LayoutMode::Portrait;
  l.columns = 1;
  l.target = std::max(glass.target, 90.0F);
  const int rows = bar_rows(glass);
  const float bar = 22 + static_cast<float>(rows) * glass.target + static_cast<float>(rows - 1) * l.gap;
  // Words of the header may stand above the reach of somebody seated; what they touch may not.
  const float top = glass.seated ? std::max(0.0F, glass.reach_top - 170) : 0, bottom = glass.seated ? glass.reach_bottom : glass.h;
  l.rail = {0, bottom - bar, glass.w, bar};
  l.header = {44, top + 34, glass.w - 88, 92};
  l.line = {44, top + 126, glass.w - 88, 44};
  l.actions = {44, l.rail.y - 22 - l.target, glass.w - 88, l.target};
  l.body = {44, top + 170, glass.w - 88, l.actions.y - 24 - (top + 170)};
  l.body_stepper = {44, top + 200, glass.w - 88, l.actions.y - 24 - (top + 200)};
}

void seated(Layout& l, const Glass& glass) {
  l.mode = LayoutMode::Seated;
  l.target = glass.target;
  const float bottom = glass.reach_bottom;
  l.rail = {0, bottom - 124, glass.w, 124};
  l.header = {44, 24, glass.w - 88, 92};
  l.line = {44, 115, glass.w - 88, 55};
  l.actions = {44, l.rail.y - 22 - l.target, glass.w - 88, l.target};
  l.body = {44, 152, glass.w - 88, l.actions.y - 24 - 152};
  l.body_stepper = {44, 190, glass.w - 88, l.actions.y - 24 - 190};
  // The design's own third, unless the glass is in a place where less than that is in reach, or is too low for it.
  const float first = l.actions.y - kSeatedFirst > 2 * l.target ? kSeatedFirst : l.body.y;
  l.controls = {0, std::max(first, glass.reach_top), glass.w, bottom - std::max(first, glass.reach_top)};
}

/// One column beside the rail: large text, or little room.
void column(Layout& l, const Glass& glass) {
  // 18-accueil-texte-200: wide rail, one column, 20 mm targets.
  const float t = l.text_scale - 1;  // 0 to 1
  l.mode = LayoutMode::Large;
  l.columns = 1;
  l.target = glass.target;
  const float top = glass.seated ? glass.reach_top : 0, bottom = glass.seated ? glass.reach_bottom : glass.h, h = bottom - top;
  float rail = std::round(136 + 108 * t);
  constexpr float kLargestRail = 320, kLargestLowRail = 304;  // « Agrandir » and « Language » at the largest size
  const bool full = one_column(l.target, l.gap, h), tight = !full && one_column(kDesignTarget, l.gap, h - 2 * kRailEdge);
  if (glass.largest && (full || tight) && glass.w >= 1100) rail = full ? kLargestRail : kLargestLowRail;
  l.rail = {0, top, rail, h};
  if (!full && !tight) {
    rail = 2 * std::max(l.target, 96.0F) + l.gap + 2 * kRailMargin;
    l.rail.w = rail;
  }
  const bool low = h < kShort;
  const float margin = glass.w < 1000 ? 24 : 36, left = rail + margin, right = glass.w - margin;
  // What stands at the right of the header is a target too.
  const float header = std::max(low ? 88.0F : 100.0F, t > 0 ? l.target : 0), first = low ? 6 : t > 0 ? 8 : 18, line = first + header;
  const float below = low ? 12 : 20, above = 22;
  l.header = {left, top + first, right - left, header};
  l.line = {left, top + line, right - left, 18};
  l.actions = {left, bottom - below - l.target, right - left, l.target};
  l.body = {left, top + line + l.gap, right - left, 0};
  l.body.h = l.actions.y - above - l.body.y;
  l.body_stepper = {left, top + line + (low ? 44 : 58), right - left, 0};
  l.body_stepper.h = l.actions.y - above - l.body_stepper.y;
}

void landscape(Layout& l, const Glass& glass) {
  l.target = glass.target;
  l.rail = {0, 0, 136, glass.h};
  l.header = {180, 24, glass.w - 180 - 44, 92};
  l.line = {180, 115, glass.w - 180 - 44, 55};
  l.actions = {180, glass.h - 112, glass.w - 180 - 44, 88};
  l.body = {180, 152, glass.w - 180 - 44, l.actions.y - 24 - 152};
  l.body_stepper = {180, 190, glass.w - 180 - 44, l.actions.y - 24 - 190};
}

}  // namespace

Measured measure_layout(int width, int height, const Settings& settings, float forced_scale) {
  Measured out;
  const auto w = static_cast<float>(width), h = static_cast<float>(height);
  const float per_mm = pixels_per_mm(settings.screen, width, height);
  out.scale = forced_scale > 0 ? forced_scale : points_scale(settings.screen, width, height);
  RowBand reach{0, h};
  if (settings.seated) {
    reach = reach_band(settings.screen, width, height);
    // A large glass of which little is in reach is drawn smaller, down to 15 mm targets.
    const float least = std::ceil(kTargetMm * per_mm) / kDesignTarget;
    if (forced_scale <= 0) out.scale = std::min(out.scale, std::max(least, reach.height() / (h > w ? kReachNeededUpright : kReachNeeded)));
  }
  Glass glass;
  glass.w = w / out.scale, glass.h = h / out.scale;
  glass.reach_top = reach.top / out.scale, glass.reach_bottom = reach.bottom / out.scale;
  glass.seated = settings.seated;
  glass.largest = settings.text_percent >= kTextLargest;
  glass.text_scale = static_cast<float>(std::clamp(settings.text_percent, 100, 200)) / 100;
  const bool large = settings.text_percent > 100;
  if (large) {
    const float points_of_20mm = kLargeTargetMm * per_mm / out.scale;
    glass.target = std::ceil(std::max(kDesignTarget + 30 * (glass.text_scale - 1), points_of_20mm - 0.4F));
  }
  Layout& l = out.layout;
  l.screen = {0, 0, glass.w, glass.h};
  l.controls = settings.seated ? Rect{0, glass.reach_top, glass.w, glass.reach_bottom - glass.reach_top} : l.screen;
  l.text_scale = glass.text_scale;
  l.keeps_to_reach = settings.seated;
  if (h > w) {
    portrait(l, glass);
  } else if (large || glass.w < kWideEnough || glass.h < kHighEnough) {
    column(l, glass);
  } else if (settings.seated) {
    seated(l, glass);
  } else {
    landscape(l, glass);
  }
  return out;
}

std::vector<Rect> rail_places(const Layout& l) {
  std::vector<Rect> places;
  const bool large = l.text_scale > 1;
  if (l.mode == LayoutMode::Portrait || l.mode == LayoutMode::Seated) {
    // In one row the exit takes the width its words need, at the end; in two rows all are alike.
    const float gap = l.gap, height = large && l.mode == LayoutMode::Portrait ? l.target : kDesignTarget;
    const bool two_rows = l.rail.h >= 2 * height + gap;
    if (two_rows) {
      const Rect inside{l.rail.x + 44, l.rail.y + (l.rail.h - 2 * height - gap) / 2, l.rail.w - 88, 2 * height + gap};
      for (int i = 0; i < kRailPlaces; ++i) places.push_back(inside.row(i / 3, 2, gap).column(i % 3, 3, gap));
      return places;
    }
    // Upright, from edge to edge: « Language » has its place as it is.
    const bool upright = l.mode == LayoutMode::Portrait;
    const float unit = upright ? 1 : 1.145F, margin = upright ? 16 : 44, room = l.rail.w - 2 * margin;
    const float tools = static_cast<float>(kRailPlaces - 1);
    float exit = upright ? 146 : 200;
    exit = std::clamp(room - tools * (l.target + gap), std::min(l.target, exit), exit);
    const float pitch = std::min(std::max(124 * unit, l.target + gap), (room - exit) / tools);
    const float top = l.rail.y + (l.rail.h - height) / 2;
    for (int i = 0; i + 1 < kRailPlaces; ++i) places.push_back({l.rail.x + margin + pitch * static_cast<float>(i), top, pitch - gap, height});
    places.push_back({l.rail.right() - margin - exit, top, exit, height});
    return places;
  }
  if (l.mode == LayoutMode::Large) {
    if (!one_column(l.target, l.gap, l.rail.h) && one_column(kDesignTarget, l.gap, l.rail.h - 2 * kRailEdge)) {
      // A low glass in large text: names keep their size in one column. Places take 20 mm and more across, and of the height what there
      // is, 15 mm at least.
      const Rect inside{l.rail.x + kRailMargin, l.rail.y + kRailEdge, l.rail.w - 2 * kRailMargin, l.rail.h - 2 * kRailEdge};
      for (int i = 0; i < kRailPlaces; ++i) places.push_back(inside.row(i, kRailPlaces, l.gap));
      return places;
    }
    const bool high = one_column(l.target, l.gap, l.rail.h);
    const int columns = !high && l.rail.w > 2 * l.target + l.gap ? 2 : 1, rows = kRailPlaces / columns;
    const float margin = columns == 2 ? kRailMargin : 12 + 4 * (l.text_scale - 1), width = l.rail.w - 2 * margin;
    const float height = std::max(l.target, 92.0F) <= (l.rail.h - 2 * 8) / static_cast<float>(rows) - l.gap ? std::max(l.target, 92.0F) : l.target;
    const float edge = std::clamp((l.rail.h - height - static_cast<float>(rows - 1) * (height + l.gap)) / 2, 0.0F, 8.0F);
    // Tools follow the mark closely; the exit keeps the foot of the rail.
    const float last = l.rail.bottom() - edge - height;
    const float pitch = std::min(height + l.gap + 8, (last - l.rail.y - edge) / static_cast<float>(rows - 1));
    for (int i = 0; i < kRailPlaces; ++i) {
      const int row = i / columns;
      const float y = row == rows - 1 ? last : l.rail.y + edge + pitch * static_cast<float>(row);
      Rect place{l.rail.x + margin, y, width, height};
      if (columns == 2) place = place.column(i % 2, 2, l.gap);
      places.push_back(place);
    }
    return places;
  }
  const float width = l.rail.w - 2 * kRailMargin;
  places.push_back({kRailMargin, 20, width, 104});
  for (int i = 0; i < kRailPlaces - 2; ++i) places.push_back({kRailMargin, 150 + 110 * static_cast<float>(i), width, 92});
  places.push_back({kRailMargin, l.rail.h - 132, width, 112});
  return places;
}

}  // namespace escale::ui
