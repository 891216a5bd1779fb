// Every screen in every theme, size, posture and language: nothing without a name, nothing too small or too near, nothing outside.
#include "kiosk/screens/screens.hpp"

#include <gmock/gmock.h>

#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/kiosk/screens/stage.hpp"

namespace escale::screens {
namespace {

using testing_support::Stage;
using testing_support::turn;

constexpr float kPixelsPerMm = 5.9F;

struct Look {
  std::string name;
  app::Preferences preferences;
  int width = 1280, height = 800;
};

bool all_looks() {
  const char* wanted = std::getenv("SCREENS");
  return wanted != nullptr && std::string_view(wanted) == "all";
}

std::vector<Look> looks() {
  std::vector<Look> all;
  auto add = [&](std::string name, int percent, bool seated, bool easy, app::Theme theme, std::string lang, bool tall) {
    app::Preferences p;
    p.text_percent = percent;
    p.seated = seated;
    p.easy_reading = easy;
    p.theme = theme;
    p.lang = std::move(lang);
    all.push_back({std::move(name), p, tall ? 1080 : 1280, tall ? 1920 : 800});
  };
  for (app::Theme theme : {app::Theme::Light, app::Theme::Dark, app::Theme::Contrast})
    for (int percent : {100, 150, 200})
      for (bool tall : {false, true})
        for (const char* lang : {"fr", "en"}) {
          // Colours change nothing of the layout, and another language little: the reference sizes tell. SCREENS=all asks for everything.
          const bool plain = std::string_view(lang) == "fr" && theme == app::Theme::Light;
          if (!all_looks() && !plain && (tall || percent == 150)) continue;
          const char* themes[] = {"light", "dark", "contrast"};
          add(std::string(themes[static_cast<int>(theme)]) + "-" + std::to_string(percent) + (tall ? "-portrait-" : "-") + lang, percent,
              false, false, theme, lang, tall);
        }
  add("seated-fr", 100, true, false, app::Theme::Light, "fr", false);
  add("seated-en", 100, true, false, app::Theme::Light, "en", false);
  add("easy-fr", 100, false, true, app::Theme::Light, "fr", false);
  add("largest-fr", app::kTextLargest, false, false, app::Theme::Light, "fr", false);
  add("largest-easy-fr", app::kTextLargest, false, true, app::Theme::Light, "fr", false);
  add("spaced-fr", 100, false, false, app::Theme::Light, "fr", false);
  all.back().preferences.text_spacing = true;
  return all;
}

bool is_read(const ui::Node& node) {
  using ui::Role;
  return node.role == Role::Text || node.role == Role::Heading || node.role == Role::ListItem || node.role == Role::Note ||
         node.role == Role::Cell || node.role == Role::Image || node.role == Role::Status || node.role == Role::Progress;
}

/// What stands under something that can be touched, or leaves the screen: words that were cut.
std::vector<std::string> covered(const ui::SemanticTree& tree, ui::Rect screen) {
  std::vector<std::string> faults;
  for (const ui::Node& node : tree.nodes()) {
    if (!is_read(node)) continue;
    if (!screen.inset(-1).contains(node.bounds)) faults.push_back(node.key + " leaves the screen");
    for (const ui::Node& target : tree.nodes()) {
      if (!target.actions.press || node.key.starts_with(target.key)) continue;
      const ui::Rect both = node.bounds.intersected(target.bounds);
      if (both.w > 3 && both.h > 3) faults.push_back(node.key + " is under " + target.key);
    }
  }
  return faults;
}

/// Scenes that hold the largest text everywhere; the walk (walk_test.cpp) looks at all of them, letter by letter.
bool holds_largest(std::string_view scene) {
  for (std::string_view begins : {"reading", "definition", "question", "quiz", "form", "review", "programme", "results", "module", "library", "session",
                                  "staff", "thanks", "help", "language", "about", "personal"})
    if (scene.starts_with(begins)) return true;
  return false;
}

constexpr int kMostPages = 30;

/// SCENES=form asks only for the scenes whose name begins so.
std::vector<fixtures::Scene> asked_for() {
  const char* wanted = std::getenv("SCENES");
  std::vector<fixtures::Scene> out;
  for (const fixtures::Scene& scene : fixtures::scenes())
    if (wanted == nullptr || scene.name.starts_with(wanted)) out.push_back(scene);
  return out;
}

TEST(Screens, HaveNamesAndReachableTargetsInEveryLook) {
  Stage stage;
  for (const fixtures::Scene& scene : asked_for()) {
    for (const Look& look : looks()) {
      if (look.name.starts_with("largest") && !holds_largest(scene.name)) continue;
      std::string before;
      // Colours change nothing of the layout: one language and the first page tell.
      const bool light = look.preferences.theme == app::Theme::Light;
      if (!light && look.preferences.lang != "fr") continue;
      for (int page = 0; page < (light ? kMostPages : 1); ++page) {
      app::State state = scene.make();
      state.preferences = look.preferences;
      turn(state, page);
      const ui::SemanticTree& tree = stage.show(std::move(state), look.width, look.height);
      if (tree.dump(true) == before) break;  // past the last page
      before = tree.dump(true);
      const std::string name = scene.name + " " + look.name + " page " + std::to_string(page + 1) + ": ";
      // The reference screen at scale 1; the tall one draws at 1.35 pixels a point.
      const float px_per_mm = look.width == 1080 ? kPixelsPerMm * 1.35F : kPixelsPerMm;
      const ui::Rect screen{0, 0, static_cast<float>(look.width), static_cast<float>(look.height)};
      for (const std::string& fault : ui::check_tree(tree, screen, px_per_mm)) ADD_FAILURE() << name << fault;
      for (const std::string& fault : covered(tree, screen)) ADD_FAILURE() << name << fault;
      EXPECT_TRUE(stage.actions.empty()) << name << "acts without being touched";
      EXPECT_LT(page, kMostPages - 1) << name << "never ends";
      }
    }
  }
}

TEST(Screens, ShowOneTitle) {
  Stage stage;
  for (const fixtures::Scene& scene : asked_for()) {
    int titles = 0;
    for (const ui::Node& node : stage.show(scene.make()).nodes()) titles += node.role == ui::Role::Heading && node.level == 1 ? 1 : 0;
    EXPECT_EQ(titles, 1) << scene.name;
  }
}

}  // namespace
}  // namespace escale::screens
