// Text size, colours, easy reading, seated posture, motion: applied at once, dropped at the end of use.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/frame.hpp"

namespace escale::screens {
namespace {

using ui::Choice;
using ui::Rect;

struct Group {
  std::string_view id;
  std::string_view title;
  std::vector<Choice> choices;
};

std::vector<Group> groups(const Frame& frame) {
  const app::Preferences& now = frame.state.preferences;
  auto option = [&](Text text, bool selected, bool checkbox = false) {
    Choice choice;
    choice.text = frame.t(text);
    choice.selected = selected;
    choice.checkbox = checkbox;
    return choice;
  };
  return {{"size",
           frame.t(Text::EnlargeSize),
           {option(Text::EnlargeSize100, now.text_percent == 100), option(Text::EnlargeSize150, now.text_percent == 150),
            option(Text::EnlargeSize200, now.text_percent == 200)}},
          {"theme",
           frame.t(Text::EnlargeColours),
           {option(Text::EnlargeLight, now.theme == app::Theme::Light), option(Text::EnlargeDark, now.theme == app::Theme::Dark),
            option(Text::EnlargeContrast, now.theme == app::Theme::Contrast)}},
          {"comfort",
           frame.t(Text::EnlargeComfort),
           {option(Text::EnlargeEasy, now.easy_reading, true), option(Text::EnlargeSeated, now.seated, true),
            option(Text::EnlargeMotion, now.reduced_motion, true)}}};
}

void apply(const Frame& frame, std::string_view group, int index) {
  app::Preferences wanted = frame.state.preferences;
  if (group == "size") wanted.text_percent = index == 0 ? 100 : index == 1 ? 150 : 200;
  if (group == "theme") wanted.theme = index == 0 ? app::Theme::Light : index == 1 ? app::Theme::Dark : app::Theme::Contrast;
  if (group == "comfort") {
    bool& option = index == 0 ? wanted.easy_reading : index == 1 ? wanted.seated : wanted.reduced_motion;
    option = !option;
  }
  frame.emit(app::SetPreferences{std::move(wanted)});
}

/// `across`: the choices stand side by side.
float group_height(const Frame& frame, const Group& group, float width, bool across) {
  const float gap = frame.layout().gap, title = frame.ui.measure_height(group.title, ui::Type::Lead, width);
  const float each = across ? (width - gap * 2) / 3 : width;
  float row = frame.layout().target;
  for (const Choice& choice : group.choices) row = std::max(row, frame.ui.choice_height(choice.text, each));
  return title + 12 + (across ? row : row * 3 + gap * 2);
}

void group_view(const Frame& frame, const Group& group, Rect rect, bool across) {
  ui::Ui::Scope scope(frame.ui, group.id, ui::Role::Group, group.title);
  ui::TextOptions strong;
  strong.weight = 600;
  const float title = frame.ui.heading("title", rect, group.title, ui::Type::Lead, 2, strong);
  rect.cut_top(title, 12);
  for (int i = 0; i < 3; ++i) {
    const Rect cell = across ? rect.column(i, 3, frame.layout().gap) : rect.row(i, 3, frame.layout().gap);
    if (frame.ui.choice(std::to_string(i + 1), cell, group.choices[static_cast<std::size_t>(i)])) apply(frame, group.id, i);
  }
}

}  // namespace

void enlarge_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::EnlargeContext), frame.t(Text::EnlargeTitle));
  const Bottom last(frame, {back_item(frame)});
  const std::vector<Group> list = groups(frame);
  Rect body = control_area(frame, last.body());
  if (frame.is(ui::LayoutMode::Landscape)) {
    Rect top = body;
    top.h = std::min(body.h, 400.0F);
    for (int i = 0; i < 3; ++i) group_view(frame, list[static_cast<std::size_t>(i)], top.column(i, 3, 30), false);
    frame.ui.caption("note", {body.x, top.bottom() + 30, body.w, 60}, ui::Icon::Info, frame.t(Text::EnlargeNote), secondary());
    if (last.draw() == "back") frame.emit(app::Back{});
    return;
  }
  // As many groups a page as fit; side by side when the posture leaves little height.
  const bool across = frame.seated();
  float tallest = 0;
  for (const Group& group : list) tallest = std::max(tallest, group_height(frame, group, body.w, across));
  const int per_page = std::clamp(static_cast<int>(std::floor((body.h + 28) / (tallest + 28))), 1, 3);
  const int pages = (3 + per_page - 1) / per_page, page = std::clamp(frame.state.list.page, 0, pages - 1);
  float y = body.y;
  for (int i = page * per_page; i < std::min(3, (page + 1) * per_page); ++i) {
    const Group& group = list[static_cast<std::size_t>(i)];
    const float height = group_height(frame, group, body.w, across);
    group_view(frame, group, {body.x, y, body.w, height}, across);
    y += height + 28;
  }
  std::vector<BottomItem> items = {back_item(frame)};
  if (pages > 1) items.push_back({"page", frame.t(Text::CommonPage, page + 1, pages), ui::ActionKind::Caption});
  if (page + 1 < pages) items.push_back(next_item(frame, std::string(frame.t(Text::CommonNext))));
  const std::string_view id = Bottom(frame, items).draw();
  if (id == "next") frame.emit(app::TurnPage{page + 1});
  if (id == "back") {
    if (page > 0) {
      frame.emit(app::TurnPage{page - 1});
    } else {
      frame.emit(app::Back{});
    }
  }
}

}  // namespace escale::screens
