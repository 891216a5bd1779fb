#include "sync/protocol/codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace escale::protocol {

Result<Json> parse_object(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) return fail(Code::TooLarge, fmt::format("{} bytes, over the limit of {}", text.size(), max_bytes));
  TRY_ASSIGN(Json value, parse_json(text));
  if (!value.is_object()) return fail(Code::InvalidInput, "not a JSON object");
  return value;
}

Result<> only_fields(const Json& object, std::initializer_list<std::string_view> names) {
  if (!object.is_object()) return fail(Code::InvalidInput, "not a JSON object");
  for (const auto& [key, value] : object.items())
    if (std::find(names.begin(), names.end(), key) == names.end())
      return fail(Code::InvalidInput, fmt::format("'{}' is not a field of protocol {}", key, kProtocolVersion));
  return {};
}

Result<> check_head(const Json& object, std::string_view type) {
  TRY_ASSIGN(const std::string is, json_string(object, "type"));
  if (is != type) return fail(Code::InvalidInput, fmt::format("'type' is '{}', not '{}'", is, type));
  TRY_ASSIGN(const std::int64_t version, json_int(object, "protocol"));
  if (version != kProtocolVersion)
    return fail(Code::Refused, fmt::format("protocol {} is not known to this program, which speaks {}", version, kProtocolVersion));
  return {};
}

Result<std::string> slug_field(const Json& object, std::string_view key) {
  TRY_ASSIGN(std::string text, json_string(object, key));
  if (!is_slug(text)) return fail(Code::InvalidInput, fmt::format("'{}' is not an id: lower-case letters, digits and hyphens", key));
  return text;
}

Result<> check_name(std::string_view text, std::string_view field) {
  if (text.empty() || text.size() > kMaxTextBytes || !is_utf8(text))
    return fail(Code::InvalidInput, fmt::format("'{}' is not a text of 1 to {} bytes", field, kMaxTextBytes));
  return {};
}

Result<std::string> name_field(const Json& object, std::string_view key) {
  TRY_ASSIGN(std::string text, json_string(object, key));
  TRY(check_name(text, key));
  return text;
}

Result<std::int64_t> int_field(const Json& object, std::string_view key, std::int64_t least, std::int64_t most) {
  TRY_ASSIGN(const std::int64_t value, json_int(object, key));
  if (value < least || value > most) return fail(Code::InvalidInput, fmt::format("'{}' is not between {} and {}", key, least, most));
  return value;
}

namespace {
template <class T>
Result<T> parsed_field(const Json& object, std::string_view key, Result<T> (*parse)(std::string_view)) {
  TRY_ASSIGN(const std::string text, json_string(object, key));
  auto value = parse(text);
  if (!value) return fail(std::move(value).error().in(fmt::format("'{}'", key)));
  return value;
}
}  // namespace

Result<crypto::Digest> digest_field(const Json& object, std::string_view key) {
  return parsed_field<crypto::Digest>(object, key, &crypto::Digest::parse);
}
Result<crypto::VerifyKey> key_field(const Json& object, std::string_view key) {
  return parsed_field<crypto::VerifyKey>(object, key, &crypto::VerifyKey::parse);
}
Result<crypto::Signature> signature_field(const Json& object, std::string_view key) {
  return parsed_field<crypto::Signature>(object, key, &crypto::Signature::parse);
}
Result<Timestamp> time_field(const Json& object, std::string_view key) { return parsed_field<Timestamp>(object, key, &parse_timestamp); }
Result<Day> day_field(const Json& object, std::string_view key) { return parsed_field<Day>(object, key, &parse_day); }

Result<Texts> texts_field(const Json& object, std::string_view key) {
  TRY_ASSIGN(const Json* map, json_object(object, key));
  Texts out;
  for (const auto& [tag, text] : map->items()) {
    if (tag.empty() || tag.size() > 35 || out.size() >= 50)
      return fail(Code::InvalidInput, fmt::format("'{}' has an unlikely language tag", key));
    if (!text.is_string()) return fail(Code::InvalidInput, fmt::format("'{}' has something that is not a text", key));
    TRY(check_name(text.get_ref<const std::string&>(), key));
    out.emplace(tag, text.get<std::string>());
  }
  if (out.empty()) return fail(Code::InvalidInput, fmt::format("'{}' is empty", key));
  return out;
}

Result<const Json*> list_field(const Json& object, std::string_view key, std::size_t most) {
  TRY_ASSIGN(const Json* list, json_array(object, key));
  if (list->size() > most) return fail(Code::TooLarge, fmt::format("'{}' has over {} entries", key, most));
  return list;
}

Result<std::vector<crypto::Digest>> digests_field(const Json& object, std::string_view key, std::size_t most) {
  TRY_ASSIGN(const Json* list, list_field(object, key, most));
  std::vector<crypto::Digest> out;
  out.reserve(list->size());
  for (const auto& item : *list) {
    if (!item.is_string()) return fail(Code::InvalidInput, fmt::format("'{}' is not a list of texts", key));
    TRY_ASSIGN(const crypto::Digest digest, crypto::Digest::parse(item.get_ref<const std::string&>()));
    if (!out.empty() && !(out.back() < digest)) return fail(Code::InvalidInput, fmt::format("'{}' is not sorted without repeats", key));
    out.push_back(digest);
  }
  return out;
}

Result<> check_keys(const std::vector<NamedKey>& keys, std::string_view field) {
  if (keys.size() > kMaxKeys) return fail(Code::TooLarge, fmt::format("'{}' has over {} keys", field, kMaxKeys));
  std::set<crypto::VerifyKey> seen;
  for (const auto& key : keys) {
    TRY(check_name(key.name, field));
    if (!seen.insert(key.key).second) return fail(Code::InvalidInput, fmt::format("'{}' has the key of '{}' twice", field, key.name));
  }
  return {};
}

Result<std::vector<NamedKey>> named_keys_field(const Json& object, std::string_view key) {
  TRY_ASSIGN(const Json* list, list_field(object, key, kMaxKeys));
  std::vector<NamedKey> out;
  for (const auto& item : *list) {
    TRY(only_fields(item, {"key", "name"}));
    NamedKey entry;
    TRY_ASSIGN(entry.name, name_field(item, "name"));
    TRY_ASSIGN(entry.key, key_field(item, "key"));
    out.push_back(std::move(entry));
  }
  TRY(check_keys(out, key));
  return out;
}

Result<> check_forms(const std::vector<FormVersion>& forms) {
  if (forms.size() > 50) return fail(Code::TooLarge, "'forms' has over 50 entries");
  for (const auto& form : forms)
    if (!is_form_id(form.form_id)) return fail(Code::InvalidInput, fmt::format("'forms' has '{}', which is not an id", form.form_id));
  return {};
}

Result<std::vector<FormVersion>> forms_field(const Json& object, std::string_view key) {
  TRY_ASSIGN(const Json* list, list_field(object, key, 50));
  std::vector<FormVersion> out;
  for (const auto& item : *list) {
    TRY(only_fields(item, {"id", "sha256"}));
    FormVersion form;
    TRY_ASSIGN(form.form_id, json_string(item, "id"));
    TRY_ASSIGN(form.digest, digest_field(item, "sha256"));
    out.push_back(std::move(form));
  }
  TRY(check_forms(out));
  return out;
}

Json to_json(const std::vector<crypto::Digest>& digests) {
  Json list = Json::array();
  for (const auto& digest : digests) list.push_back(digest.hex());
  return list;
}
Json to_json(const std::vector<NamedKey>& keys) {
  Json list = Json::array();
  for (const auto& key : keys) list.push_back({{"key", key.key.hex()}, {"name", key.name}});
  return list;
}
Json to_json(const std::vector<FormVersion>& forms) {
  Json list = Json::array();
  for (const auto& form : forms) list.push_back({{"id", form.form_id}, {"sha256", form.digest.hex()}});
  return list;
}

Result<std::string> sign_statement(const Json& statement, const crypto::SigningKey& key) {
  TRY_ASSIGN(const std::string canonical, canonical_json(statement));
  const Json whole = {{"signatures", Json::array({{{"keyid", key_id(key.verify_key())}, {"sig", key.sign(as_bytes(canonical)).hex()}}})},
                      {"signed", statement}};
  return whole.dump();
}

bool Statement::signed_by(std::span<const crypto::VerifyKey> keys) const {
  for (const auto& entry : signatures)
    for (const auto& key : keys)
      if (key_id(key) == entry.keyid && key.verifies(as_bytes(canonical), entry.signature)) return true;
  return false;
}

Result<Statement> parse_statement(std::string_view text, std::string_view type) {
  TRY_ASSIGN(Json whole, parse_object(text, kMaxStatementBytes));
  TRY(only_fields(whole, {"signatures", "signed"}));
  Statement statement;
  TRY_ASSIGN(const Json* list, list_field(whole, "signatures", 16));
  for (const auto& item : *list) {
    TRY(only_fields(item, {"keyid", "sig"}));
    Statement::Entry entry;
    TRY_ASSIGN(entry.keyid, json_string(item, "keyid"));
    TRY_ASSIGN(entry.signature, signature_field(item, "sig"));
    statement.signatures.push_back(std::move(entry));
  }
  TRY(json_object(whole, "signed"));
  statement.body = std::move(whole["signed"]);
  TRY(check_head(statement.body, type));
  TRY_ASSIGN(statement.canonical, canonical_json(statement.body));
  return statement;
}

}  // namespace escale::protocol
