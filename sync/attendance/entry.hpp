// One act of signing in (émargement): a name, the half-days, the strokes of a signature. It is the body of a record of kind Attendance,
// sealed to a mailbox of its own. The rule: nothing here leads to an answer. No session id, no form, no key that feedback is sealed to;
// and of the signature only its lines: no speed, no pressure, no time, which would be biometric data (GDPR, art. 4(14)).
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/record.hpp"

namespace escale::attendance {

inline constexpr std::size_t kMaxNameBytes = 200;
inline constexpr std::size_t kMaxTitleBytes = 300;
inline constexpr std::size_t kMaxHalfDays = 60;
inline constexpr std::size_t kMaxStrokes = 300;
inline constexpr std::size_t kMaxPoints = 6000;  ///< of all strokes of a signature
inline constexpr int kMaxSide = 4096;            ///< of the box that was signed in

struct GatheringTag;
/// What people sign in to: a study day, a course. Random, and no session's id: sessions collect feedback.
using GatheringId = StrongId<GatheringTag>;

enum class Half : std::uint8_t { Morning, Afternoon };
struct HalfDay {
  protocol::Day day{};
  Half half = Half::Morning;
  auto operator<=>(const HalfDay&) const = default;
};
/// "2026-11-24/am", "2026-11-24/pm".
std::string half_day_text(const HalfDay& half_day);
/// The inverse. InvalidInput.
Result<HalfDay> parse_half_day(std::string_view text);

enum class NameSource : std::uint8_t { Typed, Listed };

struct Point {
  int x = 0, y = 0;
  bool operator==(const Point&) const = default;
};
struct Signature {
  int width = 0, height = 0;                  ///< of the box, 1 to kMaxSide; points are inside, from its top left corner
  std::vector<std::vector<Point>> strokes{};  ///< in the order they were drawn; a stroke of one point is a dot
  bool operator==(const Signature&) const = default;
};

struct Entry {
  GatheringId gathering{};
  std::string title{};  ///< of the gathering, as shown to who signed
  std::string name{};   ///< one line
  NameSource source = NameSource::Typed;
  std::vector<HalfDay> half_days{};  ///< signed for: at least one, sorted, no repeats
  Signature signature{};             ///< at least one stroke
  bool operator==(const Entry&) const = default;
};

/// InvalidInput or TooLarge, with the field that does not fit.
Result<> check_entry(const Entry& entry);

/// Canonical JSON (SPEC.md 11): the same entry gives the same bytes. Fails as check_entry.
Result<std::string> encode_entry(const Entry& entry);
/// Strict inverse: unknown, missing or out-of-range fields are InvalidInput.
Result<Entry> decode_entry(std::string_view body);

/// The record of an entry, ready for sign_record and seal_record: kind Attendance, no session, no form, the terminal's sequence. The
/// record's day is absent: days are in the entry. Fails as check_entry.
Result<protocol::Record> attendance_record(const Entry& entry, const protocol::MailboxDescriptor& mailbox, const protocol::Sequence& sequence, Random& random);
/// The entry inside. InvalidInput when the record is of another kind, or has a session or a form.
Result<Entry> entry_of(const protocol::Record& record);

/// Refused when the two mailboxes are one, or when somebody's key opens both: names the key. For whoever prepares a study day, and for
/// terminals before they offer to sign in.
Result<> check_apart(const protocol::MailboxDescriptor& attendance, const protocol::MailboxDescriptor& feedback);

}  // namespace escale::attendance
