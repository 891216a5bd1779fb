// A learner's state in one course, and how two offline copies of it become one: by union, best score kept.
// Rule: merge is commutative, associative and idempotent, so copies may meet in any order, any number of times.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "content-bundles/learning/document.hpp"
#include "content-bundles/learning/scoring.hpp"
#include "sync/base/json.hpp"

namespace escale::learning {

/// The best answer given to one question.
struct Answered {
  Response response;
  int score = 0;
  bool operator==(const Answered&) const = default;
};

struct DocumentProgress {
  bool seen = false;              ///< its last page was reached
  std::optional<int> best_score;  ///< 0 to kFullScore, of the best finished attempt at its questions
  std::map<std::string, Answered> answers;  ///< by question id, best kept
  bool operator==(const DocumentProgress&) const = default;
};

struct Progress {
  std::string course;                                ///< bundle id
  std::map<std::string, DocumentProgress> documents;  ///< by document id
  bool operator==(const Progress&) const = default;
};

/// Both copies in one. Refused when they are not of the same course.
Result<Progress> merge(const Progress& a, const Progress& b);

/// Marks a document as read to its end.
void mark_seen(Progress& progress, const std::string& document);

/// How far: documents seen, out of those asked about.
struct Completion {
  int seen = 0;
  int total = 0;
  std::optional<int> score;  ///< mean of the best scores of the quizzes finished, 0 to kFullScore
  bool operator==(const Completion&) const = default;
};
Completion completion(const Progress& progress, const std::vector<std::string>& documents);

/// ASCII-keyed JSON, for the learner's sealed notebook.
Json to_json(const Progress& progress);
/// The inverse; every field is checked and limited (1 000 documents, 500 answers each).
Result<Progress> progress_from_json(const Json& json);

Json to_json(const Response& response);
Result<Response> response_from_json(const Json& json);

}  // namespace escale::learning
