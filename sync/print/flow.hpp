// Fills pages from top to bottom. The rule: everything that is open in the tree is closed at the end of a page and opened again on the
// next, so that footers stand outside the tree and each page of a table is a table with its own titles.
#pragma once

#include "sync/print/document.hpp"
#include "sync/print/pango.hpp"

namespace escale::print {

struct TextStyle {
  double size = 10;
  bool bold = false;
  Colour colour = kInk;
  Align align = Align::Left;
};

class Flow {
 public:
  /// `pages`: how many there will be, for the footers; 0 while that is being found out.
  Flow(cairo_surface_t* surface, cairo_t* cairo, const Pango& pango, const Document& document, int pages)
      : m_surface(surface), m_cairo(cairo), m_pango(pango), m_document(document), m_total(pages) {}
  /// Draws everything; once.
  void run();
  int pages() const { return m_page; }
  /// What the figures say, in the order of the tree.
  const std::vector<std::string>& alternatives() const { return m_alternatives; }

 private:
  class Tag;
  std::string typeset(const std::string& text) const;
  Layout layout(const std::string& text, const TextStyle& style, double width) const;
  double height(const std::string& text, const TextStyle& style, double width) const;
  double height(const Block& block) const;
  double height(const List& list) const;
  double height(const Notice& notice) const;
  std::vector<double> column_widths(const Table& table) const;
  double row_height(const Table& table, const std::vector<double>& widths, const std::vector<Cell>& row, bool bold) const;

  double left_over() const;
  bool at_top() const;
  /// Begins a new page unless this height is left; a height that no page has changes nothing on a new page.
  void ensure(double height);
  void end_page();
  void draw_footer();

  void write(const std::string& text, const TextStyle& style, double x, double width);
  void draw_layout(PangoLayout* layout, const TextStyle& style, double x, double y);
  void draw_marker(Marker marker, std::size_t number, double x, double y);
  void draw_figure(const Drawing& drawing, const std::string& alternative, double x, double y, double scale);
  void draw_row(const Table& table, const std::vector<double>& widths, const std::vector<Cell>& row, bool is_titles);
  void draw_titles(const Table& table, const std::vector<double>& widths);
  void rule(double x, double y, double width, double thickness, Colour colour);

  void draw(const Block& block);
  void draw_block(const Heading& heading);
  void draw_block(const Paragraph& paragraph);
  void draw_block(const Notice& notice);
  void draw_block(const List& list);
  void draw_block(const Table& table);
  void draw_block(const Figure& figure);
  void draw_block(const WritingLines& lines);
  void draw_block(const PageBreak& page_break);
  void draw_block(const Space& space);
  void draw_block(const Together& together);

  cairo_surface_t* m_surface;
  cairo_t* m_cairo;
  const Pango& m_pango;
  const Document& m_document;
  int m_total = 0, m_page = 1;
  double m_y = 0;
  int m_outline = 0;               ///< of the last first-level heading
  std::size_t m_headings = 0;
  std::vector<std::string> m_open;  ///< tags, outermost first
  std::vector<std::string> m_alternatives;
};

}  // namespace escale::print
