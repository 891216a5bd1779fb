#include "kiosk/store/installed_repository.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kiosk/store/queries.hpp"
#include "content-bundles/xforms/form_blob.hpp"
#include "sync/protocol/blobs.hpp"
#include "sync/protocol/rehearsal.hpp"

namespace escale::store {
namespace {
constexpr std::string_view kTargets = "SELECT name, sha256 FROM targets";
constexpr std::string_view kBytes = "SELECT bytes FROM targets WHERE name = ?";
constexpr std::string_view kBelow = "SELECT name, bytes FROM targets WHERE name >= ?1 AND name < ?2 ORDER BY name";
constexpr std::string_view kInstall =
    "INSERT INTO targets (name, sha256, bytes) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET sha256 = ?2, bytes = ?3";
constexpr std::string_view kRemove = "DELETE FROM targets WHERE name = ?";
constexpr std::string_view kRefused = "SELECT name, sha256 FROM refused_targets";
constexpr std::string_view kRefuse = "INSERT INTO refused_targets (name, sha256) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET sha256 = ?2";
constexpr std::string_view kForgetRefused = "DELETE FROM refused_targets";
constexpr std::string_view kAccept = "DELETE FROM refused_targets WHERE name = ?";
constexpr std::string_view kJudge = "SELECT value FROM facts WHERE name = 'refused-by'";
constexpr std::string_view kSetJudge = "INSERT INTO facts (name, value) VALUES ('refused-by', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1";

constexpr std::string_view kMailboxPrefix = "mailboxes/";
constexpr std::string_view kSuffix = ".json";

std::string bundle_target(std::string_view id) { return std::string(protocol::kBundleTargetPrefix).append(id).append(kSuffix); }
bool is_bundle(std::string_view name) { return name.starts_with(protocol::kBundleTargetPrefix); }
bool is_mailbox(std::string_view name) { return name.starts_with(kMailboxPrefix); }

/// "bundles/" and the first text after all that begin so: '0' follows '/'.
std::pair<std::string, std::string> range_below(std::string_view prefix) {
  std::string end(prefix);
  ++end.back();
  return {std::string(prefix), std::move(end)};
}

Result<> walk_below(StateDatabase& state, std::string_view prefix, const std::function<Result<>(const std::string&, const Bytes&)>& visit) {
  const auto [begin, end] = range_below(prefix);
  TRY_ASSIGN(db::Statement * statement, state.use(kBelow));
  return statement->bind(1, std::string_view(begin)).bind(2, std::string_view(end)).each([&](db::Statement& row) {
    return visit(row.column_text(0), row.column_blob(1));
  });
}

/// What others are checked against comes first.
int rank(std::string_view name) {
  if (name == protocol::kFleetTarget) return 0;
  if (name == protocol::kReviewersTarget) return 1;
  return is_mailbox(name) ? 2 : 3;
}
}  // namespace

std::vector<std::string_view> installed_queries() { return {kTargets, kBytes, kBelow, kInstall, kRemove, kRefused, kRefuse, kForgetRefused, kAccept, kJudge, kSetJudge}; }

Result<std::map<std::string, std::string>> Installed::targets() {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kTargets));
  std::map<std::string, std::string> out;
  TRY(statement->each([&](db::Statement& row) { out[row.column_text(0)] = row.column_text(1); }));
  return out;
}

Result<std::optional<Bytes>> Installed::bytes_of(std::string_view name) {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kBytes));
  statement->bind(1, name);
  TRY_ASSIGN(const bool row, statement->step());
  std::optional<Bytes> out;
  if (row) out = statement->column_blob(0);
  statement->reset();
  return out;
}

Result<InstallReport> Installed::install(std::vector<client::ReadyTarget> targets) {
  std::stable_sort(targets.begin(), targets.end(), [](const auto& a, const auto& b) { return rank(a.name) < rank(b.name); });
  InstallReport report;
  for (const client::ReadyTarget& target : targets) {
    if (auto checked = check(target); !checked) {
      // A blob that is missing or damaged is fetched again; what the rules refuse would be refused again.
      const Code why = checked.error().code;
      if (why == Code::Untrusted || why == Code::Conflict || why == Code::Refused || why == Code::InvalidInput) TRY(remember_refused(target));
      report.refused.push_back(std::move(checked).error().in(target.name));
      continue;
    }
    TRY_ASSIGN(db::Transaction transaction, m_state.begin());
    TRY_ASSIGN(db::Statement * install, m_state.use(kInstall));
    TRY(install->bind(1, std::string_view(target.name)).bind(2, std::string_view(target.sha256)).bind(3, ByteView(target.bytes)).run());
    TRY_ASSIGN(db::Statement * accept, m_state.use(kAccept));
    TRY(accept->bind(1, std::string_view(target.name)).run());
    if (target.name == protocol::kReviewersTarget) TRY(forget_refused());  // other rules, another judgement
    TRY(transaction.commit());
    report.installed.push_back(target.name);
  }
  return report;
}

Result<> Installed::remember_refused(const client::ReadyTarget& target) {
  TRY_ASSIGN(db::Statement * refuse, m_state.use(kRefuse));
  return refuse->bind(1, std::string_view(target.name)).bind(2, std::string_view(target.sha256)).run();
}

Result<> Installed::forget_refused() {
  TRY_ASSIGN(db::Statement * forget, m_state.use(kForgetRefused));
  return forget->run();
}

Result<std::map<std::string, std::string>> Installed::not_to_fetch(std::string_view program) {
  TRY_ASSIGN(auto out, targets());
  const client::BlobFolder blobs(m_folder.blobs(), m_files);
  TRY(walk_below(m_state, protocol::kBundleTargetPrefix, [&](const std::string& name, const Bytes& bytes) -> Result<> {
    TRY_ASSIGN(const auto named, protocol::manifest_blobs(as_text(bytes)));
    if (!std::all_of(named.begin(), named.end(), [&](const auto& blob) { return blobs.has(blob.sha256); })) out.erase(name);
    return {};
  }));
  TRY_ASSIGN(db::Statement * get, m_state.use(kJudge));
  TRY_ASSIGN(const std::string judge, text_of(*get, ""));
  if (judge != program) {
    TRY(forget_refused());
    TRY_ASSIGN(db::Statement * set, m_state.use(kSetJudge));
    TRY(set->bind(1, program).run());
  }
  TRY_ASSIGN(db::Statement * refused, m_state.use(kRefused));
  TRY(refused->each([&](db::Statement& row) { out[row.column_text(0)] = row.column_text(1); }));
  return out;
}

Result<std::size_t> Installed::drop_damaged(const std::function<bool()>& stop) {
  const client::BlobFolder blobs(m_folder.blobs(), m_files);
  std::size_t dropped = 0;
  const auto examine = [&](const std::string&, const Bytes& bytes) -> Result<> {
    TRY_ASSIGN(const auto named, protocol::manifest_blobs(as_text(bytes)));
    for (const auto& blob : named) {
      if (stop && stop()) return {};
      if (!blobs.has(blob.sha256)) continue;
      const auto whole = blobs.read(blob);
      if (whole || (whole.error().code != Code::Corrupt && whole.error().code != Code::TooLarge)) continue;
      TRY(m_files.remove(blobs.path(blob.sha256)));
      ++dropped;
    }
    return {};
  };
  TRY(walk_below(m_state, protocol::kBundleTargetPrefix, examine));
  return dropped;
}

Result<> Installed::check(const client::ReadyTarget& target) {
  if (crypto::sha256(target.bytes).hex() != target.sha256) return fail(Code::Corrupt, "its bytes do not have the digest that was signed");
  if (is_bundle(target.name)) return check_bundle(target);
  if (is_mailbox(target.name)) return check_mailbox(target);
  if (target.name == protocol::kFleetTarget) {
    TRY(protocol::decode_fleet(as_text(target.bytes)));
    return {};
  }
  if (target.name == protocol::kReviewersTarget) {
    TRY(protocol::decode_reviewers(as_text(target.bytes)));
    return {};
  }
  return fail(Code::Refused, "this program has no use for such a target");
}

Result<> Installed::check_mailbox(const client::ReadyTarget& target) {
  TRY_ASSIGN(const protocol::MailboxDescriptor descriptor, protocol::decode_mailbox(as_text(target.bytes)));
  if (protocol::mailbox_target(descriptor.id) != target.name) return fail(Code::InvalidInput, fmt::format("it describes mailbox '{}'", descriptor.id));
  TRY(protocol::check_rehearsed(descriptor));  // answers are sealed to nobody who has not shown that they can open them
  TRY_ASSIGN(const std::optional<Bytes> before, bytes_of(target.name));
  if (!before) return {};
  TRY_ASSIGN(const protocol::MailboxDescriptor previous, protocol::decode_mailbox(as_text(*before)));
  if (descriptor.epoch < previous.epoch)
    return fail(Code::Conflict, fmt::format("its epoch is {}, and {} is in use: an epoch only grows", descriptor.epoch, previous.epoch));
  return {};
}

Result<> Installed::check_bundle(const client::ReadyTarget& target) {
  TRY_ASSIGN(const format::BundleReader reader, format::BundleReader::open(m_files, target.bytes, m_folder.blobs()));
  const format::Manifest& manifest = reader.manifest();
  if (bundle_target(manifest.id) != target.name) return fail(Code::InvalidInput, fmt::format("it is the manifest of '{}'", manifest.id));
  TRY_ASSIGN(const protocol::ReviewersList required, reviewers());
  TRY(protocol::check_approvals(as_text(target.bytes), required));
  TRY_ASSIGN(const std::optional<Bytes> before, bytes_of(target.name));
  if (before && *before != target.bytes) {  // the same again mends missing blobs
    TRY_ASSIGN(const format::Manifest previous, format::read_manifest(*before));
    TRY(format::check_succession(previous, manifest));
  }
  if (auto whole = reader.check_all(); !whole) {
    // What the disk damaged on the way goes, so that it is fetched again.
    const client::BlobFolder blobs(m_folder.blobs(), m_files);
    for (const format::BlobRef& blob : format::all_blobs(manifest))
      if (blobs.has(blob.digest) && !blobs.read({blob.digest, blob.size})) TRY(m_files.remove(blobs.path(blob.digest)));
    return whole;
  }
  return {};
}

Result<> Installed::remove(const std::set<std::string>& names) {
  if (names.empty()) return {};
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  for (const std::string& name : names) {
    for (const std::string_view sql : {kRemove, kAccept}) {
      TRY_ASSIGN(db::Statement * remove, m_state.use(sql));
      TRY(remove->bind(1, std::string_view(name)).run());
    }
  }
  return transaction.commit();
}

Result<std::vector<format::Manifest>> Installed::manifests() {
  std::vector<format::Manifest> out;
  TRY(walk_below(m_state, protocol::kBundleTargetPrefix, [&](const std::string&, const Bytes& bytes) -> Result<> {
    TRY_ASSIGN(format::Manifest manifest, format::read_manifest(bytes));
    out.push_back(std::move(manifest));
    return {};
  }));
  return out;
}

Result<format::BundleReader> Installed::bundle(std::string_view id) {
  TRY_ASSIGN(const std::optional<Bytes> manifest, bytes_of(bundle_target(id)));
  if (!manifest) return fail(Code::NotFound, fmt::format("no bundle '{}' is installed", id));
  return format::BundleReader::open(m_files, *manifest, m_folder.blobs());
}

Result<protocol::MailboxDescriptor> Installed::descriptor(std::string_view mailbox) {
  TRY_ASSIGN(const std::optional<Bytes> bytes, bytes_of(protocol::mailbox_target(mailbox)));
  if (!bytes) return fail(Code::NotFound, fmt::format("mailbox '{}' is not known here: synchronise first", mailbox));
  return protocol::decode_mailbox(as_text(*bytes));
}

Result<std::vector<protocol::MailboxDescriptor>> Installed::descriptors() {
  std::vector<protocol::MailboxDescriptor> out;
  TRY(walk_below(m_state, kMailboxPrefix, [&](const std::string&, const Bytes& bytes) -> Result<> {
    TRY_ASSIGN(protocol::MailboxDescriptor descriptor, protocol::decode_mailbox(as_text(bytes)));
    out.push_back(std::move(descriptor));
    return {};
  }));
  return out;
}

Result<std::optional<protocol::FleetList>> Installed::fleet() {
  TRY_ASSIGN(const std::optional<Bytes> bytes, bytes_of(protocol::kFleetTarget));
  if (!bytes) return std::optional<protocol::FleetList>();
  TRY_ASSIGN(protocol::FleetList fleet, protocol::decode_fleet(as_text(*bytes)));
  return std::optional(std::move(fleet));
}

Result<protocol::ReviewersList> Installed::reviewers() {
  TRY_ASSIGN(const std::optional<Bytes> bytes, bytes_of(protocol::kReviewersTarget));
  if (!bytes) return protocol::ReviewersList{};
  return protocol::decode_reviewers(as_text(*bytes));
}

Result<std::shared_ptr<const forms::Plan>> Installed::form(const crypto::Digest& version) const {
  const client::BlobFolder blobs(m_folder.blobs(), m_files);
  if (!blobs.has(version)) return fail(Code::NotFound, fmt::format("the form {} is not on this terminal any more", version.hex()));
  TRY_ASSIGN(const std::uint64_t size, m_files.size(blobs.path(version)));
  TRY_ASSIGN(const Bytes bytes, blobs.read({version, std::min(size, format::kMaxDocumentBytes)}));
  return xforms::read_form(as_text(bytes));
}

Result<GarbageReport> Installed::collect_garbage(Partials partials, const std::set<crypto::Digest>& also_needed) {
  std::set<std::string> needed;
  for (const crypto::Digest& digest : also_needed) needed.insert(digest.hex());
  TRY_ASSIGN(const auto in_use, targets());
  for (const auto& [name, sha256] : in_use) needed.insert(sha256);  // the plan of synchronisation keeps targets beside the blobs
  TRY(walk_below(m_state, protocol::kBundleTargetPrefix, [&](const std::string&, const Bytes& bytes) -> Result<> {
    TRY_ASSIGN(const auto blobs, protocol::manifest_blobs(as_text(bytes)));
    for (const auto& blob : blobs) needed.insert(blob.sha256.hex());
    return {};
  }));
  GarbageReport report;
  TRY_ASSIGN(const std::vector<std::string> folders, m_files.list_directories(m_folder.blobs()));
  for (const std::string& folder : folders) {
    const bool half_fetched = folder == "partial";
    if (half_fetched && partials == Partials::Keep) continue;
    TRY_ASSIGN(const std::vector<std::string> names, m_files.list(m_folder.blobs() / folder));
    for (const std::string& name : names) {
      if (!half_fetched && needed.contains(name)) continue;
      const Path path = m_folder.blobs() / folder / name;
      const std::uint64_t size = m_files.size(path).value_or(0);
      TRY(m_files.remove(path));
      ++report.blobs;
      report.bytes += size;
    }
  }
  return report;
}

}  // namespace escale::store
