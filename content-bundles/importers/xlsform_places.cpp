// The tree of places and the path of each name, before any expression is read; types that are refused.
#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/forms/names.hpp"
#include "content-bundles/importers/xlsform_reader.hpp"

namespace escale::importers {

using forms::NodeId;

void SheetForm::name_places() {
  forms::Instances& tree = form().instances;
  const NodeId root = tree.add_child(tree.primary(), "data");
  form().root_attributes = {{"id", form().id}, {"version", form().version}};
  std::vector<std::size_t> open;
  std::map<std::string, std::string> where;
  for (const TableRow& cells : m_survey.rows) {
    const auto type = cells.cell("type");
    if (const auto disabled = cells.cell("disabled"); disabled && is_yes(disabled.text)) continue;
    if (!type) {
      if (const auto name = cells.cell("name"))
        error("survey", cells.place("type"),
              fmt::format("« {} » n’a pas de type : écrivez text, select_one et le nom de la liste…", name.text),
              fmt::format("'{}' has no type; write text, select_one and the list's name…", name.text));
      continue;
    }
    Row row;
    row.cells = &cells;
    row.words = words_of_cell(type.text);
    row.head = lower_case(row.words[0]);
    const bool two_words = row.head == "begin" || row.head == "end" || row.head == "select";
    if (two_words && row.words.size() > 1) {
      row.head += "_" + lower_case(row.words[1]);
      row.words.erase(row.words.begin());
    }
    if (row.head == "end_group" || row.head == "end_repeat") {
      const bool fits = !open.empty() && m_rows[open.back()].head.substr(6) == row.head.substr(4);
      if (!fits) {
        error("survey", type.place,
              fmt::format("rien n’est ouvert que « {} » puisse fermer : retirez cette ligne", type.text),
              fmt::format("nothing is open here that '{}' could end; remove this row", type.text));
        continue;
      }
      open.pop_back();
      continue;
    }
    if (refuse(row, type)) continue;
    const auto name = cells.cell("name");
    const bool metadata = row.head == "start" || row.head == "end" || row.head == "today";
    const std::string own = name ? name.text : metadata ? row.head : "";
    if (row.head == "csv-external" || row.head == "xml-external") {
      if (name) form().external[name.text] = name.text + (row.head == "csv-external" ? ".csv" : ".xml");
      continue;
    }
    if (!forms::is_question_name(own)) {
      error("survey", cells.place("name"),
            own.empty()
                ? "le nom manque : écrivez-en un court, sans espace, comme q1"
                : fmt::format("le nom « {} » n’est pas fait de lettres sans accent, de chiffres, de - et de _", own),
            own.empty() ? "the name is missing; write a short one without spaces, such as q1"
                        : fmt::format("the name '{}' is not made of letters without accents, digits, - and _", own));
      continue;
    }
    if (const auto [other, fresh] = where.emplace(own, cells.place("name")); !fresh) {
      error("survey", cells.place("name"),
            fmt::format("le nom « {} » est déjà en {} : écrivez-en un autre", own, other->second),
            fmt::format("the name '{}' is already in cell {}; write another", own, other->second));
      continue;
    }
    if (!open.empty()) row.parent = open.back();
    const NodeId above = row.parent ? m_rows[*row.parent].node : root;
    row.path = (row.parent ? m_rows[*row.parent].path : "/data") + "/" + own;
    row.node = tree.add_child(above, own);
    m_references.add(own, row.path, row.head == "begin_repeat");
    m_rows.push_back(row);
    if (row.head.starts_with("begin_")) {
      open.push_back(m_rows.size() - 1);
      if (open.size() > 16)
        error("survey", type.place, "plus de 16 groupes les uns dans les autres : fermez-en un avant",
              "more than 16 groups inside each other; close one before");
    }
  }
  for (const std::size_t group : open) {
    const std::string end = "end_" + m_rows[group].head.substr(6);
    error("survey", m_rows[group].cells->place("type"),
          fmt::format("ce groupe n’a pas de fin : écrivez {} après sa dernière question", end),
          fmt::format("this group has no end; write {} after its last question", end));
  }
  if (m_rows.empty() && m_result.errors.empty())
    error("survey", "", "il n’y a pas de question : écrivez-en une par ligne",
          "there is no question; write one a row");
  const NodeId meta = tree.add_child(root, "meta");
  tree.add_child(meta, "instanceID");
  if (m_instance_name) tree.add_child(meta, "instanceName");
}

bool SheetForm::refuse(const Row& row, const TableCell& type) {
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), row.head) != names.end();
  };
  if (form().settings.anonymous && is({"start", "end", "today", "deviceid", "username", "phonenumber", "email",
                                "subscriberid", "simserial", "audit"})) {
    error(
        "survey", type.place,
        fmt::format("le formulaire est anonyme et « {} » pourrait trahir quelqu’un : retirez cette ligne", row.head),
        fmt::format("the form is marked anonymous and '{}' could give somebody away; remove this row", row.head));
    return true;
  }
  if (is({"deviceid", "username", "phonenumber", "email", "subscriberid", "simserial", "audit", "start-geopoint",
          "background-audio", "background-geopoint"})) {
    error("survey", type.place, fmt::format("la borne n’enregistre pas « {} » : retirez cette ligne", row.head),
          fmt::format("the terminal does not record '{}'; remove this row", row.head));
    return true;
  }
  if (is({"image", "audio", "video", "file", "photo"})) {
    error("survey", type.place, "la borne ne prend ni photo, ni son, ni fichier : écrivez text",
          "the terminal takes no pictures, sounds or files; write text");
    return true;
  }
  if (is({"geopoint", "geotrace", "geoshape", "barcode"})) {
    error("survey", type.place,
          "la borne ne relève ni lieu ni code-barres : écrivez text, ou select_one avec une liste de lieux",
          "the terminal records neither places nor barcodes; write text, or select_one with a list of places");
    return true;
  }
  if (is({"start", "end", "today", "calculate", "hidden", "begin_group", "begin_repeat", "csv-external",
          "xml-external"}))
    return false;
  if (question_type(row.head))
    return false;
  error("survey", type.place,
        fmt::format("le type « {} » n’est pas connu : écrivez text, integer, decimal, date, time, range, note, "
                    "select_one LISTE, select_multiple LISTE…",
                    type.text),
        fmt::format("the type '{}' is not known; write text, integer, decimal, date, time, range, note, select_one "
                    "LIST, select_multiple LIST…",
                    type.text));
  return true;
}

}  // namespace escale::importers
