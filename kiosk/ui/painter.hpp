// Draws in pixels through one ImDrawList, and turns it into the neutral list at the end of the frame. ImGui gives
// triangles with soft edges and clipping; glyphs and drawings come from the atlas.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "kiosk/ui/atlas.hpp"
#include "kiosk/ui/draw_list.hpp"
#include "kiosk/ui/fonts.hpp"
#include "kiosk/ui/geometry.hpp"
#include "kiosk/ui/drawn.hpp"
#include "kiosk/ui/theme.hpp"
#include "kiosk/ui/vector_art.hpp"

struct ImDrawList;
struct ImGuiContext;

namespace escale::ui {

inline constexpr TextureId kAtlasTexture = 1;
inline constexpr TextureId kFirstImageTexture = 2;

enum Corner : unsigned { kTopLeft = 1, kTopRight = 2, kBottomRight = 4, kBottomLeft = 8, kAllCorners = 15 };

class Painter {
 public:
  Painter(Fonts& fonts, Atlas& atlas);
  ~Painter();
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  void begin(int width, int height, Color background);
  /// What moves for a moment, in pixels: what was drawn inside `area`, by `by` (a page under the finger); vertices from number `from` on,
  /// `aside` to the right (a screen that slides in).
  struct Move {
    Rect area = {};
    Point by = {};
    std::uint32_t from = 0;
    float aside = 0;
  };
  /// The neutral list; its textures are the caller's.
  DrawList end(const Move& move);
  DrawList end() { return end(Move()); }
  /// How many vertices were drawn so far.
  std::uint32_t vertices() const;

  // Everything in pixels.
  void rect(Rect r, Color colour);
  void round_rect(Rect r, float radius, Color colour, unsigned corners = kAllCorners);
  /// A border inside `r`.
  void border(Rect r, float radius, float width, Color colour);
  void dashed_border(Rect r, float radius, float width, Color colour, float on, float off);
  void circle(Point centre, float radius, Color colour);
  void ring(Point centre, float radius, float width, Color colour);
  /// Horizontal and vertical segments with round caps and joins.
  void steps(const std::vector<Point>& points, float width, Color colour);
  void line(Point from, Point to, float width, Color colour);
  /// One line of text, its pen at `x`; gives back where the pen ends.
  float text(SizedFont& font, float x, float baseline, std::string_view text, Color colour);
  void picture(const AtlasSpot& spot, float x, float y, Color colour);
  void image(TextureId texture, Rect r, Rect uv);
  void push_clip(Rect r);
  void pop_clip();

  DrawnRecord* record = nullptr;  ///< filled when somebody wants to know what is drawn: see drawn.hpp

 private:
  /// Opens a record of what is drawn from here on; closed by end_drawn.
  Drawn* begin_drawn(std::string_view text, Color colour);
  void end_drawn(Drawn* ink);

  Fonts& m_fonts;
  Atlas& m_atlas;
  ImGuiContext* m_context;
  ImDrawList* m_list = nullptr;
  int m_width = 0, m_height = 0;
  Color m_background;
  std::vector<Vertex> m_vertices;
  std::vector<std::uint16_t> m_indices;
  std::vector<DrawCommand> m_commands;
};

}  // namespace escale::ui
