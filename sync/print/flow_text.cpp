#include <algorithm>
#include <cmath>

#include "sync/print/flow_page.hpp"
#include "sync/print/typography.hpp"

namespace escale::print {

namespace page = flow_page;

Flow::Tag::Tag(Flow& flow, const std::string& name) : m_flow(flow) {
  cairo_tag_begin(m_flow.m_cairo, name.c_str(), "");
  m_flow.m_open.push_back(name);
}
Flow::Tag::~Tag() {
  cairo_tag_end(m_flow.m_cairo, m_flow.m_open.back().c_str());
  m_flow.m_open.pop_back();
}

std::string Flow::typeset(const std::string& text) const { return print::typeset(text, m_document.language); }

Layout Flow::layout(const std::string& text, const TextStyle& style, double width) const {
  Layout layout = m_pango.layout(typeset(text), style.size, style.bold, width);
  static constexpr PangoAlignment kAlignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
  pango_layout_set_alignment(layout.get(), kAlignments[static_cast<int>(style.align)]);
  return layout;
}

double Flow::height(const std::string& text, const TextStyle& style, double width) const {
  int units = 0;
  pango_layout_get_size(layout(text, style, width).get(), nullptr, &units);
  return points(units);
}

double Flow::left_over() const { return page::kBottom - m_y; }
bool Flow::at_top() const { return m_y <= page::kTop; }

void Flow::ensure(double needed) {
  if (left_over() < needed && !at_top()) end_page();
}

void Flow::end_page() {
  for (auto tag = m_open.rbegin(); tag != m_open.rend(); ++tag) cairo_tag_end(m_cairo, tag->c_str());
  draw_footer();
  cairo_show_page(m_cairo);
  ++m_page;
  m_y = page::kTop;
  for (const std::string& tag : m_open) cairo_tag_begin(m_cairo, tag.c_str(), "");
}

void Flow::draw_footer() {
  const bool is_french = m_document.language == "fr" || m_document.language.starts_with("fr-");
  const double y = page::kBottom + 18;
  rule(page::kLeft, y - 6, kContentWidth, 0.5, kRule);
  const std::string number = m_total == 0 ? std::string("0") : std::to_string(m_page) + (is_french ? " sur " : " of ") + std::to_string(m_total);
  const TextStyle style{8, false, kQuiet, Align::Left};
  draw_layout(layout(m_document.footer, style, kContentWidth - 90).get(), style, page::kLeft, y);
  const TextStyle right{8, false, kQuiet, Align::Right};
  draw_layout(layout("page " + number, right, 80).get(), right, page::kLeft + kContentWidth - 80, y);
}

void Flow::rule(double x, double y, double width, double thickness, Colour colour) {
  set_colour(m_cairo, colour);
  cairo_set_dash(m_cairo, nullptr, 0, 0);
  cairo_set_line_width(m_cairo, thickness);
  cairo_new_path(m_cairo);  // words leave a point behind
  cairo_move_to(m_cairo, x, y);
  cairo_line_to(m_cairo, x + width, y);
  cairo_stroke(m_cairo);
}

void Flow::draw_layout(PangoLayout* layout, const TextStyle& style, double x, double y) {
  set_colour(m_cairo, style.colour);
  cairo_move_to(m_cairo, x, y);
  pango_cairo_show_layout(m_cairo, layout);
}

void Flow::write(const std::string& text, const TextStyle& style, double x, double width) {
  const Layout words = layout(text, style, width);
  struct Row {
    double height, baseline, left;
    PangoLayoutLine* line;
  };
  std::vector<Row> rows;
  const Iterator at(pango_layout_get_iter(words.get()));
  do {
    int top = 0, bottom = 0;
    pango_layout_iter_get_line_yrange(at.get(), &top, &bottom);
    PangoRectangle extents;
    pango_layout_iter_get_line_extents(at.get(), nullptr, &extents);
    rows.push_back({points(bottom - top), points(pango_layout_iter_get_baseline(at.get()) - top), points(extents.x),
                    pango_layout_iter_get_line_readonly(at.get())});
  } while (pango_layout_iter_next_line(at.get()));
  // Neither the first line alone at the bottom of a page nor the last alone at the top of the next.
  ensure(rows[0].height + (rows.size() > 1 ? rows[1].height : 0) + (rows.size() == 3 ? rows[2].height : 0));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool is_second_last = i + 2 == rows.size() && i > 1;
    ensure(rows[i].height + (is_second_last ? rows[i + 1].height : 0));
    set_colour(m_cairo, style.colour);
    cairo_move_to(m_cairo, x + rows[i].left, m_y + rows[i].baseline);
    pango_cairo_show_layout_line(m_cairo, rows[i].line);
    m_y += rows[i].height;
  }
}

}  // namespace escale::print
