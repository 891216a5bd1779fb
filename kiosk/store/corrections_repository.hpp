// Which record a code answered last on this terminal: a second correction made here follows the first one, so that readers keep the later.
// Rule: a row is found by whoever has the code, and says nothing to anybody else.
#pragma once

#include "kiosk/store/state_database.hpp"
#include "sync/protocol/record.hpp"

namespace escale::store {

class Corrections {
 public:
  explicit Corrections(StateDatabase& state) : m_state(state) {}
  /// The record that a correction by this code replaces: the last correction made here, else the code's first answer.
  Result<protocol::RecordId> last_of(const crypto::VerifyKey& code);
  /// Within a transaction of the caller.
  Result<> note(const crypto::VerifyKey& code, const protocol::RecordId& correction, protocol::Day last_day);
  Result<std::size_t> forget_expired(protocol::Day today);

 private:
  StateDatabase& m_state;
};

}  // namespace escale::store
