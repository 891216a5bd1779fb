// What the terminal does without a screen: enrolment, one synchronisation, its status. Each prints one line of JSON (or
// text) on standard output; failures are one sentence on standard error and exit code 1.
#pragma once

#include <memory>

#include "kiosk/options.hpp"
#include "kiosk/store/store.hpp"
#include "sync/base/random.hpp"

namespace escale::kiosk {

/// What commands may touch.
struct Machine {
  Files& files;
  Random& random;
  const Clock& clock;
};

/// Name and version, as statuses say them.
inline constexpr std::string_view kProgram = "escale-kiosk 0.1.0";
/// No terminal believes that it is earlier than this; moved forward with each release.
store::StoreOptions store_options();
/// The store of the data folder, a new terminal when there is none. Errors name the folder.
Result<std::unique_ptr<store::Store>> open_store(const Options& options, Machine& machine);

/// Makes the identity when it is missing, presents the code to the hub, then keeps hub, root, mailbox and PIN. Prints
/// {"terminal":"hex"}. Nothing but the identity is kept when the hub refuses.
Result<> enrol(const Options& options, Machine& machine);
/// One synchronisation with the hub or a folder; a first --root and a new --pin are kept first. Refused bundles, blobs and
/// envelopes are listed as problems. Prints {"bundles":n,"blobs_fetched":n,"bytes_fetched":n,"sent":n,"receipts":n,"released":n,"problems":[…]}.
Result<> synchronise(const Options& options, Machine& machine);
/// Makes a key file that opens the staff door of this terminal; the terminal keeps its digest only. Conflict when the file is there.
/// Prints {"staff_key":"FILE"}.
Result<> make_staff_key(const Options& options, Machine& machine);
/// Prints what the terminal is and holds, and the last lines of its journal: keys, counts and codes, never an answer.
Result<> show_status(const Options& options, Machine& machine);

}  // namespace escale::kiosk
