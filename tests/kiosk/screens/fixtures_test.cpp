#include "tests/kiosk/screens/fixtures.hpp"

#include <gtest/gtest.h>

#include "tests/kiosk/screens/library_fixture.hpp"

namespace escale::screens::fixtures {

using format::BundleKind;
using format::EntryKind;

app::Library library() {
  app::Library library;
  auto abuse = bundle("maltraitance", BundleKind::Course, "Repérer et prévenir la maltraitance", "Spotting and preventing abuse");
  abuse->sensitive = true;
  add(*abuse, "definition", EntryKind::Lesson, "Ce que dit la loi", 6);
  add(*abuse, "quatre-elements", EntryKind::Lesson, "Quatre éléments à reconnaître", 8);
  add(*abuse, "reperer", EntryKind::Lesson, "Repérer les signaux", 8);
  add(*abuse, "reagir", EntryKind::Lesson, "Réagir : en parler, écrire, transmettre", 10);
  add(*abuse, "carte-bancaire", EntryKind::Case, "La carte bancaire de Mme R.", 6, 3);
  add(*abuse, "quiz", EntryKind::Quiz, "Vérifiez ce que vous avez compris", 5, 8);
  add(*abuse, "resume", EntryKind::Summary, "En résumé", 2);
  auto reaching = bundle("aller-vers", BundleKind::Course, "Aller-vers : changer de posture", "Reaching out: another stance");
  add(*reaching, "mots", EntryKind::Lesson, "De quoi parle-t-on ?", 5);
  add(*reaching, "pourquoi", EntryKind::Lesson, "Pourquoi maintenant ?", 6);
  auto family = bundle("conference-familiale", BundleKind::Course, "Les conférences familiales", "Family group conferences");
  add(*family, "origine", EntryKind::Lesson, "D’où cela vient-il ?", 6);
  add(*family, "principes", EntryKind::Lesson, "Trois principes", 6);
  add(*family, "quiz", EntryKind::Quiz, "Vérifiez ce que vous avez compris", 5, 8);
  auto sheets = bundle("ressources", BundleKind::Collection, "Pratiques et ressources", "Practices and resources");
  add(*sheets, "accompagnement-global", EntryKind::Sheet, "L’accompagnement global", 4);
  add(*sheets, "competences", EntryKind::Sheet, "Partager les compétences", 4);
  add(*sheets, "debureaucratisation", EntryKind::Sheet, "Débureaucratiser le travail social", 5);
  add(*sheets, "sens", EntryKind::Sheet, "Le sens du travail social", 4);
  auto day = bundle("journee-aller-vers", BundleKind::StudyDay, "Journée « Aller-vers »", "Study day: Reaching out");
  add(*day, "programme", EntryKind::Programme, "Aller-vers : de l’intention à la pratique");
  add(*day, "avis", EntryKind::Form, "Votre avis sur la journée « Aller-vers »");
  library.bundles = {abuse, reaching, family, sheets, day};
  return library;
}

namespace {

app::State base(app::View view) {
  app::State state;
  state.view = view;
  state.site.helper = "Demandez à l’accueil.";
  state.site.has_pin = true;
  state.library = library();
  state.library_loaded = true;
  state.trusted_now = Timestamp(std::chrono::sys_days(std::chrono::year{2026} / 11 / 24) + std::chrono::hours(9));
  return state;
}

app::State home() {
  return base(app::View::Home);
}

app::State home_in_session() {
  app::State state = home();
  app::SessionView session;
  session.title = "Comité local de Rennes";
  session.collected = 12;
  state.sessions.push_back(session);
  state.somebody = true;
  return state;
}

app::State home_empty() {
  app::State state = home();
  state.library = {};
  return state;
}

app::State still_there() {
  app::State state = base(app::View::Home);
  state.somebody = true;
  state.inactivity_left = 25;
  state.feedback.answers["journee"] = std::string("4");
  state.feedback.answers["recommander"] = std::int64_t{9};
  return state;
}

app::State quick_exit() {
  app::State state = base(app::View::Home);
  state.quick_exit = true;
  return state;
}

Scene plain(std::string name, app::View view) {
  return {std::move(name), [view] { return base(view); }};
}

}  // namespace

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> kScenes = {{"home", home},
                                             {"home-session", home_in_session},
                                             {"home-empty", home_empty},
                                             plain("enlarge", app::View::Enlarge),
                                             plain("language", app::View::Language),
                                             plain("help", app::View::Help),
                                             plain("about", app::View::About),
                                             plain("personal-data", app::View::PersonalData),
                                             plain("accessibility", app::View::Accessibility),
                                             {"still-there", still_there},
                                             {"quick-exit", quick_exit}};
  return kScenes;
}

app::State scene(std::string_view name) {
  for (const Scene& each : scenes())
    if (each.name == name) return each.make();
  ADD_FAILURE() << "no scene " << name;
  return {};
}

}  // namespace escale::screens::fixtures
