#include "kiosk/store/store.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "sync/crypto/key_file.hpp"
#include "sync/repository/trusted_store.hpp"

namespace escale::store {
namespace {
constexpr std::uint64_t kMaxRoot = 512 * 1024;
constexpr std::int64_t kDaysWithoutRule = 365;  // what a descriptor says when its author said nothing

/// The key in the folder, made at the first start.
Result<crypto::SigningKey> open_identity(const DataFolder& folder, Files& files, Random& random) {
  if (!files.exists(folder.identity_key())) {
    const crypto::SigningKey fresh = crypto::SigningKey::generate(random);
    const auto written = crypto::write_signing_key(files, folder.identity_key(), fresh, {}, random);
    // Conflict: the other thread was faster; its key is the terminal's.
    if (!written && written.error().code != Code::Conflict) return fail(written.error());
  }
  return crypto::read_signing_key(files, folder.identity_key(), [] { return Result<std::string>(fail(Code::Refused, "the terminal's key has a passphrase")); });
}
}  // namespace

Store::Store(DataFolder folder, Files& files, Random& random, StoreOptions options, crypto::SigningKey identity, StateDatabase state)
    : m_folder(std::move(folder)), m_files(files), m_random(random), m_options(options), m_identity(std::move(identity)), m_state(std::move(state)),
      m_outbox(m_state, random), m_sessions(m_state, random), m_installed(m_state, files, m_folder), m_facts(m_state, options.build_date),
      m_drafts(m_state, random, options.draft_key), m_corrections(m_state) {}

Result<std::unique_ptr<Store>> Store::open(const Path& folder, Files& files, Random& random, StoreOptions options) {
  const DataFolder where{folder};
  const bool fresh = !files.exists(folder);
  TRY(files.make_directories(folder));
  if (fresh) {
    std::error_code failure;
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
    if (failure) return fail(Code::Io, fmt::format("{} cannot be closed to others: {}", folder.string(), failure.message()));
  }
  TRY(files.make_directories(where.metadata()));
  TRY(files.make_directories(where.blobs()));
  TRY_ASSIGN(StateDatabase state, StateDatabase::open(where.state_database(), options.max_state_bytes));
  TRY_ASSIGN(crypto::SigningKey identity, open_identity(where, files, random));
  return std::unique_ptr<Store>(new Store(where, files, random, options, std::move(identity), std::move(state)));
}

Result<> Store::place_root(ByteView root) {
  repository::TrustedStore trusted(m_files, m_folder.metadata());
  TRY(trusted.initialise(root));
  return m_facts.set_setting(Setting::RootDigest, crypto::sha256(root).hex());
}

bool Store::has_root() const {
  const auto root = repository::TrustedStore(m_files, m_folder.metadata()).load("root", kMaxRoot);
  return root && root->has_value();
}

Result<std::uint64_t> Store::free_bytes() const {
  std::error_code failure;
  const auto space = std::filesystem::space(m_folder.root, failure);
  if (failure) return fail(Code::Io, fmt::format("the free space of {} is unknown: {}", m_folder.root.string(), failure.message()));
  return std::uint64_t{space.available};
}

Result<bool> Store::collecting_stopped() const {
  TRY_ASSIGN(const std::uint64_t left, free_bytes());
  return left < m_options.reserve_bytes;
}

Result<> Store::keep_answer(const SealedAnswer& answer, const std::optional<crypto::Recipient>& kept_draft) {
  TRY_ASSIGN(const bool stopped, collecting_stopped());
  if (stopped) return fail(Code::NoSpace, "the disk is nearly full: this answer was not kept, and what is waiting must be sent first");
  if (answer.session.has_value() == answer.session_copy.empty()) return fail(Code::Internal, "a session's answer comes with its copy, another one without");
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY(m_outbox.add(answer.envelope, answer.postmark));
  if (answer.session) TRY(m_sessions.add_record(*answer.session, answer.record, answer.session_copy));
  if (answer.corrects) {
    TRY_ASSIGN(const auto days, retention_of(answer.mailbox));
    TRY_ASSIGN(const Timestamp now, m_facts.trusted_time());
    TRY(m_corrections.note(*answer.corrects, answer.record, protocol::day_of(now) + std::chrono::days(days.value_or(kDaysWithoutRule))));
  }
  TRY(m_drafts.remove_row());
  if (kept_draft) TRY(m_drafts.remove_kept_row(*kept_draft));
  TRY(m_facts.count("answer-kept"));
  TRY(transaction.commit());
  m_state.fold_log();
  return {};
}

Result<> Store::close_session(const protocol::SessionId& session) {
  // The lists of ids and the key file are small: reading, sealing and committing stay within one transaction, so that no answer slips in.
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const KeptSession kept, m_sessions.find(session));
  if (!kept.open) return fail(Code::Refused, fmt::format("the session '{}' is closed already", kept.opening.title));
  TRY_ASSIGN(const protocol::MailboxDescriptor mailbox, m_installed.descriptor(kept.opening.mailbox));
  TRY_ASSIGN(std::vector<protocol::RecordId> records, m_sessions.records(session));
  TRY_ASSIGN(const SealedAnswer list, seal_session_list(kept.opening, std::move(records), mailbox, m_identity, m_random));
  TRY(m_outbox.add(list.envelope, list.postmark));
  TRY_ASSIGN(const Timestamp now, m_facts.trusted_time());
  TRY(m_sessions.mark_closed(session, protocol::day_of(now)));
  TRY(m_facts.count("session-closed"));
  TRY(transaction.commit());
  m_state.fold_log();
  return {};
}

Result<client::SyncRequest> Store::sync_request(std::string_view program) {
  client::SyncRequest out;
  out.metadata_folder = m_folder.metadata();
  TRY_ASSIGN(out.now, m_facts.trusted_time());
  TRY_ASSIGN(out.installed, m_installed.not_to_fetch(program));
  TRY_ASSIGN(protocol::TerminalStatus own, status(program));
  TRY_ASSIGN(out.status, protocol::sign_status(std::move(own), m_identity));
  out.terminal = m_identity.verify_key();
  return out;
}

Result<InstallReport> Store::take(const client::SyncSummary& summary) {
  if (summary.newest_issued) {
    if (summary.timestamp_key_rotated) {
      TRY(m_facts.restart_time(*summary.newest_issued));
    } else {
      TRY(m_facts.advance_time(*summary.newest_issued));
    }
  }
  TRY(m_installed.remove(summary.removed));
  TRY_ASSIGN(InstallReport report, m_installed.install(summary.ready));
  TRY(m_facts.count("installed", static_cast<std::int64_t>(report.installed.size())));
  TRY(m_facts.count("install-refused", static_cast<std::int64_t>(report.refused.size())));
  const bool all_arrived = summary.metadata_fresh && summary.problems.empty();
  TRY(forget_expired());
  std::set<crypto::Digest> asked;  // results are charted with the form that was answered, not with a later one
  TRY_ASSIGN(const std::vector<KeptSession> sessions, m_sessions.list());
  for (const KeptSession& session : sessions)
    for (const protocol::FormVersion& form : session.opening.forms) asked.insert(form.digest);
  TRY(m_installed.collect_garbage(all_arrived ? Installed::Partials::Drop : Installed::Partials::Keep, asked));
  return report;
}

Result<protocol::TerminalStatus> Store::status(std::string_view program) {
  protocol::TerminalStatus out;
  out.terminal = m_identity.verify_key();
  TRY_ASSIGN(out.number, m_facts.next_status_number());
  out.program = program;
  TRY_ASSIGN(out.outbox, m_outbox.counts());
  TRY_ASSIGN(const auto targets, m_installed.targets());
  for (const auto& [name, sha256] : targets) {
    if (!name.starts_with(protocol::kBundleTargetPrefix)) continue;
    const std::string_view file = std::string_view(name).substr(protocol::kBundleTargetPrefix.size());
    out.installed[std::string(file.substr(0, file.rfind('.')))] = sha256;
  }
  TRY_ASSIGN(out.boots, m_facts.boot_times());
  TRY_ASSIGN(const std::uint64_t left, free_bytes());
  out.free_bytes = static_cast<std::int64_t>(left);
  return out;
}

Result<std::optional<std::int64_t>> Store::retention_of(std::string_view mailbox) {
  TRY_ASSIGN(const auto known, m_facts.retention_days(mailbox));
  const auto descriptor = m_installed.descriptor(mailbox);
  if (!descriptor) return known;  // the repository names it no more: its last rule holds
  if (known != descriptor->retention_days) TRY(m_facts.set_retention_days(mailbox, descriptor->retention_days));
  return std::optional(descriptor->retention_days);
}

Result<Store::Forgotten> Store::forget_expired() {
  TRY_ASSIGN(const Timestamp now, m_facts.trusted_time());
  const protocol::Day today = protocol::day_of(now);
  Forgotten forgotten;
  TRY_ASSIGN(const auto closed, m_sessions.closed());
  for (const ClosedSession& session : closed) {
    TRY_ASSIGN(const auto days, retention_of(session.mailbox));
    if (!days || today <= session.closed_on + std::chrono::days(*days)) continue;
    TRY(m_sessions.forget(session.id));
    ++forgotten.sessions;
  }
  TRY_ASSIGN(const std::optional<KeptSession> open, m_sessions.current());
  if (open && open->opening.day) {
    TRY_ASSIGN(const auto days, retention_of(open->opening.mailbox));
    if (days && today > *open->opening.day + std::chrono::days(*days)) {
      TRY_ASSIGN(forgotten.copies, m_sessions.drop_copies(open->opening.id));
    }
  }
  TRY_ASSIGN(forgotten.drafts, m_drafts.forget_expired(today));
  TRY_ASSIGN(forgotten.corrections, m_corrections.forget_expired(today));
  return forgotten;
}

}  // namespace escale::store
