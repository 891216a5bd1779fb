// Text size, colours, easy reading, spacing, posture, motion: one tap each, applied at once, dropped at the end of use. A sample shows
// what the lessons become; "Tout remettre" undoes them all, and keeps the language and the voice, which have their own tools.
#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

using ui::Option;
using ui::Rect;
using ui::Sample;

struct Group {
  std::string_view id;
  std::string_view title;
  std::vector<Option> options;
};

constexpr std::array<int, 4> kPercents = {100, 150, 200, app::kTextLargest};
constexpr std::array<app::Theme, 3> kThemes = {app::Theme::Light, app::Theme::Dark, app::Theme::Contrast};

std::vector<Group> groups(const Frame& frame) {
  const app::Preferences& now = frame.state.preferences;
  Group size{"size", frame.t(Text::EnlargeSize), {}}, colours{"theme", frame.t(Text::EnlargeColours), {}}, comfort{"comfort", frame.t(Text::EnlargeComfort), {}};
  constexpr std::array<Text, 4> kSizes = {Text::EnlargeSize100, Text::EnlargeSize150, Text::EnlargeSize200, Text::EnlargeSizeLargest};
  for (std::size_t i = 0; i < kSizes.size(); ++i) {
    Option option;
    option.text = frame.t(kSizes[i]);
    option.selected = now.text_percent == kPercents[i];
    option.percent = kPercents[i];
    size.options.push_back(option);
  }
  constexpr std::array<Text, 3> kColours = {Text::EnlargeLight, Text::EnlargeDark, Text::EnlargeContrast};
  constexpr std::array<ui::ThemeName, 3> kNames = {ui::ThemeName::Light, ui::ThemeName::Dark, ui::ThemeName::Contrast};
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    Option option;
    option.text = frame.t(kColours[i]);
    option.selected = now.theme == kThemes[i];
    option.sample = Sample::Colours;
    option.theme = kNames[i];
    colours.options.push_back(option);
  }
  auto toggle = [&](Text text, bool on, Sample sample) {
    Option option;
    option.text = frame.t(text);
    option.selected = on;
    option.checkbox = true;
    option.sample = sample;
    comfort.options.push_back(option);
  };
  toggle(Text::EnlargeEasy, now.easy_reading, Sample::Easy);
  toggle(Text::EnlargeSpacing, now.text_spacing, Sample::Spaced);
  toggle(Text::EnlargeSeated, now.seated, Sample::Seated);
  toggle(Text::EnlargeMotion, now.reduced_motion, Sample::Still);
  for (Group* group : {&size, &colours, &comfort})
    for (Option& option : group->options) option.sample_name = frame.t(Text::EnlargeSampleTitle);
  return {std::move(size), std::move(colours), std::move(comfort)};
}

void apply(const Frame& frame, std::string_view group, std::size_t index) {
  app::Preferences wanted = frame.state.preferences;
  if (group == "size") wanted.text_percent = kPercents[index];
  if (group == "theme") wanted.theme = kThemes[index];
  if (group == "comfort") {
    const std::array<bool*, 4> options = {&wanted.easy_reading, &wanted.text_spacing, &wanted.seated, &wanted.reduced_motion};
    *options[index] = !*options[index];
  }
  frame.emit(app::SetPreferences{std::move(wanted)});
}

/// What this screen can put back, as nobody changed it.
app::Preferences put_back(const app::State& state) {
  app::Preferences wanted = state.initial_preferences();
  wanted.lang = state.preferences.lang;
  wanted.listening = state.preferences.listening;
  return wanted;
}

/// Options in rows of `columns`, the last row filled.
struct Grid {
  int columns = 1, rows = 1;
  float row_height = 0, title = 0, height = 0;
};
constexpr float kTitleGap = 8, kSampleWidth = 232, kSampleGap = 24, kBetween = 8;

Grid grid_of(const Frame& frame, const Group& group, float width, int columns) {
  const float gap = frame.layout().gap;
  Grid grid;
  grid.columns = std::clamp(columns, 1, static_cast<int>(group.options.size()));
  grid.rows = (static_cast<int>(group.options.size()) + grid.columns - 1) / grid.columns;
  const float each = (width - gap * static_cast<float>(grid.columns - 1)) / static_cast<float>(grid.columns);
  for (const Option& option : group.options) grid.row_height = std::max(grid.row_height, frame.ui.option_height(option.text, each));
  grid.title = frame.ui.measure_height(group.title, ui::Type::Note, width);
  grid.height = grid.title + kTitleGap + grid.row_height * static_cast<float>(grid.rows) + gap * static_cast<float>(grid.rows - 1);
  return grid;
}

/// Whether no word of an option is broken in so many columns.
bool words_fit(const Frame& frame, const Group& group, float width, int columns) {
  const float each = (width - frame.layout().gap * static_cast<float>(columns - 1)) / static_cast<float>(columns) - 24;
  for (const Option& option : group.options) {
    std::string_view words = option.text;
    while (!words.empty()) {
      const std::size_t end = std::min(words.find(' '), words.size());
      if (frame.ui.measure_width(words.substr(0, end), ui::Type::Note, 600) > each) return false;
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  }
  return true;
}

void group_view(const Frame& frame, const Group& group, const Grid& grid, Rect rect) {
  ui::Ui::Scope scope(frame.ui, group.id, ui::Role::Group, group.title);
  ui::TextOptions strong;
  strong.weight = 600;
  frame.ui.heading("title", {rect.x, rect.y, rect.w, grid.title}, group.title, ui::Type::Note, 2, strong);
  rect.cut_top(grid.title, kTitleGap);
  const float gap = frame.layout().gap;
  const int count = static_cast<int>(group.options.size());
  for (int i = 0; i < count; ++i) {
    const int row = i / grid.columns, in_row = std::min(grid.columns, count - row * grid.columns);
    const Rect line{rect.x, rect.y + (grid.row_height + gap) * static_cast<float>(row), rect.w, grid.row_height};
    const auto index = static_cast<std::size_t>(i);
    if (frame.ui.option(std::to_string(i + 1), line.column(i % grid.columns, in_row, gap), group.options[index])) apply(frame, group.id, index);
  }
}

/// One row of a group whose options do not stand together on a page.
void row_view(const Frame& frame, const Group& group, const Grid& grid, int row, Rect rect) {
  ui::Ui::Scope scope(frame.ui, std::string(group.id) + "-" + std::to_string(row + 1), ui::Role::Group, group.title);
  const int count = static_cast<int>(group.options.size()), first = row * grid.columns, in_row = std::min(grid.columns, count - first);
  for (int i = first; i < first + in_row; ++i) {
    const auto index = static_cast<std::size_t>(i);
    if (frame.ui.option(std::to_string(i + 1), rect.column(i - first, in_row, frame.layout().gap), group.options[index])) apply(frame, group.id, index);
  }
}

std::vector<ui::Block> sample_text(const Frame& frame) { return {ui::Block::paragraph(std::string(frame.t(Text::EnlargeSample)))}; }

std::vector<BottomItem> bottom_items(const Frame& frame) {
  std::vector<BottomItem> items = {back_item(frame)};
  if (frame.state.preferences != put_back(frame.state))
    items.push_back({"reset", std::string(frame.t(Text::EnlargeReset)), ui::ActionKind::Outline, ui::Icon::Refresh});
  return items;
}

void answer(const Frame& frame, std::string_view id) {
  if (id == "back") frame.emit(app::Back{});
  if (id == "reset") frame.emit(app::SetPreferences{put_back(frame.state)});
}

/// All on one page, the sample beside.
void together(const Frame& frame, const std::vector<Group>& list, const Bottom& bottom) {
  Rect body = bottom.body();
  Rect side = body.cut_right(kSampleWidth, kSampleGap);
  float used = 0;
  std::array<Grid, 3> grids;
  for (std::size_t i = 0; i < 3; ++i) used += (grids[i] = grid_of(frame, list[i], body.w, 4)).height;
  const float between = std::clamp((body.h - used) / 2, kBetween, 30.0F);
  float y = body.y;
  for (std::size_t i = 0; i < 3; ++i) {
    group_view(frame, list[i], grids[i], {body.x, y, body.w, grids[i].height});
    y += grids[i].height + between;
  }
  side.h = y - between - side.y;
  const Rect inside = frame.ui.panel(side, ui::PanelKind::Tinted, ui::Tint::Ciel);
  ui::Ui::Scope scope(frame.ui, "sample", ui::Role::Group, frame.t(Text::EnlargeSampleTitle));
  float at = inside.y + frame.ui.heading("title", inside, frame.t(Text::EnlargeSampleTitle), ui::Type::Label) + 14;
  at += frame.ui.rich_text("text", {inside.x, at, inside.w, inside.bottom() - at}, sample_text(frame)) + 20;
  const std::string note(frame.t(Text::EnlargeNote));
  const float height = frame.ui.measure_height(note, ui::Type::Small, inside.w);
  if (at + height <= inside.bottom()) frame.ui.text("note", {inside.x, inside.bottom() - height, inside.w, height}, note, ui::Type::Small, secondary());
}

bool fits_together(const Frame& frame, const std::vector<Group>& list, const Bottom& bottom) {
  if (!frame.is(ui::LayoutMode::Landscape)) return false;
  const Rect body = bottom.body();
  const float width = body.w - kSampleWidth - kSampleGap;
  float used = 2 * kBetween;
  for (const Group& group : list) used += grid_of(frame, group, width, 4).height;
  return used <= body.h;
}

}  // namespace

void enlarge_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::EnlargeContext), frame.t(Text::EnlargeTitle));
  const std::vector<Group> list = groups(frame);
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.bottom = bottom_items(frame);
  if (const Bottom bottom(frame, screen.bottom); fits_together(frame, list, bottom)) {
    together(frame, list, bottom);
    return answer(frame, bottom.draw());
  }
  // The upper third of the seated layout shows: the sample stands there on every page, above what acts on it.
  const bool above = frame.seated();
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    for (const Group& group : list) {
      if (above) {
        const float height = frame.ui.note_height(ui::NoteKind::Information, sample_text(frame), flow.width());
        flow.add(height, false, [&frame, &group](Rect rect) {
              frame.ui.note("sample-" + std::string(group.id), rect, ui::NoteKind::Information, sample_text(frame));
            }, 16, true);
      }
      // Side by side when the posture leaves little height, one under the other when the words need the width.
      const bool narrow = frame.layout().single_column();
      int columns = !narrow ? 4 : frame.layout().text_scale > 1 ? 1 : group.options.size() == 3 ? 3 : 2;
      Grid grid = grid_of(frame, group, flow.width(), columns);
      while (grid.height > flow.height() && columns < 4 && words_fit(frame, group, flow.width(), columns + 1)) grid = grid_of(frame, group, flow.width(), ++columns);
      if (grid.height > flow.height()) {
        flow.heading(std::string(group.id) + "-title", std::string(group.title), ui::Type::Note, 26);
        for (int row = 0; row < grid.rows; ++row)
          flow.add(grid.row_height, true, [&frame, &group, grid, row](Rect rect) { row_view(frame, group, grid, row, rect); }, frame.layout().gap);
        continue;
      }
      flow.add(grid.height, true, [&frame, group, grid](Rect rect) { group_view(frame, group, grid, rect); }, 26);
    }
    if (!above) flow.note("sample", ui::NoteKind::Information, std::string(frame.t(Text::EnlargeSampleTitle)), sample_text(frame), 24);
    flow.text("note", std::string(frame.t(Text::EnlargeNote)), ui::Type::Note, secondary(), 20);
  });
  answer(frame, id);
}

}  // namespace escale::screens
