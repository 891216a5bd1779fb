// escale terminal: the operator's work. A terminal presents a one-time code at the hub and waits there until the operator writes it in
// the fleet list, which is signed and published like everything else: a hub can list nobody by itself.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "sync/admin/commands.hpp"
#include "sync/admin/keys.hpp"
#include "sync/client/hub_clients.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/status.hpp"

namespace escale::admin {
namespace {
using protocol::FleetList;
using protocol::ListedTerminal;

struct Options {
  std::string hub, key, fleet, name, site, terminal;
  std::vector<std::string> hub_keys, operators, removed, terminals;
  bool all_pending = false;
  std::int64_t valid_days = 0;
};

Result<FleetList> read_fleet(const Context& context, const std::string& file) {
  TRY_ASSIGN(const Bytes bytes, context.files->read(file, protocol::kMaxStatementBytes));
  auto fleet = protocol::decode_fleet(as_text(bytes));
  if (!fleet) return fail(std::move(fleet).error().in(file));
  return fleet;
}

Result<> write_fleet(Context& context, const std::string& file, const FleetList& fleet) {
  TRY_ASSIGN(const std::string text, protocol::encode_fleet(fleet));
  return context.files->write_atomic(file, as_bytes(text));
}

client::HttpOptions http_options(const Options& options) {
  client::HttpOptions http;
  http.base_url = options.hub;
  return http;
}

/// The connection signs with this key, which must live as long.
struct Operator {
  crypto::SigningKey key;
  static Result<Operator> read(const Context& context, const Options& options) {
    TRY_ASSIGN(auto key, read_signing_key(context, options.key));
    return Operator{std::move(key)};
  }
  Result<client::HubOperatorClient> connect(const Context& context, const Options& options) const {
    return client::HubOperatorClient::open(http_options(options), *context.clock, *context.random, key);
  }
};

std::string publish_hint(const std::string& file) {
  return fmt::format("\nIt counts once it is signed and published:\n\n  escale repository add --draft next --tree tree --path {} {}\n", protocol::kFleetTarget, file);
}

/// "2 years from now" as whole days, so that lists say little about the hour of the work.
Timestamp end_after(Timestamp now, std::int64_t days) {
  return std::chrono::floor<std::chrono::days>(now) + std::chrono::days(days + 1) - std::chrono::seconds(1);
}

// --- fleet --------------------------------------------------------------------------------------------------------

Result<> add_keys(const Context& context, const std::vector<std::string>& arguments, std::vector<protocol::NamedKey>& list) {
  TRY_ASSIGN(const auto named, public_key_arguments(context, arguments));
  for (const protocol::NamedKey& one : named) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.key == one.key; });
    if (found == list.end())
      list.push_back(one);
    else
      found->name = one.name;
  }
  return {};
}

Result<> edit_fleet(Context& context, const Options& options) {
  FleetList fleet;
  if (context.files->exists(options.fleet)) {
    TRY_ASSIGN(fleet, read_fleet(context, options.fleet));
  }
  TRY(add_keys(context, options.hub_keys, fleet.hub_keys));
  TRY(add_keys(context, options.operators, fleet.operators));
  if (!options.hub.empty()) {
    // What the hub says of itself is worth what the connection is worth: the key is shown, so that it can be compared.
    TRY_ASSIGN(auto hub, client::HubPublisherClient::open(http_options(options), *context.random));
    TRY_ASSIGN(const client::HubFacts facts, hub.facts());
    const auto found = std::find_if(fleet.hub_keys.begin(), fleet.hub_keys.end(), [&](const auto& entry) { return entry.key == facts.receipt_key; });
    if (found == fleet.hub_keys.end()) fleet.hub_keys.push_back({options.name.empty() ? "hub" : options.name, facts.receipt_key});
  }
  for (const std::string& argument : options.removed) {
    TRY_ASSIGN(const protocol::NamedKey removed, public_key_argument(context, argument));
    const auto is_key = [&](const auto& entry) { return entry.key == removed.key; };
    if (std::erase_if(fleet.hub_keys, is_key) + std::erase_if(fleet.operators, is_key) == 0)
      return fail(Code::NotFound, fmt::format("{} is neither a hub's key nor an operator's in {}", argument, options.fleet));
  }
  TRY(write_fleet(context, options.fleet, fleet));

  std::string shown = fmt::format("{}: {} terminals\n", options.fleet, fleet.terminals.size());
  Json hubs = Json::array(), operators = Json::array();
  for (const auto& entry : fleet.hub_keys) {
    shown += fmt::format("  hub       {:<24} {}\n", entry.name, entry.key.hex());
    hubs.push_back({{"name", entry.name}, {"key", entry.key.hex()}});
  }
  for (const auto& entry : fleet.operators) {
    shown += fmt::format("  operator  {:<24} {}\n", entry.name, entry.key.hex());
    operators.push_back({{"name", entry.name}, {"key", entry.key.hex()}});
  }
  context.show({{"file", options.fleet}, {"terminals", fleet.terminals.size()}, {"hub_keys", hubs}, {"operators", operators}},
               shown + publish_hint(options.fleet));
  return {};
}

// --- code ---------------------------------------------------------------------------------------------------------

Result<> make_code(Context& context, const Options& options) {
  TRY_ASSIGN(const Operator me, Operator::read(context, options));
  TRY_ASSIGN(auto hub, me.connect(context, options));
  const std::string code = protocol::make_enrolment_code(*context.random);
  protocol::EnrolmentCode registered;
  TRY_ASSIGN(registered.code_sha256, protocol::enrolment_code_digest(code));
  registered.name = options.name;
  registered.site = options.site;
  registered.expires = context.now() + std::chrono::days(options.valid_days);
  TRY(hub.register_code(registered));
  context.show({{"code", code}, {"name", options.name}, {"site", options.site}, {"expires", format_timestamp(registered.expires)}},
               fmt::format("{}\n\nFor {} ({}), once, until {}. Type it on the terminal; `escale terminal pending` shows it afterwards.\n", code, options.name,
                           options.site, format_timestamp(registered.expires)));
  return {};
}

// --- pending ------------------------------------------------------------------------------------------------------

Result<> show_pending(Context& context, const Options& options) {
  TRY_ASSIGN(const Operator me, Operator::read(context, options));
  TRY_ASSIGN(auto hub, me.connect(context, options));
  TRY_ASSIGN(const auto enrolments, hub.enrolments());
  Json list = Json::array();
  std::string shown;
  std::size_t waiting = 0;
  for (const auto& one : enrolments) {
    list.push_back({{"terminal", one.terminal.hex()}, {"name", one.name}, {"site", one.site}, {"day", one.day}, {"listed", one.listed}});
    if (one.listed) continue;
    ++waiting;
    shown += fmt::format("  {}  {:<20} {:<20} since {}\n", one.terminal.hex(), one.name, one.site, one.day);
  }
  shown = fmt::format("{} waiting to be listed\n", waiting == 1 ? "1 terminal is" : fmt::format("{} terminals are", waiting)) + shown;
  context.show({{"pending", waiting}, {"enrolments", list}}, shown);
  return {};
}

// --- enrol --------------------------------------------------------------------------------------------------------

Result<> enrol(Context& context, const Options& options) {
  if (options.all_pending != options.terminals.empty())
    return fail(Code::InvalidInput, "say which terminals to list: their keys as `escale terminal pending` shows them, or --all-pending");
  TRY_ASSIGN(FleetList fleet, read_fleet(context, options.fleet));
  TRY_ASSIGN(const Operator me, Operator::read(context, options));
  TRY_ASSIGN(auto hub, me.connect(context, options));
  TRY_ASSIGN(const auto enrolments, hub.enrolments());

  std::vector<client::PendingEnrolment> chosen;
  if (options.all_pending) {
    for (const auto& one : enrolments)
      if (!one.listed && fleet.find(one.terminal) == nullptr) chosen.push_back(one);
    if (chosen.empty()) return fail(Code::NotFound, "no terminal is waiting to be listed");
  }
  for (const std::string& wanted : options.terminals) {
    const auto fits = [&](const auto& one) { return wanted.size() >= 8 && one.terminal.hex().starts_with(wanted); };
    const auto found = std::find_if(enrolments.begin(), enrolments.end(), fits);
    if (found == enrolments.end())
      return fail(Code::NotFound, fmt::format("no terminal that presented a code at the hub has the key '{}' (its first 8 digits at least)", wanted));
    if (std::find_if(std::next(found), enrolments.end(), fits) != enrolments.end())
      return fail(Code::InvalidInput, fmt::format("'{}' begins several terminals' keys: give more digits", wanted));
    if (fleet.find(found->terminal) != nullptr)
      return fail(Code::Conflict, fmt::format("terminal '{}' is in {} already", found->name, options.fleet));
    chosen.push_back(*found);
  }

  Json list = Json::array();
  std::string shown;
  for (const auto& one : chosen) {
    // From midnight: a session of this very day is the terminal's own.
    const Timestamp from = std::chrono::floor<std::chrono::days>(context.now());
    fleet.terminals.push_back({one.terminal, one.name, one.site, from, end_after(context.now(), options.valid_days)});
    list.push_back({{"terminal", one.terminal.hex()}, {"name", one.name}, {"site", one.site}, {"not_after", format_timestamp(fleet.terminals.back().not_after)}});
    shown += fmt::format("  {}  {:<20} {:<20} until {}\n", one.terminal.hex(), one.name, one.site, format_day(fleet.terminals.back().not_after));
  }
  TRY(write_fleet(context, options.fleet, fleet));
  context.show({{"file", options.fleet}, {"terminals", fleet.terminals.size()}, {"enrolled", list}},
               fmt::format("{}: {} added, {} in all\n{}", options.fleet, chosen.size(), fleet.terminals.size(), shown) + publish_hint(options.fleet));
  return {};
}

// --- list ---------------------------------------------------------------------------------------------------------

std::string validity(const ListedTerminal& terminal, Timestamp now) {
  if (now < terminal.not_before) return "not yet";
  if (now > terminal.not_after) return "ended " + format_day(terminal.not_after);
  return "until " + format_day(terminal.not_after);
}

Result<> list_terminals(Context& context, const Options& options) {
  TRY_ASSIGN(const FleetList fleet, read_fleet(context, options.fleet));
  std::map<crypto::VerifyKey, client::KnownTerminal> seen;
  if (!options.hub.empty()) {
    if (options.key.empty()) return fail(Code::InvalidInput, "the hub tells operators only: give --key");
    TRY_ASSIGN(const Operator me, Operator::read(context, options));
    TRY_ASSIGN(auto hub, me.connect(context, options));
    TRY_ASSIGN(const auto terminals, hub.terminals());
    for (const auto& one : terminals) seen.emplace(one.terminal, one);
  }
  Json list = Json::array();
  std::string shown = fmt::format("{} terminals\n", fleet.terminals.size());
  for (const ListedTerminal& terminal : fleet.terminals) {
    Json entry{{"terminal", terminal.key.hex()},
               {"name", terminal.name},
               {"site", terminal.site},
               {"not_before", format_timestamp(terminal.not_before)},
               {"not_after", format_timestamp(terminal.not_after)},
               {"valid", fleet.is_valid(terminal.key, context.now())}};
    shown += fmt::format("  {}…  {:<20} {:<20} {}\n", terminal.key.hex().substr(0, 16), terminal.name, terminal.site, validity(terminal, context.now()));
    if (const auto known = seen.find(terminal.key); known != seen.end()) {
      // The hub passes statements on: each is believed for its terminal's own signature.
      auto status = protocol::open_status(known->second.status);
      if (status && status->terminal != terminal.key) status = fail(Code::Untrusted, "it speaks of another terminal");
      if (!status) return fail(std::move(status).error().in(fmt::format("status of terminal '{}'", terminal.name)));
      entry["status"] = {{"day", known->second.seen_day},
                         {"program", status->program},
                         {"pending", status->outbox.pending},
                         {"received", status->outbox.received},
                         {"released", status->outbox.released},
                         {"free_bytes", status->free_bytes},
                         {"installed", status->installed}};
      shown += fmt::format("      {}: {} to send, {} at the hub, {} released; {} bundles; {} free; {}\n", known->second.seen_day, status->outbox.pending,
                           status->outbox.received, status->outbox.released, status->installed.size(),
                           human_bytes(static_cast<std::uint64_t>(std::max<std::int64_t>(0, status->free_bytes))), status->program);
    }
    list.push_back(std::move(entry));
  }
  context.show({{"terminals", list}}, shown);
  return {};
}

// --- revoke -------------------------------------------------------------------------------------------------------

Result<> revoke(Context& context, const Options& options) {
  TRY_ASSIGN(FleetList fleet, read_fleet(context, options.fleet));
  ListedTerminal* found = nullptr;
  for (ListedTerminal& terminal : fleet.terminals) {
    if (terminal.name != options.terminal && !(options.terminal.size() >= 8 && terminal.key.hex().starts_with(options.terminal))) continue;
    if (found != nullptr) return fail(Code::InvalidInput, fmt::format("several terminals of {} are called '{}': give the key", options.fleet, options.terminal));
    found = &terminal;
  }
  if (found == nullptr)
    return fail(Code::NotFound, fmt::format("{} lists no terminal '{}': give its name, or 8 digits of its key at least", options.fleet, options.terminal));
  const Timestamp now = context.now();
  if (found->not_after <= now) return fail(Code::Conflict, fmt::format("terminal '{}' ended on {} already", found->name, format_day(found->not_after)));
  // SPEC.md section 6: the entry stays, so that what it signed before stays readable.
  found->not_after = std::max(now, found->not_before);
  const ListedTerminal revoked = *found;
  TRY(write_fleet(context, options.fleet, fleet));
  context.show({{"terminal", revoked.key.hex()}, {"name", revoked.name}, {"not_after", format_timestamp(revoked.not_after)}},
               fmt::format("{} ({}) is not believed after {}; what it signed before stays readable.\n", revoked.name, revoked.site,
                           format_timestamp(revoked.not_after)) +
                   publish_hint(options.fleet));
  return {};
}

}  // namespace

void add_terminal_command(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("terminal",
                                     "Enrol, see and revoke terminals\n\n"
                                     "The fleet list says which terminals are believed. It is a file here, edited by these commands, then signed and\n"
                                     "published like content: a hub can add nobody.\n\n"
                                     "  escale terminal fleet fleet.json --hub-key \"Hub=HEX\" --operator \"Chloé=chloe.key.pub\"\n"
                                     "  escale terminal code --hub https://hub.example --key chloe.key --name \"Borne 1\" --site Rennes\n"
                                     "  escale terminal pending --hub https://hub.example --key chloe.key\n"
                                     "  escale terminal enrol --hub https://hub.example --key chloe.key --fleet fleet.json --all-pending\n"
                                     "  escale terminal list fleet.json --hub https://hub.example --key chloe.key\n"
                                     "  escale terminal revoke fleet.json \"Borne 1\"");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  const auto add_hub = [&](CLI::App* sub) {
    sub->add_option("--hub", options->hub, "Address of the hub")->required();
    sub->add_option("--key", options->key, "Operator's signing key file")->required();
  };

  auto* sub = command->add_subcommand("fleet", "Begin or edit the fleet list: the hubs' receipt keys, the operators");
  sub->add_option("file", options->fleet, "Fleet list, begun when it is not there")->required();
  sub->add_option("--hub-key", options->hub_keys, "NAME=PUBKEY of a hub's receipt key, as `escale-hub keys` prints it (repeat)");
  sub->add_option("--hub", options->hub, "Ask this hub for its receipt key instead; compare what is shown");
  sub->add_option("--name", options->name, "Name of that hub");
  sub->add_option("--operator", options->operators, "NAME=PUBKEY of an operator (repeat)");
  sub->add_option("--remove", options->removed, "PUBKEY of a hub or an operator to take out (repeat)");
  sub->callback([&context, options] { context.run([&] { return edit_fleet(context, *options); }); });

  sub = command->add_subcommand("code", "Make a one-time code for a new terminal; the hub is told its digest only");
  add_hub(sub);
  sub->add_option("--name", options->name, "Name of the terminal")->required();
  sub->add_option("--site", options->site, "Where it will stand")->required();
  sub->add_option("--valid-days", options->valid_days, "Days during which the code works (7)")->check(CLI::Range(1, 90));
  sub->callback([&context, options] {
    if (options->valid_days == 0) options->valid_days = 7;
    context.run([&] { return make_code(context, *options); });
  });

  sub = command->add_subcommand("pending", "Terminals that presented a code and are not listed yet");
  add_hub(sub);
  sub->callback([&context, options] { context.run([&] { return show_pending(context, *options); }); });

  sub = command->add_subcommand("enrol", "Write terminals that wait at the hub into the fleet list");
  add_hub(sub);
  sub->add_option("--fleet", options->fleet, "Fleet list")->required();
  sub->add_option("terminal", options->terminals, "Key of a terminal, 8 digits at least (repeat)");
  sub->add_flag("--all-pending", options->all_pending, "Every terminal that waits: compare names and keys first");
  sub->add_option("--valid-days", options->valid_days, "Days for which the terminal is believed (730)")->check(CLI::Range(1, 3650));
  sub->callback([&context, options] {
    if (options->valid_days == 0) options->valid_days = 730;
    context.run([&] { return enrol(context, *options); });
  });

  sub = command->add_subcommand("list", "Terminals of the fleet list, with what each last told the hub");
  sub->add_option("file", options->fleet, "Fleet list")->required();
  sub->add_option("--hub", options->hub, "Also ask this hub for their last statuses");
  sub->add_option("--key", options->key, "Operator's signing key file, with --hub");
  sub->callback([&context, options] { context.run([&] { return list_terminals(context, *options); }); });

  sub = command->add_subcommand("revoke", "Stop believing a terminal from now on");
  sub->add_option("file", options->fleet, "Fleet list")->required();
  sub->add_option("terminal", options->terminal, "Its name or key")->required();
  sub->callback([&context, options] { context.run([&] { return revoke(context, *options); }); });
}

}  // namespace escale::admin
