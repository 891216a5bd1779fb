#include "sync/repository/metadata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sync/base/json.hpp"
#include "sync/crypto/foreign.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/repository/names.hpp"

namespace escale::repository {
namespace {
constexpr std::size_t kMaxRoles = 4096;
constexpr std::size_t kMaxKeys = 4096;
constexpr std::size_t kMaxSignatures = 1024;
constexpr std::int64_t kMaxVersion = 1'000'000'000'000;

tl::unexpected<Error> bad(std::string message) { return fail(Code::InvalidInput, std::move(message)); }

Result<std::int64_t> parse_version(const Json& object) {
  TRY_ASSIGN(const std::int64_t version, json_int(object, "version"));
  if (version < 1 || version > kMaxVersion) return bad(fmt::format("'version' is {}, it must be 1 or more", version));
  return version;
}

Result<std::uint64_t> parse_length(const Json& object) {
  TRY_ASSIGN(const std::int64_t length, json_int(object, "length"));
  if (length < 0) return bad("'length' is negative");
  return static_cast<std::uint64_t>(length);
}

Result<Hashes> parse_hashes(const Json& object) {
  TRY_ASSIGN(const Json* hashes, json_object(object, "hashes"));
  if (hashes->empty()) return bad("'hashes' is empty");
  Hashes out;
  for (const auto& [algorithm, digest] : hashes->items()) {
    if (!digest.is_string()) return bad(fmt::format("the hash '{}' is not a text", algorithm));
    out.emplace(algorithm, digest.get<std::string>());
  }
  return out;
}

Result<Key> parse_key(const Json& object) {
  if (!object.is_object()) return bad("a key is not an object");
  Key key;
  TRY_ASSIGN(key.keytype, json_string(object, "keytype"));
  TRY_ASSIGN(key.scheme, json_string(object, "scheme"));
  TRY_ASSIGN(const Json* value, json_object(object, "keyval"));
  // Kinds we do not know may keep their value elsewhere: such a key never verifies, and that is enough.
  TRY_ASSIGN(key.public_value, json_string_or(*value, "public", ""));
  return key;
}

Result<std::map<std::string, Key>> parse_keys(const Json& object) {
  TRY_ASSIGN(const Json* keys, json_object(object, "keys"));
  if (keys->size() > kMaxKeys) return bad(fmt::format("over {} keys", kMaxKeys));
  std::map<std::string, Key> out;
  for (const auto& [keyid, value] : keys->items()) {
    auto key = parse_key(value);
    if (!key) return fail(std::move(key).error().in(fmt::format("key {}", keyid)));
    out.emplace(keyid, std::move(*key));
  }
  return out;
}

Result<Role> parse_role(const Json& object) {
  if (!object.is_object()) return bad("not an object");
  Role role;
  TRY_ASSIGN(role.threshold, json_int(object, "threshold"));
  if (role.threshold < 1) return bad("'threshold' must be 1 or more");
  TRY_ASSIGN(const auto keyids, json_strings(object, "keyids"));
  for (const auto& keyid : keyids) {
    if (std::find(role.keyids.begin(), role.keyids.end(), keyid) == role.keyids.end()) role.keyids.push_back(keyid);
  }
  return role;
}

Result<DelegatedRole> parse_delegated_role(const Json& object) {
  TRY_ASSIGN(Role base, parse_role(object));
  DelegatedRole role;
  static_cast<Role&>(role) = std::move(base);
  TRY_ASSIGN(role.name, json_string(object, "name"));
  if (role.name.empty()) return bad("'name' is empty");
  if (is_top_level(role.name)) return bad(fmt::format("'{}' cannot be delegated", role.name));
  const bool by_path = object.contains("paths");
  const bool by_hash = object.contains("path_hash_prefixes");
  if (by_path == by_hash) return bad("exactly one of 'paths' and 'path_hash_prefixes' must be there");
  if (by_path) {
    TRY_ASSIGN(role.paths, json_strings(object, "paths"));
  } else {
    TRY_ASSIGN(role.path_hash_prefixes, json_strings(object, "path_hash_prefixes"));
  }
  if (object.contains("terminating")) {
    TRY_ASSIGN(role.terminating, json_bool(object, "terminating"));
  }
  return role;
}

Result<Delegations> parse_delegations(const Json& object) {
  Delegations out;
  TRY_ASSIGN(out.keys, parse_keys(object));
  if (!object.contains("roles")) return out;
  TRY_ASSIGN(const Json* roles, json_array(object, "roles"));
  if (roles->size() > kMaxRoles) return bad(fmt::format("over {} delegated roles", kMaxRoles));
  std::set<std::string> names;
  for (const auto& value : *roles) {
    auto role = parse_delegated_role(value);
    if (!role) return fail(std::move(role).error().in(fmt::format("delegation {}", out.roles.size() + 1)));
    // 4.5: "The rolename MUST be unique in the delegations object".
    if (!names.insert(role->name).second) return bad(fmt::format("the role '{}' is delegated twice", role->name));
    out.roles.push_back(std::move(*role));
  }
  return out;
}

Result<MetaFile> parse_meta_file(const Json& object) {
  if (!object.is_object()) return bad("not an object");
  MetaFile meta;
  TRY_ASSIGN(meta.version, parse_version(object));
  if (object.contains("length")) {
    TRY_ASSIGN(meta.length, parse_length(object));
  }
  if (object.contains("hashes")) {
    TRY_ASSIGN(meta.hashes, parse_hashes(object));
  }
  return meta;
}

Result<> parse_common(const Json& body, Common& out) {
  TRY_ASSIGN(out.spec_version, json_string(body, "spec_version"));
  // 4.3: clients read any version with their major number.
  if (out.spec_version != "1" && out.spec_version.rfind("1.", 0) != 0)
    return bad(fmt::format("'spec_version' is {}, only 1.x is understood", out.spec_version));
  TRY_ASSIGN(out.version, parse_version(body));
  TRY_ASSIGN(const std::string expires, json_string(body, "expires"));
  auto parsed = parse_timestamp(expires);
  if (!parsed) return fail(std::move(parsed).error().in("'expires'"));
  out.expires = *parsed;
  if (body.contains("x-issued") && body["x-issued"].is_string()) {
    // Another program's field of that name means nothing to us; only the exact form counts as a statement of time.
    if (const auto issued = parse_timestamp(body["x-issued"].get_ref<const std::string&>())) out.issued = *issued;
  }
  return {};
}

/// The envelope and its body's JSON.
Result<Json> open_envelope(Bytes bytes, std::string_view type, Envelope& out) {
  TRY_ASSIGN(Json document, parse_json(as_text(bytes)));
  if (!document.is_object()) return bad("not a JSON object");
  TRY_ASSIGN(const Json* body, json_object(document, "signed"));
  TRY_ASSIGN(const Json* signatures, json_array(document, "signatures"));
  if (signatures->size() > kMaxSignatures) return bad(fmt::format("over {} signatures", kMaxSignatures));
  std::set<std::string> keyids;
  for (const auto& value : *signatures) {
    if (!value.is_object()) return bad("a signature is not an object");
    SignatureEntry entry;
    TRY_ASSIGN(entry.keyid, json_string(value, "keyid"));
    TRY_ASSIGN(entry.sig, json_string(value, "sig"));
    // 4.2.1: "multiple signatures with the same keyid are not allowed".
    if (!keyids.insert(entry.keyid).second) return bad(fmt::format("two signatures have the keyid {}", entry.keyid));
    out.signatures.push_back(std::move(entry));
  }
  TRY_ASSIGN(out.type, json_string(*body, "_type"));
  if (out.type != type) return bad(fmt::format("'_type' is {}, {} was expected", out.type, type));
  TRY_ASSIGN(out.signed_bytes, canonical_json(*body, CanonicalKeys::Utf8));
  out.bytes = std::move(bytes);
  Json signed_part = std::move(document["signed"]);
  return signed_part;
}

template <class T, class ReadBody>
Result<Signed<T>> parse(Bytes bytes, ReadBody read_body) {
  Signed<T> out;
  const auto read = [&]() -> Result<> {
    TRY_ASSIGN(const Json body, open_envelope(std::move(bytes), T::kType, out));
    TRY(parse_common(body, out.body));
    return read_body(body, out.body);
  };
  if (auto done = read(); !done) return fail(std::move(done).error().in(fmt::format("{} metadata", T::kType)));
  return out;
}
}  // namespace

bool is_top_level(std::string_view role) { return role == kRoot || role == kTimestamp || role == kSnapshot || role == kTargets; }

Result<> check_content(std::string_view what, ByteView bytes, std::optional<std::uint64_t> length, const Hashes& hashes) {
  if (length && bytes.size() != *length)
    return fail(Code::Corrupt, fmt::format("{} has {} bytes, {} were announced", what, bytes.size(), *length));
  for (const auto& [algorithm, wanted] : hashes) {
    const auto digest = crypto::named_digest(algorithm, bytes);
    if (!digest) return fail(Code::Corrupt, fmt::format("{} cannot be checked: the hash {} is not known here", what, algorithm));
    if (*digest != wanted) return fail(Code::Corrupt, fmt::format("{} does not match its {}", what, algorithm));
  }
  return {};
}

bool DelegatedRole::covers(std::string_view target_path) const {
  if (!path_hash_prefixes.empty()) {
    const std::string hash = crypto::sha256(as_bytes(target_path)).hex();
    return std::any_of(path_hash_prefixes.begin(), path_hash_prefixes.end(),
                       [&](const std::string& prefix) { return hash.compare(0, prefix.size(), prefix) == 0; });
  }
  return std::any_of(paths.begin(), paths.end(), [&](const std::string& pattern) { return matches_pattern(pattern, target_path); });
}

const DelegatedRole* Delegations::find(std::string_view name) const {
  const auto found = std::find_if(roles.begin(), roles.end(), [&](const DelegatedRole& role) { return role.name == name; });
  return found == roles.end() ? nullptr : &*found;
}

std::vector<std::string> verified_signers(const Envelope& envelope, const std::map<std::string, Key>& keys, const Role& role) {
  std::vector<std::string> signers;
  std::set<std::string> used;
  for (const auto& signature : envelope.signatures) {
    if (std::find(role.keyids.begin(), role.keyids.end(), signature.keyid) == role.keyids.end()) continue;
    const auto key = keys.find(signature.keyid);
    if (key == keys.end() || !key->second.verifies(as_bytes(envelope.signed_bytes), signature.sig)) continue;
    if (used.insert(key->second.identity()).second) signers.push_back(signature.keyid);
  }
  return signers;
}

Result<> verify_threshold(std::string_view what, const Envelope& envelope, const std::map<std::string, Key>& keys,
                          const Role& role) {
  const auto count = static_cast<std::int64_t>(verified_signers(envelope, keys, role).size());
  if (count >= role.threshold) return {};
  return fail(Code::Untrusted, fmt::format("{} is signed by {} trusted keys, {} are needed", what, count, role.threshold));
}

Result<Signed<Root>> parse_root(Bytes bytes) {
  return parse<Root>(std::move(bytes), [](const Json& body, Root& root) -> Result<> {
    if (body.contains("consistent_snapshot") && !body["consistent_snapshot"].is_null()) {
      TRY_ASSIGN(root.consistent_snapshot, json_bool(body, "consistent_snapshot"));
    }
    TRY_ASSIGN(root.keys, parse_keys(body));
    TRY_ASSIGN(const Json* roles, json_object(body, "roles"));
    for (const std::string_view name : {kRoot, kTimestamp, kSnapshot, kTargets}) {
      TRY_ASSIGN(const Json* value, json_object(*roles, name));
      auto role = parse_role(*value);
      if (!role) return fail(std::move(role).error().in(fmt::format("role {}", name)));
      root.roles.emplace(name, std::move(*role));
    }
    return {};
  });
}

Result<Signed<TimestampMetadata>> parse_timestamp_metadata(Bytes bytes) {
  return parse<TimestampMetadata>(std::move(bytes), [](const Json& body, TimestampMetadata& timestamp) -> Result<> {
    TRY_ASSIGN(const Json* meta, json_object(body, "meta"));
    TRY_ASSIGN(const Json* snapshot, json_object(*meta, "snapshot.json"));
    TRY_ASSIGN(timestamp.snapshot, parse_meta_file(*snapshot));
    return {};
  });
}

Result<Signed<Snapshot>> parse_snapshot(Bytes bytes) {
  return parse<Snapshot>(std::move(bytes), [](const Json& body, Snapshot& snapshot) -> Result<> {
    TRY_ASSIGN(const Json* meta, json_object(body, "meta"));
    for (const auto& [name, value] : meta->items()) {
      auto file = parse_meta_file(value);
      if (!file) return fail(std::move(file).error().in(fmt::format("'{}'", name)));
      snapshot.meta.emplace(name, std::move(*file));
    }
    return {};
  });
}

Result<Signed<Targets>> parse_targets(Bytes bytes) {
  return parse<Targets>(std::move(bytes), [](const Json& body, Targets& targets) -> Result<> {
    TRY_ASSIGN(const Json* files, json_object(body, "targets"));
    for (const auto& [path, value] : files->items()) {
      const auto read = [&value = value]() -> Result<TargetFile> {
        if (!value.is_object()) return bad("not an object");
        TargetFile file;
        TRY_ASSIGN(file.length, parse_length(value));
        TRY_ASSIGN(file.hashes, parse_hashes(value));
        if (value.contains("custom")) {
          TRY_ASSIGN(const Json* custom, json_object(value, "custom"));
          TRY_ASSIGN(file.custom, canonical_json(*custom, CanonicalKeys::Utf8));
        }
        return file;
      };
      auto file = read();
      if (!file) return fail(std::move(file).error().in(fmt::format("target '{}'", path)));
      targets.targets.emplace(path, std::move(*file));
    }
    if (body.contains("delegations") && !body["delegations"].is_null()) {
      TRY_ASSIGN(const Json* delegations, json_object(body, "delegations"));
      TRY_ASSIGN(targets.delegations, parse_delegations(*delegations));
    }
    return {};
  });
}

}  // namespace escale::repository
