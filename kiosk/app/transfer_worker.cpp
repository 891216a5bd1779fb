#include "kiosk/app/journal.hpp"
#include "kiosk/app/sync_now.hpp"
#include "kiosk/app/worker_parts.hpp"
#include "sync/base/log.hpp"

namespace escale::app {
namespace {
Result<SyncCounts> run(Bench& bench, const client::CancelFlag& cancel, const client::ProgressCallback& progress) {
  TRY_ASSIGN(const auto carrier, hub_carrier(bench.store, bench.options.hub, bench.options.http, bench.random));
  return sync_once_now(bench.store, *carrier, bench.options.program, bench.files, bench.clock, bench.random, cancel, progress);
}
}  // namespace

Action synchronise(Bench& bench, const client::CancelFlag& cancel, const client::ProgressCallback& progress) {
  SyncEnded ended;
  const auto counts = run(bench, cancel, progress);
  if (!counts) {
    ended.result = cancel.cancelled() ? "cancelled" : failure_of("sync-failed", counts.error());
    ended.detail = counts.error().message;
    if (!cancel.cancelled()) note_sync(bench.store, bench.clock, "sync-failed", ended.result);
    return ended;
  }
  ended.bundles_updated = counts->bundles_updated;
  ended.envelopes_sent = counts->envelopes_sent;
  ended.result = "done";
  if (!counts->problems.empty()) {
    ended.result = failure_of("sync-incomplete", counts->problems.front());
    ended.detail = counts->problems.front().message;
  }
  note_sync(bench.store, bench.clock, ended.result == "done" ? "sync-done" : "sync-failed", ended.result == "done" ? "" : ended.result);
  log(Level::Info, "synchronised", {{"bundles", std::to_string(counts->bundles_updated)}, {"sent", std::to_string(counts->envelopes_sent)},
                                    {"problems", std::to_string(counts->problems.size())}});
  return ended;
}

}  // namespace escale::app
