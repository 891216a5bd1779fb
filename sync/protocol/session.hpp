// A field session: opened by a facilitator, who confirms the day; closed by one sealed, signed, sorted list of its record ids,
// against which readers see that nothing is missing. The list has no order of arrival: it is sorted by random ids.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/crypto/age.hpp"
#include "sync/protocol/names.hpp"
#include "sync/protocol/record.hpp"

namespace escale::protocol {

struct SessionOpening {
  SessionId id;
  std::string title;
  std::string mailbox;
  std::vector<FormVersion> forms;
  std::optional<Day> day;       ///< confirmed by the facilitator, else unknown
  crypto::Recipient recipient;  ///< the session's own key: its private half is with the facilitator only
  bool operator==(const SessionOpening&) const = default;
};

/// Canonical JSON, for the terminal's store and for a session planned in advance. InvalidInput names the field.
Result<std::string> encode_session(const SessionOpening& session);
Result<SessionOpening> decode_session(std::string_view text);

/// Body of a SessionList record.
struct SessionList {
  std::string title;
  std::vector<FormVersion> forms;
  bool closed = true;             ///< false: the list "so far"
  std::vector<RecordId> records;  ///< sorted, without repeats
  bool operator==(const SessionList&) const = default;
};

/// A record of kind SessionList for the session's mailbox, ready for sign_record. Ids are sorted here. TooLarge over kMaxSessionRecords.
Result<Record> session_list_record(const SessionOpening& session, std::vector<RecordId> records, bool closed, std::int64_t epoch,
                                   Random& random);
/// The list inside. InvalidInput when the record is of another kind or the ids are not sorted.
Result<SessionList> session_list(const Record& record);

/// What is here against what was collected.
struct Completeness {
  std::size_t collected = 0;
  std::size_t here = 0;            ///< of those collected
  std::vector<RecordId> missing;   ///< sorted
  std::vector<RecordId> unlisted;  ///< here under the session but not in its list, sorted
  bool complete() const { return missing.empty(); }
};
Completeness compare(const SessionList& list, std::vector<RecordId> here);

}  // namespace escale::protocol
