#include "kiosk/screens/frame.hpp"

#include <algorithm>
#include <array>
#include <cmath>


namespace escale::screens {

using ui::ActionKind;
using ui::Icon;
using ui::Rect;

const format::Manifest* open_bundle(const app::State& state) {
  using app::View;
  switch (state.view) {
    case View::Module:
    case View::Reading:
    case View::Question:
    case View::QuizEnd:
      return state.learning.open ? state.library.find(state.learning.open->bundle) : nullptr;
    case View::FormPage:
    case View::Review:
    case View::Thanks:
      return state.feedback.open ? state.library.find(state.feedback.open->key.bundle) : nullptr;
    case View::Programme:
      return state.programme_key ? state.library.find(state.programme_key->bundle) : nullptr;
    default:
      return nullptr;
  }
}

void rail(const Frame& frame) {
  using app::View;
  const View view = frame.state.view;
  // On as soon as something was chosen there: what is on is seen from every screen (5.6, line C7).
  app::Preferences untouched = frame.state.initial_preferences();
  untouched.lang = frame.state.preferences.lang;
  untouched.listening = frame.state.preferences.listening;
  const bool enlarged = frame.state.preferences != untouched;
  // The first place is that of reading aloud: it stays empty where no voice is installed.
  ui::Tool listen;
  if (frame.state.site.voice) {
    listen = {"listen", frame.t(Text::RailListen), Icon::Listen, frame.state.preferences.listening};
    listen.toggle = true;
  }
  const std::array<ui::Tool, 4> tools = {{listen,
                                          {"enlarge", frame.t(Text::RailEnlarge), Icon::Enlarge, view == View::Enlarge || enlarged},
                                          {"help", frame.t(Text::RailHelp), Icon::Help, view == View::Help},
                                          {"language", frame.t(Text::RailLanguage), Icon::Globe, view == View::Language}}};
  const ui::Tool home{"home", frame.t(Text::RailHome), Icon::Home};
  const ui::Tool exit{"exit", frame.t(Text::RailExit), Icon::Exit, false, frame.t(Text::RailExitShort)};
  const std::string_view id = frame.ui.rail(home, tools, frame.state.quick_exit ? nullptr : &exit);
  auto go = [&](View to) {
    if (view != to) frame.emit(app::Go{to});
  };
  if (id == "home") frame.emit(app::GoHome{});
  if (id == "listen") {
    app::Preferences changed = frame.state.preferences;
    changed.listening = !changed.listening;
    frame.emit(app::SetPreferences{changed});
  }
  if (id == "enlarge") go(View::Enlarge);
  if (id == "help") go(View::Help);
  if (id == "language") go(View::Language);
  if (id == "exit") frame.emit(app::QuickExit{});
}

namespace {
/// Whether what stands in the header can be touched from where the reader is.
bool header_in_reach(const Frame& frame) {
  const ui::Layout& l = frame.layout();
  return !l.keeps_to_reach || (frame.large() && l.header.y >= l.controls.y - 0.5F);
}
}  // namespace

void header(const Frame& frame, ui::Header header) {
  const bool room = header.button_id.empty() && header.number.empty() && header_in_reach(frame);
  const bool finish = frame.state.somebody && frame.state.view != app::View::Finish && room && header.line != ui::HeaderLine::None;
  if (finish) {
    header.button_id = "finish";
    header.button_text = frame.t(frame.layout().text_scale > 1 ? Text::CommonFinishShort : Text::CommonFinish);
    header.button_icon = Icon::Eraser;
  }
  if (frame.ui.header(header) && finish) frame.emit(app::AskFinish{});
}

void header(const Frame& frame, std::string_view context, std::string_view title) {
  ui::Header h;
  h.context = context;
  h.title = title;
  header(frame, h);
}

BottomItem back_item(const Frame& frame) {
  return {"back", std::string(frame.t(Text::CommonBack)), ActionKind::Back};
}
BottomItem next_item(const Frame&, std::string text) {
  return {"next", std::move(text), ActionKind::Primary, Icon::ArrowRight, true};
}

namespace {

ui::ActionItem plain_item(const BottomItem& item) {
  return {item.id, item.text, item.kind, item.icon, item.icon_after, item.enabled, item.why_disabled};
}

bool is_caption(const BottomItem& item) {
  return item.kind == ActionKind::Caption || item.kind == ActionKind::CaptionLeft;
}

ui::ButtonKind kind_of(ActionKind kind) {
  switch (kind) {
    case ActionKind::Primary:
      return ui::ButtonKind::Primary;
    case ActionKind::Quiet:
    case ActionKind::QuietLeft:
      return ui::ButtonKind::Quiet;
    case ActionKind::Outline:
      return ui::ButtonKind::Outline;
    default:
      return ui::ButtonKind::Secondary;
  }
}

ui::ButtonOptions options_of(const BottomItem& item) {
  ui::ButtonOptions options;
  options.icon = item.kind == ActionKind::Back && item.icon == Icon::None ? Icon::ArrowLeft : item.icon;
  options.icon_after = item.icon_after;
  options.enabled = item.enabled;
  options.why_disabled = item.why_disabled;
  return options;
}

float width_of(const Frame& frame, const BottomItem& item) {
  return frame.ui.button_width(item.text, kind_of(item.kind), options_of(item));
}

constexpr float kCaptionRoom = 220;

}  // namespace

Bottom::Bottom(const Frame& frame, std::vector<BottomItem> items, bool keyboard) : m_frame(frame) {
  // Without room in the header, "Terminer et effacer" follows what is at the left.
  if (frame.state.somebody && frame.state.view != app::View::Finish && (!header_in_reach(frame) || (keyboard && !frame.large()))) {
    BottomItem finish{"finish", std::string(frame.t(frame.layout().text_scale > 1 ? Text::CommonFinishShort : Text::CommonFinish)), ActionKind::QuietLeft};
    const auto at = std::ranges::find_if(items, [](const BottomItem& item) { return item.kind != ActionKind::Back; });
    items.insert(at, std::move(finish));
  }
  const float room = frame.layout().actions.w, gap = frame.layout().gap;
  float used = 0;
  for (const BottomItem& item : items)
    if (!is_caption(item)) used += (used > 0 ? gap : 0) + width_of(frame, item);
  if (used > room) {
    // The one that leads on keeps the last row, with Back when both fit; the others go above, from the left.
    std::vector<BottomItem> rest;
    float last = 0;
    for (const BottomItem& item : items)
      if (item.kind == ActionKind::Primary) last += width_of(frame, item) + gap;
    for (BottomItem& item : items) {
      const bool stays = item.kind == ActionKind::Primary ||
                         (item.kind == ActionKind::Back && last + width_of(frame, item) <= room);
      if (stays && item.kind == ActionKind::Back) last += width_of(frame, item) + gap;
      (stays ? m_row : rest).push_back(std::move(item));
    }
    float x = room + 1;
    for (BottomItem& item : rest) {
      if (is_caption(item)) continue;
      const float width = std::min(width_of(frame, item), room);
      if (x + gap + width > room) {
        m_above.emplace_back();
        x = 0;
      } else {
        x += gap;
      }
      x += width;
      m_above.back().push_back(std::move(item));
    }
    return;
  }
  for (BottomItem& item : items)
    if (!is_caption(item) || room - used >= kCaptionRoom * frame.layout().text_scale) m_row.push_back(std::move(item));
}

Rect Bottom::body(bool stepper) const {
  const ui::Layout& l = m_frame.layout();
  Rect body = stepper ? l.body_stepper : l.body;
  body.h -= static_cast<float>(m_above.size()) * (l.target + l.gap);
  return body;
}

std::string_view Bottom::draw() const {
  const ui::Layout& l = m_frame.layout();
  std::string_view activated;
  float y = l.actions.y - static_cast<float>(m_above.size()) * (l.target + l.gap);
  for (const auto& row : m_above) {
    float x = l.actions.x;
    for (const BottomItem& item : row) {
      const float width = std::min(width_of(m_frame, item), l.actions.w);
      if (m_frame.ui.button(item.id, {x, y, width, l.target}, item.text, kind_of(item.kind), options_of(item))) activated = item.id;
      x += width + l.gap;
    }
    y += l.target + l.gap;
  }
  std::vector<ui::ActionItem> items;
  items.reserve(m_row.size());
  for (const BottomItem& item : m_row) items.push_back(plain_item(item));
  const std::string_view in_row = m_frame.ui.action_row(items);
  if (!in_row.empty()) activated = in_row;
  if (activated == "finish") {
    m_frame.emit(app::AskFinish{});
    return {};
  }
  return activated;
}

Rect control_area(const Frame& frame, Rect body) {
  const float first = frame.layout().controls.y;
  if (frame.layout().keeps_to_reach && body.y < first) body.cut_top(first - body.y);
  return body;
}

// --- lists -----------------------------------------------------------------------------------------------------------

Rect Listing::cell(int index) const {
  const int at = index - first;
  const int row = at / columns, column = at % columns;
  const float width = (body.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  return {body.x + (width + gap) * static_cast<float>(column), body.y + (item_height + gap) * static_cast<float>(row), width, item_height};
}

Listing list_pages(const Frame& frame, Rect body, int count, float item_height, int page, int columns, float most) {
  Listing list;
  list.body = body;
  list.columns = std::max(1, columns);
  list.gap = std::max(frame.layout().gap, 18.0F);
  auto rows_in = [&](const Rect& rect) {
    return std::max(1, static_cast<int>(std::floor((rect.h + list.gap + 0.5F) / (item_height + list.gap))));
  };
  int rows = rows_in(body);
  if (count > rows * list.columns) {
    const float target = frame.layout().target;
    if (frame.layout().single_column()) {
      list.pager = list.body.cut_bottom(target, list.gap);
    } else {
      list.pager = list.body.cut_right(92, 24);
    }
    rows = rows_in(list.body);
  }
  list.per_page = rows * list.columns;
  list.pages = std::max(1, (count + list.per_page - 1) / list.per_page);
  list.page = std::clamp(page, 0, list.pages - 1);
  list.first = list.page * list.per_page;
  list.last = std::min(count, list.first + list.per_page);
  // Every page has rows of the same height.
  const int used_rows = list.pages > 1 ? rows : std::max(1, (count + list.columns - 1) / list.columns);
  list.item_height = (list.body.h - list.gap * static_cast<float>(used_rows - 1)) / static_cast<float>(used_rows);
  if (most > 0) list.item_height = std::min(list.item_height, most);
  return list;
}

void draw_pager(const Frame& frame, Rect rect, int page, int pages) {
  const std::string label = frame.t(Text::CommonPage, page + 1, pages);
  const int step = frame.ui.pager("pages", rect, page + 1, pages, label, frame.t(Text::CommonPageBefore),
                                  frame.t(frame.large() ? Text::CommonMore : Text::CommonPageAfter));
  if (step != 0) frame.emit(app::TurnPage{page + step});
}

void draw_pager(const Frame& frame, const Listing& listing) {
  if (listing.pages > 1) draw_pager(frame, listing.pager, listing.page, listing.pages);
}

int choice_list(const Frame& frame, std::string_view id, Rect body, const std::vector<ui::Choice>& choices, int page) {
  const int most_columns = frame.layout().single_column() ? 1 : frame.seated() ? 3 : 2;
  const int count = static_cast<int>(choices.size());
  Listing list;
  for (int columns = 1; columns <= most_columns; ++columns) {
    const float gap = frame.layout().gap;
    const float width = (body.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    float height = frame.layout().target;
    for (const ui::Choice& choice : choices) {
      float wanted = frame.ui.choice_height(choice, width);
      if (!choice.hint.empty()) wanted += 34 * frame.layout().text_scale;
      height = std::max(height, wanted);
    }
    list = list_pages(frame, body, count, height, page, columns, std::max(height, 124.0F * frame.layout().text_scale));
    if (list.pages == 1) break;
  }
  int activated = -1;
  {
    ui::Ui::Scope scope(frame.ui, id, ui::Role::List);
    for (int i = list.first; i < list.last; ++i)
      if (frame.ui.choice(std::to_string(i + 1), list.cell(i), choices[static_cast<std::size_t>(i)])) activated = i;
  }
  draw_pager(frame, list);
  return activated;
}

std::string ask_line(const Frame& frame) {
  return frame.state.site.helper.empty() ? std::string(frame.t(Text::HelpNobody)) : frame.state.site.helper;
}

ui::TextOptions secondary() {
  ui::TextOptions options;
  options.colour = ui::Token::TextSecondary;
  options.balance = true;
  return options;
}

std::string_view title_of(const Frame& frame, const format::Manifest& manifest) {
  return format::in_language(manifest.titles, frame.content_language());
}

}  // namespace escale::screens
