// Publishing without login: a candidate is taken when its signatures and the required approvals verify, when every blob it names is
// here, and when it is the next version. Rule: readers see the old state whole or the new state whole. Runs on one thread.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/files.hpp"
#include "sync/hub/directory.hpp"
#include "sync/hub/http_server.hpp"
#include "sync/hub/keys.hpp"
#include "sync/protocol/blobs.hpp"
#include "sync/repository/publisher.hpp"

namespace escale::hub {

class Publishing {
 public:
  Publishing(Files& files, Path data, Bytes root, const HubKeys& keys, CurrentDirectory& directory);

  struct Proposed {
    crypto::Digest id;
    std::vector<protocol::BlobRef> missing;
    bool published = false;  ///< this very candidate is already what the repository says
  };
  /// Verifies everything but the blobs and remembers the candidate. Conflict, Untrusted, InvalidInput say why not.
  Result<Proposed> propose(ByteView body, Timestamp now);

  /// A blob that a proposed candidate lacks: takes its bytes, at most its size, into place once they verify.
  Result<std::unique_ptr<UploadSink>> receive_blob(const crypto::Digest& publication, const crypto::Digest& blob);
  /// The size the candidate gives it. NotFound when no proposal of that id names it.
  Result<std::uint64_t> blob_size(const crypto::Digest& publication, const crypto::Digest& blob) const;
  /// Ends a reception: Corrupt when the bytes are not the blob's.
  Result<> finish_blob(UploadSink& sink);

  /// Switches to a proposed candidate. Conflict while blobs are missing or when somebody else was first.
  Result<std::int64_t> commit(const crypto::Digest& publication, Timestamp now);

  /// Makes a new timestamp when a third of its life is left. Returns whether it did.
  Result<bool> renew(Timestamp now);
  /// Reads the directory again from the tree.
  Result<> reload(Timestamp now);

  Path tree() const { return m_data / "repository"; }

 private:
  struct Proposal {
    repository::Candidate candidate;
    std::vector<protocol::BlobRef> blobs;
  };
  Result<std::vector<protocol::BlobRef>> check_targets(const repository::Candidate& candidate) const;
  std::vector<protocol::BlobRef> missing(const std::vector<protocol::BlobRef>& blobs) const;
  bool is_published(const repository::Candidate& candidate) const;

  Files& m_files;
  Path m_data;
  Bytes m_root;
  const HubKeys& m_keys;
  CurrentDirectory& m_directory;
  mutable std::mutex m_mutex;
  std::map<crypto::Digest, Proposal> m_proposals;  // guarded by m_mutex
  std::uint64_t m_receptions = 0;                  // guarded by m_mutex
};

}  // namespace escale::hub
