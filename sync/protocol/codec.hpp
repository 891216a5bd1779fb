// How the protocol's objects become JSON and back: strict fields, signed statements. Internal to this folder and to the hub's answers.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/json.hpp"
#include "sync/crypto/age.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/names.hpp"
#include "sync/protocol/record.hpp"

namespace escale::protocol {

/// Parses an object of at most max_bytes.
Result<Json> parse_object(std::string_view text, std::size_t max_bytes);
/// InvalidInput when the object has a field that is not named here.
Result<> only_fields(const Json& object, std::initializer_list<std::string_view> names);
/// "type" is this one and "protocol" is kProtocolVersion.
Result<> check_head(const Json& object, std::string_view type);

Result<std::string> slug_field(const Json& object, std::string_view key);
/// A text of 1 to kMaxTextBytes bytes.
Result<std::string> name_field(const Json& object, std::string_view key);
Result<std::int64_t> int_field(const Json& object, std::string_view key, std::int64_t least, std::int64_t most);
Result<crypto::Digest> digest_field(const Json& object, std::string_view key);
Result<crypto::VerifyKey> key_field(const Json& object, std::string_view key);
Result<crypto::Signature> signature_field(const Json& object, std::string_view key);
Result<Timestamp> time_field(const Json& object, std::string_view key);
Result<Day> day_field(const Json& object, std::string_view key);
Result<Texts> texts_field(const Json& object, std::string_view key);
/// A list of objects of at most `most` entries.
Result<const Json*> list_field(const Json& object, std::string_view key, std::size_t most);
/// Digests in strictly growing order.
Result<std::vector<crypto::Digest>> digests_field(const Json& object, std::string_view key, std::size_t most);
Result<std::vector<NamedKey>> named_keys_field(const Json& object, std::string_view key);
Result<std::vector<FormVersion>> forms_field(const Json& object, std::string_view key);

Json to_json(const std::vector<crypto::Digest>& digests);
Json to_json(const std::vector<NamedKey>& keys);
Json to_json(const std::vector<FormVersion>& forms);
/// 1 to kMaxTextBytes bytes of UTF-8.
Result<> check_name(std::string_view text, std::string_view field);
Result<> check_keys(const std::vector<NamedKey>& keys, std::string_view field);
Result<> check_forms(const std::vector<FormVersion>& forms);

/// A statement and who signed it: `{"signatures":[{"keyid":…,"sig":…}],"signed":{…}}`, compact JSON.
Result<std::string> sign_statement(const Json& statement, const crypto::SigningKey& key);

struct Statement {
  Json body;
  std::string canonical;
  struct Entry {
    std::string keyid;
    crypto::Signature signature;
  };
  std::vector<Entry> signatures;
  /// True when one of the keys signed.
  bool signed_by(std::span<const crypto::VerifyKey> keys) const;
};
Result<Statement> parse_statement(std::string_view text, std::string_view type);

}  // namespace escale::protocol
