// What the terminal shows and believes: installed targets of the repository. Rule: a target is checked whole before it replaces the
// old one; what fails is refused with a sentence and the old one stays.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/format/reader.hpp"
#include "kiosk/store/data_folder.hpp"
#include "kiosk/store/state_database.hpp"
#include "sync/client/sync.hpp"
#include "sync/protocol/approval.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/mailbox.hpp"

namespace escale::store {

struct InstallReport {
  std::vector<std::string> installed;  ///< names of targets that are now in use
  std::vector<Error> refused;          ///< one sentence each, naming the target
};

struct GarbageReport {
  std::size_t blobs = 0;  ///< removed
  std::uint64_t bytes = 0;
};

class Installed {
 public:
  Installed(StateDatabase& state, Files& files, DataFolder folder) : m_state(state), m_files(files), m_folder(std::move(folder)) {}

  /// Target name -> SHA-256 (hexadecimal) of its bytes.
  Result<std::map<std::string, std::string>> targets();
  /// For client::SyncRequest::installed: targets() without bundles that lack a blob (they are fetched again), and with what was fetched
  /// and refused by this program under these rules (it is not).
  Result<std::map<std::string, std::string>> not_to_fetch(std::string_view program);
  /// Checks and installs each target alone, lists and descriptors before bundles. A bundle needs its blobs in the blob folder (all are
  /// read and checked: seconds for a large one), the approvals that the reviewers list asks for, and a version that may succeed the
  /// installed one. Fails only when the database does; then what was installed before that stays.
  Result<InstallReport> install(std::vector<client::ReadyTarget> targets);
  Result<> remove(const std::set<std::string>& names);

  /// Of the installed bundles, by id.
  Result<std::vector<format::Manifest>> manifests();
  /// Opens one for reading. NotFound when no such bundle is installed.
  Result<format::BundleReader> bundle(std::string_view id);
  /// NotFound when the repository never named this mailbox.
  Result<protocol::MailboxDescriptor> descriptor(std::string_view mailbox);
  Result<std::vector<protocol::MailboxDescriptor>> descriptors();
  /// Nothing before the first synchronisation.
  Result<std::optional<protocol::FleetList>> fleet();
  /// Without a list, no approval is asked for.
  Result<protocol::ReviewersList> reviewers();

  /// Reads every blob of the installed bundles and removes those that the disk damaged: the next synchronisation brings them again.
  /// Seconds for much content; `stop` is asked before each blob. Returns how many.
  Result<std::size_t> drop_damaged(const std::function<bool()>& stop = {});

  /// A form in exactly this version, from an installed bundle or kept for a session after its bundle moved on. NotFound when its text
  /// is gone, Corrupt when the disk changed it.
  Result<std::shared_ptr<const forms::Plan>> form(const crypto::Digest& version) const;

  enum class Partials { Keep, Drop };
  /// Removes blobs that no installed target names, except `also_needed` (forms of sessions); half-fetched ones when the last synchronisation missed nothing. Only on the thread
  /// that synchronises, between two synchronisations.
  Result<GarbageReport> collect_garbage(Partials partials, const std::set<crypto::Digest>& also_needed = {});

 private:
  Result<std::optional<Bytes>> bytes_of(std::string_view name);
  Result<> check(const client::ReadyTarget& target);
  Result<> check_bundle(const client::ReadyTarget& target);
  Result<> remember_refused(const client::ReadyTarget& target);
  Result<> forget_refused();
  Result<> check_mailbox(const client::ReadyTarget& target);

  StateDatabase& m_state;
  Files& m_files;
  DataFolder m_folder;
};

}  // namespace escale::store
