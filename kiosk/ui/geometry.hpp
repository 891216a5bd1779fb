// Points, sizes and rectangles of the interface, in points: one point is one pixel of the reference screen (1280 x
// 800, 5.9 px/mm) at scale 1. Screens cut the rectangles that Ui::layout() gives; they never see pixels.
#pragma once

#include <algorithm>

namespace escale::ui {

struct Point {
  float x = 0, y = 0;
  bool operator==(const Point&) const = default;
};

struct Size {
  float w = 0, h = 0;
  bool operator==(const Size&) const = default;
};

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  Point center() const { return {x + w / 2, y + h / 2}; }
  Size size() const { return {w, h}; }
  bool empty() const { return w <= 0 || h <= 0; }
  bool contains(Point p) const { return p.x >= x && p.x < x + w && p.y >= y && p.y < y + h; }
  bool contains(const Rect& r) const { return r.x >= x && r.y >= y && r.right() <= right() && r.bottom() <= bottom(); }

  /// The same rectangle with its sides moved inwards (outwards when negative).
  Rect inset(float all) const { return {x + all, y + all, w - 2 * all, h - 2 * all}; }
  Rect inset(float horizontal, float vertical) const {
    return {x + horizontal, y + vertical, w - 2 * horizontal, h - 2 * vertical};
  }
  Rect moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }
  Rect intersected(const Rect& o) const {
    float left = std::max(x, o.x), top = std::max(y, o.y);
    return {left, top, std::max(0.0F, std::min(right(), o.right()) - left),
            std::max(0.0F, std::min(bottom(), o.bottom()) - top)};
  }

  // Cutting takes a strip off this rectangle and gives it back; `gap` is lost between the two.
  Rect cut_top(float height, float gap = 0) {
    Rect strip{x, y, w, height};
    y += height + gap;
    h -= height + gap;
    return strip;
  }
  Rect cut_bottom(float height, float gap = 0) {
    Rect strip{x, y + h - height, w, height};
    h -= height + gap;
    return strip;
  }
  Rect cut_left(float width, float gap = 0) {
    Rect strip{x, y, width, h};
    x += width + gap;
    w -= width + gap;
    return strip;
  }
  Rect cut_right(float width, float gap = 0) {
    Rect strip{x + w - width, y, width, h};
    w -= width + gap;
    return strip;
  }

  /// The index-th of `count` equal columns (or rows) with `gap` between them.
  Rect column(int index, int count, float gap) const {
    float each = (w - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    return {x + (each + gap) * static_cast<float>(index), y, each, h};
  }
  Rect row(int index, int count, float gap) const {
    float each = (h - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    return {x, y + (each + gap) * static_cast<float>(index), w, each};
  }

  bool operator==(const Rect&) const = default;
};

}  // namespace escale::ui
