#include "kiosk/terminal.hpp"

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

LoopOptions loop_options(const Options& options) {
  LoopOptions out;
  out.scale = options.scale;
  const int minutes = options.config.sync_minutes.value_or(kDefaultSyncMinutes);
  // A journey says itself when the terminal synchronises.
  if (options.mode == Mode::Window && minutes > 0) out.sync_every = std::chrono::minutes(minutes);
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

}  // namespace

Result<std::unique_ptr<Terminal>> Terminal::open(const Options& options, Machine& machine) {
  TRY_ASSIGN(app::State state, first_state(options, machine));
  Path assets = options.config.assets.value_or("");
  if (assets.empty()) {
    TRY_ASSIGN(assets, find_assets(machine.files, surroundings_of_process()));
  }
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
  LoopParts parts{*self.m_ui,
                  machine.clock,
                  screens::draw,
                  screens::settings_of,
                  [&self](app::Effect effect) { self.m_workers->post(std::move(effect)); },
                  [&self] { return self.m_workers->poll(); },
                  [&self](ui::Ui& ui, const app::State& shown) { self.m_shelf->provide(ui, screens::images_needed(shown)); }};
  self.m_loop = std::make_unique<Loop>(std::move(parts), loop_options(options), std::move(state));
  return terminal;
}

}  // namespace escale::kiosk
