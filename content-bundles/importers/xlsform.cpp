#include "content-bundles/importers/xlsform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "content-bundles/forms/constraint.hpp"

namespace escale::importers {
namespace {

using forms::Choice;
using forms::Constraint;
using forms::Decimal;
using forms::Form;
using forms::Group;
using forms::Question;
using forms::QuestionType;
using forms::RangeParameters;
using forms::Texts;

constexpr std::size_t kMaxIssues = 100;
constexpr std::size_t kShown = 60;  ///< of a cell, in a message

std::string_view trimmed(std::string_view text) {
  const auto blank = [](std::string_view rest) -> std::size_t {
    if (rest.starts_with("\u00A0")) return 2;
    return !rest.empty() && (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n') ? 1 : 0;
  };
  while (const std::size_t size = blank(text)) text.remove_prefix(size);
  for (;;) {
    if (text.ends_with("\u00A0"))
      text.remove_suffix(2);
    else if (!text.empty() && blank(text.substr(text.size() - 1)) != 0)
      text.remove_suffix(1);
    else
      return text;
  }
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// What a cell holds, short enough for a sentence and cut between characters.
std::string shown(std::string_view text) {
  if (text.size() <= kShown) return std::string(text);
  std::size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word.push_back(c);
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

/// "Français (fr)" and "fr" -> "fr"; empty when there is no tag.
std::string language_of(std::string_view text) {
  text = trimmed(text);
  if (text.ends_with(')')) {
    const std::size_t open = text.rfind('(');
    if (open != std::string_view::npos) text = trimmed(text.substr(open + 1, text.size() - open - 2));
  }
  return forms::is_language_tag(text) ? std::string(text) : std::string();
}

// --- issues -------------------------------------------------------------------------------------------------------

class Issues {
 public:
  void error(std::string sheet, std::string cell, std::string message) {
    add(m_errors, std::move(sheet), std::move(cell), std::move(message));
  }
  void warning(std::string sheet, std::string cell, std::string message) {
    add(m_warnings, std::move(sheet), std::move(cell), std::move(message));
  }
  bool any_error() const { return !m_errors.empty(); }
  void move_to(XlsFormImport& result) {
    result.errors = std::move(m_errors);
    result.warnings = std::move(m_warnings);
  }

 private:
  static void add(std::vector<SheetIssue>& list, std::string sheet, std::string cell, std::string message) {
    if (list.size() < kMaxIssues) list.push_back({std::move(sheet), std::move(cell), std::move(message)});
  }
  std::vector<SheetIssue> m_errors;
  std::vector<SheetIssue> m_warnings;
};

// --- a sheet as a table -------------------------------------------------------------------------------------------

struct Column {
  std::string name;      ///< "label", in lower case
  std::string language;  ///< "fr"; empty when the header names none
  std::string header;    ///< as written
  std::uint32_t number = 0;
};

/// One column of one row.
struct CellRef {
  std::string text;  ///< trimmed; empty when there is nothing
  std::string place;
  explicit operator bool() const { return !text.empty(); }
};

class Table {
 public:
  Table(const Sheet& sheet, std::string name, Issues& issues)
      : m_sheet(&sheet), m_name(std::move(name)), m_issues(&issues) {
    if (sheet.rows.empty()) return;
    m_header_row = sheet.rows.front().number;
    std::set<std::string> seen;
    for (const auto& [number, text] : sheet.rows.front().cells) {
      const std::string_view header = trimmed(text);
      if (header.empty()) continue;
      Column column{.name = {}, .language = {}, .header = std::string(header), .number = number};
      const std::size_t colons = header.find("::");
      column.name = lower(trimmed(header.substr(0, colons)));
      if (colons != std::string_view::npos && column.name != "media" && column.name != "bind" &&
          column.name != "instance" && column.name != "body") {
        column.language = language_of(header.substr(colons + 2));
        if (column.language.empty())
          issues.error(m_name, cell_name(number, m_header_row),
                       fmt::format("no language tag in '{}'; write {}::Français (fr)", shown(header), column.name));
      } else if (colons != std::string_view::npos) {
        column.name = lower(header);
      }
      if (!seen.insert(column.name + "::" + column.language).second)
        issues.error(m_name, cell_name(number, m_header_row),
                     fmt::format("the column '{}' is there twice; keep one", shown(header)));
      m_columns.push_back(std::move(column));
    }
  }

  const std::string& name() const { return m_name; }
  const std::vector<Column>& columns() const { return m_columns; }
  std::span<const SheetRow> rows() const {
    return m_sheet->rows.empty() ? std::span<const SheetRow>{} : std::span(m_sheet->rows).subspan(1);
  }
  bool has(std::string_view column) const {
    return std::any_of(m_columns.begin(), m_columns.end(), [&](const Column& item) { return item.name == column; });
  }
  std::string header_place(const Column& column) const { return cell_name(column.number, m_header_row); }

  CellRef cell(const SheetRow& row, const Column& column) const {
    const auto found = row.cells.find(column.number);
    return {found == row.cells.end() ? std::string() : std::string(trimmed(found->second)),
            cell_name(column.number, row.number)};
  }
  /// By column name, without language. The place is that of the row's first cell when the column is not there.
  CellRef cell(const SheetRow& row, std::string_view name) const {
    for (const Column& column : m_columns)
      if (column.name == name && column.language.empty()) return cell(row, column);
    return {"", cell_name(0, row.number)};
  }
  /// A translated column. Texts without a language are in the default language.
  Texts texts(const SheetRow& row, std::string_view name, const std::string& default_language) const {
    Texts texts;
    for (const Column& column : m_columns) {
      if (column.name != name) continue;
      CellRef here = cell(row, column);
      if (!here) continue;
      if (here.text.find("${") != std::string::npos)
        m_issues->error(m_name, here.place, "a text cannot quote an answer (${…}) yet; write the text without it");
      if (!texts.emplace(column.language.empty() ? default_language : column.language, std::move(here.text)).second)
        m_issues->error(m_name, here.place,
                        fmt::format("'{}' gives a second text in '{}'; keep one", column.header, default_language));
    }
    return texts;
  }
  /// Where a translated column stands in a row, for messages.
  std::string place_of(const SheetRow& row, std::string_view name) const {
    for (const Column& column : m_columns)
      if (column.name == name) return cell_name(column.number, row.number);
    return cell_name(0, row.number);
  }

 private:
  const Sheet* m_sheet;
  std::string m_name;
  Issues* m_issues;
  std::vector<Column> m_columns;
  std::uint32_t m_header_row = 1;
};

// --- what is not supported yet, and what to do instead -------------------------------------------------------------

struct Advice {
  std::string_view name;
  std::string_view advice;
};

constexpr std::array kTypesRefused = {
    Advice{"begin_repeat",
           "repeated groups are not supported yet; ask the questions once, or write them several times"},
    Advice{"end_repeat", "repeated groups are not supported yet; ask the questions once, or write them several times"},
    Advice{"calculate", "calculations are not supported yet; remove this row and calculate after the export"},
    Advice{"hidden", "hidden values are not supported; remove this row"},
    Advice{"date",
           "dates are not supported yet; write select_one with a list of days, or text with a hint such as 24/11/2026"},
    Advice{"time", "times are not supported yet; write select_one with a list of times, or text with a hint"},
    Advice{"datetime", "dates are not supported yet; write text with a hint"},
    Advice{"rank",
           "ranking is not supported yet; write select_multiple with a constraint such as count-selected(.) <= 3"},
    Advice{"acknowledge",
           "acknowledge is not supported yet; write select_one with a list of one choice, and required yes"},
    Advice{"trigger", "acknowledge is not supported yet; write select_one with a list of one choice, and required yes"},
    Advice{"image", "pictures cannot be taken on the terminal; write text"},
    Advice{"audio", "sounds cannot be recorded on the terminal; write text"},
    Advice{"video", "films cannot be taken on the terminal; write text"},
    Advice{"file", "files cannot be attached on the terminal; write text"},
    Advice{"geopoint", "places cannot be recorded on the terminal; write select_one with a list of places"},
    Advice{"geotrace", "places cannot be recorded on the terminal; write select_one with a list of places"},
    Advice{"geoshape", "places cannot be recorded on the terminal; write select_one with a list of places"},
    Advice{"barcode", "barcodes are not supported yet; write text"},
    Advice{"select_one_from_file", "choices from a file are not supported yet; write them in the sheet choices"},
    Advice{"select_multiple_from_file", "choices from a file are not supported yet; write them in the sheet choices"},
    Advice{"select_one_external", "choices from a file are not supported yet; write them in the sheet choices"},
    Advice{"csv-external", "choices from a file are not supported yet; write them in the sheet choices"},
    Advice{"xml-external", "choices from a file are not supported yet; write them in the sheet choices"},
};

/// Rows that record when, where or on what a form was filled.
constexpr std::array<std::string_view, 10> kMetadata = {"start",       "end",   "today",        "deviceid",  "username",
                                                        "phonenumber", "email", "subscriberid", "simserial", "audit"};

constexpr std::array kColumnsRefused = {
    Advice{"relevant", "skips are not supported yet; empty this cell, or say in the label who answers"},
    Advice{"relevance", "skips are not supported yet; empty this cell, or say in the label who answers"},
    Advice{"calculation", "calculations are not supported yet; empty this cell and calculate after the export"},
    Advice{"default", "nothing is chosen in advance on the terminal; empty this cell"},
    Advice{"trigger", "triggers are not supported yet; empty this cell"},
    Advice{"choice_filter", "choice filters are not supported yet; empty this cell and write one list for each case"},
    Advice{"repeat_count", "repeated groups are not supported yet; empty this cell"},
    Advice{"guidance_hint", "guidance is not shown on the terminal; move it to the column hint"},
    Advice{"read_only", "read-only questions are not supported; write a note"},
    Advice{"readonly", "read-only questions are not supported; write a note"},
};

constexpr std::array<std::string_view, 10> kSurveyColumns = {
    "type",       "name",       "label",           "hint", "required", "constraint", "constraint_message",
    "appearance", "parameters", "required_message"};
constexpr std::array<std::string_view, 10> kAppearances = {"smiley", "likert",     "nps",        "multiline", "minimal",
                                                          "quick",  "field-list", "table-list", "numbers",
                                                           "email"};

template <class List, class Item>
bool holds(const List& list, const Item& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}
template <class List>
const Advice* advice_for(const List& list, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Advice& item) { return item.name == name; });
  return found == list.end() ? nullptr : &*found;
}
bool is_media(std::string_view column) {
  return column.starts_with("media::") || column == "image" || column == "audio" || column == "video" ||
         column == "big-image";
}

/// yes, no, or nothing that is understood.
std::optional<bool> parse_yes_no(std::string_view text) {
  const std::string word = lower(text);
  for (const char* yes : {"yes", "true", "true()", "oui", "vrai", "1"})
    if (word == yes) return true;
  for (const char* no : {"", "no", "false", "false()", "non", "faux", "0"})
    if (word == no) return false;
  return std::nullopt;
}

// --- the importer -------------------------------------------------------------------------------------------------

class Importer {
 public:
  Importer(const Workbook& workbook, std::string_view fallback_id) : m_workbook(workbook), m_fallback_id(fallback_id) {}

  XlsFormImport run() {
    const Sheet* survey = m_workbook.sheet("survey");
    const Sheet* choices = m_workbook.sheet("choices");
    const Sheet* settings = m_workbook.sheet("settings");
    if (!survey) {
      m_issues.error("", "", "the sheet 'survey' is missing; name the sheet of the questions survey");
      return finish();
    }
    Table survey_table(*survey, "survey", m_issues);
    for (const char* column : {"type", "name", "label"})
      if (!survey_table.has(column))
        m_issues.error("survey", "",
                       fmt::format("the column '{}' is missing; write type, name and label in the first row", column));
    std::optional<Table> choices_table;
    std::optional<Table> settings_table;
    if (choices) choices_table.emplace(*choices, "choices", m_issues);
    if (settings) settings_table.emplace(*settings, "settings", m_issues);
    if (m_issues.any_error()) return finish();
    read_settings(settings_table ? &*settings_table : nullptr, survey_table);
    find_languages(survey_table, choices_table ? &*choices_table : nullptr);
    if (choices_table) read_choices(*choices_table);
    read_survey(survey_table);
    drop_unused_lists();
    if (!m_issues.any_error()) {
      // The last word is the form's own: nothing leaves here that a terminal would refuse.
      if (const auto checked = forms::check_form(m_form); !checked)
        m_issues.error("survey", "", checked.error().message);
    }
    return finish();
  }

 private:
  XlsFormImport finish() {
    XlsFormImport result;
    if (!m_issues.any_error()) result.form = std::move(m_form);
    m_issues.move_to(result);
    return result;
  }

  void read_settings(const Table* table, const Table& survey) {
    m_form.id = std::string(m_fallback_id);
    std::string id_place;
    std::optional<std::string> language;
    Texts titles;
    if (table && table->rows().size() > 1)
      m_issues.warning("settings", cell_name(0, table->rows()[1].number), "only the first row of settings is used");
    const SheetRow* row = table && !table->rows().empty() ? &table->rows().front() : nullptr;
    for (const Column& column : table ? table->columns() : std::vector<Column>{}) {
      if (!row) break;
      const CellRef cell = table->cell(*row, column);
      if (!cell) continue;
      if (column.name == "form_title" || column.name == "title") continue;  // below, once the default language is known
      if (column.name == "form_id" || column.name == "id_string") {
        m_form.id = cell.text;
        id_place = cell.place;
      } else if (column.name == "version") {
        m_form.version = cell.text;
        if (cell.text.size() > 64 ||
            std::any_of(cell.text.begin(), cell.text.end(), [](char c) { return c <= 0x20 || c >= 0x7F; }))
          m_issues.error("settings", cell.place,
                         "a version is 1 to 64 plain characters without spaces; write for instance 2026112401");
      } else if (column.name == "default_language") {
        language = language_of(cell.text);
        if (language->empty())
          m_issues.error("settings", cell.place,
                         fmt::format("no language tag in '{}'; write Français (fr)", shown(cell.text)));
      } else if (column.name == "anonymous" || column.name == "escale_anonymous") {
        const auto anonymous = parse_yes_no(cell.text);
        if (!anonymous)
          m_issues.error("settings", cell.place,
                         fmt::format("'{}' is not understood; write yes or no", shown(cell.text)));
        m_form.anonymous = anonymous.value_or(true);
      } else {
        m_issues.warning("settings", cell.place,
                         fmt::format("the setting '{}' is not used on the terminal", shown(column.header)));
      }
    }
    // Texts without a language tag are in French unless the form says otherwise or names other languages only.
    if (language && !language->empty()) {
      m_form.default_language = *language;
    } else {
      const auto& columns = survey.columns();
      const auto plain = std::find_if(columns.begin(), columns.end(),
                                      [](const Column& item) { return item.name == "label" && item.language.empty(); });
      const auto tagged = std::find_if(columns.begin(), columns.end(), [](const Column& item) {
        return item.name == "label" && !item.language.empty();
      });
      m_form.default_language = plain == columns.end() && tagged != columns.end() ? tagged->language : "fr";
    }
    if (row) {
      titles = table->texts(*row, "form_title", m_form.default_language);
      if (titles.empty()) titles = table->texts(*row, "title", m_form.default_language);
    }
    if (!forms::is_form_id(m_form.id)) {
      std::string better;
      for (const char c : lower(m_form.id))
        better.push_back((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-');
      while (better.starts_with('-')) better.erase(0, 1);
      m_issues.error("settings", id_place,
                     fmt::format("the form_id '{}' is not made of a-z, 0-9 and dashes; write {} instead",
                                 shown(m_form.id), better.empty() ? "avis" : better.substr(0, 64)));
    }
    if (m_form.version.empty()) {
      m_form.version = "1";
      m_issues.warning("settings", "", "no version is given; the form is version 1");
    }
    if (titles.empty()) {
      titles = {{m_form.default_language, m_form.id}};
      m_issues.warning("settings", "", "no form_title is given; the form_id is shown as its title");
    }
    m_form.title = std::move(titles);
  }

  void find_languages(const Table& survey, const Table* choices) {
    m_form.languages = {m_form.default_language};
    const auto add = [&](const std::string& language) {
      if (!language.empty() && !holds(m_form.languages, language)) m_form.languages.push_back(language);
    };
    for (const Column& column : survey.columns()) add(column.language);
    for (const Column& column : choices ? choices->columns() : std::vector<Column>{}) add(column.language);
    for (const auto& [language, title] : m_form.title) add(language);
  }

  /// The default language is asked for; others are advised, once a column.
  void check_translations(const Table& table, const SheetRow& row, const Texts& texts, std::string_view column) {
    if (!texts.contains(m_form.default_language))
      m_issues.error(table.name(), table.place_of(row, column),
                     fmt::format("the {} in '{}' is empty; write it", column, m_form.default_language));
    for (const Column& item : table.columns())
      if (item.name == column && !item.language.empty() && item.language != m_form.default_language &&
          !texts.contains(item.language))
        m_issues.warning(table.name(), cell_name(item.number, row.number),
                         fmt::format("no {} in '{}'; the one in '{}' will be shown", column, item.language,
                                     m_form.default_language));
  }

  void read_choices(const Table& table) {
    const bool spaced = table.has("list name");
    if (!table.has("list_name") && !spaced) {
      m_issues.error("choices", "",
                     "the column 'list_name' is missing; write list_name, name and label in the first row");
      return;
    }
    for (const Column& column : table.columns())
      if (column.name != "list_name" && column.name != "list name" && column.name != "name" && column.name != "value" &&
          column.name != "label" && !is_media(column.name))
        m_issues.warning("choices", table.header_place(column),
                         fmt::format("the column '{}' is not used on the terminal", shown(column.header)));
    std::map<std::string, std::set<std::string>> names;
    for (const SheetRow& row : table.rows()) {
      const CellRef list = table.cell(row, spaced ? "list name" : "list_name");
      const CellRef name = table.cell(row, table.has("name") ? "name" : "value");
      for (const Column& column : table.columns())
        if (is_media(column.name))
          if (const CellRef media = table.cell(row, column))
            m_issues.error("choices", media.place,
                           "pictures and sounds of choices are not supported yet; empty this cell");
      if (!list && !name) continue;  // a row of notes between lists
      if (!list) {
        m_issues.error("choices", list.place,
                       fmt::format("the choice '{}' is in no list; write the list's name", shown(name.text)));
        continue;
      }
      if (!forms::is_question_name(list.text))
        m_issues.error(
            "choices", list.place,
            fmt::format("the list name '{}' is not made of letters without accents, digits, '_', '-' and '.'",
                        shown(list.text)));
      if (!name)
        m_issues.error(
            "choices", name.place,
            fmt::format("a choice of list '{}' has no name; write a short code without spaces", shown(list.text)));
      else if (!forms::is_choice_name(name.text))
        m_issues.error(
            "choices", name.place,
            fmt::format("the name '{}' has a space, a comma or over 64 bytes; write a short code", shown(name.text)));
      else if (!names[list.text].insert(name.text).second)
        m_issues.error("choices", name.place,
                       fmt::format("the name '{}' is twice in list '{}'; give each choice its own", shown(name.text),
                                   shown(list.text)));
      Texts label = table.texts(row, "label", m_form.default_language);
      check_translations(table, row, label, "label");
      auto& choices = m_form.lists[list.text];
      choices.push_back({name.text, std::move(label)});
      m_list_place.emplace(list.text, list.place);
    }
  }

  void read_survey(const Table& table) {
    for (const Column& column : table.columns())
      if (!holds(kSurveyColumns, column.name) && !advice_for(kColumnsRefused, column.name) && !is_media(column.name) &&
          column.name != "disabled")
        m_issues.warning("survey", table.header_place(column),
                         fmt::format("the column '{}' is not used on the terminal", shown(column.header)));
    for (const SheetRow& row : table.rows()) {
      const CellRef type = table.cell(row, "type");
      if (const CellRef disabled = table.cell(row, "disabled"); parse_yes_no(disabled.text).value_or(false)) continue;
      if (!type) {
        if (const CellRef name = table.cell(row, "name"))
          m_issues.error("survey", type.place,
                         fmt::format("'{}' has no type; write text, select_one and the list's name, or another type",
                                     shown(name.text)));
        continue;  // a row of notes
      }
      read_row(table, row, type);
    }
    while (!m_open.empty()) {
      m_issues.error("survey", m_open.back().place,
                     fmt::format("the group '{}' has no end; write end_group after its last question",
                                 shown(m_form.groups[m_open.back().index].name)));
      m_open.pop_back();
    }
    if (m_form.questions.empty() && !m_issues.any_error())
      m_issues.error("survey", "", "there is no question; write one a row");
  }

  void read_row(const Table& table, const SheetRow& row, const CellRef& type) {
    std::vector<std::string> words = words_of(type.text);
    std::string head = lower(words[0]);
    if ((head == "begin" || head == "end") && words.size() > 1) {
      head += "_" + lower(words[1]);
      words.erase(words.begin());
    }
    if (head == "end_group" && words.size() == 1) {
      if (m_open.empty()) {
        m_issues.error("survey", type.place, "no group is open here; remove this row, or write begin_group above");
        return;
      }
      if (m_open.back().questions == m_form.questions.size())
        m_issues.error("survey", m_open.back().place,
                       "this group holds no question; write one, or remove its two rows");
      m_open.pop_back();
      return;
    }
    if (refuse_type(type, head, words)) return;
    refuse_columns(table, row);
    if (head == "begin_group") {
      begin_group(table, row, type);
      return;
    }
    read_question(table, row, type, head, words);
  }

  /// Types that are known but not taken: true when an error was written.
  bool refuse_type(const CellRef& type, const std::string& head, const std::vector<std::string>& words) {
    if (holds(kMetadata, std::string_view(head)) || head == "background-audio" || head == "start-geopoint") {
      m_issues.error(
          "survey", type.place,
          m_form.anonymous
              ? fmt::format("the form is marked anonymous and '{}' could give somebody away; remove this row", head)
              : fmt::format("'{}' is not recorded on the terminal yet; remove this row", head));
      return true;
    }
    if (const Advice* advice = advice_for(kTypesRefused, head)) {
      m_issues.error("survey", type.place, fmt::format("'{}': {}", shown(type.text), advice->advice));
      return true;
    }
    if (words.size() > 2 && (words[2] == "or_other" || words[2] == "or_specify_other")) {
      m_issues.error("survey", type.place,
                     "or_other is not supported yet; add a choice to the list and a text question after this one");
      return true;
    }
    return false;
  }

  void refuse_columns(const Table& table, const SheetRow& row) {
    for (const Column& column : table.columns()) {
      const CellRef cell = table.cell(row, column);
      if (!cell) continue;
      if (is_media(column.name))
        m_issues.error("survey", cell.place, "pictures and sounds of questions are not supported yet; empty this cell");
      const Advice* advice = advice_for(kColumnsRefused, column.name);
      if (!advice) continue;
      if (column.name.starts_with("read") && parse_yes_no(cell.text) == false) continue;
      if (m_form.anonymous && reads_the_clock(cell.text))
        m_issues.error("survey", cell.place,
                       "the form is marked anonymous, and now() or today() could give somebody away; empty this cell");
      else
        m_issues.error("survey", cell.place, std::string(advice->advice));
    }
  }

  static bool reads_the_clock(std::string_view expression) {
    std::string text;
    for (const char c : expression)
      if (c != ' ') text.push_back(c);
    return text.find("now()") != std::string::npos || text.find("today()") != std::string::npos;
  }

  /// The row's name, checked; empty after an error.
  std::string read_name(const Table& table, const SheetRow& row) {
    const CellRef name = table.cell(row, "name");
    if (!name) {
      m_issues.error("survey", name.place, "the name is missing; write a short one without spaces, such as q1");
    } else if (!forms::is_question_name(name.text)) {
      m_issues.error(
          "survey", name.place,
          fmt::format(
              "the name '{}' is not made of letters without accents, digits, '_', '-' and '.', beginning with a letter",
              shown(name.text)));
    } else if (const auto [other, fresh] = m_name_place.emplace(name.text, name.place); !fresh) {
      m_issues.error("survey", name.place,
                     fmt::format("the name '{}' is already in cell {}; write another", name.text, other->second));
    } else {
      return name.text;
    }
    return {};
  }

  std::string read_appearance(const Table& table, const SheetRow& row) {
    const CellRef cell = table.cell(row, "appearance");
    std::string appearance;
    for (const std::string& word : words_of(cell.text)) {
      if (!holds(kAppearances, std::string_view(word)))
        m_issues.warning("survey", cell.place,
                         fmt::format("the appearance '{}' is not known; the question is shown plainly", shown(word)));
      appearance += (appearance.empty() ? "" : " ") + word;
    }
    return appearance;
  }

  void begin_group(const Table& table, const SheetRow& row, const CellRef& type) {
    Group group;
    group.name = read_name(table, row);
    group.label = table.texts(row, "label", m_form.default_language);
    group.appearance = read_appearance(table, row);
    if (!m_open.empty()) group.parent = m_open.back().index;
    if (m_open.size() >= forms::kMaxGroupDepth)
      m_issues.error("survey", type.place,
                     fmt::format("groups are nested over {} levels; close one before", forms::kMaxGroupDepth));
    m_form.groups.push_back(std::move(group));
    m_open.push_back({m_form.groups.size() - 1, m_form.questions.size(), type.place});
  }

  void read_question(const Table& table, const SheetRow& row, const CellRef& type, std::string head,
                     const std::vector<std::string>& words) {
    Question question;
    if (head == "int") head = "integer";
    if (head == "string") head = "text";
    const auto known = forms::parse_type(head);
    if (!known) {
      m_issues.error("survey", type.place,
                     fmt::format("the type '{}' is not known; write text, integer, decimal, range, note, select_one "
                                 "LIST or select_multiple LIST",
                                 shown(type.text)));
      return;
    }
    question.type = *known;
    const bool select = question.type == QuestionType::SelectOne || question.type == QuestionType::SelectMultiple;
    if (select) {
      if (words.size() != 2) {
        m_issues.error("survey", type.place,
                       fmt::format("write {} and the name of one list of the sheet choices", head));
      } else if (!m_form.lists.contains(words[1])) {
        m_issues.error("survey", type.place,
                       fmt::format("the list '{}' is not in the sheet choices; add it there or correct the name",
                                   shown(words[1])));
      } else {
        question.list = words[1];
        m_used_lists.insert(words[1]);
      }
    } else if (words.size() != 1) {
      m_issues.error("survey", type.place,
                     fmt::format("nothing is expected after '{}'; write {} alone", words[0], head));
    }
    question.name = read_name(table, row);
    question.label = table.texts(row, "label", m_form.default_language);
    check_translations(table, row, question.label, "label");
    question.hint = table.texts(row, "hint", m_form.default_language);
    question.appearance = read_appearance(table, row);
    read_required(table, row, question);
    read_constraint(table, row, question);
    read_parameters(table, row, question);
    check_nps(table, row, question);
    if (!m_open.empty()) question.group = m_open.back().index;
    m_form.questions.push_back(std::move(question));
  }

  void read_required(const Table& table, const SheetRow& row, Question& question) {
    const CellRef cell = table.cell(row, "required");
    const auto required = parse_yes_no(cell.text);
    if (!required)
      m_issues.error("survey", cell.place, fmt::format("'{}' is not supported; write yes or no", shown(cell.text)));
    else if (*required && question.type == QuestionType::Note)
      m_issues.error("survey", cell.place, "a note is not answered and cannot be required; empty this cell");
    question.required = required.value_or(false);
    question.required_message = table.texts(row, "required_message", m_form.default_language);
    if (!question.required && !question.required_message.empty())
      m_issues.warning("survey", table.place_of(row, "required_message"),
                       "the question is not required, so this message is never shown");
  }

  void read_constraint(const Table& table, const SheetRow& row, Question& question) {
    const CellRef cell = table.cell(row, "constraint");
    question.constraint_message = table.texts(row, "constraint_message", m_form.default_language);
    if (!cell) {
      if (!question.constraint_message.empty())
        m_issues.warning("survey", table.place_of(row, "constraint_message"),
                         "there is no constraint, so this message is never shown");
      return;
    }
    question.constraint = cell.text;
    if (question.type == QuestionType::Note) {
      m_issues.error("survey", cell.place, "a note is not answered and cannot have a constraint; empty this cell");
      return;
    }
    if (m_form.anonymous && reads_the_clock(cell.text)) {
      m_issues.error(
          "survey", cell.place,
          "the form is marked anonymous, and now() or today() could give somebody away; write a constraint without it");
      return;
    }
    const auto constraint = Constraint::parse(cell.text);
    if (!constraint)
      m_issues.error("survey", cell.place, "constraint, " + constraint.error().message);
    else if (constraint->has_unanchored_regex())
      m_issues.warning("survey", cell.place,
                       "this pattern must match the whole answer here, but only a part in some other tools; write "
                       "'^…$' around it to mean the same everywhere");
  }

  void read_parameters(const Table& table, const SheetRow& row, Question& question) {
    const CellRef cell = table.cell(row, "parameters");
    if (question.type == QuestionType::Range) question.range.emplace();
    if (!cell) return;
    std::string text = cell.text;
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == ';' || c == ','; }, ' ');
    for (const std::string& word : words_of(text)) {
      const std::size_t equals = word.find('=');
      const std::string key = lower(word.substr(0, equals));
      const bool is_range_key = key == "start" || key == "end" || key == "step";
      if (!question.range || !is_range_key || equals == std::string::npos) {
        m_issues.error("survey", cell.place,
                       question.range
                           ? fmt::format("'{}' is not a parameter of range; write start=1 end=10 step=1", shown(word))
                           : fmt::format("the parameter '{}' is not supported; empty this cell", shown(word)));
        continue;
      }
      const auto number = Decimal::parse(word.substr(equals + 1));
      if (!number) {
        m_issues.error("survey", cell.place, fmt::format("{} must be a number; write start=1 end=10 step=1", key));
        continue;
      }
      (key == "start" ? question.range->start : key == "end" ? question.range->end : question.range->step) = *number;
    }
    if (question.range && question.range->values().empty())
      m_issues.error("survey", cell.place,
                     "a range goes from start up to a larger end, by a step above 0, in at most 1000 steps");
  }

  void check_nps(const Table& table, const SheetRow& row, const Question& question) {
    if (!forms::has_appearance(question.appearance, "nps")) return;
    const RangeParameters wanted{Decimal::whole(0), Decimal::whole(10), Decimal::whole(1)};
    bool fits = question.type == QuestionType::Range && question.range == wanted;
    if (question.type == QuestionType::SelectOne) {
      const auto choices = m_form.choices(question);
      fits = choices.size() == 11;
      for (std::size_t i = 0; fits && i < choices.size(); ++i) fits = choices[i].name == std::to_string(i);
    }
    if (!fits)
      m_issues.error("survey", table.cell(row, "appearance").place,
                     "nps needs the values 0 to 10; write type range and parameters start=0 end=10 step=1");
  }

  void drop_unused_lists() {
    for (auto list = m_form.lists.begin(); list != m_form.lists.end();) {
      if (m_used_lists.contains(list->first)) {
        ++list;
        continue;
      }
      m_issues.warning("choices", m_list_place[list->first],
                       fmt::format("no question uses the list '{}'; it is left out", shown(list->first)));
      list = m_form.lists.erase(list);
    }
  }

  struct OpenGroup {
    std::size_t index;
    std::size_t questions;  ///< of the form when the group began
    std::string place;
  };

  const Workbook& m_workbook;
  std::string_view m_fallback_id;
  Issues m_issues;
  Form m_form;
  std::vector<OpenGroup> m_open;
  std::map<std::string, std::string> m_name_place;
  std::map<std::string, std::string> m_list_place;
  std::set<std::string> m_used_lists;
};

}  // namespace

std::string SheetIssue::text() const {
  if (sheet.empty()) return message;
  return cell.empty() ? fmt::format("sheet {}: {}", sheet, message)
                      : fmt::format("sheet {}, cell {}: {}", sheet, cell, message);
}

XlsFormImport import_xlsform(ByteView file, std::string_view fallback_id) {
  const auto workbook = read_xlsx(file);
  if (!workbook) return {std::nullopt, {SheetIssue{"", "", workbook.error().message}}, {}};
  return Importer(*workbook, fallback_id).run();
}

Result<Form> read_xlsform(ByteView file, std::string_view fallback_id) {
  constexpr std::size_t kJoined = 20;
  XlsFormImport result = import_xlsform(file, fallback_id);
  if (result.form) return std::move(*result.form);
  std::string message;
  for (std::size_t i = 0; i < std::min(result.errors.size(), kJoined); ++i)
    message += (i ? "\n" : "") + result.errors[i].text();
  if (result.errors.size() > kJoined) message += fmt::format("\nand {} more", result.errors.size() - kJoined);
  return fail(Code::InvalidInput, std::move(message));
}

}  // namespace escale::importers
