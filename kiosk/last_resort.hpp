// The picture of a terminal that can load neither a font nor a theme: a few words in letters of its own, so that the screen is never
// black without a reason.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/ui/draw_list.hpp"

namespace escale::kiosk {

class LastResort {
 public:
  /// Lays the words out for a screen of this size, in pixels: "BORNE EN PANNE", and under it where to go, in French and in English.
  LastResort(std::int32_t width, std::int32_t height);
  /// Valid as long as this object.
  ui::DrawList list() const;

 private:
  void line(const char* words, float top, float cell);
  std::int32_t m_width, m_height;
  std::vector<ui::Vertex> m_vertices;
  std::vector<std::uint16_t> m_indices;
  std::vector<ui::DrawCommand> m_commands;
};

}  // namespace escale::kiosk
