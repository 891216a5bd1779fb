// What a question has: type, rules, calculation, default, range.
#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/forms/decimal.hpp"
#include "content-bundles/forms/expression.hpp"
#include "content-bundles/importers/xlsform_reader.hpp"

namespace escale::importers {

using forms::Bind;
using forms::Control;
using forms::ControlType;
using forms::DataType;

namespace {

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

}  // namespace

const TypeOf* question_type(std::string_view name) {
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeOf& known) { return known.name == name; });
  return found == kTypes.end() ? nullptr : &*found;
}

void SheetForm::read_question(const Row& row, const TypeOf* type, Bind& bind) {
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

std::string SheetForm::replaced_commas(std::string text) {
  std::replace(text.begin(), text.end(), ',', ' ');
  return text;
}

void SheetForm::read_default(const Row& row, const TableCell& cell) {
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

void SheetForm::read_range(const Row& row, Control& control, Bind& bind) {
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

}  // namespace escale::importers
