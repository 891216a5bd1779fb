#include "kiosk/store/drafts_repository.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kiosk/store/queries.hpp"
#include "sync/crypto/hash.hpp"
#include "sync/crypto/words.hpp"
#include "sync/protocol/envelope.hpp"

namespace escale::store {
namespace {

constexpr std::string_view kSave = "INSERT INTO drafts (slot, sealed) VALUES (1, ?1) ON CONFLICT (slot) DO UPDATE SET sealed = ?1";
constexpr std::string_view kLoad = "SELECT sealed FROM drafts";
constexpr std::string_view kRemove = "DELETE FROM drafts";
constexpr std::string_view kKeep =
    "INSERT INTO kept_drafts (slot, last_day, sealed) VALUES (?1, ?2, ?3) ON CONFLICT (slot) DO UPDATE SET last_day = ?2, sealed = ?3";
constexpr std::string_view kLoadKept = "SELECT sealed FROM kept_drafts WHERE slot = ?1 AND last_day >= ?2";
constexpr std::string_view kIsKept = "SELECT count(*) FROM kept_drafts WHERE slot = ?";
constexpr std::string_view kForgetKept = "DELETE FROM kept_drafts WHERE slot = ?";
constexpr std::string_view kForgetExpired = "DELETE FROM kept_drafts WHERE last_day < ?";
constexpr std::string_view kCount = "SELECT count(*) FROM kept_drafts";

/// Where the draft of some words is: it says nothing of them, and whoever has the words finds it again.
Bytes slot_of(const crypto::Recipient& words) {
  crypto::Sha256 hash;
  hash.update(as_bytes("escale/kept-draft/v1\n"));
  hash.update(words.bytes);
  const crypto::Digest digest = hash.finish();
  return Bytes(digest.bytes.begin(), digest.bytes.begin() + 16);
}

/// The blob of the only row; nothing without one.
Result<std::optional<Bytes>> blob_of(db::Statement& statement) {
  TRY_ASSIGN(const bool row, statement.step());
  std::optional<Bytes> out;
  if (row) out = statement.column_blob(0);
  statement.reset();
  return out;
}

Result<Bytes> unseal(ByteView sealed, const crypto::Identity& key) {
  crypto::DecryptKeys keys;
  keys.identities = {&key, 1};
  TRY_ASSIGN(Bytes padded, crypto::age_decrypt(sealed, keys));
  auto content = protocol::unpad(padded);
  crypto::wipe(padded);
  return content;
}

Result<std::optional<crypto::Identity>> read_key(DraftKeyHolder* holder) {
  if (holder == nullptr) return std::optional<crypto::Identity>();
  crypto::Secret secret(DraftKeyHolder::kBytes);
  TRY_ASSIGN(const bool there, holder->read(secret.bytes().first<DraftKeyHolder::kBytes>()));
  if (!there) return std::optional<crypto::Identity>();
  TRY_ASSIGN(crypto::Identity key, crypto::Identity::from_secret(std::move(secret)));
  return std::optional(std::move(key));
}

}  // namespace

std::vector<std::string_view> drafts_queries() {
  return {kSave, kLoad, kRemove, kKeep, kLoadKept, kIsKept, kForgetKept, kForgetExpired, kCount};
}

Result<Bytes> Drafts::seal(ByteView content, const crypto::Recipient& key) {
  if (content.size() > kMostBytes) return fail(Code::TooLarge, fmt::format("what was answered so far is over {} bytes: it cannot be kept as a draft", kMostBytes));
  TRY_ASSIGN(Bytes padded, protocol::pad(content));
  auto sealed = crypto::age_encrypt(padded, {&key, 1}, m_random);
  crypto::wipe(padded);
  return sealed;
}

Result<crypto::Recipient> Drafts::present_key() {
  if (m_present) return *m_present;
  TRY_ASSIGN(const std::optional<crypto::Identity> held, read_key(m_holder));
  if (held) {  // the process before this one was killed; its person goes on
    m_present = held->recipient();
    return *m_present;
  }
  const crypto::Identity fresh = crypto::Identity::generate(m_random);
  TRY(m_holder->write(fresh.secret().bytes().first<DraftKeyHolder::kBytes>()));
  m_present = fresh.recipient();
  return *m_present;
}

Result<> Drafts::save(ByteView content) {
  if (m_holder == nullptr) return {};
  TRY_ASSIGN(const crypto::Recipient key, present_key());
  TRY_ASSIGN(const Bytes sealed, seal(content, key));
  const StateDatabase::Lightly lightly(m_state);
  TRY_ASSIGN(db::Statement * save, m_state.use(kSave));
  return save->bind(1, ByteView(sealed)).run();
}

Result<bool> Drafts::waits() {
  TRY_ASSIGN(db::Statement * load, m_state.use(kLoad));
  TRY_ASSIGN(const bool row, load->step());
  load->reset();
  if (!row) return false;
  TRY_ASSIGN(const std::optional<crypto::Identity> key, read_key(m_holder));
  if (key) return true;
  TRY(remove_row());  // the power went off, or the person left as the process was killed
  m_state.fold_log();
  return false;
}

Result<Bytes> Drafts::open() {
  TRY_ASSIGN(const std::optional<crypto::Identity> key, read_key(m_holder));
  TRY_ASSIGN(db::Statement * load, m_state.use(kLoad));
  TRY_ASSIGN(const std::optional<Bytes> sealed, blob_of(*load));
  if (!key || !sealed) return fail(Code::NotFound, "no draft waits");
  return unseal(*sealed, *key);
}

Result<> Drafts::remove_row() {
  TRY_ASSIGN(db::Statement * remove, m_state.use(kRemove));
  return remove->run();
}

Result<> Drafts::forget() {
  m_present.reset();
  Result<> wiped;
  if (m_holder != nullptr) wiped = m_holder->wipe();
  const auto removed = remove_row();
  m_state.fold_log();
  if (!wiped) return wiped;
  return removed;
}

Result<> Drafts::keep(const crypto::Recipient& words, ByteView content, protocol::Day last_day) {
  TRY_ASSIGN(const Bytes sealed, seal(content, words));
  const Bytes slot = slot_of(words);
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(db::Statement * known, m_state.use(kIsKept));
  TRY_ASSIGN(const std::int64_t before, number_of(known->bind(1, ByteView(slot)), 0));
  if (before == 0) {
    TRY_ASSIGN(const std::int64_t all, kept());
    if (all >= kMostKept) return fail(Code::Refused, fmt::format("this terminal keeps {} drafts already: send this answer now, or go on with it on another terminal", all));
  }
  TRY_ASSIGN(db::Statement * keep, m_state.use(kKeep));
  TRY(keep->bind(1, ByteView(slot)).bind(2, std::string_view(protocol::day_text(last_day))).bind(3, ByteView(sealed)).run());
  TRY(transaction.commit());
  m_state.fold_log();
  return {};
}

Result<Bytes> Drafts::open_kept(const crypto::Identity& words, protocol::Day today) {
  const Bytes slot = slot_of(words.recipient());
  TRY_ASSIGN(db::Statement * load, m_state.use(kLoadKept));
  load->bind(1, ByteView(slot)).bind(2, std::string_view(protocol::day_text(today)));
  TRY_ASSIGN(const std::optional<Bytes> sealed, blob_of(*load));
  if (!sealed) return fail(Code::NotFound, "nothing is kept on this terminal for these words");
  return unseal(*sealed, words);
}

Result<> Drafts::remove_kept_row(const crypto::Recipient& words) {
  const Bytes slot = slot_of(words);
  TRY_ASSIGN(db::Statement * forget, m_state.use(kForgetKept));
  return forget->bind(1, ByteView(slot)).run();
}

Result<> Drafts::forget_kept(const crypto::Recipient& words) {
  TRY(remove_kept_row(words));
  m_state.fold_log();
  return {};
}

Result<std::size_t> Drafts::forget_expired(protocol::Day today) {
  TRY_ASSIGN(db::Statement * forget, m_state.use(kForgetExpired));
  TRY(forget->bind(1, std::string_view(protocol::day_text(today))).run());
  const auto gone = static_cast<std::size_t>(m_state.changes());
  if (gone > 0) m_state.fold_log();
  return gone;
}

Result<std::int64_t> Drafts::kept() {
  TRY_ASSIGN(db::Statement * count, m_state.use(kCount));
  return number_of(*count, 0);
}

Result<crypto::Identity> Drafts::key_of_words(std::string_view words) { return crypto::identity_from_words(words, "kept draft"); }

std::string Drafts::make_words(Random& random) { return crypto::generate_words(random); }

}  // namespace escale::store
