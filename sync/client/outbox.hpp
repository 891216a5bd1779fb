// Sealed envelopes that wait on a terminal. kiosk/store implements it in the same database as the act that made them.
// Rule: an envelope stays until a signed release; a receipt only says that it need not be sent again to that generation of the hub.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/bytes.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/protocol/names.hpp"
#include "sync/protocol/status.hpp"

namespace escale::client {

struct OutboxEnvelope {
  crypto::Digest sha256;
  Bytes file;
  std::string postmark;  ///< as protocol::encode_postmark wrote it
};

class Outbox {
 public:
  virtual ~Outbox() = default;
  /// Envelopes without a receipt from the current generation, in an order that says nothing of when they were made.
  virtual Result<std::vector<crypto::Digest>> pending() = 0;
  /// NotFound when it is not there, Corrupt when the stored bytes do not have this digest.
  virtual Result<OutboxEnvelope> load(const crypto::Digest& sha256) = 0;
  /// A verified receipt covers these. Digests that are not in the outbox are ignored.
  virtual Result<> mark_received(std::span<const crypto::Digest> envelopes, const protocol::GenerationId& generation) = 0;
  /// A verified release covers these: the sealed copy may go. Digests that are not in the outbox are ignored.
  virtual Result<> mark_released(std::span<const crypto::Digest> envelopes) = 0;
  /// The hub's generation, as it says now. Unreleased envelopes received by another generation are pending again.
  virtual Result<> set_generation(const protocol::GenerationId& generation) = 0;
  /// Mailboxes that have unreleased envelopes, sorted.
  virtual Result<std::vector<std::string>> mailboxes() = 0;
  virtual Result<protocol::OutboxCounts> counts() = 0;
  /// A small text kept for the sync plan under a name; "" when never set. Durable like the rest.
  virtual Result<std::string> cursor(std::string_view name) = 0;
  virtual Result<> set_cursor(std::string_view name, std::string_view value) = 0;
};

}  // namespace escale::client
