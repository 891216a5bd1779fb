#include "kiosk/last_resort.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace escale::kiosk {
namespace {

constexpr int kColumns = 5, kRows = 7;

struct Letter {
  char name;
  std::array<std::string_view, kRows> rows;
};

/// The letters that the three lines need.
constexpr std::array<Letter, 18> kLetters = {{
    {'A', {" ### ", "#   #", "#   #", "#####", "#   #", "#   #", "#   #"}},
    {'B', {"#### ", "#   #", "#   #", "#### ", "#   #", "#   #", "#### "}},
    {'C', {" ### ", "#   #", "#    ", "#    ", "#    ", "#   #", " ### "}},
    {'D', {"#### ", "#   #", "#   #", "#   #", "#   #", "#   #", "#### "}},
    {'E', {"#####", "#    ", "#    ", "#### ", "#    ", "#    ", "#####"}},
    {'F', {"#####", "#    ", "#    ", "#### ", "#    ", "#    ", "#    "}},
    {'I', {" ### ", "  #  ", "  #  ", "  #  ", "  #  ", "  #  ", " ### "}},
    {'L', {"#    ", "#    ", "#    ", "#    ", "#    ", "#    ", "#####"}},
    {'N', {"#   #", "##  #", "##  #", "# # #", "#  ##", "#  ##", "#   #"}},
    {'O', {" ### ", "#   #", "#   #", "#   #", "#   #", "#   #", " ### "}},
    {'P', {"#### ", "#   #", "#   #", "#### ", "#    ", "#    ", "#    "}},
    {'R', {"#### ", "#   #", "#   #", "#### ", "# #  ", "#  # ", "#   #"}},
    {'S', {" ####", "#    ", "#    ", " ### ", "    #", "    #", "#### "}},
    {'T', {"#####", "  #  ", "  #  ", "  #  ", "  #  ", "  #  ", "  #  "}},
    {'U', {"#   #", "#   #", "#   #", "#   #", "#   #", "#   #", " ### "}},
    {'V', {"#   #", "#   #", "#   #", "#   #", "#   #", " # # ", "  #  "}},
    {'Z', {"#####", "    #", "   # ", "  #  ", " #   ", "#    ", "#####"}},
    {'\'', {"  #  ", "  #  ", " #   ", "     ", "     ", "     ", "     "}},
}};

constexpr std::uint32_t kBackground = 0xFF241F1CU, kInk = 0xFFFFFFFFU;

}  // namespace

LastResort::LastResort(std::int32_t width, std::int32_t height) : m_width(width), m_height(height) {
  constexpr const char* kTitle = "BORNE EN PANNE";
  constexpr const char* kWhere = "ADRESSEZ VOUS A L'ACCUEIL";
  constexpr const char* kEnglish = "OUT OF ORDER";
  // The longest line takes nine tenths of the width; each letter is five cells wide and one apart.
  const float cell = static_cast<float>(width) * 0.9F / static_cast<float>(std::strlen(kWhere) * (kColumns + 1));
  const float middle = static_cast<float>(height) / 2;
  line(kTitle, middle - cell * 16, cell * 1.4F);
  line(kWhere, middle, cell);
  line(kEnglish, middle + cell * 14, cell);
  const auto quads = static_cast<std::uint32_t>(m_indices.size() / 6);
  if (quads > 0) m_commands.push_back({{0, 0, width, height}, ui::kNoTexture, 0, quads * 6, 0});
}

void LastResort::line(const char* words, float top, float cell) {
  const float letters = static_cast<float>(std::strlen(words)) * (kColumns + 1);
  float left = (static_cast<float>(m_width) - letters * cell) / 2;
  for (const char* at = words; *at != '\0'; ++at, left += cell * (kColumns + 1)) {
    const auto found = std::ranges::find_if(kLetters, [&](const Letter& letter) { return letter.name == *at; });
    if (found == kLetters.end()) continue;
    for (int row = 0; row < kRows; ++row) {
      for (int column = 0; column < kColumns; ++column) {
        if (found->rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] != '#') continue;
        const float x = left + cell * static_cast<float>(column), y = top + cell * static_cast<float>(row);
        const auto first = static_cast<std::uint16_t>(m_vertices.size());
        for (const auto& [dx, dy] : {std::pair{0.0F, 0.0F}, {cell, 0.0F}, {cell, cell}, {0.0F, cell}}) m_vertices.push_back({x + dx, y + dy, 0, 0, kInk});
        for (const int corner : {0, 1, 2, 0, 2, 3}) m_indices.push_back(static_cast<std::uint16_t>(first + corner));
      }
    }
  }
}

ui::DrawList LastResort::list() const {
  ui::DrawList list;
  list.width = m_width, list.height = m_height;
  list.background = kBackground;
  list.vertices = m_vertices;
  list.indices = m_indices;
  list.commands = m_commands;
  return list;
}

}  // namespace escale::kiosk
