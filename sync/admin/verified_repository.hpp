// The signed repository as readers use it: a tree on disk or an address, believed only as far as its signatures go.
#pragma once

#include <memory>
#include <string>

#include "sync/admin/context.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/repository/client.hpp"

namespace escale::admin {

/// Descriptors by their target path, forms by their digest.
class VerifiedRepository {
 public:
  /// `place` is a tree on disk or the address of one; what is trusted is kept in the folder `trusted`, begun with `root`.
  VerifiedRepository(Context& context, const std::string& place, const Path& trusted);

  /// Brings the newest metadata; when that is not to be had, says so and goes on with what was verified before. `root`: the root.json to
  /// begin with, from the reader's own hand; `tree_root`: the one that goes with a tree, when nothing is trusted yet.
  Result<> refresh(const std::string& root, const Path& tree_root);
  Result<Bytes> target(const std::string& path);
  Result<protocol::MailboxDescriptor> mailbox(const std::string& id);
  Result<protocol::FleetList> fleet();
  Result<Bytes> blob(const crypto::Digest& digest);

 private:
  Context& m_context;
  repository::TrustedStore m_trusted;
  repository::Updater m_updater;
  std::unique_ptr<repository::Updater> m_offline;
  std::unique_ptr<repository::Fetcher> m_metadata, m_targets, m_blobs;
};

}  // namespace escale::admin
