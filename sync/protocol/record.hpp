// What a terminal says about one act: an answer, an attendance, a learning statement. It exists in clear only inside an envelope.
// Rule: an anonymous record carries nothing that orders it or dates it (no clock, no counter); only identified kinds carry a sequence.
// It must not know how it is sealed or carried.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sync/crypto/hash.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/names.hpp"

namespace escale::protocol {

enum class RecordKind {
  FormAnswer,         ///< "form-answer": one filled form, anonymous
  PracticeSheet,      ///< "practice-sheet": a described practice, anonymous unless its body says otherwise
  SessionList,        ///< "session-list": which records a session produced, see session.hpp
  LearningStatement,  ///< "learning-statement": identified by a learner's opaque slot
  Attendance,         ///< "attendance": identified
  Call,               ///< "call": an answer to a call for expressions of interest, identified
  Withdrawal,         ///< "withdrawal": takes back what a code answered, see rights.hpp
  Taps,               ///< "taps": how often each face was touched, see taps.hpp; anonymous
};
std::string_view kind_name(RecordKind kind);
Result<RecordKind> parse_kind(std::string_view name);
/// True for the kinds that carry a Sequence; the others must not.
bool is_identified(RecordKind kind);

/// A form and its exact version: the SHA-256 of the form's blob.
struct FormVersion {
  std::string form_id;
  crypto::Digest digest;
  auto operator<=>(const FormVersion&) const = default;
};

/// Where an identified record stands in its terminal's life; readers turn it into a time with the boot-to-time pairs of its status.
struct Sequence {
  BootId boot;
  std::int64_t counter = 0;
  std::chrono::seconds uptime{0};  ///< since that boot
  auto operator<=>(const Sequence&) const = default;
};

struct Record {
  RecordKind kind = RecordKind::FormAnswer;
  RecordId id;                      ///< random; what readers deduplicate by
  std::string mailbox;              ///< mailbox id
  std::int64_t epoch = 1;           ///< of the descriptor it was sealed to
  std::optional<FormVersion> form;  ///< required for FormAnswer, PracticeSheet and Taps
  std::optional<SessionId> session;
  std::optional<Day> day;            ///< confirmed by a facilitator; absent means unknown
  std::optional<Sequence> sequence;  ///< required for identified kinds, forbidden for the others
  std::optional<crypto::VerifyKey> rights;  ///< of the code that its person keeps (rights.hpp); required for Withdrawal
  std::optional<RecordId> replaces;         ///< a correction: the record that it takes the place of
  std::string body;                  ///< one JSON object as text: ASCII keys, no fractions (write decimals as texts)
  bool operator==(const Record&) const = default;
};

/// A record under its terminal's signature.
struct SignedRecord {
  Record record;
  crypto::VerifyKey terminal;
  crypto::Signature signature;
  std::optional<crypto::Signature> rights_signature{};  ///< there when `rights` is: by its key, over the same bytes
  bool operator==(const SignedRecord&) const = default;
};

/// The id of the first answer of a code: made from its public key, so that whoever has the code can name it, and one code answers once.
RecordId first_record_id(const crypto::VerifyKey& rights);

/// Checks and signs. InvalidInput names the field that does not fit; the body is normalised (sorted keys, no spaces). `rights`: the private
/// half of record.rights, when the record has one.
Result<SignedRecord> sign_record(Record record, const crypto::SigningKey& terminal, const crypto::SigningKey* rights = nullptr);

/// `{"record":{…},"signature":"…"}` as compact JSON, the text that is padded and sealed.
std::string encode_record(const SignedRecord& record);

/// The inverse. InvalidInput on any field that is missing, unknown or out of range; Untrusted when a signature is not its key's.
/// Whether that terminal is listed is for the caller to check against the fleet list.
Result<SignedRecord> decode_record(std::string_view text);

}  // namespace escale::protocol
