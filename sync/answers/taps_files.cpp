#include "sync/answers/taps_files.hpp"

#include <fmt/format.h>

#include <set>

#include "sync/answers/codebook.hpp"
#include "sync/answers/csv.hpp"

namespace escale::answers {
namespace {

Json counts_of(const protocol::Taps& taps) {
  Json out = Json::array();
  for (const protocol::TapCount& one : taps.counts) out.push_back({{"choice", one.choice}, {"taps", one.taps}, {"in_bursts", one.in_bursts}});
  return out;
}

Result<TapsCounted> read_line(std::string_view text) {
  TRY_ASSIGN(const Json line, parse_json(text));
  TapsCounted out;
  TRY_ASSIGN(const std::string id, json_string(line, "id"));
  TRY_ASSIGN(out.id, protocol::RecordId::parse(id));
  TRY_ASSIGN(const Json* form, json_object(line, "form"));
  TRY_ASSIGN(out.form.form_id, json_string(*form, "id"));
  TRY_ASSIGN(const std::string digest, json_string(*form, "sha256"));
  TRY_ASSIGN(out.form.digest, crypto::Digest::parse(digest));
  if (line.contains("session")) {
    TRY_ASSIGN(const std::string session, json_string(line, "session"));
    TRY_ASSIGN(out.session, protocol::SessionId::parse(session));
  }
  if (line.contains("day")) {
    TRY_ASSIGN(const std::string day, json_string(line, "day"));
    TRY_ASSIGN(out.day, protocol::parse_day(day));
  }
  TRY_ASSIGN(const std::string last_day, json_string(line, "last_day"));
  TRY_ASSIGN(out.last_day, protocol::parse_day(last_day));
  TRY_ASSIGN(out.taps.question, json_string(line, "question"));
  TRY_ASSIGN(const Json* counts, json_array(line, "counts"));
  for (const Json& item : *counts) {
    protocol::TapCount one;
    TRY_ASSIGN(one.choice, json_string(item, "choice"));
    TRY_ASSIGN(one.taps, json_int(item, "taps"));
    TRY_ASSIGN(one.in_bursts, json_int(item, "in_bursts"));
    out.taps.counts.push_back(std::move(one));
  }
  return out;
}

}  // namespace

Result<std::string> taps_lines(const std::vector<TapsCounted>& taps) {
  std::string out;
  for (const TapsCounted& one : taps) {
    Json line = {{"id", one.id.text()},
                 {"form", {{"id", one.form.form_id}, {"sha256", one.form.digest.hex()}}},
                 {"last_day", protocol::day_text(one.last_day)},
                 {"question", one.taps.question},
                 {"counts", counts_of(one.taps)}};
    if (one.session) line["session"] = one.session->text();
    if (one.day) line["day"] = protocol::day_text(*one.day);
    TRY_ASSIGN(const std::string text, stored_json(line));
    out += text + "\n";
  }
  return out;
}

Result<std::vector<TapsCounted>> read_taps_lines(std::string_view lines) {
  std::vector<TapsCounted> out;
  for (std::size_t number = 1; !lines.empty(); ++number) {
    const std::size_t end = lines.find('\n');
    if (end == std::string_view::npos) return fail(Code::Corrupt, fmt::format("taps.jsonl, line {}: the file is cut; open the envelopes again", number));
    auto one = read_line(lines.substr(0, end));
    if (!one) return fail(std::move(one).error().in(fmt::format("taps.jsonl, line {}", number)));
    out.push_back(std::move(*one));
    lines.remove_prefix(end + 1);
  }
  return out;
}

std::vector<std::string> forms_with_taps(const std::vector<TapsCounted>& taps) {
  std::set<std::string> forms;
  for (const TapsCounted& one : taps) forms.insert(one.form.form_id);
  return {forms.begin(), forms.end()};
}

std::string taps_csv(std::string_view form_id, const std::vector<TapsCounted>& taps) {
  std::string out = "record,session,day,form_version,question,choice,taps,in_bursts\r\n";
  for (const TapsCounted& one : taps) {
    if (one.form.form_id != form_id) continue;
    for (const protocol::TapCount& count : one.taps.counts)
      out += fmt::format("{},{},{},{},{},{},{},{}\r\n", one.id.text(), one.session ? one.session->text() : "", one.day ? protocol::day_text(*one.day) : "",
                         one.form.digest.hex(), csv_field(without_formula(one.taps.question)), csv_field(without_formula(count.choice)), count.taps, count.in_bursts);
  }
  return out;
}

Json taps_resource(std::string_view form_id, std::string_view csv) {
  const auto field = [](const char* name, const char* type, const char* title) { return Json{{"name", name}, {"type", type}, {"title", title}}; };
  Json schema = {{"fields",
                  {field("record", "string", "Enregistrement"), field("session", "string", "Séance"), field("day", "date", "Jour, s’il est connu"),
                   field("form_version", "string", "Version exacte du formulaire (SHA-256)"), field("question", "string", "Question"),
                   field("choice", "string", "Réponse"), field("taps", "integer", "Touches"),
                   field("in_bursts", "integer", "Dont touches en rafale (trois au moins en trois secondes)")}},
                 {"missingValues", {""}},
                 {"primaryKey", {"record", "choice"}}};
  return csv_resource(fmt::format("{}_taps", form_id), "Touches d’une borne à un geste, comptées par séance ou par demi-journée", fmt::format("{}_taps.csv", form_id), csv,
                      std::move(schema));
}

}  // namespace escale::answers
