// The terminal's home screen beside Chromium in kiosk mode with the same page, in one run: time from start to a complete picture as the X
// server sees it, proportional memory, wake-ups and redraws at rest. Then the terminal at rest on the other ways to a screen.
#include "tests/bench/arguments.hpp"
#include "tests/bench/home_page.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/x_screen.hpp"

using namespace escale;
using bench::Child;

namespace {
using Words = std::vector<std::string>;
constexpr double kRestSeconds = 10;

void rest(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

bool near(std::uint32_t a, std::uint32_t b) {
  for (int shift : {0, 8, 16})
    if (std::abs(static_cast<int>(a >> shift & 0xFFU) - static_cast<int>(b >> shift & 0xFFU)) > 3) return false;
  return true;
}

/// The page is there: every probe has its colour and the title has its letters.
bool complete(const bench::XScreen& screen, const bench::HomePage& page) {
  for (const bench::Probe& probe : page.probes)
    if (!near(screen.pixel(probe.x, probe.y), probe.colour)) return false;
  int dark = 0;
  for (int y = static_cast<int>(page.words.y); y < static_cast<int>(page.words.bottom()); ++y)
    for (int x = static_cast<int>(page.words.x); x < static_cast<int>(page.words.right()); ++x)
      dark += (screen.pixel(x, y) >> 8U & 0xFFU) < 96 ? 1 : 0;
  return dark > 200;
}

struct Run {
  double first_screen = 0;  ///< seconds
  double mib = 0, processes = 0, wakeups = 0;
};

/// Starts a program on the screen, waits for its page; with `long_rest`, looks at it at rest.
Run run(const bench::XScreen& screen, const bench::HomePage& page, const Words& words, const Words& environment, bool long_rest) {
  Run result;
  const auto start = std::chrono::steady_clock::now();
  Child child(words, environment);
  const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  while (!complete(screen, page)) {
    CHECK(passed() < 30);  // this program never shows the page
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  result.first_screen = passed();
  if (long_rest) {
    rest(5);
    result.mib = bench::proportional_mib(child.pid());
    result.processes = static_cast<double>(bench::tree_of(child.pid()).size());
    const double before = bench::wakeups(child.pid());
    rest(kRestSeconds);
    result.wakeups = (bench::wakeups(child.pid()) - before) / kRestSeconds;
  }
  child.stop();
  // The next run must not find this one's picture: without a window the root is black.
  for (int i = 0; i < 500 && complete(screen, page); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(!complete(screen, page));
  return result;
}

/// Frames that the terminal says it has shown in its life (its last line of log), after a rest of some seconds.
struct AtRest {
  double shown = 0, wakeups = 0;
};
AtRest at_rest(const Words& words, const Words& environment, const std::string& log, double seconds) {
  std::filesystem::remove(log);
  AtRest result;
  {
    Child child(words, environment, log);
    rest(3);
    // cage and what it brings along are not the terminal: only escale-kiosk counts.
    pid_t kiosk = 0;
    for (pid_t process : bench::tree_of(child.pid())) {
      std::ifstream name("/proc/" + std::to_string(process) + "/comm");
      std::string text;
      std::getline(name, text);
      if (text == "escale-kiosk") kiosk = process;
    }
    CHECK(kiosk != 0);
    const double before = bench::wakeups(kiosk);
    rest(seconds);
    result.wakeups = (bench::wakeups(kiosk) - before) / seconds;
    ::kill(kiosk, SIGTERM);
    for (int i = 0; i < 300 && std::filesystem::exists("/proc/" + std::to_string(kiosk) + "/exe"); ++i) rest(0.01);
  }
  std::ifstream file(log);
  bool said = false;
  for (std::string line; std::getline(file, line);) {
    const std::size_t at = line.find("frames_shown=");
    if (at == std::string::npos) continue;
    result.shown = std::stod(line.substr(at + 13));
    said = true;
  }
  CHECK(said);
  return result;
}
}  // namespace

int main(int count, char** values) {
  const bench::Arguments arguments = bench::read_arguments(count, values);
  bench::Report report(arguments.json);
  const bench::FilledTerminal filled(arguments.bin);
  const std::string folder = filled.folder().string();
  bench::HomePage page;
  {
    bench::OpenTerminal terminal(filled.data());
    page = bench::home_page(terminal);
  }
  std::ofstream(folder + "/home.html") << page.html;
  std::ofstream(folder + "/kiosk.yaml") << "fullscreen: true\nsync_minutes: 0\n";
  const Words ours = {arguments.bin + "/escale-kiosk", "--data", filled.data().string(), "--config", folder + "/kiosk.yaml"};
  const Words theirs = {"chromium", "--kiosk", "--no-sandbox", "--no-first-run", "--disable-translate", "--disable-infobars", "--noerrdialogs",
                        "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        "--window-position=0,0", "--window-size=1280,800", "--force-device-scale-factor=1", "--user-data-dir=" + folder + "/browser",
                        "file://" + folder + "/home.html"};
  {
    const bench::XScreen screen(filled.folder());
    const Words environment = {screen.variable(), "SDL_VIDEODRIVER=x11", "LANG=C.UTF-8"};
    run(screen, page, theirs, environment, false);  // makes its profile
    run(screen, page, ours, environment, false);
    std::vector<double> a, b;
    for (int i = 0; i < 5; ++i) {
      a.push_back(run(screen, page, ours, environment, false).first_screen);
      b.push_back(run(screen, page, theirs, environment, false).first_screen);
    }
    const Run we = run(screen, page, ours, environment, true), they = run(screen, page, theirs, environment, true);
    const double first = bench::median(a), browser = bench::median(b);
    report.add({"x11: start to first usable screen", first * 1000, "ms", fmt::format("Chromium {:.0f} ms", browser * 1000), browser / first});
    report.add({"x11: proportional memory", we.mib, "MiB", fmt::format("Chromium {:.0f} MiB, {:.0f} processes", they.mib, they.processes), they.mib / we.mib});
    report.add({"x11: wake-ups a second at rest", we.wakeups, "/s", fmt::format("Chromium {:.0f}/s", they.wakeups), they.wakeups / std::max(we.wakeups, 0.01)});
    const std::string log = folder + "/log";
    const double redraws = at_rest(ours, environment, log, 12).shown - at_rest(ours, environment, log, 2).shown;
    report.add({"x11: redraws in ten seconds at rest", redraws, "", "", 0});
  }
  struct Way {
    std::string name;
    Words words, environment;
  };
  std::filesystem::create_directories(folder + "/run");
  std::filesystem::permissions(folder + "/run", std::filesystem::perms::owner_all);
  Words in_cage = {"cage", "--"};
  if (::getuid() == 0) {  // cage refuses to run as root, which some machines that measure are
    const Words as_nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    in_cage.insert(in_cage.begin(), as_nobody.begin(), as_nobody.end());
    CHECK(Child({"chown", "-R", "65534:65534", folder}).wait() == 0);
  }
  in_cage.insert(in_cage.end(), ours.begin(), ours.end());
  const std::vector<Way> ways = {
      {"Wayland (cage)", in_cage,
       {"SDL_VIDEODRIVER=wayland", "WLR_BACKENDS=headless", "WLR_RENDERER=pixman", "WLR_LIBINPUT_NO_DEVICES=1", "XDG_RUNTIME_DIR=" + folder + "/run", "HOME=" + folder}},
      {"dummy", ours, {"SDL_VIDEODRIVER=dummy"}},
      {"offscreen", ours, {"SDL_VIDEODRIVER=offscreen"}}};
  for (const Way& way : ways) {
    const std::string log = folder + "/log";
    const AtRest longer = at_rest(way.words, way.environment, log, 12), shorter = at_rest(way.words, way.environment, log, 2);
    report.add({way.name + ": wake-ups a second at rest", longer.wakeups, "/s", "limit 1/s", 1 / std::max(longer.wakeups, 0.01)});
    report.add({way.name + ": redraws in ten seconds at rest", longer.shown - shorter.shown, "", "", 0});
  }
}
