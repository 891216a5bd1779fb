// The walk: every screen in every mode, size and language, through the semantic tree and the ink. Which combinations are
// walked is decided here.
#pragma once

#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/screens.hpp"
#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/support/ui_driver.hpp"
#include "kiosk/ui/drawn.hpp"

namespace escale::screens {

/// One way of showing a screen.
struct Mode {
  app::Preferences preferences = {};
  int width = 1280, height = 800;  ///< pixels
  float px_per_mm = 0;             ///< measured on the glass; 0: taken as a 10.1-inch screen
  float distance_mm = 400;
  std::string name() const;  ///< "dark 200 spaced easy seated still 1080x1920 en"
};

/// Screens that exist: how many pixels, how big, how far the eyes are.
struct Size {
  int width, height;
  float px_per_mm, distance_mm;
};
inline constexpr Size kSizes[] = {
    {1280, 800, 0, 400},         // 10.1 inches, on a counter: the reference
    {1920, 1080, 4.03F, 500},    // 21.5 inches, standing
    {1080, 1920, 4.03F, 500},    // the same, upright
    {1024, 600, 5.07F, 400},     // 9.2 inches: the smallest that holds a rail of 15 mm targets
    {1920, 1080, 0, 400},        // 16:9 that nobody measured: as wide as the reference, and lower
};

/// What may be chosen, one list a factor: the order of the numbers in a combination.
inline constexpr int kFactors[] = {5 /*size*/, 4 /*text*/, 2 /*spacing*/, 2 /*easy*/, 2 /*seated*/, 2 /*language*/, 3 /*theme*/, 2 /*motion*/};
inline constexpr std::size_t kFactorCount = std::size(kFactors);
using Combination = std::array<int, kFactorCount>;

inline Mode mode_of(const Combination& c) {
  Mode mode;
  const Size& size = kSizes[c[0]];
  mode.width = size.width;
  mode.height = size.height;
  mode.px_per_mm = size.px_per_mm;
  mode.distance_mm = size.distance_mm;
  constexpr int kTexts[] = {100, 150, 200, app::kTextLargest};
  mode.preferences.text_percent = kTexts[c[1]];
  mode.preferences.text_spacing = c[2] == 1;
  mode.preferences.easy_reading = c[3] == 1;
  mode.preferences.seated = c[4] == 1;
  mode.preferences.lang = c[5] == 1 ? "en" : "fr";
  mode.preferences.theme = static_cast<app::Theme>(c[6]);
  mode.preferences.reduced_motion = c[7] == 1;
  return mode;
}

inline std::string Mode::name() const {
  constexpr std::string_view kThemes[] = {"light", "dark", "contrast"};
  std::string out(kThemes[static_cast<int>(preferences.theme)]);
  out += ' ' + std::to_string(preferences.text_percent);
  if (preferences.text_spacing) out += " spaced";
  if (preferences.easy_reading) out += " easy";
  if (preferences.seated) out += " seated";
  if (preferences.reduced_motion) out += " still";
  return out + ' ' + std::to_string(width) + 'x' + std::to_string(height) + (px_per_mm == 0 && width != 1280 ? "?" : "") + ' ' + preferences.lang;
}

/// Every combination: 1,920.
inline std::vector<Combination> every_combination() {
  std::vector<Combination> all{Combination{}};
  for (std::size_t f = 0; f < kFactorCount; ++f) {
    std::vector<Combination> wider;
    for (const Combination& c : all)
      for (int v = 0; v < kFactors[f]; ++v) {
        wider.push_back(c);
        wider.back()[f] = v;
      }
    all = std::move(wider);
  }
  return all;
}

/// Few combinations in which every two values of every two factors meet at least once, beside the plain one. A fault of layout
/// comes from one setting or from two that meet (a size with a text, a text with a spacing); a third one only moves where it is
/// seen first, and SCREENS=all walks every layout. Greedy, and the same on every machine.
inline std::vector<Combination> pairwise_combinations() {
  const std::vector<Combination> all = every_combination();
  auto pair_index = [](std::size_t f, int v, std::size_t g, int w) { return ((f * 5 + static_cast<std::size_t>(v)) * kFactorCount + g) * 5 + static_cast<std::size_t>(w); };
  std::vector<bool> met(kFactorCount * 5 * kFactorCount * 5, false);
  auto fresh = [&](const Combination& c, bool mark) {
    int count = 0;
    for (std::size_t f = 0; f < kFactorCount; ++f)
      for (std::size_t g = f + 1; g < kFactorCount; ++g) {
        std::size_t at = pair_index(f, c[f], g, c[g]);
        if (!met[at]) ++count;
        if (mark) met[at] = true;
      }
    return count;
  };
  std::vector<Combination> chosen{Combination{}};
  fresh(chosen.front(), true);
  for (;;) {
    const Combination* best = nullptr;
    int most = 0;
    for (const Combination& c : all)
      if (int count = fresh(c, false); count > most) {
        most = count;
        best = &c;
      }
    if (best == nullptr) return chosen;
    chosen.push_back(*best);
    fresh(*best, true);
  }
}

/// Every combination of what moves things on a screen (size, text, spacing, easy reading, seated, language: 256), with themes and
/// motion taking turns: they draw the same boxes, and contrast_test.cpp looks at the pixels of each theme.
inline std::vector<Combination> every_layout() {
  std::vector<Combination> out;
  for (Combination c : every_combination()) {
    if (c[6] != 0 || c[7] != 0) continue;
    const std::size_t index = out.size();
    c[6] = static_cast<int>(index % 3);
    c[7] = static_cast<int>(index / 3 % 2);
    out.push_back(c);
  }
  return out;
}

/// SCREENS=all, and `./dev faults`.
inline bool everything_asked() {
  const char *wanted = std::getenv("SCREENS"), *faults = std::getenv("ESCALE_FAULTS");
  return (wanted != nullptr && std::string_view(wanted) == "all") || (faults != nullptr && std::string_view(faults) == "long");
}

/// The modes of this run. MODE="dark 200" keeps those whose name holds it.
inline std::vector<Mode> modes() {
  std::vector<Mode> out;
  const char* only = std::getenv("MODE");
  for (const Combination& c : everything_asked() ? every_layout() : pairwise_combinations())
    if (Mode mode = mode_of(c); only == nullptr || mode.name().find(only) != std::string::npos) out.push_back(mode);
  return out;
}

/// SCENES=form asks only for the scenes whose name begins so.
inline std::vector<fixtures::Scene> scenes_asked() {
  const char* wanted = std::getenv("SCENES");
  std::vector<fixtures::Scene> out;
  for (const fixtures::Scene& scene : fixtures::scenes())
    if (wanted == nullptr || scene.name.starts_with(wanted)) out.push_back(scene);
  return out;
}

inline constexpr int kMostPages = 40;

/// Sets the page that the view shows, whichever it is. Scenes that say a page of their own (1000 and more: the keys of a question)
/// have only that one.
inline bool turn(app::State& state, int page) {
  if (page == 0) return true;
  for (app::Paging* paging : {&state.list, &state.learning.page, &state.feedback.review, &state.results.page, &state.staff.page}) {
    if (paging->page >= 1000) return false;
    paging->page += page;
  }
  return true;
}

/// Shows one state at a time, and keeps the ink.
class Walker {
 public:
  Walker() : m_driver([this](ui::Ui& ui) { draw(ui, state, actions); }) { ui::record_drawn(m_driver.ui(), &ink); }
  const ui::SemanticTree& show(app::State next, const Mode& mode) {
    state = std::move(next);
    state.preferences = mode.preferences;
    state.site.screen.px_per_mm = mode.px_per_mm;
    state.site.screen.distance_mm = mode.distance_mm;
    actions.clear();
    m_driver.ui().forget();
    m_driver.setup.width = mode.width;
    m_driver.setup.height = mode.height;
    m_driver.setup.settings = settings_of(state);
    return m_driver.settle();
  }
  testing_support::UiDriver& driver() { return m_driver; }
  ui::Rect screen() const { return {0, 0, static_cast<float>(m_driver.setup.width), static_cast<float>(m_driver.setup.height)}; }

  app::State state;
  app::Actions actions;
  ui::DrawnRecord ink;

 private:
  testing_support::UiDriver m_driver;
};

/// Pixels a millimetre of a mode's glass.
inline float px_per_mm(const Mode& mode) {
  if (mode.px_per_mm > 0) return mode.px_per_mm;
  return std::hypot(static_cast<float>(mode.width), static_cast<float>(mode.height)) / (10.1F * 25.4F);
}

}  // namespace escale::screens
