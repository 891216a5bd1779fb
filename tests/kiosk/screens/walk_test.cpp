// One walk over every screen, mode, size and language. Options of a run: SCENES=form (names that begin so), MODE="200 spaced"
// (modes whose name holds this), SCREENS=all (every layout: 256 modes,
// some minutes; `./dev faults` does it).
#include "tests/kiosk/screens/walk.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/kiosk/screens/seen.hpp"

namespace escale::screens {
namespace {

/// A fault that is known and waits to be mended: the test says so, and fails when it is no longer there.
struct Known {
  std::string_view scene, mode, fault, reason;  ///< beginning of the scene's name; parts of the mode's name and of the sentence
};
const std::vector<Known>& known_faults() {
  static const std::vector<Known> kKnown = {};
  return kKnown;
}

/// What a fault is about, by the line of the checklist it breaks.
enum class Line : std::uint8_t { Names, Targets, Layout, Labels, Behaviour };

Line line_of(std::string_view fault) {
  auto says = [&](std::string_view part) { return fault.find(part) != std::string_view::npos; };
  if (says("acts without") || says("never ends")) return Line::Behaviour;
  if (says("no name") || says("twice") || says("same name")) return Line::Names;
  if (says(" mm")) return Line::Targets;
  if (says("not in its name") || says("never said") || says("does not begin") || says("belongs to nothing")) return Line::Labels;
  return Line::Layout;
}

class Faults {
 public:
  void add(const std::string& scene, const Mode& mode, int page, const std::string& fault) {
    const std::string in = mode.name();
    static const bool kShowAll = std::getenv("KNOWN") != nullptr;  // KNOWN=0: known faults are shown like the others
    for (std::size_t k = 0; !kShowAll && k < known_faults().size(); ++k) {
      const Known& known = known_faults()[k];
      if (!scene.starts_with(known.scene) || in.find(known.mode) == std::string::npos || fault.find(known.fault) == std::string::npos) continue;
      m_met.insert(k);
      return;
    }
    auto& where = m_found[scene + ": " + fault];
    if (where.size() < 4) where.push_back(in + (page > 0 ? " page " + std::to_string(page + 1) : std::string()));
    ++m_count[scene + ": " + fault];
  }
  /// One failure a fault, with the first modes that show it.
  void report(Line line) const {
    for (const auto& [fault, where] : m_found) {
      if (line_of(fault) != line) continue;
      std::string modes;
      for (const std::string& mode : where) modes += "\n    " + mode;
      ADD_FAILURE() << fault << "\n  in " << m_count.at(fault) << ":" << modes;
    }
  }
  const std::set<std::size_t>& met() const { return m_met; }

 private:
  std::map<std::string, std::vector<std::string>> m_found;
  std::map<std::string, int> m_count;
  std::set<std::size_t> m_met;
};

/// The walk itself, done once for all the tests below.
const Faults& walked() {
  static const Faults kFaults = [] {
    Walker walker;
    Faults faults;
    std::size_t frames = 0;
    const std::vector<Mode> in_modes = modes();
    for (const Mode& mode : in_modes) {
      for (const fixtures::Scene& scene : scenes_asked()) {
        std::string before, written;
        std::vector<std::pair<int, Seen::Lost>> lost;
        for (int page = 0; page < kMostPages; ++page) {
          app::State state = scene.make();
          if (!turn(state, page)) break;
          const ui::SemanticTree& tree = walker.show(std::move(state), mode);
          std::string now = tree.dump(true);
          if (now == before) break;  // past the last page
          before = std::move(now);
          ++frames;
          Seen seen(tree, walker.ink, walker.screen());
          for (const auto& found : {ui::check_tree(tree, walker.screen(), px_per_mm(mode)), twins(tree), seen.faults()})
            for (const std::string& fault : found) faults.add(scene.name, mode, page, fault);
          if (!walker.actions.empty()) faults.add(scene.name, mode, page, "acts without being touched");
          if (page == kMostPages - 1) faults.add(scene.name, mode, page, "never ends");
          for (const Seen::Lost& one : seen.lost()) lost.emplace_back(page, one);
          written += seen.written();
        }
        for (const auto& [page, one] : lost)
          if (written.find(one.word) == std::string::npos) faults.add(scene.name, mode, page, one.fault);
      }
    }
    std::printf("%zu modes, %zu screens and pages looked at\n", in_modes.size(), frames);
    return faults;
  }();
  return kFaults;
}

TEST(Walk, C1_TargetsAreBigEnoughAndApart) {
  walked().report(Line::Targets);
}

TEST(Walk, A6_A7_NothingIsClippedOverlappedNorLost) {
  walked().report(Line::Layout);
}

TEST(Walk, D1_LabelsAreWhatIsSpoken) {
  walked().report(Line::Labels);
}

TEST(Walk, B6_EverythingThatCountsHasANameOfItsOwn) {
  walked().report(Line::Names);
}

TEST(Walk, ScreensDoNothingByThemselves) {
  walked().report(Line::Behaviour);
}

TEST(Walk, HidesNoFaultThatIsMended) {
  if (std::getenv("SCENES") != nullptr || std::getenv("MODE") != nullptr || std::getenv("KNOWN") != nullptr) GTEST_SKIP() << "a part of the walk only";
  for (std::size_t k = 0; k < known_faults().size(); ++k)
    EXPECT_TRUE(walked().met().contains(k)) << "mended: take it out of known_faults(): " << known_faults()[k].scene << " / " << known_faults()[k].mode << " / " << known_faults()[k].fault;
}

}  // namespace
}  // namespace escale::screens
