// A screen made by hand: a tree, and the French words of speech.
#pragma once

#include <string>

#include "kiosk/speech/reader.hpp"

namespace escale::speech {

inline Phrases french_phrases() {
  Phrases p;
  p.button = "bouton", p.link = "lien", p.heading = "titre", p.image = "image", p.choice = "choix", p.checkbox = "case";
  p.field = "champ", p.key = "touche", p.table = "tableau", p.note = "note";
  p.chosen = "choisi", p.checked = "cochée", p.unchecked = "non cochée", p.on = "activé", p.off = "désactivé";
  p.here = "vous y êtes", p.disabled = "indisponible", p.invalid = "à corriger", p.empty = "vide";
  p.position = "{0} sur {1}";
  p.buttons_one = "1 bouton", p.buttons_more = "{0} boutons", p.choices_one = "1 choix", p.choices_more = "{0} choix";
  p.fields_one = "1 champ", p.fields_more = "{0} champs";
  p.summary = "Sur cet écran : {0}.";
  p.end_of_screen = "Fin de l’écran.";
  p.character = "caractère", p.characters = "{0} caractères", p.erased = "effacé", p.space = "espace";
  p.keyboard = "Clavier à l’écran.";
  p.instructions = "L’écoute commence.";
  return p;
}

class Screen {
 public:
  ui::Node& add(ui::Role role, std::string key, std::string name, std::string parent = {}) {
    ui::Node node;
    node.key = key;
    node.id = ui::node_id(key);
    node.parent = parent.empty() ? 0 : ui::node_id(parent);
    node.role = role;
    node.name = std::move(name);
    node.level = role == ui::Role::Heading ? 1 : 0;
    const bool target = role == ui::Role::Button || role == ui::Role::Choice || role == ui::Role::Checkbox || role == ui::Role::TextField ||
                        role == ui::Role::Key;
    node.actions.focus = node.actions.press = target;
    tree.nodes().push_back(std::move(node));
    return tree.nodes().back();
  }
  ui::Node& operator[](std::string_view key) {
    for (ui::Node& node : tree.nodes())
      if (node.key == key) return node;
    std::abort();
  }
  ui::SemanticTree tree;
};

/// What is said, one text a line; "[private] " before what only a headset hears.
inline std::string lines(const Utterances& say) {
  std::string out;
  for (const Utterance& one : say) out += (out.empty() ? "" : "\n") + std::string(one.personal ? "[private] " : "") + one.text;
  return out;
}

/// The first screen: a rail, a title, five choices, two buttons.
inline Screen question() {
  Screen s;
  s.add(ui::Role::Group, "rail", "");
  s.add(ui::Role::Button, "rail/help", "Aide", "rail");
  s.add(ui::Role::Heading, "header/title", "Comment s’est passée la journée ?");
  s.add(ui::Role::List, "choices", "");
  s.add(ui::Role::Choice, "choices/1", "Très bien", "choices");
  s.add(ui::Role::Choice, "choices/2", "Plutôt bien", "choices").states.selected = true;
  s.add(ui::Role::Image, "drawing", "Deux personnes qui se parlent");
  s.add(ui::Role::Button, "actions/next", "Suite");
  return s;
}

}  // namespace escale::speech
