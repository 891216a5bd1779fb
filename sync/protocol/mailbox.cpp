#include "sync/protocol/mailbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {
constexpr std::string_view kSuite = "age-x25519";

Json to_json(const std::vector<NamedRecipient>& recipients) {
  Json list = Json::array();
  for (const auto& recipient : recipients) list.push_back({{"key", recipient.key.text()}, {"name", recipient.name}});
  return list;
}

Result<std::vector<NamedRecipient>> recipients_field(const Json& object, std::string_view key) {
  TRY_ASSIGN(const Json* list, list_field(object, key, kMaxRecipients));
  std::vector<NamedRecipient> out;
  for (const auto& item : *list) {
    TRY(only_fields(item, {"key", "name"}));
    NamedRecipient recipient;
    TRY_ASSIGN(recipient.name, name_field(item, "name"));
    TRY_ASSIGN(const std::string text, json_string(item, "key"));
    auto parsed = crypto::Recipient::parse(text);
    if (!parsed) return fail(std::move(parsed).error().in(fmt::format("'{}', key of {}", key, recipient.name)));
    recipient.key = *parsed;
    out.push_back(std::move(recipient));
  }
  return out;
}

Json to_json(const Rehearsal& rehearsal) {
  Json opened = Json::array();
  for (const RehearsalProof& one : rehearsal.opened) opened.push_back({{"key", one.key.text()}, {"proof", one.proof.hex()}});
  return {{"day", day_text(rehearsal.day)}, {"challenge", rehearsal.challenge.hex()}, {"opened", std::move(opened)}};
}

Result<Rehearsal> rehearsal_field(const Json& object) {
  TRY_ASSIGN(const Json* field, json_object(object, "rehearsal"));
  TRY(only_fields(*field, {"day", "challenge", "opened"}));
  Rehearsal out;
  TRY_ASSIGN(out.day, day_field(*field, "day"));
  TRY_ASSIGN(out.challenge, digest_field(*field, "challenge"));
  TRY_ASSIGN(const Json* opened, list_field(*field, "opened", kMaxRecipients));
  for (const Json& item : *opened) {
    TRY(only_fields(item, {"key", "proof"}));
    TRY_ASSIGN(const std::string text, json_string(item, "key"));
    RehearsalProof one;
    TRY_ASSIGN(one.key, crypto::Recipient::parse(text));
    TRY_ASSIGN(one.proof, digest_field(item, "proof"));
    out.opened.push_back(one);
  }
  return out;
}
}  // namespace

std::vector<crypto::Recipient> MailboxDescriptor::recipients() const {
  std::vector<crypto::Recipient> out;
  for (const auto& member : members) out.push_back(member.key);
  for (const auto& key : recovery) out.push_back(key.key);
  return out;
}

bool MailboxDescriptor::is_reader(const crypto::VerifyKey& key) const {
  return std::any_of(readers.begin(), readers.end(), [&](const NamedKey& reader) { return reader.key == key; });
}

std::vector<crypto::VerifyKey> MailboxDescriptor::reader_keys() const {
  std::vector<crypto::VerifyKey> out;
  for (const auto& reader : readers) out.push_back(reader.key);
  return out;
}

Result<> check_mailbox(const MailboxDescriptor& mailbox) {
  if (!is_slug(mailbox.id)) return fail(Code::InvalidInput, fmt::format("'{}' is not a mailbox id", mailbox.id));
  if (mailbox.title.empty()) return fail(Code::InvalidInput, "the mailbox has no title");
  for (const auto& [tag, text] : mailbox.title) TRY(check_name(text, "title"));
  if (mailbox.epoch < 1) return fail(Code::InvalidInput, "'epoch' is less than 1");
  if (mailbox.members.size() < 2)
    return fail(Code::InvalidInput, fmt::format("a mailbox needs at least 2 member recipients, this one has {}", mailbox.members.size()));
  if (mailbox.recovery.empty()) return fail(Code::InvalidInput, "a mailbox needs at least 1 recovery recipient, this one has none");
  if (mailbox.members.size() + mailbox.recovery.size() > kMaxRecipients)
    return fail(Code::TooLarge, fmt::format("a mailbox has at most {} recipients", kMaxRecipients));
  std::set<crypto::Recipient> seen;
  for (const auto* list : {&mailbox.members, &mailbox.recovery})
    for (const auto& recipient : *list) {
      TRY(check_name(recipient.name, "recipients"));
      if (!seen.insert(recipient.key).second)
        return fail(Code::InvalidInput, fmt::format("the key of '{}' is there twice: each recipient needs a key of their own", recipient.name));
    }
  TRY(check_keys(mailbox.readers, "readers"));
  if (mailbox.readers.empty()) return fail(Code::InvalidInput, "a mailbox needs at least 1 reader key");
  if (mailbox.quota.envelopes_per_terminal_per_day < 1 || mailbox.quota.bytes_total < 1)
    return fail(Code::InvalidInput, "'quota' allows nothing");
  if (mailbox.retention_days < 1 || mailbox.retention_days > 36500)
    return fail(Code::InvalidInput, "'retention_days' is not between 1 and 36500");
  if (mailbox.rules.release_minimum < 1) return fail(Code::InvalidInput, "'release_minimum' is less than 1");
  return {};
}

Result<std::string> encode_mailbox(const MailboxDescriptor& mailbox) {
  TRY(check_mailbox(mailbox));
  Json title = Json::object();
  for (const auto& [tag, text] : mailbox.title) title[tag] = text;
  Json out = {{"type", "mailbox"},
                         {"protocol", kProtocolVersion},
                         {"id", mailbox.id},
                         {"title", std::move(title)},
                         {"epoch", mailbox.epoch},
                         {"suite", kSuite},
                         {"recipients", {{"members", to_json(mailbox.members)}, {"recovery", to_json(mailbox.recovery)}}},
                         {"readers", to_json(mailbox.readers)},
                         {"quota",
                          {{"envelopes_per_terminal_per_day", mailbox.quota.envelopes_per_terminal_per_day},
                           {"bytes_total", mailbox.quota.bytes_total}}},
                         {"retention_days", mailbox.retention_days},
                         {"rules", {{"release_minimum", mailbox.rules.release_minimum}}}};
  if (mailbox.rehearsal) out["rehearsal"] = to_json(*mailbox.rehearsal);
  return stored_json(out);
}

Result<MailboxDescriptor> decode_mailbox(std::string_view text) {
  TRY_ASSIGN(const Json object, parse_object(text, kMaxStatementBytes));
  TRY(check_head(object, "mailbox"));
  TRY(only_fields(object, {"type", "protocol", "id", "title", "epoch", "suite", "recipients", "readers", "quota", "retention_days", "rules", "rehearsal"}));
  TRY_ASSIGN(const std::string suite, json_string(object, "suite"));
  if (suite != kSuite)
    return fail(Code::Refused, fmt::format("this mailbox is sealed with '{}', which this program does not know: update it", suite));
  constexpr std::int64_t most = std::int64_t{1} << 53;
  MailboxDescriptor mailbox;
  TRY_ASSIGN(mailbox.id, slug_field(object, "id"));
  TRY_ASSIGN(mailbox.title, texts_field(object, "title"));
  TRY_ASSIGN(mailbox.epoch, int_field(object, "epoch", 1, most));
  TRY_ASSIGN(const Json* recipients, json_object(object, "recipients"));
  TRY(only_fields(*recipients, {"members", "recovery"}));
  TRY_ASSIGN(mailbox.members, recipients_field(*recipients, "members"));
  TRY_ASSIGN(mailbox.recovery, recipients_field(*recipients, "recovery"));
  TRY_ASSIGN(mailbox.readers, named_keys_field(object, "readers"));
  TRY_ASSIGN(const Json* quota, json_object(object, "quota"));
  TRY(only_fields(*quota, {"envelopes_per_terminal_per_day", "bytes_total"}));
  TRY_ASSIGN(mailbox.quota.envelopes_per_terminal_per_day, int_field(*quota, "envelopes_per_terminal_per_day", 1, most));
  TRY_ASSIGN(mailbox.quota.bytes_total, int_field(*quota, "bytes_total", 1, most));
  TRY_ASSIGN(mailbox.retention_days, int_field(object, "retention_days", 1, 36500));
  TRY_ASSIGN(const Json* rules, json_object(object, "rules"));
  TRY(only_fields(*rules, {"release_minimum"}));
  TRY_ASSIGN(mailbox.rules.release_minimum, int_field(*rules, "release_minimum", 1, most));
  if (object.contains("rehearsal")) {
    TRY_ASSIGN(mailbox.rehearsal, rehearsal_field(object));
  }
  TRY(check_mailbox(mailbox));
  return mailbox;
}

std::string mailbox_target(std::string_view mailbox_id) { return fmt::format("mailboxes/{}.json", mailbox_id); }

}  // namespace escale::protocol
