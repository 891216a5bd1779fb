// What the hub knows from signed metadata: the fleet, the mailboxes, the reviewers. Read through the same verification a terminal
// makes; never from a request.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>

#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"
#include "sync/protocol/approval.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/mailbox.hpp"

namespace escale::hub {

struct Directory {
  protocol::FleetList fleet;
  std::map<std::string, protocol::MailboxDescriptor, std::less<>> mailboxes;
  protocol::ReviewersList reviewers;
  std::int64_t snapshot_version = 0;  ///< 0: nothing is published yet, or a publication was cut

  const protocol::MailboxDescriptor* mailbox(std::string_view id) const;
};

/// Verifies the tree as a client would (its trusted state is in `trusted`, begun from `root`) and reads the targets that matter.
/// An empty tree gives an empty directory. When the tree does not verify (expired, or cut while it was written), what was trusted
/// before is read: the hub goes on storing.
Result<Directory> load_directory(Files& files, const Path& tree, const Path& trusted, ByteView root, Timestamp now);

/// The current directory, shared by the threads of the hub.
class CurrentDirectory {
 public:
  template <class F>
  auto read(F&& f) const {
    const std::shared_lock lock(m_mutex);
    return f(m_directory);
  }
  void replace(Directory directory) {
    const std::unique_lock lock(m_mutex);
    m_directory = std::move(directory);
  }

 private:
  mutable std::shared_mutex m_mutex;
  Directory m_directory;  // guarded by m_mutex
};

}  // namespace escale::hub
