// A mailbox whose every key really opened its test record, so that a test may publish and install it.
#pragma once

#include <span>

#include "sync/protocol/rehearsal.hpp"
#include "tests/support/must.hpp"

namespace escale::test {

/// Rehearses with all the identities that the descriptor's recipients are of.
inline void rehearse(protocol::MailboxDescriptor& mailbox, std::span<const crypto::Identity> identities, Random& random) {
  auto challenge = must(protocol::begin_rehearsal(mailbox, random));
  must(protocol::rehearse(challenge, identities));
  mailbox.rehearsal = must(protocol::finish_rehearsal(challenge, must(protocol::parse_day("2026-11-01"))));
}

}  // namespace escale::test
