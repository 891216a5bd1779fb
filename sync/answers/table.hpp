// The answers of one form as the table that every format writes: one row an answer, one variable a question (and one a choice of a
// select_multiple). Built once, so that the files of a pack cannot differ. The rule: columns follow the newest version of the form, rows
// follow the record ids, names and numbers given to a variable or a choice stay the same when a later version of the form comes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sync/answers/opening.hpp"

namespace escale::answers {

/// Why a cell holds no answer. In codes: `.v`, `.s`, as Stata writes extended missing values.
enum class Missing : std::uint8_t {
  NotInVersion,  ///< `.v`: this version of the form did not ask it
  NoAnswer,      ///< `.s`: asked, and left without an answer
};
inline constexpr Missing kMissing[] = {Missing::NotInVersion, Missing::NoAnswer};
/// ".v", ".s".
std::string_view missing_token(Missing missing);
/// "Pas dans cette version du formulaire", "Sans réponse".
std::string_view missing_label(Missing missing);

/// A whole number stands for itself, or for the ValueCode of that number.
using Cell = std::variant<Missing, std::int64_t, forms::Decimal, std::string>;

enum class Storage : std::uint8_t { Text, Whole, Decimal, Coded };
enum class Measure : std::uint8_t { Nominal, Ordinal, Scale };

struct ValueCode {
  std::int64_t number = 0;  ///< the author's own when all codes of the list are whole numbers, else 1, 2, 3… in the order they first appeared
  std::string code;         ///< as the form writes it: "tres-bien"
  std::string label;
};

struct Variable {
  std::string name;      ///< letters, digits and _; begins with a letter; at most 32; unique whatever the case
  std::string label;     ///< as shown, in the language asked for
  std::string question;  ///< XLSForm name; empty for record, session, day, form_version
  std::string choice;    ///< of a select_multiple's own 0/1 variable; else empty
  Storage storage = Storage::Text;
  Measure measure = Measure::Nominal;
  std::vector<ValueCode> codes;            ///< for Coded
  std::vector<std::string> versions;  ///< of the form, that asked it; oldest first
};

struct Table {
  std::string form_id;
  std::string title;
  std::string language;  ///< of labels
  std::vector<Variable> variables;
  std::vector<std::vector<Cell>> rows;  ///< one cell a variable

  /// The code of a Coded cell; null when the number has none.
  static const ValueCode* code_of(const Variable& variable, const Cell& cell);
};

/// `versions`: every known version of one form, in the order of KnownForms::all. Answers of other forms are left out. `language`: empty
/// for the form's own.
Table table_of(std::span<const KnownForm* const> versions, std::span<const Answer> answers, const std::string& language = {});

/// The three numbers that stand for missing values where a format has none of its own (SPSS): -98, -99, or as many nines as it takes so
/// that no answer is one of them. By Missing.
std::int64_t missing_number(const Table& table, std::size_t variable, Missing missing);

}  // namespace escale::answers
