// What an attendance mailbox holds, opened and checked: entries, or why an envelope gives none. The rule: every envelope is counted once,
// one bad envelope never stops the others, and the result does not depend on the order they came in.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sync/attendance/entry.hpp"
#include "sync/crypto/age.hpp"
#include "sync/protocol/fleet.hpp"

namespace escale::attendance {

struct Signed {
  protocol::RecordId record{};
  crypto::VerifyKey terminal{};
  Entry entry{};
  bool operator==(const Signed&) const = default;
};
struct Refused {
  crypto::Digest envelope{};
  std::string why{};  ///< one sentence; no name in it
  bool operator==(const Refused&) const = default;
};
/// envelopes = entries + duplicates + refused, always.
struct Collected {
  std::string mailbox{};
  std::vector<Signed> entries{};    ///< by record id
  std::vector<Refused> refused{};   ///< by envelope
  std::size_t envelopes = 0, duplicates = 0;
};

/// What records are checked against. Everything outlives the Collecting.
struct Rules {
  const protocol::MailboxDescriptor* mailbox = nullptr;
  const protocol::FleetList* fleet = nullptr;
  Timestamp now{};
};

class Collecting {
 public:
  Collecting(const Rules& rules, std::span<const crypto::Identity> identities) : m_rules(rules), m_identities(identities) {}
  /// Opens and checks one envelope, named by the SHA-256 that its file bears. Never fails: what is wrong is in the Collected.
  void add(const crypto::Digest& name, ByteView file);
  /// Once, after the last envelope. Of two records of one id that say different things one is kept, the same whatever the order.
  Collected finish();

 private:
  struct Opened {
    crypto::Digest envelope;
    Signed entry;
  };
  Result<Signed> open(const crypto::Digest& name, ByteView file) const;

  Rules m_rules;
  std::span<const crypto::Identity> m_identities;
  std::vector<Opened> m_opened;
  std::vector<Refused> m_refused;
  std::size_t m_envelopes = 0;
};

}  // namespace escale::attendance
