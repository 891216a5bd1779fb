#include "kiosk/commands.hpp"

#include <fmt/format.h>

#include "kiosk/app/journal.hpp"
#include "kiosk/app/sync_now.hpp"
#include "sync/base/json.hpp"
#include "sync/client/folder_carrier.hpp"
#include "sync/client/http_carrier.hpp"
#include "sync/crypto/secret.hpp"
#include "sync/protocol/enrolment.hpp"

namespace escale::kiosk {
namespace {

constexpr std::size_t kJournalLines = 50;
constexpr std::uint64_t kMaxRootBytes = std::uint64_t{1} << 20;

void print(const Json& value) {
  fmt::print("{}\n", value.dump());
  std::fflush(stdout);
}

/// The first root of a terminal. The same one again changes nothing.
Result<> keep_root(store::Store& store, const Options& options, const Files& files) {
  if (options.root.empty()) return {};
  TRY_ASSIGN(const Bytes root, files.read(options.root, kMaxRootBytes));
  TRY_ASSIGN(const std::string known, store.facts().setting(store::Setting::RootDigest));
  if (known.empty()) return store.place_root(root);
  if (known == crypto::sha256(root).hex()) return {};
  return fail(Code::Conflict, "this terminal follows another repository: another root needs another data folder (--data)");
}

Result<> keep_choices(store::Store& store, const Options& options, const Clock& clock) {
  if (options.config.mailbox) TRY(store.facts().set_setting(store::Setting::Mailbox, *options.config.mailbox));
  if (options.pin.empty()) return {};
  TRY(store.facts().set_pin(options.pin));
  app::note_in_journal(store, clock, "pin-changed");
  return {};
}

Result<std::unique_ptr<client::Carrier>> way(const Options& options, const std::string& hub, Machine& machine) {
  if (!options.folder.empty()) {
    std::error_code error;
    if (!std::filesystem::is_directory(options.folder, error))
      return fail(Code::NotFound, fmt::format("--folder: '{}' is not a folder", options.folder));
    return std::make_unique<client::FolderCarrier>(options.folder, machine.files);
  }
  if (hub.empty()) return fail(Code::NotFound, "no hub is known: enrol first, or say --hub URL or --folder DIR");
  TRY_ASSIGN(auto carrier, client::HttpCarrier::open({.base_url = hub}, machine.random));
  return std::unique_ptr<client::Carrier>(std::move(carrier));
}

}  // namespace

store::StoreOptions store_options() {
  using std::chrono::November;
  return {.build_date = std::chrono::sys_days(std::chrono::year(2026) / November / 1)};
}

Result<std::unique_ptr<store::Store>> open_store(const Options& options, Machine& machine) {
  auto store = store::Store::open(options.data, machine.files, machine.random, store_options());
  if (!store) return fail(std::move(store.error()).in(options.data.string()));
  return store;
}

Result<> enrol(const Options& options, Machine& machine) {
  TRY(protocol::normalise_enrolment_code(options.enrol_code));
  TRY_ASSIGN(const auto store, open_store(options, machine));
  TRY(keep_root(*store, options, machine.files));
  TRY_ASSIGN(const auto carrier, client::HttpCarrier::open({.base_url = *options.config.hub}, machine.random));
  TRY_ASSIGN(const std::string enrolment, protocol::sign_enrolment(options.enrol_code, store->identity()));
  TRY(carrier->enrol(enrolment));
  TRY(store->facts().set_setting(store::Setting::Hub, *options.config.hub));
  TRY(keep_choices(*store, options, machine.clock));
  if (options.config.site) TRY(store->facts().set_setting(store::Setting::Site, *options.config.site));
  print({{"terminal", store->identity().verify_key().hex()}});
  return {};
}

Result<> synchronise(const Options& options, Machine& machine) {
  TRY_ASSIGN(const auto store, open_store(options, machine));
  TRY(keep_root(*store, options, machine.files));
  TRY(keep_choices(*store, options, machine.clock));
  if (!store->has_root()) return fail(Code::NotFound, "this terminal follows no repository yet: enrol it, or say --root 1.root.json");
  std::string hub = options.config.hub.value_or("");
  if (hub.empty()) {
    TRY_ASSIGN(hub, store->facts().setting(store::Setting::Hub));
  }
  TRY_ASSIGN(const auto carrier, way(options, hub, machine));
  const client::CancelFlag never;
  TRY_ASSIGN(app::SyncCounts counts,
             app::sync_once_now(*store, *carrier, kProgram, machine.files, machine.clock, machine.random, never));
  Json problems = Json::array();
  for (const Error& problem : counts.problems) problems.push_back(problem.message);
  print({{"bundles", counts.bundles_updated},
         {"blobs_fetched", counts.blobs_fetched},
         {"bytes_fetched", counts.bytes_fetched},
         {"sent", counts.envelopes_sent},
         {"receipts", counts.received},
         {"released", counts.released},
         {"problems", problems}});
  // What could be taken was taken; what could not is said once more, for people and for scripts that only look at the exit code.
  if (counts.problems.empty()) return {};
  Error first = std::move(counts.problems.front());
  if (counts.problems.size() > 1) first.message += fmt::format(" (and {} more)", counts.problems.size() - 1);
  return fail(std::move(first));
}

Result<> make_staff_key(const Options& options, Machine& machine) {
  TRY_ASSIGN(const auto store, open_store(options, machine));
  if (machine.files.exists(options.staff_key))
    return fail(Code::Conflict, fmt::format("--staff-key: {} is there already: say another file", options.staff_key));
  if (!options.staff_key.ends_with(".key"))
    return fail(Code::InvalidInput, fmt::format("--staff-key: the name of the file ends with .key, as in escale-staff.key, not '{}'", options.staff_key));
  std::string key = app::new_staff_key(machine.random);
  const crypto::Digest digest = crypto::sha256(as_bytes(key));
  const auto written = machine.files.write_atomic(options.staff_key, as_bytes(key));
  crypto::wipe(key);
  if (!written) return fail(Error(written.error()).in("--staff-key"));
  TRY(store->facts().add_staff_key(digest));
  app::note_in_journal(*store, machine.clock, "key-made");
  print({{"staff_key", options.staff_key}});
  return {};
}

Result<> show_status(const Options& options, Machine& machine) {
  TRY_ASSIGN(const auto store, open_store(options, machine));
  store::Facts& facts = store->facts();
  const crypto::VerifyKey terminal = store->identity().verify_key();
  TRY_ASSIGN(const std::string hub, facts.setting(store::Setting::Hub));
  TRY_ASSIGN(const std::string mailbox, facts.setting(store::Setting::Mailbox));
  TRY_ASSIGN(const Timestamp trusted, facts.trusted_time());
  TRY_ASSIGN(const protocol::OutboxCounts outbox, store->outbox().counts());
  TRY_ASSIGN(const auto manifests, store->installed().manifests());
  TRY_ASSIGN(const auto fleet, store->installed().fleet());
  TRY_ASSIGN(const auto sessions, store->sessions().list());
  TRY_ASSIGN(const std::uint64_t free_bytes, store->free_bytes());
  TRY_ASSIGN(const bool stopped, store->collecting_stopped());
  TRY_ASSIGN(const bool has_pin, facts.has_pin());
  TRY_ASSIGN(const auto staff_keys, facts.staff_keys());
  TRY_ASSIGN(const auto journal, app::journal_lines(*store, kJournalLines));
  const protocol::ListedTerminal* listed = fleet ? fleet->find(terminal) : nullptr;
  Json bundles = Json::object();
  for (const format::Manifest& manifest : manifests) bundles[manifest.id] = manifest.version;
  Json kept = Json::array();
  for (const store::KeptSession& session : sessions)
    kept.push_back({{"id", session.opening.id.text()}, {"open", session.open}, {"collected", session.collected}});
  Json lines = Json::array();
  for (const app::JournalLine& line : journal)
    lines.push_back({{"time", line.time ? format_timestamp(*line.time) : ""}, {"what", line.code}, {"detail", line.detail}});
  const Json value = {{"terminal", terminal.hex()},
                      {"name", listed == nullptr ? "" : listed->name},
                      {"listed", listed != nullptr},
                      {"root", store->has_root()},
                      {"hub", hub},
                      {"mailbox", mailbox},
                      {"pin", has_pin},
                      {"staff_keys", staff_keys.size()},
                      {"journal", lines},
                      {"trusted_time", format_timestamp(trusted)},
                      {"outbox", {{"pending", outbox.pending}, {"received", outbox.received}, {"released", outbox.released}}},
                      {"bundles", bundles},
                      {"sessions", kept},
                      {"free_bytes", free_bytes},
                      {"collecting_stopped", stopped}};
  if (options.json) {
    print(value);
    return {};
  }
  fmt::print("terminal   {}{}\nhub        {}\nmailbox    {}\nwaiting    {} to send, {} received, {} released\n", terminal.hex(),
             listed != nullptr ? " (" + listed->name + ")" : " (not listed yet)", hub.empty() ? "none: USB keys only" : hub,
             mailbox.empty() ? "none" : mailbox, outbox.pending, outbox.received, outbox.released);
  for (const format::Manifest& manifest : manifests) fmt::print("bundle     {} version {}\n", manifest.id, manifest.version);
  for (const app::JournalLine& line : journal)
    fmt::print("journal    {} {}{}\n", line.time ? format_timestamp(*line.time) : "unknown time        ", line.code,
               line.detail.empty() ? "" : " " + line.detail);
  return {};
}

}  // namespace escale::kiosk
