#include "sync/protocol/session.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {

Result<std::string> encode_session(const SessionOpening& session) {
  TRY(check_name(session.title, "title"));
  if (!is_slug(session.mailbox)) return fail(Code::InvalidInput, fmt::format("'{}' is not a mailbox id", session.mailbox));
  TRY(check_forms(session.forms));
  Json object = {{"type", "session"},
                 {"protocol", kProtocolVersion},
                 {"id", session.id.text()},
                 {"title", session.title},
                 {"mailbox", session.mailbox},
                 {"forms", to_json(session.forms)},
                 {"recipient", session.recipient.text()}};
  if (session.day) object["day"] = day_text(*session.day);
  return stored_json(object);
}

Result<SessionOpening> decode_session(std::string_view text) {
  TRY_ASSIGN(const Json object, parse_object(text, kMaxStatementBytes));
  TRY(check_head(object, "session"));
  TRY(only_fields(object, {"type", "protocol", "id", "title", "mailbox", "forms", "recipient", "day"}));
  SessionOpening session;
  TRY_ASSIGN(const std::string id, json_string(object, "id"));
  TRY_ASSIGN(session.id, SessionId::parse(id));
  TRY_ASSIGN(session.title, name_field(object, "title"));
  TRY_ASSIGN(session.mailbox, slug_field(object, "mailbox"));
  TRY_ASSIGN(session.forms, forms_field(object, "forms"));
  TRY_ASSIGN(const std::string recipient, json_string(object, "recipient"));
  TRY_ASSIGN(session.recipient, crypto::Recipient::parse(recipient));
  if (object.contains("day")) {
    TRY_ASSIGN(session.day, day_field(object, "day"));
  }
  return session;
}

Result<Record> session_list_record(const SessionOpening& session, std::vector<RecordId> records, bool closed, std::int64_t epoch,
                                   Random& random) {
  if (records.size() > kMaxSessionRecords)
    return fail(Code::TooLarge, fmt::format("a session of over {} records: close it and open another", kMaxSessionRecords));
  TRY(check_name(session.title, "title"));
  TRY(check_forms(session.forms));
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  Json ids = Json::array();
  for (const auto& id : records) ids.push_back(id.text());
  const Json body = {
      {"title", session.title}, {"forms", to_json(session.forms)}, {"closed", closed}, {"records", std::move(ids)}};
  Record record;
  record.kind = RecordKind::SessionList;
  record.id = RecordId::random(random);
  record.mailbox = session.mailbox;
  record.epoch = epoch;
  record.session = session.id;
  record.day = session.day;
  record.body = body.dump();
  return record;
}

Result<SessionList> session_list(const Record& record) {
  if (record.kind != RecordKind::SessionList)
    return fail(Code::InvalidInput, fmt::format("a {} is not a session-list", kind_name(record.kind)));
  TRY_ASSIGN(const Json body, parse_object(record.body, kMaxRecordBytes));
  TRY(only_fields(body, {"title", "forms", "closed", "records"}));
  SessionList list;
  TRY_ASSIGN(list.title, name_field(body, "title"));
  TRY_ASSIGN(list.forms, forms_field(body, "forms"));
  TRY_ASSIGN(list.closed, json_bool(body, "closed"));
  TRY_ASSIGN(const Json* ids, list_field(body, "records", kMaxSessionRecords));
  for (const auto& item : *ids) {
    if (!item.is_string()) return fail(Code::InvalidInput, "'records' is not a list of texts");
    TRY_ASSIGN(const RecordId id, RecordId::parse(item.get_ref<const std::string&>()));
    if (!list.records.empty() && !(list.records.back() < id))
      return fail(Code::InvalidInput, "'records' is not sorted without repeats");
    list.records.push_back(id);
  }
  return list;
}

Completeness compare(const SessionList& list, std::vector<RecordId> here) {
  std::sort(here.begin(), here.end());
  here.erase(std::unique(here.begin(), here.end()), here.end());
  Completeness out;
  out.collected = list.records.size();
  std::set_difference(list.records.begin(), list.records.end(), here.begin(), here.end(), std::back_inserter(out.missing));
  std::set_difference(here.begin(), here.end(), list.records.begin(), list.records.end(), std::back_inserter(out.unlisted));
  out.here = out.collected - out.missing.size();
  return out;
}

}  // namespace escale::protocol
