#include "sync/protocol/record.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {
constexpr std::array<std::pair<RecordKind, std::string_view>, 8> kKinds = {{
    {RecordKind::FormAnswer, "form-answer"},
    {RecordKind::PracticeSheet, "practice-sheet"},
    {RecordKind::SessionList, "session-list"},
    {RecordKind::LearningStatement, "learning-statement"},
    {RecordKind::Attendance, "attendance"},
    {RecordKind::Call, "call"},
    {RecordKind::Withdrawal, "withdrawal"},
    {RecordKind::Taps, "taps"},
}};
constexpr std::int64_t kMost = std::int64_t{1} << 53;  // what every JSON reader keeps exactly

/// SPEC.md section 2: what a code may do, and under which id.
Result<> check_rights(const Record& record, const Json& body) {
  const bool answer = record.kind == RecordKind::FormAnswer || record.kind == RecordKind::PracticeSheet;
  const bool withdrawal = record.kind == RecordKind::Withdrawal;
  if (withdrawal && !record.rights) return fail(Code::InvalidInput, "'rights' is missing from a withdrawal");
  if (record.rights && !answer && !withdrawal) return fail(Code::InvalidInput, fmt::format("'rights' must not be in a {}", kind_name(record.kind)));
  if (withdrawal && (record.form || record.session || record.day || record.replaces || !body.empty()))
    return fail(Code::InvalidInput, "a withdrawal says nothing but whose answer it takes back");
  if (record.replaces && !record.rights) return fail(Code::InvalidInput, "'deprecatedID' is in a record without 'rights'");
  if (!record.rights || withdrawal) return {};
  const RecordId first = first_record_id(*record.rights);
  if (!record.replaces && record.id != first) return fail(Code::InvalidInput, "'id' is not the one that goes with 'rights'");
  if (record.replaces && (record.id == first || record.id == *record.replaces))
    return fail(Code::InvalidInput, "'id' of a correction is not a new one");
  return {};
}

Result<> check_record(const Record& record, const Json& body) {
  if (!is_slug(record.mailbox)) return fail(Code::InvalidInput, fmt::format("'{}' is not a mailbox id", record.mailbox));
  if (record.epoch < 1 || record.epoch > kMost) return fail(Code::InvalidInput, "'epoch' is not between 1 and 2^53");
  const bool needs_form = record.kind == RecordKind::FormAnswer || record.kind == RecordKind::PracticeSheet || record.kind == RecordKind::Taps;
  if (needs_form && !record.form) return fail(Code::InvalidInput, fmt::format("'form' is missing from a {}", kind_name(record.kind)));
  if (record.form && !is_form_id(record.form->form_id))
    return fail(Code::InvalidInput, fmt::format("'{}' is not a form id", record.form->form_id));
  if (record.kind == RecordKind::SessionList && !record.session) return fail(Code::InvalidInput, "'session' is missing from a session-list");
  // DESIGN section 5: what would order or date an anonymous record must not exist.
  if (is_identified(record.kind) != record.sequence.has_value())
    return fail(Code::InvalidInput, fmt::format("'sequence' {} a {}", record.sequence ? "must not be in" : "is missing from", kind_name(record.kind)));
  if (record.sequence && (record.sequence->counter < 0 || record.sequence->counter > kMost || record.sequence->uptime.count() < 0 ||
                          record.sequence->uptime.count() > kMost))
    return fail(Code::InvalidInput, "'sequence' is out of range");
  if (!body.is_object()) return fail(Code::InvalidInput, "'body' is not a JSON object");
  return check_rights(record, body);
}

Json to_json(const Record& record, const Json& body, const crypto::VerifyKey& terminal) {
  Json out = {{"type", "record"},
              {"protocol", kProtocolVersion},
              {"kind", kind_name(record.kind)},
              {"id", record.id.text()},
              {"mailbox", record.mailbox},
              {"epoch", record.epoch},
              {"terminal", terminal.hex()},
              {"body", body}};
  if (record.form) out["form"] = {{"id", record.form->form_id}, {"sha256", record.form->digest.hex()}};
  if (record.session) out["session"] = record.session->text();
  if (record.day) out["day"] = day_text(*record.day);
  if (record.sequence)
    out["sequence"] = {{"boot", record.sequence->boot.text()},
                       {"counter", record.sequence->counter},
                       {"uptime", record.sequence->uptime.count()}};
  if (record.rights) out["rights"] = record.rights->hex();
  if (record.replaces) out["deprecatedID"] = record.replaces->text();
  return out;
}

template <class Id>
Result<Id> id_field(const Json& object, std::string_view key) {
  TRY_ASSIGN(const std::string text, json_string(object, key));
  auto id = Id::parse(text);
  if (!id) return fail(std::move(id).error().in(fmt::format("'{}'", key)));
  return id;
}
}  // namespace

std::string_view kind_name(RecordKind kind) {
  for (const auto& [value, name] : kKinds)
    if (value == kind) return name;
  CHECK(false);
}

Result<RecordKind> parse_kind(std::string_view name) {
  for (const auto& [value, text] : kKinds)
    if (text == name) return value;
  return fail(Code::InvalidInput, fmt::format("'{}' is not a kind of record", name));
}

bool is_identified(RecordKind kind) {
  return kind == RecordKind::LearningStatement || kind == RecordKind::Attendance || kind == RecordKind::Call;
}

RecordId first_record_id(const crypto::VerifyKey& rights) {
  crypto::Sha256 hash;
  hash.update(as_bytes("escale/first-record/v1\n"));
  hash.update(rights.bytes);
  const crypto::Digest digest = hash.finish();
  return RecordId::parse(to_hex(ByteView(digest.bytes).first(16))).value();
}

Result<SignedRecord> sign_record(Record record, const crypto::SigningKey& terminal, const crypto::SigningKey* rights) {
  if (record.rights.has_value() != (rights != nullptr) || (rights != nullptr && rights->verify_key() != *record.rights))
    return fail(Code::InvalidInput, "a record with 'rights' is signed by that very key, any other by none");
  TRY_ASSIGN(const Json body, parse_object(record.body, kMaxRecordBytes));
  TRY(check_record(record, body));
  record.body = body.dump();
  TRY_ASSIGN(const std::string message, canonical_json(to_json(record, body, terminal.verify_key())));
  if (message.size() > kMaxRecordBytes - 1024) return fail(Code::TooLarge, fmt::format("a record of {} bytes is over the limit", message.size()));
  SignedRecord out{std::move(record), terminal.verify_key(), terminal.sign(as_bytes(message))};
  if (rights != nullptr) out.rights_signature = rights->sign(as_bytes(message));
  return out;
}

std::string encode_record(const SignedRecord& signed_record) {
  auto body = parse_json(signed_record.record.body);
  CHECK(body.has_value());  // sign_record or decode_record made it
  Json whole = {{"record", to_json(signed_record.record, *body, signed_record.terminal)}, {"signature", signed_record.signature.hex()}};
  if (signed_record.rights_signature) whole["rights_signature"] = signed_record.rights_signature->hex();
  return whole.dump();
}

Result<SignedRecord> decode_record(std::string_view text) {
  TRY_ASSIGN(const Json whole, parse_object(text, kMaxRecordBytes));
  TRY(only_fields(whole, {"record", "signature", "rights_signature"}));
  TRY_ASSIGN(const Json* object, json_object(whole, "record"));
  TRY(check_head(*object, "record"));
  TRY(only_fields(*object, {"type", "protocol", "kind", "id", "mailbox", "epoch", "terminal", "body", "form", "session", "day", "sequence",
                            "rights", "deprecatedID"}));

  SignedRecord out;
  Record& record = out.record;
  TRY_ASSIGN(const std::string kind, json_string(*object, "kind"));
  TRY_ASSIGN(record.kind, parse_kind(kind));
  TRY_ASSIGN(record.id, id_field<RecordId>(*object, "id"));
  TRY_ASSIGN(record.mailbox, slug_field(*object, "mailbox"));
  TRY_ASSIGN(record.epoch, int_field(*object, "epoch", 1, kMost));
  TRY_ASSIGN(out.terminal, key_field(*object, "terminal"));
  TRY_ASSIGN(out.signature, signature_field(whole, "signature"));
  if (object->contains("form")) {
    TRY_ASSIGN(const Json* form, json_object(*object, "form"));
    TRY(only_fields(*form, {"id", "sha256"}));
    FormVersion version;
    TRY_ASSIGN(version.form_id, json_string(*form, "id"));
    TRY_ASSIGN(version.digest, digest_field(*form, "sha256"));
    record.form = std::move(version);
  }
  if (object->contains("session")) {
    TRY_ASSIGN(record.session, id_field<SessionId>(*object, "session"));
  }
  if (object->contains("day")) {
    TRY_ASSIGN(record.day, day_field(*object, "day"));
  }
  if (object->contains("sequence")) {
    TRY_ASSIGN(const Json* object_sequence, json_object(*object, "sequence"));
    TRY(only_fields(*object_sequence, {"boot", "counter", "uptime"}));
    Sequence sequence;
    TRY_ASSIGN(sequence.boot, id_field<BootId>(*object_sequence, "boot"));
    TRY_ASSIGN(sequence.counter, int_field(*object_sequence, "counter", 0, kMost));
    TRY_ASSIGN(const std::int64_t uptime, int_field(*object_sequence, "uptime", 0, kMost));
    sequence.uptime = std::chrono::seconds(uptime);
    record.sequence = sequence;
  }
  if (object->contains("rights")) {
    TRY_ASSIGN(record.rights, key_field(*object, "rights"));
  }
  if (object->contains("deprecatedID")) {
    TRY_ASSIGN(record.replaces, id_field<RecordId>(*object, "deprecatedID"));
  }
  if (whole.contains("rights_signature")) {
    TRY_ASSIGN(out.rights_signature, signature_field(whole, "rights_signature"));
  }
  if (record.rights.has_value() != out.rights_signature.has_value())
    return fail(Code::InvalidInput, "'rights' and 'rights_signature' come together");
  TRY_ASSIGN(const Json* body, json_object(*object, "body"));
  TRY(check_record(record, *body));
  record.body = body->dump();

  TRY_ASSIGN(const std::string message, canonical_json(*object));
  if (!out.terminal.verifies(as_bytes(message), out.signature))
    return fail(Code::Untrusted, "the record's signature is not its terminal's");
  if (record.rights && !record.rights->verifies(as_bytes(message), *out.rights_signature))
    return fail(Code::Untrusted, "the record is not signed by the code of its answer");
  return out;
}

}  // namespace escale::protocol
