// The on-screen keyboard: AZERTY with accents, digits, decimals, e-mail addresses. Each key keeps the least size of a target and the gap
// between two. Keys are as large as any target where all of them fit on one page, else 15 mm (TreeRules); where that is not enough the
// same keys follow each other on pages of a grid, and what does something stands in the same last cells of each.
// A key never repeats (EN 301 549, 5.7), never takes the focus from the field when touched, and can be reached by a keypad.
#include <algorithm>
#include <cmath>
#include <string>

#include "kiosk/ui/core.hpp"
#include "kiosk/ui/keyboard_planes.hpp"

namespace escale::ui {
namespace {

constexpr int kColumns = 10, kRows = 4;
constexpr float kLeastKey = 88;  ///< points of 15 mm
constexpr float kKeyPadding = 7;

enum class Look { Letter, Word, Function };

bool is_number(KeyboardKind kind) {
  return kind == KeyboardKind::Digits || kind == KeyboardKind::Decimal;
}

struct Grid {
  int columns = kColumns, rows = kRows;
  float side = kLeastKey;  ///< points
  int cells() const { return columns * rows; }
};

/// How many keys of this size stand beside, and above, each other.
Grid room_for(const Layout& layout, float side, float width, float height) {
  auto count = [&](float room) { return std::max(1, static_cast<int>(std::floor((room + layout.gap + 0.5F) / (side + layout.gap)))); };
  return {count(width), count(height), side};
}

float height_of(const Layout& layout, const Grid& grid) {
  return static_cast<float>(grid.rows) * grid.side + static_cast<float>(grid.rows - 1) * layout.gap;
}

/// What types a character, on the plane that has most of them.
int most_caps(KeyboardKind kind) {
  switch (kind) {
    case KeyboardKind::Digits:
      return 10;
    case KeyboardKind::Decimal:
      return 12;
    case KeyboardKind::Email:
      return 27 + 8;
    default:
      return 27 + 2;
  }
}

/// The size in pixels of what stands on a key: what looks best, and the least.
struct CapSize {
  int wanted = 0, least = 0;
};
CapSize cap_size(const Core& core, Family family, Look look) {
  const float larger = core.layout.text_scale - 1;
  const int wanted = static_cast<int>(std::lround(look == Look::Letter ? core.px(34) * (1 + 0.7F * larger) : core.px(26) * (1 + larger)));
  const int least = std::max(static_cast<int>(std::lround(core.px(22))), core.least_px(family, 500, false));
  return {std::max(wanted, least), least};
}

Family key_family(const Core& core) {
  return core.in.settings.easy_reading ? Family::Easy : Family::Text;
}

// --- keys on a grid ----------------------------------------------------------------------------------------------------

enum class What : std::uint8_t { Space, More, Shift, Digits, Accents, Line, Erase };
struct Function {
  What what;
  int cells = 1;  ///< beside each other: what its word needs
  int at = 0;     ///< the first of them
};

/// Keys that do something, packed in the last cells of a grid: none stands half on one row and half on the next.
struct Functions {
  std::vector<Function> keys;
  int first = -1;  ///< cells before them; negative: they do not fit
};

int cells_for(Core& core, const Grid& grid, float width, std::string_view word) {
  const Family family = key_family(core);
  const float needed = core.pt(core.fonts->width(core.fonts->get(family, 500, cap_size(core, family, Look::Word).least), word)) + 2 * kKeyPadding;
  const float gap = core.layout.gap, cell = (width - gap * static_cast<float>(grid.columns - 1)) / static_cast<float>(grid.columns);
  return std::clamp(static_cast<int>(std::ceil((needed + gap) / (cell + gap))), 1, grid.columns);
}

Functions pack(Core& core, KeyboardKind kind, const Grid& grid, float width, const KeyboardLabels& labels, bool more, bool line) {
  const bool email = kind == KeyboardKind::Email;
  Functions out;
  if (!email) out.keys.push_back({What::Space, cells_for(core, grid, width, labels.space)});
  if (more) out.keys.push_back({What::More});
  out.keys.push_back({What::Shift});
  out.keys.push_back({What::Digits, std::max(cells_for(core, grid, width, labels.digits), cells_for(core, grid, width, labels.letters))});
  if (!email) out.keys.push_back({What::Accents});
  if (line) out.keys.push_back({What::Line});
  out.keys.push_back({What::Erase});
  for (int first = grid.cells() - static_cast<int>(out.keys.size()); first >= 0; --first) {
    int at = first;
    for (Function& key : out.keys) {
      if (at % grid.columns + key.cells > grid.columns) at += grid.columns - at % grid.columns;
      key.at = at;
      at += key.cells;
    }
    if (at > grid.cells()) continue;
    out.first = first;
    break;
  }
  return out;
}

bool on_one_page(Core& core, KeyboardKind kind, const Grid& grid, float width, const KeyboardLabels& labels, bool line) {
  return pack(core, kind, grid, width, labels, false, line).first >= most_caps(kind);
}

bool is_full(KeyboardKind kind, const Grid& grid) {
  return !is_number(kind) && grid.columns >= kColumns && grid.rows >= kRows;
}

int number_columns(KeyboardKind kind) {
  return kind == KeyboardKind::Decimal ? 4 : 3;
}
bool as_telephone(KeyboardKind kind, const Grid& grid) {
  return grid.rows >= kRows && grid.columns >= number_columns(kind);
}

/// The grid that keys take in this place: the fewest rows that hold them all, else all the rows there are.
Grid grid_for(Core& core, KeyboardKind kind, float width, float height, const KeyboardLabels& labels) {
  const Layout& layout = core.layout;
  for (const float side : {layout.target, std::min(layout.target, kLeastKey)}) {
    Grid grid = room_for(layout, side, width, height);
    const bool last = side <= kLeastKey;
    if (is_number(kind)) {
      if (!last && !as_telephone(kind, grid) && grid.cells() < most_caps(kind) + 1) continue;
      grid.rows = std::min(grid.rows, kRows);
      return grid;
    }
    if (is_full(kind, grid)) {
      grid.rows = kRows;
      return grid;
    }
    for (const bool line : {true, false}) {
      if (line && kind == KeyboardKind::Email) continue;
      for (Grid less{grid.columns, 1, side}; less.rows <= grid.rows; ++less.rows)
        if (on_one_page(core, kind, less, width, labels, line)) return less;
    }
    if (last) return grid;
  }
  return room_for(layout, kLeastKey, width, height);
}

/// Draws keys and sends what they say to the field.
class Keys {
 public:
  Keys(Core& core, Ui& ui, KeyboardKind kind, const KeyboardLabels& labels) : m_core(core), m_ui(ui), m_kind(kind), m_labels(labels) {}

  void numbers(Rect rect, const Grid& grid);
  void full(Rect rect);
  void on_grid(Rect rect, const Grid& grid);

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
  /// Turns to the next of `pages` pages, and says what it begins with.
  void more(Rect area, int pages, const std::vector<std::string_view>& next) {
    std::string hint;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, next.size()); ++i) hint += (hint.empty() ? "" : " ") + std::string(next[i]);
    if (key("more", area, hint + ", " + std::string(m_labels.more), hint, Icon::None, Look::Function)) m_core.key_page = (m_core.key_page + 1) % pages;
  }
  Rect cell(Rect rect, const Grid& grid, int index, int wide = 1) const {
    const Rect row = rect.row(index / grid.columns, grid.rows, gap());
    const Rect first = row.column(index % grid.columns, grid.columns, gap());
    const Rect last = row.column(std::min(index % grid.columns + wide, grid.columns) - 1, grid.columns, gap());
    return {first.x, first.y, last.right() - first.x, first.h};
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
  const Family family = key_family(core);
  const auto [wanted, least] = cap_size(core, family, look);
  int px = wanted;
  // A word as large as the key allows, never under the least size.
  auto fits = [&](int size) { return core.fonts->width(core.fonts->get(family, 500, size), cap) <= core.px(face.w - 2 * kKeyPadding); };
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

void Keys::numbers(Rect rect, const Grid& grid) {
  // As on a telephone; with a decimal a fourth column holds erase, minus and comma. On a low place the same keys stand in fewer rows.
  std::vector<std::string_view> keys = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"};
  const bool decimal = m_kind == KeyboardKind::Decimal;
  auto sign = [&](std::string_view cap, Rect area) { letter(cap == "-" ? "minus" : cap == "," ? "comma" : cap, area, cap); };
  if (as_telephone(m_kind, grid)) {
    const Grid four{number_columns(m_kind), kRows};
    for (int i = 0; i < 9; ++i) sign(keys[static_cast<std::size_t>(i)], cell(rect, four, i / 3 * four.columns + i % 3));
    if (decimal) {
      sign("0", cell(rect, four, 12, 3));
      sign("-", cell(rect, four, 3));
      sign(",", cell(rect, four, 7));
      erase(cell(rect, four, 11), true);
    } else {
      sign("0", cell(rect, four, 10));
      erase(cell(rect, four, 11), true);
    }
    return;
  }
  if (decimal) keys.insert(keys.end(), {"-", ","});
  const int count = static_cast<int>(keys.size());
  if (grid.cells() > count) {
    const Grid even{(count + grid.rows) / grid.rows, grid.rows};
    for (int i = 0; i < count; ++i) sign(keys[static_cast<std::size_t>(i)], cell(rect, even, i));
    return erase(cell(rect, even, count, even.columns), true);
  }
  // Not even so: pages, with what turns them and what erases in the last two cells.
  const int most = std::max(1, grid.cells() - 2), pages = (count + most - 1) / most, each = (count + pages - 1) / pages;
  m_core.key_page = std::clamp(m_core.key_page, 0, pages - 1);
  const int begin = m_core.key_page * each, next = (m_core.key_page + 1) % pages * each;
  for (int i = begin; i < std::min(count, begin + each); ++i) sign(keys[static_cast<std::size_t>(i)], cell(rect, grid, i - begin));
  more(cell(rect, grid, grid.cells() - 2), pages, {keys.begin() + next, keys.end()});
  erase(cell(rect, grid, grid.cells() - 1), false);
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

void Keys::on_grid(Rect rect, const Grid& grid) {
  // Letters first, what does something always in the same last cells; space takes what is left of its row.
  const std::vector<KeyCap> all = plane().all();
  const int count = static_cast<int>(all.size()), most = most_caps(m_kind);
  Functions functions = pack(m_core, m_kind, grid, rect.w, m_labels, false, m_kind != KeyboardKind::Email);
  if (functions.first < most) functions = pack(m_core, m_kind, grid, rect.w, m_labels, false, false);
  const bool one_page = functions.first >= most;
  if (!one_page) functions = pack(m_core, m_kind, grid, rect.w, m_labels, true, false);
  const int each_at_most = std::max(1, functions.first), pages = one_page ? 1 : (count + each_at_most - 1) / each_at_most;
  const int each = (count + pages - 1) / pages;
  m_core.key_page = std::clamp(m_core.key_page, 0, pages - 1);
  const int begin = m_core.key_page * each, end = std::min(count, begin + each);
  for (int i = begin; i < end; ++i) letter("c-" + std::to_string(i + 1), cell(rect, grid, i - begin), cap_of(all[static_cast<std::size_t>(i)]));
  const int used = one_page ? most : each;
  for (const Function& each_function : functions.keys) {
    const int at = each_function.at, row = at / grid.columns * grid.columns;
    Rect area = cell(rect, grid, at, each_function.cells);
    switch (each_function.what) {
      case What::Space: {
        const int from = std::min(at, std::max(used, row));
        space(cell(rect, grid, from, at + each_function.cells - from));
        break;
      }
      case What::More: {
        const int next = (m_core.key_page + 1) % pages * each;
        std::vector<std::string_view> caps;
        for (int i = next; i < std::min(count, next + 3); ++i) caps.push_back(cap_of(all[static_cast<std::size_t>(i)]));
        more(area, pages, caps);
        break;
      }
      case What::Shift:
        shift(area);
        break;
      case What::Digits:
        digits(area);
        break;
      case What::Accents:
        accents(area);
        break;
      case What::Line:
        line(area);
        break;
      case What::Erase:
        erase(area, false);
        break;
    }
  }
}

}  // namespace

float Ui::keyboard_height(KeyboardKind kind, float width, float most) const {
  return height_of(m_core->layout, grid_for(*m_core, kind, width, most, {}));
}

void Ui::keyboard(std::string_view id, Rect rect, KeyboardKind kind, const KeyboardLabels& labels) {
  Core& core = *m_core;
  Core::Tight tight(core);
  Scope scope(*this, id);
  core.node(core.tree.nodes().size() - 1).bounds = core.px(rect);
  Keys keys(core, *this, kind, labels);
  const Grid grid = grid_for(core, kind, rect.w, rect.h, labels);
  if (is_number(kind)) return keys.numbers(rect, grid);
  if (is_full(kind, grid)) return keys.full(rect);
  keys.on_grid(rect, grid);
}

}  // namespace escale::ui
