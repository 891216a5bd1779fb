// The terminal's own durable state: one folder (data_folder.hpp), one connection to state.db. A Store belongs to one thread; the transfer
// worker opens another one on the same folder. Rule: what was confirmed on screen is on the disk; what is on the disk says nothing of
// who answered what, or when.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kiosk/store/corrections_repository.hpp"
#include "kiosk/store/drafts_repository.hpp"
#include "kiosk/store/facts_repository.hpp"
#include "kiosk/store/installed_repository.hpp"
#include "kiosk/store/outbox_repository.hpp"
#include "kiosk/store/sealing.hpp"
#include "kiosk/store/sessions_repository.hpp"

namespace escale::store {

struct StoreOptions {
  Timestamp build_date{};  ///< floor of trusted time
  /// With less than this left on the disk no answer is taken any more (Code::NoSpace): what is there must still be sent and released.
  std::uint64_t reserve_bytes = std::uint64_t{64} << 20;
  std::uint64_t max_state_bytes = 0;  ///< limit of state.db; 0: only the disk's
  DraftKeyHolder* draft_key = nullptr;  ///< outlives the store; without it the present draft is kept nowhere
};

class Store {
 public:
  /// Opens the folder, or makes a new terminal of it: folders, key, database. Refused when the database is newer than the program,
  /// Corrupt when it or the key is damaged. The files and the generator outlive the store.
  static Result<std::unique_ptr<Store>> open(const Path& folder, Files& files, Random& random, StoreOptions options = {});

  /// The terminal's signing key.
  const crypto::SigningKey& identity() const { return m_identity; }
  const DataFolder& folder() const { return m_folder; }
  Outbox& outbox() { return m_outbox; }
  Sessions& sessions() { return m_sessions; }
  Installed& installed() { return m_installed; }
  Facts& facts() { return m_facts; }
  Drafts& drafts() { return m_drafts; }
  Corrections& corrections() { return m_corrections; }

  /// Places the root that came from an operator and remembers its digest. Conflict when there is another one already.
  Result<> place_root(ByteView root);
  bool has_root() const;

  /// Keeps the envelope with its postmark, the session's copy and the record id, all or nothing. When it succeeds they survive a power
  /// cut. In the same breath the present draft goes, and the kept one of these words when the answer was made of it: what was sent cannot
  /// be sent once more after a crash. NoSpace when the disk is nearly full, Refused when the session is closed; nothing changes then.
  Result<> keep_answer(const SealedAnswer& answer, const std::optional<crypto::Recipient>& kept_draft = std::nullopt);
  /// True when keep_answer would refuse for lack of space: say so before somebody fills a form.
  Result<bool> collecting_stopped() const;
  /// Bytes free on the data folder's disk.
  Result<std::uint64_t> free_bytes() const;

  /// Seals the list of what the session collected into the outbox and closes it, in one transaction. NotFound without such a session or
  /// without its mailbox's descriptor, Refused when it is closed already.
  Result<> close_session(const protocol::SessionId& session);

  /// What a synchronisation needs to know, status signed and numbered included. `program`: name and version.
  Result<client::SyncRequest> sync_request(std::string_view program);
  /// Takes over what a synchronisation brought: trusted time, targets, removals; then drops blobs nobody needs. On the transfer worker.
  Result<InstallReport> take(const client::SyncSummary& summary);
  /// What this terminal says of itself, with the next number.
  Result<protocol::TerminalStatus> status(std::string_view program);

  /// What was dropped because its time is over.
  struct Forgotten {
    std::size_t sessions = 0;  ///< closed ones, with their copies and boards
    std::size_t copies = 0;    ///< of sessions that nobody closed
    std::size_t drafts = 0;    ///< of long forms, whose last day is over
    std::size_t corrections = 0;
    bool operator==(const Forgotten&) const = default;
  };
  /// Drops what is older than its mailbox keeps, at the trusted time: copies of sessions from their closing on, of open ones from their own
  /// day on (if it is known); and kept drafts after their last day. Sealed envelopes stay until a release. At each start and synchronisation.
  Result<Forgotten> forget_expired();

 private:
  Result<std::optional<std::int64_t>> retention_of(std::string_view mailbox);
  Store(DataFolder folder, Files& files, Random& random, StoreOptions options, crypto::SigningKey identity, StateDatabase state);

  DataFolder m_folder;
  Files& m_files;
  Random& m_random;
  StoreOptions m_options;
  crypto::SigningKey m_identity;
  StateDatabase m_state;
  Outbox m_outbox;
  Sessions m_sessions;
  Installed m_installed;
  Facts m_facts;
  Drafts m_drafts;
  Corrections m_corrections;
};

}  // namespace escale::store
