// The team's area: what waits to travel, one synchronisation, the session that collects. Behind a code that protects the screen only.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/fit.hpp"
#include "kiosk/screens/flow.hpp"
#include "kiosk/screens/typing.hpp"

namespace escale::screens {
namespace {

using ui::Icon;
using ui::Rect;

/// A page of its own: "do you want to close the session?".
constexpr int kConfirmClose = kTypingPage;

std::string title_of_state(const Frame& frame) {
  const protocol::OutboxCounts& outbox = frame.state.staff.outbox;
  if (outbox.pending > 0) return counted(frame.lang, Text::StaffWaiting, outbox.pending);
  if (outbox.received + outbox.released > 0) return std::string(frame.t(Text::StaffNothingMissing));
  return std::string(frame.t(Text::StaffNothingYet));
}

/// What a synchronisation did or why it did not, and what to do then. Empty when none was tried.
std::string outcome(const Frame& frame) {
  if (frame.state.message == "session-closed") return std::string(frame.t(Text::StaffSessionClosed));
  if (frame.state.message == "session-failed") return std::string(frame.t(Text::StaffSessionFailed));
  const app::StaffView& staff = frame.state.staff;
  const std::string& result = staff.sync_result;
  if (result.empty()) return {};
  if (result == "done") {
    if (staff.bundles_updated == 0 && staff.envelopes_sent == 0) return std::string(frame.t(Text::StaffSyncNothing));
    return frame.t(Text::StaffSyncDone, staff.bundles_updated, staff.envelopes_sent);
  }
  if (result == "unavailable" || result == "not_found") return std::string(frame.t(Text::StaffSyncUnavailable));
  if (result == "no_space") return std::string(frame.t(Text::StaffSyncNoSpace));
  if (result == "untrusted" || result == "corrupt") return std::string(frame.t(Text::StaffSyncUntrusted));
  if (result == "expired") return std::string(frame.t(Text::StaffSyncExpired));
  if (result == "refused") return std::string(frame.t(Text::StaffSyncStopped));
  return frame.t(Text::StaffSyncOther, result);
}

bool went_well(const Frame& frame) {
  if (!frame.state.message.empty()) return frame.state.message == "session-closed";
  const std::string& result = frame.state.staff.sync_result;
  return result.empty() || result == "done";
}

std::string last_time(const Frame& frame) {
  if (frame.state.staff.hub.empty()) return std::string(frame.t(Text::StaffNoHub));
  if (!frame.state.staff.last_sync) return std::string(frame.t(Text::StaffNever));
  return frame.t(Text::StaffLast, day_text(frame.lang, std::chrono::floor<std::chrono::days>(*frame.state.staff.last_sync)));
}

float fraction_of(const client::Progress& progress) {
  if (progress.total == 0) return 0;
  return std::min(1.0F, static_cast<float>(static_cast<double>(progress.done) / static_cast<double>(progress.total)));
}

std::string_view stage_name(const Frame& frame, client::Stage stage) {
  switch (stage) {
    case client::Stage::Metadata: return frame.t(Text::StaffStageMetadata);
    case client::Stage::Blobs: return frame.t(Text::StaffStageBlobs);
    case client::Stage::Envelopes: return frame.t(Text::StaffStageEnvelopes);
    case client::Stage::Receipts: return frame.t(Text::StaffStageReceipts);
    case client::Stage::Done: return frame.t(Text::StaffStageDone);
  }
  return {};
}

std::string amount(const Frame& frame, const client::Progress& progress) {
  if (progress.total == 0) return {};
  if (progress.stage == client::Stage::Blobs)
    return frame.t(Text::StaffAmount, size_text(frame.lang, progress.done), size_text(frame.lang, progress.total));
  return frame.t(Text::StaffAmount, number_text(frame.lang, static_cast<std::int64_t>(progress.done)),
                 number_text(frame.lang, static_cast<std::int64_t>(progress.total)));
}

std::string who(const Frame& frame) {
  const app::StaffView& staff = frame.state.staff;
  if (staff.terminal.empty()) return std::string(frame.t(Text::StaffNotEnrolled));
  if (!staff.listed) return frame.t(Text::StaffPending, staff.terminal.substr(0, 8));
  return frame.t(Text::StaffListed, staff.terminal_name.empty() ? staff.terminal.substr(0, 8) : staff.terminal_name);
}

std::string room_left(const Frame& frame) {
  const app::StaffView& staff = frame.state.staff;
  if (frame.state.collecting_stopped) return std::string(frame.t(Text::StaffFull));
  return frame.t(Text::StaffFree, size_text(frame.lang, static_cast<std::uint64_t>(std::max<std::int64_t>(0, staff.free_bytes))));
}

/// The newest session that is over and has answers, for its results.
const app::SessionView* last_closed(const app::State& state) {
  const auto found = std::ranges::find_if(state.sessions, [](const app::SessionView& session) { return !session.open && session.collected > 0; });
  return found == state.sessions.end() ? nullptr : &*found;
}

struct SessionButton {
  std::string_view id;
  Text text;
  Icon icon;
};

std::vector<SessionButton> session_buttons(const Frame& frame) {
  if (frame.state.open_session() != nullptr)
    return {{"results", Text::StaffShowResults, Icon::Chart}, {"close", Text::StaffClose, Icon::Lock}};
  std::vector<SessionButton> list = {{"open", Text::StaffOpen, Icon::People}};
  if (last_closed(frame.state) != nullptr) list.push_back({"results", Text::StaffLastResults, Icon::Chart});
  return list;
}

void press(const Frame& frame, std::string_view id) {
  const app::SessionView* session = frame.state.open_session();
  if (session == nullptr) session = last_closed(frame.state);
  if (id == "open") frame.emit(app::BeginSession{});
  if (id == "results" && session != nullptr) frame.emit(app::OpenResults{session->id});
  if (id == "close") frame.emit(app::TurnPage{kConfirmClose});
}

void session_button(const Frame& frame, const SessionButton& each, Rect rect) {
  ui::ButtonOptions options;
  options.icon = each.icon;
  if (frame.ui.outline_button(each.id, rect, frame.t(each.text), options)) press(frame, each.id);
}

float button_height(const Frame& frame, const SessionButton& each, float width) {
  ui::ButtonOptions options;
  options.icon = each.icon;
  return frame.ui.button_height(frame.t(each.text), ui::ButtonKind::Outline, width, options);
}

std::string session_title(const Frame& frame) {
  if (const app::SessionView* session = frame.state.open_session()) return session->title;
  return std::string(frame.t(Text::StaffNoSession));
}

std::string session_words(const Frame& frame) {
  if (const app::SessionView* session = frame.state.open_session()) return counted(frame.lang, Text::StaffCollected, session->collected);
  if (const app::SessionView* session = last_closed(frame.state))
    return frame.t(Text::StaffLastSession, counted(frame.lang, Text::StaffCollected, session->collected));
  return std::string(frame.t(Text::StaffNoSessionText));
}

void confirm_close(const Frame& frame) {
  const app::SessionView* session = frame.state.open_session();
  header(frame, frame.t(Text::StaffContext), frame.t(Text::StaffCloseTitle));
  FlowScreen screen;
  screen.bottom = {{"keep", std::string(frame.t(Text::StaffCloseNo)), ui::ActionKind::Secondary},
                   {"close", std::string(frame.t(Text::StaffClose)), ui::ActionKind::Primary, Icon::Lock}};
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    flow.heading("session", session->title);
    flow.text("collected", counted(frame.lang, Text::StaffCollected, session->collected));
    flow.note("after", ui::NoteKind::Information, {}, {ui::Block::paragraph(std::string(frame.t(Text::StaffCloseText)))});
  });
  if (id == "keep") frame.emit(app::TurnPage{0});
  if (id == "close") {
    frame.emit(app::CloseSession{});
    frame.emit(app::TurnPage{0});
  }
}

std::vector<BottomItem> bottom_items(const Frame& frame, bool lock) {
  std::vector<BottomItem> items = {back_item(frame)};
  if (lock) items.push_back({"lock", std::string(frame.t(Text::StaffLock)), ui::ActionKind::QuietLeft, Icon::Lock});
  items.push_back({"journal", std::string(frame.t(Text::StaffJournal)), ui::ActionKind::QuietLeft, Icon::Info});
  items.push_back({"clean", std::string(frame.t(Text::StaffClean)), ui::ActionKind::QuietLeft, Icon::Eraser});
  if (frame.state.staff.syncing) {
    items.push_back({"stop", std::string(frame.t(Text::StaffStop)), ui::ActionKind::Primary, Icon::Pause});
  } else {
    const bool enabled = !frame.state.staff.hub.empty();
    items.push_back({"sync", std::string(frame.t(Text::StaffSync)), ui::ActionKind::Primary, Icon::Refresh, false, enabled,
                     std::string(frame.t(Text::StaffNoHub))});
  }
  return items;
}

void act(const Frame& frame, std::string_view id) {
  if (id == "back") frame.emit(app::Back{});
  if (id == "lock") frame.emit(app::LeaveStaff{});
  if (id == "journal") frame.emit(app::Go{app::View::StaffJournal});
  if (id == "clean") frame.emit(app::StartCleaning{});
  if (id == "sync") frame.emit(app::StartSync{});
  if (id == "stop") frame.emit(app::CancelSync{});
}

/// Whether the two columns hold their words: a lower glass (16:9), a long name of a session take the column instead.
bool wide_holds(const Frame& frame) {
  const Rect body = Bottom(frame, bottom_items(frame, false)).body();
  const float width = body.w - 545 - 24 - 60;  // the card's own margins
  ui::TextOptions cut;
  cut.ellipsis = true;
  const float title = std::min(76.0F, frame.ui.measure_height(session_title(frame), ui::Type::Heading, width, cut));
  const float words = frame.ui.measure_height(session_words(frame), ui::Type::Note, width, secondary());
  float lines = 0;
  for (const std::string& line : {who(frame), room_left(frame)}) lines += std::max(30.0F, frame.ui.measure_height(line, ui::Type::Note, width - 44)) + 8;
  const float buttons = static_cast<float>(session_buttons(frame).size()) * (88 + 18);
  constexpr float kTrailing = 18 + 8;  // no gap after the last of either
  const float session = 28 + 32 + title + 6 + words + 18 + buttons + lines - kTrailing + 28;
  // At the left, under the two numbers: the way out and in, and what came of it.
  const float left = 545 - 60;
  float way = 28 + 56 + frame.ui.measure_height(last_time(frame), ui::Type::Note, left, secondary()) + 12 + 28;
  ui::TextOptions balanced;
  balanced.balance = true;
  balanced.weight = 500;
  if (const std::string said = outcome(frame); !said.empty()) way += frame.ui.caption_height(said, left, balanced);
  return std::max(session, 206 + 20 + way) <= body.h;
}

void wide(const Frame& frame) {
  const app::StaffView& staff = frame.state.staff;
  ui::Header top;
  top.context = frame.t(Text::StaffContext);
  const std::string title = title_of_state(frame);
  top.title = title;
  top.button_id = "lock";
  top.button_text = frame.t(Text::StaffLock);
  top.button_icon = Icon::Lock;
  if (frame.ui.header(top)) frame.emit(app::LeaveStaff{});
  const Bottom bottom(frame, bottom_items(frame, false));
  Rect body = bottom.body();
  Rect left = body.cut_left(545, 24);
  // Collected and sent: the two numbers that must agree.
  const bool all = staff.outbox.pending == 0;
  const Rect totals = left.cut_top(206, 20);
  const Rect sums = frame.ui.panel(totals, ui::PanelKind::Tinted, all ? ui::Tint::Success : ui::Tint::Ambre);
  const std::int64_t sent = staff.outbox.received + staff.outbox.released, total = sent + staff.outbox.pending;
  frame.ui.big_number("collected", {sums.x, sums.y, 220, sums.h}, number_text(frame.lang, total), plural(frame.lang, Text::StaffCaptionCollected, total));
  frame.ui.icon({totals.center().x - 32, totals.center().y - 32, 64, 64}, all ? Icon::CircleCheck : Icon::ArrowRight,
                all ? ui::Token::Success : ui::Token::Warning);
  frame.ui.big_number("sent", {sums.right() - 220, sums.y, 220, sums.h}, number_text(frame.lang, sent), plural(frame.lang, Text::StaffCaptionSent, sent),
                      ui::Token::Text, ui::Align::Right);
  // The way out and in.
  const Rect way = frame.ui.panel(left, ui::PanelKind::Card);
  frame.ui.icon({way.x + 2, way.y, 40, 40}, Icon::Cloud, ui::Token::Accent);
  ui::TextOptions small = secondary();
  if (staff.syncing) {
    const client::Progress& progress = staff.progress;
    const float part = fraction_of(progress);
    const std::string percent = percent_text(frame.lang, static_cast<int>(std::floor(part * 100)));
    frame.ui.heading("way", {way.x + 60, way.y, 330, 40}, stage_name(frame, progress.stage));
    ui::TextOptions right;
    right.align = ui::Align::Right;
    right.weight = 600;
    if (progress.total > 0) frame.ui.text("percent", {way.x, way.y, way.w, 40}, percent, ui::Type::Heading, right);
    frame.ui.progress_bar("progress", {way.x, way.y + 60, way.w, 30}, part, stage_name(frame, progress.stage), percent);
    frame.ui.text("amount", {way.x, way.y + 104, way.w, 34}, amount(frame, progress), ui::Type::Note);
    frame.ui.text("resume", {way.x, way.y + 150, way.w, 70}, frame.t(Text::StaffResume), ui::Type::Note, small);
  } else {
    frame.ui.heading("way", {way.x + 60, way.y, 420, 40}, frame.t(Text::StaffWay));
    float y = way.y + 56;
    y += frame.ui.text("last", {way.x, y, way.w, 34}, last_time(frame), ui::Type::Note, small) + 12;
    const std::string said = outcome(frame);
    if (!said.empty()) {
      ui::TextOptions options;
      options.balance = true;
      options.weight = 500;
      options.colour = went_well(frame) ? ui::Token::Success : ui::Token::Error;
      options.live = went_well(frame) ? ui::Live::Polite : ui::Live::Assertive;
      frame.ui.caption("outcome", {way.x, y, way.w, 100}, went_well(frame) ? Icon::CircleCheck : Icon::CircleCross, said, options);
    }
  }
  // The session, and the terminal itself.
  Rect right = frame.ui.panel(body, ui::PanelKind::Card);
  {
    ui::Ui::Scope scope(frame.ui, "session", ui::Role::Group, frame.t(Text::StaffSession));
    ui::TextOptions label = secondary();
    frame.ui.text("label", {right.x, right.y - 4, right.w, 30}, frame.t(Text::StaffSession), ui::Type::Small, label);
    ui::TextOptions cut;
    cut.ellipsis = true;
    right.cut_top(32);
    right.cut_top(frame.ui.heading("title", {right.x, right.y, right.w, 76}, session_title(frame), ui::Type::Heading, 2, cut), 6);
    right.cut_top(frame.ui.text("words", right, session_words(frame), ui::Type::Note, secondary()), 18);
    for (const SessionButton& each : session_buttons(frame)) session_button(frame, each, right.cut_top(88, 18));
  }
  // From the bottom up: each line takes the height it needs.
  auto line_at_bottom = [&](std::string_view id, Icon icon, const std::string& words) {
    const float height = std::max(30.0F, frame.ui.measure_height(words, ui::Type::Note, right.w - 44));
    frame.ui.caption(id, right.cut_bottom(height, 8), icon, words, secondary());
  };
  line_at_bottom("room", frame.state.collecting_stopped ? Icon::Warning : Icon::Info, room_left(frame));
  line_at_bottom("who", staff.listed ? Icon::CircleCheck : Icon::Warning, who(frame));
  act(frame, bottom.draw());
}

/// Buttons as wide as their column, as many beside each other as their words allow.
void others_in(Flow& flow, const Frame& frame, const std::vector<BottomItem>& items, std::string_view& pressed) {
  if (items.empty()) return;
  const float gap = frame.layout().gap;
  auto options_of = [](const BottomItem& item) {
    ui::ButtonOptions options;
    options.icon = item.icon;
    return options;
  };
  float widest = 0;
  for (const BottomItem& item : items) widest = std::max(widest, frame.ui.button_width(item.text, ui::ButtonKind::Outline, options_of(item)));
  const auto count = static_cast<int>(items.size());
  const int columns = std::clamp(static_cast<int>((flow.width() + gap) / (widest + gap)), 1, count);
  const float width = (flow.width() - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  float height = frame.layout().target;
  for (const BottomItem& item : items) height = std::max(height, frame.ui.button_height(item.text, ui::ButtonKind::Outline, width, options_of(item)));
  for (int first = 0; first < count; first += columns)
    flow.add(height, true, [=, &frame, &items, &pressed](Rect rect) {
      for (int i = first; i < std::min(count, first + columns); ++i) {
        const BottomItem& item = items[static_cast<std::size_t>(i)];
        if (frame.ui.outline_button(item.id, rect.column(i - first, columns, gap), item.text, options_of(item))) pressed = item.id;
      }
    }, first == 0 ? 24 : gap);
}

void column(const Frame& frame) {
  const app::StaffView& staff = frame.state.staff;
  header(frame, frame.t(Text::StaffContext), frame.t(Text::StaffTitle));
  FlowScreen screen;
  screen.page = staff.page.page;
  screen.bottom = bottom_items(frame, true);
  // What does not stand in one row is part of the column: rows of buttons above each other would leave it no room.
  std::vector<BottomItem> others;
  if (Bottom(frame, screen.bottom).body().h < frame.layout().body.h - 0.5F) {
    others.assign(screen.bottom.begin() + 1, screen.bottom.end() - 1);
    screen.bottom.erase(screen.bottom.begin() + 1, screen.bottom.end() - 1);
  }
  std::string_view pressed;
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    auto buttons = [&] {
      for (const SessionButton& each : session_buttons(frame))
        flow.add(button_height(frame, each, flow.width()), true, [&frame, each](Rect rect) { session_button(frame, each, rect); });
    };
    if (frame.seated()) buttons();  // what can be touched keeps the lower part of the first page
    flow.heading("state", title_of_state(frame));
    const std::int64_t sent = staff.outbox.received + staff.outbox.released;
    flow.text("counts", frame.t(Text::StaffCounts, number_text(frame.lang, sent + staff.outbox.pending), number_text(frame.lang, sent)));
    if (staff.syncing) {
      const float part = fraction_of(staff.progress);
      const std::string percent = percent_text(frame.lang, static_cast<int>(std::floor(part * 100)));
      flow.text("stage", std::string(stage_name(frame, staff.progress.stage)));
      flow.add(34, false, [&frame, part, percent](Rect rect) {
        frame.ui.progress_bar("progress", rect, part, stage_name(frame, frame.state.staff.progress.stage), percent);
      });
      flow.text("amount", amount(frame, staff.progress));
    } else {
      flow.text("last", last_time(frame), ui::Type::Body, secondary());
      const std::string said = outcome(frame);
      if (!said.empty())
        flow.note("outcome", went_well(frame) ? ui::NoteKind::Success : ui::NoteKind::Error, {}, {ui::Block::paragraph(said)});
    }
    flow.heading("session", session_title(frame));
    flow.text("session-words", session_words(frame), ui::Type::Body, secondary());
    if (!frame.seated()) buttons();
    flow.text("who", who(frame), ui::Type::Body, secondary(), 24);
    flow.text("room", room_left(frame), ui::Type::Body, secondary());
    others_in(flow, frame, others, pressed);
  });
  act(frame, id.empty() ? pressed : id);
}

}  // namespace

void staff_door_view(const Frame& frame) {
  rail(frame);
  const app::StaffView& staff = frame.state.staff;
  Typing typing;
  typing.id = "pin";
  typing.context = frame.t(Text::StaffContext);
  typing.title = frame.t(Text::StaffPin);
  typing.value = staff.pin;
  typing.secret = true;
  typing.max_chars = 12;
  typing.keyboard = ui::KeyboardKind::Digits;
  const bool wait = staff.wait_seconds > 0;
  if (staff.busy) {
    typing.hint = frame.t(Text::StaffPinBusy);
    typing.hint_icon = Icon::Clock;
  } else if (staff.failure == "wrong-pin") {
    // An error is spoken at once, and again when it changes: the seconds that are left stand in the hint.
    typing.error = frame.t(wait ? Text::StaffPinWhyWait : Text::StaffPinWrong);
    if (wait) typing.hint = frame.t(Text::StaffPinWait, staff.wait_seconds);
    typing.hint_icon = Icon::Clock;
  }
  BottomItem open{"open", std::string(frame.t(Text::StaffPinOpen)), ui::ActionKind::Primary, Icon::Key, false,
                  !staff.pin.empty() && !staff.busy && !wait,
                  std::string(frame.t(wait ? Text::StaffPinWhyWait : Text::StaffPinWhyEmpty))};
  const Door door = door_view(frame, typing, std::move(open));
  if (door.changed) frame.emit(app::TypePin{*door.changed});
  if (door.opened) frame.emit(app::SubmitPin{});
  if (door.left) frame.emit(app::Back{});
}

void staff_view(const Frame& frame) {
  rail(frame);
  if (frame.state.staff.page.page >= kConfirmClose && frame.state.open_session() != nullptr) return confirm_close(frame);
  if (as_designed(frame) && wide_holds(frame)) return wide(frame);
  column(frame);
}

}  // namespace escale::screens
