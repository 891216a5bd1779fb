// The attendance sheet of one gathering: who signed for which half-days. Its canonical text is what a key signs; a code of one line, and
// eight words, stand for it. What the code proves and what it does not: SPEC.md 3.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/attendance/collected.hpp"

namespace escale::attendance {

/// One act of signing of a person.
struct Mark {
  protocol::RecordId record{};
  std::vector<HalfDay> half_days{};
  Signature signature{};
  bool operator==(const Mark&) const = default;
};
struct Person {
  std::string name{};
  NameSource source = NameSource::Typed;
  std::vector<Mark> marks{};  ///< no half-day twice

  /// The mark for a half-day, null when there is none.
  const Mark* mark(const HalfDay& half_day) const;
  bool operator==(const Person&) const = default;
};
struct Sheet {
  std::string mailbox{};
  GatheringId gathering{};
  std::string title{};
  protocol::Day made{};
  std::vector<HalfDay> half_days{};  ///< for which somebody signed, sorted
  std::vector<Person> people{};      ///< by name, accents and case aside

  /// Half-days signed for, all people together.
  std::size_t signatures() const;
  bool operator==(const Sheet&) const = default;
};

struct GatheringHere {
  GatheringId id{};
  std::string title{};
  std::size_t entries = 0;
};
/// What people signed in to, by id.
std::vector<GatheringHere> gatherings_of(const Collected& collected);

/// Entries of one name (accents and case aside) are one person, unless two are for the same half-day: then they are two people of one
/// name, or one who signed twice, and two lines say so. NotFound when nobody signed in to this gathering.
Result<Sheet> sheet_of(const Collected& collected, const GatheringId& gathering, protocol::Day made);

/// Canonical JSON. Same sheet, same bytes.
Result<std::string> encode_sheet(const Sheet& sheet);
/// Strict inverse.
Result<Sheet> decode_sheet(std::string_view text);

/// What is printed under a sheet: enough to know it again, not to read it.
struct SheetCode {
  std::string mailbox{};
  protocol::Day made{};
  std::size_t people = 0, signatures = 0;
  crypto::Digest sheet{};  ///< SHA-256 of encode_sheet
  crypto::VerifyKey key{};
  crypto::Signature signature{};
  bool operator==(const SheetCode&) const = default;
};
Result<SheetCode> sign_sheet(const Sheet& sheet, const crypto::SigningKey& key);
/// True when the signature is the key's, over everything else in the code.
bool is_signed(const SheetCode& code);

/// "ESCALE-EMARGEMENT/1/CLTS-35/2026-11-24/23/41/…": capital letters, digits, - and /, so that a QR code stays small and a scanner that
/// types like a keyboard can read it.
std::string code_text(const SheetCode& code);
/// The inverse. InvalidInput on any other shape; the signature is not checked here.
Result<SheetCode> parse_code(std::string_view text);
/// Eight words of the word list: the first 104 bits of the SHA-256 of the code. To compare two papers by voice; they prove nothing alone.
std::string code_words(const SheetCode& code);

}  // namespace escale::attendance
