#include "sync/client/sync.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/protocol/approval.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/receipt.hpp"
#include "sync/repository/client.hpp"

namespace escale::client {
namespace {
constexpr std::uint64_t kMaxManifest = std::uint64_t{8} << 20;
constexpr std::size_t kMaxProblems = 100;

/// The repository's view of a carrier: files below one folder of the tree.
class CarrierFetcher final : public repository::Fetcher {
 public:
  CarrierFetcher(Carrier& carrier, std::string folder, const CancelFlag& cancel)
      : m_carrier(carrier), m_folder(std::move(folder)), m_cancel(cancel) {}
  Result<Bytes> fetch(std::string_view path, std::uint64_t max_length) override {
    Bytes out;
    TRY(m_carrier.fetch(
        m_folder + std::string(path), 0, max_length,
        [&](ByteView piece) -> Result<> {
          out.insert(out.end(), piece.begin(), piece.end());
          return {};
        },
        m_cancel));
    return out;
  }

 private:
  Carrier& m_carrier;
  std::string m_folder;
  const CancelFlag& m_cancel;
};

class Plan {
 public:
  Plan(Carrier& carrier, const SyncRequest& request, Outbox& outbox, BlobFolder& blobs, Files& files, Random& random,
       const CancelFlag& cancel, const ProgressCallback& progress)
      : m_carrier(carrier), m_request(request), m_outbox(outbox), m_blobs(blobs), m_files(files), m_random(random), m_cancel(cancel), m_progress(progress) {}

  Result<SyncSummary> run() {
    report({Stage::Metadata, 0, 0});
    TRY(content_down());
    TRY(stop_if_cancelled());
    TRY(answers_up());
    report({Stage::Done, 0, 0});
    return std::move(m_summary);
  }

 private:
  void report(const Progress& progress) {
    if (m_progress) m_progress(progress);
  }
  void problem(Error error) {
    if (m_summary.problems.size() < kMaxProblems) m_summary.problems.push_back(std::move(error));
  }
  Result<> stop_if_cancelled() const { return m_cancel.cancelled() ? Result<>(fail(Code::Refused, "cancelled")) : Result<>{}; }

  // --- content ---

  Result<> content_down() {
    repository::TrustedStore store(m_files, m_request.metadata_folder);
    CarrierFetcher metadata(m_carrier, "metadata/", m_cancel);
    CarrierFetcher targets(m_carrier, "targets/", m_cancel);
    auto updater = std::make_unique<repository::Updater>(store, m_request.now);
    if (auto refreshed = updater->refresh(metadata); refreshed) {
      m_summary.metadata_fresh = true;
      m_summary.newest_issued = updater->newest_issued();
      m_summary.timestamp_key_rotated = updater->timestamp_key_rotated();
    } else {
      TRY(stop_if_cancelled());
      if (refreshed.error().code == Code::Unavailable) return fail(std::move(refreshed).error());  // nobody there: nothing else will work
      // Older than what is trusted means "nothing new"; a key may carry no repository at all; anything else is worth a word.
      const bool nothing_new = refreshed.error().code == Code::Conflict || refreshed.error().code == Code::NotFound;
      if (!nothing_new) problem(std::move(refreshed).error().in("repository"));
      updater = std::make_unique<repository::Updater>(store, m_request.now);
      if (!updater->load_trusted()) return {};  // never synchronised before: there is nothing to compare with
    }
    auto all = updater->all_targets();
    if (!all) {
      problem(std::move(all).error().in("repository"));
      return {};
    }
    std::set<std::string> named;
    std::set<std::string> expired_roles;
    std::vector<ReadyTarget> bundles;
    for (const auto& target : *all) {
      named.insert(target.path);
      if (target.expired && m_summary.metadata_fresh && expired_roles.insert(target.role).second)
        problem({Code::Expired, fmt::format("the metadata of '{}' expired: its content stays as it is until its signers renew them", target.role)});
      TRY(stop_if_cancelled());
      if (auto taken = take_target(*updater, target, targets, bundles); !taken) {
        TRY(stop_if_cancelled());
        problem(std::move(taken).error().in(target.path));
      }
    }
    for (const auto& [name, sha256] : m_request.installed)
      if (!named.contains(name)) m_summary.removed.insert(name);
    return fetch_blobs(std::move(bundles));
  }

  bool is_wanted(const std::string& name) const {
    return name.starts_with(protocol::kBundleTargetPrefix) && (m_request.wanted.empty() || m_request.wanted.contains(name));
  }

  Result<> take_target(repository::Updater& updater, const repository::FoundTarget& target, CarrierFetcher& source, std::vector<ReadyTarget>& bundles) {
    const bool fleet = target.path == protocol::kFleetTarget;
    const bool mailbox = target.path.starts_with("mailboxes/");
    const bool reviewers = target.path == protocol::kReviewersTarget;
    const bool bundle = is_wanted(target.path);
    if (!fleet && !mailbox && !reviewers && !bundle) return {};
    const auto hash = target.file.hashes.find("sha256");
    if (hash == target.file.hashes.end()) return fail(Code::InvalidInput, "the target has no SHA-256");
    const auto installed = m_request.installed.find(target.path);
    const bool is_new = installed == m_request.installed.end() || installed->second != hash->second;
    if (bundle && !is_new) return {};

    if (bundle && target.expired) return {};

    TRY_ASSIGN(const crypto::Digest digest, crypto::Digest::parse(hash->second));
    Bytes bytes;
    if (const auto here = m_blobs.read({digest, target.file.length})) {
      bytes = *here;
    } else if (target.expired) {
      return {};  // nothing is taken from metadata that ran out
    } else {
      TRY_ASSIGN(bytes, updater.fetch_target(target, source, kMaxManifest));
      TRY(m_blobs.put(digest, bytes));
    }
    if (fleet) {
      TRY_ASSIGN(m_fleet, protocol::decode_fleet(as_text(bytes)));
    } else if (mailbox) {
      TRY_ASSIGN(protocol::MailboxDescriptor descriptor, protocol::decode_mailbox(as_text(bytes)));
      m_mailboxes.insert_or_assign(descriptor.id, std::move(descriptor));
    } else if (reviewers) {
      TRY(protocol::decode_reviewers(as_text(bytes)));
    }
    if (!is_new || target.expired) return {};
    ReadyTarget ready{target.path, hash->second, std::move(bytes)};
    (bundle ? bundles : m_summary.ready).push_back(std::move(ready));
    return {};
  }

  /// Exactly what is missing, each blob once, whatever bundle names it.
  Result<> fetch_blobs(std::vector<ReadyTarget> bundles) {
    std::map<crypto::Digest, std::uint64_t> missing;
    std::map<std::string, std::vector<protocol::BlobRef>> of_bundle;
    Progress state{Stage::Blobs, 0, 0};
    for (const auto& bundle : bundles) {
      auto named = protocol::manifest_blobs(as_text(bundle.bytes));
      if (!named) {
        problem(std::move(named).error().in(bundle.name));
        continue;
      }
      for (const auto& blob : *named)
        if (!m_blobs.has(blob.sha256) && missing.emplace(blob.sha256, blob.size).second) state.total += blob.size;
      of_bundle[bundle.name] = std::move(*named);
    }
    std::set<crypto::Digest> failed;
    for (const auto& [digest, size] : missing) {
      TRY(stop_if_cancelled());
      report(state);
      auto fetched = m_blobs.fetch({digest, size}, m_carrier, m_cancel, m_summary.bytes_fetched, [&](std::uint64_t count) {
        state.done += count;
        report(state);
      });
      if (fetched) {
        ++m_summary.blobs_fetched;
        continue;
      }
      TRY(stop_if_cancelled());
      failed.insert(digest);
      problem(std::move(fetched).error().in(fmt::format("blob {}", digest.hex())));
    }
    report(state);
    for (auto& bundle : bundles) {
      const auto named = of_bundle.find(bundle.name);
      if (named == of_bundle.end()) continue;
      const bool whole = std::none_of(named->second.begin(), named->second.end(), [&](const auto& blob) { return failed.contains(blob.sha256); });
      if (whole) m_summary.ready.push_back(std::move(bundle));
    }
    return {};
  }

  // --- answers ---

  Result<> answers_up() {
    if (const auto generation = m_carrier.generation(); !generation) {
      problem(generation.error());
    } else if (*generation) {
      TRY(m_outbox.set_generation(**generation));
      m_generation = **generation;
    }
    TRY_ASSIGN(std::vector<crypto::Digest> pending, m_outbox.pending());
    m_random.shuffle(pending);
    TRY(send(pending));
    TRY(stop_if_cancelled());
    TRY(collect_receipts(pending));
    TRY(collect_releases());
    if (m_request.status)
      if (const auto put = m_carrier.put_status(m_request.terminal, *m_request.status); !put) problem(put.error());
    return {};
  }

  Result<> send(const std::vector<crypto::Digest>& pending) {
    Progress state{Stage::Envelopes, 0, pending.size()};
    for (std::size_t i = 0; i < pending.size(); ++i) {
      report(state);
      TRY(stop_if_cancelled());
      const auto deliver = [&]() -> Result<Delivery> {
        TRY_ASSIGN(const OutboxEnvelope envelope, m_outbox.load(pending[i]));
        if (crypto::sha256(envelope.file) != pending[i]) return fail(Code::Corrupt, "the stored envelope is damaged");
        return m_carrier.put_envelope(pending[i], envelope.file, envelope.postmark);
      };
      if (auto delivered = deliver(); delivered) {
        ++(*delivered == Delivery::Stored ? m_summary.envelopes_sent : m_summary.envelopes_quarantined);
      } else {
        const bool gone = delivered.error().code == Code::Unavailable;
        m_summary.envelopes_failed += gone ? pending.size() - i : 1;
        problem(std::move(delivered).error().in(fmt::format("envelope {}", pending[i].hex())));
        if (gone) break;  // the way is cut; the others wait for the next time
      }
      ++state.done;
    }
    report(state);
    return {};
  }

  Result<> collect_receipts(std::vector<crypto::Digest> pending) {
    if (pending.empty()) return {};
    report({Stage::Receipts, 0, 0});
    if (!m_fleet) {
      problem({Code::NotFound, "no fleet list yet: receipts cannot be checked"});
      return {};
    }
    const auto hub_keys = m_fleet->hub_verify_keys();
    std::sort(pending.begin(), pending.end());
    std::set<crypto::Digest> received;
    for (std::size_t start = 0; start < pending.size(); start += protocol::kMaxBatch) {
      const auto batch = std::span(pending).subspan(start, std::min(protocol::kMaxBatch, pending.size() - start));
      const auto texts = m_carrier.receipts(batch);
      if (!texts) {
        problem(texts.error());
        break;
      }
      for (const auto& text : *texts) {
        auto receipt = protocol::open_receipt(text, hub_keys);
        if (!receipt) {
          problem(std::move(receipt).error());
          continue;
        }
        if (m_generation && receipt->generation != *m_generation) continue;  // of an earlier life of the hub
        std::vector<crypto::Digest> ours;
        std::set_intersection(receipt->stored.begin(), receipt->stored.end(), pending.begin(), pending.end(), std::back_inserter(ours));
        if (ours.empty()) continue;
        TRY(m_outbox.mark_received(ours, receipt->generation));
        received.insert(ours.begin(), ours.end());
      }
    }
    m_summary.received = received.size();
    return {};
  }

  Result<> collect_releases() {
    TRY_ASSIGN(const auto mailboxes, m_outbox.mailboxes());
    TRY_ASSIGN(const protocol::OutboxCounts before, m_outbox.counts());
    const auto hub_keys = m_fleet ? m_fleet->hub_verify_keys() : std::vector<crypto::VerifyKey>{};
    for (const auto& id : mailboxes) {
      const auto descriptor = m_mailboxes.find(id);
      if (descriptor == m_mailboxes.end()) continue;
      const std::string cursor_name = fmt::format("releases/{}/{}", m_carrier.name(), id);
      TRY_ASSIGN(std::string cursor, m_outbox.cursor(cursor_name));
      bool certain = true;
      for (;;) {
        TRY(stop_if_cancelled());
        const auto page = m_carrier.releases(id, cursor);
        if (!page) {
          problem(page.error());
          break;
        }
        for (const auto& text : page->releases) {
          auto release = protocol::open_release(text, descriptor->second.reader_keys(), hub_keys);
          if (release && release->mailbox == id) {
            TRY(m_outbox.mark_released(release->envelopes));
          } else if (!release) {
            // With an old descriptor a new reader's release looks forged: it is looked at again once the metadata are fresh.
            certain = certain && (m_summary.metadata_fresh || release.error().code != Code::Untrusted);
            problem(std::move(release).error());
          }
        }
        if (page->next == cursor) break;
        cursor = page->next;
        if (certain) TRY(m_outbox.set_cursor(cursor_name, cursor));
        if (page->releases.empty()) break;
      }
    }
    TRY_ASSIGN(const protocol::OutboxCounts after, m_outbox.counts());
    m_summary.released = static_cast<std::size_t>(std::max<std::int64_t>(0, before.pending + before.received - after.pending - after.received));
    return {};
  }

  Carrier& m_carrier;
  const SyncRequest& m_request;
  Outbox& m_outbox;
  BlobFolder& m_blobs;
  Files& m_files;
  Random& m_random;
  const CancelFlag& m_cancel;
  const ProgressCallback& m_progress;
  SyncSummary m_summary;
  std::optional<protocol::FleetList> m_fleet;
  std::map<std::string, protocol::MailboxDescriptor> m_mailboxes;
  std::optional<protocol::GenerationId> m_generation;
};
}  // namespace

Result<SyncSummary> sync_once(Carrier& carrier, const SyncRequest& request, Outbox& outbox, BlobFolder& blobs, Files& files, Random& random,
                              const CancelFlag& cancel, const ProgressCallback& progress) {
  return Plan(carrier, request, outbox, blobs, files, random, cancel, progress).run();
}

}  // namespace escale::client
