#include "sync/print/typesetter.hpp"

#include "sync/print/pango.hpp"

namespace escale::print {

Layout Pango::layout(const std::string& text, double size, bool bold, double width) const {
  Layout layout(pango_layout_new(context.get()));
  const FontDescription font(pango_font_description_new());
  pango_font_description_set_family_static(font.get(), "Inter, DejaVu Sans");
  pango_font_description_set_weight(font.get(), bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
  pango_layout_set_font_description(layout.get(), font.get());
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing(layout.get(), 1.15F);
  if (width >= 0) pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  return layout;
}

void set_colour(cairo_t* cairo, Colour colour) {
  const auto value = static_cast<std::uint32_t>(colour);
  cairo_set_source_rgb(cairo, (value >> 16) / 255.0, (value >> 8 & 0xFF) / 255.0, (value & 0xFF) / 255.0);
}

namespace {

struct Painter {
  cairo_t* cairo;
  const Pango& pango;

  void operator()(const Line& line) const {
    if (line.points.empty()) return;
    set_colour(cairo, line.colour);
    cairo_new_path(cairo);  // words leave a point behind
    if (line.points.size() == 1) {
      cairo_arc(cairo, line.points[0].x, line.points[0].y, line.width / 2, 0, 6.283185307179586);
      cairo_fill(cairo);
      return;
    }
    cairo_set_line_width(cairo, line.width);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    const double dashes[] = {0.5, 3};
    cairo_set_dash(cairo, dashes, line.dashed ? 2 : 0, 0);
    for (const Point& point : line.points) cairo_line_to(cairo, point.x, point.y);
    cairo_stroke(cairo);
  }
  void operator()(const Box& box) const {
    cairo_new_path(cairo);
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    set_colour(cairo, box.fill.paper);
    cairo_fill(cairo);
    for (const Line& line : pattern_lines(box)) (*this)(line);
    if (!box.outlined) return;
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    cairo_set_line_width(cairo, 0.75);
    cairo_set_dash(cairo, nullptr, 0, 0);
    set_colour(cairo, kInk);
    cairo_stroke(cairo);
  }
  void operator()(const Words& words) const {
    const Layout layout = pango.layout(words.text, words.size, words.bold, -1);
    PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), 0);
    PangoRectangle extents;
    pango_layout_line_get_extents(line, nullptr, &extents);
    const double width = points(extents.width);
    const double shift = words.align == Align::Left ? 0 : words.align == Align::Right ? width : width / 2;
    set_colour(cairo, words.colour);
    cairo_move_to(cairo, words.x - shift, words.baseline);
    pango_cairo_show_layout_line(cairo, line);
  }
};

}  // namespace

void paint(cairo_t* cairo, const Pango& pango, const Drawing& drawing, double x, double y, double scale) {
  cairo_save(cairo);
  cairo_translate(cairo, x, y);
  cairo_scale(cairo, scale, scale);
  for (const Mark& mark : drawing.marks) std::visit(Painter{cairo, pango}, mark);
  cairo_restore(cairo);
}

Typesetter::Typesetter(std::unique_ptr<Pango> pango) : m_pango(std::move(pango)) {}
Typesetter::~Typesetter() = default;
Typesetter::Typesetter(Typesetter&&) noexcept = default;
Typesetter& Typesetter::operator=(Typesetter&&) noexcept = default;

Result<Typesetter> Typesetter::open() {
  auto pango = std::make_unique<Pango>();
  pango->map.reset(pango_cairo_font_map_new());
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(pango->map.get()), 72);
  pango->context.reset(pango_font_map_create_context(pango->map.get()));
  // Measures must not depend on a screen.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(pango->context.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(pango->context.get(), FALSE);

  const FontDescription asked(pango_font_description_from_string(kTypeface));
  PangoFont* font = pango_font_map_load_font(pango->map.get(), pango->context.get(), asked.get());
  std::string found;
  if (font != nullptr) {
    const FontDescription given(pango_font_describe(font));
    if (const char* family = pango_font_description_get_family(given.get())) found = family;
    g_object_unref(font);
  }
  if (!found.starts_with(kTypeface))
    return fail(Code::NotFound, std::string("the typeface ") + kTypeface + " is not installed: install the package fonts-inter");
  return Typesetter(std::move(pango));
}

double Typesetter::width(const std::string& text, double size, bool bold) const {
  const Layout layout = m_pango->layout(text, size, bold, -1);
  PangoRectangle extents;
  pango_layout_get_extents(layout.get(), nullptr, &extents);
  return points(extents.width);
}

std::vector<std::string> Typesetter::lines(const std::string& text, double width, double size, bool bold) const {
  const Layout layout = m_pango->layout(text, size, bold, width);
  std::vector<std::string> out;
  for (int i = 0; i < pango_layout_get_line_count(layout.get()); ++i) {
    const PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), i);
    std::string words = text.substr(static_cast<std::size_t>(line->start_index), static_cast<std::size_t>(line->length));
    while (words.ends_with(' ')) words.pop_back();
    out.push_back(std::move(words));
  }
  return out;
}

}  // namespace escale::print
