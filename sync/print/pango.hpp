// Cairo and Pango objects with owners. Included by this folder's .cpp files only.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>

#include "sync/print/drawing.hpp"

namespace escale::print {

template <auto Release>
struct Releaser {
  template <class T>
  void operator()(T* object) const {
    Release(object);
  }
};
using Surface = std::unique_ptr<cairo_surface_t, Releaser<cairo_surface_destroy>>;
using Cairo = std::unique_ptr<cairo_t, Releaser<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Releaser<g_object_unref>>;
using FontMap = std::unique_ptr<PangoFontMap, Releaser<g_object_unref>>;
using PangoContextPtr = std::unique_ptr<PangoContext, Releaser<g_object_unref>>;
using FontDescription = std::unique_ptr<PangoFontDescription, Releaser<pango_font_description_free>>;
using Iterator = std::unique_ptr<PangoLayoutIter, Releaser<pango_layout_iter_free>>;

struct Pango {
  FontMap map;
  PangoContextPtr context;

  /// Words set in the typeface, `size` in points; `width` in points, negative for one endless line.
  Layout layout(const std::string& text, double size, bool bold, double width) const;
};

inline double points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }
void set_colour(cairo_t* cairo, Colour colour);
/// Paints the drawing with its top left corner at (x, y), `scale` times its size.
void paint(cairo_t* cairo, const Pango& pango, const Drawing& drawing, double x, double y, double scale = 1);

}  // namespace escale::print
