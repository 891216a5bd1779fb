#include "tests/kiosk/screens/fixtures.hpp"

#include <gtest/gtest.h>

#include "tests/kiosk/screens/library_fixture.hpp"
#include "tests/kiosk/screens/form_scenes.hpp"
#include "tests/kiosk/screens/staff_scenes.hpp"
#include "tests/support/sample_plan.hpp"

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

/// After a crash: an answer waits, and nobody is told which.
app::State home_resume() {
  app::State state = home();
  state.draft_waits = true;
  state.somebody = true;
  return state;
}

app::State finish_resume() {
  app::State state = home_resume();
  state.trail = {app::View::Home};
  state.trail_pages = {0};
  state.view = app::View::Finish;
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
  state.feedback.given = {1, 2};
  return state;
}

app::State quick_exit() {
  app::State state = base(app::View::Home);
  state.quick_exit = true;
  return state;
}

app::State form_page(std::string_view question);

/// As much to say as there can be: an answer and two courses begun, one answer sent, choices made.
app::State finish() {
  app::State state = form_page("ressenti");
  state.trail = {app::View::Home, app::View::FormPage};
  state.trail_pages = {0, 0};
  state.view = app::View::Finish;
  state.somebody = true;
  state.sent = 1;
  state.preferences.text_spacing = true;
  state.feedback.given = {1};
  state.learning.progress["maltraitance"].documents["definition"].seen = true;
  state.learning.progress["aller-vers"].documents["mots"].seen = true;
  return state;
}

app::State personal_data_of_a_form() {
  app::State state = form_page("ressenti");
  state.trail = {app::View::Home, app::View::FormPage, app::View::Help};
  state.trail_pages = {0, 0, 0};
  state.view = app::View::PersonalData;
  state.feedback.open->readers = app::Readers{"Avis de la journée", {"CLTS de Bretagne", "Observatoire de l’institut"}, 365};
  return state;
}

/// The keys of a question that has a page of its own: see kTypingPage.
app::State typing_page(app::State state) {
  state.list.page = 1000;
  return state;
}

learning::Text text(std::string words) {
  return learning::plain(words);
}

std::shared_ptr<learning::Document> lesson() {
  using namespace learning;
  auto document = std::make_shared<Document>();
  document->id = "quatre-elements";
  document->lang = "fr";
  document->title = "Quatre éléments à reconnaître";
  document->minutes = 8;
  document->verified = "2026-11-24";
  document->blocks.push_back(Heading{2, text("Une définition depuis 2022")});
  document->blocks.push_back(Paragraph{{{"La loi définit la maltraitance depuis 2022. Elle peut être "}, {"un acte, une parole ou un manque", true},
                                        {". Elle touche des enfants comme des adultes. Elle peut être voulue ou non."}}});
  document->blocks.push_back(Quote{CalloutKind::Remember, {Paragraph{text("Une maltraitance peut venir d’une personne, d’une équipe ou d’une institution.")}}});
  document->blocks.push_back(Image{{std::string(64, 'a'), 1000, MediaType::Png, 800, 600}, "Quatre cases : un geste, une personne vulnérable, une atteinte, un lien", text("Les quatre éléments sont réunis.")});
  document->blocks.push_back(Heading{2, text("Ce qu’il faut réunir")});
  List list;
  list.items = {{0, 1, text("Un geste, une parole, une action ou un défaut d’action.")},
                {0, 2, text("Une personne en situation de vulnérabilité.")},
                {1, 0, text("À cause de l’âge, d’un handicap, d’une maladie, ou d’une situation sociale.")},
                {0, 3, text("Une atteinte au développement, aux droits, aux besoins ou à la santé.")},
                {0, 4, text("Une relation de confiance, de dépendance, de soin ou d’accompagnement.")}};
  document->blocks.push_back(list);
  Table table;
  table.columns = {Align::Start, Align::Start};
  table.header = {text("Forme"), text("Exemple")};
  table.rows = {{text("Négligence"), text("Un repas oublié, jour après jour")}, {text("Violence financière"), text("Une carte bancaire gardée par un proche")},
                {text("Atteinte aux droits"), text("Un courrier ouvert sans accord")}};
  document->blocks.push_back(table);
  document->blocks.push_back(Quote{CalloutKind::Law, {Paragraph{text("Article L. 119-1 du code de l’action sociale et des familles.")}}});
  document->blocks.push_back(NumberRef{"3977"});
  document->blocks.push_back(Quote{CalloutKind::Warning, {Paragraph{text("En cas de danger immédiat, appelez le 17 ou le 112.")}}});
  document->numbers.push_back({"3977", "maltraitance envers les personnes âgées ou handicapées", "3977", "Tous les jours, de 9 h à 19 h", "Gratuit et confidentiel.", "2026-11-24", ""});
  document->definitions.push_back({"vulnérabilité", text("Une personne est vulnérable quand elle ne peut pas se protéger seule.")});
  document->definitions.push_back({"négligence", text("Ne pas faire ce dont une personne a besoin.")});
  document->sources.push_back({"Code de l’action sociale et des familles, article L. 119-1", "https://www.legifrance.gouv.fr", "lu le 24 novembre 2026"});
  return document;
}

app::State reading() {
  app::State state = base(app::View::Reading);
  state.somebody = true;
  state.learning.course = "maltraitance";
  state.learning.open = app::DocumentKey{"maltraitance", "quatre-elements"};
  state.learning.document = lesson();
  auto& progress = state.learning.progress["maltraitance"];
  progress.course = "maltraitance";
  learning::mark_seen(progress, "definition");
  return state;
}

/// A text that leads to two other documents, to one that the terminal does not hold, and outside.
app::State reading_links() {
  using namespace learning;
  app::State state = reading();
  auto document = std::make_shared<Document>();
  document->id = "definition";
  document->lang = "fr";
  document->title = "Ce que dit la loi";
  document->blocks.push_back(Paragraph{{{"Quatre éléments doivent être réunis : lisez "}, {"comment les reconnaître", false, false, "document:quatre-elements"},
                                        {", puis "}, {"comment en parler", false, false, "document:reagir"}, {"."}}});
  List list;
  list.items = {{0, 0, {{"Un texte "}, {"qui n’est pas ici", false, false, "document:ailleurs"}, {"."}}},
                {0, 0, {{"La loi se lit sur "}, {"le site public", false, false, "https://www.legifrance.gouv.fr/"}, {"."}}},
                {0, 0, {{"Appelez le "}, {"39 77", false, false, "tel:3977"}, {"."}}},
                {0, 0, {{"Revoyez "}, {"les quatre éléments", false, false, "document:quatre-elements"}, {"."}}}};
  document->blocks.push_back(list);
  state.learning.open->document = document->id;
  state.learning.document = document;
  return state;
}

app::State definition() {
  app::State state = reading();
  state.learning.definition = "vulnérabilité";
  return state;
}

app::State modules() {
  app::State state = base(app::View::Modules);
  state.somebody = true;
  auto& progress = state.learning.progress["maltraitance"];
  progress.course = "maltraitance";
  learning::mark_seen(progress, "definition");
  learning::mark_seen(progress, "quatre-elements");
  auto& other = state.learning.progress["aller-vers"];
  other.course = "aller-vers";
  learning::mark_seen(other, "mots");
  learning::mark_seen(other, "pourquoi");
  return state;
}

app::State module() {
  app::State state = modules();
  state.view = app::View::Module;
  state.learning.course = "maltraitance";
  auto& quiz = state.learning.progress["maltraitance"].documents["quiz"];
  quiz.seen = true;
  quiz.best_score = 7'500;
  return state;
}

learning::Choice choice(std::string words, learning::Weight weight, std::string feedback) {
  return {text(std::move(words)), weight, text(std::move(feedback))};
}

std::shared_ptr<learning::Document> quiz() {
  using namespace learning;
  auto document = std::make_shared<Document>();
  document->id = "quiz";
  document->kind = DocumentKind::Quiz;
  document->lang = "fr";
  document->title = "Vérifiez ce que vous avez compris";
  Question single;
  single.id = "retard";
  single.stem = text("Faute de personnel, un résident attend une heure, chaque matin, qu’on l’aide à se lever. De quoi s’agit-il ?");
  single.body = SingleChoice{{choice("D’un simple retard", 0, "Un retard qui revient chaque jour n’est plus un retard."),
                              choice("D’une faute du soignant", 0, "Personne ne veut nuire. Mais le manque se répète et touche la dignité de la personne."),
                              choice("D’une maltraitance de l’institution", kFullWeight, "L’origine est collective : l’équipe peut agir.")}};
  single.general_feedback = text("Article L. 119-1 du code de l’action sociale et des familles.");
  Question several;
  several.id = "signes";
  several.stem = text("Quels signes doivent vous alerter ?");
  several.body = MultipleChoice{{choice("Une personne qui se tait dès qu’un proche entre", kFullWeight / 2, "Oui, ce changement compte."),
                                 choice("Un compte bancaire que la personne ne voit plus", kFullWeight / 2, ""), choice("Une visite de la famille le dimanche", -kFullWeight, "Une visite n’est pas un signe."),
                                 choice("Un goût pour le silence", 0, "")}};
  Question truth;
  truth.id = "seul";
  truth.stem = text("Je dois être certain des faits avant d’en parler à mon équipe.");
  truth.body = TrueFalse{false, text("Un doute suffit pour en parler. Vérifier n’est pas votre rôle."), text("Un doute suffit pour en parler.")};
  Question shorter;
  shorter.id = "mot";
  shorter.stem = text("Comment s’appelle le fait de ne pas faire ce dont une personne a besoin ?");
  shorter.body = ShortAnswer{{{"négligence", kFullWeight, text("Oui. Elle peut être voulue ou non.")}}};
  Question number;
  number.id = "numero";
  number.stem = text("Quel numéro appeler pour une personne âgée ou handicapée ?");
  number.body = Numerical{{{Decimal{3977'000'000}, Decimal{3977'000'000}, kFullWeight, text("Le 3977, tous les jours.")}}};
  Question pairs;
  pairs.id = "paires";
  pairs.stem = text("Qui fait quoi ?");
  pairs.body = Matching{{{text("Le président du conseil départemental"), 0}, {text("Le procureur de la République"), 1}, {text("L’équipe"), 2}},
                        {text("reçoit les informations préoccupantes"), text("reçoit les signalements"), text("se réunit et décide ensemble")}};
  document->questions = {single, several, truth, shorter, number, pairs};
  for (const auto& question : document->questions) document->blocks.push_back(QuestionRef{question.id});
  return document;
}

app::State question(std::size_t part, std::optional<learning::Response> response, bool checked) {
  app::State state = base(app::View::Question);
  state.somebody = true;
  state.learning.course = "maltraitance";
  state.learning.open = app::DocumentKey{"maltraitance", "quiz"};
  state.learning.document = quiz();
  state.learning.part = part;
  state.learning.attempt.document = "quiz";
  const auto& asked = state.learning.document->questions[part];
  state.learning.question = asked.id;
  state.learning.response = response;
  if (checked) state.learning.verdict = *learning::score(asked, *response);
  return state;
}

app::State quiz_end() {
  app::State state = question(0, std::nullopt, false);
  state.view = app::View::QuizEnd;
  const learning::Response right[] = {learning::ChosenOne{2}, learning::ChosenSeveral{{0}}, learning::ChosenTruth{true}, learning::Typed{"négligence"},
                                      learning::Typed{"3977"}, learning::Matched{{0, 1, 2}}};
  for (std::size_t i = 0; i < 6; ++i)
    (void)learning::answer(state.learning.attempt, *state.learning.document, state.learning.document->questions[i].id, right[i]);
  return state;
}

std::shared_ptr<const forms::Plan> feedback_form() {
  static const std::shared_ptr<const forms::Plan> kPlan = [] {
    escale::test::FormBuilder form("avis", "Votre avis sur la journée « Aller-vers »");
    form.title("en", "Your feedback on the day “Reaching out”");
    form.list("ressenti", {{"tres_mal", {{"fr", "Très mal"}, {"en", "Very badly"}}},
                           {"plutot_mal", {{"fr", "Plutôt mal"}, {"en", "Rather badly"}}},
                           {"ni", {{"fr", "Ni bien, ni mal"}, {"en", "Neither well nor badly"}}},
                           {"plutot_bien", {{"fr", "Plutôt bien"}, {"en", "Rather well"}}},
                           {"tres_bien", {{"fr", "Très bien"}, {"en", "Very well"}}}});
    form.list("accord", {{"pas_du_tout", {{"fr", "Pas du tout d’accord"}, {"en", "Strongly disagree"}}},
                         {"plutot_pas", {{"fr", "Plutôt pas d’accord"}, {"en", "Rather disagree"}}},
                         {"ni_ni", {{"fr", "Ni d’accord, ni pas d’accord"}, {"en", "Neither agree nor disagree"}}},
                         {"plutot", {{"fr", "Plutôt d’accord"}, {"en", "Rather agree"}}},
                         {"tout_a_fait", {{"fr", "Tout à fait d’accord"}, {"en", "Strongly agree"}}}});
    form.list("moments", {{"conference", {{"fr", "La conférence"}, {"en", "The talk"}}},
                          {"table", {{"fr", "La table ronde"}, {"en", "The round table"}}},
                          {"ateliers", {{"fr", "Les ateliers"}, {"en", "The workshops"}}},
                          {"pauses", {{"fr", "Les pauses et le déjeuner"}, {"en", "The breaks"}}},
                          {"temoin", {{"fr", "Le regard du grand témoin"}, {"en", "The witness’s view"}}},
                          {"aucun", {{"fr", "Aucun de ces moments"}, {"en", "None of these moments"}}}});
    form.ask("note", "information", {{"fr", "Vos réponses sont anonymes. Nous ne demandons pas votre nom."}, {"en", "Your answers are anonymous."}},
             {.hint = {{"fr", "Les organisateurs les lisent pour améliorer leurs journées. Après l’envoi, nous ne pouvons plus retrouver votre réponse."}}});
    form.ask("select_one", "ressenti", {{"fr", "Comment s’est passée la journée ?"}, {"en", "How was the day?"}},
             {.hint = {{"fr", "Touchez le visage qui correspond à votre avis."}, {"en", "Touch the face that fits your opinion."}},
              .appearance = "smiley", .required = true, .list = "ressenti"});
    form.group("utile", {{"fr", "« Je pourrai utiliser dans mon travail ce que j’ai appris. »"}, {"en", "“I will be able to use what I learned.”"}}, "table-list");
    const char* rows[][3] = {{"contenu", "Le contenu", "The content"}, {"ateliers", "Les ateliers", "The workshops"}, {"echanges", "Les échanges", "The discussions"}};
    for (const auto& row : rows) form.ask("select_one", row[0], {{"fr", row[1]}, {"en", row[2]}}, {.appearance = "likert", .list = "accord"});
    form.end();
    form.ask("select_multiple", "moments", {{"fr", "Quels moments vous ont le plus apporté ?"}, {"en", "Which moments gave you the most?"}},
             {.hint = {{"fr", "Trois réponses au plus."}, {"en", "Three answers at most."}}, .list = "moments"});
    form.ask("range", "recommandation", {{"fr", "Conseilleriez-vous cette journée à un proche ou à un collègue ?"}, {"en", "Would you recommend this day?"}},
             {.hint = {{"fr", "0 : certainement pas. 10 : certainement."}, {"en", "0: certainly not. 10: certainly."}}, .appearance = "nps", .start = "0", .end = "10"});
    form.ask("integer", "journees", {{"fr", "À combien de journées d’étude avez-vous participé cette année, en comptant celle-ci ?"}, {"en", "How many study days have you attended this year?"}},
             {.constraint = ". >= 1 and . <= 60",
              .constraint_message = {{"fr", "Écrivez un nombre entre 1 et 60."}, {"en", "Write a number from 1 to 60."}}});
    form.ask("text", "changer", {{"fr", "Que faudrait-il changer en premier ?"}, {"en", "What should change first?"}},
             {.hint = {{"fr", "N’écrivez pas de nom, ni de détail qui permet de reconnaître quelqu’un."}, {"en", "Do not write a name."}},
              .appearance = "multiline", .constraint = "string-length(.) <= 280"});
    form.group("fond", {{"fr", "Le fond et la forme"}, {"en", "Content and form"}}, "field-list");
    form.ask("range", "rythme", {{"fr", "Le rythme, de 0 à 5"}, {"en", "The pace, from 0 to 5"}}, {.start = "0", .end = "5", .step = "0.5"});
    form.ask("text", "mot", {{"fr", "Un mot pour la journée"}, {"en", "One word for the day"}});
    form.end();
    return form.plan();
  }();
  return kPlan;
}

/// An answer, as the person gives it.
void answered(app::State& state, std::string_view question, std::string_view value) {
  forms::Filling& filling = *state.feedback.filling;
  const forms::NodeId node = escale::test::node_of(filling, question);
  escale::test::must(filling.answer(node, value));
  state.feedback.given.insert(node);
  state.feedback.pages = forms::pages_of(filling);
}

app::State form_page(std::string_view question) {
  app::State state = base(app::View::FormPage);
  state.somebody = true;
  open_form(state, feedback_form());
  answered(state, "ressenti", "plutot_bien");
  answered(state, "contenu", "tout_a_fait");
  answered(state, "ateliers", "plutot");
  answered(state, "recommandation", "9");
  show_question(state, question);
  return state;
}

app::State form_typed(std::string_view question, std::string words) {
  app::State state = form_page(question);
  state.feedback.typed[escale::test::node_of(*state.feedback.filling, question)] = words;
  return state;
}

app::State form_problem() {
  app::State state = form_typed("journees", "0");
  answered(state, "journees", "0");
  state.feedback.problems = {{escale::test::node_of(*state.feedback.filling, "journees"), app::ProblemCode::Constraint}};
  return state;
}

app::State form_required() {
  app::State state = form_page("ressenti");
  open_form(state, feedback_form());
  show_question(state, "ressenti");
  state.feedback.problems = {{escale::test::node_of(*state.feedback.filling, "ressenti"), app::ProblemCode::Required}};
  return state;
}

app::State form_sensitive() {
  app::State state = form_typed("changer", "Appelez-moi au 06 12 34 56 78");
  state.feedback.sensitive_warning = true;
  return state;
}

app::State form_loading_state() {
  app::State state = base(app::View::FormPage);
  state.feedback.open = app::OpenForm{{"journee-aller-vers", "avis"}, "", nullptr};
  return state;
}

app::State review(app::Sending sending) {
  app::State state = form_page("changer");
  state.view = app::View::Review;
  answered(state, "moments", "conference ateliers");
  answered(state, "changer", "Plus de temps pour les ateliers et les échanges.");
  state.feedback.sending = sending;
  if (sending == app::Sending::Failed) state.feedback.failure = "io";
  return state;
}

app::State programme(std::optional<int> minute) {
  app::State state = base(app::View::Programme);
  auto day = std::make_shared<format::Programme>();
  day->id = "programme";
  day->lang = "fr";
  day->title = "Aller-vers : de l’intention à la pratique";
  day->day = "2026-11-24";
  day->place = "Maison des Trois-Rives";
  day->timezone = "Europe/Paris";
  const std::string hall = "Amphithéâtre, rez-de-chaussée", signs = "Langue des signes et sous-titres";
  day->slots = {{540, 555, "Accueil, café", "Hall, rez-de-chaussée", {}, "welcome", "", ""},
                {555, 570, "Ouverture", hall, {}, "talk", signs, ""},
                {570, 615, "Conférence : s’approcher sans s’imposer", hall, {}, "talk", signs, ""},
                {615, 660, "Table ronde : paroles de personnes concernées", hall, {}, "round-table", signs, ""},
                {660, 750, "Ateliers au choix", "Trois salles, premier étage", {}, "workshop", "Ascenseur au fond du hall.", ""},
                {750, 840, "Déjeuner", "Réfectoire", {}, "lunch", "", ""},
                {840, 930, "Regard d’un grand témoin", hall, {}, "talk", signs, ""},
                {930, 960, "Votre avis et clôture", "Hall", {}, "closing", "", "avis"}};
  format::ProgrammePage page;
  page.title = "Accessibilité";
  page.blocks.push_back(learning::Paragraph{text("Toutes les salles sont accessibles en fauteuil roulant.")});
  day->pages.push_back(page);
  state.programme_key = app::DocumentKey{"journee-aller-vers", "programme"};
  state.programme = day;
  state.minutes_of_day = minute;
  return state;
}

Scene plain(std::string name, app::View view) {
  return {std::move(name), [view] { return base(view); }};
}

}  // namespace

namespace {

std::vector<Scene> visitor_scenes() {
  return {{"home", home},
                                             {"home-session", home_in_session},
                                             {"home-resume", home_resume},
                                             {"home-empty", home_empty},
                                             plain("enlarge", app::View::Enlarge),
                                             plain("language", app::View::Language),
                                             plain("help", app::View::Help),
                                             plain("about", app::View::About),
                                             plain("personal-data", app::View::PersonalData),
                                             {"personal-data-form", personal_data_of_a_form},
                                             plain("accessibility", app::View::Accessibility),
                                             {"still-there", still_there},
                                             {"quick-exit", quick_exit},
                                             {"finish", finish},
                                             {"finish-resume", finish_resume},
                                             plain("no-voice", app::View::NoVoice),
                                             {"modules", modules},
                                             {"module", module},
                                             {"reading", reading},
                                             {"reading-links", reading_links},
                                             {"definition", definition},
                                             {"question", [] { return question(0, std::nullopt, false); }},
                                             {"question-wrong", [] { return question(0, learning::ChosenOne{1}, true); }},
                                             {"question-several", [] { return question(1, learning::ChosenSeveral{{0, 2}}, false); }},
                                             {"question-several-partly", [] { return question(1, learning::ChosenSeveral{{0}}, true); }},
                                             {"question-truth", [] { return question(2, learning::ChosenTruth{false}, true); }},
                                             {"question-short", [] { return question(3, learning::Typed{"nég"}, false); }},
                                             {"question-short-keys", [] { return typing_page(question(3, learning::Typed{"nég"}, false)); }},
                                             {"question-short-right", [] { return question(3, learning::Typed{"negligence"}, true); }},
                                             {"question-number", [] { return question(4, std::nullopt, false); }},
                                             {"question-number-keys", [] { return typing_page(question(4, learning::Typed{"39"}, false)); }},
                                             {"question-pairs", [] { return question(5, learning::Matched{{0, {}, {}}}, false); }},
                                             {"question-pairs-full", [] { return question(5, learning::Matched{{0, 2, 1}}, false); }},
                                             {"question-pairs-checked", [] { return question(5, learning::Matched{{0, 2, 1}}, true); }},
                                             {"quiz-end", quiz_end},
                                             plain("library", app::View::Library),
                                             plain("form-list", app::View::FormList),
                                             {"form-loading", form_loading_state},
                                             {"form-note", [] { return form_page("information"); }},
                                             {"form-faces", [] { return form_page("ressenti"); }},
                                             {"form-required", form_required},
                                             {"form-table", [] { return form_page("ateliers"); }},
                                             {"form-several", [] { return form_page("moments"); }},
                                             {"form-nps", [] { return form_page("recommandation"); }},
                                             {"form-number", form_problem},
                                             {"form-number-keys", [] { return typing_page(form_problem()); }},
                                             {"form-text", [] { return form_typed("changer", "Plus de temps pour les ateliers et les échang"); }},
                                             {"form-text-keys", [] { return typing_page(form_typed("changer", "Plus de temps")); }},
                                             {"form-group", [] { return form_page("mot"); }},
                                             {"form-group-keys", [] { app::State state = form_page("mot"); state.list.page = 1100; return state; }},
                                             {"form-sensitive", form_sensitive},
                                             {"review", [] { return review(app::Sending::No); }},
                                             {"review-failed", [] { return review(app::Sending::Failed); }},
                                             {"review-busy", [] { return review(app::Sending::Busy); }},
                                             {"programme", [] { return programme(625); }},
                                             {"programme-no-time", [] { return programme(std::nullopt); }},
                                             plain("programme-loading", app::View::Programme),
                                             plain("thanks", app::View::Thanks)};
}

}  // namespace

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> kScenes = [] {
    std::vector<Scene> all = visitor_scenes();
    for (const Scene& scene : form_scenes()) all.push_back(scene);
    for (const Scene& scene : staff_scenes()) all.push_back(scene);
    return all;
  }();
  return kScenes;
}

app::State scene(std::string_view name) {
  for (const Scene& each : scenes())
    if (each.name == name) return each.make();
  ADD_FAILURE() << "no scene " << name;
  return {};
}

}  // namespace escale::screens::fixtures
