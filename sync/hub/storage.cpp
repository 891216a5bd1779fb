#include "sync/hub/storage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sync/hub/migrations.hpp"

namespace escale::hub {
namespace {
constexpr std::int64_t kQuarantinePerTerminalBytes = std::int64_t{16} << 20;
constexpr std::int64_t kQuarantineBytes = std::int64_t{256} << 20;

enum Query : int {
  kGetFact,
  kSetFact,
  kHasEnvelope,
  kHasQuarantined,
  kInsertEnvelope,
  kInsertQuarantined,
  kMailboxBytes,
  kAddTotal,
  kDailyCount,
  kAddDaily,
  kQuarantineOfTerminal,
  kQuarantineTotal,
  kQuarantineTerminals,
  kQuarantineSums,
  kMoveQuarantined,
  kDeleteMoved,
  kCountOfDay,
  kList,
  kEnvelope,
  kSumBefore,
  kDeleteBefore,
  kForgetDaily,
  kForgetQuarantine,
  kForgetCodes,
  kMailboxes,
  kInsertRelease,
  kReleases,
  kInsertCode,
  kCode,
  kUseCode,
  kInsertEnrolment,
  kEnrolments,
  kStatusNumber,
  kPutStatus,
  kStatuses,
  kTotals,
  kBeginJob,
  kUndoJob,
  kEndJob,
  kQueryCount,
};

constexpr std::array<std::string_view, kQueryCount> kQueries = {
    "SELECT value FROM facts WHERE name = ?",
    "INSERT INTO facts (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
    "SELECT 1 FROM envelopes WHERE sha256 = ?",
    "SELECT 1 FROM quarantine WHERE sha256 = ?",
    "INSERT INTO envelopes (id, sha256, mailbox, day, size_bytes, file) VALUES (?, ?, ?, ?, ?, ?)",
    "INSERT INTO quarantine (id, sha256, terminal, mailbox, day, size_bytes, file) VALUES (?, ?, ?, ?, ?, ?, ?)",
    "SELECT size_bytes FROM mailbox_totals WHERE mailbox = ?",
    "INSERT INTO mailbox_totals (mailbox, envelopes, size_bytes) VALUES (?1, ?2, ?3) ON CONFLICT (mailbox) DO UPDATE SET envelopes = "
    "envelopes + ?2, size_bytes = size_bytes + ?3",
    "SELECT envelopes FROM daily_counts WHERE day = ? AND terminal = ? AND mailbox = ?",
    "INSERT INTO daily_counts (day, terminal, mailbox, envelopes) VALUES (?1, ?2, ?3, 1) ON CONFLICT (day, terminal, mailbox) DO UPDATE "
    "SET envelopes = envelopes + 1",
    "SELECT COALESCE(SUM(size_bytes), 0) FROM quarantine WHERE terminal = ?",
    "SELECT COALESCE(SUM(size_bytes), 0) FROM quarantine",
    "SELECT DISTINCT terminal FROM quarantine",
    "SELECT COUNT(*), COALESCE(SUM(size_bytes), 0) FROM quarantine WHERE terminal = ?1 AND mailbox = ?2 AND NOT EXISTS (SELECT 1 FROM "
    "envelopes WHERE envelopes.sha256 = quarantine.sha256)",
    "INSERT OR IGNORE INTO envelopes (id, sha256, mailbox, day, size_bytes, file) SELECT id, sha256, mailbox, ?3, size_bytes, file FROM "
    "quarantine WHERE terminal = ?1 AND mailbox = ?2",
    "DELETE FROM quarantine WHERE terminal = ?1 AND mailbox = ?2",
    "SELECT COUNT(*) FROM envelopes WHERE mailbox = ? AND day = ?",
    "SELECT sha256, day, size_bytes FROM envelopes WHERE mailbox = ?1 AND (day, sha256) > (?2, ?3) AND day <= ?4 ORDER BY day, sha256 LIMIT ?5",
    "SELECT file FROM envelopes WHERE sha256 = ?1 AND mailbox = ?2 AND day <= ?3",
    "SELECT COUNT(*), COALESCE(SUM(size_bytes), 0) FROM envelopes WHERE mailbox = ? AND day < ?",
    "DELETE FROM envelopes WHERE mailbox = ? AND day < ?",
    "DELETE FROM daily_counts WHERE day < ?",
    "DELETE FROM quarantine WHERE day < ?",
    "DELETE FROM enrolment_codes WHERE expires < ?",
    "SELECT mailbox FROM mailbox_totals ORDER BY mailbox",
    "INSERT OR IGNORE INTO releases (sha256, mailbox, day, statement) VALUES (?, ?, ?, ?)",
    "SELECT number, statement FROM releases WHERE mailbox = ? AND number > ? ORDER BY number LIMIT ?",
    "INSERT OR IGNORE INTO enrolment_codes (code_sha256, name, site, expires) VALUES (?, ?, ?, ?)",
    "SELECT name, site, expires, used_by FROM enrolment_codes WHERE code_sha256 = ?",
    "UPDATE enrolment_codes SET used_by = ?2 WHERE code_sha256 = ?1",
    "INSERT OR REPLACE INTO enrolments (terminal, name, site, day) VALUES (?, ?, ?, ?)",
    "SELECT terminal, name, site, day FROM enrolments ORDER BY day, terminal",
    "SELECT number FROM statuses WHERE terminal = ?",
    "INSERT OR REPLACE INTO statuses (terminal, number, day, statement) VALUES (?, ?, ?, ?)",
    "SELECT terminal, day, statement FROM statuses ORDER BY terminal",
    "SELECT (SELECT COALESCE(SUM(envelopes), 0) FROM mailbox_totals), (SELECT COALESCE(SUM(size_bytes), 0) FROM mailbox_totals), (SELECT "
    "COUNT(*) FROM quarantine), (SELECT COUNT(*) FROM releases), (SELECT COUNT(*) FROM statuses), (SELECT COUNT(*) FROM enrolments)",
    "SAVEPOINT job",
    "ROLLBACK TO job",
    "RELEASE job",
};

/// A row's place comes from its digest: 63 bits of it.
std::int64_t row_id(const crypto::Digest& sha256) {
  std::uint64_t id = 0;
  for (std::size_t i = 0; i < 8; ++i) id = id << 8 | sha256.bytes[i];
  return static_cast<std::int64_t>(id >> 1);
}

Result<crypto::Digest> digest_of(const Bytes& blob) {
  crypto::Digest digest;
  if (blob.size() != digest.bytes.size()) return fail(Code::Corrupt, "the hub's database holds a digest of the wrong size");
  std::copy(blob.begin(), blob.end(), digest.bytes.begin());
  return digest;
}
Result<crypto::VerifyKey> key_of(const Bytes& blob) {
  crypto::VerifyKey key;
  if (blob.size() != key.bytes.size()) return fail(Code::Corrupt, "the hub's database holds a key of the wrong size");
  std::copy(blob.begin(), blob.end(), key.bytes.begin());
  return key;
}

/// The first column of the first row, or the fallback without a row.
Result<std::int64_t> number_of(db::Statement& statement, std::int64_t fallback) {
  TRY_ASSIGN(const bool row, statement.step());
  const std::int64_t value = row ? statement.column_int(0) : fallback;
  statement.reset();
  return value;
}
}  // namespace

std::span<const std::string_view> storage_queries() { return kQueries; }

Result<Storage> Storage::open(const Path& path, Random& random) {
  TRY_ASSIGN(db::Database database, db::Database::open(path, db::Durability::Full));
  TRY(database.migrate(kMigrations));
  Storage storage(std::move(database));
  storage.m_statements.resize(kQueryCount);
  TRY_ASSIGN(db::Statement * fact, storage.use(kGetFact));
  fact->bind(1, std::string_view("generation"));
  TRY_ASSIGN(const bool known, fact->step());
  fact->reset();
  if (!known) TRY(storage.new_generation(random));
  return storage;
}

Result<db::Statement*> Storage::use(int query) {
  auto& slot = m_statements[static_cast<std::size_t>(query)];
  if (!slot) {
    TRY_ASSIGN(db::Statement statement, m_database.prepare(kQueries[static_cast<std::size_t>(query)]));
    slot.emplace(std::move(statement));
  }
  slot->reset();
  return &*slot;
}

Result<> Storage::begin_job() {
  TRY_ASSIGN(db::Statement * begin, use(kBeginJob));
  return begin->run();
}

Result<> Storage::end_job(bool keep) {
  if (!keep) {
    TRY_ASSIGN(db::Statement * undo, use(kUndoJob));
    TRY(undo->run());
  }
  TRY_ASSIGN(db::Statement * end, use(kEndJob));
  return end->run();
}

Result<protocol::GenerationId> Storage::generation() {
  TRY_ASSIGN(db::Statement * fact, use(kGetFact));
  fact->bind(1, std::string_view("generation"));
  TRY_ASSIGN(const bool known, fact->step());
  if (!known) return fail(Code::Corrupt, "the hub's database has no generation");
  const std::string text = fact->column_text(0);
  fact->reset();
  return protocol::GenerationId::parse(text);
}

Result<> Storage::new_generation(Random& random) {
  TRY_ASSIGN(db::Statement * fact, use(kSetFact));
  fact->bind(1, std::string_view("generation")).bind(2, std::string_view(protocol::GenerationId::random(random).text()));
  return fact->run();
}

Result<Presence> Storage::presence_in(int query, const crypto::Digest& sha256, Presence found) {
  TRY_ASSIGN(db::Statement * statement, use(query));
  statement->bind(1, ByteView(sha256.bytes));
  TRY_ASSIGN(const bool here, statement->step());
  statement->reset();
  return here ? found : Presence::Absent;
}

Result<Presence> Storage::presence(const crypto::Digest& sha256) {
  TRY_ASSIGN(const Presence stored, presence_in(kHasEnvelope, sha256, Presence::Stored));
  if (stored != Presence::Absent) return stored;
  return presence_in(kHasQuarantined, sha256, Presence::Quarantined);
}

Result<> Storage::add_total(std::string_view mailbox, std::int64_t envelopes, std::int64_t bytes) {
  TRY_ASSIGN(db::Statement * total, use(kAddTotal));
  total->bind(1, mailbox).bind(2, envelopes).bind(3, bytes);
  return total->run();
}

Result<Arrival> Storage::put_envelope(const crypto::Digest& sha256, const protocol::MailboxDescriptor& mailbox,
                                      const crypto::VerifyKey& terminal, std::string_view day, ByteView file) {
  TRY_ASSIGN(const Presence before, presence_in(kHasEnvelope, sha256, Presence::Stored));
  if (before == Presence::Stored) return Arrival::AlreadyHere;
  TRY_ASSIGN(db::Statement * count, use(kDailyCount));
  count->bind(1, day).bind(2, ByteView(terminal.bytes)).bind(3, std::string_view(mailbox.id));
  TRY_ASSIGN(const std::int64_t today, number_of(*count, 0));
  if (today >= mailbox.quota.envelopes_per_terminal_per_day)
    return fail(Code::Refused, fmt::format("this terminal brought {} envelopes to mailbox {} today, its quota: try again tomorrow", today, mailbox.id));
  TRY_ASSIGN(db::Statement * bytes, use(kMailboxBytes));
  bytes->bind(1, std::string_view(mailbox.id));
  TRY_ASSIGN(const std::int64_t held, number_of(*bytes, 0));
  const auto size = static_cast<std::int64_t>(file.size());
  if (held + size > mailbox.quota.bytes_total)
    return fail(Code::NoSpace, fmt::format("mailbox {} is full ({} bytes): its readers must pull, or its quota be raised", mailbox.id, held));
  TRY_ASSIGN(db::Statement * insert, use(kInsertEnvelope));
  insert->bind(1, row_id(sha256)).bind(2, ByteView(sha256.bytes)).bind(3, std::string_view(mailbox.id)).bind(4, day).bind(5, size).bind(6, file);
  TRY(insert->run());
  TRY_ASSIGN(db::Statement * daily, use(kAddDaily));
  daily->bind(1, day).bind(2, ByteView(terminal.bytes)).bind(3, std::string_view(mailbox.id));
  TRY(daily->run());
  TRY(add_total(mailbox.id, 1, size));
  return Arrival::New;
}

Result<Arrival> Storage::put_quarantined(const crypto::Digest& sha256, std::string_view mailbox, const crypto::VerifyKey& terminal,
                                         std::string_view day, ByteView file) {
  TRY_ASSIGN(const Presence before, presence(sha256));
  if (before != Presence::Absent) return Arrival::AlreadyHere;
  const auto size = static_cast<std::int64_t>(file.size());
  TRY_ASSIGN(db::Statement * own, use(kQuarantineOfTerminal));
  own->bind(1, ByteView(terminal.bytes));
  TRY_ASSIGN(const std::int64_t own_bytes, number_of(*own, 0));
  TRY_ASSIGN(db::Statement * all, use(kQuarantineTotal));
  TRY_ASSIGN(const std::int64_t all_bytes, number_of(*all, 0));
  if (own_bytes + size > kQuarantinePerTerminalBytes || all_bytes + size > kQuarantineBytes)
    return fail(Code::NoSpace, "quarantine is full: an operator must list this terminal first");
  TRY_ASSIGN(db::Statement * insert, use(kInsertQuarantined));
  insert->bind(1, row_id(sha256)).bind(2, ByteView(sha256.bytes)).bind(3, ByteView(terminal.bytes)).bind(4, mailbox).bind(5, day).bind(6, size).bind(7, file);
  TRY(insert->run());
  return Arrival::New;
}

Result<std::vector<crypto::VerifyKey>> Storage::quarantined_terminals() {
  TRY_ASSIGN(db::Statement * statement, use(kQuarantineTerminals));
  std::vector<crypto::VerifyKey> out;
  TRY(statement->each([&](db::Statement& row) -> Result<> {
    TRY_ASSIGN(const crypto::VerifyKey key, key_of(row.column_blob(0)));
    out.push_back(key);
    return {};
  }));
  return out;
}

Result<std::int64_t> Storage::release_quarantine(const crypto::VerifyKey& terminal, std::string_view mailbox, std::string_view day) {
  TRY_ASSIGN(db::Statement * sums, use(kQuarantineSums));
  sums->bind(1, ByteView(terminal.bytes)).bind(2, mailbox);
  TRY(sums->step());
  const std::int64_t count = sums->column_int(0);
  const std::int64_t bytes = sums->column_int(1);
  sums->reset();
  if (count > 0) {
    TRY_ASSIGN(db::Statement * move, use(kMoveQuarantined));
    move->bind(1, ByteView(terminal.bytes)).bind(2, mailbox).bind(3, day);
    TRY(move->run());
    TRY(add_total(mailbox, count, bytes));
  }
  TRY_ASSIGN(db::Statement * clear, use(kDeleteMoved));
  clear->bind(1, ByteView(terminal.bytes)).bind(2, mailbox);
  TRY(clear->run());
  return count;
}

Result<std::int64_t> Storage::count_of_day(std::string_view mailbox, std::string_view day) {
  TRY_ASSIGN(db::Statement * count, use(kCountOfDay));
  count->bind(1, mailbox).bind(2, day);
  return number_of(*count, 0);
}

Result<std::vector<StoredEnvelope>> Storage::list(std::string_view mailbox, std::string_view after_day, ByteView after_sha256,
                                                  std::string_view last_day, std::size_t limit) {
  TRY_ASSIGN(db::Statement * statement, use(kList));
  statement->bind(1, mailbox).bind(2, after_day).bind(3, after_sha256).bind(4, last_day).bind(5, limit);
  std::vector<StoredEnvelope> out;
  TRY(statement->each([&](db::Statement& row) -> Result<> {
    TRY_ASSIGN(const crypto::Digest digest, digest_of(row.column_blob(0)));
    out.push_back({digest, row.column_text(1), row.column_int(2)});
    return {};
  }));
  return out;
}

Result<Bytes> Storage::envelope(std::string_view mailbox, const crypto::Digest& sha256, std::string_view last_day) {
  TRY_ASSIGN(db::Statement * statement, use(kEnvelope));
  statement->bind(1, ByteView(sha256.bytes)).bind(2, mailbox).bind(3, last_day);
  TRY_ASSIGN(const bool here, statement->step());
  if (!here) return fail(Code::NotFound, fmt::format("mailbox {} has no envelope {} to show", mailbox, sha256.hex()));
  Bytes file = statement->column_blob(0);
  statement->reset();
  return file;
}

Result<std::int64_t> Storage::delete_envelopes_before(std::string_view mailbox, std::string_view first_day) {
  TRY_ASSIGN(db::Statement * sums, use(kSumBefore));
  sums->bind(1, mailbox).bind(2, first_day);
  TRY(sums->step());
  const std::int64_t count = sums->column_int(0);
  const std::int64_t bytes = sums->column_int(1);
  sums->reset();
  if (count == 0) return 0;
  TRY_ASSIGN(db::Statement * remove, use(kDeleteBefore));
  remove->bind(1, mailbox).bind(2, first_day);
  TRY(remove->run());
  TRY(add_total(mailbox, -count, -bytes));
  return count;
}

Result<> Storage::forget_before(std::string_view day, std::string_view quarantine_day, Timestamp now) {
  TRY_ASSIGN(db::Statement * daily, use(kForgetDaily));
  daily->bind(1, day);
  TRY(daily->run());
  TRY_ASSIGN(db::Statement * quarantine, use(kForgetQuarantine));
  quarantine->bind(1, quarantine_day);
  TRY(quarantine->run());
  TRY_ASSIGN(db::Statement * codes, use(kForgetCodes));
  codes->bind(1, now.time_since_epoch().count());
  return codes->run();
}

Result<std::vector<std::string>> Storage::mailboxes() {
  TRY_ASSIGN(db::Statement * statement, use(kMailboxes));
  std::vector<std::string> out;
  TRY(statement->each([&](db::Statement& row) { out.push_back(row.column_text(0)); }));
  return out;
}

Result<std::optional<std::int64_t>> Storage::retention_days(std::string_view mailbox) {
  TRY_ASSIGN(db::Statement * fact, use(kGetFact));
  const std::string name = fmt::format("retention-days {}", mailbox);
  TRY_ASSIGN(const std::int64_t days, number_of(fact->bind(1, std::string_view(name)), 0));
  return days > 0 ? std::optional(days) : std::nullopt;
}

Result<> Storage::set_retention_days(std::string_view mailbox, std::int64_t days) {
  TRY_ASSIGN(db::Statement * fact, use(kSetFact));
  const std::string name = fmt::format("retention-days {}", mailbox);
  return fact->bind(1, std::string_view(name)).bind(2, std::string_view(std::to_string(days))).run();
}

Result<> Storage::add_release(std::string_view mailbox, std::string_view day, std::string_view statement_text) {
  TRY_ASSIGN(db::Statement * statement, use(kInsertRelease));
  const crypto::Digest digest = crypto::sha256(as_bytes(statement_text));
  statement->bind(1, ByteView(digest.bytes)).bind(2, mailbox).bind(3, day).bind(4, statement_text);
  return statement->run();
}

Result<std::vector<StoredRelease>> Storage::releases(std::string_view mailbox, std::int64_t after, std::size_t limit) {
  TRY_ASSIGN(db::Statement * statement, use(kReleases));
  statement->bind(1, mailbox).bind(2, after).bind(3, limit);
  std::vector<StoredRelease> out;
  TRY(statement->each([&](db::Statement& row) { out.push_back({row.column_int(0), row.column_text(1)}); }));
  return out;
}

Result<> Storage::put_code(const protocol::EnrolmentCode& code) {
  TRY_ASSIGN(db::Statement * statement, use(kInsertCode));
  statement->bind(1, ByteView(code.code_sha256.bytes))
      .bind(2, std::string_view(code.name))
      .bind(3, std::string_view(code.site))
      .bind(4, code.expires.time_since_epoch().count());
  return statement->run();
}

Result<> Storage::enrol(const protocol::Enrolment& enrolment, std::string_view day, Timestamp now) {
  const crypto::Digest digest = crypto::sha256(as_bytes(enrolment.code));
  TRY_ASSIGN(db::Statement * code, use(kCode));
  code->bind(1, ByteView(digest.bytes));
  TRY_ASSIGN(const bool known, code->step());
  if (!known) return fail(Code::NotFound, "this enrolment code is not known here: ask the operator for another");
  const std::string name = code->column_text(0);
  const std::string site = code->column_text(1);
  const bool expired = code->column_int(2) < now.time_since_epoch().count();
  const bool used = !code->column_is_null(3);
  const Bytes user = code->column_blob(3);
  code->reset();
  const bool same = used && std::equal(user.begin(), user.end(), enrolment.terminal.bytes.begin(), enrolment.terminal.bytes.end());
  if (same) return {};
  if (used) return fail(Code::Conflict, "this enrolment code was used by another terminal: ask the operator for another");
  if (expired) return fail(Code::Expired, "this enrolment code is no longer valid: ask the operator for another");
  TRY_ASSIGN(db::Statement * use_code, use(kUseCode));
  use_code->bind(1, ByteView(digest.bytes)).bind(2, ByteView(enrolment.terminal.bytes));
  TRY(use_code->run());
  TRY_ASSIGN(db::Statement * insert, use(kInsertEnrolment));
  insert->bind(1, ByteView(enrolment.terminal.bytes)).bind(2, std::string_view(name)).bind(3, std::string_view(site)).bind(4, day);
  return insert->run();
}

Result<std::vector<StoredEnrolment>> Storage::enrolments() {
  TRY_ASSIGN(db::Statement * statement, use(kEnrolments));
  std::vector<StoredEnrolment> out;
  TRY(statement->each([&](db::Statement& row) -> Result<> {
    TRY_ASSIGN(const crypto::VerifyKey key, key_of(row.column_blob(0)));
    out.push_back({key, row.column_text(1), row.column_text(2), row.column_text(3)});
    return {};
  }));
  return out;
}

Result<> Storage::put_status(const crypto::VerifyKey& terminal, std::int64_t number, std::string_view day, std::string_view text) {
  TRY_ASSIGN(db::Statement * last, use(kStatusNumber));
  last->bind(1, ByteView(terminal.bytes));
  TRY_ASSIGN(const std::int64_t before, number_of(*last, -1));
  if (number <= before) return fail(Code::Conflict, fmt::format("status {} came already, this one is {}", before, number));
  TRY_ASSIGN(db::Statement * put, use(kPutStatus));
  put->bind(1, ByteView(terminal.bytes)).bind(2, number).bind(3, day).bind(4, text);
  return put->run();
}

Result<std::vector<StoredStatus>> Storage::statuses() {
  TRY_ASSIGN(db::Statement * statement, use(kStatuses));
  std::vector<StoredStatus> out;
  TRY(statement->each([&](db::Statement& row) -> Result<> {
    TRY_ASSIGN(const crypto::VerifyKey key, key_of(row.column_blob(0)));
    out.push_back({key, row.column_text(1), row.column_text(2)});
    return {};
  }));
  return out;
}

Result<Totals> Storage::totals() {
  TRY_ASSIGN(db::Statement * row, use(kTotals));
  TRY(row->step());
  const Totals totals{row->column_int(0), row->column_int(1), row->column_int(2), row->column_int(3), row->column_int(4), row->column_int(5)};
  row->reset();
  return totals;
}

}  // namespace escale::hub
