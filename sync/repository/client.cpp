#include "sync/repository/client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sync/repository/names.hpp"

namespace escale::repository {
namespace {

/// True when the new root trusts the role no longer by one of the keys it had: the keys were rotated (5.3.11). Adding keys or
/// changing a threshold is not a rotation.
bool loses_a_key(const Root& before, const Root& after, std::string_view role) {
  std::set<std::string> kept;
  for (const auto& keyid : after.roles.find(role)->second.keyids) {
    if (const auto key = after.keys.find(keyid); key != after.keys.end()) kept.insert(key->second.identity());
  }
  for (const auto& keyid : before.roles.find(role)->second.keyids) {
    const auto key = before.keys.find(keyid);
    if (key != before.keys.end() && kept.count(key->second.identity()) == 0) return true;
  }
  return false;
}

tl::unexpected<Error> expired(std::string_view what, const Common& metadata, Timestamp now) {
  return fail(Code::Expired, fmt::format("{} version {} expired on {}, the update began at {}", what, metadata.version,
                                         format_timestamp(metadata.expires), format_timestamp(now)));
}
}  // namespace

struct Updater::State {
  struct Loaded {
    Signed<Targets> metadata;
    std::string delegator;
    bool expired = false;  // as it was last trusted; only a listing may use it
  };
  /// A listing of all targets goes past a delegated role that expired; a search for one target does not.
  enum class Expiry { Ends, Marks };

  State(TrustedStore& store_in, Timestamp now_in, Limits limits_in) : store(store_in), now(now_in), limits(limits_in) {}

  TrustedStore& store;
  const Timestamp now;  // 5.1: the fixed update start time
  const Limits limits;
  Fetcher* source = nullptr;  // none after load_trusted
  bool started = false;
  std::optional<Signed<Root>> root;
  std::optional<Signed<TimestampMetadata>> timestamp;
  std::optional<Signed<Snapshot>> snapshot;
  std::map<std::string, Loaded, std::less<>> roles;
  std::optional<Timestamp> issued;
  bool timestamp_rotated = false;

  void note(const Common& metadata) {
    if (metadata.issued && (!issued || *issued < *metadata.issued)) issued = metadata.issued;
  }

  Result<> verify_top_level(std::string_view role, const Envelope& envelope) const {
    return verify_threshold(role, envelope, root->body.keys, root->body.roles.find(role)->second);
  }

  Result<> load_root();
  Result<> update_root();
  Result<> update_timestamp();
  Result<> update_snapshot();
  Result<Signed<Snapshot>> check_snapshot(Bytes bytes, bool stored) const;
  Result<const Loaded*> load_role(std::string_view role, std::string_view delegator, Expiry expiry = Expiry::Ends);
  Result<std::optional<Loaded>> last_trusted(std::string_view role, std::string_view delegator) const;
  Result<Signed<Targets>> check_targets(Bytes bytes, std::string_view role, std::string_view delegator) const;
  Result<> verify_delegated(std::string_view role, std::string_view delegator, const Envelope& envelope) const;
  Result<std::vector<std::string>> load_every_role();
  Result<FoundTarget> search(std::string_view path, Expiry expiry);

  std::string versioned(std::string_view role, std::int64_t version) const {
    return root->body.consistent_snapshot ? metadata_name(role, version) : metadata_name(role);
  }
  /// The bytes to ask for at most: what the referring metadata announce, never over our own limit.
  static Result<std::uint64_t> ask(std::string_view what, const MetaFile& meta, std::uint64_t limit) {
    if (meta.length && *meta.length > limit)
      return fail(Code::TooLarge, fmt::format("{} is announced with {} bytes, {} are allowed", what, *meta.length, limit));
    return meta.length.value_or(limit);
  }
};

// 5.2: the trusted root. Its expiry does not matter; that it is well-formed and signed by its own keys does.
Result<> Updater::State::load_root() {
  TRY_ASSIGN(auto bytes, store.load(kRoot, limits.root));
  if (!bytes) return fail(Code::NotFound, store.folder().string() + " has no trusted root");
  TRY_ASSIGN(root, parse_root(std::move(*bytes)));
  TRY(verify_top_level(kRoot, *root));
  note(root->body);
  return {};
}

Result<> Updater::State::update_root() {
  for (int rotation = 0; rotation < limits.root_rotations; ++rotation) {
    const std::int64_t wanted = root->body.version + 1;  // 5.3.2
    auto bytes = source->fetch(metadata_name(kRoot, wanted), limits.root);  // 5.3.3
    if (!bytes) {
      if (bytes.error().code == Code::NotFound) break;
      return fail(std::move(bytes).error());
    }
    TRY_ASSIGN(auto next, parse_root(std::move(*bytes)));
    // 5.3.4: signed by the old root's threshold and by its own.
    TRY(verify_threshold("the new root, by the keys of the one before it,", next, root->body.keys,
                         root->body.roles.find(kRoot)->second));
    TRY(verify_threshold("the new root, by its own keys,", next, next.body.keys, next.body.roles.find(kRoot)->second));
    // 5.3.5: exactly the version asked for.
    if (next.body.version != wanted)
      return fail(Code::Conflict, fmt::format("root version {} was served as {}", next.body.version, wanted));
    // 5.3.11, done before the root is written: a power cut between the two must not keep a fast-forwarded state.
    const bool timestamp_keys = loses_a_key(root->body, next.body, kTimestamp);
    if (timestamp_keys || loses_a_key(root->body, next.body, kSnapshot)) {
      TRY(store.remove(kTimestamp));
      TRY(store.remove(kSnapshot));
    }
    timestamp_rotated = timestamp_rotated || timestamp_keys;
    // 5.3.6: an intermediate root may be expired. 5.3.7, 5.3.8: trust and persist.
    TRY(store.save(kRoot, next.bytes));
    root = std::move(next);
    note(root->body);
  }
  // 5.3.10: the last one may not be.
  if (root->body.expired(now)) return expired("root", root->body, now);
  return {};
}

Result<> Updater::State::update_timestamp() {
  // What is stored still counts against a rollback if this root's keys signed it, expired or not.
  TRY_ASSIGN(auto stored, store.load(kTimestamp, limits.timestamp));
  if (stored) {
    auto parsed = parse_timestamp_metadata(std::move(*stored));
    if (parsed && verify_top_level(kTimestamp, *parsed)) {
      note(parsed->body);
      timestamp = std::move(*parsed);
    }
  }
  TRY_ASSIGN(auto bytes, source->fetch(metadata_name(kTimestamp), limits.timestamp));  // 5.4.1
  TRY_ASSIGN(auto next, parse_timestamp_metadata(std::move(bytes)));
  TRY(verify_top_level(kTimestamp, next));  // 5.4.2
  if (timestamp) {
    // 5.4.3.1
    if (next.body.version < timestamp->body.version)
      return fail(Code::Conflict,
                  fmt::format("timestamp version {} is older than the trusted {}", next.body.version, timestamp->body.version));
    if (next.body.version == timestamp->body.version) return {};  // nothing new; an interrupted update may still go on
    // 5.4.3.2
    if (next.body.snapshot.version < timestamp->body.snapshot.version)
      return fail(Code::Conflict, fmt::format("the timestamp goes back from snapshot version {} to {}",
                                              timestamp->body.snapshot.version, next.body.snapshot.version));
  }
  if (next.body.expired(now)) return expired("timestamp", next.body, now);  // 5.4.4
  TRY(store.save(kTimestamp, next.bytes));                                 // 5.4.5
  note(next.body);
  timestamp = std::move(next);
  return {};
}

/// 5.5.2 to 5.5.4. A stored snapshot was checked against the hash of the timestamp it came with; the present one may name another.
Result<Signed<Snapshot>> Updater::State::check_snapshot(Bytes bytes, bool is_stored) const {
  const MetaFile& meta = timestamp->body.snapshot;
  if (!is_stored) TRY(check_content("snapshot", bytes, meta.length, meta.hashes));
  TRY_ASSIGN(auto next, parse_snapshot(std::move(bytes)));
  TRY(verify_top_level(kSnapshot, next));
  if (!is_stored && next.body.version != meta.version)
    return fail(Code::Corrupt, fmt::format("snapshot has version {}, timestamp names {}", next.body.version, meta.version));
  return next;
}

Result<> Updater::State::update_snapshot() {
  if (timestamp->body.expired(now)) return expired("timestamp", timestamp->body, now);
  const MetaFile& meta = timestamp->body.snapshot;
  TRY_ASSIGN(auto stored, store.load(kSnapshot, limits.snapshot));
  if (stored) {
    if (auto parsed = check_snapshot(std::move(*stored), true)) {
      note(parsed->body);
      snapshot = std::move(*parsed);
    }
  }
  // 5.5.2 holds for the stored one too: a version number alone does not say that it is the snapshot this timestamp means.
  if (snapshot && snapshot->body.version == meta.version && !snapshot->body.expired(now) &&
      check_content("snapshot", snapshot->bytes, meta.length, meta.hashes))
    return {};

  TRY_ASSIGN(const std::uint64_t limit, ask("snapshot", meta, limits.snapshot));
  TRY_ASSIGN(auto bytes, source->fetch(versioned(kSnapshot, meta.version), limit));  // 5.5.1
  TRY_ASSIGN(auto next, check_snapshot(std::move(bytes), false));
  if (snapshot) {  // 5.5.5
    for (const auto& [name, before] : snapshot->body.meta) {
      const auto after = next.body.meta.find(name);
      if (after == next.body.meta.end()) return fail(Code::Conflict, fmt::format("the new snapshot no longer lists {}", name));
      if (after->second.version < before.version)
        return fail(Code::Conflict,
                    fmt::format("the new snapshot goes back from version {} to {} of {}", before.version, after->second.version, name));
    }
  }
  if (next.body.expired(now)) return expired("snapshot", next.body, now);  // 5.5.6
  TRY(store.save(kSnapshot, next.bytes));                                 // 5.5.7
  note(next.body);
  snapshot = std::move(next);
  return {};
}

Result<> Updater::State::verify_delegated(std::string_view role, std::string_view delegator, const Envelope& envelope) const {
  if (delegator == kRoot) return verify_top_level(role, envelope);
  const auto from = roles.find(delegator);
  CHECK(from != roles.end());
  const Delegations& delegations = from->second.metadata.body.delegations;
  const DelegatedRole* delegated = delegations.find(role);
  if (delegated == nullptr) return fail(Code::Untrusted, fmt::format("{} does not delegate to {}", delegator, role));
  return verify_threshold(role, envelope, delegations.keys, *delegated);
}

/// 5.6.2 to 5.6.5, for the top-level targets and for a delegated role against the delegator that led here.
Result<Signed<Targets>> Updater::State::check_targets(Bytes bytes, std::string_view role, std::string_view delegator) const {
  const auto meta = snapshot->body.meta.find(std::string(role) + ".json");
  if (meta == snapshot->body.meta.end()) return fail(Code::NotFound, fmt::format("the snapshot does not list {}", role));
  TRY(check_content(role, bytes, meta->second.length, meta->second.hashes));
  TRY_ASSIGN(auto next, parse_targets(std::move(bytes)));
  TRY(verify_delegated(role, delegator, next));
  if (next.body.version != meta->second.version)
    return fail(Code::Corrupt,
                fmt::format("{} has version {}, the snapshot names {}", role, next.body.version, meta->second.version));
  if (next.body.expired(now)) return expired(role, next.body, now);
  return next;
}

/// What the folder holds of a delegated role, expired or not. Nothing when there is nothing, or the present delegator does not trust it.
Result<std::optional<Updater::State::Loaded>> Updater::State::last_trusted(std::string_view role, std::string_view delegator) const {
  TRY_ASSIGN(auto stored, store.load(role, limits.targets));
  if (!stored) return std::optional<Loaded>();
  auto parsed = parse_targets(std::move(*stored));
  if (!parsed || !verify_delegated(role, delegator, *parsed)) return std::optional<Loaded>();
  return std::optional<Loaded>(Loaded{std::move(*parsed), std::string(delegator), true});
}

Result<const Updater::State::Loaded*> Updater::State::load_role(std::string_view role, std::string_view delegator, Expiry expiry) {
  if (const auto loaded = roles.find(role); loaded != roles.end()) {
    // A role is only trusted as its delegator describes it: being verified for one says nothing about the other.
    if (loaded->second.delegator != delegator)
      return fail(Code::Untrusted, fmt::format("both {} and {} delegate to {}: one role, one delegator", loaded->second.delegator,
                                               delegator, role));
    if (loaded->second.expired && expiry == Expiry::Ends) return expired(role, loaded->second.metadata.body, now);
    return &loaded->second;
  }
  const auto load = [&]() -> Result<Signed<Targets>> {
    TRY_ASSIGN(auto stored, store.load(role, limits.targets));
    if (source == nullptr) {  // load_trusted: what is stored, whatever its age
      if (!stored) return fail(Code::NotFound, fmt::format("{} has no metadata for {}", store.folder().string(), role));
      TRY_ASSIGN(auto present, parse_targets(std::move(*stored)));
      TRY(verify_delegated(role, delegator, present));
      return present;
    }
    if (stored) {
      if (auto present = check_targets(std::move(*stored), role, delegator)) return present;
    }
    const auto meta = snapshot->body.meta.find(std::string(role) + ".json");
    if (meta == snapshot->body.meta.end()) return fail(Code::NotFound, fmt::format("the snapshot does not list {}", role));
    TRY_ASSIGN(const std::uint64_t limit, ask(role, meta->second, limits.targets));
    TRY_ASSIGN(auto bytes, source->fetch(versioned(role, meta->second.version), limit));  // 5.6.1
    TRY_ASSIGN(auto next, check_targets(std::move(bytes), role, delegator));
    TRY(store.save(role, next.bytes));  // 5.6.6
    return next;
  };
  auto next = load();
  if (!next && next.error().code == Code::Expired && expiry == Expiry::Marks && delegator != kRoot) {
    TRY_ASSIGN(auto last, last_trusted(role, delegator));
    if (!last) return fail(std::move(next).error());
    return &roles.emplace(role, std::move(*last)).first->second;
  }
  if (!next) return fail(std::move(next).error());
  note(next->body);
  return &roles.emplace(role, Loaded{std::move(*next), std::string(delegator)}).first->second;
}

/// Loads every role reachable through delegations. Returns their names in the order of a search without a path.
Result<std::vector<std::string>> Updater::State::load_every_role() {
  std::vector<std::string> order;
  std::vector<std::pair<std::string, std::string>> waiting{{std::string(kTargets), std::string(kRoot)}};
  std::set<std::string> seen;
  while (!waiting.empty()) {
    const auto [role, delegator] = std::move(waiting.back());
    waiting.pop_back();
    if (static_cast<int>(order.size()) >= limits.all_roles)
      return fail(Code::TooLarge, fmt::format("over {} roles are delegated", limits.all_roles));
    const auto loaded = load_role(role, delegator, Expiry::Marks);
    if (!loaded) {
      // A delegated role that was never trusted here, because it had expired: there is nothing of it to list.
      const bool never_trusted = loaded.error().code == Code::Expired || (source == nullptr && loaded.error().code == Code::NotFound);
      if (never_trusted && delegator != kRoot) continue;
      return fail(loaded.error());
    }
    if (!seen.insert(role).second) continue;
    order.push_back(role);
    const auto& delegated = (*loaded)->metadata.body.delegations.roles;
    for (auto child = delegated.rbegin(); child != delegated.rend(); ++child) waiting.emplace_back(child->name, role);
  }
  return order;
}

Updater::Updater(TrustedStore& store, Timestamp now, Limits limits) : m_state(std::make_unique<State>(store, now, limits)) {}
Updater::~Updater() = default;

Result<> Updater::refresh(Fetcher& metadata) {
  CHECK(!m_state->started);
  m_state->started = true;
  m_state->source = &metadata;
  TRY(m_state->load_root());
  TRY(m_state->update_root());
  TRY(m_state->update_timestamp());
  TRY(m_state->update_snapshot());
  TRY(m_state->load_role(kTargets, kRoot));
  return {};
}

Result<> Updater::load_trusted() {
  CHECK(!m_state->started);
  m_state->started = true;
  State& state = *m_state;
  TRY(state.load_root());
  TRY_ASSIGN(auto timestamp, state.store.load(kTimestamp, state.limits.timestamp));
  if (timestamp) {
    auto parsed = parse_timestamp_metadata(std::move(*timestamp));
    if (parsed && state.verify_top_level(kTimestamp, *parsed)) state.timestamp = std::move(*parsed);
  }
  TRY_ASSIGN(auto snapshot, state.store.load(kSnapshot, state.limits.snapshot));
  if (snapshot) {
    auto parsed = parse_snapshot(std::move(*snapshot));
    if (parsed && state.verify_top_level(kSnapshot, *parsed)) state.snapshot = std::move(*parsed);
  }
  if (state.timestamp) state.note(state.timestamp->body);
  if (state.snapshot) state.note(state.snapshot->body);
  TRY(state.load_role(kTargets, kRoot));
  return {};
}

Result<FoundTarget> Updater::find_target(std::string_view path) {
  CHECK(m_state->roles.count(kTargets) == 1);
  return m_state->search(path, State::Expiry::Ends);
}

Result<FoundTarget> Updater::State::search(std::string_view path, Expiry expiry) {
  // 5.6.7: pre-order, depth first. The last element is the next to visit.
  std::vector<std::pair<std::string, std::string>> waiting{{std::string(kTargets), std::string(kRoot)}};
  std::set<std::string> visited;
  while (!waiting.empty()) {
    const auto [role, delegator] = std::move(waiting.back());
    waiting.pop_back();
    if (visited.count(role) == 0 && static_cast<int>(visited.size()) >= limits.visited_roles)
      return fail(Code::TooLarge, fmt::format("'{}' is not described by the first {} roles", path, limits.visited_roles));
    TRY_ASSIGN(const auto* loaded, load_role(role, delegator, expiry));  // refuses a second delegator
    if (!visited.insert(role).second) continue;                          // 5.6.7.1
    const Targets& body = loaded->metadata.body;
    if (const auto found = body.targets.find(path); found != body.targets.end())
      return FoundTarget{std::string(path), role, found->second, loaded->expired};
    std::vector<std::string> children;  // 5.6.7.2, in order of appearance
    for (const auto& delegated : body.delegations.roles) {
      if (!delegated.covers(path)) continue;
      children.push_back(delegated.name);
      if (delegated.terminating) {  // 5.6.7.2.1: nothing after this one, here or further up
        waiting.clear();
        break;
      }
    }
    for (auto child = children.rbegin(); child != children.rend(); ++child) waiting.emplace_back(*child, role);
  }
  return fail(Code::NotFound, fmt::format("no trusted role describes '{}'", path));
}

Result<std::vector<FoundTarget>> Updater::all_targets() {
  CHECK(m_state->roles.count(kTargets) == 1);
  TRY_ASSIGN(const auto roles, m_state->load_every_role());
  std::set<std::string> paths;
  for (const auto& role : roles) {
    for (const auto& [path, file] : m_state->roles.find(role)->second.metadata.body.targets) paths.insert(path);
  }
  std::vector<FoundTarget> out;
  for (const auto& path : paths) {
    auto found = m_state->search(path, State::Expiry::Marks);
    if (found)
      out.push_back(std::move(*found));
    else if (found.error().code != Code::NotFound && found.error().code != Code::Expired)
      return fail(std::move(found).error());
    // NotFound: a role names a path that nobody delegated to it; it has no say. Expired: who has the say before it cannot be asked.
  }
  return out;
}

Result<Bytes> Updater::fetch_target(const FoundTarget& target, Fetcher& targets, std::uint64_t max_length) {
  CHECK(m_state->root.has_value());
  if (target.file.length > max_length)
    return fail(Code::TooLarge, fmt::format("'{}' has {} bytes, {} are allowed", target.path, target.file.length, max_length));
  std::string path = target.path;
  if (m_state->root->body.consistent_snapshot) {  // 5.7.3
    auto hash = target.file.hashes.find("sha256");
    if (hash == target.file.hashes.end()) hash = target.file.hashes.begin();
    path = hash_prefixed(path, hash->second);
  }
  TRY_ASSIGN(auto bytes, targets.fetch(encode_path(path), target.file.length));
  TRY(check_content("'" + target.path + "'", bytes, target.file.length, target.file.hashes));
  return bytes;
}

Result<Path> Updater::download_target(const FoundTarget& target, Fetcher& targets, Files& files, const Path& folder) {
  std::string name = encode_segment(target.path);
  if (name == "." || name == "..") name = "%2E" + name.substr(1);  // a name, not the folder or the one above
  const Path place = folder / name;
  if (const auto present = files.read(place, target.file.length);
      present && check_content(target.path, *present, target.file.length, target.file.hashes))
    return place;
  TRY_ASSIGN(const Bytes bytes, fetch_target(target, targets, std::uint64_t{1} << 32));
  TRY(files.make_directories(folder));
  TRY(files.write_atomic(place, bytes));
  return place;
}

std::optional<Timestamp> Updater::newest_issued() const { return m_state->issued; }
bool Updater::timestamp_key_rotated() const { return m_state->timestamp_rotated; }
const Signed<Root>* Updater::root() const { return m_state->root ? &*m_state->root : nullptr; }
const Signed<TimestampMetadata>* Updater::timestamp() const { return m_state->timestamp ? &*m_state->timestamp : nullptr; }
const Signed<Snapshot>* Updater::snapshot() const { return m_state->snapshot ? &*m_state->snapshot : nullptr; }
const Signed<Targets>* Updater::targets(std::string_view role) const {
  const auto found = m_state->roles.find(role);
  return found == m_state->roles.end() ? nullptr : &found->second.metadata;
}

}  // namespace escale::repository
