// What the versions of one form asked, question by question: kinds, codes, names. Inside of table.hpp.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "content-bundles/forms/outline.hpp"
#include "sync/answers/table.hpp"
#include "sync/answers/variable_names.hpp"

namespace escale::answers {

/// A question in one version of the form.
struct AskedIn {
  const KnownForm* form = nullptr;
  forms::OutlineQuestion question{};
  std::vector<forms::ChoiceTexts> choices{};
};

/// A question over all versions that have it, oldest first. Its key is its path without the answers' element: names may come twice in a
/// form that another tool wrote.
struct Question {
  std::string key, name;
  std::string repeat;  ///< key of the deepest repeat it stands in; empty: none
  std::vector<AskedIn> versions{};
  bool mixed = false;  ///< asked as two types: all as texts
  std::string variable{};                           ///< its name in every format
  std::map<std::string, std::string> choices_as{};  ///< names of the variables of its choices, by code

  const AskedIn& newest() const { return versions.back(); }
  const AskedIn* in(const KnownForm* form) const;
  forms::Recorded recorded() const { return mixed ? forms::Recorded::Words : newest().question.recorded; }
  bool has_choice_variables() const;
};

/// A repeat over all versions.
struct Repeat {
  std::string key, name, above;  ///< above: key of the repeat around it
  std::string label{};
};

struct Questions {
  std::vector<Question> all;     ///< as the newest version asks them, then what only older ones asked
  std::vector<Repeat> repeats;
  std::map<std::string, VariableNames> names;  ///< taken in each table, by repeat
};

/// `own`: names that each table takes first, for its keys.
Questions questions_of(std::span<const KnownForm* const> versions, const std::string& language);

Storage storage_of(const Question& question);
Measure measure_of(const Question& question);
/// Every choice that any version gave, the oldest version first: a choice keeps its number when another is added.
std::vector<ValueCode> codes_of(const Question& question, const std::string& language);
std::string label_in(const KnownForm& form, const forms::Texts& texts, const std::string& language);
/// The path of a place without the answers' element: "groupe/question".
std::string key_of(const forms::Plan& plan, forms::PlaceId place);
/// Names of the copies' numbers in a repeat's table: those of the repeats around it, then "copy".
std::vector<std::string> copy_names(const Questions& questions, const std::string& repeat);

}  // namespace escale::answers
