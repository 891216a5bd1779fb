#include "kiosk/terminal.hpp"

#include <fmt/format.h>

#include <utility>

#include "kiosk/app/journal.hpp"
#include "kiosk/app/screen_profile.hpp"
#include "kiosk/app/store_check.hpp"
#include "kiosk/phrases.hpp"
#include "kiosk/screens/screens.hpp"
#include "kiosk/self_check.hpp"
#include "sync/base/log.hpp"

namespace escale::kiosk {
namespace {

constexpr int kDefaultSyncMinutes = 15;
constexpr Monotonic kTryAgain = std::chrono::minutes(5);

/// What staff measured; before they did, what kiosk.yaml says.
Result<app::ScreenProfile> screen_profile(store::Store& store, const Config::Screen& said) {
  TRY_ASSIGN(const std::string kept, store.facts().setting(store::Setting::Screen));
  // A profile that cannot be read must not stop the terminal: it is set again on the screen.
  const auto measured = kept.empty() ? Result<app::ScreenProfile>(fail(Code::NotFound, "nothing was measured")) : app::parse_profile(kept);
  app::ScreenProfile profile = measured.value_or(app::ScreenProfile());
  if (profile.px_per_mm == 0) {  // the distance alone was set: the size is still the one of kiosk.yaml
    profile.px_per_mm = said.px_per_mm.value_or(0);
    profile.diagonal_mm = said.diagonal_mm.value_or(0);
  }
  if (measured) return profile;
  profile.distance_mm = said.distance_mm.value_or(profile.distance_mm);
  profile.bottom_mm = said.bottom_mm.value_or(profile.bottom_mm);
  profile.tilt_degrees = said.tilt_degrees.value_or(profile.tilt_degrees);
  profile.repeat_filter_ms = said.repeat_filter_ms.value_or(profile.repeat_filter_ms);
  return profile;
}

/// What is known without the store.
app::State bare_state(const Options& options) {
  app::State state;
  state.site.name = options.config.site.value_or("");
  state.site.helper = options.config.helper.value_or("");
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

app::State out_of_order(const Options& options, std::string reason) {
  app::State state = bare_state(options);
  state.view = app::View::OutOfOrder;
  state.out_of_order = std::move(reason);
  return state;
}

/// The program that speaks: the one that kiosk.yaml names, else the one beside this program.
Path voice_program(const Options& options) {
  return options.config.voice ? Path(*options.config.voice) : surroundings_of_process().program.parent_path() / "escale-voice";
}

/// What the worker notes and looks at behind the first picture. A process that takes over after a person is no event, and between two
/// persons only what costs nothing is checked.
app::Effects behind_the_first_picture(const Options& options, const app::State& state) {
  app::Effects out;
  const bool first = options.supervised.value_or(0) == 0;
  if (first && options.after_crash.empty()) out.push_back(app::NoteInJournal{"started", {}});
  if (!options.after_crash.empty()) out.push_back(app::NoteInJournal{"crash", options.after_crash});
  for (const app::SelfCheck& check : state.self_checks)
    if (first && !check.ok) out.push_back(app::NoteInJournal{"self-check", app::code_of(check)});
  out.push_back(app::LookForDraft{});
  out.push_back(app::CheckStore{first});
  return out;
}

/// What the site says of itself, and how the first screen looks. Opens the store for a moment: a new terminal is made here.
Result<app::State> first_state(const Options& options, Machine& machine) {
  TRY_ASSIGN(const auto store, open_store(options, machine));
  app::State state = bare_state(options);
  if (!options.config.site) {
    TRY_ASSIGN(state.site.name, store->facts().setting(store::Setting::Site));
  }
  TRY_ASSIGN(state.site.screen, screen_profile(*store, options.config.screen));
  TRY_ASSIGN(state.site.has_pin, store->facts().has_pin());
  TRY_ASSIGN(const auto keys, store->facts().staff_keys());
  if (!keys.empty()) state.site.has_pin = true;
  state.quick_exit = options.quick_exit;
  if (options.mode == Mode::Window) {
    state.self_checks = check_machine(platform::look_at_machine(machine.files), options.width, options.height);
    state.self_checks.push_back(check_voice(voice_program(options)));
  }
  return state;
}

LoopOptions loop_options(const Options& options) {
  LoopOptions out;
  out.scale = options.scale;
  const int minutes = options.config.sync_minutes.value_or(kDefaultSyncMinutes);
  // A journey says itself when the terminal synchronises.
  if (options.mode == Mode::Window && minutes > 0) out.sync_every = std::chrono::minutes(minutes);
  out.replaceable = options.supervised.has_value();
  out.sync_at_start = options.resume_sync;
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
  if (!options.out_of_order.empty()) return make(options, machine, out_of_order(options, options.out_of_order), std::move(hear));
  TRY_ASSIGN(app::State state, first_state(options, machine));
  return make(options, machine, std::move(state), std::move(hear));
}

Result<std::unique_ptr<Terminal>> Terminal::open_or_out_of_order(const Options& options, Machine& machine) {
  if (!options.out_of_order.empty()) {
    if (const auto store = open_store(options, machine)) app::note_in_journal(**store, machine.clock, "out-of-order", options.out_of_order);
    return open(options, machine);
  }
  auto state = first_state(options, machine);
  if (!state) {
    // Refused: the database is newer than the program (Store::open). The rest is a folder or a file that cannot be used.
    const std::string reason = state.error().code == Code::Refused ? "data-newer" : "data-unreadable";
    log(Level::Error, "out_of_order", {{"reason", reason}, {"code", std::string(code_name(state.error().code))}});
    return make(options, machine, out_of_order(options, reason));
  }
  auto terminal = make(options, machine, std::move(*state));
  if (terminal) return terminal;
  // The files beside the program, when those that kiosk.yaml names are not there.
  log(Level::Error, "out_of_order", {{"reason", "assets"}, {"code", std::string(code_name(terminal.error().code))}});
  Options without = options;
  without.config.assets.reset();
  return make(without, machine, out_of_order(options, "assets"));
}

Result<std::unique_ptr<Terminal>> Terminal::make(const Options& options, Machine& machine, app::State state, speech::LogVoice::Write hear) {
  const bool works = state.view != app::View::OutOfOrder;
  TRY_ASSIGN(const Path assets, assets_folder(options, machine.files));
  std::unique_ptr<Terminal> terminal(new Terminal);
  TRY_ASSIGN(terminal->m_ui, ui::Ui::create(machine.files, assets, fonts_of(options.config.fonts, assets)));
  for (const std::string& problem : terminal->m_ui->font_problems()) log(Level::Warning, "font", {{"why", problem}});
  LoopOptions turning = loop_options(options);
  if (works) {
    app::WorkersOptions workers;
    workers.data = options.data;
    workers.store = store_options();
    if (options.draft_key_fd >= 0) {
      TRY_ASSIGN(helpers::KeptKey room, helpers::KeptKey::adopt(options.draft_key_fd));
      terminal->m_draft_key = std::make_unique<DraftKey>(std::move(room));
      workers.store.draft_key = terminal->m_draft_key.get();
    }
    workers.program = kProgram;
    workers.hub = options.config.hub.value_or("");
    workers.mailbox = options.config.mailbox.value_or("");
    TRY_ASSIGN(terminal->m_workers, app::Workers::open(std::move(workers), machine.files, machine.clock, machine.random));
  } else {
    turning.sync_every.reset();
    turning.sync_at_start = false;
    if (options.supervised) turning.ends_after = kTryAgain;
  }
  terminal->m_shelf = std::make_unique<PictureShelf>(machine.files, store::DataFolder{options.data}.blobs());
  Terminal& self = *terminal;
  // Out of order, the screen says so without a voice too.
  if (auto sound = terminal->open_sound(options, machine, std::move(hear), state); !sound && works) return fail(std::move(sound).error());
  LoopParts parts{*self.m_ui,
                  machine.clock,
                  screens::draw,
                  screens::settings_of,
                  [&self](app::Effect effect) {
                    if (self.m_workers) self.m_workers->post(std::move(effect));
                  },
                  [&self] { return self.m_workers ? self.m_workers->poll() : app::Actions{}; },
                  [&self](ui::Ui& ui, const app::State& shown) { self.m_shelf->provide(ui, screens::images_needed(shown)); },
                  [&self] { return self.m_sound != nullptr ? self.m_sound->tend() : ui::InputEvents(); },
                  [&self](app::Sound sound) {
                    if (self.m_sound != nullptr) self.m_sound->play(sound);
                  },
                  terminal->m_listening.get()};
  if (options.watch_theme) parts.reload_theme = theme_watch(machine.files, assets);
  if (works) turning.at_start = behind_the_first_picture(options, state);
  self.m_loop = std::make_unique<Loop>(std::move(parts), std::move(turning), std::move(state));
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
    // Without a voice the terminal works, sounds still warn, and whoever asks to listen reads why nothing speaks.
    if (const auto started = m_sound->start_voice(voice_program(options))) {
      voice = *started;
    } else {
      log(Level::Warning, "no_voice", {{"why", started.error().message}});
    }
  }
  if (voice == nullptr) return {};
  TRY_ASSIGN(speech::SpokenWords words, spoken_words(options, machine.files));
  ListeningParts parts{*voice, std::move(words), phrases_in, {}, {}};
  parts.volume_steps = static_cast<int>(platform::kVolumesDb.size());
  parts.default_volume = platform::kDefaultVolume;
  if (m_sound != nullptr) {
    parts.alert = [this] { m_sound->play(app::Sound::Warning); };
    parts.listens = [this](bool on) { m_sound->listen(on); };
  }
  m_listening = std::make_unique<Listening>(std::move(parts));
  state.site.voice = true;
  return {};
}

void Terminal::wake_with(std::function<void()> wake) {
  if (m_workers) m_workers->set_waker(wake);
  const std::lock_guard lock(m_wake_mutex);
  m_wake = std::move(wake);
}

}  // namespace escale::kiosk
