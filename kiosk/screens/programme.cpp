// A study day: what is on now, what comes next, the whole day, and the practical pages. "Now" only when the time is believed.
#include <algorithm>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/learning_parts.hpp"

namespace escale::screens {
namespace {

using ui::Rect;

struct Day {
  const Frame& frame;
  const format::Programme& programme;
  bool today = false;  ///< trusted time says that it is this day
  std::optional<std::size_t> now, next;
  ui::StepState state_of(std::size_t index) const {
    if (!today || !frame.state.minutes_of_day) return ui::StepState::Todo;
    if (now == index) return ui::StepState::Here;
    return programme.slots[index].end_minute <= *frame.state.minutes_of_day ? ui::StepState::Done : ui::StepState::Todo;
  }
};

Day day_of(const Frame& frame, const format::Programme& programme) {
  Day day{frame, programme};
  const auto date = protocol::parse_day(programme.day);
  const auto& minute = frame.state.minutes_of_day;
  // The wall clock of a place is at most fourteen hours from UTC: the day before or after may still be today there.
  if (date && minute && frame.state.trusted_now != Timestamp{}) {
    const auto apart = std::chrono::abs(frame.state.trusted_now - (Timestamp(*date) + std::chrono::minutes(*minute)));
    day.today = apart < std::chrono::hours(15);
  }
  for (std::size_t i = 0; i < programme.slots.size(); ++i) {
    const format::Slot& slot = programme.slots[i];
    if (!day.today) break;
    if (!day.now && slot.start_minute <= *minute && *minute < slot.end_minute) day.now = i;
    if (!day.next && slot.start_minute > *minute) day.next = i;
  }
  return day;
}

std::string times(const Day& day, const format::Slot& slot) {
  return day.frame.t(Text::ProgrammeFromTo, time_text(day.frame.lang, slot.start_minute), time_text(day.frame.lang, slot.end_minute));
}

/// The slot as structured text: time and title, then place, who, note.
std::vector<ui::Block> slot_blocks(const Day& day, std::size_t index, bool apart) {
  const format::Slot& slot = day.programme.slots[index];
  const Frame& frame = day.frame;
  std::vector<ui::Run> runs = runs_of("**" + times(day, slot) + "**");
  if (day.now == index) runs = runs_of(frame.t(Text::ProgrammeNowAt, times(day, slot)));
  runs.push_back({"\n"});
  ui::Run title;
  title.text = slot.title;
  title.strong = true;
  runs.push_back(title);
  std::string rest;
  auto add = [&](const std::string& words) {
    if (!words.empty()) rest += "\n" + words;
  };
  add(slot.room);
  std::string speakers;
  for (const std::string& speaker : slot.speakers) speakers += (speakers.empty() ? "" : ", ") + speaker;
  add(speakers);
  add(slot.note);
  if (rest.empty()) return {ui::Block::paragraph(std::move(runs))};
  if (apart) return {ui::Block::paragraph(std::move(runs)), ui::Block::paragraph(rest.substr(1))};
  runs.push_back({rest});
  return {ui::Block::paragraph(std::move(runs))};
}

/// Whole on a page; one that no page holds is cut after its title, not in the middle of a place's name.
void add_slot(const Day& day, std::size_t index, Flow& flow) {
  std::vector<ui::Block> blocks = slot_blocks(day, index, false);
  if (day.frame.ui.measure_rich(blocks, flow.width()) > flow.height()) blocks = slot_blocks(day, index, true);
  flow.blocks("slot-" + std::to_string(index + 1), std::move(blocks), ui::Type::Body, 20);
}

std::vector<ui::Block> practical(const format::Programme& programme) {
  std::vector<ui::Block> blocks;
  for (const format::ProgrammePage& page : programme.pages) {
    blocks.push_back(heading_of(page.title));
    for (const learning::Block& block : page.blocks) {
      if (const auto* heading = std::get_if<learning::Heading>(&block)) blocks.push_back(heading_of(learning::words(heading->text), heading->level + 1));
      if (const auto* paragraph = std::get_if<learning::Paragraph>(&block)) blocks.push_back(ui::Block::paragraph(runs_of(paragraph->text)));
      if (const auto* list = std::get_if<learning::List>(&block))
        for (const auto& item : list->items) {
          ui::Block bullet = ui::Block::paragraph(runs_of(item.text));
          bullet.kind = ui::BlockKind::ListItem;
          bullet.level = item.depth + 1;
          bullet.marker = item.number > 0 ? std::to_string(item.number) + "." : "•";
          blocks.push_back(std::move(bullet));
        }
    }
  }
  return blocks;
}

/// The form that the day asks for, when it may be filled now.
std::optional<app::DocumentKey> form_of(const Day& day) {
  const std::string& bundle = day.frame.state.programme_key->bundle;
  const auto offered = day.frame.state.forms_offered();
  for (const format::Slot& slot : day.programme.slots) {
    if (slot.form.empty()) continue;
    const app::DocumentKey key{bundle, slot.form};
    if (std::ranges::find(offered, key) != offered.end() && !day.frame.state.collecting_stopped) return key;
  }
  return std::nullopt;
}

void now_panel(const Day& day, Rect rect) {
  const Frame& frame = day.frame;
  const format::Slot& slot = day.programme.slots[*day.now];
  const Rect inside = frame.ui.panel(rect, ui::PanelKind::Filled);
  ui::TextOptions on;
  on.colour = ui::Token::OnAction;
  on.weight = 600;
  frame.ui.text("now", inside, frame.t(Text::ProgrammeNow), ui::Type::Note, on);
  ui::TextOptions right = on;
  right.weight = 400;
  right.align = ui::Align::Right;
  frame.ui.text("until", inside, frame.t(Text::ProgrammeUntil, time_text(frame.lang, slot.end_minute)), ui::Type::Note, right);
  ui::TextOptions title;
  title.colour = ui::Token::OnAction;
  title.line = 44;
  title.ellipsis = true;
  const bool small = frame.ui.measure_height(slot.title, ui::Type::TitleCompact, inside.w, title) > 100;
  frame.ui.heading("now-title", {inside.x, inside.y + 46, inside.w, 92}, slot.title, small ? ui::Type::Heading : ui::Type::TitleCompact, 2, title);
  ui::TextOptions place;
  place.colour = ui::Token::OnAction;
  float y = inside.y + 152;
  if (!slot.room.empty()) y += std::max(40.0F, frame.ui.caption("now-place", {inside.x, y, inside.w, 34}, ui::Icon::Pin, slot.room, place) + 8);
  if (!slot.note.empty() && frame.ui.measure_height(slot.note, ui::Type::Small, inside.w - 42) <= inside.bottom() - y + 6)
    frame.ui.caption("now-note", {inside.x, y, inside.w, 34}, ui::Icon::Info, slot.note, place);
}

void next_panel(const Day& day, Rect rect) {
  const Frame& frame = day.frame;
  const format::Slot& slot = day.programme.slots[*day.next];
  const Rect inside = frame.ui.panel(rect, ui::PanelKind::Card);
  ui::TextOptions options = secondary();
  options.weight = 600;
  frame.ui.text("next", inside, frame.t(Text::ProgrammeNext), ui::Type::Note, options);
  options.weight = 400;
  options.align = ui::Align::Right;
  frame.ui.text("next-at", inside, frame.t(Text::ProgrammeAt, time_text(frame.lang, slot.start_minute)), ui::Type::Note, options);
  ui::TextOptions title;
  title.ellipsis = true;
  frame.ui.heading("next-title", {inside.x, inside.y + 40, inside.w, 40}, slot.title, ui::Type::Heading, 2, title);
  options.align = ui::Align::Left;
  options.ellipsis = true;
  options.balance = false;
  if (!slot.room.empty()) frame.ui.text("next-place", {inside.x, inside.y + 82, inside.w, 36}, slot.room, ui::Type::Note, options);
}

void day_panel(const Day& day, Rect rect) {
  const Frame& frame = day.frame;
  const Rect inside = frame.ui.panel(rect, ui::PanelKind::Card);
  std::vector<ui::TimelineItem> items;
  std::vector<std::string> hours;
  for (const format::Slot& slot : day.programme.slots) hours.push_back(time_text(frame.lang, slot.start_minute));
  for (std::size_t i = 0; i < day.programme.slots.size(); ++i) items.push_back({hours[i], day.programme.slots[i].title, day.state_of(i)});
  frame.ui.timeline("day", {inside.x - 6, inside.y - 8, inside.w + 22, inside.h + 16}, items);
}

}  // namespace

void programme_view(const Frame& frame) {
  rail(frame);
  if (frame.state.programme == nullptr || !frame.state.programme_key) {
    header(frame, frame.t(Text::HomeProgramme), frame.t(Text::ProgrammeOpening));
    const Bottom bottom(frame, {back_item(frame)});
    frame.ui.empty_state("loading", bottom.body(), ui::Icon::Calendar, frame.t(Text::HomeLoading), frame.t(Text::ProgrammeOpeningText));
    if (bottom.draw() == "back") frame.emit(app::Back{});
    return;
  }
  const format::Programme& programme = *frame.state.programme;
  const Day day = day_of(frame, programme);
  header(frame, frame.t(Text::ProgrammeContext, day_text(frame.lang, programme.day)), programme.title);
  const auto form = form_of(day);
  // The first page is the day at a glance; the others are every slot in full and the practical pages.
  const bool glance = as_designed(frame) && programme.slots.size() <= 10;
  std::vector<BottomItem> items = {back_item(frame)};
  if (form) items.push_back({"feedback", std::string(frame.t(Text::HomeFeedback)), glance ? ui::ActionKind::Secondary : ui::ActionKind::Primary, ui::Icon::Pencil});
  const int page = frame.state.list.page;
  std::string_view id;
  if (glance && page == 0) {
    items.push_back(next_item(frame, std::string(frame.t(Text::ProgrammeDetails))));
    const Bottom bottom(frame, items);
    Rect body = bottom.body();
    if (day.now || day.next) {
      Rect left = body.cut_left(507, 30);
      // A lower glass (16:9): what is on now keeps its words, the note under them goes first.
      constexpr float kNow = 306, kNext = 186, kLeastNext = 174, kBetween = 20;
      const float next = day.now ? std::clamp(left.h - kNow - kBetween, kLeastNext, kNext) : kNext;
      if (day.now) now_panel(day, day.next ? left.cut_top(std::min(kNow, left.h - next - kBetween), kBetween) : left);
      if (day.next) next_panel(day, left.cut_top(next));
    }
    day_panel(day, body);
    id = bottom.draw();
    if (id == "next" || (id.empty() && frame.ui.page_wish() > 0)) frame.emit(app::TurnPage{1});
  } else {
    FlowScreen screen;
    screen.page = glance ? page - 1 : page;
    screen.bottom = items;
    screen.most_width = kReadingWidth;
    screen.page_offset = glance ? 1 : 0;
    id = flow_screen(frame, screen, [&](Flow& flow) {
      if (!programme.place.empty()) flow.text("place", programme.place, ui::Type::Body, secondary());
      for (std::size_t i = 0; i < programme.slots.size(); ++i) add_slot(day, i, flow);
      flow.blocks("pages", practical(programme), ui::Type::Body, 24);
    });
  }
  if (id == "back") {
    if (glance && page > 0) {
      frame.emit(app::TurnPage{0});
    } else {
      frame.emit(app::Back{});
    }
  }
  if (id == "feedback") frame.emit(app::OpenFormAction{*form});
}

}  // namespace escale::screens
