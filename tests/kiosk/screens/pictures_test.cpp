// Every screen in eight modes as pictures with an index page, for people to look at beside the design. `./dev screens` asks for all
// of them in build/screens; an ordinary run draws a few in this test's own folder.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/kiosk/screens/stage.hpp"

namespace escale::screens {
namespace {

using testing_support::Stage;

struct Mode {
  std::string_view name;   ///< in the file's name
  std::string_view title;  ///< on the index page
  app::Preferences preferences;
  int width = 1280, height = 800;
  bool telling_only = false;  ///< other sizes of screen: the scenes that tell
};

app::Preferences sized(int percent) {
  app::Preferences p;
  p.text_percent = percent;
  return p;
}
app::Preferences themed(app::Theme theme) {
  app::Preferences p;
  p.theme = theme;
  return p;
}

std::vector<Mode> modes() {
  app::Preferences easy, seated;
  easy.easy_reading = easy.text_spacing = true;
  seated.seated = true;
  return {{"light", "Light, 100 %", {}},
          {"dark", "Dark", themed(app::Theme::Dark)},
          {"contrast", "High contrast", themed(app::Theme::Contrast)},
          {"text-150", "Text 150 %", sized(150)},
          {"text-200", "Text 200 %", sized(200)},
          {"largest", "Largest text (0.7°)", sized(app::kTextLargest)},
          {"easy", "Easy reading, spaced text", easy},
          {"seated", "Seated", seated},
          {"1920x1080", "Light, 1920 × 1080", {}, 1920, 1080, true},
          {"1080x1920", "Portrait, 1080 × 1920", {}, 1080, 1920, true},
          {"1080x1920-200", "Portrait, text 200 %", sized(200), 1080, 1920, true},
          {"1024x600", "Light, 1024 × 600", {}, 1024, 600, true}};
}

bool is_telling(std::string_view scene) {
  for (std::string_view name : {"home", "enlarge", "help", "modules", "reading", "question-wrong", "form-faces", "form-table", "form-text-keys", "review", "thanks",
                                "programme", "results-nps", "staff-session", "still-there", "accessibility", "cleaning", "out-of-order"})
    if (scene == name) return true;
  return false;
}

constexpr int kMostPages = 30;

/// Pages of one scene in one mode: as many as differ. Gives back how many were written.
int draw_pages(Stage& stage, const fixtures::Scene& scene, const Mode& mode, const std::filesystem::path& folder, int most) {
  std::string before;
  for (int page = 0; page < most; ++page) {
    app::State state = scene.make();
    state.preferences = mode.preferences;
    testing_support::turn(state, page);
    const std::string now = stage.show(std::move(state), mode.width, mode.height).dump(true);
    if (now == before) return page;
    before = now;
    stage.save((folder / fmt::format("{}.{}{}", scene.name, mode.name, page == 0 ? "" : fmt::format(".{}", page + 1))).string());
  }
  return most;
}

constexpr std::string_view kStyle = R"(
:root { color-scheme: light; --ink: #1c2421; --paper: #f6f4ef; --line: #d9d1c1; --sapin: #0b5345; }
* { box-sizing: border-box; }
body { margin: 0; font: 18px/1.5 Inter, "DejaVu Sans", sans-serif; color: var(--ink); background: var(--paper); }
header { padding: 32px 40px 24px; border-bottom: 6px solid var(--sapin); }
h1 { margin: 0 0 8px; font-size: 36px; line-height: 1.2; }
p { margin: 0; max-width: 70ch; }
nav { padding: 20px 40px; columns: 5 200px; }
nav a { display: block; padding: 4px 0; color: var(--sapin); }
section { padding: 24px 40px; border-top: 1px solid var(--line); }
h2 { margin: 0 0 16px; font-size: 26px; }
.row { display: grid; grid-template-columns: repeat(auto-fill, minmax(380px, 1fr)); gap: 24px; align-items: start; }
figure { margin: 0; }
figure img { display: block; width: 100%; height: auto; border: 1px solid var(--line); background: #fff; }
figcaption { padding-top: 6px; font-size: 16px; }
a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
)";

struct Drawn {
  std::string scene;
  std::vector<std::pair<const Mode*, int>> pages;
};

void write_index(const std::filesystem::path& folder, const std::vector<Drawn>& all) {
  std::ofstream out(folder / "index.html");
  int pictures = 0;
  for (const Drawn& drawn : all)
    for (const auto& [mode, pages] : drawn.pages) pictures += pages;
  out << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
      << "<title>Escale: every screen</title><style>" << kStyle << "</style></head><body>\n"
      << fmt::format("<header><h1>Escale: every screen</h1><p>{} screens and moments, {} pictures. Each in eight modes at 1280 × 800, every page; "
                     "the telling ones also on other sizes of screen.</p></header>\n<nav aria-label=\"Screens\">",
                     all.size(), pictures);
  for (const Drawn& drawn : all) out << fmt::format("<a href=\"#{0}\">{0}</a>\n", drawn.scene);
  out << "</nav>\n<main>\n";
  for (const Drawn& drawn : all) {
    out << fmt::format("<section id=\"{0}\"><h2>{0}</h2><div class=\"row\">\n", drawn.scene);
    for (const auto& [mode, pages] : drawn.pages)
      for (int page = 0; page < pages; ++page) {
        const std::string name = fmt::format("{}.{}{}.png", drawn.scene, mode->name, page == 0 ? "" : fmt::format(".{}", page + 1));
        const std::string caption = fmt::format("{}{}", mode->title, pages > 1 ? fmt::format(", page {} of {}", page + 1, pages) : "");
        out << fmt::format("<figure><a href=\"{0}\"><img src=\"{0}\" alt=\"{1}: {2}\" width=\"{3}\" height=\"{4}\" loading=\"lazy\"></a><figcaption>{2}</figcaption></figure>\n",
                           name, drawn.scene, caption, mode->width, mode->height);
      }
    out << "</div></section>\n";
  }
  out << "</main></body></html>\n";
  ASSERT_TRUE(out.good());
}

/// ESCALE_SCREENS=folder: everything there, with index.html. SCENES=form: only scenes whose name begins so; MODES=dark: only that mode.
TEST(Pictures, OfEveryScreenInEightModes) {
  const char* asked = std::getenv("ESCALE_SCREENS");
  const char* only = std::getenv("SCENES");
  const char* only_mode = std::getenv("MODES");
  const std::filesystem::path folder = asked != nullptr ? asked : "pictures";
  std::filesystem::create_directories(folder);
  const std::vector<Mode> all_modes = modes();
  Stage stage;
  std::vector<Drawn> all;
  for (const fixtures::Scene& scene : fixtures::scenes()) {
    if (only != nullptr && !scene.name.starts_with(only)) continue;
    if (asked == nullptr && only == nullptr && !is_telling(scene.name)) continue;
    Drawn drawn{scene.name, {}};
    for (const Mode& mode : all_modes) {
      if (only_mode != nullptr && mode.name != only_mode) continue;
      if (mode.telling_only && !is_telling(scene.name)) continue;
      const int pages = draw_pages(stage, scene, mode, folder, asked != nullptr ? kMostPages : 1);
      EXPECT_GT(pages, 0) << scene.name;
      drawn.pages.emplace_back(&mode, pages);
    }
    all.push_back(std::move(drawn));
  }
  ASSERT_FALSE(all.empty());
  write_index(folder, all);
}

}  // namespace
}  // namespace escale::screens
