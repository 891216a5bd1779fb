#include "kiosk/store/facts_repository.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/store/queries.hpp"
#include "sync/crypto/password.hpp"

namespace escale::store {
namespace {
constexpr std::string_view kFact = "SELECT value FROM facts WHERE name = ?";
constexpr std::string_view kSetFact = "INSERT INTO facts (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
constexpr std::string_view kCount = "INSERT INTO journal (code, times) VALUES (?1, ?2) ON CONFLICT (code) DO UPDATE SET times = times + ?2";
constexpr std::string_view kJournal = "SELECT code, times FROM journal ORDER BY code";
constexpr std::string_view kNoteBoot =
    "INSERT INTO boots (boot, uptime, time) VALUES (?1, ?2, ?3) ON CONFLICT (boot) DO UPDATE SET uptime = ?2, time = ?3";
constexpr std::string_view kDropBoots = "DELETE FROM boots WHERE number NOT IN (SELECT number FROM boots ORDER BY number DESC LIMIT 100)";
constexpr std::string_view kBoots = "SELECT boot, uptime, time FROM boots ORDER BY number";

constexpr std::string_view kNote = "INSERT INTO happenings (minute, code, detail) VALUES (?1, ?2, ?3)";
constexpr std::string_view kDropNotes = "DELETE FROM happenings WHERE number NOT IN (SELECT number FROM happenings ORDER BY number DESC LIMIT ?1)";
constexpr std::string_view kNotes = "SELECT minute, code, detail FROM happenings ORDER BY number DESC LIMIT ?1";

constexpr std::string_view kTime = "trusted-time";
constexpr std::string_view kBoot = "boot";
constexpr std::string_view kSequence = "sequence";
constexpr std::string_view kStatus = "status-number";
constexpr std::string_view kPin = "pin-verifier";
constexpr std::string_view kPinFailures = "pin-failures";
constexpr std::string_view kPinLocked = "pin-locked";  // "<boot> <milliseconds>": until when, on the monotonic clock of that boot
constexpr std::string_view kStaffKeys = "staff-keys";  // digests, with a space between two
constexpr std::size_t kMostStaffKeys = 16;

constexpr std::int64_t kFreeTries = 3;
constexpr std::chrono::seconds kFirstWait{30};
constexpr std::chrono::seconds kLongestWait{900};

std::string_view setting_name(Setting setting) {
  switch (setting) {
    case Setting::Hub:
      return "setting-hub";
    case Setting::Mailbox:
      return "setting-mailbox";
    case Setting::RootDigest:
      return "setting-root";
    case Setting::Site:
      return "setting-site";
    case Setting::Screen:
      return "setting-screen";
  }
  CHECK(false);
}

std::chrono::seconds wait_after(std::int64_t failures) {
  if (failures < kFreeTries) return std::chrono::seconds{0};
  const std::int64_t doublings = std::min<std::int64_t>(failures - kFreeTries, 10);
  return std::min(kLongestWait, kFirstWait * (std::int64_t{1} << doublings));
}

Timestamp timestamp_of(std::int64_t seconds) { return Timestamp(std::chrono::seconds(seconds)); }
std::int64_t seconds_of(Timestamp time) { return time.time_since_epoch().count(); }
}  // namespace

std::vector<std::string_view> facts_queries() { return {kFact, kSetFact, kCount, kJournal, kNoteBoot, kDropBoots, kBoots, kNote, kDropNotes, kNotes}; }

Result<std::string> Facts::fact(std::string_view name) {
  TRY_ASSIGN(db::Statement * get, m_state.use(kFact));
  return text_of(get->bind(1, name), "");
}

Result<> Facts::set_fact(std::string_view name, std::string_view value) {
  TRY_ASSIGN(db::Statement * set, m_state.use(kSetFact));
  return set->bind(1, name).bind(2, value).run();
}

Result<std::int64_t> Facts::number(std::string_view name, std::int64_t fallback) {
  TRY_ASSIGN(const std::string text, fact(name));
  if (text.empty()) return fallback;
  return parse_number(text, name);
}

Result<std::int64_t> Facts::next_number(std::string_view name) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const std::int64_t last, number(name, 0));
  TRY(set_fact(name, fmt::format("{}", last + 1)));
  TRY(transaction.commit());
  return last + 1;
}

Result<std::string> Facts::setting(Setting setting) { return fact(setting_name(setting)); }
Result<> Facts::set_setting(Setting setting, std::string_view value) { return set_fact(setting_name(setting), value); }

Result<std::optional<std::int64_t>> Facts::retention_days(std::string_view mailbox) {
  const std::string name = fmt::format("retention-days {}", mailbox);
  TRY_ASSIGN(const std::int64_t days, number(name, 0));
  return days > 0 ? std::optional(days) : std::nullopt;
}

Result<> Facts::set_retention_days(std::string_view mailbox, std::int64_t days) {
  return set_fact(fmt::format("retention-days {}", mailbox), std::to_string(days));
}

Result<Timestamp> Facts::trusted_time() {
  TRY_ASSIGN(const std::int64_t saved, number(kTime, seconds_of(m_build_date)));
  return std::max(m_build_date, timestamp_of(saved));
}

Result<> Facts::advance_time(Timestamp stated) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const Timestamp now, trusted_time());
  if (stated <= now) return {};
  TRY(set_fact(kTime, fmt::format("{}", seconds_of(stated))));
  return transaction.commit();
}

Result<> Facts::restart_time(Timestamp newest_signed) { return set_fact(kTime, fmt::format("{}", seconds_of(std::max(m_build_date, newest_signed)))); }

Result<> Facts::begin_boot(const protocol::BootId& boot) { return set_fact(kBoot, boot.text()); }

Result<> Facts::note_boot_time(std::chrono::seconds uptime) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(const std::string boot, fact(kBoot));
  if (boot.empty()) return fail(Code::Refused, "no boot was begun");
  TRY_ASSIGN(const Timestamp now, trusted_time());
  TRY_ASSIGN(db::Statement * note, m_state.use(kNoteBoot));
  TRY(note->bind(1, std::string_view(boot)).bind(2, uptime.count()).bind(3, seconds_of(now)).run());
  TRY_ASSIGN(db::Statement * drop, m_state.use(kDropBoots));
  TRY(drop->run());
  return transaction.commit();
}

Result<std::vector<protocol::BootTime>> Facts::boot_times() {
  TRY_ASSIGN(db::Statement * boots, m_state.use(kBoots));
  std::vector<protocol::BootTime> out;
  TRY(boots->each([&](db::Statement& row) -> Result<> {
    TRY_ASSIGN(const protocol::BootId boot, protocol::BootId::parse(row.column_text(0)));
    out.push_back({boot, std::chrono::seconds(row.column_int(1)), timestamp_of(row.column_int(2))});
    return {};
  }));
  return out;
}

Result<protocol::Sequence> Facts::next_sequence(std::chrono::seconds uptime) {
  TRY_ASSIGN(const std::string text, fact(kBoot));
  if (text.empty()) return fail(Code::Refused, "no boot was begun");
  TRY_ASSIGN(const protocol::BootId boot, protocol::BootId::parse(text));
  TRY_ASSIGN(const std::int64_t counter, next_number(kSequence));
  return protocol::Sequence{boot, counter, uptime};
}

Result<std::int64_t> Facts::next_status_number() { return next_number(kStatus); }

Result<> Facts::count(std::string_view code, std::int64_t by) {
  TRY_ASSIGN(db::Statement * add, m_state.use(kCount));
  return add->bind(1, code).bind(2, by).run();
}

Result<std::map<std::string, std::int64_t>> Facts::journal() {
  TRY_ASSIGN(db::Statement * statement, m_state.use(kJournal));
  std::map<std::string, std::int64_t> out;
  TRY(statement->each([&](db::Statement& row) { out[row.column_text(0)] = row.column_int(1); }));
  return out;
}

Result<> Facts::note(const Happening& happening) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(db::Statement * add, m_state.use(kNote));
  if (happening.time) {
    add->bind(1, seconds_of(*happening.time) / 60);
  } else {
    add->bind_null(1);
  }
  TRY(add->bind(2, std::string_view(happening.code)).bind(3, std::string_view(happening.detail)).run());
  TRY_ASSIGN(db::Statement * drop, m_state.use(kDropNotes));
  TRY(drop->bind(1, static_cast<std::int64_t>(kMostHappenings)).run());
  return transaction.commit();
}

Result<std::vector<Happening>> Facts::happenings(std::size_t most) {
  TRY_ASSIGN(db::Statement * notes, m_state.use(kNotes));
  std::vector<Happening> out;
  TRY(notes->bind(1, static_cast<std::int64_t>(most)).each([&](db::Statement& row) {
    Happening happening;
    if (!row.column_is_null(0)) happening.time = timestamp_of(row.column_int(0) * 60);
    happening.code = row.column_text(1);
    happening.detail = row.column_text(2);
    out.push_back(std::move(happening));
  }));
  return out;
}

Result<std::vector<std::string>> Facts::staff_keys() {
  TRY_ASSIGN(const std::string text, fact(kStaffKeys));
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size(); at = text.find(' ', at) == std::string::npos ? text.size() : text.find(' ', at) + 1)
    out.push_back(text.substr(at, text.find(' ', at) - at));
  return out;
}

Result<> Facts::add_staff_key(const crypto::Digest& digest) {
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY_ASSIGN(std::vector<std::string> keys, staff_keys());
  std::erase(keys, digest.hex());
  keys.push_back(digest.hex());
  if (keys.size() > kMostStaffKeys) keys.erase(keys.begin());
  TRY(set_fact(kStaffKeys, fmt::format("{}", fmt::join(keys, " "))));
  return transaction.commit();
}

Result<bool> Facts::has_pin() {
  TRY_ASSIGN(const std::string verifier, fact(kPin));
  return !verifier.empty();
}

Result<> Facts::set_pin(std::string_view pin) {
  const bool digits = std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || pin.size() < 4 || pin.size() > 12) return fail(Code::InvalidInput, "a PIN is 4 to 12 digits");
  TRY_ASSIGN(const std::string verifier, crypto::make_pin_verifier(pin));
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY(set_fact(kPin, verifier));
  TRY(set_fact(kPinFailures, "0"));
  TRY(set_fact(kPinLocked, ""));
  return transaction.commit();
}

Result<PinOutcome> Facts::try_pin(std::string_view pin, Monotonic now) {
  TRY_ASSIGN(const std::string verifier, fact(kPin));
  if (verifier.empty()) return fail(Code::Refused, "no PIN is set on this terminal");
  TRY_ASSIGN(const std::int64_t failures, number(kPinFailures, 0));
  TRY_ASSIGN(const std::string boot, fact(kBoot));
  TRY_ASSIGN(const std::string locked, fact(kPinLocked));
  // What the facts say of a wait is written with the count that caused it: one transaction, whatever happens to the power.
  const auto wait_from_now = [&](std::int64_t count) -> Result<PinOutcome> {
    const std::chrono::seconds wait = wait_after(count);
    TRY_ASSIGN(db::Transaction transaction, m_state.begin());
    TRY(set_fact(kPinFailures, fmt::format("{}", count)));
    TRY(set_fact(kPinLocked, wait.count() == 0 ? "" : fmt::format("{} {}", boot, (now + wait).count())));
    TRY(transaction.commit());
    return PinOutcome{false, wait};
  };
  if (!locked.empty()) {
    const std::size_t space = locked.rfind(' ');
    // Another boot: its clock began again, and nothing tells how long the power was off.
    if (space == std::string::npos || std::string_view(locked).substr(0, space) != boot) return wait_from_now(failures);
    TRY_ASSIGN(const std::int64_t until, parse_number(std::string_view(locked).substr(space + 1), kPinLocked));
    if (now < Monotonic{until}) return PinOutcome{false, std::chrono::ceil<std::chrono::seconds>(Monotonic{until} - now)};
  } else if (failures >= kFreeTries) {
    return wait_from_now(failures);  // the power went between two writes of an older program
  }
  TRY_ASSIGN(PinOutcome outcome, wait_from_now(failures + 1));
  if (!crypto::pin_verifies(pin, verifier)) return outcome;
  TRY_ASSIGN(db::Transaction transaction, m_state.begin());
  TRY(set_fact(kPinFailures, "0"));
  TRY(set_fact(kPinLocked, ""));
  TRY(transaction.commit());
  return PinOutcome{true, {}};
}

}  // namespace escale::store
