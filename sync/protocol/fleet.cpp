#include "sync/protocol/fleet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {
Result<> check_fleet(const FleetList& fleet) {
  if (fleet.terminals.size() > kMaxTerminals) return fail(Code::TooLarge, fmt::format("the fleet list has over {} terminals", kMaxTerminals));
  for (std::size_t i = 0; i < fleet.terminals.size(); ++i) {
    const ListedTerminal& terminal = fleet.terminals[i];
    TRY(check_name(terminal.name, "terminals, name"));
    TRY(check_name(terminal.site, "terminals, site"));
    if (terminal.not_after < terminal.not_before)
      return fail(Code::InvalidInput, fmt::format("terminal '{}' ends before it begins", terminal.name));
    if (i > 0 && !(fleet.terminals[i - 1].key < terminal.key))
      return fail(Code::InvalidInput, fmt::format("'terminals' is not sorted by key without repeats at '{}'", terminal.name));
  }
  TRY(check_keys(fleet.hub_keys, "hub_keys"));
  return check_keys(fleet.operators, "operators");
}
}  // namespace

const ListedTerminal* FleetList::find(const crypto::VerifyKey& terminal) const {
  const auto found = std::find_if(terminals.begin(), terminals.end(), [&](const ListedTerminal& entry) { return entry.key == terminal; });
  return found == terminals.end() ? nullptr : &*found;
}

bool FleetList::is_valid(const crypto::VerifyKey& terminal, Timestamp now) const {
  const ListedTerminal* entry = find(terminal);
  return entry != nullptr && entry->not_before <= now && now <= entry->not_after;
}

bool FleetList::is_operator(const crypto::VerifyKey& key) const {
  return std::any_of(operators.begin(), operators.end(), [&](const NamedKey& entry) { return entry.key == key; });
}

std::vector<crypto::VerifyKey> FleetList::hub_verify_keys() const {
  std::vector<crypto::VerifyKey> out;
  for (const auto& entry : hub_keys) out.push_back(entry.key);
  return out;
}

Result<std::string> encode_fleet(FleetList fleet) {
  std::sort(fleet.terminals.begin(), fleet.terminals.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  TRY(check_fleet(fleet));
  Json terminals = Json::array();
  for (const auto& terminal : fleet.terminals)
    terminals.push_back({{"key", terminal.key.hex()},
                         {"name", terminal.name},
                         {"site", terminal.site},
                         {"not_before", format_timestamp(terminal.not_before)},
                         {"not_after", format_timestamp(terminal.not_after)}});
  return stored_json({{"type", "fleet"},
                         {"protocol", kProtocolVersion},
                         {"terminals", std::move(terminals)},
                         {"hub_keys", to_json(fleet.hub_keys)},
                         {"operators", to_json(fleet.operators)}});
}

Result<FleetList> decode_fleet(std::string_view text) {
  TRY_ASSIGN(const Json object, parse_object(text, kMaxStatementBytes));
  TRY(check_head(object, "fleet"));
  TRY(only_fields(object, {"type", "protocol", "terminals", "hub_keys", "operators"}));
  FleetList fleet;
  TRY_ASSIGN(const Json* terminals, list_field(object, "terminals", kMaxTerminals));
  for (const auto& item : *terminals) {
    TRY(only_fields(item, {"key", "name", "site", "not_before", "not_after"}));
    ListedTerminal terminal;
    TRY_ASSIGN(terminal.key, key_field(item, "key"));
    TRY_ASSIGN(terminal.name, name_field(item, "name"));
    TRY_ASSIGN(terminal.site, name_field(item, "site"));
    TRY_ASSIGN(terminal.not_before, time_field(item, "not_before"));
    TRY_ASSIGN(terminal.not_after, time_field(item, "not_after"));
    fleet.terminals.push_back(std::move(terminal));
  }
  TRY_ASSIGN(fleet.hub_keys, named_keys_field(object, "hub_keys"));
  TRY_ASSIGN(fleet.operators, named_keys_field(object, "operators"));
  TRY(check_fleet(fleet));
  return fleet;
}

}  // namespace escale::protocol
