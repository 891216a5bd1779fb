#include "kiosk/app/sync_now.hpp"

#include <algorithm>

#include "kiosk/app/journal.hpp"
#include "sync/client/blob_folder.hpp"
#include "sync/protocol/blobs.hpp"

namespace escale::app {
namespace {
constexpr std::string_view kLastSync = "kiosk/last-sync";
constexpr std::string_view kLastLook = "kiosk/last-look";  // the machine's day when everything was read
}  // namespace

Result<> look_at_everything_again(store::Store& store) { return store.outbox().set_cursor(kLastLook, ""); }

Result<std::size_t> drop_damaged_when_due(store::Store& store, const Clock& clock, const client::CancelFlag& cancel) {
  const std::string today = format_day(clock.now());
  TRY_ASSIGN(const std::string last, store.outbox().cursor(kLastLook));
  if (last == today) return 0;
  TRY_ASSIGN(const std::size_t dropped, store.installed().drop_damaged([&] { return cancel.cancelled(); }));
  if (dropped > 0) note_in_journal(store, clock, "content-dropped", std::to_string(dropped));
  if (!cancel.cancelled()) TRY(store.outbox().set_cursor(kLastLook, today));
  return dropped;
}

Result<std::unique_ptr<client::HttpCarrier>> hub_carrier(store::Store& store, std::string_view address, client::HttpOptions options,
                                                         Random& random) {
  options.base_url = address;
  if (options.base_url.empty()) {
    TRY_ASSIGN(options.base_url, store.facts().setting(store::Setting::Hub));
  }
  if (options.base_url.empty()) return fail(Code::Refused, "this terminal knows no hub: enrol it, or set 'hub' in kiosk.yaml");
  return client::HttpCarrier::open(std::move(options), random);
}

Result<> begin_boot(store::Store& store, const Files& files) {
  TRY_ASSIGN(const Bytes text, files.read("/proc/sys/kernel/random/boot_id", 64));
  std::string digits = to_text(text);
  std::erase_if(digits, [](char c) { return c == '-' || c == '\n'; });
  TRY_ASSIGN(const protocol::BootId boot, protocol::BootId::parse(digits));
  return store.facts().begin_boot(boot);
}

Result<SyncCounts> sync_once_now(store::Store& store, client::Carrier& carrier, std::string_view program, Files& files, const Clock& clock,
                                 Random& random, const client::CancelFlag& cancel, const client::ProgressCallback& progress) {
  if (!store.has_root()) return fail(Code::Refused, "this terminal has no root of trust yet: enrol it first");
  TRY(drop_damaged_when_due(store, clock, cancel));
  TRY_ASSIGN(const client::SyncRequest request, store.sync_request(program));
  client::BlobFolder blobs(store.folder().blobs(), files);
  TRY_ASSIGN(client::SyncSummary summary, client::sync_once(carrier, request, store.outbox(), blobs, files, random, cancel, progress));
  SyncCounts counts;
  counts.envelopes_sent = summary.envelopes_sent;
  counts.envelopes_quarantined = summary.envelopes_quarantined;
  counts.received = summary.received;
  counts.released = summary.released;
  counts.blobs_fetched = summary.blobs_fetched;
  counts.bytes_fetched = summary.bytes_fetched;
  counts.problems = summary.problems;
  TRY_ASSIGN(store::InstallReport report, store.take(summary));
  for (const std::string& name : report.installed) ++(name.starts_with(protocol::kBundleTargetPrefix) ? counts.bundles_updated : counts.lists_updated);
  for (Error& refused : report.refused) counts.problems.push_back(std::move(refused));
  // What a key says may be weeks old; only somebody who answers now says what time it is.
  const auto generation = carrier.generation();
  if (summary.metadata_fresh && generation && *generation && begin_boot(store, files))
    TRY(store.facts().note_boot_time(std::chrono::duration_cast<std::chrono::seconds>(clock.monotonic())));
  // "Last synchronisation" is the last one that went well: staff judge by it.
  if (counts.problems.empty()) {
    TRY(store.outbox().set_cursor(kLastSync, format_timestamp(clock.now())));
  }
  return counts;
}

Result<std::optional<Timestamp>> last_sync(store::Store& store) {
  TRY_ASSIGN(const std::string text, store.outbox().cursor(kLastSync));
  if (text.empty()) return std::optional<Timestamp>{};
  TRY_ASSIGN(const Timestamp time, parse_timestamp(text));
  return std::optional(time);
}

}  // namespace escale::app
