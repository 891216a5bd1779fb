#include "sync/answers/opened_folder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/xforms/form_blob.hpp"
#include "sync/answers/taps_files.hpp"
#include "sync/base/json.hpp"

namespace escale::answers {
namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{2} << 30;
constexpr std::size_t kMissingShown = 5;

template <class Id>
Json texts_of(const std::vector<Id>& ids) {
  Json list = Json::array();
  for (const Id& id : ids) list.push_back(id.text());
  return list;
}

template <class Id>
Result<std::vector<Id>> ids_of(const Json& object, std::string_view key) {
  TRY_ASSIGN(const std::vector<std::string> texts, json_strings(object, key));
  std::vector<Id> ids;
  for (const std::string& text : texts) {
    TRY_ASSIGN(const Id id, Id::parse(text));
    ids.push_back(id);
  }
  return ids;
}

Json form_json(const protocol::FormVersion& version) {
  return {{"id", version.form_id}, {"sha256", version.digest.hex()}};
}

Json summary(const Collection& collection, const KnownForms& forms) {
  const Counts& counts = collection.counts;
  Json json{{"mailbox", collection.mailbox},
            {"counts",
             {{"envelopes", counts.envelopes},
              {"answers", counts.answers},
              {"session_lists", counts.lists},
              {"duplicates", counts.duplicates},
              {"refused", counts.refused},
              {"withdrawn", counts.withdrawn},
              {"replaced", counts.replaced},
              {"withdrawals", counts.withdrawals},
              {"taps", counts.taps},
              {"expired", counts.expired}}},
            {"sessions", Json::array()},
            {"refused", Json::array()},
            {"forms", Json::array()}};
  for (const SessionReport& session : collection.sessions)
    json["sessions"].push_back({{"id", session.id.text()},
                                {"title", session.title},
                                {"has_list", session.has_list},
                                {"closed", session.closed},
                                {"collected", session.completeness.collected},
                                {"here", session.completeness.here},
                                {"missing", texts_of(session.completeness.missing)},
                                {"unlisted", texts_of(session.completeness.unlisted)}});
  for (const Refused& refused : collection.refused) {
    Json item{{"envelope", refused.envelope.hex()},
              {"reason", std::string(refusal_name(refused.reason))},
              {"detail", refused.detail}};
    if (refused.record) item["record"] = refused.record->text();
    json["refused"].push_back(std::move(item));
  }
  for (const KnownForm* known : forms.all()) {
    const auto answers = std::count_if(collection.answers.begin(), collection.answers.end(),
                                       [&](const Answer& item) { return item.form == known->version; });
    if (answers == 0) continue;
    Json item = form_json(known->version);
    item["version"] = known->author_version();
    item["answers"] = answers;
    json["forms"].push_back(std::move(item));
  }
  return json;
}

Result<std::string> answer_line(const Answer& answer, const KnownForms& forms) {
  if (!forms.find(answer.form)) return fail(Code::NotFound, fmt::format("the form of answer {} is not at hand", answer.id.text()));
  Json line{{"form", form_json(answer.form)}, {"id", answer.id.text()}, {"instance", answer.instance}};
  if (answer.session) line["session"] = answer.session->text();
  if (answer.day) line["day"] = protocol::day_text(*answer.day);
  line["last_day"] = protocol::day_text(answer.last_day);
  return stored_json(line);
}

Result<Answer> read_answer(std::string_view text, const KnownForms& forms) {
  TRY_ASSIGN(Json line, parse_json(text));
  Answer answer;
  TRY_ASSIGN(const std::string id, json_string(line, "id"));
  TRY_ASSIGN(answer.id, protocol::RecordId::parse(id));
  if (line.contains("session")) {
    TRY_ASSIGN(const std::string session, json_string(line, "session"));
    TRY_ASSIGN(answer.session, protocol::SessionId::parse(session));
  }
  if (line.contains("day")) {
    TRY_ASSIGN(const std::string day, json_string(line, "day"));
    TRY_ASSIGN(answer.day, protocol::parse_day(day));
  }
  TRY_ASSIGN(const std::string last_day, json_string(line, "last_day"));
  TRY_ASSIGN(answer.last_day, protocol::parse_day(last_day));
  TRY_ASSIGN(const Json* form, json_object(line, "form"));
  TRY_ASSIGN(answer.form.form_id, json_string(*form, "id"));
  TRY_ASSIGN(const std::string digest, json_string(*form, "sha256"));
  TRY_ASSIGN(answer.form.digest, crypto::Digest::parse(digest));
  TRY_ASSIGN(answer.instance, json_string(line, "instance"));
  for (const auto& [key, value] : line.items())
    if (key != "id" && key != "session" && key != "day" && key != "form" && key != "instance" && key != "last_day")
      return fail(Code::InvalidInput, fmt::format("'{}' is not known here", key));
  const KnownForm* known = forms.find(answer.form);
  if (!known) return fail(Code::NotFound, fmt::format("forms/{}.xml is missing", digest));
  // What was worked out again when the envelope was opened is not a second time: the structure is enough to count on.
  TRY(forms::Submission::parse(*known->plan, answer.instance));
  return answer;
}

Result<std::size_t> count_in(const Json& object, std::string_view key) {
  TRY_ASSIGN(const std::int64_t value, json_int(object, key));
  if (value < 0) return fail(Code::InvalidInput, fmt::format("'{}' is negative", key));
  return static_cast<std::size_t>(value);
}

Result<> read_summary(std::string_view text, Collection& collection) {
  TRY_ASSIGN(const Json json, parse_json(text));
  TRY_ASSIGN(collection.mailbox, json_string(json, "mailbox"));
  TRY_ASSIGN(const Json* counts, json_object(json, "counts"));
  TRY_ASSIGN(collection.counts.envelopes, count_in(*counts, "envelopes"));
  TRY_ASSIGN(collection.counts.answers, count_in(*counts, "answers"));
  TRY_ASSIGN(collection.counts.lists, count_in(*counts, "session_lists"));
  TRY_ASSIGN(collection.counts.duplicates, count_in(*counts, "duplicates"));
  TRY_ASSIGN(collection.counts.refused, count_in(*counts, "refused"));
  TRY_ASSIGN(collection.counts.withdrawn, count_in(*counts, "withdrawn"));
  TRY_ASSIGN(collection.counts.replaced, count_in(*counts, "replaced"));
  TRY_ASSIGN(collection.counts.withdrawals, count_in(*counts, "withdrawals"));
  TRY_ASSIGN(collection.counts.taps, count_in(*counts, "taps"));
  TRY_ASSIGN(collection.counts.expired, count_in(*counts, "expired"));
  TRY_ASSIGN(const Json* sessions, json_array(json, "sessions"));
  for (const Json& item : *sessions) {
    SessionReport session;
    TRY_ASSIGN(const std::string id, json_string(item, "id"));
    TRY_ASSIGN(session.id, protocol::SessionId::parse(id));
    TRY_ASSIGN(session.title, json_string(item, "title"));
    TRY_ASSIGN(session.has_list, json_bool(item, "has_list"));
    TRY_ASSIGN(session.closed, json_bool(item, "closed"));
    TRY_ASSIGN(session.completeness.collected, count_in(item, "collected"));
    TRY_ASSIGN(session.completeness.here, count_in(item, "here"));
    TRY_ASSIGN(session.completeness.missing, ids_of<protocol::RecordId>(item, "missing"));
    TRY_ASSIGN(session.completeness.unlisted, ids_of<protocol::RecordId>(item, "unlisted"));
    collection.sessions.push_back(std::move(session));
  }
  TRY_ASSIGN(const Json* refused, json_array(json, "refused"));
  for (const Json& item : *refused) {
    Refused one;
    TRY_ASSIGN(const std::string envelope, json_string(item, "envelope"));
    TRY_ASSIGN(one.envelope, crypto::Digest::parse(envelope));
    TRY_ASSIGN(one.detail, json_string(item, "detail"));
    TRY_ASSIGN(const std::string reason, json_string(item, "reason"));
    TRY_ASSIGN(one.reason, parse_refusal(reason));
    if (item.contains("record")) {
      TRY_ASSIGN(const std::string record, json_string(item, "record"));
      TRY_ASSIGN(one.record, protocol::RecordId::parse(record));
    }
    collection.refused.push_back(std::move(one));
  }
  return {};
}

}  // namespace

std::string summary_json(const Collection& collection, const KnownForms& forms) {
  auto text = stored_json(summary(collection, forms));
  CHECK(text.has_value());  // whole numbers and ASCII keys only
  return std::move(*text);
}

std::string summary_text(const Collection& collection) {
  const Counts& counts = collection.counts;
  std::string text = fmt::format("{} envelopes: {} answers, {} session lists, {} duplicates, {} refused\n",
                                 counts.envelopes, counts.answers, counts.lists, counts.duplicates, counts.refused);
  if (counts.withdrawn + counts.replaced + counts.withdrawals > 0)
    text += fmt::format("By their persons: {} taken back ({} requests), {} replaced by a correction\n", counts.withdrawn, counts.withdrawals, counts.replaced);
  if (counts.taps > 0) text += fmt::format("{} counts of taps\n", counts.taps);
  if (counts.expired > 0) text += fmt::format("{} left out: kept longer than the mailbox allows\n", counts.expired);
  for (const SessionReport& session : collection.sessions) {
    const protocol::Completeness& found = session.completeness;
    const std::string name = session.title.empty() ? session.id.text() : session.title;
    if (!session.has_list) {
      text += fmt::format("Session {}: {} here, no list of what was collected yet\n", name, found.unlisted.size());
      continue;
    }
    text += fmt::format("Session {}: {} collected, {} here{}\n", name, found.collected, found.here,
                        session.closed ? "" : " (the session was not closed)");
    if (!found.missing.empty()) {
      text += "  missing:";
      for (std::size_t i = 0; i < std::min(found.missing.size(), kMissingShown); ++i)
        text += " " + found.missing[i].text();
      text += found.missing.size() > kMissingShown ? fmt::format(" and {} more\n", found.missing.size() - kMissingShown)
                                                   : "\n";
    }
    if (!found.unlisted.empty()) text += fmt::format("  {} more than the list says\n", found.unlisted.size());
  }
  for (const Refused& refused : collection.refused)
    text += fmt::format("Refused {}: {} ({})\n", refused.envelope.hex().substr(0, 16), refused.detail,
                        refusal_name(refused.reason));
  return text;
}

Result<> write_opened(Files& files, const Path& folder, const Collection& collection, const KnownForms& forms) {
  std::string lines;
  for (const Answer& answer : collection.answers) {
    TRY_ASSIGN(const std::string line, answer_line(answer, forms));
    lines += line + "\n";
  }
  TRY(files.make_directories(folder / "forms"));
  for (const KnownForm* known : forms.all())
    TRY(files.write_atomic(folder / "forms" / (known->version.digest.hex() + ".xml"), as_bytes(known->blob)));
  TRY(files.write_atomic(folder / "answers.jsonl", as_bytes(lines)));
  TRY_ASSIGN(const std::string taps, taps_lines(collection.taps));
  TRY(files.write_atomic(folder / "taps.jsonl", as_bytes(taps)));
  return files.write_atomic(folder / "summary.json", as_bytes(summary_json(collection, forms)));
}

Result<OpenedFolder> read_opened(const Files& files, const Path& folder) {
  OpenedFolder opened;
  TRY_ASSIGN(const std::vector<std::string> names, files.list(folder / "forms"));
  for (const std::string& name : names) {
    TRY_ASSIGN(const Bytes blob, files.read(folder / "forms" / name, xforms::kMaxFormBytes));
    if (auto added = opened.forms.add(as_text(blob)); !added) return fail(std::move(added).error().in("forms/" + name));
  }
  TRY_ASSIGN(const Bytes summary_file, files.read(folder / "summary.json", kMaxFileBytes));
  if (auto read = read_summary(as_text(summary_file), opened.collection); !read)
    return fail(std::move(read).error().in("summary.json"));
  TRY_ASSIGN(const Bytes lines, files.read(folder / "answers.jsonl", kMaxFileBytes));
  std::string_view rest = as_text(lines);
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos)
      return fail(Code::Corrupt,
                  fmt::format("answers.jsonl, line {}: the file is cut; open the envelopes again", number));
    auto answer = read_answer(rest.substr(0, end), opened.forms);
    if (!answer) return fail(std::move(answer).error().in(fmt::format("answers.jsonl, line {}", number)));
    opened.collection.answers.push_back(std::move(*answer));
    rest.remove_prefix(end + 1);
  }
  TRY_ASSIGN(const Bytes taps, files.read(folder / "taps.jsonl", kMaxFileBytes));
  TRY_ASSIGN(opened.collection.taps, read_taps_lines(as_text(taps)));
  const Counts& counts = opened.collection.counts;
  if (opened.collection.answers.size() != counts.answers || opened.collection.refused.size() != counts.refused ||
      opened.collection.taps.size() != counts.taps || counts.envelopes != counts.sum())
    return fail(Code::Corrupt,
                fmt::format("answers.jsonl has {} answers and summary.json counts {}; open the envelopes again",
                            opened.collection.answers.size(), counts.answers));
  return opened;
}

}  // namespace escale::answers
