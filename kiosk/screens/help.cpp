// Whom to ask, how this terminal works, and the doors to what it says about itself. A person first.
#include <algorithm>

#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

struct Door {
  std::string_view id;
  Text title;
  ui::Icon icon;
  app::View view;
};

constexpr Door kDoors[] = {{"data", Text::HelpData, ui::Icon::Shield, app::View::PersonalData},
                           {"accessibility", Text::HelpAccessibility, ui::Icon::Eye, app::View::Accessibility},
                           {"about", Text::HelpAbout, ui::Icon::Info, app::View::About},
                           {"staff", Text::HelpStaff, ui::Icon::Key, app::View::StaffDoor},
                           {"clean", Text::HelpClean, ui::Icon::Clean, app::View::Help}};
constexpr int kDoorCount = 5;

void door(const Frame& frame, const Door& each, ui::Rect rect) {
  ui::ButtonOptions options;
  options.icon = each.icon;
  if (frame.ui.outline_button(each.id, rect, frame.t(each.title), options)) {
    if (each.id == "clean") return frame.emit(app::StartCleaning{});
    frame.emit(app::Go{each.view});
  }
}

float door_width(const Frame& frame, const Door& each) {
  ui::ButtonOptions options;
  options.icon = each.icon;
  return frame.ui.button_width(frame.t(each.title), ui::ButtonKind::Outline, options);
}

std::vector<ui::Block> how_to(const Frame& frame) {
  return {bullet_of(frame.t(Text::HelpTouch)), bullet_of(frame.t(Text::HelpBack)), bullet_of(frame.t(Text::HelpEnlarge)),
          bullet_of(frame.t(Text::HelpFinish))};
}

}  // namespace

void help_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::HelpContext), frame.t(Text::HelpTitle));
  const std::string person = ask_line(frame);
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.bottom = {back_item(frame)};
  // Beside each other when the words leave room.
  const float beside = frame.layout().body.w - 436;
  const std::vector<ui::Block> who = {ui::Block::paragraph(person)};
  const bool fits = frame.ui.note_height(ui::NoteKind::Information, who, beside, frame.t(Text::HelpPerson)) + 24 +
                        frame.ui.measure_rich(how_to(frame), beside) <= frame.layout().body.h;
  if (frame.is(ui::LayoutMode::Landscape) && fits) {
    const Bottom bottom(frame, screen.bottom);
    ui::Rect body = bottom.body();
    ui::Rect doors = body.cut_right(400, 36);
    body.cut_top(frame.ui.note("person", body.cut_top(0), ui::NoteKind::Information, who, frame.t(Text::HelpPerson)), 24);
    frame.ui.rich_text("how", body, how_to(frame));
    doors.h = std::min(doors.h, 88.0F * kDoorCount + 18 * (kDoorCount - 1));
    for (int i = 0; i < kDoorCount; ++i) door(frame, kDoors[i], doors.row(i, kDoorCount, 18));
    if (bottom.draw() == "back") frame.emit(app::Back{});
    return;
  }
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    flow.note("person", ui::NoteKind::Information, std::string(frame.t(Text::HelpPerson)), {ui::Block::paragraph(person)});
    if (!frame.seated()) flow.blocks("how", how_to(frame), ui::Type::Body, 24);
    // As many doors beside each other as their words allow.
    const float target = frame.layout().target, gap = std::max(18.0F, frame.layout().gap);
    float widest = 0;
    for (const Door& each : kDoors) widest = std::max(widest, door_width(frame, each));
    const int columns = std::clamp(static_cast<int>((flow.width() + gap) / (widest + gap)), 1, 3);
    for (int i = 0; i < kDoorCount; i += columns)
      flow.add(target, true, [&frame, i, columns, gap](ui::Rect rect) {
        for (int j = i; j < std::min(kDoorCount, i + columns); ++j) door(frame, kDoors[j], rect.column(j - i, columns, gap));
      }, i == 0 ? 24.0F : gap);
    if (frame.seated()) flow.blocks("how", how_to(frame), ui::Type::Body, 24);
  });
  if (id == "back") frame.emit(app::Back{});
}

}  // namespace escale::screens
