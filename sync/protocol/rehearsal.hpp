// The rehearsal of a mailbox: each reader and each recovery key opened a test record before anybody's answer is sealed to them. Without it
// a mistyped, lost or never tried key is found the day the answers are wanted.
//
// What the proof is. The readers' keys are age X25519 keys: they open, they cannot sign. So the proof is what only the opener can know.
// A challenge holds one test record sealed to all, exactly as a terminal seals, and one for each holder alone, each with a random nonce;
// who opens both makes the digest of the two nonces, and that digest goes into the descriptor. The challenge keeps the digest of that
// digest, so that a proof can be checked by whoever collects it; nonces are forgotten once sealed. The descriptor binds the proofs to the
// mailbox, its epoch and its very recipients: a rehearsal made for other keys counts for nothing.
//
// What it is not: a signature. Whoever publishes could make a challenge and its proofs alone, as they could name keys of their own; against
// that stand the signatures of k of n publishers, who see who rehearsed when (`escale repository sign`). It guards against loss and error.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/random.hpp"
#include "sync/protocol/mailbox.hpp"

namespace escale::protocol {

/// Travels between the holders; nothing in it is secret.
struct RehearsalChallenge {
  struct Holder {
    crypto::Recipient key;
    Bytes file;                           ///< age file of a test record, for this key alone
    crypto::Digest commitment;            ///< SHA-256 of the proof
    std::optional<crypto::Digest> proof{};
    bool operator==(const Holder&) const = default;
  };
  std::string mailbox;
  std::int64_t epoch = 1;
  Bytes common;                 ///< age file of a test record, for all recipients
  std::vector<Holder> holders;  ///< in the descriptor's order: members, then recovery keys
  bool operator==(const RehearsalChallenge&) const = default;

  std::size_t proved() const;
};

/// A new challenge. Fails as check_mailbox.
Result<RehearsalChallenge> begin_rehearsal(const MailboxDescriptor& mailbox, Random& random);

/// True when the challenge was made for this mailbox, this epoch and these recipients.
bool fits(const RehearsalChallenge& challenge, const MailboxDescriptor& mailbox);

/// Opens with these keys and notes the proofs. Gives the recipients that proved it now; Refused when no key is a holder's, Corrupt when
/// what is opened is not what was sealed.
Result<std::vector<crypto::Recipient>> rehearse(RehearsalChallenge& challenge, std::span<const crypto::Identity> identities);

/// Takes over the proofs of a copy that came back. Conflict when it is a copy of another challenge.
Result<> take_proofs(RehearsalChallenge& challenge, const RehearsalChallenge& copy);

/// What goes into the descriptor. Refused while a holder has not proved their key, naming none: the caller does.
Result<Rehearsal> finish_rehearsal(const RehearsalChallenge& challenge, Day day);

/// A file of JSON, at most kMaxStatementBytes.
Result<std::string> encode_challenge(const RehearsalChallenge& challenge);
/// InvalidInput on shape, Corrupt when a proof is not the one of its commitment.
Result<RehearsalChallenge> decode_challenge(std::string_view text);

/// Refused unless every recipient of the descriptor proved their key for this very epoch: what publishers, hubs and terminals ask before a
/// mailbox collects anything. The sentence says what to do.
Result<> check_rehearsed(const MailboxDescriptor& mailbox);

}  // namespace escale::protocol
