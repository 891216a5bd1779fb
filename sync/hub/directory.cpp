#include "sync/hub/directory.hpp"

#include "sync/base/log.hpp"
#include "sync/repository/client.hpp"

namespace escale::hub {

const protocol::MailboxDescriptor* Directory::mailbox(std::string_view id) const {
  const auto found = mailboxes.find(id);
  return found == mailboxes.end() ? nullptr : &found->second;
}

Result<Directory> load_directory(Files& files, const Path& tree, const Path& trusted, ByteView root, Timestamp now) {
  Directory out;
  if (!files.exists(tree / "metadata" / "timestamp.json")) return out;
  repository::TrustedStore store(files, trusted);
  if (!files.exists(trusted / "root.json")) TRY(store.initialise(root));
  repository::FolderFetcher metadata(files, tree / "metadata");
  repository::FolderFetcher targets(files, tree / "targets");

  auto updater = std::make_unique<repository::Updater>(store, now);
  if (auto refreshed = updater->refresh(metadata); !refreshed) {
    // What stops taking updates must not stop storing answers for mailboxes that are known.
    const bool expired = refreshed.error().code == Code::Expired;
    log(expired ? Level::Warning : Level::Error, expired ? "repository_expired" : "repository_unverified", {{"why", refreshed.error().message}});
    updater = std::make_unique<repository::Updater>(store, now);
    if (!updater->load_trusted()) return fail(std::move(refreshed).error().in("the hub's own repository"));
  }
  // A root that took the on-line keys away took them along (5.3.11), until the publication that brought it is finished.
  if (updater->snapshot() != nullptr) out.snapshot_version = updater->snapshot()->body.version;

  TRY_ASSIGN(const auto all, updater->all_targets());
  for (const auto& target : all) {
    const bool fleet = target.path == protocol::kFleetTarget;
    const bool reviewers = target.path == protocol::kReviewersTarget;
    const bool mailbox = target.path.starts_with("mailboxes/");
    if (!fleet && !reviewers && !mailbox) continue;
    // One unreadable target must not take the others away.
    const auto read = [&]() -> Result<> {
      TRY_ASSIGN(const Bytes bytes, updater->fetch_target(target, targets, protocol::kMaxStatementBytes));
      if (fleet) {
        TRY_ASSIGN(out.fleet, protocol::decode_fleet(as_text(bytes)));
      } else if (reviewers) {
        TRY_ASSIGN(out.reviewers, protocol::decode_reviewers(as_text(bytes)));
      } else {
        TRY_ASSIGN(protocol::MailboxDescriptor descriptor, protocol::decode_mailbox(as_text(bytes)));
        if (protocol::mailbox_target(descriptor.id) != target.path)
          return fail(Code::InvalidInput, "the descriptor names mailbox " + descriptor.id);
        out.mailboxes.insert_or_assign(descriptor.id, std::move(descriptor));
      }
      return {};
    };
    if (const auto done = read(); !done) log(Level::Error, "target_unreadable", {{"target", target.path}, {"why", done.error().message}});
  }
  return out;
}

}  // namespace escale::hub
