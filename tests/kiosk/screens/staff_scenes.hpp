// The team's area, a session and its results, with believable figures.
#pragma once

#include "tests/kiosk/screens/fixtures.hpp"

namespace escale::screens::fixtures {

inline app::State staff_state(app::View view, std::int64_t pending = 0) {
  app::State state;
  state.view = view;
  state.site.helper = "Demandez à l’accueil.";
  state.site.has_pin = true;
  state.library = library();
  state.library_loaded = true;
  state.trusted_now = Timestamp(std::chrono::sys_days(std::chrono::year{2026} / 11 / 24) + std::chrono::hours(9));
  state.staff.unlocked = view != app::View::StaffDoor;
  state.staff.terminal = "7f3a5c0912aa";
  state.staff.terminal_name = "Borne de Rennes";
  state.staff.listed = true;
  state.staff.hub = "https://escale.example.org";
  state.staff.outbox = {pending, 36, 11};
  state.staff.last_sync = state.trusted_now;
  state.staff.free_bytes = 12'400'000'000;
  return state;
}

inline app::State with_session(app::State state, bool open, std::int64_t collected) {
  app::SessionView session;
  SeededRandom random(7);
  session.id = protocol::SessionId::random(random);
  session.title = "Journée « Aller-vers » de Rennes";
  session.mailbox = "avis-journees";
  session.forms = {{"journee-aller-vers", "avis"}};
  session.day = std::chrono::sys_days(std::chrono::year{2026} / 11 / 24);
  session.open = open;
  session.collected = collected;
  state.sessions = {session};
  return state;
}

inline forms::Bar result_bar(std::string label, std::size_t count, int percent, forms::BarKind kind = forms::BarKind::Choice, std::string choice = "c") {
  forms::Bar bar;
  bar.kind = kind;
  bar.choice = std::move(choice);
  if (!label.empty()) bar.label = {{"fr", label}, {"en", label}};
  bar.count = count;
  bar.percent = percent;
  return bar;
}

inline app::State results_state(int page) {
  app::State state = with_session(staff_state(app::View::Results), true, 47);
  app::ResultsView& results = state.results;
  results.session = state.sessions.front().id;
  results.title = state.sessions.front().title;
  results.unlocked = true;
  results.collected = 47;
  results.next_update_at = 50;
  results.page.page = page;
  using forms::ChartKind;
  using forms::ResultState;
  auto add = [&](std::string label, ChartKind kind, ResultState shown) -> forms::QuestionResult& {
    forms::QuestionResult result;
    result.question = "q" + std::to_string(results.questions.size() + 1);
    result.label = {{"fr", label}, {"en", label}};
    result.kind = kind;
    result.state = shown;
    if (shown == ResultState::Shown) result.people = 47;
    return results.questions.emplace_back(std::move(result));
  };
  add("Comment s’est passée la journée ?", ChartKind::Smiley, ResultState::Shown).bars = {
      result_bar("Très bien", 21, 45), result_bar("Plutôt bien", 17, 36), result_bar("", 9, 19, forms::BarKind::Others)};
  auto& nps = add("Recommanderiez-vous cette journée à une personne de votre métier ?", ChartKind::Nps, ResultState::Shown);
  nps.nps_score = 38;
  nps.bars = {result_bar("", 6, 13, forms::BarKind::Choice, "detractors"), result_bar("", 17, 36, forms::BarKind::Choice, "passives"),
              result_bar("", 24, 51, forms::BarKind::Choice, "promoters")};
  auto& several = add("Qu’allez-vous essayer dans les trois prochains mois ?", ChartKind::Multiple, ResultState::Shown);
  several.bars = {result_bar("Une permanence dans un lieu que les gens connaissent déjà", 22, 47), result_bar("Un courrier plus clair", 19, 40),
                  result_bar("Un appel avant le premier rendez-vous", 12, 26), result_bar("Une visite avec un partenaire", 9, 19),
                  result_bar("Rien pour l’instant", 5, 11)};
  several.hidden = {{"autre", {{"fr", "Autre"}}}};
  add("Depuis quand exercez-vous ?", ChartKind::Bars, ResultState::Masked);
  add("Êtes-vous élu, professionnel ou personne concernée ?", ChartKind::Bars, ResultState::Waiting);
  return state;
}

inline app::State pin_state(std::string typed, int wait) {
  app::State state = staff_state(app::View::StaffDoor);
  state.staff.pin = std::move(typed);
  if (wait >= 0) state.staff.failure = "wrong-pin";
  state.staff.wait_seconds = std::max(0, wait);
  return state;
}

inline app::State syncing() {
  app::State state = with_session(staff_state(app::View::Staff, 3), true, 12);
  state.staff.syncing = true;
  state.staff.progress = {client::Stage::Blobs, 211'000'000, 310'000'000};
  return state;
}

inline app::State session_new(bool typing) {
  app::State state = staff_state(app::View::SessionNew);
  state.session_draft.title = "Journée « Aller-vers » de Rennes";
  state.session_draft.forms = {{"journee-aller-vers", "avis"}};
  state.session_draft.day = std::chrono::sys_days(std::chrono::year{2026} / 11 / 24);
  if (typing) state.list.page = 1000;
  if (!typing) state.session_draft.day_confirmed = true;
  return state;
}

inline app::State session_words() {
  app::State state = staff_state(app::View::SessionWords);
  state.session_draft.words = {"rivière", "lampe", "tilleul", "marche", "orange"};
  return state;
}

inline app::State results_door(std::string typed, std::string failure) {
  app::State state = with_session(staff_state(app::View::ResultsDoor), true, 12);
  state.results.session = state.sessions.front().id;
  state.results.title = state.sessions.front().title;
  state.results.typed = std::move(typed);
  state.results.failure = std::move(failure);
  return state;
}

/// What happened to the terminal since this morning, and two things that the self-check found.
inline app::State journal(bool empty) {
  app::State state = staff_state(app::View::StaffJournal);
  if (empty) return state;
  state.self_checks = {{"screen", true}, {"touch", true}, {"audio", false}, {"disk", true}, {"clock", false}};
  auto at = [&](const char* code, const char* detail, int minutes_ago) {
    app::JournalLine line;
    line.code = code;
    line.detail = detail;
    if (minutes_ago >= 0) line.time = state.trusted_now - std::chrono::minutes(minutes_ago);
    state.staff.journal.push_back(line);
  };
  at("sync-done", "", 5);
  at("sync-started", "", 6);
  at("session-opened", "", 12);
  at("door-opened-key", "", 14);
  at("wrong-pin", "", 15);
  at("crash", "", 40);
  at("self-check", "audio", 41);
  at("content-dropped", "", 41);
  at("started", "", -1);
  return state;
}

inline app::State cleaning() {
  app::State state = staff_state(app::View::Cleaning);
  state.cleaning_left = 42;
  return state;
}

inline app::State out_of_order(std::string why, std::string helper) {
  app::State state = staff_state(app::View::OutOfOrder);
  state.out_of_order = std::move(why);
  state.site.helper = std::move(helper);
  return state;
}

inline std::vector<Scene> staff_scenes() {
  using app::View;
  return {{"staff-door", [] { return pin_state("", -1); }},
          {"staff-door-wrong", [] { return pin_state("12", 0); }},
          {"staff-door-wait", [] { return pin_state("", 30); }},
          {"staff", [] { return staff_state(View::Staff); }},
          {"staff-session", [] { return with_session(staff_state(View::Staff, 12), true, 12); }},
          {"staff-closed",
           [] {
             app::State state = with_session(staff_state(View::Staff), false, 12);
             state.message = "session-closed";
             return state;
           }},
          {"staff-failed",
           [] {
             app::State state = staff_state(View::Staff, 3);
             state.staff.sync_result = "unavailable";
             return state;
           }},
          {"staff-syncing", syncing},
          {"staff-screen",
           [] {
             app::State state = staff_state(View::ScreenSetup);
             state.screen_setup.draft = state.site.screen;
             state.screen_setup.draft.distance_mm = 600;
             return state;
           }},
          {"staff-close",
           [] {
             app::State state = with_session(staff_state(View::Staff), true, 12);
             state.staff.page.page = 1000;
             return state;
           }},
          {"staff-journal", [] { return journal(false); }},
          {"staff-journal-empty", [] { return journal(true); }},
          {"cleaning", cleaning},
          {"out-of-order", [] { return out_of_order("crashes", "Allez à l’accueil, au rez-de-chaussée."); }},
          {"out-of-order-nobody", [] { return out_of_order("data-newer", ""); }},
          {"session-new", [] { return session_new(false); }},
          {"session-name", [] { return session_new(true); }},
          {"session-words", session_words},
          {"results-door", [] { return results_door("", ""); }},
          {"results-door-keys",
           [] {
             app::State state = results_door("rivière lampe", "untrusted");
             state.list.page = 1000;
             return state;
           }},
          {"staff-door-keys",
           [] {
             app::State state = pin_state("", 0);
             state.list.page = 1000;
             return state;
           }},
          {"results-door-wrong", [] { return results_door("rivière lampe", "untrusted"); }},
          {"results", [] { return results_state(0); }},
          {"results-nps", [] { return results_state(1); }},
          {"results-several", [] { return results_state(2); }},
          {"results-masked", [] { return results_state(3); }},
          {"results-waiting", [] { return results_state(4); }}};
}

}  // namespace escale::screens::fixtures
