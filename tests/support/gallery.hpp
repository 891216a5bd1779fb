// The screens of the design, built from real widgets with fixed words: what the look, the semantic checks and the
// benchmark are tried on.
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

inline void modules(Ui& ui) {
  rail(ui);
  Header header;
  header.context = "Apprendre";
  header.title = "Choisissez un module";
  header.button_id = "themes";
  header.button_text = "Tous les thèmes";
  header.button_icon = Icon::ChevronDown;
  header.button_icon_after = true;
  ui.header(header);
  Rect body = ui.layout().body;
  Rect pager = body.cut_right(92, 24);
  Card first{"Repérer et prévenir la maltraitance",
             "5 leçons, 40 minutes",
             {},
             Art::Learn,
             Tint::Sapin,
             "En cours",
             ChipKind::Running,
             Icon::ArrowRight,
             2,
             5,
             "2 leçons sur 5"};
  Card second{"Aller-vers : changer de posture",
              "4 leçons, 35 minutes",
              {},
              Art::Door,
              Tint::Prune,
              "Terminé",
              ChipKind::Done,
              Icon::Check,
              4,
              4,
              "4 leçons sur 4"};
  Card third{"Les conférences familiales",
             "6 leçons, 50 minutes",
             {},
             Art::Table,
             Tint::Ambre,
             "",
             ChipKind::Neutral,
             Icon::None,
             0,
             6,
             "À découvrir"};
  ui.card("m1", body.row(0, 3, 20), first);
  ui.card("m2", body.row(1, 3, 20), second);
  ui.card("m3", body.row(2, 3, 20), third);
  ui.pager("pages", pager, 1, 3, "Page 1 sur 3", "Page précédente", "Page suivante");
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"continue", "Continuer la leçon 3", ActionKind::Primary, Icon::ArrowRight, true}});
}

inline std::vector<Block> lesson_blocks() {
  std::vector<Block> blocks;
  blocks.push_back(
      Block::paragraph({Run{"La loi définit la maltraitance depuis 2022. Elle peut être "},
                        Run{"un acte, une parole ou un manque", true},
                        Run{". Elle touche des enfants comme des adultes. Elle peut être voulue ou non."}}));
  Block remember =
      Block::paragraph({Run{"À retenir.", true},
                        Run{" Une maltraitance peut venir d’une personne, d’une équipe ou d’une institution."}});
  remember.kind = BlockKind::Note;
  blocks.push_back(remember);
  return blocks;
}

inline void lesson(Ui& ui) {
  rail(ui);
  Header header = personal("Repérer et prévenir la maltraitance", "Quatre éléments à reconnaître");
  header.line = HeaderLine::Stepper;
  header.step_label = "Leçon 2 sur 5";
  header.step = 2;
  header.steps = 5;
  ui.header(header);
  Rect body = ui.layout().body_stepper;
  Rect side = body.cut_right(438, 36);
  Rect questions = body.cut_bottom(88, 24);
  ui.rich_text("text", body, lesson_blocks());
  ButtonOptions word;
  word.icon = Icon::Book;
  word.hint = "Que veut dire";
  ui.secondary_button("word-1", questions.column(0, 2, 18), "vulnérable ?", word);
  word.hint = "Que dit";
  ui.secondary_button("word-2", questions.column(1, 2, 18), "la loi ?", word);
  Rect inside = ui.panel(side, PanelKind::Card);
  ui.art("picture", {inside.x, inside.y + 30, inside.w, 300}, Art::Table, Tint::Ambre,
         "Trois personnes autour d’une table");
  TextOptions centre;
  centre.align = Align::Center;
  centre.colour = Token::TextSecondary;
  ui.text("caption", {inside.x, inside.y + 352, inside.w, 60}, "Les quatre éléments sont réunis.", Type::Small, centre);
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"next-title", "Ensuite : repérer les signaux", ActionKind::Caption},
                 {"next", "Suite", ActionKind::Primary, Icon::ArrowRight, true}});
}

inline void question(Ui& ui) {
  rail(ui);
  Header header = personal("Repérer et prévenir la maltraitance", "Vérifiez ce que vous avez compris");
  header.line = HeaderLine::Stepper;
  header.step_label = "Question 3 sur 4";
  header.step = 3;
  header.steps = 4;
  ui.header(header);
  Rect body = ui.layout().body_stepper;
  body.cut_top(ui.text("question", body,
                       "Faute de personnel, un résident attend une heure, chaque matin, qu’on l’aide à se lever. De "
                       "quoi s’agit-il ?",
                       Type::Lead),
               16);
  Rect answers = body.cut_left(602, 30);
  answers.h = 354;
  const std::array<Choice, 3> choices = {
      {{"D’un simple retard", false, false, ChoiceMark::None, "", "", false},
       {"D’une faute du soignant", true, false, ChoiceMark::Wrong, "Votre réponse", "", false},
       {"D’une maltraitance de l’institution", false, false, ChoiceMark::Right, "Bonne réponse", "", false}}};
  ui.choices("answers", answers, choices, true);
  const std::array<Block, 2> why = {
      Block::paragraph(
          {Run{"Personne ne veut nuire. Mais le manque se répète et touche la dignité de la personne. L’origine est "},
           Run{"collective", true}, Run{" : l’équipe peut agir."}}),
      Block::paragraph("Article L. 119-1 du code de l’action sociale et des familles")};
  std::array<Block, 2> blocks = why;
  blocks[1].quiet = true;
  ui.note("why", {body.x, body.y, body.w, 354}, NoteKind::Information, blocks, "Pas tout à fait.", Type::Note);
  ui.action_row({{"again", "Réessayer", ActionKind::Secondary},
                 {"next", "Continuer", ActionKind::Primary, Icon::ArrowRight, true}});
}

inline void programme(Ui& ui) {
  rail(ui);
  Header header;
  header.context = "Journée d’étude du mardi 24 novembre";
  header.title = "Aller-vers : de l’intention à la pratique";
  ui.header(header);
  Rect body = ui.layout().body;
  Rect left = body.cut_left(507, 30);
  Rect now = left.cut_top(306, 20);
  Rect inside = ui.panel(now, PanelKind::Filled);
  TextOptions on;
  on.colour = Token::OnAction;
  on.weight = 600;
  ui.text("now", inside, "Maintenant", Type::Note, on);
  TextOptions right = on;
  right.weight = 400;
  right.align = Align::Right;
  ui.text("until", inside, "jusqu’à 11 h 00", Type::Note, right);
  TextOptions title;
  title.colour = Token::OnAction;
  title.line = 46;
  ui.heading("now-title", {inside.x, inside.y + 48, inside.w, 100}, "Table ronde : paroles de personnes concernées",
             Type::TitleCompact, 2, title);
  TextOptions place;
  place.colour = Token::OnAction;
  ui.caption("place", {inside.x, inside.y + 176, inside.w, 40}, Icon::Pin, "Amphithéâtre, rez-de-chaussée", place);
  ui.caption("sign", {inside.x, inside.y + 220, inside.w, 40}, Icon::Captions, "Langue des signes et sous-titres",
             place);
  Rect next = ui.panel(left, PanelKind::Card);
  TextOptions secondary;
  secondary.colour = Token::TextSecondary;
  secondary.weight = 600;
  ui.text("next", next, "Ensuite", Type::Note, secondary);
  ui.heading("next-title", {next.x, next.y + 42, next.w, 40}, "Ateliers au choix");
  secondary.weight = 400;
  ui.text("next-place", {next.x, next.y + 84, next.w, 40}, "Trois salles au premier étage", Type::Note, secondary);
  Rect day = ui.panel(body, PanelKind::Card);
  const std::array<TimelineItem, 8> items = {{{"9 h 00", "Accueil, café", StepState::Done},
                                              {"9 h 15", "Ouverture", StepState::Done},
                                              {"9 h 30", "Conférence", StepState::Done},
                                              {"10 h 15", "Table ronde", StepState::Here},
                                              {"11 h 00", "Ateliers"},
                                              {"12 h 30", "Déjeuner"},
                                              {"14 h 00", "Regard d’un grand témoin"},
                                              {"15 h 30", "Votre avis et clôture"}}};
  ui.timeline("day", {day.x, day.y - 4, day.w + 10, 416}, items);
  ui.text("updated", {day.x, day.bottom() - 24, day.w, 30}, "Programme mis à jour ce matin", Type::Small, secondary);
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"workshops", "Voir les ateliers", ActionKind::Quiet},
                 {"sign", "Signer ma présence", ActionKind::Primary, Icon::Sign}});
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

inline void matrix(Ui& ui) {
  rail(ui);
  Header header = personal("Votre avis sur la journée « Aller-vers »", "Les ateliers");
  header.line = HeaderLine::Stepper;
  header.step_label = "Question 3 sur 6";
  header.step = 3;
  header.steps = 6;
  header.line_width = 432;
  ui.header(header);
  Rect body = ui.layout().body;
  Rect left = body.cut_left(440, 36);
  TextOptions statement;
  statement.line = 42;
  statement.weight = 600;
  ui.text("statement", {left.x, left.y + 63, left.w, 90},
          "« Je pourrai utiliser dans mon travail ce que j’ai appris. »", Type::Lead, statement);
  const std::array<StepItem, 3> rows = {{{"Le contenu", "Tout à fait d’accord", StepState::Done},
                                         {"Les ateliers", "À vous de répondre", StepState::Here},
                                         {"Les échanges", "Pas encore répondu"}}};
  ui.step_list("rows", {left.x, left.y + 233, left.w, 318}, rows);
  const std::array<Choice, 5> choices = {{{"Pas du tout d’accord"},
                                          {"Plutôt pas d’accord"},
                                          {"Ni d’accord, ni pas d’accord"},
                                          {"Plutôt d’accord", true},
                                          {"Tout à fait d’accord"}}};
  ui.choices("scale", body, choices, true);
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"skip", "Sans avis", ActionKind::Quiet},
                 {"next", "Phrase suivante", ActionKind::Primary, Icon::ArrowRight, true}});
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

inline void review(Ui& ui) {
  rail(ui);
  ui.header(personal("Votre avis sur la journée « Aller-vers »", "Relisez avant d’envoyer"));
  Rect body = ui.layout().body;
  Rect left = body.cut_left(646, 30);
  ui.panel(left, PanelKind::Card);
  const std::array<std::array<std::string_view, 3>, 4> rows = {
      {{"r1", "La journée", "Plutôt bien"},
       {"r2", "Les ateliers", "Plutôt d’accord"},
       {"r3", "Recommander la journée", "9 sur 10"},
       {"r4", "À changer en premier", "Plus de temps pour les ateliers et les échanges."}}};
  Rect list{left.x + 2, left.y + 8, left.w - 4, left.h - 16};
  for (int i = 0; i < 4; ++i) {
    const auto& row = rows[static_cast<std::size_t>(i)];
    Rect line = list.row(i, 4, 0);
    if (i > 0) ui.separator(line);
    ui.review_row(row[0], line, row[1], row[2], "Changer");
  }
  const std::array<Block, 2> text = {
      Block::paragraph("Nous ne demandons pas votre nom. Le comité local lit les réponses et les garde 12 mois."),
      Block::paragraph({Run{"Après l’envoi, nous ne pouvons plus retrouver votre réponse.", true}})};
  ui.note("privacy", body, NoteKind::Privacy, text, "Vos réponses sont anonymes.");
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"more", "En savoir plus", ActionKind::Quiet},
                 {"send", "Envoyer mon avis", ActionKind::Primary, Icon::Mail}});
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

inline void words(Ui& ui) {
  rail(ui);
  ui.header(personal("Mon carnet", "Voici vos cinq mots"));
  Rect body = ui.layout().body;
  Rect left = body.cut_left(602, 30);
  TextOptions balanced;
  balanced.balance = true;
  left.cut_top(ui.text("note-them", {left.x, left.y, 480, 80},
                       "Notez-les. Ils ouvrent votre carnet sur toutes les bornes Escale.", Type::Body, balanced),
               16);
  const std::array<std::string, 5> five = {"rivière", "lampe", "tilleul", "marche", "orange"};
  ui.words("words", left, five);
  Rect note = body.cut_bottom(148, 20);
  Rect card = ui.panel(body, PanelKind::Card);
  std::vector<std::uint8_t> modules(29 * 29);
  for (std::size_t i = 0; i < modules.size(); ++i)
    modules[i] = static_cast<std::uint8_t>((i * 7919 / 13 + i * i % 5) % 2);
  ui.code("code", {card.x, card.y - 22, card.w, 272}, modules, 29, "Code à photographier");
  TextOptions centre;
  centre.align = Align::Center;
  centre.weight = 500;
  ui.text("photo", {card.x, card.bottom() - 24, card.w, 34}, "Ou prenez ce code en photo", Type::Note, centre);
  const std::array<Block, 1> nobody = {
      Block::paragraph("Personne, pas même nous, ne peut les retrouver à votre place.")};
  ui.note("nobody", note, NoteKind::Remember, nobody, {}, Type::Note);
  ui.action_row({{"back", "Retour", ActionKind::Back},
                 {"other", "Changer de mots", ActionKind::Quiet},
                 {"noted", "J’ai noté mes mots", ActionKind::Primary, Icon::Check}});
}

inline void still_there(Ui& ui) {
  rail(ui);
  Rect dialog = ui.panel({268, 104, 880, 528}, PanelKind::Dialog);
  Ui::Scope scope(ui, "still-there", Role::Dialog, "Êtes-vous toujours là ?");
  ui.heading("title", {dialog.x, dialog.y + 6, 520, 54}, "Êtes-vous toujours là ?", Type::TitleHome, 1);
  ui.text("text", {dialog.x, dialog.y + 76, 440, 120},
          "Touchez l’écran pour continuer. Vous pouvez le faire autant de fois que nécessaire.");
  TextOptions number;
  number.colour = Token::Accent;
  number.align = Align::Center;
  ui.text("seconds", {dialog.right() - 160, dialog.y - 6, 150, 110}, "25", Type::HeroNumber, number);
  number.colour = Token::Text;
  ui.text("unit", {dialog.right() - 160, dialog.y + 106, 150, 34}, "secondes", Type::Note, number);
  ui.countdown("left", {dialog.x, dialog.y + 224, dialog.w, 20}, 25, 30, "Temps restant");
  Rect row{dialog.x, dialog.y + 278, dialog.w, 156};
  Rect lost = ui.panel(row.column(0, 2, 24), PanelKind::Tinted, Tint::Error),
       kept = ui.panel(row.column(1, 2, 24), PanelKind::Tinted, Tint::Success);
  ui.heading("lost", {lost.x - 6, lost.y - 6, lost.w, 38}, "Sera effacé", Type::Label, 2);
  TextOptions balanced;
  balanced.balance = true;
  balanced.line = 36;
  ui.text("lost-text", {lost.x - 6, lost.y + 36, lost.w, 80}, "Vos 6 réponses, pas encore envoyées.", Type::Note,
          balanced);
  ui.heading("kept", {kept.x - 6, kept.y - 6, kept.w, 38}, "Restera enregistré", Type::Label, 2);
  ui.text("kept-text", {kept.x - 6, kept.y + 36, kept.w, 80}, "Votre carnet, jusqu’à la leçon 2.", Type::Note,
          balanced);
  ButtonOptions eraser;
  eraser.icon = Icon::Eraser;
  ui.secondary_button("finish", {268, 688, ui.button_width("Terminer et effacer", ButtonKind::Secondary, eraser), 88},
                      "Terminer et effacer", eraser);
  ui.primary_button("stay", {813, 688, 335, 88}, "Je suis toujours là");
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
      {"02-modules", modules},
      {"03-lecon", lesson},
      {"04-question", question},
      {"06-programme", programme},
      {"07-avis-visages", faces},
      {"08-avis-accord", matrix},
      {"09-avis-clavier", [](Ui& ui) { open_question(ui, "Plus de temps pour les ateliers et les échang"); }},
      {"10a-relire", review},
      {"11-resultats", results},
      {"12-carnet-cinq-mots", words},
      {"13-inactivite", still_there},
      {"14-equipe-synchronisation", team},
      {"15-recherche", search}};
  return kPages;
}

}  // namespace escale::gallery
