// The first screen: an entry for each thing that this terminal can do now, and nothing else.
#include <algorithm>

#include "kiosk/screens/flow.hpp"

namespace escale::screens {
namespace {

using ui::Art;
using ui::Rect;
using ui::Tint;

struct Entry {
  std::string_view id, title;
  std::string text;
  Art art;
  Tint tint;
};

bool has_entry(const app::Library& library, format::EntryKind kind) {
  return std::ranges::any_of(library.bundles, [&](const auto& bundle) {
    return std::ranges::any_of(bundle->documents, [&](const auto& entry) { return entry.kind == kind; });
  });
}

const format::Manifest* programme_bundle(const app::Library& library) {
  for (const auto& bundle : library.bundles)
    for (const auto& entry : bundle->documents)
      if (entry.kind == format::EntryKind::Programme) return bundle.get();
  return nullptr;
}

/// An open session says so where people give their opinion.
std::string feedback_text(const Frame& frame) {
  const app::SessionView* session = frame.state.open_session();
  if (session == nullptr) return std::string(frame.t(Text::HomeFeedbackText));
  return session->title.empty() ? std::string(frame.t(Text::HomeSession)) : frame.t(Text::HomeSessionOf, session->title);
}

std::vector<Entry> entries(const Frame& frame) {
  const app::State& state = frame.state;
  std::vector<Entry> list;
  if (!state.library.of_kind(format::BundleKind::Course).empty())
    list.push_back({"learn", frame.t(Text::HomeLearn), std::string(frame.t(Text::HomeLearnText)), Art::Learn, Tint::Sapin});
  if (state.draft_waits)  // in the place of a new answer: it is the same person's, or they erase it
    list.push_back({"resume", frame.t(Text::HomeResume), std::string(frame.t(Text::HomeResumeText)), Art::Feedback, Tint::Prune});
  else if (has_entry(state.library, format::EntryKind::Form) && !state.collecting_stopped)
    list.push_back({"feedback", frame.t(Text::HomeFeedback), feedback_text(frame), Art::Feedback, Tint::Prune});
  if (const format::Manifest* day = programme_bundle(state.library))
    list.push_back({"programme", frame.t(Text::HomeProgramme), std::string(title_of(frame, *day)), Art::Programme, Tint::Ambre});
  if (!state.library.of_kind(format::BundleKind::Collection).empty())
    list.push_back({"library", frame.t(Text::HomeLibrary), std::string(frame.t(Text::HomeLibraryText)), Art::Library, Tint::Ciel});
  return list;
}

void open(const Frame& frame, std::string_view id) {
  if (id == "learn") frame.emit(app::Go{app::View::Modules});
  if (id == "feedback") frame.emit(app::GiveFeedback{});
  if (id == "resume") frame.emit(app::ResumeDraft{});
  if (id == "library") frame.emit(app::Go{app::View::Library});
  if (id == "programme") {
    const format::Manifest* bundle = programme_bundle(frame.state.library);
    for (const auto& entry : bundle->documents)
      if (entry.kind == format::EntryKind::Programme) {
        frame.emit(app::OpenProgramme{{bundle->id, entry.id}});
        return;
      }
  }
}

ui::Tile look_of(const Entry& entry) {
  ui::Tile look;
  look.title = entry.title;
  look.text = entry.text;
  look.art = entry.art;
  look.tint = entry.tint;
  return look;
}

/// All tiles have their drawings, or none has: `list` in places of this size.
bool drawn_in(const Frame& frame, const std::vector<Entry>& list, Rect rect) {
  return std::ranges::all_of(list, [&](const Entry& entry) { return frame.ui.tile_holds_art(rect, look_of(entry)); });
}

void tile(const Frame& frame, const std::vector<Entry>& list, std::size_t index, Rect rect) {
  const Entry& entry = list[index];
  ui::Tile look = look_of(entry);
  look.drawn = drawn_in(frame, list, rect);
  if (frame.ui.tile(entry.id, rect, look)) open(frame, entry.id);
}

/// A full disk is said at once: nobody begins a form in vain.
std::string notice(const Frame& frame) {
  return frame.state.collecting_stopped ? std::string(frame.t(Text::HomeStopped)) + " " + ask_line(frame) : std::string();
}

constexpr float kMentionWidth = 196;  // "Accessibilité : non conforme" on two lines

/// Who we are not, and how far accessibility goes: on the first screen, in all layouts.
void mentions(const Frame& frame, Rect row) {
  const ui::Layout& l = frame.layout();
  const bool personal = frame.state.somebody;
  float left = row.x;
  if (personal) {
    ui::ButtonOptions eraser;
    eraser.icon = ui::Icon::Eraser;
    const std::string_view words = frame.t(l.text_scale > 1 ? Text::CommonFinishShort : Text::CommonFinish);
    const float width = frame.ui.button_width(words, ui::ButtonKind::Secondary, eraser);
    if (frame.ui.secondary_button("finish", {row.x, row.y, width, row.h}, words, eraser)) frame.emit(app::AskFinish{});
    left += width + 24;
  } else if (l.text_scale <= 1) {
    // What suits the reader is offered on the first screen, in words (1.6, line C14); the rail has it on every screen.
    ui::ButtonOptions contrast;
    contrast.icon = ui::Icon::Contrast;
    const std::string_view words = frame.t(Text::HomeComfort);
    const float width = frame.ui.button_width(words, ui::ButtonKind::Secondary, contrast);
    if (left + width + l.gap + kMentionWidth <= row.right()) {
      if (frame.ui.secondary_button("comfort", {left, row.y, width, row.h}, words, contrast)) frame.emit(app::Go{app::View::Enlarge});
      left += width + l.gap;
    }
  }
  const std::string_view statement = frame.t(Text::HomeAccessibility);
  const float one_line = frame.ui.button_width(statement, ui::ButtonKind::Quiet);
  const float width = std::min(row.right() - left, l.mode == ui::LayoutMode::Seated ? one_line : std::min(one_line, kMentionWidth * l.text_scale));
  const Rect button{row.right() - width, row.y, width, row.h};
  ui::TextOptions small;
  small.colour = ui::Token::TextSecondary;
  small.vertical = ui::Vertical::Middle;
  small.balance = true;
  const std::string unofficial(frame.t(Text::HomeUnofficial));
  if (l.mode == ui::LayoutMode::Portrait || l.mode == ui::LayoutMode::Seated) {
    // Beside the mark.
    ui::TextOptions corner = small;
    corner.align = ui::Align::Right;
    const float y = l.mode == ui::LayoutMode::Portrait ? 34.0F : l.header.y;
    frame.ui.text("unofficial", {l.header.x + 310, y, l.header.w - 310, 92}, unofficial, ui::Type::Small, corner);
  }
  const std::string line = notice(frame);
  const float room = button.x - 20 - left;
  if (!line.empty() && !frame.portrait()) {
    small.weight = 500;
    small.colour = ui::Token::Text;
    frame.ui.text("notice", {left, row.y, room, row.h}, line, ui::Type::Small, small);
  }
  if (l.mode == ui::LayoutMode::Landscape && line.empty() && room >= 300) {
    ui::TextOptions right = small;
    right.weight = 400;
    right.colour = ui::Token::TextSecondary;
    right.align = ui::Align::Right;
    frame.ui.text("unofficial", {button.x - 320, row.y, 300, row.h}, unofficial, ui::Type::Small, right);
    frame.ui.separator({button.x - 2, row.y + 14, 2, row.h - 28});
  }
  if (frame.ui.quiet_button("accessibility", button, statement)) frame.emit(app::Go{app::View::Accessibility});
}

/// Nothing installed yet, or not yet read.
struct Empty {
  std::string_view title;
  std::string words;
};
Empty empty_of(const Frame& frame, bool with_person) {
  const bool loaded = frame.state.library_loaded;
  Empty empty{frame.t(loaded ? Text::HomeEmpty : Text::HomeLoading), std::string(frame.t(loaded ? Text::HomeEmptyText : Text::HomeLoadingText))};
  if (loaded && with_person) empty.words += " " + ask_line(frame);
  return empty;
}
float empty_height(const Frame& frame, const Empty& empty, float room) {
  const float width = std::min(room - 40, 640.0F);
  return 130 + frame.ui.measure_height(empty.title, ui::Type::Heading, width) + frame.ui.measure_height(empty.words, ui::Type::Body, width);
}

/// Who we are not, how far accessibility goes, the way to end: one under the other where words are large.
void mentions_column(const Frame& frame, Flow& flow) {
  const ui::Layout& l = frame.layout();
  flow.text("notice", notice(frame));
  flow.text("unofficial", std::string(frame.t(Text::HomeUnofficial)), ui::Type::Body, secondary(), 24);
  const std::string_view statement = frame.t(Text::HomeAccessibility), finish = frame.t(Text::CommonFinishShort);
  ui::ButtonOptions eraser;
  eraser.icon = ui::Icon::Eraser;
  const float width = std::min(frame.ui.button_width(statement, ui::ButtonKind::Outline), flow.width());
  const float finish_width = std::min(frame.ui.button_width(finish, ui::ButtonKind::Secondary, eraser), flow.width());
  auto accessibility = [&frame, statement](Rect rect) {
    if (frame.ui.outline_button("accessibility", rect, statement)) frame.emit(app::Go{app::View::Accessibility});
  };
  auto end = [&frame, finish, eraser](Rect rect) {
    if (frame.ui.secondary_button("finish", rect, finish, eraser)) frame.emit(app::AskFinish{});
  };
  const bool beside = frame.state.somebody && width + l.gap + finish_width <= flow.width();
  flow.add(frame.ui.button_height(statement, ui::ButtonKind::Outline, width), true, [=](Rect rect) {
    accessibility({rect.x, rect.y, width, rect.h});
    if (beside) end({rect.right() - finish_width, rect.y, finish_width, rect.h});
  }, 24);
  if (frame.state.somebody && !beside) flow.add(l.target, true, [=](Rect rect) { end({rect.x, rect.y, finish_width, rect.h}); });
}

void large(const Frame& frame, const std::vector<Entry>& list, const Rect& area) {
  // Two entries a page; the mentions have the last pages.
  Flow last(frame, area);
  int tiles = (static_cast<int>(list.size()) + 1) / 2;
  Empty empty;
  if (list.empty()) {
    empty = empty_of(frame, true);
    if (empty_height(frame, empty, area.w) > area.h) empty = empty_of(frame, false);
    if (empty_height(frame, empty, area.w) <= area.h) {
      tiles = 1;
    } else {  // words that need the whole page have it
      last.heading("empty", std::string(empty.title));
      last.text("empty-text", empty.words);
    }
  }
  mentions_column(frame, last);
  const int pages = tiles + last.pages(), page = std::clamp(frame.state.list.page, 0, pages - 1);
  if (page >= tiles) {
    last.draw(page - tiles);
  } else if (list.empty()) {
    frame.ui.empty_state("empty", area, ui::Icon::Download, empty.title, empty.words);
  } else {
    for (int i = 0; i < 2; ++i) {
      const auto index = static_cast<std::size_t>(page * 2 + i);
      if (index < list.size()) tile(frame, list, index, area.row(i, 2, frame.layout().gap));
    }
  }
  draw_pager(frame, frame.layout().actions, page, pages);
}

/// Where things may stand under the greeting of the first screen.
Rect under_greeting(const Frame& frame) {
  const ui::Layout& l = frame.layout();
  constexpr float kUpright = 450, kSeated = 262, kLandscape = 164;  // under the drawing
  const float top = frame.large() ? l.body.y : frame.portrait() ? std::max(kUpright, l.controls.y) : frame.seated() ? kSeated : kLandscape;
  return {l.body.x, top, l.body.w, l.actions.y - (frame.large() ? l.actions.y - l.body.bottom() : 24) - top};
}

}  // namespace

void home_view(const Frame& frame) {
  rail(frame);
  const std::string welcome = frame.state.site.name.empty() ? std::string(frame.t(Text::HomeWelcome))
                                                            : frame.t(Text::HomeWelcomeAt, frame.state.site.name);
  frame.ui.home_header(welcome, frame.t(Text::HomeTitle));
  const ui::Layout& l = frame.layout();
  const std::vector<Entry> list = entries(frame);
  const int count = static_cast<int>(list.size());
  if (count == 0) {
    const Rect body = under_greeting(frame);
    if (frame.large() || l.text_scale > 1) {
      large(frame, list, body);
      return;
    }
    Empty empty = empty_of(frame, true);
    if (empty_height(frame, empty, body.w) > body.h) empty = empty_of(frame, false);
    frame.ui.empty_state("empty", body, ui::Icon::Download, empty.title, empty.words);
    mentions(frame, l.actions);
    return;
  }
  switch (l.mode) {
    case ui::LayoutMode::Large:
      large(frame, list, l.body);
      return;
    case ui::LayoutMode::Portrait: {
      Rect body = under_greeting(frame);
      if (l.text_scale > 1) {
        large(frame, list, body);
        return;
      }
      if (const std::string line = notice(frame); !line.empty()) {
        const float height = frame.ui.measure_height(line, ui::Type::Note, body.w);
        frame.ui.text("notice", body.cut_bottom(height, 18), line, ui::Type::Note);
      }
      constexpr float kLeastTile = 130;
      const bool two = (body.h + 18) / static_cast<float>(std::max(count, 3)) - 18 < kLeastTile;  // a reach that is low
      for (int i = 0; i < count; ++i) {
        const Rect cell = two ? body.row(i / 2, (count + 1) / 2, 18).column(i % 2, 2, 18) : body.row(i, std::max(count, 3), 18);
        tile(frame, list, static_cast<std::size_t>(i), cell);
      }
      break;
    }
    case ui::LayoutMode::Seated: {
      const Rect body{l.body.x, 280, l.body.w, l.actions.y - 24 - 280};
      for (int i = 0; i < count; ++i) tile(frame, list, static_cast<std::size_t>(i), body.column(i, count, 24));
      break;
    }
    case ui::LayoutMode::Landscape: {
      const Rect body{l.body.x, 164, l.body.w, l.actions.y - 28 - 164};
      for (int i = 0; i < count; ++i) {
        const Rect cell = count <= 2 ? body.row(i, 2, 24) : body.row(i / 2, 2, 24).column(i % 2, 2, 24);
        tile(frame, list, static_cast<std::size_t>(i), cell);
      }
      break;
    }
  }
  mentions(frame, l.actions);
}

}  // namespace escale::screens
