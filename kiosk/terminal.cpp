#include "kiosk/terminal.hpp"

#include <fmt/format.h>

#include "kiosk/phrases.hpp"
#include "kiosk/screens/screens.hpp"
#include "sync/base/log.hpp"

namespace escale::kiosk {
namespace {

constexpr int kDefaultSyncMinutes = 15;

/// What the site says of itself, and how the first screen looks. Opens the store for a moment: a new terminal is made here.
Result<app::State> first_state(const Options& options, Machine& machine) {
  TRY_ASSIGN(const auto store, open_store(options, machine));
  app::State state;
  TRY_ASSIGN(state.site.name, store->facts().setting(store::Setting::Site));
  if (options.config.site) state.site.name = *options.config.site;
  state.site.helper = options.config.helper.value_or("");
  TRY_ASSIGN(state.site.has_pin, store->facts().has_pin());
  state.site.program = kProgram;
  state.site.lang = options.config.lang.value_or("fr");
  state.preferences = state.initial_preferences();
  state.preferences.theme = options.theme;
  state.preferences.text_percent = options.text_percent;
  return state;
}

Result<Path> assets_folder(const Options& options, const Files& files) {
  if (const std::string said = options.config.assets.value_or(""); !said.empty()) return Path(said);
  return find_assets(files, surroundings_of_process());
}

LoopOptions loop_options(const Options& options) {
  LoopOptions out;
  out.scale = options.scale;
  const int minutes = options.config.sync_minutes.value_or(kDefaultSyncMinutes);
  // A journey says itself when the terminal synchronises.
  if (options.mode == Mode::Window && minutes > 0) out.sync_every = std::chrono::minutes(minutes);
  out.motion = options.mode == Mode::Window;
  out.dev = options.dev;
  out.overlay = options.overlay;
  out.watch_theme = options.watch_theme;
  return out;
}

/// A name alone is looked for in fonts/ beside the themes.
ui::FontFiles fonts_of(const FontNames& names, const Path& assets) {
  auto place = [&](const std::string& name) { return name.empty() ? name : (assets / "fonts" / name).string(); };
  ui::FontFiles files;
  files.text = place(names.text);
  files.text_bold = place(names.text_bold);
  files.easy = place(names.easy);
  files.easy_bold = place(names.easy_bold);
  return files;
}

/// Looks at the theme's bytes: twice a second on a developer's machine that costs nothing.
std::function<bool(ui::Ui&)> theme_watch(const Files& files, const Path& assets) {
  return [&files, assets, last = std::string()](ui::Ui& ui) mutable {
    constexpr std::uint64_t kMaxThemeBytes = 256 * 1024;
    const auto bytes = files.read(assets / "themes" / "theme.json", kMaxThemeBytes);
    if (!bytes) return false;  // being written: the next look tells
    std::string now(as_text(*bytes));
    if (now == last) return false;
    const bool first = last.empty();
    last = std::move(now);
    if (first) return false;
    const auto read = ui.reload_theme(files, assets);
    if (!read) fmt::print(stderr, "escale-kiosk: {}\n", read.error().message);
    return read.has_value();
  };
}

}  // namespace

Result<speech::SpokenWords> spoken_words(const Options& options, const Files& files) {
  constexpr std::uint64_t kMost = 64 * 1024;
  TRY_ASSIGN(const Path assets, assets_folder(options, files));
  const Path path = assets / "speech" / "words.txt";
  TRY_ASSIGN(const Bytes bytes, files.read(path, kMost));
  return speech::SpokenWords::parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
}

Result<std::unique_ptr<Terminal>> Terminal::open(const Options& options, Machine& machine, speech::LogVoice::Write hear) {
  TRY_ASSIGN(app::State state, first_state(options, machine));
  TRY_ASSIGN(const Path assets, assets_folder(options, machine.files));
  std::unique_ptr<Terminal> terminal(new Terminal);
  TRY_ASSIGN(terminal->m_ui, ui::Ui::create(machine.files, assets, fonts_of(options.config.fonts, assets)));
  for (const std::string& problem : terminal->m_ui->font_problems()) log(Level::Warning, "font", {{"why", problem}});
  app::WorkersOptions workers;
  workers.data = options.data;
  workers.store = store_options();
  workers.program = kProgram;
  workers.hub = options.config.hub.value_or("");
  workers.mailbox = options.config.mailbox.value_or("");
  TRY_ASSIGN(terminal->m_workers, app::Workers::open(std::move(workers), machine.files, machine.clock, machine.random));
  terminal->m_shelf = std::make_unique<PictureShelf>(machine.files, store::DataFolder{options.data}.blobs());
  Terminal& self = *terminal;
  TRY(terminal->open_sound(options, machine, std::move(hear), state));
  LoopParts parts{*self.m_ui,
                  machine.clock,
                  screens::draw,
                  screens::settings_of,
                  [&self](app::Effect effect) { self.m_workers->post(std::move(effect)); },
                  [&self] { return self.m_workers->poll(); },
                  [&self](ui::Ui& ui, const app::State& shown) { self.m_shelf->provide(ui, screens::images_needed(shown)); },
                  [&self] { return self.m_sound != nullptr ? self.m_sound->tend() : ui::InputEvents(); },
                  [&self] {
                    if (self.m_sound != nullptr) self.m_sound->warn();
                  },
                  terminal->m_listening.get()};
  if (options.watch_theme) parts.reload_theme = theme_watch(machine.files, assets);
  self.m_loop = std::make_unique<Loop>(std::move(parts), loop_options(options), std::move(state));
  return terminal;
}

Result<> Terminal::open_sound(const Options& options, Machine& machine, speech::LogVoice::Write hear, app::State& state) {
  speech::Voice* voice = nullptr;
  if (hear) {
    m_log = std::make_unique<speech::LogVoice>(machine.clock, std::move(hear));
    voice = m_log.get();
  } else if (options.mode == Mode::Window) {
    m_sound = std::make_unique<Sound>([this] {
      const std::lock_guard lock(m_wake_mutex);
      if (m_wake) m_wake();
    });
    const Path program = options.config.voice ? Path(*options.config.voice) : surroundings_of_process().program.parent_path() / "escale-voice";
    const auto started = m_sound->start_voice(program);
    if (started) {
      voice = *started;
    } else if (options.config.voice) {
      return fail(Error(started.error()).in("voice"));  // asked for by name: say what is wrong
    } else {
      log(Level::Warning, "no_voice");  // the package that brings it is not installed: listening is not offered; sounds still warn
    }
  }
  if (voice == nullptr) return {};
  TRY_ASSIGN(speech::SpokenWords words, spoken_words(options, machine.files));
  ListeningParts parts{*voice, std::move(words), phrases_in, {}, {}};
  parts.volume_steps = static_cast<int>(platform::kVolumesDb.size());
  parts.default_volume = platform::kDefaultVolume;
  if (m_sound != nullptr) {
    parts.alert = [this] { m_sound->warn(); };
    parts.listens = [this](bool on) { m_sound->listen(on); };
  }
  m_listening = std::make_unique<Listening>(std::move(parts));
  state.site.voice = true;
  return {};
}

void Terminal::wake_with(std::function<void()> wake) {
  m_workers->set_waker(wake);
  const std::lock_guard lock(m_wake_mutex);
  m_wake = std::move(wake);
}

}  // namespace escale::kiosk
