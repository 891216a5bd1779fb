#include "kiosk/store/corrections_repository.hpp"

#include "kiosk/store/queries.hpp"

namespace escale::store {
namespace {

constexpr std::string_view kLast = "SELECT record FROM corrections WHERE slot = ?";
constexpr std::string_view kNote =
    "INSERT INTO corrections (slot, record, last_day) VALUES (?1, ?2, ?3) ON CONFLICT (slot) DO UPDATE SET record = ?2, last_day = ?3";
constexpr std::string_view kForget = "DELETE FROM corrections WHERE last_day < ?";

Bytes slot_of(const crypto::VerifyKey& code) {
  crypto::Sha256 hash;
  hash.update(as_bytes("escale/correction/v1\n"));
  hash.update(code.bytes);
  const crypto::Digest digest = hash.finish();
  return Bytes(digest.bytes.begin(), digest.bytes.begin() + 16);
}

}  // namespace

std::vector<std::string_view> corrections_queries() { return {kLast, kNote, kForget}; }

Result<protocol::RecordId> Corrections::last_of(const crypto::VerifyKey& code) {
  const Bytes slot = slot_of(code);
  TRY_ASSIGN(db::Statement * last, m_state.use(kLast));
  last->bind(1, ByteView(slot));
  TRY_ASSIGN(const bool known, last->step());
  const Bytes record = known ? last->column_blob(0) : Bytes();
  last->reset();
  if (!known) return protocol::first_record_id(code);
  return protocol::RecordId::parse(to_hex(record));
}

Result<> Corrections::note(const crypto::VerifyKey& code, const protocol::RecordId& correction, protocol::Day last_day) {
  const Bytes slot = slot_of(code);
  TRY_ASSIGN(db::Statement * note, m_state.use(kNote));
  return note->bind(1, ByteView(slot)).bind(2, correction.bytes()).bind(3, std::string_view(protocol::day_text(last_day))).run();
}

Result<std::size_t> Corrections::forget_expired(protocol::Day today) {
  TRY_ASSIGN(db::Statement * forget, m_state.use(kForget));
  TRY(forget->bind(1, std::string_view(protocol::day_text(today))).run());
  return static_cast<std::size_t>(m_state.changes());
}

}  // namespace escale::store
