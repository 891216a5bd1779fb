// Tables that may be published: counts of closed questions, all together and session by session, with what would tell about somebody hidden.
// Texts and single answers are never published.
#pragma once

#include "sync/answers/disclosure.hpp"
#include "sync/answers/export.hpp"

namespace escale::answers {

/// For each form that has answers: `<form>_tables.csv` (one line a count) and `<form>_tables.md` (for people, in French); for all:
/// `publication.json` (rules, how many counts are hidden, SHA-256 of each file). A hidden count is "secret" and nothing says by which rule.
/// Sessions of fewer than k answers are put together with the next smallest. Refused when no form has k answers.
Result<std::vector<ExportedFile>> publish_answers(const Collection& collection, const KnownForms& forms, const std::string& language, const DisclosureRules& rules);

}  // namespace escale::answers
