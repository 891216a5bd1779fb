#include "sync/repository/acceptance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "sync/base/json.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/repository/names.hpp"
#include "sync/repository/tree.hpp"

namespace escale::repository {
namespace {

/// The trusted folder of the client that checks a new state: nothing of it reaches the disk.
class MemoryFiles final : public Files {
 public:
  Result<Bytes> read(const Path& path, std::uint64_t max_bytes) const override {
    const auto found = m_files.find(path.string());
    if (found == m_files.end()) return fail(Code::NotFound, path.string() + " is not there");
    if (found->second.size() > max_bytes) return fail(Code::TooLarge, path.string() + " is too large");
    return found->second;
  }
  Result<> write_atomic(const Path& path, ByteView bytes) override {
    m_files.insert_or_assign(path.string(), Bytes(bytes.begin(), bytes.end()));
    return {};
  }
  Result<> append(const Path& path, ByteView bytes) override {
    Bytes& file = m_files[path.string()];
    file.insert(file.end(), bytes.begin(), bytes.end());
    return {};
  }
  Result<> rename(const Path& from, const Path& to) override {
    auto node = m_files.extract(from.string());
    if (node.empty()) return fail(Code::NotFound, from.string() + " is not there");
    m_files.insert_or_assign(to.string(), std::move(node.mapped()));
    return {};
  }
  Result<> remove(const Path& path) override {
    m_files.erase(path.string());
    return {};
  }
  Result<> make_directories(const Path&) override { return {}; }
  bool exists(const Path& path) const override { return m_files.count(path.string()) == 1; }
  Result<std::uint64_t> size(const Path& path) const override {
    TRY_ASSIGN(const Bytes bytes, read(path, UINT64_MAX));
    return bytes.size();
  }
  Result<std::vector<std::string>> list(const Path&) const override { return std::vector<std::string>(); }
  Result<std::vector<std::string>> list_directories(const Path&) const override { return std::vector<std::string>(); }

 private:
  std::map<std::string, Bytes> m_files;
};

/// What a client would fetch from `folder` of the tree once the new files are written.
class OverlayFetcher final : public Fetcher {
 public:
  OverlayFetcher(const Files& files, const Path& tree, std::string folder, const TreeFiles& added)
      : m_below(files, tree / folder), m_prefix(std::move(folder) + "/"), m_added(added) {}
  Result<Bytes> fetch(std::string_view path, std::uint64_t max_length) override {
    for (const auto& [name, bytes] : m_added) {
      if (name != m_prefix + std::string(path)) continue;
      if (bytes.size() > max_length) return fail(Code::TooLarge, fmt::format("{} is over {} bytes", name, max_length));
      return bytes;
    }
    return m_below.fetch(path, max_length);
  }

 private:
  FolderFetcher m_below;
  std::string m_prefix;
  const TreeFiles& m_added;
};

tl::unexpected<Error> expired(std::string_view what, const Common& metadata) {
  return fail(Code::Expired, fmt::format("{} version {} expired on {}", what, metadata.version, format_timestamp(metadata.expires)));
}

/// Terminals move their time forward by `x-issued` and never back: a signer's clock that is far ahead would stop them all.
Result<> check_issued(std::string_view what, const Common& metadata, Timestamp now) {
  constexpr Days kAhead{7};
  if (!metadata.issued || *metadata.issued <= now + kAhead) return {};
  return fail(Code::Refused, fmt::format("{} version {} says it was made on {}, here it is {}: set the clock where it was drafted, and draft it again",
                                         what, metadata.version, format_timestamp(*metadata.issued), format_timestamp(now)));
}

Result<> check_next_version(std::string_view role, std::int64_t version, std::int64_t present) {
  if (version == present + 1) return {};
  if (version <= present)
    return fail(Code::Conflict, fmt::format("{} is already at version {}: draft version {} on it and sign again", role, present,
                                            present + 1));
  return fail(Code::Conflict, fmt::format("{} version {} does not follow version {}", role, version, present));
}

/// A candidate laid over the present state: what the repository would hold.
struct Merged {
  TreeState base;
  Signed<Root> root;
  bool new_root = false;
  std::map<std::string, Signed<Targets>> roles;  // targets and every delegated role
  std::set<std::string> new_roles;
};

Result<Bytes> metadata_of(const Candidate& candidate, std::string_view role) {
  const auto found = candidate.metadata.find(role);
  if (found == candidate.metadata.end()) return fail(Code::NotFound, fmt::format("the candidate has no '{}'", role));
  if (found->second.size() > kMaxMetadata) return fail(Code::TooLarge, fmt::format("{} is over {} bytes", role, kMaxMetadata));
  return found->second;
}

Result<Merged> merge(const Files& files, const Path& tree, const Candidate& candidate, Timestamp now) {
  if (candidate.metadata.empty()) return fail(Code::InvalidInput, "the candidate has no metadata");
  for (const std::string_view role : {kSnapshot, kTimestamp}) {
    if (candidate.metadata.count(role) == 1)
      return fail(Code::Refused, fmt::format("{} is made where the repository is served", role));
  }
  Merged merged;
  TRY_ASSIGN(merged.base, read_tree(files, tree));

  if (candidate.metadata.count(kRoot) == 1) {
    TRY_ASSIGN(auto bytes, metadata_of(candidate, kRoot));
    TRY_ASSIGN(merged.root, parse_root(std::move(bytes)));
    // The very root that is here: a publication was cut between its root and its timestamp, and is being finished.
    merged.new_root = !merged.base.root || merged.base.root->bytes != merged.root.bytes;
  }
  if (merged.new_root) {
    TRY(check_next_version(kRoot, merged.root.body.version, merged.base.root ? merged.base.root->body.version : 0));
    if (merged.base.root)
      TRY(verify_threshold("the new root, by the keys of the one before it,", merged.root, merged.base.root->body.keys,
                           merged.base.root->body.roles.find(kRoot)->second));
    TRY(verify_threshold("the new root, by its own keys,", merged.root, merged.root.body.keys,
                         merged.root.body.roles.find(kRoot)->second));
    if (!merged.root.body.consistent_snapshot) return fail(Code::Refused, "root must ask for consistent snapshots");
  } else {
    if (!merged.base.root) return fail(Code::NotFound, "the repository does not exist yet: its first candidate brings root and targets");
    merged.root = *merged.base.root;
  }
  if (merged.root.body.expired(now)) return expired(kRoot, merged.root.body);
  if (merged.new_root) TRY(check_issued(kRoot, merged.root.body, now));

  const auto take = [&](const std::string& role) -> Result<bool> {
    if (candidate.metadata.count(role) == 1) {
      TRY_ASSIGN(auto bytes, metadata_of(candidate, role));
      TRY_ASSIGN(auto parsed, parse_targets(std::move(bytes)));
      TRY(check_next_version(role, parsed.body.version, merged.base.version_of(role)));
      merged.roles.insert_or_assign(role, std::move(parsed));
      merged.new_roles.insert(role);
      return true;
    }
    TRY_ASSIGN(auto present, read_role(files, tree, merged.base, role));
    if (!present) return false;
    merged.roles.insert_or_assign(role, std::move(*present));
    return true;
  };
  TRY_ASSIGN(const bool has_targets, take(std::string(kTargets)));
  if (!has_targets) return fail(Code::NotFound, "the repository has no targets yet: the candidate must bring them");
  const Signed<Targets>& targets = merged.roles.at(std::string(kTargets));
  // Also when only root or only targets changed: what stays must still be trusted under the new delegator.
  TRY(verify_threshold(kTargets, targets, merged.root.body.keys, merged.root.body.roles.find(kTargets)->second));
  for (const auto& delegated : targets.body.delegations.roles) {
    TRY(check_role_name(delegated.name));
    TRY_ASSIGN(const bool present, take(delegated.name));
    if (!present) return fail(Code::NotFound, fmt::format("targets delegates to '{}', which has no metadata yet", delegated.name));
    const Signed<Targets>& role = merged.roles.at(delegated.name);
    TRY(verify_threshold(delegated.name, role, targets.body.delegations.keys, delegated));
    // Our profile: one level of delegation, each role within its paths.
    if (!role.body.delegations.roles.empty()) return fail(Code::Refused, fmt::format("'{}' may not delegate further", delegated.name));
    for (const auto& [path, file] : role.body.targets)
      if (!delegated.covers(path)) return fail(Code::Refused, fmt::format("'{}' may not publish '{}'", delegated.name, path));
  }
  for (const auto& [role, bytes] : candidate.metadata) {
    if (role != kRoot && merged.new_roles.count(role) == 0) return fail(Code::Untrusted, fmt::format("nobody delegates to '{}'", role));
  }
  for (const auto& role : merged.new_roles) {
    if (merged.roles.at(role).body.expired(now)) return expired(role, merged.roles.at(role).body);
    TRY(check_issued(role, merged.roles.at(role).body, now));
  }
  return merged;
}

/// Every described target has its content, in the candidate or in the tree; every content is described.
Result<> check_targets(const Files& files, const Path& tree, const Candidate& candidate, const Merged& merged) {
  std::set<std::string> described;
  for (const auto& [role, metadata] : merged.roles) {
    for (const auto& [path, file] : metadata.body.targets) {
      TRY(check_target_path(path));
      if (file.length > kMaxTarget) return fail(Code::TooLarge, fmt::format("the target '{}' is over {} bytes", path, kMaxTarget));
      const auto hash = file.hashes.find("sha256");
      if (hash == file.hashes.end() || !crypto::Digest::parse(hash->second))
        return fail(Code::InvalidInput, fmt::format("the target '{}' has no sha256", path));
      const auto content = candidate.targets.find(path);
      if (content != candidate.targets.end() && merged.new_roles.count(role) == 1 &&
          check_content(path, content->second, file.length, file.hashes)) {
        described.insert(path);
        continue;
      }
      const auto size = files.size(tree / tree_target_path(path, hash->second));
      if (size && *size == file.length) continue;
      if (content != candidate.targets.end()) TRY(check_content("'" + path + "'", content->second, file.length, file.hashes));
      return fail(Code::NotFound, fmt::format("the content of target '{}' is missing", path));
    }
  }
  for (const auto& [path, content] : candidate.targets)
    if (described.count(path) == 0) return fail(Code::InvalidInput, fmt::format("no metadata in the candidate describe '{}'", path));
  return {};
}

/// Signs a body with the on-line keys that root names for the role.
Result<Bytes> sign_online(std::string_view role, const Json& body, const Root& root, const std::vector<const crypto::SigningKey*>& keys) {
  TRY_ASSIGN(const std::string text, canonical_json(body, CanonicalKeys::Utf8));
  std::map<std::string, std::string> signatures;
  const Role& wanted = root.roles.find(role)->second;
  for (const auto& keyid : wanted.keyids) {
    const auto entry = root.keys.find(keyid);
    for (const auto* key : keys) {
      if (entry != root.keys.end() && entry->second == Key::ed25519(key->verify_key()))
        signatures[keyid] = key->sign(as_bytes(text)).hex();
    }
  }
  if (static_cast<std::int64_t>(signatures.size()) < wanted.threshold)
    return fail(Code::Refused, fmt::format("{} of the {} keys that root names for {} are here", signatures.size(), wanted.threshold, role));
  Json document{{"signatures", Json::array()}, {"signed", body}};
  for (const auto& [keyid, sig] : signatures) document["signatures"].push_back({{"keyid", keyid}, {"sig", sig}});
  TRY_ASSIGN(const std::string envelope, canonical_json(document, CanonicalKeys::Utf8));
  return to_bytes(envelope);
}

Json common_body(std::string_view type, std::int64_t version, Timestamp now, Days lifetime) {
  return {{"_type", type},
          {"spec_version", "1.0.34"},
          {"version", version},
          {"expires", format_timestamp(now + lifetime)},
          {"x-issued", format_timestamp(now)}};
}

Json meta_of(std::int64_t version, ByteView bytes) {
  return {{"version", version}, {"length", bytes.size()}, {"hashes", {{"sha256", crypto::sha256(bytes).hex()}}}};
}

Json meta_of(const MetaFile& meta) {
  Json out{{"version", meta.version}};
  if (meta.length) out["length"] = *meta.length;
  if (!meta.hashes.empty()) out["hashes"] = meta.hashes;
  return out;
}

Result<Bytes> make_timestamp(const Root& root, std::int64_t version, std::int64_t snapshot_version, ByteView snapshot,
                             const OnlineKeys& keys, Timestamp now, Days lifetime) {
  Json body = common_body(kTimestamp, version, now, lifetime);
  body["meta"] = {{"snapshot.json", meta_of(snapshot_version, snapshot)}};
  return sign_online(kTimestamp, body, root, keys.timestamp);
}

/// A client that trusts the present state takes the new files and reads every target they bring.
Result<> check_as_client(const Files& files, const Path& tree, const TreeState& base, const Root* first_root_given,
                         const Signed<Root>& root, const TreeFiles& added, const std::set<std::string>& new_targets, Timestamp now,
                         const Limits& limits) {
  MemoryFiles memory;
  TrustedStore store(memory, "trusted");
  TRY(store.initialise(first_root_given != nullptr ? root.bytes : base.root->bytes));
  if (base.timestamp) TRY(store.save(kTimestamp, base.timestamp->bytes));
  if (base.snapshot) TRY(store.save(kSnapshot, base.snapshot->bytes));
  OverlayFetcher metadata(files, tree, "metadata", added);
  OverlayFetcher targets(files, tree, "targets", added);
  Updater updater(store, now, limits);
  TRY(updater.refresh(metadata));
  TRY_ASSIGN(const auto all, updater.all_targets());
  for (const auto& target : all)
    if (new_targets.count(target.path) == 1) TRY(updater.fetch_target(target, targets, kMaxTarget));
  return {};
}
}  // namespace

Result<> verify_candidate(const Files& files, const Path& tree, const Candidate& candidate, Timestamp now, const Limits& limits) {
  if (candidate.metadata.size() > static_cast<std::size_t>(limits.all_roles))
    return fail(Code::TooLarge, fmt::format("a candidate brings at most {} roles", limits.all_roles));
  TRY_ASSIGN(const Merged merged, merge(files, tree, candidate, now));
  return check_targets(files, tree, candidate, merged);
}

Result<TreeFiles> accept_candidate(const Files& files, const Path& tree, const Candidate& candidate, const OnlineKeys& keys,
                                   Timestamp now, const Lifetimes& lifetimes, const Limits& limits) {
  TRY(verify_candidate(files, tree, candidate, now, limits));
  TRY_ASSIGN(const Merged merged, merge(files, tree, candidate, now));
  TreeFiles out;
  std::set<std::string> new_targets;
  for (const auto& [path, content] : candidate.targets) {
    out.emplace_back(tree_target_path(path, crypto::sha256(content).hex()), content);
    new_targets.insert(path);
  }

  const std::int64_t snapshot_version = (merged.base.snapshot ? merged.base.snapshot->body.version : 0) + 1;
  Json snapshot = common_body(kSnapshot, snapshot_version, now, lifetimes.snapshot);
  Json& meta = snapshot["meta"];
  // 5.5.5: what was listed stays listed, even when nobody delegates to it any more.
  if (merged.base.snapshot)
    for (const auto& [name, file] : merged.base.snapshot->body.meta) meta[name] = meta_of(file);
  for (const auto& role : merged.new_roles) {
    const Signed<Targets>& metadata = merged.roles.at(role);
    meta[role + ".json"] = meta_of(metadata.body.version, metadata.bytes);
    out.emplace_back(tree_metadata_path(role, metadata.body.version), metadata.bytes);
  }
  TRY_ASSIGN(Bytes snapshot_bytes, sign_online(kSnapshot, snapshot, merged.root.body, keys.snapshot));
  TRY_ASSIGN(Bytes timestamp_bytes, make_timestamp(merged.root.body, merged.base.newest_timestamp + 1, snapshot_version, snapshot_bytes,
                                                   keys, now, lifetimes.timestamp));
  out.emplace_back(tree_metadata_path(kSnapshot, snapshot_version), std::move(snapshot_bytes));
  // Root late: between it and timestamp.json a client may meet a root whose timestamp is not there yet, and tries again later.
  if (merged.new_root) out.emplace_back(tree_metadata_path(kRoot, merged.root.body.version), merged.root.bytes);
  out.emplace_back("metadata/" + metadata_name(kTimestamp), std::move(timestamp_bytes));
  auto checked = check_as_client(files, tree, merged.base, merged.base.root ? nullptr : &merged.root.body, merged.root, out, new_targets,
                                 now, limits);
  if (!checked) return fail(std::move(checked).error().in("a client would not take the new state"));
  return out;
}

Result<TreeFiles> renew_online(const Files& files, const Path& tree, const OnlineKeys& keys, Timestamp now, const Lifetimes& lifetimes) {
  TRY_ASSIGN(const TreeState base, read_tree(files, tree));
  if (!base.root || !base.snapshot) return fail(Code::NotFound, tree.string() + " holds no repository");
  TreeFiles out;
  Bytes snapshot_bytes = base.snapshot->bytes;
  std::int64_t snapshot_version = base.snapshot->body.version;
  // Re-signed when a third of its life is left.
  if (base.snapshot->body.expires - now < lifetimes.snapshot / 3) {
    ++snapshot_version;
    Json snapshot = common_body(kSnapshot, snapshot_version, now, lifetimes.snapshot);
    for (const auto& [name, file] : base.snapshot->body.meta) snapshot["meta"][name] = meta_of(file);
    TRY_ASSIGN(snapshot_bytes, sign_online(kSnapshot, snapshot, base.root->body, keys.snapshot));
    out.emplace_back(tree_metadata_path(kSnapshot, snapshot_version), snapshot_bytes);
  }
  TRY_ASSIGN(Bytes timestamp, make_timestamp(base.root->body, base.newest_timestamp + 1, snapshot_version, snapshot_bytes, keys, now,
                                             lifetimes.timestamp));
  out.emplace_back("metadata/" + metadata_name(kTimestamp), std::move(timestamp));
  auto checked = check_as_client(files, tree, base, nullptr, *base.root, out, {}, now, {});
  if (!checked) return fail(std::move(checked).error().in("a client would not take the new state"));
  return out;
}

Result<ExportTimestamp> timestamp_for_export(const Files& files, const Path& tree, const OnlineKeys& keys, Timestamp now, Days lifetime) {
  if (lifetime > kLongestTimestamp || lifetime < Days{1})
    return fail(Code::InvalidInput, fmt::format("an exported copy is valid for 1 to {} days", kLongestTimestamp.count()));
  TRY_ASSIGN(const TreeState base, read_tree(files, tree));
  if (!base.root || !base.snapshot) return fail(Code::NotFound, tree.string() + " holds no repository");
  ExportTimestamp out;
  const std::int64_t version = base.newest_timestamp + 1;
  TRY_ASSIGN(out.timestamp, make_timestamp(base.root->body, version, base.snapshot->body.version, base.snapshot->bytes, keys, now, lifetime));
  out.record.emplace_back(tree_metadata_path(kTimestamp, version), out.timestamp);
  return out;
}

Result<> write_tree(Files& files, const Path& tree, const TreeFiles& written) {
  for (const auto& [name, bytes] : written) {
    const Path place = tree / name;
    TRY(files.make_directories(place.parent_path()));
    TRY(files.write_atomic(place, bytes));
  }
  return {};
}

}  // namespace escale::repository
