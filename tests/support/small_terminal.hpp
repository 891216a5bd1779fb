// A terminal with two small screens of its own: the real loop, ui and update(), no workers, a clock moved by hand.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "kiosk/loop.hpp"
#include "kiosk/phrases.hpp"
#include "kiosk/player.hpp"
#include "kiosk/speech/log_voice.hpp"
#include "tests/support/must.hpp"

namespace escale::test {

class SmallTerminal final : public kiosk::Running {
 public:
  /// `hear` is given each line that is said; without it the terminal has no voice.
  explicit SmallTerminal(const ManualClock& clock, kiosk::LoopOptions options = {}, speech::LogVoice::Write hear = {})
      : m_voice(clock, hear ? hear : [](const std::string&) {}),
        m_listening(kiosk::ListeningParts{m_voice, {}, kiosk::phrases_in, {}, {}}),
        m_ui(must(ui::Ui::create(RealFiles(), Path(ESCALE_SOURCE_DIR) / "assets"))),
        m_loop(kiosk::LoopParts{*m_ui, clock, [this](ui::Ui& ui, const app::State& state, app::Actions& out) { draw(ui, state, out); },
                                [](const app::State& state) {
                                  const app::Preferences& preferences = state.preferences;
                                  ui::Settings settings;
                                  settings.theme = static_cast<ui::ThemeName>(preferences.theme);
                                  settings.text_percent = preferences.text_percent;
                                  settings.lang = preferences.lang;
                                  return settings;
                                },
                                [this](app::Effect effect) { posted.push_back(std::move(effect)); },
                                [this] { return std::exchange(reports, {}); },
                                {},
                                {},
                                {},
                                hear ? &m_listening : nullptr},
               options, first_state(static_cast<bool>(hear))) {}
  kiosk::Loop& loop() override { return m_loop; }
  void settle() override { ++settled; }

  template <class E>
  int count() const {
    int n = 0;
    for (const app::Effect& effect : posted) n += std::holds_alternative<E>(effect) ? 1 : 0;
    return n;
  }
  app::Effects posted;
  app::Actions reports;  ///< given to the loop at its next turn
  int settled = 0;
  std::string typed;

 private:
  static app::State first_state(bool voice) {
    app::State state;
    state.site.voice = voice;
    return state;
  }
  void draw(ui::Ui& ui, const app::State& state, app::Actions& out) {
    if (state.view == app::View::Help) {
      ui.heading("title", {100, 60, 600, 60}, "Aide");
      const std::vector<std::string> words = {"jeudi", "pomme", "ardoise", "violon", "sentier"};
      ui.words("words", {100, 150, 500, 500}, words);
      if (ui.secondary_button("back", {100, 690, 300, 88}, "Retour")) out.emplace_back(app::Back{});
      return;
    }
    ui.heading("title", {100, 60, 600, 60}, "Bonjour");
    ui::TextField field;
    field.label = "Votre mot";
    field.value = typed;
    if (auto text = ui.text_field("word", {100, 150, 600, 88}, field)) typed = *text;
    if (ui.primary_button("help", {100, 300, 300, 88}, "Aide")) out.emplace_back(app::Go{app::View::Help});
    ui::ButtonOptions closed;
    closed.enabled = false;
    closed.why_disabled = "Pas encore";
    ui.secondary_button("closed", {500, 300, 300, 88}, "Fermé", closed);
  }
  speech::LogVoice m_voice;
  kiosk::Listening m_listening;
  std::unique_ptr<ui::Ui> m_ui;
  kiosk::Loop m_loop;
};

}  // namespace escale::test
