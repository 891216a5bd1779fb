// The sheet "choices", and which list a question takes its choices from.
#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/forms/names.hpp"
#include "content-bundles/importers/french_messages.hpp"
#include "content-bundles/importers/xlsform_reader.hpp"

namespace escale::importers {

using forms::Control;
using forms::NodeId;

void SheetForm::read_lists() {
  const std::string& by_default = form().translations.default_language;
  std::map<std::string, std::set<std::string>> names;
  std::map<std::string, std::size_t> counts;
  for (const TableRow& row : m_choices.rows) {
    const auto list = row.cell("list_name") ? row.cell("list_name") : row.cell("list name");
    const auto name = row.cell("name") ? row.cell("name") : row.cell("value");
    if (!list && !name) continue;
    if (!list || !name) {
      error("choices", row.place("name"), "ce choix n’a pas de liste ou pas de nom : remplissez list_name et name",
            "this choice has no list or no name; fill list_name and name");
      continue;
    }
    if (!forms::is_choice_name(name.text))
      error("choices", name.place,
            fmt::format("le nom « {} » a une espace, une virgule ou plus de 64 octets : écrivez un code court",
                        name.text),
            fmt::format("the name '{}' has a space, a comma or over 64 bytes; write a short code", name.text));
    else if (!names[list.text].insert(name.text).second)
      error(
          "choices", name.place,
          fmt::format("le nom « {} » est deux fois dans la liste « {} » : donnez-en un autre", name.text, list.text),
          fmt::format("the name '{}' is twice in list '{}'; give each choice its own", name.text, list.text));
    forms::Instances& tree = form().instances;
    NodeId document = tree.secondary(list.text);
    if (document == forms::kNoNode) {
      document = tree.add_secondary(list.text);
      tree.add_child(document, "root");
    }
    const NodeId item = tree.add_child(tree.first_child(document), "item");
    tree.add_child(item, "name", name.text);
    const std::string id = fmt::format("{}-{}", list.text, counts[list.text]++);
    bool labelled = false;
    for (const TableColumn& column : m_choices.columns) {
      const auto cell = row.at(column);
      if (column.name == "label" && cell) {
        labelled = true;
        const std::string language = column.language.empty() ? by_default : column.language;
        if (m_translated)
          form().translations.texts[language][id][""] = {{cell.text, ""}};
        else
          tree.add_child(item, "label", cell.text);
      } else if (is_media(column.name) && cell) {
        error("choices", cell.place, "les images et les sons des choix ne sont pas encore pris : videz cette cellule",
              "pictures and sounds of choices are not supported yet; empty this cell");
      } else if (cell && column.name != "list_name" && column.name != "list name" && column.name != "name" &&
                 column.name != "value" && column.name != "label") {
        if (forms::is_question_name(column.header)) tree.add_child(item, column.header, cell.text);
      }
    }
    if (m_translated) tree.add_child(item, "itextId", id);
    if (!labelled)
      error("choices", row.place("label"), "ce choix n’a pas de texte : écrivez-le dans la colonne label",
            "this choice has no label; write it in the column label");
  }
}

void SheetForm::read_choices_of(const Row& row, Control& control) {
  const auto type = row.cells->cell("type");
  if (row.words.size() < 2) {
    error("survey", type.place, fmt::format("quelle liste ? Écrivez {} et le nom de la liste", row.head),
          fmt::format("which list? Write {} and the list's name", row.head));
    return;
  }
  if (row.words.size() > 2 && row.words[2].starts_with("or_")) {
    error("survey", type.place,
          "or_other n’est pas pris : ajoutez un choix à la liste, et une question text après celle-ci",
          "or_other is not supported; add a choice to the list and a text question after this one");
    return;
  }
  std::string list = row.words[1];
  const bool from_file = row.head.ends_with("_from_file") || is_list_file(list);
  if (from_file) {
    if (!is_list_file(list) || list.find('/') != std::string::npos) {
      error("survey", type.place, fmt::format("« {} » n’est pas un fichier .csv à côté du formulaire", list),
            fmt::format("'{}' is not a .csv file beside the form", list));
      return;
    }
    const std::string id = list.substr(0, list.size() - 4);
    form().external[id] = list;
    list = id;
  } else if (form().instances.secondary(list) == forms::kNoNode && !form().external.contains(list)) {
    error("survey", type.place,
          fmt::format("la liste « {} » n’est pas dans la feuille choices : écrivez-la, ou corrigez son nom", list),
          fmt::format("the list '{}' is not in the sheet choices; write it, or correct its name", list));
    return;
  }
  forms::ItemSet set;
  set.nodeset = fmt::format("instance('{}')/root/item", list);
  set.label_is_itext = m_translated && !from_file;
  if (set.label_is_itext) set.label = "itextId";
  if (const auto cell = row.cells->cell("choice_filter"))
    if (const std::string filter = expression(row, cell, "choice_filter", true); !filter.empty())
      set.nodeset += "[" + filter + "]";
  if (const auto cell = row.cells->cell("parameters")) read_order(row, cell, set);
  control.itemset = std::move(set);
}

void SheetForm::read_order(const Row& row, const TableCell& cell, forms::ItemSet& set) {
  bool shuffled = false;
  std::string seed;
  for (const std::string& word : words_of_cell(replaced_commas(cell.text))) {
    const std::size_t equals = word.find('=');
    const std::string key = lower_case(word.substr(0, equals)),
                      value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (key == "randomize") {
      shuffled = is_yes(value);
    } else if (key == "seed") {
      auto found = m_references.expression(value, row.path, false);
      if (!found)
        error("survey", cell.place, fmt::format("seed, {}", in_french(found.error().message)),
              fmt::format("seed, {}", found.error().message));
      else
        seed = *found;
    } else if ((key == "value" || key == "label") && forms::is_question_name(value)) {
      (key == "value" ? set.value : set.label) = value;
    } else {
      error("survey", cell.place,
            fmt::format("le paramètre « {} » n’est pas connu : écrivez randomize=true seed=3", word),
            fmt::format("the parameter '{}' is not known; write randomize=true seed=3", word));
    }
  }
  if (shuffled && seed.empty())
    error("survey", cell.place,
          "un ordre tiré au sort a besoin d’une graine, pour rester le même : ajoutez seed=${nom} ou un nombre",
          "a shuffled order needs a seed, to stay the same; add seed=${name} or a number");
  if (shuffled) set.nodeset = fmt::format("randomize({}, {})", set.nodeset, seed);
}

}  // namespace escale::importers
