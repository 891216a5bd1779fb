// What `escale answers open` leaves for `escale answers export`: answers.jsonl (one answer a line), taps.jsonl, summary.json,
// forms/<sha256>.xml. Each answer bears its last day: it is not exported after it. The rule: these are people's words in clear; the folder is for the reader alone. Written the
// same way for the same answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/answers/opening.hpp"
#include "sync/base/files.hpp"

namespace escale::answers {

struct OpenedFolder {
  Collection collection;  ///< refused envelopes and sessions included
  KnownForms forms;
};

/// Writes the folder, made when absent. Every answer's form must be known.
Result<> write_opened(Files& files, const Path& folder, const Collection& collection, const KnownForms& forms);
/// Reads it back. InvalidInput names the file and line; Corrupt when the counts do not add up.
Result<OpenedFolder> read_opened(const Files& files, const Path& folder);

/// {"counts":{…},"mailbox":…,"sessions":[…],"refused":[…],"forms":[…]}: how many, what is missing, and why. Holds
/// nobody's words.
std::string summary_json(const Collection& collection, const KnownForms& forms);

/// The same in a few lines for people: "12 collected, 12 here".
std::string summary_text(const Collection& collection);

}  // namespace escale::answers
