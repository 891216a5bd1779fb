// What a terminal says about itself: how much waits, what is installed, and at what time each boot was, so that readers can date
// identified records. Counts and versions only: never a title of a session, never a record id.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sync/protocol/names.hpp"

namespace escale::protocol {

struct BootTime {
  BootId boot;
  std::chrono::seconds uptime{0};  ///< at the moment the time was learned
  Timestamp time{};                ///< trusted time at that moment
  auto operator<=>(const BootTime&) const = default;
};

struct OutboxCounts {
  std::int64_t pending = 0;   ///< no receipt yet
  std::int64_t received = 0;  ///< receipt, no release
  std::int64_t released = 0;
  bool operator==(const OutboxCounts&) const = default;
};

struct TerminalStatus {
  crypto::VerifyKey terminal;
  std::int64_t number = 0;  ///< grows with each status; the hub keeps the highest
  std::string program;      ///< version of the terminal's program
  OutboxCounts outbox;
  std::map<std::string, std::string> installed;  ///< bundle id -> SHA-256 of its manifest, hexadecimal
  std::vector<BootTime> boots;                   ///< at most 100, newest last
  std::int64_t free_bytes = 0;
  bool operator==(const TerminalStatus&) const = default;
};

/// Signs; the status' own key becomes the signer's. InvalidInput names the field.
Result<std::string> sign_status(TerminalStatus status, const crypto::SigningKey& terminal);
/// Untrusted unless signed by the terminal it speaks of.
Result<TerminalStatus> open_status(std::string_view text);

}  // namespace escale::protocol
