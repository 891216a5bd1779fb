// A form with every kind of question beside the usual ones: dates, times, rankings, what was read, lists that depend on an answer,
// entries that repeat.
#pragma once

#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/support/sample_plan.hpp"

namespace escale::screens::fixtures {

inline void open_form(app::State& state, const std::shared_ptr<const forms::Plan>& plan) {
  state.feedback = {};
  state.feedback.open = app::OpenForm{{"journee-aller-vers", "avis"}, std::string(64, 'b'), plan};
  state.feedback.filling = escale::test::started(*plan);
  state.feedback.pages = forms::pages_of(*state.feedback.filling);
  state.feedback.about = forms::count_may_change(*plan);
}

/// The page of a question; of its copy number `copy` when it stands in a repeat.
inline void show_question(app::State& state, std::string_view question, std::size_t copy = 1) {
  const forms::NodeId node = escale::test::node_of(*state.feedback.filling, question, copy);
  for (std::size_t p = 0; p < state.feedback.pages.size(); ++p) {
    const forms::AskedPage& page = state.feedback.pages[p];
    for (std::size_t q = 0; q < page.questions.size(); ++q) {
      if (page.questions[q] != node) continue;
      state.feedback.page = static_cast<int>(p);
      state.feedback.row = page.kind == forms::AskedPage::Kind::Table ? static_cast<int>(q) : 0;
    }
  }
}

inline std::shared_ptr<const forms::Plan> rich_form() {
  static const std::shared_ptr<const forms::Plan> kPlan = [] {
    escale::test::FormBuilder form("bilan", "Bilan de l’action menée dans la commune");
    form.list("territoires", {{"ville", {{"fr", "En ville"}, {"en", "In town"}}}, {"campagne", {{"fr", "À la campagne"}, {"en", "In the country"}}}});
    form.list("lieux", {{"centre", {{"fr", "Centre social"}, {"en", "Social centre"}}, {{"ou", "ville"}}},
                        {"mairie", {{"fr", "Mairie annexe"}, {"en", "Town hall annexe"}}, {{"ou", "ville"}}},
                        {"bus", {{"fr", "Bus des services"}, {"en", "Service bus"}}, {{"ou", "campagne"}}},
                        {"domicile", {{"fr", "Au domicile"}, {"en", "At home"}}, {{"ou", "campagne"}}}});
    form.list("priorites", {{"logement", {{"fr", "Trouver un logement"}, {"en", "Finding housing"}}},
                            {"sante", {{"fr", "Se soigner"}, {"en", "Getting care"}}},
                            {"droits", {{"fr", "Connaître ses droits"}, {"en", "Knowing one’s rights"}}},
                            {"liens", {{"fr", "Ne plus être seul"}, {"en", "Not being alone any more"}}}});
    form.list("roles", {{"habitant", {{"fr", "Habitant"}, {"en", "Resident"}}}, {"agent", {{"fr", "Professionnel"}, {"en", "Professional"}}}});
    form.ask("acknowledge", "lu", {{"fr", "Cette fiche devient une ressource du centre. Elle ne contient aucun nom."}, {"en", "This sheet becomes a resource. It holds no name."}},
             {.required = true});
    form.ask("date", "debut", {{"fr", "Quel jour l’action a-t-elle commencé ?"}, {"en", "On which day did the action begin?"}},
             {.hint = {{"fr", "Si vous hésitez, donnez le jour le plus proche."}, {"en", "If unsure, give the nearest day."}}, .required = true});
    form.ask("time", "heure", {{"fr", "À quelle heure la rencontre commence-t-elle ?"}, {"en", "At what time does the meeting begin?"}});
    form.ask("select_one", "territoire", {{"fr", "Où l’action a-t-elle lieu ?"}, {"en", "Where does it take place?"}}, {.list = "territoires"});
    form.ask("select_one", "lieu", {{"fr", "Dans quel lieu ?"}, {"en", "In which place?"}},
             {.relevant = "/data/territoire != ''", .list = "lieux", .filter = "ou = /data/territoire"});
    form.ask("rank", "priorites", {{"fr", "Qu’est-ce qui compte le plus pour les personnes ?"}, {"en", "What matters most to people?"}}, {.list = "priorites"});
    form.repeat("participants", {{"fr", "Participants"}, {"en", "Participants"}});
    form.ask("select_one", "role", {{"fr", "Quel est son rôle ?"}, {"en", "What is their role?"}}, {.list = "roles"});
    form.ask("integer", "annees", {{"fr", "Depuis combien d’années ?"}, {"en", "For how many years?"}});
    form.end();
    return form.plan();
  }();
  return kPlan;
}

inline app::State rich_page(std::string_view question, std::size_t copy = 1) {
  app::State state = scene("form-note");
  open_form(state, rich_form());
  forms::Filling& filling = *state.feedback.filling;
  using escale::test::must;
  using escale::test::node_of;
  must(filling.answer(node_of(filling, "lu"), "OK"));
  must(filling.answer(node_of(filling, "territoire"), "ville"));
  must(filling.answer(node_of(filling, "role"), "habitant"));
  if (copy > 1) must(filling.add_repeat("/data/participants"));
  state.feedback.pages = forms::pages_of(filling);
  state.feedback.given = {node_of(filling, "lu")};
  show_question(state, question, copy);
  return state;
}

inline app::State with_answer(app::State state, std::string_view question, std::string_view value) {
  escale::test::must(state.feedback.filling->answer(escale::test::node_of(*state.feedback.filling, question), value));
  return state;
}
inline app::State with_typed(app::State state, std::string_view question, std::string words) {
  state.feedback.typed[escale::test::node_of(*state.feedback.filling, question)] = std::move(words);
  return state;
}
inline app::State with_problem(app::State state, std::string_view question, app::ProblemCode code) {
  state.feedback.problems = {{escale::test::node_of(*state.feedback.filling, question), code}};
  return state;
}
/// The page of part number `part` of the only question of the page.
inline app::State at_part(app::State state, int part) {
  state.list.page = 1000 + 10'000 * part;
  return state;
}
/// The end of the participants.
inline app::State copies_page(std::size_t copies) {
  app::State state = rich_page("role", copies);
  for (std::size_t p = 0; p < state.feedback.pages.size(); ++p)
    if (state.feedback.pages[p].kind == forms::AskedPage::Kind::Copies) state.feedback.page = static_cast<int>(p);
  return state;
}

inline std::vector<Scene> form_scenes() {
  return {{"form-acknowledge", [] { return with_answer(rich_page("lu"), "lu", ""); }},
          {"form-acknowledged", [] { return rich_page("lu"); }},
          {"form-date", [] { return rich_page("debut"); }},
          {"form-date-full", [] { return with_answer(rich_page("debut"), "debut", "2026-11-24"); }},
          {"form-date-unfinished", [] { return with_problem(with_typed(rich_page("debut"), "debut", "24//2026"), "debut", app::ProblemCode::Unfinished); }},
          {"form-date-day", [] { return at_part(with_typed(rich_page("debut"), "debut", "24//"), 1); }},
          {"form-date-month", [] { return at_part(with_typed(rich_page("debut"), "debut", "24/11/"), 2); }},
          {"form-date-year", [] { return at_part(with_typed(rich_page("debut"), "debut", "24/11/202"), 3); }},
          {"form-time", [] { return with_typed(rich_page("heure"), "heure", "14/30"); }},
          {"form-cascade", [] { return rich_page("lieu"); }},
          {"form-ranking", [] { return rich_page("priorites"); }},
          {"form-ranking-some", [] { return with_typed(rich_page("priorites"), "priorites", "droits logement"); }},
          {"form-ranking-full", [] { return with_answer(rich_page("priorites"), "priorites", "droits logement liens sante"); }},
          {"form-copy", [] { return rich_page("role", 2); }},
          {"form-copies", [] { return copies_page(1); }},
          {"form-copies-several", [] { return copies_page(2); }},
          {"review-copies", [] {
             app::State state = with_answer(with_answer(rich_page("role", 2), "debut", "2026-11-24"), "priorites", "droits logement liens sante");
             state.view = app::View::Review;
             return state;
           }}};
}

}  // namespace escale::screens::fixtures
