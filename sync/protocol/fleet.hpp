// Which terminals there are, which keys sign receipts, which keys may make enrolment codes: the repository target
// `fleet/terminals.json`, signed by the operator role. A terminal that is not in it is not believed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/names.hpp"

namespace escale::protocol {

inline constexpr std::string_view kFleetTarget = "fleet/terminals.json";

struct ListedTerminal {
  crypto::VerifyKey key;
  std::string name;
  std::string site;
  Timestamp not_before{};
  Timestamp not_after{};  ///< revoking a terminal sets this to the moment of revocation
  bool operator==(const ListedTerminal&) const = default;
};

struct FleetList {
  std::vector<ListedTerminal> terminals;
  std::vector<NamedKey> hub_keys;   ///< sign receipts, and releases of kinds "backed-up" and "expired"
  std::vector<NamedKey> operators;  ///< sign enrolment codes; read enrolments and statuses

  /// The entry of this key, whatever its dates. Null when it was never listed.
  const ListedTerminal* find(const crypto::VerifyKey& terminal) const;
  /// True when the key is listed and the moment is within its dates.
  bool is_valid(const crypto::VerifyKey& terminal, Timestamp now) const;
  bool is_operator(const crypto::VerifyKey& key) const;
  std::vector<crypto::VerifyKey> hub_verify_keys() const;
  bool operator==(const FleetList&) const = default;
};

/// Canonical JSON, terminals sorted by key. InvalidInput on a repeated key, an empty name, dates in the wrong order.
Result<std::string> encode_fleet(FleetList fleet);
Result<FleetList> decode_fleet(std::string_view text);

}  // namespace escale::protocol
