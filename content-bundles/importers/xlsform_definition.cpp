#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "content-bundles/forms/outline.hpp"
#include "content-bundles/forms/plan.hpp"
#include "content-bundles/importers/french_messages.hpp"
#include "content-bundles/importers/xlsform_reader.hpp"

namespace escale::importers {

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

DefinitionImport SheetForm::run() {
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
  warn_of_columns();
  read_lists();
  name_places();
  for (const Row& row : m_rows) read_row(row);
  bind_meta();
  if (m_result.errors.empty()) {
    // The last word is the plan's: nothing leaves here that cannot be filled.
    if (const auto plan = forms::Plan::compile(form()); !plan)
      error("survey", "", in_french(plan.error().message), plan.error().message);
  }
  return finish();
}

DefinitionImport SheetForm::finish() {
  if (m_result.errors.empty()) m_result.definition = std::move(m_form);
  return std::move(m_result);
}

void SheetForm::error(std::string sheet, std::string cell, std::string french, std::string english) {
  if (m_result.errors.size() < 100)
    m_result.errors.push_back({std::move(sheet), std::move(cell), std::move(french), std::move(english)});
}

void SheetForm::warning(std::string sheet, std::string cell, std::string french, std::string english) {
  if (m_result.warnings.size() < 100)
    m_result.warnings.push_back({std::move(sheet), std::move(cell), std::move(french), std::move(english)});
}

void SheetForm::read_settings() {
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

void SheetForm::find_languages() {
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

void SheetForm::warn_of_columns() {
  constexpr std::array<std::string_view, 23> kSurvey = {
      "type", "name", "label", "hint", "guidance_hint", "relevant", "relevance", "required", "required_message", "readonly", "read_only", "constraint",
      "constraint_message", "calculation", "trigger", "default", "choice_filter", "repeat_count", "appearance", "parameters", "disabled", "note", "notes"};
  constexpr std::array<std::string_view, 9> kSettings = {"form_id", "id_string", "version", "form_title", "title", "default_language", "instance_name", "style", "name"};
  const auto known_setting = [&](std::string_view name) {
    return std::count(kSettings.begin(), kSettings.end(), name) > 0 ||
           std::any_of(forms::kFormSettings.begin(), forms::kFormSettings.end(), [&](const forms::FormSetting& setting) {
             return name == setting.name || name == fmt::format("escale_{}", setting.name);
           });
  };
  const auto warn = [&](const char* sheet, const TableColumn& column) {
    warning(sheet, cell_name(column.number, 1), fmt::format("la colonne « {} » n’est pas lue : corrigez son nom, ou retirez-la", column.header),
            fmt::format("the column '{}' is not read; correct its name, or remove it", column.header));
  };
  for (const TableColumn& column : m_survey.columns)
    if (!is_media(column.name) && std::count(kSurvey.begin(), kSurvey.end(), column.name) == 0) warn("survey", column);
  for (const TableColumn& column : m_settings.columns)
    if (!known_setting(column.name)) warn("settings", column);
}

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
  return SheetForm(*workbook, fallback_id).run();
}

}  // namespace escale::importers
