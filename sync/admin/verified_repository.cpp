#include "sync/admin/verified_repository.hpp"

#include <ostream>

#include "content-bundles/xforms/form_blob.hpp"
#include "sync/repository/http_fetcher.hpp"

namespace escale::admin {
namespace {

namespace repo = escale::repository;

constexpr std::uint64_t kMaxRootBytes = 512U << 10;
constexpr std::uint64_t kMaxDescriptorBytes = 8U << 20;

}  // namespace

VerifiedRepository::VerifiedRepository(Context& context, const std::string& place, const Path& trusted)
    : m_context(context), m_trusted(*context.files, trusted), m_updater(m_trusted, context.now()) {
  const bool remote = place.starts_with("http://") || place.starts_with("https://");
  const auto below = [&](const char* folder) -> std::unique_ptr<repo::Fetcher> {
    if (remote) return std::make_unique<repo::HttpFetcher>(place + (place.ends_with('/') ? "" : "/") + folder);
    return std::make_unique<repo::FolderFetcher>(*context.files, Path(place) / folder);
  };
  m_metadata = below("metadata/");
  m_targets = below("targets/");
  m_blobs = below("blobs/");
}

Result<> VerifiedRepository::refresh(const std::string& root, const Path& tree_root) {
  // The first root comes from the reader's own hand, or with a tree that the reader verified before.
  if (!root.empty()) {
    TRY_ASSIGN(const Bytes bytes, m_context.files->read(root, kMaxRootBytes));
    TRY(m_trusted.initialise(bytes));
  } else if (!m_context.files->exists(m_trusted.folder() / "root.json")) {
    if (!m_context.files->exists(tree_root))
      return fail(Code::InvalidInput, "which root to trust is not known yet: give it once with --root root.json");
    TRY_ASSIGN(const Bytes bytes, m_context.files->read(tree_root, kMaxRootBytes));
    TRY(m_trusted.initialise(bytes));
  }
  auto refreshed = m_updater.refresh(*m_metadata);
  if (refreshed || refreshed.error().code == Code::Untrusted || refreshed.error().code == Code::Corrupt)
    return refreshed;
  // Old news, no network, past its date: answers stay readable with what was trusted before. Forgeries above do not
  // pass.
  m_offline = std::make_unique<repo::Updater>(m_trusted, m_context.now());
  if (!m_offline->load_trusted()) return refreshed;
  *m_context.err << "Using the repository as it was last verified: " << refreshed.error().message << '\n';
  return {};
}

Result<Bytes> VerifiedRepository::target(const std::string& path) {
  repo::Updater& updater = m_offline ? *m_offline : m_updater;
  TRY_ASSIGN(const auto found, updater.find_target(path));
  return updater.fetch_target(found, *m_targets, kMaxDescriptorBytes);
}

Result<protocol::MailboxDescriptor> VerifiedRepository::mailbox(const std::string& id) {
  TRY_ASSIGN(const Bytes descriptor, target(protocol::mailbox_target(id)));
  return protocol::decode_mailbox(as_text(descriptor));
}

Result<protocol::FleetList> VerifiedRepository::fleet() {
  TRY_ASSIGN(const Bytes list, target(std::string(protocol::kFleetTarget)));
  return protocol::decode_fleet(as_text(list));
}

Result<Bytes> VerifiedRepository::blob(const crypto::Digest& digest) {
  const std::string hex = digest.hex();
  return m_blobs->fetch(hex.substr(0, 2) + "/" + hex, xforms::kMaxFormBytes);
}

}  // namespace escale::admin
