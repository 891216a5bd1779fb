#include "content-bundles/learning/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace escale::learning {
namespace {
constexpr std::size_t kMaxDocuments = 1'000;
constexpr std::size_t kMaxAnswers = 500;
constexpr std::size_t kMaxIndexes = 200;
constexpr std::size_t kMaxIdBytes = 64;
constexpr std::size_t kMaxTypedBytes = 1'000;

Answered better(const Answered& a, const Answered& b) {
  if (a.score != b.score) return a.score > b.score ? a : b;
  // Equal scores: the same one whichever copy is met first.
  return to_json(a.response).dump() <= to_json(b.response).dump() ? a : b;
}

DocumentProgress merge(const DocumentProgress& a, const DocumentProgress& b) {
  DocumentProgress out = a;
  out.seen = a.seen || b.seen;
  if (b.best_score) out.best_score = std::max(out.best_score.value_or(0), *b.best_score);
  for (const auto& [question, answered] : b.answers) {
    const auto [place, added] = out.answers.try_emplace(question, answered);
    if (!added) place->second = better(place->second, answered);
  }
  return out;
}

Result<int> score_field(const Json& json, std::string_view key) {
  TRY_ASSIGN(const std::int64_t value, json_int(json, key));
  if (value < 0 || value > kFullScore) return fail(Code::InvalidInput, fmt::format("'{}' is not between 0 and {}", key, kFullScore));
  return static_cast<int>(value);
}

Result<std::size_t> index_value(const Json& json) {
  if (!json.is_number_integer() || json < 0 || json > 10'000) return fail(Code::InvalidInput, "an index is a whole number under 10000");
  return json.get<std::size_t>();
}

Result<> check_id(const std::string& id) {
  if (id.empty() || id.size() > kMaxIdBytes) return fail(Code::InvalidInput, "an id has 1 to 64 characters");
  return {};
}
}  // namespace

Result<Progress> merge(const Progress& a, const Progress& b) {
  if (a.course != b.course) return fail(Code::Refused, fmt::format("progress of '{}' and of '{}' cannot be merged", a.course, b.course));
  Progress out = a;
  for (const auto& [id, progress] : b.documents) {
    const auto [place, added] = out.documents.try_emplace(id, progress);
    if (!added) place->second = merge(place->second, progress);
  }
  return out;
}

void mark_seen(Progress& progress, const std::string& document) { progress.documents[document].seen = true; }

Completion completion(const Progress& progress, const std::vector<std::string>& documents) {
  Completion out;
  std::int64_t sum = 0;
  std::int64_t scored = 0;
  for (const std::string& id : documents) {
    ++out.total;
    const auto found = progress.documents.find(id);
    if (found == progress.documents.end()) continue;
    if (found->second.seen) ++out.seen;
    if (found->second.best_score) {
      sum += *found->second.best_score;
      ++scored;
    }
  }
  if (scored > 0) out.score = static_cast<int>((sum + scored / 2) / scored);
  return out;
}

Json to_json(const Response& response) {
  if (const auto* one = std::get_if<ChosenOne>(&response)) return {{"kind", "one"}, {"index", one->index}};
  if (const auto* several = std::get_if<ChosenSeveral>(&response)) return {{"kind", "several"}, {"indexes", several->indexes}};
  if (const auto* truth = std::get_if<ChosenTruth>(&response)) return {{"kind", "truth"}, {"value", truth->value}};
  if (const auto* typed = std::get_if<Typed>(&response)) return {{"kind", "typed"}, {"text", typed->text}};
  Json rights = Json::array();
  for (const auto& right : std::get<Matched>(response).rights) rights.push_back(right ? Json(*right) : Json(nullptr));
  return {{"kind", "matched"}, {"rights", rights}};
}

Result<Response> response_from_json(const Json& json) {
  TRY_ASSIGN(const std::string kind, json_string(json, "kind"));
  if (kind == "one") {
    TRY_ASSIGN(const Json* field, json_field(json, "index"));
    TRY_ASSIGN(const std::size_t index, index_value(*field));
    return ChosenOne{index};
  }
  if (kind == "several") {
    TRY_ASSIGN(const Json* field, json_array(json, "indexes"));
    if (field->size() > kMaxIndexes) return fail(Code::TooLarge, "'indexes' has over 200 items");
    ChosenSeveral several;
    for (const Json& item : *field) {
      TRY_ASSIGN(const std::size_t index, index_value(item));
      several.indexes.push_back(index);
    }
    return several;
  }
  if (kind == "truth") {
    TRY_ASSIGN(const bool value, json_bool(json, "value"));
    return ChosenTruth{value};
  }
  if (kind == "typed") {
    TRY_ASSIGN(std::string text, json_string(json, "text"));
    if (text.size() > kMaxTypedBytes) return fail(Code::TooLarge, "'text' is over 1000 bytes");
    return Typed{std::move(text)};
  }
  if (kind == "matched") {
    TRY_ASSIGN(const Json* field, json_array(json, "rights"));
    if (field->size() > kMaxIndexes) return fail(Code::TooLarge, "'rights' has over 200 items");
    Matched matched;
    for (const Json& item : *field) {
      if (item.is_null()) {
        matched.rights.emplace_back();
        continue;
      }
      TRY_ASSIGN(const std::size_t index, index_value(item));
      matched.rights.emplace_back(index);
    }
    return matched;
  }
  return fail(Code::InvalidInput, fmt::format("unknown kind of answer '{}'", kind));
}

Json to_json(const Progress& progress) {
  Json documents = Json::array();
  for (const auto& [id, kept] : progress.documents) {
    Json answers = Json::array();
    for (const auto& [question, answered] : kept.answers)
      answers.push_back({{"question", question}, {"response", to_json(answered.response)}, {"score", answered.score}});
    Json document = {{"answers", answers}, {"id", id}, {"seen", kept.seen}};
    if (kept.best_score) document["best_score"] = *kept.best_score;
    documents.push_back(std::move(document));
  }
  return {{"course", progress.course}, {"documents", documents}};
}

Result<Progress> progress_from_json(const Json& json) {
  Progress out;
  TRY_ASSIGN(out.course, json_string(json, "course"));
  TRY(check_id(out.course));
  TRY_ASSIGN(const Json* documents, json_array(json, "documents"));
  if (documents->size() > kMaxDocuments) return fail(Code::TooLarge, "'documents' has over 1000 items");
  for (const Json& item : *documents) {
    TRY_ASSIGN(const std::string id, json_string(item, "id"));
    TRY(check_id(id));
    DocumentProgress kept;
    TRY_ASSIGN(kept.seen, json_bool(item, "seen"));
    if (item.contains("best_score")) {
      TRY_ASSIGN(kept.best_score, score_field(item, "best_score"));
    }
    TRY_ASSIGN(const Json* answers, json_array(item, "answers"));
    if (answers->size() > kMaxAnswers) return fail(Code::TooLarge, "'answers' has over 500 items");
    for (const Json& entry : *answers) {
      TRY_ASSIGN(const std::string question, json_string(entry, "question"));
      TRY(check_id(question));
      TRY_ASSIGN(const Json* response, json_object(entry, "response"));
      Answered answered;
      TRY_ASSIGN(answered.response, response_from_json(*response));
      TRY_ASSIGN(answered.score, score_field(entry, "score"));
      if (!kept.answers.emplace(question, std::move(answered)).second)
        return fail(Code::InvalidInput, fmt::format("the question '{}' is there twice", question));
    }
    if (!out.documents.emplace(id, std::move(kept)).second)
      return fail(Code::InvalidInput, fmt::format("the document '{}' is there twice", id));
  }
  return out;
}

}  // namespace escale::learning
