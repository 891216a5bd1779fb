#include <algorithm>

#include "sync/print/flow_page.hpp"

namespace escale::print {

namespace page = flow_page;

namespace {
constexpr TextStyle kCell{9, false, kInk, Align::Left};

TextStyle cell_style(Align align, bool bold) {
  TextStyle style = kCell;
  style.align = align;
  style.bold = bold;
  return style;
}

double drawing_scale(const Drawing& drawing, double width) {
  return std::min(1.0, (width - 2 * page::kPadding) / std::max(1.0, drawing.width));
}
}  // namespace

std::vector<double> Flow::column_widths(const Table& table) const {
  double sum = 0;
  for (const Column& column : table.columns) sum += column.weight;
  std::vector<double> widths;
  for (const Column& column : table.columns) widths.push_back(kContentWidth * column.weight / std::max(sum, 1e-9));
  return widths;
}

double Flow::row_height(const Table& table, const std::vector<double>& widths, const std::vector<Cell>& row, bool bold) const {
  double tallest = bold ? 0 : table.row_height;  // titles need no room to write
  for (std::size_t c = 0; c < row.size() && c < widths.size(); ++c) {
    double cell = 2 * page::kPadding;
    if (!row[c].text.empty())
      cell += height(row[c].text, cell_style(Align::Left, bold || table.columns[c].is_header), widths[c] - 2 * page::kPadding);
    if (row[c].drawing) cell += row[c].drawing->height * drawing_scale(*row[c].drawing, widths[c]);
    tallest = std::max(tallest, cell);
  }
  return tallest;
}

void Flow::draw_row(const Table& table, const std::vector<double>& widths, const std::vector<Cell>& row, bool is_titles) {
  const double tall = row_height(table, widths, row, is_titles);
  if (is_titles) {
    set_colour(m_cairo, kFaint);
    cairo_new_path(m_cairo);
    cairo_rectangle(m_cairo, page::kLeft, m_y, kContentWidth, tall);
    cairo_fill(m_cairo);
  }
  const Tag line(*this, "TR");
  double x = page::kLeft;
  for (std::size_t c = 0; c < row.size() && c < widths.size(); ++c) {
    const bool is_header = is_titles || table.columns[c].is_header;
    const Tag cell(*this, is_header ? "TH" : "TD");
    double y = m_y + page::kPadding;
    if (!row[c].text.empty()) {
      const TextStyle style = cell_style(table.columns[c].align, is_header);
      const Layout words = layout(row[c].text, style, widths[c] - 2 * page::kPadding);
      draw_layout(words.get(), style, x + page::kPadding, y);
      int units = 0;
      pango_layout_get_size(words.get(), nullptr, &units);
      y += points(units);
    }
    if (row[c].drawing)
      draw_figure(*row[c].drawing, row[c].alternative, x + page::kPadding, y, drawing_scale(*row[c].drawing, widths[c]));
    x += widths[c];
  }
  m_y += tall;
  rule(page::kLeft, m_y, kContentWidth, is_titles ? 1 : 0.5, is_titles ? kInk : kRule);
}

void Flow::draw_titles(const Table& table, const std::vector<double>& widths) {
  std::vector<Cell> titles;
  bool empty = true;
  for (const Column& column : table.columns) {
    titles.push_back({column.title});
    empty = empty && column.title.empty();
  }
  if (empty) rule(page::kLeft, m_y, kContentWidth, 0.5, kRule);
  else draw_row(table, widths, titles, true);
}

void Flow::draw_block(const Table& table) {
  const std::vector<double> widths = column_widths(table);
  const double first = table.rows.empty() ? 0 : row_height(table, widths, table.rows[0], false);
  ensure((table.caption.empty() ? 0 : 16) + std::min(60 + first, 200.0));
  if (!table.caption.empty()) {
    const Tag tag(*this, "P");
    write(table.caption, page::kSmall, page::kLeft, kContentWidth);
    m_y += 3;
  }
  {
    const Tag whole(*this, "Table");
    draw_titles(table, widths);
    for (const auto& row : table.rows) {
      const double tall = row_height(table, widths, row, false);
      if (tall > left_over()) {
        end_page();
        draw_titles(table, widths);
      }
      draw_row(table, widths, row, false);
    }
  }
  m_y += page::kGap + 2;
}

}  // namespace escale::print
