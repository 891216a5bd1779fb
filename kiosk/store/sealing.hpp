// From an answer to what may rest on the terminal: record, signature, seal. Rule: an anonymous record carries no counter and no
// clock, and after these functions nothing readable is left on the terminal: the members read one envelope, the session's key the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/random.hpp"
#include "sync/crypto/age.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/envelope.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/record.hpp"
#include "sync/protocol/session.hpp"

namespace escale::store {

/// What a person sent: a form's exact version and the record's body, as forms::record_body makes it.
struct AnswerDraft {
  protocol::FormVersion form;
  std::string body;
};

/// The code of an answer (protocol/rights.hpp), when its form offers one or its person came back with it.
struct AnswerCode {
  const crypto::SigningKey& key;                  ///< wiped by the caller
  std::optional<protocol::RecordId> replaces{};   ///< a correction: of which record, see Store::last_of
};

/// Ready for Store::keep_answer. Nothing in it can be read on this terminal without a session's key.
struct SealedAnswer {
  protocol::RecordId record;
  std::optional<protocol::SessionId> session;
  std::string mailbox;
  protocol::Envelope envelope;
  protocol::Postmark postmark;
  Bytes session_copy;  ///< age file for the session's key; empty without a session
  std::optional<crypto::VerifyKey> corrects;  ///< a correction: the public half of its code
};

/// Signs an anonymous answer and seals it for the mailbox and, within a session, for the session's key. The day is the session's, else
/// unknown. Conflict when the session belongs to another mailbox, InvalidInput as protocol::sign_record.
Result<SealedAnswer> seal_answer(const AnswerDraft& draft, const protocol::MailboxDescriptor& mailbox, const protocol::SessionOpening* session,
                                 const crypto::SigningKey& terminal, Random& random, const AnswerCode* code = nullptr);

/// Takes back whatever this code answered. It belongs to no session.
Result<SealedAnswer> seal_withdrawal(const protocol::MailboxDescriptor& mailbox, const crypto::SigningKey& code, const crypto::SigningKey& terminal,
                                     Random& random);

/// The session's sorted list of record ids, signed and sealed for its mailbox: against it readers see that nothing is missing.
Result<SealedAnswer> seal_session_list(const protocol::SessionOpening& session, std::vector<protocol::RecordId> records,
                                       const protocol::MailboxDescriptor& mailbox, const crypto::SigningKey& terminal, Random& random);

/// A new session and the words that open its answers: shown once, kept nowhere. The caller wipes the words.
struct NewSession {
  protocol::SessionOpening opening;
  std::string words;
};
/// Half a second and 32 MiB: not on the store worker. InvalidInput names the field, as protocol::encode_session.
Result<NewSession> make_session(std::string title, std::string mailbox, std::vector<protocol::FormVersion> forms, std::optional<protocol::Day> day,
                                Random& random);

/// The session's key from its words, as slow. Untrusted when the words are another session's, InvalidInput when they are too few.
Result<crypto::Identity> session_key(const protocol::SessionOpening& session, std::string_view words);

/// The records inside a session's copies (Sessions::copies), in the order of their random ids; of answers that were corrected in this
/// session, the correction alone. Untrusted when one is not signed by this
/// terminal or belongs to another session.
Result<std::vector<protocol::Record>> open_copies(const std::vector<Bytes>& copies, const protocol::SessionOpening& session,
                                                  const crypto::Identity& key, const crypto::VerifyKey& terminal);

}  // namespace escale::store
