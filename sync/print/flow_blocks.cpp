#include <cairo-pdf.h>

#include <algorithm>

#include "sync/print/flow_page.hpp"

namespace escale::print {

namespace page = flow_page;

void Flow::run() {
  m_y = page::kTop;
  for (const Block& block : m_document.blocks) draw(block);
  draw_footer();
  cairo_show_page(m_cairo);
}

void Flow::draw(const Block& block) {
  std::visit([&](const auto& it) { draw_block(it); }, static_cast<const Block::variant&>(block));
}

double Flow::height(const List& list) const {
  const int columns = std::max(1, list.columns);
  const double width = (kContentWidth - list.indent) / columns - page::kMarker;
  double sum = 0;
  for (std::size_t i = 0; i < list.items.size(); i += static_cast<std::size_t>(columns)) {
    double tallest = 0;
    for (std::size_t j = i; j < std::min(list.items.size(), i + static_cast<std::size_t>(columns)); ++j)
      tallest = std::max(tallest, height(list.items[j], page::kBody, width - 6));
    sum += tallest + page::kItemGap;
  }
  return sum + page::kGap;
}

double Flow::height(const Notice& notice) const {
  const double width = kContentWidth - 2 * page::kFrame;
  double sum = 2 * page::kFrame;
  if (!notice.title.empty()) sum += height(notice.title, page::kStrong, width);
  for (const std::string& text : notice.paragraphs) sum += height(text, page::kBody, width) + 3;
  return sum;
}

double Flow::height(const Block& block) const {
  struct Measure {
    const Flow& flow;
    double operator()(const Heading& it) const {
      return flow.height(it.text, page::heading_style(it.level), kContentWidth) + (it.level <= 2 ? 22 : 14);
    }
    double operator()(const Paragraph& it) const { return flow.height(it.text, page::voice_style(it.voice), kContentWidth) + page::kGap; }
    double operator()(const Notice& it) const { return flow.height(it) + page::kGap; }
    double operator()(const List& it) const { return flow.height(it); }
    double operator()(const Table& it) const {
      const auto widths = flow.column_widths(it);
      double sum = page::kGap + (it.caption.empty() ? 0 : flow.height(it.caption, page::kSmall, kContentWidth) + 3);
      std::vector<Cell> titles;
      for (const Column& column : it.columns) titles.push_back({column.title});
      sum += flow.row_height(it, widths, titles, true);
      for (const auto& row : it.rows) sum += flow.row_height(it, widths, row, false);
      return sum;
    }
    double operator()(const Figure& it) const {
      return it.drawing.height * std::min(1.0, kContentWidth / std::max(1.0, it.drawing.width)) + page::kGap +
             (it.caption.empty() ? 0 : flow.height(it.caption, page::kSmall, kContentWidth) + 3);
    }
    double operator()(const WritingLines& it) const { return it.count * page::kWritingLine + page::kGap; }
    double operator()(const PageBreak&) const { return 0; }
    double operator()(const Space& it) const { return it.height; }
    double operator()(const Together& it) const {
      double sum = 0;
      for (const Block& block : it.blocks) sum += flow.height(block);
      return sum;
    }
  };
  return std::visit(Measure{*this}, static_cast<const Block::variant&>(block));
}

void Flow::draw_block(const Heading& heading) {
  const TextStyle style = page::heading_style(heading.level);
  const double before = at_top() ? 0 : heading.level <= 2 ? 16 : 9;
  ensure(before + height(heading.text, style, kContentWidth) + 60);  // never the last of its page
  if (!at_top()) m_y += before;
  const std::string name = "heading-" + std::to_string(++m_headings);
  if (heading.level <= 2) {
    const int parent = heading.level == 2 && m_outline != 0 ? m_outline : CAIRO_PDF_OUTLINE_ROOT;
    const std::string link = "dest='" + name + "'";
    const int outline = cairo_pdf_surface_add_outline(m_surface, parent, typeset(heading.text).c_str(), link.c_str(), CAIRO_PDF_OUTLINE_FLAG_OPEN);
    if (heading.level == 1) m_outline = outline;
  }
  {
    const Tag tag(*this, "H" + std::to_string(std::clamp(heading.level, 1, 4)));
    cairo_tag_begin(m_cairo, CAIRO_TAG_DEST, ("name='" + name + "' internal").c_str());
    write(heading.text, style, page::kLeft, kContentWidth);
    cairo_tag_end(m_cairo, CAIRO_TAG_DEST);
  }
  if (heading.level == 1) rule(page::kLeft, m_y + 3, 64, 3, kPrune);
  m_y += heading.level == 1 ? 14 : heading.level == 2 ? 6 : 4;
}

void Flow::draw_block(const Paragraph& paragraph) {
  const TextStyle style = page::voice_style(paragraph.voice);
  if (paragraph.with_next) ensure(height(paragraph.text, style, kContentWidth) + 60);
  {
    const Tag tag(*this, "P");
    write(paragraph.text, style, page::kLeft, kContentWidth);
  }
  m_y += page::kGap;
}

void Flow::draw_block(const Notice& notice) {
  const double whole = height(notice), width = kContentWidth - 2 * page::kFrame;
  ensure(whole);
  const bool framed = whole <= left_over();  // one that fills more than a page is words alone
  if (framed) {
    set_colour(m_cairo, Colour{0xF6F4EF});
    cairo_new_path(m_cairo);
    cairo_rectangle(m_cairo, page::kLeft, m_y, kContentWidth, whole);
    cairo_fill(m_cairo);
    set_colour(m_cairo, kPrune);
    cairo_rectangle(m_cairo, page::kLeft, m_y, 3, whole);
    cairo_fill(m_cairo);
    m_y += page::kFrame;
  }
  if (!notice.title.empty()) {
    const Tag tag(*this, "P");
    write(notice.title, page::kStrong, page::kLeft + page::kFrame, width);
  }
  for (const std::string& text : notice.paragraphs) {
    m_y += 3;
    const Tag tag(*this, "P");
    write(text, page::kBody, page::kLeft + page::kFrame, width);
  }
  m_y += (framed ? page::kFrame : 0) + page::kGap;
}

void Flow::draw_marker(Marker marker, std::size_t number, double x, double y) {
  set_colour(m_cairo, kInk);
  cairo_set_dash(m_cairo, nullptr, 0, 0);
  cairo_set_line_width(m_cairo, 0.9);
  cairo_new_path(m_cairo);
  constexpr double kSide = 9;
  switch (marker) {
    case Marker::Square:
      cairo_rectangle(m_cairo, x, y + 2, kSide, kSide);
      cairo_stroke(m_cairo);
      break;
    case Marker::Circle:
      cairo_arc(m_cairo, x + kSide / 2, y + 2 + kSide / 2, kSide / 2, 0, 6.283185307179586);
      cairo_stroke(m_cairo);
      break;
    case Marker::Bullet: draw_layout(layout("•", page::kBody, -1).get(), page::kBody, x + 2, y); break;
    case Marker::Number: draw_layout(layout(std::to_string(number) + ".", page::kBody, -1).get(), page::kBody, x, y); break;
  }
}

void Flow::draw_block(const List& list) {
  const auto columns = static_cast<std::size_t>(std::max(1, list.columns));
  const double step = (kContentWidth - list.indent) / static_cast<double>(columns);
  const Tag whole(*this, "L");
  for (std::size_t i = 0; i < list.items.size(); i += columns) {
    const std::size_t end = std::min(list.items.size(), i + columns);
    double tallest = 0;
    for (std::size_t j = i; j < end; ++j) tallest = std::max(tallest, height(list.items[j], page::kBody, step - page::kMarker - 6));
    if (columns > 1) ensure(tallest);
    else ensure(14);
    const double top = m_y;
    double lowest = m_y;
    for (std::size_t j = i; j < end; ++j) {
      if (columns > 1) m_y = top;
      const double x = page::kLeft + list.indent + step * static_cast<double>(j - i);
      const Tag item(*this, "LI");
      {
        const Tag label(*this, "Lbl");
        draw_marker(list.marker, j + 1, x, m_y);
      }
      const Tag body(*this, "LBody");
      write(list.items[j], page::kBody, x + page::kMarker, step - page::kMarker - 6);
      lowest = columns > 1 ? std::max(lowest, m_y) : m_y;
    }
    m_y = lowest + page::kItemGap;
  }
  m_y += page::kGap - page::kItemGap;
}

void Flow::draw_figure(const Drawing& drawing, const std::string& alternative, double x, double y, double scale) {
  const Tag tag(*this, "Figure");
  m_alternatives.push_back(typeset(alternative));
  paint(m_cairo, m_pango, drawing, x, y, scale);
}

void Flow::draw_block(const Figure& figure) {
  const double scale = std::min(1.0, kContentWidth / std::max(1.0, figure.drawing.width));
  ensure(height(Block(figure)));
  draw_figure(figure.drawing, figure.alternative, page::kLeft, m_y, scale);
  m_y += figure.drawing.height * scale;
  if (!figure.caption.empty()) {
    m_y += 3;
    const Tag tag(*this, "P");
    write(figure.caption, page::kSmall, page::kLeft, kContentWidth);
  }
  m_y += page::kGap;
}

void Flow::draw_block(const WritingLines& lines) {
  for (int i = 0; i < lines.count; ++i) {
    ensure(page::kWritingLine);
    m_y += page::kWritingLine;
    const Line line{{{page::kLeft + lines.indent, m_y - 4}, {page::kLeft + kContentWidth, m_y - 4}}, 0.8, kRule, true};
    paint(m_cairo, m_pango, {0, 0, {line}}, 0, 0);
  }
  m_y += page::kGap;
}

void Flow::draw_block(const PageBreak&) {
  if (!at_top()) end_page();
}

void Flow::draw_block(const Space& space) {
  if (!at_top()) m_y += space.height;
}

void Flow::draw_block(const Together& together) {
  const double whole = height(Block(together));
  if (whole <= page::kBottom - page::kTop) ensure(whole);
  for (const Block& block : together.blocks) draw(block);
}

}  // namespace escale::print
