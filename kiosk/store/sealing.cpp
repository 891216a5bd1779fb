#include "kiosk/store/sealing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sync/crypto/words.hpp"
#include "sync/protocol/rights.hpp"

namespace escale::store {
namespace {
std::string words_purpose(const protocol::SessionId& session) { return "session " + session.text(); }

Result<SealedAnswer> seal(const protocol::SignedRecord& record, const protocol::MailboxDescriptor& mailbox, const crypto::SigningKey& terminal,
                          Random& random) {
  SealedAnswer out;
  out.record = record.record.id;
  out.session = record.record.session;
  out.mailbox = mailbox.id;
  TRY_ASSIGN(out.envelope, protocol::seal_record(record, mailbox, random));
  out.postmark = protocol::make_postmark(terminal, mailbox.id, mailbox.epoch, out.envelope.sha256);
  return out;
}

Result<> same_mailbox(const protocol::SessionOpening& session, const protocol::MailboxDescriptor& mailbox) {
  if (session.mailbox == mailbox.id) return {};
  return fail(Code::Conflict, fmt::format("the session's answers go to mailbox {}, not to {}", session.mailbox, mailbox.id));
}
}  // namespace

Result<SealedAnswer> seal_answer(const AnswerDraft& draft, const protocol::MailboxDescriptor& mailbox, const protocol::SessionOpening* session,
                                 const crypto::SigningKey& terminal, Random& random, const AnswerCode* code) {
  protocol::Record record;
  record.kind = protocol::RecordKind::FormAnswer;
  record.id = protocol::RecordId::random(random);
  record.mailbox = mailbox.id;
  record.epoch = mailbox.epoch;
  record.form = draft.form;
  record.body = draft.body;
  if (session) {
    TRY(same_mailbox(*session, mailbox));
    record.session = session->id;
    record.day = session->day;
  }
  if (code != nullptr && code->replaces) protocol::make_correction(record, code->key.verify_key(), *code->replaces, random);
  if (code != nullptr && !code->replaces) protocol::give_rights(record, code->key.verify_key());
  TRY_ASSIGN(const protocol::SignedRecord signed_record, protocol::sign_record(std::move(record), terminal, code != nullptr ? &code->key : nullptr));
  TRY_ASSIGN(SealedAnswer out, seal(signed_record, mailbox, terminal, random));
  if (code != nullptr && code->replaces) out.corrects = code->key.verify_key();
  if (session) {
    const std::array recipients = {session->recipient};
    TRY_ASSIGN(protocol::Envelope copy, protocol::seal_record_to(signed_record, recipients, random));
    out.session_copy = std::move(copy.file);
  }
  return out;
}

Result<SealedAnswer> seal_withdrawal(const protocol::MailboxDescriptor& mailbox, const crypto::SigningKey& code, const crypto::SigningKey& terminal,
                                     Random& random) {
  TRY_ASSIGN(const protocol::SignedRecord record,
             protocol::sign_record(protocol::withdrawal_record(mailbox.id, mailbox.epoch, code.verify_key(), random), terminal, &code));
  return seal(record, mailbox, terminal, random);
}

Result<SealedAnswer> seal_session_list(const protocol::SessionOpening& session, std::vector<protocol::RecordId> records,
                                       const protocol::MailboxDescriptor& mailbox, const crypto::SigningKey& terminal, Random& random) {
  TRY(same_mailbox(session, mailbox));
  TRY_ASSIGN(protocol::Record list, protocol::session_list_record(session, std::move(records), true, mailbox.epoch, random));
  TRY_ASSIGN(const protocol::SignedRecord signed_record, protocol::sign_record(std::move(list), terminal));
  return seal(signed_record, mailbox, terminal, random);
}

Result<NewSession> make_session(std::string title, std::string mailbox, std::vector<protocol::FormVersion> forms, std::optional<protocol::Day> day,
                                Random& random) {
  NewSession out;
  out.words = crypto::generate_words(random);
  out.opening.id = protocol::SessionId::random(random);
  out.opening.title = std::move(title);
  out.opening.mailbox = std::move(mailbox);
  out.opening.forms = std::move(forms);
  out.opening.day = day;
  TRY_ASSIGN(const crypto::Identity key, crypto::identity_from_words(out.words, words_purpose(out.opening.id)));
  out.opening.recipient = key.recipient();
  TRY(protocol::encode_session(out.opening));
  return out;
}

Result<crypto::Identity> session_key(const protocol::SessionOpening& session, std::string_view words) {
  TRY_ASSIGN(crypto::Identity key, crypto::identity_from_words(words, words_purpose(session.id)));
  if (key.recipient() != session.recipient) return fail(Code::Untrusted, "these are not the words of this session: check them one by one");
  return key;
}

Result<std::vector<protocol::Record>> open_copies(const std::vector<Bytes>& copies, const protocol::SessionOpening& session,
                                                  const crypto::Identity& key, const crypto::VerifyKey& terminal) {
  std::vector<protocol::Record> out;
  out.reserve(copies.size());
  for (const Bytes& copy : copies) {
    TRY_ASSIGN(protocol::SignedRecord opened, protocol::open_envelope(copy, std::span(&key, 1)));
    if (opened.terminal != terminal || opened.record.session != session.id)
      return fail(Code::Untrusted, "a copy on this terminal was not made here for this session");
    out.push_back(std::move(opened.record));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  std::vector<protocol::Claim> claims;
  for (const protocol::Record& record : out) claims.push_back({record.id, record.rights, record.replaces});
  const std::vector<protocol::Fate> fates = protocol::fates_of(claims, {});
  std::size_t at = 0;
  std::erase_if(out, [&](const protocol::Record&) { return fates[at++] != protocol::Fate::Kept; });
  return out;
}

}  // namespace escale::store
