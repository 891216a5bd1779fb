// One spreadsheet while it becomes a definition. Inside of xlsform_definition.hpp: a file for the settings, the lists, the
// places, the rows and the questions.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/importers/survey_rows.hpp"
#include "content-bundles/importers/xlsform_definition.hpp"
#include "content-bundles/importers/xlsform_references.hpp"

namespace escale::importers {

/// A question type of XLSForm, as XForms knows it.
struct TypeOf {
  std::string_view name;
  forms::ControlType control;
  forms::DataType data;
};
/// Null for types that ask nothing, or that are not known.
const TypeOf* question_type(std::string_view name);

bool is_yes(std::string_view text);
bool is_no(std::string_view text);
bool is_list_file(std::string_view name);

class SheetForm {
 public:
  SheetForm(const Workbook& workbook, std::string_view fallback_id) : m_workbook(workbook), m_fallback(fallback_id) {}
  DefinitionImport run();

 private:
  struct Row {
    const TableRow* cells = nullptr;
    std::string head{};  ///< "select_one", "begin_repeat"…
    std::vector<std::string> words{};
    std::string path{};
    forms::NodeId node = forms::kNoNode;
    std::optional<std::size_t> parent{};  ///< index in m_rows of the group it stands in
    std::optional<std::size_t> control{};
  };

  forms::Definition& form() { return m_form; }
  DefinitionImport finish();
  void error(std::string sheet, std::string cell, std::string french, std::string english);
  void warning(std::string sheet, std::string cell, std::string french, std::string english);
  void read_settings();
  void find_languages();
  /// Columns that nothing reads: a slip of the pen would otherwise be lost in silence.
  void warn_of_columns();
  void read_lists();
  /// The tree, and the path of each name, before any expression is read.
  void name_places();
  bool refuse(const Row& row, const TableCell& type);
  /// The expression of a cell, translated; empty when there is none or after an error.
  std::string expression(const Row& row, const TableCell& cell, std::string_view what, bool in_filter = false);
  /// yes, no, or an expression.
  std::string condition(const Row& row, const TableCell& cell, std::string_view what);
  forms::Label label(const Row& row, std::string_view column, std::string_view id);
  /// Guidance is another form of the hint's text, as XForms has it.
  void add_guidance(const Row& row, forms::Label& hint);
  void read_row(const Row& row);
  void bind_meta();
  static TableCell first_of(const TableRow& cells, std::initializer_list<std::string_view> names);
  std::optional<std::size_t> parent_control(const Row& row) const;
  void add_group(const Row& row);
  void read_question(const Row& row, const TypeOf* type, forms::Bind& bind);
  static std::string replaced_commas(std::string text);
  /// A fixed text is there from the start; an expression is asked when the form, or a new copy, begins.
  void read_default(const Row& row, const TableCell& cell);
  void read_range(const Row& row, forms::Control& control, forms::Bind& bind);
  void read_choices_of(const Row& row, forms::Control& control);
  void read_order(const Row& row, const TableCell& cell, forms::ItemSet& set);

  const Workbook& m_workbook;
  std::string m_fallback;
  DefinitionImport m_result;
  forms::Definition m_form;
  Table m_survey, m_choices, m_settings;
  References m_references;
  std::vector<Row> m_rows;
  TableCell m_instance_name;
  bool m_translated = false, m_default_given = false;
};

}  // namespace escale::importers
