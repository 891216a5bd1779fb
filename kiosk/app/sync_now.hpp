// One synchronisation of a terminal, the same for the staff area, the timer and `escale-kiosk --sync`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/store/store.hpp"
#include "sync/base/clock.hpp"
#include "sync/client/http_carrier.hpp"
#include "sync/client/sync.hpp"

namespace escale::app {

struct SyncCounts {
  std::size_t bundles_updated = 0;
  std::size_t lists_updated = 0;  ///< fleet, mailboxes, reviewers
  std::size_t envelopes_sent = 0;
  std::size_t envelopes_quarantined = 0;  ///< of those sent: kept, and shown to readers once the terminal is listed
  std::size_t received = 0;
  std::size_t released = 0;
  std::size_t blobs_fetched = 0;
  std::uint64_t bytes_fetched = 0;
  std::vector<Error> problems;  ///< what failed or was refused, one sentence each; the rest was done
};

/// Reads everything that is installed, once a day and after something could not be read, and removes what the disk damaged: the
/// synchronisation that follows brings it again. Notes it in the journal. How many blobs were removed.
Result<std::size_t> drop_damaged_when_due(store::Store& store, const Clock& clock, const client::CancelFlag& cancel);
/// Something installed could not be read: the next synchronisation looks at everything.
Result<> look_at_everything_again(store::Store& store);

/// A carrier to the hub at this address, else to the one the terminal remembers. Refused when it knows none.
Result<std::unique_ptr<client::HttpCarrier>> hub_carrier(store::Store& store, std::string_view address, client::HttpOptions options,
                                                         Random& random);

/// Runs the plan once and installs what it brought. Fails when nothing could be done: Refused without a root or when cancelled,
/// Unavailable when nobody answers. The store belongs to the calling thread.
Result<SyncCounts> sync_once_now(store::Store& store, client::Carrier& carrier, std::string_view program, Files& files, const Clock& clock,
                                 Random& random, const client::CancelFlag& cancel, const client::ProgressCallback& progress = {});

/// When the last one ended that reached somebody, by the machine's clock; nothing before the first.
Result<std::optional<Timestamp>> last_sync(store::Store& store);

/// Tells the store which run of the machine this is (the kernel's boot id). Harmless when repeated.
Result<> begin_boot(store::Store& store, const Files& files);

}  // namespace escale::app
