#include "sync/repository/publisher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "sync/base/json.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/repository/metadata.hpp"
#include "sync/repository/names.hpp"
#include "sync/repository/tree.hpp"

namespace escale::repository {
namespace {
constexpr std::string_view kSpecVersion = "1.0.34";
constexpr std::uint64_t kMaxCandidate = 64u << 20;

Result<> check_keys(std::string_view role, const RoleKeys& keys, bool offline) {
  std::set<std::string> distinct;
  for (const auto& key : keys.keys) distinct.insert(key.hex());
  const auto count = static_cast<int>(distinct.size());
  if (keys.threshold < 1) return fail(Code::InvalidInput, fmt::format("{}: the threshold must be 1 or more", role));
  if (distinct.size() != keys.keys.size()) return fail(Code::InvalidInput, fmt::format("{}: the same key is given twice", role));
  if (count < keys.threshold)
    return fail(Code::InvalidInput, fmt::format("{}: {} keys cannot reach a threshold of {}", role, count, keys.threshold));
  if (offline && count == keys.threshold)
    return fail(Code::Refused, fmt::format("{}: {} of {} leaves nobody to go on when one key is lost; give one more key", role,
                                           keys.threshold, count));
  return {};
}

Json key_object(const crypto::VerifyKey& key) {
  return {{"keytype", "ed25519"}, {"scheme", "ed25519"}, {"keyval", {{"public", key.hex()}}}};
}

/// Puts keys and threshold into a role object, keeping its other fields, and the key objects into `keys`.
void put_keys(Json& role, Json& keys, const RoleKeys& given) {
  std::vector<std::string> keyids;
  for (const auto& key : given.keys) {
    keyids.push_back(keyid_of(key));
    keys[keyids.back()] = key_object(key);
  }
  std::sort(keyids.begin(), keyids.end());
  role["keyids"] = keyids;
  role["threshold"] = given.threshold;
}

/// Removes key objects that no role names any more.
void drop_unused_keys(Json& keys, const Json& roles) {
  std::set<std::string> used;
  for (const auto& role : roles)
    for (const auto& keyid : role["keyids"]) used.insert(keyid.get<std::string>());
  for (auto key = keys.begin(); key != keys.end();) key = used.count(key.key()) ? std::next(key) : keys.erase(key);
}

Days lifetime_of(std::string_view role, const Lifetimes& lifetimes) { return role == kRoot ? lifetimes.root : lifetimes.targets; }

Json new_body(std::string_view type) {
  Json body{{"_type", type}, {"spec_version", kSpecVersion}, {"version", 0}};
  if (type == kRoot) {
    body["consistent_snapshot"] = true;
    body["keys"] = Json::object();
    body["roles"] = Json::object();
  } else {
    body["targets"] = Json::object();
  }
  return body;
}

/// The trust a role needs: whose keys, and the role there.
struct Trust {
  std::string delegator;
  std::map<std::string, Key> keys;
  Role role;
};

std::string short_id(std::string_view id) { return std::string(id.substr(0, 12)); }

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

std::string text_of(const TargetFile& file) {
  const auto hash = file.hashes.find("sha256");
  return fmt::format("{} bytes, sha256 {}", file.length, hash == file.hashes.end() ? "none" : hash->second);
}

/// Compares two maps of texts and writes one line for each difference.
void compare(std::vector<Change>& out, const std::string& role, std::string_view noun, const std::map<std::string, std::string>& before,
             const std::map<std::string, std::string>& after) {
  const auto name = [&](const std::string& key) { return noun.empty() ? key : fmt::format("{} {}", noun, key); };
  for (const auto& [key, value] : before)
    if (after.count(key) == 0) out.push_back({role, Change::Kind::Removed, name(key), value, ""});
  for (const auto& [key, value] : after) {
    const auto old = before.find(key);
    if (old == before.end())
      out.push_back({role, Change::Kind::Added, name(key), "", value});
    else if (old->second != value)
      out.push_back({role, Change::Kind::Changed, name(key), old->second, value});
  }
}

std::map<std::string, std::string> describe(const Root& root) {
  std::map<std::string, std::string> out;
  for (const auto& [name, role] : root.roles) {
    out[fmt::format("threshold of {}", name)] = fmt::format("{} of {}", role.threshold, role.keyids.size());
    for (const auto& keyid : role.keyids) {
      const auto key = root.keys.find(keyid);
      out[fmt::format("key {} of {}", short_id(keyid), name)] =
          key == root.keys.end() ? "unknown" : fmt::format("{} {}", key->second.keytype, key->second.public_value);
    }
  }
  return out;
}

std::map<std::string, std::string> describe_targets(const Targets& targets) {
  std::map<std::string, std::string> out;
  for (const auto& [path, file] : targets.targets) out[path] = text_of(file);
  return out;
}

std::map<std::string, std::string> describe_delegations(const Targets& targets) {
  std::map<std::string, std::string> out;
  for (const auto& role : targets.delegations.roles) {
    std::vector<std::string> ids;
    for (const auto& keyid : role.keyids) ids.push_back(short_id(keyid));
    out[role.name] = fmt::format("{} of {} ({}), paths {}{}", role.threshold, role.keyids.size(), joined(ids),
                                 joined(role.path_hash_prefixes.empty() ? role.paths : role.path_hash_prefixes),
                                 role.terminating ? "" : ", not terminating");
  }
  return out;
}
}  // namespace

bool RoleStatus::complete() const {
  return std::all_of(groups.begin(), groups.end(), [](const Group& group) { return group.complete(); });
}

Result<Bytes> write_candidate(const Candidate& candidate) {
  Json document{{"metadata", Json::object()}, {"targets", Json::object()}};
  const auto add = [](Json& place, std::string_view kind, const std::string& name, const Bytes& bytes) -> Result<> {
    if (!is_utf8(as_text(bytes)) || !is_utf8(name)) return fail(Code::InvalidInput, fmt::format("the {} '{}' is not UTF-8 text", kind, name));
    place[name] = to_text(bytes);
    return {};
  };
  for (const auto& [role, bytes] : candidate.metadata) TRY(add(document["metadata"], "role", role, bytes));
  for (const auto& [path, bytes] : candidate.targets) TRY(add(document["targets"], "target", path, bytes));
  return to_bytes(document.dump());  // nothing signs it: line ends inside a target must be escaped, which canonical JSON does not do
}

Result<Candidate> parse_candidate(ByteView bytes) {
  if (bytes.size() > kMaxCandidate) return fail(Code::TooLarge, fmt::format("a candidate is at most {} bytes", kMaxCandidate));
  TRY_ASSIGN(const Json document, parse_json(as_text(bytes)));
  if (!document.is_object()) return fail(Code::InvalidInput, "a candidate is a JSON object");
  Candidate out;
  for (auto [field, place] : {std::pair{"metadata", &out.metadata}, std::pair{"targets", &out.targets}}) {
    TRY_ASSIGN(const Json* entries, json_object(document, field));
    for (const auto& [name, value] : entries->items()) {
      if (!value.is_string()) return fail(Code::InvalidInput, fmt::format("'{}' of {} is not a text", name, field));
      place->emplace(name, to_bytes(value.get_ref<const std::string&>()));
    }
  }
  return out;
}

struct Draft::State {
  State(Files& files_in, Path folder_in, Path tree_in) : files(files_in), folder(std::move(folder_in)), tree(std::move(tree_in)) {}

  Files& files;
  Path folder;
  Path tree;
  TreeState base;
  std::map<std::string, Json, std::less<>> documents;  // role -> envelope

  Path metadata_path(std::string_view role) const { return folder / "metadata" / metadata_name(role); }
  Path content_path(std::string_view target) const { return folder / "targets" / Path(target); }

  std::int64_t base_version(std::string_view role) const {
    return role == kRoot ? (base.root ? base.root->body.version : 0) : base.version_of(role);
  }

  /// What the repository holds for the role today, as JSON; nothing for a new role.
  Result<std::optional<Json>> base_body(std::string_view role) const {
    Bytes bytes;
    if (role == kRoot) {
      if (!base.root) return std::optional<Json>();
      bytes = base.root->bytes;
    } else {
      TRY_ASSIGN(auto present, read_role(files, tree, base, role));
      if (!present) return std::optional<Json>();
      bytes = std::move(present->bytes);
    }
    TRY_ASSIGN(Json document, parse_json(as_text(bytes)));
    return std::optional<Json>(std::move(document["signed"]));
  }

  /// The body to edit: the draft's, or the repository's. A copy; store() makes it the draft.
  Result<Json> body_of(std::string_view role) const {
    if (const auto document = documents.find(role); document != documents.end()) {
      TRY(check_current(role));
      return document->second["signed"];
    }
    TRY_ASSIGN(auto present, base_body(role));
    return present ? std::move(*present) : new_body(role == kRoot ? kRoot : kTargets);
  }

  /// Makes the body the draft of the role: next version, new dates, no signatures. Writes the file first.
  Result<> store(std::string_view role, Json body, Timestamp now, const Lifetimes& lifetimes) {
    body["version"] = base_version(role) + 1;
    body["spec_version"] = kSpecVersion;
    body["expires"] = format_timestamp(now + lifetime_of(role, lifetimes));
    body["x-issued"] = format_timestamp(now);
    return write(role, Json{{"signatures", Json::array()}, {"signed", std::move(body)}});
  }

  Result<> write(std::string_view role, Json document) {
    TRY_ASSIGN(const std::string text, canonical_json(document, CanonicalKeys::Utf8));
    if (text.size() > kMaxMetadata) return fail(Code::TooLarge, fmt::format("{} would be over {} bytes", role, kMaxMetadata));
    // What we write must be what a client reads.
    if (role == kRoot)
      TRY(parse_root(to_bytes(text)));
    else
      TRY(parse_targets(to_bytes(text)));
    TRY(files.make_directories(folder / "metadata"));
    TRY(files.write_atomic(metadata_path(role), as_bytes(text)));
    documents.insert_or_assign(std::string(role), std::move(document));
    return {};
  }

  Result<Signed<Root>> root() const {
    if (const auto drafted = documents.find(kRoot); drafted != documents.end()) {
      TRY_ASSIGN(const std::string text, canonical_json(drafted->second, CanonicalKeys::Utf8));
      return parse_root(to_bytes(text));
    }
    if (!base.root) return fail(Code::NotFound, "there is no root yet: create the repository first");
    return *base.root;
  }

  /// A role that the draft changes.
  Result<Signed<Targets>> drafted(std::string_view role) const {
    const auto document = documents.find(role);
    if (document == documents.end()) return fail(Code::NotFound, fmt::format("the draft does not change '{}'", role));
    TRY_ASSIGN(const std::string text, canonical_json(document->second, CanonicalKeys::Utf8));
    return parse_targets(to_bytes(text));
  }

  /// The role as drafted, or as the repository has it.
  Result<std::optional<Signed<Targets>>> targets(std::string_view role) const {
    if (documents.count(role) == 0) return read_role(files, tree, base, role);
    TRY_ASSIGN(auto parsed, drafted(role));
    return std::optional<Signed<Targets>>(std::move(parsed));
  }

  Result<Envelope> envelope(std::string_view role) const {
    if (role == kRoot) {
      TRY_ASSIGN(auto parsed, root());
      return static_cast<Envelope>(std::move(parsed));
    }
    TRY_ASSIGN(auto parsed, drafted(role));
    return static_cast<Envelope>(std::move(parsed));
  }

  /// Everybody whose signatures the drafted role needs.
  Result<std::vector<Trust>> trust(std::string_view role) const {
    std::vector<Trust> out;
    if (role == kRoot || role == kTargets) {
      if (role == kRoot && base.root)
        out.push_back({"root before", base.root->body.keys, base.root->body.roles.find(kRoot)->second});
      TRY_ASSIGN(const auto by, root());
      out.push_back({std::string(kRoot), by.body.keys, by.body.roles.find(role)->second});
      return out;
    }
    TRY_ASSIGN(const auto delegator, targets(kTargets));
    const DelegatedRole* delegated = delegator ? delegator->body.delegations.find(role) : nullptr;
    if (delegated == nullptr) return fail(Code::NotFound, fmt::format("targets does not delegate to '{}'", role));
    out.push_back({std::string(kTargets), delegator->body.delegations.keys, *delegated});
    return out;
  }

  Result<> check_current(std::string_view role) const {
    const auto document = documents.find(role);
    if (document == documents.end()) return fail(Code::NotFound, fmt::format("the draft does not change '{}'", role));
    const std::int64_t version = document->second["signed"]["version"].get<std::int64_t>();
    if (version == base_version(role) + 1) return {};
    return fail(Code::Conflict, fmt::format("{} version {} was drafted, but the repository is now at version {}: rebase the draft and sign again",
                                            role, version, base_version(role)));
  }

  std::vector<std::string> drafted_roles() const {
    std::vector<std::string> out;
    for (const std::string_view first : {kRoot, kTargets})
      if (documents.count(first) == 1) out.emplace_back(first);
    for (const auto& [role, document] : documents)
      if (role != kRoot && role != kTargets) out.push_back(role);
    return out;
  }
};

Draft::Draft(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Draft::Draft(Draft&&) noexcept = default;
Draft& Draft::operator=(Draft&&) noexcept = default;
Draft::~Draft() = default;

Result<Draft> Draft::open(Files& files, Path folder, Path tree) {
  auto state = std::make_unique<State>(files, std::move(folder), std::move(tree));
  TRY_ASSIGN(state->base, read_tree(files, state->tree));
  TRY_ASSIGN(const auto names, files.list(state->folder / "metadata"));
  for (const auto& name : names) {
    const std::size_t suffix = name.rfind(".json");
    if (suffix == std::string::npos || suffix + 5 != name.size()) continue;
    const std::string role = name.substr(0, suffix);
    if (role != kRoot && role != kTargets) TRY(check_role_name(role));
    TRY_ASSIGN(Bytes bytes, files.read(state->folder / "metadata" / name, kMaxMetadata));
    auto document = parse_json(as_text(bytes));
    if (!document) return fail(std::move(document).error().in((state->folder / "metadata" / name).string()));
    if (role == kRoot) {
      TRY(parse_root(std::move(bytes)));
    } else {
      // A draft comes on a stick from others: its target paths become files here, to be read, sent and removed.
      TRY_ASSIGN(const auto targets, parse_targets(std::move(bytes)));
      for (const auto& [path, file] : targets.body.targets)
        if (auto checked = check_target_path(path); !checked) return fail(std::move(checked).error().in((state->folder / "metadata" / name).string()));
    }
    state->documents.emplace(role, std::move(*document));
  }
  return Draft(std::move(state));
}

Result<> Draft::create(const NewRepository& setup, Timestamp now, const Lifetimes& lifetimes) {
  if (m_state->base.root) return fail(Code::Conflict, m_state->tree.string() + " already holds a repository");
  TRY(check_keys(kRoot, setup.root, true));
  TRY(check_keys(kTargets, setup.targets, true));
  TRY(check_keys(kSnapshot, setup.snapshot, false));
  TRY(check_keys(kTimestamp, setup.timestamp, false));
  Json root = new_body(kRoot);
  for (const auto& [name, keys] : {std::pair{kRoot, &setup.root}, std::pair{kTargets, &setup.targets},
                                   std::pair{kSnapshot, &setup.snapshot}, std::pair{kTimestamp, &setup.timestamp}})
    put_keys(root["roles"][std::string(name)], root["keys"], *keys);
  TRY(m_state->store(kRoot, std::move(root), now, lifetimes));
  return m_state->store(kTargets, new_body(kTargets), now, lifetimes);
}

Result<> Draft::set_keys(std::string_view role, const RoleKeys& keys, Timestamp now, const Lifetimes& lifetimes) {
  if (!is_top_level(role)) return fail(Code::InvalidInput, fmt::format("'{}' is not a top-level role: delegate it again", role));
  TRY(check_keys(role, keys, role == kRoot || role == kTargets));
  TRY(m_state->root());
  TRY_ASSIGN(Json root, m_state->body_of(kRoot));
  put_keys(root["roles"][std::string(role)], root["keys"], keys);
  drop_unused_keys(root["keys"], root["roles"]);
  return m_state->store(kRoot, std::move(root), now, lifetimes);
}

Result<> Draft::delegate(const NewDelegation& delegation, Timestamp now, const Lifetimes& lifetimes) {
  TRY(check_role_name(delegation.name));
  TRY(check_keys(delegation.name, delegation.signers, true));
  if (delegation.paths.empty()) return fail(Code::InvalidInput, fmt::format("{}: at least one path pattern is needed", delegation.name));
  for (const auto& pattern : delegation.paths) {
    if (pattern.empty() || pattern.size() > 200 || pattern.front() == '/')
      return fail(Code::InvalidInput, fmt::format("{}: '{}' is not a path pattern", delegation.name, pattern));
  }
  TRY(m_state->root());
  TRY_ASSIGN(Json targets, m_state->body_of(kTargets));
  Json& delegations = targets["delegations"];
  if (!delegations.is_object()) delegations = {{"keys", Json::object()}, {"roles", Json::array()}};
  Json* role = nullptr;
  for (auto& present : delegations["roles"])
    if (present["name"] == delegation.name) role = &present;
  if (role == nullptr) role = &delegations["roles"].emplace_back(Json{{"name", delegation.name}});
  put_keys(*role, delegations["keys"], delegation.signers);
  role->erase("path_hash_prefixes");
  (*role)["paths"] = delegation.paths;
  (*role)["terminating"] = true;
  drop_unused_keys(delegations["keys"], delegations["roles"]);
  TRY(m_state->store(kTargets, std::move(targets), now, lifetimes));
  TRY_ASSIGN(const auto present, m_state->targets(delegation.name));
  // A search that comes to a delegation without metadata ends there: both are published together.
  if (!present) return m_state->store(delegation.name, new_body(kTargets), now, lifetimes);
  return {};
}

Result<> Draft::remove_delegation(std::string_view name, Timestamp now, const Lifetimes& lifetimes) {
  TRY_ASSIGN(const auto present, m_state->targets(kTargets));
  if (!present || present->body.delegations.find(name) == nullptr)
    return fail(Code::NotFound, fmt::format("targets does not delegate to '{}'", name));
  TRY_ASSIGN(Json targets, m_state->body_of(kTargets));
  Json& delegations = targets["delegations"];
  for (auto role = delegations["roles"].begin(); role != delegations["roles"].end(); ++role) {
    if ((*role)["name"] != name) continue;
    delegations["roles"].erase(role);
    break;
  }
  drop_unused_keys(delegations["keys"], delegations["roles"]);
  TRY(m_state->store(kTargets, std::move(targets), now, lifetimes));
  if (m_state->documents.count(name) == 1) {
    TRY(m_state->files.remove(m_state->metadata_path(name)));
    m_state->documents.erase(m_state->documents.find(name));
  }
  return {};
}

Result<> Draft::add_target(std::string_view role, std::string_view path, ByteView content, Timestamp now, const Lifetimes& lifetimes) {
  TRY(check_target_path(path));
  if (content.size() > kMaxTarget) return fail(Code::TooLarge, fmt::format("the target '{}' is over {} bytes", path, kMaxTarget));
  TRY(m_state->root());
  if (role != kTargets) {
    TRY_ASSIGN(const auto delegator, m_state->targets(kTargets));
    const DelegatedRole* delegated = delegator ? delegator->body.delegations.find(role) : nullptr;
    if (delegated == nullptr) return fail(Code::NotFound, fmt::format("targets does not delegate to '{}'", role));
    if (!delegated->covers(path))
      return fail(Code::Refused, fmt::format("'{}' may not publish '{}': its paths are {}", role, path, joined(delegated->paths)));
  }
  TRY_ASSIGN(Json body, m_state->body_of(role));
  Json& entry = body["targets"][std::string(path)];
  entry["length"] = content.size();
  entry["hashes"] = {{"sha256", crypto::sha256(content).hex()}};
  const Path place = m_state->content_path(path);
  TRY(m_state->files.make_directories(place.parent_path()));
  TRY(m_state->files.write_atomic(place, content));
  return m_state->store(role, std::move(body), now, lifetimes);
}

Result<> Draft::remove_target(std::string_view role, std::string_view path, Timestamp now, const Lifetimes& lifetimes) {
  TRY(check_target_path(path));
  TRY_ASSIGN(const auto present, m_state->targets(role));
  if (!present || present->body.targets.find(path) == present->body.targets.end())
    return fail(Code::NotFound, fmt::format("'{}' does not describe '{}'", role, path));
  TRY_ASSIGN(Json body, m_state->body_of(role));
  body["targets"].erase(std::string(path));
  TRY(m_state->store(role, std::move(body), now, lifetimes));
  return m_state->files.remove(m_state->content_path(path));
}

Result<> Draft::renew(std::string_view role, Timestamp now, const Lifetimes& lifetimes) {
  if (role == kSnapshot || role == kTimestamp)
    return fail(Code::InvalidInput, fmt::format("'{}' is renewed where the repository is served", role));
  TRY_ASSIGN(const auto present, m_state->base_body(role));
  if (!present) return fail(Code::NotFound, fmt::format("the repository has no role '{}'", role));
  TRY_ASSIGN(Json body, m_state->body_of(role));
  return m_state->store(role, std::move(body), now, lifetimes);
}

Result<> Draft::rebase(Timestamp now, const Lifetimes& lifetimes) {
  std::vector<std::pair<std::string, Json>> rebased;
  for (const auto& role : m_state->drafted_roles()) {
    if (m_state->check_current(role)) continue;
    const Json& mine = m_state->documents.find(role)->second["signed"];
    TRY_ASSIGN(auto theirs, m_state->base_body(role));
    const auto lost = [&](std::string_view what) {
      return fail(Code::Conflict, fmt::format("{} was changed here and in the repository: discard the draft of '{}' and draft it again", what, role));
    };
    if (role == kRoot || !theirs) return lost("root");
    // What the draft began from; a first version began from nothing.
    Json before = new_body(kTargets);
    const std::int64_t began = mine["version"].get<std::int64_t>() - 1;
    if (began > 0) {
      TRY_ASSIGN(const Bytes bytes, m_state->files.read(m_state->tree / tree_metadata_path(role, began), kMaxMetadata));
      TRY_ASSIGN(Json document, parse_json(as_text(bytes)));
      before = std::move(document["signed"]);
    }
    const Json nothing;
    const auto entry = [&nothing](const Json& body, const std::string& path) -> const Json& {
      const auto found = body["targets"].find(path);
      return found == body["targets"].end() ? nothing : *found;
    };
    if (mine.value("delegations", nothing) != before.value("delegations", nothing)) return lost("the delegations");
    std::set<std::string> paths;
    for (const auto& [path, file] : mine["targets"].items()) paths.insert(path);
    for (const auto& [path, file] : before["targets"].items()) paths.insert(path);
    Json body = *theirs;
    for (const auto& path : paths) {
      const Json& wanted = entry(mine, path);
      if (wanted == entry(before, path)) continue;
      if (entry(*theirs, path) != entry(before, path) && entry(*theirs, path) != wanted) return lost("'" + path + "'");
      if (wanted.is_null())
        body["targets"].erase(path);
      else
        body["targets"][path] = wanted;
    }
    rebased.emplace_back(role, std::move(body));
  }
  for (auto& [role, body] : rebased) TRY(m_state->store(role, std::move(body), now, lifetimes));
  return {};
}

Result<> Draft::sign(std::string_view role, const crypto::SigningKey& key) {
  TRY(m_state->check_current(role));
  TRY_ASSIGN(const auto trust, m_state->trust(role));
  std::string keyid;
  for (const auto& by : trust) {
    for (const auto& id : by.role.keyids) {
      const auto entry = by.keys.find(id);
      if (entry != by.keys.end() && entry->second.keytype == "ed25519" && entry->second.public_value == key.verify_key().hex()) keyid = id;
    }
  }
  if (keyid.empty()) return fail(Code::Refused, fmt::format("this key may not sign '{}'", role));
  TRY_ASSIGN(const Envelope envelope, m_state->envelope(role));
  Json document = m_state->documents.find(role)->second;
  std::map<std::string, std::string> signatures;
  for (const auto& entry : envelope.signatures) signatures[entry.keyid] = entry.sig;
  signatures[keyid] = key.sign(as_bytes(envelope.signed_bytes)).hex();
  document["signatures"] = Json::array();
  for (const auto& [id, sig] : signatures) document["signatures"].push_back({{"keyid", id}, {"sig", sig}});
  return m_state->write(role, std::move(document));
}

Result<std::vector<std::string>> Draft::sign(const crypto::SigningKey& key) {
  std::vector<std::string> signed_roles;
  for (const auto& role : m_state->drafted_roles()) {
    auto done = sign(role, key);
    if (done)
      signed_roles.push_back(role);
    else if (done.error().code != Code::Refused)
      return fail(std::move(done).error());
  }
  if (signed_roles.empty()) return fail(Code::Refused, "this key may not sign anything in the draft");
  return signed_roles;
}

Result<std::vector<RoleStatus>> Draft::status() const {
  std::vector<RoleStatus> out;
  for (const auto& role : m_state->drafted_roles()) {
    TRY(m_state->check_current(role));
    TRY_ASSIGN(const Envelope envelope, m_state->envelope(role));
    TRY_ASSIGN(const auto trust, m_state->trust(role));
    RoleStatus status;
    status.role = role;
    const Json& body = m_state->documents.find(role)->second["signed"];
    TRY_ASSIGN(status.version, json_int(body, "version"));
    TRY_ASSIGN(const std::string expires, json_string(body, "expires"));
    TRY_ASSIGN(status.expires, parse_timestamp(expires));
    for (const auto& by : trust) {
      RoleStatus::Group group;
      group.delegator = by.delegator;
      group.threshold = static_cast<int>(by.role.threshold);
      group.signed_by = verified_signers(envelope, by.keys, by.role);
      for (const auto& keyid : by.role.keyids)
        if (std::find(group.signed_by.begin(), group.signed_by.end(), keyid) == group.signed_by.end()) group.missing.push_back(keyid);
      status.groups.push_back(std::move(group));
    }
    out.push_back(std::move(status));
  }
  return out;
}

Result<std::vector<Change>> Draft::changes() const {
  std::vector<Change> out;
  for (const auto& role : m_state->drafted_roles()) {
    std::map<std::string, std::string> dates_before;
    std::map<std::string, std::string> dates_after;
    if (role == kRoot) {
      TRY_ASSIGN(const auto after, m_state->root());
      const auto& before = m_state->base.root;
      compare(out, role, "", before ? describe(before->body) : std::map<std::string, std::string>(), describe(after.body));
      if (before) dates_before["expires"] = format_timestamp(before->body.expires);
      dates_after["expires"] = format_timestamp(after.body.expires);
    } else {
      TRY_ASSIGN(const auto after, m_state->drafted(role));
      TRY_ASSIGN(const auto before, read_role(m_state->files, m_state->tree, m_state->base, role));
      const Targets nothing;
      const Targets& old = before ? before->body : nothing;
      compare(out, role, "target", describe_targets(old), describe_targets(after.body));
      compare(out, role, "delegation", describe_delegations(old), describe_delegations(after.body));
      if (before) dates_before["expires"] = format_timestamp(before->body.expires);
      dates_after["expires"] = format_timestamp(after.body.expires);
    }
    compare(out, role, "", dates_before, dates_after);
  }
  return out;
}

Result<Candidate> Draft::candidate() const {
  TRY_ASSIGN(const auto roles, status());
  if (roles.empty()) return fail(Code::NotFound, "the draft is empty");
  for (const auto& role : roles) {
    for (const auto& group : role.groups) {
      if (group.complete()) continue;
      std::vector<std::string> missing;
      for (const auto& keyid : group.missing) missing.push_back(short_id(keyid));
      return fail(Code::Untrusted,
                  fmt::format("{} version {} has {} of {} signatures for {}; these keys have not signed: {}", role.role, role.version,
                              group.signed_by.size(), group.threshold, group.delegator, joined(missing)));
    }
  }
  Candidate out;
  for (const auto& role : roles) {
    TRY_ASSIGN(Envelope envelope, m_state->envelope(role.role));
    out.metadata.emplace(role.role, std::move(envelope.bytes));
    if (role.role == kRoot) continue;
    TRY_ASSIGN(const auto targets, m_state->drafted(role.role));
    for (const auto& [path, file] : targets.body.targets) {
      const auto hash = file.hashes.find("sha256");
      if (hash != file.hashes.end() && m_state->files.exists(m_state->tree / tree_target_path(path, hash->second))) continue;
      auto content = m_state->files.read(m_state->content_path(path), kMaxTarget);
      if (!content) return fail(std::move(content).error().in(fmt::format("the content of target '{}'", path)));
      TRY(check_content("'" + path + "'", *content, file.length, file.hashes));
      out.targets.emplace(path, std::move(*content));
    }
  }
  return out;
}

Result<> Draft::discard() {
  for (const auto& role : m_state->drafted_roles()) {
    if (role != kRoot) {
      TRY_ASSIGN(const auto targets, m_state->drafted(role));
      for (const auto& [path, file] : targets.body.targets) TRY(m_state->files.remove(m_state->content_path(path)));
    }
    TRY(m_state->files.remove(m_state->metadata_path(role)));
    m_state->documents.erase(role);
  }
  return {};
}

bool Draft::empty() const { return m_state->documents.empty(); }

}  // namespace escale::repository
