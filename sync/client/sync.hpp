// The plan of one synchronisation over one carrier: trusted metadata, new manifests, exactly the missing blobs; then envelopes in
// random order, receipts, releases. Rule: one bad blob or envelope never holds up the others; what failed is counted and said.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/random.hpp"
#include "sync/client/blob_folder.hpp"
#include "sync/client/carrier.hpp"
#include "sync/client/outbox.hpp"
#include "sync/crypto/sign.hpp"

namespace escale::client {

/// What the caller has and wants.
struct SyncRequest {
  Path metadata_folder;                          ///< trusted metadata (repository::TrustedStore), initialised with a root
  Timestamp now{};                               ///< trusted time
  std::map<std::string, std::string> installed;  ///< target name -> SHA-256 (hex) of the bytes already installed
  std::set<std::string> wanted;                  ///< bundle targets to fetch; empty: all of `bundles/`
  std::optional<std::string> status;             ///< signed terminal status to hand over
  crypto::VerifyKey terminal;                    ///< whose status it is
};

/// A target that was verified; for a bundle, with every blob it names in the blob folder.
struct ReadyTarget {
  std::string name;    ///< "bundles/course-aller-vers.json"
  std::string sha256;  ///< of its bytes
  Bytes bytes;
  bool operator==(const ReadyTarget&) const = default;
};

struct SyncSummary {
  bool metadata_fresh = false;  ///< the carrier had trusted, current metadata (perhaps the same as before)
  std::optional<Timestamp> newest_issued;  ///< newest signed time in accepted metadata: moves trusted time forward
  bool timestamp_key_rotated = false;      ///< trusted time starts again at newest_issued
  std::vector<ReadyTarget> ready;          ///< new or changed targets: bundles, fleet list, descriptors, reviewers
  std::set<std::string> removed;           ///< installed targets that the repository no longer names
  std::size_t blobs_fetched = 0;
  std::uint64_t bytes_fetched = 0;  ///< of blobs
  std::size_t envelopes_sent = 0;
  std::size_t envelopes_quarantined = 0;
  std::size_t envelopes_failed = 0;
  std::size_t received = 0;  ///< newly covered by a verified receipt
  std::size_t released = 0;  ///< newly covered by a verified release
  std::vector<Error> problems;  ///< one per thing that failed; empty when all went well
};

/// Runs the plan once. Fails only when nothing at all could be done or it was cancelled; everything else is in the summary.
/// Not thread-safe for one outbox or blob folder; call it on the transfer worker.
Result<SyncSummary> sync_once(Carrier& carrier, const SyncRequest& request, Outbox& outbox, BlobFolder& blobs, Files& files,
                              Random& random, const CancelFlag& cancel, const ProgressCallback& progress = {});

}  // namespace escale::client
