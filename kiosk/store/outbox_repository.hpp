// Sealed envelopes that wait, in state.db: client::Outbox for the plan of synchronisation. Rule: only a signed release deletes one.
#pragma once

#include "kiosk/store/state_database.hpp"
#include "sync/client/outbox.hpp"
#include "sync/protocol/envelope.hpp"

namespace escale::store {

class Outbox final : public client::Outbox {
 public:
  Outbox(StateDatabase& state, Random& random) : m_state(state), m_random(random) {}

  /// Within a transaction of the caller: the envelope and its postmark. Conflict when it is there already.
  Result<> add(const protocol::Envelope& envelope, const protocol::Postmark& postmark);

  Result<std::vector<crypto::Digest>> pending() override;
  Result<client::OutboxEnvelope> load(const crypto::Digest& sha256) override;
  Result<> mark_received(std::span<const crypto::Digest> envelopes, const protocol::GenerationId& generation) override;
  Result<> mark_released(std::span<const crypto::Digest> envelopes) override;
  Result<> set_generation(const protocol::GenerationId& generation) override;
  Result<std::vector<std::string>> mailboxes() override;
  Result<protocol::OutboxCounts> counts() override;
  Result<std::string> cursor(std::string_view name) override;
  Result<> set_cursor(std::string_view name, std::string_view value) override;

 private:
  Result<std::int64_t> slot_of(const crypto::Digest& sha256);
  Result<> place(const crypto::Digest& sha256, std::int64_t mailbox, std::string_view postmark, ByteView file);

  StateDatabase& m_state;
  Random& m_random;
};

}  // namespace escale::store
