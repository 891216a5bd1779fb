// Field sessions of this terminal: openings, the set of record ids while one is open, copies sealed to the session's key, what was
// charted. Rule: a set has no order here; copies can be read only with the facilitator's words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/store/state_database.hpp"
#include "sync/base/random.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/protocol/session.hpp"

namespace escale::store {

struct KeptSession {
  protocol::SessionOpening opening;
  bool open = true;  ///< collecting
  std::int64_t collected = 0;
};

struct ClosedSession {
  protocol::SessionId id;
  std::string mailbox;
  protocol::Day closed_on;  ///< by trusted time: never later than the true day
};

class Sessions {
 public:
  Sessions(StateDatabase& state, Random& random) : m_state(state), m_random(random) {}

  /// Begins to collect. Conflict when a session is open: one at a time.
  Result<> create(const protocol::SessionOpening& opening);
  /// Newest first.
  Result<std::vector<KeptSession>> list();
  Result<std::optional<KeptSession>> current();
  /// NotFound when this terminal has no such session.
  Result<KeptSession> find(const protocol::SessionId& session);
  /// Ids of what was collected, sorted. Empty once the session is closed: then they are in the sealed list.
  Result<std::vector<protocol::RecordId>> records(const protocol::SessionId& session);
  /// Sealed copies for the session's key, in an order that says nothing.
  Result<std::vector<Bytes>> copies(const protocol::SessionId& session);

  /// forms::ResultsBoard::save() of one form of a session: must outlive a lock or a power cut. "" when nothing was shown yet.
  Result<std::string> board(const protocol::SessionId& session, const crypto::Digest& form);
  Result<> save_board(const protocol::SessionId& session, const crypto::Digest& form, std::string_view board);

  /// Drops the copies and boards of a session that nobody closed: their time is over. Its record ids stay, for the list. How many.
  Result<std::size_t> drop_copies(const protocol::SessionId& session);
  /// Drops a closed session with its copies and boards; envelopes in the outbox stay. Refused while it is open.
  Result<> forget(const protocol::SessionId& session);

  // Within a transaction of the caller.
  /// Refused when the session is closed or full, Conflict when the record is there already.
  Result<> add_record(const protocol::SessionId& session, const protocol::RecordId& record, ByteView copy);
  /// Forgets the ids: they are in the sealed list. `day` by trusted time. Refused when it is closed already.
  Result<> mark_closed(const protocol::SessionId& session, protocol::Day day);

  /// For forgetting what is out of date.
  Result<std::vector<ClosedSession>> closed();

 private:
  Result<> place(const protocol::SessionId& session, ByteView copy);
  StateDatabase& m_state;
  Random& m_random;
};

}  // namespace escale::store
