// Contrast as it is drawn, pixel by pixel: each word and each icon against what really lies behind it. The same frame is drawn
// twice, once without words and icons; each run is then compared with the pixels under its own glyphs.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "kiosk/platform/display.hpp"
#include "tests/kiosk/screens/walk.hpp"

namespace escale::screens {
namespace {

ui::Color colour_of(std::uint32_t pixel) {
  return {static_cast<std::uint8_t>(pixel >> 16U), static_cast<std::uint8_t>(pixel >> 8U), static_cast<std::uint8_t>(pixel), 255};
}

/// The frame without its words and icons: their vertices become transparent.
class Bare {
 public:
  explicit Bare(const ui::DrawList& frame, const ui::DrawnRecord& record) : m_vertices(frame.vertices.begin(), frame.vertices.end()), m_frame(frame) {
    for (const ui::Drawn& drawn : record.inks) {
      if (drawn.text.empty() && !drawn.icon) continue;
      for (std::uint32_t v = 0; v < drawn.vertices; ++v) m_vertices[drawn.first_vertex + v].colour &= 0x00FFFFFFU;
    }
    m_frame.vertices = m_vertices;
  }
  const ui::DrawList& frame() const { return m_frame; }

 private:
  std::vector<ui::Vertex> m_vertices;
  ui::DrawList m_frame;
};

/// The least contrast of a run with what lies under its glyphs. The background is sampled where a glyph is really opaque or at its
/// edge: a darker rectangle further in its box does not count against it. 21 when nothing of it is seen.
double least_contrast(const ui::Drawn& drawn, platform::PixelView with, platform::PixelView without, ui::Rect screen) {
  std::map<std::uint32_t, int> behind;
  int seen = 0;
  for (const ui::Rect& glyph : drawn.glyphs) {
    const ui::Rect r = glyph.intersected(screen).intersected(drawn.clip);
    for (int y = static_cast<int>(r.y); y < static_cast<int>(r.bottom()); ++y)
      for (int x = static_cast<int>(r.x); x < static_cast<int>(r.right()); ++x) {
        const std::uint32_t back = without.pixels[y * without.stride + x], front = with.pixels[y * with.stride + x];
        if ((front & 0xFFFFFFU) == (back & 0xFFFFFFU)) continue;
        ++seen;
        ++behind[back & 0xFFFFFFU];
      }
  }
  double least = 21;
  for (const auto& [pixel, count] : behind)
    if (count * 50 > seen) least = std::min(least, ui::contrast_ratio(drawn.colour, colour_of(pixel)));  // 2 %: the soft edge of what is behind
  return seen == 0 ? 0 : least;
}


TEST(Contrast, A1_A2_WordsAndIconsStandOutFromWhatIsReallyBehindThem) {
  Walker walker;
  std::map<std::string, std::string> faults;
  int runs = 0;
  for (const int theme : {0, 1, 2}) {
    Mode mode;
    mode.preferences.theme = static_cast<app::Theme>(theme);
    platform::HeadlessDisplay with(mode.width, mode.height), without(mode.width, mode.height);
    for (const fixtures::Scene& scene : scenes_asked()) {
      const ui::SemanticTree& tree = walker.show(scene.make(), mode);
      with.present(walker.driver().output.draw);
      without.present(Bare(walker.driver().output.draw, walker.ink).frame());
      for (const ui::Drawn& drawn : walker.ink.inks) {
        if (drawn.glyphs.empty() || (drawn.text.empty() && !drawn.icon)) continue;
        ++runs;
        const double wanted = drawn.text.empty() ? 3 : 7, ratio = least_contrast(drawn, with.pixels(), without.pixels(), walker.screen());
        if (ratio >= wanted) continue;
        const std::string who = drawn.nodes > 0 ? tree.nodes()[drawn.nodes - 1].key : std::string();
        char sentence[200];
        std::snprintf(sentence, sizeof sentence, "%s '%s' of '%s' (%s): %.1f, at least %.0f is asked", drawn.text.empty() ? "an icon" : "the text", drawn.text.c_str(), who.c_str(),
                      mode.name().c_str(), ratio, wanted);
        faults.emplace(sentence, scene.name);
      }
    }
  }
  for (const auto& [fault, scene] : faults) ADD_FAILURE() << scene << ": " << (fault.find(": 0.0") != std::string::npos ? "nothing is seen of " : "") << fault;
  std::printf("%d runs of text and icons compared with what is behind them\n", runs);
}

/// The focus: both rings are seen, 3:1 against each other, and the outer one 3:1 against what surrounds it or the inner one is.
TEST(Contrast, A2_C5_FocusIsSeenOnEverySurface) {
  Walker walker;
  for (const int theme : {0, 1, 2}) {
    Mode mode;
    mode.preferences.theme = static_cast<app::Theme>(theme);
    mode.preferences.reduced_motion = true;
    platform::HeadlessDisplay display(mode.width, mode.height);
    for (const fixtures::Scene& scene : scenes_asked()) {
      // Every surface that can be touched is in these; SCREENS=all looks at every screen.
      static const std::set<std::string> kSurfaces = {"home", "modules", "reading", "question-wrong", "form-faces", "form-text-keys", "review", "still-there", "staff-session"};
      if (!everything_asked() && std::getenv("SCENES") == nullptr && !kSurfaces.contains(scene.name)) continue;
      walker.show(scene.make(), mode);
      std::set<ui::NodeId> met;
      for (int step = 0; step < 60; ++step) {
        walker.driver().press(ui::Key::Tab);
        const auto& nodes = walker.driver().output.tree->nodes();
        auto at = std::ranges::find_if(nodes, [](const ui::Node& node) { return node.states.focused; });
        if (at == nodes.end() || !met.insert(at->id).second) break;
        display.present(walker.driver().output.draw);
        const platform::PixelView pixels = display.pixels();
        // Straight up from the middle of the upper edge (the ring may be cut by the screen there: then from the lower edge).
        const auto x = static_cast<int>(at->bounds.center().x);
        auto pixel = [&](int y) { return y >= 0 && y < pixels.height ? colour_of(pixels.pixels[y * pixels.stride + x]) : ui::Color{}; };
        const bool above = at->bounds.y > 12;
        const int edge = static_cast<int>(above ? at->bounds.y - 1 : at->bounds.bottom()), way = above ? -1 : 1;
        const ui::Color inner = pixel(edge + way), outer = pixel(edge + 5 * way), around = pixel(edge + 12 * way);
        EXPECT_GE(ui::contrast_ratio(inner, outer), 3) << scene.name << " " << mode.name() << ": the rings of " << at->key;
        EXPECT_GE(std::max(ui::contrast_ratio(outer, around), ui::contrast_ratio(inner, around)), 3) << scene.name << " " << mode.name() << ": the focus of " << at->key << " on its surface";
      }
      if (HasFailure() && !everything_asked()) return;
    }
  }
}

}  // namespace
}  // namespace escale::screens
