#include "kiosk/screens/flow.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

namespace escale::screens {

using ui::Rect;

void Flow::add(float height, bool target, std::function<void(Rect)> draw, float before, bool keeps_next) {
  m_items.push_back({height, before * (target ? 1.0F : m_frame.layout().text_scale), target, keeps_next, std::move(draw)});
  if (target) m_items.back().before = std::max(before, m_frame.layout().gap);
  m_places.clear();
}

void Flow::text(std::string id, std::string words, ui::Type type, ui::TextOptions options, float before) {
  if (words.empty()) return;
  const float height = m_frame.ui.measure_height(words, type, m_body.w, options);
  if (height > m_body.h) {  // longer than a page: cut between lines
    ui::Block block = ui::Block::paragraph(std::move(words));
    block.personal = !options.personal.empty();
    blocks(std::move(id), {std::move(block)}, type, before);
    return;
  }
  // A view of the caller's words would not live until they are drawn: it is the end of these.
  const std::size_t personal = options.personal.size();
  add(height, false, [this, id = std::move(id), words = std::move(words), type, options, personal](Rect rect) mutable {
        options.personal = std::string_view(words).substr(words.size() - std::min(personal, words.size()));
        m_frame.ui.text(id, rect, words, type, options);
      }, before);
}

void Flow::heading(std::string id, std::string words, ui::Type type, float before) {
  if (words.empty()) return;
  const float height = m_frame.ui.measure_height(words, type, m_body.w);
  if (height > m_body.h) {
    blocks(std::move(id), {ui::Block::paragraph(std::move(words))}, ui::Type::Lead, before);
    return;
  }
  add(height, false, [this, id = std::move(id), words = std::move(words), type](Rect rect) {
        m_frame.ui.heading(id, rect, words, type);
      }, before, true);
}

void Flow::blocks(std::string id, std::vector<ui::Block> list, ui::Type type, float before) {
  if (list.empty()) return;
  auto kept = std::make_shared<std::vector<ui::Block>>(std::move(list));
  for (std::size_t i = 0; i < kept->size(); ++i) {
    const ui::Block& block = (*kept)[i];
    const auto one = std::span(*kept).subspan(i, 1);
    const float above = i == 0 ? before : block.kind == ui::BlockKind::ListItem ? 8.0F : block.kind == ui::BlockKind::Heading ? 24.0F : 16.0F;
    const std::string key = id + "-" + std::to_string(i + 1);
    const float height = m_frame.ui.measure_rich(one, m_body.w, type);
    if (height <= m_body.h) {
      add(height, false, [this, key, kept, i, type](Rect rect) {
            m_frame.ui.rich_text(key, rect, std::span(*kept).subspan(i, 1), nullptr, type);
          }, above, block.kind == ui::BlockKind::Heading);
      continue;
    }
    // Longer than a page: cut between lines.
    const std::vector<ui::BlockPage> pages = m_frame.ui.paginate(one, {m_body.w, m_body.h}, type);
    for (std::size_t p = 0; p < pages.size(); ++p) {
      const ui::BlockPage page = pages[p];
      const float piece = p + 1 < pages.size() ? m_body.h : std::clamp(height - page.offset, 1.0F, m_body.h);
      add(piece, false, [this, piece_key = key + "-" + std::to_string(p + 1), kept, i, page, type](Rect rect) {
            m_frame.ui.rich_text(piece_key, rect, std::span(*kept).subspan(i, 1), &page, type);
          }, above);
    }
  }
}

void Flow::note(std::string id, ui::NoteKind kind, std::string title, std::vector<ui::Block> list, float before) {
  const float height = m_frame.ui.note_height(kind, list, m_body.w, title);
  if (height > m_body.h) {
    // Without its panel it can be cut between lines.
    if (!title.empty()) list.insert(list.begin(), heading_of(title));
    blocks(std::move(id), std::move(list), ui::Type::Body, before);
    return;
  }
  add(height, false, [this, id = std::move(id), kind, title = std::move(title), list = std::move(list), height](Rect rect) {
        rect.h = height;
        m_frame.ui.note(id, rect, kind, list, title);
      }, before);
}

void Flow::answer(std::string id, std::string label, std::string value, std::function<void()> change) {
  const std::string_view words = m_frame.t(Text::CommonChange);
  const float height = m_frame.ui.review_height(label, value, words, m_body.w);
  if (height <= m_body.h) {
    add(std::max(height, std::min(m_body.h, 100 * m_frame.layout().text_scale)), true,
        [this, id = std::move(id), label = std::move(label), value = std::move(value), words, change = std::move(change)](Rect rect) {
          m_frame.ui.panel(rect, ui::PanelKind::Card);
          if (m_frame.ui.review_row(id, rect, label, value, words)) change();
        });
    return;
  }
  text(id + "-label", label, ui::Type::Small, secondary());
  ui::Block said = ui::Block::paragraph(std::move(value));
  said.personal = true;
  blocks(id + "-value", {std::move(said)}, ui::Type::Label, 4);
  add(m_frame.layout().target, true, [this, id = std::move(id), label = std::move(label), words, change = std::move(change)](Rect rect) {
    ui::ButtonOptions options;
    options.icon = ui::Icon::Pencil;
    ui::Ui::Scope scope(m_frame.ui, id, ui::Role::Group, label);
    rect.w = std::min(rect.w, m_frame.ui.button_width(words, ui::ButtonKind::Outline, options));
    if (m_frame.ui.outline_button("change", rect, words, options)) change();
  });
}

float Flow::content_height() const {
  float total = 0;
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    if (i > 0) total += m_items[i].before;
    if (m_frame.layout().keeps_to_reach && m_items[i].target) total = std::max(total, m_frame.layout().controls.y - m_body.y);
    total += m_items[i].height;
  }
  return total;
}

void Flow::choices(std::string id, std::vector<ui::Choice> list, std::function<void(int)> chosen, float before) {
  auto kept = std::make_shared<std::vector<ui::Choice>>(std::move(list));
  const float gap = m_frame.layout().gap;
  const int most = m_frame.layout().single_column() ? 1 : m_frame.seated() ? 3 : 2;
  float used = content_height();
  if (used > 0) used += before;
  if (m_frame.layout().keeps_to_reach) used = std::max(used, m_frame.layout().controls.y - m_body.y);
  int columns = 1;
  float row = 0;
  const int count = static_cast<int>(kept->size());
  auto row_height = [&](int n) {
    const float width = (m_body.w - gap * static_cast<float>(n - 1)) / static_cast<float>(n);
    float height = m_frame.layout().target;
    for (const ui::Choice& choice : *kept) {
      float wanted = m_frame.ui.choice_height(choice, width);
      if (!choice.hint.empty()) wanted += 36 * m_frame.layout().text_scale;
      height = std::max(height, wanted);
    }
    return height;
  };
  // As few columns as keep the list on this page; on no page of its own, the columns that make it lowest.
  float lowest = 0;
  for (int n = 1; n <= most; ++n) {
    const int rows = (count + n - 1) / n;
    const float height = row_height(n), total = height * static_cast<float>(rows) + gap * static_cast<float>(rows - 1);
    const bool fits = used + total <= m_body.h;
    if (n == 1 || fits || total < lowest - 0.5F) {
      columns = n;
      row = height;
      lowest = total;
    }
    if (fits) break;
  }
  // Short lists breathe.
  const int rows = (count + columns - 1) / columns;
  const float spare = (m_body.h - used - gap * static_cast<float>(rows - 1)) / static_cast<float>(std::max(1, rows));
  row = std::clamp(spare, row, std::max(row, 106 * m_frame.layout().text_scale));
  for (int first = 0; first < count; first += columns) {
    const int last = std::min(count, first + columns);
    add(row, true, [this, id, kept, chosen, first, last, columns, gap](Rect rect) {
          ui::Ui::Scope scope(m_frame.ui, id + "-" + std::to_string(first / columns + 1), ui::Role::List);
          for (int i = first; i < last; ++i)
            if (m_frame.ui.choice(std::to_string(i + 1), rect.column(i - first, columns, gap), (*kept)[static_cast<std::size_t>(i)])) chosen(i);
        }, first == 0 ? before : gap);
  }
}

/// `breaks`: items that begin a page whatever room there is.
void Flow::place(const std::vector<std::size_t>& breaks) {
  m_places.clear();
  int page = 0;
  float y = 0;
  bool begins = true;
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    const Item& item = m_items[i];
    float at = begins ? 0 : y + item.before;
    if (m_frame.layout().keeps_to_reach && item.target) at = std::max(at, m_frame.layout().controls.y - m_body.y);
    float needed = item.height;
    if (item.keeps_next && i + 1 < m_items.size()) {
      // A heading goes with what it announces, unless no page holds both.
      const float both = item.height + m_items[i + 1].before + m_items[i + 1].height;
      if (both <= m_body.h + 0.5F) needed = both;
    }
    if (!begins && (at + needed > m_body.h + 0.5F || std::ranges::find(breaks, i) != breaks.end())) {
      ++page;
      at = m_frame.layout().keeps_to_reach && item.target ? std::max(0.0F, m_frame.layout().controls.y - m_body.y) : 0;
    }
    m_places.push_back({i, page, at});
    y = at + item.height;
    begins = false;
  }
  m_pages = page + 1;
}

void Flow::lay_out() {
  std::vector<std::size_t> breaks;
  place(breaks);
  m_stands = true;
  if (m_last <= 0) return;
  // What does not stand on the last page begins a page of its own; a heading goes with what it announces.
  while (!m_places.empty()) {
    const int last = m_pages - 1;
    const auto over = std::ranges::find_if(m_places, [&](const Place& each) { return each.page == last && each.y + m_items[each.item].height > m_last + 0.5F; });
    if (over == m_places.end()) return;
    std::size_t first = over->item;
    auto begins_page = [&](std::size_t item) { return item == 0 || m_places[item - 1].page != last; };
    while (!begins_page(first) && m_items[first - 1].keeps_next) --first;
    if (begins_page(first)) {
      m_stands = false;
      return;
    }
    breaks.push_back(first);
    place(breaks);
  }
}

bool Flow::stands() {
  pages();
  return m_stands;
}

bool Flow::holds(float height, float before) {
  lay_out();
  const float y = m_places.empty() ? 0 : m_places.back().y + m_items.back().height + before;
  m_places.clear();
  m_pages = 0;
  return y + height <= (m_last > 0 ? std::min(m_last, m_body.h) : m_body.h) + 0.5F;
}

int Flow::pages() {
  if (m_places.empty() && !m_items.empty()) lay_out();
  return std::max(1, m_pages);
}

void Flow::draw(int page) {
  pages();
  for (const Place& place : m_places) {
    if (place.page != page) continue;
    const Item& item = m_items[place.item];
    item.draw({m_body.x, m_body.y + place.y, m_body.w, item.height});
  }
}

std::string_view flow_screen(const Frame& frame, const FlowScreen& screen, const std::function<void(Flow&)>& build) {
  const Bottom last(frame, screen.bottom);
  Rect body = last.body(screen.stepper);
  if (screen.most_width > 0 && !frame.layout().single_column()) body.w = std::min(body.w, screen.most_width);
  std::optional<Flow> built;
  built.emplace(frame, body);
  build(*built);
  if (built->pages() > 1) {
    // The pages before the last have buttons of their own, which may take less room, or more.
    const Bottom turning(frame, {back_item(frame), next_item(frame, std::string(frame.t(Text::CommonNext)))});
    const float room = turning.body(screen.stepper).h, end = body.h;
    if (std::abs(room - end) > 0.5F) {
      body.h = room;
      built.emplace(frame, body);
      if (room > end) built->end_with(end);
      build(*built);
      if (!built->stands()) {
        body.h = end;
        built.emplace(frame, body);
        build(*built);
      }
    }
  }
  Flow& flow = *built;
  const int pages = flow.pages(), page = std::clamp(screen.page, 0, pages - 1);
  flow.draw(page);
  std::string_view id;
  if (page + 1 < pages) {
    id = Bottom(frame, {back_item(frame),
                        {"page", frame.t(Text::CommonPage, page + 1, pages), ui::ActionKind::Caption},
                        next_item(frame, std::string(frame.t(Text::CommonNext)))})
             .draw();
    if (id == "next" || (id.empty() && frame.ui.page_wish() > 0)) {
      frame.emit(app::TurnPage{screen.page_offset + page + 1});
      return {};
    }
  } else {
    id = last.draw();
  }
  if (page > 0 && (id == "back" || (id.empty() && frame.ui.page_wish() < 0))) {
    frame.emit(app::TurnPage{screen.page_offset + page - 1});
    return {};
  }
  return id;
}

void text_screen(const Frame& frame, std::string_view context, std::string_view title, const std::vector<ui::Block>& blocks) {
  rail(frame);
  header(frame, context, title);
  // Cut between lines wherever a page ends; a heading stays with what follows it.
  // Measured with all that the bottom row holds on a page in the middle: there, "Terminer" may need a row of its own.
  Rect body = Bottom(frame, {back_item(frame), next_item(frame, std::string(frame.t(Text::CommonNext)))}).body();
  if (!frame.layout().single_column()) body.w = std::min(body.w, kReadingWidth);
  const std::vector<ui::BlockPage> cut = frame.ui.paginate(blocks, {body.w, body.h});
  const int pages = static_cast<int>(cut.size()), page = std::clamp(frame.state.list.page, 0, pages - 1);
  frame.ui.rich_text("text", body, blocks, &cut[static_cast<std::size_t>(page)]);
  std::vector<BottomItem> items = {back_item(frame)};
  if (pages > 1) items.push_back({"page", frame.t(Text::CommonPage, page + 1, pages), ui::ActionKind::Caption});
  if (page + 1 < pages) items.push_back(next_item(frame, std::string(frame.t(Text::CommonNext))));
  const std::string_view id = Bottom(frame, items).draw();
  const int wish = id.empty() ? frame.ui.page_wish() : 0;
  if ((id == "next" || wish > 0) && page + 1 < pages) return frame.emit(app::TurnPage{page + 1});
  if ((id == "back" || wish < 0) && page > 0) return frame.emit(app::TurnPage{page - 1});
  if (id == "back") frame.emit(app::Back{});
}

std::vector<ui::Run> runs_of(std::string_view words) {
  std::vector<ui::Run> runs;
  bool strong = false;
  while (!words.empty()) {
    const auto mark = words.find("**");
    if (mark != 0) {
      ui::Run run;
      run.text = std::string(words.substr(0, mark));
      run.strong = strong;
      runs.push_back(std::move(run));
    }
    if (mark == std::string_view::npos) break;
    strong = !strong;
    words.remove_prefix(mark + 2);
  }
  return runs;
}

ui::Block paragraph_of(std::string_view words) {
  return ui::Block::paragraph(runs_of(words));
}
ui::Block heading_of(std::string_view words, int level) {
  ui::Block block = ui::Block::paragraph(runs_of(words));
  block.kind = ui::BlockKind::Heading;
  block.level = level;
  return block;
}
ui::Block bullet_of(std::string_view words) {
  ui::Block block = ui::Block::paragraph(runs_of(words));
  block.kind = ui::BlockKind::ListItem;
  block.level = 0;
  block.marker = "•";
  return block;
}

}  // namespace escale::screens
