// A person's rights over an answer that nobody can find again: a code, if the form offers one. The words (or the QR code that holds them)
// give an ed25519 key; its public half is in the answer's record; a correction and a withdrawal are records signed by it.
//
// Why so. The hub cannot read and readers have no register of persons, so the right is proved by knowledge alone: who holds the words holds
// the answer. Seven words of a list of 8192 are 91 bits, and each guess costs Argon2id. The terminal keeps neither words nor key. The
// answer's record id is made from the public key, so that whoever has the code can name the answer, and one code stands for one answer.
// Such an answer is pseudonymous, no longer anonymous: the notice says it, and the form has to ask for it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/random.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/record.hpp"

namespace escale::protocol {

inline constexpr int kRightsWords = 7;

/// Words for a new answer: shown once, as words and as QR, kept nowhere. The caller wipes them.
std::string make_rights_words(Random& random);

/// The key that the words stand for; case, accents and separators do not count. A tenth of a second and 32 MiB: not on the store worker.
/// InvalidInput when they are not seven words, or names the first that is not in the list.
Result<crypto::SigningKey> rights_key(std::string_view typed);

/// What the QR code holds: "ESCALE CODE " and the words in capitals, separated by hyphens: the alphanumeric mode of QR codes.
std::string rights_qr_text(std::string_view words);
/// The words of a scanned or typed text, normalised; the text itself when it is not such a QR code.
std::string words_of_rights_text(std::string_view text);

/// Gives a new answer to the holder of the key: sets `rights` and the id that goes with it.
void give_rights(Record& answer, const crypto::VerifyKey& key);

/// Makes of an answer the correction of the one with this id (the first answer of the key, or a correction of it): a new record.
void make_correction(Record& answer, const crypto::VerifyKey& key, const RecordId& replaced, Random& random);

/// The record that takes back whatever this key ever answered, before or after. Sign it with the key.
Record withdrawal_record(std::string mailbox, std::int64_t epoch, const crypto::VerifyKey& key, Random& random);

// --- what becomes of the answers of a code (SPEC.md section 2.1) ---------------------------------------------------------------
// Pure: a set of records in, a fate for each out, whatever the order they came in and whichever are still on the way.

enum class Fate : std::uint8_t { Kept, Replaced, Withdrawn };

/// What an answer says of itself; its signatures were checked.
struct Claim {
  RecordId id;
  std::optional<crypto::VerifyKey> rights{};
  std::optional<RecordId> replaces{};
};

/// One fate a claim, in their order. Without a code: kept. Of one code: none when it was withdrawn, else exactly one is kept, the end of the
/// longest chain of corrections; of two equally long, the one with the larger id.
std::vector<Fate> fates_of(std::span<const Claim> claims, const std::set<crypto::VerifyKey>& withdrawn);

}  // namespace escale::protocol
