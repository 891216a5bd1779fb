// What every row has: expressions, texts, groups, what is preset.
#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/forms/expression.hpp"
#include "content-bundles/importers/french_messages.hpp"
#include "content-bundles/importers/xlsform_reader.hpp"

namespace escale::importers {

using forms::Bind;
using forms::Control;
using forms::ControlType;
using forms::DataType;

std::string SheetForm::expression(const Row& row, const TableCell& cell, std::string_view what, bool in_filter) {
  if (!cell) return {};
  if (straight_quotes(cell.text) != cell.text)
    warning("survey", cell.place, "des guillemets courbes sont lus comme droits : ' et \"",
            "curly quotes are read as straight ones: ' and \"");
  auto found = m_references.expression(cell.text, row.path, in_filter);
  if (!found) {
    error("survey", cell.place, fmt::format("{}, {}", what, in_french(found.error().message)),
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

std::string SheetForm::condition(const Row& row, const TableCell& cell, std::string_view what) {
  if (!cell || is_no(cell.text)) return {};
  if (is_yes(cell.text)) return "true()";
  return expression(row, cell, what);
}

forms::Label SheetForm::label(const Row& row, std::string_view column, std::string_view id) {
  forms::Label label;
  const std::string& by_default = form().translations.default_language;
  for (const TableColumn& item : m_survey.columns) {
    if (item.name != column) continue;
    const auto cell = row.cells->at(item);
    if (!cell) continue;
    auto words = m_references.text(cell.text, row.path);
    if (!words) {
      error("survey", cell.place, in_french(words.error().message), words.error().message);
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

void SheetForm::add_guidance(const Row& row, forms::Label& hint) {
  const std::string& by_default = form().translations.default_language;
  for (const TableColumn& item : m_survey.columns) {
    const auto cell = item.name == "guidance_hint" ? row.cells->at(item) : TableCell{};
    if (!cell) continue;
    auto words = m_references.text(cell.text, row.path);
    if (!words) {
      error("survey", cell.place, in_french(words.error().message), words.error().message);
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

TableCell SheetForm::first_of(const TableRow& cells, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const auto cell = cells.cell(name)) return cell;
  return {};
}

std::optional<std::size_t> SheetForm::parent_control(const Row& row) const {
  return row.parent ? m_rows[*row.parent].control : std::nullopt;
}

void SheetForm::read_row(const Row& row) {
  Bind bind;
  bind.path = row.path;
  const TableRow& cells = *row.cells;
  bind.relevant = condition(row, first_of(cells, {"relevant", "relevance"}), "relevant");
  bind.readonly = condition(row, first_of(cells, {"readonly", "read_only"}), "readonly");
  const TypeOf* type = question_type(row.head);
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
    if (type) bind.type = type->data;
    read_question(row, type, bind);
  }
  form().binds.push_back(std::move(bind));
}

void SheetForm::add_group(const Row& row) {
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

void SheetForm::bind_meta() {
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

}  // namespace escale::importers
