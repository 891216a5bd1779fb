#include "kiosk/app/draft_content.hpp"

#include "sync/base/json.hpp"

namespace escale::app {

DraftContent draft_of(const State& state) {
  const Feedback& feedback = state.feedback;
  const forms::Instances& tree = feedback.filling->instances();
  DraftContent out;
  out.key = feedback.open->key;
  out.sha256 = feedback.open->sha256;
  out.lang = state.preferences.lang;
  out.easy_reading = state.preferences.easy_reading;
  out.page = feedback.page;
  out.row = feedback.row;
  out.answers = feedback.filling->xml();
  for (const auto& [question, text] : feedback.typed) out.typed[tree.path(question)] = text;
  for (const forms::NodeId question : feedback.given) out.given.push_back(tree.path(question));
  return out;
}

Bytes encode_draft(const DraftContent& draft) {
  Json typed = Json::array();  // references hold what ASCII keys may not
  for (const auto& [reference, text] : draft.typed) typed.push_back({reference, text});
  const Json whole = {{"bundle", draft.key.bundle}, {"document", draft.key.document}, {"sha256", draft.sha256}, {"lang", draft.lang},
                      {"easy", draft.easy_reading}, {"page", draft.page},             {"row", draft.row},       {"answers", draft.answers},
                      {"typed", std::move(typed)},  {"given", draft.given}};
  // A field is cut between bytes by nobody; should one be, what can be kept of it is.
  return to_bytes(whole.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<DraftContent> decode_draft(ByteView bytes) {
  TRY_ASSIGN(const Json whole, parse_json(as_text(bytes)));
  DraftContent out;
  TRY_ASSIGN(out.key.bundle, json_string(whole, "bundle"));
  TRY_ASSIGN(out.key.document, json_string(whole, "document"));
  TRY_ASSIGN(out.sha256, json_string(whole, "sha256"));
  TRY_ASSIGN(out.lang, json_string(whole, "lang"));
  TRY_ASSIGN(out.easy_reading, json_bool(whole, "easy"));
  TRY_ASSIGN(const std::int64_t page, json_int(whole, "page"));
  TRY_ASSIGN(const std::int64_t row, json_int(whole, "row"));
  out.page = static_cast<int>(page);
  out.row = static_cast<int>(row);
  TRY_ASSIGN(out.answers, json_string(whole, "answers"));
  TRY_ASSIGN(const Json* typed, json_array(whole, "typed"));
  for (const Json& pair : *typed) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) return fail(Code::InvalidInput, "'typed' holds something else than texts");
    out.typed.emplace(pair[0].get<std::string>(), pair[1].get<std::string>());
  }
  TRY_ASSIGN(out.given, json_strings(whole, "given"));
  return out;
}

}  // namespace escale::app
