// Lines B of the accessibility checklist that the reader keeps (accessibility-privacy-domain.md, 1.6).
#include "kiosk/speech/reader.hpp"

#include <gtest/gtest.h>

#include "tests/kiosk/speech/screen.hpp"

namespace escale::speech {
namespace {

using ui::Live;
using ui::Role;

struct Listener {
  Reader reader;
  Screen screen;
  explicit Listener(Screen first) : screen(std::move(first)) { reader.set_listening(true); }
  std::string look() { return lines(reader.look(screen.tree, french_phrases(), "fr")); }
  std::string next() { return lines(reader.command(Command::Next)); }
  std::string previous() { return lines(reader.command(Command::Previous)); }
  ui::NodeId id(std::string_view key) { return screen[key].id; }
};

TEST(Reader, B1SaysNameRoleStateAndPlaceOfEachThingInReadingOrder) {
  Listener l(question());
  EXPECT_EQ(l.look(), "L’écoute commence.\nComment s’est passée la journée ? titre\nSur cet écran : 2 choix, 1 bouton.");
  EXPECT_EQ(l.next(), "Très bien, choix, 1 sur 2");
  EXPECT_EQ(l.next(), "Plutôt bien, choix, 2 sur 2, choisi");
  EXPECT_EQ(l.next(), "Deux personnes qui se parlent, image");
  EXPECT_EQ(l.next(), "Suite, bouton");
  EXPECT_EQ(l.next(), "Fin de l’écran.\nAide, bouton");
  EXPECT_EQ(l.next(), "Comment s’est passée la journée ? titre");
  EXPECT_EQ(l.previous(), "Aide, bouton");
  EXPECT_EQ(l.previous(), "Suite, bouton");
}

TEST(Reader, B1IsSilentUntilSomebodyListens) {
  Reader reader;
  Screen screen = question();
  EXPECT_TRUE(reader.look(screen.tree, french_phrases(), "fr").empty());
  EXPECT_TRUE(reader.command(Command::Next).empty());
  EXPECT_FALSE(reader.take_alert());
  screen.add(Role::Status, "failure", "Ce n’est pas possible.").live = Live::Assertive;
  EXPECT_TRUE(reader.look(screen.tree, french_phrases(), "fr").empty());
  EXPECT_TRUE(reader.take_alert());
  EXPECT_FALSE(reader.take_alert());
}

TEST(Reader, B1PressesOnlyWhatWasSaid) {
  Listener l(question());
  l.look();
  Utterances say;
  EXPECT_EQ(l.reader.activate(say), Activation::Spoken);  // the title
  EXPECT_EQ(lines(say), "Comment s’est passée la journée ? titre");
  l.next();
  EXPECT_EQ(l.reader.activate(say), Activation::Press);
}

TEST(Reader, B4RepeatsAndReadsOnAndStops) {
  Listener l(question());
  l.look();
  l.next();
  EXPECT_EQ(lines(l.reader.command(Command::Repeat)), "Très bien, choix, 1 sur 2");
  EXPECT_TRUE(l.reader.finished().empty());
  EXPECT_EQ(lines(l.reader.command(Command::ReadOn)), "Très bien, choix, 1 sur 2");
  EXPECT_EQ(lines(l.reader.finished()), "Plutôt bien, choix, 2 sur 2, choisi");
  EXPECT_EQ(lines(l.reader.finished()), "Deux personnes qui se parlent, image");
  EXPECT_EQ(lines(l.reader.finished()), "Suite, bouton");
  EXPECT_EQ(lines(l.reader.finished()), "Fin de l’écran.");
  EXPECT_TRUE(l.reader.finished().empty());
  l.reader.command(Command::ReadOn);
  l.reader.stop();
  EXPECT_TRUE(l.reader.finished().empty());
}

TEST(Reader, B6SaysWhatPicturesShow) {
  Listener l(question());
  l.look();
  std::string heard;
  for (int i = 0; i < 6; ++i) heard += l.next() + "\n";
  EXPECT_NE(heard.find("Deux personnes qui se parlent, image"), std::string::npos);
}

TEST(Reader, B7NeverSaysMaskedSigns) {
  Listener l(question());
  ui::Node& pin = l.screen.add(Role::TextField, "pin", "Code de l’équipe");
  pin.personal = pin.secret = true;
  pin.states.focused = true;
  l.look();
  EXPECT_EQ(l.reader.spoken(), l.id("pin"));
  l.screen["pin"].value = "•";
  EXPECT_EQ(l.look(), "caractère");
  l.screen["pin"].value = "••";
  EXPECT_EQ(l.look(), "caractère");
  l.screen["pin"].value = "•";
  EXPECT_EQ(l.look(), "effacé");
  l.next();
  EXPECT_EQ(l.previous(), "Code de l’équipe, champ, 1 caractères");
}

TEST(Reader, B8MarksAPersonsOwnWords) {
  Listener l(question());
  ui::Node& field = l.screen.add(Role::TextField, "words", "Vos mots");
  field.personal = true;
  field.states.focused = true;
  l.look();
  l.screen["words"].value = "b";
  EXPECT_EQ(l.look(), "[private] b");
  l.screen["words"].value = "b ";
  EXPECT_EQ(l.look(), "espace");
  l.screen["words"].value = "b on";
  EXPECT_EQ(l.look(), "[private] on");
  l.screen["words"].value = "b o";
  EXPECT_EQ(l.look(), "effacé");
  l.next();
  EXPECT_EQ(l.previous(), "Vos mots, champ\n[private] b o");
  ui::Node& answer = l.screen.add(Role::Text, "answer", "Vos mots : bon accueil");
  answer.value = "bon accueil";
  answer.personal = true;
  l.look();
  EXPECT_EQ(l.next(), "Vos mots :\n[private] bon accueil");
}

TEST(Reader, B13SaysAnErrorAtOnceWithItsFieldAndHowToMendIt) {
  Listener l(question());
  l.screen.add(Role::TextField, "age", "Votre âge").states.focused = true;
  l.look();
  l.reader.acted();
  l.screen["age"].states.invalid = true;
  l.screen["age"].description = "Écrivez un nombre de 1 à 120.";
  l.screen.add(Role::Status, "age.error", "Écrivez un nombre de 1 à 120.").live = Live::Assertive;
  const Utterances say = l.reader.look(l.screen.tree, french_phrases(), "fr");
  ASSERT_FALSE(say.empty());
  EXPECT_EQ(say.front().text, "Écrivez un nombre de 1 à 120.");
  EXPECT_EQ(say.front().urgency, Urgency::Assertive);
  EXPECT_NE(lines(say).find("Votre âge, champ, à corriger, vide, Écrivez un nombre de 1 à 120."), std::string::npos);
}

TEST(Reader, B14TheRingIsAlwaysOnWhatIsSaid) {
  Listener l(question());
  EXPECT_NE(l.look(), "");
  EXPECT_EQ(l.reader.spoken(), l.id("header/title"));
  for (int i = 0; i < 12; ++i) {
    const Utterances say = l.reader.command(Command::Next);
    EXPECT_EQ(say.back().node, l.reader.spoken());
  }
  // A finger takes the focus elsewhere: the voice and the ring follow.
  l.screen["choices/1"].states.focused = true;
  EXPECT_EQ(l.look(), "Très bien, choix, 1 sur 2");
  EXPECT_EQ(l.reader.spoken(), l.id("choices/1"));
}

TEST(Reader, SaysTheNewStateOfWhatWasChosen) {
  Listener l(question());
  l.look();
  l.next();
  l.screen["choices/1"].states.selected = true;
  l.screen["choices/2"].states.selected = false;
  EXPECT_EQ(l.look(), "Très bien, choix, 1 sur 2, choisi");
  EXPECT_EQ(l.look(), "");
}

TEST(Reader, C7SaysBothPositionsOfATool) {
  Listener l(question());
  ui::Node& listen = l.screen.add(Role::Button, "listen", "Écouter");
  listen.toggle = true;
  l.look();
  l.previous();
  EXPECT_EQ(l.previous(), "Écouter, bouton, désactivé");
  l.screen["listen"].states.on = true;
  EXPECT_EQ(l.look(), "Écouter, bouton, activé");
}

TEST(Reader, BeginsANewScreenWithItsTitle) {
  Listener l(question());
  l.look();
  Screen thanks;
  thanks.add(Role::Heading, "header/title", "Merci.");
  thanks.add(Role::Text, "text", "Votre avis est enregistré.");
  thanks.add(Role::Button, "actions/done", "J’ai terminé");
  l.screen = thanks;
  EXPECT_EQ(l.look(), "Merci. titre\nSur cet écran : 1 bouton.");
  EXPECT_EQ(l.next(), "Votre avis est enregistré.");
}

TEST(Reader, BeginsANewScreenAtItsTitleThoughTheSameButtonKeepsTheFocus) {
  Screen first = question();
  first["actions/next"].states.focused = true;
  Listener l(first);
  l.look();
  l.screen["header/title"].name = "Une autre question";
  EXPECT_EQ(l.look(), "Une autre question, titre\nSur cet écran : 2 choix, 1 bouton.");
  EXPECT_EQ(l.reader.spoken(), l.id("header/title"));
}

TEST(Reader, CountsChoicesAcrossTheColumnsOfTheScreen) {
  Screen s;
  s.add(Role::Heading, "title", "Choisissez");
  for (int i = 1; i <= 3; ++i) {
    const std::string list = "answers-" + std::to_string(i);
    s.add(Role::List, list, "");
    s.add(Role::Choice, list + "/a", "Réponse " + std::to_string(i), list);
  }
  Listener l(s);
  l.look();
  l.next();
  EXPECT_EQ(l.next(), "Réponse 2, choix, 2 sur 3");
}

TEST(Reader, ReadsTheNextPageFromItsFirstWords) {
  Screen page;
  page.add(Role::Heading, "header/title", "De quoi parle-t-on ?");
  page.add(Role::Text, "p1", "Le premier paragraphe.");
  page.add(Role::Status, "pages/page", "Page 1 sur 2").live = Live::Polite;
  page.add(Role::Button, "actions/next", "Suite");
  Listener l(page);
  l.look();
  l.previous();
  EXPECT_EQ(l.reader.spoken(), l.id("actions/next"));
  Utterances say;
  EXPECT_EQ(l.reader.activate(say), Activation::Press);
  l.screen["p1"].name = "Le second paragraphe.";
  l.screen["pages/page"].name = "Page 2 sur 2";
  EXPECT_EQ(l.look(), "Page 2 sur 2\nLe second paragraphe.");
  EXPECT_EQ(l.next(), "Page 2 sur 2");
}

TEST(Reader, ReadsAPageThatHoldsOnlyButtons) {
  Screen page;
  page.add(Role::Heading, "header/title", "Besoin d’aide ?");
  page.add(Role::Text, "p1", "Touchez une fois.");
  Listener l(page);
  l.look();
  l.screen = Screen();
  l.screen.add(Role::Heading, "header/title", "Besoin d’aide ?");
  l.screen.add(Role::Button, "staff", "Espace équipe");
  l.reader.acted();
  EXPECT_EQ(l.look(), "Espace équipe, bouton");
}

TEST(Reader, TakesTheKeysOfTheScreenAsOneStop) {
  Screen s;
  s.add(Role::Heading, "title", "Écrivez");
  s.add(Role::TextField, "words", "Vos mots");
  s.add(Role::Group, "keyboard", "");
  s.add(Role::Key, "keyboard/a", "a", "keyboard");
  s.add(Role::Key, "keyboard/z", "z", "keyboard");
  s.add(Role::Button, "actions/next", "Suite");
  Listener l(s);
  l.look();
  EXPECT_EQ(l.next(), "Vos mots, champ, vide");
  EXPECT_EQ(l.next(), "Clavier à l’écran.");
  EXPECT_EQ(l.next(), "Suite, bouton");
  l.previous();
  Utterances say;
  EXPECT_EQ(l.reader.activate(say), Activation::Spoken);
  EXPECT_EQ(lines(say), "a, touche");
  EXPECT_EQ(l.next(), "z, touche");
  EXPECT_EQ(l.reader.activate(say), Activation::Press);
  EXPECT_TRUE(l.reader.leave_keys(say));
  EXPECT_EQ(lines(say), "Clavier à l’écran.");
  EXPECT_EQ(l.next(), "Suite, bouton");
}

TEST(Reader, D1BeginsWithTheVisibleLabel) {
  Screen s = question();
  s.add(Role::Button, "b", "Terminer et effacer").states.disabled = true;
  s["b"].description = "Rien n’est commencé.";
  Listener l(s);
  l.look();
  for (int i = 0; i < 8; ++i) {
    const Utterances say = l.reader.command(Command::Next);
    const ui::Node* node = l.screen.tree.by_id(say.back().node);
    ASSERT_NE(node, nullptr);
    EXPECT_TRUE(say.back().text.starts_with(node->name)) << say.back().text;
  }
  l.reader.set_listening(false);
  l.reader.set_listening(true);
  l.look();
  EXPECT_EQ(lines(l.reader.command(Command::Previous)), "Aide, bouton");
  EXPECT_EQ(lines(l.reader.command(Command::Previous)), "Terminer et effacer, bouton, indisponible, Rien n’est commencé.");
}

}  // namespace
}  // namespace escale::speech
