// The terminal on the real catalogue: from starting the program to its first complete screen and out again, then what one frame of each
// screen costs. Limits: a tenth of a second to replace the process between two people; 4 ms for the heaviest frame at 1280 x 800, 8 ms at
// 1920 x 1080 (built, compared and drawn by our own rasteriser), so that a small processor still keeps up with a finger.
#include "kiosk/platform/display.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/real_terminal.hpp"
#include "tests/bench/report.hpp"

using namespace escale;

namespace {
constexpr double kStartLimitMs = 100;

struct Frame {
  double ms = 0;
  std::string screen;
  std::size_t characters = 0;  ///< read on it
};

/// Median of 15 frames of what the terminal shows now, on a display of this size.
Frame frame_of(kiosk::Loop& loop, platform::HeadlessDisplay& display, std::string screen) {
  std::vector<double> times;
  for (int i = 0; i < 18; ++i) {
    loop.invalidate();
    const double time = bench::seconds([&] { loop.turn(display, {}); });
    if (i >= 3) times.push_back(time);  // glyphs are drawn into the atlas once
  }
  std::size_t characters = 0;
  for (const ui::Node& node : loop.tree().nodes()) characters += node.name.size();
  return {bench::median(times) * 1000, std::move(screen), characters};
}

/// The heaviest and a middling frame over every document, page by page, and every other screen that one action opens.
std::vector<Frame> frames(bench::OpenTerminal& terminal, int width, int height) {
  platform::HeadlessDisplay display(width, height);
  std::vector<Frame> all;
  const auto pages = [&](const std::string& name) {
    std::string before;
    for (int page = 0; page < 12; ++page) {
      if (page > 0) terminal.apply(app::TurnPage{page});
      terminal.loop().invalidate();
      terminal.loop().turn(display, {});
      const std::string now = terminal.loop().tree().dump();
      if (now == before) break;
      before = now;
      all.push_back(frame_of(terminal.loop(), display, name + ", page " + std::to_string(page + 1)));
    }
    terminal.apply(app::GoHome{});
  };
  pages("home");
  for (const app::View view : {app::View::Modules, app::View::Library, app::View::Enlarge, app::View::Language, app::View::Help, app::View::About,
                               app::View::PersonalData, app::View::Accessibility}) {
    terminal.apply(app::Go{view});
    pages("view " + std::to_string(static_cast<int>(view)));
  }
  const auto bundles = terminal.loop().state().library.bundles;
  for (const auto& bundle : bundles)
    for (const auto& document : bundle->documents) {
      terminal.apply(app::OpenDocument{{bundle->id, document.id}});
      pages(bundle->id + "/" + document.id);
    }
  for (const app::DocumentKey& key : terminal.loop().state().forms_offered()) {
    terminal.apply(app::OpenFormAction{key});
    pages(key.bundle + "/" + key.document);
  }
  std::ranges::sort(all, {}, &Frame::ms);
  return all;
}
}  // namespace

int main(int count, char** values) {
  const bench::Arguments arguments = bench::read_arguments(count, values);
  bench::Report report(arguments.json);
  const bench::FilledTerminal filled(arguments.bin);
  const std::string program = arguments.bin + "/escale-kiosk", data = filled.data().string();
  const auto [start, version] =
      bench::in_turns(15, [&] { CHECK(bench::Child({program, "--data", data, "--headless", "--dump-tree"}).wait() == 0); },
                      [&] { CHECK(bench::Child({program, "--version"}).wait() == 0); });
  report.add({"start, first screen, exit", start * 1000, "ms", "limit 100 ms", kStartLimitMs / (start * 1000)});
  report.add({"of which loading the program", version * 1000, "ms", "", 0});

  bench::OpenTerminal terminal(filled.data());
  struct Size {
    int width, height;
    double limit;
  };
  for (const Size& size : {Size{1280, 800, 4}, Size{1920, 1080, 8}}) {
    const std::vector<Frame> all = frames(terminal, size.width, size.height);
    const std::string name = std::to_string(size.width) + "x" + std::to_string(size.height), limit = "limit " + std::to_string(static_cast<int>(size.limit)) + " ms";
    const Frame& heaviest = all.back();
    const Frame& middle = all[all.size() / 2];
    report.add({"heaviest of " + std::to_string(all.size()) + " frames " + name + " (" + heaviest.screen + ", " + std::to_string(heaviest.characters) + " signs)",
                heaviest.ms, "ms", limit, size.limit / heaviest.ms});
    report.add({"middle frame " + name, middle.ms, "ms", limit, size.limit / middle.ms});
  }
}
