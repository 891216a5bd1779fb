// The terminal: from starting the program to its first complete screen (store opened, fonts and theme loaded, frame drawn) and out again;
// then what one frame costs. Limits: a tenth of a second to replace the process between two people, a 60th of a second for a frame.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include "kiosk/loop.hpp"
#include "kiosk/platform/display.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/gallery.hpp"
#include "tests/support/temporary_folder.hpp"

extern char** environ;

using namespace escale;

namespace {
constexpr double kStartLimitMs = 100, kFrameLimitMs = 1000.0 / 60;

void run(std::vector<std::string> words) {
  std::vector<char*> values;
  for (std::string& word : words) values.push_back(word.data());
  values.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  CHECK(::posix_spawn(&child, values[0], &quiet, nullptr, values.data(), environ) == 0);
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child && status == 0);
  posix_spawn_file_actions_destroy(&quiet);
}

struct Frames {
  double build = 0, tell_apart = 0, draw = 0;  ///< milliseconds
};

/// Medians over 100 frames of one page of the gallery.
Frames frames_of(const gallery::Page& page, const Path& assets) {
  auto ui = ui::Ui::create(RealFiles(), assets).value();
  platform::HeadlessDisplay display(1280, 800);
  std::vector<double> build, tell_apart, draw;
  for (int i = 0; i < 110; ++i) {
    ui::FrameInput input;
    input.now = ui::Milliseconds(10'000 + i);
    ui::FrameOutput output;
    const double building = bench::seconds([&] {
      ui->begin_frame(input);
      page.view(*ui);
      output = ui->end_frame();
    });
    std::uint64_t sum = 0;
    const double telling = bench::seconds([&] { sum = kiosk::fingerprint(output.draw); });
    CHECK(sum != 0);
    const double drawing = bench::seconds([&] { display.present(output.draw); });
    if (i < 10) continue;  // glyphs are drawn into the atlas once
    build.push_back(building), tell_apart.push_back(telling), draw.push_back(drawing);
  }
  return {bench::median(build) * 1000, bench::median(tell_apart) * 1000, bench::median(draw) * 1000};
}
}  // namespace

int main(int count, char** values) {
  const bench::Arguments arguments = bench::read_arguments(count, values);
  bench::Report report(arguments.json);
  const test::TemporaryFolder folder;
  const std::string program = arguments.bin + "/escale-kiosk", data = (folder.path() / "data").string();
  run({program, "--data", data, "--status"});  // the first start makes keys and tables
  const auto [start, version] = bench::in_turns(
      15, [&] { run({program, "--data", data, "--headless", "--dump-tree"}); }, [&] { run({program, "--version"}); });
  report.add({"start, first screen, exit", start * 1000, "ms", "limit 100 ms", kStartLimitMs / (start * 1000)});
  report.add({"of which loading the program", version * 1000, "ms", "", 0});

  const Path assets = Path(ESCALE_SOURCE_DIR) / "assets";
  for (const gallery::Page& page : gallery::pages()) {
    if (page.name != "01-accueil" && page.name != "03-lecon" && page.name != "11-resultats") continue;
    const Frames frames = frames_of(page, assets);
    const double whole = frames.build + frames.tell_apart + frames.draw;
    report.add({"frame " + std::string(page.name), whole, "ms", "limit 1/60 s", kFrameLimitMs / whole});
    report.add({"frame that looks the same " + std::string(page.name), frames.build + frames.tell_apart, "ms", "drawing it", whole / (frames.build + frames.tell_apart)});
  }
}
