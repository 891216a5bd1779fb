// The on-screen keyboard: AZERTY with accents, digits, decimals, e-mail addresses. Each key keeps the least size of a target (15 mm, 20
// in large text) and the gap between two: where all do not fit, the same keys follow each other on a grid, then on pages of it.
// A key never repeats (EN 301 549, 5.7), never takes the focus from the field when touched, and can be reached by a keypad.
#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/ui/core.hpp"
#include "kiosk/ui/keyboard_planes.hpp"

namespace escale::ui {
namespace {

constexpr int kColumns = 10, kRows = 4;
constexpr int kFunctionCells = 7;  ///< of a page of keys: shift, digits, accents, more, space (two), erase

enum class Look { Letter, Word, Function };

bool is_number(KeyboardKind kind) {
  return kind == KeyboardKind::Digits || kind == KeyboardKind::Decimal;
}

struct Grid {
  int columns = kColumns, rows = kRows;
};

/// How many keys of the least size stand beside, and above, each other.
Grid room_for(const Layout& layout, float width, float height) {
  auto count = [&](float room) {
    return std::max(1, static_cast<int>(std::floor((room + layout.gap + 0.5F) / (layout.target + layout.gap))));
  };
  return {count(width), count(height)};
}

float height_of(const Layout& layout, int rows) {
  return static_cast<float>(rows) * layout.target + static_cast<float>(rows - 1) * layout.gap;
}

int cells_of(KeyboardKind kind) {
  switch (kind) {
    case KeyboardKind::Digits:
      return 11;
    case KeyboardKind::Decimal:
      return 13;
    case KeyboardKind::Email:
      return 27 + 8 + 4;
    default:
      return 27 + 2 + 5;
  }
}

/// Draws keys and sends what they say to the field.
class Keys {
 public:
  Keys(Core& core, Ui& ui, KeyboardKind kind, const KeyboardLabels& labels) : m_core(core), m_ui(ui), m_kind(kind), m_labels(labels) {}

  void numbers(Rect rect);
  void full(Rect rect);
  void compact(Rect rect, Grid grid);
  void paged(Rect rect, Grid grid);

 private:
  bool key(std::string_view id, Rect area, std::string_view name, std::string_view cap, Icon icon, Look look, bool on = false);
  void letter(std::string_view id, Rect area, std::string_view cap) {
    if (key(id, area, cap, cap, Icon::None, cap.size() > 4 ? Look::Word : Look::Letter)) type(cap);
  }
  void caps(std::span<const KeyCap> row, Rect line, int first_column, int row_number);
  void type(std::string_view text);
  void send(Key key);
  void erase(Rect area, bool wordy) {
    if (key("erase", area, m_labels.erase, wordy ? m_labels.erase : std::string_view(), Icon::Backspace, Look::Function)) send(Key::Backspace);
  }
  void shift(Rect area) {
    if (key("shift", area, m_labels.shift, "", Icon::Shift, Look::Function, m_core.shift)) m_core.shift = !m_core.shift;
  }
  void digits(Rect area) {
    std::string_view cap = m_core.digits ? m_labels.letters : m_labels.digits;
    if (!key("digits", area, cap, cap, Icon::None, Look::Function)) return;
    m_core.digits = !m_core.digits;
    m_core.accents = false;
    m_core.key_page = 0;
  }
  void accents(Rect area) {
    std::string_view cap = m_core.accents ? m_labels.letters : m_labels.accents;
    if (!key("accents", area, cap, cap, Icon::None, Look::Function)) return;
    m_core.accents = !m_core.accents;
    m_core.digits = false;
    m_core.key_page = 0;
  }
  void space(Rect area) {
    if (key("space", area, m_labels.space, m_labels.space, Icon::None, Look::Word)) type(" ");
  }
  void line(Rect area) {
    if (key("line", area, m_labels.new_line, m_labels.new_line, Icon::None, Look::Function)) send(Key::Enter);
  }
  std::string_view cap_of(const KeyCap& each) const { return m_core.shift ? each.upper : each.lower; }
  KeyPlane plane() const { return key_plane(m_kind == KeyboardKind::Email, m_core.digits, m_core.accents); }
  float gap() const { return m_core.layout.gap; }

  Core& m_core;
  Ui& m_ui;
  KeyboardKind m_kind;
  const KeyboardLabels& m_labels;
};

bool Keys::key(std::string_view id, Rect area, std::string_view name, std::string_view cap, Icon icon, Look look, bool on) {
  Core& core = m_core;
  TouchOptions options;
  options.repeats = true;
  options.takes_focus = false;
  options.radius = 12;
  options.states.on = on;
  Touch touch = core.touch(id, Role::Key, name, area, options);
  Color ink = core.colour(touch.pressed || on ? Token::OnAction : Token::Text);
  Rect face = area;
  if (touch.pressed || on) {
    core.draw_box(area, 12, core.colour(Token::Action), {}, 0, {}, 0);
  } else {
    core.draw_box(area, 12, core.colour(look == Look::Function ? Token::KeyFunctionFill : Token::KeyFill),
                  core.colour(Token::OutlineControl), 2, core.colour(Token::OutlineControl), 5);
    face.h -= 3;
  }
  if (icon != Icon::None) {
    float width = cap.empty() ? 0 : core.label_width(cap, Type::Note, 500), total = 36 + 10 + width;
    if (cap.empty() || total > face.w - 8) {
      core.draw_icon(icon, face.center(), 38 * (1 + (core.layout.text_scale - 1) * 0.4F), ink);
    } else {
      float x = face.x + (face.w - total) / 2;
      core.draw_icon(icon, {x + 18, face.center().y}, 36, ink);
      core.label({x + 46, face.y, width + 4, face.h}, cap, Type::Note, ink, 500);
    }
    return touch.activated;
  }
  Family family = core.in.settings.easy_reading ? Family::Easy : Family::Text;
  const float larger = core.layout.text_scale - 1;
  int wanted = static_cast<int>(std::lround(look == Look::Letter ? core.px(34) * (1 + 0.7F * larger) : core.px(26) * (1 + larger)));
  int least = std::max(static_cast<int>(std::lround(core.px(22))), core.least_px(family, 500, false));
  int px = std::max(wanted, least);
  // A word as large as the key allows, never under the least size.
  auto fits = [&](int size) { return core.fonts->width(core.fonts->get(family, 500, size), cap) <= core.px(face.w - 14); };
  while (px > least && !fits(px)) --px;
  // « é è à » where one of them fits: « é ».
  if (look == Look::Function && !fits(px) && cap.size() < 10 && cap.find(' ') != std::string_view::npos) cap = cap.substr(0, cap.find(' '));
  StyledRun run{cap, &core.fonts->get(family, 500, px), ink};
  std::span<const StyledRun> runs(&run, 1);
  const Rect r = core.px(face);
  // « À la ligne » on two lines where one does not hold it.
  const bool two = !fits(px);
  core.draw_text(runs, core.lay_out(runs, two ? r.w - core.px(6) : 1e6F, true), r, std::round(static_cast<float>(px) * 1.12F), Align::Center,
                 Vertical::Middle);
  return touch.activated;
}

void Keys::type(std::string_view text) {
  m_core.field_waiting.push_back(InputEvent::typed(std::string(text)));
  m_core.wake_at(m_core.in.now);
  m_core.shift = false;
}

void Keys::send(Key key) {
  m_core.field_waiting.push_back(InputEvent::pressed(key));
  m_core.wake_at(m_core.in.now);
}

void Keys::numbers(Rect rect) {
  // As on a telephone; with a decimal a fourth column holds erase, minus and comma. On a low place the same keys stand in two or three rows.
  std::vector<std::string_view> keys = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"};
  const bool decimal = m_kind == KeyboardKind::Decimal;
  Grid grid = room_for(m_core.layout, rect.w, rect.h);
  auto cell = [&](int column, int row, int columns, int rows, int wide = 1) {
    Rect line = rect.row(row, rows, gap());
    Rect first = line.column(column, columns, gap()), last = line.column(column + wide - 1, columns, gap());
    return Rect{first.x, first.y, last.right() - first.x, first.h};
  };
  auto special = [&](int which, Rect area) {
    if (which == 0) erase(area, true);
    if (which == 1) letter("minus", area, "-");
    if (which == 2) letter("comma", area, ",");
  };
  if (grid.rows >= 4) {
    const int columns = decimal ? 4 : 3;
    for (int i = 0; i < 9; ++i) letter(keys[static_cast<std::size_t>(i)], cell(i % 3, i / 3, columns, 4), keys[static_cast<std::size_t>(i)]);
    if (decimal) {
      letter("0", cell(0, 3, columns, 4, 3), "0");
      special(1, cell(3, 0, columns, 4));
      special(2, cell(3, 1, columns, 4));
      special(0, cell(3, 2, columns, 4));
    } else {
      letter("0", cell(1, 3, columns, 4), "0");
      special(0, cell(2, 3, columns, 4));
    }
    return;
  }
  const int count = decimal ? 13 : 11, rows = std::max(1, grid.rows), columns = (count + rows - 1) / rows;
  for (int i = 0; i < 10; ++i) letter(keys[static_cast<std::size_t>(i)], cell(i % columns, i / columns, columns, rows), keys[static_cast<std::size_t>(i)]);
  for (int i = 10; i < count; ++i) special(decimal ? (i == 10 ? 1 : i == 11 ? 2 : 0) : 0, cell(i % columns, i / columns, columns, rows));
}

void Keys::caps(std::span<const KeyCap> row, Rect line, int first_column, int row_number) {
  for (std::size_t i = 0; i < row.size(); ++i)
    letter(std::to_string(row_number) + "-" + std::to_string(i + 1), line.column(static_cast<int>(i) + first_column, kColumns, gap()), cap_of(row[i]));
}

void Keys::full(Rect rect) {
  auto join = [](Rect a, Rect b) { return Rect{a.x, a.y, b.right() - a.x, a.h}; };
  auto at = [&](Rect row, int column) { return row.column(column, kColumns, gap()); };
  const KeyPlane now = plane();
  Rect third = rect.row(2, kRows, gap()), fourth = rect.row(3, kRows, gap());
  caps(now.first, rect.row(0, kRows, gap()), 0, 1);
  caps(now.second, rect.row(1, kRows, gap()), 0, 2);
  shift(at(third, 0));
  caps(now.third, third, 1, 3);
  erase(join(at(third, 8), at(third, 9)), true);
  if (m_kind == KeyboardKind::Email) {
    digits(at(fourth, 0));
    letter("at", join(at(fourth, 1), at(fourth, 2)), "@");
    letter("underscore", at(fourth, 3), "_");
    letter("hyphen", at(fourth, 4), "-");
    letter("dot", at(fourth, 5), ".");
    int column = 6;
    for (std::string_view domain : kDomains) {
      letter(domain.substr(1), at(fourth, column), domain);
      ++column;
    }
    return;
  }
  float unit = at(fourth, 0).w, wide = unit * 1.6F;
  Rect digits_key = at(fourth, 0);
  Rect accents_key{digits_key.right() + gap(), fourth.y, wide, fourth.h};
  Rect comma{accents_key.right() + gap(), fourth.y, unit, fourth.h};
  Rect line_key{rect.right() - wide, fourth.y, wide, fourth.h};
  Rect dot{line_key.x - gap() - unit, fourth.y, unit, fourth.h};
  Rect space_key{comma.right() + gap(), fourth.y, dot.x - gap() - comma.right() - gap(), fourth.h};
  digits(digits_key);
  accents(accents_key);
  letter("comma", comma, ",");
  space(space_key);
  letter("dot", dot, ".");
  line(line_key);
}

void Keys::compact(Rect rect, Grid grid) {
  // The same keys one after the other: letters, then what does something. Space takes what is left of the last row.
  const std::vector<KeyCap> all = plane().all();
  const bool email = m_kind == KeyboardKind::Email;
  const int functions = email ? 3 : 5;  // shift, digits and erase; accents and space
  const int columns = grid.columns, count = static_cast<int>(all.size()) + functions;
  // Every plane on as many rows, so that the same keys stay where they are.
  const int rows = (cells_of(m_kind) + columns - 1) / columns, spare = rows * columns - count;
  const bool line_key = spare > 0 && !email;
  int next = 0;
  auto cell = [&](int keys) {
    Rect row = rect.row(next / columns, rows, gap());
    int at = next % columns;
    Rect first = row.column(at, columns, gap()), last = row.column(std::min(at + keys, columns) - 1, columns, gap());
    next += keys;
    return Rect{first.x, first.y, last.right() - first.x, first.h};
  };
  for (std::size_t i = 0; i < all.size(); ++i) letter("c-" + std::to_string(i + 1), cell(1), cap_of(all[i]));
  shift(cell(1));
  digits(cell(1));
  if (!email) {
    accents(cell(1));
    space(cell(1 + spare - (line_key ? 1 : 0)));
    if (line_key) line(cell(1));
  }
  erase(cell(1), false);
}

void Keys::paged(Rect rect, Grid grid) {
  // Pages of the same grid: letters first, what does something always in the same last cells.
  const bool email = m_kind == KeyboardKind::Email;
  const std::vector<KeyCap> all = plane().all();
  const int cells = grid.columns * grid.rows;
  int functions = email ? 4 : kFunctionCells;
  // Space takes two cells of one row.
  if (!email && (cells - functions) % grid.columns + 2 > grid.columns) ++functions;
  const int each_at_most = std::max(1, cells - functions);
  const int pages = (static_cast<int>(all.size()) + each_at_most - 1) / each_at_most;
  const int each = (static_cast<int>(all.size()) + pages - 1) / pages;
  m_core.key_page = std::clamp(m_core.key_page, 0, pages - 1);
  auto cell = [&](int index, int wide = 1) {
    Rect row = rect.row(index / grid.columns, grid.rows, gap());
    Rect first = row.column(index % grid.columns, grid.columns, gap());
    Rect last = row.column(std::min(index % grid.columns + wide, grid.columns) - 1, grid.columns, gap());
    return Rect{first.x, first.y, last.right() - first.x, first.h};
  };
  const int begin = m_core.key_page * each, end = std::min(static_cast<int>(all.size()), begin + each);
  for (int i = begin; i < end; ++i) letter("c-" + std::to_string(i + 1), cell(i - begin), cap_of(all[static_cast<std::size_t>(i)]));
  int at = cells - functions;
  if (!email) {
    space(cell(at, 2));
    at += 2;
  }
  if (pages > 1) {
    const int next = (m_core.key_page + 1) % pages * each;
    std::string hint;
    for (int i = next; i < std::min(static_cast<int>(all.size()), next + 3); ++i)
      hint += (hint.empty() ? "" : " ") + std::string(cap_of(all[static_cast<std::size_t>(i)]));
    if (key("more", cell(at), hint + ", " + std::string(m_labels.more), hint, Icon::None, Look::Function)) m_core.key_page = (m_core.key_page + 1) % pages;
  }
  shift(cell(at + 1));
  digits(cell(at + 2));
  if (!email) accents(cell(at + 3));
  erase(cell(at + (email ? 3 : 4)), false);
}

}  // namespace

float Ui::keyboard_height(KeyboardKind kind, float width, float most) const {
  const Layout& layout = m_core->layout;
  const Grid grid = room_for(layout, width, most);
  if (is_number(kind)) return height_of(layout, std::min(grid.rows, kRows));
  if (grid.columns >= kColumns && grid.rows >= kRows) return height_of(layout, kRows);
  const int needed = (cells_of(kind) + grid.columns - 1) / grid.columns;
  return height_of(layout, std::min(grid.rows, needed));
}

void Ui::keyboard(std::string_view id, Rect rect, KeyboardKind kind, const KeyboardLabels& labels) {
  Core& core = *m_core;
  Core::Tight tight(core);
  Scope scope(*this, id);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  Keys keys(core, *this, kind, labels);
  if (is_number(kind)) return keys.numbers(rect);
  const Grid grid = room_for(core.layout, rect.w, rect.h);
  if (grid.columns >= kColumns && grid.rows >= kRows) return keys.full(rect);
  if (grid.columns * grid.rows >= cells_of(kind)) return keys.compact(rect, grid);
  keys.paged(rect, grid);
}

}  // namespace escale::ui
