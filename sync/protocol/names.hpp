// The small vocabulary of the protocol: ids, days, short names, texts in several languages, limits.
// Every limit that SPEC.md states is a constant here, so that the specification and the program cannot drift apart unseen.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "sync/base/clock.hpp"
#include "sync/base/result.hpp"
#include "sync/base/strong_id.hpp"
#include "sync/crypto/sign.hpp"

namespace escale::protocol {

/// The number in every signed object. Another number is refused by name, never guessed at.
inline constexpr int kProtocolVersion = 1;

// SPEC.md section 10.
inline constexpr std::size_t kMaxRecordBytes = std::size_t{4} << 20;                     ///< JSON of one record, before padding
inline constexpr std::size_t kMaxEnvelopeBytes = (std::size_t{4} << 20) + (512U << 10);  ///< one age file
inline constexpr std::size_t kMaxPostmarkBytes = 1024;
inline constexpr std::size_t kMaxStatementBytes = std::size_t{8} << 20;  ///< receipt, release, status, descriptor, fleet list
inline constexpr std::size_t kMaxBatch = 1000;                           ///< digests in one receipt or release
inline constexpr std::size_t kMaxRecipients = 20;
inline constexpr std::size_t kMaxTerminals = 20000;
inline constexpr std::size_t kMaxKeys = 200;  ///< readers, operators, hub keys or reviewers in one list
inline constexpr std::size_t kMaxSessionRecords = 10000;
inline constexpr std::size_t kMaxTextBytes = 2000;  ///< one title or name

struct RecordTag;
struct SessionTag;
struct BootTag;
struct GenerationTag;
using RecordId = StrongId<RecordTag>;
using SessionId = StrongId<SessionTag>;
/// One run of one terminal, between switching on and off.
using BootId = StrongId<BootTag>;
/// One life of one hub's database: a restored or new hub has another.
using GenerationId = StrongId<GenerationTag>;

/// A calendar day without time zone.
using Day = std::chrono::sys_days;
/// "2026-11-24".
std::string day_text(Day day);
/// The inverse of day_text. InvalidInput on another shape or an impossible date.
Result<Day> parse_day(std::string_view text);
/// The UTC day of a moment.
Day day_of(Timestamp time);

/// Language tag -> text.
using Texts = std::map<std::string, std::string>;

/// True for `[a-z0-9][a-z0-9-]*` of at most 64 characters: ids of mailboxes, bundles, documents.
bool is_slug(std::string_view text);

/// True for `[A-Za-z0-9_][A-Za-z0-9_.-]*` of at most 64 characters: the id of a form, as XLSForm allows it.
bool is_form_id(std::string_view text);

/// The id under which repository metadata and approvals name an ed25519 key: SHA-256 of its canonical JSON object, in hexadecimal.
std::string key_id(const crypto::VerifyKey& key);

}  // namespace escale::protocol
