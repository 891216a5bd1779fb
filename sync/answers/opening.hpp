// Opens what a mailbox holds: each envelope becomes an answer, a session's list, a duplicate, or a refusal with its
// reason. The rule: one bad envelope never stops the others, every envelope is counted once, and the result does not
// depend on the order they came in.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/submission.hpp"
#include "sync/answers/forms_known.hpp"
#include "sync/protocol/envelope.hpp"
#include "sync/protocol/fleet.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/session.hpp"
#include "sync/protocol/taps.hpp"

namespace escale::answers {

/// Why an envelope gives no answer.
enum class Refusal {
  Damaged,           ///< its bytes are not those of its name, or do not decrypt whole
  NotForUs,          ///< sealed to other keys than those given
  Malformed,         ///< opened, but not a record as the protocol writes it
  BadSignature,      ///< not signed by the terminal it names
  UnlistedTerminal,  ///< that terminal was never listed
  OutsideDates,      ///< the terminal was not listed for that day (for an unknown day: is not listed today)
  OtherMailbox,      ///< made for another mailbox
  LaterEpoch,        ///< made for recipients that this descriptor does not know yet
  Expired,           ///< older than the mailbox keeps answers
  OtherKind,         ///< a record that is neither an answer nor a session's list
  UnknownForm,       ///< the exact version of its form is not at hand
  BadAnswers,        ///< what is answered does not fit the form
  SameId,            ///< another record has the same id and says something else
};
std::string_view refusal_name(Refusal refusal);
/// The inverse. InvalidInput for any other name.
Result<Refusal> parse_refusal(std::string_view name);

struct Refused {
  crypto::Digest envelope;
  Refusal reason = Refusal::Damaged;
  std::string detail;                          ///< one sentence, never a person's words
  std::optional<protocol::RecordId> record{};  ///< when it could be read
};

/// Of what is not dated by any rule.
inline constexpr protocol::Day kNoLastDay{std::chrono::year{9999} / 12 / 31};

/// One answered form. Which terminal sent it was checked and is not kept.
struct Answer {
  protocol::RecordId id;
  protocol::FormVersion form;
  std::optional<protocol::SessionId> session{};
  std::optional<protocol::Day> day{};
  std::string instance{};  ///< the answers as XML, read strictly: forms::Submission::parse gives them
  protocol::Day last_day = kNoLastDay;  ///< after it the mailbox's rule forbids to export it
  bool operator==(const Answer&) const = default;
};

/// What came of one session.
struct SessionReport {
  protocol::SessionId id;
  bool has_list = false;  ///< without one nobody can say whether something is missing
  bool closed = false;    ///< the list is the final one
  std::string title{};
  protocol::Completeness completeness{};
};

/// What one terminal of one tap counted in a session or in half a day.
struct TapsCounted {
  protocol::RecordId id;
  protocol::FormVersion form;
  std::optional<protocol::SessionId> session{};
  std::optional<protocol::Day> day{};
  protocol::Taps taps{};
  protocol::Day last_day = kNoLastDay;  ///< as of an Answer
  bool operator==(const TapsCounted&) const = default;
};

/// envelopes = all the others, always: nothing goes without being counted.
struct Counts {
  std::size_t envelopes = 0;
  std::size_t answers = 0;  ///< kept
  std::size_t lists = 0;    ///< of sessions
  std::size_t duplicates = 0;
  std::size_t refused = 0;
  std::size_t withdrawn = 0;    ///< answers that their person took back
  std::size_t replaced = 0;     ///< answers that their person corrected: the correction is among `answers`
  std::size_t withdrawals = 0;  ///< records that take back
  std::size_t taps = 0;         ///< records of taps
  std::size_t expired = 0;      ///< answers and taps left out since they were opened, see leave_out_expired
  std::size_t sum() const { return answers + lists + duplicates + refused + withdrawn + replaced + withdrawals + taps + expired; }
  bool operator==(const Counts&) const = default;
};

struct Collection {
  std::string mailbox{};
  std::vector<Answer> answers{};          ///< by record id
  std::vector<TapsCounted> taps{};        ///< by record id
  std::vector<SessionReport> sessions{};  ///< by session id
  std::vector<Refused> refused{};         ///< by envelope
  Counts counts{};
};

/// What records are checked against. Everything outlives the Opening.
struct Rules {
  const protocol::MailboxDescriptor* mailbox = nullptr;
  const protocol::FleetList* fleet = nullptr;
  const KnownForms* forms = nullptr;
  Timestamp now{};
  /// When a hub took each envelope, from pull: what an answer of an unknown day is dated by. Without it, its last day counts from now.
  const std::map<crypto::Digest, protocol::Day>* arrivals = nullptr;
};

/// Takes out what is past its last day and counts it: what was opened in time is not exported out of time. How many.
std::size_t leave_out_expired(Collection& collection, protocol::Day today);

class Opening {
 public:
  Opening(const Rules& rules, std::span<const crypto::Identity> identities)
      : m_rules(rules), m_identities(identities) {}
  /// Opens and checks one envelope, named by the SHA-256 that its file bears. Never fails: what is wrong is in the
  /// Collection.
  void add(const crypto::Digest& name, ByteView file);
  /// What another one found, as if it had been added here.
  void absorb(Opening&& other);
  /// Once, after the last envelope.
  Collection finish();

 private:
  struct Opened {
    crypto::Digest envelope;
    crypto::Digest content;
    protocol::SignedRecord record;
    std::string instance;
    std::optional<protocol::SessionList> list;
    std::optional<protocol::Taps> taps;
    protocol::Day last_day;
  };
  protocol::Day last_day(const protocol::Record& record, const crypto::Digest& envelope) const;
  tl::expected<Opened, Refused> open(const crypto::Digest& name, ByteView file);
  void sort_out(Collection& collection, std::vector<Opened*> answers, const std::set<crypto::VerifyKey>& withdrawn) const;
  Result<std::string> read_answers(const KnownForm& form, std::string_view body);

  Rules m_rules;
  std::span<const crypto::Identity> m_identities;
  std::map<const KnownForm*, forms::SubmissionReader> m_readers;
  std::vector<Opened> m_opened;
  std::vector<Refused> m_refused;
  std::size_t m_envelopes = 0;
};

struct EnvelopeFile {
  crypto::Digest name;  ///< that its file bears
  Bytes file;
};
/// The i-th envelope. Called from several threads.
using EnvelopeSource = std::function<Result<EnvelopeFile>(std::size_t)>;

/// Opens `count` envelopes on at most `threads` threads; `progress` is told how many are done, on the caller's. The error is the source's own:
/// nothing of an envelope is one.
Result<Collection> open_all(const Rules& rules, std::span<const crypto::Identity> identities, std::size_t count, const EnvelopeSource& load, unsigned threads,
                            const std::function<void(std::size_t)>& progress = {});

}  // namespace escale::answers
