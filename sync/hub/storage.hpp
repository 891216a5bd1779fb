// The hub's memory: sealed envelopes, receipts to give, releases, enrolments, statuses. The only place of the hub with SQL.
// Rule: an envelope's row has its digest, mailbox, size and day, and nothing of who brought it. One Storage belongs to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/crypto/hash.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/db/database.hpp"
#include "sync/protocol/enrolment.hpp"
#include "sync/protocol/mailbox.hpp"
#include "sync/protocol/names.hpp"

namespace escale::hub {

enum class Arrival { New, AlreadyHere };

struct StoredEnvelope {
  crypto::Digest sha256;
  std::string day;
  std::int64_t size_bytes = 0;
};

struct StoredRelease {
  std::int64_t number = 0;
  std::string statement;
};

struct StoredEnrolment {
  crypto::VerifyKey terminal;
  std::string name;
  std::string site;
  std::string day;
};

struct StoredStatus {
  crypto::VerifyKey terminal;
  std::string day;
  std::string statement;
};

struct Totals {
  std::int64_t envelopes = 0;
  std::int64_t bytes = 0;
  std::int64_t quarantined = 0;
  std::int64_t releases = 0;
  std::int64_t statuses = 0;
  std::int64_t enrolments = 0;
};

enum class Presence { Absent, Stored, Quarantined };

class Storage {
 public:
  /// Opens or creates `path`, brings the schema up to date, and names the generation of a new database.
  static Result<Storage> open(const Path& path, Random& random);

  Result<db::Transaction> begin() { return m_database.begin(); }
  // Within a transaction: one job of several, which can be undone alone.
  Result<> begin_job();
  Result<> end_job(bool keep);

  Result<protocol::GenerationId> generation();
  /// A restored copy of a database begins another life: terminals send again what was not released.
  Result<> new_generation(Random& random);

  // Envelopes.
  Result<Presence> presence(const crypto::Digest& sha256);
  /// Stores one within its mailbox's quota. Refused over the terminal's daily count, NoSpace over the mailbox's bytes.
  Result<Arrival> put_envelope(const crypto::Digest& sha256, const protocol::MailboxDescriptor& mailbox,
                               const crypto::VerifyKey& terminal, std::string_view day, ByteView file);
  /// Keeps one of an unlisted terminal. NoSpace when the terminal or all of quarantine holds too much.
  Result<Arrival> put_quarantined(const crypto::Digest& sha256, std::string_view mailbox, const crypto::VerifyKey& terminal,
                                  std::string_view day, ByteView file);
  Result<std::vector<crypto::VerifyKey>> quarantined_terminals();
  /// Moves a now listed terminal's envelopes of one mailbox in, as if they came on `day`. Returns how many.
  Result<std::int64_t> release_quarantine(const crypto::VerifyKey& terminal, std::string_view mailbox, std::string_view day);
  Result<std::int64_t> count_of_day(std::string_view mailbox, std::string_view day);
  /// Sorted by day and digest, after (day, digest); days up to `last_day`.
  Result<std::vector<StoredEnvelope>> list(std::string_view mailbox, std::string_view after_day, ByteView after_sha256,
                                           std::string_view last_day, std::size_t limit);
  /// NotFound unless it is in that mailbox and came on a day up to `last_day`.
  Result<Bytes> envelope(std::string_view mailbox, const crypto::Digest& sha256, std::string_view last_day);
  /// Deletes what came before `first_day`. Returns how many.
  Result<std::int64_t> delete_envelopes_before(std::string_view mailbox, std::string_view first_day);
  /// Counts of earlier days, quarantine and codes that nobody came for.
  Result<> forget_before(std::string_view day, std::string_view quarantine_day, Timestamp now);
  Result<std::vector<std::string>> mailboxes();
  /// How long a mailbox's envelopes were last said to be kept: holds when it is published no more.
  Result<std::optional<std::int64_t>> retention_days(std::string_view mailbox);
  Result<> set_retention_days(std::string_view mailbox, std::int64_t days);

  // Releases.
  Result<> add_release(std::string_view mailbox, std::string_view day, std::string_view statement);
  Result<std::vector<StoredRelease>> releases(std::string_view mailbox, std::int64_t after, std::size_t limit);

  // Fleet.
  Result<> put_code(const protocol::EnrolmentCode& code);
  /// Takes the one-time code for this key. NotFound when unknown, Conflict when another key used it, Expired.
  Result<> enrol(const protocol::Enrolment& enrolment, std::string_view day, Timestamp now);
  Result<std::vector<StoredEnrolment>> enrolments();
  /// Conflict when a status with this number or a later one is here.
  Result<> put_status(const crypto::VerifyKey& terminal, std::int64_t number, std::string_view day, std::string_view statement);
  Result<std::vector<StoredStatus>> statuses();

  Result<Totals> totals();

 private:
  explicit Storage(db::Database database) : m_database(std::move(database)) {}
  /// A statement compiled once and reset.
  Result<db::Statement*> use(int query);
  Result<Presence> presence_in(int query, const crypto::Digest& sha256, Presence found);
  Result<> add_total(std::string_view mailbox, std::int64_t envelopes, std::int64_t bytes);

  db::Database m_database;
  std::vector<std::optional<db::Statement>> m_statements;
};

/// Every query, for the test that compiles them all.
std::span<const std::string_view> storage_queries();

}  // namespace escale::hub
