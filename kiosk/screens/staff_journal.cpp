// For the team: what the self-check found, and what happened to the terminal, newest first. Codes come from the store; this file
// says them in words.
#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

struct Said {
  std::string_view code;
  Text text;
};

constexpr std::array<Said, 18> kEvents = {{{"started", Text::JournalStarted},
                                           {"crash", Text::JournalCrash},
                                           {"out-of-order", Text::JournalOutOfOrder},
                                           {"door-opened", Text::JournalDoorOpened},
                                           {"door-opened-key", Text::JournalDoorOpenedKey},
                                           {"door-opened-free", Text::JournalDoorOpenedFree},
                                           {"wrong-pin", Text::JournalWrongPin},
                                           {"pin-changed", Text::JournalPinChanged},
                                           {"key-made", Text::JournalKeyMade},
                                           {"sync-started", Text::JournalSyncStarted},
                                           {"sync-done", Text::JournalSyncDone},
                                           {"sync-failed", Text::JournalSyncFailed},
                                           {"session-opened", Text::JournalSessionOpened},
                                           {"session-closed", Text::JournalSessionClosed},
                                           {"screen-set", Text::JournalScreenSet},
                                           {"self-check", Text::JournalSelfCheck},
                                           {"content-dropped", Text::JournalContentDropped},
                                           {"other", Text::JournalOther}}};

constexpr std::array<Said, 8> kChecks = {{{"screen", Text::CheckScreen},
                                          {"touch", Text::CheckTouch},
                                          {"audio", Text::CheckAudio},
                                          {"voice", Text::CheckVoice},
                                          {"disk", Text::CheckDisk},
                                          {"clock", Text::CheckClock},
                                          {"power", Text::CheckPower},
                                          {"content", Text::CheckContent}}};

std::string check_words(const Frame& frame, std::string_view what) {
  for (const Said& said : kChecks)
    if (what.starts_with(said.code)) return std::string(frame.t(said.text));
  return std::string(what);
}

std::string event_words(const Frame& frame, const app::JournalLine& line) {
  const std::string detail = line.code == "self-check" ? check_words(frame, line.detail) : line.detail;
  for (const Said& said : kEvents)
    if (line.code == said.code) {
      std::string words = frame.t(said.text, detail);
      // « … ({0}) » without its detail.
      if (const auto empty = words.find(" ()"); detail.empty() && empty != std::string::npos) words.erase(empty, 3);
      return words;
    }
  return frame.t(Text::JournalOther, line.code + (detail.empty() ? "" : " " + detail));
}

std::string when(const Frame& frame, const app::JournalLine& line) {
  if (!line.time) return std::string(frame.t(Text::JournalUnknownTime));
  return frame.t(Text::JournalWhen, day_text(frame.lang, std::chrono::floor<std::chrono::days>(*line.time), false),
                 time_text(frame.lang, local_minute_of_day(*line.time)));
}

}  // namespace

void staff_journal_view(const Frame& frame) {
  rail(frame);
  header(frame, frame.t(Text::StaffContext), frame.t(Text::JournalTitle));
  FlowScreen screen;
  screen.page = frame.state.list.page;
  screen.bottom = {back_item(frame)};
  const std::string_view id = flow_screen(frame, screen, [&](Flow& flow) {
    flow.heading("checks", std::string(frame.t(Text::JournalChecks)));
    bool well = true;
    for (const app::SelfCheck& check : frame.state.self_checks) {
      if (check.ok) continue;
      well = false;
      flow.text("check-" + check.what, capitalised(check_words(frame, check.what)) + ".");
    }
    if (well) flow.text("well", std::string(frame.t(Text::CheckWell)));
    flow.add(frame.layout().target, true, [&frame](ui::Rect rect) {
      rect.w = std::min(rect.w, frame.ui.button_width(frame.t(Text::StaffScreen), ui::ButtonKind::Outline));
      if (frame.ui.outline_button("screen", rect, frame.t(Text::StaffScreen))) frame.emit(app::Go{app::View::ScreenSetup});
    });
    flow.heading("events", std::string(frame.t(Text::JournalEvents)));
    if (frame.state.staff.journal.empty()) flow.text("empty", std::string(frame.t(Text::JournalEmpty)), ui::Type::Body, secondary());
    int number = 0;
    for (const app::JournalLine& line : frame.state.staff.journal)
      flow.text("line-" + std::to_string(++number), frame.t(Text::JournalLine, when(frame, line), event_words(frame, line)));
  });
  if (id == "back") frame.emit(app::Back{});
}

}  // namespace escale::screens
