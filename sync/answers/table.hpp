// The answers of one form as the tables that every format writes: one row an answer, one variable a question (and one a choice of a
// select_multiple or a ranking); and for each repeat of the form, one row a copy. Built once, so that the files of a pack cannot differ.
// The rule: columns follow the newest version of the form, rows follow the record ids, names and numbers given to a variable or a choice
// stay the same when a later version of the form comes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "content-bundles/forms/decimal.hpp"
#include "sync/answers/opening.hpp"

namespace escale::answers {

/// Why a cell holds no answer. In codes: `.v`, `.n`, `.s`, as Stata writes extended missing values.
enum class Missing : std::uint8_t {
  NotInVersion,  ///< `.v`: this version of the form did not have it
  NotAsked,      ///< `.n`: the form did not ask it after the other answers
  NoAnswer,      ///< `.s`: asked, and left without an answer
};
inline constexpr Missing kMissing[] = {Missing::NotInVersion, Missing::NotAsked, Missing::NoAnswer};
/// ".v", ".n", ".s".
std::string_view missing_token(Missing missing);
/// "Pas dans cette version du formulaire", "Question non posée", "Sans réponse".
std::string_view missing_label(Missing missing);

/// A whole number stands for itself, or for the ValueCode of that number. Dates and times are texts (ISO 8601).
using Cell = std::variant<Missing, std::int64_t, forms::Decimal, std::string>;

enum class Storage : std::uint8_t {
  Text,
  Whole,
  Decimal,
  Coded,
  Date,    ///< "2026-11-24"
  Time,    ///< "10:00:00.000+01:00"
  Moment,  ///< "2026-11-24T10:00:00.000+01:00"
};
enum class Measure : std::uint8_t { Nominal, Ordinal, Scale };

/// Texts in every format but for what formats can type: true for Text, Time and Moment.
bool is_textual(Storage storage);

struct ValueCode {
  std::int64_t number = 0;  ///< the author's own when all codes of the list are whole numbers, else 1, 2, 3… in the order they first appeared
  std::string code;         ///< as the form writes it: "tres-bien"
  std::string label;
};

struct Variable {
  std::string name;      ///< letters, digits and _; begins with a letter; at most 32; unique whatever the case
  std::string label;     ///< as shown, in the language asked for
  std::string question;  ///< the form's name of the question; empty for record, session, day, form_version and numbers of copies
  std::string choice;    ///< of a select_multiple's own 0/1 variable, or of a ranking's own place; else empty
  bool is_asked = true;  ///< false for what the form works out
  Storage storage = Storage::Text;
  Measure measure = Measure::Nominal;
  std::vector<ValueCode> codes;       ///< for Coded
  std::vector<std::string> versions;  ///< of the form, that asked it; oldest first
};

struct Table {
  std::string form_id;
  std::string name;    ///< of its files: the form's id; for a repeat "<form>_<repeat>"
  std::string repeat;  ///< the repeat whose copies are the rows; empty for the answers themselves
  std::size_t keys = 1;  ///< how many of the first variables tell one row from all others: record; and the numbers of the copies
  std::string title;
  std::string language;  ///< of labels
  std::vector<Variable> variables;
  std::vector<std::vector<Cell>> rows;  ///< one cell a variable

  /// The code of a Coded cell; null when the number has none.
  static const ValueCode* code_of(const Variable& variable, const Cell& cell);
};

/// `versions`: every known version of one form, in the order of KnownForms::all. Answers of other forms are left out. `language`: empty
/// for the form's own. The answers first, then a table for each repeat that any version has, in the order of the newest.
std::vector<Table> tables_of(std::span<const KnownForm* const> versions, std::span<const Answer> answers, const std::string& language = {});
/// The first of them.
Table table_of(std::span<const KnownForm* const> versions, std::span<const Answer> answers, const std::string& language = {});

/// The three numbers that stand for missing values where a format has none of its own (SPSS): -97 (not asked), -98 (not in that version),
/// -99 (no answer), or as many nines as it takes so that no answer is one of them.
std::int64_t missing_number(const Table& table, std::size_t variable, Missing missing);

}  // namespace escale::answers
