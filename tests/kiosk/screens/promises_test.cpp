// Promises of the checklist that hold over all screens at once: every view has a scene, the tools never move, states are told by
// more than a colour, nothing moves by itself, errors say how to mend, the statement is there.
#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "kiosk/platform/display.hpp"
#include "tests/kiosk/screens/seen.hpp"
#include "tests/kiosk/screens/walk.hpp"

namespace escale::screens {
namespace {

using testing::HasSubstr;

/// The names of app::View, read where they are declared: a new view is missed here until it has a scene.
std::vector<std::string> views() {
  std::ifstream file(std::string(ESCALE_SOURCE_DIR) + "/kiosk/app/state.hpp");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = std::regex_replace(text.str(), std::regex("//[^\n]*"), "");
  const std::size_t from = all.find("enum class View"), open = all.find('{', from), to = all.find('}', open);
  std::vector<std::string> names;
  static const std::regex kName(R"(\w+)");
  const std::string body = all.substr(open + 1, to - open - 1);
  for (std::sregex_iterator at(body.begin(), body.end(), kName), end; at != end; ++at) names.push_back(at->str());
  return names;
}

TEST(Scenes, ShowEveryViewThereIs) {
  const std::vector<std::string> names = views();
  ASSERT_GE(names.size(), 24U);
  std::set<std::size_t> shown;
  std::set<std::string> scenes;
  for (const fixtures::Scene& scene : fixtures::scenes()) {
    shown.insert(static_cast<std::size_t>(scene.make().view));
    EXPECT_TRUE(scenes.insert(scene.name).second) << "two scenes are called " << scene.name;
  }
  for (std::size_t v = 0; v < names.size(); ++v)
    EXPECT_TRUE(shown.contains(v)) << "View::" << names[v] << " has no scene in fixtures_test.cpp: nothing walks over it";
}

TEST(Promises, D6_ToolsStandInTheSamePlaceEverywhere) {
  Walker walker;
  for (auto [percent, seated, size] : {std::tuple{100, false, 0}, {200, false, 0}, {100, true, 0}, {100, false, 2}, {200, false, 2}, {100, true, 2}, {200, false, 3}}) {
    Mode mode;
    mode.preferences.text_percent = percent;
    mode.preferences.seated = seated;
    mode.width = kSizes[size].width;
    mode.height = kSizes[size].height;
    mode.px_per_mm = kSizes[size].px_per_mm;
    std::map<std::string, std::pair<std::string, ui::Rect>> places;  // tool -> first scene and its rectangle
    int with_tools = 0;
    for (const fixtures::Scene& scene : scenes_asked()) {
      const ui::SemanticTree& tree = walker.show(scene.make(), mode);
      bool any = false;
      for (const ui::Node& node : tree.nodes()) {
        if (!node.key.starts_with("rail/") || !node.actions.focus) continue;
        any = true;
        auto [place, is_new] = places.try_emplace(node.key, scene.name, node.bounds);
        EXPECT_EQ(place->second.second, node.bounds) << node.key << " moves between " << place->second.first << " and " << scene.name << " in " << mode.name();
      }
      with_tools += any ? 1 : 0;
      if (!any) continue;
      for (const char* tool : {"rail/home", "rail/enlarge", "rail/help", "rail/language"}) EXPECT_NE(tree.find_key(tool), nullptr) << scene.name << " has no " << tool;
    }
    if (std::getenv("SCENES") == nullptr) EXPECT_GT(with_tools, 50) << mode.name();
  }
}

/// Frames of a screen that nobody touches, over `span`: how many differ from the one before. No frame is drawn before one is asked for.
int changes(Walker& walker, ui::Milliseconds span) {
  testing_support::UiDriver& driver = walker.driver();
  auto picture = [&] {
    const ui::DrawList& draw = driver.output.draw;
    std::size_t hash = draw.vertices.size();
    for (const ui::Vertex& v : draw.vertices) {
      for (float value : {v.x, v.y, v.u, v.v}) hash = hash * 31 + std::hash<float>{}(value);
      hash = hash * 31 + v.colour;
    }
    return hash;
  };
  std::size_t before = picture();
  int count = 0;
  const ui::Milliseconds end = driver.now + span;
  while (driver.output.next_deadline && *driver.output.next_deadline <= end) {
    driver.now = std::max(*driver.output.next_deadline, driver.now + ui::Milliseconds(16));
    if (driver.now > end) break;
    driver.frame();
    const std::size_t now = picture();
    count += now == before ? 0 : 1;
    before = now;
  }
  driver.now = end;
  return count;
}

bool has_field(const ui::SemanticTree& tree) {
  return std::ranges::any_of(tree.nodes(), [](const ui::Node& node) { return node.role == ui::Role::TextField; });
}

TEST(Promises, A10_NothingMovesByItself) {
  Walker walker;
  for (const fixtures::Scene& scene : scenes_asked()) {
    for (const bool still : {true, false}) {
      Mode mode;
      mode.preferences.reduced_motion = still;
      const bool field = has_field(walker.show(scene.make(), mode));
      changes(walker, ui::Milliseconds(600));  // the entrance of a screen
      const int moved = changes(walker, ui::Milliseconds(3000));
      // A caret goes on and off once a second; nothing flashes more than three times a second (WCAG 2.3.1), nor moves for five (2.2.2).
      EXPECT_LE(moved, field ? 7 : 0) << scene.name << (still ? ", still" : "");
    }
  }
}

TEST(Promises, A10_ReducedMotionHasNoEntrance) {
  Walker walker;
  Mode mode;
  mode.preferences.reduced_motion = true;
  for (const fixtures::Scene& scene : scenes_asked()) {
    const bool field = has_field(walker.show(scene.make(), mode));
    EXPECT_LE(changes(walker, ui::Milliseconds(600)), field ? 2 : 0) << scene.name;
  }
}

/// What lies in a rectangle, without its hues.
std::vector<int> greys(platform::HeadlessDisplay& display, ui::Rect r) {
  std::vector<int> out;
  const platform::PixelView pixels = display.pixels();
  for (int y = static_cast<int>(r.y); y < static_cast<int>(r.bottom()); ++y)
    for (int x = static_cast<int>(r.x); x < static_cast<int>(r.right()); ++x) {
      const std::uint32_t p = pixels.pixels[y * pixels.stride + x];
      out.push_back(static_cast<int>((299 * (p >> 16U & 255U) + 587 * (p >> 8U & 255U) + 114 * (p & 255U)) / 1000));
    }
  return out;
}

/// Pixels that differ clearly between two pictures in grey.
int differences(const std::vector<int>& a, const std::vector<int>& b) {
  int count = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) count += std::abs(a[i] - b[i]) > 60 ? 1 : 0;
  return count;
}

TEST(Promises, A3_StatesAreToldWithoutColour) {
  Walker walker;
  for (const int theme : {0, 1, 2}) {
    Mode mode;
    mode.preferences.theme = static_cast<app::Theme>(theme);
    platform::HeadlessDisplay display(mode.width, mode.height);
    // The same answer, right in one scene and wrong in the other: other words, another drawing, seen in grey too.
    struct Pair {
      const char *one, *other;
    };
    for (const Pair& pair : {Pair{"question-pairs-full", "question-pairs-checked"}, Pair{"form-faces", "form-required"}, Pair{"question", "question-wrong"}}) {
      std::vector<int> pictures[2];
      std::string words[2];
      for (int i = 0; i < 2; ++i) {
        const ui::SemanticTree& tree = walker.show(fixtures::scene(i == 0 ? pair.one : pair.other), mode);
        display.present(walker.driver().output.draw);
        pictures[i] = greys(display, walker.screen());
        for (const ui::Node& node : tree.nodes()) words[i] += node.name + node.description + node.value + '\n';
      }
      EXPECT_GT(differences(pictures[0], pictures[1]), 200) << pair.one << " and " << pair.other << " look alike in grey, " << mode.name();
      EXPECT_NE(words[0], words[1]) << pair.one << " and " << pair.other << " say the same words";
    }
  }
  // Right and wrong carry a word and an icon, not a tint alone.
  Mode mode;
  const ui::SemanticTree& tree = walker.show(fixtures::scene("question-wrong"), mode);
  std::set<std::string> marks;
  for (const ui::Drawn& drawn : walker.ink.inks)
    if (drawn.icon && drawn.nodes > 0) marks.insert(tree.nodes()[drawn.nodes - 1].key);
  int marked = 0;
  for (const ui::Node& node : tree.nodes()) {
    if (node.role != ui::Role::Choice) continue;
    const std::string said = node.description + node.value + node.name;
    if (said.find("réponse") == std::string::npos) continue;
    ++marked;
    EXPECT_TRUE(marks.contains(node.key)) << node.key << " has no icon";
  }
  EXPECT_GE(marked, 2);
}

TEST(Promises, D2_ErrorsSayHowToMendAndKeepWhatWasTyped) {
  Walker walker;
  for (const char* name : {"form-number", "form-number-keys", "form-required", "staff-door-wrong", "staff-door-keys", "results-door-wrong", "results-door-keys"}) {
    for (const int percent : {100, 200}) {
      Mode mode;
      mode.preferences.text_percent = percent;
      const app::State state = fixtures::scene(name);
      const ui::SemanticTree& tree = walker.show(state, mode);
      const ui::Node* said = nullptr;
      for (const ui::Node& node : tree.nodes())
        if (node.live == ui::Live::Assertive || node.states.invalid) said = said == nullptr ? &node : said;
      ASSERT_NE(said, nullptr) << name << " " << percent << ": no error is announced";
      // The icon of the error, near its words.
      const bool icon = std::ranges::any_of(walker.ink.inks, [&](const ui::Drawn& drawn) { return drawn.icon && overlap(drawn.box, said->bounds.inset(-24), 0); });
      EXPECT_TRUE(icon) << name << " " << percent << ": the error has no icon";
      // What was typed is still there.
      for (const auto& [question, typed] : state.feedback.typed) {
        if (typed.empty()) continue;
        const bool kept = std::ranges::any_of(tree.nodes(), [&](const ui::Node& node) { return node.value.find(typed) != std::string::npos; });
        EXPECT_TRUE(kept) << name << " " << percent << ": «" << typed << "» is gone";
      }
    }
  }
}

/// What confirms something (review, thanks, a score, five words) is in the tree to its last figure: the voice reads that tree.
TEST(Promises, B15_ConfirmationsSayAllThatTheyShow) {
  Walker walker;
  for (const char* name : {"review", "review-failed", "thanks", "quiz-end", "session-words", "staff-closed"}) {
    int runs = 0;
    for (int page = 0; page < kMostPages; ++page) {
      app::State state = fixtures::scene(name);
      turn(state, page);
      const ui::SemanticTree& tree = walker.show(std::move(state), Mode{});
      std::string said;
      for (const ui::Node& node : tree.nodes()) said += letters(node.name) + '|' + letters(node.value) + '|' + letters(node.description) + '|';
      for (const ui::Drawn& drawn : walker.ink.inks) {
        ++runs;
        if (drawn.nodes > 0 && (is_place(tree.nodes()[drawn.nodes - 1], letters(drawn.text)) || is_logotype(tree.nodes()[drawn.nodes - 1], drawn.text))) continue;
        EXPECT_NE(said.find(letters(drawn.text)), std::string::npos) << name << ": «" << drawn.text << "» is shown and not said";
      }
      if (page >= 6) break;
    }
    EXPECT_GT(runs, 3) << name;
  }
}

TEST(Promises, D9_HomeLeadsToTheStatement) {
  Walker walker;
  for (const char* lang : {"fr", "en"}) {
    Mode mode;
    mode.preferences.lang = lang;
    const ui::SemanticTree& home = walker.show(fixtures::scene("home"), mode);
    const std::string wanted = std::string(lang) == "fr" ? "non conforme" : "not compliant";
    const auto link = std::ranges::find_if(home.nodes(), [&](const ui::Node& node) { return node.actions.press && node.name.find(wanted) != std::string::npos; });
    EXPECT_NE(link, home.nodes().end()) << "the home screen does not say how far it is accessible, in " << lang;
  }
  // The statement: its state, its contact, the ways of appeal, and a day less than three years old.
  std::string all;
  for (int page = 0; page < kMostPages; ++page) {
    app::State state = fixtures::scene("accessibility");
    turn(state, page);
    const ui::SemanticTree& tree = walker.show(std::move(state), Mode{});
    std::string now;
    for (const ui::Node& node : tree.nodes()) now += node.name + '\n';
    if (all.ends_with(now)) break;
    all += now;
  }
  for (const char* part : {"non conforme", "Défenseur des droits", "71120"}) EXPECT_THAT(all, HasSubstr(part));
  static const std::regex kDay("(\\d{1,2}|1er)[ \u00A0]+(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)[^0-9]{1,4}(20\\d\\d)");
  const std::string plain = std::regex_replace(all, std::regex("\u00A0|\u202F"), " ");
  // The law it names has a day too: the latest is that of the statement.
  int latest = 0;
  for (std::sregex_iterator at(plain.begin(), plain.end(), kDay), end; at != end; ++at) latest = std::max(latest, std::stoi((*at)[3]));
  EXPECT_GE(latest, 2024) << "the statement says on which day it was made";
}

}  // namespace
}  // namespace escale::screens
