#include "content-bundles/importers/xlsform_definition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "content-bundles/forms/expression.hpp"
#include "content-bundles/forms/form.hpp"
#include "content-bundles/forms/outline.hpp"
#include "content-bundles/forms/plan.hpp"
#include "content-bundles/importers/survey_rows.hpp"
#include "content-bundles/importers/xlsform_references.hpp"

namespace escale::importers {
namespace {

using forms::Bind;
using forms::Control;
using forms::ControlType;
using forms::DataType;
using forms::Definition;
using forms::NodeId;

struct TypeOf {
  std::string_view name;
  ControlType control;
  DataType data;
};
constexpr std::array kTypes = {TypeOf{"text", ControlType::Input, DataType::String},
                               TypeOf{"string", ControlType::Input, DataType::String},
                               TypeOf{"integer", ControlType::Input, DataType::Int},
                               TypeOf{"int", ControlType::Input, DataType::Int},
                               TypeOf{"decimal", ControlType::Input, DataType::Decimal},
                               TypeOf{"date", ControlType::Input, DataType::Date},
                               TypeOf{"time", ControlType::Input, DataType::Time},
                               TypeOf{"datetime", ControlType::Input, DataType::DateTime},
                               TypeOf{"note", ControlType::Input, DataType::String},
                               TypeOf{"range", ControlType::Range, DataType::Decimal},
                               TypeOf{"acknowledge", ControlType::Trigger, DataType::String},
                               TypeOf{"trigger", ControlType::Trigger, DataType::String},
                               TypeOf{"select_one", ControlType::SelectOne, DataType::String},
                               TypeOf{"select_multiple", ControlType::SelectMultiple, DataType::String},
                               TypeOf{"select_one_from_file", ControlType::SelectOne, DataType::String},
                               TypeOf{"select_multiple_from_file", ControlType::SelectMultiple, DataType::String},
                               TypeOf{"rank", ControlType::Rank, DataType::Rank}};

bool is_yes(std::string_view text) {
  for (const char* yes : {"yes", "true", "true()", "oui", "vrai", "1"})
    if (lower_case(text) == yes) return true;
  return false;
}
bool is_no(std::string_view text) {
  for (const char* no : {"no", "false", "false()", "non", "faux", "0"})
    if (lower_case(text) == no) return true;
  return false;
}
bool is_list_file(std::string_view name) {
  return name.ends_with(".csv") || name.ends_with(".xml");
}

class Importer {
 public:
  Importer(const Workbook& workbook, std::string_view fallback_id) : m_workbook(workbook), m_fallback(fallback_id) {}

  DefinitionImport run() {
    const Sheet* survey = m_workbook.sheet("survey");
    if (!survey) {
      error("", "", "la feuille « survey » manque : nommez ainsi la feuille des questions",
            "the sheet 'survey' is missing; name the sheet of the questions survey");
      return finish();
    }
    m_survey = read_rows(*survey, "survey", m_result.errors);
    if (const Sheet* sheet = m_workbook.sheet("choices")) m_choices = read_rows(*sheet, "choices", m_result.errors);
    if (const Sheet* sheet = m_workbook.sheet("settings")) m_settings = read_rows(*sheet, "settings", m_result.errors);
    if (!m_result.errors.empty()) return finish();
    read_settings();
    find_languages();
    read_lists();
    name_places();
    for (const Row& row : m_rows) read_row(row);
    bind_meta();
    if (m_result.errors.empty()) {
      // The last word is the plan's: nothing leaves here that cannot be filled.
      if (const auto plan = forms::Plan::compile(form()); !plan)
        error("survey", "", plan.error().message, plan.error().message);
    }
    return finish();
  }

 private:
  struct Row {
    const TableRow* cells = nullptr;
    std::string head{};  ///< "select_one", "begin_repeat"…
    std::vector<std::string> words{};
    std::string path{};
    NodeId node = forms::kNoNode;
    std::optional<std::size_t> parent{};  ///< index in m_rows of the group it stands in
    std::optional<std::size_t> control{};
  };

  Definition& form() { return m_form; }
  DefinitionImport finish() {
    if (m_result.errors.empty()) m_result.definition = std::move(m_form);
    return std::move(m_result);
  }
  void error(std::string sheet, std::string cell, std::string french, std::string english) {
    if (m_result.errors.size() < 100)
      m_result.errors.push_back({std::move(sheet), std::move(cell), std::move(french), std::move(english)});
  }
  void warning(std::string sheet, std::string cell, std::string french, std::string english) {
    if (m_result.warnings.size() < 100)
      m_result.warnings.push_back({std::move(sheet), std::move(cell), std::move(french), std::move(english)});
  }

  // --- settings ---------------------------------------------------------------------------------------------------

  void read_settings() {
    form().id = m_fallback;
    form().version = "1";
    form().translations.default_language = "fr";
    if (m_settings.rows.empty()) return;
    const TableRow& row = m_settings.rows.front();
    if (const auto cell = row.cell("form_id")) form().id = cell.text;
    if (const auto cell = row.cell("id_string")) form().id = cell.text;
    if (const auto cell = row.cell("version")) form().version = cell.text;
    if (const auto cell = row.cell("form_title")) form().title = cell.text;
    if (const auto cell = row.cell("title"); cell && form().title.empty()) form().title = cell.text;
    if (const auto cell = row.cell("default_language")) {
      m_default_given = true;
      form().translations.default_language = language_tag(cell.text);
      if (form().translations.default_language.empty())
        error("settings", cell.place, fmt::format("« {} » ne dit pas la langue : écrivez Français (fr)", cell.text),
              fmt::format("no language tag in '{}'; write Français (fr)", cell.text));
    }
    for (const forms::FormSetting& setting : forms::kFormSettings)
      for (const std::string& name : {fmt::format("escale_{}", setting.name), std::string(setting.name)})
        if (const auto cell = row.cell(name)) form().settings.*setting.value = !is_no(cell.text);
    m_instance_name = row.cell("instance_name");
  }

  void find_languages() {
    auto& translations = form().translations;
    std::vector<std::string> tagged;
    bool plain = false;
    for (const Table* table : {&m_survey, &m_choices})
      for (const TableColumn& column : table->columns) {
        if (!column.language.empty() && std::find(tagged.begin(), tagged.end(), column.language) == tagged.end())
          tagged.push_back(column.language);
        plain = plain || (column.name == "label" && column.language.empty());
      }
    if (!m_default_given && !plain && !tagged.empty()) translations.default_language = tagged.front();
    translations.languages = {translations.default_language};
    for (const std::string& language : tagged)
      if (language != translations.default_language) translations.languages.push_back(language);
    m_translated = translations.languages.size() > 1;
    for (const TableColumn& column : m_settings.columns)
      if ((column.name == "form_title" || column.name == "title") && !m_settings.rows.empty())
        if (const auto cell = m_settings.rows.front().at(column); cell && !column.language.empty()) {
          if (column.language == translations.default_language)
            form().title = cell.text;
          else if (std::find(translations.languages.begin(), translations.languages.end(), column.language) != translations.languages.end())
            translations.texts[column.language][std::string(forms::kTitleText)][""] = {{cell.text, ""}};
        }
  }

  // --- lists ------------------------------------------------------------------------------------------------------

  void read_lists() {
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

  // --- places -----------------------------------------------------------------------------------------------------

  /// The tree, and the path of each name, before any expression is read.
  void name_places() {
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

  bool refuse(const Row& row, const TableCell& type) {
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
    if (std::any_of(kTypes.begin(), kTypes.end(), [&](const TypeOf& known) { return known.name == row.head; }))
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

  // --- rows -------------------------------------------------------------------------------------------------------

  /// The expression of a cell, translated; empty when there is none or after an error.
  std::string expression(const Row& row, const TableCell& cell, std::string_view what, bool in_filter = false) {
    if (!cell) return {};
    if (straight_quotes(cell.text) != cell.text)
      warning("survey", cell.place, "des guillemets courbes sont lus comme droits : ' et \"",
              "curly quotes are read as straight ones: ' and \"");
    auto found = m_references.expression(cell.text, row.path, in_filter);
    if (!found) {
      error("survey", cell.place, fmt::format("{}, {}", what, found.error().message),
            fmt::format("{}, {}", what, found.error().message));
      return {};
    }
    const auto parsed = forms::Expression::parse(*found);
    for (const std::string& function : parsed->functions())
      if (form().settings.anonymous && (function == "now" || function == "today"))
        error(
            "survey", cell.place,
            fmt::format("le formulaire est anonyme et {}() pourrait trahir quelqu’un : écrivez sans", function),
            fmt::format("the form is marked anonymous, and {}() could give somebody away; write it without", function));
    if (parsed->has_unanchored_regex())
      warning(
          "survey", cell.place,
          "ce motif doit correspondre à toute la réponse ici, mais à une partie seulement ailleurs : encadrez-le de ^ "
          "et $",
          "this pattern must match the whole answer here, but only a part in some other tools; write '^…$' around it");
    return *found;
  }

  /// yes, no, or an expression.
  std::string condition(const Row& row, const TableCell& cell, std::string_view what) {
    if (!cell || is_no(cell.text)) return {};
    if (is_yes(cell.text)) return "true()";
    return expression(row, cell, what);
  }

  forms::Label label(const Row& row, std::string_view column, std::string_view id) {
    forms::Label label;
    const std::string& by_default = form().translations.default_language;
    for (const TableColumn& item : m_survey.columns) {
      if (item.name != column) continue;
      const auto cell = row.cells->at(item);
      if (!cell) continue;
      auto words = m_references.text(cell.text, row.path);
      if (!words) {
        error("survey", cell.place, words.error().message, words.error().message);
        continue;
      }
      const std::string language = item.language.empty() ? by_default : item.language;
      if (m_translated) {
        label.itext = fmt::format("{}:{}", row.path, id);
        form().translations.texts[language][label.itext][""] = std::move(*words);
      } else {
        label.words = std::move(*words);
      }
    }
    return label;
  }

  /// Guidance is another form of the hint's text, as XForms has it.
  void add_guidance(const Row& row, forms::Label& hint) {
    const std::string& by_default = form().translations.default_language;
    for (const TableColumn& item : m_survey.columns) {
      const auto cell = item.name == "guidance_hint" ? row.cells->at(item) : TableCell{};
      if (!cell) continue;
      auto words = m_references.text(cell.text, row.path);
      if (!words) {
        error("survey", cell.place, words.error().message, words.error().message);
        continue;
      }
      if (hint.itext.empty()) {
        hint.itext = row.path + ":hint";
        if (!hint.words.empty()) form().translations.texts[by_default][hint.itext][""] = std::move(hint.words);
        hint.words.clear();
      }
      form().translations.texts[item.language.empty() ? by_default : item.language][hint.itext]["guidance"] = std::move(*words);
    }
  }

  void read_row(const Row& row) {
    Bind bind;
    bind.path = row.path;
    const TableRow& cells = *row.cells;
    bind.relevant = condition(row, first_of(cells, {"relevant", "relevance"}), "relevant");
    bind.readonly = condition(row, first_of(cells, {"readonly", "read_only"}), "readonly");
    const auto type =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeOf& known) { return known.name == row.head; });
    if (row.head.starts_with("begin_")) {
      add_group(row);
    } else if (row.head == "start" || row.head == "end") {
      bind.type = DataType::DateTime;
      bind.preload = "timestamp";
      bind.preload_parameters = row.head;
    } else if (row.head == "today") {
      bind.type = DataType::Date;
      bind.preload = "date";
      bind.preload_parameters = "today";
    } else {
      if (type != kTypes.end()) bind.type = type->data;
      read_question(row, type == kTypes.end() ? nullptr : &*type, bind);
    }
    form().binds.push_back(std::move(bind));
  }

  void bind_meta() {
    Bind id;
    id.path = "/data/meta/instanceID";
    id.readonly = "true()";
    id.preload = "uid";
    form().binds.push_back(std::move(id));
    if (!m_instance_name) return;
    Row name;
    name.path = "/data/meta/instanceName";
    Bind bind;
    bind.path = name.path;
    bind.calculate = expression(name, m_instance_name, "instance_name");
    form().binds.push_back(std::move(bind));
  }

  static TableCell first_of(const TableRow& cells, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
      if (const auto cell = cells.cell(name)) return cell;
    return {};
  }

  std::optional<std::size_t> parent_control(const Row& row) const {
    return row.parent ? m_rows[*row.parent].control : std::nullopt;
  }

  void add_group(const Row& row) {
    Control group;
    group.type = ControlType::Group;
    group.path = row.path;
    group.parent = parent_control(row);
    group.label = label(row, "label", "label");
    if (const auto cell = row.cells->cell("appearance")) group.appearance = cell.text;
    const auto at = static_cast<std::size_t>(&row - m_rows.data());
    form().controls.push_back(std::move(group));
    m_rows[at].control = form().controls.size() - 1;
    if (row.head != "begin_repeat") return;
    Control repeat;
    repeat.type = ControlType::Repeat;
    repeat.path = row.path;
    repeat.parent = m_rows[at].control;
    const auto count = row.cells->cell("repeat_count");
    if (count && m_references.path_of(count.text).empty())
      repeat.count = expression(row, count, "repeat_count");
    else if (count)
      repeat.count = m_references.path_of(count.text);
    form().controls.push_back(std::move(repeat));
    m_rows[at].control = form().controls.size() - 1;
  }

  void read_question(const Row& row, const TypeOf* type, Bind& bind) {
    const TableRow& cells = *row.cells;
    bind.required = condition(row, cells.cell("required"), "required");
    bind.required_message = label(row, "required_message", "requiredMsg");
    bind.constraint = expression(row, cells.cell("constraint"), "constraint");
    bind.constraint_message = label(row, "constraint_message", "constraintMsg");
    const std::string calculation = expression(row, cells.cell("calculation"), "calculation");
    if (const auto cell = cells.cell("trigger"); cell && !calculation.empty()) {
      for (const std::string& name : words_of_cell(replaced_commas(cell.text))) {
        const bool braces = name.starts_with("${") && name.ends_with("}");
        const std::string path = braces ? m_references.path_of(std::string_view(name).substr(2, name.size() - 3)) : "";
        if (path.empty())
          error("survey", cell.place, fmt::format("« {} » n’est le nom d’aucune ligne : écrivez ${{nom}}", name),
                fmt::format("'{}' is the name of no row; write ${{name}}", name));
        else
          form().actions.push_back({forms::Event::ValueChanged, row.path, path, calculation, ""});
      }
    } else {
      bind.calculate = calculation;
    }
    if (!calculation.empty()) {
      const auto parsed = forms::Expression::parse(calculation);
      const auto functions = parsed->functions();
      if (parsed->references(row.path).reads_random &&
          std::find(functions.begin(), functions.end(), "once") == functions.end() && !cells.cell("trigger"))
        warning("survey", cells.place("calculation"),
                "ce calcul au hasard change à chaque fois qu’il est refait : écrivez once(…) autour",
                "this changes each time it is worked out again; write once(…) around it");
    }
    if (row.head == "calculate" && calculation.empty() && !cells.cell("calculation") && !cells.cell("default"))
      error("survey", cells.place("calculation"), "il n’y a rien à calculer : remplissez la colonne calculation",
            "there is nothing to work out; fill the column calculation");
    read_default(row, cells.cell("default"));
    if (!type) return;
    Control control;
    control.type = type->control;
    control.path = row.path;
    control.parent = parent_control(row);
    control.label = label(row, "label", "label");
    control.hint = label(row, "hint", "hint");
    add_guidance(row, control.hint);
    if (const auto cell = cells.cell("appearance")) control.appearance = cell.text;
    if (control.label.empty() && !cells.cell("calculation"))
      error("survey", cells.place("label"), "la question n’a pas de texte : écrivez-le dans la colonne label",
            "the question has no text; write it in the column label");
    if (row.head == "note") bind.readonly = "true()";
    if (type->control == ControlType::Range) read_range(row, control, bind);
    if (type->control == ControlType::SelectOne || type->control == ControlType::SelectMultiple ||
        type->control == ControlType::Rank)
      read_choices_of(row, control);
    for (const TableColumn& column : m_survey.columns)
      if (is_media(column.name))
        if (const auto cell = cells.at(column))
          error("survey", cell.place,
                "les images et les sons des questions ne sont pas encore pris : videz cette cellule",
                "pictures and sounds of questions are not supported yet; empty this cell");
    form().controls.push_back(std::move(control));
  }

  static std::string replaced_commas(std::string text) {
    std::replace(text.begin(), text.end(), ',', ' ');
    return text;
  }

  /// A fixed text is there from the start; an expression is asked when the form, or a new copy, begins.
  void read_default(const Row& row, const TableCell& cell) {
    if (!cell) return;
    const bool dynamic = cell.text.find("${") != std::string::npos || cell.text.find('(') != std::string::npos;
    if (!dynamic) {
      form().instances.set_value(row.node, cell.text);
      return;
    }
    const std::string value = expression(row, cell, "default");
    if (value.empty()) return;
    form().actions.push_back({forms::Event::FirstLoad, row.path, "", value, ""});
    for (std::optional<std::size_t> at = row.parent; at; at = m_rows[*at].parent)
      if (m_rows[*at].head == "begin_repeat")
        form().actions.push_back({forms::Event::NewRepeat, row.path, m_rows[*at].path, value, ""});
  }

  void read_range(const Row& row, Control& control, Bind& bind) {
    control.start = "1";
    control.end = "10";
    control.step = "1";
    const auto cell = row.cells->cell("parameters");
    for (const std::string& word : cell ? words_of_cell(replaced_commas(cell.text)) : std::vector<std::string>{}) {
      const std::size_t equals = word.find('=');
      const std::string key = lower_case(word.substr(0, equals));
      const auto number = equals == std::string::npos ? Result<forms::Decimal>(fail(Code::InvalidInput, ""))
                                                      : forms::Decimal::parse(word.substr(equals + 1));
      if (!number || (key != "start" && key != "end" && key != "step")) {
        error("survey", cell.place,
              fmt::format("« {} » n’est pas un paramètre de range : écrivez start=1 end=10 step=1", word),
              fmt::format("'{}' is not a parameter of range; write start=1 end=10 step=1", word));
        continue;
      }
      (key == "start" ? control.start : key == "end" ? control.end : control.step) = number->text();
    }
    const auto whole = [](const std::string& text) { return text.find('.') == std::string::npos; };
    if (whole(control.start) && whole(control.step)) bind.type = DataType::Int;
    if (control.step == "0" || control.step.starts_with('-'))
      error("survey", cell ? cell.place : row.cells->place("parameters"), "le pas (step) est plus grand que 0",
            "the step is above 0");
  }

  void read_choices_of(const Row& row, Control& control) {
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

  void read_order(const Row& row, const TableCell& cell, forms::ItemSet& set) {
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
          error("survey", cell.place, fmt::format("seed, {}", found.error().message),
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

  const Workbook& m_workbook;
  std::string m_fallback;
  DefinitionImport m_result;
  Definition m_form;
  Table m_survey, m_choices, m_settings;
  References m_references;
  std::vector<Row> m_rows;
  TableCell m_instance_name;
  bool m_translated = false, m_default_given = false;
};

}  // namespace

std::string DefinitionIssue::text(std::string_view language) const {
  const bool fr = language.starts_with("fr");
  const std::string& message = fr ? french : english;
  if (sheet.empty()) return message;
  if (cell.empty())
    return fr ? fmt::format("feuille {}\u00A0: {}", sheet, message) : fmt::format("sheet {}: {}", sheet, message);
  return fr ? fmt::format("feuille {}, cellule {}\u00A0: {}", sheet, cell, message)
            : fmt::format("sheet {}, cell {}: {}", sheet, cell, message);
}

DefinitionImport import_definition(ByteView file, std::string_view fallback_id) {
  const auto workbook = read_xlsx(file);
  if (!workbook) {
    DefinitionImport refused;
    refused.errors.push_back({"", "", workbook.error().message, workbook.error().message});
    return refused;
  }
  return Importer(*workbook, fallback_id).run();
}

}  // namespace escale::importers
