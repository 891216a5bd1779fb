// A TrueType file made here: one rectangle for each letter, digit and the plain space, and nothing else. It stands for a font that lacks
// U+202F, U+00A0 and accents (Open Sans and B612 of Debian lack U+202F; the tests need no package for it).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace escale::testing_support {

/// Big-endian bytes, as OpenType wants them.
class FontBytes {
 public:
  FontBytes& u16(unsigned v) {
    m_bytes.push_back(static_cast<char>(v >> 8U & 0xFFU));
    m_bytes.push_back(static_cast<char>(v & 0xFFU));
    return *this;
  }
  FontBytes& u32(unsigned v) { return u16(v >> 16U).u16(v & 0xFFFFU); }
  FontBytes& text(std::string_view v) {
    m_bytes += v;
    return *this;
  }
  const std::string& bytes() const { return m_bytes; }

 private:
  std::string m_bytes;
};

/// The file. Its capitals are 700 of 1000 units high; every character is 600 wide, the space 250.
inline std::string tiny_font() {
  std::vector<std::pair<std::string, std::string>> tables;  // in the order of their names
  // cmap: one subtable of format 4 with the segments 0-9, A-Z, a-z (all to glyph 1), space (to glyph 2) and the end.
  struct Segment {
    unsigned first, last, glyph;
  };
  const std::vector<Segment> segments = {{0x20, 0x20, 2}, {0x30, 0x39, 1}, {0x41, 0x5A, 1}, {0x61, 0x7A, 1}, {0xFFFF, 0xFFFF, 0}};
  const auto count = static_cast<unsigned>(segments.size());
  FontBytes map;
  unsigned glyphs = 0;
  for (const Segment& s : segments) glyphs += s.glyph == 0 ? 0 : s.last - s.first + 1;
  map.u16(4).u16(16 + 8 * count + 2 * glyphs).u16(0).u16(2 * count).u16(8).u16(2).u16(2 * count - 8);
  for (const Segment& s : segments) map.u16(s.last);
  map.u16(0);
  for (const Segment& s : segments) map.u16(s.first);
  for (const Segment& s : segments) map.u16(s.glyph == 0 ? 1 : 0);  // idDelta: the last segment goes to glyph 0
  unsigned before = 0;
  for (unsigned i = 0; i < count; ++i) {
    map.u16(segments[i].glyph == 0 ? 0 : 2 * (count - i) + 2 * before);
    if (segments[i].glyph != 0) before += segments[i].last - segments[i].first + 1;
  }
  for (const Segment& s : segments)
    for (unsigned c = s.first; s.glyph != 0 && c <= s.last; ++c) map.u16(s.glyph);
  tables.push_back({"cmap", FontBytes().u16(0).u16(1).u16(3).u16(1).u32(12).text(map.bytes()).bytes()});
  // glyf: an empty glyph 0, the rectangle, an empty space.
  FontBytes outline;
  outline.u16(1).u16(50).u16(0).u16(550).u16(700).u16(3).u16(0).text(std::string("\x01\x01\x01\x01", 4));
  outline.u16(50).u16(500).u16(0).u16(0x10000 - 500).u16(0).u16(0).u16(700).u16(0);
  tables.push_back({"glyf", outline.bytes()});
  const auto size = static_cast<unsigned>(outline.bytes().size());
  tables.push_back({"head", FontBytes().u32(0x00010000).u32(0x00010000).u32(0).u32(0x5F0F3CF5).u16(0).u16(1000).u32(0).u32(0).u32(0).u32(0)
                                .u16(0).u16(0).u16(600).u16(700).u16(0).u16(8).u16(2).u16(1).u16(0).bytes()});
  FontBytes hhea;
  hhea.u32(0x00010000).u16(900).u16(0x10000 - 200).u16(0).u16(600);
  for (int i = 0; i < 10; ++i) hhea.u16(i == 3 ? 1 : 0);
  tables.push_back({"hhea", hhea.u16(0).u16(3).bytes()});
  tables.push_back({"hmtx", FontBytes().u16(600).u16(0).u16(600).u16(50).u16(250).u16(0).bytes()});
  tables.push_back({"loca", FontBytes().u32(0).u32(0).u32(size).u32(size).bytes()});
  FontBytes maxp;
  maxp.u32(0x00010000).u16(3).u16(4).u16(1);
  for (int i = 0; i < 11; ++i) maxp.u16(i == 2 ? 1 : 0);
  tables.push_back({"maxp", maxp.bytes()});
  FontBytes file;
  file.u32(0x00010000).u16(static_cast<unsigned>(tables.size())).u16(64).u16(2).u16(48);
  std::string body;
  auto at = static_cast<unsigned>(12 + 16 * tables.size());
  for (const auto& [name, bytes] : tables) {
    file.text(name).u32(0).u32(at + static_cast<unsigned>(body.size())).u32(static_cast<unsigned>(bytes.size()));
    body += bytes;
    body.resize((body.size() + 3) / 4 * 4, '\0');
  }
  return file.bytes() + body;
}

}  // namespace escale::testing_support
