#include "kiosk/options.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "kiosk/journey.hpp"

namespace escale::kiosk {
namespace {

constexpr int kUsage = 2;

/// The command line as typed; what was given at all is asked of CLI11.
struct Line {
  std::string config, data, hub, mailbox, assets, lang, site, helper;
  bool fullscreen = false, windowed = false;
  int sync_minutes = 0;
  std::string enrol, root, pin, folder;
  bool sync = false, status = false, json = false, headless = false, dump_tree = false;
  std::string journey, drive, speech_log, out, words, screenshot, clock, size, theme;
  std::string staff_key, first, out_of_order, after_crash;
  int supervised = 0, ready_fd = -1, draft_key_fd = -1;
  bool resume_sync = false;
  std::uint64_t seed = 0;
  float scale = 0;
  int text_percent = 100;
  bool dev = false, watch_theme = false;
  std::string overlay;
};

constexpr std::array<std::string_view, 5> kOverlays = {"none", "frame", "tree", "targets", "grid"};

void declare(CLI::App& app, Line& line) {
  app.add_option("--config", line.config, "kiosk.yaml (else the person's own, else /etc/escale/kiosk.yaml)");
  app.add_option("--data", line.data, "folder of the terminal's state, made when absent");
  app.add_option("--hub", line.hub, "address of the hub, http:// or https://");
  app.add_option("--mailbox", line.mailbox, "mailbox of answers whose form names none");
  app.add_option("--assets", line.assets, "folder with themes/ and icons/");
  app.add_option("--lang", line.lang, "language of the first screen")->check(CLI::IsMember({"fr", "en"}));
  app.add_option("--site", line.site, "name of the place, shown on the first screen");
  app.add_option("--helper", line.helper, "whom to ask for help, as a sentence");
  auto* full = app.add_flag("--fullscreen", line.fullscreen, "the whole screen, without a pointer");
  app.add_flag("--windowed", line.windowed, "a window, whatever kiosk.yaml says")->excludes(full);
  app.add_option("--sync-minutes", line.sync_minutes, "minutes between two automatic synchronisations; 0: only when asked")
      ->check(CLI::Range(0, 7 * 24 * 60));

  const auto* commands = "Instead of the terminal";
  auto* enrol = app.add_option("--enrol", line.enrol, "present this one-time code to the hub; needs --hub and --root")->group(commands);
  app.add_option("--root", line.root, "first root metadata of the repository (1.root.json), with --enrol or the first --sync --folder")->group(commands);
  app.add_option("--pin", line.pin, "PIN of the staff area (4 to 12 digits), with --enrol or --sync")->group(commands);
  auto* sync = app.add_flag("--sync", line.sync, "one synchronisation, then a JSON line of what moved")->group(commands);
  app.add_option("--folder", line.folder, "synchronise with this folder (a USB key) instead of the hub")->needs(sync)->group(commands);
  auto* status = app.add_flag("--status", line.status, "what the terminal holds")->group(commands);
  app.add_flag("--json", line.json, "JSON instead of text")->group(commands);
  enrol->excludes(sync)->excludes(status);
  sync->excludes(status);
  app.add_option("--staff-key", line.staff_key, "make a key file that opens the staff area, on a USB key (one more; the others stay good)")
      ->excludes(enrol)->excludes(sync)->excludes(status)->group(commands);

  const auto* supervised = "Said by escale-supervisor";
  auto* number = app.add_option("--supervised", line.supervised, "processes before this one; exits with 40 to 43 when a person left, to be replaced")
      ->check(CLI::Range(0, 1'000'000'000))->group(supervised);
  app.add_option("--first", line.first, "what is shown first: quick-exit")->check(CLI::IsMember({"quick-exit"}))->group(supervised);
  app.add_flag("--resume-sync", line.resume_sync, "go on with a synchronisation")->group(supervised);
  app.add_option("--out-of-order", line.out_of_order, "show that the terminal is out of order, and where to go: crashes, configuration…")
      ->group(supervised);
  app.add_option("--after-crash", line.after_crash, "how the process before ended, for the journal")->needs(number)->group(supervised);
  app.add_option("--ready-fd", line.ready_fd, "descriptor that gets a byte once the first picture is shown")->check(CLI::Range(3, 1 << 20))->group(supervised);

  app.add_option("--draft-key-fd", line.draft_key_fd, "descriptor of the memory that keeps the key of what is being answered")
      ->check(CLI::Range(3, 1 << 20))->group(supervised);

  const auto* headless = "Without a screen (demonstrations and tests)";
  auto* no_screen = app.add_flag("--headless", line.headless, "draw in memory; the clock moves only with the journey")->group(headless);
  auto* play = app.add_option("--play", line.journey, "play this journey")->needs(no_screen)->group(headless);
  app.add_option("--drive", line.drive, "how the journey acts: finger (default), keys (arrows, Tab and Enter alone) or ears (from what is said alone)")
      ->check(CLI::IsMember({"finger", "keys", "ears"}))->needs(play)->group(headless);
  app.add_option("--speech-log", line.speech_log, "write what is said to this file, a line each, a person's own words too")->needs(no_screen)->group(headless);
  app.add_option("--out", line.out, "folder of the journey's screenshots and trees (else the current one)")->needs(play)->group(headless);
  app.add_option("--words", line.words, "file of the journey's 'save words' and 'type words'")->needs(play)->group(headless);
  app.add_option("--screenshot", line.screenshot, "write the last screen to this PNG")->needs(no_screen)->group(headless);
  app.add_flag("--dump-tree", line.dump_tree, "print the semantic tree of the last screen")->needs(no_screen)->group(headless);
  app.add_option("--clock", line.clock, "begin at this time, such as 2026-11-24T09:00:00Z")->group(headless);
  app.add_option("--seed", line.seed, "repeatable randomness: tests only, never for keys that matter")->group(headless);

  const auto* look = "Look";
  app.add_option("--scale", line.scale, "pixels per point (else the largest that fits)")->check(CLI::Range(0.25, 8.0))->group(look);
  app.add_option("--size", line.size, "WIDTHxHEIGHT in pixels")->group(look);
  app.add_option("--theme", line.theme, "light, dark or contrast")->group(look);
  app.add_option("--text-percent", line.text_percent, "100, 150, 200 or 300 (the largest)")->check(CLI::IsMember({100, 150, 200, 300}))->group(look);

  const auto* dev = "For developers";
  app.add_flag("--dev", line.dev, "F12 shows the next overlay")->group(dev);
  app.add_option("--overlay", line.overlay, "frame (time), tree (boxes, roles, order), targets (in mm), grid")
      ->check(CLI::IsMember({"none", "frame", "tree", "targets", "grid"}))
      ->group(dev);
  app.add_flag("--watch-theme", line.watch_theme, "read themes/theme.json again whenever it changes")->group(dev);
}

/// What the command line says wins over the file.
void override_with(const CLI::App& app, const Line& line, Config& config) {
  const auto given = [&](const char* option, const auto& value, auto& target) {
    if (app.count(option) > 0) target = value;
  };
  given("--data", line.data, config.data);
  given("--hub", line.hub, config.hub);
  given("--mailbox", line.mailbox, config.mailbox);
  given("--assets", line.assets, config.assets);
  given("--lang", line.lang, config.lang);
  given("--site", line.site, config.site);
  given("--helper", line.helper, config.helper);
  given("--sync-minutes", line.sync_minutes, config.sync_minutes);
  if (line.fullscreen) config.fullscreen = true;
  if (line.windowed) config.fullscreen = false;
}

Result<> check_pin(std::string_view pin) {
  if (pin.size() < 4 || pin.size() > 12 || pin.find_first_not_of("0123456789") != std::string_view::npos)
    return fail(Code::InvalidInput, "--pin: a PIN has 4 to 12 digits");
  return {};
}

Result<Options> complete(const CLI::App& app, const Line& line, const Files& files, const Surroundings& around) {
  Options options;
  options.out_of_order = line.out_of_order;
  std::optional<Path> file;
  if (!line.config.empty()) {
    file = line.config;
  } else {
    file = find_config(files, around);
  }
  if (file) {
    auto config = read_config(files, *file);
    // A terminal out of order must show it, whatever is wrong with its file: that may be the reason.
    if (!config && options.out_of_order.empty()) return fail(std::move(config).error());
    options.config = config ? std::move(*config) : Config{};
    if (!config) options.config.fullscreen = true;
  }
  override_with(app, line, options.config);
  options.quick_exit = line.first == "quick-exit";
  options.resume_sync = line.resume_sync;
  options.after_crash = line.after_crash;
  options.ready_fd = line.ready_fd;
  options.draft_key_fd = line.draft_key_fd;
  if (app.count("--supervised") > 0) options.supervised = line.supervised;
  if (options.config.hub && !options.config.hub->starts_with("http://") && !options.config.hub->starts_with("https://"))
    return fail(Code::InvalidInput, fmt::format("--hub: '{}' is not an http:// or https:// address", *options.config.hub));
  if (options.config.data) {
    options.data = *options.config.data;
  } else {
    TRY_ASSIGN(options.data, default_data(around));
  }
  if (app.count("--pin") > 0) TRY(check_pin(line.pin));
  if ((app.count("--pin") > 0 || app.count("--root") > 0) && app.count("--enrol") == 0 && !line.sync)
    return fail(Code::InvalidInput, "--root and --pin go with --enrol or --sync");
  options.root = line.root, options.pin = line.pin;
  if (app.count("--enrol") > 0) {
    options.mode = Mode::Enrol;
    options.enrol_code = line.enrol;
    if (!options.config.hub) return fail(Code::InvalidInput, "--enrol needs the hub's address: --hub URL");
    if (line.root.empty()) return fail(Code::InvalidInput, "--enrol needs the repository's first root: --root 1.root.json");
  } else if (line.sync) {
    options.mode = Mode::Sync;
    options.folder = line.folder;
  } else if (!line.staff_key.empty()) {
    options.mode = Mode::StaffKey;
    options.staff_key = line.staff_key;
  } else if (line.status) {
    options.mode = Mode::Status;
  } else if (line.headless) {
    options.mode = Mode::Headless;
  }
  options.json = line.json;
  options.journey = line.journey, options.out = line.out.empty() ? "." : line.out;
  options.drive = line.drive == "keys" ? Drive::Keys : line.drive == "ears" ? Drive::Ears : Drive::Finger;
  options.speech_log = line.speech_log;
  options.words = line.words, options.screenshot = line.screenshot, options.dump_tree = line.dump_tree;
  if (!line.clock.empty()) {
    auto time = parse_timestamp(line.clock);
    if (!time) return fail(std::move(time.error()).in("--clock"));
    options.clock = *time;
  }
  if (app.count("--seed") > 0) options.seed = line.seed;
  options.scale = line.scale;
  if (!line.size.empty()) {
    auto size = parse_size(line.size);
    if (!size) return fail(std::move(size.error()).in("--size"));
    std::tie(options.width, options.height) = *size;
  }
  if (!line.theme.empty()) {
    auto theme = parse_theme(line.theme);
    if (!theme) return fail(std::move(theme.error()).in("--theme"));
    options.theme = *theme;
  }
  options.text_percent = line.text_percent;
  options.dev = line.dev, options.watch_theme = line.watch_theme;
  const auto overlay = std::ranges::find(kOverlays, line.overlay);
  if (overlay != kOverlays.end()) options.overlay = static_cast<ui::Overlay>(overlay - kOverlays.begin());
  return options;
}

}  // namespace

Asked read_options(int count, char** values, const Files& files, const Surroundings& around) {
  CLI::App app(
      "The terminal: signed content on a touch screen, sealed answers, without a network for as long as it takes.\n"
      "\n"
      "  escale-kiosk --enrol CODE --hub https://hub.example --root 1.root.json --pin 2468\n"
      "  escale-kiosk --sync                           content down, answers up\n"
      "  escale-kiosk                                  the terminal, as kiosk.yaml says\n"
      "  escale-kiosk --headless --play tour.journey --out shots",
      "escale-kiosk");
  app.set_version_flag("--version", "escale-kiosk 0.1.0");
  Line line;
  declare(app, line);
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& error) {
    return {std::nullopt, app.exit(error) == 0 ? 0 : kUsage};
  }
  auto options = complete(app, line, files, around);
  if (!options) {
    fmt::print(stderr, "escale-kiosk: {}\n", options.error().message);
    return {std::nullopt, kUsage};
  }
  return {std::move(*options), 0};
}

}  // namespace escale::kiosk
