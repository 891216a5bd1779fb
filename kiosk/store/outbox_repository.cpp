#include "kiosk/store/outbox_repository.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kiosk/store/queries.hpp"

namespace escale::store {
namespace {
constexpr std::string_view kAll = "SELECT slot, sha256 FROM outbox";
constexpr std::string_view kPending = "SELECT sha256 FROM outbox WHERE received = 0";
constexpr std::string_view kSlot = "SELECT slot FROM outbox WHERE sha256 = ?";
constexpr std::string_view kFile = "SELECT postmark, file FROM outbox_files WHERE slot = ?";
constexpr std::string_view kCount = "SELECT count(*) FROM outbox";
constexpr std::string_view kNextSlot = "SELECT coalesce(max(slot), 0) + 1 FROM outbox";
constexpr std::string_view kNthSlot = "SELECT slot FROM outbox ORDER BY slot LIMIT 1 OFFSET ?";
constexpr std::string_view kInsert = "INSERT INTO outbox (slot, sha256, mailbox, received) VALUES (?, ?, ?, 0)";
constexpr std::string_view kInsertFile = "INSERT INTO outbox_files (slot, postmark, file) VALUES (?, ?, ?)";
constexpr std::string_view kCopy = "INSERT INTO outbox SELECT ?1, sha256, mailbox, received FROM outbox WHERE slot = ?2";
constexpr std::string_view kCopyFile = "INSERT INTO outbox_files SELECT ?1, postmark, file FROM outbox_files WHERE slot = ?2";
constexpr std::string_view kReplace = "UPDATE outbox SET sha256 = ?2, mailbox = ?3, received = 0 WHERE slot = ?1";
constexpr std::string_view kReplaceFile = "UPDATE outbox_files SET postmark = ?2, file = ?3 WHERE slot = ?1";
constexpr std::string_view kReceived = "UPDATE outbox SET received = 1 WHERE slot = ?";
constexpr std::string_view kNoneReceived = "UPDATE outbox SET received = 0 WHERE received = 1";
constexpr std::string_view kDelete = "DELETE FROM outbox WHERE slot = ?";
constexpr std::string_view kDeleteFile = "DELETE FROM outbox_files WHERE slot = ?";
constexpr std::string_view kCounts = "SELECT coalesce(sum(received = 0), 0), coalesce(sum(received = 1), 0) FROM outbox";
constexpr std::string_view kMailboxNumber = "SELECT number FROM mailboxes WHERE name = ?";
constexpr std::string_view kAddMailbox = "INSERT INTO mailboxes (name) VALUES (?)";
constexpr std::string_view kMailboxes = "SELECT name FROM mailboxes WHERE number IN (SELECT mailbox FROM outbox) ORDER BY name";
constexpr std::string_view kCursor = "SELECT value FROM cursors WHERE name = ?";
constexpr std::string_view kSetCursor = "INSERT INTO cursors (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
constexpr std::string_view kFact = "SELECT value FROM facts WHERE name = ?";
constexpr std::string_view kSetFact = "INSERT INTO facts (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";

constexpr std::string_view kGeneration = "hub-generation";
constexpr std::string_view kReleased = "released-envelopes";

Result<crypto::Digest> digest_of(const Bytes& blob) {
  crypto::Digest digest;
  if (blob.size() != digest.bytes.size()) return fail(Code::Corrupt, "the outbox holds a digest of the wrong size");
  std::copy(blob.begin(), blob.end(), digest.bytes.begin());
  return digest;
}

/// The places of those of `wanted` that are here, in one reading of the table.
Result<std::vector<std::int64_t>> slots_of(StateDatabase& state, std::span<const crypto::Digest> wanted) {
  std::vector<crypto::Digest> sorted(wanted.begin(), wanted.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::int64_t> slots;
  TRY_ASSIGN(db::Statement * all, state.use(kAll));
  TRY(all->each([&](db::Statement& row) -> Result<> {
    TRY_ASSIGN(const crypto::Digest digest, digest_of(row.column_blob(1)));
    if (std::binary_search(sorted.begin(), sorted.end(), digest)) slots.push_back(row.column_int(0));
    return {};
  }));
  return slots;
}

Result<std::string> fact(StateDatabase& state, std::string_view name) {
  TRY_ASSIGN(db::Statement * get, state.use(kFact));
  return text_of(get->bind(1, name), "");
}
Result<> set_fact(StateDatabase& state, std::string_view name, std::string_view value) {
  TRY_ASSIGN(db::Statement * set, state.use(kSetFact));
  return set->bind(1, name).bind(2, value).run();
}
}  // namespace

std::vector<std::string_view> outbox_queries() {
  return {kAll,    kPending,     kSlot,     kFile,         kCount,  kNextSlot,   kNthSlot, kInsert,        kInsertFile, kCopy,      kCopyFile, kReplace, kReplaceFile,
          kReceived, kNoneReceived, kDelete, kDeleteFile, kCounts,  kMailboxNumber, kAddMailbox, kMailboxes, kCursor,   kSetCursor, kFact, kSetFact};
}

Result<> Outbox::add(const protocol::Envelope& envelope, const protocol::Postmark& postmark) {
  TRY_ASSIGN(db::Statement * slot, m_state.use(kSlot));
  TRY_ASSIGN(const std::int64_t here, number_of(slot->bind(1, ByteView(envelope.sha256.bytes)), 0));
  if (here != 0) return fail(Code::Conflict, fmt::format("envelope {} is in the outbox already", envelope.sha256.hex()));
  TRY_ASSIGN(db::Statement * known, m_state.use(kMailboxNumber));
  TRY_ASSIGN(std::int64_t mailbox, number_of(known->bind(1, std::string_view(postmark.mailbox)), 0));
  if (mailbox == 0) {
    TRY_ASSIGN(db::Statement * insert, m_state.use(kAddMailbox));
    TRY(insert->bind(1, std::string_view(postmark.mailbox)).run());
    TRY_ASSIGN(known, m_state.use(kMailboxNumber));
    TRY_ASSIGN(mailbox, number_of(known->bind(1, std::string_view(postmark.mailbox)), 0));
  }
  return place(envelope.sha256, mailbox, protocol::encode_postmark(postmark), envelope.file);
}

/// Fisher-Yates from the inside out: whatever the order of arrival, each arrangement over the places is equally likely.
Result<> Outbox::place(const crypto::Digest& sha256, std::int64_t mailbox, std::string_view postmark, ByteView file) {
  TRY_ASSIGN(db::Statement * count, m_state.use(kCount));
  TRY_ASSIGN(const std::int64_t others, number_of(*count, 0));
  TRY_ASSIGN(db::Statement * next, m_state.use(kNextSlot));
  TRY_ASSIGN(const std::int64_t last, number_of(*next, 1));
  const auto chosen = static_cast<std::int64_t>(m_random.below(static_cast<std::uint64_t>(others) + 1));
  if (chosen == others) {
    TRY_ASSIGN(db::Statement * insert, m_state.use(kInsert));
    TRY(insert->bind(1, last).bind(2, ByteView(sha256.bytes)).bind(3, mailbox).run());
    TRY_ASSIGN(db::Statement * insert_file, m_state.use(kInsertFile));
    return insert_file->bind(1, last).bind(2, postmark).bind(3, file).run();
  }
  TRY_ASSIGN(db::Statement * nth, m_state.use(kNthSlot));
  TRY_ASSIGN(const std::int64_t slot, number_of(nth->bind(1, chosen), 0));
  for (const std::string_view sql : {kCopy, kCopyFile}) {
    TRY_ASSIGN(db::Statement * copy, m_state.use(sql));
    TRY(copy->bind(1, last).bind(2, slot).run());
  }
  TRY_ASSIGN(db::Statement * replace, m_state.use(kReplace));
  TRY(replace->bind(1, slot).bind(2, ByteView(sha256.bytes)).bind(3, mailbox).run());
  TRY_ASSIGN(db::Statement * replace_file, m_state.use(kReplaceFile));
  return replace_file->bind(1, slot).bind(2, postmark).bind(3, file).run();
}

Result<std::vector<crypto::Digest>> Outbox::pending() {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kPending));
  std::vector<crypto::Digest> out;
  TRY(statement->each([&](db::Statement& row) -> Result<> {
    TRY_ASSIGN(const crypto::Digest digest, digest_of(row.column_blob(0)));
    out.push_back(digest);
    return {};
  }));
  std::sort(out.begin(), out.end());
  return out;
}

Result<std::int64_t> Outbox::slot_of(const crypto::Digest& sha256) {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kSlot));
  TRY_ASSIGN(const std::int64_t slot, number_of(statement->bind(1, ByteView(sha256.bytes)), 0));
  if (slot == 0) return fail(Code::NotFound, fmt::format("envelope {} is not in the outbox", sha256.hex()));
  return slot;
}

Result<client::OutboxEnvelope> Outbox::load(const crypto::Digest& sha256) {
  // One transaction: an answer kept meanwhile by the other connection may move this one to another place.
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const std::int64_t slot, slot_of(sha256));
  TRY_ASSIGN(db::Statement * statement, m_state.use(kFile));
  statement->bind(1, slot);
  TRY_ASSIGN(const bool row, statement->step());
  if (!row) return fail(Code::Corrupt, fmt::format("envelope {} has lost its file", sha256.hex()));
  client::OutboxEnvelope out{sha256, statement->column_blob(1), statement->column_text(0)};
  statement->reset();
  if (crypto::sha256(out.file) != sha256) return fail(Code::Corrupt, fmt::format("the stored envelope {} is damaged", sha256.hex()));
  return out;
}

Result<> Outbox::mark_received(std::span<const crypto::Digest> envelopes, const protocol::GenerationId& generation) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const std::string current, fact(m_state, kGeneration));
  if (current.empty()) TRY(set_fact(m_state, kGeneration, generation.text()));
  // A receipt of another life of the hub says nothing of this one: the envelope is sent again, which is harmless.
  if (!current.empty() && current != generation.text()) return {};
  TRY_ASSIGN(const std::vector<std::int64_t> slots, slots_of(m_state, envelopes));
  for (const std::int64_t slot : slots) {
    TRY_ASSIGN(db::Statement * received, m_state.use(kReceived));
    TRY(received->bind(1, slot).run());
  }
  return transaction.commit();
}

Result<> Outbox::mark_released(std::span<const crypto::Digest> envelopes) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const std::vector<std::int64_t> slots, slots_of(m_state, envelopes));
  for (const std::int64_t slot : slots) {
    for (const std::string_view sql : {kDelete, kDeleteFile}) {
      TRY_ASSIGN(db::Statement * remove, m_state.use(sql));
      TRY(remove->bind(1, slot).run());
    }
  }
  TRY_ASSIGN(const protocol::OutboxCounts before, counts());
  TRY(set_fact(m_state, kReleased, fmt::format("{}", before.released + static_cast<std::int64_t>(slots.size()))));
  return transaction.commit();
}

Result<> Outbox::set_generation(const protocol::GenerationId& generation) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const std::string current, fact(m_state, kGeneration));
  if (current == generation.text()) return {};
  TRY(set_fact(m_state, kGeneration, generation.text()));
  TRY_ASSIGN(db::Statement * none, m_state.use(kNoneReceived));
  TRY(none->run());
  return transaction.commit();
}

Result<std::vector<std::string>> Outbox::mailboxes() {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kMailboxes));
  std::vector<std::string> out;
  TRY(statement->each([&](db::Statement& row) { out.push_back(row.column_text(0)); }));
  return out;
}

Result<protocol::OutboxCounts> Outbox::counts() {
  protocol::OutboxCounts out;
  TRY_ASSIGN(db::Statement * statement, m_state.use(kCounts));
  TRY(statement->each([&](db::Statement& row) {
    out.pending = row.column_int(0);
    out.received = row.column_int(1);
  }));
  TRY_ASSIGN(const std::string released, fact(m_state, kReleased));
  TRY_ASSIGN(out.released, parse_number(released.empty() ? "0" : released, kReleased));
  return out;
}

Result<std::string> Outbox::cursor(std::string_view name) {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kCursor));
  return text_of(statement->bind(1, name), "");
}

Result<> Outbox::set_cursor(std::string_view name, std::string_view value) {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kSetCursor));
  return statement->bind(1, name).bind(2, value).run();
}

}  // namespace escale::store
