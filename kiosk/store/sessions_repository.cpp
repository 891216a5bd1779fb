#include "kiosk/store/sessions_repository.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/store/queries.hpp"

namespace escale::store {
namespace {
constexpr std::string_view kInsert = "INSERT INTO sessions (id, opening, open, collected, records) VALUES (?, ?, 1, 0, x'')";
constexpr std::string_view kSessions = "SELECT opening, open, collected FROM sessions ORDER BY number DESC";
constexpr std::string_view kCurrent = "SELECT opening, open, collected FROM sessions WHERE open = 1";
constexpr std::string_view kFind = "SELECT opening, open, collected FROM sessions WHERE id = ?";
constexpr std::string_view kNumber = "SELECT number FROM sessions WHERE id = ?";
constexpr std::string_view kRecords = "SELECT records, open FROM sessions WHERE id = ?";
constexpr std::string_view kSetRecords = "UPDATE sessions SET records = ?2, collected = ?3 WHERE id = ?1";
constexpr std::string_view kClose = "UPDATE sessions SET open = 0, records = x'', closed_day = ?2 WHERE id = ?1 AND open = 1";
constexpr std::string_view kCloseDays = "SELECT id, opening, closed_day FROM sessions WHERE open = 0";
constexpr std::string_view kDelete = "DELETE FROM sessions WHERE number = ?";
constexpr std::string_view kDeleteFiles = "DELETE FROM session_files WHERE slot IN (SELECT slot FROM session_copies WHERE session = ?)";
constexpr std::string_view kDeleteCopies = "DELETE FROM session_copies WHERE session = ?";
constexpr std::string_view kDeleteBoards = "DELETE FROM boards WHERE session = ?";
constexpr std::string_view kCopies = "SELECT file FROM session_copies JOIN session_files USING (slot) WHERE session = ?";
constexpr std::string_view kCount = "SELECT count(*) FROM session_copies";
constexpr std::string_view kNextSlot = "SELECT coalesce(max(slot), 0) + 1 FROM session_copies";
constexpr std::string_view kNthSlot = "SELECT slot FROM session_copies ORDER BY slot LIMIT 1 OFFSET ?";
constexpr std::string_view kInsertCopy = "INSERT INTO session_copies (slot, session) VALUES (?, ?)";
constexpr std::string_view kInsertFile = "INSERT INTO session_files (slot, file) VALUES (?, ?)";
constexpr std::string_view kMoveCopy = "INSERT INTO session_copies SELECT ?1, session FROM session_copies WHERE slot = ?2";
constexpr std::string_view kMoveFile = "INSERT INTO session_files SELECT ?1, file FROM session_files WHERE slot = ?2";
constexpr std::string_view kReplaceCopy = "UPDATE session_copies SET session = ?2 WHERE slot = ?1";
constexpr std::string_view kReplaceFile = "UPDATE session_files SET file = ?2 WHERE slot = ?1";
constexpr std::string_view kBoard = "SELECT board FROM boards WHERE session = ? AND form = ?";
constexpr std::string_view kSetBoard = "INSERT INTO boards (session, form, board) VALUES (?1, ?2, ?3) ON CONFLICT (session, form) DO UPDATE SET board = ?3";

constexpr std::size_t kIdBytes = 16;

Result<KeptSession> session_of(db::Statement& row) {
  KeptSession out;
  TRY_ASSIGN(out.opening, protocol::decode_session(row.column_text(0)));
  out.open = row.column_int(1) != 0;
  out.collected = row.column_int(2);
  return out;
}

Result<std::vector<KeptSession>> sessions_of(db::Statement& statement) {
  std::vector<KeptSession> out;
  TRY(statement.each([&](db::Statement& row) -> Result<> {
    TRY_ASSIGN(KeptSession session, session_of(row));
    out.push_back(std::move(session));
    return {};
  }));
  return out;
}

tl::unexpected<Error> unknown(const protocol::SessionId& session) {
  return fail(Code::NotFound, fmt::format("this terminal has no session {}", session.text()));
}

Result<std::int64_t> number_in(StateDatabase& state, const protocol::SessionId& session) {
  TRY_ASSIGN(db::Statement * find, state.use(kNumber));
  TRY_ASSIGN(const std::int64_t number, number_of(find->bind(1, session.bytes()), 0));
  if (number == 0) return unknown(session);
  return number;
}

struct RecordSet {
  Bytes ids;  ///< sorted, kIdBytes each
  bool open = false;
};
Result<RecordSet> records_in(StateDatabase& state, const protocol::SessionId& session) {
  TRY_ASSIGN(db::Statement * find, state.use(kRecords));
  find->bind(1, session.bytes());
  TRY_ASSIGN(const bool row, find->step());
  if (!row) return unknown(session);
  RecordSet out{find->column_blob(0), find->column_int(1) != 0};
  find->reset();
  if (out.ids.size() % kIdBytes != 0) return fail(Code::Corrupt, fmt::format("the records of session {} are damaged", session.text()));
  return out;
}
}  // namespace

std::vector<std::string_view> sessions_queries() {
  return {kInsert,     kSessions,   kCurrent,  kFind,     kNumber,      kRecords,     kSetRecords, kClose,   kCloseDays,
          kDelete,     kDeleteFiles, kDeleteCopies, kDeleteBoards, kCopies, kCount,    kNextSlot,   kNthSlot, kInsertCopy,
          kInsertFile, kMoveCopy,   kMoveFile, kReplaceCopy, kReplaceFile, kBoard,    kSetBoard};
}

Result<> Sessions::create(const protocol::SessionOpening& opening) {
  TRY_ASSIGN(const std::string text, protocol::encode_session(opening));
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const std::optional<KeptSession> other, current());
  if (other) return fail(Code::Conflict, fmt::format("the session '{}' is open: close it first", other->opening.title));
  TRY_ASSIGN(db::Statement * insert, m_state.use(kInsert));
  TRY(insert->bind(1, opening.id.bytes()).bind(2, std::string_view(text)).run());
  return transaction.commit();
}

Result<std::vector<KeptSession>> Sessions::list() {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kSessions));
  return sessions_of(*statement);
}

Result<std::optional<KeptSession>> Sessions::current() {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kCurrent));
  TRY_ASSIGN(std::vector<KeptSession> found, sessions_of(*statement));
  if (found.empty()) return std::optional<KeptSession>();
  return std::optional(std::move(found.front()));
}

Result<KeptSession> Sessions::find(const protocol::SessionId& session) {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kFind));
  TRY_ASSIGN(std::vector<KeptSession> found, sessions_of(statement->bind(1, session.bytes())));
  if (found.empty()) return unknown(session);
  return std::move(found.front());
}

Result<std::vector<protocol::RecordId>> Sessions::records(const protocol::SessionId& session) {
  TRY_ASSIGN(const RecordSet set, records_in(m_state, session));
  std::vector<protocol::RecordId> out;
  for (std::size_t at = 0; at < set.ids.size(); at += kIdBytes) {
    TRY_ASSIGN(const protocol::RecordId id, protocol::RecordId::parse(to_hex(ByteView(set.ids).subspan(at, kIdBytes))));
    out.push_back(id);
  }
  return out;
}

Result<> Sessions::add_record(const protocol::SessionId& session, const protocol::RecordId& record, ByteView copy) {
  TRY_ASSIGN(RecordSet set, records_in(m_state, session));
  if (!set.open) return fail(Code::Refused, "the session is closed: it takes no more answers");
  const std::size_t count = set.ids.size() / kIdBytes;
  if (count >= protocol::kMaxSessionRecords)
    return fail(Code::Refused, fmt::format("the session holds {} answers, the most that one list can name: close it and open another", count));
  std::size_t at = 0;
  while (at < count && std::lexicographical_compare(set.ids.begin() + static_cast<std::ptrdiff_t>(at * kIdBytes),
                                                    set.ids.begin() + static_cast<std::ptrdiff_t>((at + 1) * kIdBytes), record.bytes().begin(),
                                                    record.bytes().end()))
    ++at;
  const auto place_of = set.ids.begin() + static_cast<std::ptrdiff_t>(at * kIdBytes);
  if (at < count && std::equal(record.bytes().begin(), record.bytes().end(), place_of))
    return fail(Code::Conflict, fmt::format("record {} is in the session already", record.text()));
  set.ids.insert(place_of, record.bytes().begin(), record.bytes().end());
  TRY_ASSIGN(db::Statement * update, m_state.use(kSetRecords));
  TRY(update->bind(1, session.bytes()).bind(2, ByteView(set.ids)).bind(3, count + 1).run());
  return place(session, copy);
}

/// As Outbox::place: from the inside out, so that places say nothing of the order.
Result<> Sessions::place(const protocol::SessionId& session, ByteView copy) {
  TRY_ASSIGN(const std::int64_t number, number_in(m_state, session));
  TRY_ASSIGN(db::Statement * count, m_state.use(kCount));
  TRY_ASSIGN(const std::int64_t others, number_of(*count, 0));
  TRY_ASSIGN(db::Statement * next, m_state.use(kNextSlot));
  TRY_ASSIGN(const std::int64_t last, number_of(*next, 1));
  const auto chosen = static_cast<std::int64_t>(m_random.below(static_cast<std::uint64_t>(others) + 1));
  std::int64_t slot = last;
  if (chosen < others) {
    TRY_ASSIGN(db::Statement * nth, m_state.use(kNthSlot));
    TRY_ASSIGN(slot, number_of(nth->bind(1, chosen), 0));
    for (const std::string_view sql : {kMoveCopy, kMoveFile}) {
      TRY_ASSIGN(db::Statement * move, m_state.use(sql));
      TRY(move->bind(1, last).bind(2, slot).run());
    }
  }
  TRY_ASSIGN(db::Statement * put, m_state.use(slot == last ? kInsertCopy : kReplaceCopy));
  TRY(put->bind(1, slot).bind(2, number).run());
  TRY_ASSIGN(db::Statement * put_file, m_state.use(slot == last ? kInsertFile : kReplaceFile));
  return put_file->bind(1, slot).bind(2, copy).run();
}

Result<> Sessions::mark_closed(const protocol::SessionId& session, protocol::Day day) {
  TRY_ASSIGN(db::Statement * close, m_state.use(kClose));
  TRY(close->bind(1, session.bytes()).bind(2, std::string_view(protocol::day_text(day))).run());
  if (m_state.changes() == 0) return fail(Code::Refused, "the session is closed already");
  return {};
}

Result<std::vector<Bytes>> Sessions::copies(const protocol::SessionId& session) {
  TRY_ASSIGN(const std::int64_t number, number_in(m_state, session));
  TRY_ASSIGN(db::Statement * statement, m_state.use(kCopies));
  std::vector<Bytes> out;
  TRY(statement->bind(1, number).each([&](db::Statement& row) { out.push_back(row.column_blob(0)); }));
  return out;
}

Result<std::string> Sessions::board(const protocol::SessionId& session, const crypto::Digest& form) {
  TRY_ASSIGN(const std::int64_t number, number_in(m_state, session));
  TRY_ASSIGN(db::Statement * statement, m_state.use(kBoard));
  return text_of(statement->bind(1, number).bind(2, ByteView(form.bytes)), "");
}

Result<> Sessions::save_board(const protocol::SessionId& session, const crypto::Digest& form, std::string_view board) {
  TRY_ASSIGN(const std::int64_t number, number_in(m_state, session));
  TRY_ASSIGN(db::Statement * statement, m_state.use(kSetBoard));
  return statement->bind(1, number).bind(2, ByteView(form.bytes)).bind(3, board).run();
}

Result<std::size_t> Sessions::drop_copies(const protocol::SessionId& session) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const std::int64_t number, number_in(m_state, session));
  std::size_t dropped = 0;
  for (const std::string_view sql : {kDeleteFiles, kDeleteCopies, kDeleteBoards}) {
    TRY_ASSIGN(db::Statement * remove, m_state.use(sql));
    TRY(remove->bind(1, number).run());
    if (sql == kDeleteFiles) dropped = static_cast<std::size_t>(m_state.changes());
  }
  TRY(transaction.commit());
  m_state.fold_log();
  return dropped;
}

Result<> Sessions::forget(const protocol::SessionId& session) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const KeptSession kept, find(session));
  if (kept.open) return fail(Code::Refused, fmt::format("the session '{}' is open: close it first", kept.opening.title));
  TRY_ASSIGN(const std::int64_t number, number_in(m_state, session));
  for (const std::string_view sql : {kDeleteFiles, kDeleteCopies, kDeleteBoards, kDelete}) {
    TRY_ASSIGN(db::Statement * remove, m_state.use(sql));
    TRY(remove->bind(1, number).run());
  }
  return transaction.commit();
}

Result<std::vector<ClosedSession>> Sessions::closed() {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kCloseDays));
  std::vector<ClosedSession> out;
  TRY(statement->each([&](db::Statement& row) -> Result<> {
    TRY_ASSIGN(const protocol::SessionId id, protocol::SessionId::parse(to_hex(row.column_blob(0))));
    TRY_ASSIGN(protocol::SessionOpening opening, protocol::decode_session(row.column_text(1)));
    TRY_ASSIGN(const protocol::Day day, protocol::parse_day(row.column_text(2)));
    out.push_back({id, std::move(opening.mailbox), day});
    return {};
  }));
  return out;
}

}  // namespace escale::store
