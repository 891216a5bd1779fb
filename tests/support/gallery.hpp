// A gallery of the widgets on a few screens of the design, with fixed words: what the rasteriser and the semantic checks are tried
// on without the application. The terminal's own screens are in tests/kiosk/screens.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/ui/ui.hpp"

namespace escale::gallery {

using namespace ui;

inline constexpr std::array<Tool, 4> kTools = {{{"listen", "Écouter", Icon::Listen},
                                                {"enlarge", "Agrandir", Icon::Enlarge},
                                                {"help", "Aide", Icon::Help},
                                                {"language", "Langue", Icon::Globe}}};

inline void rail(Ui& ui, std::string_view on = {}) {
  std::array<Tool, 4> tools = kTools;
  for (Tool& tool : tools) tool.on = tool.id == on;
  Tool home{"home", "Accueil", Icon::Home}, exit{"exit", "Sortie rapide", Icon::Exit, false, "Sortie"};
  ui.rail(home, tools, &exit);
}

inline Header personal(std::string_view context, std::string_view title) {
  Header header;
  header.context = context;
  header.title = title;
  header.button_id = "finish";
  header.button_text = "Terminer et effacer";
  header.button_icon = Icon::Eraser;
  return header;
}

inline void home(Ui& ui) {
  rail(ui, ui.settings().text_percent > 100 ? "enlarge" : "");
  ui.home_header("Bonjour et bienvenue", "Que voulez-vous faire ?");
  const Layout& l = ui.layout();
  const std::array<Tile, 4> tiles = {
      {{"Apprendre", "Des modules courts, à votre rythme.", Art::Learn, Tint::Sapin},
       {"Donner mon avis", "En deux minutes, sans votre nom.", Art::Feedback, Tint::Prune},
       {"Voir le programme", "Aujourd’hui : « Aller-vers ».", Art::Programme, Tint::Ambre},
       {"Se documenter", "Fiches, pratiques et publications.", Art::Library, Tint::Ciel}}};
  const std::array<std::string_view, 4> ids = {"learn", "feedback", "programme", "library"};
  if (l.mode == LayoutMode::Large) {
    for (int i = 0; i < 2; ++i)
      ui.tile(ids[static_cast<std::size_t>(i)], l.body.row(i, 2, 22), tiles[static_cast<std::size_t>(i)]);
    ui.pager("pages", l.actions, 1, 3, "Page 1 sur 3", "Page précédente", "Suite");
    return;
  }
  if (l.mode == LayoutMode::Portrait) {
    Rect body{l.body.x, 450, l.body.w, 730};
    for (int i = 0; i < 4; ++i)
      ui.tile(ids[static_cast<std::size_t>(i)], body.row(i, 4, 18), tiles[static_cast<std::size_t>(i)]);
  } else if (l.mode == LayoutMode::Seated) {
    Rect body{l.body.x, 280, l.body.w, 262};
    for (int i = 0; i < 4; ++i)
      ui.tile(ids[static_cast<std::size_t>(i)], body.column(i, 4, 24), tiles[static_cast<std::size_t>(i)]);
  } else {
    Rect body{l.body.x, 164, l.body.w, l.actions.y - 28 - 164};
    for (int i = 0; i < 4; ++i)
      ui.tile(ids[static_cast<std::size_t>(i)], body.row(i / 2, 2, 24).column(i % 2, 2, 24),
              tiles[static_cast<std::size_t>(i)]);
  }
  ButtonOptions book;
  book.icon = Icon::Book;
  Rect row = l.mode == LayoutMode::Seated ? Rect{44, 566, l.screen.w - 88, 88} : l.actions;
  float width = ui.button_width("Reprendre avec mes cinq mots", ButtonKind::Secondary, book);
  ui.secondary_button("resume", {row.x, row.y, width, row.h}, "Reprendre avec mes cinq mots", book);
  TextOptions small;
  small.colour = Token::TextSecondary;
  small.align = Align::Right;
  small.vertical = Vertical::Middle;
  Rect statement{row.right() - 192, row.y, 190, row.h};
  if (l.mode == LayoutMode::Landscape) {
    small.balance = true;
    ui.text("unofficial", {row.x + width + 20, row.y, row.right() - 192 - row.x - width - 20, row.h},
            "Prototype libre, sans lien officiel avec l’INTS", Type::Small, small);
  }
  ui.quiet_button("accessibility", statement, "Accessibilité : non conforme");
}

inline void faces(Ui& ui) {
  rail(ui);
  Header header = personal("Votre avis sur la journée « Aller-vers »", "Comment s’est passée la journée ?");
  header.line = HeaderLine::Stepper;
  header.step_label = "Question 1 sur 6";
  header.step = 1;
  header.steps = 6;
  ui.header(header);
  Rect body = ui.layout().body_stepper;
  TextOptions secondary;
  secondary.colour = Token::TextSecondary;
  ui.text("hint", {body.x, body.y + 6, body.w, 40}, "Touchez le visage qui correspond à votre avis.", Type::Body,
          secondary);
  const std::array<std::string_view, 5> labels = {"Très mal", "Plutôt mal", "Ni bien, ni mal", "Plutôt bien",
                                                  "Très bien"};
  const std::array<std::string_view, 5> ids = {"1", "2", "3", "4", "5"};
  Rect row{body.x, body.y + 66, body.w, 312};
  for (int i = 0; i < 5; ++i)
    ui.face(ids[static_cast<std::size_t>(i)], row.column(i, 5, 20), i + 1, labels[static_cast<std::size_t>(i)], i == 3);
  ui.caption("anonymous", {body.x, body.y + 403, body.w, 30}, Icon::Lock,
             "Vos réponses sont anonymes. Nous ne demandons pas votre nom.", secondary);
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"skip", "Passer la question", ActionKind::Quiet},
                 {"next", "Suite", ActionKind::Primary, Icon::ArrowRight, true}});
}

inline std::optional<std::string> open_question(Ui& ui, std::string_view value) {
  rail(ui);
  Header header;
  header.title = "Que faudrait-il changer en premier ?";
  header.line = HeaderLine::None;
  header.step_label = "Question 5 sur 6";
  ui.header(header);
  const Layout& l = ui.layout();
  TextOptions accent;
  accent.colour = Token::Accent;
  accent.weight = 500;
  ui.caption("privacy", {l.header.x, 70, l.header.w, 30}, Icon::EyeOff,
             "N’écrivez pas de nom, ni de détail qui permet de reconnaître quelqu’un.", accent);
  TextField field;
  field.label = "Votre réponse";
  field.value = value;
  field.multiline = true;
  field.counter = "45 signes sur 280";
  auto changed = ui.text_field("answer", {l.header.x, 112, l.header.w, 118}, field);
  ui.keyboard("keyboard", {l.header.x, 252, l.header.w, 406}, KeyboardKind::Text);
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"finish", "Terminer et effacer", ActionKind::QuietLeft},
                 {"skip", "Passer la question", ActionKind::Quiet},
                 {"next", "Suite", ActionKind::Primary, Icon::ArrowRight, true}});
  return changed;
}

inline void results(Ui& ui) {
  rail(ui);
  Header header;
  header.context = "Résultats dans la salle";
  header.title = "Journée « Aller-vers »";
  header.number = "47";
  header.number_caption = "avis recueillis";
  ui.header(header);
  Rect body = ui.layout().body;
  Rect left = ui.panel(body.cut_left(590, 24), PanelKind::Card);
  ui.heading("q1", {left.x, left.y - 2, left.w, 40}, "Comment s’est passée la journée ?");
  TextOptions secondary;
  secondary.colour = Token::TextSecondary;
  ui.text("q1-words", {left.x, left.y + 42, left.w, 34}, "8 personnes sur 10 répondent « bien ».", Type::Note,
          secondary);
  const std::array<Bar, 3> bars = {{{"Très bien", 0.45F, "45 %", "21 avis"},
                                    {"Plutôt bien", 0.36F, "36 %", "17 avis"},
                                    {"Autres avis", 0.19F, "19 %", "9 avis", true}}};
  ui.bar_chart("q1-chart", {left.x, left.y + 92, left.w, 216}, bars);
  ui.caption("q1-note", {left.x, left.bottom() - 54, left.w, 60}, Icon::EyeOff,
             "Les choix faits par moins de 5 personnes sont regroupés, pour ne reconnaître personne.", secondary);
  Rect hidden = body.cut_bottom(196, 20);
  Rect right = ui.panel(body, PanelKind::Card);
  ui.heading("q2", {right.x, right.y - 2, right.w, 40}, "Recommander la journée");
  ui.big_number("q2-score", {right.x, right.y + 46, right.w, 80}, "+38", "score NPS, de −100 à +100", Token::Accent);
  const std::array<Segment, 3> segments = {{{"0 à 6", "6", 6, 3}, {"7 ou 8", "17", 17, 2}, {"9 ou 10", "24", 24, 1}}};
  ui.stacked_bar("q2-chart", {right.x, right.y + 138, right.w, 106}, segments);
  ui.hidden_result("elected", hidden, "Réponses des élus", "Résultat masqué.", "Moins de 5 personnes ont répondu.");
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"update", "Prochaine mise à jour à 50 avis", ActionKind::CaptionLeft},
                 {"next", "Question suivante", ActionKind::Primary, Icon::ArrowRight, true}});
}

inline void team(Ui& ui) {
  rail(ui);
  Header header;
  header.context = "Espace équipe";
  header.title = "Rien ne manque : tout est transmis";
  header.button_id = "lock";
  header.button_text = "Verrouiller";
  header.button_icon = Icon::Lock;
  ui.header(header);
  Rect body = ui.layout().body;
  Rect left = body.cut_left(545, 24);
  Rect totals = left.cut_top(206, 20);
  Rect sums = ui.panel(totals, PanelKind::Tinted, Tint::Success);
  ui.big_number("collected", {sums.x, sums.y, 220, sums.h}, "47", "avis recueillis");
  ui.icon({totals.center().x - 32, totals.center().y - 32, 64, 64}, Icon::CircleCheck, Token::Success);
  ui.big_number("sent", {sums.right() - 220, sums.y, 220, sums.h}, "47", "avis transmis", Token::Text, Align::Right);
  Rect transfer = ui.panel(left, PanelKind::Card);
  ui.icon({transfer.x + 2, transfer.y, 40, 40}, Icon::Usb, Token::Accent);
  ui.heading("new", {transfer.x + 60, transfer.y, 360, 40}, "Nouveaux modules");
  TextOptions right;
  right.align = Align::Right;
  right.weight = 600;
  ui.text("percent", {transfer.x, transfer.y, transfer.w, 40}, "68 %", Type::Heading, right);
  ui.progress_bar("copy", {transfer.x, transfer.y + 54, transfer.w, 30}, 0.68F, "Copie des nouveaux modules", "68 %");
  ui.text("amount", {transfer.x, transfer.y + 96, transfer.w, 34}, "211 Mo sur 310 Mo", Type::Note);
  ui.text("left", {transfer.x, transfer.y + 96, transfer.w, 34}, "reste 1 min 20 s", Type::Note, right);
  TextOptions warning;
  warning.colour = Token::Warning;
  warning.weight = 500;
  warning.balance = true;
  ui.caption("keep", {transfer.x, transfer.bottom() - 56, transfer.w, 60}, Icon::Warning,
             "Laissez la clé en place. Si elle sort, la copie reprendra au même endroit.", warning);
  Rect ways = ui.panel(body, PanelKind::Card);
  ui.heading("ways", {ways.x, ways.y - 4, ways.w, 40}, "Par où passent les données");
  struct Way {
    std::string_view id, name, detail, chip;
    Icon icon, chip_icon;
    ChipKind kind;
  };
  const std::array<Way, 3> list = {
      {{"usb", "Clé USB", "« CLTS Rennes »", "En cours", Icon::Usb, Icon::ArrowRight, ChipKind::Running},
       {"peers", "Autres bornes", "2 bornes dans la salle", "Relié", Icon::Peers, Icon::Check, ChipKind::Running},
       {"internet", "Internet", "Inutile aujourd’hui", "Absent", Icon::Cloud, Icon::Cross, ChipKind::Neutral}}};
  TextOptions strong, small;
  strong.weight = 600;
  small.colour = Token::TextSecondary;
  for (int i = 0; i < 3; ++i) {
    const Way& way = list[static_cast<std::size_t>(i)];
    Rect line{ways.x, ways.y + 37 + 88 * static_cast<float>(i), ways.w, 88};
    if (i > 0) ui.separator(line);
    ui.icon({line.x, line.y + 24, 42, 42}, way.icon);
    ui.text(std::string(way.id) + ".name", {line.x + 60, line.y + 14, 250, 32}, way.name, Type::Label, strong);
    ui.text(std::string(way.id) + ".detail", {line.x + 60, line.y + 46, 250, 30}, way.detail, Type::Small, small);
    ui.chip(std::string(way.id) + ".state", {line.right(), line.y + 22}, Align::Right, way.chip, way.kind,
            way.chip_icon);
  }
  Rect receipt = ui.panel({ways.x, ways.bottom() - 118, ways.w, 126}, PanelKind::Tinted, Tint::Ciel);
  ui.text("receipt", {receipt.x - 10, receipt.y - 10, receipt.w, 34}, "Reçu du comité local", Type::Note, strong);
  TextOptions balanced;
  balanced.balance = true;
  ui.text("receipt-text", {receipt.x - 10, receipt.y + 24, receipt.w, 60},
          "Signé aujourd’hui à 16 h 32 pour 47 avis sur 47", Type::Small, balanced);
  ui.action_row(
      {{"back", "Retour", ActionKind::Back},
       {"journal", "Journal de la borne", ActionKind::QuietLeft},
       {"pause", "Pause", ActionKind::Quiet, Icon::Pause},
       {"remove", "Retirer la clé", ActionKind::Primary, Icon::Eject, false, false, "La copie n’est pas terminée."}});
}

inline void search(Ui& ui) {
  rail(ui);
  const Layout& l = ui.layout();
  TextField field;
  field.label = "Recherche";
  field.value = "non-recours";
  field.icon = Icon::Search;
  ui.text_field("query", {l.header.x, 26, 690, 88}, field);
  ButtonOptions cross;
  cross.icon = Icon::Cross;
  ui.outline_button("clear", {888, 26, 153, 88}, "Vider", cross);
  ui.primary_button("find", {1059, 26, 177, 88}, "Chercher");
  ui.text("count", {180, 130, 600, 34}, "12 résultats pour « non-recours »", Type::Note);
  TextOptions right;
  right.align = Align::Right;
  right.colour = Token::TextSecondary;
  ui.text("where", {780, 132, 456, 34}, "Recherche sur la borne, sans internet", Type::Small, right);
  Rect body{180, 178, 1056, 485};
  Rect pager = body.cut_right(92, 24);
  auto found = [](std::string text) {
    Run run{std::move(text)};
    run.highlight = true;
    return run;
  };
  const std::vector<Run> one = {Run{"… rejoindre les personnes en situation de "}, found("non-recours"),
                                Run{", sans attendre qu’elles fassent elles-mêmes une demande…"}};
  const std::vector<Run> two = {Run{"… en deux ans, 310 personnes en "}, found("non-recours"),
                                Run{" ont ouvert un droit après une rencontre au marché ou devant l’école…"}};
  const std::vector<Run> three = {Run{"… le "}, found("non-recours"), Run{" par peur d’être jugé se distingue du "},
                                  found("non-recours"), Run{" par manque d’information…"}};
  Card card;
  card.title = "Aller-vers sans s’imposer";
  card.snippet = one;
  card.chip = "Fiche pratique";
  card.chip_kind = ChipKind::Running;
  ui.card("1", body.row(0, 3, 19), card);
  card.title = "Le bus des droits";
  card.snippet = two;
  card.chip = "Pratique inspirante";
  card.chip_kind = ChipKind::Done;
  ui.card("2", body.row(1, 3, 19), card);
  card.title = "Comprendre le renoncement";
  card.snippet = three;
  card.chip = "Publication";
  card.chip_kind = ChipKind::Information;
  ui.card("3", body.row(2, 3, 19), card);
  ui.pager("pages", pager, 1, 4, "Page 1 sur 4", "Page précédente", "Page suivante");
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"types", "Tous les types", ActionKind::Outline, Icon::ChevronDown, true},
                 {"years", "Toutes les années", ActionKind::Outline, Icon::ChevronDown, true}});
}

struct Page {
  std::string_view name;
  std::function<void(Ui&)> view;
};

inline const std::vector<Page>& pages() {
  static const std::vector<Page> kPages = {
      {"01-accueil", home},
      {"07-avis-visages", faces},
      {"09-avis-clavier", [](Ui& ui) { open_question(ui, "Plus de temps pour les ateliers et les échang"); }},
      {"11-resultats", results},
      {"14-equipe-synchronisation", team},
      {"15-recherche", search}};
  return kPages;
}

}  // namespace escale::gallery
